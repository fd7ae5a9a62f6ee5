"""Hold a merge or review round before it goes, so that it can be seen and edited exactly."""

from dataclasses import dataclass

from conductor.core.drafts.frames import Framed
from conductor.core.drafts.words import words_with_drafts
from conductor.core.entities import Answer, RoundKind
from conductor.core.ids import AnswerId, AssistantId, SessionId


@dataclass(frozen=True, slots=True)
class Plan:
    """A merge or review round before it goes; ids and order of the drafts are fixed.

    Attributes:
        drafts: the answers that are passed on.
        framed: what each recipient gets, by its id.
        task: the task's words, which go before the person's words.
        words: the words as proposed; `{drafts}` stands where the drafts will be.
        preface: the sentences before the frames.
        rivals: the drafts with which a merged answer is to be compared.
    """

    session_id: SessionId
    kind: RoundKind
    drafts: tuple[Answer, ...]
    framed: tuple[tuple[AssistantId, Framed], ...]
    task: str
    words: str
    preface: str
    rivals: frozenset[AnswerId] = frozenset()

    @property
    def recipients(self) -> tuple[AssistantId, ...]:
        """Who is asked, in the order of the columns."""
        return tuple(who for who, _framed in self.framed)

    def told(self, recipient: AssistantId, words: str | None = None) -> str:
        """Return exactly what a recipient is sent, with the person's words if given."""
        drafts = dict(self.framed)[recipient]
        own = self.words if words is None else words
        return f"{self.task}\n\n{words_with_drafts(own, self.preface, drafts)}"
