"""Read an answer to drafts: which drafts it was given, and what it made of them.

Imported when the first such answer is read, because compiling what reads replies takes time.
"""

from conductor.core.drafts.frames import Frame, Framed
from conductor.core.drafts.merge_reply import Merged, merged
from conductor.core.entities import Answer
from conductor.store import handovers
from conductor.store.database import Database


def drafts_given(db: Database, answer: Answer) -> Framed:
    """Return which drafts an answer of a merge or review round was given, by their ids."""
    drafts = handovers.drafts_of_round(db, answer.round_id, answer.assistant_id)
    return Framed("", tuple(Frame(each.boundary, each.answer_id) for each in drafts))


def merged_reply(db: Database, answer: Answer) -> Merged:
    """Return a merged answer apart from what it says of its sources and disagreements."""
    return merged(answer.text, drafts_given(db, answer))
