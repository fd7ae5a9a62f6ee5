"""Have one assistant merge drafts into one answer, or several review each other's drafts.

Thread: main.
Rules: what will be sent is there to be seen and edited before it goes; drafts go framed and
without names; a merged answer is one more candidate, to be compared with the best draft.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from conductor.assets import read_text
from conductor.core.drafts.frames import Framed, PassedDraft, framed
from conductor.core.drafts.merge_reply import Merged
from conductor.core.drafts.review_reply import MOST_FINDINGS, Finding
from conductor.core.drafts.words import preface_name, prompt_language, template_name
from conductor.core.entities import Answer, Round, RoundKind
from conductor.core.errors import InvalidInput
from conductor.core.handover import Handover, HandoverKind
from conductor.core.ids import AnswerId, AssistantId, HandoverId, RoundId, SessionId
from conductor.core.showing import can_be_judged
from conductor.i18n import _, current_language
from conductor.store.evidence import judgements as judgement_store
from conductor.store.sessions import handovers as store
from conductor.store.ulid import new_ulid
from conductor.workspace.answers.drafts_given import drafts_given, found_in, merged_reply
from conductor.workspace.answers.threads import Threads
from conductor.workspace.desk import Desk
from conductor.workspace.judging.blinding import Blinding
from conductor.workspace.rounds.plan import Plan
from conductor.workspace.rounds.rounds import Rounds
from conductor.workspace.sessions.sessions import Sessions


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """An error that one assistant found in another one's answer."""

    by: Answer
    finding: Finding


class Merging:
    """Rounds that are made of drafts."""

    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        threads: Threads,
        rounds: Rounds,
        blinding: Blinding,
    ) -> None:
        self._desk = desk
        self._sessions = sessions
        self._threads = threads
        self._rounds = rounds
        self._blinding = blinding

    def drafts(self, session_id: SessionId) -> tuple[Answer, ...]:
        """Return the answers that are proposed as drafts: each assistant's newest one.

        Answers to the session's latest task or follow-up count, in their revised form.
        """
        return tuple(a for a in self._blinding.newest(session_id) if can_be_judged(a))

    def plan_merge(
        self, session_id: SessionId, by: AssistantId, drafts: Sequence[AnswerId] = ()
    ) -> Plan:
        """Return the round in which one assistant would merge drafts, to be looked at.

        Args:
            session_id: the session.
            by: who merges.
            drafts: which answers; none named means those of `drafts`.

        Raises:
            InvalidInput: there are not two drafts.
            NotFound: the session or an answer is not there.
        """
        chosen = self._chosen(session_id, drafts)
        if len(chosen) < 2:
            raise InvalidInput(_("There are no two answers to merge in this session yet."))
        return self._plan(
            session_id, RoundKind.MERGE, chosen, ((by, chosen),), self._rivals(session_id, chosen)
        )

    def plan_review(
        self,
        session_id: SessionId,
        reviewers: Sequence[AssistantId] = (),
        drafts: Sequence[AnswerId] = (),
    ) -> Plan:
        """Return the round in which assistants would look for errors in the others' drafts.

        Args:
            session_id: the session.
            reviewers: who; nobody named means everybody who wrote one of the drafts.
            drafts: which answers; none named means those of `drafts`.

        Raises:
            InvalidInput: there is no draft by somebody else for one of them.
            NotFound: the session or an answer is not there.
        """
        chosen = self._chosen(session_id, drafts)
        authors = tuple(answer.assistant_id for answer in chosen)
        given = tuple(
            (who, tuple(a for a in chosen if a.assistant_id != who))
            for who in dict.fromkeys(reviewers or authors)
        )
        if not given or not all(others for _who, others in given):
            raise InvalidInput(
                _("There is no answer by another assistant to review in this session yet.")
            )
        return self._plan(session_id, RoundKind.REVIEW, chosen, given, frozenset())

    def _chosen(self, session_id: SessionId, drafts: Sequence[AnswerId]) -> tuple[Answer, ...]:
        self._sessions.get(session_id)
        if not drafts:
            return self.drafts(session_id)
        chosen = tuple(self._sessions.answer(each) for each in dict.fromkeys(drafts))
        for answer in chosen:
            if self._sessions.words_of_round(answer.round_id).session_id != session_id:
                raise InvalidInput(_("The drafts must be answers of this session."))
            if not can_be_judged(answer):
                name = self._blinding.visible(answer).assistant
                sentence = _("The answer of {name} has no text to pass on yet.")
                raise InvalidInput(sentence.format(name=name))
        return chosen

    def _rivals(self, session_id: SessionId, drafts: Sequence[Answer]) -> frozenset[AnswerId]:
        """Return the best of the drafts as it was last judged; all of them if none was."""
        every = frozenset(answer.id for answer in drafts)
        for judgement in reversed(judgement_store.judgements_of_session(self._desk.db, session_id)):
            best = every & set(judgement.chosen)
            if judgement.revision is None and best:
                return best
        return every

    def _plan(
        self,
        session_id: SessionId,
        kind: RoundKind,
        drafts: tuple[Answer, ...],
        given: Sequence[tuple[AssistantId, tuple[Answer, ...]]],
        rivals: frozenset[AnswerId],
    ) -> Plan:
        task = self._task(session_id, drafts)
        language = prompt_language(task, current_language())
        chance = random.SystemRandom()
        return Plan(
            session_id=session_id,
            kind=kind,
            drafts=drafts,
            framed=tuple(
                (who, framed([PassedDraft(a.id, self._body(a)) for a in answers], chance))
                for who, answers in given
            ),
            task=f"{read_text(f'prompts/task.{language}.md').strip()}\n\n{task}",
            words=read_text(template_name(kind, language)).strip(),
            preface=read_text(preface_name(language)).strip(),
            rivals=rivals,
        )

    def _task(self, session_id: SessionId, drafts: Sequence[Answer]) -> str:
        """Return what the person said up to the latest draft, files included.

        Words that an edited round took the place of count only while a draft answers them.
        """
        rounds = {item.id: item for item in self._sessions.score(session_id)}
        last = max(rounds[answer.round_id].number for answer in drafts)
        gone = frozenset.intersection(*(frozenset(a.sent.replaced) for a in drafts))
        asked = (RoundKind.TASK, RoundKind.FOLLOW_UP, RoundKind.GUIDANCE)
        said = [
            self._threads.words(item)
            for item in rounds.values()
            if item.number <= last and item.number not in gone and item.kind in asked
        ]
        return "\n\n".join(said)

    def _body(self, answer: Answer) -> str:
        kind = self._sessions.words_of_round(answer.round_id).kind
        return self.merged(answer.id).body if kind is RoundKind.MERGE else answer.text

    def send(
        self,
        plan: Plan,
        words: str | None = None,
        *,
        blind: bool | None = None,
        limit_s: float | None = None,
    ) -> Round:
        """Send a planned round.

        Args:
            plan: the plan.
            words: the person's words in place of the proposed ones.
            blind: whether names are hidden until it is judged; None: for a merge, yes;
                else as the session is.
            limit_s: seconds without a useful event before an answer fails.

        Raises:
            InvalidInput: there are no words, or an assistant cannot be asked.
            StoreError: it could not be kept; nothing was sent.
        """
        own = plan.words if words is None else words
        is_blind = plan.kind is RoundKind.MERGE if blind is None else blind

        def hand_over(item: Round, answers: Sequence[Answer]) -> None:
            self.hand_over(plan, own, item, answers)

        return self._rounds.ask_with(
            plan.session_id,
            plan.kind,
            own,
            plan.recipients,
            also_write=hand_over,
            blind=is_blind,
            limit_s=limit_s,
        )

    def hand_over(self, plan: Plan, words: str, item: Round, answers: Sequence[Answer]) -> None:
        """Write what the assistants of a planned round are told; to be called in a transaction."""
        for answer in answers:
            told = plan.told(answer.assistant_id, words)
            store.set_told(self._desk.db, answer.id, told)
            store.add_handovers(self._desk.db, self._handovers(plan, item, answer))

    def _handovers(self, plan: Plan, item: Round, answer: Answer) -> tuple[Handover, ...]:
        attempts = {draft.id: draft.attempt for draft in plan.drafts}
        return tuple(
            Handover(
                id=HandoverId(new_ulid()),
                session_id=plan.session_id,
                kind=HandoverKind(plan.kind.value),
                into=answer.assistant_id,
                answer_id=frame.answer,
                attempt=attempts[frame.answer],
                created=item.created,
                boundary=frame.id,
                after=item.number,
                round_id=item.id,
                position=position,
                is_rival=frame.answer in plan.rivals,
                given=answer.id,
            )
            for position, frame in enumerate(dict(plan.framed)[answer.assistant_id].frames)
        )

    def given(self, answer_id: AnswerId) -> Framed:
        """Return which drafts an answer of a merge or review round was given, by their ids.

        Raises:
            NotFound: the answer is not there.
        """
        return drafts_given(self._desk.db, self._sessions.answer(answer_id))

    def merged(self, answer_id: AnswerId) -> Merged:
        """Return a merged answer apart from what it says of its sources and disagreements.

        Raises:
            NotFound: the answer is not there.
        """
        return merged_reply(self._desk.db, self._sessions.answer(answer_id))

    def readable(self, answer_id: AnswerId) -> str:
        """Return an answer to drafts with names, or shown numbers, for the drafts' ids.

        Raises:
            NotFound: the answer is not there.
        """
        given = self.given(answer_id)
        names = {frame.answer: self._blinding.name_of(frame.answer) for frame in given.frames}
        return given.named(self._sessions.answer(answer_id).text, names)

    @staticmethod
    def left_out(findings: Sequence[ReviewFinding]) -> str | None:
        """Return a sentence if a reply names more errors than are read of one, else None."""
        counts = Counter(each.by.id for each in findings)
        if max(counts.values(), default=0) < MOST_FINDINGS:
            return None
        sentence = _("Of one assistant's errors only the first {n} are listed.")
        return sentence.format(n=MOST_FINDINGS)

    def findings(self, round_id: RoundId) -> tuple[ReviewFinding, ...]:
        """Return the errors that the assistants of a review round found, as far as readable.

        Raises:
            NotFound: the round is not there.
        """
        drafts = store.drafts_of_round(self._desk.db, round_id)
        texts = {d.answer_id: self._sessions.attempt(d.answer_id, d.attempt).text for d in drafts}
        return tuple(
            ReviewFinding(self._blinding.visible(answer), finding)
            for answer in self._sessions.round(round_id).answers
            for finding in found_in(answer.text, self.given(answer.id), sorted(texts.items()))
        )
