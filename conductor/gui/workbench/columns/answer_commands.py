"""Carry out the commands about answers: copy, thread, text size, linked scrolling, stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from conductor.core.errors import ConductorError, InvalidInput
from conductor.gui.answer.reading_place import landmarks, matching_px
from conductor.gui.needs import Needs
from conductor.settings import Settings, Value
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.columns.answer_column import AnswerColumn
    from conductor.gui.workbench.columns.shown_columns import ShownColumns


class AnswerCommands(QObject):
    """The commands about the answers of a round.

    Signals:
        thread_asked: the answer whose thread the person wants to see; None: there is none yet.
    """

    thread_asked = Signal(object)

    def __init__(
        self, workspace: Workspace, needs: Needs, columns: ShownColumns, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._columns = columns
        self._needs = needs

    def carry_out_commands(self) -> None:
        """Carry out these commands from now on."""
        for name, slot in (
            ("stopAll", self.stop_all),
            ("copyAnswer", self.copy_answer),
            ("showThread", self.show_thread),
            ("linkScrolling", self.link_scrolling),
            ("zoomIn", self.zoom_in),
            ("zoomOut", self.zoom_out),
            ("zoomReset", self.zoom_reset),
        ):
            self._needs.actions.connect_to(name, slot)
        self.take_settings()

    def take_settings(self) -> None:
        """Show the answers as the settings say."""
        settings = self._workspace.settings.now
        for column in self._columns.ordered:
            column.set_text_size(settings.text_size_px)
        self._needs.actions.action("linkScrolling").setChecked(settings.linked_scrolling)

    @Slot()
    def stop_all(self) -> None:
        """Stop every answer that is on its way."""
        self._needs.attempt(self._workspace.rounds.stop_all)

    @Slot()
    def copy_answer(self) -> None:
        """Copy the answer in use with its formatting."""
        if self._columns.current is not None:
            self._columns.current.deeds.copy_rich()

    @Slot()
    def show_thread(self) -> None:
        """Show what the assistant of the answer in use sees."""
        ordered = self._columns.ordered
        column = self._columns.current or (ordered[0] if ordered else None)
        self.thread_asked.emit(column.answer if column else None)

    @Slot()
    def link_scrolling(self) -> None:
        """Scroll all answers together from now on, or no longer."""
        self._change("linked_scrolling", not self._workspace.settings.now.linked_scrolling)
        self.take_settings()

    @Slot()
    def zoom_in(self) -> None:
        """Make the text of answers larger."""
        self._zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        """Make the text of answers smaller."""
        self._zoom(-1)

    @Slot()
    def zoom_reset(self) -> None:
        """Give the text of answers its usual size."""
        self._change("text_size_px", Settings().text_size_px)

    def _zoom(self, by: int) -> None:
        self._change("text_size_px", self._workspace.settings.now.text_size_px + by)

    def _change(self, name: str, value: Value) -> None:
        try:
            self._workspace.settings.change(name, value)
        except InvalidInput:
            return  # as large or as small as it gets
        except ConductorError as error:
            self._needs.say(str(error))

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
