"""Show rows of ready texts in a table; the panel that owns it makes them from entities.

Thread: GUI.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from conductor.gui.look.theme import current_tokens, number_font
from conductor.gui.look.tokens import INTERFACE_PX
from conductor.gui.widgets.tool_tip import plain_tip

ID_ROLE = Qt.ItemDataRole.UserRole
PILL_ROLE = ID_ROLE + 1
_Index = QModelIndex | QPersistentModelIndex


class Pill(Enum):
    """How a cell stands in a pill; for those who hear it, it is the words that count."""

    GOOD = "good"
    MILDLY_GOOD = "mildly good"
    NEUTRAL = "neutral"
    MILDLY_BAD = "mildly bad"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row.

    Attributes:
        text: what it shows, literally.
        colour: the name of a colour of the look in use; empty for the usual one.
        icon: what stands before the text.
        pill: what pill it stands in; None for none.
        said: what is read aloud in place of the text; empty for the same.
        tip: what is shown while the pointer rests on it, literally.
        is_number: whether its figures stand below each other.
    """

    text: str
    colour: str = ""
    icon: QIcon | None = None
    pill: Pill | None = None
    said: str = ""
    tip: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table, with the id of what it shows; an example cannot be chosen."""

    id: str
    cells: tuple[Cell, ...]
    is_example: bool = False


class RowTable(QAbstractTableModel):
    """Rows below the titles of their columns."""

    def __init__(self, titles: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._rows: tuple[TableRow, ...] = ()

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows and no others."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def show_table(self, titles: Sequence[str], rows: Sequence[TableRow]) -> None:
        """Show other columns, and these rows in them."""
        self.beginResetModel()
        self._titles = tuple(titles)
        self._rows = tuple(rows)
        self.endResetModel()

    def row_of(self, wanted: str) -> int | None:
        """Return the number of the row with this id, None if there is none."""
        return next((n for n, row in enumerate(self._rows) if row.id == wanted), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._titles)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if index.isValid() and self._rows[index.row()].is_example:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.DecorationRole:
                return cell.icon
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(getattr(current_tokens(), cell.colour)) if cell.colour else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return cell.said or None
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(cell.tip) or None
            case Qt.ItemDataRole.FontRole:
                return number_font(INTERFACE_PX) if cell.is_number else None
            case _:
                return {ID_ROLE: row.id, PILL_ROLE: cell.pill}.get(role)

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None
