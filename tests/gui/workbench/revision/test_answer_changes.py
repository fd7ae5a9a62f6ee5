"""A revised answer is laid out with what was added and taken out, in its own look."""

from collections.abc import Iterable

from hypothesis import given

from conductor.core.compare.spans import NotCompared, Obstacle
from conductor.core.markup.blocks import Inline
from conductor.gui.answer.document.row_words import words_of
from conductor.gui.answer.document.rows import ChangedText, DocumentRow, RowKind
from conductor.gui.workbench.revision.answers_beside import Beside, beside
from conductor.gui.workbench.revision.changes import (
    CHARACTERS_LIMIT,
    Changes,
    Shown,
    changes_of,
)
from tests.core.compare.texts import AFTER, BEFORE, texts


def changed(old: str, new: str) -> Changes:
    found = changes_of(old, new)
    assert isinstance(found, Changes)
    return found


def cells(row: DocumentRow) -> Iterable[tuple[Inline, ...]]:
    return row.cells if row.kind is RowKind.CELLS else (row.content,)


def written(row: DocumentRow) -> str:
    """Return a row with +added+ and -taken out- words."""
    return " | ".join("".join(map(_written, cell)) for cell in cells(row))


def _written(inline: Inline) -> str:
    words = words_of(inline)
    if not isinstance(inline, ChangedText):
        return words
    return f"-{words}-" if inline.is_deleted else f"+{words}+"


def words(rows: Iterable[DocumentRow], *, leave_out: bool | None) -> str:
    """Return all words but those that were taken out (True) or added (False), without spaces."""
    found = [
        words_of(inline)
        for row in rows
        for cell in cells(row)
        for inline in cell
        if not (isinstance(inline, ChangedText) and inline.is_deleted is leave_out)
    ]
    return "".join("".join(found).split())


def test_changed_words_stand_in_their_sentence_item_and_cell() -> None:
    rows = [written(row) for row in changed(BEFORE, AFTER).rows]

    assert rows == [
        "Decision",
        "The board approved the budget of -42-+45+ million won on Monday. "
        "+From March, +Kim will run it.",
        "licences",
        "training+ for new people+",
        "+hotels+",
        "travel",
        "Item | Cost",
        "Licences | -11-+12+",
        "+Hotels+ | +4+",
        "Training | 20",
    ]


def test_a_change_keeps_the_look_of_its_words() -> None:
    (row,) = changed("Pay **42** won.", "Pay **45** won.").rows

    runs = [inline for inline in row.content if isinstance(inline, ChangedText)]
    assert [(run.text, run.bold, run.is_deleted) for run in runs] == [
        ("42", True, True),
        ("45", True, False),
    ]


def test_korean_particles_are_marked_and_not_their_sentence() -> None:
    (row,) = changed("예산은 월요일에 승인되었다.", "예산이 월요일에 승인되었다.").rows

    assert written(row) == "예산-은-+이+ 월요일에 승인되었다."


def test_code_tables_and_items_that_went_are_shown_struck_through() -> None:
    old = "- a cat\n- a dog\n\n```\nx = 1\ny = 2\n```\n"
    new = "- a cat\n\n```\nx = 1\n```\n"

    rows = changed(old, new).rows

    assert [written(row) for row in rows] == ["a cat", "-a dog-", "x = 1", "-y = 2-"]
    assert rows[1].mark is not None
    assert rows[3].kind is RowKind.CODE


def test_each_change_knows_its_row_and_its_words() -> None:
    changes = changed(BEFORE, AFTER).changes

    assert [(c.row, c.deleted.strip(), c.inserted.strip()) for c in changes[:3]] == [
        (1, "42", "45"),
        (1, "", "From March,"),
        (3, "", "for new people"),
    ]


def test_the_same_text_has_no_changes() -> None:
    found = changed(BEFORE, BEFORE)

    assert found.changes == ()
    assert found.rows == Shown(BEFORE).rows


def test_other_languages_and_too_much_text_are_refused_with_the_reason() -> None:
    english, korean = "The board approved the budget.", "이사회가 예산을 승인했다."
    long = "a" * (CHARACTERS_LIMIT + 1)

    assert changes_of(english, korean) == NotCompared(Obstacle.LANGUAGES)
    assert changes_of(english, long) == NotCompared(Obstacle.TOO_LONG)
    assert beside("\n\n".join("a" * 11_000), english) == NotCompared(Obstacle.TOO_LONG)


@given(texts, texts)
def test_no_word_of_either_answer_is_lost(old: str, new: str) -> None:
    found = changes_of(old, new)
    if isinstance(found, NotCompared):
        return

    assert words(found.rows, leave_out=True) == "".join(Shown(new).text.split())
    assert words(found.rows, leave_out=False) == "".join(Shown(old).text.split())


@given(texts, texts)
def test_side_by_side_both_answers_are_whole_and_their_rows_match_in_order(
    left: str, right: str
) -> None:
    found = beside(left, right)
    if isinstance(found, NotCompared):
        return

    assert words(found.left, leave_out=None) == "".join(Shown(left).text.split())
    assert words(found.right, leave_out=None) == "".join(Shown(right).text.split())
    for one, other in zip(found.matches, found.matches[1:], strict=False):
        assert one[0] < other[0]
        assert one[1] < other[1]


def test_side_by_side_each_side_marks_what_only_it_has() -> None:
    found = beside(BEFORE, AFTER)

    assert isinstance(found, Beside)
    assert "of -42- million" in written(found.left[1])
    assert "of +45+ million" in written(found.right[1])
    assert (5, 6) in found.matches
    assert (found.differences[0].only_left, found.differences[0].only_right) == ("42", "45")
