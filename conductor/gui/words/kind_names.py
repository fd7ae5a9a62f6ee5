"""Name kinds of rounds, of tasks and of guidance in the language in use."""

from conductor.core.entities import AnswerStatus, RoundKind
from conductor.core.guidance.guidance import GuidanceKind
from conductor.core.guidance.task_kind import TASK_KINDS
from conductor.i18n import _


def round_kind_name(kind: RoundKind) -> str:
    """Return what a kind of round is called."""
    names = {
        RoundKind.TASK: _("Task"),
        RoundKind.FOLLOW_UP: _("Follow-up"),
        RoundKind.GUIDANCE: _("Guidance"),
        RoundKind.RETRY: _("Retry"),
        RoundKind.MERGE: _("Merge"),
        RoundKind.REVIEW: _("Review"),
        RoundKind.INTERVIEW: _("Interview"),
    }
    return names[kind]


def task_kind_name(kind: str | None) -> str:
    """Return what a kind of task is called; a person's own word stays as it is."""
    if not kind:
        return ""
    return _(kind) if kind in TASK_KINDS else kind


def task_kind_called(name: str) -> str:
    """Return the kind of task that is called so; a person's own word stays as it is."""
    wanted = name.strip().casefold()
    return next((kind for kind in TASK_KINDS if wanted == _(kind).casefold()), name)


def status_name(status: AnswerStatus) -> str:
    """Return the state of an answer in a word."""
    names = {
        AnswerStatus.QUEUED: _("waiting"),
        AnswerStatus.STREAMING: _("being written"),
        AnswerStatus.COMPLETE: _("complete"),
        AnswerStatus.FAILED: _("failed"),
        AnswerStatus.STOPPED: _("stopped"),
        AnswerStatus.INTERRUPTED: _("interrupted"),
    }
    return names[status]


def guidance_kind_name(kind: GuidanceKind) -> str:
    """Return what a piece of guidance asks to be changed."""
    return {
        GuidanceKind.LENGTH: _("length"),
        GuidanceKind.TONE: _("tone"),
        GuidanceKind.STRUCTURE: _("structure"),
        GuidanceKind.SOURCES: _("sources"),
        GuidanceKind.CORRECTION: _("correction"),
        GuidanceKind.ROLE: _("role"),
        GuidanceKind.OTHER: _("other"),
    }[kind]
