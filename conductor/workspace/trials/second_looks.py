"""Show some pairs a second time with their sides swapped, to check on the person, gently.

Thread: main.
Rules: only pairs of complete tasks come again, and what is chosen then weighs nothing.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from conductor.core.errors import InvalidInput
from conductor.core.guidance.trial import Pair, PairChoice
from conductor.core.ids import PairId, TrialId
from conductor.i18n import _
from conductor.store.evidence import trial_repeats as store
from conductor.store.evidence import trials as trial_store
from conductor.store.evidence.trial_repeats import Repeat
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.trials.trial_answers import drawn_rank

REPEAT_ONE_IN = 10
_SWAPPED = {PairChoice.LEFT: PairChoice.RIGHT, PairChoice.RIGHT: PairChoice.LEFT}


class SecondLooks:
    """The pairs that come again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def plan(self, pairs: Sequence[Pair]) -> None:
        """Draw which pairs of a complete task come again; to be called in its transaction."""
        chosen = [pair for pair in pairs if secrets.randbelow(REPEAT_ONE_IN) == 0]
        repeats = [Repeat(PairId(new_ulid()), pair.id, drawn_rank()) for pair in chosen]
        store.add_repeats(self._desk.db, repeats)

    def waiting(self, trial_id: TrialId | None) -> list[Repeat]:
        """Return the second looks that were not taken yet, of one trial or of all."""
        found = [look for look in store.all_repeats(self._desk.db) if look.choice is None]
        if trial_id is None:
            return found
        own = {pair.id for pair in trial_store.pairs_of_trial(self._desk.db, trial_id)}
        return [look for look in found if look.pair_id in own]

    def called(self, look_id: PairId) -> Repeat | None:
        """Return the second look with this id, None if it is none."""
        every = store.all_repeats(self._desk.db)
        return next((look for look in every if look.id == look_id), None)

    def show(self, look: Repeat) -> None:
        """Note that a second look is shown."""
        with self._desk.db.atomic():
            store.show_repeat(self._desk.db, look.id, self._desk.now())

    def answer(self, look: Repeat, choice: PairChoice, seconds: float | None) -> None:
        """Take what was chosen the second time.

        Raises:
            InvalidInput: it was judged already.
        """
        if look.choice is not None:
            raise InvalidInput(_("This pair was judged already; the first choice counts."))
        taken = taken_s(self._desk, look.shown) if seconds is None else seconds
        with self._desk.db.atomic():
            store.judge_repeat(self._desk.db, look.id, choice, taken, self._desk.now())

    def agreement(self) -> tuple[int, int]:
        """Return how often the person agreed with an earlier choice, and of how many."""
        judged = [look for look in store.all_repeats(self._desk.db) if look.choice is not None]
        agreed = sum(
            1
            for look in judged
            if look.choice and _SWAPPED.get(look.choice, look.choice) is look.first_choice
        )
        return agreed, len(judged)


def taken_s(desk: Desk, shown: str | None) -> float | None:
    """Return the seconds since something was shown, None if it was not."""
    if shown is None:
        return None
    return (datetime.fromisoformat(desk.now()) - datetime.fromisoformat(shown)).total_seconds()
