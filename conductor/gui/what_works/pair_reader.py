"""Show one comparison of a finished task: all its answers, and who won."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.guidance.trial import PairChoice, Side
from conductor.core.text.visible import visible
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.lists.row_table import Pill
from conductor.gui.what_works.behind_table import ComparisonBehind
from conductor.gui.what_works.trials.answer_sheet import AnswerSheet
from conductor.gui.what_works.trials.task_words import TaskWords
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.view_header import ViewHeader
from conductor.gui.words import guidance_words as words
from conductor.i18n import _


class PairReader(QWidget):
    """The answers side by side.

    Signals:
        left: the person goes back.
    """

    left = Signal()

    def __init__(self, scheduler: FrameScheduler, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pairReader")
        self._scheduler = scheduler
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        header = ViewHeader(_("One comparison"), self, back_to=_("Back"))
        header.back.connect(self.left)
        self._result = text_label("", header, name="pairResult", look="muted")
        header.add_stretch()
        header.add(self._result)
        layout.addWidget(header)
        self._task = TaskWords(self)
        layout.addWidget(self._task)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        layout.addLayout(self._row, 1)
        self._sheets: list[AnswerSheet] = []

    def show_comparison(self, one: ComparisonBehind) -> None:
        """Show a comparison; that its task is finished is what makes it a comparison."""
        self._task.show_words(one.behind.task)
        answers = _answers(one)
        self._need(len(answers))
        for sheet, (name, text, is_chosen) in zip(self._sheets, answers, strict=False):
            sheet.show_answer(name, text)
            sheet.mark.setVisible(is_chosen)
            sheet.mark.show_words(_("your choice"), Pill.GOOD)
        self._result.setText(_result(one))
        if self._sheets:
            self._sheets[0].view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _need(self, count: int) -> None:
        while len(self._sheets) < count:
            sheet = AnswerSheet(f"comparedAnswer{len(self._sheets) + 1}", self)
            self._scheduler.add(sheet.view)
            self._row.addWidget(sheet, 1)
            self._sheets.append(sheet)
        for number, sheet in enumerate(self._sheets):
            sheet.setVisible(number < count)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def _answers(one: ComparisonBehind) -> list[tuple[str, str, bool]]:
    """Return the name and text of each answer, and whether it was chosen."""
    if one.pair is None:
        return [
            (_named(answer.assistant, has=answer.had_guidance), answer.text, False)
            for answer in one.behind.answers
        ]
    pair = one.pair.pair
    sides = {
        pair.with_side: (one.pair.with_guidance, True),
        pair.with_side.other: (one.pair.without_guidance, False),
    }
    chosen = (
        {PairChoice.LEFT: Side.LEFT, PairChoice.RIGHT: Side.RIGHT}.get(pair.choice)
        if pair.choice
        else None
    )
    return [
        (_named(pair.assistant, has=has), written.answer.text, side == chosen)
        for side, (written, has) in sorted(sides.items())
    ]


def _named(assistant: str, *, has: bool) -> str:
    sentence = _("{name}, with the guidance") if has else _("{name}, without it")
    return sentence.format(name=visible(assistant))


def _result(one: ComparisonBehind) -> str:
    outcome = one.behind.outcome
    parts = [words.source_text(outcome.source), outcome.created[:10]]
    if one.pair is not None:
        if one.pair.pair.choice is PairChoice.NONE:
            parts.append(_("both unusable"))
        parts.append(_("this pair: {sign}").format(sign=words.sign_text(one.pair.sign)))
        if one.pair.pair.seconds is not None:
            parts.append(_("{n} s to decide").format(n=round(one.pair.pair.seconds)))
    parts.append(_("the task: {sign}").format(sign=words.sign_text(outcome.sign)))
    return " · ".join(parts)
