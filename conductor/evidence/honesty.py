"""Be honest about a whole playbook: how many of its entries are wrong, and which stand out."""

from collections.abc import Sequence
from fractions import Fraction

from conductor.i18n import _

STRICT_ALPHA = Fraction(1, 10)


def expected_false(probabilities: Sequence[float]) -> float:
    """Return how many of the entries marked "helps" are expected to be wrong.

    Args:
        probabilities: P(helps) of each of these entries.
    """
    return sum(1.0 - p for p in probabilities)


def expected_false_sentence(probabilities: Sequence[float]) -> str:
    """Return the sentence that stands above the entries marked "helps"."""
    wrong = expected_false(probabilities)
    return _("Of {count} entries marked “helps”, expect {wrong} to be wrong.").format(
        count=len(probabilities), wrong=f"{wrong:.1f}" if wrong >= 0.05 else f"{wrong:.2g}"
    )


def stars(wealths: Sequence[Fraction | float], alpha: Fraction = STRICT_ALPHA) -> tuple[bool, ...]:
    """Return which of all guidances ever tested earn the strict star (e-BH).

    Of those with a star a share of at most `alpha` is useless on average, whatever they have
    to do with one another and whenever one looks.

    Args:
        wealths: E₊ of every version and epoch ever tested, also of those given up since.
        alpha: the share of useless ones that is put up with.
    """
    tested = len(wealths)
    ordered = sorted(wealths, reverse=True)
    needed = [tested / (k * alpha) for k in range(1, tested + 1)]
    earned = [k for k in range(tested) if ordered[k] >= needed[k]]
    if not earned:
        return (False,) * tested
    return tuple(value >= ordered[earned[-1]] for value in wealths)
