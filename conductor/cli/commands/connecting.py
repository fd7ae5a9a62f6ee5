"""Manage connections, assistants and ensembles from the command line."""

from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from pathlib import Path

import click

from conductor.cli.document import Document, print_json
from conductor.cli.running import CommandRun, WorkPlace, read_stdin
from conductor.core.entities import (
    Assistant,
    AssistantSettings,
    Connection,
    ConnectionKind,
    Ensemble,
)
from conductor.core.errors import AnswerFailed, InvalidInput
from conductor.core.service import usable_kinds
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.connections.connections import KeySource, NewConnection
from conductor.workspace.connections.presets import presets
from conductor.workspace.workspace import Workspace

TEST_LIMIT_S = 150.0
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def _print_rows(rows: list[Document], *, as_json: bool, nothing: str) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        name, *rest = (str(value) for value in row.values() if value not in (None, "", [], {}))
        click.echo(visible("  ".join([name, *rest])))
    if not rows:
        click.echo(nothing, err=True)


def _print_row(row: Document, *, as_json: bool) -> None:
    if as_json:
        print_json(row)
    else:
        _print_rows([row], as_json=False, nothing="")


@click.group()
def connections() -> None:
    """List, add, remove and test the ways to reach models."""


def _connection_row(connection: Connection) -> Document:
    return {
        "name": connection.name,
        "connection": connection.id,
        "kind": str(connection.kind),
        "base_url": connection.base_url or None,
        "key_env": connection.key_env,
        "model_path": connection.model_path,
        "parallel": connection.parallel,
    }


@connections.command("list")
@_JSON
@click.pass_obj
def list_connections(place: WorkPlace, *, as_json: bool) -> None:
    """List the connections."""
    with place.reading() as run:
        workspace = run.workspace
        rows = [_connection_row(connection) for connection in workspace.connections.all()]
    nothing = _("No connection yet. “conductor connections detect” looks for servers here.")
    _print_rows(rows, as_json=as_json, nothing=nothing)


@connections.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice([str(kind) for kind in usable_kinds()]))
@click.option(
    "--preset",
    metavar="P",
    help=f"A service known by name: {', '.join(p.name for p in presets())}.",
)
@click.option("--base-url", default="", metavar="U", help="The service's address, up to /v1.")
@click.option("--key-env", metavar="VAR", help="Environment variable that holds the key.")
@click.option(
    "--model-file",
    type=click.Path(path_type=Path),
    metavar="GGUF",
    help="With --kind local: a model file to run on this computer.",
)
@_JSON
@click.pass_obj
def add_connection(
    place: WorkPlace,
    name: str,
    *,
    kind: str | None,
    preset: str | None,
    base_url: str,
    key_env: str | None,
    model_file: Path | None,
    as_json: bool,
) -> None:
    """Add a connection. A key is never an argument: name the variable that holds it."""
    wanted = NewConnection(
        name=name,
        kind=ConnectionKind(kind) if kind else None,
        preset=preset,
        base_url=base_url,
        key_env=key_env,
        model_path=model_file,
    )
    with place.writing() as run:
        row = _connection_row(run.workspace.connections.add(wanted))
    _print_row(row, as_json=as_json)


@connections.command("edit")
@click.argument("name")
@click.option("--name", "new_name", metavar="NEW", help="Another name.")
@click.option("--base-url", metavar="U", help="Another address; elsewhere it needs its key anew.")
@click.option("--key-env", metavar="VAR", help="Environment variable that holds the key.")
@click.option("--no-key", is_flag=True, help="It needs no key.")
@click.option("--parallel", type=int, metavar="N", help="How many answers run at once.")
@_JSON
@click.pass_obj
def edit_connection(
    place: WorkPlace,
    name: str,
    *,
    new_name: str | None,
    base_url: str | None,
    key_env: str | None,
    no_key: bool,
    parallel: int | None,
    as_json: bool,
) -> None:
    """Change a connection; what is not named stays."""
    if key_env is not None and no_key:
        raise InvalidInput(_("Give --key-env or --no-key, not both."))
    key = KeySource(variable=key_env) if key_env is not None or no_key else None
    with place.writing() as run:
        area = run.workspace.connections
        changed = area.change(
            area.find(name).id, name=new_name, base_url=base_url, parallel=parallel, key=key
        )
        row = _connection_row(changed)
    _print_row(row, as_json=as_json)


@connections.command("remove")
@click.argument("name")
@_JSON
@click.pass_obj
def remove_connection(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Remove a connection that no assistant uses."""
    with place.writing() as run:
        area = run.workspace.connections
        removed = area.find(name)
        area.remove(removed)
    _print_row(_connection_row(removed), as_json=as_json)


@connections.command("set-key")
@click.argument("name")
@click.option("--key-env", metavar="VAR", help="Environment variable that holds the key.")
@_JSON
@click.pass_obj
def set_key(place: WorkPlace, name: str, *, key_env: str | None, as_json: bool) -> None:
    """Say which environment variable holds a connection's key."""
    if key_env is None:
        raise InvalidInput(
            _(
                "Keys are not stored. Put the key into an environment variable and name it: "
                "conductor connections set-key NAME --key-env VAR"
            )
        )
    with place.writing() as run:
        area = run.workspace.connections
        area.set_key_variable(area.find(name), key_env)
        row = _connection_row(area.find(name))
    _print_row(row, as_json=as_json)


@connections.command("test")
@click.argument("name")
@click.option("--key-stdin", is_flag=True, help="Read the key from standard input, for this test.")
@_JSON
@click.pass_obj
def test_connection(place: WorkPlace, name: str, *, key_stdin: bool, as_json: bool) -> None:
    """Ask a connection for its models, and say in words what is wrong."""
    with place.reading() as run:
        workspace = run.workspace
        connection = workspace.connections.find(name)
        if key_stdin:
            workspace.connections.hold_key(connection, read_stdin())
        workspace.start()
        document = _tested(run, connection)
    if as_json:
        print_json(document)
    else:
        click.echo(visible(str(document["message"])))
        for model in document["models"]:
            click.echo(f"  {visible(model)}")
    raise SystemExit(0 if document["ok"] else 1)


def _tested(run: CommandRun, connection: Connection) -> Document:
    document: Document = {"name": connection.name, "ok": False, "message": "", "models": []}
    try:
        asked = run.workspace.connections.models(connection)
        models = run.interrupts.result_of(asked, TEST_LIMIT_S)
    except AnswerFailed as failure:
        return {**document, "message": str(failure), "error": str(failure.error.kind)}
    except FutureTimeout:
        return {**document, "message": _("The service did not answer in time."), "error": "timeout"}
    message = _("{name} answers and offers {n} models.").format(name=connection.name, n=len(models))
    return {**document, "ok": True, "message": message, "models": [model.id for model in models]}


@connections.command("detect")
@_JSON
@click.pass_obj
def detect(place: WorkPlace, *, as_json: bool) -> None:
    """Look for model servers on this computer: Ollama, LM Studio, llama.cpp."""
    with place.reading() as run:
        workspace = run.workspace
        workspace.start()
        found = run.interrupts.result_of(workspace.connections.detect(), TEST_LIMIT_S)
    rows: list[Document] = [
        {"name": s.name, "base_url": s.base_url, "models": list(s.models)} for s in found
    ]
    _print_rows(rows, as_json=as_json, nothing=_("No model server was found on this computer."))


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
@_JSON
@click.pass_obj
def list_assistants(place: WorkPlace, *, as_json: bool) -> None:
    """List the assistants."""
    with place.reading() as run:
        workspace = run.workspace
        names = _names(workspace)
        rows = [_assistant_row(item, names) for item in workspace.connections.assistants()]
    nothing = _("No assistant yet. “conductor ask” sets the starter assistants up.")
    _print_rows(rows, as_json=as_json, nothing=nothing)


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
@_JSON
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
    _print_row(row, as_json=as_json)


@assistants.command("edit")
@click.argument("name")
@click.option("--name", "new_name", metavar="NEW", help="Another name.")
@click.option("--connection", metavar="C")
@click.option("--model", metavar="M")
@_ROLE
@_ROLE_FILE
@_TEMPERATURE
@_MAX_TOKENS
@_JSON
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
    _print_row(row, as_json=as_json)


@assistants.command("remove")
@click.argument("name")
@_JSON
@click.pass_obj
def remove_assistant(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Remove an assistant; its answers stay in the sessions."""
    with place.writing() as run:
        area = run.workspace.connections
        removed = area.find_assistant(name)
        area.remove_assistant(removed)
        row = _assistant_row(removed, _names(run.workspace))
    _print_row(row, as_json=as_json)


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
@_JSON
@click.pass_obj
def list_ensembles(place: WorkPlace, *, as_json: bool) -> None:
    """List the ensembles, the current one first."""
    with place.reading() as run:
        workspace = run.workspace
        rows = [_ensemble_row(e, workspace) for e in workspace.connections.ensembles()]
    _print_rows(rows, as_json=as_json, nothing=_("No ensemble yet."))


@ensembles.command("add")
@click.argument("name")
@click.option("--assistant", "members", multiple=True, required=True, metavar="A")
@_JSON
@click.pass_obj
def add_ensemble(place: WorkPlace, name: str, *, members: tuple[str, ...], as_json: bool) -> None:
    """Add a team and make it the current one."""
    with place.writing() as run:
        area = run.workspace.connections
        added = area.add_ensemble(name, [area.find_assistant(member) for member in members])
        row = _ensemble_row(added, run.workspace)
    _print_row(row, as_json=as_json)


@ensembles.command("edit")
@click.argument("name")
@click.option("--name", "new_name", metavar="NEW", help="Another name.")
@click.option("--assistant", "members", multiple=True, metavar="A", help="Who is in it, in order.")
@_JSON
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
    _print_row(row, as_json=as_json)


@ensembles.command("use")
@click.argument("name")
@_JSON
@click.pass_obj
def use_ensemble(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Make a team the current one: who is asked when nobody is named."""
    with place.writing() as run:
        used = run.workspace.connections.find_ensemble(name)
        run.workspace.connections.use_ensemble(used)
        row = _ensemble_row(used, run.workspace)
    _print_row(row, as_json=as_json)


@ensembles.command("remove")
@click.argument("name")
@_JSON
@click.pass_obj
def remove_ensemble(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Remove a team; its assistants stay."""
    with place.writing() as run:
        removed = run.workspace.connections.find_ensemble(name)
        row = _ensemble_row(removed, run.workspace)
        run.workspace.connections.remove_ensemble(removed)
    _print_row(row, as_json=as_json)
