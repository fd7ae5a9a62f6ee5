"""Let answers be read in other ways than side by side: one, a thread, one page, compared.

Rules: each way is a page in the place of the columns, made when it is first wanted; what it
shows is what the columns show.
Thread: GUI.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.gui.commands import Actions
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.panels.answer_columns import AnswerColumns
from conductor.gui.worker import Worker
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.core.compare.spans import Range
    from conductor.gui.panels.answer_column import AnswerColumn
    from conductor.gui.panels.compare_view import CompareView
    from conductor.gui.panels.one_page_view import OnePageView
    from conductor.gui.panels.own_words import OwnWords
    from conductor.gui.panels.read_view import ReadView
    from conductor.gui.panels.reader_page import ReaderPage
    from conductor.gui.panels.thread_view import ThreadView
    from conductor.gui.placing import Placing

_P = TypeVar("_P", bound="ReaderPage")


class Reading(QObject):
    """The ways of reading, and the commands for them.

    Signals:
        refused: a sentence, when something that the person asked for cannot be done.
        picked: the number of the column, from 1, that the person picked while reading.
        shown: the page that is shown now, or None for the columns.
    """

    refused = Signal(object)
    picked = Signal(object)
    shown = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        scheduler: FrameScheduler,
        worker: Worker,
        columns: AnswerColumns,
        stage: QStackedWidget,
    ) -> None:
        super().__init__(stage)
        self._workspace = workspace
        self._scheduler = scheduler
        self._worker = worker
        self._columns = columns
        self._stage = stage
        self._actions: Actions | None = None
        self._pages: dict[str, ReaderPage] = {}
        self._page: ReaderPage | None = None
        self._session_id: SessionId | None = None
        self._prefers_columns: set[SessionId] = set()
        self._placing: Placing | None = None  # these two are made when they are needed
        self._own: OwnWords | None = None
        columns.arranged.connect(self._on_columns_changed)

    @property
    def page(self) -> "ReaderPage | None":
        """The page that takes the place of the columns; None while they are shown."""
        return self._page

    def connect_to(self, actions: Actions) -> None:
        """Carry out the commands about reading."""
        self._actions = actions
        for name, slot in (
            ("readAnswer", self.read_answer),
            ("readThread", self.read_thread),
            ("onePage", self.read_page),
            ("compareAnswers", self.compare),
            ("showChanges", self.show_changes),
            ("nextChange", self.next_change),
            ("previousChange", self.previous_change),
            ("markOwn", self.mark_own),
            ("nextAnswer", self._on_next_answer),
            ("previousAnswer", self._on_previous_answer),
            ("find", self._on_find),
        ):
            actions.connect_to(name, slot)
        self._take_settings()

    def _made(self, name: str, make: Callable[[], _P]) -> _P:
        """Return a page, made now if this is the first time."""
        page = self._pages.get(name)
        if page is None:
            page = make()
            page.closed.connect(self.close_page)
            page.set_text_size(self._workspace.settings.now.text_size_px)
            self._stage.addWidget(page)
            self._pages[name] = page
        return page  # type: ignore[return-value]

    def _open(self, page: "ReaderPage") -> None:
        self._page = page
        self._stage.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(page)

    def _read_view(self) -> "ReadView":
        from conductor.gui.panels.read_view import ReadView

        page = ReadView(self._columns, self._scheduler, self._worker, self._stage)
        page.picked.connect(self.picked)
        page.page_asked.connect(self.read_page)
        page.zoom_asked.connect(self._on_zoom)
        return page

    def _thread_view(self) -> "ThreadView":
        from conductor.gui.panels.thread_view import ThreadView

        page = ThreadView(self._workspace, self._scheduler, self._stage)
        page.refused.connect(self.refused)
        page.zoom_asked.connect(self._on_zoom)
        return page

    def _one_page_view(self) -> "OnePageView":
        from conductor.gui.panels.one_page_view import OnePageView

        page = OnePageView(self._columns, self._worker, self._stage)
        page.place_asked.connect(self.show_place)
        return page

    def _compare_view(self) -> "CompareView":
        from conductor.gui.panels.compare_view import CompareView

        return CompareView(self._scheduler, self._worker, self._stage)

    @property
    def _column(self) -> "AnswerColumn | None":
        """The column in use, else the first one."""
        return self._columns.current or next(iter(self._columns.ordered), None)

    @Slot()
    def read_answer(self) -> None:
        """Read one answer at reading width; again: back to the columns."""
        column = self._column
        if column is None:
            self.refused.emit(_("There is no answer to read yet."))
            return
        page = self._made("read", self._read_view)
        if self._page is page:
            self.close_page()
            return
        page.open_at(column)
        self._open(page)

    @Slot()
    def read_thread(self) -> None:
        """Read one assistant's whole conversation; again: back to the columns."""
        column, session_id = self._column, self._columns.session_id
        if column is None or session_id is None:
            self.refused.emit(_("There is no answer to read yet."))
            return
        if self._page is self._pages.get("thread") and self._page is not None:
            self.close_page()
            return
        who = column.answer.assistant_id
        self._show_thread(session_id, who or self._workspace.sessions.assistants(session_id)[0])

    def _show_thread(self, session_id: SessionId, who: AssistantId) -> None:
        page = self._made("thread", self._thread_view)
        page.show_thread(session_id, who, self._columns.round_id)
        self._open(page)

    @Slot()
    def read_page(self) -> None:
        """Read all answers on one page; again: back to the columns."""
        page = self._made("page", self._one_page_view)
        if self._page is page:
            self.close_page()
            return
        page.refresh()
        self._open(page)

    @Slot()
    def compare(self) -> None:
        """Compare two answers side by side; again: back to the columns."""
        from conductor.gui.panels.versions import versions

        if self._page is self._pages.get("compare") and self._page is not None:
            self.close_page()
            return
        found = versions(self._workspace, self._columns.ordered)
        if len(found) < 2:
            self.refused.emit(_("There are no two answers yet that could be compared."))
            return
        column = self._column
        page = self._made("compare", self._compare_view)
        page.open_with(found, column.answer.id if column else None)
        self._open(page)

    @Slot()
    def close_page(self) -> None:
        """Go back to the columns, at the place where the person was reading."""
        page, self._page = self._page, None
        if page is None:
            return
        if page is self._pages.get("thread") and self._session_id is not None:
            self._prefers_columns.add(self._session_id)
        self._stage.setCurrentWidget(self._columns)
        read = self._pages.get("read")
        if page is read:
            self._bring_back()
        elif self._column is not None:
            self._column.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(None)

    def _bring_back(self) -> None:
        """Scroll the column to what was read last."""
        from conductor.gui.widgets.reading_place import go_to, place_of

        page = self._made("read", self._read_view)
        column, view = page.shown_column, page.view
        if column is not None and view is not None:
            place = place_of(view)
            self._columns.show_column(column)
            go_to(column.view, place)

    @Slot(object, object)
    def show_place(self, answer_id: AnswerId, place: "Range") -> None:
        """Show a place of an answer's source in its column, marked."""
        column = next((c for c in self._columns.ordered if c.answer.id == answer_id), None)
        if column is None:
            return
        self.close_page()
        self._columns.show_column(column)
        if self._placing is None:
            from conductor.gui.placing import Placing  # here: not for first paint

            self._placing = Placing(self._worker, "jump", self)
        self._placing.find(column.view, (place,), partial(self._point_out, column))

    def _point_out(self, column: "AnswerColumn", spans: object) -> None:
        for other in self._columns.ordered:
            if other is not column:
                other.view.point_out(None)
        if isinstance(spans, tuple) and spans[0]:
            column.view.point_out(spans[0])

    @Slot()
    def show_changes(self) -> None:
        """Show what changed in the answer in use, or its text again."""
        column = self._column
        if column is None or not column.revision.isVisibleTo(column):
            self.refused.emit(_("This answer revises no other. Shift+F4 compares any two."))
        else:
            column.revision.toggle()

    @Slot()
    def next_change(self) -> None:
        """Go to the next change."""
        self._step_change(1)

    @Slot()
    def previous_change(self) -> None:
        """Go to the change before."""
        self._step_change(-1)

    def _step_change(self, by: int) -> None:
        if self._page is not None:
            self._page.step_change(by)
        elif self._column is None or not self._column.revision.step(by):
            self.refused.emit(_("Show the changes of an answer first, with F4 or Shift+F4."))

    @Slot()
    def mark_own(self) -> None:
        """Underline what only one answer says from now on, or no longer."""
        try:
            self._workspace.settings.change("mark_own", not self._workspace.settings.now.mark_own)
        except ConductorError as error:
            self.refused.emit(str(error))
        self._take_settings()

    def _take_settings(self) -> None:
        settings = self._workspace.settings.now
        if self._actions is not None:
            self._actions.action("markOwn").setChecked(settings.mark_own)
        self._switch_own(is_on=settings.mark_own)
        for page in self._pages.values():
            page.set_text_size(settings.text_size_px)

    def _switch_own(self, *, is_on: bool) -> None:
        if self._own is None and is_on:
            from conductor.gui.panels.own_words import OwnWords  # here: not for first paint

            self._own = OwnWords(self._columns, self._worker, self)
            self._own.refused.connect(self.refused)
        if self._own is not None:
            self._own.switch(is_on=is_on)

    def _refresh_own(self) -> None:
        if self._own is not None:
            self._own.refresh()

    @Slot(object)
    def _on_zoom(self, by: int) -> None:
        if self._actions is not None:
            self._actions.action("zoomIn" if by > 0 else "zoomOut").trigger()

    @Slot()
    def _on_next_answer(self) -> None:
        self._step_read(1)

    @Slot()
    def _on_previous_answer(self) -> None:
        self._step_read(-1)

    def _step_read(self, by: int) -> None:
        read = self._pages.get("read")
        if read is not None and self._page is read:
            self._made("read", self._read_view).step(by)

    @Slot()
    def _on_find(self) -> None:
        self.close_page()

    @Slot()
    def _on_columns_changed(self) -> None:
        self._refresh_own()

    def take(self, change: Change) -> None:
        """Take what changed, after the columns did."""
        if self._page is not None:
            self._page.take(change)
        if change.answers:
            self._refresh_own()
        if change.settings:
            self._take_settings()

    def show_round(self, session_id: SessionId | None, round_id: RoundId | None) -> None:
        """Go on in another round; a thread is the way to read a session with one assistant."""
        is_same = session_id == self._session_id
        self._session_id = session_id
        self._refresh_own()
        if session_id is None or round_id is None:
            self._leave()
        elif self._is_thread_at_hand(session_id):
            self._show_thread(session_id, self._thread_of(session_id))
        elif (
            is_same
            and self._page is not None
            and self._page
            in (
                self._pages.get("read"),
                self._pages.get("page"),
            )
        ):
            self._page.refresh()
        else:
            self._leave()

    def _is_thread_at_hand(self, session_id: SessionId) -> bool:
        if self._page is not None and self._page is self._pages.get("thread"):
            return True
        is_alone = len(self._workspace.sessions.assistants(session_id)) == 1
        has_past = is_alone and len(self._workspace.sessions.score(session_id)) > 1
        return has_past and session_id not in self._prefers_columns

    def _thread_of(self, session_id: SessionId) -> AssistantId:
        thread = self._pages.get("thread")
        present = self._workspace.sessions.assistants(session_id)
        shown = getattr(thread, "assistant_id", None) if thread is not None else None
        return shown if shown in present else present[0]

    def _leave(self) -> None:
        if self._page is not None:
            self._page = None
            self._stage.setCurrentWidget(self._columns)
            self.shown.emit(None)

    def close_down(self) -> None:
        """Compute nothing any more; the window is closing."""
        self._worker.stop()
