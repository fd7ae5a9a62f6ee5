"""Show what is known of every piece of guidance: counts, verdict, what it would take.

Thread: main.
Rules: only blinded draws and trials are evidence; revisions stand beside it. The verdict is of
the version as it stands, with the models of today; what older models showed is said as such.
"""

from collections.abc import Sequence
from fractions import Fraction

from conductor.core.guidance.guidance import Guidance
from conductor.core.guidance.outcome import OutcomeSource, TaskOutcome
from conductor.core.ids import GuidanceId
from conductor.evidence.counts import Counts as Counts
from conductor.evidence.epochs import Badge
from conductor.evidence.honesty import expected_false, expected_false_sentence, stars
from conductor.evidence.statistics.posterior import EVEN_PRIOR, wealth
from conductor.evidence.statistics.shrinkage import overall, overall90, tally
from conductor.evidence.verdict import Verdict as Verdict
from conductor.evidence.verdict import assess
from conductor.evidence.verdict import starting_assumption as starting_assumption
from conductor.evidence.what_it_takes import what_it_takes
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import outcomes as outcome_store
from conductor.store.evidence.revisions import RevisionCounts, revision_counts
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance import GuidanceList
from conductor.workspace.guidance.guidance_evidence import (
    GuidanceEvidence,
    counts_of,
    epoch_of,
    in_epochs,
    question_words,
)
from conductor.workspace.guidance.lottery import Lottery
from conductor.workspace.trials.trials import Trials
from conductor.workspace.what_works.findings import (
    Behind,
    Detail,
    DrawnAnswer,
    GuidanceRow,
    Honesty,
    Offer,
    by_assistant,
    by_kind,
    over_time,
)

_LOTTERY = (OutcomeSource.LOTTERY,)
_TRIALS = (OutcomeSource.TRIAL,)
_HOLDOUT = (OutcomeSource.HOLDOUT,)


class WhatWorks:
    """The person's evidence."""

    def __init__(
        self,
        desk: Desk,
        guidance: GuidanceList,
        evidence: GuidanceEvidence,
        trials: Trials,
        lottery: Lottery,
    ) -> None:
        self._desk = desk
        self._guidance = guidance
        self._evidence = evidence
        self._trials = trials
        self._lottery = lottery

    def rows(
        self, *, reusable_only: bool = True, prior_none: Fraction = EVEN_PRIOR
    ) -> tuple[GuidanceRow, ...]:
        """Return what is known of guidance, oldest first.

        Args:
            reusable_only: whether guidance without a star is left out.
            prior_none: the starting assumption that a guidance makes no difference.
        """
        chosen = self._guidance.all(reusable_only=reusable_only)
        said = self._guidance.times_said()
        revisions = revision_counts(self._desk.db)
        starred = self._starred()
        return tuple(
            self._row(item, said.get(item.id, 0), revisions, starred, prior_none) for item in chosen
        )

    def row(self, guidance_id: GuidanceId, *, prior_none: Fraction = EVEN_PRIOR) -> GuidanceRow:
        """Return what is known of one piece of guidance.

        Raises:
            NotFound: it is not there.
        """
        item = self._guidance.get(guidance_id)
        said = self._guidance.times_said().get(guidance_id, 0)
        revisions = revision_counts(self._desk.db)
        return self._row(item, said, revisions, self._starred(), prior_none)

    def _row(
        self,
        item: Guidance,
        said: int,
        revisions: dict[tuple[GuidanceId, str], RevisionCounts],
        starred: frozenset[tuple[GuidanceId, str]],
        prior_none: Fraction,
    ) -> GuidanceRow:
        evidence = self._evidence.of(item, prior_none=prior_none)
        now = epoch_of(evidence.current)
        weighed = tally([counts_of(epoch) for epoch in evidence.epochs])
        return GuidanceRow(
            guidance=item,
            times_said=said,
            revisions=revisions.get((item.id, item.version), RevisionCounts()),
            trials=counts_of(evidence.current, _TRIALS),
            lottery=counts_of(evidence.current, _LOTTERY),
            holdout=counts_of(evidence.current, _HOLDOUT),
            pairs=now.pairs,
            earlier=counts_of(evidence.all[: len(evidence.all) - len(evidence.current)]),
            badge=evidence.badge,
            assessment=assess(now.pooled, now.pairs, prior_none),
            size=overall(weighed),
            interval90=overall90(weighed),
            takes=what_it_takes(now.pooled, now.pairs, prior_none),
            has_star=(item.id, item.version) in starred,
            question=question_words(item),
        )

    def _starred(self) -> frozenset[tuple[GuidanceId, str]]:
        """Return the versions whose newest epoch stands out among all ever tested (e-BH)."""
        models = outcome_store.models_now(self._desk.db)
        by_version: dict[tuple[GuidanceId, str], list[TaskOutcome]] = {}
        for outcome in outcome_store.all_outcomes(self._desk.db):
            by_version.setdefault((outcome.guidance_id, outcome.version), []).append(outcome)
        tested = [
            (version, epoch, is_last)
            for version, outcomes in by_version.items()
            for epoch, is_last in _with_last(in_epochs(outcomes, models))
        ]
        counted = [counts_of(epoch) for _version, epoch, _is_last in tested]
        earned = stars([wealth(counts.wins, counts.losses) for counts in counted])
        return frozenset(
            version
            for (version, _epoch, is_last), star in zip(tested, earned, strict=True)
            if star and is_last
        )

    def honesty(self, *, prior_none: Fraction = EVEN_PRIOR) -> Honesty:
        """Return what can be said of all entries marked "helps"."""
        proven = [
            row.assessment.p_helps
            for row in self.rows(prior_none=prior_none)
            if row.badge == Badge(Verdict.HELPS)
        ]
        return Honesty(len(proven), expected_false(proven), expected_false_sentence(proven))

    def offered(self, typed: str) -> tuple[Offer, ...]:
        """Return earlier guidance that fits what is being typed, the best first."""
        found = self._guidance.matching(typed)
        if not found:
            return ()
        rows = {row.guidance.id: row for row in self.rows(reusable_only=False)}
        return tuple(Offer(rows[item.guidance.id], item.likeness) for item in found)

    def detail(self, guidance_id: GuidanceId, *, prior_none: Fraction = EVEN_PRIOR) -> Detail:
        """Return everything behind one line.

        Raises:
            NotFound: the guidance is not there.
        """
        item = self._guidance.get(guidance_id)
        evidence = self._evidence.of(item, prior_none=prior_none)
        return Detail(
            row=self.row(guidance_id, prior_none=prior_none),
            over_time=over_time(evidence, prior_none),
            by_assistant=by_assistant(evidence, guidance_store.assistant_names(self._desk.db)),
            by_kind=by_kind(evidence),
            behind=tuple(self._behind(outcome) for outcome in evidence.all),
        )

    def _behind(self, outcome: TaskOutcome) -> Behind:
        if outcome.trial_task is not None:
            task = self._trials.task(outcome.trial_task)
            return Behind(outcome, task.text, self._trials.pairs_of_task(outcome.trial_task))
        if outcome.round_id is None:
            return Behind(outcome, "")
        text, answers = self._lottery.behind(outcome.round_id)
        return Behind(
            outcome,
            text,
            answers=tuple(
                DrawnAnswer(answer.assistant, answer.text, had) for answer, had in answers
            ),
        )


def _with_last(
    epochs: Sequence[tuple[TaskOutcome, ...]],
) -> list[tuple[tuple[TaskOutcome, ...], bool]]:
    last = len(epochs) - 1
    return [(epoch, n == last) for n, epoch in enumerate(epochs) if epoch]
