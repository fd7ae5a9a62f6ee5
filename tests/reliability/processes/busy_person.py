"""A person who never rests: asks, goes from session to session, opens and closes everything.

Each way of life is a generator; it yields what it waits for before its next step.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from conductor.core.ids import SessionId
from conductor.gui.answer.view import AnswerView
from conductor.gui.commands import COMMANDS
from conductor.gui.window.main_window import MainWindow
from conductor.settings import Language, Theme

CTRL = Qt.KeyboardModifier.ControlModifier
Kind = TypeVar("Kind", bound=QWidget)
Steps = Iterator[Callable[[], bool]]
NOT_TRIED = ("quit", "binSession", "send", "newSession")
"""Commands that end the program or the session, or are carried out all the time anyway."""


class BusyPerson:
    """What is done in the window, and how often it was.

    Attributes:
        window: where.
        sessions, switches, opened: how often a session was asked in, gone to, a thing opened.
        defects: where the program did what nobody foresaw.
        doing: what is being done.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.sessions = self.switches = self.opened = 0
        self.defects: list[str] = []
        self.doing = "opening the window"
        self._is_rude = False
        self._asked: list[SessionId] = []
        self._things = itertools.cycle(self._all_things())
        self._count_of_things = len(self._all_things())
        window.reporter.reported.connect(self._on_report)

    @property
    def count(self) -> int:
        """How many sessions were begun or gone to."""
        return self.sessions + self.switches

    def _on_report(self, report: object) -> None:
        self.defects.append(f"{self.doing}: {getattr(report, 'place', report)}")

    def live(self, sessions: int, switches: int, rounds: int) -> Steps:
        """Ask in so many new sessions, go to stored ones so often, open everything meanwhile.

        Args:
            sessions: how many are asked.
            switches: how often a stored one is gone to.
            rounds: how often everything there is to open is opened, spread over the switches.
        """
        yield lambda: self.window.is_ready
        things = rounds * self._count_of_things
        for number in range(max(sessions, switches)):
            if number < sessions:
                yield from self._ask(number)
            if number < switches:
                yield from self._switch(number)
            until = things * (number + 1) // max(sessions, switches)
            while self.opened < until:
                yield from self._open_next()
        yield self._after(0.2)

    def _after(self, seconds: float) -> Callable[[], bool]:
        end_s = time.monotonic() + seconds
        return lambda: time.monotonic() >= end_s

    def _is_quiet(self) -> bool:
        return not self.window.workspace.live.ids

    def _trigger(self, name: str) -> None:
        self.window.actions_table.action(name).trigger()

    def _ask(self, number: int) -> Steps:
        """Ctrl+N, a few words, Ctrl+Enter, and wait for the answers."""
        self.doing = f"asking in session {number}"
        bench = self.window.workbench
        self.window.activateWindow()
        yield self.window.isActiveWindow
        QTest.keyClick(self.window, Qt.Key.Key_N, CTRL)
        yield lambda: bench.session_id is None
        edit = self.window.findChild(QPlainTextEdit, "composerEdit")
        assert edit is not None
        edit.setFocus()
        QTest.keyClicks(edit, f"Task {number}")
        QTest.keyClick(edit, Qt.Key.Key_Return, CTRL)
        yield lambda: bench.session_id is not None and self._is_quiet()
        assert bench.session_id is not None
        self._asked.append(bench.session_id)
        self.sessions += 1

    def _switch(self, number: int) -> Steps:
        """Go to a stored session: near and far, there and back."""
        self.doing = f"switching for the {number}th time"
        if not self._asked:
            return
        target = self._asked[(number * 7919) % len(self._asked)]
        self.window.show_page("workbench")
        self.window.workbench.open_session(target)
        self.switches += 1
        yield lambda: True

    def _all_things(self) -> list[Callable[[], Steps]]:
        names = [c.name for c in COMMANDS if c.name not in NOT_TRIED]
        commands = [self._command(name) for name in names]
        others = [
            self._theme,
            self._language,
            self._menus,
            self._held_menus,
            self._context_menus,
            self._column_menus,
            self._sizes,
            self._tabs,
            self._revised,
            self._settings,
        ]
        return [*commands, *others, self._theme, self._language]

    def _open_next(self) -> Steps:
        # Every other time round, the session below what is open changes.
        self._is_rude = bool(self.opened // self._count_of_things % 2 and self._asked)
        self.opened += 1
        yield from next(self._things)()
        self.doing = f"coming back after {self.doing}"
        yield from self._come_back()

    def _come_back(self) -> Steps:
        """Close what stands over or beside the window, and go back to the answers."""
        for _attempt in range(3):
            self._close_others()
            yield self._after(0.002)
        focus = QApplication.focusWidget()
        if focus is not None:
            QTest.keyClick(focus, Qt.Key.Key_Escape)
        self.window.show_page("workbench")
        self.window.workbench.rooms.reading.close_page()
        yield self._is_quiet

    def _close_others(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible() and other.isWindow():
                other.close()

    def _command(self, name: str) -> Callable[[], Steps]:
        def steps() -> Steps:
            self.doing = f"the command {name}"
            self._trigger(name)
            yield self._after(0.02)
            if self._is_rude:
                self.doing = f"the command {name}, left in the middle"
                for session_id in (None, self._asked[-1]):
                    self.window.workbench.open_session(session_id)
                    yield self._after(0.01)
            if self.window.actions_table.action(name).isChecked():
                self._trigger(name)
                yield self._after(0.005)

        return steps

    def _theme(self) -> Steps:
        self.doing = "another theme"
        settings = self.window.workspace.settings
        is_dark = settings.now.theme is Theme.DARK
        settings.change("theme", Theme.LIGHT if is_dark else Theme.DARK)
        yield self._after(0.02)

    def _language(self) -> Steps:
        self.doing = "another language"
        for view in self._seen(AnswerView)[: self._is_rude]:
            view.setFocus()
        settings = self.window.workspace.settings
        is_korean = settings.now.language is Language.KOREAN
        settings.change("language", Language.ENGLISH if is_korean else Language.KOREAN)
        yield self._after(0.05)

    def _menus(self) -> Steps:
        for button in self._seen(QToolButton):
            menu = button.menu() if isValid(button) else None
            if menu is None or not button.isEnabled():
                continue
            self.doing = f"the menu of {button.objectName()}"
            menu.popup(button.mapToGlobal(QPoint(0, button.height())))
            yield self._after(0.002)
            menu.close()
            yield self._after(0.001)

    def _held_menus(self) -> Steps:
        """Hold a menu open by the mouse while the session below it changes, then let go."""
        for button in self._seen(QToolButton):
            if not isValid(button) or button.menu() is None or not button.isEnabled():
                continue
            self.doing = f"the menu of {button.objectName()} while the session changes"
            QTimer.singleShot(0, button, button.click)  # does not return while the menu is open
            yield lambda: QApplication.activePopupWidget() is not None
            self.window.workbench.open_session(self._asked[0])
            yield self._after(0.005)
            self.window.workbench.open_session(self._asked[-1])
            yield self._after(0.005)
            popup = QApplication.activePopupWidget()
            if popup is not None:
                popup.close()
            yield lambda: QApplication.activePopupWidget() is None

    def _context_menus(self) -> Steps:
        for view in self._seen(AnswerView):
            self.doing = f"the context menu of {view.accessibleName()}"
            at = QPoint(30, 30)
            reason = QContextMenuEvent.Reason.Mouse
            port = view.viewport()
            QApplication.sendEvent(port, QContextMenuEvent(reason, at, port.mapToGlobal(at)))
            yield self._after(0.002)
            for menu in view.findChildren(QMenu):
                for action in menu.actions():
                    if action.objectName().startswith(("copy", "select")):
                        action.trigger()
                menu.close()
            yield self._after(0.002)

    def _column_menus(self) -> Steps:
        for column in self._seen(QWidget, "answerColumn"):
            self.doing = f"the menu of the column of {column.property('assistant')}"
            button = column.findChild(QAbstractButton, "moreButton")
            if button is not None and button.isVisible():
                button.click()
                yield self._after(0.002)
                self._close_others()
                yield self._after(0.002)

    def _sizes(self) -> Steps:
        self.doing = "other sizes of the window"
        for width, height in ((700, 480), (2000, 1000), (1280, 800)):
            self.window.resize(width, height)
            yield self._after(0.02)

    def _tabs(self) -> Steps:
        """Every tab and choice of every page."""
        for page in ("library", "whatWorks", "assistants", "settings"):
            self.window.show_page(page)
            for bar in self._seen(QTabBar):
                for number in range(bar.count()):
                    self.doing = f"tab {number} of {page}"
                    bar.setCurrentIndex(number)
                    yield self._after(0.003)

    def _revised(self) -> Steps:
        """Edit the task and send it anew, then ask for a revision, then judge."""
        self.doing = "an edited task"
        edit = self.window.findChild(QPlainTextEdit, "composerEdit")
        assert edit is not None
        self._trigger("editTask")
        QTest.keyClicks(edit, " once more")
        self._trigger("send")
        yield self._after(0.01)
        yield self._is_quiet
        self.doing = "guidance"
        self._trigger("revise")
        edit.setPlainText("Shorter, please.")
        self._trigger("send")
        yield self._after(0.01)
        yield self._is_quiet
        self.doing = "judging"
        self._trigger("showChanges")
        yield self._after(0.01)
        self._trigger("noDifference")
        yield self._after(0.01)

    def _settings(self) -> Steps:
        """Every choice of the settings that is a list, there and back."""
        self.window.show_page("settings")
        yield self._after(0.01)
        for box in self._seen(QComboBox):
            if box.objectName() in ("setting_language",):
                continue
            self.doing = f"the choices of {box.objectName()}"
            before = box.currentIndex()
            for number in range(box.count()):
                box.setCurrentIndex(number)
            box.setCurrentIndex(before)
            yield self._after(0.003)

    def _seen(self, kind: type[Kind], name: str = "") -> list[Kind]:
        found = self.window.findChildren(kind, name) if name else self.window.findChildren(kind)
        return [widget for widget in found if widget.isVisible()]
