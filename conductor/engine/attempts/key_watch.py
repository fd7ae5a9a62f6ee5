"""Mask known keys in streams that are read side by side, however a key is cut between them.

Rules: what came is looked at in two ways, stream by stream and in the order in which it
came; a character is passed on once it can be part of a key in neither. What is masked in one
stream is taken out of the other as well, so that no half is left.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from conductor.secrets import MASK, Redactor


@dataclass(slots=True, eq=False)
class _Piece:
    stream: Hashable
    text: str


class KeyWatch:
    """Watches any number of streams; each is named by any value that can be a key of a dict."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._waiting: list[_Piece] = []  # in the order in which it came
        self._trail: list[_Piece] = []  # the last of them, which could go on to be a key
        self._heads: dict[Hashable, str] = {}

    def feed(self, stream: Hashable, delta: str) -> list[tuple[Hashable, str]]:
        """Take more of a stream; return what can be shown now, of any of them."""
        if not delta:
            return []
        head = self._heads.get(stream, "")
        if len(head) < self._redactor.longest:
            self._heads[stream] = head + delta[: self._redactor.longest]
        piece = _Piece(stream, delta)
        self._waiting.append(piece)
        self._trail.append(piece)
        own = [one for one in self._waiting if one.stream == stream]
        self._mask_whole(own)
        self._mask_whole(self._trail)
        self._mask_pieces(own)
        self._shorten_trail()
        return self._released()

    def flush(self) -> list[tuple[Hashable, str]]:
        """Return what was held back, once nothing more will come."""
        rests: dict[Hashable, str] = {}
        for piece in self._waiting:
            rests[piece.stream] = rests.get(piece.stream, "") + piece.text
        self._waiting, self._trail = [], []
        return [(stream, self._harmless(stream, rest)) for stream, rest in rests.items() if rest]

    def _harmless(self, stream: Hashable, rest: str) -> str:
        beside = (head for other, head in self._heads.items() if other != stream)
        if any(self._redactor.is_in(rest + head) for head in beside):
            return MASK
        return self._redactor.known_only(rest)

    def _mask_whole(self, pieces: list[_Piece]) -> None:
        text = "".join(piece.text for piece in pieces)
        _cut(pieces, self._redactor.whole(text))

    def _mask_pieces(self, pieces: list[_Piece]) -> None:
        """Mask what is much of a key; what could still go on is left until it has."""
        text = "".join(piece.text for piece in pieces)
        sure = len(text) - self._redactor.held_back(text)
        _cut(pieces, [span for span in self._redactor.spans(text) if span[1] <= sure])

    def _shorten_trail(self) -> None:
        """Keep of the trail only what could go on to be a key."""
        left = self._redactor.held_back("".join(piece.text for piece in self._trail))
        kept: list[_Piece] = []
        for piece in reversed(self._trail):
            if not left:
                break
            if len(piece.text) > left:
                piece = self._split(piece, len(piece.text) - left)
            left -= len(piece.text)
            if piece.text:
                kept.append(piece)
        self._trail = kept[::-1]

    def _split(self, piece: _Piece, at: int) -> _Piece:
        rest = _Piece(piece.stream, piece.text[at:])
        piece.text = piece.text[:at]
        self._waiting.insert(self._waiting.index(piece) + 1, rest)
        return rest

    def _released(self) -> list[tuple[Hashable, str]]:
        free = self._free()
        shown: list[tuple[Hashable, str]] = []
        waiting: list[_Piece] = []
        for piece in self._waiting:
            size = 0 if piece in self._trail else min(len(piece.text), free[piece.stream])
            free[piece.stream] = free[piece.stream] - size if size == len(piece.text) else 0
            if size:
                shown.append((piece.stream, piece.text[:size]))
                piece.text = piece.text[size:]
            if piece.text:
                waiting.append(piece)
        self._waiting = waiting
        return _run_together(shown)

    def _free(self) -> dict[Hashable, int]:
        """Return how many characters of each stream are part of no key, seen by itself."""
        texts: dict[Hashable, str] = {}
        for piece in self._waiting:
            texts[piece.stream] = texts.get(piece.stream, "") + piece.text
        return {
            stream: len(text) - self._redactor.held_back(text) for stream, text in texts.items()
        }


def _cut(pieces: list[_Piece], spans: list[tuple[int, int]]) -> None:
    """Put the mask in the place of each span, which may lie in several pieces.

    Args:
        pieces: what the spans count in, one after the other.
        spans: in order, none over another.
    """
    at, number = 0, 0
    for piece in pieces:
        parts: list[str] = []
        size, done = len(piece.text), 0
        while number < len(spans) and spans[number][0] - at < size:
            start, end = spans[number][0] - at, spans[number][1] - at
            parts += (piece.text[done : max(start, 0)], MASK if start >= 0 else "")
            done = min(end, size)
            if end > size:
                break  # the next piece has the rest of it
            number += 1
        piece.text = "".join((*parts, piece.text[done:]))
        at += size


def _run_together(shown: Iterable[tuple[Hashable, str]]) -> list[tuple[Hashable, str]]:
    runs: list[tuple[Hashable, str]] = []
    for stream, text in shown:
        if runs and runs[-1][0] == stream:
            runs[-1] = (stream, runs[-1][1] + text)
        else:
            runs.append((stream, text))
    return runs
