"""Say what the window asks of each of its pages."""

from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page of the window; made when it is first shown, made anew in another language."""

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes, in order; each takes the focus."""
        return ()

    def enter(self) -> None:
        """Be shown: take what changed meanwhile, and put the focus where work begins."""

    def close_down(self) -> None:
        """Keep what is half written and stop what runs; the page is about to go."""
