"""Hold what is known of guidance: a line of What works, and everything behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from conductor.core.guidance.guidance import Guidance
from conductor.core.guidance.outcome import TaskOutcome
from conductor.core.ids import AssistantId
from conductor.evidence.counts import Counts
from conductor.evidence.epochs import Badge
from conductor.evidence.statistics.shrinkage import CellEstimate, cell, tally
from conductor.evidence.statistics.size import Interval
from conductor.evidence.verdict import Assessment, Verdict, assess
from conductor.evidence.what_it_takes import WhatItTakes
from conductor.store.evidence.revisions import RevisionCounts
from conductor.workspace.guidance.guidance_evidence import Evidence, counts_of, epoch_of, signs
from conductor.workspace.trials.trial_view import ComparedPair


@dataclass(frozen=True, slots=True)
class GuidanceRow:
    """One line of What works.

    Attributes:
        times_said: in how many rounds it was said.
        revisions: how answers revised by it were judged; no evidence.
        trials: what trials say, with the models of today.
        lottery: what the draws on ordinary tasks say.
        holdout: what pairs in ordinary work say.
        pairs: trials and holdout: the same assistant both ways.
        earlier: everything counted with older models.
        badge: the verdict, and whether it was earned with older models only.
        assessment: every figure, for the models of today.
        size: the share of decided tasks that is better; older models weigh half.
        interval90: the 90 % interval of that share.
        takes: how many more wins a better word needs.
        has_star: whether it stands out among all guidance ever tested.
        question: what the person should decide about it, as a sentence; empty if nothing.
    """

    guidance: Guidance
    times_said: int
    revisions: RevisionCounts
    trials: Counts
    lottery: Counts
    holdout: Counts
    pairs: Counts
    earlier: Counts
    badge: Badge
    assessment: Assessment
    size: float
    interval90: Interval
    takes: WhatItTakes
    has_star: bool
    question: str

    @property
    def verdict(self) -> Verdict:
        """The verdict in one word."""
        return self.badge.verdict


@dataclass(frozen=True, slots=True)
class Offer:
    """Earlier guidance offered for what is being typed, with what is known of it."""

    row: GuidanceRow
    likeness: float


@dataclass(frozen=True, slots=True)
class Honesty:
    """What can be said of the whole library.

    Attributes:
        proven: how many entries are marked "helps".
        expected_false: how many of those are expected to be wrong.
        sentence: the same, for the person.
    """

    proven: int
    expected_false: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Point:
    """The evidence after one more task; `epoch` counts from 1."""

    created: str
    epoch: int
    outcome: TaskOutcome
    p_helps: float
    p_none: float
    p_hurts: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NamedCell:
    """The estimate for one assistant or one kind of task, pulled towards the whole."""

    name: str
    counts: Counts
    cell: CellEstimate


@dataclass(frozen=True, slots=True)
class Behind:
    """One task behind a verdict: what it was, how it was compared, what came of it.

    Attributes:
        task: the task's words.
        pairs: of a trial, the comparisons with both answers.
        answers: of a draw, the answers: name, text, whether it had the guidance, whether it
            was picked.
    """

    outcome: TaskOutcome
    task: str
    pairs: tuple[ComparedPair, ...] = ()
    answers: tuple["DrawnAnswer", ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnAnswer:
    """One answer of a task with a draw that was judged."""

    assistant: str
    text: str
    had_guidance: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything behind one line of What works."""

    row: GuidanceRow
    over_time: tuple[Point, ...]
    by_assistant: tuple[NamedCell, ...]
    by_kind: tuple[NamedCell, ...]
    behind: tuple[Behind, ...]


def _cell_counts(outcomes: Sequence[TaskOutcome], who: AssistantId) -> Counts:
    return signs(outcome.cells[who] for outcome in outcomes if who in outcome.cells)


def by_kind(evidence: Evidence) -> tuple[NamedCell, ...]:
    """Return the estimates for the kinds of task that were compared."""
    whole = tally([counts_of(epoch) for epoch in evidence.epochs])
    kinds = dict.fromkeys(outcome.kind for outcome in evidence.all if outcome.kind)
    return tuple(
        NamedCell(
            kind,
            counts_of(_of_kind(evidence.all, kind)),
            cell(whole, tally([counts_of(_of_kind(epoch, kind)) for epoch in evidence.epochs])),
        )
        for kind in kinds
    )


def _of_kind(outcomes: Sequence[TaskOutcome], kind: str) -> list[TaskOutcome]:
    return [outcome for outcome in outcomes if outcome.kind == kind]


def over_time(evidence: Evidence, prior_none: Fraction) -> tuple[Point, ...]:
    """Return how the evidence grew, task by task."""
    points = []
    for number, epoch in enumerate(evidence.epochs, start=1):
        for n, outcome in enumerate(epoch, start=1):
            now = epoch_of(epoch[:n])
            found = assess(now.pooled, now.pairs, prior_none)
            points.append(
                Point(
                    created=outcome.created,
                    epoch=number,
                    outcome=outcome,
                    p_helps=found.p_helps,
                    p_none=found.p_none,
                    p_hurts=found.p_hurts,
                    verdict=found.verdict,
                )
            )
    return tuple(points)


def by_assistant(evidence: Evidence, names: dict[AssistantId, str]) -> tuple[NamedCell, ...]:
    """Return the estimates for the assistants that answered both ways."""
    seen = dict.fromkeys(who for outcome in evidence.all for who in outcome.cells)
    whole = tally([counts_of(epoch) for epoch in evidence.epochs])
    return tuple(
        NamedCell(
            names.get(who, ""),
            _cell_counts(evidence.all, who),
            cell(whole, tally([_cell_counts(epoch, who) for epoch in evidence.epochs])),
        )
        for who in seen
    )
