"""Show one round of one assistant's conversation: the conductor's words and the answer.

Thread: GUI.
"""

import math
from functools import partial

from PySide6.QtCore import QSizeF, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.text.visible import visible
from conductor.gui.answer.asides import Asides
from conductor.gui.answer.view import AnswerView
from conductor.gui.needs import Needs
from conductor.gui.widgets.assistant_dot import AssistantDot
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.gui.words.status_text import status_text, trouble_text
from conductor.gui.workbench.columns.hand_keys import WheelZoom
from conductor.gui.workbench.reading.answer_feed import AnswerFeed
from conductor.gui.workbench.reading.thread_story import ThreadTurn
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

WORDS_LIMIT = 4_000
"""Characters of the conductor's words that a thread shows; the round's header has them all."""

_LEAST_PX = 32


class TurnText(AnswerView):
    """An answer as high as its text; the keys that scroll are left to the thread."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size)
        self.setFixedHeight(_LEAST_PX)

    @Slot(QSizeF)
    def _on_size(self, size: QSizeF) -> None:
        self.setFixedHeight(max(_LEAST_PX, math.ceil(size.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the keys that scroll to the thread."""
        if not event.modifiers() and event.key() in SCROLL_KEYS:
            event.ignore()
            return
        super().keyPressEvent(event)


SCROLL_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Escape,
}


class TurnPanel(QFrame):
    """One turn."""

    def __init__(
        self,
        workspace: Workspace,
        needs: Needs,
        turn: ThreadTurn,
        colour: int,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("threadTurn")
        self.turn = turn
        self._workspace = workspace
        self._needs = needs
        self._feed: AnswerFeed | None = None
        self.view: TurnText | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 4)
        layout.setSpacing(4)
        heading = text_label(turn.heading, self, name="turnHeading", look="caption")
        heading.setContentsMargins(12, 0, 0, 0)
        layout.addWidget(heading)
        words = visible(turn.words[:WORDS_LIMIT]) + ("…" if len(turn.words) > WORDS_LIMIT else "")
        said = text_label(words, self, name="turnWords", wrap=True)
        said.setAccessibleName(_("Your words"))
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(said)
        for note in turn.notes:
            layout.addWidget(text_label(note, self, name="turnNote", look="caption", wrap=True))
        layout.addLayout(self._head(colour))
        self._trouble = text_label("", self, name="turnTrouble", look="error", wrap=True)
        layout.addWidget(self._trouble)
        if not turn.is_hidden:
            layout.addWidget(self._text())
        self._show_state()

    def _head(self, colour: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 0, 0)
        row.setSpacing(6)
        answer = self.turn.answer
        row.addWidget(AssistantDot(colour, self))
        row.addWidget(text_label(answer.assistant, self, name="turnAssistant", look="strong"))
        self._status = elided_label("", self, name="answerStatus", look="muted")
        row.addWidget(self._status, 1)
        self._stop = IconButton("stopButton", "circle-stop", _("Stop"), self)
        self._stop.clicked.connect(self._on_stop)
        self._retry = IconButton("retryButton", "refresh-cw", _("Try again"), self)
        self._retry.clicked.connect(self._on_retry)
        for button in (self._stop, self._retry):
            button.setFixedSize(26, 26)
            row.addWidget(button)
        return row

    def _text(self) -> TurnText:
        self.view = TurnText(self)
        name = _("Text of {name}").format(name=self.turn.answer.assistant)
        self.view.setAccessibleName(name)
        Asides(self.view)
        WheelZoom(self.view, self._needs.actions)
        self.view.set_text_size(self._workspace.settings.now.text_size_px)
        self._needs.scheduler.add(self.view)
        self._feed = AnswerFeed(self._workspace, self.view, self.turn.answer)
        return self.view

    def take_text(self) -> None:
        """Take the text that came."""
        if self._feed is not None:
            self._feed.take_text()

    def take_state(self) -> None:
        """Take the answer's new state."""
        if self._feed is not None:
            self._feed.take_state()
        self._show_state()

    def _show_state(self) -> None:
        answer = self._feed.answer if self._feed else self.turn.answer
        if self.turn.is_hidden:
            self._status.setText(_("hidden until you judge the round"))
        else:
            self._status.setText(status_text(answer, self._workspace.live.get(answer.id)))
        is_open = not self.turn.is_hidden and self._workspace.read_only is None
        self._stop.setVisible(is_open and not answer.status.is_ended)
        self._retry.setVisible(is_open and answer.status in CAN_TRY_AGAIN)
        trouble = "" if self.turn.is_hidden else trouble_text(answer)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    @Slot()
    def _on_stop(self) -> None:
        self._needs.attempt(partial(self._workspace.rounds.stop, self.turn.answer.id))

    @Slot()
    def _on_retry(self) -> None:
        answer = self._workspace.sessions.answer(self.turn.answer.id)
        self._needs.attempt(partial(self._workspace.rounds.try_again, [answer]))

    def leave(self) -> None:
        """Take the view out of the scheduler; the turn is about to go."""
        if self.view is not None:
            self._needs.scheduler.remove(self.view)
