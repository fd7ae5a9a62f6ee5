"""Send tasks, follow-ups and retries from the command line."""

from collections.abc import Sequence
from pathlib import Path

import click

from conductor.cli.commands.setting_up import set_up_starter
from conductor.cli.document import Document, print_json, print_line, round_document
from conductor.cli.naming import hidden_hint, readable_text
from conductor.cli.options import JSON, TIMEOUT
from conductor.cli.progress import RoundProgress, status_line
from conductor.cli.running import CommandRun, WorkPlace, exit_code, read_stdin
from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.entities import Answer, Round
from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId, SessionId
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.recipients import addressee, recipients
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.workspace import Workspace


@click.command()
@click.argument("text")
@click.option("--to", multiple=True, metavar="NAME", help="An assistant; may be repeated.")
@click.option("--ensemble", metavar="NAME", help="A saved team of assistants.")
@click.option("--session", metavar="ID", help="Follow up in this session.")
@click.option("--title", default="", help="Title of the session.")
@click.option("--tag", multiple=True, metavar="T", help="A tag; may be repeated.")
@click.option("--kind", metavar="K", help="Kind of task: email, summary, analysis, …")
@click.option(
    "--attach",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A text file to send along; may be repeated.",
)
@click.option(
    "--lottery",
    is_flag=True,
    help="Give a guidance under test to some of the columns, drawn by lot, hidden until you judge.",
)
@click.option("--plain", is_flag=True, help="Attach no guidance of the playbook.")
@click.option(
    "--without", multiple=True, metavar="ID", help="Leave this guidance out; may be repeated."
)
@TIMEOUT
@JSON
@click.pass_obj
def ask(
    place: WorkPlace,
    text: str,
    *,
    to: tuple[str, ...],
    ensemble: str | None,
    session: str | None,
    title: str,
    tag: tuple[str, ...],
    kind: str | None,
    attach: tuple[Path, ...],
    lottery: bool,
    plain: bool,
    without: tuple[str, ...],
    limit_s: float | None,
    as_json: bool,
) -> None:
    """Send a task to several assistants at once; with --session, a follow-up.

    TEXT is the task; - reads it from standard input.
    """
    words = read_stdin() if text == "-" else text
    if not words.strip():
        raise InvalidInput(_("Write a task first."))
    with place.writing() as run:
        if not run.workspace.connections.assistants():
            set_up_starter(run)
        session_id = run.workspace.sessions.find(session).id if session else None
        wanted = NewRound(
            text=words,
            recipients=recipients(run.workspace, to=to, ensemble=ensemble, session_id=session_id),
            session_id=session_id,
            title=title,
            tags=tag,
            task_kind=kind,
            attach=attach,
            limit_s=limit_s,
            attach_guidance=not plain,
            left_out=tuple(run.workspace.guidance.find(name).id for name in without),
            may_draw=lottery,
        )
        if ensemble:
            run.workspace.connections.use_ensemble(
                run.workspace.connections.find_ensemble(ensemble)
            )
        run.workspace.start()
        code = follow(run, run.workspace.rounds.ask(wanted), as_json=as_json)
    raise SystemExit(code)


@click.command()
@click.argument("session")
@click.option("--to", multiple=True, metavar="NAME", help="An assistant; may be repeated.")
@click.option(
    "--failed",
    is_flag=True,
    help="Try the last round's failed, stopped and interrupted answers again, in their place.",
)
@click.option(
    "--leave-out",
    type=click.IntRange(min=0),
    metavar="K",
    help="With --failed: leave rounds 1 to K out of what the assistants see.",
)
@TIMEOUT
@JSON
@click.pass_obj
def retry(
    place: WorkPlace,
    session: str,
    *,
    to: tuple[str, ...],
    failed: bool,
    leave_out: int | None,
    limit_s: float | None,
    as_json: bool,
) -> None:
    """Ask assistants of a session to revise their latest answers, without saying how.

    With --failed nothing is revised: answers that did not arrive are asked for again.
    """
    if leave_out is not None and not failed:
        raise InvalidInput(_("--leave-out goes with --failed."))
    with place.writing() as run:
        session_id = run.workspace.sessions.find(session).id
        names = tuple(addressee(run.workspace, name).id for name in to)
        run.workspace.start()
        if failed:
            item, ids = _try_again(run, session_id, names, leave_out=leave_out, limit_s=limit_s)
            code = follow(run, item, ids, as_json=as_json)
        else:
            item = run.workspace.rounds.retry(session_id, names, limit_s=limit_s)
            code = follow(run, item, as_json=as_json)
    raise SystemExit(code)


def _try_again(
    run: CommandRun,
    session_id: SessionId,
    names: tuple[str, ...],
    *,
    leave_out: int | None,
    limit_s: float | None,
) -> tuple[Round, tuple[AnswerId, ...]]:
    last = run.workspace.sessions.rounds(session_id)[-1]
    if leave_out is not None and leave_out >= last.round.number:
        sentence = _("The last round is {n}; only rounds before it can be left out.")
        raise InvalidInput(sentence.format(n=last.round.number))
    wanted = [a for a in last.answers if not names or a.assistant_id in names]
    name = run.workspace.blinding.name_of
    fine = [name(a.id) for a in wanted if a.status not in CAN_TRY_AGAIN]
    if not wanted or (names and fine) or len(fine) == len(wanted):
        sentence = _("There is nothing to try again in the last round for {names}.")
        raise InvalidInput(sentence.format(names=", ".join(fine) or _("these assistants")))
    return last.round, run.workspace.rounds.try_again(wanted, leave_out=leave_out, limit_s=limit_s)


def follow(
    run: CommandRun,
    item: Round,
    ids: Sequence[AnswerId] = (),
    *,
    as_json: bool,
    also: Document | None = None,
) -> int:
    """Wait for a round's answers (those named, or all), print them, return the exit code.

    Args:
        run: the command's work.
        item: the round.
        ids: the answers to wait for; empty means all.
        as_json: whether to print one JSON document.
        also: what the document says besides.
    """
    ids = ids or [a.id for a in run.workspace.sessions.round(item.id).answers]
    progress = RoundProgress(run.workspace, ids)
    try:
        run.wait(ids, progress.turn)
    finally:
        progress.close()
    view = run.workspace.sessions.round(item.id)
    session = run.workspace.sessions.get(item.session_id)
    shown = run.workspace.blinding.visible_round(view).answers
    if as_json:
        print_json({**round_document(session, view.round, shown), **(also or {})})
    else:
        _print_answers(run.workspace, shown)
        click.echo(_("Session {id}").format(id=session.id), err=True)
        if run.workspace.blinding.is_hidden(item.id):
            click.echo(hidden_hint(item.id), err=True)
        mark = run.workspace.lottery.mark(item.id)
        if mark is not None and mark.is_open:
            click.echo(_("A draw is on: what was sent is hidden until you judge."), err=True)
        if any(answer.status in CAN_TRY_AGAIN for answer in view.answers):
            hint = _("Try again: conductor retry {id} --failed")
            click.echo(hint.format(id=session.id), err=True)
    if run.workspace.live.is_busy:  # something could not be saved
        return 1
    waited_for = [answer for answer in view.answers if answer.id in ids]
    return exit_code(waited_for, interrupted=run.interrupted)


def _print_answers(workspace: Workspace, answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        print_line(visible(f"── {answer.assistant} · {status_line(answer)}"))
        if answer.text:
            print_line(visible(readable_text(workspace, answer)))
        for notice in answer.notices:
            print_line(f"({notice})")
        print_line("")
