"""Put together the areas that find out which guidance works, when one is first needed.

Thread: main.
"""

import logging
from collections.abc import Iterable

from conductor.core.errors import StoreError
from conductor.core.events import EventBatch
from conductor.evidence.statistics.chance import RandomBits
from conductor.workspace.answers.threads import Threads
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance import GuidanceList
from conductor.workspace.guidance.lottery import Lottery
from conductor.workspace.guidance.playbook import Playbook
from conductor.workspace.guidance.proposing import Proposing
from conductor.workspace.guidance.standing import GuidanceEvidence
from conductor.workspace.sessions.sessions import Sessions
from conductor.workspace.trials.arms import TrialAnswers
from conductor.workspace.trials.checks import Checks
from conductor.workspace.trials.trial_queue import TrialQueue
from conductor.workspace.trials.trial_setup import TrialSetup
from conductor.workspace.trials.trials import Trials
from conductor.workspace.what_works.what_works import WhatWorks

log = logging.getLogger(__name__)


class Measuring:
    """Guidance, playbook, draws, trials and what they say."""

    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        threads: Threads,
        chance: RandomBits | None,
    ) -> None:
        self.standing = GuidanceEvidence(desk)
        self.playbook = Playbook(desk, self.standing)
        self.lottery = Lottery(desk, self.standing, self.playbook, chance)
        self.guidance = GuidanceList(desk, self.standing)
        self.proposing = Proposing(desk, self.guidance)
        self.arms = TrialAnswers(desk)
        self.trials = Trials(desk, self.arms, self.standing, self.playbook, chance)
        self.trial_setup = TrialSetup(desk, self.guidance, self.standing, sessions, threads)
        self.checks = Checks(desk)
        self.trial_queue = TrialQueue(desk, self.standing)
        self.what_works = WhatWorks(desk, self.guidance, self.standing, self.trials, self.lottery)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or waits to be saved."""
        return self.arms.is_busy or self.proposing.is_busy

    def receive(self, batches: Iterable[EventBatch]) -> None:
        """Take what the engine brought for trials and proposals."""
        kept = tuple(batches)
        self.arms.receive(kept)
        self.proposing.receive(kept)

    def tick(self) -> None:
        """Write what is due."""
        self.arms.tick()
        self.proposing.tick()

    def save_last(self) -> None:
        """Try once more to write what has ended, because the program ends.

        What cannot be written is taken for interrupted when the library is opened again.
        """
        for save in (self.arms.save, self.proposing.save):
            try:
                save()
            except StoreError as error:
                log.warning("A trial or a proposal was not saved: %s", error)

    def stop_all(self) -> None:
        """Stop what is being written."""
        self.trials.stop_all()
        self.proposing.stop_all()
