"""Set the embedded default up from the command line, with progress on standard error."""

import sys
import threading

import click

from conductor.cli.running import is_terminal
from conductor.workspace.starter import FetchProgress
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


def set_up_starter(workspace: Workspace) -> None:
    """Fetch the starter model if it is not there, and add the starter assistants.

    Raises:
        StarterUnavailable: it could not be fetched; the sentence says what to do.
    """
    click.echo(
        _(
            "No assistant is set up yet. Setting up three starter assistants that run on this "
            "computer with a small model (98 MB, once). They are there to learn the workbench "
            "with; real work wants a real assistant."
        ),
        err=True,
    )
    if not workspace.starter.is_ready:
        _fetch(workspace)
    workspace.starter.install()


def _fetch(workspace: Workspace) -> None:
    cancelled = threading.Event()
    teller = _Teller()
    try:
        workspace.starter.fetch(teller.tell, cancelled)
    finally:
        teller.close()


class _Teller:
    """Tells each tenth of the download, or every step on one line of a terminal."""

    def __init__(self) -> None:
        self._last = -1
        self._on_terminal = is_terminal(sys.stderr)

    def tell(self, progress: FetchProgress) -> None:
        if not progress.total_bytes:
            return
        tenth = progress.done_bytes * 10 // progress.total_bytes
        if self._on_terminal:
            click.echo(f"\r{_line(progress)} ", nl=False, err=True)
        elif tenth > self._last:
            click.echo(_line(progress), err=True)
        self._last = tenth

    def close(self) -> None:
        if self._on_terminal:
            click.echo("", err=True)


def _line(progress: FetchProgress) -> str:
    return _("Starter model: {done} of {total} MB").format(
        done=progress.done_bytes // 1_000_000, total=progress.total_bytes // 1_000_000
    )
