"""Toss fair coins: the only randomness on which what the product claims rests."""

from typing import Protocol


class RandomBits(Protocol):
    """A source of fair coins: `secrets.SystemRandom()`, or `random.Random(seed)` in a test."""

    def getrandbits(self, k: int, /) -> int:
        """Return a whole number of `k` random bits."""


def below(limit: int, source: RandomBits) -> int:
    """Return a whole number from 0 to `limit` − 1, each as likely as any other.

    Raises:
        ValueError: there is nothing to choose from.
    """
    if limit < 1:
        raise ValueError("There is nothing to choose from.")
    bits = (limit - 1).bit_length()
    while (drawn := source.getrandbits(bits) if bits else 0) >= limit:
        pass
    return drawn
