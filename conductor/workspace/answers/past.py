"""Keep what assistants were told and answered, so that long sessions are sent to without a wait.

Thread: main.
Rules: only attempts that have ended are kept, which never change; whether what is kept still
stands in the library is asked each time. What can change without an attempt (files that may
go) and what is long is read anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from conductor.core.entities import Answer, Round, SentThread
from conductor.core.ids import AnswerId, AssistantId, SessionId
from conductor.core.request import Message
from conductor.core.thread import exchange, spoken
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import past as store
from conductor.store.sessions import sessions
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.desk import Desk

LONG = 50_000
"""Characters of an exchange that is not kept."""


@dataclass(frozen=True, slots=True)
class PastTurn:
    """One earlier round as one assistant had it.

    Attributes:
        number: the round's number.
        is_usable: whether anything was answered.
        said: the words it got and what it answered; None if they are read when wanted.
        left_out: how many of the session's first rounds it was not shown.
        replaced: the numbers of the rounds that an edited one took the place of.
    """

    number: int
    answer_id: AnswerId
    attempt: int
    is_usable: bool
    said: tuple[Message, Message] | None
    left_out: int
    replaced: tuple[int, ...]


@dataclass(slots=True)
class _Kept:
    """The rounds of a session up to the first in which something has not ended."""

    session_id: SessionId | None = None
    last: int = 0
    state: str = ""
    turns: dict[AssistantId, list[PastTurn]] = field(default_factory=lambda: defaultdict(list))


class PastTurns:
    """What each assistant of a session had before; of one session at a time."""

    def __init__(
        self, desk: Desk, live: LiveAnswers, words_to: Callable[[Round, Answer], str]
    ) -> None:
        """Read from the library.

        Args:
            desk: what the areas share.
            live: the answers that have not ended.
            words_to: returns what an assistant was told in a round.
        """
        self._desk = desk
        self._live = live
        self._words_to = words_to
        self._kept = _Kept()
        self._rest: dict[AssistantId, list[PastTurn]] = {}
        self._is_looked = False

    @contextmanager
    def looked(self, session_id: SessionId) -> Iterator[None]:
        """Look once what is new in a session, for all who are asked in one transaction."""
        self._look(session_id)
        self._is_looked = True
        try:
            yield
        finally:
            self._is_looked = False

    def of(self, who: AssistantId, session_id: SessionId) -> list[PastTurn]:
        """Return what an assistant had in each round of a session, in order."""
        if not self._is_looked or self._kept.session_id != session_id:
            self._look(session_id)
        return [*self._kept.turns.get(who, ()), *self._rest.get(who, ())]

    def exchange(self, turn: PastTurn) -> tuple[Message, Message]:
        """Return the words an assistant got in a round, and its answer.

        Raises:
            AssertionError: the answer is not in the library any more.
        """
        if turn.said is not None:
            return turn.said
        answer = answer_store.answer_by_id(self._desk.db, turn.answer_id)
        item = None if answer is None else sessions.round_by_id(self._desk.db, answer.round_id)
        if answer is None or item is None:
            raise AssertionError("a thread names an answer that is not there")
        now = self._live.current(answer)
        return exchange(self._words_to(item, now), now.text, now.status)

    def _look(self, session_id: SessionId) -> None:
        db = self._desk.db
        state = store.state_of_session(db, session_id)
        if self._kept.session_id != session_id or not state.startswith(self._kept.state):
            self._kept = _Kept(session_id)
        fresh = store.told_after(db, session_id, self._kept.last)
        if self._kept.state + "".join(one.state for one in fresh) != state:
            self._kept = _Kept(session_id)
            fresh = store.told_after(db, session_id, 0)
        self._take(session_id, fresh)

    def _take(self, session_id: SessionId, fresh: Sequence[store.Told]) -> None:
        rounds = sessions.rounds_of_session(self._desk.db, session_id, self._kept.last)
        by_number = {item.number: item for item in rounds}
        open_from = next((one.number for one in fresh if not one.status.is_ended), None)
        self._rest = defaultdict(list)
        for one in fresh:
            item = by_number[one.number]
            if open_from is not None and one.number >= open_from:
                self._rest[one.assistant_id].append(self._now(item, one))
                continue
            self._kept.turns[one.assistant_id].append(self._ended(item, one))
            self._kept.state += one.state
            self._kept.last = one.number

    def _now(self, item: Round, one: store.Told) -> PastTurn:
        """Return a turn that may not have ended, with what has come of its answer so far."""
        answer = answer_store.answer_by_id(self._desk.db, one.answer_id)
        if answer is None:
            raise AssertionError("an answer that was read just now is not there")
        now = self._live.current(answer)
        is_usable = bool(spoken(now.text, now.status))
        said = exchange(self._words_to(item, now), now.text, now.status) if is_usable else None
        return _turn(one, now.attempt, said, now.sent, is_usable=is_usable)

    def _ended(self, item: Round, one: store.Told) -> PastTurn:
        is_usable = bool(spoken(one.text, one.status))
        words = item.text if one.words is None else one.words
        must_read = one.has_files or len(words) + len(one.text) > LONG
        said = exchange(words, one.text, one.status) if is_usable and not must_read else None
        return _turn(one, one.attempt, said, one.sent, is_usable=is_usable)


def _turn(
    one: store.Told,
    attempt: int,
    said: tuple[Message, Message] | None,
    sent: SentThread,
    *,
    is_usable: bool,
) -> PastTurn:
    return PastTurn(
        one.number, one.answer_id, attempt, is_usable, said, sent.left_out, sent.replaced
    )
