"""Manage connections from the command line."""

from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

import click

from conductor.cli.commands.connecting.rows import print_row, print_rows
from conductor.cli.document import Document, print_json
from conductor.cli.options import JSON
from conductor.cli.running import CommandRun, WorkPlace, read_stdin
from conductor.core.entities import (
    Connection,
    ConnectionKind,
)
from conductor.core.errors import AnswerFailed, InvalidInput
from conductor.core.service import usable_kinds
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.connections.connections import KeySource, NewConnection
from conductor.workspace.connections.presets import presets

TEST_LIMIT_S = 150.0


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
@JSON
@click.pass_obj
def list_connections(place: WorkPlace, *, as_json: bool) -> None:
    """List the connections."""
    with place.reading() as run:
        workspace = run.workspace
        rows = [_connection_row(connection) for connection in workspace.connections.all()]
    nothing = _("No connection yet. “conductor connections detect” looks for servers here.")
    print_rows(rows, as_json=as_json, nothing=nothing)


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
@JSON
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
    print_row(row, as_json=as_json)


@connections.command("edit")
@click.argument("name")
@click.option("--name", "new_name", metavar="NEW", help="Another name.")
@click.option("--base-url", metavar="U", help="Another address; elsewhere it needs its key anew.")
@click.option("--key-env", metavar="VAR", help="Environment variable that holds the key.")
@click.option("--no-key", is_flag=True, help="It needs no key.")
@click.option("--parallel", type=int, metavar="N", help="How many answers run at once.")
@JSON
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
    print_row(row, as_json=as_json)


@connections.command("remove")
@click.argument("name")
@JSON
@click.pass_obj
def remove_connection(place: WorkPlace, name: str, *, as_json: bool) -> None:
    """Remove a connection that no assistant uses."""
    with place.writing() as run:
        area = run.workspace.connections
        removed = area.find(name)
        area.remove(removed)
    print_row(_connection_row(removed), as_json=as_json)


@connections.command("set-key")
@click.argument("name")
@click.option("--key-env", metavar="VAR", help="Environment variable that holds the key.")
@JSON
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
    print_row(row, as_json=as_json)


@connections.command("test")
@click.argument("name")
@click.option("--key-stdin", is_flag=True, help="Read the key from standard input, for this test.")
@JSON
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
@JSON
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
    print_rows(rows, as_json=as_json, nothing=_("No model server was found on this computer."))
