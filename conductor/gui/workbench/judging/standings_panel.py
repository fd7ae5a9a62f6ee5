"""Compare the assistants by the person's judgements, and admit what is too close to call."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.kind_names import task_kind_name
from conductor.gui.workbench.judging.interval_delegate import INTERVAL_ROLE, IntervalDelegate
from conductor.gui.workbench.judging.standings_rows import (
    StandingsRow,
    example_rows,
    rows_of,
    sentences,
)
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_INTERVAL = 3
_WIDTHS_PX = (140, 150, 120, 0, 120, 120)


class StandingsPanel(QFrame):
    """The ranking for one kind of task, and for all together."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("standingsPanel")
        self._workspace = workspace
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._head())
        self._table = self._new_table()
        layout.addWidget(self._table, 1)
        self._words = text_label("", self, name="standingsWords", look="muted", wrap=True)
        layout.addWidget(self._words)
        self._show()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(text_label(_("Kind of task"), self, look="muted"))
        self._kind = QComboBox(self)
        self._kind.setObjectName("standingsKind")
        self._kind.setAccessibleName(_("Kind of task"))
        self._kind.addItem(_("All kinds"), None)
        for kind in self._workspace.assistants_compared.kinds():
            self._kind.addItem(task_kind_name(kind), kind)
        self._kind.currentIndexChanged.connect(self._show)
        row.addWidget(self._kind)
        self._rounds = text_label("", self, name="standingsRounds", look="muted")
        row.addWidget(self._rounds, 1)
        return row

    def _new_table(self) -> QTableWidget:
        heads = (
            _("Place"),
            _("Assistant"),
            _("Chosen"),
            _("Beside the first: weaker | stronger"),
            _("Length chosen"),
            _("Length of all"),
        )
        table = QTableWidget(0, len(heads), self)
        table.setObjectName("standingsTable")
        table.setAccessibleName(_("Assistants compared"))
        table.setHorizontalHeaderLabels(heads)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setDefaultSectionSize(34)
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setItemDelegateForColumn(_INTERVAL, IntervalDelegate(table))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS_PX):
            if width:
                table.setColumnWidth(column, width)
        header.setSectionResizeMode(_INTERVAL, QHeaderView.ResizeMode.Stretch)
        return table

    @Slot()
    def _show(self) -> None:
        standings = self._workspace.assistants_compared.of_kind(self._kind.currentData())
        colours = {a.id: a.colour for a in self._workspace.connections.assistants()}
        is_example = not standings.rows
        rows = example_rows() if is_example else rows_of(standings, colours)
        self._fill(rows, is_example=is_example)
        n = standings.rounds
        self._rounds.setText(_("Rounds judged: {n}").format(n=n) if n else _("An example"))
        self._words.setText("\n".join(sentences(standings)))

    def _fill(self, rows: Sequence[StandingsRow], *, is_example: bool) -> None:
        self._table.setRowCount(len(rows))
        self._table.setEnabled(not is_example)
        for line, row in enumerate(rows):
            for column, words in enumerate(row.cells):
                item = QTableWidgetItem(words)
                set_tip(item, row.explanation)
                if column == 1 and row.colour is not None:
                    item.setIcon(dot_icon(row.colour))
                if column == _INTERVAL:
                    item.setData(INTERVAL_ROLE, row.interval)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.explanation)
                self._table.setItem(line, column, item)
