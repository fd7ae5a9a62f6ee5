"""Help a person whose library is missing or damaged, before there is a window over it.

Thread: GUI; looking, putting in place and saving happen beside it. What fails there comes back
as an error with a sentence (`conductor.gui.tasks`).
Rules: nothing is done without the person's word; whatever is there stays, or is put aside.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError, LibraryMissing, StoreError
from conductor.gui.rescue.copies_view import CopiesView
from conductor.gui.rescue.next_start import NextStart
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.tasks.threads import ThreadJob
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.backups import Backup, Restored, Salvaged, restore, salvage

T = TypeVar("T")
WORK = "rescue"
CLOSE_LIMIT_S = 2.0


class RescueWindow(QWidget):
    """What happened, the copies there are, and the ways on.

    Attributes:
        next_start: how the library is to be opened once this window has closed; None: not.
    """

    def __init__(self, folder: Path, trouble: ConductorError | None) -> None:
        """Make the window.

        Args:
            folder: the data folder.
            trouble: why the library could not be opened; None if something is to be done with
                one that can.
        """
        super().__init__()
        self.setObjectName("rescueWindow")
        self.setWindowTitle("Conductor")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(960, 600)
        self.next_start: NextStart | None = None
        self._folder = folder
        self._trouble = trouble
        self._is_missing = isinstance(trouble, LibraryMissing)
        self._is_busy = False
        self._is_to_close = False
        self._tasks = Tasks(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        self._title = wrapped_label(self._title_words(), self, name="rescueTitle", look="title")
        layout.addWidget(self._title)
        self._words = wrapped_label(self._what_happened(), self, name="rescueText")
        layout.addWidget(self._words)
        self._copies = CopiesView(folder, self._tasks, self)
        self._copies.chosen.connect(self._on_chosen)
        layout.addWidget(self._copies, 1)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("rescueProgress")
        self._bar.setAccessibleName(_("Working"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setVisible(False)
        layout.addWidget(self._bar)
        self._said = wrapped_label("", self, name="rescueSaid")
        self._said.setVisible(False)
        layout.addWidget(self._said)
        layout.addLayout(self._ways())
        self._show_buttons()
        self._copies.look()
        self._copies.focus_first()

    def _title_words(self) -> str:
        if self._trouble is None:
            return _("A moment, please")
        return _("The library is missing") if self._is_missing else _("The library is damaged")

    def _what_happened(self) -> str:
        if self._trouble is None:
            return ""
        words = (
            _(
                "There is no library in {folder}, or it is empty, but there are backups of it. "
                "Put one in place, or begin anew. The backups stay where they are."
            )
            if self._is_missing
            else _(
                "The library in {folder} cannot be read as it is. Nothing was changed. Save what "
                "can be read of it, or put a backup in its place; the damaged file is kept."
            )
        )
        return words.format(folder=self._folder)

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._quit = text_button(_("Quit"), self, name="rescueQuit", on_click=self.close)
        self._anew = text_button(
            _("Begin anew"), self, name="rescueBeginAnew", on_click=self._on_begin_anew
        )
        self._salvage = text_button(
            _("Save what can be read"), self, name="rescueSalvage", on_click=self.salvage
        )
        self._restore = text_button(
            _("Put this backup in place"),
            self,
            name="rescueRestore",
            on_click=self._on_restore,
            look="primary",
        )
        self._open = text_button(
            _("Open the library"),
            self,
            name="rescueOpen",
            on_click=self._on_open,
            look="primary",
        )
        row.addWidget(self._quit)
        row.addStretch(1)
        for button in (self._anew, self._salvage, self._restore, self._open):
            row.addWidget(button)
        return row

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self._quit, self._anew, self._salvage, self._restore)

    def _show_buttons(self) -> None:
        is_done = self.next_start is not None
        self._quit.setVisible(not is_done)
        self._anew.setVisible(self._is_missing and not is_done)
        self._salvage.setVisible(not self._is_missing and not is_done)
        self._restore.setVisible(not is_done)
        self._open.setVisible(is_done)
        for button in self._buttons():
            button.setEnabled(not self._is_busy)
        if not self._is_busy:
            allow(self._restore, "" if self._copies.copy else _("Choose a backup first."))

    @Slot(object)
    def _on_chosen(self, _copy: Backup | None) -> None:
        self._show_buttons()

    @Slot()
    def _on_begin_anew(self) -> None:
        self.next_start = NextStart(make_new=True)
        self.close()

    @Slot()
    def _on_restore(self) -> None:
        if self._copies.copy is not None:
            self.restore(self._copies.copy.path)

    def restore(self, copy: Path) -> None:
        """Put a copy in the library's place, and go on with it."""
        self._begin(_("Putting the backup in place …"))
        work = partial(_tried, partial(restore, self._folder, copy), self._folder)
        self._tasks.run(self, WORK, work, self._on_restored)

    @Slot()
    def salvage(self) -> None:
        """Save what can be read of the library, and say how much that is."""
        self._begin(_("Saving what can be read …"))
        work = partial(_tried, partial(salvage, self._folder), self._folder)
        self._tasks.run(self, WORK, work, self._on_salvaged)

    def _begin(self, words: str) -> None:
        self._is_busy = True
        self._copies.setEnabled(False)
        self._bar.setVisible(True)
        self._say(words, look="muted")
        self._show_buttons()

    def _say(self, words: str, *, look: str = "") -> None:
        for one in ("error", "muted"):
            self._said.setProperty(one, one == look)
        self._said.style().polish(self._said)
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _end(self) -> None:
        self._is_busy = False
        self._bar.setVisible(False)
        self._copies.setEnabled(True)
        self._show_buttons()

    def _on_restored(self, done: Restored | ConductorError) -> None:
        if self._is_to_close:
            self._go()
            return
        if isinstance(done, Restored):
            self.next_start = NextStart(said=_restored_words(done))
            self._end()
            self.close()
            return
        self._refuse(done)

    def _refuse(self, error: ConductorError) -> None:
        """Say why it could not be done; a library that can be opened is opened as it is."""
        self._end()
        if self._trouble is None:
            self.next_start = NextStart(said=str(error))
            self.close()
            return
        self._say(str(error), look="error")
        self._copies.look()

    def _on_salvaged(self, done: Salvaged | ConductorError) -> None:
        if self._is_to_close:
            self._go()
            return
        if isinstance(done, Salvaged):
            self.next_start = NextStart()
            self._title.setText(_("What could be read was saved"))
            self._words.setText(salvaged_words(done))
            self._copies.setVisible(False)
            self._say("")
            self._end()
            self._open.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._refuse(done)

    def _go(self) -> None:
        """Close after all, as it was wanted while a file was put in place."""
        self._end()
        self.close()

    @Slot()
    def _on_open(self) -> None:
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Press the button that has the focus by Enter too."""
        focus = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(focus, QPushButton):
            focus.click()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Go; while a file is being put in place, as soon as that is done."""
        if self._tasks.is_waiting(self, WORK):
            self._is_to_close = True
            self._say(_("Closing as soon as the file is in place …"), look="muted")
            event.ignore()
            return
        self._tasks.close(CLOSE_LIMIT_S)
        super().closeEvent(event)


def _tried(work: Callable[[], T], folder: Path, _job: ThreadJob) -> T:
    """Put something in place; once begun it comes to its end. Thread: any.

    Raises:
        ConductorError: it could not be done.
    """
    try:
        return work()
    except OSError as error:
        sentence = _(
            "This could not be finished ({reason}). A library that was put aside is in {folder}."
        )
        reason = error.strerror or type(error).__name__
        raise StoreError(sentence.format(reason=reason, folder=folder / "kept")) from error


def _restored_words(done: Restored) -> str:
    n = done.backup.sessions
    words = _("The backup is in place. Sessions: {n}, answers: {answers}.")
    words = words.format(n=n, answers=done.backup.answers)
    if done.kept is None:
        return words
    return words + " " + _("The library that was there is kept as {file}.").format(file=done.kept)


def salvaged_words(done: Salvaged) -> str:
    """Return what was saved of a damaged library."""
    sentences = []
    for table, words in (
        ("session", _("Sessions: {saved} of {all} were saved.")),
        ("answer", _("Answers: {saved} of {all} were saved.")),
    ):
        one = done.of(table)
        sentences.append(words.format(saved=f"{one.saved:,}", all=f"{one.saved + one.lost:,}"))
    in_part = done.of("answer").in_part
    if in_part:
        sentences.append(_("Of {n} answers only a part was saved.").format(n=in_part))
    if done.restored.kept is not None:
        kept = _("The damaged file is kept as {file}.").format(file=done.restored.kept)
        sentences.append(kept)
    return "\n".join(sentences)
