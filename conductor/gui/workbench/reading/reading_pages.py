"""Make the pages on which answers are read in other ways, each when it is first wanted.

Thread: GUI.
"""

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.columns.reader_page import ReaderPage
    from conductor.gui.workbench.comparing.compare_view import CompareView
    from conductor.gui.workbench.comparing.one_page_view import OnePageView
    from conductor.gui.workbench.reading.read_view import ReadView
    from conductor.gui.workbench.reading.thread_view import ThreadView


class WayOfReading(Enum):
    """A way of reading answers."""

    ONE = auto()
    THREAD = auto()
    PAGE = auto()
    COMPARED = auto()


class ReadingPages(QObject):
    """The pages.

    Signals:
        closed: the person wants to go back to the columns.
        refused: a sentence, when something that the person asked for cannot be done.
        picked: what the person judges by: a digit, or `=`.
        switched: the column whose answer is read now.
        page_asked: the person wants all answers on one page.
        place_asked: the id of an answer and the `Range` of its source to show.
        zoom_asked: 1 for larger text, -1 for smaller.
    """

    closed = Signal()
    refused = Signal(object)
    picked = Signal(object)
    switched = Signal(object)
    page_asked = Signal()
    place_asked = Signal(object, object)
    zoom_asked = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        scheduler: FrameScheduler,
        tasks: Tasks,
        columns: AnswerColumns,
        stack: QStackedWidget,
    ) -> None:
        super().__init__(stack)
        self._workspace = workspace
        self._scheduler = scheduler
        self._tasks = tasks
        self._columns = columns
        self._stack = stack
        self._one: ReadView | None = None
        self._thread: ThreadView | None = None
        self._page: OnePageView | None = None
        self._compared: CompareView | None = None

    @property
    def one(self) -> "ReadView":
        """One answer."""
        if self._one is None:
            from conductor.gui.workbench.reading.read_view import ReadView

            page = ReadView(self._columns, self._scheduler, self._tasks, self._stack)
            page.picked.connect(self.picked)
            page.switched.connect(self.switched)
            page.page_asked.connect(self.page_asked)
            page.zoom_asked.connect(self.zoom_asked)
            self._one = page
            self._add(page)
        return self._one

    @property
    def thread_view(self) -> "ThreadView":
        """One assistant's conversation."""
        if self._thread is None:
            from conductor.gui.workbench.reading.thread_view import ThreadView

            page = ThreadView(self._workspace, self._scheduler, self._stack)
            page.refused.connect(self.refused)
            page.zoom_asked.connect(self.zoom_asked)
            self._thread = page
            self._add(page)
        return self._thread

    @property
    def page(self) -> "OnePageView":
        """All answers on one page."""
        if self._page is None:
            from conductor.gui.workbench.comparing.one_page_view import OnePageView

            page = OnePageView(self._columns, self._tasks, self._stack)
            page.place_asked.connect(self.place_asked)
            self._page = page
            self._add(page)
        return self._page

    @property
    def compared(self) -> "CompareView":
        """Two answers beside each other."""
        if self._compared is None:
            from conductor.gui.workbench.comparing.compare_view import CompareView

            self._compared = CompareView(self._scheduler, self._tasks, self._stack)
            self._add(self._compared)
        return self._compared

    def _add(self, page: "ReaderPage") -> None:
        page.closed.connect(self.closed)
        page.set_text_size(self._workspace.settings.now.text_size_px)
        self._stack.addWidget(page)

    def of(self, way: WayOfReading) -> "ReaderPage":
        """Return the page for a way of reading."""
        match way:
            case WayOfReading.ONE:
                return self.one
            case WayOfReading.THREAD:
                return self.thread_view
            case WayOfReading.PAGE:
                return self.page
            case WayOfReading.COMPARED:
                return self.compared

    def set_text_size(self, size_px: int) -> None:
        """Show answers in another size, in pixels."""
        for page in (self._one, self._thread, self._page, self._compared):
            if page is not None:
                page.set_text_size(size_px)
