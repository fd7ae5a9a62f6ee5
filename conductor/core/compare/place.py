"""Find the reader's place in another answer: the paragraph that says the same."""

from collections.abc import Iterator, Sequence
from itertools import islice

from conductor.core.compare.grams import Features, Weights, features_of
from conductor.core.compare.spans import Range
from conductor.core.compare.units import blocks_of
from conductor.core.text.patience import go_on

BLOCKS_LIMIT = 3_000
"""Paragraphs of an answer that are read; in longer ones the place is found by proportion."""
CHARACTERS_LIMIT = 400_000
"""Characters of an answer that are read; likewise."""

_LIKE = 0.25  # paragraphs share less than sentences: a third of the words is much
_NEIGHBOURS = 3


def matching_place(text_a: str, place: int, text_b: str) -> Range | None:
    """Return the paragraph of another answer that belongs to the reader's position.

    It is the one most alike; if none is, the one that matches the closest paragraph which
    has a match; if there is none either, the one as far down.

    Args:
        text_a: the answer that is read.
        place: a character in it, for example the first one that is visible.
        text_b: the answer to go to.

    Returns:
        Its range in `text_b`; None if that says nothing.
    """
    there = _places(text_b)
    if not there:
        return None
    here = _places(text_a)
    share = place / max(1, len(text_a))
    proportional = min(there, key=lambda found: abs(found.start / len(text_b) - share))
    if max(len(here), len(there)) > BLOCKS_LIMIT or not here:
        return proportional
    at = max((i for i, found in enumerate(here) if found.start <= place), default=0)
    others = [_features(found, text_b) for found in there]
    weights = Weights(others)
    for i in _outwards(at, len(here)):
        wanted = _features(here[i], text_a)
        best = _best(wanted, others, weights, share)
        if best is not None:
            return there[best]
    return proportional


def _features(place: Range, text: str) -> Features:
    go_on()
    return features_of(place.of(text))


def _places(text: str) -> list[Range]:
    """Return the paragraphs of a text; slices of one that is too long, one more than read."""
    if len(text) <= CHARACTERS_LIMIT:
        found = [block.place for block in islice(blocks_of(text), BLOCKS_LIMIT + 1)]
        if len(found) <= BLOCKS_LIMIT:
            return found
    size = max(1, len(text) // (BLOCKS_LIMIT + 1))
    return [Range(i, min(len(text), i + size)) for i in range(0, len(text), size)]


def _outwards(at: int, count: int) -> Iterator[int]:
    for distance in range(_NEIGHBOURS + 1):
        for i in dict.fromkeys((at - distance, at + distance)):
            if 0 <= i < count:
                yield i


def _best(
    wanted: Features, others: Sequence[Features], weights: Weights, share: float
) -> int | None:
    """Return the most alike of the others, the one nearest by proportion if several are."""
    best, best_rank = None, (_LIKE, -1.0)
    for i, other in enumerate(others):
        likeness = round(weights.likeness(wanted, other), 2)
        rank = (likeness, -abs(i / len(others) - share))
        if likeness >= _LIKE and rank > best_rank:
            best, best_rank = i, rank
    return best
