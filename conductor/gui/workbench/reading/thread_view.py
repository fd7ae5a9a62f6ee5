"""Show one assistant's whole conversation: the conductor's words and its answers, scrolling.

Rules: the newest rounds are built first, a few at a time; earlier ones when the reader comes
near them, without moving what is being read.
Thread: GUI.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.ids import AssistantId, RoundId, SessionId
from conductor.gui.answer.reading_view import reading_width_px
from conductor.gui.let_go import let_go
from conductor.gui.needs import Needs
from conductor.gui.widgets.text_label import text_label
from conductor.gui.workbench.columns.reader_page import ReaderPage
from conductor.gui.workbench.reading.reader_tabs import ReaderTab, ReaderTabs
from conductor.gui.workbench.reading.thread_story import ThreadStory, story_of
from conductor.gui.workbench.reading.thread_turn import TurnPanel
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_SLICE = 2  # turns that are built in one turn of the event loop
_LINE_PX = 44
_NEAR_PX = 4


class ThreadView(ReaderPage):
    """One thread; the other assistants of the session are tabs."""

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__("threadView", _("One assistant's conversation"), parent)
        self._workspace = workspace
        self._needs = needs
        self._session_id: SessionId | None = None
        self._assistant_id: AssistantId | None = None
        self._story = ThreadStory(())
        self._first = 0  # the number of the first turn that is built
        self._goal: RoundId | None = None  # the round to build back to, and to go to
        self._panels: list[TurnPanel] = []
        self._notes: list[QLabel] = []  # what stands below the last turn
        self._anchor: tuple[QWidget, int] | None = None  # what is read, and where it is
        self._is_following = True
        self._slices = QTimer(self)
        self._slices.setSingleShot(True)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._build_slice)
        self._build()

    def _build(self) -> None:
        self._tabs = ReaderTabs("threadTabs", _("Assistants of the session"), self)
        self._tabs.chosen.connect(self._on_tab_chosen)
        self.head.addWidget(self._tabs, 1)
        self.add_close()
        self._area = QScrollArea(self)
        self._area.setObjectName("threadArea")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self._area)
        self._inside = QWidget(self._area)
        self._inside.setObjectName("threadInside")
        self._inside.installEventFilter(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area.setWidget(self._inside)
        self._area.viewport().installEventFilter(self)
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.body.addWidget(self._area, 1)

    @property
    def assistant_id(self) -> AssistantId | None:
        """Whose thread is shown."""
        return self._assistant_id

    def show_thread(
        self,
        session_id: SessionId,
        assistant_id: AssistantId,
        round_id: RoundId | None = None,
    ) -> None:
        """Show the thread of an assistant, at a round, or at its end."""
        self._session_id, self._assistant_id = session_id, assistant_id
        self._clear()
        self._story = story_of(self._workspace, session_id, assistant_id)
        self._show_tabs()
        for number, sentence in enumerate(self._story.waiting):
            note = text_label(sentence, self._inside, name="threadWaiting", look="caption")
            self._column.insertWidget(number, note)
            self._notes.append(note)
        self._first = len(self._story.turns)
        turns = self._story.turns
        is_last = not turns or round_id in (None, turns[-1].round_id)
        self._goal, self._is_following = (None if is_last else round_id), is_last
        self._build_slice()

    def _clear(self) -> None:
        self._slices.stop()
        self._anchor = None
        for panel in self._panels:
            panel.leave()
        let_go(self._column, self._panels)
        let_go(self._column, self._notes)

    def _show_tabs(self) -> None:
        if self._session_id is None:
            return
        names = {a.id: a for a in self._workspace.connections.assistants()}
        tabs = [
            ReaderTab(who, names[who].name if who in names else _("removed"), self._colour(who))
            for who in self._workspace.sessions.assistants(self._session_id)
        ]
        self._tabs.show_tabs(tabs, self._assistant_id or "")

    def _colour(self, who: AssistantId) -> int:
        found = (a.colour for a in self._workspace.connections.assistants() if a.id == who)
        return next(found, 0)

    @Slot()
    def _build_slice(self) -> None:
        """Build a few more turns above those that are there, while any are wanted."""
        first = max(0, self._first - _SLICE)
        for number in range(self._first - 1, first - 1, -1):
            self._insert(number)
        self._first = first
        if self._goal is not None:
            self._go_to_goal()
        self._go_on()

    def _insert(self, number: int) -> None:
        turn = self._story.turns[number]
        colour = self._colour(turn.answer.assistant_id)
        panel = TurnPanel(self._workspace, self._needs, turn, colour, self._inside)
        self._panels.insert(0, panel)
        self._column.insertWidget(0, panel)

    def _wants_more(self) -> bool:
        """Whether the reader is within two screens of the first turn that is built."""
        near_px = 2 * max(self._area.viewport().height(), _LINE_PX)
        built_px = sum(panel.height() for panel in self._panels)
        bar = self._area.verticalScrollBar()
        is_near = built_px < near_px if self._is_following else bar.value() < near_px
        return self._goal is not None or is_near

    def _go_to_goal(self) -> None:
        panel = next((p for p in self._panels if p.turn.round_id == self._goal), None)
        if panel is not None:
            self._goal = None
            self._anchor, self._is_following = (panel, 0), False
            self._keep_place()

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        bar = self._area.verticalScrollBar()
        self._is_following = value >= bar.maximum() - _NEAR_PX
        panel = next((p for p in self._panels if p.geometry().bottom() >= value), None)
        self._anchor = (panel, panel.y() - value) if panel is not None else None
        self._go_on()

    def _keep_place(self) -> None:
        """Keep what is being read where it is, though something above it grew."""
        bar = self._area.verticalScrollBar()
        if self._is_following:
            bar.setValue(bar.maximum())
        elif self._anchor is not None:
            panel, offset = self._anchor
            bar.setValue(panel.y() - offset)
        self._go_on()

    def _go_on(self) -> None:
        """Build more, if the reader is near the first turn that is built."""
        if self._first and self._wants_more() and not self._slices.isActive():
            self._slices.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the place once the parts have been laid out anew."""
        if event.type() == QEvent.Type.Resize:
            self._centre()
            QTimer.singleShot(0, self, self._keep_place)
        return super().eventFilter(watched, event)

    def take(self, change: Change) -> None:
        """Go on with what is being written."""
        for panel in self._panels:
            if panel.turn.answer.id in change.answers:
                panel.take_state()
            elif panel.turn.answer.id in change.streams:
                panel.take_text()
        if self._session_id in change.adoptions or change.seen_anew:
            self.refresh()

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self._clear()
        self._story, self._first, self._goal = ThreadStory(()), 0, None
        self._session_id = self._assistant_id = None
        self._tabs.show_tabs((), "")

    def refresh(self) -> None:
        """Tell the conversation anew."""
        if self._session_id is not None and self._assistant_id is not None:
            self.show_thread(self._session_id, self._assistant_id)

    def set_text_size(self, size_px: int) -> None:
        """Show answers in another size."""
        for panel in self._panels:
            if panel.view is not None:
                panel.view.set_text_size(size_px)
        self._centre()

    @Slot(object)
    def _on_tab_chosen(self, key: str) -> None:
        if self._session_id is not None:
            self.show_thread(self._session_id, AssistantId(key))

    def _centre(self) -> None:
        """Set the conversation at reading width."""
        size_px = self._workspace.settings.now.text_size_px
        side = max(8, (self._area.viewport().width() - reading_width_px(size_px)) // 2)
        if self._column.contentsMargins().left() != side:
            self._column.setContentsMargins(side, 8, side, 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll by the usual keys."""
        bar = self._area.verticalScrollBar()
        page = self._area.viewport().height() - _LINE_PX
        goals = {
            Qt.Key.Key_Up: bar.value() - _LINE_PX,
            Qt.Key.Key_Down: bar.value() + _LINE_PX,
            Qt.Key.Key_PageUp: bar.value() - page,
            Qt.Key.Key_PageDown: bar.value() + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
        }
        key = Qt.Key(event.key())
        if key in goals and not event.modifiers():
            bar.setValue(goals[key])
            return
        super().keyPressEvent(event)
