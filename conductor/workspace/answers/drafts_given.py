"""Read an answer to drafts: which drafts it was given, and what it made of them.

Imported when the first such answer is read, because compiling what reads replies takes time.
"""

from collections.abc import Sequence
from functools import lru_cache

from conductor.core.drafts.frames import Frame, Framed
from conductor.core.drafts.merge_reply import Merged, merged
from conductor.core.drafts.review_reply import Finding, findings_of
from conductor.core.entities import Answer
from conductor.core.ids import AnswerId
from conductor.store.database import Database
from conductor.store.sessions import handovers

Findings = tuple[Finding, ...]
_REPLIES_KEPT = 8
"""Replies whose reading is remembered."""


def drafts_given(db: Database, answer: Answer) -> Framed:
    """Return which drafts an answer of a merge or review round was given, by their ids."""
    drafts = handovers.drafts_of_round(db, answer.round_id, answer.assistant_id)
    return Framed("", tuple(Frame(each.boundary, each.answer_id) for each in drafts))


def merged_reply(db: Database, answer: Answer) -> Merged:
    """Return a merged answer apart from what it says of its sources and disagreements."""
    return _merged(answer.text, drafts_given(db, answer))


def found_in(reply: str, drafts: Framed, texts: Sequence[tuple[AnswerId, str]]) -> Findings:
    """Return the errors that a reply to a review round names.

    Args:
        reply: what the assistant wrote.
        drafts: what it was shown.
        texts: the answers as they are shown.
    """
    return _found(reply, drafts, tuple(texts))


# Views read the same replies again at each change of a session.
@lru_cache(maxsize=_REPLIES_KEPT)
def _merged(reply: str, drafts: Framed) -> Merged:
    return merged(reply, drafts)


@lru_cache(maxsize=_REPLIES_KEPT)
def _found(reply: str, drafts: Framed, texts: tuple[tuple[AnswerId, str], ...]) -> Findings:
    return findings_of(reply, drafts, dict(texts))
