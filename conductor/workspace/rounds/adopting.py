"""Adopt an answer: pass it on into the other assistants' threads, visibly.

Thread: main.
Rules: an adopted answer goes, framed, into the next words that each of these assistants
gets in the session; until then it can be taken back.
"""

from collections.abc import Sequence

from conductor.core.change import Change
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.handover import Handover, HandoverKind
from conductor.core.ids import AnswerId, AssistantId, HandoverId, SessionId
from conductor.core.showing import can_be_judged
from conductor.i18n import _
from conductor.store.sessions import handovers as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.judging.blinding import Blinding
from conductor.workspace.sessions.sessions import Sessions


class Adopting:
    """The answers that go on in other threads."""

    def __init__(self, desk: Desk, sessions: Sessions, blinding: Blinding) -> None:
        self._desk = desk
        self._sessions = sessions
        self._blinding = blinding

    def adopt(self, answer_id: AnswerId, into: Sequence[AssistantId] = ()) -> tuple[Handover, ...]:
        """Pass an answer on into the threads of other assistants of its session.

        Args:
            answer_id: the chosen answer.
            into: whose threads; nobody named means everybody else in the session.

        Returns:
            What is new, one for each thread; a thread that has this answer gets none.

        Raises:
            InvalidInput: the answer has no text yet, its round is hidden, or there is
                nobody else.
            NotFound: the answer is not there.
        """
        answer = self._sessions.answer(answer_id)
        self._blinding.refuse_hidden(answer.round_id)
        session_id = self._sessions.words_of_round(answer.round_id).session_id
        if not can_be_judged(answer):
            raise InvalidInput(_("This answer has no text to go on with yet."))
        present = {
            each.into
            for each in self.of_session(session_id)
            if (each.answer_id, each.attempt) == (answer.id, answer.attempt)
        }
        others = [
            who
            for who in dict.fromkeys(into or self._sessions.assistants(session_id))
            if who != answer.assistant_id
        ]
        if not others:
            raise InvalidInput(_("There is no other assistant in this session to pass it on to."))
        after = max(item.number for item in self._sessions.score(session_id))
        made = tuple(
            Handover(
                id=HandoverId(new_ulid()),
                session_id=session_id,
                kind=HandoverKind.ADOPT,
                into=who,
                answer_id=answer.id,
                attempt=answer.attempt,
                created=self._desk.now(),
                after=after,
            )
            for who in others
            if who not in present
        )
        with self._desk.db.atomic():
            store.add_handovers(self._desk.db, made)
        self._announce(session_id)
        new = {each.id for each in made}
        return tuple(each for each in self.of_session(session_id) if each.id in new)

    def take_back(self, handover_id: HandoverId) -> None:
        """Take an adopted answer out of a thread again, before that assistant was sent it.

        Raises:
            InvalidInput: the assistant has seen it already.
            NotFound: there is no such handover.
        """
        each = store.handover_by_id(self._desk.db, handover_id)
        if each is None or each.kind is not HandoverKind.ADOPT:
            raise NotFound(_("There is no such adopted answer."))
        if each.given is not None:
            raise InvalidInput(_("The assistant has seen this answer already."))
        with self._desk.db.atomic():
            store.take_back(self._desk.db, handover_id, self._desk.now())
        self._announce(each.session_id)

    def of_session(self, session_id: SessionId) -> tuple[Handover, ...]:
        """Return which answers were adopted into whose threads, oldest first."""
        return store.adoptions_of_session(self._desk.db, session_id)

    def _announce(self, session_id: SessionId) -> None:
        self._desk.publish(Change(adoptions=frozenset({session_id})))
