"""Write and list notes, and read the person's own draft, from the command line."""

import click

from conductor.cli.document import (
    Document,
    draft_document,
    note_document,
    placed_note_document,
    print_json,
    print_line,
)
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace, read_stdin
from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId
from conductor.core.note import Note
from conductor.core.text.anchor import Span
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_ANSWER = click.option("--answer", metavar="ID", help="On this answer.")
_ROUND = click.option("--round", "round_id", metavar="ID", help="On this round.")
_SESSION = click.option("--session", metavar="ID", help="On this session.")


@click.group()
def note() -> None:
    """Comment on answers, on words of answers, on rounds and on sessions."""


@note.command("add")
@_ANSWER
@click.option("--start", type=click.IntRange(min=0), metavar="N", help="First character.")
@click.option("--end", type=click.IntRange(min=1), metavar="N", help="Character after the last.")
@_ROUND
@_SESSION
@JSON
@click.argument("text")
@click.pass_obj
def add(
    place: WorkPlace,
    text: str,
    *,
    answer: str | None,
    start: int | None,
    end: int | None,
    round_id: str | None,
    session: str | None,
    as_json: bool,
) -> None:
    """Write a note; - reads it from standard input.

    With --answer, --start and --end the note is on these characters of the answer's text.
    """
    _one_place(answer, round_id, session)
    if (start is None) is not (end is None) or (start is not None and answer is None):
        raise InvalidInput(_("--start and --end go together, with --answer."))
    words = read_stdin() if text == "-" else text
    with place.writing() as run:
        notes, sessions = run.workspace.notes, run.workspace.sessions
        if answer is not None:
            span = None if start is None or end is None else Span(start, end)
            made = notes.on_answer(AnswerId(answer.strip().upper()), words, span)
        elif round_id is not None:
            made = notes.on_round(sessions.find_round(round_id).id, words)
        else:
            made = notes.on_session(sessions.find(session or "").id, words)
        if as_json:
            print_json(note_document(made))
        else:
            click.echo(_("Note {id}").format(id=made.id), err=True)


def _one_place(answer: str | None, round_id: str | None, session: str | None) -> None:
    if sum(place is not None for place in (answer, round_id, session)) != 1:
        raise InvalidInput(_("Say where the note goes: one of --answer, --round and --session."))


@note.command("list")
@_ANSWER
@_ROUND
@_SESSION
@JSON
@click.pass_obj
def list_notes(
    place: WorkPlace,
    *,
    answer: str | None,
    round_id: str | None,
    session: str | None,
    as_json: bool,
) -> None:
    """List notes: all, or those of a session, a round or an answer.

    With --answer, notes on the answers that it revises are listed too, with their places in
    its text where their words are still there.
    """
    with place.reading() as run:
        if answer is not None:
            _list_placed(run.workspace, AnswerId(answer.strip().upper()), as_json=as_json)
            return
        found = _notes(run.workspace, round_id, session)
        if as_json:
            print_json([note_document(each) for each in found])
            return
        for each in found:
            print_line(visible(note_line(run.workspace, each)))
        if not found:
            click.echo(_("No note yet. “conductor note add” writes one."), err=True)


def _notes(workspace: Workspace, round_id: str | None, session: str | None) -> list[Note]:
    if round_id is not None:
        item = workspace.sessions.find_round(round_id)
        every = workspace.notes.of_session(item.session_id)
        return [each for each in every if each.round_id == item.id]
    if session is not None:
        return list(workspace.notes.of_session(workspace.sessions.find(session).id))
    return list(workspace.notes.all())


def _list_placed(workspace: Workspace, answer_id: AnswerId, *, as_json: bool) -> None:
    found = workspace.notes.of_answer(answer_id)
    if as_json:
        document: list[Document] = [placed_note_document(each) for each in found]
        print_json(document)
        return
    for each in found:
        lost = "" if each.fits else "  " + _("(these words are no longer there)")
        print_line(visible(note_line(workspace, each.note) + lost))


def note_line(workspace: Workspace, each: Note) -> str:
    """Return a note in one line: where it is, the words it is on, what it says."""
    where = workspace.blinding.name_of(each.answer_id) if each.answer_id else ""
    quote = " ".join(each.quote.split())
    if len(quote) > 40:
        quote = quote[:39] + "…"
    parts = (where, f"“{quote}”" if quote else "", " ".join(each.text.split()))
    return f"{each.created[:16]}  " + "  ".join(filter(None, parts))


@click.command()
@click.argument("session")
@click.option("--versions", is_flag=True, help="List the earlier texts that were kept.")
@JSON
@click.pass_obj
def draft(place: WorkPlace, session: str, *, versions: bool, as_json: bool) -> None:
    """Print your own draft of a session, with the sources of its pieces in JSON."""
    with place.reading() as run:
        found = run.workspace.sessions.find(session)
        mine = run.workspace.drafts.get(found.id)
        earlier = run.workspace.drafts.versions(found.id)
        if as_json:
            pieces = run.workspace.drafts.pieces(found.id)
            print_json(draft_document(mine, pieces, earlier))
        elif versions:
            for each in earlier:
                print_line(visible(f"── {each.created[:19]}\n{each.text}\n"))
        elif mine.text:
            print_line(visible(mine.text))
        else:
            click.echo(_("There is no draft in this session yet."), err=True)
