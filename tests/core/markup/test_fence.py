"""Fences open, hold and close as CommonMark says."""

import pytest

from conductor.core.markup.blocks import Code
from conductor.core.markup.fence import Fence
from conductor.core.markup.parser import parse


@pytest.mark.parametrize(
    ("line", "language"), [("```", ""), ("~~~~ Rust x", "rust"), ("   ```c++", "c++")]
)
def test_a_line_of_marks_opens_a_fence(line: str, language: str) -> None:
    fence = Fence.opened_by(line)

    assert fence is not None
    assert fence.language == language


@pytest.mark.parametrize("line", ["``", "    ```", "``` a`b", "x ```", ""])
def test_other_lines_open_none(line: str) -> None:
    assert Fence.opened_by(line) is None


@pytest.mark.parametrize("opening", ["```", "````", "~~~", "  ```"])
@pytest.mark.parametrize(
    "line",
    ["```", "`````", "~~~", "   ```  ", "    ```", "\t```", "``` x", "", " ", "  a", "\ta", " \tb"],
)
def test_lines_mean_what_the_parser_says(opening: str, line: str) -> None:
    fence = Fence.opened_by(opening)
    assert fence is not None

    (code, *_rest) = parse(f"{opening}\nfirst\n{line}\nlast")

    assert isinstance(code, Code)
    closes = code.lines == ("first",)
    assert fence.is_closed_by(line) is closes
    if not closes:
        assert fence.content_of(line) == code.lines[1]
