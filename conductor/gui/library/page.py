"""List every session, and what is in the bin."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.core.ids import SessionId
from conductor.gui.commands import Actions
from conductor.gui.library.bin_bar import BinBar
from conductor.gui.library.session_table import (
    ID_ROLE,
    KIND,
    ROUNDS,
    TAGS,
    TITLE,
    WHEN,
    SessionTable,
)
from conductor.gui.page import Page, Place
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

SEARCH_DELAY_MS = 120
MANY = 20  # sessions that change at once: more are read with all the others
ROW_HEIGHT = 40
WIDTHS = {KIND: 110, TAGS: 220, ROUNDS: 70, WHEN: 150}
MARGIN = 16


class LibraryPage(Page):
    """Every session, newest first, or what is in the bin."""

    def __init__(
        self, workspace: Workspace, tasks: Tasks, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("libraryPage")
        self._workspace = workspace
        self._actions = actions
        self._shown: tuple[bool, str] | None = None  # in the bin or not, and the words
        self._changed: frozenset[SessionId] = frozenset()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        self._bar = BinBar(workspace, tasks, self)
        layout.addWidget(self._bar)
        layout.addWidget(self._stage(), 1)
        tasks.changed.connect(self._on_change)
        tasks.stepped.connect(self._bar.settle)

    def _header(self) -> QWidget:
        header = QFrame(self)
        header.setObjectName("pageHeader")
        row = QHBoxLayout(header)
        row.setContentsMargins(MARGIN, 8, MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(text_label(_("Library"), header, name="libraryTitle", look="title"))
        self._search = QLineEdit(header)
        self._search.setObjectName("librarySearch")
        self._search.setAccessibleName(_("Words of the title or tags"))
        self._search.setPlaceholderText(_("Words of the title or tags"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._on_typed)
        row.addWidget(self._search, 1)
        self._open = self._button("openSessionButton", _("Open"), self._on_open)
        self._put = self._button("binSessionButton", _("Move to the bin"), self._on_put)
        self._restore = self._button("restoreButton", _("Put back"), self._on_restore)
        self._delete = self._button("deleteButton", _("Delete for good …"), self._on_delete)
        self._bin = self._button("binButton", _("Bin"), self._on_bin)
        self._bin.setCheckable(True)
        for button in (self._open, self._put, self._restore, self._delete, self._bin):
            row.addWidget(button)
        return header

    def _button(self, name: str, title: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(title, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _stage(self) -> QWidget:
        self._stack = QStackedWidget(self)
        self._rows = SessionTable(self._workspace.sessions.page, self)
        self._table = _Table(self._stack)
        self._table.setModel(self._rows)
        self._table.activated.connect(self._on_activated)
        self._table.bin_wanted.connect(self._on_put)
        self._table.selectionModel().selectionChanged.connect(self._on_selection)
        head = self._table.horizontalHeader()
        head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self._table.setColumnWidth(column, width)
        self._stack.addWidget(self._table)
        self._empty = text_label("", self._stack, name="libraryEmpty", look="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._empty)
        return self._stack

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return (self._search, self._table)

    def enter(self) -> None:
        """Take what changed, and begin in the list, or where words are typed."""
        if self._shown is None or self._changed:
            self._fill()
        place = self._search if self._empty.isVisible() else self._table
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """Stop what is due; the page is about to go."""
        self._timer.stop()

    def go_to(self, place: Place) -> None:
        """Show the sessions that have the words wanted, or choose the one wanted."""
        if not place.words and place.session_id is None:
            return
        self._bin.setChecked(False)
        self._search.setText(place.words)
        self._shown = None
        self._fill()
        if place.session_id in self._rows.ids:
            row = self._rows.ids.index(place.session_id)
            self._table.selectRow(row)
            self._table.scrollTo(self._rows.index(row, 0))
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _is_bin(self) -> bool:
        return self._bin.isChecked()

    @Slot()
    def _fill(self) -> None:
        self._timer.stop()
        query = self._search.text()
        chosen = set(self._chosen())
        place = self._table.verticalScrollBar().value()
        area = self._workspace.bin if self._is_bin else self._workspace.sessions
        wanted, changed = (self._is_bin, query), self._changed
        is_taken = (
            wanted == self._shown
            and len(changed) <= MANY
            and self._rows.take_changed(changed, area.places(query, changed))
        )
        if not is_taken:
            self._rows.show_ids(area.ids(query))
        self._shown, self._changed = wanted, frozenset()
        if not is_taken or not chosen or chosen != set(self._chosen()):
            self._restore_view(chosen, place)
        self._empty.setText(self._nothing(query))
        self._stack.setCurrentWidget(self._table if self._rows.ids else self._empty)
        self._show_buttons()

    def _restore_view(self, chosen: set[SessionId], place: int) -> None:
        for row, session_id in enumerate(self._rows.ids if chosen else ()):
            if session_id in chosen:
                self._table.selectRow(row)
                break
        else:
            if self._rows.ids:
                self._table.selectRow(0)
        self._table.verticalScrollBar().setValue(place)

    def _nothing(self, query: str) -> str:
        if query.strip():
            return _("No session has these words in its title or tags.")
        if self._is_bin:
            return _("The bin is empty. What you move here can be put back.")
        return _(
            "Every session is kept here. There is none yet: write a task on the workbench, and "
            "one begins."
        )

    def _chosen(self) -> tuple[SessionId, ...]:
        rows = self._table.selectionModel().selectedRows()
        return tuple(index.data(ID_ROLE) for index in sorted(rows, key=QModelIndex.row))

    def _show_buttons(self) -> None:
        chosen = bool(self._chosen())
        may_write = self._workspace.read_only is None
        for button, is_of_bin in (
            (self._open, False),
            (self._put, False),
            (self._restore, True),
            (self._delete, True),
        ):
            button.setVisible(self._is_bin is is_of_bin)
            button.setEnabled(chosen and (may_write or button is self._open))

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._timer.start()

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._show_buttons()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if not change.sessions:
            return
        self._changed |= change.sessions
        if self.isVisible():
            self._timer.start()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        if not self._is_bin:
            self.wanted.emit(Place("workbench", index.data(ID_ROLE)))

    @Slot()
    def _on_open(self) -> None:
        if self._chosen():
            self.wanted.emit(Place("workbench", self._chosen()[0]))

    @Slot()
    def _on_put(self) -> None:
        chosen = self._chosen()
        if self._is_bin or not chosen or self._workspace.read_only is not None:
            return
        self._bar.put(chosen)

    @Slot()
    @tells_what_went_wrong
    def _on_restore(self) -> None:
        self._workspace.bin.restore(self._chosen())

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._bar.tell(error)

    @Slot()
    def _on_delete(self) -> None:
        self._bar.ask(self._chosen())

    @Slot()
    def _on_bin(self) -> None:
        self._bar.leave()
        self._fill()


class _Table(QTableView):
    """The table of sessions.

    Signals:
        bin_wanted: Delete was pressed.
    """

    bin_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("libraryTable")
        self.setAccessibleName(_("Sessions"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Enter as opening and Delete as moving to the bin, on every system."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.currentIndex().isValid():
                    self.activated.emit(self.currentIndex())
            case Qt.Key.Key_Delete:
                self.bin_wanted.emit()
            case _:
                super().keyPressEvent(event)
