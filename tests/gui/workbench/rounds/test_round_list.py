"""The rounds at a glance: a long session's lines stay, and say what is so."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from conductor.core.entities import AnswerMark, AnswerStatus, Round, RoundKind
from conductor.core.ids import AnswerId, RoundId, SessionId
from conductor.gui.workbench.rounds import round_list
from conductor.gui.workbench.rounds.round_list import RoundList

Said = tuple[str, str, bool]


def said(shown: RoundList) -> list[Said]:
    """Return what each line says to eye and ear, and whether it is the one in view."""
    lines = shown.findChild(QListWidget, "roundList")
    assert isinstance(lines, QListWidget)
    items = [lines.item(row) for row in range(lines.count())]
    heard = Qt.ItemDataRole.AccessibleTextRole
    return [(one.data(heard), one.toolTip(), one is lines.currentItem()) for one in items]


def a_round(number: int, words: str) -> Round:
    return Round(RoundId(f"R{number}"), SessionId("S"), number, RoundKind.FOLLOW_UP, words, "2026")


def a_mark(number: int, *, status: AnswerStatus, chosen: bool) -> AnswerMark:
    return AnswerMark(
        answer_id=AnswerId(f"A{number}"),
        round_id=RoundId(f"R{number}"),
        assistant="Astra",
        colour=None,
        status=status,
        is_chosen=chosen,
    )


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.deleteLater()


lines = st.lists(
    st.tuples(
        st.sampled_from(["Go on.", "다시 써 줘", "Say <b>why</b>"]),
        st.sampled_from([AnswerStatus.STREAMING, AnswerStatus.COMPLETE]),
        st.booleans(),
    ),
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(lines, st.integers(0, 5)), min_size=1, max_size=4))
def test_lines_that_stay_say_the_same_as_lines_made_anew(
    parent: QWidget, steps: list[tuple[list[tuple[str, AnswerStatus, bool]], int]]
) -> None:
    kept = RoundList(parent)
    for rows, current in steps:
        rounds = [a_round(n, words) for n, (words, _status, _chosen) in enumerate(rows)]
        marks = [
            a_mark(n, status=status, chosen=chosen) for n, (_w, status, chosen) in enumerate(rows)
        ]
        anew = RoundList(parent)

        for one in (kept, anew):
            one.show_rounds(rounds, marks, RoundId(f"R{current}"))

        assert said(kept) == said(anew)
        anew.deleteLater()
    kept.deleteLater()


def test_a_new_round_writes_one_line_however_many_there_are(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, written = RoundList(parent), []
    fill = round_list._fill
    monkeypatch.setattr(round_list, "_fill", lambda *a: (written.append(a), fill(*a)))
    rounds = [a_round(n, "Go on.") for n in range(201)]
    shown.show_rounds(rounds[:200], (), RoundId("R199"))
    written.clear()

    shown.show_rounds(rounds, (), RoundId("R200"))

    assert len(written) == 1
    assert len(said(shown)) == 201
