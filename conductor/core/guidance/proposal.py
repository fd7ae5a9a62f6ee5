"""Hold what a model proposes as guidance: suggestions without any evidence, for the person."""

import re
from dataclasses import dataclass

from conductor.core.entities import AnswerStatus
from conductor.core.errors import AnswerError
from conductor.core.guidance.guidance import GuidanceSource
from conductor.core.ids import AssistantId, GuidanceId, ProposalId

MOST_SUGGESTIONS = 3
LONGEST = 400
_BULLET = re.compile(r"(?:[-*•]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One request for suggestions and what came of it.

    Attributes:
        source: what the model was shown.
        guidance_id: the guidance whose wording is to be sharper.
        text: the reply as it came.
    """

    id: ProposalId
    source: GuidanceSource
    assistant_id: AssistantId
    assistant: str
    connection: str
    model: str
    created: str
    guidance_id: GuidanceId | None = None
    status: AnswerStatus = AnswerStatus.QUEUED
    text: str = ""
    error: AnswerError | None = None
    cost_usd: float | None = None

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The suggestions in the reply, at most three; none if it kept to no list."""
        return suggestions_in(self.text)


def suggestions_in(reply: str) -> tuple[str, ...]:
    """Return the lines of a reply that are items of a list, each once."""
    lines = map(str.strip, reply.splitlines())
    found = ((line, _BULLET.match(line)) for line in lines)
    items = (line[mark.end() :].strip("“”\"'") for line, mark in found if mark)
    return tuple(dict.fromkeys(i for i in items if i and len(i) <= LONGEST))[:MOST_SUGGESTIONS]
