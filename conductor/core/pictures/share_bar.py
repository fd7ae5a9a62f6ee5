"""Draw the share of decided tasks that was better with a guidance, with its intervals."""

from dataclasses import dataclass

from conductor.core.pictures.svg import Look, Picture, Tone, element, line, percent, picture, text
from conductor.i18n import _

BAR_PX = (120, 20)
SCALE_PX = (640, 76)
_LEFT, _RIGHT = 12, 12


@dataclass(frozen=True, slots=True)
class Share:
    """A share of decided tasks; all numbers from 0 to 1.

    Attributes:
        low: the lower end of the 90 % interval as it stands now.
        high: its upper end.
        strict_low: the lower end of the interval that holds however often one looks.
        strict_high: its upper end.
    """

    share: float
    low: float
    high: float
    strict_low: float
    strict_high: float


def share_bar(found: Share, tone: Tone, look: Look) -> Picture:
    """Return a small picture for one row of a table, without words in it."""
    width, height = BAR_PX
    y = height / 2

    def x(share: float) -> float:
        return 4 + (width - 8) * share

    parts = [
        line(x(0), y, x(1), y, look.line),
        line(x(0.5), 3, x(0.5), height - 3, look.faint, stroke_dasharray="2 2"),
        line(x(found.low), y, x(found.high), y, look.of(tone), stroke_width=3),
        element("circle", cx=x(found.share), cy=y, r=4.5, fill=look.of(tone)),
    ]
    return picture(width, height, parts, share_words(found), look)


def share_scale(found: Share, tone: Tone, look: Look) -> Picture:
    """Return the picture with its scale and both intervals."""
    width, height = SCALE_PX
    y, foot = 24.0, 46.0

    def x(share: float) -> float:
        return _LEFT + (width - _LEFT - _RIGHT) * share

    colour = look.of(tone)
    parts = [line(x(0), foot, x(1), foot, look.line)]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        parts.append(line(x(share), foot, x(share), foot + 4, look.line))
        label = f"{round(100 * share)} %"
        parts.append(text(label, x(share), foot + 18, look.muted, text_anchor=anchor))
    parts += [
        line(x(0.5), 6, x(0.5), foot, look.faint, stroke_dasharray="2 3"),
        line(x(found.strict_low), y, x(found.strict_high), y, colour, stroke_width=1),
        *(
            line(x(end), y - 5, x(end), y + 5, colour)
            for end in (found.strict_low, found.strict_high)
        ),
        line(x(found.low), y, x(found.high), y, colour, stroke_width=5),
        element("circle", cx=x(found.share), cy=y, r=7, fill=look.surface),
        element("circle", cx=x(found.share), cy=y, r=5.5, fill=colour),
    ]
    return picture(width, height, parts, share_words(found), look)


def share_words(found: Share) -> str:
    """Return the size in a sentence."""
    sentence = _(
        "Better in about {share} of decided tasks; 90 % interval {low} to {high}, "
        "{strict_low} to {strict_high} however often one looks."
    )
    return sentence.format(
        share=percent(found.share),
        low=percent(found.low),
        high=percent(found.high),
        strict_low=percent(found.strict_low),
        strict_high=percent(found.strict_high),
    )
