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
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.guidance.lottery import Lottery
from conductor.workspace.guidance.playbook import Playbook
from conductor.workspace.guidance.proposing import Proposing
from conductor.workspace.sessions.sessions import Sessions
from conductor.workspace.trials.checks import Checks
from conductor.workspace.trials.trial_answers import TrialAnswers
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
        self.evidence = GuidanceEvidence(desk)
        self.playbook = Playbook(desk, self.evidence)
        self.lottery = Lottery(desk, self.evidence, self.playbook, chance)
        self.guidance = GuidanceList(desk, self.evidence)
        self.proposing = Proposing(desk, self.guidance)
        self.trial_answers = TrialAnswers(desk)
        self.trials = Trials(desk, self.trial_answers, self.evidence, self.playbook, chance)
        self.trial_setup = TrialSetup(desk, self.guidance, self.evidence, sessions, threads)
        self.checks = Checks(desk)
        self.trial_queue = TrialQueue(desk, self.evidence)
        self.what_works = WhatWorks(desk, self.guidance, self.evidence, self.trials, self.lottery)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or waits to be saved."""
        return self.trial_answers.is_busy or self.proposing.is_busy

    def receive(self, batches: Iterable[EventBatch]) -> None:
        """Take what the engine brought for trials and proposals."""
        kept = tuple(batches)
        self.trial_answers.receive(kept)
        self.proposing.receive(kept)

    def tick(self) -> None:
        """Write what is due."""
        self.trial_answers.tick()
        self.proposing.tick()

    def save_last(self) -> None:
        """Try once more to write what has ended, because the program ends.

        What cannot be written is taken for interrupted when the library is opened again.
        """
        for save in (self.trial_answers.save, self.proposing.save):
            try:
                save()
            except StoreError as error:
                log.warning("A trial or a proposal was not saved: %s", error)

    def stop_all(self) -> None:
        """Stop what is being written."""
        self.trials.stop_all()
        self.proposing.stop_all()
