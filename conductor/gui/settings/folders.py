"""Say where everything is kept and how much it takes, and list the backups."""

from PySide6.QtCore import QDate, QLocale, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.gui.commands import Actions
from conductor.gui.let_go import let_go
from conductor.gui.settings.setting_row import SettingRow
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import elided_label, text_label, wrapped_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _, current_language
from conductor.workspace.storage import BackupFile, Storage, StoragePart
from conductor.workspace.workspace import Workspace

SHOWN_BACKUPS = 8
_SIZES = "sizes"


class Folders(QWidget):
    """The data folder, what lies in it, and its backups."""

    def __init__(
        self, workspace: Workspace, tasks: Tasks, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("folders")
        self._workspace = workspace
        self._tasks = tasks
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._folder_row())
        self._trouble = wrapped_label("", self, name="folderTrouble", look="error")
        self._trouble.setVisible(False)
        layout.addWidget(self._trouble)
        self._sizes = wrapped_label("", self, name="folderSizes", look="muted")
        layout.addWidget(self._sizes)
        layout.addSpacing(16)
        layout.addWidget(text_label(_("Backups"), self))
        self._about = wrapped_label("", self, name="backupsText", look="caption")
        layout.addWidget(self._about)
        layout.addSpacing(8)
        self._rows = QWidget(self)
        self._shown: list[QLabel] = []
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        layout.addWidget(self._rows)
        layout.addSpacing(8)
        put_back = actions.action("restoreBackup").trigger
        restore = text_button(
            _("Restore a backup …"), self, name="openRestoreButton", on_click=put_back
        )
        layout.addWidget(restore, 0, Qt.AlignmentFlag.AlignLeft)

    def _folder_row(self) -> QWidget:
        row = SettingRow(
            _("Data folder"),
            _("Everything you write and receive is in here, on this computer only."),
            self,
        )
        box = QWidget(row)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        path = elided_label(str(self._workspace.folder), box, name="dataFolder", look="muted")
        set_tip(path, "")
        line.addWidget(path, 1)
        row.add_beside(
            text_button(_("Open folder"), row, name="openFolderButton", on_click=self._on_open)
        )
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row)
        column.addWidget(box)
        return holder

    def look(self) -> None:
        """Look the folder over in the background."""
        if not self._sizes.text():
            self._sizes.setText(_("Looking …"))
        self._tasks.follow(self, _SIZES, self._workspace.storage(), self._on_looked)

    def drop(self) -> None:
        """Wait for nothing any more."""
        self._tasks.forget(self, _SIZES)

    @Slot()
    def _on_open(self) -> None:
        is_open = QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._workspace.folder)))
        self._trouble.setVisible(not is_open)
        self._trouble.setText(
            _("No program could open the folder. Its path is {path}.").format(
                path=self._workspace.folder
            )
        )

    def _on_looked(self, storage: Storage | ConductorError) -> None:
        if isinstance(storage, ConductorError):
            self._sizes.setText(str(storage))
            return
        parts = [
            _("{name}: {size}").format(name=_part_words(part), size=_size(size))
            for part, size in storage.sizes.items()
            if size or part is StoragePart.LIBRARY
        ]
        self._sizes.setText("   ".join(parts))
        self._about.setText(_backups_words(storage, str(self._workspace.folder / "backups")))
        let_go(self._grid, self._shown)
        for number, backup in enumerate(storage.backups[:SHOWN_BACKUPS]):
            for column, label in enumerate(self._labels(backup)):
                self._grid.addWidget(label, number, column)
                self._shown.append(label)

    def _labels(self, backup: BackupFile) -> tuple[QLabel, QLabel, QLabel]:
        day = QDate(backup.day.year, backup.day.month, backup.day.day)
        words = QLocale(current_language()).toString(day, QLocale.FormatType.LongFormat)
        return (
            text_label(words, self._rows, name="backupDay"),
            text_label(_size(backup.size_bytes), self._rows, look="muted"),
            elided_label(backup.path.name, self._rows, name="backupFile", look="muted"),
        )


def _part_words(part: StoragePart) -> str:
    match part:
        case StoragePart.LIBRARY:
            return _("Library")
        case StoragePart.ATTACHMENTS:
            return _("Attachments")
        case StoragePart.BACKUPS:
            return _("Backups")
        case StoragePart.MODELS:
            return _("Models")
        case StoragePart.OTHER:
            return _("Other files")


def _size(size_bytes: int) -> str:
    return QLocale(current_language()).formattedDataSize(
        size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat
    )


def _backups_words(storage: Storage, folder: str) -> str:
    if not storage.backups:
        return _("None yet. One is made on every day on which you use Conductor.")
    more = len(storage.backups) - SHOWN_BACKUPS
    words = _("Made daily and before every change of the library's form, in {folder}.")
    found = words.format(folder=folder)
    return found if more <= 0 else f"{found} " + _("{n} older ones are there too.").format(n=more)
