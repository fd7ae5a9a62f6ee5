"""A library full of hostile names: every page, pane, dialog and tip shows them as they are."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel
from PySide6.QtGui import QAction, Qt, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMenu,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from conductor.core.ids import SessionId
from conductor.core.note import Span
from conductor.gui.commands import COMMANDS
from conductor.gui.widgets.text_label import PlainLabel
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.rounds.guiding import Guide
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.workspace import Workspace, open_workspace
from tests.gui.conftest import opened, server
from tests.gui.driving.giveaways import everything_said
from tests.gui.driving.window import Driver
from tests.sse_server import Received, Reply, SseServer, chunk, failing, text

pytestmark = pytest.mark.gate

__all__ = ["opened", "server"]

Open = Callable[[], Driver]

PICTURE = '<img src="file://{file}">'
LONG = "x" * 10_000
# A name of a person's own cannot hold > or hidden characters; everything else can.
ASSISTANT = '<img src "file://x" Q&A'
CONNECTION = "<b a&b <i"
ENSEMBLE = "<u team&co"
TITLE = "<b>title</b> a&b &amp; " + PICTURE
TAG = "<b>tag</b>&"
KIND = "<i>kind</i>&"
GUIDANCE = PICTURE + "<b>guidance</b>\na&b \u202e\x1b" + LONG
NOTE = PICTURE + "<b>note</b>\n<a href='file:///etc'>n&n</a>" + LONG
DRAFT = PICTURE + "<b>draft</b>"
REASON = "<b>reason</b> #<i>clear</i>"
SAID_MODEL = '<img src="file://{file}">\n\u202emodel' + LONG
ERROR = "<b>error</b>\n\x1b[31m\u202e" + PICTURE
ANSWER = PICTURE + "<b>answer</b>\n\n1. one\n2. two <i>a&b</i>"
FILE_NAME = "<b>file</b>&.txt"
OF_US = re.compile(r"<qt><div style='white-space: pre-wrap'>([^<>]*)</div></qt>", re.DOTALL)
SAYS_MORE = ("showNotes", "myDraft", "openSession", "readThread", "readAnswer")
NOT_TRIED = ("quit", "binSession", "send", "newSession", "openExample", "stopAll", "retryAll")


class Trap:
    """A file that nobody may read, whose place is in every name."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "trap.png"
        self.file.write_bytes(b"\x89PNG\r\n\x1a\n")
        os.utime(self.file, (0, self.file.stat().st_mtime))

    def set_in(self, words: str) -> str:
        return words.replace("{file}", str(self.file))

    @property
    def is_untouched(self) -> bool:
        return self.file.stat().st_atime == 0


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


def fill(folder: Path, server: SseServer, trap: Trap) -> SessionId:
    """Put hostile names everywhere a name can be; return the session."""
    put = trap.set_in
    model = put(PICTURE)
    answer = put(ANSWER)
    server.script(
        model,
        *(text(f"{answer} {n}") for n in range(4)),
    )
    server.script("names", names_itself(put(SAID_MODEL)))
    server.script("fails", failing(400, message=put(ERROR)))
    attached = folder.parent / FILE_NAME.replace("/", "∕")
    attached.write_text(answer)
    workspace = open_workspace(folder, lambda: None, must_write=True)
    connections = workspace.connections
    try:
        workspace.start()
        there = connections.add(NewConnection(CONNECTION, base_url=server.base_url))
        one = connections.add_assistant(ASSISTANT, there, model=model, role=put(PICTURE))
        two = connections.add_assistant(f"2 {ASSISTANT}", there, model="names")
        bad = connections.add_assistant("<fails a&b", there, model="fails")
        connections.add_ensemble(ENSEMBLE, [one, two, bad])
        reusable = workspace.guidance.add(put(GUIDANCE))
        workspace.guidance.pin(reusable.id)
        asked = workspace.rounds.ask(
            NewRound(
                text=put(f"{PICTURE} <b>task</b> a&b {LONG}"),
                recipients=(one.id, two.id, bad.id),
                title=put(TITLE),
                tags=(TAG,),
                task_kind=KIND,
                attach=(attached,),
            )
        )
        wait_for(workspace)
        workspace.guiding.guide(Guide(asked.session_id, put(f"{PICTURE} <b>shorter</b> a&b")))
        wait_for(workspace)
        view = workspace.sessions.round(asked.id)
        workspace.judging.best(asked.id, view.answers[0].id)
        workspace.judging.say_why(
            workspace.judging.of_round(asked.id)[-1].id, REASON, ("<i>clear</i>",)
        )
        workspace.notes.on_round(asked.id, put(NOTE))
        workspace.notes.on_answer(view.answers[0].id, put(NOTE), Span(0, 4))
        workspace.drafts.keep(asked.session_id, put(DRAFT))
        return asked.session_id
    finally:
        workspace.close()


def names_itself(model: str) -> Reply:
    """Return the reply of a service that says this is the name of its model."""

    def steps(_request: Received) -> Iterator[bytes]:
        yield chunk({"role": "assistant", "content": "I am <b>the other</b>."}, model=model)
        yield chunk({}, finish="stop", model=model)
        yield b"data: [DONE]\n\n"

    return Reply(steps)


def wait_for(workspace: Workspace) -> None:
    end_s = time.monotonic() + 20
    while workspace.live.ids or workspace.is_busy:
        workspace.receive()
        workspace.tick()
        assert time.monotonic() < end_s
        time.sleep(0.01)


def tips(root: QWidget) -> Iterator[tuple[str, str]]:
    """Yield every tool tip in a window, and where it is."""
    for widget in (root, *root.findChildren(QWidget)):
        where = f"{type(widget).__name__} {widget.objectName()}"
        yield where, widget.toolTip()
        yield where, widget.whatsThis()
        yield where, widget.statusTip()
        if isinstance(widget, QTabBar):
            for number in range(widget.count()):
                yield where, widget.tabToolTip(number)
        if isinstance(widget, QTextEdit):
            yield from ((where, tip) for tip in tips_in(widget.document()))
    for action in root.findChildren(QAction):
        if action.objectName():  # others are Qt's own, of its text fields
            yield f"action {action.objectName()}", action.toolTip()
    for model in root.findChildren(QAbstractItemModel):
        for row in range(min(model.rowCount(), 50)):
            for column in range(
                model.columnCount() if isinstance(model, QAbstractTableModel) else 1
            ):
                tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
                yield f"{type(model).__name__} {row} {column}", str(tip or "")


def tips_in(document: QTextDocument) -> Iterator[str]:
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            yield part.fragment().charFormat().toolTip()
            part += 1
        block = block.next()


def rich(root: QWidget) -> list[str]:
    """Return what a window would show as HTML, or load."""
    found = [
        f"{where}: {tip[:80]!r}"
        for where, tip in tips(root)
        if Qt.mightBeRichText(tip) and OF_US.fullmatch(tip) is None
    ]
    for label in root.findChildren(QLabel):
        is_plain = label.textFormat() is Qt.TextFormat.PlainText
        if not is_plain and (Qt.mightBeRichText(label.text()) or not is_of_qt(label)):
            found.append(f"label {label.objectName()}: {label.text()[:80]!r}")
    edits = root.findChildren(QTextEdit)
    return found + [f"a picture in {e.objectName()}" for e in edits if "<img" in e.toHtml()]


def is_of_qt(label: QLabel) -> bool:
    """Whether Qt made a label for itself, such as the one that shows tips."""
    return label.objectName().startswith("qt") or not isinstance(label, PlainLabel)


def underlined(root: QWidget) -> list[str]:
    """Return the buttons, tabs and actions on which an & of a name would be lost."""
    said = [(b.objectName(), b.text()) for b in root.findChildren(QAbstractButton)]
    said += [(a.objectName(), a.text()) for a in root.findChildren(QAction)]
    for bar in root.findChildren(QTabBar):
        said += [(bar.objectName(), bar.tabText(number)) for number in range(bar.count())]
    return [f"{name}: {words[:60]!r}" for name, words in said if re.search(r"\w&\w", words)]


def open_windows() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


class Walk:
    """Goes everywhere and remembers what was said, and what was wrong."""

    def __init__(self, person: Driver) -> None:
        self._person = person
        self.wrong: dict[str, list[str]] = {}
        self.said: set[str] = set()

    def look(self, where: str) -> None:
        self._person.qtbot.wait(30)
        for menu in self._menus():
            menu.aboutToShow.emit()
        wrong: list[str] = []
        for root in open_windows():
            wrong += rich(root) + underlined(root)
            if where not in (command.name for command in COMMANDS) or where in SAYS_MORE:
                self.said |= {words for _where, words in everything_said(root) if words}
        known = {one for several in self.wrong.values() for one in several}
        new = [one for one in dict.fromkeys(wrong) if one not in known]
        if new:
            self.wrong[where] = new

    def _menus(self) -> list[QMenu]:
        buttons = self._person.window.findChildren(QToolButton)
        return [menu for b in buttons if b.isVisible() and (menu := b.menu()) is not None]

    def first_round(self) -> None:
        """Go back to the round in which an assistant failed, and look at each of its columns."""
        self._person.window.actions_table.action("roundBefore").trigger()
        for _column in range(3):
            self.look("the first round")
            self._person.window.actions_table.action("nextAnswer").trigger()

    def commands(self) -> None:
        for command in COMMANDS:
            if command.name in NOT_TRIED:
                continue
            self._person.window.actions_table.action(command.name).trigger()
            self.look(command.name)
            self._come_back()

    def pages(self) -> None:
        for page in ("library", "whatWorks", "assistants", "settings"):
            self._person.window.show_page(page)
            self.look(page)
            for bar in self._person.window.findChildren(QTabBar):
                for number in range(bar.count()) if bar.isVisible() else ():
                    bar.setCurrentIndex(number)
                    self.look(f"{page} {number}")
            for table in self._person.window.findChildren(QTableView):
                if table.isVisible() and table.model().rowCount():
                    table.setCurrentIndex(table.model().index(0, 0))
                    QTest.keyClick(table, Qt.Key.Key_Return)
                    self.look(f"{page} {table.objectName()}")
        self._come_back()

    def _come_back(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for other in open_windows():
            if other is not self._person.window and other.isWindow():
                other.close()
        focus = QApplication.focusWidget()
        if focus is not None:
            QTest.keyClick(focus, Qt.Key.Key_Escape)
        self._person.window.show_page("workbench")
        self._person.window.workbench.rooms.reading.close_page()


def test_a_label_and_a_tip_of_another_make_would_be_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    QLabel("<b>x</b>", window)
    PlainLabel(window).setToolTip("<img src=x>")
    QToolButton(window).setText("Q&A")
    QTextEdit(window).setHtml("<img src=x>")

    assert len(rich(window)) == 3
    assert len(underlined(window)) == 1


def test_hostile_names_are_shown_as_they_are_everywhere(
    opened: Open, folder: Path, server: SseServer, trap: Trap
) -> None:
    session = fill(folder, server, trap)
    person = opened()
    person.window.workbench.open_session(session)
    person.until(lambda: bool(person.columns()))
    walk = Walk(person)

    walk.look("the session")
    walk.first_round()
    walk.commands()
    walk.pages()

    assert walk.wrong == {}
    assert trap.is_untouched
    everything = "\n".join(walk.said)
    put = trap.set_in
    for words in (ASSISTANT, CONNECTION, ENSEMBLE, TAG, KIND, TITLE[:30], put(PICTURE)):
        assert words in everything or words.replace("&", "&&") in everything, words
    for words in ("<b>guidance</b>", "<b>note</b>", "<b>draft</b>", "<b>task</b>"):
        assert words in everything, words
    assert FILE_NAME.replace("/", "∕") in everything.replace("&&", "&")
    assert "⟦U+202E⟧" in everything
