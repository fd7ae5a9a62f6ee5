"""Decide which tasks count as evidence on a guidance, and say why the others do not.

Rules: a task counts once per version, whichever way it was first compared to the end. The
task on which the guidance was invented never counts: it was chosen for being a win.
"""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.guidance.outcome import Sign
from conductor.evidence.counts import Counts, count


class Material(StrEnum):
    """Where a task's outcome comes from; only the first three can move a verdict."""

    TRIAL = "trial"
    HOLDOUT = "holdout"
    LOTTERY = "lottery"
    KNOWN_ARM = "known_arm"
    REVISION = "revision"
    THUMB = "thumb"
    AI_JUDGE = "ai_judge"

    @property
    def counts(self) -> bool:
        """Whether it was blinded and drawn by lot; all else weighs nothing."""
        return self is Material.LOTTERY or self.is_pair

    @property
    def is_pair(self) -> bool:
        """Whether one assistant answered both with the guidance and without it."""
        return self in (Material.TRIAL, Material.HOLDOUT)


class Exclusion(StrEnum):
    """Why a task does not count."""

    DISCOVERY = "discovery"
    REPEATED = "repeated"
    NOT_BLIND = "not_blind"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class ComparedTask:
    """A task on which one version of a guidance was compared.

    Attributes:
        text: the task's words, by which it is known again.
        material: how it was compared.
        outcome: what it says; None if it was not judged to the end.
    """

    text: str
    material: Material
    outcome: Sign | None


@dataclass(frozen=True, slots=True)
class ComparedTasks:
    """What counts of the tasks on which a version was compared.

    Attributes:
        counted: the tasks that count, in order.
        excluded: the others, each with the reason.
    """

    counted: tuple[ComparedTask, ...]
    excluded: tuple[tuple[ComparedTask, Exclusion], ...]

    @property
    def pooled(self) -> Counts:
        """All that counts."""
        return self._count(tuple(Material))

    @property
    def pairs(self) -> Counts:
        """The part in which one assistant answered both ways."""
        return self._count((Material.TRIAL, Material.HOLDOUT))

    @property
    def lottery(self) -> Counts:
        """The part that ordinary work gave."""
        return self._count((Material.LOTTERY,))

    def _count(self, materials: Collection[Material]) -> Counts:
        return count(
            task.outcome
            for task in self.counted
            if task.outcome is not None and task.material in materials
        )


def normalised(text: str) -> str:
    """Return a task's words without what does not make it another task: case, width, spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def task_key(text: str) -> str:
    """Return what two tasks have in common exactly if their normalised texts are the same."""
    return hashlib.sha256(normalised(text).encode("utf-8", "replace")).hexdigest()[:32]


def what_counts(tasks: Iterable[ComparedTask], discovery: Collection[str]) -> ComparedTasks:
    """Sort the tasks of one version of a guidance into those that count and the others.

    Args:
        tasks: in the order in which they were finished; a text counts the first time only.
        discovery: the tasks on which the guidance was invented, which never count.
    """
    known = {normalised(text) for text in discovery}
    seen: set[str] = set()
    counted: list[ComparedTask] = []
    excluded: list[tuple[ComparedTask, Exclusion]] = []
    for task in tasks:
        reason = _exclusion(task, known, seen)
        if reason is None:
            seen.add(normalised(task.text))
            counted.append(task)
        else:
            excluded.append((task, reason))
    return ComparedTasks(tuple(counted), tuple(excluded))


def _exclusion(task: ComparedTask, discovery: set[str], seen: set[str]) -> Exclusion | None:
    key = normalised(task.text)
    if not task.material.counts:
        return Exclusion.NOT_BLIND
    if key in discovery:
        return Exclusion.DISCOVERY
    if task.outcome is None:
        return Exclusion.UNFINISHED
    return Exclusion.REPEATED if key in seen else None
