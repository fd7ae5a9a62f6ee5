"""Guess how long something that counts bytes will still take, and say so."""

from collections.abc import Callable

from conductor.i18n import _

LEAST_S = 1.0  # before that the pace is a guess about nothing
MINUTE_S = 60


class TimeLeft:
    """Follows one count from its first report on.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._begin: tuple[float, int] | None = None

    def after(self, done_bytes: int, total_bytes: int) -> int | None:
        """Return the seconds that are left at the pace so far, None while it is not known."""
        now_s = self._clock()
        if self._begin is None:
            self._begin = (now_s, done_bytes)
        began_s, began_bytes = self._begin
        seconds, came = now_s - began_s, done_bytes - began_bytes
        if seconds < LEAST_S or came <= 0 or total_bytes <= 0:
            return None
        return round(max(0, total_bytes - done_bytes) * seconds / came)


def time_left_words(seconds: int) -> str:
    """Return how long is left, in a few words."""
    if seconds < 2 * MINUTE_S:
        return _("{n} s left").format(n=seconds)
    return _("{n} min left").format(n=round(seconds / MINUTE_S))
