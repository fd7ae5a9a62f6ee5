"""Set up trials, run them in the background, and read how they stand.

Thread: main.
Rules: everything that could be chosen with an eye on the result is fixed and stored before the
first answer is asked for: the tasks, the number of comparisons, the side of each.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace

from conductor.core.change import Change
from conductor.core.entities import Assistant
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import Guidance
from conductor.core.guidance.trial import CouldTell, Pair, TaskState, Trial, TrialState, TrialTask
from conductor.core.ids import GuidanceId, PairId, TrialId, TrialTaskId
from conductor.core.text.visible import visible, well_formed
from conductor.evidence.protocol import fair_side
from conductor.evidence.statistics.chance import RandomBits
from conductor.evidence.task_key import task_key
from conductor.i18n import _
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import trial_answers
from conductor.store.evidence import trials as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.guidance.playbook import Playbook
from conductor.workspace.trials.trial_answers import TrialAnswers, drawn_rank, end_if_over
from conductor.workspace.trials.trial_check import (
    NewTrial,
    TrialCheck,
    guidance_called,
)
from conductor.workspace.trials.trial_view import (
    ComparedPair,
    TrialGlance,
    TrialView,
    by_pair,
    compared,
    task_view,
)

log = logging.getLogger(__name__)


class Trials:
    """The person's trials."""

    def __init__(
        self,
        desk: Desk,
        answers: TrialAnswers,
        evidence: GuidanceEvidence,
        playbook: Playbook,
        source: RandomBits | None = None,
    ) -> None:
        self._desk = desk
        self._answers = answers
        self._evidence = evidence
        self._check = TrialCheck(desk, evidence)
        self._playbook = playbook
        self._source = source or secrets.SystemRandom()

    @property
    def is_busy(self) -> bool:
        """Whether answers of trials are being written or wait to be saved."""
        return self._answers.is_busy

    def new(self, wanted: NewTrial) -> Trial:
        """Make a trial and begin to have its answers written.

        Raises:
            NotFound: the guidance is not there.
            InvalidInput: it cannot be tested so; the sentence says why.
            StoreError: it could not be kept; nothing was sent.
        """
        guidance = guidance_called(self._desk, wanted.guidance_id)
        assistants = self._check.check(wanted)
        trial = Trial(
            id=TrialId(new_ulid()),
            guidance_id=guidance.id,
            version=guidance.version,
            use=wanted.use,
            assistants=tuple(who.id for who in assistants),
            per_task=wanted.per_task,
            created=self._desk.now(),
            prediction=wanted.prediction,
        )
        tasks = [
            TrialTask(
                id=TrialTaskId(new_ulid()),
                trial_id=trial.id,
                position=n,
                text=well_formed(task.text),
                task_key=task_key(task.text),
                kind=task.kind,
            )
            for n, task in enumerate(wanted.tasks)
        ]
        pairs = [
            planned
            for task in tasks
            for planned in self._planned(wanted, task, guidance, assistants)
        ]
        with self._desk.db.atomic():
            changed = replace(guidance, reusable=True, use=wanted.use)
            guidance_store.change_guidance(self._desk.db, changed)
            store.add_trial(self._desk.db, trial, tasks, pairs)
            self._evidence.begin_test(guidance.id)
        log.info("Trial %s has %d pairs.", trial.id, len(pairs))
        self._answers.go_on()
        self._announce(trial, guidance.id)
        return trial

    def _planned(
        self,
        wanted: NewTrial,
        task: TrialTask,
        guidance: Guidance,
        assistants: Sequence[Assistant],
    ) -> list[store.PlannedPair]:
        others = self._playbook.others(
            guidance,
            task.text,
            [who.id for who in assistants],
            kind=task.kind,
            promising_too=wanted.promising_too,
        )
        return [
            store.PlannedPair(
                Pair(
                    id=PairId(new_ulid()),
                    task_id=task.id,
                    assistant_id=who.id,
                    assistant=who.name,
                    repeat=repeat,
                    with_side=fair_side(self._source),
                    rank=drawn_rank(),
                ),
                others[who.id],
            )
            for who in assistants
            for repeat in range(wanted.per_task)
        ]

    def say_whether_told(self, trial_id: TrialId, could_tell: CouldTell) -> None:
        """Say at the end of a trial whether the person could tell which was which.

        Raises:
            InvalidInput: the trial goes on.
            NotFound: the trial is not there.
        """
        trial = self.get(trial_id)
        if not trial.state.is_ended:
            raise InvalidInput(_("This is asked at the end of the trial."))
        self._change(replace(trial, could_tell=could_tell))

    def stop(self, trial_id: TrialId) -> None:
        """Have nothing more written for a trial; what is there can be judged.

        Raises:
            NotFound: the trial is not there.
        """
        trial = self.get(trial_id)
        if trial.state is TrialState.RUNNING:
            self._change(replace(trial, state=TrialState.STOPPED, trouble=""))
            self._answers.stop(trial_id)

    def stop_all(self) -> None:
        """Have nothing more written for any trial."""
        for trial in self.all():
            if self._answers.on_its_way(trial.id):
                self.stop(trial.id)

    def resume(self, trial_id: TrialId) -> None:
        """Go on with a trial that was stopped or that the end of the program interrupted.

        Raises:
            NotFound: the trial is not there.
            InvalidInput: the trial is over.
            StoreError: it could not be kept; nothing was sent.
        """
        trial = self.get(trial_id)
        if trial.state.is_ended:
            raise InvalidInput(_("This trial is over."))
        self._answers.forget_tries(trial_id)
        self._change(replace(trial, state=TrialState.RUNNING, trouble=""))
        self._answers.go_on()

    def close(self, trial_id: TrialId) -> None:
        """Give up what is left of a trial: its open tasks are abandoned and never count.

        Raises:
            NotFound: the trial is not there.
        """
        trial = self.get(trial_id)
        if trial.state.is_ended:
            return
        with self._desk.db.atomic():
            for task in store.tasks_of(self._desk.db, trial_id):
                if task.state is TaskState.OPEN:
                    given_up = replace(task, state=TaskState.ABANDONED)
                    store.end_task(self._desk.db, given_up, self._desk.now())
            closed = replace(trial, state=TrialState.CLOSED, ended=self._desk.now())
            store.change_trial(self._desk.db, closed)
        self._answers.stop(trial_id)
        self._announce(trial)

    def all(self) -> tuple[Trial, ...]:
        """Return the trials, newest first."""
        return store.all_trials(self._desk.db)

    def get(self, trial_id: TrialId) -> Trial:
        """Return one trial.

        Raises:
            NotFound: it is not there.
        """
        trial = store.trial_by_id(self._desk.db, trial_id)
        if trial is None:
            raise _not_found(trial_id)
        return trial

    def find(self, name: str) -> Trial:
        """Return the trial with this id, the only one whose id begins so, or the "last".

        Raises:
            NotFound: there is none, or more than one.
        """
        wanted = name.strip().upper()
        every = self.all()
        if wanted == "LAST" and every:
            return every[0]
        found = [trial for trial in every if wanted and trial.id.startswith(wanted)]
        exact = [trial for trial in found if trial.id == wanted]
        if len(exact or found) != 1:
            raise _not_found(name)
        return (exact or found)[0]

    def view(self, trial_id: TrialId) -> TrialView:
        """Return how a trial stands, without anything that must not be known yet.

        Raises:
            NotFound: it is not there.
        """
        trial = self.get(trial_id)
        guidance = guidance_called(self._desk, trial.guidance_id)
        answers = by_pair(trial_answers.sides_of_trial(self._desk.db, trial_id))
        pairs = store.pairs_of_trial(self._desk.db, trial_id)
        tasks = tuple(
            task_view(task, [pair for pair in pairs if pair.task_id == task.id], answers)
            for task in store.tasks_of(self._desk.db, trial_id)
        )
        writing = self._answers.on_its_way(trial_id)
        return TrialView(trial, guidance, self._tested_text(trial), tasks, writing)

    def _tested_text(self, trial: Trial) -> str:
        versions = guidance_store.versions_of(self._desk.db, trial.guidance_id)
        return next(item.text for item in versions if item.version == trial.version)

    def glance(self, trial: Trial) -> TrialGlance:
        """Return how far a trial is, quickly."""
        ready, planned = self.progress(trial.id)
        tasks = store.tasks_of(self._desk.db, trial.id)
        states = [task.state for task in tasks]
        return TrialGlance(
            trial=trial,
            tested_text=self._tested_text(trial),
            ready=ready,
            planned=planned,
            complete=states.count(TaskState.COMPLETE),
            abandoned=tuple(t.trouble for t in tasks if t.state is TaskState.ABANDONED),
            tasks=len(tasks),
            writing=self._answers.on_its_way(trial.id),
        )

    def progress(self, trial_id: TrialId) -> tuple[int, int]:
        """Return how many pairs are ready to be compared, and how many there will be."""
        return store.progress_of(self._desk.db, trial_id)

    def task(self, task_id: TrialTaskId) -> TrialTask:
        """Return one task of a trial.

        Raises:
            NotFound: it is not there.
        """
        task = store.task_by_id(self._desk.db, task_id)
        if task is None:
            raise NotFound(_("There is no task {id} in a trial.").format(id=task_id))
        return task

    def pairs_of_task(self, task_id: TrialTaskId) -> tuple[ComparedPair, ...]:
        """Return the pairs of a complete task, both answers and who won; none before."""
        task = store.task_by_id(self._desk.db, task_id)
        if task is None or task.state is not TaskState.COMPLETE:
            return ()
        pairs = store.pairs_of_task(self._desk.db, task_id)
        answers = {pair.id: trial_answers.sides_of_pair(self._desk.db, pair.id) for pair in pairs}
        sides = {pair: {one.side: one for one in both} for pair, both in answers.items()}
        return tuple(compared(pair, sides[pair.id]) for pair in pairs)

    def _change(self, trial: Trial) -> None:
        with self._desk.db.atomic():
            store.change_trial(self._desk.db, trial)
            if trial.state is TrialState.RUNNING:
                end_if_over(self._desk, trial.id)
        self._announce(trial)

    def _announce(self, trial: Trial, *guidance: GuidanceId) -> None:
        self._desk.publish(Change(trials=frozenset({trial.id}), guidance=frozenset(guidance)))


def _not_found(name: str) -> NotFound:
    sentence = _("There is no trial {id}. “conductor trial list” lists them.")
    return NotFound(sentence.format(id=visible(name)))
