"""Let the person choose what is assumed of guidance before there is any evidence."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _
from conductor.settings import Assumption, Settings, hint_of
from conductor.workspace.workspace import Workspace


class AssumptionBox(QWidget):
    """The choice of a starting assumption."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._box: QComboBox = combo_box("assumptionBox", self)
        self._box.setAccessibleName(_("Starting assumption"))
        choices = hint_of(Settings.__dataclass_fields__["assumption"]).choices
        for one in Assumption:
            self._box.addItem(_(choices[one]), one)
        self._box.activated.connect(self._on_chosen)
        row.addWidget(self._box)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        set_tip(self._box, str(error))

    def refresh(self) -> None:
        """Show the choice as it is."""
        self._box.setCurrentIndex(self._box.findData(self._workspace.settings.now.assumption))

    @Slot(int)
    @tells_what_went_wrong
    def _on_chosen(self, number: int) -> None:
        self._workspace.settings.change("assumption", self._box.itemData(number))
