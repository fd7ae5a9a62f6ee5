"""Put together the areas that find out which guidance works, when one is first needed.

Thread: main.
"""

from conductor.evidence.chance import RandomBits
from conductor.workspace.arms import Arms
from conductor.workspace.desk import Desk
from conductor.workspace.guidance import GuidanceList
from conductor.workspace.lottery import Lottery
from conductor.workspace.playbook import Playbook
from conductor.workspace.rounds import Rounds
from conductor.workspace.sessions import Sessions
from conductor.workspace.standing import Standing
from conductor.workspace.threads import Threads
from conductor.workspace.trial_queue import TrialQueue
from conductor.workspace.trial_setup import TrialSetup
from conductor.workspace.trials import Trials
from conductor.workspace.what_works import WhatWorks


class Measuring:
    """Guidance, playbook, draws, trials and what they say."""

    def __init__(
        self,
        desk: Desk,
        rounds: Rounds,
        sessions: Sessions,
        threads: Threads,
        chance: RandomBits | None,
    ) -> None:
        self.standing = Standing(desk)
        self.playbook = Playbook(desk, self.standing)
        self.lottery = Lottery(desk, self.standing, self.playbook, chance)
        self.guidance = GuidanceList(desk, rounds, self.standing)
        self.arms = Arms(desk)
        self.trials = Trials(desk, self.arms, self.standing, self.playbook, chance)
        self.trial_setup = TrialSetup(desk, self.guidance, self.standing, sessions, threads)
        self.trial_queue = TrialQueue(desk, self.standing)
        self.what_works = WhatWorks(desk, self.guidance, self.standing, self.trials, self.lottery)
