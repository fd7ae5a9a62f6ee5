"""Show one assistant's answer: header, the streaming text, and what to do when it failed."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.entities import Answer
from conductor.core.errors import ConductorError
from conductor.core.text import visible
from conductor.core.thread import about_tokens
from conductor.gui.announce import announce
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.panels.answer_places import MIN_WIDTH
from conductor.gui.panels.answer_tabs import TabState
from conductor.gui.panels.column_header import ColumnHeader, dragged_answer
from conductor.gui.panels.column_menu import ColumnMenu
from conductor.gui.panels.reasoning_fold import ReasoningFold
from conductor.gui.panels.revision_pane import RevisionPane
from conductor.gui.status_text import end_sentence, pace_text, status_text, trouble_text
from conductor.gui.text_label import text_label
from conductor.gui.widgets.answer_view import AnswerView, LinkClicked, TableAsked
from conductor.gui.worker import Worker
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

PACE_INTERVAL_S = 0.5


class AnswerColumn(QFrame):
    """One column of the workbench; it shows one answer after the other.

    Signals:
        refused: a sentence, when the library could not keep what the person asked for.
        zoom_asked: 1 for larger text, -1 for smaller.
        scrolled: the column itself, when the person scrolled it.
        thread_asked: the answer whose thread the person wants to see.
        dropped: the ids of the assistant that was dropped here, and of this one.
    """

    refused = Signal(object)
    zoom_asked = Signal(object)
    scrolled = Signal(object)
    thread_asked = Signal(object)
    dropped = Signal(object, object)

    def __init__(
        self,
        workspace: Workspace,
        scheduler: FrameScheduler,
        worker: Worker,
        answer: Answer,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("answerColumn")
        self.setMinimumWidth(MIN_WIDTH)
        self.setAcceptDrops(True)
        self._workspace = workspace
        self._scheduler = scheduler
        self._answer = answer
        self._unasked_number: int | None = None
        self._colour = 0
        self._begin_count()
        self._build(worker)
        scheduler.add(self.view)

    @property
    def answer(self) -> Answer:
        """The answer as this column shows it."""
        return self._answer

    @property
    def colour(self) -> int:
        """The number of the assistant's colour."""
        return self._colour

    @property
    def state(self) -> TabState:
        """How the answer stands, as a tab says it."""
        return TabState(
            self._answer.assistant_id,
            self._answer.assistant,
            self._colour,
            self._answer.status,
            not self.isHidden(),
            self.is_unasked,
        )

    @property
    def status_words(self) -> str:
        """How the answer stands, as its header says it."""
        return self._header.status_words

    @property
    def is_unasked(self) -> bool:
        """Whether the answer is of an earlier round, as this one does not address it."""
        return self._unasked_number is not None

    @property
    def has_reasoning(self) -> bool:
        """Whether there is reasoning to read."""
        return self._reasoning.length > 0

    def _build(self, worker: Worker) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._header = ColumnHeader(self)
        self._header.stop.clicked.connect(self._on_stop)
        self._header.retry.clicked.connect(self._on_retry)
        self._header.more.clicked.connect(self._on_more)
        layout.addWidget(self._header)
        layout.addWidget(self._trouble_box())
        self._reasoning = ReasoningFold(self)
        layout.addWidget(self._reasoning)
        self.revision = RevisionPane(self._scheduler, worker, self)
        self.revision.switched.connect(self._on_changes_switched)
        layout.addWidget(self.revision)
        self.view = AnswerView(self)
        self.view.link_clicked.connect(self._on_link_clicked)
        self.view.table_asked.connect(self._on_table_asked)
        self.view.zoom_asked.connect(self.zoom_asked)
        self.view.scrolled_by_person.connect(self._on_scrolled)
        layout.addWidget(self.view, 1)

    def _trouble_box(self) -> QWidget:
        self._trouble = QFrame(self)
        self._trouble.setObjectName("troubleBox")
        box = QVBoxLayout(self._trouble)
        box.setContentsMargins(12, 8, 12, 8)
        self._trouble_text = text_label("", self._trouble, name="answerTrouble")
        self._trouble_text.setWordWrap(True)
        self._trouble_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._trouble_text)
        self._leave_out = QPushButton(self._trouble)
        self._leave_out.setObjectName("leaveOutButton")
        self._leave_out.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._leave_out.clicked.connect(self._on_leave_out)
        box.addWidget(self._leave_out, 0, Qt.AlignmentFlag.AlignLeft)
        return self._trouble

    def show_answer(
        self, answer: Answer, colour: int, *, unasked_number: int | None = None
    ) -> None:
        """Show an answer from its beginning.

        Args:
            answer: the answer as it stands.
            colour: the number of its assistant's colour.
            unasked_number: the round it is of, if the round at hand does not address it.
        """
        self._answer, self._colour, self._unasked_number = answer, colour, unasked_number
        name = "answerColumn" if unasked_number is None else "unaskedColumn"
        if name != self.objectName():
            self.setObjectName(name)
            self.style().polish(self)
        self.setProperty("assistant", answer.assistant)
        self.setAccessibleName(_("Answer of {name}").format(name=answer.assistant))
        self.view.setAccessibleName(_("Text of {name}").format(name=answer.assistant))
        self._header.show_assistant(answer.assistant_id, answer.assistant, answer.model, colour)
        self._restart()

    def _begin_count(self) -> None:
        self._pieces = 0
        self._thoughts = 0
        self._tokens = 0
        self._began_s = 0.0
        self._said_s = 0.0

    def _restart(self) -> None:
        self._begin_count()
        live = self._workspace.live.get(self._answer.id)
        if live is None:
            self.view.begin_text(self._answer.text, is_whole=True)
            self._reasoning.set_text(self._answer.reasoning)
        else:
            self._pieces, self._thoughts = len(live.pieces), len(live.reasoning)
            self.view.begin_text("".join(live.pieces), is_whole=False)
            self._reasoning.set_text("".join(live.reasoning))
        self._show_state()

    def take_text(self) -> None:
        """Take the text that came since the last call."""
        live = self._workspace.live.get(self._answer.id)
        if live is None:
            return
        if len(live.reasoning) > self._thoughts:
            self._reasoning.append("".join(live.reasoning[self._thoughts :]))
            self._thoughts = len(live.reasoning)
        if len(live.pieces) > self._pieces:
            delta = "".join(live.pieces[self._pieces :])
            self._pieces = len(live.pieces)
            self.view.append(delta)
            self._tokens += about_tokens(delta)
            self._began_s = self._began_s or time.monotonic()
        self._show_pace()

    def _show_pace(self) -> None:
        """Say twice a second how fast it is being written."""
        now_s = time.monotonic()
        if now_s - self._said_s < PACE_INTERVAL_S:
            return
        self._said_s = now_s
        if self._reasoning.length:
            self._reasoning.show_length()
        if self._tokens and now_s - self._began_s >= PACE_INTERVAL_S:
            self._header.show_status(pace_text(self._tokens, now_s - self._began_s))
        elif self._thoughts and not self._pieces:
            self._header.show_status(_("thinking …"))

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
            self.view.complete_text(fresh.text)
            self._reasoning.append(fresh.reasoning[self._reasoning.length :])
            self._reasoning.show_length()
            announce(self.view, end_sentence(fresh))
        else:
            self.take_text()
        self._show_state()

    def _show_state(self) -> None:
        answer = self._answer
        words, explanation = status_text(answer, self._workspace.live.get(answer.id)), ""
        if self._unasked_number is not None:
            words = _("unchanged since round {n}").format(n=self._unasked_number)
            explanation = _(
                "Not addressed in this round; this is the answer of round {n}, unchanged."
            ).format(n=self._unasked_number)
        self._said_s = 0.0
        self._header.show_status(words, explanation)
        self._header.stop.setVisible(not answer.status.is_ended)
        can_write = self._workspace.read_only is None and not self.is_unasked
        self._header.retry.setVisible(answer.status in CAN_TRY_AGAIN and can_write)
        trouble = "\n".join(filter(None, [trouble_text(answer), *answer.notices]))
        self._trouble_text.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._show_leave_out()
        self.revision.show_texts(self._revised())

    def _revised(self) -> tuple[str, str] | None:
        """Return the answer that this one revises, and this one; None if there are no two."""
        answer = self._answer
        if answer.revises is None or not answer.status.is_ended or not answer.text.strip():
            return None
        before = self._workspace.sessions.answer(answer.revises).text
        return (before, answer.text) if before.strip() else None

    @Slot(object)
    def _on_changes_switched(self, is_on: bool) -> None:  # noqa: FBT001 - a slot
        shown, hidden = (
            (self.revision.view, self.view) if is_on else (self.view, self.revision.view)
        )
        has_focus = hidden.hasFocus()
        self.revision.view.setVisible(is_on)
        self.view.setVisible(not is_on)
        if has_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretchFactor(self.revision, int(is_on))

    def set_text_size(self, size_px: int) -> None:
        """Show the answer in another size, in pixels."""
        self.view.set_text_size(size_px)
        self.revision.view.set_text_size(size_px)

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

    def show_current(self, *, is_current: bool) -> None:
        """Mark that the focus is in this column."""
        self._header.show_current(is_current=is_current)

    @Slot()
    def copy_rich(self) -> None:
        """Copy the answer with its formatting."""
        QGuiApplication.clipboard().setMimeData(self.view.whole_data())

    @Slot()
    def copy_markdown(self) -> None:
        """Copy the answer as it was written, every hidden character marked."""
        QGuiApplication.clipboard().setText(visible(self.view.source_text))

    @Slot()
    def copy_raw(self) -> None:
        """Copy the answer exactly as it came."""
        QGuiApplication.clipboard().setText(self.view.source_text)

    @Slot()
    def ask_for_thread(self) -> None:
        """Ask to see what this assistant sees."""
        self.thread_asked.emit(self._answer)

    @Slot()
    def toggle_reasoning(self) -> None:
        """Fold or unfold the reasoning."""
        self._reasoning.toggle()

    @Slot()
    def show_attempts(self) -> None:
        """Show the earlier attempts of the answer."""
        from conductor.gui.dialogs.attempts_dialog import AttemptsDialog

        attempts = self._workspace.sessions.attempts(self._answer)
        if attempts:
            size_px = self._workspace.settings.now.text_size_px
            AttemptsDialog(attempts, size_px, self).open()

    @Slot()
    def _on_more(self) -> None:
        more = self._header.more
        menu = ColumnMenu(self)
        corner = more.mapToGlobal(more.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    @Slot(object)
    def _on_link_clicked(self, clicked: LinkClicked) -> None:
        from conductor.gui.dialogs.link_dialog import LinkDialog

        LinkDialog(clicked.url, self, is_image=clicked.is_image).open()

    @Slot(object)
    def _on_table_asked(self, asked: TableAsked) -> None:
        from conductor.gui.dialogs.table_dialog import TableDialog

        TableDialog(asked.rows, self).open()

    @Slot()
    def _on_scrolled(self) -> None:
        self.scrolled.emit(self)

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take other answers only."""
        carried = dragged_answer(event.mimeData())
        if carried is not None and carried != self._answer.assistant_id:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Change places with the answer that is dropped here."""
        carried = dragged_answer(event.mimeData())
        if carried is not None:
            event.acceptProposedAction()
            self.dropped.emit(carried, self._answer.assistant_id)

    def leave(self) -> None:
        """Take the view out of the scheduler; the column is about to go."""
        self._scheduler.remove(self.view)
        self.revision.leave()
