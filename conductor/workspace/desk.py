"""Hold what every area of the workspace needs: the library, the engine, keys, clock, announcements.

Thread: main.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from conductor.core.change import Change
from conductor.engine.engine import Engine
from conductor.engine.inquiry import Inquiry
from conductor.secrets import Keys, Redactor
from conductor.store.database import Database
from conductor.store.library import Library
from conductor.workspace.held_words import HeldWords
from conductor.workspace.undo import Undo


def utc_now() -> str:
    """Return the time as the library keeps it: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Desk:
    """What the areas share.

    Attributes:
        held: words the library could not take yet.
    """

    library: Library
    engine: Engine
    inquiry: Inquiry
    keys: Keys
    redactor: Redactor
    now: Callable[[], str] = utc_now
    held: HeldWords = field(default_factory=HeldWords)
    undo: Undo = field(default_factory=Undo)
    _listeners: list[Callable[[Change], None]] = field(default_factory=list)
    _gathered: Change | None = None

    @property
    def db(self) -> Database:
        """The library's connection."""
        return self.library.db

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` with every change; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, change: Change) -> None:
        """Announce a change to all listeners, in the order in which they came."""
        if self._gathered is not None:
            self._gathered |= change
            return
        for listener in tuple(self._listeners):
            listener(change)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Announce all that changes inside as one change at the end; also after an error."""
        if self._gathered is not None:
            yield
            return
        self._gathered = Change()
        try:
            yield
        finally:
            change, self._gathered = self._gathered, None
            if change != Change():
                self.publish(change)
