"""Write SVG: elements with escaped values, and whole pictures with words for those who hear them.

Rules: only what SVG Tiny 1.2 knows, which is what Qt draws; no scripts, no links, no fonts
from elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float
TEXT_PX = 11


class Tone(Enum):
    """What a mark says of the guidance."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "muted"


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a picture, each `#RRGGBB`, and its font family.

    Attributes:
        muted: second-rank words, and marks that say nothing either way.
        faint: decoration only.
        line: rules and axes.
        surface: what it stands on.
    """

    text: str
    muted: str
    faint: str
    line: str
    surface: str
    good: str
    bad: str
    font: str = "sans-serif"

    def of(self, tone: Tone) -> str:
        """Return the colour of a mark."""
        return {Tone.GOOD: self.good, Tone.BAD: self.bad, Tone.NEUTRAL: self.muted}[tone]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing.

    Attributes:
        svg: the whole document.
        words: what it shows, in sentences.
        width_px: its natural width.
        height_px: its natural height.
    """

    svg: str
    words: str
    width_px: int
    height_px: int


def element(name: str, content: str = "", /, **attributes: Value) -> str:
    """Return one element; `_` in the name of an attribute stands for `-`."""
    written = "".join(
        f" {key.replace('_', '-')}={quoteattr(_number(value))}" for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, x: float, y: float, fill: str, **attributes: Value) -> str:
    """Return words whose baseline begins at a point."""
    return element(
        "text",
        escape(words),
        x=x,
        y=y,
        fill=fill,
        **{"font_size": TEXT_PX, **attributes},
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, **attributes: Value) -> str:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **attributes)


def picture(width: int, height: int, parts: Iterable[str], words: str, look: Look) -> Picture:
    """Return a whole document with its words inside, sizes in pixels."""
    inside = element("title", escape(words)) + "".join(parts)
    svg = element(
        "svg",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        font_family=look.font,
        role="img",
    )
    return Picture(svg, words, width, height)


def shortened(words: str, most: int) -> str:
    """Return words in one line of so many characters at most."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


def percent(share: float) -> str:
    """Return a share as whole percent; what is neither all nor nothing never looks like it."""
    whole = round(100 * share)
    if whole in (0, 100) and 0 < share < 1:
        return "< 1 %" if whole == 0 else "> 99 %"
    return f"{whole} %"


def _number(value: Value) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
