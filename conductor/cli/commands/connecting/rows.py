"""Print documents of things that have a name, as JSON or as a line each."""

import click

from conductor.cli.document import Document, print_json
from conductor.core.text.visible import visible


def print_rows(rows: list[Document], *, as_json: bool, nothing: str) -> None:
    """Print documents, one a line unless JSON is wanted; if there are none, say so on stderr."""
    if as_json:
        print_json(rows)
        return
    for row in rows:
        name, *rest = (str(value) for value in row.values() if value not in (None, "", [], {}))
        click.echo(visible("  ".join([name, *rest])))
    if not rows:
        click.echo(nothing, err=True)


def print_row(row: Document, *, as_json: bool) -> None:
    """Print one document, as a line unless JSON is wanted."""
    if as_json:
        print_json(row)
    else:
        print_rows([row], as_json=False, nothing="")
