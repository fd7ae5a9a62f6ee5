"""Find which sentences of many are alike, without comparing every two.

Rules: the work is bounded. A sentence is compared only with those that share a fifth of
its rarest pieces of words, and with at most `CANDIDATES_LIMIT` of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest

from conductor.core.compare.grams import Features, Weights
from conductor.core.text.patience import go_on

ALIKE = 0.6
"""From here on two sentences say the same.

Of 23 pairs of sentences by which two assistants said the same (English and Korean), two
were below, at 0.53 and 0.56; of 25 pairs on the same subject that said something else,
none was above (the highest: 0.58).
"""
CANDIDATES_LIMIT = 24
"""How many others a sentence is compared with."""

_RAREST = 14  # pieces by which others are looked for
_HOLDERS_LIMIT = 60  # sentences that are found by one piece


def alike(sentences: Sequence[Features]) -> Iterator[tuple[int, int, float]]:
    """Yield each two sentences that are alike, by their indices, and how much."""
    weights = Weights(sentences)
    totals = [weights.of(sentence.grams) for sentence in sentences]
    for i, j in candidates(sentences, weights):
        total = totals[i] + totals[j]
        if 2 * min(totals[i], totals[j]) < ALIKE * total:
            continue
        likeness = 2 * weights.of(sentences[i].grams & sentences[j].grams) / total
        if likeness >= ALIKE:
            yield i, j, likeness


def candidates(sentences: Sequence[Features], weights: Weights) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing, each once, the smaller index last."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, sentence in enumerate(sentences):
        go_on()
        shared: Counter[int] = Counter()
        rarest = weights.rarest(sentence.grams, _RAREST)
        for gram in rarest:
            shared.update(holders[gram])
        for gram in sentence.grams:
            if len(holders[gram]) < _HOLDERS_LIMIT:
                holders[gram].append(i)
        enough = {j: count for j, count in shared.items() if count * 5 >= len(rarest)}
        for j in nlargest(CANDIDATES_LIMIT, enough, key=enough.__getitem__):
            yield i, j
