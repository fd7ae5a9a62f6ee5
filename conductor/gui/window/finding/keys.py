"""Show every command with its keys, as help beside the work."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from conductor.gui.commands import COMMANDS, GROUPS, Command, all_keys_text
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _

WIDTH, HEIGHT = 720, 620
_HALVES = 2


class KeysDialog(QDialog):
    """The table of commands, by group, in two columns; the window stays usable."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(_("Keys"))
        self.resize(WIDTH, HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        area = QScrollArea(self)
        area.setObjectName("keysArea")
        area.setAccessibleName(_("Keys"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setWidget(self._table(area))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _table(self, parent: QWidget) -> QWidget:
        table = QWidget(parent)
        halves = QGridLayout(table)
        halves.setContentsMargins(24, 20, 24, 20)
        halves.setHorizontalSpacing(40)
        halves.setVerticalSpacing(20)
        for number, group in enumerate(GROUPS):
            rows = [command for command in COMMANDS if command.group == group]
            row, column = divmod(number, _HALVES)
            halves.addLayout(self._group(group, rows, table), row, column)
            halves.setColumnStretch(column, 1)
        halves.setRowStretch(len(GROUPS), 1)
        return table

    def _group(self, title: str, rows: list[Command], parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.addWidget(text_label(_(title), parent, look="strong"), 0, 0, 1, 2)
        for number, command in enumerate(rows, start=1):
            title_label = text_label(_(command.title), parent, name="keysTitle", wrap=True)
            keys = text_label(all_keys_text(command), parent, name="keysKeys", look="muted")
            grid.addWidget(title_label, number, 0)
            grid.addWidget(keys, number, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(rows) + 1, 1)
        return grid
