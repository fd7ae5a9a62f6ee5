"""Draw how the probabilities moved as tasks were counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.pictures.svg import (
    Look,
    Picture,
    Tone,
    element,
    line,
    percent,
    picture,
    text,
)
from conductor.i18n import _

WIDTH_PX = 640
HEIGHT_PX = 196
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 148, 12, 28
_LABEL_PX = 15
_LEVELS = (0.0, 0.5, 0.8, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Moment:
    """The probabilities after one more task; the three sum to 1.

    Attributes:
        begins_epoch: whether a model changed before it, so that counting began anew.
    """

    p_helps: float
    p_none: float
    p_hurts: float
    begins_epoch: bool = False


def over_time(
    before: Moment, moments: Sequence[Moment], look: Look, *, is_outdated: bool = False
) -> Picture:
    """Return the picture.

    Args:
        before: the starting assumption.
        moments: the probabilities after each task, oldest first.
        look: the colours.
        is_outdated: whether a model changed after the last task.
    """
    runs = _runs(before, moments)
    changes = [n for n, one in enumerate(moments) if one.begins_epoch and n]
    if is_outdated and moments:
        changes.append(len(moments))
    parts = [*_levels(look), *_changes(changes, len(moments), look)]
    lines = (
        (_("no difference"), "p_none", Tone.NEUTRAL),
        (_("hurts"), "p_hurts", Tone.BAD),
        (_("helps"), "p_helps", Tone.GOOD),
    )
    last = moments[-1] if moments else before
    for _name, field, tone in lines:
        for start, run in runs:
            parts.append(
                _path(start, [getattr(one, field) for one in run], len(moments), tone, look)
            )
    ends = [(name, getattr(last, field), tone) for name, field, tone in lines]
    parts += _labels(ends, look)
    parts.append(_axis(len(moments), look))
    return picture(WIDTH_PX, HEIGHT_PX, parts, _words(len(moments), last), look)


def _runs(before: Moment, moments: Sequence[Moment]) -> list[tuple[int, list[Moment]]]:
    """Return the stretches between changes of a model, each from the starting assumption."""
    runs: list[tuple[int, list[Moment]]] = [(0, [before])]
    for number, moment in enumerate(moments):
        if moment.begins_epoch and number:
            runs.append((number, [before]))
        runs[-1][1].append(moment)
    return runs


def _x(place: float, count: int) -> float:
    return _LEFT + (WIDTH_PX - _LEFT - _RIGHT) * place / max(1, count)


def _y(share: float) -> float:
    return _TOP + (HEIGHT_PX - _TOP - _BOTTOM) * (1 - share)


def _levels(look: Look) -> list[str]:
    parts = []
    for level in _LEVELS:
        y = _y(level)
        is_step = level in (0.8, 0.95)
        dash = {"stroke_dasharray": "2 3"} if is_step else {}
        parts.append(line(_LEFT, y, WIDTH_PX - _RIGHT, y, look.line, **dash))
        if level != 1.0:  # no room beside 95 %
            label = f"{round(100 * level)} %"
            parts.append(text(label, _LEFT - 8, y + 4, look.muted, text_anchor="end"))
    return parts


def _changes(changes: Sequence[int], count: int, look: Look) -> list[str]:
    parts = []
    for number in changes:
        x = _x(number, count)
        parts.append(line(x, _TOP, x, _y(0), look.muted, stroke_dasharray="4 3"))
        parts.append(text(_("new model"), x, HEIGHT_PX - 8, look.muted, text_anchor="middle"))
    return parts


def _path(start: int, shares: list[float], count: int, tone: Tone, look: Look) -> str:
    points = [f"{_x(start + n, count):.1f},{_y(share):.1f}" for n, share in enumerate(shares)]
    return element(
        "polyline",
        points=" ".join(points),
        fill="none",
        stroke=look.of(tone),
        stroke_width=1.5 if tone is Tone.NEUTRAL else 2,
        stroke_linejoin="round",
    )


def _labels(ends: Sequence[tuple[str, float, Tone]], look: Look) -> list[str]:
    """Return the names of the lines at their ends, none over another."""
    parts = []
    lowest = -float(_LABEL_PX)
    room = HEIGHT_PX - _BOTTOM - _LABEL_PX * (len(ends) - 1)
    for name, share, tone in sorted(ends, key=lambda end: -end[1]):
        y = max(min(_y(share) + 4, room + 4), lowest + _LABEL_PX)
        lowest, room = y, room + _LABEL_PX
        words = f"{percent(share)} {name}"
        parts.append(text(words, WIDTH_PX - _RIGHT + 10, y, look.of(tone)))
    return parts


def _axis(count: int, look: Look) -> str:
    words = _("1 task counted") if count == 1 else _("{n} tasks counted").format(n=count)
    return text(words, _LEFT, HEIGHT_PX - 8, look.muted)


def _words(count: int, last: Moment) -> str:
    sentence = _(
        "Probabilities after {n} tasks: helps {helps}, no difference {none}, hurts {hurts}."
    )
    return sentence.format(
        n=count,
        helps=percent(last.p_helps),
        none=percent(last.p_none),
        hurts=percent(last.p_hurts),
    )
