"""Judge rounds and revisions, and read the judgements that were made.

Thread: main.
Rules: changing one's mind adds a judgement; only ended answers with text can be judged. What a
judgement counted for as evidence stays when it is taken back: it was made, and then it was seen
what it was about.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from conductor.core.change import Change
from conductor.core.entities import Answer
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.ids import AnswerId, JudgementId, RoundId, SessionId
from conductor.core.judgement import JudgedAnswer, Judgement, JudgementKind, placed
from conductor.core.showing import Showing, can_be_judged
from conductor.core.text.visible import one_line, well_formed
from conductor.i18n import _
from conductor.store.evidence import judgements as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.judging.blinding import Blinding
from conductor.workspace.sessions.sessions import Sessions
from conductor.workspace.undo import Kind, Thing

MAX_TAG = 60


@dataclass(frozen=True, slots=True)
class Why:
    """What the person says beside a judgement.

    Attributes:
        tags: short words of the person's own; those used before are offered again.
        seconds: seconds from showing to deciding; None if nobody measured.
        knew_names: whether the person named an answer by who wrote it.
    """

    reason: str = ""
    tags: tuple[str, ...] = ()
    seconds: float | None = None
    knew_names: bool = False


class Judging:
    """The person's judgements."""

    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        blinding: Blinding,
        also_write: Callable[[Judgement], None],
    ) -> None:
        """Judge over these areas.

        Args:
            desk: what the areas share.
            sessions: the sessions.
            blinding: what may be seen.
            also_write: writes what else a judgement means, in its transaction.
        """
        self._desk = desk
        self._also_write = also_write
        self._sessions = sessions
        self._blinding = blinding

    def best(self, round_id: RoundId, answer_id: AnswerId, why: Why | None = None) -> Judgement:
        """Say which answer of a round the person would use.

        Raises:
            InvalidInput: the answer has nothing to judge yet.
            NotFound: the round or the answer is not there.
        """
        return self._judge(round_id, JudgementKind.BEST, ((answer_id,),), why)

    def rank(
        self,
        round_id: RoundId,
        ranking: Sequence[Sequence[AnswerId]],
        why: Why | None = None,
    ) -> Judgement:
        """Rank the answers of a round, ties together, the best first.

        Answers of other rounds of the same session may be among them; shown answers that
        are not named are kept as shown, without a place.

        Raises:
            InvalidInput: an answer has nothing to judge, stands there twice, or belongs to
                another session.
            NotFound: the round or an answer is not there.
        """
        return self._judge(round_id, JudgementKind.RANKING, ranking, why)

    def no_difference(self, round_id: RoundId, why: Why | None = None) -> Judgement:
        """Say that the answers of a round are equally good.

        Raises:
            InvalidInput: there are no two answers to judge yet.
            NotFound: the round is not there.
        """
        return self._judge(round_id, JudgementKind.NO_DIFFERENCE, (), why)

    def none_usable(self, round_id: RoundId, why: Why | None = None) -> Judgement:
        """Say that no answer of a round can be used.

        Raises:
            InvalidInput: answers are still being written and none has ended.
            NotFound: the round is not there.
        """
        return self._judge(round_id, JudgementKind.NONE_USABLE, (), why)

    def _judge(
        self,
        round_id: RoundId,
        kind: JudgementKind,
        ranking: Sequence[Sequence[AnswerId]],
        why: Why | None,
    ) -> Judgement:
        showing = self._blinding.showing(round_id)
        named = [answer_id for tied in ranking for answer_id in tied]
        if len(set(named)) < len(named):
            raise InvalidInput(_("The ranking names an answer twice. Name each answer once."))
        shown = self._shown(showing, named)
        self._check(showing, kind, ranking, shown)
        judgement = self._new(round_id, kind, placed(kind, shown, ranking), why)
        return self._keep(judgement)

    def _shown(self, showing: Showing, named: Iterable[AnswerId]) -> tuple[JudgedAnswer, ...]:
        attempts = {
            item.answer.id: item.answer.attempt for item in showing.candidates if item.can_be_judged
        }
        for answer_id in named:
            if answer_id not in attempts:
                attempts[answer_id] = self._other(showing, answer_id).attempt
        return tuple(JudgedAnswer(answer_id, attempt) for answer_id, attempt in attempts.items())

    def _other(self, showing: Showing, answer_id: AnswerId) -> Answer:
        answer = self._sessions.answer(answer_id)
        here = self._sessions.words_of_round(showing.round_id)
        there = self._sessions.words_of_round(answer.round_id)
        if there.session_id != here.session_id:
            raise InvalidInput(_("Only answers of one session can be compared."))
        if not can_be_judged(answer):
            number = showing.number_of(answer_id)
            name = str(number) if number and showing.is_hidden else answer.assistant
            sentence = _("The answer of {name} has no text to judge yet.")
            raise InvalidInput(sentence.format(name=name))
        return answer

    def _check(
        self,
        showing: Showing,
        kind: JudgementKind,
        ranking: Sequence[Sequence[AnswerId]],
        shown: Sequence[JudgedAnswer],
    ) -> None:
        if kind is JudgementKind.RANKING and sum(map(len, ranking)) < 2:
            raise InvalidInput(_("A ranking names at least two answers. To name one, pick it."))
        if kind is JudgementKind.NO_DIFFERENCE and len(shown) < 2:
            raise InvalidInput(_("There are no two answers to compare in this round yet."))
        ended = any(item.answer.status.is_ended for item in showing.candidates)
        if kind is JudgementKind.NONE_USABLE and not ended:
            raise InvalidInput(_("No answer of this round has come yet."))

    def judge_revision(
        self, answer_id: AnswerId, kind: JudgementKind, why: Why | None = None
    ) -> Judgement:
        """Say whether a revised answer is better, the same or worse than what it revises.

        Raises:
            InvalidInput: the answer revises nothing, or one of the two has no text.
            NotFound: the answer is not there.
        """
        if not kind.is_of_revision:
            raise InvalidInput(_("A revision is better, the same or worse."))
        revised = self._sessions.answer(answer_id)
        if revised.revises is None:
            name = self._blinding.visible(revised).assistant
            sentence = _("This answer of {name} revises no other one. Judge its round instead.")
            raise InvalidInput(sentence.format(name=name))
        earlier = self._sessions.answer(revised.revises)
        for answer in (earlier, revised):
            if not can_be_judged(answer):
                name = self._blinding.visible(answer).assistant
                sentence = _("The answer of {name} has no text to judge yet.")
                raise InvalidInput(sentence.format(name=name))
        shown = tuple(JudgedAnswer(answer.id, answer.attempt) for answer in (earlier, revised))
        return self._keep(
            self._new(revised.round_id, kind, placed(kind, shown), why, revision=revised.id)
        )

    def _new(
        self,
        round_id: RoundId,
        kind: JudgementKind,
        shown: tuple[JudgedAnswer, ...],
        why: Why | None,
        revision: AnswerId | None = None,
    ) -> Judgement:
        why = why or Why()
        return Judgement(
            id=JudgementId(new_ulid()),
            round_id=round_id,
            kind=kind,
            shown=shown,
            blind=self._blinding.was_blind(round_id) and not why.knew_names,
            created=self._desk.now(),
            seconds=why.seconds,
            reason=well_formed(why.reason).strip(),
            tags=_clean_tags(why.tags),
            revision=revision,
        )

    def _keep(self, judgement: Judgement) -> Judgement:
        item = self._sessions.words_of_round(judgement.round_id)
        hidden = self._blinding.hidden_rounds(item.session_id)
        with self._desk.db.atomic():
            store.add_judgement(self._desk.db, judgement)
            self._also_write(judgement)
        self._announce(judgement, hidden ^ self._blinding.hidden_rounds(item.session_id))
        thing = Thing(
            ("judgement", item.session_id, judgement.id),
            lambda: store.judgement_by_id(self._desk.db, judgement.id) is not None,
            partial(self._write, judgement),
        )
        words = _("judgement of round {n}").format(n=item.number)
        self._desk.undo.note(words, thing, before=False, after=True)
        return judgement

    def _write(self, judgement: Judgement, is_there: bool) -> str | None:  # noqa: FBT001
        """Have a judgement there or not; what it counted for as evidence stays as it is."""
        session_id = self._sessions.words_of_round(judgement.round_id).session_id
        hidden = self._blinding.hidden_rounds(session_id)
        with self._desk.db.atomic():
            when = None if is_there else self._desk.now()
            store.set_deleted(self._desk.db, judgement.id, when)
            if not is_there and judgement.revision is None:
                self._blinding.note_seen(judgement.round_id)
        turned = hidden ^ self._blinding.hidden_rounds(session_id)
        self._announce(judgement, turned)
        if is_there or judgement.revision is not None:
            return None
        if self._sessions.has_draw(judgement.round_id):
            return _("What was drawn has been seen, so what came of the draw stays as it is.")
        if judgement.round_id in turned:
            return _("The names have been seen, so judging again is not blind.")
        return None

    def _announce(self, judgement: Judgement, turned: frozenset[RoundId] = frozenset()) -> None:
        judged = frozenset({judgement.round_id})
        self._desk.publish(Change(judgements=judged, hidings=turned))

    def say_why(self, judgement_id: JudgementId, reason: str, tags: Iterable[str] = ()) -> None:
        """Give the reason of a judgement afterwards; what was said before is replaced.

        Raises:
            NotFound: the judgement is not there.
        """
        judgement = self._get(judgement_id)
        item = self._sessions.words_of_round(judgement.round_id)
        thing = Thing(
            ("reason", item.session_id, judgement_id),
            partial(self._reason, judgement_id),
            partial(self._write_reason, judgement),
        )
        words = _("reason for the judgement of round {n}").format(n=item.number)
        said = (well_formed(reason).strip(), _clean_tags(tags))
        self._desk.undo.change(words, thing, said, Kind.EDIT)

    def _get(self, judgement_id: JudgementId) -> Judgement:
        judgement = store.judgement_by_id(self._desk.db, judgement_id)
        if judgement is None:
            raise NotFound(_("There is no judgement {id}.").format(id=judgement_id))
        return judgement

    def _reason(self, judgement_id: JudgementId) -> tuple[str, tuple[str, ...]]:
        judgement = self._get(judgement_id)
        return judgement.reason, judgement.tags

    def _write_reason(self, judgement: Judgement, said: tuple[str, tuple[str, ...]]) -> None:
        with self._desk.db.atomic():
            store.set_reason(self._desk.db, judgement.id, *said)
        self._announce(judgement)

    def of_round(self, round_id: RoundId) -> tuple[Judgement, ...]:
        """Return every judgement of a round as a whole, oldest first."""
        found = store.judgements_of_round(self._desk.db, round_id)
        return tuple(item for item in found if item.revision is None)

    def current(self, round_id: RoundId) -> Judgement | None:
        """Return the judgement of a round that counts now: the latest."""
        return next(reversed(self.of_round(round_id)), None)

    def of_revision(self, answer_id: AnswerId) -> tuple[Judgement, ...]:
        """Return every judgement of a revised answer, oldest first."""
        answer = self._sessions.answer(answer_id)
        found = store.judgements_of_round(self._desk.db, answer.round_id)
        return tuple(item for item in found if item.revision == answer_id)

    def current_of_revision(self, answer_id: AnswerId) -> Judgement | None:
        """Return the judgement of a revised answer that counts now: the latest."""
        return next(reversed(self.of_revision(answer_id)), None)

    def of_session(self, session_id: SessionId) -> tuple[Judgement, ...]:
        """Return every judgement in a session, of rounds and of revisions, oldest first."""
        return store.judgements_of_session(self._desk.db, session_id)

    def chosen_in(self, session_id: SessionId) -> dict[RoundId, frozenset[AnswerId]]:
        """Return which answers of each judged round the person would use, as it counts now."""
        return {
            judgement.round_id: frozenset(judgement.chosen)
            for judgement in self.of_session(session_id)
            if judgement.revision is None
        }

    def reason_tags(self) -> tuple[str, ...]:
        """Return the person's reason tags, the most used first."""
        return store.tags_used(self._desk.db)


def _clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    clean = (one_line(tag)[:MAX_TAG].strip() for tag in tags)
    return tuple(dict.fromkeys(filter(None, clean)))
