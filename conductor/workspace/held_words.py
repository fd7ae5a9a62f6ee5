"""Hold words that the library refused, so that they are neither lost nor forgotten to be kept.

Thread: main.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conductor.core.ids import SessionId

NOTHING = ("", "[]")
"""What is kept where there is nothing: no words, no files."""


@dataclass(slots=True)
class HeldWords:
    """What was typed and is not in the library yet; an empty text is a place to be emptied.

    Attributes:
        drafts: what is typed, by place.
        own: the person's own texts beside the answers, by session.
    """

    drafts: dict[str, str] = field(default_factory=dict)
    own: dict[SessionId, str] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[str, str]:
        """What would be lost, by where it was typed."""
        found = {**self.drafts, **{f"{place}/my-draft": text for place, text in self.own.items()}}
        return {place: text for place, text in found.items() if text not in NOTHING}

    def drop(self, sessions: Iterable[SessionId]) -> None:
        """Hold nothing of these sessions any more: they were deleted for good."""
        for session_id in sessions:
            self.own.pop(session_id, None)
            for place in [place for place in self.drafts if place.startswith(session_id)]:
                del self.drafts[place]
