"""Read the reply to a review round: which words of which draft are wrong, and why.

Rules: tolerant. What cannot be read yields nothing, and only ids that were sent count.
Whether quoted words are really in the draft is looked up, because models misquote.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from conductor.core.compare.spans import Range
from conductor.core.drafts.frames import Framed
from conductor.core.drafts.listing import MARKS, after_bullet, says_none, without_ids
from conductor.core.ids import AnswerId

_QUOTED = re.compile(
    r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|「([^」]+)」|『([^』]+)』|‘([^’]+)’|`([^`]+)`"
    r"|(?<!\w)'([^']+)'(?!\w)"
)
_QUOTE_MARKS = " *_\"'`“”‘’«»「」『』"
_CLEAR_WORD = re.compile(r"\w+")
_QUOTE_WORDS = 60
_LINE_LIMIT = 4_000


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
        listed = after_bullet(line)
        content = (line if listed is None else listed).strip(MARKS)
        named = drafts.ids_in(content[: _id_reach(content)])
        rest = without_ids(content, drafts) if named else content
        if named and not rest:
            under = named[0]
        answer = named[0] if named else under if listed is not None else None
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
    first, bar, second = rest.partition("|")
    quoted = _QUOTED.search(first if bar else rest)
    if bar and second.strip():
        quote, problem = first.strip().strip(_QUOTE_MARKS), second.strip(MARKS)
    elif quoted:
        quote = next(group for group in quoted.groups() if group)
        problem = (rest[: quoted.start()].strip(MARKS) + " " + rest[quoted.end() :]).strip(MARKS)
    else:
        quote, problem = "", rest
    if says_none(problem or quote) or not (problem or quoted):
        return None
    return Finding(answer, quote, problem, place_of(quote, texts.get(answer, "")))
