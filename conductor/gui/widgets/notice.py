"""Say in one line what happened just now, with a way back where there is one."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _


class BackOffer(Protocol):
    """A step that can be taken back, here or elsewhere."""

    @property
    def is_done(self) -> bool:
        """Whether it was not taken back already."""
        ...

    def take_back(self) -> object:
        """Take it back.

        Raises:
            ConductorError: it cannot be taken back now.
        """
        ...


class NoticeLine(QFrame):
    """One line at the lower end of a page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._undo: Callable[[], object] | None = None
        self._step: BackOffer | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        self._words = wrapped_label("", self, name="noticeText")
        row.addWidget(self._words, 1)
        self._back = text_button(_("Undo"), self, name="undoButton", on_click=self._on_undo)
        row.addWidget(self._back)
        close = IconButton("closeNoticeButton", "x", _("Close this line"), self)
        close.clicked.connect(self.clear)
        row.addWidget(close)
        self.setVisible(False)

    def say(
        self,
        sentence: str,
        *,
        step: BackOffer | None = None,
        undo: Callable[[], object] | None = None,
        label: str = "",
    ) -> None:
        """Show a sentence.

        Args:
            sentence: what happened.
            step: the step that was done.
            undo: what takes it back, where that is no step.
            label: what the button for that says; empty for "Undo".
        """
        self._step = step
        self._undo = step.take_back if step else undo
        self._words.setText(sentence)
        self._back.setText(label or _("Undo"))
        self._back.setAccessibleName(label or _("Undo"))
        self._back.setVisible(self._undo is not None)
        self.setVisible(True)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    @Slot()
    def clear(self) -> None:
        """Show nothing."""
        self._undo, self._step = None, None
        self.setVisible(False)

    @Slot()
    def settle(self) -> None:
        """Offer nothing that was taken back already."""
        if self._step is not None and not self._step.is_done:
            self.clear()

    @Slot()
    def _on_undo(self) -> None:
        undo, step = self._undo, self._step
        self.clear()
        if undo is None:
            return
        try:
            undo()
        except ConductorError as error:
            self.say(str(error), step=step if step is not None and step.is_done else None)
