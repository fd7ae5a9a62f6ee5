"""Manage assistants from the command line."""

from dataclasses import replace
from pathlib import Path

import click

from conductor.cli.commands.connecting.rows import print_row, print_rows
from conductor.cli.document import Document
from conductor.cli.options import JSON
from conductor.cli.running import WorkPlace
from conductor.core.entities import (
    Assistant,
    AssistantSettings,
)
from conductor.core.errors import InvalidInput
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


@click.group()
def assistants() -> None:
    """List, add, edit and remove assistants."""


def _assistant_row(assistant: Assistant, names: dict[str, str]) -> Document:
    settings = assistant.settings
    return {
        "name": assistant.name,
        "assistant": assistant.id,
        "connection": names.get(assistant.connection_id),
        "model": assistant.model,
        "role": assistant.role,
        "temperature": settings.temperature,
        "max_tokens": settings.max_tokens,
    }


def _names(workspace: Workspace) -> dict[str, str]:
    return {connection.id: connection.name for connection in workspace.connections.all()}


@assistants.command("list")
@JSON
@click.pass_obj
def list_assistants(place: WorkPlace, *, as_json: bool) -> None:
    """List the assistants."""
    with place.reading() as run:
        workspace = run.workspace
        names = _names(workspace)
        rows = [_assistant_row(item, names) for item in workspace.connections.assistants()]
    nothing = _("No assistant yet. “conductor ask” sets the starter assistants up.")
    print_rows(rows, as_json=as_json, nothing=nothing)


_ROLE = click.option("--role", metavar="TEXT", help="What the assistant is told of its part.")
_ROLE_FILE = click.option(
    "--role-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="F"
)
_TEMPERATURE = click.option("--temperature", type=float, metavar="X")
_MAX_TOKENS = click.option("--max-tokens", type=int, metavar="N")


def _role(role: str | None, role_file: Path | None) -> str | None:
    if role is not None and role_file is not None:
        raise InvalidInput(_("Give --role or --role-file, not both."))
    if role_file is None:
        return role
    try:
        return role_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("The file {file} cannot be read as text.")
        raise InvalidInput(sentence.format(file=role_file)) from error


@assistants.command("add")
@click.argument("name")
@click.option("--connection", required=True, metavar="C")
@click.option("--model", required=True, metavar="M")
@_ROLE
@_ROLE_FILE
@_TEMPERATURE
@_MAX_TOKENS
@JSON
@click.pass_obj
def add_assistant(
    place: WorkPlace,
    name: str,
    *,
    connection: str,
    model: str,
    role: str | None,
    role_file: Path | None,
    temperature: float | None,
    max_tokens: int | None,
    as_json: bool,
) -> None:
    """Add an assistant: a connection, a model, a role, under a name of its own."""
    text = _role(role, role_file) or ""
    with place.writing() as run:
        area = run.workspace.connections
        added = area.add_assistant(
            name,
            area.find(connection),
            model=model,
            role=text,
            settings=AssistantSettings(temperature=temperature, max_tokens=max_tokens),
        )
        row = _assistant_row(added, _names(run.workspace))
    print_row(row, as_json=as_json)


@assistants.command("edit")
@click.argument("name")
@click.option("--name", "new_name", metavar="NEW", help="Another name.")
@click.option("--connection", metavar="C")
@click.option("--model", metavar="M")
@_ROLE
@_ROLE_FILE
@_TEMPERATURE
@_MAX_TOKENS
@JSON
@click.pass_obj
def edit_assistant(
    place: WorkPlace,
    name: str,
    *,
    new_name: str | None,
    connection: str | None,
    model: str | None,
    role: str | None,
    role_file: Path | None,
    temperature: float | None,
    max_tokens: int | None,
    as_json: bool,
) -> None:
    """Change an assistant; what is not named stays."""
    text = _role(role, role_file)
    with place.writing() as run:
        area = run.workspace.connections
        present = area.find_assistant(name)
        settings = replace(
            present.settings,
            temperature=present.settings.temperature if temperature is None else temperature,
            max_tokens=present.settings.max_tokens if max_tokens is None else max_tokens,
        )
        changed = replace(
            present,
            name=present.name if new_name is None else new_name,
            connection_id=area.find(connection).id if connection else present.connection_id,
            model=present.model if model is None else model,
            role=present.role if text is None else text.strip(),
            settings=settings,
        )
        row = _assistant_row(area.change_assistant(changed), _names(run.workspace))
    print_row(row, as_json=as_json)


@assistants.command("remove")
@click.argument("name")
@JSON
@click.pass_obj
def remove_assistant(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Remove an assistant; its answers stay in the sessions."""
    with place.writing() as run:
        area = run.workspace.connections
        removed = area.find_assistant(name)
        area.remove_assistant(removed)
        row = _assistant_row(removed, _names(run.workspace))
    print_row(row, as_json=as_json)
