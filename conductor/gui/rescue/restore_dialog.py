"""Let the person put a backup in the place of the library, after a look at what is in it."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from conductor.gui.rescue.copies_view import CopiesView
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.widgets.plain_dialog import PlainDialog
from conductor.gui.widgets.text_button import allow
from conductor.i18n import _
from conductor.workspace.backups import Backup


class RestoreDialog(PlainDialog):
    """The copies, and one button.

    Signals:
        wanted: the path of the copy that is to be put in place.
    """

    wanted = Signal(object)

    def __init__(self, folder: Path, tasks: Tasks, parent: QWidget) -> None:
        super().__init__("restoreDialog", _("Restore a backup"), parent)
        self.resize(960, 560)
        self.add_words(
            _(
                "Conductor closes, puts the backup in the place of the library and opens again; "
                "answers that are being written are stopped and kept. The library as it is now "
                "is kept in the folder “kept” and stands in this list from then on."
            ),
            look="muted",
        )
        self._copies = CopiesView(folder, tasks, self)
        self._copies.chosen.connect(self._on_chosen)
        self.parts.addWidget(self._copies, 1)
        self.add_close(_("Cancel"))
        self._restore = self.add_button(
            "restoreBackupButton", _("Put this backup in place"), is_primary=True
        )
        self._restore.setAutoDefault(False)
        self._restore.setDefault(False)
        self._restore.clicked.connect(self._on_restore)
        self._on_chosen(None)
        self._copies.look()
        self._copies.focus_first()

    @Slot(object)
    def _on_chosen(self, copy: Backup | None) -> None:
        allow(self._restore, "" if copy is not None else _("Choose a backup first."))

    @Slot()
    def _on_restore(self) -> None:
        copy = self._copies.copy
        if copy is not None:
            self.accept()
            self.wanted.emit(copy.path)

    def done(self, result: int) -> None:
        """Look at nothing any more."""
        self._copies.forget()
        super().done(result)
