"""Show one session at a round of it, in slices, and follow what changes in it.

Thread: GUI.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.change import Change
from conductor.core.entities import AnswerStatus, Round
from conductor.core.errors import ConductorError, NotFound, StoreError
from conductor.core.ids import AnswerId, RoundId, SessionId
from conductor.core.text.anchor import AnswerPlace
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.workbench.rooms import Rooms
from conductor.gui.workbench.rounds.draw_words import draw_words
from conductor.gui.workbench.rounds.score_rows import marks_of
from conductor.i18n import _


class ShownSession(QObject):
    """The session that is shown in the parts of a workbench.

    Signals:
        left: another session, or a new one, is shown in the place of one.
    """

    left = Signal()

    def __init__(self, rooms: Rooms) -> None:
        super().__init__(rooms)
        self._rooms = rooms
        self._workspace = rooms.workspace
        self._session_id: SessionId | None = None
        self._is_session_shown = True
        self._wanted: RoundId | None = None
        self._has_left = False
        rooms.opening.paused.connect(self._on_pause)
        rooms.opening.done.connect(self._on_opened)
        rooms.opening.failed.connect(self._on_not_opened)
        rooms.opening.broken.connect(self._on_opened)  # it did not hold the window up
        rooms.notice.seen.connect(self._show_window_title)
        rooms.rounds.chosen.connect(self._on_round_chosen)
        rooms.round.draw_given_up.connect(self._on_draw_given_up)
        rooms.hurt.opened.connect(self.open_session)
        rooms.example.opened.connect(self.open_session)
        rooms.hurt.binned.connect(self._on_hurt_binned)
        rooms.hurt.closed.connect(rooms.mark.forgive)
        rooms.writing.sent.connect(self._on_sent)
        rooms.judging.sent.connect(self._on_sent)
        rooms.reading.shown.connect(self._show_hint)
        self._show_trouble()
        self._show_names()

    @property
    def is_opening(self) -> bool:
        """Whether something of the session or round is still to be shown."""
        return self._rooms.opening.is_open

    @property
    def session_id(self) -> SessionId | None:
        """The session that is shown; None is a new one."""
        return self._session_id

    def fill(self) -> None:
        """Show the last session; to be called once the window has been painted."""
        try:
            self._open_first()
        except StoreError as error:  # the file cannot be read: say so, and show an empty page
            with suppress(StoreError):
                self.open_session(None)  # what is typed has a place, where there can be one
            self._rooms.say_above(str(error))
            return
        self._rooms.asked.look_soon()
        if self._workspace.recovered:
            self._rooms.composer.say(
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
        return None if self._rooms.hurt.isHidden() else self._rooms.mark.hurting

    def name_hurting(self, session_id: SessionId, *, ended_well: bool) -> None:
        """Say which session was not opened, until the person decides about it."""
        session = self._workspace.sessions.get(session_id)
        self._rooms.mark.hurting = session_id
        if self._session_id is None:
            self._rooms.mark.begin(None)
        may_write = self._workspace.read_only is None
        self._rooms.hurt.show_session(session, ended_well=ended_well, may_write=may_write)

    @Slot(object)
    def _on_hurt_binned(self, session_id: SessionId) -> None:
        self._rooms.hurt.leave()
        self._rooms.mark.forgive()
        self._rooms.ways.put_into_bin(session_id)

    @Slot(object)
    def open_session(self, session_id: SessionId | None) -> None:
        """Show a session at its last round; None is a new one, as is one that is gone."""
        self._show_trouble()  # what was said of another session is over
        try:
            if session_id is not None:
                self._workspace.sessions.get(session_id)
        except NotFound as gone:
            self._rooms.say_above(str(gone))
            session_id = None
        self._rooms.mark.begin(session_id)
        if session_id is not None and session_id == self._rooms.mark.hurting:
            self._rooms.hurt.leave()
        self._rooms.writing.open(session_id)  # what cannot be read leaves the session as it is
        self._has_left |= self._session_id not in (None, session_id)
        self._session_id = session_id
        self._show_session(None)
        self._rooms.focus_words()

    def _show_session(self, round_id: RoundId | None) -> None:
        """Show the session at a round, or at its last one: the beginning now, the rest in turns."""
        rounds = self._score()
        shown = round_id or (rounds[-1].id if rounds else None)
        self._rooms.rounds.setVisible(len(rounds) > 1)  # one round is all in its header
        self._show_score(rounds, shown)
        self._rooms.composer.set_mode(is_follow_up=bool(rounds))
        self._show_names()
        self._is_session_shown = False
        self._rooms.opening.run(self._slices_of_session(shown))

    def _slices_of_session(self, shown: RoundId | None) -> Iterator[None]:
        self._wanted = shown
        self._rooms.judging.show_session(self._session_id)
        self._is_session_shown = True
        yield
        yield from self._slices_of_round(shown)

    def _slices_of_round(self, round_id: RoundId | None) -> Iterator[None]:
        self._wanted = round_id
        yield from self._rooms.columns.placing(round_id)
        self._hide_names(round_id)
        self._rooms.stage.show_what_fits()
        yield
        self._show_header(round_id)
        yield
        yield from self._rooms.columns.filling()
        self._rooms.reading.show_round(self._session_id, round_id)
        yield
        self._show_hint()
        self._show_retry_all()

    @Slot()
    def _on_pause(self) -> None:
        """Show nothing of another session or round while this one comes."""
        if self._wanted is not None and self._rooms.columns.round_id != self._wanted:
            self._rooms.columns.blank()
            self._rooms.stage.show_work()

    @Slot()
    def _on_opened(self) -> None:
        self._rooms.mark.done()
        if self._has_left:
            self._has_left = False
            self.left.emit()

    @Slot(object)
    def _on_not_opened(self, error: ConductorError) -> None:
        self._rooms.mark.done()  # it did not hold the window up
        self._rooms.say_above(str(error))

    @Slot(object)
    def _on_round_chosen(self, round_id: RoundId | None) -> None:
        if self._is_session_shown:
            self._show_round(round_id)
        else:  # the rest of the session is still to come
            self._rooms.opening.run(self._slices_of_session(round_id))

    def _score(self) -> Sequence[Round]:
        """Return the session's rounds, which are read once for all that shows them."""
        return self._workspace.sessions.score(self._session_id) if self._session_id else ()

    def _show_score(self, rounds: Sequence[Round], shown: RoundId | None) -> None:
        marks = marks_of(self._workspace, self._session_id)
        self._rooms.rounds.show_rounds(rounds, marks, shown)

    def _show_names(self) -> None:
        session = self._workspace.sessions.get(self._session_id) if self._session_id else None
        self._rooms.names.show_session(session)
        self._rooms.example.show_session(session)
        self._show_window_title()

    @Slot()
    def _show_window_title(self) -> None:
        title = self._rooms.names.names.title
        self._rooms.page.setWindowTitle(f"{title} – Conductor" if title else "Conductor")

    def _show_round(self, round_id: RoundId | None) -> None:
        self._rooms.opening.run(self._slices_of_round(round_id))

    def _show_header(self, round_id: RoundId | None) -> None:
        view = self._workspace.sessions.round(round_id) if round_id else None
        view = self._workspace.blinding.visible_round(view) if view else None
        draw = draw_words(self._workspace, round_id)
        self._rooms.round.show_round(view, draw, may_edit=self._workspace.read_only is None)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._rooms.needs.say(str(error))

    @Slot()
    @tells_what_went_wrong
    def _on_draw_given_up(self) -> None:
        shown = self._rooms.columns.round_id
        if shown is None:
            return
        self._workspace.lottery.give_up(shown)
        self._show_round(shown)

    def _hide_names(self, round_id: RoundId | None) -> None:
        is_hidden = round_id is not None and self._rooms.columns.plan.is_hidden
        numbers = self._workspace.blinding.numbers(round_id) if is_hidden and round_id else None
        self._rooms.writing.hide_names(numbers)

    def _show_retry_all(self) -> None:
        failed = [a for a in self._rooms.columns.answers if a.status in CAN_TRY_AGAIN]
        may_write = self._workspace.read_only is None
        self._rooms.controls.show_retry_all(is_offered=len(failed) > 1 and may_write)

    def _show_trouble(self) -> None:
        self._rooms.say_above(self._workspace.read_only or self._workspace.live.trouble or "")

    @Slot(object)
    def take(self, change: Change) -> None:
        """Follow a change of the library."""
        if self._session_id in change.sessions:
            self._take_session()
        if change.sessions:
            self._rooms.stage.take_sessions()
        self._rooms.columns.take(change)
        self._rooms.reading.take(change)
        self._rooms.judging.take(change)
        if change.seen_anew:
            self._take_judgements(change)
        self._rooms.notice.take(change)
        self._rooms.asked.take(change)
        if change.trouble:
            self._show_trouble()
        if change.assistants or change.ensembles:
            self._rooms.writing.take_assistants()
        if change.assistants or change.connections:
            self._rooms.stage.show_what_fits()
        if change.answers:
            self._rooms.rounds.take(change.answers, self._status_of)
            self._show_retry_all()
            self._show_hint()

    def _take_judgements(self, change: Change) -> None:
        shown = self._rooms.columns.round_id
        self._show_score(self._score(), shown)
        if shown in change.seen_anew:
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

    @Slot(object)
    def go_to_place(self, place: AnswerPlace) -> None:
        """Show an answer, in its round, and select the words that are meant."""
        if self._rooms.columns.column_of(place.answer_id) is None:
            answer = self._workspace.sessions.answer(place.answer_id)
            self._rooms.rounds.go_to(answer.round_id)
        self._rooms.opening.when_done(partial(self._show_place, place))

    def _show_place(self, place: AnswerPlace) -> None:
        self._rooms.reading.close_page()
        self._rooms.columns.show_place(place)

    @Slot()
    def _show_hint(self) -> None:
        """Offer to read long answers one at a time, unless that is what the person does."""
        reads = self._rooms.reading.page is not None
        self._rooms.hint.show_for(() if reads else self._rooms.columns.answers)
