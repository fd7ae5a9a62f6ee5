"""Move a guidance through its life: from candidate to proven, and out again.

Rules: evidence moves the status by itself, but only the person retires a guidance. One that
turned harmful is watched: kept from new tasks until the person has said what becomes of it.
"""

from dataclasses import dataclass
from enum import StrEnum

from conductor.evidence.epochs import Badge
from conductor.evidence.verdict import Verdict
from conductor.i18n import _


class Status(StrEnum):
    """Where a guidance stands; a new version of its text starts as a candidate."""

    CANDIDATE = "candidate"
    TESTING = "testing"
    PROMISING = "promising"
    PROVEN = "proven"
    WATCH = "watch"
    RETIRED = "retired"

    @property
    def words(self) -> str:
        """The status as the person reads it."""
        return {
            Status.CANDIDATE: _("candidate"),
            Status.TESTING: _("testing"),
            Status.PROMISING: _("promising"),
            Status.PROVEN: _("proven"),
            Status.WATCH: _("watched"),
            Status.RETIRED: _("retired"),
        }[self]


class Question(StrEnum):
    """What the person is asked before it is done."""

    DETACH = "detach"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Step:
    """The status after new evidence, and what the person is asked."""

    status: Status
    question: Question | None = None


_ATTACHED = (Status.PROMISING, Status.PROVEN)
_TO_RETIRE = (Verdict.HURTS, Verdict.LITTLE_DIFFERENCE)


def when_tested(status: Status) -> Status:
    """Return the status after the first draw or when a trial begins."""
    return Status.TESTING if status is Status.CANDIDATE else status


def earned(badge: Badge) -> Status:
    """Return the status that the evidence alone gives.

    What helped with older models only is promising until the new epoch decides: it goes on
    being used where the person allows that, and is measured more often.
    """
    if badge.verdict is Verdict.HELPS:
        return Status.PROMISING if badge.is_older else Status.PROVEN
    return Status.PROMISING if badge.verdict is Verdict.PROBABLY_HELPS else Status.TESTING


def after_evidence(status: Status, badge: Badge, *, hurts_lately: bool = False) -> Step:
    """Return where a guidance stands after an outcome was counted or an epoch was opened.

    Args:
        status: where it stands now.
        badge: its verdict over all epochs.
        hurts_lately: whether its last twenty tasks say that it does harm.
    """
    if status in (Status.CANDIDATE, Status.RETIRED):
        return Step(status)
    was_attached = status in _ATTACHED
    if badge.verdict in _TO_RETIRE and not badge.is_older:
        return Step(Status.WATCH if was_attached else status, Question.RETIRE)
    if was_attached and (hurts_lately or badge.verdict is Verdict.PROBABLY_HURTS):
        return Step(Status.WATCH, Question.DETACH)
    if status is Status.WATCH and (hurts_lately or earned(badge) is Status.TESTING):
        return Step(Status.WATCH)
    return Step(earned(badge))


def after_keeping(badge: Badge) -> Status:
    """Return where a watched guidance stands when the person says to keep it.

    From then on its last twenty tasks are counted anew.
    """
    return earned(badge)


def after_restoring() -> Status:
    """Return where a retired guidance stands when the person takes it back."""
    return Status.CANDIDATE
