"""Hold what is about to be asked for a new task: each column with its guidance, and a draw."""

from dataclasses import dataclass

from conductor.core.entities import Assistant
from conductor.core.guidance.guidance import Guidance
from conductor.core.ids import GuidanceId


@dataclass(frozen=True, slots=True)
class TaskToSend:
    """A new task as the draw sees it.

    Attributes:
        attach: whether the playbook's guidance is attached.
        may_draw: whether a draw may be made for it.
        left_out: guidance that the person left out of this task.
        promising_too: whether promising guidance is attached as well.
    """

    text: str
    kind: str | None
    recipients: tuple[Assistant, ...]
    attach: bool = True
    may_draw: bool = False
    left_out: tuple[GuidanceId, ...] = ()
    promising_too: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One answer to ask for: of whom, and with which guidance, strongest first.

    Attributes:
        has: whether it was drawn; False as well where there is no draw.
    """

    assistant: Assistant
    attached: tuple[Guidance, ...]
    has: bool = False


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What is asked for a task; `drawn` is the guidance under test, None without a draw."""

    columns: tuple[Column, ...]
    drawn: Guidance | None = None
    is_pair: bool = False
