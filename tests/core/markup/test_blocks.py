"""Blocks that were cut come together again."""

from conductor.core.markup.blocks import (
    Align,
    Code,
    Item,
    List,
    Paragraph,
    StyledText,
    Table,
    joined,
)

A, B = StyledText("a"), StyledText("b")


def test_continued_blocks_are_joined_to_the_block_before() -> None:
    header = ((A,),)

    whole = joined(
        (
            Paragraph((A,)),
            Paragraph((B,), continues=True),
            Code("py", ("1",)),
            Code("py", ("2",), continues=True),
            List((Item(()),), 1),
            List((Item(()),), 2, continues=True),
            Table(header, (Align.NONE,), ()),
            Table(header, (Align.NONE,), (((B,),),), continues=True),
        )
    )

    assert whole == (
        Paragraph((A, B)),
        Code("py", ("1", "2")),
        List((Item(()), Item(())), 1),
        Table(header, (Align.NONE,), (((B,),),)),
    )


def test_blocks_of_their_own_stay_apart() -> None:
    blocks = (Paragraph((A,)), Paragraph((B,)), Code("", ()), List((), None), List((), None))

    assert joined(blocks) == blocks


def test_code_is_also_one_text() -> None:
    assert Code("", ("a", "", "b")).text == "a\n\nb"
