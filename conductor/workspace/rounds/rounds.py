"""Send tasks, follow-ups and retries to assistants; stop answers and try them again.

Thread: main.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from conductor.core.answer import CAN_TRY_AGAIN
from conductor.core.change import Change
from conductor.core.entities import (
    Answer,
    Assistant,
    Attachment,
    Round,
    RoundKind,
    Session,
)
from conductor.core.errors import ErrorKind, InvalidInput
from conductor.core.ids import AnswerId, AssistantId, GuidanceId, RoundId, SessionId
from conductor.core.task_plan import Column, TaskPlan, TaskToSend
from conductor.core.text.visible import one_line
from conductor.core.thread import RETRY_WORDS, rounds_to_leave_out
from conductor.i18n import _
from conductor.store import connections as connection_store
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import sessions as store
from conductor.store.ulid import new_ulid
from conductor.workspace.answers.asking import Ask, Asking, assistants_by_id, next_attempt
from conductor.workspace.answers.attachments import read_attachments
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.lottery import Lottery
from conductor.workspace.rounds.round_rows import RoundRows, checked_words, title_of
from conductor.workspace.sessions.sessions import Sessions

log = logging.getLogger(__name__)

MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class NewRound:
    """What the person wants to send.

    Attributes:
        recipients: who gets it, in the order of the columns.
        session_id: the session it belongs to; None starts a new one.
        title: title of a new session; empty takes the task's first words.
        files: files whose text the library has already, beside those to `attach`.
        limit_s: seconds without a useful event before an answer fails; None: by the service.
        edits: the round whose words these are, changed. The new round takes its place in the
            assistants' threads, and that of all that came after it; all of it stays.
        blind: whether a new session hides names until a round is judged.
        attach_guidance: whether a task gets the playbook's guidance.
        left_out: guidance that the person left out of this task.
        promising_too: whether promising guidance is attached as well.
        may_draw: whether a draw for guidance under test may be made for this task.
    """

    text: str
    recipients: tuple[AssistantId, ...]
    session_id: SessionId | None = None
    title: str = ""
    tags: tuple[str, ...] = ()
    task_kind: str | None = None
    attach: tuple[Path, ...] = ()
    files: tuple[Attachment, ...] = ()
    limit_s: float | None = None
    edits: RoundId | None = None
    blind: bool = False
    attach_guidance: bool = True
    left_out: tuple[GuidanceId, ...] = ()
    promising_too: bool = False
    may_draw: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """What the person wants to have revised.

    Attributes:
        recipients: who; empty means everybody with an answer to revise.
        words_to_others: what everybody else with an answer is told; None: nothing.
        limit_s: seconds without a useful event before an answer fails; None: by the service.
    """

    session_id: SessionId
    kind: RoundKind
    text: str
    recipients: tuple[AssistantId, ...] = ()
    words_to_others: str | None = None
    limit_s: float | None = None


class Rounds:
    """Everything that makes answers."""

    def __init__(
        self,
        desk: Desk,
        live: LiveAnswers,
        asking: Asking,
        sessions: Sessions,
        lottery: Lottery,
    ) -> None:
        self._desk = desk
        self._lottery = lottery
        self._live = live
        self._asking = asking
        self._sessions = sessions
        self._rows = RoundRows(desk, live, sessions)

    def ask(self, wanted: NewRound) -> Round:
        """Send a task (new session) or a follow-up.

        Raises:
            InvalidInput: there is nothing to send, or nobody to send it to.
            NotFound: the session is not there.
            StoreError: it could not be kept; nothing was sent.
        """
        text = checked_words(wanted.text)
        recipients = self._rows.recipients(wanted.recipients)
        attachments = read_attachments(self._desk.library.folder, wanted.attach)
        attachments = (*wanted.files, *attachments)
        kind = RoundKind.TASK if wanted.session_id is None else RoundKind.FOLLOW_UP
        replaced: tuple[int, ...] = ()
        if wanted.edits is not None:
            kind, replaced = self._edited(wanted.edits)
        with self._desk.db.atomic():
            session = self._session(wanted)
            task_kind = wanted.task_kind or session.kind
            fitting = replace(wanted, text=text, task_kind=task_kind)
            plan = self._plan(kind, fitting, recipients)
            item = self._rows.add_round(session, kind, text, attachments, blind=plan.is_pair)
            asks = [
                Ask(
                    self._rows.new_answer(item, column.assistant, n),
                    column.assistant,
                    limit_s=wanted.limit_s,
                    attached=column.attached,
                    replaced=replaced,
                )
                for n, column in enumerate(plan.columns)
            ]
            launch = self._asking.prepare(item, asks, is_new=True)
            if plan.drawn is not None:
                self._lottery.keep(item, plan, [ask.answer.id for ask in asks])
        self._asking.go(launch)
        self._announce(item, asks)
        return item

    def _plan(
        self, kind: RoundKind, wanted: NewRound, recipients: tuple[Assistant, ...]
    ) -> TaskPlan:
        if kind is not RoundKind.TASK:
            return TaskPlan(tuple(Column(assistant, ()) for assistant in recipients))
        return self._lottery.plan(
            TaskToSend(
                text=wanted.text,
                kind=wanted.task_kind,
                recipients=recipients,
                attach=wanted.attach_guidance,
                may_draw=wanted.may_draw,
                left_out=wanted.left_out,
                promising_too=wanted.promising_too,
            )
        )

    def _edited(self, round_id: RoundId) -> tuple[RoundKind, tuple[int, ...]]:
        """Return the kind of an edited round, and the numbers of the rounds it replaces."""
        edited = self._sessions.words_of_round(round_id)
        every = store.rounds_of_session(self._desk.db, edited.session_id)
        kind = RoundKind.TASK if edited.kind is RoundKind.TASK else RoundKind.FOLLOW_UP
        return kind, tuple(item.number for item in every if item.number >= edited.number)

    def retry(
        self,
        session_id: SessionId,
        recipients: Sequence[AssistantId] = (),
        *,
        limit_s: float | None = None,
    ) -> Round:
        """Ask assistants of a session to revise their latest answers, without saying how.

        Args:
            session_id: the session.
            recipients: who; nobody named means everybody with an answer to revise.
            limit_s: seconds without a useful event before an answer fails.

        Raises:
            NotFound: the session is not there.
            InvalidInput: there is no answer to revise.
        """
        wanted = Revision(session_id, RoundKind.RETRY, RETRY_WORDS, tuple(recipients))
        return self.revise(replace(wanted, limit_s=limit_s))

    def revise(
        self, wanted: Revision, also_write: Callable[[Round], None] = lambda _item: None
    ) -> Round:
        """Ask assistants of a session to revise their latest answers.

        Args:
            wanted: what to say to whom.
            also_write: writes what else belongs to the round, in the same transaction.

        Raises:
            NotFound: the session is not there.
            InvalidInput: there is no answer to revise.
            StoreError: it could not be kept; nothing was sent.
        """
        session = self._rows.own_session(wanted.session_id)
        latest = self._rows.latest_with_text(wanted.session_id)
        chosen = self._revisers(wanted, latest)
        others: tuple[Assistant, ...] = ()
        if wanted.words_to_others is not None:
            rest = tuple(who for who in latest if who not in {one.id for one in chosen})
            others = self._rows.recipients(rest, may_be_empty=True)
        with self._desk.db.atomic():
            item = self._rows.add_round(session, wanted.kind, wanted.text, ())
            also_write(item)
            asks = []
            for n, who in enumerate((*chosen, *others)):
                answer = self._rows.new_answer(item, who, n, latest[who.id].id)
                if who in others:
                    answer = replace(answer, words=wanted.words_to_others)
                asks.append(Ask(answer, who, limit_s=wanted.limit_s))
            launch = self._asking.prepare(item, asks, is_new=True)
        self._asking.go(launch)
        self._announce(item, asks)
        return item

    def _revisers(
        self, wanted: Revision, latest: Mapping[AssistantId, Answer]
    ) -> tuple[Assistant, ...]:
        chosen = self._rows.recipients(wanted.recipients or tuple(latest), may_be_empty=True)
        without = [who.name for who in chosen if who.id not in latest]
        if without or not chosen:
            sentence = _(
                "There is no answer of {names} to revise yet. Use “try again” for answers that "
                "failed."
            )
            raise InvalidInput(sentence.format(names=", ".join(without) or _("anybody")))
        return chosen

    def ask_with(
        self,
        session_id: SessionId,
        kind: RoundKind,
        text: str,
        recipients: Sequence[AssistantId],
        *,
        also_write: Callable[[Round, Sequence[Answer]], None],
        blind: bool = False,
        limit_s: float | None = None,
    ) -> Round:
        """Send a round in which every recipient is told something of its own.

        Args:
            session_id: the session.
            kind: the kind of the round.
            text: the person's words, as the round shows them.
            recipients: who, in the order of the columns.
            also_write: writes what each is told, in the same transaction, before the
                requests are made.
            blind: whether names are hidden until the round is judged.
            limit_s: seconds without a useful event before an answer fails.

        Raises:
            InvalidInput: there is nothing to send, or nobody to send it to.
            NotFound: the session is not there.
            StoreError: it could not be kept; nothing was sent.
        """
        session = self._rows.own_session(session_id)
        words = checked_words(text)
        chosen = self._rows.recipients(recipients)
        with self._desk.db.atomic():
            item = self._rows.add_round(session, kind, words, (), blind=blind)
            asks = [
                Ask(self._rows.new_answer(item, who, n), who, limit_s=limit_s)
                for n, who in enumerate(chosen)
            ]
            launch = self._asking.prepare(
                item, asks, is_new=True, also_write=lambda answers: also_write(item, answers)
            )
        self._asking.go(launch)
        self._announce(item, asks)
        return item

    def try_again(
        self,
        answers: Iterable[Answer],
        *,
        leave_out: int | None = None,
        limit_s: float | None = None,
    ) -> tuple[AnswerId, ...]:
        """Make a new attempt in the place of answers that failed, stopped or were interrupted.

        Args:
            answers: which; those that cannot be tried again are passed over.
            leave_out: how many first rounds of the session to leave out of the thread.
            limit_s: seconds without a useful event before an answer fails.

        Returns:
            The answers that are being tried again.

        Raises:
            StoreError: the attempts could not be kept; nothing was sent.
        """
        present = assistants_by_id(self._desk)
        names = {c.id: c.name for c in connection_store.all_connections(self._desk.db)}
        launches = []
        tried: list[Ask] = []
        self._live.save_ends()
        with self._desk.db.atomic():
            for answer in answers:
                assistant = present.get(answer.assistant_id)
                if answer.status not in CAN_TRY_AGAIN or assistant is None:
                    continue
                fresh = next_attempt(answer, assistant, names.get(assistant.connection_id, ""))
                ask = Ask(fresh, assistant, leave_out=leave_out, limit_s=limit_s)
                item = self._sessions.words_of_round(answer.round_id)
                launches.append(self._asking.prepare(item, [ask], is_new=False))
                tried.append(ask)
        for launch in launches:
            self._asking.go(launch)
        self._desk.publish(Change(answers=frozenset(ask.answer.id for ask in tried)))
        return tuple(ask.answer.id for ask in tried)

    def rounds_to_leave_out(self, answer: Answer) -> int | None:
        """Return up to which round to leave out so that a thread that was too long fits.

        Returns:
            The number of the last round to leave out, or None if that does not help or the
            service did not say how much too long it was.
        """
        error = answer.error
        if error is None or error.kind is not ErrorKind.CONTEXT:
            return None
        if not error.prompt_tokens or not error.context_tokens:
            return None
        turns = rounds_to_leave_out(
            self._sessions.thread(answer),
            prompt_tokens=error.prompt_tokens,
            context_tokens=error.context_tokens,
        )
        if not turns:
            return None
        last, _attempt = answer.sent.turns[turns - 1]
        left = answer_store.answer_by_id(self._desk.db, last)
        return None if left is None else self._sessions.words_of_round(left.round_id).number

    def stop(self, answer_id: AnswerId) -> None:
        """Stop one answer; what came of it stays."""
        self._asking.stop(answer_id)

    def stop_all(self) -> None:
        """Stop every answer that is on its way."""
        self._asking.stop_all()

    def _session(self, wanted: NewRound) -> Session:
        now = self._desk.now()
        title = one_line(wanted.title)[:MAX_TITLE]
        tags = tuple(dict.fromkeys(filter(None, map(one_line, wanted.tags))))
        if wanted.session_id is not None:
            session = self._rows.own_session(wanted.session_id)
            store.add_tags(self._desk.db, session.id, tags)
            if title:
                store.rename_session(self._desk.db, session.id, title)
            if wanted.task_kind:
                store.set_session_kind(self._desk.db, session.id, wanted.task_kind)
            return session
        session = Session(
            id=SessionId(new_ulid()),
            title=title or title_of(wanted.text),
            kind=wanted.task_kind,
            tags=tags,
            created=now,
            updated=now,
            blind=wanted.blind,
        )
        store.add_session(self._desk.db, session)
        return session

    def _announce(self, item: Round, asks: Sequence[Ask]) -> None:
        log.info("Round %s (%s) asks %d assistants.", item.id, item.kind, len(asks))
        self._desk.publish(
            Change(
                sessions=frozenset({item.session_id}),
                rounds=frozenset({item.id}),
                answers=frozenset(ask.answer.id for ask in asks),
            )
        )
