"""Say in plain words what may and what may not be concluded about a piece of guidance.

Rules: the sentence claims what the verdict claims and no more; the counts stand in it, a
probability never does.
"""

from fractions import Fraction

from conductor.core.guidance.guidance import GuidanceStatus
from conductor.evidence.statistics.posterior import EVEN_PRIOR, SCEPTICAL_PRIOR
from conductor.evidence.verdict import Verdict
from conductor.i18n import _
from conductor.settings import Assumption
from conductor.workspace.what_works.findings import GuidanceRow


def prior_none(assumption: Assumption) -> Fraction:
    """Return the probability, before any evidence, that a guidance makes no difference."""
    return SCEPTICAL_PRIOR if assumption is Assumption.SCEPTICAL else EVEN_PRIOR


def status_words(status: GuidanceStatus) -> str:
    """Return a status as the person reads it."""
    return {
        GuidanceStatus.CANDIDATE: _("candidate"),
        GuidanceStatus.TESTING: _("testing"),
        GuidanceStatus.PROMISING: _("promising"),
        GuidanceStatus.PROVEN: _("proven"),
        GuidanceStatus.WATCH: _("watched"),
        GuidanceStatus.RETIRED: _("retired"),
    }[status]


def conclusion(row: GuidanceRow) -> str:
    """Return what may be concluded, and what may not."""
    counts = row.assessment.pooled
    if row.badge.is_older:
        return _(
            "This was found with earlier models. Since a model changed, too little has been "
            "compared to say the same of the models of today."
        )
    if not counts.total:
        return _(
            "Nothing has been compared blind yet, so nothing can be concluded: neither that it "
            "helps nor that it does not."
        )
    return _sentence(row.verdict).format(won=counts.wins, lost=counts.losses, tied=counts.ties)


def _sentence(verdict: Verdict) -> str:
    match verdict:
        case Verdict.HELPS:
            return _(
                "Compared blind, you preferred the answers with it on {won} tasks, those "
                "without it on {lost}, and saw no difference on {tied}. You may conclude that it "
                "helps you on tasks like these with these assistants; not that it helps on "
                "every task, with other models, or other people."
            )
        case Verdict.PROBABLY_HELPS:
            return _(
                "Compared blind, you preferred the answers with it on {won} tasks, those "
                "without it on {lost}, and saw no difference on {tied}. It speaks for the "
                "guidance on tasks like these, but luck is not ruled out: a useless guidance "
                "gets this far about once in twelve."
            )
        case Verdict.PROBABLY_HURTS:
            return _(
                "Compared blind, you preferred the answers with it on {won} tasks, those "
                "without it on {lost}, and saw no difference on {tied}. It speaks against the "
                "guidance on tasks like these, but luck is not ruled out."
            )
        case Verdict.HURTS:
            return _(
                "Compared blind, you preferred the answers with it on {won} tasks, those "
                "without it on {lost}, and saw no difference on {tied}. You may conclude that it "
                "makes answers worse for you on tasks like these with these assistants; not "
                "that it does so everywhere."
            )
        case Verdict.LITTLE_DIFFERENCE:
            return _(
                "Compared blind, you preferred the answers with it on {won} tasks, those "
                "without it on {lost}, and saw no difference on {tied}. Whatever it does, it "
                "seldom decides which answer you would use; on some kinds of task it still may."
            )
        case Verdict.NOT_ENOUGH:
            return _(
                "Compared blind, you preferred the answers with it on {won} tasks, those "
                "without it on {lost}, and saw no difference on {tied}. That is too little, or "
                "too mixed, to conclude anything; it is no sign that the guidance is useless."
            )
