"""Hold what the conductor passes from one assistant's thread into another's.

Rules: nothing is passed on but by the conductor's own act (adopt, merge, review); it goes as
framed material into the words of a round, never into the system message.
"""

from dataclasses import dataclass
from enum import StrEnum

from conductor.core.ids import AnswerId, AssistantId, HandoverId, RoundId, SessionId


class HandoverKind(StrEnum):
    """By which act an answer is passed on."""

    ADOPT = "adopt"
    MERGE = "merge"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Handover:
    """One answer passed into one assistant's thread.

    Attributes:
        into: whose thread it goes into; `into_name` is that assistant's name.
        attempt: number of the attempt whose text is passed on.
        after: for an adopted answer, the session's last round when it was adopted; it goes
            into the assistant's next round after that.
        round_id: for a draft, the merge or review round it belongs to.
        position: the place of a draft among the drafts, from 0.
        boundary: the random id of its frame; empty before it was sent.
        is_rival: whether the merged answer is to be compared with this draft.
        given: the answer of that thread in whose words it stands; None while it waits.
    """

    id: HandoverId
    session_id: SessionId
    kind: HandoverKind
    into: AssistantId
    answer_id: AnswerId
    attempt: int
    created: str
    boundary: str = ""
    after: int = 0
    round_id: RoundId | None = None
    position: int = 0
    is_rival: bool = False
    given: AnswerId | None = None
    into_name: str = ""
