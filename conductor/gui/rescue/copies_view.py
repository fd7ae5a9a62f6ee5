"""Let the person choose a copy of the library, with a look at what is in it first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError, StoreError
from conductor.core.text.visible import one_line, visible
from conductor.gui.lists.row_table import Cell, TableRow
from conductor.gui.lists.row_view import RowView
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.tasks.threads import ThreadJob
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.i18n import _, current_language
from conductor.workspace.backups import Backup, BackupKind, Contents, backups_in, look_into

T = TypeVar("T")
LOOK_PX = 290
NAMED = 20
MOST_OF_TITLE = 200


class CopiesView(QWidget):
    """The copies at the left, the newest sessions of the chosen one at the right.

    Signals:
        chosen: the `Backup` that could be put in place; None while there is none.
    """

    chosen = Signal(object)

    def __init__(self, folder: Path, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("copiesView")
        self._folder = folder
        self._tasks = tasks
        self._copies: dict[str, Backup] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._table_of_copies(), 1)
        row.addWidget(self._look())

    def _table_of_copies(self) -> QWidget:
        titles = (_("Made"), _("Sessions"), _("Answers"), _("Last worked on"))
        self._table = RowView("copiesTable", _("Backups"), titles, self)
        self._table.set_shares(31, 20, 18, 31)
        self._table.chosen.connect(self._on_chosen)
        return self._table

    def _look(self) -> QWidget:
        box = QWidget(self)
        box.setFixedWidth(LOOK_PX)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = text_label(_("What is in it"), box, name="copyTitle", look="strong")
        column.addWidget(self._title)
        self._about = wrapped_label("", box, name="copyAbout", look="muted")
        column.addWidget(self._about)
        self._sessions = QListWidget(box)
        self._sessions.setObjectName("copySessions")
        self._sessions.setAccessibleName(_("The newest sessions in it"))
        self._sessions.setProperty("framed", True)  # noqa: FBT003 - Qt's own signature
        self._sessions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sessions.setTextElideMode(Qt.TextElideMode.ElideRight)
        column.addWidget(self._sessions, 1)
        return box

    @property
    def copy(self) -> Backup | None:
        """The copy that is chosen and could be put in place."""
        chosen = self._copies.get(self._table.chosen_id or "")
        return chosen if chosen is not None and chosen.is_whole else None

    def look(self) -> None:
        """Look for the copies in the background."""
        self._about.setText(_("Looking …"))
        work = partial(_tried, partial(backups_in, self._folder), self._folder)
        self._tasks.run(self, "copies", work, self._show)

    def forget(self) -> None:
        """Look at nothing any more."""
        for what in ("copies", "contents"):
            self._tasks.forget(self, what)

    def focus_first(self) -> None:
        """Put the focus on the copies."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: tuple[Backup, ...] | ConductorError) -> None:
        if isinstance(found, ConductorError):
            self._about.setText(str(found))
            return
        self._copies = {str(one.path): one for one in found}
        self._table.show_rows([_row(one) for one in found])
        self._about.setText("" if found else _("There is no backup in this folder."))
        first = next((one for one in found if one.is_whole and one.holds), None)
        if first is not None:
            self._table.choose(str(first.path))
        self._on_chosen(self._table.chosen_id)

    @Slot(object)
    def _on_chosen(self, path: object) -> None:
        self._sessions.clear()
        chosen = self._copies.get(str(path))
        self.chosen.emit(self.copy)
        if chosen is None:
            return
        if not chosen.is_whole:
            sentence = _("This file cannot be read.")
            self._about.setText(f"{sentence}\n{chosen.path.name}")
            return
        size = QLocale(current_language()).formattedDataSize(
            chosen.size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat
        )
        self._about.setText(f"{_kind_words(chosen.kind)} · {size}\n{chosen.path.name}")
        work = partial(_tried, partial(look_into, chosen.path, NAMED), chosen.path)
        self._tasks.run(self, "contents", work, self._show_contents)

    def _show_contents(self, found: Contents | ConductorError) -> None:
        if isinstance(found, ConductorError):
            self._about.setText(str(found))
            return
        self._sessions.clear()
        for one in found.newest:
            title = one_line(visible(one.title[:MOST_OF_TITLE])) or _("without a title")
            words = _("rounds: {n}, answers: {answers}").format(n=one.rounds, answers=one.answers)
            self._sessions.addItem(f"{title}\n{_date_text(one.updated)} · {words}")
        if not found.newest:
            self._sessions.addItem(_("No session is in it."))


def _tried(look: Callable[[], T], place: Path, _job: ThreadJob) -> T:
    """Look into what may have gone or turned into something else meanwhile. Thread: any.

    Raises:
        ConductorError: it cannot be looked into.
    """
    try:
        return look()
    except OSError as error:
        sentence = _("The file {file} cannot be read ({reason}).")
        reason = error.strerror or type(error).__name__
        raise StoreError(sentence.format(file=place.name, reason=reason)) from error


def _row(copy: Backup) -> TableRow:
    unread = "" if copy.is_whole else "bad"
    return TableRow(
        str(copy.path),
        (
            Cell(_date_text(copy.made), unread),
            Cell(f"{copy.sessions:,}" if copy.is_whole else "–", unread, is_number=True),
            Cell(f"{copy.answers:,}" if copy.is_whole else "–", unread, is_number=True),
            Cell(_last_worked(copy), "muted"),
        ),
    )


def _last_worked(copy: Backup) -> str:
    if not copy.is_whole:
        return _("not readable")
    return _date_text(copy.last_worked) if copy.holds else ""


def _date_text(time: str) -> str:
    """Return a time of a copy (UTC, ISO 8601) with its date: which day it was is what counts.

    Args:
        time: as it stands in the copy, where bytes may have turned bad.
    """
    try:
        then = datetime.fromisoformat(time).astimezone()
    except (ValueError, OverflowError, OSError):
        return _("unknown")
    form = "yyyy. M. d. HH:mm" if current_language() == "ko" else "d MMM yyyy HH:mm"
    at = QDateTime(then.year, then.month, then.day, then.hour, then.minute, 0)
    return QLocale(current_language()).toString(at, form)


def _kind_words(kind: BackupKind) -> str:
    match kind:
        case BackupKind.DAY:
            return _("daily")
        case BackupKind.MIGRATION:
            return _("before an update")
        case BackupKind.KEPT:
            return _("put aside")
        case _:
            return _("other copy")
