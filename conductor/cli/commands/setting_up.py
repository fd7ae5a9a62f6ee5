"""Set the embedded default up from the command line, with progress on standard error."""

import sys

import click

from conductor.cli.running import CommandRun, is_terminal
from conductor.i18n import _
from conductor.workspace.connections.starter import (
    FetchPhase,
    FetchProgress,
    StarterUnavailable,
    progress_words,
)


def set_up_starter(run: CommandRun) -> None:
    """Fetch the starter model if it is not there, and add the starter assistants.

    Raises:
        StarterUnavailable: it could not be fetched; the sentence says what to do.
        KeyboardInterrupt: the person asked to end; nothing half was kept.
    """
    click.echo(
        _(
            "No assistant is set up yet. Setting up three starter assistants that run on this "
            "computer with a small model (98 MB, once). They are there to learn the workbench "
            "with; real work wants a real assistant."
        ),
        err=True,
    )
    if not run.workspace.starter.is_ready:
        _fetch(run)
    run.workspace.starter.install()


def _fetch(run: CommandRun) -> None:
    cancelled = run.interrupts.asked
    teller = _Teller()
    try:
        run.workspace.starter.fetch(teller.tell, cancelled)
    except StarterUnavailable as error:
        if cancelled.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        teller.close()


class _Teller:
    """Tells every step on one line of a terminal; elsewhere each quarter and each phase."""

    def __init__(self) -> None:
        self._last = ""
        self._told: tuple[FetchPhase, int] | None = None
        self._on_terminal = is_terminal(sys.stderr)

    def tell(self, progress: FetchProgress) -> None:
        if not progress.total_bytes:
            return
        words = progress_words(progress)
        is_download = progress.phase is FetchPhase.DOWNLOADING
        quarter = progress.done_bytes * 4 // progress.total_bytes if is_download else 0
        if self._on_terminal and words != self._last:
            click.echo(f"\r{words:<40}", nl=False, err=True)
        elif not self._on_terminal and (progress.phase, quarter) != self._told:
            click.echo(words, err=True)
        self._last, self._told = words, (progress.phase, quarter)

    def close(self) -> None:
        if self._on_terminal and self._last:
            click.echo("", err=True)
