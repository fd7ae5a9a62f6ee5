"""Look at sessions from the command line."""

from collections.abc import Sequence

import click

from conductor.cli.commands.judging import judgement_line
from conductor.cli.commands.noting import note_line
from conductor.cli.document import Document, print_json, session_document, session_row
from conductor.cli.naming import adoption_line, hidden_hint, readable_text
from conductor.cli.options import JSON
from conductor.cli.progress import status_line
from conductor.cli.running import WorkPlace
from conductor.core.errors import NotFound
from conductor.core.ids import RoundId
from conductor.core.note import Note
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.names import same_name
from conductor.workspace.sessions.sessions import RoundView
from conductor.workspace.workspace import Workspace


@click.command()
@JSON
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the newest N.")
@click.pass_obj
def sessions(place: WorkPlace, *, as_json: bool, limit: int | None) -> None:
    """List sessions, newest first."""
    with place.reading() as run:
        workspace = run.workspace
        found = workspace.sessions.all(limit)
        if as_json:
            print_json([session_row(session) for session in found])
            return
        for session in found:
            tags = "".join(f" #{tag}" for tag in session.tags)
            if session.is_example:
                tags += "  " + _("(example)")
            rounds = _("{n} rounds").format(n=session.rounds)
            line = f"{session.id}  {session.updated[:16]}  {rounds}  {session.title}{tags}"
            click.echo(visible(line))
        if not found:
            click.echo(_("No session yet. “conductor ask” starts one."), err=True)
            if workspace.fuller_backup() is not None:
                sentence = _("There are backups that hold sessions: “conductor restore”.")
                click.echo(sentence, err=True)


@click.command()
@click.argument("session")
@click.option(
    "--thread", metavar="NAME", help="Show exactly what this assistant saw in the last round."
)
@JSON
@click.pass_obj
def show(place: WorkPlace, session: str, *, thread: str | None, as_json: bool) -> None:
    """Show a session with its rounds and answers."""
    with place.reading() as run:
        workspace = run.workspace
        found = workspace.sessions.find(session)
        rounds = workspace.sessions.rounds(found.id)
        if thread is not None:
            _show_thread(workspace, rounds, thread, as_json=as_json)
        elif as_json:
            print_json(session_document(workspace, found))
        else:
            click.echo(visible(f"{found.title}  ({found.id})\n"))
            _show_notes(workspace, workspace.notes.of_session(found.id), None)
            for view in rounds:
                _show_round(workspace, view)


def _show_round(workspace: Workspace, view: RoundView) -> None:
    item = view.round
    head = f"{item.number}  {item.kind}  ({item.id})\n{item.text}\n"
    click.echo(visible(head))
    for answer in workspace.blinding.visible_round(view).answers:
        click.echo(visible(f"── {answer.assistant} · {status_line(answer)}"))
        click.echo(visible(readable_text(workspace, answer)) + "\n")
    for judgement in workspace.judging.of_session(item.session_id):
        if judgement.round_id == item.id:
            click.echo(visible(f"⚖ {judgement_line(workspace, judgement)}"))
    for adopted in workspace.adopting.of_session(item.session_id):
        if adopted.after == item.number:
            click.echo(visible(f"↪ {adoption_line(workspace, adopted)}"))
    if workspace.blinding.is_hidden(item.id):
        click.echo(hidden_hint(item.id), err=True)
    _show_notes(workspace, workspace.notes.of_session(item.session_id), item.id)


def _show_notes(workspace: Workspace, notes: Sequence[Note], round_id: RoundId | None) -> None:
    own = [each for each in notes if each.round_id == round_id]
    for each in own:
        click.echo(visible(f"✎ {note_line(workspace, each)}"))
    if own:
        click.echo("")


def _show_thread(
    workspace: Workspace, rounds: tuple[RoundView, ...], name: str, *, as_json: bool
) -> None:
    every = [answer for view in rounds for answer in view.answers]
    own = [a for a in every if same_name(a.assistant, name) or name in (a.id, a.assistant_id)]
    if not own:
        seen = (workspace.blinding.visible(answer).assistant for answer in every)
        names = ", ".join(dict.fromkeys(seen))
        sentence = _("{name} gave no answer in this session. Those who did: {names}.")
        raise NotFound(sentence.format(name=name, names=names))
    workspace.blinding.refuse_hidden(own[-1].round_id)
    messages = workspace.sessions.thread(own[-1])
    document: list[Document] = [{"role": m.role, "text": m.text} for m in messages]
    if as_json:
        print_json(document)
        return
    for message in messages:
        click.echo(visible(f"[{message.role}]\n{message.text}\n"))
