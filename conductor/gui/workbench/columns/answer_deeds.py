"""Do with one answer what its column offers: stop it, try again, copy it, look behind it.

Thread: GUI.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from conductor.core.entities import Answer
from conductor.core.text.visible import visible
from conductor.gui.answer.view import AnswerView
from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.column_plan import PlannedColumn
from conductor.gui.workbench.columns.reasoning_fold import ReasoningFold
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One thing that can be done.

    Attributes:
        name: the object name of its action.
        words: what it is called.
        slot: the bound method that does it.
        is_possible: whether it can be done now.
        begins_group: whether a line stands above it.
    """

    name: str
    words: str
    slot: Callable[[], object]
    is_possible: bool = True
    begins_group: bool = False


class ColumnMenu(QMenu):
    """The menu of one answer; it goes when it is closed."""

    def __init__(
        self, rows: Sequence[MenuRow], offered: Sequence[QAction], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("answerMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row in rows:
            if row.begins_group:
                self.addSeparator()
            action = self.addAction(row.words)
            action.setObjectName(row.name)
            action.setEnabled(row.is_possible)
            action.triggered.connect(row.slot)
        self.addSeparator()
        self.addActions(list(offered))


class AnswerDeeds(QObject):
    """What can be done with the answer of one column.

    Attributes:
        offered: commands of the window that its menus offer besides.

    Signals:
        thread_asked: the answer whose thread the person wants to see.
    """

    thread_asked = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        needs: Needs,
        view: AnswerView,
        reasoning: ReasoningFold,
        column: QWidget,
    ) -> None:
        super().__init__(column)
        self._workspace = workspace
        self._needs = needs
        self._view = view
        self._reasoning = reasoning
        self._column = column
        self._planned: PlannedColumn | None = None
        self._answer: Answer | None = None
        self.offered: tuple[QAction, ...] = ()

    def show_answer(self, planned: PlannedColumn, answer: Answer) -> None:
        """Be about another answer, or about the same one as it is now."""
        self._planned, self._answer = planned, answer

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer these commands in the menus of the answer; they work on the one in use."""
        self.offered = self._view.offered = tuple(actions)

    def menu(self) -> ColumnMenu:
        """Return the menu of the answer as it is now."""
        return ColumnMenu(self._rows(), self.offered, self._column)

    def _rows(self) -> list[MenuRow]:
        text = self._view.source_text
        may_see = self._planned is not None and not self._planned.is_hidden
        see = _("What this assistant sees …")
        sees_thread = may_see and not self._is_drawn
        if self._is_drawn:
            see = _("What this assistant sees: hidden until you judge")
        has_tried = self._answer is not None and self._answer.attempt > 1
        rows = [
            MenuRow("copyRich", _("Copy with formatting"), self.copy_rich, bool(text)),
            MenuRow("copyMarkdown", _("Copy as Markdown"), self.copy_markdown, bool(text)),
        ]
        if visible(text) != text:
            words = _("Copy raw, hidden characters too")
            rows.append(MenuRow("copyRaw", words, self.copy_raw))
        return [
            *rows,
            MenuRow("seeThread", see, self.ask_for_thread, sees_thread, begins_group=True),
            MenuRow(
                "seeReasoning",
                _("Reasoning"),
                self.toggle_reasoning,
                self._reasoning.length > 0,
            ),
            MenuRow(
                "seeAttempts", _("Earlier attempts …"), self.show_attempts, may_see and has_tried
            ),
        ]

    @property
    def _is_drawn(self) -> bool:
        """Whether a draw hides what was sent until its task is judged."""
        if self._answer is None:
            return False
        item = self._workspace.sessions.words_of_round(self._answer.round_id)
        return self._workspace.sessions.hides(item.session_id)

    @Slot()
    def copy_rich(self) -> None:
        """Copy the answer with its formatting."""
        QGuiApplication.clipboard().setMimeData(self._view.whole_data())

    @Slot()
    def copy_markdown(self) -> None:
        """Copy the answer as it was written, every hidden character marked."""
        QGuiApplication.clipboard().setText(visible(self._view.source_text))

    @Slot()
    def copy_raw(self) -> None:
        """Copy the answer exactly as it came."""
        QGuiApplication.clipboard().setText(self._view.source_text)

    @Slot()
    def ask_for_thread(self) -> None:
        """Ask to see what this assistant sees."""
        if self._planned is not None and not self._planned.is_hidden:
            self.thread_asked.emit(self._answer)

    @Slot()
    def toggle_reasoning(self) -> None:
        """Fold or unfold the reasoning."""
        self._reasoning.toggle()

    @Slot()
    def show_attempts(self) -> None:
        """Show the earlier attempts of the answer."""
        from conductor.gui.workbench.columns.attempts_dialog import AttemptsDialog

        if self._answer is None or self._planned is None or self._planned.is_hidden:
            return
        attempts = self._workspace.sessions.attempts(self._answer)
        if attempts:
            size_px = self._workspace.settings.now.text_size_px
            AttemptsDialog(attempts, size_px, self._column).open()

    @Slot()
    def stop(self) -> None:
        """Stop the answer."""
        if self._answer is not None:
            self._needs.attempt(partial(self._workspace.rounds.stop, self._answer.id))

    @Slot()
    def try_again(self) -> None:
        """Ask for the answer again."""
        if self._answer is not None:
            asked = self._workspace.sessions.answer(self._answer.id)
            self._needs.attempt(partial(self._workspace.rounds.try_again, [asked]))

    @Slot()
    def leave_out(self) -> None:
        """Leave out the first rounds, and ask for the answer again."""
        if self._answer is not None:
            rounds, asked = self._workspace.rounds, self._answer
            last = rounds.rounds_to_leave_out(asked)
            self._needs.attempt(partial(rounds.try_again, [asked], leave_out=last))
