"""Hide who wrote what until a round is judged, and say in which order it is shown.

Thread: main.
Rules: a round is hidden while it is blind, has more than one answer to compare and was not
judged as a whole. Whoever shows a round's answers asks here, so nothing is given away.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from conductor.core.change import Change
from conductor.core.entities import Answer, AnswerStatus, RoundKind
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.draw import DrawState
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.showing import (
    Candidate,
    Showing,
    can_be_judged,
    concealed,
    not_yet,
    shuffled,
)
from conductor.i18n import _
from conductor.store.evidence import blinding as store
from conductor.store.evidence import draws
from conductor.store.evidence.blinding import Blindness
from conductor.store.sessions import handovers
from conductor.store.sessions import sessions as session_store
from conductor.workspace.desk import Desk
from conductor.workspace.sessions.sessions import RoundView, Sessions
from conductor.workspace.undo import Thing

_REVISING = (RoundKind.GUIDANCE, RoundKind.RETRY)
_BASE = (RoundKind.TASK, RoundKind.FOLLOW_UP)

_Blind = tuple[bool, dict[RoundId, bool]]
"""Whether new rounds of a session are blind, and which of its rounds are."""


class Blinding:
    """What may be seen of each round."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    def set_blind(self, session_id: SessionId, *, blind: bool) -> None:
        """Hide or show names in a session: in its new rounds and in the one that is open now.

        Hiding concerns the latest round if it was not judged; showing, every hidden round.

        Raises:
            NotFound: the session is not there.
        """
        self._sessions.get(session_id)
        rounds = store.blindness_of_session(self._desk.db, session_id)
        open_now = rounds[-1:] if blind else rounds
        changed = [r for r in open_now if not r.judged and r.blind is not blind]
        of = tuple(each.round_id for each in changed)
        thing = Thing(
            ("blind", session_id),
            partial(self._blind_now, session_id, of),
            partial(self._write, session_id),
        )
        words = _("names hidden") if blind else _("names shown")
        self._desk.undo.change(words, thing, (blind, dict.fromkeys(of, blind)))

    def _blind_now(self, session_id: SessionId, of: Sequence[RoundId]) -> _Blind:
        rounds = store.blindness_of_session(self._desk.db, session_id)
        hides = {each.round_id: each.blind for each in rounds}
        return self.is_blind(session_id), {one: hides[one] for one in of if one in hides}

    def _write(self, session_id: SessionId, value: _Blind) -> None:
        """Hide or show names in a session and in rounds of it that are not judged meanwhile."""
        blind, of_rounds = value
        hidden = self.hidden_rounds(session_id)
        with self._desk.db.atomic():
            store.set_session_blind(self._desk.db, session_id, blind=blind)
            for each in store.blindness_of_session(self._desk.db, session_id):
                wanted = of_rounds.get(each.round_id, each.blind)
                if wanted is not each.blind and not each.judged:
                    self._set(each, blind=wanted)
        turned = (hidden ^ self.hidden_rounds(session_id)).union(of_rounds)
        self._desk.publish(Change(sessions=frozenset({session_id}), hidings=turned))

    def note_seen(self, round_id: RoundId) -> None:
        """Note that names of a round were seen; to be called in a transaction."""
        each = self._blindness(round_id)
        if each.blind:
            store.set_round_blind(self._desk.db, round_id, blind=True, peeked=True)

    def set_round_blind(self, round_id: RoundId, *, blind: bool) -> None:
        """Hide or show names in one round; a round that was judged stays as it is.

        Raises:
            NotFound: the round is not there.
        """
        each = self._blindness(round_id)
        if each.judged or each.blind is blind:
            return
        session_id = self._sessions.words_of_round(round_id).session_id
        hidden = self.hidden_rounds(session_id)
        with self._desk.db.atomic():
            self._set(each, blind=blind)
        turned = hidden ^ self.hidden_rounds(session_id)
        self._desk.publish(Change(hidings=turned | {round_id}))

    def _set(self, each: Blindness, *, blind: bool) -> None:
        peeked = each.is_hidden and not blind
        store.set_round_blind(self._desk.db, each.round_id, blind=blind, peeked=peeked)

    def _blindness(self, round_id: RoundId) -> Blindness:
        found = store.blindness_of_round(self._desk.db, round_id)
        if found is None:
            raise NotFound(_("There is no round {id}.").format(id=round_id))
        return found

    def is_blind(self, session_id: SessionId) -> bool:
        """Whether the new rounds of a session are blind."""
        return self._sessions.get(session_id).blind

    def is_hidden(self, round_id: RoundId) -> bool:
        """Whether names of a round must not be seen now."""
        return self._blindness(round_id).is_hidden

    def hidden_rounds(self, session_id: SessionId) -> frozenset[RoundId]:
        """Return the rounds of a session whose names must not be seen now."""
        rounds = store.blindness_of_session(self._desk.db, session_id)
        return frozenset(each.round_id for each in rounds if each.is_hidden)

    def was_blind(self, round_id: RoundId) -> bool:
        """Whether a judgement made now is made without having seen the names."""
        each = self._blindness(round_id)
        return each.is_hidden and not each.peeked

    def refuse_hidden(self, round_id: RoundId) -> None:
        """Stop what would tell who wrote the answers of a hidden round.

        Raises:
            InvalidInput: the round is hidden.
        """
        if self.is_hidden(round_id):
            raise InvalidInput(
                _("This round is blind. Judge it first, or show its names and then try again.")
            )

    def showing(self, round_id: RoundId) -> Showing:
        """Return the columns of a round as they may be seen now.

        A merged answer stands beside the drafts it is to be compared with; after guidance
        to some, the answers that were not revised stand beside the revised ones.

        Raises:
            NotFound: the round is not there.
        """
        blindness = self._blindness(round_id)
        view = self._sessions.round(round_id)
        answers = {answer.id: answer for answer in self._columns(view)}
        is_shuffled = blindness.blind or blindness.is_hidden
        order = shuffled(blindness.seed, answers) if is_shuffled else tuple(answers)
        columns = tuple(
            self._candidate(answers[answer_id], n, view, hidden=blindness.is_hidden)
            for n, answer_id in enumerate(order, start=1)
        )
        is_coming = (
            blindness.is_hidden
            and (view.round.kind is RoundKind.MERGE or self._is_open_pair(round_id))
            and not all(answer.status.is_ended for answer in view.answers)
        )
        return Showing(
            round_id,
            is_blind=blindness.blind,
            is_hidden=blindness.is_hidden,
            candidates=tuple(map(not_yet, columns)) if is_coming else columns,
            is_coming=is_coming,
        )

    def _is_open_pair(self, round_id: RoundId) -> bool:
        """Whether these are one assistant's two answers to a draw, to be shown together."""
        found = draws.draw_of_round(self._desk.db, round_id)
        return found is not None and found.is_pair and found.state is DrawState.OPEN

    def _candidate(
        self, answer: Answer, number: int, view: RoundView, *, hidden: bool
    ) -> Candidate:
        is_own = answer.round_id == view.round.id
        text = answer.text
        if is_own and view.round.kind is RoundKind.MERGE:
            from conductor.workspace.answers.drafts_given import (
                merged_reply,  # only when it is needed
            )

            text = merged_reply(self._desk.db, answer).body
        if hidden or self._is_hidden_elsewhere(answer, view):
            answer = replace(concealed(answer, number), text=text)
        return Candidate(answer, number, is_own, can_be_judged(answer), text)

    def _is_hidden_elsewhere(self, answer: Answer, view: RoundView) -> bool:
        return answer.round_id != view.round.id and self.is_hidden(answer.round_id)

    def _columns(self, view: RoundView) -> tuple[Answer, ...]:
        match view.round.kind:
            case RoundKind.MERGE:
                drafts = handovers.drafts_of_round(self._desk.db, view.round.id)
                rivals = [item for item in drafts if item.is_rival]
                beside = (self._sessions.attempt(i.answer_id, i.attempt) for i in rivals)
                return (*view.answers, *beside)
            case RoundKind.GUIDANCE | RoundKind.RETRY:
                return self._with_unchanged(view)
            case _:
                return view.answers

    def _with_unchanged(self, view: RoundView) -> tuple[Answer, ...]:
        revised = {answer.assistant_id: answer for answer in view.answers}
        now = self.newest(view.round.session_id, before=view.round.number)
        columns = [revised.pop(answer.assistant_id, answer) for answer in now]
        return (*columns, *revised.values())

    def newest(self, session_id: SessionId, *, before: int | None = None) -> tuple[Answer, ...]:
        """Return what each assistant last answered to the session's latest task or follow-up.

        A revised answer stands in for the one it revises.

        Args:
            session_id: the session.
            before: only look at rounds with a smaller number.
        """
        rounds = [
            item
            for item in session_store.rounds_of_session(self._desk.db, session_id)
            if before is None or item.number < before
        ]
        base = max((r.number for r in rounds if r.kind in _BASE), default=0)
        newest: dict[AnswerId, Answer] = {}
        for item in rounds:
            if item.number < base or item.kind not in (*_BASE, *_REVISING):
                continue
            for answer in self._sessions.round(item.id).answers:
                self._take(newest, answer)
        return tuple(newest.values())

    def _take(self, newest: dict[AnswerId, Answer], answer: Answer) -> None:
        if answer.revises is None:
            newest[answer.id] = answer
            return
        first = next((key for key, now in newest.items() if now.id == answer.revises), None)
        is_something = answer.text.strip() or answer.status is AnswerStatus.COMPLETE
        if first is not None and (is_something or not answer.status.is_ended):
            newest[first] = answer

    def visible(self, answer: Answer) -> Answer:
        """Return an answer as it may be seen now: under its number while its round is hidden."""
        if not self.is_hidden(answer.round_id):
            return answer
        columns = self.showing(answer.round_id).candidates
        shown = (item.answer for item in columns if item.answer.id == answer.id)
        return next(shown, concealed(answer, answer.position + 1))

    def name_of(self, answer_id: AnswerId) -> str:
        """Return who wrote an answer, or its number while its round is hidden.

        Raises:
            NotFound: the answer is not there.
        """
        return self.visible(self._sessions.answer(answer_id)).assistant

    def numbers(self, round_id: RoundId) -> dict[AssistantId, int]:
        """Return under which number each assistant's answer of a round is shown.

        For addressing them while they are hidden; never to be shown beside a name. A merge
        round has none: the drafts in it are of others too.

        Raises:
            NotFound: the round is not there.
        """
        showing = self.showing(round_id)
        view = self._sessions.round(round_id)
        if view.round.kind is RoundKind.MERGE:
            return {}
        return {
            answer.assistant_id: number
            for answer in view.answers
            if (number := showing.number_of(answer.id)) is not None
        }

    def visible_round(self, view: RoundView) -> RoundView:
        """Return a round as it may be seen now.

        While it is hidden, that is every column in the order in which it is shown, so that
        a merged answer does not stand out from the drafts beside it.
        """
        if not self.is_hidden(view.round.id):
            return view
        columns = self.showing(view.round.id).candidates
        return RoundView(view.round, tuple(item.answer for item in columns))
