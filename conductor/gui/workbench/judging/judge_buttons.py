"""Show what can be picked in a round and what was picked, in one row of buttons.

Thread: GUI.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from conductor.gui.look.icons import icon
from conductor.gui.look.theme import current_tokens
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.workbench.judging.judge_state import JudgeState
from conductor.gui.workbench.judging.pick_button import PickButton
from conductor.i18n import _

MOST_PICKS = 9
"""Answers that have a button: there is a digit for each of them."""


class JudgeButtons(QObject):
    """The row of the judge bar.

    Attributes:
        row: its layout; the bar gives it a place.
        tie: says that there is no difference.
        none: says that no answer can be used.
        rank: begins a ranking.
        why: begins a reason.
    """

    def __init__(self, on_pick: Callable[[int], None], bar: QWidget) -> None:
        """Build it.

        Args:
            on_pick: a method of the bar that gets the number that was picked.
            bar: what the buttons stand in.
        """
        super().__init__(bar)
        self._bar = bar
        self._on_pick = on_pick
        self._is_compact = False
        self._controls: list[tuple[QPushButton, str]] = []
        self._picks: list[PickButton] = []
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        words = _("Which would you use?")
        self._question = text_label(words, bar, name="judgeQuestion", look="strong")
        self.row.addWidget(self._question)
        self.tie = self._switch("judgeTie", _("= no difference"), _("No difference"), "Alt+=")
        self.none = self._switch("judgeNone", _("0 none usable"), _("None usable"), "Alt+0")
        self.rank = self._button("judgeRank", _("Rank"), _("Rank all of them"), "Alt+R")
        self.why = self._button("judgeWhy", _("Why?"), _("Say why"), "Alt+W")
        for quiet in (self.rank, self.why):
            quiet.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
            self.row.addWidget(quiet)
        self._said = elided_label("", bar, name="judgeSaid", look="muted")
        self.row.addWidget(self._said, 100)
        self.row.addStretch(1)

    def _button(self, name: str, words: str, title: str, keys: str) -> QPushButton:
        button = QPushButton(words, self._bar)
        button.setObjectName(name)
        button.setAccessibleName(title)
        set_tip(button, f"{title}  {keys}".rstrip())
        button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _switch(self, name: str, words: str, title: str, keys: str) -> QPushButton:
        button = self._button(name, words, title, keys)
        button.setCheckable(True)
        self.row.addWidget(button)
        return button

    def add_control(self, name: str, words: str, icon_name: str) -> QPushButton:
        """Put something else that is done with the answers at the right, and return it."""
        button = self._button(name, words, words, "")
        button.setProperty("iconName", icon_name)
        button.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._controls.append((button, words))
        self.row.addWidget(button)
        return button

    def set_compact(self, *, is_compact: bool) -> None:
        """Take as little room as possible, or say everything in words."""
        self._is_compact = is_compact
        self._question.setVisible(not is_compact)
        self.tie.setText("=" if is_compact else _("= no difference"))
        self.none.setText("0" if is_compact else _("0 none usable"))
        self._said.setVisible(not is_compact)
        for control, words in self._controls:
            control.setText("" if is_compact else words)
            control.setIcon(_icon_of(control) if is_compact else QIcon())

    def take_colours(self) -> None:
        """Take the colours anew: the look of the window has changed."""
        if self._is_compact:
            self.set_compact(is_compact=True)

    def show_state(self, state: JudgeState, *, says_why: bool) -> None:
        """Show what can be picked and what was.

        Args:
            state: the judging of the round.
            says_why: whether a reason is being written.
        """
        for choice in state.choices[len(self._picks) : MOST_PICKS]:
            button = PickButton(choice.number, self._bar)
            button.picked.connect(self._on_pick)
            self._picks.append(button)
            self.row.insertWidget(len(self._picks), button)
        for number, button in enumerate(self._picks, start=1):
            shown = state.choice(number)
            button.setVisible(shown is not None)
            if shown is None:
                button.show_choice("", None, is_chosen=False)  # it keeps no name of another round
            else:
                name = "" if shown.colour is None else shown.name
                is_chosen = shown.answer_id in state.chosen
                button.show_choice(name, shown.colour, is_chosen=is_chosen)
                button.setEnabled(shown.is_ready and state.can_write)
        self._show_others(state, says_why=says_why)

    def _show_others(self, state: JudgeState, *, says_why: bool) -> None:
        said = state.judgement
        is_named = said is not None and bool(said.ranking)
        can_compare = len(state.ready) > 1 and state.can_write
        self.tie.setVisible(len(state.choices) > 1)
        self.tie.setEnabled(can_compare)
        self.tie.setChecked(is_named and not state.chosen)
        self.none.setEnabled(state.can_write)
        self.none.setChecked(said is not None and not is_named)
        self.rank.setVisible(len(state.choices) > 2)
        self.rank.setEnabled(can_compare)
        self.why.setVisible(said is not None or says_why)
        self._said.setText(words_said(state))


def words_said(state: JudgeState) -> str:
    """Return what was said of the round, and before that; else why nothing can be said yet."""
    if state.judgement is None:
        waits = len(state.ready) < len(state.choices)
        return _("You can pick as soon as an answer is complete.") if waits else ""
    said = [state.words(state.judgement)]
    why = ", ".join(filter(None, (*state.judgement.tags, state.judgement.reason)))
    if why:
        said.append(why)
    if state.before is not None:
        said.append(_("before: {choice}").format(choice=state.words(state.before)))
    return " · ".join(said)


def _icon_of(control: QPushButton) -> QIcon:
    return icon(str(control.property("iconName")), current_tokens().muted)
