"""Hold the colours, fonts and sizes of the window, by what they are used for.

Rules: text tokens reach 4.5:1 on `surface`, `background` and `code`; `faint` is decoration
and never carries words that must be read.
"""

from typing import Literal, NamedTuple

TEXT_FAMILIES = (
    "Inter",
    "Pretendard",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "DejaVu Sans",
)
"""Families of the interface and of answers, Latin first, then Korean."""

CODE_FAMILIES = (
    "JetBrains Mono",
    "Cascadia Mono",
    "SF Mono",
    "Menlo",
    "Consolas",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
    "Noto Sans Mono CJK KR",
    "D2Coding",
)
"""Families of code."""

INTERFACE_PX = 13
ANSWER_PX = 14
TITLE_PX = 16
CAPTION_PX = 11
LINE_HEIGHT = 1.55
"""Height of a line of an answer, as a multiple of its text size."""

ASSISTANT_LETTERS = "ABCDEFGH"
"""The second mark of each assistant colour, for those who cannot tell the colours apart."""


class CodeColours(NamedTuple):
    """What code is coloured with, by the kind of word."""

    keyword: str
    name: str
    string: str
    number: str
    comment: str


class Tokens(NamedTuple):
    """One look of the window; every colour is `#RRGGBB`.

    Attributes:
        background: window and side panes.
        surface: answers, tables, headers.
        raised: buttons, chips, inputs.
        sunken: navigation, tags, tracks.
        line: every rule and border.
        accent: actions and links; `on_accent` is readable on it.
        selection: behind selected text.
        guidance: guidance everywhere; `guidance_text` for words.
        good: better, helps, insertions.
        bad: worse, hurts, deletions, errors.
        code: behind code.
        assistants: one colour per assistant, by `Assistant.colour`.
    """

    scheme: Literal["light", "dark"]
    background: str
    surface: str
    raised: str
    sunken: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    selection: str
    guidance: str
    guidance_text: str
    guidance_soft: str
    good: str
    good_soft: str
    bad: str
    bad_soft: str
    code: str
    code_colours: CodeColours
    assistants: tuple[str, ...]

    def assistant(self, colour: int) -> str:
        """Return the colour of an assistant; numbers beyond the last begin again."""
        return self.assistants[colour % len(self.assistants)]


def assistant_letter(colour: int) -> str:
    """Return the letter that goes with an assistant's colour."""
    return ASSISTANT_LETTERS[colour % len(ASSISTANT_LETTERS)]


LIGHT = Tokens(
    scheme="light",
    background="#F7F6F3",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#EFEDE8",
    line="#E2DFD8",
    text="#22211F",
    muted="#6E6A63",
    faint="#9A958C",
    accent="#3A4FB0",
    accent_soft="#E8EBF8",
    on_accent="#FFFFFF",
    selection="#CBD3F5",
    guidance="#B7791F",
    guidance_text="#8A5A12",
    guidance_soft="#FBF1DC",
    good="#2B7A4B",
    good_soft="#E3F2E8",
    bad="#B3402E",
    bad_soft="#F9E6E2",
    code="#F3F1EC",
    code_colours=CodeColours(
        keyword="#7A3E9D", name="#2F53A8", string="#2B6E47", number="#9A4A12", comment="#6B675F"
    ),
    assistants=(
        "#3A4FB0",
        "#0E7C7B",
        "#B7791F",
        "#8A3FA0",
        "#B3402E",
        "#4A7A1E",
        "#A13D63",
        "#5B6470",
    ),
)

DARK = Tokens(
    scheme="dark",
    background="#17181A",
    surface="#1E1F22",
    raised="#25272A",
    sunken="#141517",
    line="#313338",
    text="#E9E6E1",
    muted="#A09B93",
    faint="#757169",
    accent="#93A4F4",
    accent_soft="#272C45",
    on_accent="#17181A",
    selection="#3A4470",
    guidance="#E0AC54",
    guidance_text="#E0AC54",
    guidance_soft="#3A301C",
    good="#6CC18D",
    good_soft="#1D3327",
    bad="#EE8D7C",
    bad_soft="#3D241F",
    code="#191A1C",
    code_colours=CodeColours(
        keyword="#CBA6E8", name="#93B4F4", string="#8CC79B", number="#E3A878", comment="#938E86"
    ),
    assistants=(
        "#93A4F4",
        "#5CC4C1",
        "#E0AC54",
        "#CE97E2",
        "#EE8D7C",
        "#A3CE72",
        "#EB92B7",
        "#A9B2BD",
    ),
)
