"""Give each test a workspace over a real library, with a scripted service behind it."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conductor.core.entities import Assistant, Connection
from conductor.core.ids import AnswerId, AssistantId, SessionId
from conductor.engine.engine import Engine
from conductor.engine.inquiry import Inquiry
from conductor.evidence.statistics.chance import RandomBits
from conductor.secrets import Keys, Redactor
from conductor.store.library import open_library
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.desk import Desk
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.sessions.sessions import RoundView
from conductor.workspace.workspace import Workspace
from tests.fakes import PATIENCE_S, FakeLocalServers, IdleClient, ScriptedProvider


class Stage:
    """A workspace that a test drives as a command does.

    Attributes:
        provider: what the service says; a model is named like its assistant.
        environment: the variables that keys come from.
    """

    def __init__(self, folder: Path, chance: RandomBits | None = None) -> None:
        self.provider = ScriptedProvider()
        self.environment: dict[str, str] = {}
        self._woken = threading.Event()
        redactor = Redactor()
        local = FakeLocalServers()
        engine = Engine(
            redactor=redactor,
            notify=self._woken.set,
            providers=self.provider,
            client_factory=IdleClient,  # type: ignore[arg-type]
            local=local,
        )
        desk = Desk(
            open_library(folder),
            engine,
            Inquiry(engine, local, self.provider),
            Keys(redactor, self.environment),
            redactor,
        )
        self.workspace = Workspace(desk, chance)
        self.workspace.start()

    def connection(self, name: str = "Here", **fields: object) -> Connection:
        """Return a connection, made if it is not there."""
        for present in self.workspace.connections.all():
            if present.name == name:
                return present
        wanted = NewConnection(name, base_url="http://127.0.0.1:9/v1", **fields)  # type: ignore[arg-type]
        return self.workspace.connections.add(wanted)

    def assistant(self, name: str, **fields: object) -> Assistant:
        """Add an assistant whose model is named like it."""
        fields.setdefault("model", name)
        return self.workspace.connections.add_assistant(name, self.connection(), **fields)  # type: ignore[arg-type]

    def team(self, *names: str) -> tuple[AssistantId, ...]:
        """Add assistants and return their ids."""
        return tuple(self.assistant(name).id for name in names)

    def ask(
        self, text: str, to: tuple[AssistantId, ...], session_id: SessionId | None = None
    ) -> RoundView:
        """Send words and return the round at once."""
        item = self.workspace.rounds.ask(NewRound(text, to, session_id))
        return self.workspace.sessions.round(item.id)

    def asked(
        self, text: str, to: tuple[AssistantId, ...], session_id: SessionId | None = None
    ) -> RoundView:
        """Send words and return the round when all answers have ended."""
        return self.ended(self.ask(text, to, session_id))

    def ended(self, view: RoundView) -> RoundView:
        """Return the round when all its answers have ended and are saved."""
        ids = {answer.id for answer in view.answers}
        self.until(lambda: not ids & set(self.workspace.live.ids))
        return self.workspace.sessions.round(view.round.id)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Take what the engine brings until something is so."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, "waited in vain"
            self._woken.wait(0.02)
            self._woken.clear()
            self.workspace.receive()
            self.workspace.tick()

    def until_text(self, answer_id: AnswerId, text: str) -> None:
        """Wait until an answer that streams has come this far."""

        def has_come() -> bool:
            live = self.workspace.live.get(answer_id)
            return live is not None and text in "".join(live.pieces)

        self.until(has_come)


@pytest.fixture
def stage(folder: Path) -> Iterator[Stage]:
    opened = Stage(folder)
    yield opened
    opened.workspace.close()
