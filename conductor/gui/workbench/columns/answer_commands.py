"""Carry out the commands about answers: copy, thread, text size, linked scrolling, stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from conductor.core.entities import Answer
from conductor.core.errors import ConductorError, InvalidInput
from conductor.core.ids import AssistantId, SessionId
from conductor.gui.answer.reading_place import landmarks, matching_px
from conductor.gui.commands import Actions
from conductor.gui.workbench.composer.attached_row import Upcoming
from conductor.i18n import _
from conductor.settings import Settings, Value
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.columns.answer_column import AnswerColumn


class Columns(Protocol):
    """What the commands work on."""

    @property
    def current(self) -> AnswerColumn | None: ...  # noqa: D102

    @property
    def ordered(self) -> Sequence[AnswerColumn]: ...  # noqa: D102

    @property
    def session_id(self) -> SessionId | None: ...  # noqa: D102


class AnswerCommands(QObject):
    """The commands about the answers of a round.

    Attributes:
        upcoming: tells what words that are not sent yet would get besides themselves.

    Signals:
        refused: a sentence, when something that the person asked for cannot be done.
    """

    refused = Signal(object)

    def __init__(self, workspace: Workspace, columns: Columns, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._columns = columns
        self._window = window
        self._actions: Actions | None = None
        self.upcoming: Callable[[Sequence[AssistantId]], Upcoming] = _nothing_more

    def connect_to(self, actions: Actions) -> None:
        """Carry out these commands from now on."""
        self._actions = actions
        for name, slot in (
            ("stopAll", self.stop_all),
            ("copyAnswer", self.copy_answer),
            ("showThread", self.show_thread),
            ("linkScrolling", self.link_scrolling),
            ("zoomIn", self.zoom_in),
            ("zoomOut", self.zoom_out),
            ("zoomReset", self.zoom_reset),
        ):
            actions.connect_to(name, slot)
        self.take_settings()

    def take_settings(self) -> None:
        """Show the answers as the settings say."""
        settings = self._workspace.settings.now
        for column in self._columns.ordered:
            column.set_text_size(settings.text_size_px)
        if self._actions is not None:
            self._actions.action("linkScrolling").setChecked(settings.linked_scrolling)

    @Slot()
    def stop_all(self) -> None:
        """Stop every answer that is on its way."""
        self._workspace.rounds.stop_all()

    @Slot()
    def copy_answer(self) -> None:
        """Copy the answer in use with its formatting."""
        column = self._columns.current
        if column is None:
            self.refused.emit(_("Click into the answer that you want to copy first."))
        else:
            column.copy_rich()

    @Slot()
    def show_thread(self) -> None:
        """Show what the assistant of the answer in use sees."""
        ordered = self._columns.ordered
        column = self._columns.current or (ordered[0] if ordered else None)
        self.show_thread_of(column.answer if column else None)

    @Slot(object)
    def show_thread_of(self, answer: Answer | None) -> None:
        """Show what an assistant sees; None: what would be sent with the draft."""
        from conductor.gui.workbench.composer.thread_dialog import ThreadDialog
        from conductor.gui.workbench.composer.thread_pages import thread_pages

        session_id = self._columns.session_id
        if session_id is not None and self._workspace.blinding.hidden_rounds(session_id):
            self.refused.emit(_("A thread would tell who wrote what. Judge the blind round first."))
            return
        try:
            pages = thread_pages(self._workspace, session_id, answer, self.upcoming)
        except InvalidInput as error:  # a draw is on
            self.refused.emit(str(error))
            return
        if pages:
            ThreadDialog(pages, self._window).open()
        else:
            self.refused.emit(_("Write something first: then you can see what would be sent."))

    @Slot()
    def link_scrolling(self) -> None:
        """Scroll all answers together from now on, or no longer."""
        self._change("linked_scrolling", not self._workspace.settings.now.linked_scrolling)
        self.take_settings()

    @Slot()
    def zoom_in(self) -> None:
        """Make the text of answers larger."""
        self.zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        """Make the text of answers smaller."""
        self.zoom(-1)

    @Slot()
    def zoom_reset(self) -> None:
        """Give the text of answers its usual size."""
        self._change("text_size_px", Settings().text_size_px)

    @Slot(object)
    def zoom(self, by: int) -> None:
        """Make the text of answers so many pixels larger."""
        self._change("text_size_px", self._workspace.settings.now.text_size_px + by)

    def _change(self, name: str, value: Value) -> None:
        try:
            self._workspace.settings.change(name, value)
        except InvalidInput:
            return  # as large or as small as it gets
        except ConductorError as error:
            self.refused.emit(str(error))

    @Slot(object)
    def follow(self, source: AnswerColumn) -> None:
        """Bring the other answers to the place that matches a scrolled one, if so chosen."""
        if not self._workspace.settings.now.linked_scrolling:
            return
        bar = source.view.verticalScrollBar()
        own = landmarks(source.view)
        is_at_end = bar.value() == bar.maximum() > 0
        for column in self._columns.ordered:
            if column is source or column.isHidden():
                continue
            other = column.view.verticalScrollBar()
            wanted = matching_px(bar.value(), own, landmarks(column.view))
            other.setValue(other.maximum() if is_at_end else round(wanted))


def _nothing_more(_who: Sequence[AssistantId]) -> Upcoming:
    return Upcoming()
