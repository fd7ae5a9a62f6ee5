"""Draw which columns of a new task get the guidance under test, and read the pick as evidence.

Thread: main.
Rules: the draw is stored with the task, before anything is sent, and nothing that would tell
it is given out until the task is judged; only the first judgement counts.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conductor.core.change import Change
from conductor.core.entities import Answer, Assistant, Round
from conductor.core.guidance.draw import Draw, DrawColumn, DrawState
from conductor.core.guidance.guidance import Guidance
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.core.judgement import Judgement, JudgementKind
from conductor.core.service import service_of
from conductor.core.task_plan import Column, TaskPlan, TaskToSend
from conductor.evidence.judged import Judged, best, no_difference, none_usable, ranking
from conductor.evidence.lottery import draw, is_drawn, round_outcome
from conductor.evidence.statistics.chance import RandomBits, below
from conductor.evidence.task_key import task_key
from conductor.store.evidence import draws as store
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import sessions as session_store
from conductor.workspace.answers.jobs import connection_of
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.guidance.playbook import Playbook


@dataclass(frozen=True, slots=True)
class DrawMark:
    """What may be known of a draw while it is open: that there is one.

    Attributes:
        is_open: whether it waits for the round to be judged.
        is_pair: whether the columns are two answers of one assistant, to be shown together.
    """

    is_open: bool
    is_pair: bool


class Lottery:
    """The draws on ordinary tasks."""

    def __init__(
        self,
        desk: Desk,
        evidence: GuidanceEvidence,
        playbook: Playbook,
        source: RandomBits | None = None,
    ) -> None:
        self._desk = desk
        self._evidence = evidence
        self._playbook = playbook
        self._source = source or secrets.SystemRandom()

    def plan(self, task: TaskToSend) -> TaskPlan:
        """Return what each column of a task gets, with a draw if one is due."""
        drawn = self._drawn(task) if task.may_draw else None
        everyone = task.recipients
        is_pair = drawn is not None and len(everyone) == 1
        places = everyone * 2 if is_pair else everyone
        having = draw(range(len(places)), self._source) if drawn else frozenset()
        attached = self._attached(task, drawn)
        columns = tuple(
            Column(
                assistant,
                (*attached.get(assistant.id, ()), *((drawn,) if drawn and place in having else ())),
                place in having,
            )
            for place, assistant in enumerate(places)
        )
        return TaskPlan(columns, drawn, is_pair)

    def _attached(
        self, task: TaskToSend, drawn: Guidance | None
    ) -> dict[AssistantId, tuple[Guidance, ...]]:
        if not task.attach:
            return {}
        return self._playbook.others(
            drawn,
            task.text,
            [assistant.id for assistant in task.recipients],
            kind=task.kind,
            promising_too=task.promising_too,
            without=task.left_out,
        )

    def can_draw(self, task: TaskToSend) -> bool:
        """Whether a draw may be made for a task, which only chance decides then."""
        return next(self._eligible(task), None) is not None

    def _eligible(self, task: TaskToSend) -> Iterator[Guidance]:
        if not task.recipients or any(map(self._is_paste, task.recipients)):
            return
        who = tuple(assistant.id for assistant in task.recipients)
        for item in self._playbook.usable():
            if (
                item.id not in task.left_out
                and self._playbook.matches(item, task.text, task.kind, who)
                and self._evidence.why_not(item, task.text) is None
            ):
                yield item

    def _drawn(self, task: TaskToSend) -> Guidance | None:
        eligible = list(self._eligible(task))
        while eligible:
            item = eligible.pop(below(len(eligible), self._source))
            if is_drawn(item.status, self._source):
                return item
        return None

    def _is_paste(self, assistant: Assistant) -> bool:
        connection = connection_of(self._desk, assistant)
        return connection is not None and service_of(connection.kind).is_by_hand

    def keep(self, item: Round, plan: TaskPlan, answers: Sequence[AnswerId]) -> None:
        """Store the draw of a task; to be called in the transaction that writes its answers."""
        if plan.drawn is None:
            return
        columns = tuple(
            DrawColumn(answer_id, column.has)
            for answer_id, column in zip(answers, plan.columns, strict=True)
        )
        made = Draw(
            round_id=item.id,
            guidance_id=plan.drawn.id,
            version=plan.drawn.version,
            is_pair=plan.is_pair,
            task_key=task_key(item.text),
            columns=columns,
        )
        store.add_draw(self._desk.db, made, self._desk.now())
        self._evidence.begin_test(plan.drawn.id)

    def judged(self, judgement: Judgement) -> None:
        """Read a judgement as evidence; to be called in the transaction that writes it."""
        found = store.draw_of_round(self._desk.db, judgement.round_id)
        if found is None or found.state is not DrawState.OPEN or judgement.revision is not None:
            return
        columns = [column.answer_id for column in found.columns]
        outcome = round_outcome(found.with_guidance, columns, _as_judged(judgement))
        chosen = judgement.chosen[0] if len(judgement.chosen) == 1 else None
        kept = chosen if chosen in columns else None
        if outcome is None:
            store.close_draw(self._desk.db, found.round_id, DrawState.NOT_COUNTED, kept)
            return
        store.close_draw(self._desk.db, found.round_id, DrawState(outcome.value), kept)
        self._evidence.count(self._outcome(found, outcome))

    def _outcome(self, found: Draw, sign: Sign) -> TaskOutcome:
        answers = answer_store.answers_of_round(self._desk.db, found.round_id)
        item = session_store.round_by_id(self._desk.db, found.round_id)
        session = session_store.session_by_id(self._desk.db, item.session_id) if item else None
        return TaskOutcome(
            guidance_id=found.guidance_id,
            version=found.version,
            task_key=found.task_key,
            source=OutcomeSource.HOLDOUT if found.is_pair else OutcomeSource.LOTTERY,
            sign=sign,
            kind=None if session is None else session.kind,
            models=_models(answers),
            cells={answers[0].assistant_id: sign} if found.is_pair else {},
            round_id=found.round_id,
            created=self._desk.now(),
        )

    def mark(self, round_id: RoundId) -> DrawMark | None:
        """Return what may be known of the draw on a task; None if there was none."""
        found = store.draw_of_round(self._desk.db, round_id)
        if found is None:
            return None
        return DrawMark(found.state is DrawState.OPEN, found.is_pair)

    def revealed(self, round_id: RoundId) -> Draw | None:
        """Return the draw on a task once it may be known; None before, or without one."""
        found = store.draw_of_round(self._desk.db, round_id)
        return None if found is None or found.state is DrawState.OPEN else found

    def behind(self, round_id: RoundId) -> tuple[str, tuple[tuple[Answer, bool], ...]]:
        """Return a judged task's words and its answers, each with whether it was drawn."""
        found = self.revealed(round_id)
        item = session_store.round_by_id(self._desk.db, round_id)
        if found is None or item is None:
            return "", ()
        answers = answer_store.answers_of_round(self._desk.db, round_id)
        return item.text, tuple((one, one.id in found.with_guidance) for one in answers)

    def give_up(self, round_id: RoundId) -> None:
        """Show what was drawn without judging; the task then does not count."""
        item = session_store.round_by_id(self._desk.db, round_id)
        if item is None:
            return
        with self._desk.db.atomic():
            store.close_draw(self._desk.db, round_id, DrawState.NOT_COUNTED)
        self._desk.publish(Change(sessions=frozenset({item.session_id})))


def _models(answers: Sequence[Answer]) -> dict[AssistantId, str]:
    return {one.assistant_id: one.reported_model or one.model for one in answers}


def _as_judged(judgement: Judgement) -> Judged[AnswerId]:
    shown = frozenset(item.answer_id for item in judgement.shown)
    match judgement.kind:
        case JudgementKind.BEST if judgement.chosen:
            return best(judgement.chosen[0], shown)
        case JudgementKind.RANKING:
            return ranking(*(frozenset(tied) for tied in judgement.ranking))
        case JudgementKind.NO_DIFFERENCE:
            return no_difference(shown)
        case _:
            return none_usable(shown)
