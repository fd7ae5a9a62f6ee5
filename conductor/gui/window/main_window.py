"""The window: its pages and the way between them, the shortcuts, and an end without a question."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from conductor import log
from conductor.core.change import Change
from conductor.core.ids import AssistantId, SessionId
from conductor.gui.answer.document.code_reader import stop_reading
from conductor.gui.commands import Actions
from conductor.gui.focus_order import has_focus, next_control
from conductor.gui.kept_words import close_down_in
from conductor.gui.look.theme import apply_theme
from conductor.gui.page import Page, Place
from conductor.gui.rescue.next_start import NextStart
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.window.crash_file import CrashFile
from conductor.gui.window.errors import Reporter
from conductor.gui.window.library_watch import LibraryWatch
from conductor.gui.window.navigation import Navigation
from conductor.gui.window.report_area import ReportArea
from conductor.gui.window.undoing import Undoing
from conductor.gui.workbench.page import Workbench
from conductor.i18n import current_language, use_language
from conductor.settings import Language
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.what_works.page import WhatWorksPage
    from conductor.gui.window.palette import Palette

CLOSE_LIMIT_S = 1.5
"""Seconds to wait for what goes on beside the window, all of it together."""
REPLACE_LIMIT_S = 30.0
"""Seconds to wait for a backup that is being made before the library's file is replaced."""
REST_MS = 50
"""After the first paint; until then engine, backup and imports would only get in its way."""


def language_of(choice: Language) -> str:
    """Return the language to use, "en" or "ko"."""
    return QLocale.system().name()[:2] if choice is Language.SYSTEM else str(choice)


class MainWindow(QMainWindow):
    """Conductor's window.

    Attributes:
        farewell: what the person must know after the window was closed, None if nothing.
        reporter: takes what nobody foresaw.
        next_start: how the library is to be opened after this window has closed; None: not.
    """

    def __init__(self, workspace: Workspace, tasks: Tasks, reporter: Reporter) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Conductor")
        self.resize(1280, 800)
        tasks.setParent(self)
        reporter.setParent(self)
        self.farewell: str | None = None
        self.next_start: NextStart | None = None
        self.reporter = reporter
        self._workspace = workspace
        self._tasks = tasks
        self._is_open = True
        self._is_begun = False
        self._is_filled = False
        self._actions = Actions(self)
        self._pages: dict[str, Page] = {}
        self._palette: Palette | None = None
        self._report_area = ReportArea(workspace.desk.redactor, self)
        reporter.reported.connect(self._report_area.take)
        self._library = LibraryWatch(workspace, tasks, self._report_area, self)
        self._library.restore_asked.connect(self._on_restore_backup)
        self._library.salvage_asked.connect(self._on_salvage)
        self._build()
        self._connect()
        tasks.changed.connect(self._on_change)

    @property
    def workspace(self) -> Workspace:
        """The workspace behind the window."""
        return self._workspace

    @property
    def actions_table(self) -> Actions:
        """The window's actions."""
        return self._actions

    @property
    def is_ready(self) -> bool:
        """Whether the window has been painted and shows the last session."""
        return self._is_filled and not self.workbench.is_opening

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return next(name for name, page in self._pages.items() if page is self._shown)

    @property
    def workbench(self) -> Workbench:
        """The page on which sessions are worked on."""
        return cast("Workbench", self._pages["workbench"])

    @property
    def _shown(self) -> Page:
        return cast("Page", self._stack.currentWidget())

    def _build(self) -> None:
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._navigation = Navigation(self._actions, centre)
        self._navigation.chosen.connect(self.show_page)
        self._navigation.queue_asked.connect(self._on_judge_pairs)
        self._stack = QStackedWidget(centre)
        right = QVBoxLayout()
        right.addWidget(self._report_area)
        right.addWidget(self._stack, 1)
        self._undoing = Undoing(self._workspace.undo, self._tasks, self._actions, centre)
        right.addWidget(self._undoing)
        row.addWidget(self._navigation)
        row.addLayout(right, 1)
        self.setCentralWidget(centre)
        self._language = current_language()
        self._pages = {}
        self.show_page("workbench")

    def _connect(self) -> None:
        for name, slot in (
            ("showWorkbench", self._on_workbench),
            ("showLibrary", self._on_library),
            ("showWhatWorks", self._on_what_works),
            ("judgePairs", self._on_judge_pairs),
            ("showStatistics", self._on_statistics),
            ("showAssistants", self._on_assistants),
            ("showSettings", self._on_settings),
            ("nextPane", self._on_next_pane),
            ("previousPane", self._on_previous_pane),
            ("palette", self._on_palette),
            ("showKeys", self._on_keys),
            ("restoreBackup", self._on_restore_backup),
            ("quit", self.close),
        ):
            self._actions.connect_to(name, slot)

    @Slot(object)
    def show_page(self, name: str) -> None:
        """Show a page, made now if this is the first time."""
        if name not in self._pages:
            self._pages[name] = self._made(name)
            self._stack.addWidget(self._pages[name])
            self._pages[name].wanted.connect(self._on_wanted)
            self._pages[name].windowTitleChanged.connect(self.setWindowTitle)
        self._stack.setCurrentWidget(self._pages[name])
        self._navigation.show_place(name)
        self._actions.show_page(name)
        self._undoing.be_elsewhere(is_elsewhere=name == "library")
        self._pages[name].enter()

    def _made(self, name: str) -> Page:
        if name != "workbench":
            return _factory(name)(self._workspace, self._tasks, self._actions, self._stack)
        page = Workbench(self._stack)
        deque(page.mount(self._workspace, self._tasks, self._actions), maxlen=0)
        return page

    def say(self, sentence: str) -> None:
        """Say above the work what was done before the window was there."""
        self._library.say(sentence)

    def offer_crash(self, crash: CrashFile) -> None:
        """Offer what the last run left, if it ended by a fault."""
        self._report_area.offer(crash)

    @Slot(object)
    def _on_wanted(self, place: Place) -> None:
        """Go where a page sends the person."""
        self.show_page(place.page)
        self._pages[place.page].go_to(place)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and after the first time begin what must not hold that up."""
        super().paintEvent(event)
        if not self._is_begun:
            self._is_begun = True
            QTimer.singleShot(0, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        """Show the last session, and begin the rest once the window can be used."""
        if not self._is_open:
            return
        self.workbench.fill()
        self._is_filled = True
        QTimer.singleShot(REST_MS, self, self._begin_rest)

    @Slot()
    def _begin_rest(self) -> None:
        if not self._is_open:
            return
        self._workspace.start()
        self._library.begin()
        self._show_waiting()
        self._library.look_after(before=partial(_load, self._workspace))

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

    @Slot()
    def _speak(self) -> None:
        """Make the pages anew, in the language in use."""
        if not self._is_open or current_language() == self._language:
            return
        shown = self.page
        focus = QApplication.focusWidget()
        focused = focus.objectName() if focus is not None else ""
        session_id, hurting = self.workbench.session_id, self.workbench.hurting
        close_down_in(self)
        for page in self._pages.values():
            page.close_down()
        before = self.takeCentralWidget()
        self._actions.translate()
        self._build()
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
    def _on_workbench(self) -> None:
        self.show_page("workbench")

    @Slot()
    def _on_library(self) -> None:
        self.show_page("library")

    @Slot()
    def _on_what_works(self) -> None:
        self.show_page("whatWorks")

    @Slot()
    def _on_judge_pairs(self) -> None:
        self._what_works().judge()

    @Slot()
    def _on_statistics(self) -> None:
        was_shown = self.page == "whatWorks"
        is_on = self._workspace.settings.now.statistics
        self._what_works().show_statistics(is_on=not (was_shown and is_on))

    def _what_works(self) -> WhatWorksPage:
        if self.page != "whatWorks":
            self.show_page("whatWorks")
        return cast("WhatWorksPage", self._shown)

    @Slot()
    def _on_assistants(self) -> None:
        self.show_page("assistants")

    @Slot()
    def _on_settings(self) -> None:
        self.show_page("settings")

    @Slot()
    def _on_palette(self) -> None:
        from conductor.gui.window.palette import Palette
        from conductor.gui.window.palette_entries import Ways, entries

        if self._palette is None:
            self._palette = Palette(self)
        if self._palette.isVisible():
            self._palette.close_up()
            return
        ways = Ways(self._open_session, self._address, self.workbench.hides_names)
        self._palette.open(entries(self._workspace, self._actions, ways))

    def _open_session(self, session_id: SessionId) -> None:
        self.show_page("workbench")
        self.workbench.open_session(session_id)

    def _address(self, assistants: Sequence[AssistantId]) -> None:
        self.show_page("workbench")
        self.workbench.address(assistants)

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
        self.next_start = NextStart(copy=copy)
        self.close()

    @Slot()
    def _on_salvage(self) -> None:
        self.next_start = NextStart(salvages=True)
        self.close()

    @Slot()
    def _on_keys(self) -> None:
        from conductor.gui.window.keys import KeysDialog

        KeysDialog(self).show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what lies over the window in its middle."""
        super().resizeEvent(event)
        if self._palette is not None:
            self._palette.place()

    @Slot()
    def _on_next_pane(self) -> None:
        self._step_pane(1)

    @Slot()
    def _on_previous_pane(self) -> None:
        self._step_pane(-1)

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001, N802 - Qt's signature
        """Take Tab through the window as it is read."""
        control = next_control(self, QApplication.focusWidget(), forward=next_)
        if control is not None:
            reason = Qt.FocusReason.TabFocusReason if next_ else Qt.FocusReason.BacktabFocusReason
            control.setFocus(reason)
        return control is not None

    def _step_pane(self, by: int) -> None:
        panes = [p for p in (*self._shown.panes(), self._navigation) if p.isVisible()]
        has = [n for n, pane in enumerate(panes) if has_focus(pane)]
        # Without a focus, forward begins at the first pane and backward at the last.
        start = has[0] if has else (-1 if by > 0 else 0)
        _focus_into(panes[(start + by) % len(panes)])

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End everything; what streams is kept as interrupted."""
        if self._is_open:
            self._is_open = False
            self._tasks.give_up()
            self._library.stop()
            close_down_in(self)
            for page in self._pages.values():
                page.close_down()
            self._tasks.close(REPLACE_LIMIT_S if self._is_replaced else CLOSE_LIMIT_S)
            try:
                self.farewell = self._workspace.close()
            finally:
                stop_reading()
                log.tear_down()
        super().closeEvent(event)


def _factory(name: str) -> Callable[[Workspace, Tasks, Actions, QWidget], Page]:
    """Return what makes a page; all but the first are imported when they are wanted."""
    match name:
        case "library":
            from conductor.gui.library.page import LibraryPage

            return LibraryPage
        case "whatWorks":
            from conductor.gui.what_works.page import WhatWorksPage

            return WhatWorksPage
        case "assistants":
            from conductor.gui.assistants.page import AssistantsPage

            return AssistantsPage
        case _:
            from conductor.gui.settings.page import SettingsPage

            return SettingsPage


def _load(workspace: Workspace) -> None:
    """Load what the first answer needs. Thread: any."""
    from conductor.gui.answer.document.builder import warm_up

    warm_up()
    workspace.warm_up()


def _focus_into(pane: QWidget) -> None:
    """Put the focus on a pane, or on the first of its parts that takes it."""
    candidates = [pane, *pane.findChildren(QWidget)]
    for widget in candidates:
        policy = widget.focusPolicy()
        if policy & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
