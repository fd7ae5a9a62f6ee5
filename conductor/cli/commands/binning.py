"""Put sessions into the bin and take them out again from the command line."""

import click

from conductor.cli.document import print_json, session_row
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace
from conductor.core.errors import InvalidInput
from conductor.core.text.visible import visible
from conductor.i18n import _


@click.group(name="bin")
def bin_group() -> None:
    """Put sessions into the bin, and take them back."""


@bin_group.command(name="list")
@JSON
@click.pass_obj
def list_bin(place: WorkPlace, *, as_json: bool) -> None:
    """List the sessions in the bin, last binned first."""
    with place.reading() as run:
        found = run.workspace.bin.sessions()
        if as_json:
            print_json([session_row(session) for session in found])
            return
        for session in found:
            click.echo(visible(f"{session.id}  {session.updated[:16]}  {session.title}"))
        if not found:
            click.echo(_("The bin is empty."), err=True)


@bin_group.command()
@click.argument("session")
@JSON
@click.pass_obj
def put(place: WorkPlace, session: str, *, as_json: bool) -> None:
    """Put a session into the bin, whole, also one that the window cannot open."""
    with place.writing() as run:
        found = run.workspace.sessions.find(session)
        run.workspace.bin.put([found.id])
        if as_json:
            print_json(session_row(found))
        sentence = _("{title} is in the bin. “conductor bin back {id}” takes it out.")
        click.echo(visible(sentence.format(title=found.title, id=found.id)), err=as_json)


@bin_group.command()
@click.argument("session")
@JSON
@click.pass_obj
def back(place: WorkPlace, session: str, *, as_json: bool) -> None:
    """Take a session out of the bin."""
    if not session.strip():
        raise InvalidInput(_("Say which session. “conductor bin list” lists them."))
    with place.writing() as run:
        found = run.workspace.bin.find(session)
        run.workspace.bin.restore([found.id])
        if as_json:
            print_json(session_row(found))
        sentence = _("{title} is back.")
        click.echo(visible(sentence.format(title=found.title)), err=as_json)
