"""The workbench: the person's words, and the answers to them side by side.

Rules: the page is there before its library is: then it has its foot only, where the person can
write already. The rest is mounted around that, so that nothing moves and no key is lost.
Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.gui.page import Page, Place
from conductor.gui.workbench.composer.mode import MODES_AT_FIRST, MODES_LATER
from conductor.gui.workbench.composer.words_box import WordsBox
from conductor.gui.workbench.foot import Foot

if TYPE_CHECKING:
    from conductor.core.ids import AssistantId, SessionId
    from conductor.gui.commands import Actions
    from conductor.gui.frame_scheduler import FrameScheduler
    from conductor.gui.tasks.tasks import Tasks
    from conductor.gui.workbench.rooms import Rooms
    from conductor.gui.workbench.shown_session import ShownSession
    from conductor.workspace.workspace import Workspace

LOW_PX = 860
"""Pages lower than this fold their header into one row."""


class Workbench(Page):
    """One session at work.

    Attributes:
        words: where the person writes, from the first moment.
        rooms: its parts, once they are mounted.

    Signals:
        left: another session, or a new one, is shown in the place of one.
    """

    left = Signal()

    rooms: Rooms
    _scheduler: FrameScheduler
    _shown: ShownSession

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("workbench")
        self._is_mounted = False
        self._rail: QWidget | None = None
        self._blank: QWidget | None = None
        self._top = QVBoxLayout(self)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._heads, self._rounds, self._work = QWidget(self), QWidget(self), QWidget(self)
        self._places = (self._heads, self._rounds, self._work)
        self._right, self._middle = QVBoxLayout(), QHBoxLayout()
        for layout in (self._top, self._middle, self._right):
            layout.setSpacing(0)
        self._top.addWidget(self._heads)
        self._top.addLayout(self._middle, 1)
        self._middle.addWidget(self._rounds)
        self._middle.addLayout(self._right, 1)
        self._right.addWidget(self._work, 1)
        self.words = WordsBox(self)
        self._foot = Foot(self.words, self)
        self._right.addWidget(self._foot)

    def expect(self, *, is_follow_up: bool, left_px: int, beside_px: int) -> None:
        """Look, until the session is there, as it will: the words at their place."""
        self.words.expect(MODES_LATER if is_follow_up else MODES_AT_FIRST)
        for place in self._places:
            place.hide()
        self._rail = QWidget(self)
        self._rail.setFixedWidth(left_px)
        self._middle.insertWidget(0, self._rail)
        self._foot.expect(beside_px)
        self._blank = QWidget(self)
        self._right.insertWidget(0, self._blank, 1)

    def mount(self, workspace: Workspace, tasks: Tasks, actions: Actions) -> Iterator[None]:
        """Build the rest over the library, a part up to each `yield`."""
        from conductor.gui.frame_scheduler import FrameScheduler
        from conductor.gui.needs import Needs
        from conductor.gui.workbench.rooms import Rooms

        yield
        self._scheduler = FrameScheduler(self)
        needs = Needs(
            actions,
            tasks,
            self._scheduler,
            say=self.words.say,
            go=self._go,
            read_only=workspace.read_only,
        )
        self.rooms = Rooms(workspace, needs, self._foot, self)
        yield from self.rooms.build(*(_layout_in(place) for place in self._places))
        yield
        from conductor.gui.workbench.shown_session import ShownSession
        from conductor.gui.workbench.wiring import PageWiring

        self._shown = ShownSession(self.rooms)
        self._shown.left.connect(self.left)
        self._wiring = PageWiring(self.rooms, self._shown)
        tasks.changed.connect(self._shown.take)
        self._is_mounted = True
        self._fold()
        if self._rail is None:
            self._wiring.settle()

    @property
    def session_id(self) -> SessionId | None:
        """The session that is shown; None is a new one."""
        return self._shown.session_id

    @property
    def hides_names(self) -> bool:
        """Whether nobody may see now who wrote what."""
        return self.rooms.columns.plan.is_hidden

    @property
    def foot(self) -> Foot:
        """What stands below the answers."""
        return self._foot

    @property
    def hurting(self) -> SessionId | None:
        """The session that is named above as one that hurts."""
        return self._shown.hurting

    @property
    def is_opening(self) -> bool:
        """Whether something of the session or round is still to be shown."""
        return self.rooms.opening.is_open

    @property
    def is_follow_up(self) -> bool:
        """Whether the next words go on in a session."""
        return not self.rooms.composer.is_task

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        if not self._is_mounted:
            return (self.words,)
        answers = self.rooms.reading.page or self.rooms.stage
        return (self.words, self.rooms.header, self.rooms.rounds, answers)

    def enter(self) -> None:
        """Put the cursor where the person begins."""
        is_whole = self._is_mounted and self._rail is None
        is_welcome = is_whole and self.rooms.stage.is_welcome
        if is_welcome and not self.words.is_written:
            self.rooms.stage.enter_welcome()
        else:
            self.words.focus_words()

    def go_to(self, place: Place) -> None:
        """Open the session that was wanted."""
        if place.session_id is not None and place.session_id != self.session_id:
            self.open_session(place.session_id)
        if place.answer is not None:
            self._shown.go_to_place(place.answer)

    def _go(self, place: Place) -> None:
        """Go to an answer of this session at once, and anywhere else by way of the window."""
        if place.answer is not None:
            self.go_to(place)
        else:
            self.wanted.emit(place)

    def fill(self) -> None:
        """Show the last session; to be called once the window has been painted."""
        self._foot.expect_no_more()  # the bar comes now: both have no room beside the words
        self._shown.fill()
        for place in self._places:
            place.show()  # all at once: a room without its contents is nothing to look at
        _take_away(self._rail)  # from now on what stands at the left says where that is
        _take_away(self._blank)
        self._rail = self._blank = None
        self._wiring.settle()

    def getting_ready(self) -> Iterator[None]:
        """Load and make, while nothing else is to be done, what the first send needs."""
        from conductor.gui.workbench.getting_ready import getting_ready

        yield from getting_ready(self.rooms.columns, len(self.rooms.composer.offered))

    def open_session(self, session_id: SessionId | None) -> None:
        """Show a session at its last round; None is a new one, as is one that is gone."""
        self._shown.open_session(session_id)

    def name_hurting(self, session_id: SessionId, *, ended_well: bool) -> None:
        """Say which session was not opened, until the person decides about it."""
        self._shown.name_hurting(session_id, ended_well=ended_well)

    def start_session(self) -> None:
        """Begin a new session."""
        self._wiring.start_session()

    def send_early(self) -> None:
        """Send what the person wanted to send before the page was there."""
        self.rooms.composer.send_early()

    def address(self, assistants: Sequence[AssistantId]) -> None:
        """Send the next words to these, and to nobody else."""
        self.rooms.address(assistants)

    def close_down(self) -> None:
        """Keep the draft and stop what runs; the window is closing."""
        if self._is_mounted:
            self.rooms.close_down()
            self._scheduler.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the header where the window is low; let words grow to a third of it."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        is_low = self.height() < LOW_PX
        if self._is_mounted:
            self.rooms.header.set_folded(is_folded=is_low)
        self.words.set_room(self.height() // 3, is_low=is_low)


def _layout_in(place: QWidget) -> QVBoxLayout:
    """Return a new layout in which parts stand without a gap."""
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


def _take_away(part: QWidget | None) -> None:
    """Take a part away that held the place of others."""
    if part is not None:
        part.hide()
        part.deleteLater()
