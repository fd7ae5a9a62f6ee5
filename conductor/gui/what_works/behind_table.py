"""List every comparison behind a verdict, the newest first; each can be opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from conductor.core.guidance.outcome import Sign
from conductor.core.text.visible import visible
from conductor.gui.lists.row_table import Cell, TableRow
from conductor.gui.lists.row_view import ROW_PX, RowView
from conductor.gui.words import guidance_words as words
from conductor.i18n import _
from conductor.workspace.trials.trial_view import ComparedPair
from conductor.workspace.what_works.findings import Behind

_LONGEST = 300
_COLOURS = {Sign.WIN: "good", Sign.LOSS: "bad", Sign.TIE: "muted"}


@dataclass(frozen=True, slots=True)
class ComparisonBehind:
    """One comparison of a finished task; `pair` is None where more than two were compared."""

    behind: Behind
    pair: ComparedPair | None


class BehindTable(RowView):
    """The comparisons.

    Signals:
        comparison_opened: a `ComparisonBehind`.
    """

    comparison_opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        titles = (_("Task"), _("How"), _("Assistant"), _("This pair"), _("The task"), _("When"))
        super().__init__("behindTable", _("Comparisons behind it"), titles, parent)
        self.set_shares(39, 15, 14, 11, 12, 13)
        self._shown: dict[str, ComparisonBehind] = {}
        self.opened.connect(self._on_opened)

    def show_behind(self, behind: Sequence[Behind]) -> None:
        """Show the comparisons of finished tasks, given oldest first."""
        every = [one for task in reversed(behind) for one in _comparisons(task)]
        self._shown = {str(n): one for n, one in enumerate(every)}
        self.show_rows([_row(key, one) for key, one in self._shown.items()])
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + len(every) * ROW_PX + 2)

    @Slot(object)
    def _on_opened(self, key: str) -> None:
        self.comparison_opened.emit(self._shown[key])


def _comparisons(behind: Behind) -> list[ComparisonBehind]:
    if not behind.pairs:
        return [ComparisonBehind(behind, None)]
    return [ComparisonBehind(behind, pair) for pair in behind.pairs]


def _row(key: str, one: ComparisonBehind) -> TableRow:
    outcome = one.behind.outcome
    sign = outcome.sign if one.pair is None else one.pair.sign
    who = "" if one.pair is None else one.pair.pair.assistant
    return TableRow(
        key,
        (
            Cell(words.one_line(visible(one.behind.task[:_LONGEST]))),
            Cell(words.source_text(outcome.source), "muted"),
            Cell(visible(who), "muted"),
            Cell(words.sign_text(sign), _COLOURS[sign]),
            Cell(words.sign_text(outcome.sign), _COLOURS[outcome.sign]),
            Cell(outcome.created[:10], "muted", is_number=True),
        ),
    )
