"""Put together what one assistant sees in one round, and show it again exactly."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from random import SystemRandom

from conductor.assets import read_text
from conductor.core.entities import Answer, Assistant, Attachment, Round, RoundKind, SentThread
from conductor.core.handover import Handover
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.request import Message
from conductor.core.thread import Turn, build_thread, joined, system_message, words_of
from conductor.i18n import _, current_language
from conductor.store.attachments import read_file
from conductor.store.evidence import draws
from conductor.store.evidence import guidance as guidance_store
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import handovers
from conductor.store.sessions import sessions as store
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.answers.past import PastTurn, PastTurns
from conductor.workspace.desk import Desk

FROM_DRAFTS = (RoundKind.MERGE, RoundKind.REVIEW)


@dataclass(frozen=True, slots=True)
class PreparedThread:
    """The messages to send, and the record by which they can be shown again."""

    messages: tuple[Message, ...]
    sent: SentThread


@dataclass(frozen=True, slots=True)
class _Past:
    """What an assistant knows of a session before a round.

    Attributes:
        left_out: how many of the session's first rounds are left out.
        replaced: the numbers of the rounds that an edited one took the place of.
    """

    role: str
    turns: tuple[PastTurn, ...]
    left_out: int
    replaced: frozenset[int]

    def holds(self, number: int) -> bool:
        """Whether a round, or what was passed on after it, can be in the thread."""
        return number >= self.left_out and number not in self.replaced


class Threads:
    """Every assistant's own view of a session."""

    def __init__(self, desk: Desk, live: LiveAnswers) -> None:
        self._desk = desk
        self._live = live
        self._past = PastTurns(desk, live, self.words_to)

    def looked(self, session_id: SessionId) -> AbstractContextManager[None]:
        """Look once what is new in a session, for all who are asked in one transaction."""
        return self._past.looked(session_id)

    def prepare(
        self,
        assistant: Assistant,
        item: Round,
        *,
        answer: Answer,
        leave_out: int | None = None,
        replaced: tuple[int, ...] = (),
    ) -> PreparedThread:
        """Return what the assistant is to see in a round.

        Drafts to merge or to review come without its own earlier rounds, so that it does
        not know which of them is its own; answers that the person adopted into its thread
        and that it has not seen yet come with its next words. To be called inside the
        caller's transaction.

        Args:
            assistant: who is asked.
            item: the round.
            answer: the answer it is asked for, already written.
            leave_out: how many of the session's first rounds to leave out; None goes on
                with what this assistant's latest answer left out.
            replaced: the numbers of rounds that an edited one takes the place of, besides
                those that were replaced before.
        """
        past = self._until(assistant, item, leave_out, replaced, answer_id=answer.id)
        turns = () if item.kind in FROM_DRAFTS else past.turns
        if item.kind not in FROM_DRAFTS:
            self._pass_adopted(item, answer, past)
        sent = SentThread(
            past.role,
            tuple((turn.answer_id, turn.attempt) for turn in turns),
            past.left_out,
            tuple(sorted(past.replaced)),
        )
        exchanges = map(self._past.exchange, turns)
        return PreparedThread(joined(past.role, exchanges, self.words_to(item, answer)), sent)

    def _until(
        self,
        assistant: Assistant,
        item: Round,
        leave_out: int | None = None,
        replaced: tuple[int, ...] = (),
        *,
        answer_id: AnswerId | None = None,
    ) -> _Past:
        passed_over = self.passed_over(item.session_id)
        every = self._past.of(assistant.id, item.session_id)
        own = {
            turn.number: turn
            for turn in every
            if turn.number <= item.number and turn.answer_id not in passed_over
        }
        before = [turn for turn in own.values() if turn.number < item.number]
        if leave_out is None:
            leave_out = max((turn.left_out for turn in before), default=0)
        gone = frozenset(replaced).union(*(turn.replaced for turn in own.values()))
        turns = tuple(
            turn
            for turn in before
            if turn.is_usable and turn.number > leave_out and turn.number not in gone
        )
        first = store.first_round(self._desk.db, item.session_id, before=item.number, without=gone)
        first = first or item
        attached = self._attached(assistant, first, answer_id)
        role = system_message(assistant.role, attached, first.text)
        return _Past(role, turns, leave_out, gone)

    def _own_turn(self, item: Round, answer: Answer) -> Turn:
        return Turn(self.words_to(item, answer), answer)

    def _pass_adopted(self, item: Round, answer: Answer, past: _Past) -> None:
        """Put adopted answers that the thread does not hold yet into the words of a round."""
        if handovers.told(self._desk.db, answer.id) is not None:
            return
        waiting = self._adopted(item, answer.assistant_id, past)
        if not waiting:
            return
        told, boundary_of = self._with_adopted(self._said_to(item, answer), waiting)
        handovers.set_told(self._desk.db, answer.id, told)
        for each in waiting:
            handovers.give(self._desk.db, each.id, answer.id, boundary_of[each.answer_id])

    def _adopted(self, item: Round, who: AssistantId, past: _Past) -> list[Handover]:
        """Return the adopted answers that a thread does not hold yet."""
        seen = {turn.answer_id for turn in past.turns}
        every = handovers.adoptions_of_session(self._desk.db, item.session_id, who)
        return [
            each
            for each in every
            if past.holds(each.after) and each.after < item.number and each.given not in seen
        ]

    def _with_adopted(
        self, words: str, waiting: Sequence[Handover]
    ) -> tuple[str, dict[AnswerId, str]]:
        """Return the words with adopted answers below them, and the boundary of each."""
        from conductor.core.drafts.frames import PassedDraft, framed  # only when it is needed
        from conductor.core.drafts.words import prompt_language

        drafts = [PassedDraft(each.answer_id, self._text_of(each)) for each in waiting]
        passed = framed(drafts, SystemRandom())
        language = prompt_language(words, current_language())
        preface = read_text(f"prompts/adopted.{language}.md").strip()
        told = f"{words.rstrip()}\n\n{preface}\n\n{passed.text}"
        return told, {frame.answer: frame.id for frame in passed.frames}

    def _text_of(self, each: Handover) -> str:
        return self._attempt(each.answer_id, each.attempt).text

    def passed_over(self, session_id: SessionId) -> frozenset[AnswerId]:
        """Return the answers with which a session does not go on: the others of pairs."""
        return draws.passed_over(self._desk.db, session_id)

    def _attached(
        self, assistant: Assistant, task: Round, answer_id: AnswerId | None
    ) -> tuple[str, ...]:
        """Return the guidance an assistant has all through a session.

        It is what it got with the task; who joins later gets what all of them got.
        """
        first = guidance_store.answers_to(self._desk.db, task.id)
        given = {one: guidance_store.attached_to(self._desk.db, one) for one, _who in first}
        passed_over = self.passed_over(task.session_id)
        own = [one for one, who in first if who == assistant.id and one not in passed_over]
        own = [answer_id] if answer_id in given else own
        if own:
            return tuple(item.text for item in given[own[0]])
        common = [set(items) for items in given.values()]
        every = next(iter(given.values()), ())
        return tuple(item.text for item in every if all(item in items for items in common))

    def words_to(self, item: Round, answer: Answer) -> str:
        """Return what an assistant was told in a round, what was passed on to it included."""
        told = handovers.told(self._desk.db, answer.id)
        return self._said_to(item, answer) if told is None else told

    def _said_to(self, item: Round, answer: Answer) -> str:
        return self.words(item) if answer.words is None else answer.words

    def words(self, item: Round) -> str:
        """Return a round's words with its attached files framed below."""
        files = store.attachments_of(self._desk.db, item.id)
        return words_of(item.text, [self._attachment(name, sha) for name, sha in files])

    def _attachment(self, name: str, sha256: str) -> Attachment:
        data = read_file(self._desk.library.folder, sha256)
        missing = _("(This file is no longer in the library.)")
        return Attachment(name, sha256, missing if data is None else data.decode("utf-8"))

    def next(
        self,
        assistant: Assistant,
        session_id: SessionId | None,
        text: str,
        attached: Sequence[str] = (),
    ) -> tuple[Message, ...]:
        """Return what an assistant would see if these words were sent now; nothing is kept.

        Only the boundaries around adopted answers are drawn anew when they are sent.
        """
        if session_id is None:
            return build_thread(system_message(assistant.role, tuple(attached), text), (), text)
        last = store.last_number(self._desk.db, session_id)
        item = Round(RoundId(""), session_id, last + 1, RoundKind.FOLLOW_UP, text, "")
        past = self._until(assistant, item)
        waiting = self._adopted(item, assistant.id, past)
        words = self._with_adopted(text, waiting)[0] if waiting else text
        return joined(past.role, map(self._past.exchange, past.turns), words)

    def shown(self, answer: Answer) -> tuple[Message, ...]:
        """Return exactly what was sent for an answer's newest attempt.

        Raises:
            AssertionError: an answer that the record names is not in the library.
        """
        turns = [self._turn(answer_id, attempt) for answer_id, attempt in answer.sent.turns]
        item = store.round_by_id(self._desk.db, answer.round_id)
        if item is None:
            raise AssertionError("an answer without its round")
        return build_thread(answer.sent.role, turns, self.words_to(item, answer))

    def _attempt(self, answer_id: AnswerId, attempt: int) -> Answer:
        answer = answer_store.answer_by_id(self._desk.db, answer_id)
        if answer is None:
            raise AssertionError("a thread names an answer that is not there")
        if answer.attempt == attempt:
            return self._live.current(answer)
        earlier = answer_store.attempts_before(self._desk.db, answer)
        return next(item for item in earlier if item.attempt == attempt)

    def _turn(self, answer_id: AnswerId, attempt: int) -> Turn:
        answer = self._attempt(answer_id, attempt)
        item = store.round_by_id(self._desk.db, answer.round_id)
        if item is None:
            raise AssertionError("an answer without its round")
        return self._own_turn(item, answer)
