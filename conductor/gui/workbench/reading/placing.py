"""Find where a view shows what stands at a place of the answer's source, and the other way.

Thread: GUI; the matching of words is done beside it.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot
from shiboken6 import isValid

from conductor.core.compare.spans import Range
from conductor.gui.answer.search import Span, in_document
from conductor.gui.answer.view import AnswerView
from conductor.gui.tasks.tasks import Tasks

_LINE_PX = 24  # below the top of a view, so that a line which is cut off does not count


class Placing(QObject):
    """Finds places for one purpose; a new question about a view takes the place of the last."""

    def __init__(self, tasks: Tasks, purpose: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._purpose = purpose
        self._waiting: dict[AnswerView, tuple[Sequence[Range], Callable[[object], None]]] = {}

    def find(
        self, view: AnswerView, places: Sequence[Range], reply: Callable[[object], None]
    ) -> None:
        """Give `reply` the spans of the document for places in the source, once all is shown.

        Args:
            view: who shows the answer.
            places: stretches of its source.
            reply: gets a tuple with a `Span`, or None if it is not shown, for each place.
        """
        if view.has_pending:
            if view not in self._waiting:
                view.text_settled.connect(self._on_settled)
            self._waiting[view] = (places, reply)
            view.want(is_wanted=True)
            return
        work = partial(_spans, view.source_text, view.toPlainText(), tuple(places))
        self._tasks.compute(view, self._purpose, work, reply)

    @Slot()
    def _on_settled(self) -> None:
        for view, (places, reply) in list(self._waiting.items()):
            if not isValid(view):  # it went before all of it was shown
                del self._waiting[view]
            elif not view.has_pending:
                del self._waiting[view]
                view.text_settled.disconnect(self._on_settled)
                view.want(is_wanted=False)
                self.find(view, places, reply)

    def find_match(
        self, view: AnswerView, other_source: str, reply: Callable[[object], None]
    ) -> None:
        """Give `reply` the paragraph of another answer that matches what is read in a view.

        Args:
            view: who shows the answer that is read.
            other_source: the source of the other answer.
            reply: gets a `Range` of it, or None if it says nothing.
        """
        at = view.cursorForPosition(QPoint(_LINE_PX, _LINE_PX)).position()
        work = partial(_match, view.source_text, view.toPlainText(), at, other_source)
        self._tasks.compute(view, self._purpose, work, reply)


def _spans(source: str, shown: str, places: Sequence[Range]) -> tuple[Span | None, ...]:
    from conductor.core.compare.shown import aligned  # here: not before it is needed

    alignment = aligned(source, shown)
    found = [alignment.to_shown(place) for place in places]
    spans = iter(in_document(shown, [(each.start, each.end) for each in found if each]))
    return tuple(next(spans) if each else None for each in found)


def _match(source: str, shown: str, at: int, other_source: str) -> Range | None:
    from conductor.core.compare.place import matching_place
    from conductor.core.compare.shown import aligned

    wide = [n + i for i, n in enumerate(n for n, c in enumerate(shown) if c > "\uffff")]
    at -= bisect_left(wide, at)
    return matching_place(source, aligned(source, shown).to_source(at), other_source)
