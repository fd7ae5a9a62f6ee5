"""Go to a recent session by typing a few letters of its title or tags."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Session
from conductor.core.ids import SessionId
from conductor.gui.widgets.text_label import text_label
from conductor.gui.words.session_words import listed_title
from conductor.gui.words.time_text import when_text
from conductor.gui.workbench.session.session_delegate import ROW_ROLE, SessionDelegate
from conductor.i18n import _
from conductor.workspace.sessions.sessions import Sessions

SHOWN = 50
WIDTH, HEIGHT = 600, 440
SEARCH_DELAY_MS = 60
_STEPS: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}


class SessionSwitcher(QDialog):
    """The sessions worked on last, and those that a few letters find.

    Signals:
        chosen: the `SessionId` the person goes to.
    """

    chosen = Signal(object)

    def __init__(self, sessions: Sessions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("sessionSwitcher")
        self.setAccessibleName(_("Open a session"))
        self.setWindowTitle(_("Open a session"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH, HEIGHT)
        self._sessions = sessions
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 8)
        layout.setSpacing(0)
        self._search = QLineEdit(self)
        self._search.setObjectName("switcherSearch")
        self._search.setAccessibleName(_("Words of the title or tags"))
        self._search.setPlaceholderText(_("Open a session: words of its title or tags"))
        self._search.installEventFilter(self)
        self._search.returnPressed.connect(self._on_enter)
        layout.addWidget(self._search)
        self._list = QListWidget(self)
        self._list.setObjectName("switcherList")
        self._list.setAccessibleName(_("Sessions"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setItemDelegate(SessionDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._on_clicked)
        layout.addWidget(self._list, 1)
        self._nothing = text_label("", self, name="switcherNothing", look="muted", wrap=True)
        self._nothing.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._fill)
        self._search.textChanged.connect(self._on_typed)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        self._timer.stop()
        query = self._search.text()
        ids = self._sessions.ids(query, limit=SHOWN)
        self._list.clear()
        for session in self._sessions.page(ids):
            item = QListWidgetItem(listed_title(session), self._list)
            item.setData(ROW_ROLE, session)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(session))
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(ids))
        self._nothing.setVisible(not ids)
        self._nothing.setText(
            _("No session has these words in its title or tags.")
            if query.strip()
            else _("There is no session yet. Write a task, and one begins.")
        )

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._timer.start()

    @Slot()
    def _on_enter(self) -> None:
        if self._timer.isActive():
            self._fill()
        self._take(self._list.currentItem())

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._take(item)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        session_id: SessionId = item.data(ROW_ROLE).id
        self.close()
        self.chosen.emit(session_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the keys that move go to the list while the person types."""
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            row = self._list.currentRow() + _STEPS[event.key()]
            self._list.setCurrentRow(max(0, min(row, self._list.count() - 1)))
            return True
        return super().eventFilter(watched, event)


def _spoken(session: Session) -> str:
    tags = ", ".join(session.tags)
    return ". ".join(filter(None, [listed_title(session), when_text(session.updated), tags]))
