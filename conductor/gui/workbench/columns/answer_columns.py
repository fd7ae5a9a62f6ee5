"""Show a round's answers side by side, one column each; those that do not fit are tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.entities import Answer
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.text.anchor import AnswerPlace
from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.answer_commands import AnswerCommands
from conductor.gui.workbench.columns.answer_places import MIN_WIDTH, Places, fitting_columns
from conductor.gui.workbench.columns.answer_tabs import AnswerTabs
from conductor.gui.workbench.columns.column_plan import ColumnPlan, PlannedColumn, plan_columns
from conductor.gui.workbench.columns.find_bar import FindBar
from conductor.gui.workbench.columns.hand_keys import JUDGING_KEYS, KEYPAD, judge_by
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.answer.view import AnswerView
    from conductor.gui.workbench.columns.answer_column import AnswerColumn

EQUAL = 10_000  # more than there is: the splitter shares what there is in equal parts


class AnswerColumns(QFrame):
    """The columns of one round.

    Signals:
        round_shown: the `ColumnPlan`, whenever other answers are shown or seen otherwise.
        filled: their texts are there, or on their way into the views.
        thread_asked: the answer whose thread the person wants to see; None: there is none yet.
    """

    round_shown = Signal(object)
    filled = Signal()
    thread_asked = Signal(object)

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answerColumns")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._workspace = workspace
        self._needs = needs
        self._columns: dict[AssistantId, AnswerColumn] = {}
        self._spare: list[AnswerColumn] = []  # made, and without a place yet
        self._places = Places()
        self._plan = ColumnPlan()
        self._offered: tuple[QAction, ...] = ()
        self._round_id: RoundId | None = None
        self._session_id: SessionId | None = None
        self._commands = AnswerCommands(workspace, needs, self, self)
        self._commands.thread_asked.connect(self.thread_asked)
        self._build()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _build(self) -> None:
        self._tabs = AnswerTabs(self)
        self._tabs.chosen.connect(self._on_tab_chosen)
        self._tabs.dropped.connect(self._on_dropped)
        self._tabs.setVisible(False)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._splitter = QSplitter(self._scroll)
        self._splitter.setObjectName("answerSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._scroll.setWidget(self._splitter)
        self._find = FindBar(self)
        self._find.shown_wanted.connect(self._on_view_wanted)
        self._find.closed.connect(self._on_find_closed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._find)

    def carry_out_commands(self) -> None:
        """Carry out the commands about answers."""
        self._commands.carry_out_commands()
        for name, slot in (
            ("find", self.open_find),
            ("findNext", self._find.step_on),
            ("findPrevious", self._find.step_back),
            ("nextAnswer", self.next_answer),
            ("previousAnswer", self.previous_answer),
        ):
            self._needs.actions.connect_to(name, slot)

    @property
    def session_id(self) -> SessionId | None:
        """The session of the round; None before there is one."""
        return self._session_id

    @property
    def round_id(self) -> RoundId | None:
        """The round that is shown."""
        return self._round_id

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers of the round as the columns show them."""
        return tuple(c.answer for c in self.ordered if not c.is_unasked)

    def show_round(self, round_id: RoundId | None) -> None:
        """Show the answers of a round, or nothing."""
        for _slice in (*self.placing(round_id), *self.filling()):
            pass

    def make_ready(self, planned: PlannedColumn, count: int) -> bool:
        """Make a column ahead of the next round; return whether that makes so many."""
        self._spare.append(self._new_column(planned))
        return len(self._columns) + len(self._spare) >= count

    def placing(self, round_id: RoundId | None) -> Iterator[None]:
        """Put the columns of a round in their places, without their texts, in slices."""
        plan = plan_columns(self._workspace, round_id)
        yield
        while len(self._columns) + len(self._spare) < len(plan.columns):
            self._spare.append(self._new_column(plan.columns[0]))
            yield
        before, self._plan = self._plan, plan
        self._round_id, self._session_id = round_id, plan.session_id
        if plan.is_blind or before.is_blind:
            self._places.forget()  # a shuffled order is the round's own
        self._take_columns(plan.columns)
        order = [column.key for column in plan.columns]
        first = [column.key for column in plan.columns if column.number is not None]
        self._places.take(order, first)
        self._arrange()
        self.round_shown.emit(plan)

    def filling(self) -> Iterator[None]:
        """Show the texts of the columns, those that can be seen first, a column a slice."""
        for column in sorted(self.ordered, key=QWidget.isHidden):
            column.fill()
            yield
        self.filled.emit()

    def blank(self) -> None:
        """Show nothing for now: what is shown is of something else than what is to come."""
        self._spare += self._columns.values()
        for column in self._spare:
            column.hide()
        self._columns, self._plan = {}, ColumnPlan()
        self._round_id = self._session_id = None
        self._places.take((), ())
        self._arrange()
        self.round_shown.emit(self._plan)

    @property
    def plan(self) -> ColumnPlan:
        """What the columns show."""
        return self._plan

    def plan_now(self) -> ColumnPlan:
        """Return the plan with the answers as they stand now."""
        now = {column.planned.key: column for column in self._columns.values()}
        columns = (
            replace(one, answer=now[one.key].answer, text=now[one.key].answer.text)
            for one in self._plan.columns
            if one.key in now
        )
        return replace(self._plan, columns=tuple(columns))

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer these commands in the menus of the answers; they work on the one in use."""
        self._offered = tuple(actions)
        for column in (*self._columns.values(), *self._spare):
            column.deeds.offer(self._offered)

    def column_of(self, answer_id: AnswerId) -> AnswerColumn | None:
        """Return the column that shows an answer."""
        found = (c for c in self._columns.values() if c.answer.id == answer_id)
        return next(found, None)

    def show_place(self, place: AnswerPlace) -> None:
        """Show an answer of this round, and select the words that are meant."""
        for key, column in self._columns.items():
            if column.answer.id == place.answer_id:
                self.show_assistant(key, takes_focus=True)
                if place.span is not None:
                    column.show_span(place.span)
                return

    def _take_columns(self, planned: Sequence[PlannedColumn]) -> None:
        """Give each answer a column, and let those go that are left over."""
        fitting, free = fitting_columns(self._columns, planned)
        left_over, self._spare = [*self._spare, *free], []
        columns: dict[AssistantId, AnswerColumn] = {}
        for one in planned:
            column = fitting.get(one.key) or (left_over.pop() if left_over else None)
            columns[one.key] = column = column or self._new_column(one)
            column.show_answer(one)
        for column in left_over:
            column.leave()
            column.hide()
            column.deleteLater()
        self._columns = columns

    def _new_column(self, planned: PlannedColumn) -> AnswerColumn:
        from conductor.gui.workbench.columns.answer_column import (
            AnswerColumn,  # here: not for first paint
        )

        column = AnswerColumn(self._workspace, self._needs, planned, self._splitter)
        column.set_text_size(self._workspace.settings.now.text_size_px)
        column.scrolled.connect(self._commands.follow)
        column.deeds.thread_asked.connect(self.thread_asked)
        column.dropped.connect(self._on_dropped)
        column.deeds.offer(self._offered)
        column.hide()
        return column

    @property
    def ordered(self) -> tuple[AnswerColumn, ...]:
        """The columns and tabs from left to right."""
        return tuple(self._columns[who] for who in self._places.order)

    def _arrange(self) -> None:
        """Put the columns that fit beside each other, and list all if some do not."""
        self._places.fit(self.width() // (MIN_WIDTH + 1))
        shown = [self._columns[who] for who in self._places.shown]
        before = {c: c.width() for c in self.ordered if not c.isHidden()}
        is_same = True
        for column in self.ordered:
            if column not in shown and not column.isHidden():
                column.hide()
                is_same = False
        for number, column in enumerate(shown):
            if self._splitter.indexOf(column) != number or column.isHidden():
                self._splitter.insertWidget(number, column)
                column.show()
                is_same = False
        if not is_same:
            self._share(shown, before)
        self._find.set_views([column.view for column in self.ordered])
        self._show_tabs()
        self._show_focus()

    def _share(self, shown: list[AnswerColumn], before: dict[AnswerColumn, int]) -> None:
        """Give the columns the widths of their places, or where these changed their own."""
        usual = max(before.values(), default=EQUAL)
        sizes = list(before.values())
        if len(sizes) != len(shown):
            sizes = [before.get(column, usual) for column in shown]
        hidden = self._splitter.count() - len(shown)
        self._splitter.setSizes([*sizes, *[0] * hidden])

    def _show_tabs(self) -> None:
        self._tabs.setVisible(self._places.has_tabs)
        if not self._places.has_tabs:
            self._tabs.show_states((), None)
            return
        states = [column.state for column in self.ordered]
        self._tabs.show_states(states, self._places.current)

    def take(self, change: Change) -> None:
        """Refresh the columns whose answers changed, or all if other things may be seen now."""
        if self._must_plan_anew(change):
            self.show_round(self._round_id)
            return
        for column in self._columns.values():
            if column.answer.id in change.answers:
                column.take_state()
            elif column.answer.id in change.streams:
                column.take_text()
        if self.shows_any(change.answers):
            self._show_tabs()
        if not change.settings.isdisjoint(("text_size_px", "linked_scrolling")):
            self._commands.take_settings()

    def _must_plan_anew(self, change: Change) -> bool:
        if self._round_id is None:
            return False
        may_be_whole = self._plan.is_held and self.shows_any(change.answers)
        return may_be_whole or self._round_id in change.seen_anew

    def shows_any(self, answers: Set[AnswerId]) -> bool:
        """Whether any of these answers stands in a column."""
        return any(column.answer.id in answers for column in self._columns.values())

    @property
    def current(self) -> AnswerColumn | None:
        """The column in use: the last one that had the focus, or the only one."""
        if len(self._columns) == 1:
            return next(iter(self._columns.values()))
        who = self._places.current
        return None if who is None else self._columns.get(who)

    def show_assistant(self, who: AssistantId, *, takes_focus: bool) -> None:
        """Show an assistant's answer among the columns."""
        if who not in self._columns:
            return
        if who in self._places.shown:
            self._places.current = who
        else:
            self._places.choose(who)
            self._arrange()
        if takes_focus:
            self._columns[who].view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._show_tabs()
        self._show_focus()

    def show_column(self, column: AnswerColumn) -> None:
        """Show one of the columns and put the focus into it."""
        self.show_assistant(column.planned.key, takes_focus=True)

    @Slot()
    def next_answer(self) -> None:
        """Go to the next answer."""
        self._step(1)

    @Slot()
    def previous_answer(self) -> None:
        """Go to the answer before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        who = self._places.neighbour(by)
        if who is not None:
            self.show_assistant(who, takes_focus=True)

    @Slot()
    def open_find(self) -> None:
        """Let the person find words in the answers."""
        column = self.current
        selected = column.view.textCursor().selectedText() if column else ""
        self._find.open_bar(selected if "\u2029" not in selected else "")

    @Slot(object)
    def _on_tab_chosen(self, who: AssistantId) -> None:
        self.show_assistant(who, takes_focus=True)

    @Slot(object, object)
    def _on_dropped(self, carried: AssistantId, place: AssistantId) -> None:
        if carried in self._columns and place in self._columns:
            self._places.exchange(carried, place)
            self._arrange()

    @Slot(object)
    def _on_view_wanted(self, view: AnswerView) -> None:
        for who, column in self._columns.items():
            if column.view is view:
                self.show_assistant(who, takes_focus=False)

    @Slot(object)
    def _on_find_closed(self, view: AnswerView | None) -> None:
        column = self.current
        target = view or (column.view if column else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_focus_changed(self) -> None:
        """Look at the focus; without the widgets, one of which may just be on its way out."""
        new = QApplication.focusWidget()
        if new is None or not self.isAncestorOf(new):
            self._show_focus()
            return
        for who, column in self._columns.items():
            if column.isAncestorOf(new):
                self._places.current = who
        self._show_focus()

    def _show_focus(self) -> None:
        focus = QApplication.focusWidget()
        for column in self._columns.values():
            has_focus = focus is not None and column.isAncestorOf(focus)
            column.show_current(is_current=has_focus and len(self._columns) > 1)
        shown = self._places.shown
        who = self._places.current or (shown[0] if shown else None)
        self.setFocusProxy(self._columns[who].view if who is not None else None)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close the search with Escape from the answers too, and judge by bare digits."""
        if event.key() == Qt.Key.Key_Escape and self._find.isVisible():
            self._find.close_bar()
        elif event.text() in JUDGING_KEYS and not event.modifiers() & ~KEYPAD:
            judge_by(event.text(), self._needs.actions)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as many columns as fit."""
        super().resizeEvent(event)
        self._arrange()
