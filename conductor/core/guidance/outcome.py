"""Hold what a finished task says about a version of guidance; only such records are evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.ids import AssistantId, GuidanceId, RoundId, TrialTaskId


class Sign(StrEnum):
    """What a task says about the guidance."""

    WIN = "win"
    LOSS = "loss"
    TIE = "tie"


class OutcomeSource(StrEnum):
    """How a task was compared."""

    TRIAL = "trial"
    HOLDOUT = "holdout"
    LOTTERY = "lottery"


@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """One task that counts for one version of guidance.

    Attributes:
        version: the version that was tested.
        task_key: names the task's normalised text; it counts once per version.
        kind: the kind of task.
        models: the model that each assistant reported.
        cells: of pairs by one assistant, what each assistant's comparisons say by themselves.
        trial_task: the task of a trial behind it, or
        round_id: the round with the draw behind it.
        created: when it was finished, UTC ISO 8601.
    """

    guidance_id: GuidanceId
    version: str
    task_key: str
    source: OutcomeSource
    sign: Sign
    kind: str | None
    models: Mapping[AssistantId, str]
    cells: Mapping[AssistantId, Sign]
    trial_task: TrialTaskId | None = None
    round_id: RoundId | None = None
    created: str = ""
