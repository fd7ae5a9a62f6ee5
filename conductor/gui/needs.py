"""Hold what every part of a page needs of the page it stands in, in one value.

A page makes one, and hands it down to its parts beside the area of the workspace they work on. So
a part that must say why something cannot be done, or where the person wants to go, does it
itself; nobody in between declares a signal only to pass it on. What a part alone knows, and what
only its maker can want to hear, stays a signal.
Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conductor.core.errors import ConductorError
from conductor.gui.page import Place

if TYPE_CHECKING:
    from conductor.core.text.anchor import AnswerPlace
    from conductor.gui.commands import Actions
    from conductor.gui.frame_scheduler import FrameScheduler
    from conductor.gui.tasks.tasks import Tasks


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Needs:
    """What the parts of one page share. The methods it holds are bound ones, never lambdas.

    Attributes:
        actions: the commands of the window, to be carried out, connected or offered.
        tasks: what is computed, awaited and done beside the GUI thread.
        scheduler: shares the time among views that have text to show; the page stops it.
        say: shows a sentence where the person is looking; an empty one takes it back. `replace`
            it for parts that have a place of their own for sentences.
        go: brings the person to a place, on this page or on another.
        read_only: why nothing can be written, in a sentence; None if it can.
    """

    actions: Actions
    tasks: Tasks
    scheduler: FrameScheduler
    say: Callable[[str], None]
    go: Callable[[Place], None]
    read_only: str | None = None

    @property
    def may_write(self) -> bool:
        """Whether what the person does can be kept."""
        return self.read_only is None

    def show_answer(self, place: AnswerPlace) -> None:
        """Bring the person to an answer, and to words of it."""
        self.go(Place("workbench", answer=place))

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do what may fail, and say why if it does; return whether it was done."""
        try:
            action()
        except ConductorError as error:
            self.say(str(error))
            return False
        return True
