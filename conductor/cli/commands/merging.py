"""Merge answers, have them reviewed, pass one on: from the command line."""

import click

from conductor.cli.commands.asking import follow
from conductor.cli.document import adoption_document, print_json, print_line
from conductor.cli.naming import adoption_line
from conductor.cli.options import JSON, TIMEOUT
from conductor.cli.running import CommandRun, WorkPlace, read_stdin
from conductor.core.entities import RoundKind
from conductor.core.ids import AnswerId, SessionId
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.recipients import addressee
from conductor.workspace.rounds.plan import Plan

_ANSWER = click.option(
    "--answer", multiple=True, metavar="ID", help="An answer to pass on; may be repeated."
)
_WORDS = click.option("--words", metavar="TEXT", help="Say this instead; {drafts} marks the place.")
_SHOW = click.option("--show", is_flag=True, help="Print what would be sent, and send nothing.")


@click.command()
@click.argument("session")
@click.option("--by", required=True, metavar="NAME", help="The assistant that writes it.")
@_ANSWER
@_WORDS
@_SHOW
@click.option(
    "--blind/--open",
    "blind",
    default=None,
    help="Whether to hide which answer is the merged one until you judge (default: hide it, "
    "except with --json).",
)
@TIMEOUT
@JSON
@click.pass_obj
def merge(
    place: WorkPlace,
    session: str,
    *,
    by: str,
    answer: tuple[str, ...],
    words: str | None,
    show: bool,
    blind: bool | None,
    limit_s: float | None,
    as_json: bool,
) -> None:
    """Have one assistant write one answer from the latest answers of a session.

    It sees them without names, in random order. The result is one more candidate: judge it
    with `judge` against the best of the drafts.
    """
    is_blind = not as_json if blind is None else blind
    with place.reading() if show else place.writing() as run:
        session_id = run.workspace.sessions.find(session).id
        writer = addressee(run.workspace, by).id
        plan = run.workspace.merging.plan_merge(session_id, writer, _ids(answer))
        code = _go(run, plan, words, show=show, blind=is_blind, limit_s=limit_s, as_json=as_json)
    raise SystemExit(code)


@click.command()
@click.argument("session")
@click.option("--to", multiple=True, metavar="NAME", help="An assistant; may be repeated.")
@_ANSWER
@_WORDS
@_SHOW
@TIMEOUT
@JSON
@click.pass_obj
def review(
    place: WorkPlace,
    session: str,
    *,
    to: tuple[str, ...],
    answer: tuple[str, ...],
    words: str | None,
    show: bool,
    limit_s: float | None,
    as_json: bool,
) -> None:
    """Have assistants list errors in each other's latest answers, without knowing whose they are.

    Without --to everybody who wrote one of the answers reviews the others.
    """
    with place.reading() if show else place.writing() as run:
        session_id = run.workspace.sessions.find(session).id
        reviewers = tuple(addressee(run.workspace, name).id for name in to)
        plan = run.workspace.merging.plan_review(session_id, reviewers, _ids(answer))
        code = _go(run, plan, words, show=show, blind=None, limit_s=limit_s, as_json=as_json)
    raise SystemExit(code)


@click.command()
@click.argument("answer")
@click.option("--to", multiple=True, metavar="NAME", help="An assistant; may be repeated.")
@JSON
@click.pass_obj
def adopt(place: WorkPlace, answer: str, *, to: tuple[str, ...], as_json: bool) -> None:
    """Go on with one answer: pass it into the other assistants' threads, with their next words.

    Without --to it goes to everybody else in the session.
    """
    with place.writing() as run:
        into = tuple(addressee(run.workspace, name).id for name in to)
        made = run.workspace.adopting.adopt(AnswerId(answer.strip().upper()), into)
        if as_json:
            print_json([adoption_document(each) for each in made])
        for each in () if as_json else made:
            click.echo(visible(adoption_line(run.workspace, each)))
        if not made:
            click.echo(_("They have this answer already."), err=True)


def _ids(answers: tuple[str, ...]) -> tuple[AnswerId, ...]:
    return tuple(AnswerId(each.strip().upper()) for each in answers)


def _go(
    run: CommandRun,
    plan: Plan,
    words: str | None,
    *,
    show: bool,
    blind: bool | None,
    limit_s: float | None,
    as_json: bool,
) -> int:
    own = read_stdin() if words == "-" else words
    if show:
        for who in plan.recipients:
            print_line(visible(f"── {run.workspace.connections.find_assistant(who).name}"))
            print_line(visible(plan.told(who, own)) + "\n")
        return 0
    run.workspace.start()
    item = run.workspace.merging.send(plan, own, blind=blind, limit_s=limit_s)
    code = follow(run, item, as_json=as_json)
    if plan.kind is RoundKind.REVIEW and not as_json:
        _print_findings(run, plan.session_id)
    return code


def _print_findings(run: CommandRun, session_id: SessionId) -> None:
    last = run.workspace.sessions.score(session_id)[-1]
    name = run.workspace.blinding.name_of
    findings = run.workspace.merging.findings(last.id)
    for each in findings:
        sentence = _("{by} about {name}: “{quote}” – {problem}")
        found = each.finding
        line = sentence.format(
            by=each.by.assistant, name=name(found.answer), quote=found.quote, problem=found.problem
        )
        print_line(visible(line))
    left_out = run.workspace.merging.left_out(findings)
    if left_out:
        print_line(left_out)
