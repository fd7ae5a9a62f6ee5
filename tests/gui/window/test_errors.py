"""What nobody foresaw: told of once, without keys and without the person's words."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qCritical, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from conductor import log
from conductor.core.errors import StoreError
from conductor.core.request import Secret
from conductor.gui.process.crash_file import LAST_NAME, NAME, CrashFile
from conductor.gui.window.errors import Reporter
from conductor.secrets import Redactor
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]
CANARIES = ("sk-canary-one-4f9a8b7c6d5e", "canary.two/with+odd=chars~99", "0a1b2c3d4e5f607182")
pytestmark = pytest.mark.logs_warnings


@pytest.fixture
def person(team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    """A person at a window whose reporter has the hooks, and nobody behind it."""
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    driver = opened()
    for canary in CANARIES:
        driver.window.workspace.desk.redactor.learn(Secret(canary))
    driver.window.reporter.install()
    yield driver
    driver.window.reporter.stop()


def fail_with(key: str, words: str) -> None:
    raise ValueError(f"no {key} in {words}")


def fail_while_handling(key: str) -> None:
    try:
        fail_with(key, "my secret plan")
    except ValueError as error:
        raise RuntimeError(f"could not go on with {key}") from error


def hook(defect: BaseException) -> None:
    sys.excepthook(type(defect), defect, defect.__traceback__)


def raised_by(act: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        act()
    return caught.value


def test_a_mistake_in_a_slot_is_told_and_the_window_goes_on(person: Driver) -> None:
    timer = QTimer(person.window)
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: fail_with("nothing", "my secret plan"))
    timer.start(0)

    person.until(lambda: person.sees("reportPanel"))

    assert "mistake of its own" in person.text("reportSentence")
    assert not person.sees("reportDetails"), "details are for those who ask"
    person.write("still here")
    assert person.text("composerEdit") == "still here"


def test_the_details_hold_no_words_of_the_person_unless_they_are_added(person: Driver) -> None:
    hook(raised_by(lambda: fail_with("nothing", "my secret plan")))
    person.until(lambda: person.sees("reportPanel"))
    person.click("reportDetailsButton")
    details = person.text("reportDetails")
    assert "ValueError" in details
    assert "fail_with" in details
    assert "my secret plan" not in details.replace('"my secret plan"', "")  # our own source line

    tick = person.find("reportWords")
    assert isinstance(tick, QCheckBox)
    tick.click()

    assert "no nothing in my secret plan" in person.text("reportDetails")
    person.click("reportCopyButton")
    assert QGuiApplication.clipboard().text() == person.text("reportDetails")


def test_a_disk_that_fails_while_the_window_reads_is_no_mistake_of_the_program(
    person: Driver,
) -> None:
    def read() -> None:
        raise StoreError("The disk with the library reported an error.")

    hook(raised_by(read))

    person.until(lambda: person.sees("reportPanel"))
    assert person.text("reportSentence") == "The disk with the library reported an error."
    person.click("reportDismissButton")
    person.until(lambda: not person.sees("reportPanel"))


def test_the_same_mistake_is_told_once_and_another_one_is_added(person: Driver) -> None:
    for _ in range(60):
        hook(raised_by(lambda: fail_with("a", "b")))
    hook(raised_by(lambda: fail_while_handling("a")))
    person.until(lambda: person.sees("reportPanel"))
    person.click("reportDetailsButton")

    person.until(lambda: "RuntimeError" in person.text("reportDetails"))

    assert person.text("reportDetails").count("\nValueError") == 2, "alone, and as a cause"


def test_a_panel_that_was_closed_stays_away_until_something_else_goes_wrong(
    person: Driver,
) -> None:
    hook(raised_by(lambda: fail_with("a", "b")))
    person.until(lambda: person.sees("reportPanel"))
    person.click("reportDismissButton")
    assert not person.sees("reportPanel")

    hook(raised_by(lambda: fail_while_handling("a")))

    person.until(lambda: person.sees("reportPanel"))


def test_mistakes_of_threads_of_the_engine_and_of_qt_come_to_the_same_place(
    person: Driver,
) -> None:
    thread = threading.Thread(target=fail_with, args=("a", "b"))
    thread.start()
    thread.join()
    person.until(lambda: person.sees("reportPanel"))
    person.click("reportDetailsButton")
    engine = person.window.workspace.desk.engine

    engine._post(lambda inner: inner._on_loop_defect(inner._loop, {"message": "odd"}))
    qCritical("Qt is unhappy")
    qWarning("Qt frowns")

    person.until(lambda: "QtComplaint" in person.text("reportDetails"))
    person.until(lambda: "RuntimeError" in person.text("reportDetails"))
    assert "ValueError" in person.text("reportDetails")
    assert "Qt frowns" not in person.text("reportDetails")


def test_a_hundred_mistakes_with_keys_in_hand_leave_no_key_anywhere(
    person: Driver, folder: Path
) -> None:
    for number in range(100):
        canary = CANARIES[number % len(CANARIES)]
        code = (
            "\n" * number + "def act(key):\n    held = [key]\n    raise KeyError(*held)\nact(key)"
        )

        def act(code: str = code, canary: str = canary) -> None:
            exec(compile(code, "made_up.py", "exec"), {"key": canary})

        hook(raised_by(act))
    qCritical(f"key={CANARIES[1]}")
    person.until(lambda: person.sees("reportPanel"))
    person.click("reportDetailsButton")
    person.until(lambda: "QtComplaint" in person.text("reportDetails"))
    person.find("reportWords").click()  # type: ignore[attr-defined]
    person.click("reportCopyButton")

    details = person.text("reportDetails")
    assert details.count("KeyError") >= 200, "all were told of, with their words"
    assert "•••" in details
    log.tear_down()
    logged = "".join(path.read_text() for path in folder.glob("conductor.log*"))
    assert logged.count("KeyError") == 100
    for where in (details, QGuiApplication.clipboard().text(), logged):
        assert not [canary for canary in CANARIES if canary in where]


def test_the_log_has_the_place_but_not_the_words(person: Driver, folder: Path) -> None:
    hook(raised_by(lambda: exec(compile("raise ValueError('secr' + 'et plan')", "x.py", "exec"))))

    log.tear_down()
    logged = (folder / "conductor.log").read_text()
    assert "ValueError" in logged
    assert "secret plan" not in logged


def test_hooks_that_somebody_else_set_are_called_too_and_given_back(
    monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    seen: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _defect, _trace: seen.append(kind))
    before, before_thread = sys.excepthook, threading.excepthook
    reporter = Reporter(Redactor())
    reporter.install()

    hook(raised_by(lambda: fail_with("a", "b")))
    reporter.stop()

    assert seen == [ValueError]
    assert sys.excepthook is before
    assert threading.excepthook is before_thread


CRASHING = """
import ctypes, sys
from pathlib import Path
from conductor.gui.process.crash_file import CrashFile
def crash_here(key):
    ctypes.string_at(0)
crash_file = CrashFile(Path(sys.argv[1]))
crash_file.begin()
if sys.argv[2] == "crash":
    crash_here("sk-canary-one-4f9a8b7c6d5e")
crash_file.stop()
"""


def run_to_the_end(folder: Path, how: str) -> None:
    folder.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-c", CRASHING, str(folder), how], check=False)


def test_a_crash_is_offered_at_the_next_start_until_it_is_discarded(
    opened: Open, folder: Path
) -> None:
    run_to_the_end(folder, "crash")
    run_to_the_end(folder, "well")  # a start in between that nobody answered
    person = opened()
    person.window.offer_crash(CrashFile(folder))

    assert "ended unexpectedly" in person.text("reportSentence")
    person.click("reportDetailsButton")
    assert "crash_here" in person.text("reportDetails")
    assert "canary" not in person.text("reportDetails")
    assert not person.sees("reportWords")
    person.click("reportCopyButton")
    assert "crash_here" in QGuiApplication.clipboard().text()

    person.click("reportDismissButton")

    assert not person.sees("reportPanel")
    assert not (folder / LAST_NAME).exists()


def test_a_run_that_ends_well_leaves_nothing_to_offer(folder: Path) -> None:
    run_to_the_end(folder, "well")

    assert CrashFile(folder).last(Redactor()) == ""
    assert [path.name for path in folder.iterdir()] == []
    assert not (folder / NAME).exists()


def test_the_details_can_be_read_with_the_keyboard_alone(person: Driver) -> None:
    hook(raised_by(lambda: fail_with("a", "b")))
    person.until(lambda: person.sees("reportPanel"))
    person.click("reportDetailsButton")

    details = person.find("reportDetails")

    assert isinstance(details, QPlainTextEdit)
    assert details.isReadOnly()
    assert details.accessibleName()
