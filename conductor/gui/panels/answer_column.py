"""Show one assistant's answer: header, the streaming text, and what to do when it failed."""

from collections.abc import Callable
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.entities import Answer
from conductor.core.errors import ConductorError
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.status_text import status_text, trouble_text
from conductor.gui.text_label import elided_label, text_label
from conductor.gui.widgets.answer_view import AnswerView
from conductor.gui.widgets.assistant_dot import AssistantDot
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

MIN_WIDTH = 320
HEADER_HEIGHT = 44
NAME_WIDTH = 120


class AnswerColumn(QFrame):
    """One column of the workbench.

    Signals:
        refused: a sentence, when the library could not keep what the person asked for.
    """

    refused = Signal(object)

    def __init__(
        self, workspace: Workspace, scheduler: FrameScheduler, answer: Answer, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("answerColumn")
        self.setProperty("assistant", answer.assistant)
        self.setAccessibleName(_("Answer of {name}").format(name=answer.assistant))
        self.setMinimumWidth(MIN_WIDTH)
        self._workspace = workspace
        self._scheduler = scheduler
        self._answer = answer
        self._pieces = 0
        self._build()
        scheduler.add(self._view)
        self._restart()

    @property
    def answer(self) -> Answer:
        """The answer as this column shows it."""
        return self._answer

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        layout.addWidget(self._trouble_box())
        self._view = AnswerView(self)
        self._view.setAccessibleName(_("Text of {name}").format(name=self._answer.assistant))
        layout.addWidget(self._view, 1)

    def _header(self) -> QWidget:
        header = QFrame(self)
        header.setObjectName("columnHeader")
        row = QHBoxLayout(header)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(AssistantDot(self._colour(), header))
        name = elided_label(
            self._answer.assistant,
            header,
            name="answerAssistant",
            look="strong",
            least_px=NAME_WIDTH,
        )
        row.addWidget(name)
        model = elided_label(self._answer.model, header, name="answerModel", look="muted")
        row.addWidget(model, 1)
        self._status = elided_label("", header, name="answerStatus", look="muted")
        row.addWidget(self._status)
        self._stop = self._button(header, "stopButton", _("Stop"), self._on_stop)
        self._retry = self._button(header, "retryButton", _("Try again"), self._on_retry)
        row.addWidget(self._stop)
        row.addWidget(self._retry)
        header.setFixedHeight(HEADER_HEIGHT)
        return header

    def _button(
        self, parent: QWidget, name: str, text: str, on_click: Callable[[], None]
    ) -> QPushButton:
        button = QPushButton(text, parent)
        button.setObjectName(name)
        button.setAccessibleName(f"{text}: {self._answer.assistant}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor where it is
        button.clicked.connect(on_click)
        return button

    def _trouble_box(self) -> QWidget:
        self._trouble = QFrame(self)
        self._trouble.setObjectName("troubleBox")
        box = QVBoxLayout(self._trouble)
        box.setContentsMargins(12, 8, 12, 8)
        self._trouble_text = text_label("", self._trouble, name="answerTrouble")
        self._trouble_text.setWordWrap(True)
        self._trouble_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._trouble_text)
        self._leave_out = self._button(self._trouble, "leaveOutButton", "", self._on_leave_out)
        box.addWidget(self._leave_out, 0, Qt.AlignmentFlag.AlignLeft)
        return self._trouble

    def _colour(self) -> int:
        for assistant in self._workspace.connections.assistants():
            if assistant.id == self._answer.assistant_id:
                return assistant.colour
        return self._answer.position

    def _restart(self) -> None:
        self._pieces = 0
        live = self._workspace.live.get(self._answer.id)
        if live is None:
            self._view.set_text(self._answer.text)
        else:
            self._view.clear_text()
            self.take_text()
        self._show_state()

    def take_text(self) -> None:
        """Take the text that came since the last call."""
        live = self._workspace.live.get(self._answer.id)
        if live is None or len(live.pieces) == self._pieces:
            return
        self._view.append("".join(live.pieces[self._pieces :]))
        self._pieces = len(live.pieces)

    def take_state(self) -> None:
        """Take the answer's new state, and the rest of its text if it ended."""
        fresh = self._workspace.sessions.answer(self._answer.id)
        is_new_attempt = fresh.attempt != self._answer.attempt
        was_live = not self._answer.status.is_ended
        self._answer = fresh
        if is_new_attempt:
            self._restart()
            return
        if was_live and fresh.status.is_ended:
            self._view.set_text(fresh.text)
        else:
            self.take_text()
        self._show_state()

    def _show_state(self) -> None:
        answer = self._answer
        live = self._workspace.live.get(answer.id)
        words = status_text(answer, live)
        self._status.setText(words)
        self._status.setToolTip(f"<qt>{escape(words)}</qt>")  # escaped: a tool tip guesses HTML
        self._stop.setVisible(not answer.status.is_ended)
        can_write = self._workspace.read_only is None
        self._retry.setVisible(answer.status in CAN_TRY_AGAIN and can_write)
        trouble = "\n".join(filter(None, [trouble_text(answer), *answer.notices]))
        self._trouble_text.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._show_leave_out()

    def _show_leave_out(self) -> None:
        last = self._workspace.rounds.rounds_to_leave_out(self._answer)
        self._leave_out.setVisible(last is not None)
        if last is not None:
            words = (
                _("Leave out round 1 and try again")
                if last == 1
                else _("Leave out rounds 1–{k} and try again")
            )
            self._leave_out.setText(words.format(k=last))

    @Slot()
    def _on_stop(self) -> None:
        self._workspace.rounds.stop(self._answer.id)

    @Slot()
    def _on_retry(self) -> None:
        self._attempt(partial(self._workspace.rounds.try_again, [self._answer]))

    @Slot()
    def _on_leave_out(self) -> None:
        last = self._workspace.rounds.rounds_to_leave_out(self._answer)
        self._attempt(partial(self._workspace.rounds.try_again, [self._answer], leave_out=last))

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except ConductorError as error:
            self.refused.emit(str(error))

    def leave(self) -> None:
        """Take the view out of the scheduler; the column is about to go."""
        self._scheduler.remove(self._view)
