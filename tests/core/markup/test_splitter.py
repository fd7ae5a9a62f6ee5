"""A stream gives the blocks of the whole text, whatever the slices, at a linear cost."""

import time

import pytest
from hypothesis import example, given, settings

from conductor.core.markup import splitter as module
from conductor.core.markup.blocks import Block, Code, List, Paragraph, StyledText, Table, joined
from conductor.core.markup.parser import parse
from conductor.core.markup.splitter import Splitter
from tests.core.markup.texts import ANSWER, sliced


def streamed(slices: list[str]) -> tuple[Block, ...]:
    splitter = Splitter()
    blocks: list[Block] = []
    for delta in slices:
        blocks += splitter.feed(delta).frozen
    last = splitter.finish()
    assert splitter.source == "".join(slices)
    return joined(tuple(last.frozen if last.restart else [*blocks, *last.frozen]))


@settings(max_examples=300)
@given(sliced())
@example(["1. a\nb\t|--=\n    --|--", "    code"])
@example(["[r]: /u\n'tit", "\n[r]"])
@example(["* [r]: /u\n", "'tit [r]"])
@example(["| a |\n|--|\n| 1 |\n#", "x | y"])
@example(["a\r", "\nb"])
@example(["a\n```  b | c\n", "|---|---|"])
@example(["a\n\n# b | c\n", "|---|---|"])
@example(["a\n2) b | c\n--|--", "d"])
def test_slices_do_not_matter(slices: list[str]) -> None:
    assert streamed(slices) == parse("".join(slices))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 5_000])
def test_an_answer_in_slices_is_the_answer(size: int) -> None:
    slices = [ANSWER[start : start + size] for start in range(0, len(ANSWER), size)]

    assert streamed(slices) == parse(ANSWER)


def test_every_step_shows_all_text_so_far() -> None:
    splitter = Splitter()
    frozen: list[Block] = []
    text = ANSWER.partition("Energy")[0]  # what follows has links to later targets

    for end, character in enumerate(text, start=1):
        step = splitter.feed(character)
        frozen += step.frozen
        assert joined((*frozen, *step.tail)) == parse(text[:end])


def test_a_block_freezes_when_the_next_one_is_certain() -> None:
    splitter = Splitter()

    first = splitter.feed("one\n\ntwo")
    second = splitter.feed("\n")

    assert first.frozen == ()
    assert second.frozen == (Paragraph((StyledText("one"),)),)
    assert second.tail == (Paragraph((StyledText("two"),)),)


def test_items_freeze_one_by_one_and_numbers_go_on() -> None:
    splitter = Splitter()

    step = splitter.feed("1. a\n1. b\n1. c")

    (done,), (tail,) = step.frozen, step.tail
    assert isinstance(done, List)
    assert isinstance(tail, List)
    assert (done.start, len(done.items)) == (1, 1)
    assert (tail.start, len(tail.items), tail.continues) == (2, 2, True)


def test_rows_freeze_one_by_one() -> None:
    splitter = Splitter()
    splitter.feed("| a |\n|--|\n| 1 |\n")

    step = splitter.feed("| 2 |\n| 3")

    (done,), (tail,) = step.frozen, step.tail
    assert isinstance(done, Table)
    assert isinstance(tail, Table)
    assert done.rows == (((StyledText("2"),),),)
    assert tail.rows == (((StyledText("3"),),),)


def test_lines_of_code_freeze_one_by_one() -> None:
    splitter = Splitter()
    splitter.feed("```py\n")

    step = splitter.feed("a\nb\nc")

    assert step.frozen == (Code("py", ("a", "b"), continues=True),)
    assert step.tail == (Code("py", ("c",), continues=True),)


def test_a_closing_fence_is_never_shown_as_code() -> None:
    splitter = Splitter()
    splitter.feed("```py\na\n")

    assert splitter.feed("```").tail == ()


def test_links_find_targets_that_come_later_when_the_text_ends() -> None:
    splitter = Splitter()
    splitter.feed("[a][1]\n\nmore\n\n[1]: https://e.com\n")

    last = splitter.finish()

    assert last.restart
    assert last.frozen == parse("[a][1]\n\nmore\n\n[1]: https://e.com\n")


def test_a_text_without_late_targets_is_not_read_again() -> None:
    splitter = Splitter()
    splitter.feed("[a](http://b) [ ] x[^1]\n\n[^1]: n\n\nend")

    assert not splitter.finish().restart


@pytest.mark.parametrize(
    "text",
    [
        "the board approved it " * 5_000,
        "x" * 100_000,
        "> a\n" * 4_000,
        "- a\n" + "  - b\n" * 3_000,
        "```\n" + "x" * 100_000,
        "1. a\n   ```\n" + "   line\n" * 6_000,
        "line\n" * 5_000,
        "\n" * 100_000,
        "| a |\n|--|\n" + "\n" * 50_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_the_rest_stays_bounded(text: str) -> None:
    splitter = Splitter()

    for start in range(0, len(text), 1_000):
        splitter.feed(text[start : start + 1_000])
        assert len(splitter._rest) <= module.BLOCK_LIMIT + 1_000
        assert splitter._rest.count("\n") <= module.BLOCK_LINES_LIMIT + 1_000


def test_overlong_lines_lose_no_character() -> None:
    text = "word " * 20_000

    blocks = streamed([text])

    shown = "".join(
        part.text
        for block in blocks
        if isinstance(block, Paragraph)
        for part in block.content
        if isinstance(part, StyledText)
    )
    assert shown.split() == text.split()


@pytest.mark.slow
def test_the_cost_is_linear_in_the_length() -> None:
    def seconds(text: str) -> float:
        splitter = Splitter()
        began = time.process_time()
        for start in range(0, len(text), 50):
            splitter.feed(text[start : start + 50])
        return time.process_time() - began

    seconds(ANSWER)

    short, long = seconds(ANSWER * 8), seconds(ANSWER * 80)

    assert long / short < 10 * 1.6
