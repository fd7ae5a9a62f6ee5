"""The whole program on the real starter model, as a person without an account has it."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conductor.core.entities import Answer, AnswerStatus, AssistantSettings, ConnectionKind, Finish
from conductor.core.errors import ErrorKind
from conductor.core.ids import AssistantId, SessionId
from conductor.engine.local.starter import starter_path
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.workspace import Workspace, open_workspace
from tests.reliability.conftest import command_line, environment

pytestmark = pytest.mark.rig
LIMIT_S = 120


class Person:
    """Asks one assistant on the real model and reads what comes."""

    def __init__(self, folder: Path, model: Path) -> None:
        self._woken = threading.Event()
        self.workspace: Workspace = open_workspace(folder, self._woken.set, must_write=True)
        there = self.workspace.connections.add(
            NewConnection("Real", kind=ConnectionKind.LOCAL, model_path=model)
        )
        self._connection = there
        self.workspace.start()

    def assistant(self, name: str, role: str = "", max_tokens: int | None = 40) -> AssistantId:
        """Add an assistant."""
        settings = AssistantSettings(temperature=0.0, max_tokens=max_tokens)
        return self.workspace.connections.add_assistant(
            name, self._connection, model="starter", role=role, settings=settings
        ).id

    def send(self, text: str, who: AssistantId, session_id: SessionId | None = None) -> Answer:
        """Send words and return the answer as it begins."""
        item = self.workspace.rounds.ask(NewRound(text, (who,), session_id))
        return self.workspace.sessions.round(item.id).answers[0]

    def ended(self, answer: Answer) -> Answer:
        """Wait for an answer's end."""
        self.until(lambda: not self.workspace.live.is_busy)
        return self.workspace.sessions.answer(answer.id)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Take what the engine brings until something is so."""
        deadline_s = time.monotonic() + LIMIT_S
        while not is_so():
            assert time.monotonic() < deadline_s
            self._woken.wait(0.02)
            self._woken.clear()
            self.workspace.receive()
            self.workspace.tick()


@pytest.fixture
def person(folder: Path, starter_model: Path) -> Iterator[Person]:
    one = Person(folder, starter_model)
    yield one
    one.workspace.close()


def test_a_plain_task_is_answered_completely_with_usage(person: Person) -> None:
    answer = person.ended(person.send("Say hello.", person.assistant("A", max_tokens=200)))

    assert answer.status is AnswerStatus.COMPLETE
    assert answer.finish is Finish.STOP
    assert answer.text.strip()
    assert answer.usage is not None
    assert (answer.usage.output_total or 0) > 0
    assert answer.cost_usd == 0.0


def test_a_role_and_several_turns_reach_the_model(person: Person) -> None:
    who = person.assistant("A", role="You are a pirate.")
    first = person.ended(person.send("My name is Mina.", who))
    session_id = person.workspace.sessions.round(first.round_id).round.session_id
    second = person.ended(person.send("What is my name?", who, session_id))

    assert second.status is AnswerStatus.COMPLETE
    seen = [m.role for m in person.workspace.sessions.thread(second)]
    assert seen == ["system", "user", "assistant", "user"]
    assert first.usage is not None
    assert second.usage is not None
    read = (second.usage.input_uncached or 0) + (second.usage.cache_read or 0)
    assert read > (first.usage.input_uncached or 0)


def test_korean_and_emoji_arrive_whole(person: Person) -> None:
    who = person.assistant("A", max_tokens=60)

    answer = person.ended(person.send("Repeat exactly: 안녕하세요 지휘자님 👩‍🚀🧱", who))

    assert answer.status is AnswerStatus.COMPLETE
    assert "\ufffd" not in answer.text
    assert answer.text.encode("utf-8").decode("utf-8") == answer.text


def test_the_limit_of_tokens_is_said(person: Person) -> None:
    answer = person.ended(person.send("Count to a thousand.", person.assistant("A", max_tokens=8)))

    assert (answer.status, answer.finish) == (AnswerStatus.COMPLETE, Finish.LENGTH)
    assert answer.usage is not None
    assert answer.usage.output_total == 8


def test_a_stop_ends_it_at_once_and_keeps_the_text(person: Person) -> None:
    answer = person.send("Write a very long story.", person.assistant("A", max_tokens=2000))
    live = person.workspace.live.get(answer.id)
    assert live is not None
    person.until(lambda: len(live.pieces) > 3)
    began_s = time.monotonic()

    person.workspace.rounds.stop(answer.id)
    stopped = person.ended(answer)

    assert time.monotonic() - began_s < 1
    assert stopped.status is AnswerStatus.STOPPED
    assert stopped.text


def test_a_prompt_that_is_too_long_is_a_context_error_with_the_numbers(person: Person) -> None:
    answer = person.ended(person.send("word " * 30_000, person.assistant("A")))

    assert answer.error is not None
    assert answer.error.kind is ErrorKind.CONTEXT
    assert (answer.error.prompt_tokens or 0) > (answer.error.context_tokens or 0) > 0


def test_three_starter_assistants_answer_the_first_command(
    folder: Path, starter_model: Path
) -> None:
    place = starter_path(folder)
    place.parent.mkdir(parents=True)
    place.write_bytes(starter_model.read_bytes())

    done = subprocess.run(
        command_line(folder, "ask", "Name three uses of a brick.", "--json"),
        capture_output=True,
        env=environment(),
        check=False,
        timeout=LIMIT_S,
    )

    assert done.returncode == 0, done.stderr.decode()
    answers = json.loads(done.stdout)["answers"]
    assert [a["status"] for a in answers] == ["complete"] * 3
    assert all(a["text"].strip() for a in answers)
    assert len({a["assistant"] for a in answers}) == 3
