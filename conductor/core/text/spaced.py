"""Find words in a text in linear time, whatever stands between them in either.

Rules: pure; a text is written again as its words with one mark between each two, in which
words are found as plain characters; no pattern is tried at each place. Thread: any.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ANY_WORD = re.compile(r"\S+")
"""What stands between white space."""

_BREAK = "\n"  # in place of a gap that is too wide
_GAP = " "


@dataclass(frozen=True, slots=True)
class Spaced:
    """The words of a text with one mark between each two, and where each stands in it.

    Attributes:
        words: the text written again.
        starts: where each word begins in `words`.
        places: where it begins in the text itself.
    """

    words: str
    starts: "array[int]"
    places: "array[int]"

    @classmethod
    def of(
        cls, text: str, pattern: re.Pattern[str], *, widest: int = 0, ignores_case: bool = False
    ) -> "Spaced":
        """Write a text as its words.

        Args:
            text: the text.
            pattern: what is a word: a run of one class of characters.
            widest: characters between two words beyond which nothing is found across; 0: any.
            ignores_case: whether capitals count as small letters.
        """
        parts: list[str] = []
        starts, places = array("q"), array("q")
        at = last = 0
        for word in pattern.finditer(text):
            if parts:
                parts.append(_BREAK if widest and word.start() - last > widest else _GAP)
                at += 1
            starts.append(at)
            places.append(word.start())
            parts.append(word[0])
            at += len(word[0])
            last = word.end()
        words = "".join(parts)
        return cls(folded_case(words) if ignores_case else words, starts, places)

    def place_of(self, at: int) -> int:
        """Return where a character of `words` stands in the text itself."""
        number = bisect_right(self.starts, at) - 1
        return self.places[number] + at - self.starts[number]

    def spans_of(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Yield where words stand in the text, from and to, none reaching into another."""
        for at in apart_places_of(wanted, self.words):
            yield self._span(at, wanted)

    def nearest(self, wanted: str, near: int) -> tuple[int, int] | None:
        """Return where words stand nearest to a place of the text, None if nowhere.

        The words of all the text are not listed for it: they may stand at every place.
        """
        if not wanted or wanted not in self.words:
            return None
        number = max(0, bisect_right(self.places, near) - 1)
        middle = max(0, self.starts[number] + near - self.places[number])
        after = self.words.find(wanted, middle)
        # From behind in a text turned round: `rfind` may take the square of the length.
        turned = self.words[: middle + len(wanted)][::-1].find(wanted[::-1])
        before = -1 if turned < 0 else min(middle, len(self.words) - len(wanted)) - turned
        found = [self._span(at, wanted) for at in (before, after) if at >= 0]
        return min(found, key=lambda span: abs(span[0] - near))

    def _span(self, at: int, wanted: str) -> tuple[int, int]:
        return self.place_of(at), self.place_of(at + len(wanted) - 1) + 1


def apart_places_of(wanted: str, text: str) -> Iterator[int]:
    """Yield the places of a string in a text that do not reach into one another."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def places_of(wanted: str, text: str) -> Iterator[int]:
    """Yield every place of a string in a text, also where one reaches into the next.

    Linear also then: where two overlap, the rest is walked with a table of the string's own
    repetitions instead of being compared anew at each place.
    """
    if not wanted:
        return
    at = text.find(wanted)
    while at >= 0:
        yield at
        following = text.find(wanted, at + 1)
        if 0 <= following < at + len(wanted):
            yield from _walked(wanted, text, at + 1)
            return
        at = following


def _walked(wanted: str, text: str, start: int) -> Iterator[int]:
    """Yield the places from `start` on, as Knuth, Morris and Pratt find them."""
    back = _repeats(wanted)
    size = len(wanted)
    fits = 0
    for at in range(start, len(text)):
        character = text[at]
        while fits and (fits == size or wanted[fits] != character):
            fits = back[fits - 1]
        if wanted[fits] == character:
            fits += 1
        if fits == size:
            yield at - size + 1


def _repeats(wanted: str) -> list[int]:
    """Return for each beginning how long a beginning of it is also its end."""
    back = [0] * len(wanted)
    fits = 0
    for at in range(1, len(wanted)):
        while fits and wanted[fits] != wanted[at]:
            fits = back[fits - 1]
        if wanted[fits] == wanted[at]:
            fits += 1
        back[at] = fits
    return back


class _SmallLetters(dict[int, str]):
    """Maps every character to its small form, where that is one character."""

    def __missing__(self, code: int) -> str:
        small = chr(code).casefold()
        self[code] = small if len(small) == 1 else chr(code)
        return self[code]


_SMALL_LETTERS = _SmallLetters()


def folded_case(text: str) -> str:
    """Return a text without regard to case, as long as it was, character for character."""
    small = text.casefold()
    return small if len(small) == len(text) else text.translate(_SMALL_LETTERS)


def joined(words: Iterable[str], *, ignores_case: bool = False) -> str:
    """Return words as they stand in `Spaced.words`."""
    whole = _GAP.join(words)
    return folded_case(whole) if ignores_case else whole
