"""Compare texts by the short runs of characters they share, in any language.

Rules: letters are taken apart first (é into e and its accent, Hangul syllables into their
jamo), so that endings, particles and compounds do not hide a shared stem.
"""

import math
import unicodedata
from collections import Counter
from functools import lru_cache

_LENGTH = 4


def similarity(one: str, other: str) -> float:
    """Return how much two texts have in common: 0 nothing, 1 the same runs as often."""
    first, second = _runs(one), _runs(other)
    if len(second) < len(first):
        first, second = second, first
    shared = sum(count * second[run] for run, count in first.items() if run in second)
    return shared / (_norm(first) * _norm(second)) if shared else 0.0


@lru_cache(maxsize=512)
def _runs(text: str) -> Counter[str]:
    letters = unicodedata.normalize("NFKD", text.casefold())
    words = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in letters).split()
    padded = f" {' '.join(words)} "
    return Counter(padded[i : i + _LENGTH] for i in range(len(padded) - _LENGTH + 1))


def _norm(runs: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in runs.values()))
