"""Show a table of an answer that is too large to stand in it."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView, QWidget

from conductor.gui.answer.document.row_words import words_of
from conductor.gui.answer.document.rows import DocumentRow
from conductor.gui.widgets.plain_dialog import PlainDialog
from conductor.i18n import _

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Cells(QAbstractTableModel):
    """The cells of a table, read when they are shown."""

    def __init__(self, rows: Sequence[DocumentRow], parent: QObject) -> None:
        super().__init__(parent)
        self._header = rows[0].cells if rows else ()
        self._rows = rows[1:]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many rows there are below the header."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._header)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return "".join(map(words_of, self._rows[index.row()].cells[index.column()]))

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the words above a column, or the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return "".join(map(words_of, self._header[section]))


class TableDialog(PlainDialog):
    """One table in a window of its own."""

    def __init__(self, rows: Sequence[DocumentRow], parent: QWidget) -> None:
        super().__init__("tableDialog", _("A table of the answer"), parent)
        self.resize(900, 600)
        table = QTableView(self)
        table.setObjectName("answerTable")
        table.setAccessibleName(_("A table of the answer"))
        table.setModel(Cells(rows, table))
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.parts.addWidget(table, 1)
        self.add_close()
