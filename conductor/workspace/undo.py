"""Take back what a person did, and do it again, step by step, while the program runs.

Thread: main.
Rules: a step knows one thing before and after it, and is taken back only while the thing is as
the step left it, so that nothing that came from elsewhere is overwritten. What cannot be written
now stays a step; what was changed meanwhile is one no longer. Nothing of a step goes into a file,
and its title holds names and words of the person's own only, never an address or a key.
"""

from collections.abc import Callable, Hashable, Iterable
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from conductor.core.errors import InvalidInput, NotFound
from conductor.core.text.visible import one_line, visible
from conductor.i18n import _

T = TypeVar("T")

MOST_STEPS = 500
LONGEST_NAME = 60


class Kind(Enum):
    """What kind of step something is.

    Attributes:
        PLAIN: one step of its own.
        EDIT: it belongs to the step before, if that was an edit of the same thing.
        REMOVAL: something is not there any more; the way back is offered.
    """

    PLAIN = auto()
    EDIT = auto()
    REMOVAL = auto()


class Changed(InvalidInput):
    """A thing is not as the step left it."""


class Thing(Generic[T]):
    """Something that a person changes.

    Attributes:
        key: names it by its ids, with what of it is meant.
        read: returns its value now.
        write: gives it a value, in a transaction, and announces that; what more the person
            must know then is returned as a sentence.
    """

    __slots__ = ("key", "read", "write")

    def __init__(
        self,
        key: tuple[Hashable, ...],
        read: Callable[[], T],
        write: Callable[[T], str | None],
    ) -> None:
        self.key = key
        self.read = read
        self.write = write


class UndoStep(Generic[T]):
    """One thing a person did.

    Attributes:
        title: what was done, in a few words.
        kind: what kind of step it is.
        is_done: whether it can be taken back.
    """

    __slots__ = ("_after", "_before", "_stack", "is_done", "kind", "thing", "title")

    def __init__(
        self, stack: "Undo", title: str, thing: Thing[T], before: T, after: T, kind: Kind
    ) -> None:
        self._stack = stack
        self.title = title
        self.thing = thing
        self.kind = kind
        self.is_done = True
        self._before = before
        self._after = after

    def take_back(self) -> str:
        """Take this step back, wherever it stands among the others.

        Returns:
            What was taken back, in a sentence; empty if it is taken back already.

        Raises:
            Changed: its thing was changed meanwhile.
            ConductorError: it cannot be taken back now.
        """
        return self._stack.take_back(self) if self.is_done else ""

    def swap(self) -> str | None:
        """Give the thing the value of the other side; what is told of that finds it done."""
        now = self.thing.read()
        if now != (self._after if self.is_done else self._before):
            sentence = _("“{step}” was not changed back: it was changed again meanwhile.")
            raise Changed(sentence.format(step=self.title))
        # What counts as the same may carry more, such as when it was written.
        if self.is_done:
            self._after = now
        else:
            self._before = now
        self.is_done = not self.is_done
        try:
            return self.thing.write(self._after if self.is_done else self._before)
        except BaseException:
            self.is_done = not self.is_done
            raise

    def takes_in(self, thing: Thing[T], after: T, kind: Kind) -> bool:
        """Whether a change of a thing belongs to this step; one that ends it where it began not."""
        is_edit = self.kind is kind is Kind.EDIT
        return is_edit and self.thing.key == thing.key and after != self._before

    def go_on_to(self, title: str, value: T) -> None:
        """Take one more edit of the same thing into this step."""
        self.title = title
        self._after = value


class Undo:
    """The steps that can be taken back, and those that can be done again."""

    def __init__(self) -> None:
        self._done: list[UndoStep[Any]] = []
        self._undone: list[UndoStep[Any]] = []
        self._is_going_on = False
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever what can be taken back or done again has changed."""
        self._listeners.append(listener)

    def _announce(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    @property
    def last(self) -> "UndoStep[Any] | None":
        """The step that would be taken back next."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> "UndoStep[Any] | None":
        """The step that would be done again next."""
        return self._undone[-1] if self._undone else None

    def change(self, title: str, thing: Thing[T], value: T, kind: Kind = Kind.PLAIN) -> None:
        """Give a thing a value, as a step.

        Args:
            title: what is done, in a few words.
            thing: what is changed.
            value: what it is to be.
            kind: what kind of step it is.

        Raises:
            ConductorError: it could not be read or written; then there is no step.
        """
        before = thing.read()
        thing.write(value)
        self.note(title, thing, before, thing.read(), kind)

    def note(
        self, title: str, thing: Thing[T], before: T, after: T, kind: Kind = Kind.PLAIN
    ) -> None:
        """Remember what was done already; nothing, if the thing is as it was before.

        Args:
            title: what was done, in a few words.
            thing: what was changed.
            before: its value before.
            after: its value now.
            kind: what kind of step it is.
        """
        if before == after:
            return
        self._undone.clear()
        last = self.last
        if last is not None and self._is_going_on and last.takes_in(thing, after, kind):
            last.go_on_to(title, after)
        else:
            self._done.append(UndoStep(self, title, thing, before, after, kind))
            del self._done[:-MOST_STEPS]
        self._is_going_on = True
        self._announce()

    def forget(self, ids: Iterable[Hashable]) -> None:
        """Keep no step about any of these things: they are gone for good."""
        gone = set(ids)
        for steps in (self._done, self._undone):
            for step in steps:
                step.is_done = step.is_done and gone.isdisjoint(step.thing.key)
            steps[:] = [step for step in steps if gone.isdisjoint(step.thing.key)]
        self._announce()

    def back(self) -> str:
        """Take the latest step back; return what that was, in a sentence.

        Raises:
            Changed: its thing was changed meanwhile; it is a step no longer.
            ConductorError: it cannot be taken back now; it stays the latest step.
        """
        if not self._done:
            return _("There is nothing to undo.")
        return self.take_back(self._done[-1])

    def take_back(self, step: UndoStep[Any]) -> str:
        """Take a step back that may not be the latest; see `back`."""
        return self._move(step, self._done, self._undone, _("Undone: {step}."))

    def forward(self) -> str:
        """Do again what was taken back last; return what that was, in a sentence.

        Raises:
            Changed: its thing was changed meanwhile; it is a step no longer.
            ConductorError: it cannot be done now; it stays the next step.
        """
        if not self._undone:
            return _("There is nothing to redo.")
        return self._move(self._undone[-1], self._undone, self._done, _("Done again: {step}."))

    def _move(
        self,
        step: UndoStep[Any],
        here: list[UndoStep[Any]],
        there: list[UndoStep[Any]],
        sentence: str,
    ) -> str:
        self._is_going_on = False
        place = here.index(step)
        here.pop(place)
        try:
            more = step.swap()
        except (Changed, NotFound):
            step.is_done = False
            self._announce()
            raise
        except BaseException:
            here.insert(place, step)
            raise
        there.append(step)
        self._announce()
        said = sentence.format(step=step.title)
        return f"{said} {more}" if more else said


def named(text: str) -> str:
    """Return a name or the beginning of words as a step's title holds them."""
    clean = one_line(visible(text[: 4 * LONGEST_NAME]))
    return clean if len(clean) <= LONGEST_NAME else f"{clean[: LONGEST_NAME - 1].rstrip()}…"
