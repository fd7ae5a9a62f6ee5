"""Underline in each column what no other answer of the round says, while that is wanted.

Rules: nothing is computed and nothing listens to the answers while it is off.
Thread: GUI; the answers are compared beside it.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from conductor.core.compare.spans import NotCompared, Range
from conductor.core.errors import ConductorError
from conductor.core.ids import AnswerId
from conductor.gui.answer.view import AnswerView
from conductor.gui.needs import Needs
from conductor.gui.words.not_compared import sentence_of
from conductor.gui.workbench.columns.shown_columns import ShownColumns, comparable
from conductor.gui.workbench.reading.placing import Placing


class OwnWords(QObject):
    """The quiet underlines; why there are none is said."""

    def __init__(self, columns: ShownColumns, needs: Needs, parent: QObject) -> None:
        super().__init__(parent)
        self._columns = columns
        self._needs = needs
        self._tasks = needs.tasks
        self._placing = Placing(needs.tasks, "own", self)
        self._is_on = False
        self._asked: tuple[tuple[AnswerId, str], ...] = ()

    def switch(self, *, is_on: bool) -> None:
        """Underline, or no longer."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        self._asked = ()
        self._tasks.forget(self, "own")
        self._clear()
        self.refresh()

    def _clear(self) -> None:
        for column in self._columns.ordered:
            column.view.underline(())

    def refresh(self) -> None:
        """Compare the answers that are in, if others are in than before."""
        if not self._is_on:
            return
        columns = comparable(self._columns.ordered)
        asked = tuple((column.answer.id, column.view.source_text) for column in columns)
        if asked == self._asked:
            return
        self._asked = asked
        self._tasks.forget(self, "own")  # it was about other answers
        self._clear()
        if len(asked) > 1:
            work = partial(_own_places, tuple(text for _id, text in asked))
            self._tasks.compute(self, "own", work, self._show)

    def _show(self, found: object) -> None:
        if not self._is_on:
            return
        if isinstance(found, NotCompared | ConductorError):
            self._needs.say(sentence_of(found))
        elif isinstance(found, tuple):
            views = {column.answer.id: column.view for column in self._columns.ordered}
            for (answer_id, text), places in zip(self._asked, found, strict=True):
                view = views.get(answer_id)
                if view is not None and view.source_text == text:
                    self._find(view, places)

    def _find(self, view: AnswerView, places: Sequence[Range]) -> None:
        if places:
            self._placing.find(view, places, partial(self._underline, view))

    def _underline(self, view: AnswerView, spans: object) -> None:
        if self._is_on and isinstance(spans, tuple):
            view.underline([span for span in spans if span])


def _own_places(texts: tuple[str, ...]) -> tuple[tuple[Range, ...], ...] | NotCompared:
    """Return what only each answer says. Thread: any."""
    from conductor.core.compare.page import one_page  # here: it takes long to load

    page = one_page(texts)
    return page if isinstance(page, NotCompared) else page.own
