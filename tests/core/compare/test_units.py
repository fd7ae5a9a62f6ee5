"""What an answer's Markdown says, piece by piece."""

import pytest
from hypothesis import given, settings

from conductor.core.compare.units import ITEM_LIMIT, UnitKind, blocks_of, units_of
from tests.core.compare.texts import texts
from tests.core.markup.texts import ANSWER, markdown


def said(text: str) -> list[str]:
    return [unit.place.of(text) for unit in units_of(text)]


def kinds(text: str) -> list[UnitKind]:
    return [unit.kind for unit in units_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Kim paid $4.2 million. Good.", ["Dr. Kim paid $4.2 million.", "Good."]),
        ("Use tools, e.g. Git. Done.", ["Use tools, e.g. Git.", "Done."]),
        ("The U.S. Senate met. J. Doe spoke.", ["The U.S. Senate met.", "J. Doe spoke."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("Version 2.0 is out... really. Yes.", ["Version 2.0 is out...", "really.", "Yes."]),
        (
            "예산을 승인했다. 끝났어요! 그럴까요? 네",
            ["예산을 승인했다.", "끝났어요!", "그럴까요?", "네"],
        ),
        ("끝났다.그리고 시작한다.", ["끝났다.", "그리고 시작한다."]),
        ("2026. 11. 25. 확정한다. 끝.", ["2026. 11. 25. 확정한다.", "끝."]),
        ("승인했다\n집행한다", ["승인했다", "집행한다"]),
        ("決まった。次は？はい", ["決まった。", "次は？", "はい"]),
        ("One line\ngoes on. Two.", ["One line\ngoes on.", "Two."]),
        ("", []),
        ("---\n\n***\n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_headings_items_rows_and_code_are_units() -> None:
    text = (
        "# Title\n**Bold line**\nText.\n1. one. more.\n   goes on\n- [ ] two\n\n"
        "> quoted. words.\n\n"
        "| a | b |\n|---|---|\n| 1. x | 2 |\n\n```py\nx = 1. \n\n- y\n```\nEnd\n===\n"
    )

    assert said(text) == [
        "Title",
        "**Bold line**",
        "Text.",
        "one. more.\n   goes on",
        "two",
        "quoted. words.",
        "| a | b |",
        "| 1. x | 2 |",
        "```py\nx = 1. \n\n- y\n```",
        "End",
    ]
    assert kinds(text)[:4] == [UnitKind.HEADING, UnitKind.HEADING, UnitKind.SENTENCE, UnitKind.ITEM]
    assert kinds(text)[6:9] == [UnitKind.ROW, UnitKind.ROW, UnitKind.CODE]


def test_a_long_item_is_its_sentences() -> None:
    text = "- " + "Words of the item. " * 20

    assert len(text) > ITEM_LIMIT
    assert said(text) == ["Words of the item."] * 20


def test_code_that_never_ends_is_one_unit() -> None:
    assert said("a\n```\nb. c.\n\nd") == ["a", "```\nb. c.\n\nd"]


def test_a_paragraph_after_an_item_is_no_part_of_it() -> None:
    assert said("- item\n\nText. More.") == ["item", "Text.", "More."]


@settings(max_examples=300)
@given(texts | markdown)
def test_units_are_in_order_and_leave_out_no_word(text: str) -> None:
    units = units_of(text)

    at = 0
    rest = ""
    for unit in units:
        assert at <= unit.place.start < unit.place.end <= len(text)
        rest += text[at : unit.place.start]
        at = unit.place.end
    rest += text[at:]
    assert not any(character.isalpha() for character in rest if character not in "xX")


def test_an_answer_has_its_blocks() -> None:
    assert len(list(blocks_of(ANSWER))) > 20


@pytest.mark.parametrize(
    "text",
    ["x" * 10**6, "- " * 300_000, "**" * 300_000, "`" * 10**6, " " * 10**6 + "x", "> " * 10**5],
)
def test_hostile_lines_make_few_units(text: str) -> None:
    assert len(units_of(text)) <= 1
