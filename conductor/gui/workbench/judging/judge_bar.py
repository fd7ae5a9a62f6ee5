"""Ask which answer the person would use; one key or click is enough, and none is needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.core.ids import AnswerId, RoundId
from conductor.gui.kept_words import KeptWords
from conductor.gui.needs import Needs
from conductor.gui.widgets.announce import announce
from conductor.gui.workbench.columns.column_plan import ColumnPlan
from conductor.gui.workbench.judging.judge_buttons import MOST_PICKS, JudgeButtons
from conductor.gui.workbench.judging.judge_state import JudgeState, judge_state
from conductor.gui.workbench.judging.pick_button import NumberKey
from conductor.gui.workbench.judging.ranking_line import RankingLine
from conductor.gui.workbench.judging.reason_line import Reason, ReasonLine
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.workspace.judging.judging import Why

NUMBERS = range(1, MOST_PICKS + 1)


class JudgeBar(QFrame):
    """The judging of the round that is shown.

    Attributes:
        buttons: what can be picked.

    Signals:
        done: something was judged; the focus belongs to the answers again.
    """

    done = Signal()

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("judgeBar")
        self.setAccessibleName(_("Which would you use?"))
        self._workspace = workspace
        self._needs = needs
        self._state: JudgeState | None = None
        self._round_id: RoundId | None = None
        self._plan = ColumnPlan()
        self._reason = Reason()  # what was said before anything was picked
        self._compared: frozenset[AnswerId] = frozenset()
        self._since_s = time.monotonic()
        self._keys = [NumberKey(number, self) for number in NUMBERS]
        for key in self._keys:
            key.pressed.connect(self.pick)
        self._build()
        self._show_state()

    def _build(self) -> None:
        self.buttons = JudgeButtons(self.pick, self)
        self.buttons.tie.clicked.connect(self.say_no_difference)
        self.buttons.none.clicked.connect(self.say_none_usable)
        self.buttons.rank.clicked.connect(self.begin_ranking)
        self.buttons.why.clicked.connect(self.begin_reason)
        self._ranking = RankingLine(self)
        self._ranking.kept.connect(self._on_ranking)
        self._ranking.left.connect(self._on_line_left)
        self._ranking.setVisible(False)
        self._reason_line = ReasonLine(self)
        self._reason_line.given.connect(self._on_reason)
        self._reason_line.left.connect(self._on_reason_left)
        self._reason_line.setVisible(False)
        self._kept = KeptWords(self._workspace, self._unsaid, self)
        self._kept.refused.connect(self._needs.say)
        self._reason_line.edited.connect(self._kept.touch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 5, 16, 5)
        layout.setSpacing(5)
        layout.addLayout(self.buttons.row)
        layout.addWidget(self._ranking)
        layout.addWidget(self._reason_line)

    @Slot(object)
    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001 - a slot
        """Take as little room as possible, or say everything in words."""
        self.buttons.set_compact(is_compact=is_compact)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.buttons.take_colours()

    def carry_out_commands(self) -> None:
        """Carry out the commands for judging."""
        actions = self._needs.actions
        for key in self._keys:
            actions.connect_to(f"useAnswer{key.number}", key.press)
        for name, slot in (
            ("noDifference", self.say_no_difference),
            ("noneUsable", self.say_none_usable),
            ("rankAnswers", self.begin_ranking),
            ("sayWhy", self.begin_reason),
        ):
            actions.connect_to(name, slot)

    def show_plan(self, round_id: RoundId | None, plan: ColumnPlan) -> None:
        """Show the judging of a round whose columns are shown so."""
        if round_id != self._round_id:
            self._reason = Reason()
            self._compared = frozenset()
            self._ranking.setVisible(False)
            self._reason_line.setVisible(False)
            self._kept.close()
        self._round_id, self._plan = round_id, plan
        self.refresh()

    def refresh(self) -> None:
        """Look again at what can be picked and what was picked."""
        self._state = judge_state(self._workspace, self._round_id, self._plan)
        self._watch_time()
        self._show_state()

    def _watch_time(self) -> None:
        """Count the seconds from when the last of what is compared could be read."""
        ready = self._state.ready if self._state else ()
        compared = frozenset(choice.answer_id for choice in ready)
        if compared != self._compared:
            self._compared = compared
            self._since_s = time.monotonic()

    def _show_state(self) -> None:
        self.setVisible(self._state is not None)
        if self._state is not None:
            self.buttons.show_state(self._state, says_why=self._reason_line.isVisible())

    @Slot(object)
    def pick(self, number: int) -> None:
        """Use the answer with a number; while ranking, rank it next."""
        if self._ranking.isVisible():
            self._ranking.add(number)
            return
        state = self._state
        choice = state.choice(number) if state else None
        if state is None or choice is None:
            self._needs.say(_("There is no answer {n} in this round.").format(n=number))
        else:
            self._judge(partial(self._workspace.judging.best, state.round_id, choice.answer_id))

    @Slot()
    def say_no_difference(self) -> None:
        """Say that the answers are equally good."""
        if self._ranking.isVisible():
            self._ranking.tie()
        elif self._state is not None:
            self._judge(partial(self._workspace.judging.no_difference, self._state.round_id))

    @Slot()
    def say_none_usable(self) -> None:
        """Say that no answer can be used."""
        if self._state is not None:
            self._judge(partial(self._workspace.judging.none_usable, self._state.round_id))

    def press(self, key: str) -> None:
        """Judge by a bare key."""
        if key == "=":
            self.say_no_difference()
        elif key == "0":
            self.say_none_usable()
        else:
            self.pick(int(key))

    @Slot()
    def begin_ranking(self) -> None:
        """Let the person name the answers one after the other, the best first."""
        if self._state is None or len(self._state.ready) < 2:
            self._needs.say(_("There are no two answers to rank in this round yet."))
            return
        self._ranking.begin([choice.number for choice in self._state.ready])
        self._ranking.setVisible(True)
        self._ranking.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(object)
    def _on_ranking(self, ranked: tuple[tuple[int, ...], ...]) -> None:
        state = self._state
        if state is None:
            return
        ids = {choice.number: choice.answer_id for choice in state.choices}
        groups = [[ids[number] for number in tied] for tied in ranked]
        self._judge(partial(self._workspace.judging.rank, state.round_id, groups))

    def _judge(self, action: Callable[[Why], object]) -> None:
        from conductor.workspace.judging.judging import Why  # only when it is needed

        seconds = round(time.monotonic() - self._since_s, 3)
        why = Why(reason=self._reason.text, tags=self._reason.tags, seconds=seconds)
        try:
            action(why)
        except ConductorError as error:
            self._needs.say(str(error))
            return
        if self._reason != Reason():
            self._kept.open(f"{self._plan.session_id}/reason/{self._round_id}")
            self._kept.forget()
        self._reason = Reason()
        self._needs.say("")
        if self._state is not None and self._state.judgement is not None:
            said = self._state.words(self._state.judgement)
            announce(self, _("Judged: {choice}").format(choice=said))

    @Slot()
    def begin_reason(self) -> None:
        """Let the person say why, before or after picking."""
        if self._state is None:
            return
        if self._reason_line.isVisible():  # what is being written there stays
            self._reason_line.focus_words()
            return
        now = self._state.judgement
        reason = self._reason if now is None else Reason(now.reason, now.tags)
        self._reason_line.show_reason(reason, self._workspace.judging.reason_tags())
        left = self._kept.open(f"{self._plan.session_id}/reason/{self._state.round_id}")
        if left:
            self._reason_line.bring_back(left)
        self._reason_line.setVisible(True)
        self._reason_line.focus_words()
        self._show_state()

    def _unsaid(self) -> str:
        """Return the reason that is being written, if it says something else than the kept one."""
        now = self._state.judgement if self._state else None
        sentence = self._reason_line.sentence
        return "" if now is not None and sentence == now.reason else sentence

    @Slot(object)
    def _on_reason(self, reason: Reason) -> None:
        now = self._state.judgement if self._state else None
        if now is None:
            self._reason = reason
            return
        try:
            self._workspace.judging.say_why(now.id, reason.text, reason.tags)
        except ConductorError as error:
            self._reason = reason  # it goes on being kept
            self._needs.say(str(error))
            return
        self._kept.settle()

    @Slot()
    def _on_reason_left(self) -> None:
        """Be through with the reason; one that waits for a pick goes on being kept."""
        if self._reason.text:
            self._kept.close()
        else:
            self._kept.forget()
        self._on_line_left()

    @Slot()
    def _on_line_left(self) -> None:
        self._ranking.setVisible(False)
        self._reason_line.setVisible(False)
        self._show_state()
        self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Judge by bare digits while one of the buttons has the focus."""
        if event.text() and event.text() in "0123456789=":
            self.press(event.text())
        else:
            super().keyPressEvent(event)
