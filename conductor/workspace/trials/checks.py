"""Check gently how the person judges: sides, blinding, agreement with oneself, predictions.

Thread: main.
Rules: nothing here weighs in any verdict, and nothing of an open task is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from conductor.core.guidance.outcome import Sign
from conductor.core.guidance.trial import Pair, PairChoice, TaskState, Trial
from conductor.core.ids import GuidanceId
from conductor.evidence.checks import (
    Check,
    Prediction,
    SurenessBin,
    blinding_check,
    blinding_words,
    brier,
    calibration,
    consistency_words,
    side_check,
)
from conductor.store.evidence import trials as store
from conductor.workspace.desk import Desk
from conductor.workspace.trials.second_looks import SecondLooks


@dataclass(frozen=True, slots=True)
class Predictions:
    """How well the person's predictions came true.

    Attributes:
        brier: 0 for a seer, 0.25 for always 50 %; None without any.
        bars: of the calibration chart; none before there are twenty predictions.
    """

    made: int
    brier: float | None
    bars: tuple[SurenessBin, ...]


class Checks:
    """What the comparisons say of the person, not of the guidance."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looks = SecondLooks(desk)

    def sides(self) -> Check:
        """Return whether one side is preferred, over all comparisons of complete tasks."""
        chosen = [pair.choice for _t, pair in self._judged()]
        return side_check(chosen.count(PairChoice.LEFT), chosen.count(PairChoice.RIGHT))

    def blinding(self, guidance_id: GuidanceId | None = None) -> Check:
        """Return whether the person could tell the sides, from the guesses made.

        Args:
            guidance_id: only in trials of this guidance; None looks at all.
        """
        guesses = [
            pair.guess == pair.with_side
            for trial, pair in self._judged()
            if pair.guess is not None and guidance_id in (None, trial.guidance_id)
        ]
        return blinding_check(sum(guesses), len(guesses))

    def blinding_words(self, guidance_id: GuidanceId) -> str:
        """Return what stands beside the verdict of guidance that was not really blind."""
        return blinding_words(self.blinding(guidance_id))

    def agreement_words(self) -> str:
        """Return how often the person agreed with an earlier choice; empty without any."""
        agreed, repeated = self._looks.agreement()
        return consistency_words(agreed, repeated) if repeated else ""

    def predictions(self) -> Predictions:
        """Return how well predictions of ended trials came true: more tasks won than lost."""
        made = []
        for trial in store.all_trials(self._desk.db):
            signs = [task.sign for task in store.tasks_of(self._desk.db, trial.id) if task.sign]
            if trial.prediction is not None and trial.state.is_ended and signs:
                helped = signs.count(Sign.WIN) > signs.count(Sign.LOSS)
                made.append(Prediction(trial.prediction / 100, helped))
        return Predictions(len(made), brier(made), calibration(made))

    def _judged(self) -> Iterator[tuple[Trial, Pair]]:
        for trial in store.all_trials(self._desk.db):
            tasks = store.tasks_of(self._desk.db, trial.id)
            complete = {task.id for task in tasks if task.state is TaskState.COMPLETE}
            for pair in store.pairs_of_trial(self._desk.db, trial.id):
                if pair.task_id in complete:
                    yield trial, pair
