"""Blocks become rows: short, bounded, with the space between them."""

from hypothesis import given, settings

from conductor.core.markup.blocks import Block, StyledText
from conductor.core.markup.parser import parse
from conductor.core.markup.splitter import Splitter
from conductor.gui.answer.document.layout import (
    COLOURED_LINES,
    COLUMN_LIMIT,
    DEEPEST_INDENT,
    DEEPEST_QUOTE,
    TABLE_LIMIT,
    RowLayout,
)
from conductor.gui.answer.document.rows import (
    CODE_HEAD,
    ROW_LIMIT,
    DocumentRow,
    Mark,
    RowKind,
    length_of,
    table_rows,
)
from tests.core.markup.texts import ANSWER, sliced


def rows(markdown: str) -> list[DocumentRow]:
    return RowLayout().rows(parse(markdown))


def words(row: DocumentRow) -> str:
    return "".join(part.text for part in row.content if isinstance(part, StyledText))


def test_every_item_has_its_mark_once() -> None:
    marks = [row.mark for row in rows("3. a\n\n   more\n4. b\n   - [x] c\n   - d\n")]

    assert marks == [
        Mark(3, None),
        None,
        Mark(4, None),
        Mark(None, True),
        Mark(None, None),
    ]


def test_an_item_that_begins_with_something_else_gives_its_mark_a_row() -> None:
    shown = rows("- ```\n  code\n  ```\n- > quote\n- \n- - inner")

    assert [(row.kind, row.mark is not None, words(row)) for row in shown] == [
        (RowKind.TEXT, True, ""),
        (RowKind.CODE, False, "code"),
        (RowKind.TEXT, True, ""),
        (RowKind.TEXT, False, "quote"),
        (RowKind.TEXT, True, ""),
        (RowKind.TEXT, True, ""),
        (RowKind.TEXT, True, "inner"),
    ]


def test_code_is_one_row_a_line_and_only_the_first_is_first() -> None:
    shown = rows("```py\na\n\nb\n```\n```py\nc\n```")

    assert [(words(row), row.is_first, row.language) for row in shown] == [
        ("a", True, "py"),
        ("", False, "py"),
        ("b", False, "py"),
        ("c", True, "py"),
    ]
    assert [row.gap_px for row in shown[:3]] == [CODE_HEAD, 0, 0]
    assert shown[3].gap_px > CODE_HEAD


def test_nothing_stands_above_the_first_row() -> None:
    assert rows("# Title\n\ntext")[0].gap_px == 0


def test_loose_items_stand_further_apart_than_tight_ones() -> None:
    tight = rows("- a\n- b")[1].gap_px
    loose = rows("- a\n\n  more\n- b")[2].gap_px

    assert tight < loose


def test_footnotes_and_link_targets_keep_their_labels() -> None:
    shown = rows("[^n]: why\n\n[b]: https://e.com\n\n[^code]: ```\n    x\n    ```")

    assert [(row.kind, words(row)) for row in shown[:2]] == [
        (RowKind.NOTE, "[n] why"),
        (RowKind.NOTE, "[b]: https://e.com"),
    ]


def test_no_row_is_long_and_no_character_is_lost() -> None:
    text = "word " * 3_000 + "x" * 20_000

    shown = rows(text)

    assert all(length_of(row.content) <= ROW_LIMIT for row in shown)
    assert "".join(map(words, shown)).split() == text.split()


def test_indents_and_quotes_are_bounded() -> None:
    shown = rows(
        "".join("  " * depth + f"- {depth}\n" for depth in range(60)) + "\n" + ">" * 60 + " q"
    )

    assert max(row.indent for row in shown) == DEEPEST_INDENT
    assert max(row.quote for row in shown) == DEEPEST_QUOTE


def test_a_table_beyond_its_limit_goes_on_as_text() -> None:
    shown = rows("| a | b |\n|--|--|\n" + "| 1 | 2 |\n" * TABLE_LIMIT)

    cells = [row for row in shown if row.kind is RowKind.CELLS]
    assert sum(len(row.cells) for row in cells) == TABLE_LIMIT
    assert words(shown[len(cells)]).endswith("Show the table")
    assert len(shown) == TABLE_LIMIT + 2
    assert words(shown[-1]) == "1 | 2"


def test_a_table_that_goes_on_as_text_can_be_had_whole() -> None:
    small = "| x |\n|--|\n| y |\n\n"
    shown = rows(small + "| a | b |\n|--|--|\n" + "| 1 | 2 |\n" * TABLE_LIMIT + "\n" + small)

    first, second, third = (table_rows(shown, number) for number in range(3))

    assert (len(first), len(second), len(third)) == (2, TABLE_LIMIT + 1, 2)
    assert second[0].is_first
    assert [cell[0].text for cell in second[-1].cells] == ["1", "2"]  # type: ignore[union-attr]


def test_a_very_wide_table_is_text() -> None:
    columns = COLUMN_LIMIT + 1

    shown = rows("|" + "a|" * columns + "\n|" + "-|" * columns + "\n|" + "1|" * columns)

    assert [row.kind for row in shown] == [RowKind.NOTE, RowKind.TEXT, RowKind.TEXT]


def test_a_very_long_block_of_code_is_coloured_in_part() -> None:
    shown = rows("```py\n" + "x\n" * (COLOURED_LINES + 10) + "```")

    assert shown[COLOURED_LINES - 1].language == "py"
    assert shown[COLOURED_LINES].language == ""


def streamed(slices: list[str]) -> list[DocumentRow]:
    splitter, layout = Splitter(), RowLayout()
    shown: list[DocumentRow] = []
    for delta in slices:
        step = splitter.feed(delta)
        shown += layout.rows(step.frozen)
        layout.tail_rows(step.tail)
    last = splitter.finish()
    blocks: tuple[Block, ...] = last.frozen
    return RowLayout().rows(blocks) if last.restart else [*shown, *layout.rows(blocks)]


@settings(max_examples=150)
@given(sliced())
def test_the_rows_of_a_stream_are_those_of_the_whole(slices: list[str]) -> None:
    assert streamed(slices) == rows("".join(slices))


def test_the_rows_of_an_answer_in_single_characters_are_those_of_the_whole() -> None:
    assert streamed(list(ANSWER)) == rows(ANSWER)
