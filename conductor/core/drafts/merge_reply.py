"""Read the reply to a merge round: the answer, what came from which, the disagreements.

Rules: tolerant. What cannot be read stays text and yields nothing; nothing is guessed, and
only ids that were sent count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conductor.core.drafts.frames import Framed
from conductor.core.drafts.listing import (
    MARKS,
    ListedLine,
    is_heading,
    items_of,
    says_none,
    without_ids,
)
from conductor.core.ids import AnswerId

SOURCES_HEADINGS = ("What came from which", "어느 초안에서 왔는가")
DISAGREEMENTS_HEADINGS = ("Where the drafts disagree", "초안들이 서로 다른 점")
_LIKE_SOURCES = re.compile(r"came from|^sources?$|출처|어느 (?:초안|답)", re.IGNORECASE)
_LIKE_DISAGREEMENTS = re.compile(r"disagree|differ|서로 다른|엇갈", re.IGNORECASE)


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


def merged(reply: str, drafts: Framed) -> Merged:
    """Read the reply to a merge round."""
    lines = reply.splitlines(keepends=True)
    sources = _section(lines, _LIKE_SOURCES)
    disagreements = _section(lines, _LIKE_DISAGREEMENTS)
    found_sources = tuple(
        Source(answers, without_ids(item.text, drafts))
        for item in _said(sources, lines, drafts)
        if (answers := drafts.ids_in(item.text))
    )
    found_disagreements = tuple(
        Disagreement(answers, item.text)
        for item in _said(disagreements, lines, drafts)
        if (answers := drafts.ids_in(item.text)) or item.is_listed
    )
    names_drafts = any(found.answers for found in found_disagreements)
    if not found_sources and not names_drafts:
        return Merged(reply)
    left_out = set(sources if found_sources else ())
    if names_drafts or _is_headed(disagreements, lines, DISAGREEMENTS_HEADINGS):
        left_out |= set(disagreements)
    else:
        found_disagreements = ()
    body = "".join(line for i, line in enumerate(lines) if i not in left_out)
    return Merged(_without_rule(body), found_sources, found_disagreements)


def _said(section: range, lines: Sequence[str], drafts: Framed) -> Iterator[ListedLine]:
    for item in items_of([lines[i] for i in section[1:]]):
        if not says_none(without_ids(item.text, drafts)):
            yield item


def _is_headed(section: range, lines: Sequence[str], headings: Sequence[str]) -> bool:
    return bool(section) and lines[section[0]].strip(MARKS) in headings


def _section(lines: Sequence[str], like: re.Pattern[str]) -> range:
    """Return the line numbers of the last section with such a heading, itself included."""
    heads = [i for i, line in enumerate(lines) if is_heading(line)]
    start = next((i for i in reversed(heads) if like.search(lines[i].strip(MARKS))), None)
    if start is None:
        return range(0)
    return range(start, next((i for i in heads if i > start), len(lines)))


def _without_rule(body: str) -> str:
    """Return an answer without the rule that stood between it and the sections."""
    kept = body.rstrip()
    last = kept.rpartition("\n")[2].strip()
    return kept[: -len(last)].rstrip() if len(last) >= 3 and not last.strip("-*_") else kept
