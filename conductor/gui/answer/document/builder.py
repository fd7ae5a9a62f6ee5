"""Build an answer into its document, some characters at a time, and no more than can be shown.

Thread: GUI, except `warm_up`.
"""

from typing import TYPE_CHECKING

from conductor.core.markup.blocks import StyledText
from conductor.gui.answer.document.document import AnswerDocument
from conductor.gui.answer.document.layout import RowLayout
from conductor.gui.answer.document.rows import DocumentRow, RowKind
from conductor.gui.answer.document.text_queue import TextQueue
from conductor.i18n import _

if TYPE_CHECKING:
    from conductor.core.markup.splitter import SplitStep, Splitter

SHOWN_LIMIT = 1_000_000
"""Characters of an answer that are shown; a notice says how many more there are."""
ROW_COUNT_LIMIT = 20_000
"""Rows of an answer that are shown."""
LINE_COUNT_LIMIT = 50_000
"""Lines of an answer's source that are shown."""


def warm_up() -> None:
    """Load what the first answer needs, so that it need not wait for it. Thread: any."""
    _new_splitter().feed("*warm*\n\n- up\n")


def _new_splitter() -> "Splitter":
    # Reading Markdown takes a tenth of a second to import: too long for a start.
    from conductor.core.markup.splitter import Splitter

    return Splitter()


class AnswerBuilder:
    """What waits to be shown of one answer, and how far it is.

    Attributes:
        has_ended: whether all of a whole answer is shown.
    """

    def __init__(self, document: AnswerDocument) -> None:
        self._document = document
        self._waiting = TextQueue()
        self.clear()

    def clear(self) -> None:
        """Begin anew; the document is left as it is."""
        self._splitter: Splitter | None = None  # made for the first text
        self._rows = RowLayout()
        self._frozen_rows = 0
        self._length = 0
        self._lines = 0
        self._waiting.clear()
        self._beyond: list[str] = []  # what is too much to be shown
        self._beyond_length = 0
        self._is_ending = False
        self.has_ended = False

    @property
    def has_pending(self) -> bool:
        """Whether something waits to be shown."""
        return bool(self._waiting) or self._is_ending

    @property
    def source_text(self) -> str:
        """The whole answer as it came, shown or not."""
        taken = self._splitter.source if self._splitter else ""
        return "".join([taken, *self._beyond, str(self._waiting)])

    def put(self, delta: str) -> None:
        """Keep more of the answer."""
        self._waiting.put(delta)

    def end(self) -> None:
        """Say that nothing more will come; links whose targets came last are made then."""
        self._is_ending = True

    def show_some(self, limit: int) -> None:
        """Show at most so many characters of what waits."""
        splitter = self._splitter = self._splitter or _new_splitter()
        text = self._waiting.take(limit)
        if text and self._is_full:
            self._show_notice(text)
        elif text:
            self._length += len(text)
            self._lines += text.count("\n")
            self._show(splitter.feed(text))
        if self._is_ending and not self._waiting:
            self._is_ending, self.has_ended = False, True
            if not self._beyond:
                self._show(splitter.finish())

    @property
    def _is_full(self) -> bool:
        return bool(self._beyond) or (
            self._length >= SHOWN_LIMIT
            or self._lines >= LINE_COUNT_LIMIT
            or self._document.row_count >= ROW_COUNT_LIMIT
        )

    def _show(self, step: "SplitStep") -> None:
        if step.restart:
            self._rows = RowLayout()
            self._frozen_rows = 0
        frozen = self._rows.rows(step.frozen)
        tail = self._rows.tail_rows(step.tail)
        self._document.replace_from(self._frozen_rows, [*frozen, *tail])
        self._frozen_rows += len(frozen)

    def _show_notice(self, text: str) -> None:
        """Count text that is not shown, and say so below what is."""
        if not self._beyond:
            self._frozen_rows = self._document.row_count
        self._beyond.append(text)
        self._beyond_length += len(text)
        if self._waiting:
            return
        sentence = _(
            "{count} more characters are not shown here. "
            "Copy or export the answer to read all of it."
        ).format(count=f"{self._beyond_length:,}")
        notice = DocumentRow(RowKind.NOTE, (StyledText(sentence),), gap_px=24)
        self._document.replace_from(self._frozen_rows, [notice])
