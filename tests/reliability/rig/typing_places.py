"""Name every place in which a person types, and the way there; write a library that has them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextBrowser,
    QWidget,
)

from conductor.core.guidance.guidance import GuidanceKind, Scope
from conductor.gui.window.main_window import MainWindow
from tests.fakes import words
from tests.workspace.conftest import Stage

PATIENCE_S = 20.0
CONNECTIONS, ASSISTANTS, ENSEMBLES = range(3)


def write_library(folder: Path) -> None:
    """Write a library with a session of one judged round, guidance, a note and a team."""
    stage = Stage(folder)
    team = stage.team("Astra", "Opus")
    for name in ("Astra", "Opus"):
        stage.provider.script(name, *words(f"{name} says that the budget is fine."))
    view = stage.asked("Write a plan", team)
    area = stage.workspace
    area.judging.best(view.round.id, view.answers[0].id)
    area.notes.on_round(view.round.id, "A note that is there.")
    area.guidance.add("Numbers first.", GuidanceKind.OTHER, Scope())
    area.connections.add_ensemble("Both", area.connections.assistants())
    area.close()


def wait(is_so: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    until_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until_s, "waited in vain"
        QTest.qWait(5)


def find(window: MainWindow, name: str) -> QWidget:
    """Return the one visible widget of this name, once it is there."""
    found: list[QWidget] = []

    def is_there() -> bool:
        found[:] = [w for w in window.findChildren(QWidget, name) if w.isVisible()]
        return len(found) == 1

    wait(is_there)
    return found[0]


def text_of(widget: QWidget) -> str:
    """Return what stands in a field."""
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    assert isinstance(widget, QLineEdit | QLabel)
    return widget.text()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in which a person types.

    Attributes:
        go: opens it in a window that has just started, and returns the field.
        shown: returns what is there of an earlier writing, after a start anew.
    """

    go: Callable[[MainWindow], QWidget]
    shown: Callable[[MainWindow], str]


def _do(window: MainWindow, action: str) -> None:
    window.activateWindow()
    wait(window.isActiveWindow)
    window.actions_table.action(action).trigger()


def _in_session(window: MainWindow, action: str, field: str) -> QWidget:
    """Open the stored session, do something in it, and return the field that is there then."""
    session_id = window.workspace.sessions.all(limit=1)[0].id
    if window.workbench.session_id != session_id:
        window.workbench.open_session(session_id)
    wait(
        lambda: bool([w for w in window.findChildren(QTextBrowser, "answerView") if w.isVisible()])
    )
    if action:
        _do(window, action)
    return find(window, field)


def _place(action: str, field: str) -> Place:
    def go(window: MainWindow) -> QWidget:
        return _in_session(window, action, field)

    return Place(go, lambda window: text_of(go(window)))


def _new_task(window: MainWindow) -> QWidget:
    _do(window, "newSession")
    return find(window, "composerEdit")


def _title(window: MainWindow) -> QWidget:
    return _in_session(window, "renameSession", "sessionTitleEdit")


def _new_title(window: MainWindow) -> QWidget:
    _do(window, "newSession")
    _do(window, "renameSession")
    return find(window, "sessionTitleEdit")


def _new_title_shown(window: MainWindow) -> str:
    _do(window, "newSession")
    return text_of(find(window, "sessionTitle"))


def _tag(window: MainWindow) -> QWidget:
    QTest.mouseClick(_in_session(window, "", "addTagButton"), Qt.MouseButton.LeftButton)
    return find(window, "tagEdit")


def _tag_shown(window: MainWindow) -> str:
    _in_session(window, "", "addTagButton")
    return window.workspace.sessions.all(limit=1)[0].tags[0]


def _note(window: MainWindow) -> QWidget:
    _in_session(window, "", "judgeBar")
    view = next(w for w in window.findChildren(QTextBrowser, "answerView") if w.isVisible())
    view.setFocus()
    view.selectAll()
    return _in_session(window, "addNote", "noteEdit")


def _edited_note(window: MainWindow) -> QWidget:
    _in_session(window, "", "judgeBar")
    if not [w for w in window.findChildren(QWidget, "notesPane") if w.isVisible()]:
        _do(window, "showNotes")
    notes = find(window, "noteList")
    notes.setCurrentRow(0)  # type: ignore[attr-defined]
    QTest.keyClick(notes, Qt.Key.Key_Return)
    return find(window, "noteEdit")


def _guidance(window: MainWindow) -> QWidget:
    _do(window, "showWhatWorks")
    QTest.mouseClick(find(window, "addGuidanceButton"), Qt.MouseButton.LeftButton)
    return find(window, "guidanceText")


def _edited_guidance(window: MainWindow) -> QWidget:
    _do(window, "showWhatWorks")
    _first_row(window, "guidanceTable", Qt.Key.Key_Return)
    QTest.mouseClick(find(window, "editGuidanceButton"), Qt.MouseButton.LeftButton)
    return find(window, "guidanceText")


def _first_row(window: MainWindow, name: str, key: Qt.Key) -> None:
    table = find(window, name)
    assert isinstance(table, QTableView)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, key)


def _trial_task(window: MainWindow) -> QWidget:
    _do(window, "showWhatWorks")
    _first_row(window, "guidanceTable", Qt.Key.Key_Return)
    QTest.mouseClick(find(window, "testGuidanceButton"), Qt.MouseButton.LeftButton)
    return find(window, "newTaskText")


def _setup(window: MainWindow, tab: int) -> None:
    _do(window, "showAssistants")
    tabs = find(window, "setupTabs")
    assert isinstance(tabs, QTabBar)
    if tabs.currentIndex() != tab:
        tabs.setCurrentIndex(tab)
    elif window.page == "assistants":
        QTest.qWait(1)


def _visible(window: MainWindow, name: str) -> bool:
    return any(w.isVisible() for w in window.findChildren(QWidget, name))


def _form(tab: int, button: str, field: str) -> Callable[[MainWindow], QWidget]:
    def go(window: MainWindow) -> QWidget:
        _setup(window, tab)
        if not _visible(window, field):  # it is there already, with what was written
            QTest.mouseClick(find(window, button), Qt.MouseButton.LeftButton)
        return find(window, field)

    return go


def _ensemble_name(window: MainWindow) -> QWidget:
    _setup(window, ENSEMBLES)
    return find(window, "ensembleName")


def _same(go: Callable[[MainWindow], QWidget]) -> Place:
    return Place(go, lambda window: text_of(go(window)))


def _draft(window: MainWindow) -> QWidget:
    if not _visible(window, "draftEdit"):
        _in_session(window, "myDraft", "draftEdit")
    return find(window, "draftEdit")


PLACES = {
    "task": _same(_new_task),
    "follow-up": _place("focusComposer", "composerEdit"),
    "revise": _place("revise", "composerEdit"),
    "edit and send anew": Place(
        lambda window: _in_session(window, "editTask", "composerEdit"),
        lambda window: text_of(_in_session(window, "", "composerEdit")),
    ),
    "my draft": _same(_draft),
    "note on words": _same(_note),
    "note on the round": _place("noteOnRound", "noteEdit"),
    "note that is changed": _same(_edited_note),
    "reason": _place("sayWhy", "judgeReason"),
    "guidance": _same(_guidance),
    "guidance that is changed": _same(_edited_guidance),
    "task of a trial": _same(_trial_task),
    "assistant": _same(_form(ASSISTANTS, "addAssistantButton", "assistantRole")),
    "connection": _same(_form(CONNECTIONS, "addConnectionButton", "connectionName")),
    "name of an ensemble": _same(_ensemble_name),
    "title": Place(_title, lambda window: text_of(_in_session(window, "", "sessionTitle"))),
    "title of a new session": Place(_new_title, _new_title_shown),
    "tag": Place(_tag, _tag_shown),
    "merge": _place("merge", "handoverWords"),
    "second opinion": _place("review", "handoverWords"),
}
