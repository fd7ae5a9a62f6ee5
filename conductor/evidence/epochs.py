"""Follow a guidance when the models change: a new model opens a new epoch of evidence.

Rules: every epoch's verdict starts from nothing. What an earlier epoch proved is shown as of
an older version until the new one has a verdict of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from conductor.core.guidance.outcome import Sign
from conductor.evidence.counts import Counts, count
from conductor.evidence.statistics.posterior import EVEN_PRIOR, posterior
from conductor.evidence.verdict import PROBABLE, Verdict, verdict_on
from conductor.i18n import _

WATCHED_TASKS = 20
_KEPT = (Verdict.HELPS, Verdict.HURTS)


@dataclass(frozen=True, slots=True)
class Epoch:
    """What was counted while every assistant's reported model stayed the same.

    Attributes:
        pooled: all tasks that count.
        pairs: the part of them in which one assistant answered both ways.
    """

    pooled: Counts = Counts()
    pairs: Counts = Counts()


@dataclass(frozen=True, slots=True)
class Badge:
    """The verdict that is shown, and whether it was earned with older models."""

    verdict: Verdict
    is_older: bool = False

    @property
    def words(self) -> str:
        """The badge as the person reads it."""
        if not self.is_older:
            return self.verdict.words
        return _("{verdict} (older version)").format(verdict=self.verdict.words)


def badge_of(epochs: Sequence[Epoch], prior_none: Fraction = EVEN_PRIOR) -> Badge:
    """Return the badge of a guidance from its epochs, oldest first.

    "Helps" and "hurts" outlive their epoch until a newer one alone has any verdict, which is
    to say that one of its probabilities reaches 0.80; a weaker word does not.
    """
    badge = Badge(Verdict.NOT_ENOUGH)
    for epoch in epochs:
        verdict = verdict_on(epoch.pooled, epoch.pairs, prior_none)
        if verdict is Verdict.NOT_ENOUGH and badge.verdict in _KEPT:
            badge = Badge(badge.verdict, is_older=True)
        else:
            badge = Badge(verdict)
    return badge


def opens_epoch(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Return whether a change of the models opens a new epoch.

    Args:
        before: the model each assistant reported last, by assistant.
        now: the models reported since; an assistant that is new here changes nothing.
    """
    return any(name in before and before[name] != model for name, model in now.items())


def seems_to_hurt_lately(outcomes: Sequence[Sign], prior_none: Fraction = EVEN_PRIOR) -> bool:
    """Return whether attached guidance should come off: P(hurts) ≥ 0.80 over its last 20 tasks.

    Args:
        outcomes: what the tasks said, oldest first.
        prior_none: the starting assumption that the guidance makes no difference.
    """
    recent = count(outcomes[-WATCHED_TASKS:])
    return posterior(recent.wins, recent.losses, prior_none).hurts >= PROBABLE
