"""Hold a trial: tasks compared with and without a version of guidance, blind, by fresh answers.

Rules: a pair's side is decided by a coin before anything is asked for; nothing that is shown
before a task is complete tells which answer had the guidance.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from conductor.core.entities import Answer
from conductor.core.guidance.guidance import GuidanceUse
from conductor.core.guidance.outcome import Sign
from conductor.core.ids import AssistantId, GuidanceId, PairId, TrialId, TrialTaskId


class Side(IntEnum):
    """Where an answer of a pair is shown; the draft is what both sides of a revision revise."""

    DRAFT = 0
    LEFT = 1
    RIGHT = 2

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side(3 - self)


class TrialState(StrEnum):
    """How a trial stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    CLOSED = "closed"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will be compared."""
        return self in (TrialState.DONE, TrialState.CLOSED)


class TaskState(StrEnum):
    """How a trial's task stands; only a complete one counts."""

    OPEN = "open"
    COMPLETE = "complete"
    ABANDONED = "abandoned"


class PairChoice(StrEnum):
    """What the person said to "Which would you rather use for this task?"."""

    LEFT = "1"
    RIGHT = "2"
    TIE = "tie"
    NONE = "none"


class CouldTell(StrEnum):
    """What the person said at the end to "Could you tell which was which?"."""

    YES = "yes"
    NO = "no"
    SOMETIMES = "sometimes"


@dataclass(frozen=True, slots=True)
class Trial:
    """A test of one version of guidance.

    Attributes:
        per_task: comparisons per assistant and task, fixed from the start.
        trouble: why it stopped, in a sentence; empty if it did not or the person stopped it.
        prediction: how sure the person was beforehand that it helps, in percent.
    """

    id: TrialId
    guidance_id: GuidanceId
    version: str
    use: GuidanceUse
    assistants: tuple[AssistantId, ...]
    per_task: int
    created: str
    state: TrialState = TrialState.RUNNING
    trouble: str = ""
    prediction: int | None = None
    could_tell: CouldTell | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class TrialTask:
    """One task of a trial: one unit of evidence, however many comparisons it takes.

    Attributes:
        position: its place, from 0.
        task_key: names its normalised text.
        kind: the kind of task.
        trouble: why it was abandoned, in a sentence.
        sign: what it says, once it is complete.
    """

    id: TrialTaskId
    trial_id: TrialId
    position: int
    text: str
    task_key: str
    kind: str | None = None
    state: TaskState = TaskState.OPEN
    trouble: str = ""
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One comparison: which side has the guidance, and what was chosen.

    Attributes:
        repeat: number of the comparison by this assistant on this task, from 0.
        with_side: the side of the answer with the guidance, left or right.
        rank: its place in the queue, drawn by lot.
        shown: when it was first shown, UTC ISO 8601.
        seconds: seconds from showing to deciding.
        confidence: how sure the person was, in percent.
        guess: the side the person took for the one with the guidance.
    """

    id: PairId
    task_id: TrialTaskId
    assistant_id: AssistantId
    assistant: str
    repeat: int
    with_side: Side
    rank: int
    choice: PairChoice | None = None
    shown: str | None = None
    seconds: float | None = None
    confidence: int | None = None
    guess: Side | None = None


@dataclass(frozen=True, slots=True)
class SideAnswer:
    """One answer of a pair, as its newest attempt stands."""

    pair_id: PairId
    side: Side
    answer: Answer
