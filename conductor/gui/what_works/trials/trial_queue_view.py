"""Compare the pairs of all trials, one at a time and blind, by keys.

Rules: neither the sides nor what is tested is named, in words, marks, widths, order or time,
before the task is complete; both answers are shown at once.
"""

import time
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.errors import ConductorError, InvalidInput
from conductor.core.guidance.trial import CouldTell, PairChoice, Side
from conductor.core.ids import TrialId
from conductor.core.text.visible import visible
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.what_works.trials.blind_pair_sheets import BlindPairSheets
from conductor.gui.what_works.trials.choice_bar import ChoiceBar
from conductor.gui.what_works.trials.revealed_line import RevealedLine
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.gui.widgets.view_header import ViewHeader
from conductor.gui.words import guidance_words as words
from conductor.i18n import _
from conductor.workspace.trials.trial_queue import BlindPair
from conductor.workspace.workspace import Workspace

_CHOICES = {
    "1": PairChoice.LEFT,
    "2": PairChoice.RIGHT,
    "=": PairChoice.TIE,
    "0": PairChoice.NONE,
}
_DIGITS = [Qt.Key(Qt.Key.Key_0.value + number) for number in range(1, 10)]
_JUDGING_KEYS = frozenset(
    (
        *(QKeyCombination(Qt.KeyboardModifier.ControlModifier, key) for key in _DIGITS),
        QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_0),
        QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Equal),
    )
)
_GUESSES = {"1": Side.LEFT, "2": Side.RIGHT, "0": None}
_TOLD = {"1": CouldTell.NO, "2": CouldTell.SOMETIMES, "3": CouldTell.YES}


@dataclass(frozen=True, slots=True)
class Asked:
    """A choice that waits for the question after it: how long it took is known already."""

    choice: PairChoice
    seconds: float


class TrialQueueView(QWidget):
    """The comparisons that wait for the person.

    Signals:
        left: the person leaves; nothing is lost.
        task_opened: the id of a complete task whose answers the person wants to read.
    """

    left = Signal()
    task_opened = Signal(object)

    def __init__(self, workspace: Workspace, scheduler: FrameScheduler, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trialQueue")
        self.setAccessibleName(_("Blind comparisons"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._workspace = workspace
        self._pair: BlindPair | None = None
        self._asked: Asked | None = None
        self._over: list[TrialId] = []
        self._since_s = 0.0
        self._taken_s = 0.0  # of the pair that is shown, before the queue was left
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        self._stack = QStackedWidget(self)
        self._sheets = BlindPairSheets(scheduler, self._stack)
        self._stack.addWidget(self._sheets)
        self._stack.addWidget(self._resting())
        layout.addWidget(self._stack, 1)
        self._revealed = RevealedLine(workspace, self)
        self._revealed.read_asked.connect(self.task_opened)
        layout.addWidget(self._revealed)
        self._bar = ChoiceBar(self)
        self._bar.pressed.connect(self._take_key)
        layout.addWidget(self._bar)

    def _header(self) -> QWidget:
        header = ViewHeader(_("Blind comparisons"), self, back_to=_("Leave; nothing is lost"))
        header.back.connect(self.leave)
        self._remaining = text_label("", header, name="remainingText", look="muted")
        header.add(self._remaining)
        header.add_stretch()
        self._linked = text_button(
            _("Scroll together"), header, name="linkScrollButton", on_click=self._on_linked
        )
        self._linked.setCheckable(True)
        header.add(self._linked)
        return header

    def _resting(self) -> QWidget:
        page = QFrame(self)
        page.setProperty("pane", "surface")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(1)
        self._rest = wrapped_label("", page, name="queueRest", look="reading")
        self._rest.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._rest)
        layout.addStretch(2)
        return page

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._bar.say(str(error))

    def enter(self) -> None:
        """Show the next pair, or the one that was left."""
        self._sheets.links.is_on = self._workspace.settings.now.linked_scrolling
        self._linked.setChecked(self._sheets.links.is_on)
        self._revealed.show_task(None)
        self._show_next()

    @tells_what_went_wrong
    def _show_next(self) -> None:
        """Show what comes next: the question about a trial that is over, or a pair."""
        self._asked = None
        if self._over:
            self._ask_whether_told(self._over[0])
            return
        before = self._pair
        settings = self._workspace.settings.now
        state = self._workspace.trial_queue.next(finer_checks=settings.finer_checks)
        self._pair = state.pair
        words_left = _("1 left") if state.remaining == 1 else _("{n} left")
        self._remaining.setText(words_left.format(n=state.remaining))
        self._remaining.setVisible(state.remaining > 0)
        if state.pair is None:
            self._show_rest(state.waiting)
            return
        if before is None or before.id != state.pair.id:
            self._taken_s = 0.0
            self._sheets.show_pair(state.pair)
        self._since_s = time.monotonic()
        self._stack.setCurrentIndex(0)
        self._bar.ask_which()
        self._sheets.focus_first()

    def _show_rest(self, waiting: int) -> None:
        self._stack.setCurrentIndex(1)
        sentence = _("Nothing is left to compare. What came of it stands in What works.")
        if waiting:
            sentence = _(
                "Nothing to compare just now: the answers of {n} more pairs are not written yet."
            ).format(n=waiting)
        self._rest.setText(sentence)
        self._bar.ask_nothing()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that judge a round from the round that is not in view."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_key and cast("QKeyEvent", event).keyCombination() in _JUDGING_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose by 1, 2, = and 0, leave by Escape; a key held down counts once."""
        others = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        elif event.isAutoRepeat() or others or not self._take_key(event.text()):
            super().keyPressEvent(event)

    @Slot(object)
    def _take_key(self, key: str) -> bool:
        """Take a key for the question that is asked; return whether it is an answer to it."""
        if self._over and key in _TOLD:
            self._on_told(_TOLD[key])
        elif self._over or self._pair is None:
            return False
        elif self._asked is not None and key in _GUESSES:
            self._answer(self._asked, _GUESSES[key])
        elif self._asked is None and key in _CHOICES:
            self._choose(_CHOICES[key])
        else:
            return False
        return True

    def _choose(self, choice: PairChoice) -> None:
        asked = Asked(choice, self._taken_s + time.monotonic() - self._since_s)
        if self._pair is not None and self._pair.asks_guess:
            self._asked = asked
            self._bar.ask_guess()
            return
        self._answer(asked, None)

    def _answer(self, asked: Asked, guess: Side | None) -> None:
        if self._pair is None:
            return
        queue = self._workspace.trial_queue
        try:
            answered = queue.answer(self._pair.id, asked.choice, seconds=asked.seconds, guess=guess)
        except InvalidInput as error:  # it was given up meanwhile: go on with the next one
            self._pair = None
            self._show_next()
            self._bar.say(str(error))
            return
        except ConductorError as error:
            self._asked = None
            self._bar.ask_which()
            self._bar.say(str(error))
            return
        self._pair = None
        self._revealed.show_task(answered.complete)
        if answered.ended is not None:
            self._over.append(answered.ended)
        self._show_next()

    def _ask_whether_told(self, trial_id: TrialId) -> None:
        trials = self._workspace.trials
        tested = words.one_line(visible(trials.glance(trials.get(trial_id)).tested_text))
        sentence = _("The test of “{text}” is over.\n\nIts result stands in What works.")
        self._rest.setText(sentence.format(text=tested))
        self._stack.setCurrentIndex(1)
        self._remaining.setVisible(False)
        self._bar.ask_whether_told()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @tells_what_went_wrong
    def _on_told(self, could_tell: CouldTell) -> None:
        self._workspace.trials.say_whether_told(self._over[0], could_tell)
        self._over.pop(0)
        self._show_next()

    def _on_escape(self) -> None:
        if self._asked is not None:  # back from the question to the choice
            self._asked = None
            self._bar.ask_which()
        elif self._over:  # the question is not answered; What works asks it again
            self._over.pop(0)
            self._show_next()
        else:
            self.leave()

    @Slot()
    def leave(self) -> None:
        """Go back; what was not judged is offered again."""
        self._over.clear()
        self.left.emit()

    @Slot()
    @tells_what_went_wrong
    def _on_linked(self) -> None:
        self._workspace.settings.change("linked_scrolling", self._linked.isChecked())

    def take(self, change: Change) -> None:
        """Show a pair as soon as there is one, and settings that changed."""
        if "linked_scrolling" in change.settings:
            self._sheets.links.is_on = self._workspace.settings.now.linked_scrolling
            self._linked.setChecked(self._sheets.links.is_on)
        if change.trials and self._pair is None and not self._over:
            self._show_next()

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return self._sheets.panes()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Count the seconds of the pair on."""
        super().showEvent(event)
        self._since_s = time.monotonic()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop counting the seconds of the pair."""
        super().hideEvent(event)
        self._taken_s += time.monotonic() - self._since_s
