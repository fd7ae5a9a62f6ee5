"""Say word by word how one text became another, and show it in place.

Rules: the spans rejoin to both texts exactly, and comparing the other way round gives the
mirrored spans. Equal words too few to be worth reading between two changes belong to the
change; line ends never do, so that a change stays in its paragraph, item or row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from conductor.core.compare.lines import readable
from conductor.core.compare.runs import Run, runs_of
from conductor.core.compare.spans import (
    Comparison,
    NotCompared,
    Obstacle,
    Range,
    SpanKind,
    Stretch,
    languages_differ,
    len_of,
)
from conductor.core.compare.words import Token, tokens_of
from conductor.core.text.patience import go_on

CHARACTERS_LIMIT = 2_000_000
"""Characters of a text that is compared."""
TOKENS_LIMIT = 250_000
"""Words and signs of a text that is compared."""


class PieceKind(StrEnum):
    """How a piece of a revised text is shown."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """Text to show in a row: kept, inserted, or deleted and struck through in place.

    Attributes:
        place: where it is in the text it comes from: the old one if deleted, else the new.
    """

    kind: PieceKind
    text: str
    place: Range


def compare(old: str, new: str) -> Comparison | NotCompared:
    """Compare two texts by words; the answer may be that it makes no sense, with the reason."""
    if old == new:
        both = Range(0, len(old))
        return Comparison((Stretch(SpanKind.EQUAL, both, both),) if old else ())
    if max(len(old), len(new)) > CHARACTERS_LIMIT:
        return NotCompared(Obstacle.TOO_LONG)
    if languages_differ(old, new):
        return NotCompared(Obstacle.LANGUAGES)
    if (len(new), new) < (len(old), old):
        found = _spans(new, old)
        return Comparison(tuple(map(_mirrored, found))) if found else _too_long()
    found = _spans(old, new)
    return Comparison(found) if found else _too_long()


def pieces(comparison: Comparison, old: str, new: str) -> tuple[ShownPiece, ...]:
    """Return what to show of a revised text, in order.

    Kept and inserted pieces rejoin to the new text, kept and deleted ones to the old one
    (where both differ in spaces only, the new ones count as kept). A changed piece never
    goes over a line end: the line end is a piece of its own.
    """
    found: list[ShownPiece] = []
    for span in comparison.spans:
        if span.kind is SpanKind.EQUAL or (span.blank and span.new):
            found.append(ShownPiece(PieceKind.KEPT, span.new.of(new), span.new))
        elif not span.blank:
            found += _by_lines(PieceKind.DELETED, span.old, old)
            found += _by_lines(PieceKind.INSERTED, span.new, new)
    return tuple(found)


def _too_long() -> NotCompared:
    return NotCompared(Obstacle.TOO_LONG)


def _mirrored(span: Stretch) -> Stretch:
    kind = {SpanKind.INSERT: SpanKind.DELETE, SpanKind.DELETE: SpanKind.INSERT}
    return Stretch(kind.get(span.kind, span.kind), span.new, span.old, span.blank)


def _by_lines(kind: PieceKind, place: Range, text: str) -> Iterator[ShownPiece]:
    at = place.start
    for _is_end, characters in groupby(place.of(text), key="\r\n".__contains__):
        size = len(list(characters))
        yield ShownPiece(kind, text[at : at + size], Range(at, at + size))
        at += size


def _spans(old: str, new: str) -> tuple[Stretch, ...] | None:
    old_tokens = tokens_of(old, TOKENS_LIMIT + 1)
    new_tokens = tokens_of(new, TOKENS_LIMIT + 1)
    if max(len(old_tokens), len(new_tokens)) > TOKENS_LIMIT:
        return None
    writer = _Writer(old, new, old_tokens, new_tokens)
    for run in readable(runs_of(old_tokens, new_tokens), old_tokens, new_tokens):
        go_on()
        if run.equal:
            writer.write_equal(run)
        else:
            writer.write_changed(run)
    return tuple(writer.spans)


class _Writer:
    """Turns runs of tokens into spans of characters, joining what belongs together."""

    def __init__(
        self, old: str, new: str, old_tokens: Sequence[Token], new_tokens: Sequence[Token]
    ) -> None:
        self.spans: list[Stretch] = []
        self._alike = 0  # characters that both sides of the last span begin with
        self._old, self._new = old, new
        self._old_tokens, self._new_tokens = old_tokens, new_tokens

    def write_equal(self, run: Run) -> None:
        old_tokens = self._old_tokens[run.old_start : run.old_end]
        new_tokens = self._new_tokens[run.new_start : run.new_end]
        first = 0
        for i, (a, b) in enumerate(zip(old_tokens, new_tokens, strict=True)):
            if self._old[a.start : a.end] == self._new[b.start : b.end]:
                continue
            self._put(self._covered(old_tokens[first:i], 0), self._covered(new_tokens[first:i], 1))
            self._put_word(a, b)
            self._put(Range(a.core_end, a.end), Range(b.core_end, b.end))
            first = i + 1
        self._put(self._covered(old_tokens[first:], 0), self._covered(new_tokens[first:], 1))

    def write_changed(self, run: Run) -> None:
        old_tokens = self._old_tokens[run.old_start : run.old_end]
        new_tokens = self._new_tokens[run.new_start : run.new_end]
        if not old_tokens or not new_tokens:
            self._put(self._covered(old_tokens, 0), self._covered(new_tokens, 1))
            return
        if len(old_tokens) == len(new_tokens) == 1:
            self._put_word(old_tokens[0], new_tokens[0])
        else:
            old_end, new_end = old_tokens[-1].core_end, new_tokens[-1].core_end
            self._put(Range(old_tokens[0].start, old_end), Range(new_tokens[0].start, new_end))
        a, b = old_tokens[-1], new_tokens[-1]
        self._put(Range(a.core_end, a.end), Range(b.core_end, b.end))

    def _covered(self, tokens: Sequence[Token], side: int) -> Range:
        if tokens:
            return Range(tokens[0].start, tokens[-1].end)
        at = self._end(side)
        return Range(at, at)

    def _end(self, side: int) -> int:
        if not self.spans:
            return 0
        return (self.spans[-1].new if side else self.spans[-1].old).end

    def _put_word(self, a: Token, b: Token) -> None:
        """Write two words; of Korean ones only what follows their common beginning changed."""
        kept = _common_start(a, b, self._old, self._new)
        self._put(Range(a.start, a.start + kept), Range(b.start, b.start + kept))
        self._put(Range(a.start + kept, a.core_end), Range(b.start + kept, b.core_end))

    def _put(self, old: Range, new: Range) -> None:
        if not old and not new:
            return
        before, after = old.of(self._old), new.of(self._new)
        kind = _kind_of(old, new, is_equal=before == after)
        blank = kind is not SpanKind.EQUAL and not before.strip() and not after.strip()
        last = self.spans[-1] if self.spans else None
        if last and self._joins(last, kind):
            old, new = Range(last.old.start, old.end), Range(last.new.start, new.end)
            kind = _kind_of(old, new, is_equal=self._became_equal(kind, old, new))
            blank = blank and last.blank
            self.spans.pop()
        else:
            self._alike = 0
        self.spans.append(Stretch(kind, old, new, blank))

    def _became_equal(self, kind: SpanKind, old: Range, new: Range) -> bool:
        """Whether a span that was joined is equal; no character is compared twice."""
        if kind is SpanKind.EQUAL:
            return True
        limit = min(len_of(old), len_of(new))
        while (
            self._alike < limit
            and self._old[old.start + self._alike] == self._new[new.start + self._alike]
        ):
            self._alike += 1
        return self._alike == len_of(old) == len_of(new)

    def _joins(self, last: Stretch, kind: SpanKind) -> bool:
        """Whether a span goes on: both equal or both changed, but not after added lines."""
        if SpanKind.EQUAL in (last.kind, kind):
            return last.kind is kind
        return last.kind is SpanKind.REPLACE or last.kind is kind or not self._ends_line(last)

    def _ends_line(self, span: Stretch) -> bool:
        place, text = (span.new, self._new) if span.new else (span.old, self._old)
        return text.endswith("\n", place.start, place.end)


def _kind_of(old: Range, new: Range, *, is_equal: bool) -> SpanKind:
    if is_equal:
        return SpanKind.EQUAL
    if not old or not new:
        return SpanKind.DELETE if old else SpanKind.INSERT
    return SpanKind.REPLACE


def _common_start(a: Token, b: Token, old: str, new: str) -> int:
    """Return how many characters of two words are shown as kept."""
    first, second = old[a.start : a.core_end], new[b.start : b.core_end]
    if first == second:
        return len(first)
    if not (a.is_hangul and b.is_hangul):
        return 0
    shorter = min(len(first), len(second))
    kept = next((i for i in range(shorter) if first[i] != second[i]), shorter)
    return kept if kept >= 2 and (a.key == b.key or 2 * kept >= shorter) else 0
