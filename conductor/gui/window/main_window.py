"""The window: its pages and the way between them, the shortcuts, and an end without a question.

Rules: it is there before its library; `mount` puts the rooms in. What only they need is imported
there, because everything imported here is waited for. Thread: GUI.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from conductor.gui.look.theme import apply_theme
from conductor.gui.process.first_look import FirstLook, keep_look, language_of
from conductor.gui.process.turns import Turns
from conductor.gui.window.paged_window import PagedWindow
from conductor.i18n import current_language, use_language

if TYPE_CHECKING:
    from pathlib import Path

    from conductor.core.change import Change
    from conductor.gui.commands import Actions
    from conductor.gui.process.crash_file import CrashFile
    from conductor.gui.rescue.next_start import NextStart
    from conductor.gui.tasks.tasks import Tasks
    from conductor.gui.window.errors import Reporter
    from conductor.workspace.workspace import Workspace

CLOSE_LIMIT_S = 1.5
"""Seconds to wait for what goes on beside the window, all of it together."""
REPLACE_LIMIT_S = 30.0
"""Seconds to wait for a backup that is being made before the library's file is replaced."""
REST_MS = 50
"""After the last session is shown; until then engine and backup would only get in its way."""


class MainWindow(PagedWindow):
    """Conductor's window.

    Attributes:
        farewell: what the person must know after the window was closed, None if nothing.
        reporter: takes what nobody foresaw; there once the library is.
        next_start: how the library is to be opened after this window has closed; None: not.
        getting_ready: makes what the first send needs; None before there is time for that.
        mounting: what is still to be done before the window is whole; None once it is.
    """

    reporter: Reporter

    def __init__(self, look: FirstLook) -> None:
        super().__init__(look)
        self.farewell: str | None = None
        self.next_start: NextStart | None = None
        self.mounting: Turns | None = None
        self.getting_ready: Turns | None = None
        self._is_open = True
        self._is_mounted = False
        self._is_filled = False

    def mount(self, workspace: Workspace, tasks: Tasks, reporter: Reporter) -> Iterator[None]:
        """Put the rooms in, a part up to each `yield`; what was typed and asked meanwhile stays."""
        from conductor.gui.window.library_watch import LibraryWatch
        from conductor.gui.window.memory_back import MemoryBack
        from conductor.gui.window.report_area import ReportArea

        tasks.setParent(self)
        reporter.setParent(self)
        self.reporter = reporter
        self._workspace = workspace
        self._tasks = tasks
        if current_language() != self._language:  # it was not known, or changed elsewhere
            self._build_in_language()
        self._report_area = ReportArea(workspace.desk.redactor, self)
        reporter.reported.connect(self._report_area.take)
        self._library = LibraryWatch(workspace, tasks, self._report_area, self)
        self._library.restore_asked.connect(self._on_restore_backup)
        self._library.salvage_asked.connect(self._on_salvage)
        self._memory = MemoryBack(tasks, self._is_at_work, self)
        yield
        self._fill_frame()
        yield from self.workbench.mount(workspace, tasks, self._actions)
        self._connect_ways()
        self._actions.connect_to("restoreBackup", self._on_restore_backup)
        self._hold_no_more()
        self._begin_pages()
        tasks.changed.connect(self._on_change)
        self._is_mounted = True
        if not self.is_painted:
            self.painted.connect(self.begin)

    def _build_in_language(self) -> None:
        """Make the frame in the language of the library, with the words that are there."""
        words = self.workbench.words.edit
        text, at = words.toPlainText(), words.textCursor().position()
        self._hold_no_more()
        before = self.takeCentralWidget()
        self._actions.translate()
        self._build(self._look)
        self._pages = {"workbench": self.workbench}
        self._hold_all()
        words = self.workbench.words.edit
        words.setPlainText(text)
        cursor = words.textCursor()
        cursor.setPosition(at)
        words.setTextCursor(cursor)
        if before is not None:
            before.deleteLater()

    def _fill_frame(self) -> None:
        from conductor.gui.window.undoing import Undoing

        self._navigation.fill_menu()
        self._navigation.queue_asked.connect(self._on_judge_pairs)
        self._right.insertWidget(0, self._report_area)
        self._undoing = Undoing(self._workspace.undo, self._tasks, self._actions, self._centre)
        self._right.addWidget(self._undoing)

    def _begin_pages(self) -> None:
        self._navigation.chosen.connect(self.show_page)
        self._listen_to(self.workbench)
        self.workbench.left.connect(self._memory.session_left)
        self.show_page("workbench")

    @property
    def workspace(self) -> Workspace:
        """The workspace behind the window."""
        return self._workspace

    @property
    def actions_table(self) -> Actions:
        """The window's actions."""
        return self._actions

    @property
    def is_over(self) -> bool:
        """Whether the person has closed it."""
        return not self._is_open

    @property
    def is_ready(self) -> bool:
        """Whether the window has been painted and shows the last session."""
        return self._is_filled and not self.workbench.is_opening

    def _is_at_work(self) -> bool:
        return self.workbench.is_opening or self._workspace.is_busy

    def say(self, sentence: str) -> None:
        """Say above the work what was done before the window was there."""
        self._library.say(sentence)

    def offer_crash(self, crash: CrashFile) -> None:
        """Offer what the last run left, if it ended by a fault."""
        self._report_area.offer(crash)

    @Slot()
    def begin(self) -> None:
        """Show the last session and do what was asked, once painted; then begin the rest."""
        QTimer.singleShot(0, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        if not self._is_open or self._is_filled:
            return
        self.workbench.fill()
        self._is_filled = True
        QTimer.singleShot(REST_MS, self, self._begin_rest)  # first: what was asked may fail
        self._do_held()

    @Slot()
    def _begin_rest(self) -> None:
        if not self._is_open:
            return
        self._workspace.start()
        self._library.begin()
        self._show_waiting()
        self._library.look_after(before=partial(_load, self._workspace))
        self.getting_ready = Turns(self.workbench.getting_ready(), self)
        self.getting_ready.ended.connect(self._on_ready)
        self.getting_ready.begin()

    @Slot()
    def _on_ready(self) -> None:
        if self.getting_ready is not None and self.getting_ready.trouble is not None:
            self.reporter.take(self.getting_ready.trouble)  # a send makes what is missing

    def _show_waiting(self) -> None:
        self._navigation.show_waiting(self._workspace.pairs_to_judge)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.trials:
            self._show_waiting()
        settings = self._workspace.settings.now
        if "theme" in change.settings:
            apply_theme(cast("QApplication", QApplication.instance()), settings.theme)
        if "language" in change.settings:
            use_language(language_of(settings.language))
            if current_language() != self._language:
                # The page whose control changed the language is still in the middle of that.
                QTimer.singleShot(0, self, self._speak)
        if change.settings:
            self._keep_look()

    def _keep_look(self) -> None:
        """Remember for the next start what the window looks like."""
        if self._workspace.read_only is None:
            settings, page = self._workspace.settings.now, self.workbench
            look = FirstLook(
                settings.theme,
                settings.language,
                is_follow_up=page.is_follow_up,
                left_px=page.foot.x(),
                beside_px=page.foot.beside_px,
            )
            keep_look(self._workspace.folder, look)

    @Slot()
    def _speak(self) -> None:
        """Make the pages anew, in the language in use."""
        if not self._is_open or current_language() == self._language:
            return
        shown = self.page
        focus = QApplication.focusWidget()
        focused = focus.objectName() if focus is not None else ""
        session_id, hurting = self.workbench.session_id, self.workbench.hurting
        self._close_pages()
        before = self.takeCentralWidget()
        self._actions.translate()
        self._build(None)
        self._pages = {"workbench": self.workbench}
        self._fill_frame()
        deque(self.workbench.mount(self._workspace, self._tasks, self._actions), maxlen=0)
        self._begin_pages()
        self._report_area.translate()
        if self._palette is not None:
            self._palette.deleteLater()
            self._palette = None
        if before is not None:
            before.deleteLater()
        self.workbench.open_session(session_id)
        if hurting is not None:
            self.workbench.name_hurting(hurting, ended_well=False)
        self._show_waiting()
        self.show_page(shown)
        again = self._shown.findChild(QWidget, focused) if focused else None
        if isinstance(again, QWidget):
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_restore_backup(self) -> None:
        from conductor.gui.rescue.restore_dialog import RestoreDialog

        dialog = RestoreDialog(self._workspace.folder, self._tasks, self)
        dialog.wanted.connect(self._on_copy_wanted)
        dialog.open()

    @property
    def _is_replaced(self) -> bool:
        """Whether the library's file is replaced next: nothing may read it or turn backups then."""
        step = self.next_start
        return step is not None and (step.copy is not None or step.salvages)

    @Slot(object)
    def _on_copy_wanted(self, copy: Path) -> None:
        from conductor.gui.rescue.next_start import NextStart

        self.next_start = NextStart(copy=copy)
        self.close()

    @Slot()
    def _on_salvage(self) -> None:
        from conductor.gui.rescue.next_start import NextStart

        self.next_start = NextStart(salvages=True)
        self.close()

    def _close_pages(self) -> None:
        from conductor.gui.kept_words import close_down_in

        close_down_in(self)
        for page in self._pages.values():
            page.close_down()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End everything; what streams is kept as interrupted, and what was typed as a draft."""
        if self.mounting is not None:
            self.mounting.finish()
        if self._is_open and self._is_mounted:
            if not self._is_filled and self.workbench.words.is_written:
                self.workbench.fill()  # what was typed is kept where the person would find it
            self._is_open = False
            self._end()
        self._is_open = False
        super().closeEvent(event)

    def _end(self) -> None:
        from conductor import log
        from conductor.gui.answer.document.code_reader import stop_reading

        self._tasks.give_up()
        self._library.stop()
        self._memory.stop()
        if self.getting_ready is not None:
            self.getting_ready.stop()
        self._keep_look()
        self._close_pages()
        self._tasks.close(REPLACE_LIMIT_S if self._is_replaced else CLOSE_LIMIT_S)
        try:
            self.farewell = self._workspace.close()
        finally:
            stop_reading()
            log.tear_down()


def _load(workspace: Workspace) -> None:
    """Load what the first answer needs. Thread: any."""
    from conductor.gui.answer.document.builder import warm_up

    warm_up()
    workspace.warm_up()
