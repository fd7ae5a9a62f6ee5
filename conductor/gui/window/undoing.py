"""Undo and redo by key, and say in one line what that was; offer it where something went away.

Thread: GUI.
Rules: in a field that a person writes in, the keys are the field's, as long as it has anything to
take back. Nothing is opened or
scrolled: what is shown changes where it is shown.
"""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.gui.commands import Actions
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.undo import Kind, Undo


class Undoing(QFrame):
    """One line at the lower end of the window, there only when there is something to say."""

    def __init__(self, undo: Undo, tasks: Tasks, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("undoneLine")
        self._undo = undo
        self._offered = undo.last
        self._is_elsewhere = False
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        self._words = wrapped_label("", self, name="undoneText")
        row.addWidget(self._words, 1)
        self._back = text_button(_("Undo"), self, name="undoStepButton", on_click=self._on_offered)
        row.addWidget(self._back)
        close = IconButton("closeUndoneButton", "x", _("Close this line"), self)
        close.clicked.connect(self.clear)
        row.addWidget(close)
        self.setVisible(False)
        tasks.stepped.connect(self._on_stepped)
        actions.connect_to("undo", self.back)
        actions.connect_to("redo", self.forward)

    def be_elsewhere(self, *, is_elsewhere: bool) -> None:
        """Say nothing of what goes away on a page that says that itself."""
        self._is_elsewhere = is_elsewhere
        self.clear()

    @Slot()
    @tells_what_went_wrong
    def back(self) -> None:
        """Undo the latest step."""
        self._say(self._undo.back())

    @Slot()
    @tells_what_went_wrong
    def forward(self) -> None:
        """Redo what was undone last."""
        self._say(self._undo.forward())

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self.setVisible(False)

    def tell(self, error: ConductorError) -> None:
        """Say why it was not done."""
        self._say(str(error))

    def _say(self, sentence: str, *, is_offer: bool = False) -> None:
        self._words.setText(sentence)
        self._back.setVisible(is_offer)
        self.setVisible(True)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    @Slot()
    def _on_stepped(self) -> None:
        step = self._undo.last
        is_new = step is not None and step is not self._offered and self._undo.next is None
        self._offered = step
        if step is not None and is_new and step.kind is Kind.REMOVAL and not self._is_elsewhere:
            self._say(_("{step}.").format(step=step.title), is_offer=True)
        else:
            self.clear()

    @Slot()
    @tells_what_went_wrong
    def _on_offered(self) -> None:
        if self._offered is not None:
            self._say(self._offered.take_back())
