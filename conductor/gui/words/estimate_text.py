"""Say before sending about how much it is and what it costs."""

from conductor.i18n import _
from conductor.workspace.answers.estimates import Estimate

CENT_USD = 0.01


def estimate_text(estimate: Estimate, *, is_task: bool) -> str:
    """Return an estimate in a few words; empty for no words and no known price."""
    parts = []
    if estimate.tokens:
        parts.append(_("about {n} tokens").format(n=f"{estimate.tokens:,}"))
    if estimate.cost_usd:
        digits = 2 if estimate.cost_usd >= 1 else 3 if estimate.cost_usd >= CENT_USD / 10 else 4
        cost = f"${estimate.cost_usd:.{digits}f}"
        words = _("about {cost} per task") if is_task else _("about {cost}")
        if estimate.unknown:
            words = _("about {cost} and what {n} without a known price cost")
        parts.append(words.format(cost=cost, n=estimate.unknown))
    return " · ".join(parts)
