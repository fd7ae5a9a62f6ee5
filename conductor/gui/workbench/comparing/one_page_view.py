"""Read all answers of a round on one page: what they share once, then what only one says.

Thread: GUI; the page is written beside it.
"""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from conductor.core.change import Change
from conductor.core.compare.page import OnePage, one_page
from conductor.core.compare.spans import NotCompared, Range
from conductor.core.errors import ConductorError
from conductor.core.ids import AnswerId
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.gui.words.not_compared import sentence_of
from conductor.gui.workbench.columns.answer_column import AnswerColumn
from conductor.gui.workbench.columns.reader_page import ReaderPage
from conductor.gui.workbench.columns.shown_columns import ShownColumns, comparable
from conductor.gui.workbench.comparing.page_list import PageList
from conductor.gui.workbench.comparing.page_rows import PageRow, Speaker, page_rows
from conductor.i18n import _


class OnePageView(ReaderPage):
    """The page.

    Signals:
        place_asked: the id of an answer and the `Range` of its source to show.
    """

    place_asked = Signal(object, object)

    def __init__(self, columns: ShownColumns, tasks: Tasks, parent: QWidget) -> None:
        super().__init__("onePageView", _("All answers on one page"), parent)
        self._columns = columns
        self._tasks = tasks
        self._asked: tuple[tuple[AnswerId, str, Speaker], ...] = ()
        title = elided_label(self.accessibleName(), self, name="onePageTitle", look="strong")
        self._count = elided_label("", self, name="onePageCount", look="muted")
        self.head.addWidget(title)
        self.head.addWidget(self._count, 1)
        self.add_close()
        self._words = text_label("", self, name="onePageWords", look="muted", wrap=True)
        self._words.setContentsMargins(16, 12, 16, 12)
        self.list = PageList(self)
        self.list.setAccessibleName(self.accessibleName())
        self.list.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.list)
        self.body.addWidget(self._words)
        self.body.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Write the page of the answers that are in."""
        columns = comparable(self._columns.ordered)
        asked = tuple((c.answer.id, c.view.source_text, _speaker(c)) for c in columns)
        if asked == self._asked:
            return
        self._asked = asked
        self._count.setText(self._count_words(len(columns)))
        if len(columns) < 2:
            self._say(_("There are no two answers yet that have come to their end."))
            return
        self._say(_("Comparing …"))
        texts = tuple(text for _id, text, _speaker in asked)
        speakers = tuple(speaker for _id, _text, speaker in asked)
        self._tasks.compute(self, "page", partial(_written, texts, speakers), self._show)

    def _count_words(self, count: int) -> str:
        total = len(self._columns.ordered)
        if count == total:
            return _("{n} answers").format(n=count)
        return _("{n} of {total} answers, those that are in").format(n=count, total=total)

    def _say(self, sentence: str) -> None:
        self._words.setText(sentence)
        self._words.setVisible(bool(sentence))
        if sentence:
            self.list.set_rows(())

    def _show(self, found: object) -> None:
        if not self._asked:  # the page was closed in the meantime
            return
        if isinstance(found, NotCompared | ConductorError):
            self._say(sentence_of(found))
            if isinstance(found, ConductorError):
                self._asked = ()  # the next look tries again
        elif isinstance(found, tuple):
            self.list.set_rows(found)
            self._say("" if found else _("The answers say nothing that can be compared."))

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self._tasks.forget(self, "page")
        self._asked = ()
        self.list.set_rows(())
        self._say("")

    def take(self, change: Change) -> None:
        """Write the page anew when another answer is in."""
        if change.seen_anew or self._columns.shows_any(change.answers):
            self.refresh()

    def set_text_size(self, size_px: int) -> None:
        """Show sentences in another size."""
        self.list.set_text_size(size_px)

    @Slot(object, object)
    def _on_chosen(self, row: PageRow, speaker: int | None) -> None:
        line = row.line
        if line is None:
            return
        wanted = line.central.answer if speaker is None else line.answers[speaker]
        said = line.central if wanted == line.central.answer else None
        place: Range = (said or next(s for s in line.said if s.answer == wanted)).place
        self.place_asked.emit(self._asked[wanted][0], place)


def _speaker(column: AnswerColumn) -> Speaker:
    number = column.planned.number if column.planned.is_hidden else None
    return Speaker(column.name, column.colour, number)


def _written(
    texts: tuple[str, ...], speakers: tuple[Speaker, ...]
) -> tuple[PageRow, ...] | NotCompared:
    """Return the rows of the page. Thread: any."""
    page = one_page(texts)
    return page_rows(page, speakers) if isinstance(page, OnePage) else page
