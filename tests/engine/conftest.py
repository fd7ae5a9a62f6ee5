"""Give each test an engine with a scripted service, and close it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from conductor.engine.engine import Engine
from conductor.secrets import Redactor
from tests.fakes import IdleClient, Owner, ScriptedProvider


@pytest.fixture
def provider() -> ScriptedProvider:
    return ScriptedProvider()


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture
def defects() -> list[BaseException]:
    return []


@pytest.fixture
def make_engine(
    provider: ScriptedProvider,
    owner: Owner,
    redactor: Redactor,
    defects: list[BaseException],
) -> Iterator[Callable[..., Engine]]:
    """Return what makes engines; all of them are closed at the end."""
    made: list[Engine] = []

    def note_defect(defect: BaseException) -> None:
        defects.append(defect)
        owner.ring()

    def make(**changes: object) -> Engine:
        settings: dict[str, object] = {
            "redactor": redactor,
            "notify": owner.notify,
            "providers": provider,
            "client_factory": IdleClient,
            "on_defect": note_defect,
        }
        engine = Engine(**(settings | changes))  # type: ignore[arg-type]
        owner.drain = engine.drain
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(make_engine: Callable[..., Engine]) -> Engine:
    engine = make_engine()
    engine.start()
    return engine
