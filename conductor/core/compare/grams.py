"""Say how alike two sentences are, by the pieces of words they have in common.

Rules: Markdown, case, order and Korean particles do not count; numbers count whole. What
is rare among the sentences compared weighs more than what is everywhere.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from conductor.core.compare.words import stem_of

CHARACTERS_LIMIT = 2_000
"""Characters of a sentence that are looked at."""

_TARGET = re.compile(r"\]\([^()\s]*\)")
_WORD = re.compile(r"(?P<number>\d+(?:[.,:]\d+)*)|(?P<hangul>[가-힣]+)|[^\W\d_가-힣]+")
_NOT = re.compile(
    r"\b(?:not|no|never|none|cannot|without|nor|neither)\b|n['’]t\b"
    r"|않|없|아니|아닌|아닙|못하|못한|못했|말아야|(?<![가-힣])[안못](?= )"
)


@dataclass(frozen=True, slots=True)
class Features:
    """What of a sentence is compared.

    Attributes:
        key: sentences with the same key say the same word for word.
        grams: pieces of its words.
        numbers: the numbers in it, without thousands separators.
        is_negative: it denies something.
    """

    key: str
    grams: frozenset[str]
    numbers: frozenset[str]
    is_negative: bool

    def contradicts(self, other: "Features") -> bool:
        """Whether two sentences that are alike say different things: numbers, or a not."""
        if self.is_negative is not other.is_negative:
            return True
        return bool(self.numbers - other.numbers and other.numbers - self.numbers)


def features_of(text: str) -> Features:
    """Return what of a sentence is compared."""
    plain = unicodedata.normalize("NFKC", _TARGET.sub("]", text[:CHARACTERS_LIMIT])).casefold()
    words: list[str] = []
    numbers: set[str] = set()
    grams: set[str] = set()
    for match in _WORD.finditer(plain):
        word = match[0]
        if match["number"]:
            word = word.replace(",", "")
            numbers.add(word)
            grams.add(word)
        elif match["hangul"]:
            grams.update(_grams(stem_of(word), 2))
        else:
            grams.update(_grams(word, 3))
        words.append(word)
    return Features(" ".join(words), frozenset(grams), frozenset(numbers), bool(_NOT.search(plain)))


def _grams(word: str, size: int) -> Iterable[str]:
    padded = f"^{word}$" if size > 2 else f"^{word}"
    return (padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))


class Weights:
    """How much each piece of a word tells among the sentences compared."""

    def __init__(self, sentences: Iterable[Features]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for sentence in sentences:
            counts.update(sentence.grams)
            total += 1
        self._of = {gram: log(1 + total / count) for gram, count in counts.items()}
        self._rare = log(1 + total)

    def of(self, grams: Iterable[str]) -> float:
        """Return what pieces weigh together."""
        weights, rare = self._of, self._rare
        return sum([weights.get(gram, rare) for gram in grams])

    def rarest(self, grams: Iterable[str], count: int) -> list[str]:
        """Return those pieces that tell most, the most telling first."""
        weights, rare = self._of, self._rare
        ranked = sorted((-weights.get(gram, rare), gram) for gram in grams)
        return [gram for _weight, gram in ranked[:count]]

    def likeness(self, one: Features, other: Features) -> float:
        """Return how alike two sentences are: twice what they share by what both weigh."""
        total = self.of(one.grams) + self.of(other.grams)
        return 2 * self.of(one.grams & other.grams) / total if total else 0.0
