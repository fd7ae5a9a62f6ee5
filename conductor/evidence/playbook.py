"""Choose the guidance that is attached to a new task by itself.

Rules: proven guidance only, promising if the person allows it; within its scope; verbatim,
strongest first, at most eight items or six hundred tokens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.guidance.guidance import GuidanceStatus, Scope
from conductor.core.ids import AssistantId
from conductor.core.thread import about_tokens
from conductor.evidence.similarity import similarity

MOST_ITEMS = 8
MOST_TOKENS = 600
LEAST_SIMILARITY = 0.15


@dataclass(frozen=True, slots=True)
class PlaybookItem:
    """A guidance as the playbook sees it.

    Attributes:
        id: the guidance's id.
        text: its exact words.
        p_helps: probability that it helps, by which the stronger comes first.
        examples: tasks it was used on, by which a task without a kind is recognised.
    """

    id: str
    text: str
    status: GuidanceStatus
    scope: Scope
    p_helps: float
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What a new task shows of itself before it is sent; `kind` is None if not known."""

    text: str
    kind: str | None = None


class LeftOut(StrEnum):
    """Why guidance that fits the task is not attached."""

    TOO_MANY = "too_many"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Attached:
    """What a task gets.

    Attributes:
        items: the guidance attached, strongest first.
        left_out: guidance that would fit the task but not beside the others, with the reason.
        tokens: about how many tokens the attached texts have.
    """

    items: tuple[PlaybookItem, ...]
    left_out: tuple[tuple[PlaybookItem, LeftOut], ...]
    tokens: int


def attach(
    items: Iterable[PlaybookItem],
    task: Task,
    assistant: AssistantId,
    *,
    promising_too: bool = False,
) -> Attached:
    """Return the guidance that one assistant gets for a task.

    An item too long for the room that is left does not keep shorter, weaker ones out.

    Args:
        items: the whole playbook.
        task: the task about to be sent.
        assistant: who is to get it.
        promising_too: whether the person allows promising guidance.
    """
    wanted = (
        {GuidanceStatus.PROVEN, GuidanceStatus.PROMISING}
        if promising_too
        else {GuidanceStatus.PROVEN}
    )
    fitting = [item for item in items if item.status in wanted and fits(item, task, assistant)]
    chosen: list[PlaybookItem] = []
    left_out: list[tuple[PlaybookItem, LeftOut]] = []
    tokens = 0
    for item in sorted(fitting, key=_strongest_first):
        size = about_tokens(item.text)
        if len(chosen) == MOST_ITEMS:
            left_out.append((item, LeftOut.TOO_MANY))
        elif tokens + size > MOST_TOKENS:
            left_out.append((item, LeftOut.TOO_LONG))
        else:
            chosen.append(item)
            tokens += size
    return Attached(tuple(chosen), tuple(left_out), tokens)


def fits(item: PlaybookItem, task: Task, assistant: AssistantId) -> bool:
    """Return whether a task is within the scope of a guidance.

    The kind decides where the guidance names kinds and the task has one; a task without a
    kind must resemble one of the guidance's examples.
    """
    if not item.scope.covers_assistant(assistant):
        return False
    if task.kind is not None or not item.scope.kinds:
        return item.scope.covers_kind(task.kind)
    return likeness(item, task) >= LEAST_SIMILARITY


def likeness(item: PlaybookItem, task: Task) -> float:
    """Return how much a task resembles the nearest example of a guidance, from 0 to 1."""
    return max((similarity(task.text, text) for text in item.examples), default=0.0)


def _strongest_first(item: PlaybookItem) -> tuple[bool, float, str]:
    return (item.status is not GuidanceStatus.PROVEN, -item.p_helps, item.id)
