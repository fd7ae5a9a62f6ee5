"""Move a guidance through its life: from candidate to proven, and out again.

Rules: evidence moves the status by itself, but only the person retires a guidance. One that
turned harmful is watched: kept from new tasks until the person has said what becomes of it.
"""

from dataclasses import dataclass
from enum import StrEnum

from conductor.core.guidance.guidance import GuidanceStatus
from conductor.evidence.epochs import Badge
from conductor.evidence.verdict import Verdict


class Question(StrEnum):
    """What the person is asked before it is done."""

    DETACH = "detach"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Step:
    """The status after new evidence, and what the person is asked."""

    status: GuidanceStatus
    question: Question | None = None


_ATTACHED = (GuidanceStatus.PROMISING, GuidanceStatus.PROVEN)
_TO_RETIRE = (Verdict.HURTS, Verdict.LITTLE_DIFFERENCE)


def when_tested(status: GuidanceStatus) -> GuidanceStatus:
    """Return the status after the first draw or when a trial begins."""
    return GuidanceStatus.TESTING if status is GuidanceStatus.CANDIDATE else status


def earned(badge: Badge) -> GuidanceStatus:
    """Return the status that the evidence alone gives.

    What helped with older models only is promising until the new epoch decides: it goes on
    being used where the person allows that, and is measured more often.
    """
    if badge.verdict is Verdict.HELPS:
        return GuidanceStatus.PROMISING if badge.is_older else GuidanceStatus.PROVEN
    return (
        GuidanceStatus.PROMISING
        if badge.verdict is Verdict.PROBABLY_HELPS
        else GuidanceStatus.TESTING
    )


def after_evidence(status: GuidanceStatus, badge: Badge, *, hurts_lately: bool = False) -> Step:
    """Return where a guidance stands after an outcome was counted or an epoch was opened.

    Args:
        status: where it stands now.
        badge: its verdict over all epochs.
        hurts_lately: whether its last twenty tasks say that it does harm.
    """
    if status in (GuidanceStatus.CANDIDATE, GuidanceStatus.RETIRED):
        return Step(status)
    was_attached = status in _ATTACHED
    if badge.verdict in _TO_RETIRE and not badge.is_older:
        return Step(GuidanceStatus.WATCH if was_attached else status, Question.RETIRE)
    if was_attached and (hurts_lately or badge.verdict is Verdict.PROBABLY_HURTS):
        return Step(GuidanceStatus.WATCH, Question.DETACH)
    if status is GuidanceStatus.WATCH and (hurts_lately or earned(badge) is GuidanceStatus.TESTING):
        return Step(GuidanceStatus.WATCH)
    return Step(earned(badge))


def after_keeping(badge: Badge) -> GuidanceStatus:
    """Return where a watched guidance stands when the person says to keep it.

    From then on its last twenty tasks are counted anew.
    """
    return earned(badge)


def after_restoring() -> GuidanceStatus:
    """Return where a retired guidance stands when the person takes it back."""
    return GuidanceStatus.CANDIDATE
