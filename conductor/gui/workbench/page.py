"""The workbench: the person's words, and the answers to them side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.change import Change
from conductor.core.entities import AnswerStatus, Round
from conductor.core.errors import ConductorError, NotFound, StoreError
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.text.answer_place import AnswerPlace
from conductor.gui.bridge import Bridge
from conductor.gui.commands import Actions
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.opening import Opening
from conductor.gui.page import Page, Place
from conductor.gui.widgets.text_label import text_label
from conductor.gui.workbench.composer.composer import Composer
from conductor.gui.workbench.composer.guidance_notice import GuidanceNotice
from conductor.gui.workbench.foot import Foot
from conductor.gui.workbench.judging_parts import JudgingParts
from conductor.gui.workbench.reading.reading import Reading
from conductor.gui.workbench.rounds.all_in import AllIn, Notice
from conductor.gui.workbench.rounds.draw_words import draw_words
from conductor.gui.workbench.rounds.read_hint import ReadHint
from conductor.gui.workbench.rounds.round_header import RoundHeader
from conductor.gui.workbench.rounds.round_list import RoundList
from conductor.gui.workbench.rounds.score_rows import score_of
from conductor.gui.workbench.session.example_banner import ExampleBanner
from conductor.gui.workbench.session.hurt_notice import HurtNotice
from conductor.gui.workbench.session.opening_mark import OpeningMark
from conductor.gui.workbench.session.page_header import PageHeader
from conductor.gui.workbench.session.session_actions import SessionActions
from conductor.gui.workbench.session.session_header import SessionHeader
from conductor.gui.workbench.session.session_ways import SessionWays
from conductor.gui.workbench.session.team_row import TeamRow
from conductor.gui.workbench.stage import Stage
from conductor.gui.workbench.writing import Writing
from conductor.gui.worker import Worker
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.welcome.invitation import Example
    from conductor.workspace.rounds.guiding import Guided

LOW_PX = 860
"""Pages lower than this fold their header into one row."""


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
        self._scheduler = FrameScheduler(self)
        self._worker = Worker(self)
        self._opening = Opening(self)
        self._opening.paused.connect(self._on_pause)
        self._opening.done.connect(self._on_opened)
        self._opening.failed.connect(self._on_not_opened)
        self._opening.broken.connect(self._on_opened)  # it did not hold the window up
        self._mark = OpeningMark(workspace, self)
        self._is_session_shown = True
        self._wanted: RoundId | None = None
        self._notice = Notice(workspace, self)
        self._ways = SessionWays(workspace, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._names = SessionHeader(workspace, self)
        self._team = TeamRow(workspace, self)
        self._controls = SessionActions(actions, self)
        self._header = PageHeader(self._names, self._team, self._controls, self)
        layout.addWidget(self._header)
        self._banner = text_label("", self, name="libraryBanner", look="error", wrap=True)
        self._banner.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._banner)
        self._hurt = HurtNotice(self)
        layout.addWidget(self._hurt)
        self._example = ExampleBanner(workspace, self)
        layout.addWidget(self._example)
        layout.addLayout(self._middle(), 1)
        self._writing = Writing(workspace, self._composer, self._names, self._team, self)
        self._controls.add_control(self._judging.blind)
        self._judging.blind.toggled.connect(self._writing.begin_blind)
        self._listen(bridge)
        self._show_trouble()
        self._show_names()
        self._rounds.setVisible(False)
        self._on_stage()

    def _middle(self) -> QHBoxLayout:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._rounds = RoundList(self)
        middle.addWidget(self._rounds)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._round = RoundHeader(self)
        self._hint = ReadHint(self._actions.action("readAnswer"), self._round)
        self._round.add_control(self._hint)
        right.addWidget(self._round)
        self._stage = Stage(self._workspace, self._actions, self._scheduler, self._worker, self)
        self._columns = self._stage.columns
        self._reading = Reading(
            self._workspace, self._scheduler, self._worker, self._columns, self._stage.answers
        )
        right.addWidget(self._stage, 1)
        self._composer = Composer(self._workspace, self)
        self._foot = Foot(self._composer, self)
        self._judging = JudgingParts(self._workspace, self._columns, self)
        self._columns.preview_with(self._composer.attached.upcoming)
        self._stage.surround(self._judging.area)
        right.addWidget(self._judging.adoption)
        self._asked = GuidanceNotice(self._workspace, self)
        right.addWidget(self._asked)
        right.addWidget(self._foot)
        self._foot.folded.connect(self._judging.bar.set_compact)
        self._foot.share_with(self._judging.bar)
        middle.addLayout(right, 1)
        return middle

    def _listen(self, bridge: Bridge) -> None:
        bridge.changed.connect(self._on_change)
        for part in (
            self._names,
            self._team,
            self._columns,
            self._judging,
            self._reading,
            self._asked,
            self._example,
        ):
            part.refused.connect(self._composer.say)
        for part in (self._names, self._team):
            part.done.connect(self.focus_words)
        self._names.tag_wanted.connect(self._ways.show_tag)
        self._controls.retry_wanted.connect(self._on_retry_all)
        self._team.setup_wanted.connect(self._ways.set_up)
        self._rounds.chosen.connect(self._on_round_chosen)
        self._round.opened.connect(self._on_round_opened)
        self._round.draw_given_up.connect(self._on_draw_given_up)
        self._round.edit_wanted.connect(self._on_edit)
        self._stage.tried.connect(self._on_tried)
        self._stage.opened.connect(self.open_session)
        self._stage.example_wanted.connect(self.open_example)
        self._hurt.opened.connect(self.open_session)
        self._hurt.binned.connect(self._on_hurt_binned)
        self._hurt.listed.connect(self._ways.show_session)
        self._hurt.closed.connect(self._mark.forgive)
        self._example.opened.connect(self.open_session)
        self._example.removed.connect(self.start_session)
        self._stage.set_up.connect(self.address)
        self._stage.turned.connect(self._on_stage)
        self._ways.wanted.connect(self.wanted)
        self._ways.said.connect(self._composer.say)
        self._writing.sent.connect(self._on_sent)
        self._judging.sent.connect(self._on_sent)
        self._judging.place_wanted.connect(self.go_to_place)
        self._judging.words_wanted.connect(self._on_words_wanted)
        self._judging.guidance_wanted.connect(self._on_guidance_wanted)
        self._writing.guided.connect(self._on_guided)
        self._judging.done.connect(self._on_judging_done)
        self._reading.picked.connect(self._judging.bar.press)
        self._reading.shown.connect(self._show_hint)
        self._notice.all_in.connect(self._on_all_in)
        self._notice.seen.connect(self._show_window_title)
        self._actions.action("send").setAutoRepeat(False)
        for name, slot in (
            ("newSession", self.start_session),
            ("openSession", self._ways.open_switcher),
            ("renameSession", self._on_rename),
            ("binSession", self._on_bin),
            ("openExample", self.open_example),
            ("editTask", self._on_edit),
            ("roundBefore", self._rounds.go_back),
            ("roundAfter", self._rounds.go_on),
            ("foldRounds", self._rounds.toggle_rail),
            ("retryAll", self._on_retry_all),
            ("focusComposer", self.focus_words),
            ("send", self._composer.send),
            ("revise", self._composer.toggle_guidance),
            ("reusable", self._composer.toggle_star),
            ("takeEarlier", self._composer.take_earlier),
        ):
            self._actions.connect_to(name, slot)
        self._reading.connect_to(self._actions)
        self._columns.connect_to(self._actions)
        self._judging.connect_to(self._actions)

    @property
    def session_id(self) -> SessionId | None:
        """The session that is shown; None is a new one."""
        return self._session_id

    @property
    def hides_names(self) -> bool:
        """Whether nobody may see now who wrote what."""
        return self._columns.plan.is_hidden

    @property
    def foot(self) -> Foot:
        """What stands below the answers."""
        return self._foot

    @property
    def session_actions(self) -> SessionActions:
        """The end of the header, where controls of the session can be added."""
        return self._controls

    @property
    def reading(self) -> Reading:
        """The other ways of reading answers."""
        return self._reading

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        answers = self._reading.page or self._stage
        return (self._composer, self._header, self._rounds, answers)

    def enter(self) -> None:
        """Put the cursor where the person begins."""
        if self._stage.is_welcome:
            self._stage.enter_welcome()
        else:
            self.focus_words()

    def go_to(self, place: Place) -> None:
        """Open the session that was wanted."""
        if place.session_id is not None and place.session_id != self._session_id:
            self.open_session(place.session_id)

    def fill(self) -> None:
        """Show the last session; to be called once the window has been painted."""
        try:
            self._open_first()
        except StoreError as error:  # the file cannot be read: say so, and show an empty page
            self._say_above(str(error))
            return
        self._asked.look_soon()
        if self._workspace.recovered:
            self._composer.say(
                _(
                    "{n} answers were interrupted when the program ended; their text was kept."
                ).format(n=self._workspace.recovered)
            )

    def _open_first(self) -> None:
        """Open the last session; a new one beside it if the last run ended in opening it."""
        last = self._workspace.last_run
        try:
            hurt = self._workspace.sessions.get(last.opening) if last.opening else None
        except NotFound:  # it is in the bin
            hurt = None
        if hurt is None:
            newest = self._workspace.sessions.all(limit=1)
            self.open_session(newest[0].id if newest else None)
            return
        self.open_session(None)
        self.name_hurting(hurt.id, ended_well=last.ended_well)

    @property
    def hurting(self) -> SessionId | None:
        """The session that is named above as one that hurts."""
        return None if self._hurt.isHidden() else self._mark.hurting

    def name_hurting(self, session_id: SessionId, *, ended_well: bool) -> None:
        """Say which session was not opened, until the person decides about it."""
        session = self._workspace.sessions.get(session_id)
        self._mark.hurting = session_id
        if self._session_id is None:
            self._mark.begin(None)
        may_write = self._workspace.read_only is None
        self._hurt.show_session(session, ended_well=ended_well, may_write=may_write)

    @Slot(object)
    def _on_hurt_binned(self, session_id: SessionId) -> None:
        self._hurt.leave()
        self._mark.forgive()
        self._ways.put_into_bin(session_id)

    @Slot(object)
    def open_session(self, session_id: SessionId | None) -> None:
        """Show a session at its last round; None is a new one, as is one that is gone."""
        self._show_trouble()  # what was said of another session is over
        try:
            if session_id is not None:
                self._workspace.sessions.get(session_id)
        except NotFound as gone:
            self._say_above(str(gone))
            session_id = None
        self._mark.begin(session_id)
        if session_id is not None and session_id == self._mark.hurting:
            self._hurt.leave()
        self._session_id = session_id
        self._writing.open(session_id)
        self._show_session(None)
        self.focus_words()

    @Slot()
    def open_example(self) -> None:
        """Show the example session."""
        try:
            session_id = self._workspace.example.open()
        except ConductorError as error:
            self._say_above(str(error))
            return
        self.open_session(session_id)
        self.wanted.emit(Place("workbench"))

    @Slot()
    def start_session(self) -> None:
        """Begin a new session."""
        self.open_session(None)
        self.wanted.emit(Place("workbench"))

    @Slot(object)
    def address(self, assistants: Sequence[AssistantId]) -> None:
        """Send the next words to these, and to nobody else."""
        self._writing.address(assistants)
        self.focus_words()

    @Slot()
    def focus_words(self) -> None:
        """Put the cursor into the composer."""
        if not self._stage.is_welcome:
            self._composer.focus_words()

    def close_down(self) -> None:
        """Keep the draft and stop what runs; the window is closing."""
        self._mark.close_down()
        self._opening.give_up()
        self._composer.close_down()
        self._writing.close_down()
        self._names.close_down()
        self._judging.close_down()
        self._asked.close_down()
        self._reading.close_down()
        self._stage.close_down()
        self._scheduler.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the header where the window is low; let words grow to a third of it."""
        super().resizeEvent(event)
        is_low = self.height() < LOW_PX
        self._header.set_folded(is_folded=is_low)
        self._composer.set_room(self.height() // 3, is_low=is_low)

    @property
    def is_opening(self) -> bool:
        """Whether something of the session or round is still to be shown."""
        return self._opening.is_open

    def _show_session(self, round_id: RoundId | None) -> None:
        """Show the session at a round, or at its last one: the beginning now, the rest in turns."""
        sessions = self._workspace.sessions
        rounds = sessions.score(self._session_id) if self._session_id else ()
        shown = round_id or (rounds[-1].id if rounds else None)
        self._rounds.setVisible(len(rounds) > 1)  # one round is all in its header
        self._show_score(shown)
        self._composer.set_mode(is_follow_up=bool(rounds))
        self._show_names()
        self._is_session_shown = False
        self._opening.run(self._slices_of_session(shown))

    def _slices_of_session(self, shown: RoundId | None) -> Iterator[None]:
        self._wanted = shown
        self._judging.show_session(self._session_id)
        self._is_session_shown = True
        yield
        yield from self._slices_of_round(shown)

    def _slices_of_round(self, round_id: RoundId | None) -> Iterator[None]:
        self._wanted = round_id
        yield from self._columns.placing(round_id)
        self._hide_names(round_id)
        self._stage.show_what_fits()
        yield
        self._show_header(round_id)
        yield
        yield from self._columns.filling()
        self._reading.show_round(self._session_id, round_id)
        yield
        self._show_hint()
        self._show_retry_all()

    @Slot()
    def _on_pause(self) -> None:
        """Show nothing of another session or round while this one comes."""
        if self._wanted is not None and self._columns.round_id != self._wanted:
            self._columns.blank()
            self._stage.show_work()

    @Slot()
    def _on_opened(self) -> None:
        self._mark.done()

    @Slot(object)
    def _on_not_opened(self, error: ConductorError) -> None:
        self._mark.done()  # it did not hold the window up
        self._say_above(str(error))

    @Slot(object)
    def _on_round_chosen(self, round_id: RoundId | None) -> None:
        if self._is_session_shown:
            self._show_round(round_id)
        else:  # the rest of the session is still to come
            self._opening.run(self._slices_of_session(round_id))

    def _show_score(self, shown: RoundId | None) -> None:
        rounds, marks = score_of(self._workspace, self._session_id)
        self._rounds.show_rounds(rounds, marks, shown)

    def _show_names(self) -> None:
        session = self._workspace.sessions.get(self._session_id) if self._session_id else None
        self._names.show_session(session)
        self._example.show_session(session)
        self._show_window_title()

    @Slot()
    def _show_window_title(self) -> None:
        title = self._names.names.title
        self.setWindowTitle(f"{title} – Conductor" if title else "Conductor")

    def _show_round(self, round_id: RoundId | None) -> None:
        self._opening.run(self._slices_of_round(round_id))

    def _show_header(self, round_id: RoundId | None) -> None:
        view = self._workspace.sessions.round(round_id) if round_id else None
        view = self._workspace.blinding.visible_round(view) if view else None
        draw = draw_words(self._workspace, round_id)
        self._round.show_round(view, draw, may_edit=self._workspace.read_only is None)

    @Slot()
    def _on_draw_given_up(self) -> None:
        shown = self._columns.round_id
        if shown is None:
            return
        try:
            self._workspace.lottery.give_up(shown)
        except ConductorError as error:
            self._composer.say(str(error))
            return
        self._show_round(shown)

    def _hide_names(self, round_id: RoundId | None) -> None:
        is_hidden = round_id is not None and self._columns.plan.is_hidden
        numbers = self._workspace.blinding.numbers(round_id) if is_hidden and round_id else None
        self._writing.hide_names(numbers)

    def _show_retry_all(self) -> None:
        failed = [a for a in self._columns.answers if a.status in CAN_TRY_AGAIN]
        may_write = self._workspace.read_only is None
        self._controls.show_retry_all(is_offered=len(failed) > 1 and may_write)

    def _show_trouble(self) -> None:
        self._say_above(self._workspace.read_only or self._workspace.live.trouble or "")

    def _say_above(self, sentence: str) -> None:
        self._banner.setText(sentence)
        self._banner.setVisible(bool(sentence))

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if self._session_id in change.sessions:
            self._take_session()
        if change.sessions:
            self._stage.take_sessions()
        self._columns.take(change)
        self._reading.take(change)
        self._judging.take(change)
        if change.judgements:
            self._take_judgements(change)
        self._notice.take(change)
        self._asked.take(change)
        if change.trouble:
            self._show_trouble()
        if change.connections:
            self._writing.take_connections()
            self._stage.show_what_fits()
        if change.answers:
            self._rounds.take(change.answers, self._status_of)
            self._show_retry_all()
            self._show_hint()

    def _take_judgements(self, change: Change) -> None:
        shown = self._columns.round_id
        self._show_score(shown)
        if shown in change.judgements:
            self._hide_names(shown)
            self._show_header(shown)

    def _take_session(self) -> None:
        try:
            self._show_names()
        except NotFound:  # it went to the bin
            self.open_session(None)

    def _status_of(self, answer_id: AnswerId) -> AnswerStatus:
        live = self._workspace.live.get(answer_id)
        return live.status if live else self._workspace.sessions.answer(answer_id).status

    @Slot(object)
    def _on_sent(self, item: Round) -> None:
        self._session_id = item.session_id
        self._show_session(item.id)

    @Slot()
    def _on_edit(self) -> None:
        """Bring the words of the round that is shown back, to be changed and sent anew."""
        if self._columns.round_id is not None and self._round.may_edit:
            self._round.close_words()
            self._writing.edit(self._workspace.sessions.round(self._columns.round_id))

    @Slot()
    def _on_round_opened(self) -> None:
        if self._columns.round_id is not None:
            item = self._workspace.sessions.words_of_round(self._columns.round_id)
            self._round.show_words(item.text, self._workspace.sessions.attachments(item.id))

    @Slot()
    def _on_retry_all(self) -> None:
        try:
            asked = [self._workspace.sessions.answer(a.id) for a in self._columns.answers]
            self._workspace.rounds.try_again(asked)
        except ConductorError as error:
            self._composer.say(str(error))

    @Slot(object)
    def _on_words_wanted(self, words: str) -> None:
        self._writing.try_words(words)
        self.focus_words()

    @Slot(object)
    def _on_guidance_wanted(self, words: str) -> None:
        self._writing.try_words(words, is_guidance=True)
        self.focus_words()

    @Slot(object)
    def _on_guided(self, guided: Guided) -> None:
        self._asked.offer_star(guided.star)

    @Slot(object)
    def go_to_place(self, place: AnswerPlace) -> None:
        """Show an answer, in its round, and select the words that are meant."""
        if self._columns.column_of(place.answer_id) is None:
            answer = self._workspace.sessions.answer(place.answer_id)
            self._rounds.go_to(answer.round_id)
        self._opening.when_done(partial(self._show_place, place))

    def _show_place(self, place: AnswerPlace) -> None:
        self._reading.close_page()
        self._columns.show_place(place)

    @Slot()
    def _on_judging_done(self) -> None:
        (self._reading.page or self._columns).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_hint(self) -> None:
        """Offer to read long answers one at a time, unless that is what the person does."""
        self._hint.show_for(() if self._reading.page is not None else self._columns.answers)

    @Slot()
    def _on_rename(self) -> None:
        if self.isVisible():
            self._names.edit_title()

    @Slot()
    def _on_bin(self) -> None:
        if self._session_id is not None and self._workspace.read_only is None:
            self._ways.put_into_bin(self._session_id)

    @Slot(object)
    def _on_tried(self, example: Example) -> None:
        self._names.propose_kind(example.kind)
        self._writing.try_words(example.text)
        self.focus_words()
        if example.sends:
            self._composer.send()

    @Slot()
    def _on_stage(self) -> None:
        """Let the welcome stand alone: before there is an assistant nothing else is of use."""
        is_welcome = self._stage.is_welcome
        self._header.setHidden(is_welcome)
        self._foot.setHidden(is_welcome)
        if self.isVisible():
            self.enter()

    @Slot(object)
    def _on_all_in(self, news: AllIn) -> None:
        self.setWindowTitle(f"✓ {news.words} {news.title} – Conductor")
