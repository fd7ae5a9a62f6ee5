"""Put what the judgements say of the assistants into rows and gentle sentences.

Rules: pure; no place is given away that the interval does not support.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from conductor.core.ids import AssistantId
from conductor.gui.workbench.judging.interval_delegate import PlottedInterval
from conductor.i18n import _
from conductor.workspace.judging.assistants_compared import (
    AssistantStanding,
    Standings,
    StrengthGap,
)

_LEAST_SIDES = 10
_LENGTH_RATIO = 1.15


@dataclass(frozen=True, slots=True)
class StandingsRow:
    """One assistant.

    Attributes:
        cells: the words of the columns; the interval's is empty.
        explanation: the interval in words.
    """

    cells: tuple[str, ...]
    interval: PlottedInterval
    explanation: str
    colour: int | None


def rows_of(standings: Standings, colours: Mapping[AssistantId, int]) -> tuple[StandingsRow, ...]:
    """Return the rows, the strongest first."""
    first = standings.rows[0].assistant_id
    behind = {d.second: d for d in standings.differences if d.first == first}
    edges = (abs(edge) for d in behind.values() for edge in (d.gap.low, d.gap.high))
    reach = max(edges, default=1.0) * 1.05 or 1.0
    return tuple(
        _row(row, behind.get(row.assistant_id), reach, colours.get(row.assistant_id))
        for row in standings.rows
    )


def _row(
    row: AssistantStanding, behind: StrengthGap | None, reach: float, colour: int | None
) -> StandingsRow:
    gap = behind.gap if behind else None
    interval = (
        PlottedInterval(0.0, 0.0, 0.0, reach, colour)
        if gap is None
        else PlottedInterval(-gap.high, -gap.estimate, -gap.low, reach, colour)
    )
    if gap is None:
        explanation = _("{name} stands first; the others are compared with it.")
    elif gap.is_clear:
        explanation = _("{name} is clearly weaker than the first.")
    else:
        explanation = _("{name} and the first are too close to call.")
    rate = row.standing.win_rate
    chosen = "–" if rate is None else f"{rate:.0%}  ({row.standing.chosen}/{row.standing.judged})"
    cells = (
        row.standing.words,
        row.name,
        chosen,
        "",
        _characters(row.mean_length_chosen),
        _characters(row.mean_length),
    )
    return StandingsRow(cells, interval, explanation.format(name=row.name), colour)


def _characters(length: float | None) -> str:
    return "–" if length is None else f"{length:,.0f}"


def example_rows() -> tuple[StandingsRow, ...]:
    """Return what stands there before anything was judged."""
    words = _("An example: this is how it will look.")
    return tuple(
        StandingsRow(cells, PlottedInterval(low, estimate, high, 2.4, None), words, None)
        for cells, low, estimate, high in (
            (("1", _("One assistant"), "62%  (13/21)", "", "1,240", "1,310"), 0.0, 0.0, 0.0),
            (
                (_("too close to call"), _("Another"), "33%  (7/21)", "", "980", "1,020"),
                -1.4,
                -0.6,
                0.2,
            ),
            (
                (_("too close to call"), _("A third"), "29%  (6/21)", "", "2,110", "1,870"),
                -1.7,
                -0.8,
                0.1,
            ),
        )
    )


def sentences(standings: Standings) -> list[str]:
    """Return what else the judgements say, one sentence each."""
    if not standings.rows:
        return [
            _(
                "Nothing was judged yet that compares assistants. Pick the answer you would use "
                "in a round with two answers or more (Ctrl+1 … 9); about ten rounds begin to say "
                "something."
            )
        ]
    said = [
        _(
            "A bar holds the true difference in nine of ten cases; one that crosses the line is "
            "too close to call."
        )
    ]
    said += _lengths(standings) + _merges(standings)
    side = standings.side
    if side.out_of >= _LEAST_SIDES:
        words = (
            _(
                "Of two answers you chose the left one {hits} of {n} times, more one-sided than "
                "chance explains; judging blind shuffles the sides."
            )
            if side.is_notable
            else _("Of two answers you chose the left one {hits} of {n} times, as chance would.")
        )
        said.append(words.format(hits=side.hits, n=side.out_of))
    if standings.consistency.repeated:
        said.append(standings.consistency.words)
    return said


def _lengths(standings: Standings) -> list[str]:
    lengths = standings.lengths
    if lengths.chosen is None or lengths.not_chosen is None:
        return []
    words = _("The answers you chose have {chosen} characters on average, the others {others}.")
    sentence = words.format(chosen=f"{lengths.chosen:,.0f}", others=f"{lengths.not_chosen:,.0f}")
    if lengths.not_chosen and lengths.chosen / lengths.not_chosen > _LENGTH_RATIO:
        return [sentence, _("Length may explain part of your choices.")]
    return [sentence]


def _merges(standings: Standings) -> list[str]:
    merges = standings.merges
    if not merges.wins + merges.losses + merges.ties:
        return []
    words = _("Merged answers against the best draft: won {wins}, lost {losses}, tied {ties}.")
    return [words.format(wins=merges.wins, losses=merges.losses, ties=merges.ties)]
