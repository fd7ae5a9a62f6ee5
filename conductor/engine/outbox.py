"""Hold what happened to the answers until the owner takes it.

Thread: any. This is the only thing that the engine thread and the owner share.
Rules: an attempt is opened once, and closed by its `Ended`; whatever else is said of it
before or after is dropped, so that it has exactly one end, whatever goes wrong.
"""

import threading
from collections.abc import Iterator
from itertools import groupby

from conductor.core.events import (
    AnswerEvent,
    Ended,
    EventBatch,
    Progress,
    Reasoning,
    Refusal,
    Text,
    UsageReport,
)
from conductor.core.ids import AnswerId

AttemptKey = tuple[AnswerId, int]


class OutBox:
    """One list of events per attempt, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[AttemptKey, list[AnswerEvent]] = {}
        self._full: list[tuple[AttemptKey, list[AnswerEvent]]] = []
        self._is_announced = False
        self._seal: Ended | None = None

    def open(self, key: AttemptKey) -> bool:
        """Begin an attempt; once sealed it ends at once, and False is returned.

        Raises:
            ValueError: the attempt is open already.
        """
        with self._lock:
            if key in self._open:
                raise ValueError(f"attempt {key} is running already")
            self._open[key] = []
            if self._seal is not None:
                self._add(key, self._seal)
            return self._seal is None

    def put(self, key: AttemptKey, event: AnswerEvent) -> None:
        """Add an event to an open attempt."""
        with self._lock:
            self._add(key, event)

    def seal(self, end: Ended) -> None:
        """End every open attempt, and every later one, in this way."""
        with self._lock:
            self._seal = self._seal or end
            for key in tuple(self._open):
                self._add(key, end)

    def claim(self) -> bool:
        """Return whether there is something that the owner was not told of, once."""
        with self._lock:
            is_news = bool(self._full) and not self._is_announced
            self._is_announced = self._is_announced or is_news
            return is_news

    def drain(self) -> tuple[EventBatch, ...]:
        """Take everything, the pieces of text joined."""
        with self._lock:
            taken, self._full = self._full, []
            for key, events in taken:
                if self._open.get(key) is events:
                    self._open[key] = []
            self._is_announced = False
        return tuple(
            EventBatch(answer_id, attempt, tuple(_joined(events)))
            for (answer_id, attempt), events in taken
        )

    def _add(self, key: AttemptKey, event: AnswerEvent) -> None:
        events = self._open.get(key)
        if events is None:
            return
        if not events:
            self._full.append((key, events))
        events.append(event)
        if isinstance(event, Ended):
            del self._open[key]


def _same(event: AnswerEvent) -> tuple[type[AnswerEvent], str]:
    return type(event), event.kind if isinstance(event, Reasoning) else ""


def _joined(events: list[AnswerEvent]) -> Iterator[AnswerEvent]:
    for _same_kind, group in groupby(events, key=_same):
        run = list(group)
        match run[-1]:
            case Text():
                yield Text("".join(e.delta for e in run if isinstance(e, Text)))
            case Refusal():
                yield Refusal("".join(e.delta for e in run if isinstance(e, Refusal)))
            case Reasoning(kind=kind):
                yield Reasoning("".join(e.delta for e in run if isinstance(e, Reasoning)), kind)
            case Progress() | UsageReport() as newest:  # a later one replaces an earlier one
                yield newest
            case _:
                yield from run
