"""Hold the outcome of comparing texts: ranges, spans, and why something is not compared."""

from dataclasses import dataclass
from enum import StrEnum

from conductor.core.thread import language_of
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of a text in characters, `end` not included."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of a text that the range names."""
        return text[self.start : self.end]

    def __bool__(self) -> bool:
        return self.end > self.start


class SpanKind(StrEnum):
    """What happened to a stretch of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that is the same in both texts, or that changed as one.

    Attributes:
        old: where it is in the first text; empty for an insertion.
        new: where it is in the second text; empty for a deletion.
        blank: nothing but spaces and line ends changed.
    """

    kind: SpanKind
    old: Range
    new: Range
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts beside each other; the spans, in order, cover both without a gap."""

    spans: tuple[Stretch, ...]

    @property
    def is_same(self) -> bool:
        """Whether the texts are the same but for spaces and line ends."""
        return all(span.kind is SpanKind.EQUAL or span.blank for span in self.spans)

    @property
    def kept_share(self) -> float:
        """How much of the texts is the same, from 0 to 1."""
        total = sum(len_of(span.old) + len_of(span.new) for span in self.spans)
        kept = sum(len_of(span.old) for span in self.spans if span.kind is SpanKind.EQUAL)
        return 2 * kept / total if total else 1.0


class Obstacle(StrEnum):
    """Why texts are not compared."""

    LANGUAGES = "languages"
    TOO_LONG = "too long"

    @property
    def sentence(self) -> str:
        """The reason, for the person."""
        if self is Obstacle.LANGUAGES:
            return _("Not compared, because the texts are in different languages.")
        return _("Not compared, because the texts are too long for it.")


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Comparing would tell nothing, or take too long; `reason.sentence` says which."""

    reason: Obstacle


def len_of(place: Range) -> int:
    """Return how many characters a range has."""
    return place.end - place.start


def languages_differ(*texts: str) -> bool:
    """Whether the texts are clearly written in more than one language."""
    return len({language for text in texts if (language := language_of(text))}) > 1
