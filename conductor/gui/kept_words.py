"""Keep what a person types, at the latest a moment after the first key that is not kept yet.

Thread: main.
Rules: no pause is waited for; a key costs nothing but a look at the timer; keys of services and
other secrets never come here.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from conductor.core.errors import ConductorError
from conductor.gui.kept_fields import KeptFields
from conductor.workspace.sessions.sessions import UNREAD
from conductor.workspace.workspace import Workspace

LATEST_MS = 600
"""After the first key; a busy window may be late by the rest of the second that is promised."""
AGAIN_MS = 1_000


class KeepSoon(QObject):
    """Has something kept soon after it changed, however fast the person goes on.

    It is kept at once where the focus goes elsewhere.

    Signals:
        refused: a sentence, when it could not be kept; that is tried again.
    """

    refused = Signal(object)

    def __init__(self, keep: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._keep = keep
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._on_focus_changed)

    @property
    def is_due(self) -> bool:
        """Whether something changed that is not kept yet."""
        return self._timer.isActive()

    @Slot()
    def touch(self) -> None:
        """Take it that something changed."""
        if not self._timer.isActive():
            self._timer.start(LATEST_MS)

    @Slot()
    def flush(self) -> None:
        """Keep it now, whether it is due or not."""
        self._timer.stop()
        try:
            self._keep()
        except ConductorError as error:
            self._timer.start(AGAIN_MS)
            self.refused.emit(str(error))

    def drop(self) -> None:
        """Take it that there is nothing to keep any more."""
        self._timer.stop()

    def close_down(self) -> None:
        """Keep what is due, and try no longer."""
        if self._timer.isActive():
            self.flush()
        self._timer.stop()

    @Slot()
    def _on_focus_changed(self) -> None:
        """Keep it; without the widgets, one of which may just be on its way out."""
        if self._timer.isActive():
            self.flush()


class KeptWords(QObject):
    """What is written in a form, kept at a place until it is saved or given up.

    Signals:
        refused: a sentence, when it could not be kept; that is tried again.
    """

    refused = Signal(object)

    def __init__(self, workspace: Workspace, read: Callable[[], str], parent: QObject) -> None:
        """Keep what `read` returns; it returns nothing where there is nothing to keep."""
        super().__init__(parent)
        self._workspace = workspace
        self._read = read
        self._place = ""
        self._kept = ""
        self._is_unsure = False  # what lies at the place is not known, or still to be written
        self._soon = KeepSoon(self._keep, self)
        self._soon.refused.connect(self.refused)

    def open(self, place: str) -> str:
        """Keep at this place from now on, and return what was left there."""
        self.close()
        self._place, self._kept, self._is_unsure = place, "", False
        try:
            self._kept = self._workspace.sessions.draft(place)
        except ConductorError as error:
            self._is_unsure = True
            self.refused.emit(str(error))
        return self._kept

    def open_fields(self, place: str, *, loose: str | None = None) -> KeptFields:
        """Keep at this place from now on, and return the fields that were left there.

        A text that holds no fields is the field `loose`, or is put aside where there is none.
        """
        fields = KeptFields(self.open(place), loose=loose)
        if self._kept and not fields.is_usable:
            _put_aside(self._workspace, place, self._kept)
            self._kept = ""
        return fields

    @Slot()
    def touch(self) -> None:
        """Take it that something was typed."""
        if self._place:
            self._soon.touch()

    def flush(self) -> None:
        """Keep what is written now."""
        self._soon.flush()

    def close(self) -> None:
        """Keep what is written, and nothing more at this place."""
        if self._place:
            self._soon.flush()
        self._soon.close_down()
        self._place = ""

    def forget(self) -> None:
        """Forget what is kept, and keep nothing more: it was saved, or given up on purpose."""
        self.settle()
        self._place = ""

    def leave_behind(self, text: str) -> None:
        """Keep this here for the next time, and nothing more: it could not be saved."""
        self._soon.drop()
        place, self._place = self._place, ""
        if place:
            with suppress(ConductorError):  # it is held
                self._workspace.sessions.keep_draft(place, text)

    def settle(self) -> None:
        """Forget what is kept, and go on: what is written so far was saved, or given up.

        What cannot be forgotten now is said, and forgotten later: whatever was saved or sent is
        not undone by it.
        """
        self._soon.drop()
        if not self._place:
            return
        if not self._kept and not self._is_unsure:
            return
        try:
            self._workspace.sessions.keep_draft(self._place, "")
        except ConductorError as error:  # it is held, to be done later
            self.refused.emit(str(error))
        self._kept, self._is_unsure = "", False

    def _keep(self) -> None:
        if not self._place:
            return
        text = self._read()
        if text != self._kept or self._is_unsure:
            self._is_unsure = True
            self._workspace.sessions.keep_draft(self._place, text)
            self._kept, self._is_unsure = text, False


def fields_left(workspace: Workspace, place: str) -> KeptFields:
    """Return the fields that were left at a place; a text that holds none is put aside."""
    try:
        left = workspace.sessions.draft(place)
    except ConductorError:  # said where the library is opened
        left = ""
    fields = KeptFields(left)
    if left and not fields.is_usable:
        _put_aside(workspace, place, left)
    return fields


def _put_aside(workspace: Workspace, place: str, text: str) -> None:
    """Let what cannot be read lie beside its place, where nothing is written over it."""
    if workspace.read_only is not None:
        return
    aside = f"{place}{UNREAD}"
    with suppress(ConductorError):  # it is held
        before = workspace.sessions.draft(aside)
        whole = "\n\n".join(part for part in (before, text) if part)
        workspace.sessions.keep_drafts({aside: whole, place: ""})


def close_down_in(parent: QWidget) -> None:
    """Keep everything that is due anywhere in a window that is about to go."""
    for soon in parent.findChildren(KeepSoon):
        soon.close_down()
