"""Hold guidance: an exact text with its versions, what it is for, and where it stands.

Rules: a version is named by the hash of its exact text; an edit starts a new version, whose
evidence starts from nothing; the same text again is the same version.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.ids import AssistantId, GuidanceId, RoundId

VERSION_LENGTH = 16


class GuidanceKind(StrEnum):
    """What a piece of guidance asks to be changed."""

    LENGTH = "length"
    TONE = "tone"
    STRUCTURE = "structure"
    SOURCES = "sources"
    CORRECTION = "correction"
    ROLE = "role"
    OTHER = "other"


class GuidanceStatus(StrEnum):
    """Where a piece of reusable guidance stands between an idea and the playbook.

    A new version of its text starts as a candidate.
    """

    CANDIDATE = "candidate"
    TESTING = "testing"
    PROMISING = "promising"
    PROVEN = "proven"
    WATCH = "watch"
    RETIRED = "retired"


class GuidanceUse(StrEnum):
    """How a piece of guidance works, which decides what it is tested against.

    An *attached* one stands in the system message from the start and is tested against a
    fresh answer without it; a *revision* is said about a draft and is tested against a plain
    request to revise the same draft.
    """

    ATTACHED = "attached"
    REVISION = "revision"


class Control(StrEnum):
    """What the assistants get that a guidance round leaves out."""

    NONE = "none"
    RETRY = "retry"


class GuidanceSource(StrEnum):
    """Who put a piece of guidance into words."""

    PERSON = "person"
    SHARPER_WORDING = "sharper-wording"
    CHOICES = "choices"
    EDITS = "edits"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a piece of guidance is for; an empty part means everything.

    Attributes:
        kinds: kinds of task, as sessions have them, in lower case.
        assistants: the assistants it is for.
    """

    kinds: tuple[str, ...] = ()
    assistants: tuple[AssistantId, ...] = ()

    def covers_kind(self, kind: str | None) -> bool:
        """Whether tasks of this kind are within the scope."""
        return not self.kinds or (kind or "").strip().casefold() in self.kinds

    def covers_assistant(self, assistant: AssistantId) -> bool:
        """Whether this assistant is within the scope."""
        return not self.assistants or assistant in self.assistants


@dataclass(frozen=True, slots=True)
class GuidanceVersion:
    """One exact text that a piece of guidance has or had; `number` counts from 1."""

    guidance_id: GuidanceId
    version: str
    number: int
    text: str
    created: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """An instruction that asks for a change, as its newest version stands.

    Attributes:
        text: the exact words, never changed on their way to an assistant.
        version: names the text; see `version_of`.
        kind: what it asks to be changed.
        scope: the tasks and assistants it is for.
        origin: the round in which it was first said, which never counts as evidence;
            None if it was written down directly or proposed.
        reusable: whether it has a star; without one it was only said once.
        pinned: whether the person wants it attached always, proven or not.
        status: where a reusable one stands.
        use: how it works and is tested.
        source: who put it into words.
        question: what the person should decide about it; empty if nothing.
        is_example: whether it belongs to the example session; then it is never used.
    """

    id: GuidanceId
    text: str
    version: str
    kind: GuidanceKind = GuidanceKind.OTHER
    scope: Scope = Scope()
    origin: RoundId | None = None
    reusable: bool = False
    pinned: bool = False
    status: GuidanceStatus = GuidanceStatus.CANDIDATE
    use: GuidanceUse = GuidanceUse.ATTACHED
    source: GuidanceSource = GuidanceSource.PERSON
    question: str = ""
    created: str = ""
    is_example: bool = False


def version_of(text: str) -> str:
    """Return the name of the version that has exactly this text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:VERSION_LENGTH]
