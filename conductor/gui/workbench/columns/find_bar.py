"""Find words in all answers of a round, also in those that are tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from conductor.gui.answer.search import Span, find_spans
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _

if TYPE_CHECKING:
    from conductor.gui.answer.view import AnswerView

_REFRESH_MS = 200
_ABOVE_PX = 60  # what stays in view above a place that was found


class _FindEdit(QLineEdit):
    """Signals: `stepped` by 1 or -1 (Enter), `left` (Escape)."""

    stepped = Signal(object)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if is_back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """A line to write what is looked for, and to go from place to place.

    Signals:
        shown_wanted: the view in which the person wants to see a place.
        closed: the view of the last place, None without one.
    """

    shown_wanted = Signal(object)
    closed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._views: list[AnswerView] = []
        self._spans: list[list[Span]] = []
        self._current: tuple[int, int] | None = None  # view and place in it
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._on_refresh)
        self._build()
        self.setVisible(False)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(6)
        self._edit = _FindEdit(self)
        self._edit.setObjectName("findEdit")
        self._edit.setAccessibleName(_("Find in the answers"))
        self._edit.setPlaceholderText(_("Find in the answers"))
        self._edit.setMaximumWidth(320)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.stepped.connect(self.step)
        self._edit.left.connect(self.close_bar)
        row.addWidget(self._edit, 1)
        self._count = text_label("", self, name="findCount", look="muted")
        row.addWidget(self._count)
        for name, icon_name, words, slot in (
            ("findPreviousButton", "chevron-up", _("Place found before"), self.step_back),
            ("findNextButton", "chevron-down", _("Next place found"), self.step_on),
            ("findCloseButton", "x", _("Close the search"), self.close_bar),
        ):
            button = IconButton(name, icon_name, words, self)
            button.clicked.connect(slot)
            if name == "findCloseButton":
                row.addStretch(1)
            row.addWidget(button)

    def open_bar(self, words: str = "") -> None:
        """Let the person write what to find; words that are selected are there already."""
        self.setVisible(True)
        if words:
            self._edit.setText(words)
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()
        for view in self._views:
            view.want(is_wanted=True)
        self._search(goes_to_first=True)

    @Slot()
    def close_bar(self) -> None:
        """Take the marks away."""
        view = self._views[self._current[0]] if self._current else None
        self.setVisible(False)
        self._forget()
        self.closed.emit(view)

    def set_views(self, views: Sequence[AnswerView]) -> None:
        """Search these views from now on, from left to right."""
        if list(views) == self._views:
            return
        for view in self._views:
            if view not in views:
                view.document().contentsChanged.disconnect(self._on_contents_changed)
        for view in views:
            if view not in self._views:
                view.document().contentsChanged.connect(self._on_contents_changed)
            view.want(is_wanted=self.isVisible())
        self._views = list(views)
        self._current = None
        if self.isVisible():
            self._search(goes_to_first=False)

    @Slot()
    def step_on(self) -> None:
        """Go to the next place."""
        self.step(1)

    @Slot()
    def step_back(self) -> None:
        """Go to the place before."""
        self.step(-1)

    @Slot(object)
    def step(self, by: int) -> None:
        """Go so many places on, around the end."""
        if not self.isVisible():
            self.open_bar()
            return
        places = [(v, n) for v, spans in enumerate(self._spans) for n in range(len(spans))]
        if not places:
            return
        if self._current in places:
            self._current = places[(places.index(self._current) + by) % len(places)]
        else:
            self._current = places[0 if by > 0 else -1]
        self._show_marks()
        self._go()

    def _search(self, *, goes_to_first: bool) -> None:
        wanted = self._edit.text()
        self._spans = [find_spans(view.shown_text, wanted) for view in self._views]
        if self._current is not None:
            view, place = self._current
            is_there = view < len(self._spans) and place < len(self._spans[view])
            self._current = self._current if is_there else None
        self._show_marks()
        if goes_to_first and self._current is None and any(self._spans):
            self.step(1)

    def _show_marks(self) -> None:
        for number, (view, spans) in enumerate(zip(self._views, self._spans, strict=True)):
            is_here = self._current is not None and self._current[0] == number
            view.mark(spans, self._current[1] if is_here and self._current else None)
        self._count.setText(self._count_words())

    def _count_words(self) -> str:
        total = sum(map(len, self._spans))
        if not self._edit.text().strip():
            return ""
        if not total:
            return _("not found")
        if self._current is None:
            return _("{total} found").format(total=total)
        view, place = self._current
        number = sum(map(len, self._spans[:view])) + place + 1
        return _("{number} of {total}").format(number=number, total=total)

    def _go(self) -> None:
        if self._current is None:
            return
        view = self._views[self._current[0]]
        self.shown_wanted.emit(view)
        cursor = QTextCursor(view.document())
        cursor.setPosition(self._spans[self._current[0]][self._current[1]][0])
        top = view.cursorRect(cursor).top()
        if not 0 <= top <= view.viewport().height() - _ABOVE_PX:
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + top - _ABOVE_PX)

    def _forget(self) -> None:
        self._refresh.stop()
        self._current = None
        self._spans = [[] for _view in self._views]
        for view in self._views:
            view.mark(())
            view.want(is_wanted=False)

    @Slot()
    def _on_text_changed(self) -> None:
        self._current = None
        self._search(goes_to_first=True)

    @Slot()
    def _on_contents_changed(self) -> None:
        if self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    @Slot()
    def _on_refresh(self) -> None:
        self._search(goes_to_first=False)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Search no more while it cannot be seen."""
        self._refresh.stop()
        super().hideEvent(event)
