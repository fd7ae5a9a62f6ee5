"""Manage ensembles from the command line."""

from dataclasses import replace

import click

from conductor.cli.commands.connecting.rows import print_row, print_rows
from conductor.cli.document import Document
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace
from conductor.core.entities import (
    Ensemble,
)
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


@click.group()
def ensembles() -> None:
    """List, add, choose and remove saved teams of assistants."""


def _ensemble_row(ensemble: Ensemble, workspace: Workspace) -> Document:
    names = {item.id: item.name for item in workspace.connections.assistants()}
    return {
        "name": ensemble.name,
        "ensemble": ensemble.id,
        "assistants": [names[member] for member in ensemble.assistants],
    }


@ensembles.command("list")
@JSON
@click.pass_obj
def list_ensembles(place: WorkPlace, *, as_json: bool) -> None:
    """List the ensembles, the current one first."""
    with place.reading() as run:
        workspace = run.workspace
        rows = [_ensemble_row(e, workspace) for e in workspace.connections.ensembles()]
    print_rows(rows, as_json=as_json, nothing=_("No ensemble yet."))


@ensembles.command("add")
@click.argument("name")
@click.option("--assistant", "members", multiple=True, required=True, metavar="A")
@JSON
@click.pass_obj
def add_ensemble(place: WorkPlace, name: str, *, members: tuple[str, ...], as_json: bool) -> None:
    """Add a team and make it the current one."""
    with place.writing() as run:
        area = run.workspace.connections
        added = area.add_ensemble(name, [area.find_assistant(member) for member in members])
        row = _ensemble_row(added, run.workspace)
    print_row(row, as_json=as_json)


@ensembles.command("edit")
@click.argument("name")
@click.option("--name", "new_name", metavar="NEW", help="Another name.")
@click.option("--assistant", "members", multiple=True, metavar="A", help="Who is in it, in order.")
@JSON
@click.pass_obj
def edit_ensemble(
    place: WorkPlace, name: str, *, new_name: str | None, members: tuple[str, ...], as_json: bool
) -> None:
    """Change a team's name, or who is in it; what is not named stays."""
    with place.writing() as run:
        area = run.workspace.connections
        present = area.find_ensemble(name)
        wanted = tuple(area.find_assistant(member).id for member in members)
        changed = replace(
            present,
            name=present.name if new_name is None else new_name,
            assistants=wanted or present.assistants,
        )
        row = _ensemble_row(area.change_ensemble(changed), run.workspace)
    print_row(row, as_json=as_json)


@ensembles.command("use")
@click.argument("name")
@JSON
@click.pass_obj
def use_ensemble(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Make a team the current one: who is asked when nobody is named."""
    with place.writing() as run:
        used = run.workspace.connections.find_ensemble(name)
        run.workspace.connections.use_ensemble(used)
        row = _ensemble_row(used, run.workspace)
    print_row(row, as_json=as_json)


@ensembles.command("remove")
@click.argument("name")
@JSON
@click.pass_obj
def remove_ensemble(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Remove a team; its assistants stay."""
    with place.writing() as run:
        removed = run.workspace.connections.find_ensemble(name)
        row = _ensemble_row(removed, run.workspace)
        run.workspace.connections.remove_ensemble(removed)
    print_row(row, as_json=as_json)
