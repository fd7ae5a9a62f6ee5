"""Compare assistants by the judgements made so far."""

import click

from conductor.cli.document import Document, print_json, print_line
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace
from conductor.cli.table import aligned
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.judging.assistants_compared import AssistantStanding, Standings

MIN_SIDES = 10


@click.command()
@click.option("--kind", metavar="K", help="Only this kind of task.")
@JSON
@click.pass_obj
def standings(place: WorkPlace, *, kind: str | None, as_json: bool) -> None:
    """Rank the assistants by your judgements, as far as these tell them apart."""
    with place.reading() as run:
        found = run.workspace.assistants_compared.of_kind(kind)
        if as_json:
            print_json(standings_document(found))
        elif not found.rows:
            hint = _("No judgement compares assistants yet. “conductor judge” makes one.")
            click.echo(hint, err=True)
        else:
            _print(found)


def standings_document(found: Standings) -> Document:
    """Return the standings as one JSON document."""
    return {
        "kind": found.task_kind,
        "rounds": found.rounds,
        "assistants": [
            {
                "assistant": row.name,
                "id": row.assistant_id,
                "rank": row.standing.rank,
                "strength": row.standing.strength,
                "chosen": row.standing.chosen,
                "judged": row.standing.judged,
                "win_rate": row.standing.win_rate,
                "mean_length_chosen": row.mean_length_chosen,
                "mean_length": row.mean_length,
            }
            for row in found.rows
        ],
        "differences": [
            {
                "first": each.first,
                "second": each.second,
                "difference": each.gap.estimate,
                "interval90": [each.gap.low, each.gap.high],
                "too_close_to_call": not each.gap.is_clear,
            }
            for each in found.differences
        ],
        "lengths": {"chosen": found.lengths.chosen, "not_chosen": found.lengths.not_chosen},
        "merges": {
            "wins": found.merges.wins,
            "losses": found.merges.losses,
            "ties": found.merges.ties,
        },
        "side": {"left": found.side.hits, "of": found.side.out_of, "p": found.side.p},
        "consistency": {"agreed": found.consistency.agreed, "of": found.consistency.repeated},
    }


def _print(found: Standings) -> None:
    heads = (_("place"), _("assistant"), _("chosen"), _("win rate"), _("length when chosen"))
    rows = [heads, *map(_cells, found.rows)]
    for line in aligned(rows, right=frozenset({2, 3, 4})):
        print_line(visible(line))
    names = {row.assistant_id: row.name for row in found.rows}
    print_line("")
    for each in found.differences:
        gap = each.gap
        first, second = names[each.first], names[each.second]
        if gap.is_clear:
            sentence = _(
                "{first} above {second}: {estimate:+.2f} (90 %: {low:+.2f} to {high:+.2f})"
            )
        else:
            sentence = _("{first} and {second}: too close to call ({low:+.2f} to {high:+.2f})")
        line = sentence.format(
            first=first, second=second, estimate=gap.estimate, low=gap.low, high=gap.high
        )
        print_line(visible(line))
    _print_remarks(found)


def _cells(row: AssistantStanding) -> tuple[str, ...]:
    standing = row.standing
    rate, length = standing.win_rate, row.mean_length_chosen
    return (
        "–" if standing.rank is None else str(standing.rank),
        row.name,
        f"{standing.chosen}/{standing.judged}",
        "–" if rate is None else f"{rate:.0%}",
        "–" if length is None else f"{length:.0f}",
    )


def _print_remarks(found: Standings) -> None:
    lengths, merges, side = found.lengths, found.merges, found.side
    if lengths.chosen is not None and lengths.not_chosen is not None:
        sentence = _("Chosen answers have {chosen:.0f} characters on average, others {other:.0f}.")
        print_line(sentence.format(chosen=lengths.chosen, other=lengths.not_chosen))
    if merges.wins + merges.losses + merges.ties:
        sentence = _("Merged answers against drafts: {wins} won, {losses} lost, {ties} tied.")
        print_line(sentence.format(wins=merges.wins, losses=merges.losses, ties=merges.ties))
    if found.consistency.repeated:
        print_line(found.consistency.words)
    if side.out_of >= MIN_SIDES and side.is_notable:
        sentence = _("Of two answers you chose the left one {left} of {n} times.")
        print_line(sentence.format(left=side.hits, n=side.out_of))
