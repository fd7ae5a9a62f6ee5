"""Show any number of sessions: the order of all, and the rows of those that are looked at."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
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
KEPT_PAGES = 8
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
        self._ids: tuple[SessionId, ...] = ()
        self._pages: OrderedDict[int, dict[SessionId, Session]] = OrderedDict()

    def show_ids(self, ids: tuple[SessionId, ...]) -> None:
        """Show these sessions."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    @property
    def ids(self) -> tuple[SessionId, ...]:
        """The sessions that are shown, in order."""
        return self._ids

    def session(self, row: int) -> Session | None:
        """Return the session of a row; None if it is gone meanwhile."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            wanted = self._ids[number * PAGE : (number + 1) * PAGE]
            page = {session.id: session for session in self._read(wanted)}
            self._pages[number] = page
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[row])

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
