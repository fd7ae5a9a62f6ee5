"""Attach guidance to new tasks: proven by itself, pinned always, promising where allowed.

Thread: main.
Rules: within its scope, verbatim, strongest first, eight items or six hundred tokens at most;
what is pinned takes its room first. The window shows it before sending, and any item can be
left out of a task.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from conductor.core.guidance.guidance import Guidance, GuidanceStatus, GuidanceUse
from conductor.core.ids import AssistantId, GuidanceId
from conductor.core.thread import about_tokens
from conductor.evidence.playbook import (
    MOST_ITEMS,
    MOST_TOKENS,
    PlaybookItem,
    Task,
    attach,
    fits,
)
from conductor.evidence.verdict import assess
from conductor.store.evidence import guidance as guidance_store
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence, epoch_of

T = TypeVar("T", Guidance, PlaybookItem)


class WhyAttached(StrEnum):
    """Why guidance is attached."""

    PROVEN = "proven"
    PROMISING = "promising"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True)
class AttachedGuidance:
    """Guidance that a task gets.

    Attributes:
        why: why it is attached; a pinned one that is not proven is to be marked unproven.
        to: the assistants that get it, of those the task goes to.
    """

    guidance: Guidance
    why: WhyAttached
    to: tuple[AssistantId, ...]


class Playbook:
    """The guidance that is attached by itself."""

    def __init__(self, desk: Desk, evidence: GuidanceEvidence) -> None:
        self._desk = desk
        self._evidence = evidence

    def proposal(
        self,
        text: str,
        recipients: Sequence[AssistantId],
        *,
        kind: str | None = None,
        promising_too: bool = False,
        without: Collection[GuidanceId] = (),
    ) -> tuple[AttachedGuidance, ...]:
        """Return what a new task would get, strongest first.

        Args:
            text: the task.
            recipients: who it goes to.
            kind: its kind.
            promising_too: whether promising guidance is attached as well.
            without: guidance that the person left out of this task, or that is under test.
        """
        task = Task(text, None if kind is None else kind.strip().casefold())
        items = [(one, self.item(one)) for one in self.usable() if one.id not in without]
        found: dict[str, list[AssistantId]] = {}
        for assistant in recipients:
            for one in _chosen(items, task, assistant, promising_too=promising_too):
                found.setdefault(one.id, []).append(assistant)
        return tuple(
            AttachedGuidance(guidance, _why(guidance), tuple(found[one.id]))
            for guidance, one in sorted(items, key=lambda each: _strength(each[1]))
            if one.id in found
        )

    def others(
        self,
        tested: Guidance | None,
        text: str,
        recipients: Sequence[AssistantId],
        *,
        kind: str | None = None,
        promising_too: bool = False,
        without: Collection[GuidanceId] = (),
    ) -> dict[AssistantId, tuple[Guidance, ...]]:
        """Return what each assistant gets beside guidance under test, with or without that.

        Args:
            tested: the guidance under test, for which room is kept; None if there is none.
            text: the task.
            recipients: who it goes to.
            kind: its kind.
            promising_too: whether promising guidance is attached as well.
            without: guidance that the person left out of this task.
        """
        left_out = (*without, *((tested.id,) if tested else ()))
        found = self.proposal(
            text, recipients, kind=kind, promising_too=promising_too, without=left_out
        )
        taken = (1, about_tokens(tested.text)) if tested else (0, 0)
        return {
            who: within_limits(
                (item.guidance for item in found if who in item.to),
                items_taken=taken[0],
                tokens_taken=taken[1],
            )
            for who in recipients
        }

    def usable(self) -> tuple[Guidance, ...]:
        """Return the reusable guidance that works by being attached and is not taken off."""
        return tuple(
            item
            for item in guidance_store.all_guidance(self._desk.db)
            if item.reusable
            and item.status not in (GuidanceStatus.RETIRED, GuidanceStatus.WATCH)
            and item.use is GuidanceUse.ATTACHED
        )

    def matches(
        self, guidance: Guidance, text: str, kind: str | None, recipients: Sequence[AssistantId]
    ) -> bool:
        """Whether a task to all of these assistants is within the scope of guidance."""
        item = self.item(guidance)
        task = Task(text, None if kind is None else kind.strip().casefold())
        return all(fits(item, task, assistant) for assistant in recipients)

    def item(self, guidance: Guidance) -> PlaybookItem:
        """Return guidance as the rules of the playbook see it."""
        evidence = self._evidence.of(guidance)
        counted = epoch_of(evidence.current)
        examples = guidance_store.origin_texts(self._desk.db, guidance.id)
        return PlaybookItem(
            id=guidance.id,
            text=guidance.text,
            status=guidance.status,
            scope=guidance.scope,
            p_helps=assess(counted.pooled, counted.pairs).p_helps,
            examples=examples,
        )


def _chosen(
    items: Iterable[tuple[Guidance, PlaybookItem]],
    task: Task,
    assistant: AssistantId,
    *,
    promising_too: bool,
) -> tuple[PlaybookItem, ...]:
    pinned = [one for guidance, one in items if guidance.pinned and fits(one, task, assistant)]
    others = [one for guidance, one in items if not guidance.pinned]
    attached = attach(others, task, assistant, promising_too=promising_too).items
    return within_limits((*sorted(pinned, key=_strength), *attached))


def within_limits(
    items: Iterable[T], *, items_taken: int = 0, tokens_taken: int = 0
) -> tuple[T, ...]:
    """Return the items that fit, the first ones first; what is too long lets others by.

    Args:
        items: what should be attached, in the order in which it takes room.
        items_taken: how many items stand there already.
        tokens_taken: about how many tokens those have.
    """
    chosen: list[T] = []
    for item in items:
        size = about_tokens(item.text)
        if items_taken + len(chosen) < MOST_ITEMS and tokens_taken + size <= MOST_TOKENS:
            chosen.append(item)
            tokens_taken += size
    return tuple(chosen)


def _why(guidance: Guidance) -> WhyAttached:
    if guidance.status is GuidanceStatus.PROVEN:
        return WhyAttached.PROVEN
    return WhyAttached.PINNED if guidance.pinned else WhyAttached.PROMISING


def _strength(item: PlaybookItem) -> tuple[bool, float, str]:
    return (item.status is not GuidanceStatus.PROVEN, -item.p_helps, item.id)
