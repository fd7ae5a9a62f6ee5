"""Show one hostile answer in every view of the real window, and measure the longest turn.

A process of its own: `python -m tests.security.hostile_window FOLDER NAME [PIECES]`. For each
view it prints one JSON line with the processor seconds of the longest turn of the GUI thread.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from conductor.app import open_window
from conductor.core.errors import ConductorError
from conductor.gui.answer.view import AnswerView
from conductor.gui.window.main_window import MainWindow
from tests.gui.driving.replies import drafts_in
from tests.gui.driving.turns import Turns, TurnTooLong, watched_turns
from tests.gui.driving.window import prepare_team
from tests.security.hostile_answers import HOSTILE
from tests.sse_server import Received, Reply, SseServer, Step, text

SIZE_OF_PIECES = {"1": 3_000, "64": 100_000, "whole": 10**9}  # how much of it is streamed so
PATIENCE_S = 20.0
QUIET_S = 0.15
BREAK_OFF_S = 8.0


class Sufferer:
    """A person who looks at one answer everywhere.

    Attributes:
        seconds: the longest turn of each view.
    """

    def __init__(self, window: MainWindow, server: SseServer, words: str) -> None:
        self.window = window
        self.server = server
        self.words = words
        self.seconds: dict[str, float] = {}
        self._notes: list[str] = []
        self._refused = ""
        window.reporter.reported.connect(self._on_report)

    def _on_report(self, report: object) -> None:
        self._notes.append(f"defect: {getattr(report, 'place', report)}")

    def see(self, view: str, do: Callable[[], object]) -> None:
        """Do something, wait until the window is quiet, and print what it took."""
        self._notes = []
        with watched_turns(BREAK_OFF_S) as turns:
            try:
                do()
                self._settle(turns)
            except TurnTooLong:
                self._notes.append("broken off")
            except ConductorError as error:  # such words are refused, which is an answer, too
                self._settle(turns)
                self._refused = str(error)
            longest_s = turns.longest_turn_s()
        self.seconds[view] = longest_s
        line = {"view": view, "s": round(longest_s, 3), "notes": self._notes}
        print(json.dumps(line), flush=True)

    def _settle(self, turns: Turns) -> None:
        """Wait until nothing streams, nothing is to be built and little is done."""
        end_s, quiet_since_s = time.monotonic() + PATIENCE_S, time.monotonic()
        application = QApplication.instance()
        assert application is not None
        used_s = time.thread_time()
        while time.monotonic() - quiet_since_s < QUIET_S:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            now_s = time.thread_time()
            if self._is_busy() or now_s - used_s > 0.01:
                quiet_since_s = time.monotonic()
            used_s = now_s
            if time.monotonic() > end_s:
                self._notes.append(f"not quiet: {self._why_not()}")
                return

    def _why_not(self) -> str:
        pending = [v.objectName() for v in self.window.findChildren(AnswerView) if v.has_pending]
        return f"{len(self.window.workspace.live.ids)} answers come, {pending} are built"

    def _is_busy(self) -> bool:
        views = self.window.findChildren(AnswerView)
        return bool(self.window.workspace.live.ids) or any(
            view.has_pending for view in views if view.isVisible()
        )

    def command(self, name: str) -> Callable[[], None]:
        return self.window.actions_table.action(name).trigger

    def seen(self, name: str, kind: type[QWidget] = QWidget) -> list[QWidget]:
        return [w for w in self.window.findChildren(kind, name) if w.isVisible()]

    def write(self, words: str) -> None:
        edit = self.window.findChild(QPlainTextEdit, "composerEdit")
        assert edit is not None
        edit.setPlainText(words)
        self.command("send")()

    def click(self, name: str) -> None:
        for button in self.seen(name, QAbstractButton)[:1]:
            assert isinstance(button, QAbstractButton)
            button.click()

    def back(self) -> None:
        """Close whatever stands over or beside the answers."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible() and other.isWindow():
                other.close()
        self.window.show_page("workbench")
        self.window.workbench.rooms.reading.close_page()

    def look_everywhere(self, pieces: tuple[str, ...]) -> None:
        for size in pieces:
            script(self.server, self.words, size)
            self.see(f"new session {size}", self.command("newSession"))
            self.see(f"columns {size}", lambda: self.write("Go"))
        for view, do in self._views():
            self.see(view, do)
            self.see(f"back from {view}", self.back)
        self.see("narrow window", lambda: self.window.resize(700, 480))
        self.see("wide window", lambda: self.window.resize(1800, 1000))
        self.see("larger text", self.command("zoomIn"))

    def _views(self) -> Iterator[tuple[str, Callable[[], object]]]:
        bench = self.window.workbench
        yield "Read (F7)", self.command("readAnswer")
        yield "one page (Shift+F7)", self.command("onePage")
        yield "Thread (F8)", self.command("readThread")
        yield "compare (Shift+F4)", self.command("compareAnswers")
        yield "only one says", self.command("markOwn")
        yield "sees (Ctrl+I)", self.command("showThread")
        yield "find (Ctrl+F)", self._find
        yield "copy rich", self._copy
        yield "copy by the menu", self._copy_plain
        yield "select all, note", self._note
        yield "notes", self.command("showNotes")
        yield "select all, draft", self._draft
        yield "my draft", self.command("myDraft")
        yield "judge", self.command("useAnswer1")
        yield "guidance", self._guide
        yield "changes (F4)", self.command("showChanges")
        yield "merge: drafts", self.command("merge")
        yield "merge", self._hand_over("merge")
        yield "merge judged", self.command("useAnswer1")
        yield "review: drafts", self.command("review")
        yield "review", self._hand_over("review")
        yield "retry", self.command("retryAll")
        session = bench.session_id
        title = " ".join(self.words[:5_000].split())[:200] or "x"
        yield "title", lambda: session and self.window.workspace.sessions.rename(session, title)
        yield "sessions (Ctrl+O)", self.command("openSession")
        yield "library", lambda: self.window.show_page("library")
        yield "guidance in What works", self._known
        yield "What works", lambda: self.window.show_page("whatWorks")
        yield "its detail", self._detail
        yield "task with its words", lambda: self.write(self.words[:100_000] or "x")
        yield "open again", lambda: session and bench.open_session(session)

    def _find(self) -> None:
        self.command("find")()
        for edit in self.seen("findEdit", QLineEdit) or self.window.findChildren(QLineEdit):
            if edit.isVisible() and "ind" in edit.objectName():
                QTest.keyClicks(edit, "a x")
                assert isinstance(edit, QLineEdit)
                edit.setText(self.words.strip()[:200])

    def _select(self) -> None:
        for view in self.window.findChildren(AnswerView):
            if view.isVisible():
                view.setFocus()
                view.selectAll()
                return

    def _copy(self) -> None:
        self._select()
        self.command("copyAnswer")()
        for view in self.window.findChildren(AnswerView):
            if view.isVisible():
                view.copy()

    def _copy_plain(self) -> None:
        for column in self.seen("answerColumn"):
            column.deeds.copy_raw()  # type: ignore[attr-defined]

    def _note(self) -> None:
        self._select()
        self.command("addNote")()

    def _draft(self) -> None:
        self._select()
        self.command("toDraft")()

    def _guide(self) -> None:
        self.command("revise")()
        self.write("Shorter, please.")

    def _hand_over(self, kind: str) -> Callable[[], None]:
        def send() -> None:
            self.command(kind)()
            self.click("handoverSend")

        return send

    def _known(self) -> None:
        guidance = self.window.workspace.guidance
        guidance.add(self.words.strip()[:3_900] or "x")

    def _detail(self) -> None:
        self.window.show_page("whatWorks")
        for table in self.window.findChildren(QAbstractItemView):
            model = table.model()
            if table.isVisible() and model is not None and model.rowCount():
                table.setCurrentIndex(model.index(0, 0))
                QTest.keyClick(table, Qt.Key.Key_Return)


def script(server: SseServer, words: str, size: str) -> None:
    """Have both assistants say the words, in pieces, and drafts answered as they would be."""
    part = words[: SIZE_OF_PIECES[size]]
    step = len(part) or 1 if size == "whole" else int(size)
    pieces = [part[at : at + step] for at in range(0, len(part), step)] or [" "]

    def steps(request: Received) -> Iterator[Step]:
        drafts = drafts_in(request)
        more: list[str] = []
        if drafts:
            more = [
                "\n\n## What came from which\n",
                *(f"- {one}: {part[:300]}\n" for one in drafts),
            ]
            more += [f'- {one} | "{body[:200]}" | {part[:200]}\n' for one, body in drafts.items()]
        yield from text(*pieces, *more).steps(request)

    for model in ("one", "two"):
        server.script(model, Reply(steps))


def run(folder: Path, name: str, pieces: tuple[str, ...]) -> int:
    """Look at one answer everywhere; return 0."""
    words = HOSTILE[name]
    with SseServer() as server:
        script(server, words, pieces[0])
        prepare_team(folder, server.base_url, Astra="one", Opus="two")
        window = open_window(folder)
        application = QApplication.instance()
        assert application is not None
        end_s = time.monotonic() + 30
        while not window.is_ready and time.monotonic() < end_s:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        window.activateWindow()
        person = Sufferer(window, server, words)
        person.look_everywhere(pieces)
        person.see("close", window.close)
    print(json.dumps({"view": "worst", "s": max(person.seconds.values())}), flush=True)
    return 0


if __name__ == "__main__":
    faulthandler.enable()
    chosen = tuple(sys.argv[3:]) or tuple(SIZE_OF_PIECES)
    sys.exit(run(Path(sys.argv[1]), sys.argv[2], chosen))
