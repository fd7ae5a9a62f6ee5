"""Check a trial before it is made, and say in a sentence why it cannot be made so.

Thread: main.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.entities import Assistant
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import Guidance, GuidanceStatus, GuidanceUse
from conductor.core.ids import AssistantId, GuidanceId
from conductor.core.service import service_of
from conductor.core.text.visible import visible
from conductor.evidence.task_key import task_key
from conductor.i18n import _
from conductor.store.evidence import guidance as guidance_store
from conductor.workspace.answers.asking import assistants_by_id
from conductor.workspace.answers.jobs import connection_of
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.guidance.guidance_text import refuse_example

MOST_PAIRS = 600
MOST_PER_TASK = 9


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task for a trial, and its kind."""

    text: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class NewTrial:
    """What the person wants to test.

    Attributes:
        per_task: comparisons per assistant and task.
        use: whether it is tested as attached guidance, or as a word on a draft.
        prediction: how sure the person is that it helps, in percent from 50 to 99.
        promising_too: whether promising guidance is among what both answers get.
    """

    guidance_id: GuidanceId
    tasks: tuple[TaskText, ...]
    assistants: tuple[AssistantId, ...]
    per_task: int = 1
    use: GuidanceUse = GuidanceUse.ATTACHED
    prediction: int | None = None
    promising_too: bool = False


class TrialCheck:
    """What a trial must fulfil."""

    def __init__(self, desk: Desk, evidence: GuidanceEvidence) -> None:
        self._desk = desk
        self._evidence = evidence

    def check(self, wanted: NewTrial) -> tuple[Assistant, ...]:
        """Return the assistants of a trial that can be made as it is wanted.

        Raises:
            NotFound: the guidance is not there.
            InvalidInput: it cannot be tested so; the sentence says why.
        """
        guidance = guidance_called(self._desk, wanted.guidance_id)
        refuse_example(guidance)
        if guidance.status is GuidanceStatus.RETIRED:
            raise InvalidInput(_("This guidance is retired. Take it back to test it."))
        self._evidence.require_use(guidance, wanted.use)
        if wanted.prediction is not None:
            check_prediction(wanted.prediction)
        if not wanted.tasks:
            raise InvalidInput(_("Choose at least one task for the trial."))
        if not 1 <= wanted.per_task <= MOST_PER_TASK:
            sentence = _("A task can have 1 to {n} comparisons per assistant.")
            raise InvalidInput(sentence.format(n=MOST_PER_TASK))
        assistants = self._assistants(wanted.assistants)
        if len(wanted.tasks) * len(assistants) * wanted.per_task > MOST_PAIRS:
            sentence = _("A trial can have {n} comparisons at most. Choose fewer tasks.")
            raise InvalidInput(sentence.format(n=MOST_PAIRS))
        self._check_tasks(guidance, wanted.tasks)
        return assistants

    def _check_tasks(self, guidance: Guidance, tasks: Sequence[TaskText]) -> None:
        keys = set()
        for task in tasks:
            if not task.text.strip():
                raise InvalidInput(_("A task of the trial is empty."))
            why = self._evidence.why_not(guidance, task.text)
            if why is None and task_key(task.text) in keys:
                why = _("This task is there twice; a task counts only once.")
            if why is not None:
                raise InvalidInput(f"{_shortened(task.text)}: {why}")
            keys.add(task_key(task.text))

    def _assistants(self, wanted: Sequence[AssistantId]) -> tuple[Assistant, ...]:
        present = assistants_by_id(self._desk)
        chosen = tuple(present[who] for who in dict.fromkeys(wanted) if who in present)
        if not chosen:
            raise InvalidInput(_("Choose at least one assistant for the trial."))
        for who in chosen:
            connection = connection_of(self._desk, who)
            if connection is not None and service_of(connection.kind).is_by_hand:
                sentence = _("{name} is used in the browser and takes no part in trials.")
                raise InvalidInput(sentence.format(name=who.name))
        return chosen


def guidance_called(desk: Desk, guidance_id: GuidanceId) -> Guidance:
    """Return a piece of guidance.

    Raises:
        NotFound: it is not there.
    """
    found = guidance_store.guidance_by_id(desk.db, guidance_id)
    if found is None:
        raise NotFound(_("There is no guidance {id}.").format(id=visible(guidance_id)))
    return found


def check_prediction(percent: int) -> None:
    """Make sure that a prediction is a percentage from 50 to 99.

    Raises:
        InvalidInput: it is not.
    """
    if not 50 <= percent <= 99:
        raise InvalidInput(_("Say how sure you are in percent, from 50 to 99."))


def _shortened(text: str) -> str:
    line = " ".join(visible(text).split())
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
