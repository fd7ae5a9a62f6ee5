"""Let the person write a task or a follow-up, choose who gets it, and send it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Assistant, Attachment, Round
from conductor.core.ids import AssistantId, RoundId, SessionId
from conductor.gui.estimate_text import estimate_text
from conductor.gui.panels.files_row import FilesRow
from conductor.gui.text_label import elided_label, text_label
from conductor.gui.widgets.editing_line import EditingLine
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.recipients_bar import RecipientsBar
from conductor.gui.widgets.words_edit import WordsEdit
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

DRAFT_DELAY_MS = 400
OPEN_LINES = 2
LEAST_ROOM_PX = 60
TASK, FOLLOW_UP = "task", "follow-up"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written and not sent.

    Attributes:
        edits: the round whose words are being changed, if any.
    """

    text: str = ""
    files: tuple[Attachment, ...] = ()
    edits: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What the person wants to send, and to whom.

    Attributes:
        is_task: whether it is to start a session of its own.
    """

    draft: Draft
    recipients: tuple[AssistantId, ...]
    is_task: bool


class Composer(QFrame):
    """The person's words.

    Signals:
        sent: one `Words`.
        draft_changed: one `Draft`, a moment after the person stopped typing.
        edit_left: the person does not want to change an earlier round after all.
        opened: it grew to be written in, or became small again.
    """

    sent = Signal(object)
    draft_changed = Signal(object)
    edit_left = Signal()
    opened = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._workspace = workspace
        self._session_id: SessionId | None = None
        self._edited: Round | None = None
        self._obstacle = ""
        self._is_open: bool | None = None
        self._room_px = LEAST_ROOM_PX
        self._is_low = False
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_DELAY_MS)
        self._draft_timer.timeout.connect(self._on_draft_due)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.setSpacing(4)
        self._editing = EditingLine(self)
        self._editing.left.connect(self.edit_left)
        outer.addWidget(self._editing)
        outer.addWidget(self._box_of_words())
        self._message = text_label("", self, name="composerMessage", look="error", wrap=True)
        self._message.setVisible(False)
        outer.addWidget(self._message)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        self._show_size()

    def _box_of_words(self) -> QWidget:
        """Return the words over a bar; while small, the words stand in the bar's free place."""
        self._box = QFrame(self)
        self._box.setObjectName("composerBox")
        self._grid = QGridLayout(self._box)
        self._grid.setContentsMargins(8, 4, 6, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self._edit = WordsEdit(self._box)
        self._edit.textChanged.connect(self._on_text_changed)
        self._files = FilesRow(self._workspace, self._box)
        self._files.changed.connect(self._on_files_changed)
        self._files.words_wanted.connect(self._edit.insertPlainText)
        self._files.refused.connect(self.say)
        self._edit.files_given.connect(self._files.attach)
        self._edit.long_text_given.connect(self._files.attach_text)
        self._mode = QComboBox(self._box)
        self._mode.setObjectName("composerMode")
        self._mode.setAccessibleName(_("What you are sending"))
        self._mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._mode.activated.connect(self._on_mode)
        self._attach = IconButton("attachButton", "paperclip", _("Attach text files"), self._box)
        self._attach.clicked.connect(self._files.ask_for_files)
        self._estimate = elided_label("", self._box, name="composerEstimate", look="muted")
        self._to = text_label(_("to"), self._box, look="muted")
        self._recipients = RecipientsBar(self._box)
        self._recipients.changed.connect(self._on_recipients)
        self._send = QPushButton(_("Send"), self._box)
        self._send.setObjectName("sendButton")
        self._send.setToolTip(_("Ctrl+Enter"))
        self._send.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._send.clicked.connect(self.send)
        self._grid.addWidget(self._edit, 0, 0, 1, 6)
        self._grid.addWidget(self._files, 1, 0, 1, 6)
        bar = (self._mode, self._attach, self._estimate, self._to, self._recipients, self._send)
        for column, widget in enumerate(bar):
            self._grid.addWidget(widget, 2, column)
        return self._box

    def set_mode(self, *, is_follow_up: bool) -> None:
        """Say whether the next words start a session or follow up in one."""
        self._mode.clear()
        if is_follow_up:
            self._mode.addItem(_("Follow-up"), FOLLOW_UP)
            self._mode.addItem(_("New task"), TASK)
        else:
            self._mode.addItem(_("Task"), TASK)
        self._show_placeholder()

    def _show_placeholder(self) -> None:
        is_task = self._mode.currentData() == TASK
        if not self._is_open:
            words = (
                _("Write a task … Ctrl+Enter sends") if is_task else _("Ask on … Ctrl+Enter sends")
            )
        elif is_task:
            words = _("Write a task for your assistants. Enter: new line, Ctrl+Enter: send")
        else:
            words = _("Ask on, or say what should change. Enter: new line, Ctrl+Enter: send")
        self._edit.setPlaceholderText(words)

    def set_recipients(
        self, assistants: Sequence[Assistant], chosen: Sequence[AssistantId]
    ) -> None:
        """Offer these assistants, with those chosen switched on."""
        self._recipients.set_recipients(assistants, chosen)
        self._show_estimate()

    @property
    def chosen(self) -> tuple[AssistantId, ...]:
        """Who is switched on."""
        return self._recipients.chosen

    @property
    def offered(self) -> tuple[AssistantId, ...]:
        """Who could be switched on."""
        return self._recipients.offered

    @property
    def draft(self) -> Draft:
        """What is written now."""
        edits = self._edited.id if self._edited else None
        return Draft(self._edit.toPlainText(), self._files.files, edits)

    def set_draft(
        self, draft: Draft, session_id: SessionId | None, edited: Round | None = None
    ) -> None:
        """Put a draft back, the cursor at its end.

        Args:
            draft: what was written.
            session_id: the session it belongs to; None for a new one.
            edited: the round whose words these are, to be changed and sent anew.
        """
        self._session_id = session_id
        self._edited = edited
        self._editing.show_round(edited)
        self._files.set_files(draft.files)
        self._edit.setPlainText(draft.text)
        cursor = self._edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._edit.setTextCursor(cursor)
        self._draft_timer.stop()
        self._show_estimate()
        self._show_size()

    def set_room(self, height_px: int, *, is_low: bool) -> None:
        """Say how high the words may become, and whether to grow only when something is written."""
        self._room_px = max(LEAST_ROOM_PX, height_px)
        self._is_low = is_low
        self._show_size(is_new_room=True)

    @Slot(object)
    def say(self, sentence: str) -> None:
        """Show a sentence below the words, where the person is looking; empty hides it."""
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def set_obstacle(self, sentence: str) -> None:
        """Say what stands in the way of sending; empty allows it."""
        self._obstacle = sentence
        self._send.setEnabled(not sentence)

    @property
    def is_open(self) -> bool:
        """Whether it is being written in, and as high as that needs."""
        return bool(self._is_open)

    def focus_words(self) -> None:
        """Put the cursor into the words."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def send(self) -> None:
        """Send what is written; a syllable that is still being composed is finished first."""
        self._edit.commit_composed()
        if self._obstacle:
            self.say(self._obstacle)
            return
        is_task = self._mode.currentData() == TASK and self._edited is None
        self.sent.emit(Words(self.draft, self.chosen, is_task))

    def flush_draft(self) -> None:
        """Announce the draft now if it was changed; for the window's closing."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self.draft_changed.emit(self.draft)

    @Slot()
    def _on_text_changed(self) -> None:
        self._draft_timer.start()
        if self._edit.document().isEmpty() is self._is_open:
            self._show_size()

    @Slot()
    def _on_draft_due(self) -> None:
        self.draft_changed.emit(self.draft)
        self._show_estimate()

    def _show_estimate(self) -> None:
        if self._edit.document().isEmpty() and not self._files.files:
            self._estimate.setText("")
            return
        texts = [self._edit.toPlainText(), *(file.text for file in self._files.files)]
        estimate = self._workspace.estimates.of(texts, self.chosen, self._session_id)
        is_task = self._mode.currentData() == TASK
        self._estimate.setText(estimate_text(estimate, is_task=is_task))

    @Slot()
    def _on_recipients(self) -> None:
        self._show_estimate()

    @Slot(int)
    def _on_mode(self, _index: int) -> None:
        self._show_placeholder()
        self._show_estimate()
        self.focus_words()

    @Slot()
    def _on_files_changed(self) -> None:
        self._draft_timer.start()
        self._show_size()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:  # a menu or another window does not make it small
            self._show_size()

    def _show_size(self, *, is_new_room: bool = False) -> None:
        """Be small while nobody writes and nothing is written."""
        now = QApplication.focusWidget()
        has_focus = now is not None and self.isAncestorOf(now)
        if self._box.property("focused") is not has_focus:
            self._box.setProperty("focused", has_focus)
            self._box.style().polish(self._box)
        has_words = not self._edit.document().isEmpty()
        has_more = bool(self._files.files or self._edited)
        is_open = has_words or has_more or (has_focus and not self._is_low)
        if is_open == self._is_open and not is_new_room:
            return
        self._is_open, was_open = is_open, self._is_open
        if is_open != was_open:
            self._grid.removeWidget(self._edit)
            if is_open:
                self._grid.addWidget(self._edit, 0, 0, 1, 6)
            else:
                self._grid.addWidget(self._edit, 2, 2)
            self._estimate.setVisible(is_open)
            self._to.setVisible(is_open)
        self._edit.set_limits(least_lines=OPEN_LINES if is_open else 1, most_px=self._room_px)
        if is_open != was_open:
            self._show_placeholder()
            self.opened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the words more than half of the width."""
        super().resizeEvent(event)
        self._recipients.setMaximumWidth(self.width() // 2)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for itself while an earlier round is being changed."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_leaving(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the changing of an earlier round by Esc."""
        if self._is_leaving(event):
            self.edit_left.emit()
        else:
            super().keyPressEvent(event)

    def _is_leaving(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return is_key and self._edited is not None
