"""Look at sessions from the command line."""

import click

from conductor.cli.document import Document, print_json, session_document, session_row
from conductor.cli.progress import status_line
from conductor.cli.running import Place
from conductor.core.ids import SessionId
from conductor.core.text import visible
from conductor.i18n import _
from conductor.workspace.recipients import addressee
from conductor.workspace.sessions import RoundView
from conductor.workspace.workspace import Workspace


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the newest N.")
@click.pass_obj
def sessions(place: Place, *, as_json: bool, limit: int | None) -> None:
    """List sessions, newest first."""
    with place.reading() as workspace:
        found = workspace.sessions.all(limit)
        if as_json:
            print_json([session_row(session) for session in found])
            return
        for session in found:
            tags = "".join(f" #{tag}" for tag in session.tags)
            rounds = _("{n} rounds").format(n=session.rounds)
            line = f"{session.id}  {session.updated[:16]}  {rounds}  {session.title}{tags}"
            click.echo(visible(line))
        if not found:
            click.echo(_("No session yet. “conductor ask” starts one."), err=True)


@click.command()
@click.argument("session")
@click.option(
    "--thread", metavar="NAME", help="Show exactly what this assistant saw in the last round."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def show(place: Place, session: str, *, thread: str | None, as_json: bool) -> None:
    """Show a session with its rounds and answers."""
    with place.reading() as workspace:
        found = workspace.sessions.get(SessionId(session))
        rounds = workspace.sessions.rounds(found.id)
        if thread is not None:
            _show_thread(workspace, rounds, thread, as_json=as_json)
        elif as_json:
            print_json(session_document(found, rounds))
        else:
            click.echo(visible(f"{found.title}  ({found.id})\n"))
            for view in rounds:
                _show_round(view)


def _show_round(view: RoundView) -> None:
    click.echo(visible(f"{view.round.number}  {view.round.kind}\n{view.round.text}\n"))
    for answer in view.answers:
        click.echo(visible(f"── {answer.assistant} · {status_line(answer)}"))
        click.echo(visible(answer.text) + "\n")


def _show_thread(
    workspace: Workspace, rounds: tuple[RoundView, ...], name: str, *, as_json: bool
) -> None:
    who = addressee(workspace, name)
    own = [a for view in rounds for a in view.answers if a.assistant_id == who.id]
    messages = workspace.sessions.thread(own[-1]) if own else ()
    document: list[Document] = [{"role": m.role, "text": m.text} for m in messages]
    if as_json:
        print_json(document)
        return
    for message in messages:
        click.echo(visible(f"[{message.role}]\n{message.text}\n"))
