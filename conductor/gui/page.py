"""Say what the window asks of each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from conductor.core.ids import SessionId
    from conductor.core.text.anchor import AnswerPlace


class Place(NamedTuple):
    """Where the person wants to go.

    Attributes:
        page: the name of the page.
        session_id: the session to open there; None leaves the one that is open.
        words: what to look for there.
        answer: the answer to show there, and which of its words.
    """

    page: str
    session_id: SessionId | None = None
    words: str = ""
    answer: AnswerPlace | None = None


class Page(QWidget):
    """One page of the window; made when it is first shown, made anew in another language.

    Signals:
        wanted: a `Place` the person wants to go to from here.
    """

    wanted = Signal(object)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes, in order; each takes the focus."""
        return ()

    def enter(self) -> None:
        """Be shown: take what changed meanwhile, and put the focus where work begins."""

    def go_to(self, place: Place) -> None:
        """Show what was wanted of this page."""

    def close_down(self) -> None:
        """Keep what is half written and stop what runs; the page is about to go."""
