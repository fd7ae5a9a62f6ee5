"""Read one answer of the round at reading width, the others as tabs beside its name.

Rules: it shows what the columns show, so whatever they hide stays hidden here.
Thread: GUI.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from conductor.core.change import Change
from conductor.core.compare.spans import Range
from conductor.core.ids import AnswerId
from conductor.gui.answer.asides import Asides
from conductor.gui.answer.reading_place import ReadingPlace, go_to, place_of, top_of
from conductor.gui.answer.reading_view import ReadingView
from conductor.gui.answer.search import Span
from conductor.gui.answer.view import AnswerView
from conductor.gui.focus_order import has_focus
from conductor.gui.needs import Needs
from conductor.gui.widgets.text_label import elided_label
from conductor.gui.workbench.columns.answer_column import AnswerColumn
from conductor.gui.workbench.columns.answer_tabs import mark_of
from conductor.gui.workbench.columns.hand_keys import JUDGING_KEYS, WheelZoom, judge_by
from conductor.gui.workbench.columns.reader_page import ReaderPage
from conductor.gui.workbench.columns.shown_columns import ShownColumns
from conductor.gui.workbench.reading.placing import Placing
from conductor.gui.workbench.reading.reader_tabs import ReaderTab, ReaderTabs
from conductor.i18n import _

_ABOVE_PX = 12


class ReadView(ReaderPage):
    """One answer; left and right go to the next one at the paragraph that matches.

    Signals:
        switched: the column whose answer is read now.
    """

    switched = Signal(object)

    def __init__(self, columns: ShownColumns, needs: Needs, parent: QWidget) -> None:
        super().__init__("readView", _("Read one answer"), parent)
        self._columns = columns
        self._needs = needs
        self._placing = Placing(needs.tasks, "read", self)
        self._views: dict[AnswerId, ReadingView] = {}
        self._shown: AnswerId | None = None
        self._goes_to: ReadingPlace | None = None
        self._size_px = 14
        self._tabs = ReaderTabs("readTabs", _("Answers of the round"), self)
        self._tabs.chosen.connect(self._on_tab_chosen)
        self._status = elided_label("", self, name="readStatus", look="muted")
        page = QPushButton(_("One page"), self)
        page.setObjectName("readOnePageButton")
        page.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        page.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        page.clicked.connect(needs.actions.action("onePage").trigger)
        self.head.addWidget(self._tabs, 1)
        self.head.addWidget(self._status)
        self.head.addWidget(page)
        self.add_close()
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)

    @property
    def shown_column(self) -> AnswerColumn | None:
        """The column of the answer that is read."""
        return next((c for c in self._columns.ordered if c.answer.id == self._shown), None)

    @property
    def view(self) -> AnswerView | None:
        """The view that is read."""
        return self._views.get(self._shown) if self._shown else None

    def open_at(self, column: AnswerColumn) -> None:
        """Show the answer of a column, at the place where the column is."""
        place = place_of(column.view)
        self._drop_views(keep=())
        self.show_column(column)
        self._goes_to = place
        self._go_on()

    def show_column(self, column: AnswerColumn) -> None:
        """Show the answer of a column."""
        self._shown = column.answer.id
        is_reading = has_focus(self._stack)
        view = self._view_of(column)
        self._stack.setCurrentWidget(view)
        self.setFocusProxy(view)
        if is_reading:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_head()

    def _view_of(self, column: AnswerColumn) -> ReadingView:
        key = column.answer.id
        if key not in self._views:
            view = ReadingView(self._stack)
            view.set_text_size(self._size_px)
            WheelZoom(view, self._needs.actions)
            view.text_settled.connect(self._on_settled)
            Asides(view)
            self._stack.addWidget(view)
            self._needs.scheduler.add(view)
            self._views[key] = view
            self._feed(view, column)
        return self._views[key]

    def _feed(self, view: ReadingView, column: AnswerColumn) -> None:
        """Bring a view to what the column shows."""
        source, shown = column.view.source_text, view.source_text
        view.setAccessibleName(_("Text of {name}").format(name=column.name))
        is_whole = column.answer.status.is_ended
        if not shown or not source.startswith(shown):
            view.begin_text(source, is_whole=is_whole)
        elif is_whole:
            view.set_text(source)
        else:
            view.append(source[len(shown) :])

    def take(self, change: Change) -> None:
        """Go on with what is being written; the columns have it already."""
        for column in self._columns.ordered:
            key = column.answer.id
            is_new = key in change.streams or key in change.answers or bool(change.seen_anew)
            if key in self._views and is_new:
                self._feed(self._views[key], column)
        if change.seen_anew or self._columns.shows_any(change.answers):
            self._show_head()

    def refresh(self) -> None:
        """Show the round that the columns show now."""
        columns, is_reading = self._columns.ordered, has_focus(self._stack)
        column = self.shown_column or self._columns.current or next(iter(columns), None)
        if column is None:
            self.close_page()
            return
        self.show_column(column)
        self._drop_views(keep=[column.answer.id for column in columns])
        if is_reading:
            self.enter()

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self._drop_views(keep=())
        self._shown, self._goes_to = None, None
        self._tabs.show_tabs((), "")
        self._status.setText("")

    def _drop_views(self, keep: Sequence[AnswerId]) -> None:
        for key in [key for key in self._views if key not in keep]:
            view = self._views.pop(key)
            self._needs.scheduler.remove(view)
            self._stack.removeWidget(view)
            view.deleteLater()

    def _show_head(self) -> None:
        columns = self._columns.ordered
        tabs = [ReaderTab(c.answer.id, _tab_name(c), c.colour, mark_of(c.state)) for c in columns]
        self._tabs.show_tabs(tabs, self._shown or "")
        column = self.shown_column
        self._status.setText(column.status_words if column else "")

    def set_text_size(self, size_px: int) -> None:
        """Show answers in another size."""
        self._size_px = size_px
        for view in self._views.values():
            view.set_text_size(size_px)

    @Slot(object)
    def _on_tab_chosen(self, key: str) -> None:
        for column in self._columns.ordered:
            if column.answer.id == key:
                self._switch(column)

    @Slot(object)
    def step(self, by: int) -> None:
        """Go so many answers on, around the end, to the paragraph that matches."""
        columns, column = self._columns.ordered, self.shown_column
        if column is not None and len(columns) > 1:
            self._switch(columns[(columns.index(column) + by) % len(columns)])

    def _switch(self, column: AnswerColumn) -> None:
        before = self.view
        self.show_column(column)
        self.switched.emit(column)
        if before is None or before is self.view:
            return
        if before.verticalScrollBar().value() == 0:
            self._views[column.answer.id].verticalScrollBar().setValue(0)
        else:
            self._placing.find_match(before, column.view.source_text, self._take_match)

    def _take_match(self, place: object) -> None:
        if isinstance(place, Range) and self.view is not None:
            self._placing.find(self.view, (place,), self._take_spans)

    def _take_spans(self, spans: object) -> None:
        view = self.view
        if view is None or not isinstance(spans, tuple) or not spans[0]:
            return
        span: Span = spans[0]
        view.verticalScrollBar().setValue(round(top_of(view, span[0]) - _ABOVE_PX))

    @Slot()
    def _on_settled(self) -> None:
        self._go_on()

    def _go_on(self) -> None:
        """Go to where the column was, as soon as so much is shown."""
        view = self.view
        if self._goes_to is not None and view is not None and not view.has_pending:
            go_to(view, self._goes_to)
            self._goes_to = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Switch with left and right, pick with a digit."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key, has_modifier = Qt.Key(event.key()), bool(_held(event))
        if not has_modifier and key in steps:
            self.step(steps[key])
        elif not has_modifier and event.text() in JUDGING_KEYS:
            judge_by(event.text(), self._needs.actions)
        else:
            super().keyPressEvent(event)


def _tab_name(column: AnswerColumn) -> str:
    """Return whose answer it is, after the digit that picks it."""
    number = column.planned.number
    is_told = number is None or column.planned.is_hidden
    return column.name if is_told else f"{number}  {column.name}"


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
