"""Texts to compare: made of pieces that answers are made of, and a revised answer."""

from hypothesis import strategies as st

FRAGMENTS = [
    *(
        "the ",
        "board ",
        "approved ",
        "a ",
        "budget ",
        "of ",
        "4.2 ",
        "don't ",
        "The",
        "well-known ",
    ),
    *("예산은 ", "예산이 ", "승인했다. ", "승인하였다. ", "회의를 ", "42만 ", "나는", "나도"),
    *(
        "\n",
        "\n\n",
        "  ",
        "\t",
        "\r\n",
        "\n- ",
        "\n1. ",
        "\n# ",
        "| a | b |\n",
        "```\n",
        "**",
        "> ",
    ),
    *("😀", "é", "漢字", "\u200d", "\u3000", "_", ".", ", ", "…"),
]

prose = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
texts = st.one_of(prose, st.text(max_size=60))

BEFORE = """\
# Decision

The board approved the budget of 42 million won on Monday. Kim will run it.

- licences
- training
- travel

| Item | Cost |
|---|---|
| Licences | 11 |
| Training | 20 |
"""
AFTER = """\
# Decision

The board approved the budget of 45 million won on Monday. From March, Kim will run it.

- licences
- training for new people
- hotels
- travel

| Item | Cost |
|---|---|
| Licences | 12 |
| Hotels | 4 |
| Training | 20 |
"""
