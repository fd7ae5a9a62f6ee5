"""Name kinds of rounds and of tasks in the language in use."""

from conductor.core.entities import AnswerStatus, RoundKind
from conductor.core.task_kind import TASK_KINDS
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
