"""Show on the terminal, column by column, what the assistants are writing."""

import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from conductor.cli.running import is_terminal
from conductor.core.entities import Answer, AnswerStatus, Finish, RoundKind
from conductor.core.ids import AnswerId
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

FRAME_S = 0.125
MIN_COLUMN = 24
TAIL_CHARACTERS = 1500


class RoundProgress:
    """The progress of one round on standard error: columns on a terminal, else a line each."""

    def __init__(self, workspace: Workspace, answer_ids: Sequence[AnswerId]) -> None:
        self._workspace = workspace
        self._answer_ids = sorted(answer_ids, key=self._place)
        self._told: set[AnswerId] = set()
        self._trouble: str | None = None
        self._show: Callable[[], None] = self._tell_ends
        self._close: Callable[[], None] = lambda: None
        if is_terminal(sys.stderr) and self._answer_ids:
            self._start_columns()

    def _place(self, answer_id: AnswerId) -> int:
        return self._answer(answer_id).position

    def _answer(self, answer_id: AnswerId) -> Answer:
        return self._workspace.blinding.visible(self._workspace.sessions.answer(answer_id))

    def turn(self) -> None:
        """Show what is new."""
        self._tell_trouble()
        self._show()

    def close(self) -> None:
        """Show the last state and give the terminal back."""
        self.turn()
        self._close()

    def _tell_trouble(self) -> None:
        trouble = self._workspace.live.trouble
        if trouble != self._trouble:
            self._trouble = trouble
            click.echo(trouble or _("The library can be written again."), err=True)

    def _tell_ends(self) -> None:
        for answer_id in self._answer_ids:
            if answer_id in self._told or self._workspace.live.get(answer_id) is not None:
                continue
            self._told.add(answer_id)
            answer = self._answer(answer_id)
            click.echo(f"{self._name(answer)}: {status_line(answer)}", err=True)

    def _start_columns(self) -> None:
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True, highlight=False)
        live = Live(console=console, auto_refresh=False, transient=True)
        live.start()
        due_s = 0.0

        def show() -> None:
            nonlocal due_s
            now_s = time.monotonic()
            if now_s >= due_s:
                due_s = now_s + FRAME_S
                live.update(self._columns(console.width, console.height), refresh=True)

        self._show, self._close = show, live.stop

    def _columns(self, width: int, height: int) -> "Table":
        from rich.table import Table

        fitting = max(1, width // MIN_COLUMN)
        table = Table.grid(expand=True, padding=(0, 2, 0, 0))
        shown = self._answer_ids[:fitting]
        for _column in shown:
            table.add_column(ratio=1, overflow="fold")
        answers = [self._answer(answer_id) for answer_id in shown]
        table.add_row(*(self._head(answer) for answer in answers))
        room = max(3, min(height - 4, 18))
        each = max(8, width // len(shown) - 3)
        table.add_row(*(_tail(answer.text or answer.reasoning, each, room) for answer in answers))
        hidden = len(self._answer_ids) - len(shown)
        if hidden:
            table.add_row(_("and {n} more").format(n=hidden))
        return table

    def _head(self, answer: Answer) -> "Text":
        from rich.text import Text

        live = self._workspace.live.get(answer.id)
        activity = live.activity if live else ""
        line = activity or status_line(answer)
        return Text.assemble((visible(self._name(answer)), "bold"), f"\n{visible(line)}\n")

    def _name(self, answer: Answer) -> str:
        """Return what stands above an answer; the number of a hidden merge would tell too much."""
        item = self._workspace.sessions.words_of_round(answer.round_id)
        is_merge = item.kind is RoundKind.MERGE
        if is_merge and self._workspace.blinding.is_hidden(item.id):
            return _("The merged answer")
        return answer.assistant


def _tail(text: str, width: int, lines: int) -> "Text":
    from rich.console import Console
    from rich.text import Text

    tail = Text(visible(text[-TAIL_CHARACTERS:]))
    wrapped = tail.wrap(Console(width=width), width)
    return Text("\n").join(wrapped[-lines:])


def status_line(answer: Answer) -> str:
    """Return how an answer stands, in a few words."""
    match answer.status:
        case AnswerStatus.QUEUED:
            return _("waiting")
        case AnswerStatus.STREAMING:
            return _("writing …")
        case AnswerStatus.STOPPED:
            return _("stopped")
        case AnswerStatus.INTERRUPTED:
            return _("interrupted")
        case AnswerStatus.FAILED:
            return _("failed: {why}").format(why=answer.error.message if answer.error else "")
        case AnswerStatus.COMPLETE:
            return _complete_line(answer)


def _end_words(answer: Answer) -> str:
    if answer.is_empty:
        return _("empty answer")
    match answer.finish:
        case Finish.LENGTH | Finish.CONTEXT_FULL:
            return _("cut at its limit of tokens")
        case Finish.FILTERED | Finish.REFUSED:
            return _("refused by the service")
        case _:
            return _("complete")


def _complete_line(answer: Answer) -> str:
    parts = [_end_words(answer)]
    if answer.usage is not None and answer.usage.output_total is not None:
        parts.append(_("{n} tokens").format(n=answer.usage.output_total))
    if answer.seconds_total is not None:
        parts.append(_("{n} s").format(n=f"{answer.seconds_total:.1f}"))
    return " · ".join(parts)
