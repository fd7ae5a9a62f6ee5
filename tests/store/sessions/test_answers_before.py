"""The last answers before a round: each assistant's own, however many rounds there were."""

from pathlib import Path

import pytest

from conductor.store.library import open_library
from conductor.store.sessions.answers import answers_before
from tests.store.rows import add_answer, add_assistant, add_round, add_session


@pytest.mark.parametrize("rounds", [3, 40])
def test_each_assistant_s_last_answer_before_a_round_is_found(folder: Path, rounds: int) -> None:
    db = open_library(folder).db
    team = [add_assistant(db, name) for name in ("Astra", "Opus", "Local")]
    other = add_session(db, "Other")
    add_answer(db, add_round(db, other), team[0])
    session, last = add_session(db), {}
    for number in range(1, rounds + 1):
        item = add_round(db, session, number)
        expected = {who: answer_id for who, (_round, answer_id) in last.items()}
        found = {one.assistant_id: one.id for one in answers_before(db, session.id, number)}
        assert found == expected
        for place, who in enumerate(team):
            if number % (place + 1) == 0:
                last[who.id] = (number, add_answer(db, item, who).id)
    db.close()


def test_what_is_asked_of_the_library_does_not_grow_with_the_square(folder: Path) -> None:
    db = open_library(folder).db
    team = [add_assistant(db, name) for name in ("Astra", "Opus")]
    session = add_session(db)
    steps: dict[int, int] = {}

    def steps_of() -> int:
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        db.raw.set_progress_handler(step, 10)
        answers_before(db, session.id, 10_000)
        db.raw.set_progress_handler(None, 0)
        return count

    for number in range(1, 161):
        item = add_round(db, session, number)
        for who in team:
            add_answer(db, item, who)
        if number in (40, 160):
            steps[number] = steps_of()
    db.close()

    assert steps[160] < steps[40] * 6
