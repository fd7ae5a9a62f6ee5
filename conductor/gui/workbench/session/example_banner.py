"""Say above the example that nothing in it counts, with one click to throw it away."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from conductor.core.entities import Session
from conductor.core.errors import ConductorError
from conductor.gui.needs import Needs
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class ExampleBanner(QFrame):
    """One line; not there above the person's own sessions.

    Signals:
        opened: the `SessionId` of a fresh example.
        removed: it was thrown away.
    """

    opened = Signal(object)
    removed = Signal()

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exampleBanner")
        self._workspace = workspace
        self._needs = needs
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(8)
        self._words = wrapped_label("", self, name="exampleBannerText")
        row.addWidget(self._words, 1)
        self._anew = text_button(
            _("Show it in English"), self, name="exampleAnewButton", on_click=self._on_anew
        )
        self._remove = text_button(
            _("Throw it away"), self, name="removeExampleButton", on_click=self._on_remove
        )
        for button in (self._anew, self._remove):
            button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
            row.addWidget(button)
        self.setVisible(False)

    def show_session(self, session: Session | None) -> None:
        """Stand above a session if it is the example."""
        is_example = session is not None and session.is_example
        self.setVisible(is_example)
        if not is_example:
            return
        from conductor.workspace.example.example import banner_words  # only when it is needed

        may_write = self._workspace.read_only is None
        self._words.setText(banner_words())
        self._remove.setVisible(may_write)
        self._anew.setVisible(may_write and self._workspace.example.is_in_other_language)

    @Slot()
    def _on_remove(self) -> None:
        if self._needs.attempt(self._workspace.example.remove):
            self.removed.emit()

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._needs.say(str(error))

    @Slot()
    @tells_what_went_wrong
    def _on_anew(self) -> None:
        session_id = self._workspace.example.open_anew()
        self.opened.emit(session_id)
