"""Name the kinds of rounds as the window does."""

from conductor.core.entities import RoundKind
from conductor.i18n import _


def kind_words(kind: RoundKind) -> str:
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
