"""The workbench: the person's words, and the answers to them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.change import Change
from conductor.core.errors import ConductorError, StoreError
from conductor.core.ids import AssistantId, RoundId, SessionId
from conductor.gui.bridge import Bridge
from conductor.gui.commands import Actions
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.pages.page import Page
from conductor.gui.panels.answer_columns import AnswerColumns
from conductor.gui.panels.composer import Composer, Words
from conductor.gui.panels.read_hint import ReadHint
from conductor.gui.panels.reading import Reading
from conductor.gui.panels.round_list import RoundList
from conductor.gui.text_label import elided_label, text_label
from conductor.gui.worker import Worker
from conductor.i18n import _
from conductor.workspace.recipients import recipients
from conductor.workspace.rounds import NewRound
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.panels.first_tasks import FirstTasks
    from conductor.gui.panels.welcome import Welcome

NEW = "new"


class Workbench(Page):
    """One session at work."""

    def __init__(
        self, workspace: Workspace, bridge: Bridge, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workbench")
        self._workspace = workspace
        self._actions = actions
        self._session_id: SessionId | None = None
        self._keeps_recipients = False
        self._is_filled = False
        self._welcome: Welcome | None = None
        self._first_tasks: FirstTasks | None = None
        self._scheduler = FrameScheduler(self)
        self._worker = Worker(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._top = self._header()
        layout.addWidget(self._top)
        layout.addWidget(self._banner_line())
        layout.addLayout(self._middle(), 1)
        bridge.changed.connect(self._on_change)
        self._connect()
        self._show_trouble()
        self._show_stage()

    @property
    def session_id(self) -> SessionId | None:
        """The session that is shown; None is a new one."""
        return self._session_id

    def _connect(self) -> None:
        for name, slot in (
            ("newSession", self.start_session),
            ("roundBefore", self._on_round_before),
            ("roundAfter", self._on_round_after),
            ("retryAll", self._on_retry_all),
            ("focusComposer", self.focus_words),
            ("send", self._composer.send),
        ):
            self._actions.connect_to(name, slot)
        self._reading.connect_to(self._actions)
        self._columns.connect_to(self._actions)

    @property
    def reading(self) -> Reading:
        """The other ways of reading answers."""
        return self._reading

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        answers = self._reading.page or self._columns
        return (self._composer, answers, self._rounds)

    def enter(self) -> None:
        """Put the cursor where the person begins."""
        if self._welcome is not None and self._is_welcome:
            self._welcome.enter()
        else:
            self.focus_words()

    @Slot()
    def _on_round_before(self) -> None:
        self._rounds.step(-1)

    @Slot()
    def _on_round_after(self) -> None:
        self._rounds.step(1)

    def _header(self) -> QWidget:
        header = QFrame(self)
        header.setObjectName("pageHeader")
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        self._title = elided_label("Conductor", header, name="sessionTitle", look="title")
        row.addWidget(self._title, 1)
        self._retry_all = QPushButton(_("Try all failed again"), header)
        self._retry_all.setObjectName("retryAllButton")
        self._retry_all.clicked.connect(self._on_retry_all)
        self._retry_all.setVisible(False)
        row.addWidget(self._retry_all)
        new = QPushButton(_("New session"), header)
        new.setObjectName("newSessionButton")
        new.clicked.connect(self.start_session)
        row.addWidget(new)
        return header

    def _banner_line(self) -> QWidget:
        self._banner = text_label("", self, name="libraryBanner", look="error", wrap=True)
        self._banner.setContentsMargins(16, 8, 16, 8)
        return self._banner

    def _middle(self) -> QHBoxLayout:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._rounds = RoundList(self)
        self._rounds.chosen.connect(self._on_round_chosen)
        middle.addWidget(self._rounds)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._round_line())
        self._stage = QStackedWidget(self)
        self._columns = AnswerColumns(self._workspace, self._scheduler, self._worker, self._stage)
        self._columns.refused.connect(self._on_refused)
        self._reading = Reading(
            self._workspace, self._scheduler, self._worker, self._columns, self._stage
        )
        self._reading.refused.connect(self._on_refused)
        self._reading.shown.connect(self._on_reading)
        self._stage.addWidget(self._columns)
        right.addWidget(self._stage, 1)
        self._composer = Composer(self)
        self._composer.sent.connect(self._on_sent)
        self._composer.draft_changed.connect(self._on_draft)
        right.addWidget(self._composer)
        middle.addLayout(right, 1)
        return middle

    def _round_line(self) -> QWidget:
        self._round = QFrame(self)
        self._round.setObjectName("roundLine")
        row = QHBoxLayout(self._round)
        row.setContentsMargins(16, 4, 8, 4)
        self._task = elided_label("", self._round, name="roundText", look="muted")
        self._hint = ReadHint(self._actions.action("readAnswer"), self._round)
        row.addWidget(self._task, 1)
        row.addWidget(self._hint)
        return self._round

    @Slot(object)
    def _on_reading(self, page: QWidget | None) -> None:
        self._hint.show_for(() if page is not None else self._columns.answers)

    def fill(self) -> None:
        """Show the last session; to be called once the window has been painted."""
        try:
            newest = self._workspace.sessions.all(limit=1)
            self.open_session(newest[0].id if newest else None)
        except StoreError as error:  # the file cannot be read: say so, and show an empty page
            self._banner.setText(str(error))
            self._banner.setVisible(True)
            return
        if self._workspace.recovered:
            self._composer.say(
                _(
                    "{n} answers were interrupted when the program ended; their text was kept."
                ).format(n=self._workspace.recovered)
            )

    def open_session(self, session_id: SessionId | None) -> None:
        """Show a session at its last round; None is a new one."""
        self._is_filled = True
        self._composer.flush_draft()
        self._session_id = session_id
        self._keeps_recipients = False
        self._composer.set_text(self._workspace.sessions.draft(session_id or NEW))
        self._show_session(round_id=None)
        self._keeps_recipients = True
        self._show_stage()
        self.focus_words()

    @Slot()
    def start_session(self) -> None:
        """Begin a new session."""
        self.open_session(None)

    @Slot(object)
    def address(self, assistants: Sequence[AssistantId]) -> None:
        """Send the next words to these, and to nobody else."""
        self._composer.set_recipients(self._workspace.connections.assistants(), assistants)
        self._keeps_recipients = True
        self.focus_words()

    @Slot()
    def focus_words(self) -> None:
        """Put the cursor into the composer."""
        if not self._is_welcome:
            self._composer.focus_words()

    def close_down(self) -> None:
        """Keep the draft and stop what runs; the window is closing."""
        self._composer.flush_draft()
        self._reading.close_down()
        if self._welcome is not None:
            self._welcome.close_down()
        self._scheduler.stop()

    def _show_session(self, round_id: RoundId | None) -> None:
        rounds = self._workspace.sessions.score(self._session_id) if self._session_id else ()
        session = self._workspace.sessions.get(self._session_id) if self._session_id else None
        self._title.setText(session.title if session else _("New session"))
        shown = round_id or (rounds[-1].id if rounds else None)
        self._rounds.setVisible(len(rounds) > 1)
        self._rounds.show_rounds(rounds, shown)
        self._show_round(shown)
        self._composer.set_mode(is_follow_up=bool(rounds))
        self._show_recipients()

    def _show_round(self, round_id: RoundId | None) -> None:
        self._columns.show_round(round_id)
        text = self._workspace.sessions.round(round_id).round.text if round_id else ""
        first = " ".join(text[:2000].split())
        self._task.setText(first)
        self._round.setVisible(bool(first))
        self._reading.show_round(self._session_id, round_id)
        self._hint.show_for(() if self._reading.page else self._columns.answers)
        self._show_retry_all()

    def _show_recipients(self) -> None:
        """Offer all assistants; what the person chose in this session stays chosen."""
        assistants = self._workspace.connections.assistants()
        chosen = self._composer.chosen if self._keeps_recipients else ()
        if not set(chosen) & {assistant.id for assistant in assistants}:
            chosen = recipients(self._workspace, session_id=self._session_id)
        self._composer.set_recipients(assistants, chosen)
        nobody = (
            "" if assistants else _("There is nobody to send this to yet: set up an assistant.")
        )
        self._composer.set_obstacle(self._workspace.read_only or nobody)

    @property
    def _is_welcome(self) -> bool:
        return self._welcome is not None and self._stage.currentWidget() is self._welcome

    def _show_stage(self) -> None:
        was_welcome = self._is_welcome
        self._stage.setCurrentWidget(self._staged())
        self._top.setHidden(self._is_welcome)
        self._composer.setHidden(self._is_welcome)
        if self._is_welcome != was_welcome:
            self.enter()

    def _staged(self) -> QWidget:
        """Return what stands where answers will be; the rare ones are made when needed."""
        if self._columns.round_id is not None:
            return self._reading.page or self._columns
        if not self._workspace.connections.assistants():
            return self._made_welcome()
        if self._is_filled and not self._workspace.sessions.all(limit=1):
            return self._made_first_tasks()
        return self._columns

    def _made_welcome(self) -> QWidget:
        if self._welcome is None:
            from conductor.gui.panels.welcome import Welcome

            self._welcome = Welcome(self._workspace, self._actions, self._stage)
            self._welcome.set_up.connect(self.address)
            self._stage.addWidget(self._welcome)
        return self._welcome

    def _made_first_tasks(self) -> QWidget:
        if self._first_tasks is None:
            from conductor.gui.panels.first_tasks import FirstTasks

            self._first_tasks = FirstTasks(self._stage)
            self._first_tasks.chosen.connect(self._on_first_task)
            self._stage.addWidget(self._first_tasks)
        return self._first_tasks

    @Slot(object)
    def _on_first_task(self, task: str) -> None:
        self._on_sent(Words(task, self._composer.chosen))

    def _show_retry_all(self) -> None:
        failed = [a for a in self._columns.answers if a.status in CAN_TRY_AGAIN]
        self._retry_all.setVisible(len(failed) > 1 and self._workspace.read_only is None)

    def _show_trouble(self) -> None:
        trouble = self._workspace.read_only or self._workspace.live.trouble or ""
        self._banner.setText(trouble)
        self._banner.setVisible(bool(trouble))

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        self._columns.take(change)
        self._reading.take(change)
        if change.trouble:
            self._show_trouble()
        if change.connections:
            self._show_recipients()
            self._show_stage()
        if change.answers:
            self._show_retry_all()
            self._hint.show_for(() if self._reading.page else self._columns.answers)

    @Slot(object)
    def _on_sent(self, words: Words) -> None:
        wanted = NewRound(words.text, words.recipients, session_id=self._session_id)
        try:
            item = self._workspace.rounds.ask(wanted)
        except ConductorError as error:
            self._composer.say(str(error))
            return
        place = self._session_id or NEW
        self._composer.say("")
        self._composer.set_text("")
        self._keep_draft(place, "")
        self._session_id = item.session_id
        self._show_session(item.id)
        self._show_stage()

    @Slot(object)
    def _on_draft(self, text: str) -> None:
        self._keep_draft(self._session_id or NEW, text)

    def _keep_draft(self, place: str, text: str) -> None:
        if self._workspace.read_only is not None:
            return
        try:
            self._workspace.sessions.keep_draft(place, text)
        except ConductorError as error:
            self._composer.say(str(error))

    @Slot(object)
    def _on_round_chosen(self, round_id: RoundId) -> None:
        self._show_round(round_id)

    @Slot(object)
    def _on_refused(self, sentence: str) -> None:
        self._composer.say(sentence)

    @Slot()
    def _on_retry_all(self) -> None:
        try:
            self._workspace.rounds.try_again(self._columns.answers)
        except ConductorError as error:
            self._composer.say(str(error))
