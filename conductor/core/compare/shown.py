"""Find in the text that an answer shows what its Markdown says there, and the other way.

Rules: pure; words are matched in order, so marks, link targets and what the window adds by
itself (a label, a notice) do no harm.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from conductor.core.compare.runs import WORK_LIMIT, runs_of
from conductor.core.compare.spans import Range
from conductor.core.compare.words import Token, tokens_of

TOKENS_LIMIT = 250_000
"""Words and signs of a text that are matched; what follows has no place."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which words of an answer's source are which words of the text that is shown.

    Attributes:
        source: where each matched word begins and ends in the source, rising.
        shown: where the same words stand in what is shown, rising too.
    """

    source: tuple[Range, ...]
    shown: tuple[Range, ...]

    def to_shown(self, place: Range) -> Range | None:
        """Return where a stretch of the source is shown, None if nothing of it is."""
        return _across(place, self.source, self.shown)

    def to_source(self, at: int) -> int:
        """Return the place in the source of the first word shown at a place or after it."""
        found = bisect_left(self.shown, at, key=lambda word: word.end)
        if found < len(self.source):
            return self.source[found].start
        return self.source[-1].end if self.source else 0


def aligned(source: str, shown: str) -> Alignment:
    """Match an answer's source with what is shown of it. Thread: any."""
    own, other = _tokens(source), _tokens(shown)
    if len(own) * len(other) <= WORK_LIMIT:  # longer ones are matched line by line
        own, other = _words(own), _words(other)
    pairs = [
        (own[run.old_start + n], other[run.new_start + n])
        for run in runs_of(own, other)
        if run.equal
        for n in range(run.old_end - run.old_start)
    ]
    pairs = [(a, b) for a, b in pairs if not a.is_line_end and a.core_end > a.start]
    return Alignment(
        tuple(Range(a.start, a.core_end) for a, _b in pairs),
        tuple(Range(b.start, b.core_end) for _a, b in pairs),
    )


def _across(place: Range, here: tuple[Range, ...], there: tuple[Range, ...]) -> Range | None:
    first = bisect_right(here, place.start, key=lambda word: word.end)
    last = bisect_left(here, place.end, key=lambda word: word.start) - 1
    if first > last or first >= len(here):
        return None
    return Range(there[first].start, there[last].end)


def _tokens(text: str) -> list[Token]:
    """Return the words and signs of a text; empty lines count as line ends."""
    return [
        replace(token, key="\n") if token.is_line_end else token
        for token in tokens_of(text, TOKENS_LIMIT)
    ]


def _words(tokens: list[Token]) -> list[Token]:
    return [token for token in tokens if not token.is_line_end]
