"""Say whether two texts are the same, or say much the same, in any language."""

import hashlib
import re
import unicodedata
from collections import Counter

MUCH_THE_SAME = 0.6
_NOT_WORDS = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Return the text without what makes no difference: Unicode form, case, spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def task_key(text: str) -> str:
    """Return what two tasks have in common exactly if their normalised texts are the same."""
    return hashlib.sha256(normalised(text).encode("utf-8", "replace")).hexdigest()[:32]


def similarity(one: str, other: str) -> float:
    """Return how much two texts say the same: 0 nothing in common, 1 the same letters.

    Shares of pairs of neighbouring letters within words, which works for Korean as it does
    for English and does not mind the order of the words.
    """
    first, second = _pairs(one), _pairs(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def coverage(typed: str, text: str) -> float:
    """Return which share of what was typed is found in a text: 0–1."""
    wanted = _pairs(typed)
    return (wanted & _pairs(text)).total() / wanted.total() if wanted else 0.0


def _pairs(text: str) -> Counter[str]:
    words = _NOT_WORDS.sub(" ", normalised(text)).split()
    return Counter(
        f" {word}"[i : i + 2] for word in words for i in range(len(word))
    )
