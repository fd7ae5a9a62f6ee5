"""Judge rounds and revisions from the command line, and hide names until that is done."""

import click

from conductor.cli.document import judgement_document, print_json
from conductor.cli.naming import answer_called
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace
from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId
from conductor.core.judgement import Judgement, JudgementKind, parse_ranking, ranking_text
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.judging.judging import Why
from conductor.workspace.workspace import Workspace

_REASON = click.option("--reason", default="", metavar="R", help="Why, in your own words.")
_TAG = click.option("--tag", multiple=True, metavar="T", help="Why, in a word; may be repeated.")


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--best", metavar="NAME", help="The answer you would use.")
@click.option("--rank", metavar="RANKING", help="Best first, ties with =: “A>B=C”.")
@click.option("--tie", is_flag=True, help="The answers are equally good.")
@click.option("--none", "none_usable", is_flag=True, help="No answer can be used.")
@_REASON
@_TAG
@JSON
@click.pass_obj
def judge(
    place: WorkPlace,
    round_id: str,
    *,
    best: str | None,
    rank: str | None,
    tie: bool,
    none_usable: bool,
    reason: str,
    tag: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say which answer of a round you would use.

    NAME is an assistant, the number of an answer in a blind round, or the id of an answer,
    which may be of another round. Judging again changes your mind; both are kept.
    """
    if sum((best is not None, rank is not None, tie, none_usable)) != 1:
        raise InvalidInput(_("Give one of --best, --rank, --tie and --none."))
    with place.writing() as run:
        workspace = run.workspace
        item = workspace.sessions.find_round(round_id)
        text = rank if rank is not None else best
        names = parse_ranking(rank) if rank is not None else ((best,),) if best else ()
        found = [[answer_called(workspace, item.id, name) for name in tied] for tied in names]
        ranking = [[each.answer_id for each in tied] for tied in found]
        knew = any(each.by_name for tied in found for each in tied)
        why = Why(reason, tag, knew_names=knew)
        if text is not None and not ranking:
            raise InvalidInput(_("Name the best answer: “--best NAME”."))
        if best is not None:
            judgement = workspace.judging.best(item.id, ranking[0][0], why)
        elif rank is not None:
            judgement = workspace.judging.rank(item.id, ranking, why)
        elif tie:
            judgement = workspace.judging.no_difference(item.id, why)
        else:
            judgement = workspace.judging.none_usable(item.id, why)
        _tell(workspace, judgement, as_json=as_json)


@click.command("judge-revision")
@click.argument("answer", metavar="ANSWER")
@click.argument("verdict", type=click.Choice(["better", "same", "worse"]))
@_REASON
@_TAG
@JSON
@click.pass_obj
def judge_revision(
    place: WorkPlace, answer: str, verdict: str, *, reason: str, tag: tuple[str, ...], as_json: bool
) -> None:
    """Say whether a revised answer is better, the same or worse than the one it revises."""
    with place.writing() as run:
        kind, why = JudgementKind(verdict), Why(reason, tag)
        answer_id = AnswerId(answer.strip().upper())
        judgement = run.workspace.judging.judge_revision(answer_id, kind, why)
        _tell(run.workspace, judgement, as_json=as_json)


def _tell(workspace: Workspace, judgement: Judgement, *, as_json: bool) -> None:
    if as_json:
        print_json(judgement_document(judgement, workspace.blinding.name_of, counts=True))
    else:
        click.echo(visible(judgement_line(workspace, judgement)))


def judgement_line(workspace: Workspace, judgement: Judgement) -> str:
    """Return a judgement in one line: what was said, of which answers, and why."""
    name = workspace.blinding.name_of
    ranking = ranking_text([name(each) for each in tied] for tied in judgement.ranking)
    rest = ", ".join(name(item.answer_id) for item in judgement.shown if item.place is None)
    parts = [_said(judgement, ranking, name(judgement.revision) if judgement.revision else "")]
    if judgement.kind is JudgementKind.RANKING and rest:
        parts.append(_("not ranked: {names}").format(names=rest))
    if judgement.blind:
        parts.append(_("blind"))
    parts += [f"#{tag}" for tag in judgement.tags]
    if judgement.reason:
        parts.append(f"“{judgement.reason}”")
    return " · ".join(parts)


def _said(judgement: Judgement, ranking: str, revision: str) -> str:
    match judgement.kind:
        case JudgementKind.BEST:
            return _("best: {name}").format(name=ranking)
        case JudgementKind.RANKING:
            return _("ranking: {ranking}").format(ranking=ranking)
        case JudgementKind.NO_DIFFERENCE:
            return _("no difference")
        case JudgementKind.NONE_USABLE:
            return _("none usable")
        case JudgementKind.BETTER:
            return _("the revision of {name} is better").format(name=revision)
        case JudgementKind.SAME:
            return _("the revision of {name} is about the same").format(name=revision)
        case JudgementKind.WORSE:
            return _("the revision of {name} is worse").format(name=revision)


@click.command()
@click.argument("session")
@click.argument("state", type=click.Choice(["on", "off"]))
@JSON
@click.pass_obj
def blind(place: WorkPlace, session: str, state: str, *, as_json: bool) -> None:
    """Hide who wrote what in a session until each round is judged, or show it.

    While a round is hidden its answers have numbers, in a shuffled order, and neither
    `show` nor `ask` tells names, models, tokens, costs or times.
    """
    with place.writing() as run:
        found = run.workspace.sessions.find(session)
        run.workspace.blinding.set_blind(found.id, blind=state == "on")
        if as_json:
            print_json({"session": found.id, "blind": state == "on"})
