"""Show the files that go along with words, each with what can be done to it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from conductor.core.entities import Attachment
from conductor.core.errors import ConductorError
from conductor.gui.fields.menu_button import MenuButton, MenuEntry
from conductor.gui.look.icons import icon
from conductor.gui.look.theme import current_tokens
from conductor.gui.needs import Needs
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.chip_row import ChipRow
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _
from conductor.workspace.sessions.draft_files import DraftFiles

HEIGHT = 30
LONGEST_WORDS = 200_000
"""Characters up to which a file can be put into the words."""


class FilesRow(ChipRow):
    """The files, one chip each; hidden while there are none.

    Signals:
        changed: a file came or went.
        words_wanted: the text of a file that is to stand among the words instead.
    """

    changed = Signal()
    words_wanted = Signal(str)

    def __init__(self, files: DraftFiles, needs: Needs, parent: QWidget) -> None:
        super().__init__("composerFiles", HEIGHT, parent)
        self._draft_files = files
        self._needs = needs
        self.bar.setAccessibleName(_("Attached files"))
        self.files: tuple[Attachment, ...] = ()
        self.setVisible(False)

    def set_files(self, files: Sequence[Attachment]) -> None:
        """Show these files."""
        self.files = tuple(files)
        self.set_chips([self._chip(number, file) for number, file in enumerate(self.files)])
        self.setVisible(bool(self.files))

    def add(self, files: Sequence[Attachment]) -> None:
        """Add files; one that is there already stays once."""
        self.set_files(tuple(dict.fromkeys((*self.files, *files))))
        self.changed.emit()

    @Slot()
    def ask_for_files(self) -> None:
        """Let the person choose files."""
        dialog = QFileDialog(self, _("Attach text files"))
        dialog.setObjectName("attachDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.open()

    @Slot(list)
    def _on_files_chosen(self, names: list[str]) -> None:
        self.attach(tuple(Path(name) for name in names))

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._needs.say(str(error))

    @Slot(object)
    @tells_what_went_wrong
    def attach(self, paths: tuple[Path, ...]) -> None:
        """Attach text files."""
        self.add(self._draft_files.attach(paths))
        self._needs.say("")

    @Slot(object)
    @tells_what_went_wrong
    def attach_text(self, text: str) -> None:
        """Attach a text as if it had been a file."""
        taken = {file.name for file in self.files}
        pattern, number = _("Pasted text {n}.txt"), 1
        while pattern.format(n=number) in taken:
            number += 1
        self.add((self._draft_files.attach_text(pattern.format(n=number), text),))

    def _chip(self, number: int, file: Attachment) -> QToolButton:
        chip = MenuButton("composerFile", file.name, self.bar)
        chip.setIcon(icon("file-text", current_tokens().muted))
        set_tip(chip, _("{n} characters").format(n=f"{len(file.text):,}"))
        chip.setAccessibleName(_("Attached file {name}").format(name=file.name))
        entries = [MenuEntry(_("Do not attach it"), ("remove", number))]
        if len(file.text) <= LONGEST_WORDS:
            entries.append(MenuEntry(_("Put its text among the words"), ("words", number)))
        chip.set_entries(entries)
        chip.chosen.connect(self._on_chosen)
        return chip

    @Slot(object)
    def _on_chosen(self, wanted: tuple[str, int]) -> None:
        what, number = wanted
        file = self.files[number]
        self.set_files(self.files[:number] + self.files[number + 1 :])
        self.changed.emit()
        if what == "words":
            self.words_wanted.emit(file.text)
