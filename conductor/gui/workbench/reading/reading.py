"""Let answers be read in other ways than side by side: one, a thread, one page, compared.

Rules: each way is a page in the place of the columns; what it shows is what the columns show,
so whatever they hide stays hidden. A page that is closed keeps nothing of what it showed.
Thread: GUI.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from conductor.core.change import Change
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.gui.focus_order import has_focus
from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.gui.workbench.reading.reading_pages import ReadingPages, WayOfReading
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.core.compare.spans import Range
    from conductor.gui.workbench.columns.answer_column import AnswerColumn
    from conductor.gui.workbench.columns.reader_page import ReaderPage
    from conductor.gui.workbench.reading.own_words import OwnWords
    from conductor.gui.workbench.reading.placing import Placing


class Reading(QObject):
    """The ways of reading, and the commands for them.

    Signals:
        shown: the page that is shown now, or None for the columns.
    """

    shown = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        needs: Needs,
        columns: AnswerColumns,
        stack: QStackedWidget,
    ) -> None:
        super().__init__(stack)
        self._workspace = workspace
        self._needs = needs
        self._columns = columns
        self._stack = stack
        self._way: WayOfReading | None = None
        self._session_id: SessionId | None = None
        self._prefers_columns: set[SessionId] = set()
        self._placing: Placing | None = None  # these two are made when they are needed
        self._own: OwnWords | None = None
        self._pages = ReadingPages(workspace, needs, columns, self, stack)
        columns.filled.connect(self._on_filled)

    @property
    def page(self) -> "ReaderPage | None":
        """The page that takes the place of the columns; None while they are shown."""
        return None if self._way is None else self._pages.of(self._way)

    def carry_out_commands(self) -> None:
        """Carry out the commands about reading."""
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
            ("find", self.close_page),
        ):
            self._needs.actions.connect_to(name, slot)
        self._take_settings()

    def _open(self, way: WayOfReading, *, takes_focus: bool = True) -> None:
        before, self._way = self._way, way
        page = self._pages.of(way)
        self._stack.setCurrentWidget(page)
        if takes_focus:
            page.enter()
        if before is not None and before is not way:
            self._pages.of(before).forget()
        self.shown.emit(page)

    @property
    def _column(self) -> "AnswerColumn | None":
        """The column in use, else the first one."""
        return self._columns.current or next(iter(self._columns.ordered), None)

    @Slot()
    def read_answer(self) -> None:
        """Read one answer at reading width; again: back to the columns."""
        column = self._column
        if self._way is WayOfReading.ONE:
            self.close_page()
        elif column is not None:
            self._pages.one.open_at(column)
            self._open(WayOfReading.ONE)

    @Slot()
    def read_thread(self) -> None:
        """Read one assistant's whole conversation; again: back to the columns."""
        column, session_id = self._column, self._columns.session_id
        if column is None or session_id is None:
            return
        if self._way is WayOfReading.THREAD:
            self.close_page()
        elif column.planned.is_hidden:
            self._needs.say(_("A thread would tell who wrote what. Judge the blind round first."))
        else:
            self._show_thread(session_id, column.answer.assistant_id, takes_focus=True)

    def _show_thread(self, session_id: SessionId, who: AssistantId, *, takes_focus: bool) -> None:
        self._pages.thread_view.show_thread(session_id, who, self._columns.round_id)
        self._open(WayOfReading.THREAD, takes_focus=takes_focus)

    @Slot()
    def read_page(self) -> None:
        """Read all answers on one page; again: back to the columns."""
        if self._way is WayOfReading.PAGE:
            self.close_page()
        else:
            self._pages.page.refresh()
            self._open(WayOfReading.PAGE)

    @Slot()
    def compare(self) -> None:
        """Compare two answers side by side; again: back to the columns."""
        from conductor.gui.workbench.comparing.versions import versions

        if self._way is WayOfReading.COMPARED:
            self.close_page()
            return
        found = versions(self._workspace.sessions, self._columns.ordered)
        if len(found) < 2:
            self._needs.say(_("There are no two answers yet that could be compared."))
            return
        column = self._column
        self._pages.compared.open_with(found, column.answer.id if column else None)
        self._open(WayOfReading.COMPARED)

    @Slot()
    def close_page(self) -> None:
        """Go back to the columns, at the place where the person was reading."""
        way, self._way = self._way, None
        if way is None:
            return
        if way is WayOfReading.THREAD and self._session_id is not None:
            self._prefers_columns.add(self._session_id)
        column = self._column  # before Qt puts the focus anywhere
        self._stack.setCurrentWidget(self._columns)
        if way is WayOfReading.ONE:
            self._bring_back()
        elif column is not None:
            self._columns.show_column(column)
        self._pages.of(way).forget()
        self.shown.emit(None)

    def _bring_back(self) -> None:
        """Scroll the column to what was read last."""
        from conductor.gui.answer.reading_place import go_to, place_of

        column, view = self._pages.one.shown_column, self._pages.one.view
        if column is not None and view is not None:
            place = place_of(view)
            self._columns.show_column(column)
            go_to(column.view, place)

    @Slot(object)
    def switch_to(self, column: "AnswerColumn") -> None:
        """Let the commands about the answer in use be about the one that is read."""
        self._columns.show_assistant(column.planned.key, takes_focus=False)

    @Slot(object, object)
    def show_place(self, answer_id: AnswerId, place: "Range") -> None:
        """Show a place of an answer's source in its column, marked."""
        column = self._columns.column_of(answer_id)
        if column is None:
            return
        self.close_page()
        self._columns.show_column(column)
        if self._placing is None:
            from conductor.gui.workbench.reading.placing import Placing  # here: not for first paint

            self._placing = Placing(self._needs.tasks, "jump", self)
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
        if column is None or not column.revision.has_texts:
            self._needs.say(_("This answer revises no other. Shift+F4 compares any two."))
        else:
            self.close_page()
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
        page, column = self.page, self._column
        is_done = page.step_change(by) if page else column is not None and column.revision.step(by)
        if not is_done:
            self._needs.say(_("Show the changes of an answer first, with F4 or Shift+F4."))

    @Slot()
    def mark_own(self) -> None:
        """Underline what only one answer says from now on, or no longer."""
        settings = self._workspace.settings
        self._needs.attempt(partial(settings.change, "mark_own", not settings.now.mark_own))
        self._take_settings()

    def _take_settings(self) -> None:
        settings = self._workspace.settings.now
        self._needs.actions.action("markOwn").setChecked(settings.mark_own)
        if self._own is None and settings.mark_own:
            from conductor.gui.workbench.reading.own_words import (
                OwnWords,  # here: not for first paint
            )

            self._own = OwnWords(self._columns, self._needs, self)
        if self._own is not None:
            self._own.switch(is_on=settings.mark_own)
        self._pages.set_text_size(settings.text_size_px)

    def _refresh_own(self) -> None:
        if self._own is not None:
            self._own.refresh()

    @Slot()
    def _on_next_answer(self) -> None:
        self._step_read(1)

    @Slot()
    def _on_previous_answer(self) -> None:
        self._step_read(-1)

    def _step_read(self, by: int) -> None:
        if self._way is WayOfReading.ONE:
            self._pages.one.step(by)

    @Slot()
    def _on_filled(self) -> None:
        self._refresh_own()

    def take(self, change: Change) -> None:
        """Take what changed, after the columns did."""
        if self._way is not None:
            self._pages.of(self._way).take(change)
        if self._columns.round_id in change.seen_anew:
            self._take_names()
        if self._columns.shows_any(change.answers):
            self._refresh_own()
        if not change.settings.isdisjoint(("mark_own", "text_size_px")):
            self._take_settings()

    def _take_names(self) -> None:
        """Follow the columns, whose names came or went."""
        from conductor.gui.workbench.comparing.versions import versions

        if self._way is WayOfReading.THREAD and self._columns.plan.is_hidden:
            self._leave()
        elif self._way is WayOfReading.COMPARED:
            self._pages.compared.rename(versions(self._workspace.sessions, self._columns.ordered))

    def show_round(self, session_id: SessionId | None, round_id: RoundId | None) -> None:
        """Go on in another round; a thread is the way to read a session with one assistant."""
        is_same = session_id == self._session_id
        self._session_id = session_id
        if session_id is None or round_id is None:
            self._leave()
        elif self._is_thread_at_hand(session_id):
            who = self._thread_of(session_id)
            self._show_thread(session_id, who, takes_focus=has_focus(self._stack))
        elif is_same and self._way in (WayOfReading.ONE, WayOfReading.PAGE):
            self._pages.of(self._way).refresh()
        else:
            self._leave()

    def _is_thread_at_hand(self, session_id: SessionId) -> bool:
        if self._columns.plan.is_hidden:
            return False
        if self._way is WayOfReading.THREAD:
            return True
        is_alone = len(self._workspace.sessions.assistants(session_id)) == 1
        has_past = is_alone and len(self._workspace.sessions.score(session_id)) > 1
        return has_past and session_id not in self._prefers_columns

    def _thread_of(self, session_id: SessionId) -> AssistantId:
        present = self._workspace.sessions.assistants(session_id)
        shown = self._pages.thread_view.assistant_id if self._way is WayOfReading.THREAD else None
        return shown if shown in present else present[0]

    def _leave(self) -> None:
        way, self._way = self._way, None
        if way is not None:
            is_reading = has_focus(self._stack)
            self._stack.setCurrentWidget(self._columns)
            if is_reading and self._column is not None:
                self._columns.show_column(self._column)
            self._pages.of(way).forget()
            self.shown.emit(None)

    def close_down(self) -> None:
        """Compute and build nothing any more; the window is closing."""
        if self._way is not None:
            self._pages.of(self._way).forget()
