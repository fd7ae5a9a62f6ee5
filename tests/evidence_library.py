"""Fill a library with guidance of every verdict, through trials and what they count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import count, cycle
from pathlib import Path

from conductor.core.guidance.guidance import Guidance, GuidanceKind, Scope
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.guidance.trial import PairChoice, Trial
from conductor.core.ids import AssistantId
from conductor.store.evidence import trials as store
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from tests.fakes import words
from tests.kept_folder import files_made, lay_out
from tests.workspace.conftest import Stage

MEANING = {"w": Sign.WIN, "l": Sign.LOSS, "t": Sign.TIE}
NUMBERS_FIRST = "Numbers first, then the reason."
UNTESTED = "Make it shorter."
_ANSWERS = (
    "## Decided\n\nThe budget of **₩42 M** is approved; spending starts on 5 December.\n\n"
    "- Park compares two suppliers by 28 November.\n- Lee keeps the list of risks.\n\n"
    "| item | ₩ M |\n|---|---|\n| budget | 42.0 |\n| spent | 11.6 |\n",
    "The board met on Monday and, after some discussion, came to agree that the budget, which "
    "had been an open question for a while, can be approved. Two suppliers will be compared.\n\n"
    "It remains open whether the pilot may start before January.\n",
    "예산 **4,200만 원**을 승인했고, 집행은 12월 5일에 시작한다.\n\n- 박 대리: 공급사 2곳 비교\n",
)
_SUBJECTS = ("the board meeting", "the offer of Hanil", "the risk list", "the pilot", "the audit")


@dataclass(frozen=True, slots=True)
class Entry:
    """One guidance: what its blind tests said, what its draws said, and what it is for."""

    text: str
    pairs: str
    lottery: str = ""
    kinds: tuple[str, ...] = ()
    kind: GuidanceKind = GuidanceKind.OTHER
    model: str = ""


ENTRIES = (
    Entry("Half the words, keep every number.", "wwwlwwwtw", "wlw", kind=GuidanceKind.LENGTH),
    Entry("Name who decides what, and by when.", "wwwwlwwww", kinds=("summary",)),
    Entry("반대 의견을 먼저 세 가지 쓰고 답하라.", "wlwlwlwlwl" + "t" * 10, kinds=("analysis",)),
    Entry("Think step by step.", "lllwllllll" + "tttt"),
    Entry("Answer like an old friend of the house.", "llllllll", kind=GuidanceKind.TONE),
    Entry("Cite the source of every figure.", "wlw", kind=GuidanceKind.SOURCES),
    Entry("Write for a reader who knows nothing of it.", "wwwww", "wwlw"),
    Entry("End with the one question that is open.", "wwwwwwwww", model="model-0"),
)


def fill(folder: Path, *, waiting: bool = True) -> None:
    """Put a library with ten pieces of guidance into a folder.

    Args:
        folder: the data folder; there is no library in it.
        waiting: whether pairs of a trial wait to be compared.
    """
    lay_out(_filled(waiting), folder)


@cache
def _filled(waiting: bool) -> Mapping[str, bytes]:
    return files_made(partial(_fill, waiting=waiting))


def _fill(folder: Path, *, waiting: bool) -> None:
    stage = Stage(folder)
    try:
        team = stage.team("Astra", "Opus")
        for subject in _SUBJECTS:
            stage.asked(f"Write to Kim about {subject}, in five lines.", team[:1])
        for name in ("Astra", "Opus"):
            for text in cycle_of(_ANSWERS, 64):
                stage.provider.script(name, words(text))
        proven = stage.workspace.guidance.add(
            NUMBERS_FIRST, GuidanceKind.STRUCTURE, Scope(("summary", "email"))
        )
        tasks = _tasks()
        judged(stage, proven, team, [next(tasks) for _ in range(19)], "wwwlwwwtwwtwwwlwwtw")
        for entry in ENTRIES:
            counted(stage, entry, team[0])
        last = stage.workspace.guidance.add(UNTESTED, GuidanceKind.LENGTH)
        if waiting:
            made(stage, last, team, [next(tasks) for _ in range(3)])
    finally:
        stage.workspace.close()


def cycle_of(texts: Sequence[str], count_of: int) -> list[str]:
    """Return so many texts, again from the first when they end."""
    turning = cycle(texts)
    return [next(turning) for _ in range(count_of)]


def _tasks() -> Iterator[TaskText]:
    for number in count(1):
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        kind = "summary" if number % 3 else "email"
        yield TaskText(f"Sum up {subject} on half a page, point {number}.", kind)


def made(
    stage: Stage, guidance: Guidance, team: tuple[AssistantId, ...], tasks: Sequence[TaskText]
) -> Trial:
    """Make a trial and wait until its answers are written."""
    trial = stage.workspace.trials.new(NewTrial(guidance.id, tuple(tasks), team))
    stage.until(lambda: not stage.workspace.trials.is_busy)
    return trial


def judged(
    stage: Stage,
    guidance: Guidance,
    team: tuple[AssistantId, ...],
    tasks: Sequence[TaskText],
    signs: str,
) -> None:
    """Make a trial and judge it so that its tasks come out as told."""
    trial = made(stage, guidance, team, tasks)
    db = stage.workspace.desk.db
    wanted = {task.id: sign for task, sign in zip(store.tasks_of(db, trial.id), signs, strict=True)}
    for pair in store.ready_pairs(db, trial.id):
        choice = {"w": str(pair.with_side), "l": str(3 - pair.with_side), "t": "tie"}
        chosen = PairChoice(choice[wanted[pair.task_id]])
        stage.workspace.trial_queue.answer(pair.id, chosen, seconds=21.0)


def counted(stage: Stage, entry: Entry, who: AssistantId) -> Guidance:
    """Write guidance down and count tasks for it."""
    item = stage.workspace.guidance.add(entry.text, entry.kind, Scope(entry.kinds))
    evidence = GuidanceEvidence(stage.workspace.desk)
    told = [(OutcomeSource.HOLDOUT, sign) for sign in entry.pairs]
    told += [(OutcomeSource.LOTTERY, sign) for sign in entry.lottery]
    with stage.workspace.desk.db.atomic():
        evidence.begin_test(item.id)
        for number, (source, sign) in enumerate(told):
            is_pair = source is OutcomeSource.HOLDOUT
            evidence.count(
                TaskOutcome(
                    guidance_id=item.id,
                    version=item.version,
                    task_key=f"{source}{number}",
                    source=source,
                    sign=MEANING[sign],
                    kind=entry.kinds[0] if entry.kinds else None,
                    models={who: entry.model} if entry.model else {},
                    cells={who: MEANING[sign]} if is_pair else {},
                    created=f"2026-11-{1 + number:02}T10:00:00.000Z",
                )
            )
    return item


def queue_library(
    folder: Path, guidance: Sequence[str], *, judged: int = 0, text: str = ""
) -> None:
    """Put a library with a trial for each guidance into a folder.

    A trial has two tasks by two assistants, written.

    Args:
        folder: the data folder; there is no library in it.
        guidance: the texts that are tested.
        judged: how many pairs are judged already, as tied.
        text: what every answer says besides its number.
    """
    lay_out(_queue(tuple(guidance), judged, text), folder)


@cache
def _queue(guidance: tuple[str, ...], judged: int, text: str) -> Mapping[str, bytes]:
    fill_queue = partial(_fill_queue, guidance=guidance, judged=judged, text=text)
    return files_made(fill_queue)


def _fill_queue(folder: Path, *, guidance: tuple[str, ...], judged: int, text: str) -> None:
    stage = Stage(folder)
    try:
        team = stage.team("Astra", "Opus")
        for name in ("Astra", "Opus"):
            for number in range(4 * len(guidance)):
                stage.provider.script(name, words(f"Answer {name[0]}{number}. {text}"))
        for number, one in enumerate(guidance):
            tasks = [TaskText(f"Task {number}.{n} of the day") for n in range(2)]
            made(stage, stage.workspace.guidance.add(one), team, tasks)
        for pair in store.ready_pairs(stage.workspace.desk.db)[:judged]:
            stage.workspace.trial_queue.answer(pair.id, PairChoice.TIE)
    finally:
        stage.workspace.close()
