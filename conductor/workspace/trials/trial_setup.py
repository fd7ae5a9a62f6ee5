"""Help to set up a trial: propose past tasks, keep sets of tasks, say what it will cost.

Thread: main.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from conductor.core.cost import cost_usd
from conductor.core.entities import Assistant, Usage
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import Guidance, GuidanceUse
from conductor.core.ids import ConnectionId, GuidanceId, SessionId
from conductor.core.text.visible import one_line, visible
from conductor.core.thread import about_tokens
from conductor.evidence.similarity import similarity
from conductor.i18n import _
from conductor.store.evidence import task_sets as store
from conductor.store.ulid import new_ulid
from conductor.workspace.answers.jobs import connection_of
from conductor.workspace.answers.threads import Threads
from conductor.workspace.connections.prices import price_of
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance import GuidanceList
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.names import MAX_NAME
from conductor.workspace.sessions.sessions import Sessions
from conductor.workspace.trials.trial_check import NewTrial, TaskText, TrialCheck

PROPOSED = 6
LOOKED_AT = 300
LONGEST_PROPOSED = 2000
TYPICAL_S = 15.0
TYPICAL_TOKENS = 500.0
TOKENS_READ_PER_MINUTE = 300.0


@dataclass(frozen=True, slots=True)
class Proposed:
    """A past task that a trial could use."""

    session_id: SessionId
    task: TaskText


@dataclass(frozen=True, slots=True)
class TrialEstimate:
    """What a trial will about take, before it starts.

    Attributes:
        pairs: comparisons for the person.
        requests: answers to be written.
        cost_usd: US dollars; None if a price is not known.
        writing_minutes: until all answers are there.
        reading_minutes: for the person to compare them.
    """

    pairs: int
    requests: int
    cost_usd: float | None
    writing_minutes: float
    reading_minutes: float


class TrialSetup:
    """What helps to set up a trial."""

    def __init__(
        self,
        desk: Desk,
        guidance: GuidanceList,
        evidence: GuidanceEvidence,
        sessions: Sessions,
        threads: Threads,
    ) -> None:
        self._desk = desk
        self._guidance = guidance
        self._evidence = evidence
        self._check = TrialCheck(desk, evidence)
        self._sessions = sessions
        self._threads = threads

    def proposed(self, guidance_id: GuidanceId, limit: int = PROPOSED) -> tuple[Proposed, ...]:
        """Return past tasks to test guidance on: of its kinds, short, unlike one another.

        Raises:
            NotFound: the guidance is not there.
        """
        item = self._guidance.get(guidance_id)
        past = [
            task
            for task in store.past_tasks(self._desk.db, LOOKED_AT, LONGEST_PROPOSED)
            if item.scope.covers_kind(task.kind) and self._can_be_used(item, task.text)
        ]
        chosen: list[store.PastTask] = []
        while past and len(chosen) < limit:
            best = min(past, key=lambda task: _likeness(task, chosen))
            chosen.append(best)
            past = [task for task in past if similarity(task.text, best.text) < 0.9]
        return tuple(Proposed(task.session_id, TaskText(task.text, task.kind)) for task in chosen)

    def why_not(self, guidance_id: GuidanceId, text: str) -> str | None:
        """Return why a task cannot be evidence for guidance, in a sentence; None if it can.

        Raises:
            NotFound: the guidance is not there.
        """
        return self._evidence.why_not(self._guidance.get(guidance_id), text)

    def _can_be_used(self, item: Guidance, text: str) -> bool:
        return self._evidence.why_not(item, text) is None

    def task_of_session(self, session_id: SessionId) -> TaskText:
        """Return a session's task, with the files that came with it.

        Raises:
            NotFound: the session is not there.
        """
        session = self._sessions.get(session_id)
        first = self._sessions.score(session_id)[0]
        return TaskText(self._threads.words(first), session.kind)

    def save_set(self, name: str, tasks: tuple[TaskText, ...]) -> None:
        """Keep a set of tasks under a name; a set that had the name is replaced.

        Raises:
            InvalidInput: there is no name or no task.
            StoreError: it could not be kept.
        """
        clean = one_line(name)
        if not clean or len(clean) > MAX_NAME:
            raise InvalidInput(_("A name has 1 to {n} characters.").format(n=MAX_NAME))
        kept = [(task.text, task.kind) for task in tasks if task.text.strip()]
        if not kept:
            raise InvalidInput(_("Choose at least one task for the set."))
        with self._desk.db.atomic():
            store.save_set(self._desk.db, new_ulid(), clean, kept, self._desk.now())

    def sets(self) -> dict[str, tuple[TaskText, ...]]:
        """Return the saved sets by name, oldest first."""
        return {
            name: tuple(TaskText(text, kind) for text, kind in tasks)
            for name, tasks in store.all_sets(self._desk.db).items()
        }

    def set_called(self, name: str) -> tuple[TaskText, ...]:
        """Return the tasks of a saved set.

        Raises:
            NotFound: there is no such set.
        """
        sets = self.sets()
        for known, tasks in sets.items():
            if known.casefold() == name.strip().casefold():
                return tasks
        sentence = _("There is no set of tasks called {name}. There is: {names}.")
        names = ", ".join(sets) or _("none yet")
        raise NotFound(sentence.format(name=visible(name), names=names))

    def remove_set(self, name: str) -> None:
        """Remove a saved set; trials that used it keep their tasks.

        Raises:
            NotFound: there is no such set.
        """
        self.set_called(name)
        with self._desk.db.atomic():
            store.remove_set(self._desk.db, name.strip(), self._desk.now())

    def estimate(self, wanted: NewTrial) -> TrialEstimate:
        """Return what a trial will about take.

        Raises:
            NotFound: the guidance is not there.
            InvalidInput: the trial cannot be made so; the sentence says why.
        """
        assistants = self._check.check(wanted)
        guidance = self._guidance.get(wanted.guidance_id)
        each = 3 if wanted.use is GuidanceUse.REVISION else 2
        per_assistant = len(wanted.tasks) * wanted.per_task
        costs: list[float | None] = []
        waiting_s: dict[ConnectionId, float] = defaultdict(float)
        tokens_read = 0.0
        for who in assistants:
            pace = store.pace_of(self._desk.db, who.id)
            output = pace.output_tokens or TYPICAL_TOKENS
            tokens_read += per_assistant * 2 * output
            requests = per_assistant * each
            waiting_s[who.connection_id] += (
                requests * (pace.seconds or TYPICAL_S) / self._width(who)
            )
            costs.append(self._cost(who, wanted, guidance, output, each))
        known = [cost for cost in costs if cost is not None]
        return TrialEstimate(
            pairs=per_assistant * len(assistants),
            requests=per_assistant * len(assistants) * each,
            cost_usd=math.fsum(known) if len(known) == len(costs) else None,
            writing_minutes=max(waiting_s.values()) / 60,
            reading_minutes=tokens_read / TOKENS_READ_PER_MINUTE,
        )

    def _width(self, who: Assistant) -> int:
        connection = connection_of(self._desk, who)
        return 2 * max(1, connection.parallel // 4) if connection else 1

    def _cost(
        self, who: Assistant, wanted: NewTrial, guidance: Guidance, output: float, each: int
    ) -> float | None:
        connection = connection_of(self._desk, who)
        price = price_of(connection, who.model) if connection else None
        role = about_tokens(who.role) + about_tokens(guidance.text) // 2
        read = sum(about_tokens(task.text) + role for task in wanted.tasks) * wanted.per_task
        written = output * len(wanted.tasks) * wanted.per_task
        if wanted.use is GuidanceUse.REVISION:
            read += int(written)  # the draft is read again on both sides
        usage = Usage(input_uncached=read * each, output_total=int(written * each))
        return cost_usd(usage, price)


def _likeness(task: store.PastTask, chosen: list[store.PastTask]) -> float:
    return max((similarity(task.text, other.text) for other in chosen), default=0.0)
