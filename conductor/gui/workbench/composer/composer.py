"""Let the person write a task, a follow-up or guidance, choose who gets it, and send it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame

from conductor.core.entities import Assistant, Round, RoundKind
from conductor.core.guidance.guidance import Control, Guidance, GuidanceKind
from conductor.core.ids import AssistantId, SessionId
from conductor.gui.kept_words import KeepSoon
from conductor.gui.needs import Needs
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.gui.words.estimate_text import estimate_text
from conductor.gui.workbench.composer.attached_row import AttachedRow, NextTask
from conductor.gui.workbench.composer.editing_line import EditingLine
from conductor.gui.workbench.composer.files_row import FilesRow
from conductor.gui.workbench.composer.guidance_options import (
    ControlChoice,
    EarlierOffer,
    GuidanceOptions,
)
from conductor.gui.workbench.composer.mode import MODES_AT_FIRST, MODES_LATER, Mode
from conductor.gui.workbench.composer.recipients_bar import RecipientsBar
from conductor.gui.workbench.composer.words_box import WORDS_PLACE, WordsBox
from conductor.gui.workbench.composer.written import Draft, Words
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

REST_MS = 400
"""Of the keys, before what is written is looked at: estimates, earlier guidance."""
OPTIONS, ESTIMATE, TO, RECIPIENTS, REST = 1, 3, 4, 5, 6
"""Columns of the bar."""


class Composer(QObject):
    """The person's words, and what goes with them.

    Attributes:
        box: where they are written.
        attached: what a new task gets besides its words.

    Signals:
        sent: one `Words`.
        draft_changed: one `Draft`, at the latest a moment after its first key.
        guidance_typed: the words of guidance, a moment after the person stopped typing.
        edit_left: the person does not want to change an earlier round after all.
    """

    sent = Signal(object)
    draft_changed = Signal(object)
    guidance_typed = Signal(object)
    edit_left = Signal()

    def __init__(self, workspace: Workspace, needs: Needs, box: WordsBox) -> None:
        super().__init__(box)
        self._workspace = workspace
        self.box = box
        self._edit = box.edit
        self._session_id: SessionId | None = None
        self._edited: Round | None = None
        self._obstacle = ""
        self._was_guidance = False
        self._is_begun = False
        self._has_unseen = False
        self._task_kind: str | None = None
        self._soon = KeepSoon(self._announce_draft, self)
        self._rest_timer = QTimer(self)
        self._rest_timer.setSingleShot(True)
        self._rest_timer.setInterval(REST_MS)
        self._rest_timer.timeout.connect(self._on_rest)
        self._editing = EditingLine(box)
        self._editing.left.connect(self.edit_left)
        self.attached = AttachedRow(workspace, box)
        self.attached.follow(self.next_task)
        box.add_above(self._editing, self.attached)
        self._fill_bar(needs, box.box)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.files_given.connect(self._files.attach)
        self._edit.long_text_given.connect(self._files.attach_text)
        box.mode.activated.connect(self._on_mode)
        box.attach.clicked.connect(self._files.ask_for_files)
        box.send.clicked.connect(self.send)
        box.opened.connect(self._show_bar)
        box.widened.connect(self._on_widened)
        box.left.connect(self.edit_left)
        self._show_bar()
        self._on_widened()

    def _fill_bar(self, needs: Needs, parent: QFrame) -> None:
        self._files = FilesRow(self._workspace.draft_files, needs, parent)
        self._files.changed.connect(self._on_files_changed)
        self._files.words_wanted.connect(self._edit.insertPlainText)
        self._options = GuidanceOptions(parent)
        self._options.changed.connect(self._on_text_changed)
        self._earlier = EarlierOffer(parent)
        self._earlier.taken.connect(self._on_earlier_taken)
        self._estimate = elided_label("", parent, name="composerEstimate", look="muted")
        self._to = text_label(_("to"), parent, look="muted")
        self._recipients = RecipientsBar(parent)
        self._recipients.changed.connect(self._on_recipients)
        self._rest = ControlChoice(parent)
        self.box.add_below_words(self._files)
        for column, part in (
            (OPTIONS, self._options),
            (ESTIMATE, self._estimate),
            (TO, self._to),
            (RECIPIENTS, self._recipients),
            (REST, self._rest),
            (WORDS_PLACE, self._earlier),
        ):
            self.box.add_to_bar(column, part)

    @property
    def mode(self) -> Mode:
        """What the words are."""
        return Mode(self.box.mode.currentData() or Mode.TASK)

    @property
    def is_task(self) -> bool:
        """Whether the words begin threads anew."""
        edited = self._edited
        return edited.kind is RoundKind.TASK if edited is not None else self.mode is Mode.TASK

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
        self.box.set_modes(MODES_LATER if is_follow_up else MODES_AT_FIRST)
        self._choose_mode(Mode.GUIDANCE if self._was_guidance else None)

    def _choose_mode(self, mode: Mode | None) -> bool:
        """Take a mode if it is offered; None is the usual one."""
        index = 0 if mode is None else self.box.mode.findData(mode)
        if index >= 0:
            self.box.mode.setCurrentIndex(index)
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
        self.box.show_guidance(is_guidance=is_guidance)
        if not is_guidance:
            self._earlier.offer(None)
        self._show_size()
        self.box.invite(Mode.FOLLOW_UP if self._edited is not None else self.mode)
        self._show_bar()

    @Slot()
    def _show_bar(self) -> None:
        """Show of the bar what there is room for, and what goes with the mode."""
        is_guidance = self.mode is Mode.GUIDANCE and self._edited is None
        is_open = self.box.is_open
        has_offer = is_guidance and is_open and self._earlier.guidance is not None
        is_to_some = 0 < len(self.chosen) < len(self.offered)
        self._options.setVisible(is_guidance and is_open)
        self._rest.setVisible(is_guidance and is_open and is_to_some)
        self.box.attach.setVisible(not is_guidance)
        self._earlier.setVisible(has_offer)
        self._estimate.setVisible(is_open and not has_offer)
        self._to.setVisible(is_open and bool(self.offered))
        self.attached.set_wanted(is_wanted=is_open and self.is_task)

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
            self._edit.words,
            self._files.files,
            edits,
            is_guidance=is_guidance,
            is_reusable=is_guidance and self._options.is_reusable,
        )

    def set_draft(
        self, draft: Draft, session_id: SessionId | None, edited: Round | None = None
    ) -> None:
        """Put a draft back, the cursor at its end; the first one above what was typed before.

        Args:
            draft: what was written.
            session_id: the session it belongs to; None for a new one.
            edited: the round whose words these are, to be changed and sent anew.
        """
        self._session_id = session_id
        self._edited = edited
        self._editing.show_round(edited)
        self._files.set_files(draft.files)
        has_early = not self._is_begun and self.box.is_written
        self._is_begun = True
        if has_early:
            self._has_unseen = bool(draft.text or draft.files)
            self._edit.put_above(draft.text)
        else:
            self._edit.put_above("")
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
        if has_early:
            self._soon.flush()

    @Slot(object)
    def say(self, sentence: str) -> None:
        """Show a sentence below the words, where the person is looking; empty hides it."""
        self.box.say(sentence)

    def set_obstacle(self, sentence: str) -> None:
        """Say what stands in the way of sending; empty allows it."""
        self._obstacle = sentence
        self.box.send.setEnabled(not sentence)

    def focus_words(self) -> None:
        """Put the cursor into the words."""
        self.box.focus_words()

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

    def send_early(self) -> None:
        """Send what was typed before the draft was there, unless the person saw only a part."""
        if self._has_unseen:
            self.say(
                _("This was not sent: above it stands now what you had written before. Send again.")
            )
        else:
            self.send()

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

    def _touch(self) -> None:
        if not self._is_begun:
            return  # the draft that was kept is still to come
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

    def _show_size(self) -> None:
        self.box.has_more = bool(self._files.files or self._edited)
        self.box.always_grows = self.mode is Mode.GUIDANCE
        self.box.can_be_left = self._edited is not None
        self.box.show_size()

    @Slot()
    def _on_widened(self) -> None:
        """Leave the words more than half of the width."""
        self._recipients.setMaximumWidth(self.box.width() // 2)
