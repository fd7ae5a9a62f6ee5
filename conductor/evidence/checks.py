"""Check, gently, how the person judges: sides, blinding, agreement, predictions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from conductor.i18n import _

NOTABLE = Fraction(5, 100)
LEAST_PREDICTIONS = 20
_BIN_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Check:
    """How often something happened that a fair coin does half of the time.

    Attributes:
        hits: how often it happened.
        out_of: how often it could have.
        p: probability that a fair coin is at least as far from half, to either side.
    """

    hits: int
    out_of: int
    p: float

    @property
    def is_notable(self) -> bool:
        """Whether a coin would seldom do that: p below 5 %."""
        return self.p < NOTABLE


@dataclass(frozen=True, slots=True)
class Prediction:
    """How sure the person was that a guidance would help, and whether it did.

    Attributes:
        sure: from 0 to 1; the person is asked for 0.50 to 0.99.
    """

    sure: float
    came_true: bool


@dataclass(frozen=True, slots=True)
class SurenessBin:
    """One bar of the calibration chart: predictions of about the same sureness.

    Attributes:
        low_percent: where the bar begins.
        high_percent: where it ends; the last one holds its end too.
        mean_sure: how sure the person was on average.
        share_true: the share that came true.
    """

    low_percent: int
    high_percent: int
    predictions: int
    mean_sure: float
    share_true: float


def fair_coin_p(hits: int, out_of: int) -> float:
    """Return the two-sided binomial p of so many hits with a fair coin.

    Raises:
        ValueError: there are more hits than tosses.
    """
    if not 0 <= hits <= out_of:
        raise ValueError("There cannot be more hits than tosses.")
    far = max(hits, out_of - hits)
    tail = sum(math.comb(out_of, k) for k in range(far, out_of + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 2**out_of)))


def side_check(left: int, right: int) -> Check:
    """Return whether the person prefers a side, from how often each was chosen."""
    return Check(left, left + right, fair_coin_p(left, left + right))


def blinding_check(right_guesses: int, guesses: int) -> Check:
    """Return whether the person could tell which answer had the guidance."""
    return Check(right_guesses, guesses, fair_coin_p(right_guesses, guesses))


def blinding_words(check: Check) -> str:
    """Return what is said beside the verdict; empty while the comparison seems blind."""
    return _("not really blind") if check.is_notable else ""


def consistency_words(agreed: int, repeated: int) -> str:
    """Return the sentence on comparisons that were shown again with sides swapped."""
    return _("You agreed with yourself {agreed} of {repeated} times.").format(
        agreed=agreed, repeated=repeated
    )


def brier(predictions: Sequence[Prediction]) -> float | None:
    """Return the Brier score, 0 for a seer and 0.25 for "50 %" always; None without any."""
    if not predictions:
        return None
    misses = [(one.sure - one.came_true) ** 2 for one in predictions]
    return math.fsum(misses) / len(misses)


def calibration(predictions: Sequence[Prediction]) -> tuple[SurenessBin, ...]:
    """Return the bars of the calibration chart; none before there are twenty predictions."""
    if len(predictions) < LEAST_PREDICTIONS:
        return ()
    by_bin: dict[int, list[Prediction]] = {}
    for one in predictions:
        by_bin.setdefault(_bin_start(one.sure), []).append(one)
    return tuple(_bin(start, by_bin[start]) for start in sorted(by_bin))


def _bin_start(sure: float) -> int:
    percent = int(round(100 * sure, 9))
    return min(percent - percent % _BIN_WIDTH, 100 - _BIN_WIDTH)


def _bin(start: int, kept: Sequence[Prediction]) -> SurenessBin:
    count = len(kept)
    return SurenessBin(
        start,
        start + _BIN_WIDTH,
        count,
        math.fsum(one.sure for one in kept) / count,
        sum(one.came_true for one in kept) / count,
    )
