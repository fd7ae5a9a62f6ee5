"""A missing, damaged or vanished library: the person sees what happened and what can be done."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QListWidget,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from conductor.app import run
from conductor.core.errors import LibraryDamaged, LibraryMissing
from conductor.gui.rescue import rescue_window
from conductor.gui.rescue.copies_view import _date_text
from conductor.gui.rescue.rescue_window import RescueWindow
from conductor.gui.window.main_window import MainWindow
from conductor.store.library import open_library
from conductor.workspace.backups import backups_in
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.window import Driver
from tests.workspace.conftest import Stage

Open = Callable[[], Driver]


class Rescued:
    """A person at the window that comes before the library."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        with pytest.raises((LibraryMissing, LibraryDamaged)) as refused:
            open_workspace(folder, lambda: None)
        self.window = RescueWindow(folder, refused.value)
        self._qtbot = qtbot
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitUntil(lambda: "Looking" not in self.text("copyAbout"), timeout=15_000)

    def find(self, name: str) -> QWidget:
        (found,) = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
        return found

    def sees(self, name: str) -> bool:
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        label = self.find(name)
        assert isinstance(label, QLabel)
        return label.text()

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def titles(self) -> list[str]:
        found = self.find("copySessions")
        assert isinstance(found, QListWidget)
        return [found.item(n).text().split("\n")[0] for n in range(found.count())]

    def wait(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=15_000)

    def close(self) -> None:
        self.window.close()


def write(folder: Path, *titles: str) -> None:
    """Write a library with these sessions, and a backup of it."""
    stage = Stage(folder)
    known = stage.workspace.connections.assistants()
    team = (known[0].id,) if known else stage.team("Astra")
    for title in titles:
        stage.asked(title, team)
    stage.workspace.close()
    backups = folder / "backups"
    backups.mkdir(exist_ok=True)
    shutil.copy(folder / "conductor.db", backups / f"day-2026-11-0{len(titles)}.db")


def lose(folder: Path) -> None:
    for path in folder.glob("conductor.db*"):
        path.unlink()


def test_a_missing_library_is_said_with_a_look_into_its_backups(qtbot: QtBot, folder: Path) -> None:
    write(folder, "A <b>plan</b>", "A letter")
    lose(folder)

    person = Rescued(qtbot, folder)

    assert "is missing" in person.text("rescueTitle")
    assert str(folder) in person.text("rescueText")
    person.wait(lambda: person.titles() == ["A letter", "A <b>plan</b>"])
    assert not person.sees("rescueSalvage")
    person.close()
    assert person.window.next_start is None
    assert not (folder / "conductor.db").exists(), "nothing was made without the person's word"


def test_a_backup_is_put_in_place_and_the_library_opens_with_a_word(
    qtbot: QtBot, folder: Path, opened: Open
) -> None:
    write(folder, "A plan")
    lose(folder)
    person = Rescued(qtbot, folder)
    person.wait(lambda: person.titles() == ["A plan"])

    person.click("rescueRestore")
    person.wait(lambda: not person.window.isVisible())

    step = person.window.next_start
    assert step is not None
    again = opened()
    again.window.say(step.said)
    assert again.text("sessionTitle") == "A plan"
    assert "The backup is in place. Sessions: 1" in again.text("libraryDoneText")


def test_the_person_can_begin_anew_and_the_backups_stay(qtbot: QtBot, folder: Path) -> None:
    write(folder, "A plan")
    lose(folder)
    person = Rescued(qtbot, folder)

    person.click("rescueBeginAnew")

    step = person.window.next_start
    assert step is not None
    assert step.make_new
    open_workspace(folder, lambda: None, make_new=True).close()
    assert [one.sessions for one in backups_in(folder)] == [1]


def test_the_keyboard_alone_puts_a_backup_in_place(qtbot: QtBot, folder: Path) -> None:
    write(folder, "A plan")
    write(folder, "A letter", "A note")
    lose(folder)
    person = Rescued(qtbot, folder)
    person.window.activateWindow()
    person.wait(person.window.isActiveWindow)
    table = person.find("copiesTable")
    assert isinstance(table, QTableView)
    assert table.hasFocus()
    before = person.titles()

    QTest.keyClick(table, Qt.Key.Key_Down)
    person.wait(lambda: person.titles() not in ([], before))
    while QApplication.focusWidget() is not person.find("rescueRestore"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    person.wait(lambda: not person.window.isVisible())
    assert (folder / "conductor.db").exists()


def damage(folder: Path) -> None:
    """Spoil the beginning of the file, as a bad disk does."""
    path = folder / "conductor.db"
    whole = bytearray(path.read_bytes())
    whole[:100] = os.urandom(100)
    path.write_bytes(whole)


def test_what_can_be_read_of_a_damaged_library_is_saved_and_counted(
    qtbot: QtBot, folder: Path, opened: Open
) -> None:
    write(folder, "A plan", "A letter")
    damage(folder)
    person = Rescued(qtbot, folder)
    assert "damaged" in person.text("rescueTitle")
    assert not person.sees("rescueBeginAnew")

    person.click("rescueSalvage")
    person.wait(lambda: person.sees("rescueOpen"))

    assert "Sessions: 2 of 2 were saved." in person.text("rescueText")
    assert "is kept as" in person.text("rescueText")
    person.click("rescueOpen")
    assert person.window.next_start is not None
    assert opened().text("sessionTitle") == "A letter"


class Surprise(Exception):
    """Something that nobody foresaw."""


@pytest.fixture
def _quiet_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)


@pytest.mark.usefixtures("_quiet_threads")
@pytest.mark.parametrize(
    ("error", "said"),
    [(Surprise(), "a mistake of its own"), (OSError(5, "I/O error"), "I/O error")],
)
def test_saving_that_fails_in_any_way_is_said_and_the_window_closes(
    qtbot: QtBot,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    said: str,
) -> None:
    def fails(*_places: Path) -> None:
        raise error

    write(folder, "A plan")
    damage(folder)
    person = Rescued(qtbot, folder)
    monkeypatch.setattr(rescue_window, "salvage", fails)
    monkeypatch.setattr(rescue_window, "restore", fails)
    for name in ("rescueSalvage", "rescueRestore"):
        person.wait(lambda name=name: person.find(name).isEnabled())
        person.click(name)
        person.wait(lambda: said in person.text("rescueSaid"))
        assert not person.sees("rescueProgress")

    person.close()

    assert not person.window.isVisible()


@pytest.mark.usefixtures("_quiet_threads")
def test_a_restore_that_can_never_end_keeps_nobody_in_the_window(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends_the_thread(*_places: Path) -> None:
        raise SystemExit

    write(folder, "A plan")
    damage(folder)
    person = Rescued(qtbot, folder)
    monkeypatch.setattr(rescue_window, "salvage", ends_the_thread)
    person.click("rescueSalvage")
    person.wait(lambda: "a mistake of its own" in person.text("rescueSaid"))

    person.close()

    assert not person.window.isVisible()


def test_who_closes_in_the_middle_of_a_restore_is_let_go_once_the_file_is_in_place(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    done: list[bool] = []

    def slow(*_places: Path) -> None:
        done.append(goes_on.wait(30))

    write(folder, "A plan")
    damage(folder)
    person = Rescued(qtbot, folder)
    monkeypatch.setattr(rescue_window, "salvage", slow)
    person.click("rescueSalvage")

    person.close()

    assert person.window.isVisible()
    assert "Closing as soon as" in person.text("rescueSaid")
    goes_on.set()
    person.wait(lambda: not person.window.isVisible())
    assert done == [True]
    assert person.window.next_start is None


def test_a_backup_with_times_that_turned_bad_is_shown_all_the_same(
    qtbot: QtBot, folder: Path
) -> None:
    write(folder, "A plan", "A letter")
    with closing(sqlite3.connect(folder / "backups" / "day-2026-11-02.db")) as db, db:
        db.execute("UPDATE session SET updated = '' WHERE title = 'A plan'")
        db.execute("UPDATE session SET updated = '2026-1x-01' WHERE title = 'A letter'")
    lose(folder)

    person = Rescued(qtbot, folder)

    person.wait(lambda: person.titles() == ["A letter", "A plan"])
    sessions = person.find("copySessions")
    assert isinstance(sessions, QListWidget)
    assert all("unknown" in sessions.item(n).text() for n in range(2))


def test_times_of_a_copy_are_never_a_reason_to_show_nothing() -> None:
    for time in ("", "2026-1x-01", "\x00", "9999-12-31T23:59:59-14:00", "0001-01-01", "x" * 9000):
        assert isinstance(_date_text(time), str)


@pytest.mark.parametrize("change", ["gone", "a folder", "a pipe", "a dangling link"])
def test_a_backup_that_changed_after_the_list_was_made_is_said(
    qtbot: QtBot, folder: Path, change: str
) -> None:
    write(folder, "A plan")
    write(folder, "A letter", "A song")
    lose(folder)
    person = Rescued(qtbot, folder)
    person.wait(lambda: bool(person.titles()))
    copies = person.window._copies
    assert copies.copy is not None
    (other,) = {one.path for one in backups_in(folder)} - {copies.copy.path}
    other.unlink()
    if change == "a folder":
        other.mkdir()
    elif change == "a pipe":
        os.mkfifo(other)
    elif change == "a dangling link":
        other.symlink_to(folder / "nowhere")

    copies._table.choose(str(other))

    refusals = {
        "gone": f"There is no file {other}.",
        "": f"{other} is not a Conductor library that can be read. Nothing was changed.",
    }
    said = refusals.get(change, refusals[""])
    person.wait(lambda: person.text("copyAbout") == said)


def test_a_backup_is_restored_from_the_window_after_a_look_at_it(
    qtbot: QtBot, folder: Path, opened: Open
) -> None:
    write(folder, "A plan")
    person = opened()

    person.window.actions_table.action("restoreBackup").trigger()
    (dialog,) = person.window.findChildren(QDialog, "restoreDialog")
    sessions = dialog.findChild(QListWidget, "copySessions")
    assert sessions is not None
    person.until(lambda: sessions.count() == 1)
    assert sessions.item(0).text().startswith("A plan\n")
    person.click("restoreBackupButton", dialog)

    step = person.window.next_start
    assert step is not None
    assert step.copy == folder / "backups" / "day-2026-11-01.db"
    assert not person.window.isVisible(), "it is opened again over the backup"
    going_on = RescueWindow(folder, None)
    qtbot.addWidget(going_on)
    going_on.show()
    going_on.restore(step.copy)
    qtbot.waitUntil(lambda: not going_on.isVisible(), timeout=15_000)
    assert going_on.next_start is not None
    assert "is kept as" in going_on.next_start.said
    assert opened().text("sessionTitle") == "A plan"


def test_a_folder_that_goes_away_is_said_and_said_no_more_when_it_is_back(
    folder: Path, opened: Open
) -> None:
    write(folder, "A plan")
    person = opened()
    person.until(lambda: len(list(folder.glob("backups/day-2*.db"))) == 2)
    away = folder.with_name("away")

    folder.rename(away)
    person.until(lambda: person.sees("libraryGone"))
    assert "Put it back" in person.text("libraryGoneText")
    away.rename(folder)

    person.until(lambda: not person.sees("libraryGone"))


@pytest.mark.logs_warnings
def test_a_backup_that_could_not_be_made_is_said(folder: Path, opened: Open) -> None:
    write(folder, "A plan")
    shutil.rmtree(folder / "backups", ignore_errors=True)
    (folder / "backups").write_bytes(b"in the way")

    person = opened()

    person.until(lambda: person.sees("libraryNotBackedUp"))
    assert "No backup was made today" in person.text("libraryNotBackedUpText")


def test_an_empty_library_beside_fuller_backups_is_said_with_a_way_back(
    folder: Path, opened: Open
) -> None:
    write(folder, "A plan")
    (folder / "conductor.db").unlink()
    open_library(folder, make_new=True).close()

    person = opened()

    person.until(lambda: person.sees("libraryFuller"))
    assert person.sees("chooseBackupButton")


@pytest.mark.logs_warnings
def test_damage_that_is_found_while_the_window_is_open_is_said_with_ways_on(
    folder: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "A plan")
    monkeypatch.setattr("conductor.store.library.CHECK_AT_ONCE_BYTES", 0)
    (folder / "open.json").write_text('{"ended_well": false, "opening": null}')
    with closing(sqlite3.connect(folder / "conductor.db")) as db:
        page, size = (
            db.execute("SELECT rootpage FROM sqlite_schema WHERE name='ledger'").fetchone()[0],
            4096,
        )
    path = folder / "conductor.db"
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * size : (page - 1) * size + 64] = b"\xff" * 64
    path.write_bytes(whole)

    person = opened()

    person.until(lambda: person.sees("libraryDamaged"))
    assert "damaged" in person.text("libraryDamagedText")
    person.click("salvageButton")
    assert person.window.next_start is not None
    assert person.window.next_start.salvages


class Going:
    """A person who acts as soon as something can be clicked, until the program ends."""

    def __init__(self, *buttons: str) -> None:
        self.said: list[str] = []
        self._buttons = list(buttons)
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._act)
        self._timer.start()

    def _act(self) -> None:
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        windows = [w for w in shown if isinstance(w, MainWindow) and w.is_ready]
        if not self._buttons:
            for window in windows:
                self._timer.stop()
                self.said = [w.text() for w in window.findChildren(QLabel, "libraryDoneText")]
                window.close()
        elif self._buttons[0] == "restoreBackup":
            for window in windows:
                self._buttons.pop(0)
                window.actions_table.action("restoreBackup").trigger()
        else:
            found = [b for w in shown for b in w.findChildren(QPushButton, self._buttons[0])]
            for button in found:
                if button.isVisible() and button.isEnabled():
                    self._buttons.pop(0)
                    button.click()
                    return


def test_the_program_opens_what_was_put_in_place_and_can_be_put_back_again(
    qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "A plan")
    lose(folder)
    monkeypatch.setattr("conductor.app._has_screen", lambda: True)
    person = Going("rescueRestore", "restoreBackup", "restoreBackupButton")

    code = run(folder)

    assert code == 0
    assert "is kept as" in "".join(person.said)
    workspace = open_workspace(folder, lambda: None)
    assert [one.title for one in workspace.sessions.all()] == ["A plan"]
    workspace.close()


def test_the_program_ends_where_the_person_leaves_a_missing_library_as_it_is(
    qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "A plan")
    lose(folder)
    monkeypatch.setattr("conductor.app._has_screen", lambda: True)
    _person = Going("rescueQuit")

    assert run(folder) == 1
    assert not (folder / "conductor.db").exists()
