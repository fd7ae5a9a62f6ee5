"""Compose the window: build, wire, run, and stop in reverse order."""

import gc
import sys
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from conductor import log
from conductor.core.errors import ConductorError, LibraryDamaged, LibraryMissing
from conductor.gui.look.theme import apply_theme
from conductor.gui.rescue.next_start import NextStart
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.window.crash_file import CrashFile
from conductor.gui.window.errors import Reporter
from conductor.gui.window.garbage import clear_away, collect_here
from conductor.gui.window.main_window import MainWindow, language_of
from conductor.gui.window.polite_end import PoliteEnd
from conductor.i18n import use_language
from conductor.secrets import Redactor
from conductor.settings import Language, Theme
from conductor.workspace.workspace import open_workspace


def open_window(data_dir: Path, *, make_new: bool = False) -> MainWindow:
    """Build everything over the library in a folder, and return the shown window.

    Closing the window ends everything, without a question, also while answers stream.

    Args:
        data_dir: the data folder.
        make_new: whether the person wants to begin anew where the library is missing.

    Raises:
        LibraryMissing: there is no library, while backups hold more, and not `make_new`.
        ConductorError: there is no library here that could even be read.
    """
    application = _application()
    tasks, redactor = Tasks(), Redactor()
    reporter = Reporter(redactor)
    workspace = open_workspace(
        Path(data_dir),
        tasks.notify,
        make_new=make_new,
        redactor=redactor,
        on_defect=reporter.take_logged,
    )
    try:
        settings = workspace.settings.now
        apply_theme(application, settings.theme)
        use_language(language_of(settings.language))
        log.set_up(None if workspace.read_only else workspace.folder, redactor)
        tasks.attach(workspace)
        window = MainWindow(workspace, tasks, reporter)
    except BaseException:  # without a window nobody else would let go of the library
        workspace.close()
        log.tear_down()
        raise
    window.show()
    return window


def run(data_dir: Path) -> int:
    """Open the window and stay until it is closed; return the exit code.

    A library that is missing or damaged is put right in a window of its own first, and one
    that is to be replaced is opened again after that.
    """
    application = _application()
    gc.freeze()  # what was imported stays: collecting garbage need not look through it
    step: NextStart | None = NextStart()
    code = 0
    while step is not None:
        clear_away()
        if step.copy is not None or step.salvages:
            step = _rescued(application, Path(data_dir), None, step)
            continue
        try:
            window = open_window(data_dir, make_new=step.make_new)
        except (LibraryMissing, LibraryDamaged) as error:
            if not _has_screen():
                _say(str(error))
                return 1
            step = _rescued(application, Path(data_dir), error)
            code = 1 if step is None else 0
            continue
        except ConductorError as error:
            _say(str(error))
            return 1
        window.say(step.said)
        code = _live(application, window)
        step = window.next_start
        window.deleteLater()
        del window  # what goes on must not keep it
    return code


def _live(application: QApplication, window: MainWindow) -> int:
    """Stay until a window is closed; return the exit code."""
    polite_end = PoliteEnd(window)
    window.reporter.install()
    crash = CrashFile(window.workspace.folder)
    if window.workspace.read_only is None:
        crash.begin()
        window.offer_crash(crash)
    code = application.exec()
    crash.stop()
    window.reporter.stop()
    polite_end.stop()
    if window.farewell:
        _say(window.farewell)
        return 1
    return code


def _rescued(
    application: QApplication,
    folder: Path,
    trouble: ConductorError | None,
    step: NextStart | None = None,
) -> NextStart | None:
    """Let the person put the library right, or do what was wanted; return how to go on."""
    from conductor.gui.rescue.rescue_window import RescueWindow  # hardly ever needed

    if trouble is not None:
        apply_theme(application, Theme.SYSTEM)
        use_language(language_of(Language.SYSTEM))
    window = RescueWindow(folder, trouble)
    polite_end = PoliteEnd(window)
    window.show()
    if step is not None and step.copy is not None:
        window.restore(step.copy)
    elif step is not None:
        window.salvage()
    application.exec()
    polite_end.stop()
    next_start = window.next_start
    window.deleteLater()
    return next_start


def _application() -> QApplication:
    application = cast("QApplication | None", QApplication.instance())
    if application is None:
        QApplication.setApplicationName("Conductor")
        QApplication.setDesktopFileName("conductor")
        application = QApplication(sys.argv[:1])
    collect_here(application)
    return application


def _has_screen() -> bool:
    return QApplication.platformName() not in ("offscreen", "minimal")


def _say(sentence: str) -> None:
    print(f"conductor: {sentence}", file=sys.stderr)
    if _has_screen():
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, "Conductor", "")
        box.setTextFormat(box.textFormat().PlainText)
        box.setText(sentence)
        box.exec()
