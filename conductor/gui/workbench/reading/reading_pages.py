"""Make the pages on which answers are read in other ways, each when it is first wanted.

Thread: GUI.
"""

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QStackedWidget

from conductor.core.ids import AnswerId
from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.core.compare.spans import Range
    from conductor.gui.workbench.columns.answer_column import AnswerColumn
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


class PageReader(Protocol):
    """Who reads: what the person does on a page that concerns the whole way of reading."""

    def close_page(self) -> None: ...  # noqa: D102

    def switch_to(self, column: "AnswerColumn") -> None: ...  # noqa: D102

    def show_place(self, answer_id: AnswerId, place: "Range") -> None: ...  # noqa: D102


class ReadingPages:
    """The pages."""

    def __init__(
        self,
        workspace: Workspace,
        needs: Needs,
        columns: AnswerColumns,
        reader: PageReader,
        stack: QStackedWidget,
    ) -> None:
        self._workspace = workspace
        self._needs = needs
        self._columns = columns
        self._reader = reader
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

            page = ReadView(self._columns, self._needs, self._stack)
            page.switched.connect(self._reader.switch_to)
            self._one = page
            self._add(page)
        return self._one

    @property
    def thread_view(self) -> "ThreadView":
        """One assistant's conversation."""
        if self._thread is None:
            from conductor.gui.workbench.reading.thread_view import ThreadView

            self._thread = ThreadView(self._workspace, self._needs, self._stack)
            self._add(self._thread)
        return self._thread

    @property
    def page(self) -> "OnePageView":
        """All answers on one page."""
        if self._page is None:
            from conductor.gui.workbench.comparing.one_page_view import OnePageView

            page = OnePageView(self._columns, self._needs.tasks, self._stack)
            page.place_asked.connect(self._reader.show_place)
            self._page = page
            self._add(page)
        return self._page

    @property
    def compared(self) -> "CompareView":
        """Two answers beside each other."""
        if self._compared is None:
            from conductor.gui.workbench.comparing.compare_view import CompareView

            self._compared = CompareView(self._needs.scheduler, self._needs.tasks, self._stack)
            self._add(self._compared)
        return self._compared

    def _add(self, page: "ReaderPage") -> None:
        page.closed.connect(self._reader.close_page)
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
