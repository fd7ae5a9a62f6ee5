"""Read what an assistant says of framed drafts: sources, disagreements, errors.

Rules: tolerant. What cannot be read stays text and yields nothing; nothing is guessed, and
only ids that were sent count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conductor.core.compare.spans import Range
from conductor.core.drafts.frames import Framed
from conductor.core.ids import AnswerId

SOURCES_HEADINGS = ("What came from which", "어느 초안에서 왔는가")
DISAGREEMENTS_HEADINGS = ("Where the drafts disagree", "초안들이 서로 다른 점")

_MARKS = "#*_`:： \t-–—|>.…"
_LIKE_SOURCES = re.compile(r"came from|^sources?$|출처|어느 (?:초안|답)", re.IGNORECASE)
_LIKE_DISAGREEMENTS = re.compile(r"disagree|differ|서로 다른|엇갈", re.IGNORECASE)
_HEADING = re.compile(r"\s*(?:#{1,6}\s|(?:\*\*|__).*(?:\*\*|__)[:：]?\s*$|[^|\s-][^|]*[:：]\s*$)")
_HEADING_LIMIT = 80
_BULLET = re.compile(r"\s*(?:[-*+•|]|\d{1,3}[.)])\s*")
_NONE = re.compile(
    r"(?:none|nothing|no(?: \w+)? (?:errors?|disagreements?)(?: found)?|없음|없습니다|해당 없음)",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|「([^」]+)」|『([^』]+)』|‘([^’]+)’|`([^`]+)`"
    r"|(?<!\w)'([^']+)'(?!\w)"
)
_LEADING_ID = re.compile(
    r"(?:(?:draft|answer|초안|답변?|and|및|&|,)\s*)*[\[(<\"'`*#]*([0-9A-Fa-f]{4,16})(?![0-9A-Za-z])"
    r"[\])>\"'`*]*",
    re.IGNORECASE,
)
_CLEAR_WORD = re.compile(r"\w+")
_QUOTE_WORDS = 60
_LINE_LIMIT = 4_000


@dataclass(frozen=True, slots=True)
class Source:
    """What a merged answer took from which answers."""

    answers: tuple[AnswerId, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where drafts disagree; `answers` is empty if the reply names none."""

    answers: tuple[AnswerId, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged answer.

    Attributes:
        body: the answer itself; the whole reply if it has no section that can be read.
    """

    body: str
    sources: tuple[Source, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """An error that a review found.

    Attributes:
        quote: the words it is about; may be empty.
        problem: what is wrong with them.
        place: where the words are in the answer; None if they are not there.
    """

    answer: AnswerId
    quote: str
    problem: str
    place: Range | None


def merged(reply: str, drafts: Framed) -> Merged:
    """Read the reply to a merge round."""
    lines = reply.splitlines(keepends=True)
    sources = _section(lines, _LIKE_SOURCES)
    disagreements = _section(lines, _LIKE_DISAGREEMENTS)
    found_sources = tuple(
        Source(drafts.ids_in(item), _without_ids(item, drafts))
        for item in _said(sources, lines, drafts)
        if drafts.ids_in(item)
    )
    found_disagreements = tuple(
        Disagreement(drafts.ids_in(item), item) for item in _said(disagreements, lines, drafts)
    )
    names_drafts = any(found.answers for found in found_disagreements)
    if not found_sources and not names_drafts:
        return Merged(reply)
    left_out = set(sources if found_sources else ())
    if names_drafts or _has_heading(disagreements, lines, DISAGREEMENTS_HEADINGS):
        left_out |= set(disagreements)
    else:
        found_disagreements = ()
    body = "".join(line for i, line in enumerate(lines) if i not in left_out)
    return Merged(_without_rule(body), found_sources, found_disagreements)


def _said(section: range, lines: Sequence[str], drafts: Framed) -> Iterator[str]:
    for item in _items([lines[i] for i in section[1:]]):
        if not _NONE.fullmatch(_without_ids(item, drafts)):
            yield item


def _has_heading(section: range, lines: Sequence[str], headings: Sequence[str]) -> bool:
    return bool(section) and lines[section[0]].strip(_MARKS + "\r\n") in headings


def findings_of(reply: str, drafts: Framed, texts: Mapping[AnswerId, str]) -> tuple[Finding, ...]:
    """Read the reply to a review round.

    Args:
        reply: what the assistant wrote.
        drafts: what it was shown.
        texts: the answers as they are shown, in which the quoted words are looked for.
    """
    found: list[Finding] = []
    under: AnswerId | None = None
    for line in reply.splitlines():
        if len(line) > _LINE_LIMIT:
            continue
        bullet = _BULLET.match(line)
        content = line[bullet.end() if bullet else 0 :].strip(_MARKS)
        named = drafts.ids_in(content[: _id_reach(content)])
        rest = _without_ids(content, drafts) if named else content
        if named and not rest:
            under = named[0]
        answer = named[0] if named else under if bullet else None
        finding = _finding(answer, rest, texts) if answer and rest else None
        if finding:
            found.append(finding)
    return tuple(found)


def place_of(quote: str, text: str) -> Range | None:
    """Return where quoted words are in a text, whatever marks and spaces are between them."""
    at = text.find(quote) if quote else -1
    if at >= 0:
        return Range(at, at + len(quote))
    words = _CLEAR_WORD.findall(quote)[:_QUOTE_WORDS]
    if not words:
        return None
    found = re.search(r"[\W_]{1,40}?".join(map(re.escape, words)), text, re.IGNORECASE)
    return Range(found.start(), found.end()) if found else None


def _id_reach(content: str) -> int:
    """How far into a line an id says whose error it is: up to the quotation."""
    quoted = _QUOTED.search(content)
    return min(40, quoted.start() if quoted and quoted.start() else 40)


def _finding(answer: AnswerId, rest: str, texts: Mapping[AnswerId, str]) -> Finding | None:
    quoted = _QUOTED.search(rest)
    if quoted:
        quote = next(group for group in quoted.groups() if group)
        problem = (rest[: quoted.start()].strip(_MARKS) + " " + rest[quoted.end() :]).strip(_MARKS)
    else:
        first, bar, second = rest.partition("|")
        quote, problem = (first.strip(), second.strip(_MARKS)) if bar else ("", rest)
    if _NONE.fullmatch(problem or quote) or not (problem or quoted):
        return None
    return Finding(answer, quote, problem, place_of(quote, texts.get(answer, "")))


def _without_rule(body: str) -> str:
    """Return an answer without the rule that stood between it and the sections."""
    kept = body.rstrip()
    last = kept.rpartition("\n")[2].strip()
    return kept[: -len(last)].rstrip() if len(last) >= 3 and not last.strip("-*_") else kept


def _section(lines: Sequence[str], like: re.Pattern[str]) -> range:
    """Return the line numbers of the last section with such a heading, itself included."""
    heads = [i for i, line in enumerate(lines) if _is_heading(line)]
    start = next((i for i in reversed(heads) if like.search(lines[i].strip(_MARKS + "\r\n"))), None)
    if start is None:
        return range(0)
    return range(start, next((i for i in heads if i > start), len(lines)))


def _is_heading(line: str) -> bool:
    return len(line) <= _HEADING_LIMIT and bool(_HEADING.match(line))


def _items(lines: Sequence[str]) -> Iterator[str]:
    """Yield the items of a list, each as one line."""
    item: list[str] = []
    for line in [*lines, "- "]:
        bullet = _BULLET.match(line)
        if bullet:
            if item:
                yield " ".join(item)
            item = [line[bullet.end() :].strip(" \t\r\n|")]
            item = [part for part in item if part.strip(_MARKS)]
        elif item and line.strip():
            item.append(line.strip())


def _without_ids(item: str, drafts: Framed) -> str:
    """Return an item without the ids it begins with."""
    rest = item.strip(_MARKS)
    while True:
        match = _LEADING_ID.match(rest)
        if match is None or drafts.answer_of(match[1]) is None:
            return rest
        rest = rest[match.end() :].strip(_MARKS + ",")
