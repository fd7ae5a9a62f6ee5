"""Say where guidance stands by its evidence, and move its status when an outcome comes in.

Thread: main.
Rules: a task is known by its normalised text and counts once per version; the tasks on which
the guidance was invented never count. Taking guidance off and retiring it is asked for.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from conductor.core.change import Change
from conductor.core.entities import Answer, AnswerStatus
from conductor.core.errors import InvalidInput, StoreError
from conductor.core.guidance.guidance import Guidance, GuidanceStatus, GuidanceUse
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.ids import AssistantId, GuidanceId
from conductor.evidence.counts import Counts, count
from conductor.evidence.epochs import (
    Badge,
    Epoch,
    badge_of,
    opens_epoch,
    seems_to_hurt_lately,
)
from conductor.evidence.statistics.posterior import EVEN_PRIOR
from conductor.evidence.status import (
    Question,
    Step,
    after_evidence,
    after_keeping,
    when_tested,
)
from conductor.evidence.task_key import task_key
from conductor.i18n import _
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import outcomes as store
from conductor.workspace.desk import Desk

log = logging.getLogger(__name__)
PATIENCE_MS = 50
_MOVING = (GuidanceStatus.TESTING, GuidanceStatus.PROMISING, GuidanceStatus.PROVEN)
_PAIRS = (OutcomeSource.TRIAL, OutcomeSource.HOLDOUT)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What counts for one version of guidance, in epochs, oldest first, the last one current.

    Attributes:
        epochs: the outcomes of each epoch.
        badge: the verdict that is shown.
    """

    epochs: tuple[tuple[TaskOutcome, ...], ...]
    badge: Badge

    @property
    def current(self) -> tuple[TaskOutcome, ...]:
        """The outcomes of the current epoch."""
        return self.epochs[-1]

    @property
    def all(self) -> tuple[TaskOutcome, ...]:
        """The outcomes of every epoch, oldest first."""
        return tuple(outcome for epoch in self.epochs for outcome in epoch)


class GuidanceEvidence:
    """The one place where evidence moves guidance."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: set[tuple[AssistantId, str]] = set()

    def of(self, guidance: Guidance, *, prior_none: Fraction = EVEN_PRIOR) -> Evidence:
        """Return what counts for guidance in the version it has now.

        Args:
            guidance: the guidance.
            prior_none: the starting assumption that it makes no difference.
        """
        every = store.outcomes_of(self._desk.db, guidance.id)
        own = [item for item in every if item.version == guidance.version]
        models = store.models_now(self._desk.db) if own else {}
        epochs = in_epochs(own, models)
        return Evidence(epochs, badge_of([epoch_of(items) for items in epochs], prior_none))

    def count(self, outcome: TaskOutcome) -> None:
        """Count a finished task; to be called in the transaction that finishes it."""
        store.add_outcome(self._desk.db, outcome)
        self.refresh(outcome.guidance_id)

    def begin_test(self, guidance_id: GuidanceId) -> None:
        """Note that guidance is being tested; to be called in the test's transaction."""
        guidance = guidance_store.guidance_by_id(self._desk.db, guidance_id)
        if guidance is not None:
            self._set_status(guidance, when_tested(guidance.status))

    def refresh(self, guidance_id: GuidanceId) -> None:
        """Move guidance to where its evidence puts it; to be called in a transaction."""
        guidance = guidance_store.guidance_by_id(self._desk.db, guidance_id)
        if guidance is None:
            return
        evidence = self.of(guidance)
        decided = guidance_store.decided_at(self._desk.db, guidance_id)
        step = self._step(guidance, evidence, decided)
        if step.question is not None and decided and len(evidence.all) <= decided:
            step = Step(after_keeping(evidence.badge))
        question = "" if step.question is None else step.question.value
        if step.status is GuidanceStatus.WATCH and step.question is None:
            question = guidance.question
        self._set_status(guidance, step.status, question)

    def _step(self, guidance: Guidance, evidence: Evidence, decided: int) -> Step:
        status = when_tested(guidance.status) if evidence.all else guidance.status
        if guidance.pinned and status is GuidanceStatus.TESTING:
            status = GuidanceStatus.PROMISING  # attached as those are
        earlier = len(evidence.all) - len(evidence.current)
        since = evidence.current[max(0, decided - earlier) :]
        recent = [item.sign for item in since]
        return after_evidence(status, evidence.badge, hurts_lately=seems_to_hurt_lately(recent))

    def note_model(self, answer: Answer) -> None:
        """Look at all guidance again when an assistant turns out to have another model."""
        seen = (answer.assistant_id, answer.reported_model or answer.model)
        if answer.status is not AnswerStatus.COMPLETE or seen in self._seen:
            return
        every = guidance_store.all_guidance(self._desk.db)
        moving = [item for item in every if item.status in _MOVING]
        before = {item.id: item for item in moving}
        try:
            with self._desk.db.atomic(patience_ms=PATIENCE_MS):
                for item in moving:
                    self.refresh(item.id)
        except StoreError as error:
            log.info("The state of guidance waits to be saved: %s", error)
            return
        self._seen.add(seen)
        after = guidance_store.all_guidance(self._desk.db)
        changed = frozenset(i.id for i in after if i.id in before and before[i.id] != i)
        if changed:
            self._desk.publish(Change(guidance=changed))

    def keep(self, guidance: Guidance) -> Guidance:
        """Keep guidance that was asked about; it is asked again only after a new outcome."""
        evidence = self.of(guidance)
        guidance_store.set_decided(self._desk.db, guidance.id, len(evidence.all))
        status = after_keeping(evidence.badge)
        kept = replace(guidance, status=status, question="")
        guidance_store.change_guidance(self._desk.db, kept)
        return kept

    def _set_status(self, guidance: Guidance, status: GuidanceStatus, question: str = "") -> None:
        changed = replace(guidance, status=status, question=question)
        if changed != guidance:
            guidance_store.change_guidance(self._desk.db, changed)

    def tested_keys(self, guidance: Guidance) -> frozenset[str]:
        """Return the tasks that a version's tests have used, by key."""
        return store.tested_keys(self._desk.db, guidance.id, guidance.version)

    def discovery_keys(self, guidance: Guidance) -> frozenset[str]:
        """Return the tasks on which guidance was invented, by key."""
        known = map(task_key, guidance_store.origin_texts(self._desk.db, guidance.id))
        return frozenset((*known, *guidance_store.origin_keys(self._desk.db, guidance.id)))

    def why_not(self, guidance: Guidance, text: str) -> str | None:
        """Return why a task cannot be evidence for guidance, in a sentence; None if it can."""
        key = task_key(text)
        if key in self.discovery_keys(guidance):
            return _(
                "This guidance was invented on this task, which was chosen for being a case for "
                "it. Take another task."
            )
        if key in self.tested_keys(guidance):
            return _("This task has been used for this version already and counts only once.")
        return None

    def require_use(self, guidance: Guidance, use: GuidanceUse) -> None:
        """Make sure that a version is tested in one way only, since that is one claim.

        Raises:
            InvalidInput: this version has been tested in the other way.
        """
        if guidance.use is not use and self.tested_keys(guidance):
            raise InvalidInput(
                _(
                    "This version has been tested in the other way, which answers another "
                    "question. Edit its text to start a new version."
                )
            )


def question_words(guidance: Guidance) -> str:
    """Return what the person should decide about guidance, as a sentence; empty if nothing."""
    match guidance.question:
        case Question.DETACH:
            return _(
                "It seems to do harm lately, so it is no longer attached. Keep it, or retire it?"
            )
        case Question.RETIRE:
            return _("Its evidence speaks against using it. Retire it, or keep it?")
        case _:
            return ""


def in_epochs(
    outcomes: Iterable[TaskOutcome], models_now: dict[AssistantId, str]
) -> tuple[tuple[TaskOutcome, ...], ...]:
    """Sort a version's outcomes into epochs; a model that changed since opens an empty one."""
    epochs: list[list[TaskOutcome]] = [[]]
    last: dict[str, str] = {}
    for outcome in outcomes:
        if opens_epoch(last, _plain(outcome)):
            epochs.append([])
        last.update(_plain(outcome))
        epochs[-1].append(outcome)
    if opens_epoch(last, {str(who): model for who, model in models_now.items()}):
        epochs.append([])
    return tuple(tuple(epoch) for epoch in epochs)


def _plain(outcome: TaskOutcome) -> dict[str, str]:
    return {str(who): model for who, model in outcome.models.items()}


def epoch_of(outcomes: Sequence[TaskOutcome]) -> Epoch:
    """Return the counts of one epoch."""
    return Epoch(counts_of(outcomes), counts_of(outcomes, _PAIRS))


def counts_of(
    outcomes: Iterable[TaskOutcome], sources: Sequence[OutcomeSource] = tuple(OutcomeSource)
) -> Counts:
    """Return the wins, losses and ties of tasks that were compared in these ways."""
    return count(item.sign for item in outcomes if item.source in sources)


def signs(values: Iterable[Sign]) -> Counts:
    """Return how many there are of each sign."""
    return count(values)
