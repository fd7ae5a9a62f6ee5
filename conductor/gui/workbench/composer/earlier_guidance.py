"""Find the earlier guidance that is worth offering for what is being typed.

Thread: GUI; called a moment after the person stopped typing, never for each key.
"""

from conductor.core.guidance.guidance import Guidance
from conductor.gui.words.guidance_words import one_line
from conductor.i18n import _
from conductor.workspace.what_works.findings import GuidanceRow
from conductor.workspace.workspace import Workspace

LONGEST = 2000
"""Characters; longer words are hardly something that was said before."""


def earlier_guidance(workspace: Workspace, typed: str) -> tuple[Guidance, str] | None:
    """Return the earlier guidance that fits best, and what is known of it in a few words."""
    if len(typed) > LONGEST:
        return None
    words = one_line(typed)
    found = [item for item in workspace.guidance.matching(typed) if not item.guidance.is_example]
    best = next((item for item in found if one_line(item.guidance.text) != words), None)
    if best is None:
        return None
    return best.guidance, known_text(workspace.what_works.row(best.guidance.id))


def known_text(row: GuidanceRow) -> str:
    """Return what is known of guidance in a few words: its verdict with won and lost."""
    counts = row.assessment.pooled
    if not counts.wins and not counts.losses and not row.badge.is_older:
        return _("not tested yet")
    return f"{row.verdict.words} ({counts.wins}–{counts.losses})"
