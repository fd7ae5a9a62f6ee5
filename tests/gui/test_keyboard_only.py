"""The whole loop by keys: send, read, judge blind, merge, judge the merge."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conductor.core.entities import RoundKind
from conductor.core.judgement import JudgementKind
from conductor.store.library import open_library
from tests.gui.driving.judging import (
    ask,
    back,
    dialog,
    in_order,
    judged,
    press,
    shown_round,
    type_in,
)
from tests.gui.driving.replies import merging
from tests.gui.driving.window import Driver, prepare_team
from tests.sse_server import SseServer, text

Open = Callable[[], Driver]


@pytest.fixture
def three(folder: Path, server: SseServer) -> SseServer:
    """Three assistants; each answers, and merges when it is asked to."""
    prepare_team(folder, server.base_url, Astra="astra", Opus="opus", Local="local")
    for model in ("astra", "opus", "local"):
        server.script(model, text(f"The view of {len(model)}."), merging("All views in one."))
    return server


def test_a_person_sends_reads_judges_blind_merges_and_judges_the_merge_by_keys_alone(
    three: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    back(person)
    press(person, "Ctrl+Shift+B")  # blind
    task = ask(person, "Compare the views.")
    assert in_order(person) == ["1", "2", "3"]

    press(person, "Alt+Right", "PgDown", "Alt+Right")  # read
    type_in("2")  # judge, as an answer has the focus
    first = judged(person, task)

    press(person, "Ctrl+Shift+M")
    sheet = dialog(person, "mergeDialog")
    assert "The view of" in person.text("handoverTold", sheet)
    press(person, "Ctrl+Return")
    person.until(lambda: shown_round(person) != task)
    back(person)
    merge = shown_round(person)
    person.until(lambda: in_order(person) == ["1", "2"])
    person.until(
        lambda: any("All views in one." in person.answer(name) for name in in_order(person))
    )
    texts = {name: person.answer(name) for name in in_order(person)}
    merged = next(name for name, words in texts.items() if "All views in one." in words)
    press(person, f"Ctrl+{merged}")

    second = judged(person, merge)
    assert first.kind is second.kind is JudgementKind.BEST
    assert first.blind
    assert second.blind
    assert len(first.shown) == 3
    own = person.window.workspace.sessions.round(merge).answers[0]
    assert second.chosen == (own.id,)
    assert {item.answer_id for item in second.shown} == {own.id, *first.chosen}
    record = person.window.workspace.assistants_compared.of_kind().merges
    assert (record.wins, record.losses, record.ties) == (1, 0, 0)
    person.window.close()

    library = open_library(folder)
    rows = library.db.rows(
        "SELECT r.kind AS round, j.kind AS said, j.blind, count(s.place) AS placed, "
        "count(*) AS shown FROM judgement j JOIN round r ON r.id = j.round "
        "JOIN judged_answer s ON s.judgement = j.id GROUP BY j.id ORDER BY j.id"
    )
    library.close()
    assert [dict(row) for row in rows] == [
        {"round": RoundKind.TASK, "said": "best", "blind": 1, "placed": 1, "shown": 3},
        {"round": RoundKind.MERGE, "said": "best", "blind": 1, "placed": 1, "shown": 2},
    ]
