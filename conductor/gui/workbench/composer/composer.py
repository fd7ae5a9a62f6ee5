"""Let the person write a task, a follow-up or guidance, choose who gets it, and send it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Assistant, Round, RoundKind
from conductor.core.guidance.guidance import Control, Guidance, GuidanceKind
from conductor.core.ids import AssistantId, SessionId
from conductor.gui.kept_words import KeepSoon
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.estimate_text import estimate_text
from conductor.gui.workbench.composer.attached_row import AttachedRow, NextTask
from conductor.gui.workbench.composer.editing_line import EditingLine
from conductor.gui.workbench.composer.files_row import FilesRow
from conductor.gui.workbench.composer.guidance_options import (
    ControlChoice,
    EarlierOffer,
    GuidanceOptions,
)
from conductor.gui.workbench.composer.recipients_bar import RecipientsBar
from conductor.gui.workbench.composer.words_edit import WordsEdit
from conductor.gui.workbench.composer.written import Draft, Mode, Words
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

REST_MS = 400
"""Of the keys, before what is written is looked at: estimates, earlier guidance."""
OPEN_LINES = 2
LEAST_ROOM_PX = 60
BAR, WORDS_PLACE = 2, 3
"""Row of the bar, and the column in it where the words stand while it is small."""


class Composer(QFrame):
    """The person's words.

    Attributes:
        attached: what a new task gets besides its words.

    Signals:
        sent: one `Words`.
        draft_changed: one `Draft`, at the latest a moment after its first key.
        guidance_typed: the words of guidance, a moment after the person stopped typing.
        edit_left: the person does not want to change an earlier round after all.
        opened: it grew to be written in, or became small again.
    """

    sent = Signal(object)
    draft_changed = Signal(object)
    guidance_typed = Signal(object)
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
        self._was_guidance = False
        self._task_kind: str | None = None
        self._soon = KeepSoon(self._announce_draft, self)
        self._rest_timer = QTimer(self)
        self._rest_timer.setSingleShot(True)
        self._rest_timer.setInterval(REST_MS)
        self._rest_timer.timeout.connect(self._on_rest)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.setSpacing(4)
        self._editing = EditingLine(self)
        self._editing.left.connect(self.edit_left)
        outer.addWidget(self._editing)
        self.attached = AttachedRow(workspace, self)
        self.attached.follow(self.next_task)
        outer.addWidget(self.attached)
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
        self._grid.setColumnStretch(WORDS_PLACE, 1)
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
        self._mode.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._mode.activated.connect(self._on_mode)
        self._options = GuidanceOptions(self._box)
        self._options.changed.connect(self._on_text_changed)
        self._earlier = EarlierOffer(self._box)
        self._earlier.taken.connect(self._on_earlier_taken)
        self._attach = IconButton("attachButton", "paperclip", _("Attach text files"), self._box)
        self._attach.clicked.connect(self._files.ask_for_files)
        self._estimate = elided_label("", self._box, name="composerEstimate", look="muted")
        self._to = text_label(_("to"), self._box, look="muted")
        self._recipients = RecipientsBar(self._box)
        self._recipients.changed.connect(self._on_recipients)
        self._rest = ControlChoice(self._box)
        self._send = QPushButton(_("Send"), self._box)
        self._send.setObjectName("sendButton")
        set_tip(self._send, _("Ctrl+Enter"))
        self._send.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._send.clicked.connect(self.send)
        self._grid.addWidget(self._edit, 0, 0, 1, -1)
        self._grid.addWidget(self._files, 1, 0, 1, -1)
        bar = (
            self._mode,
            self._options,
            self._attach,
            self._estimate,
            self._to,
            self._recipients,
            self._rest,
            self._send,
        )
        for column, widget in enumerate(bar):
            self._grid.addWidget(widget, BAR, column)
        self._grid.addWidget(self._earlier, BAR, WORDS_PLACE)
        return self._box

    @property
    def mode(self) -> Mode:
        """What the words are."""
        return Mode(self._mode.currentData() or Mode.TASK)

    @property
    def is_task(self) -> bool:
        """Whether the words begin threads anew."""
        if self._edited is not None:
            return self._edited.kind is RoundKind.TASK
        return self.mode is Mode.TASK

    def next_task(self) -> NextTask:
        """Return what is about to be sent, as far as it decides what is attached."""
        is_of_session = self._session_id is None or self._edited is not None
        kind = self._task_kind if is_of_session else None
        return NextTask(self.is_task, self._edit.toPlainText(), self.chosen, kind)

    def set_task_kind(self, kind: str | None) -> None:
        """Say which kind of task would be sent."""
        if kind != self._task_kind:
            self._task_kind = kind
            self.attached.look_soon()

    def set_mode(self, *, is_follow_up: bool) -> None:
        """Say whether the next words start a session, or go on in one."""
        self._mode.clear()
        if is_follow_up:
            self._mode.addItem(_("Follow-up"), Mode.FOLLOW_UP)
            self._mode.addItem(_("Revise"), Mode.GUIDANCE)
            self._mode.addItem(_("New task"), Mode.TASK)
        else:
            self._mode.addItem(_("Task"), Mode.TASK)
        self._mode.ensurePolished()
        self._mode.setMinimumWidth(self._mode.sizeHint().width())
        self._choose_mode(Mode.GUIDANCE if self._was_guidance else None)

    def _choose_mode(self, mode: Mode | None) -> bool:
        """Take a mode if it is offered; None is the usual one."""
        index = 0 if mode is None else self._mode.findData(mode)
        if index >= 0:
            self._mode.setCurrentIndex(index)
        self._show_mode()
        return index >= 0

    @Slot()
    def toggle_guidance(self) -> None:
        """Say what should change from now on, or ask on again."""
        is_guidance = self.mode is Mode.GUIDANCE
        if self._edited is not None:
            self.say(_("These are the words of an earlier round. Send or leave them first."))
        elif not self._choose_mode(None if is_guidance else Mode.GUIDANCE):
            self.say(_("There is no answer to revise yet. Send a task first."))
        else:
            self.say("")
            self._on_mode(0)

    @Slot()
    def toggle_star(self) -> None:
        """Make the guidance that is being written reusable, or not."""
        if self.mode is Mode.GUIDANCE or self._choose_mode(Mode.GUIDANCE):
            self._options.toggle_star()
            self._on_mode(0)
        else:
            self.say(_("There is no answer to revise yet. Send a task first."))

    @Slot()
    def take_earlier(self) -> None:
        """Take the words of the earlier guidance that is offered."""
        self._earlier.take()

    @Slot(object)
    def _on_earlier_taken(self, guidance: Guidance) -> None:
        self._edit.selectAll()  # so that the person can undo it
        self._edit.insertPlainText(guidance.text)
        self._options.kind = guidance.kind
        self._options.is_reusable = self._options.is_reusable or guidance.reusable
        self.offer_earlier(None)
        self.focus_words()

    def offer_earlier(self, guidance: Guidance | None, known: str = "") -> None:
        """Offer earlier guidance that fits what is being typed, with what is known of it."""
        self._earlier.offer(guidance, known)
        self._show_bar()

    def _show_mode(self) -> None:
        is_guidance = self.mode is Mode.GUIDANCE and self._edited is None
        for widget in (self._box, self._mode):
            if bool(widget.property("guidance")) is not is_guidance:
                widget.setProperty("guidance", is_guidance)
                widget.style().polish(widget)
        if not is_guidance:
            self._earlier.offer(None)
        self._show_size()
        self._show_placeholder()
        self._show_bar()

    def _show_bar(self) -> None:
        """Show of the bar what there is room for, and what goes with the mode."""
        is_guidance = self.mode is Mode.GUIDANCE and self._edited is None
        is_open = bool(self._is_open)
        has_offer = is_guidance and is_open and self._earlier.guidance is not None
        is_to_some = 0 < len(self.chosen) < len(self.offered)
        self._options.setVisible(is_guidance and is_open)
        self._rest.setVisible(is_guidance and is_open and is_to_some)
        self._attach.setVisible(not is_guidance)
        self._earlier.setVisible(has_offer)
        self._estimate.setVisible(is_open and not has_offer)
        self._to.setVisible(is_open and bool(self.offered))
        self.attached.set_wanted(is_wanted=is_open and self.is_task)

    def _show_placeholder(self) -> None:
        mode = Mode.FOLLOW_UP if self._edited is not None else self.mode
        if self._is_open:
            words = {
                Mode.TASK: _("Write a task for your assistants. Enter: new line, Ctrl+Enter: send"),
                Mode.FOLLOW_UP: _(
                    "Ask on, or press Ctrl+G to have the answers revised. Ctrl+Enter: send"
                ),
                Mode.GUIDANCE: _("Say what should change in the answers. Ctrl+Enter: send"),
            }
        else:
            words = {
                Mode.TASK: _("Write a task … Ctrl+Enter sends"),
                Mode.FOLLOW_UP: _("Ask on …"),  # beside the judging there is no room for more
                Mode.GUIDANCE: _("Say what should change …"),
            }
        self._edit.setPlaceholderText(words[mode])

    def set_recipients(
        self, assistants: Sequence[Assistant], chosen: Sequence[AssistantId]
    ) -> None:
        """Offer these assistants, with those chosen switched on."""
        self._recipients.set_recipients(assistants, chosen)
        self._on_recipients()

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
        is_guidance = self.mode is Mode.GUIDANCE and self._edited is None
        return Draft(
            self._edit.toPlainText(),
            self._files.files,
            edits,
            is_guidance=is_guidance,
            is_reusable=is_guidance and self._options.is_reusable,
        )

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
        self._options.is_reusable = draft.is_reusable
        self._options.kind = GuidanceKind.OTHER
        self._rest.control = Control.NONE
        self._was_guidance = draft.is_guidance
        self._choose_mode(Mode.GUIDANCE if draft.is_guidance else None)
        self._soon.drop()
        self._rest_timer.stop()
        self.attached.forget()
        self.attached.look_soon()
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
        self.sent.emit(
            Words(
                self.draft,
                self.chosen,
                Mode.FOLLOW_UP if self._edited is not None else self.mode,
                is_to_all=len(self.chosen) == len(self.offered),
                kind=self._options.kind,
                control=self._rest.control,
                left_out=self.attached.left_out,
                may_draw=self.attached.may_draw,
            )
        )

    def close_down(self) -> None:
        """Keep the draft and stop what runs; the window is closing."""
        self._soon.close_down()
        self._rest_timer.stop()
        self.attached.close_down()

    def flush_draft(self) -> None:
        """Announce the draft now if it was changed."""
        if self._soon.is_due:
            self._soon.flush()

    def keep_again(self) -> None:
        """Announce the draft once more in a moment: it could not be kept."""
        self._soon.touch()

    def _announce_draft(self) -> None:
        self.draft_changed.emit(self.draft)

    @Slot()
    def _on_text_changed(self) -> None:
        if self.is_task:
            self.attached.look_soon()
        self._touch()
        if self._edit.document().isEmpty() is self._is_open:
            self._show_size()

    def _touch(self) -> None:
        self._soon.touch()
        self._rest_timer.start()

    @Slot()
    def _on_rest(self) -> None:
        if self.mode is Mode.GUIDANCE and self._edited is None:
            self.guidance_typed.emit(self._edit.toPlainText())
        self._show_estimate()

    def _show_estimate(self) -> None:
        if self._edit.document().isEmpty() and not self._files.files:
            self._estimate.setText("")
            return
        texts = [self._edit.toPlainText(), *(file.text for file in self._files.files)]
        estimate = self._workspace.estimates.of(texts, self.chosen, self._session_id)
        is_task = self.mode is Mode.TASK
        self._estimate.setText(estimate_text(estimate, is_task=is_task))

    @Slot()
    def _on_recipients(self) -> None:
        self.attached.look_soon()
        self._show_estimate()
        self._show_bar()

    @Slot(int)
    def _on_mode(self, _index: int) -> None:
        self._show_mode()
        self.attached.look_soon()
        self._show_estimate()
        self._touch()  # what the words are is kept with them
        self.focus_words()

    @Slot()
    def _on_files_changed(self) -> None:
        self._touch()
        self._show_size()

    @Slot()
    def _on_focus_changed(self) -> None:
        """Look at the focus; without the widgets, one of which may just be on its way out."""
        if QApplication.focusWidget() is not None:  # neither a menu nor another window shrinks it
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
        is_wanted = not self._is_low or self.mode is Mode.GUIDANCE
        is_open = has_words or has_more or (has_focus and is_wanted)
        if is_open == self._is_open and not is_new_room:
            return
        self._is_open, was_open = is_open, self._is_open
        if is_open != was_open:
            self._grid.removeWidget(self._edit)
            if is_open:
                self._grid.addWidget(self._edit, 0, 0, 1, -1)
            else:
                self._grid.addWidget(self._edit, BAR, WORDS_PLACE)
            self._show_bar()
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
