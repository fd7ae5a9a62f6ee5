"""Write several answers as one page: contradictions, what all say, what some, what only one.

Rules: pure; nothing is said twice: what contradicts is left out further down. Headings say
nothing by themselves and are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.compare.claims import Claim, Claims, Mention, claims_of
from conductor.core.compare.spans import NotCompared, Range
from conductor.core.compare.units import UnitKind
from conductor.core.markup.blocks import Block, Code, Heading, Inline, Paragraph, StyledText
from conductor.core.markup.parser import parse
from conductor.core.text.patience import go_on
from conductor.core.text.visible import visible

WORDS_LIMIT = 600
"""Characters of one sentence on the page."""


class PagePart(StrEnum):
    """A part of the page."""

    CONTRADICTIONS = "contradictions"
    ALL = "all"
    SEVERAL = "several"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class PageLine:
    """One thing that is said.

    Attributes:
        group: two lines that contradict have the same number; others have one of their own.
        words: what is said, without Markdown, hidden characters marked.
        answers: who says it, by index.
        said: every place where it is said.
        central: the place whose wording is shown.
    """

    part: PagePart
    group: int
    words: str
    answers: tuple[int, ...]
    said: tuple[Mention, ...]
    central: Mention


@dataclass(frozen=True, slots=True)
class OnePage:
    """Several answers on one page, and what only each of them says.

    Attributes:
        own: for each answer, the places that no other answer has anything like.
    """

    lines: tuple[PageLine, ...]
    own: tuple[tuple[Range, ...], ...]


def one_page(texts: Sequence[str]) -> OnePage | NotCompared:
    """Put answers on one page; or say why that makes no sense. Thread: any."""
    claims = claims_of(texts)
    if isinstance(claims, NotCompared):
        return claims
    own: list[list[Range]] = [[] for _text in texts]
    for claim in claims.by_one:
        if claim.kind is not UnitKind.HEADING:
            own[claim.answers[0]] += [said.place for said in claim.said]
    return OnePage(tuple(_lines(claims, texts)), tuple(tuple(sorted(p, key=_start)) for p in own))


def _lines(claims: Claims, texts: Sequence[str]) -> Iterator[PageLine]:
    group = 0
    told: set[Claim] = set()
    for pair in claims.contradictions:
        for claim in pair:
            yield _line(PagePart.CONTRADICTIONS, group, claim, texts)
        told.update(pair)
        group += 1
    for part, found in (
        (PagePart.ALL, claims.by_all),
        (PagePart.SEVERAL, claims.by_several),
        (PagePart.ONE, claims.by_one),
    ):
        for claim in found:
            if claim not in told and claim.kind is not UnitKind.HEADING:
                yield _line(part, group, claim, texts)
                group += 1


def _line(part: PagePart, group: int, claim: Claim, texts: Sequence[str]) -> PageLine:
    go_on()
    words = plain_words(claim.central.place.of(texts[claim.central.answer]), claim.kind)
    short = words if len(words) <= WORDS_LIMIT else f"{words[: WORDS_LIMIT - 1]}…"
    return PageLine(part, group, short, claim.answers, claim.said, claim.central)


def plain_words(source: str, kind: UnitKind) -> str:
    """Return a piece of an answer without its Markdown, on one line."""
    if kind is UnitKind.ROW:
        source = " · ".join(map(str.strip, source.strip().strip("|").split("|")))
    return " ".join(" ".join(map(_words, parse(source[: 4 * WORDS_LIMIT]))).split()) or visible(
        source
    )


def _words(block: Block) -> str:
    match block:
        case Paragraph() | Heading():
            return "".join(map(_inline_words, block.content))
        case Code():
            return block.text
        case _:
            inside = getattr(block, "blocks", ())
            items = getattr(block, "items", ())
            return " ".join(map(_words, (*inside, *(b for item in items for b in item.blocks))))


def _inline_words(inline: Inline) -> str:
    return inline.text if isinstance(inline, StyledText) else getattr(inline, "alt", " ")


def _start(place: Range) -> int:
    return place.start
