"""Show one assistant's answer: header, the streaming text, and what to do when it failed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.entities import Answer, RoundKind
from conductor.core.text.anchor import Span
from conductor.gui.answer.asides import Asides
from conductor.gui.answer.selection import shown_places
from conductor.gui.answer.view import AnswerView
from conductor.gui.needs import Needs
from conductor.gui.widgets.announce import announce
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.status_text import end_sentence, pace_text, trouble_text
from conductor.gui.workbench.columns.answer_deeds import AnswerDeeds
from conductor.gui.workbench.columns.answer_places import MIN_WIDTH
from conductor.gui.workbench.columns.answer_tabs import TabState
from conductor.gui.workbench.columns.column_header import (
    ColumnHeader,
    WritingPace,
    dragged_answer,
    words_for_status,
)
from conductor.gui.workbench.columns.column_plan import PlannedColumn, words_to_read
from conductor.gui.workbench.columns.hand_keys import WheelZoom
from conductor.gui.workbench.columns.reasoning_fold import ReasoningFold
from conductor.gui.workbench.columns.trouble_box import TroubleBox
from conductor.gui.workbench.revision.revision_bar import RevisionBar
from conductor.gui.workbench.revision.revision_pane import RevisionPane, revised_texts
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.columns.merge_sources import MergeSources

WIDE_PX = 460
"""Columns narrower than this have no room for all words above a revised answer."""


class AnswerColumn(QFrame):
    """One column of the workbench; it shows one answer after the other.

    Attributes:
        view: where the answer is read.
        revision: what changed in it.
        deeds: what can be done with it.

    Signals:
        scrolled: the column itself, when the person scrolled it.
        dropped: the ids of the assistant that was dropped here, and of this one.
    """

    scrolled = Signal(object)
    dropped = Signal(object, object)

    def __init__(
        self, workspace: Workspace, needs: Needs, planned: PlannedColumn, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("answerColumn")
        self.setMinimumWidth(MIN_WIDTH)
        self.setAcceptDrops(True)
        self._workspace = workspace
        self._needs = needs
        self._planned = planned
        self._answer = planned.answer
        self._is_filled = False
        self._waits = False
        self._begin_count()
        self._build()
        needs.scheduler.add(self.view)

    @property
    def answer(self) -> Answer:
        """The answer as this column shows it."""
        return self._answer

    @property
    def planned(self) -> PlannedColumn:
        """What this column is to show, and what may be seen of it."""
        return self._planned

    @property
    def source(self) -> str:
        """The whole text of the answer, as notes and drafts count it."""
        return self._workspace.sessions.answer(self._answer.id).text

    @property
    def name(self) -> str:
        """Whose answer it is, or what it is called while that is hidden."""
        hidden = _("Answer {n}").format(n=self._answer.assistant)
        return hidden if self._planned.is_hidden else self._answer.assistant

    @property
    def colour(self) -> int | None:
        """The number of the assistant's colour; None while it is hidden."""
        return self._planned.colour

    @property
    def state(self) -> TabState:
        """How the answer stands, as a tab says it."""
        return TabState(
            self._planned.key,
            self.name,
            self.colour,
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
        return not self._planned.is_own and not self._planned.is_hidden

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._header = ColumnHeader(self)
        self._header.more.clicked.connect(self._on_more)
        layout.addWidget(self._header)
        self._control = text_label(
            _("Control: only asked to revise."), self, name="controlNote", look="muted"
        )
        self._control.setContentsMargins(12, 6, 12, 0)
        set_tip(self._control, _("So you see whether it was your guidance, or just a second try."))
        self._control.setVisible(False)
        layout.addWidget(self._control)
        self._trouble = TroubleBox(self)
        layout.addWidget(self._trouble)
        self._reasoning = ReasoningFold(self)
        layout.addWidget(self._reasoning)
        self.revision = RevisionPane(self._needs.scheduler, self._needs.tasks, self)
        self.revision.switched.connect(self._on_changes_switched)
        self._verdict = RevisionBar(self._workspace, self._needs, self.revision)
        self.revision.line.addWidget(self._verdict)
        layout.addWidget(self.revision)
        self.view = AnswerView(self)
        Asides(self.view)
        WheelZoom(self.view, self._needs.actions)
        self.view.scrolled_by_person.connect(self._on_scrolled)
        layout.addWidget(self.view, 1)
        self.deeds = AnswerDeeds(self._workspace, self._needs, self.view, self._reasoning, self)
        self._header.stop.clicked.connect(self.deeds.stop)
        self._header.retry.clicked.connect(self.deeds.try_again)
        self._trouble.leave_out_wanted.connect(self.deeds.leave_out)
        self._layout = layout
        self._sources: MergeSources | None = None  # made for the first merged answer

    def show_answer(self, planned: PlannedColumn) -> None:
        """Show whose answer it is; the answer itself comes by `fill`.

        One that is shown already keeps its place.
        """
        is_same = self._is_filled and self._shows_the_same(planned)
        self._planned, self._answer = planned, planned.answer
        self.deeds.show_answer(planned, self._answer)
        name = "unaskedColumn" if planned.unasked_number is not None else "answerColumn"
        if name != self.objectName():
            self.setObjectName(name)
            self.style().polish(self)
        self.setProperty("assistant", self._answer.assistant)
        self.setAccessibleName(_("Answer of {name}").format(name=self.name))
        self.view.setAccessibleName(_("Text of {name}").format(name=self.name))
        self._header.show_assistant(planned.key, self.name, self._answer.model, planned.colour)
        self._is_filled = True
        if is_same:
            self._show_reasoning()
            self._show_state()
        else:
            self._wait()

    def _wait(self) -> None:
        """Show nothing of the answer before until this one is filled in."""
        self._waits = True
        self._begin_count()
        self.view.clear_text()
        self._reasoning.set_text("")
        self.revision.show_texts(None)
        self.revision.setVisible(False)
        self._trouble.show_trouble("", None)
        self._header.show_status(*self._status_words())
        self._header.show_number(self._planned.number)

    def fill(self) -> None:
        """Show the answer, if that is still to be done."""
        if self._waits:
            self._waits = False
            self._restart()

    def _shows_the_same(self, planned: PlannedColumn) -> bool:
        now, then = self._planned, planned
        is_same_text = (self._answer.id, self._answer.attempt) == (
            then.answer.id,
            then.answer.attempt,
        )
        was_ended = self._answer.status.is_ended == then.answer.status.is_ended
        return (
            is_same_text
            and was_ended
            and (now.kind, now.is_own, now.is_held) == (then.kind, then.is_own, then.is_held)
        )

    def _begin_count(self) -> None:
        self._pieces = 0
        self._pace = WritingPace()

    def _restart(self) -> None:
        self._begin_count()
        live = self._workspace.live.get(self._answer.id)
        if self._planned.is_held:
            self.view.begin_text("", is_whole=False)
        elif live is None:
            self.view.begin_text(self._words(self._answer), is_whole=True)
        else:
            self._pieces = len(live.pieces)
            self.view.begin_text("".join(live.pieces), is_whole=False)
        self._show_reasoning()
        self._show_state()

    def _words(self, answer: Answer) -> str:
        return words_to_read(self._workspace, self._planned, answer)

    def _show_reasoning(self) -> None:
        """Show what it thought; how long that took tells who wrote it, so not while hidden."""
        live = self._workspace.live.get(self._answer.id)
        if live is None or self._planned.is_hidden:
            self._reasoning.set_text("" if self._planned.is_hidden else self._answer.reasoning)
        else:
            self._reasoning.begin(live.reasoning)

    def take_text(self) -> None:
        """Take the text that came since the last call."""
        self.fill()
        live = self._workspace.live.get(self._answer.id)
        if live is None or self._planned.is_held:
            return
        if not self._planned.is_hidden:
            self._reasoning.follow(live.reasoning)
        if len(live.pieces) > self._pieces:
            delta = "".join(live.pieces[self._pieces :])
            self._pieces = len(live.pieces)
            self.view.append(delta)
            self._pace.take(delta)
        self._show_pace()

    def _show_pace(self) -> None:
        """Say twice a second how fast it is being written."""
        if self._planned.is_hidden or not self._pace.is_due():
            return
        if self._reasoning.length:
            self._reasoning.show_length()
        if self._pace.is_known:
            self._header.show_status(pace_text(self._pace.tokens, self._pace.seconds))
        elif self._reasoning.length and not self._pieces:
            self._header.show_status(_("thinking …"))

    def take_state(self) -> None:
        """Take the answer's new state, and the rest of its text if it ended."""
        self.fill()
        fresh = self._planned.seen(self._workspace.sessions.answer(self._answer.id))
        is_new_attempt = fresh.attempt != self._answer.attempt
        was_live = not self._answer.status.is_ended
        self._answer = fresh
        self.deeds.show_answer(self._planned, fresh)
        if is_new_attempt:
            self._restart()
            return
        if was_live and fresh.status.is_ended and not self._planned.is_held:
            self.view.complete_text(self._words(fresh))
            self._reasoning.append(fresh.reasoning[self._reasoning.length :])
            self._reasoning.show_length()
            announce(self.view, end_sentence(replace(fresh, assistant=self.name)))
        else:
            self.take_text()
        self._show_state()

    def _show_state(self) -> None:
        answer, planned = self._answer, self._planned
        words, explanation = self._status_words()
        self._pace.say_soon()
        self._header.show_status(words, explanation)
        self._header.show_number(planned.number)
        can_act = not planned.is_held and (planned.is_own or planned.is_hidden)
        self._header.stop.setVisible(not answer.status.is_ended and can_act)
        can_write = self._workspace.read_only is None and can_act
        self._header.retry.setVisible(answer.status in CAN_TRY_AGAIN and can_write)
        trouble = "\n".join(filter(None, [trouble_text(answer), *answer.notices]))
        is_control = planned.kind is RoundKind.GUIDANCE and answer.words is not None
        self._control.setVisible(is_control and planned.is_own)
        last = None if planned.is_hidden else self._workspace.rounds.rounds_to_leave_out(answer)
        self._trouble.show_trouble(trouble, last)
        self._show_revision()
        self._show_sources()

    def _show_revision(self) -> None:
        self.revision.show_texts(revised_texts(self._workspace.sessions, self._answer))
        self._verdict.show_answer(self._answer, is_own=self._planned.is_own)
        is_judged = not self._verdict.isHidden()
        self.revision.setVisible(self.revision.has_texts or is_judged)

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

    def _show_sources(self) -> None:
        """Show below a merged answer what it is made of, once that may be seen."""
        planned = self._planned
        is_merged = planned.kind is RoundKind.MERGE and planned.is_own and not planned.is_hidden
        if self._sources is None and is_merged and self._answer.status.is_ended:
            from conductor.gui.workbench.columns.merge_sources import MergeSources

            self._sources = MergeSources(self._workspace, self._needs, self)
            self._layout.addWidget(self._sources)
        if self._sources is not None:
            self._sources.show_answer(self._answer if is_merged else None)

    def _status_words(self) -> tuple[str, str]:
        """Return how the answer stands, and what explains it."""
        hides = self._planned.is_hidden
        live = None if hides else self._workspace.live.get(self._answer.id)
        return words_for_status(self._planned, self._answer, live)

    def show_current(self, *, is_current: bool) -> None:
        """Mark that the focus is in this column."""
        self._header.show_current(is_current=is_current)

    def show_span(self, span: Span) -> None:
        """Select a stretch of the answer's text and bring it into view."""
        self.view.flush()
        found = shown_places(self.view.document(), self.source, (span,))[0]
        if found is not None:
            self.view.show_place(found)

    @Slot()
    def _on_more(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        more = self._header.more
        menu = self.deeds.menu()
        corner = more.mapToGlobal(more.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    @Slot()
    def _on_scrolled(self) -> None:
        self.scrolled.emit(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take other answers only."""
        carried = dragged_answer(event.mimeData())
        if carried is not None and carried != self._planned.key:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Change places with the answer that is dropped here."""
        carried = dragged_answer(event.mimeData())
        if carried is not None:
            event.acceptProposedAction()
            self.dropped.emit(carried, self._planned.key)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave words out where the column is narrow."""
        super().resizeEvent(event)
        self._verdict.set_compact(is_compact=self.width() < WIDE_PX)

    def leave(self) -> None:
        """Take the view out of the scheduler; the column is about to go."""
        self._needs.scheduler.remove(self.view)
        self.revision.leave()
