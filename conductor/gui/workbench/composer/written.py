"""Hold what the person has written: what is not sent yet, and what is about to be sent."""

from dataclasses import dataclass

from conductor.core.entities import Attachment
from conductor.core.guidance.guidance import Control, GuidanceKind
from conductor.core.ids import AssistantId, GuidanceId, RoundId
from conductor.gui.workbench.composer.mode import Mode


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written and not sent.

    Attributes:
        edits: the round whose words are being changed, if any.
        is_guidance: whether it says what should change in the answers.
        is_reusable: whether that has a star.
    """

    text: str = ""
    files: tuple[Attachment, ...] = ()
    edits: RoundId | None = None
    is_guidance: bool = False
    is_reusable: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the person wants to send, and to whom.

    Attributes:
        is_to_all: whether that is everybody who could be addressed.
        kind: of guidance, what it asks to be changed.
        control: of guidance, what those are told that it leaves out.
        left_out: of a task, the guidance that the person does not want attached.
        may_draw: of a task, whether a draw may be made.
    """

    draft: Draft
    recipients: tuple[AssistantId, ...]
    mode: Mode
    is_to_all: bool = False
    kind: GuidanceKind = GuidanceKind.OTHER
    control: Control = Control.NONE
    left_out: tuple[GuidanceId, ...] = ()
    may_draw: bool = False
