"""Show a table of rows of which one is chosen, with thin lines and by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from conductor.gui.lists.row_table import ID_ROLE, RowTable, TableRow

ROW_PX = 38


class RowView(QTableView):
    """Rows of which one is chosen.

    Signals:
        chosen: the id of the row that is chosen now, None without one.
        opened: the id of the row on which Enter was pressed or that was double-clicked.
        removal_asked: the id of the row on which Delete was pressed.
    """

    chosen = Signal(object)
    opened = Signal(object)
    removal_asked = Signal(object)

    def __init__(self, name: str, title: str, columns: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("rows", True)  # noqa: FBT003 - Qt's own signature
        self._table = RowTable(columns, self)
        self._chosen: str | None = None
        self._shares: tuple[int, ...] = ()
        self.setModel(self._table)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_PX)
        titles = self.horizontalHeader()
        titles.setHighlightSections(False)
        titles.setTextElideMode(Qt.TextElideMode.ElideRight)
        titles.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.activated.connect(self._on_activated)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def show_table(
        self, titles: Sequence[str], shares: Sequence[int], rows: Sequence[TableRow]
    ) -> None:
        """Show other columns with their shares of the width, and these rows in them."""
        chosen = self._chosen
        self._table.show_table(titles, ())
        self.set_shares(*shares)
        self._share_out()
        self._chosen = chosen
        self.show_rows(rows)

    def set_shares(self, *shares: int) -> None:
        """Give the columns shares of the width, whatever it is."""
        self._shares = shares
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the new width out."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        width = self.viewport().width()
        for column, share in enumerate(self._shares):
            self.setColumnWidth(column, width * share // sum(self._shares))

    @property
    def chosen_id(self) -> str | None:
        """The id of the chosen row, None without one."""
        return self._chosen

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows; the chosen one stays chosen, else its neighbour is."""
        was = self.currentIndex().row()
        chosen = self._chosen
        self._table.show_rows(rows)
        number = self._table.row_of(chosen) if chosen else None
        if number is None and rows and not rows[0].is_example:
            number = min(max(was, 0), len(rows) - 1)
        self._choose_number(number)

    def choose(self, wanted: str) -> None:
        """Choose the row with this id, if there is one."""
        number = self._table.row_of(wanted)
        if number is not None:
            self._choose_number(number)

    def _choose_number(self, number: int | None) -> None:
        index = QModelIndex() if number is None else self._table.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag
        how = flags.ClearAndSelect | flags.Rows | flags.Current
        self.selectionModel().setCurrentIndex(index, how if index.isValid() else flags.Clear)
        self._on_current(index, QModelIndex())

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        found = index.data(ID_ROLE) if index.isValid() else None
        if found != self._chosen:
            self._chosen = found
            self.chosen.emit(found)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ID_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Delete as the wish to remove the chosen row."""
        if event.key() == Qt.Key.Key_Delete and self._chosen is not None:
            self.removal_asked.emit(self._chosen)
            return
        super().keyPressEvent(event)
