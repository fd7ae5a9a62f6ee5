"""Draw the estimate for each assistant, or each kind of task, one below the other."""

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
    shortened,
    text,
)
from conductor.i18n import _

WIDTH_PX = 640
ROW_PX = 26
_NAME_PX, _COUNTS_PX, _SHARE_PX = 168, 96, 56
_NAME_LENGTH = 24


@dataclass(frozen=True, slots=True)
class CellRow:
    """One estimate, pulled towards the whole.

    Attributes:
        share: of decided tasks that was better, from 0 to 1.
        is_grey: whether there are too few tasks to say more than the whole does.
    """

    name: str
    wins: int
    losses: int
    ties: int
    share: float
    is_grey: bool


def cell_rows(cells: Sequence[CellRow], look: Look) -> Picture:
    """Return the picture."""
    height = ROW_PX * len(cells) + 18
    left, right = _NAME_PX, WIDTH_PX - _COUNTS_PX - _SHARE_PX
    middle = (left + right) / 2
    parts = [
        line(middle, 2, middle, ROW_PX * len(cells), look.faint, stroke_dasharray="2 3"),
        text("50 %", middle, height - 4, look.muted, text_anchor="middle"),
    ]
    for number, cell in enumerate(cells):
        y = ROW_PX * number + ROW_PX / 2
        words = look.muted if cell.is_grey else look.text
        x = left + (right - left) * cell.share
        counts = f"{cell.wins} – {cell.losses} – {cell.ties}"
        parts += [
            text(shortened(cell.name, _NAME_LENGTH), 0, y + 4, words, font_size=12),
            line(left, y, right, y, look.line),
            element("circle", cx=x, cy=y, r=5, **_mark(cell, look)),
            text(percent(cell.share), right + _SHARE_PX, y + 4, words, text_anchor="end"),
            text(counts, WIDTH_PX, y + 4, look.muted, text_anchor="end"),
        ]
    return picture(WIDTH_PX, height, parts, " ".join(map(_words, cells)), look)


def _mark(cell: CellRow, look: Look) -> dict[str, str | float]:
    """Return how the dot looks: hollow where there is too little to go by."""
    if cell.is_grey:
        return {"fill": look.surface, "stroke": look.faint, "stroke_width": 1.5}
    tone = Tone.GOOD if cell.share > 0.5 else Tone.BAD if cell.share < 0.5 else Tone.NEUTRAL
    return {"fill": look.of(tone)}


def _words(cell: CellRow) -> str:
    sentence = _("{name}: about {share} better, {wins} won, {losses} lost, {ties} tied.")
    if cell.is_grey:
        sentence = _("{name}: too few tasks yet, {wins} won, {losses} lost, {ties} tied.")
    return sentence.format(
        name=cell.name,
        share=percent(cell.share),
        wins=cell.wins,
        losses=cell.losses,
        ties=cell.ties,
    )
