"""Show any number of sessions: the order of all, and the rows of those that are looked at."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from conductor.core.entities import Session
from conductor.core.ids import SessionId
from conductor.gui.widgets.tool_tip import plain_tip
from conductor.gui.words.kind_names import task_kind_name
from conductor.gui.words.session_words import listed_title
from conductor.gui.words.time_text import full_time_text, when_text
from conductor.i18n import N_, _

PAGE = 200
KEPT = 8 * PAGE
ID_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SessionColumn:
    """One column of the table.

    Attributes:
        title: its heading, in English.
        text: what it says of a session.
    """

    title: str
    text: Callable[[Session], str]


def _tags(session: Session) -> str:
    return "  ".join(f"#{tag}" for tag in session.tags)


COLUMNS = (
    SessionColumn(N_("Title"), listed_title),
    SessionColumn(N_("Kind"), lambda session: task_kind_name(session.kind)),
    SessionColumn(N_("Tags"), _tags),
    SessionColumn(N_("Rounds"), lambda session: str(session.rounds)),
    SessionColumn(N_("Last worked on"), lambda session: when_text(session.updated)),
)
TITLE, KIND, TAGS, ROUNDS, WHEN = range(len(COLUMNS))


class SessionTable(QAbstractTableModel):
    """Sessions by their ids; rows are read a page at a time, when they are shown."""

    def __init__(
        self, read: Callable[[Sequence[SessionId]], Sequence[Session]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._ids: list[SessionId] = []
        self._kept: OrderedDict[SessionId, Session | None] = OrderedDict()

    def show_ids(self, ids: Sequence[SessionId]) -> None:
        """Show these sessions."""
        self.beginResetModel()
        self._ids = list(ids)
        self._kept.clear()
        self.endResetModel()

    def take_changed(
        self,
        changed: Collection[SessionId],
        places: Sequence[tuple[SessionId, SessionId | None]],
    ) -> bool:
        """Take the sessions that changed; the others stay as they are.

        Args:
            changed: the sessions that changed.
            places: those of them that are still listed, the last first, each with the session
                that comes after it.

        Returns:
            False if a place is not to be found here: then all are to be shown anew.
        """
        stay = {session_id for session_id, _after in places}
        for session_id in changed:
            self._kept.pop(session_id, None)
            if session_id not in stay and session_id in self._ids:
                row = self._ids.index(session_id)
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._ids[row]
                self.endRemoveRows()
        return all(self._put(session_id, after) for session_id, after in places)

    def _put(self, session_id: SessionId, after: SessionId | None) -> bool:
        if after is not None and after not in self._ids:
            return False
        place = len(self._ids) if after is None else self._ids.index(after)
        if session_id not in self._ids:
            self.beginInsertRows(QModelIndex(), place, place)
            self._ids.insert(place, session_id)
            self.endInsertRows()
            return True
        row = self._ids.index(session_id)
        if place not in (row, row + 1):
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), place)
            self._ids.insert(place - (place > row), self._ids.pop(row))
            self.endMoveRows()
            row = place - (place > row)
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        return True

    @property
    def ids(self) -> Sequence[SessionId]:
        """The sessions that are shown, in order."""
        return self._ids

    def session(self, row: int) -> Session | None:
        """Return the session of a row; None if it is gone meanwhile."""
        session_id = self._ids[row]
        if session_id in self._kept:
            self._kept.move_to_end(session_id)
        else:
            first = row - row % PAGE
            page = self._ids[first : first + PAGE]
            wanted = [one for one in page if one not in self._kept]
            self._kept.update(dict.fromkeys(wanted))
            self._kept.update((session.id, session) for session in self._read(wanted))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[session_id]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return how many sessions there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, and the id of its session."""
        if not index.isValid():
            return None
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == ROUNDS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        session = self.session(index.row())
        if session is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(full_time_text(session.updated)) if index.column() == WHEN else None
        return COLUMNS[index.column()].text(session)

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section].title)
        return None
