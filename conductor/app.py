"""Compose the window: build, wire, run, and stop in reverse order."""

import gc
import sys
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from conductor import log
from conductor.core.errors import ConductorError
from conductor.gui.bridge import Bridge
from conductor.gui.crash_file import CrashFile
from conductor.gui.errors import Reporter
from conductor.gui.main_window import MainWindow, language_of
from conductor.gui.polite_end import PoliteEnd
from conductor.gui.theme import apply_theme
from conductor.i18n import use_language
from conductor.secrets import Redactor
from conductor.workspace.workspace import open_workspace


def open_window(data_dir: Path) -> MainWindow:
    """Build everything over the library in a folder, and return the shown window.

    Closing the window ends everything, without a question, also while answers stream.

    Raises:
        ConductorError: there is no library here that could even be read.
    """
    application = _application()
    bridge, redactor = Bridge(), Redactor()
    reporter = Reporter(redactor)
    workspace = open_workspace(
        Path(data_dir), bridge.notify, redactor=redactor, on_defect=reporter.take_logged
    )
    settings = workspace.settings.now
    apply_theme(application, settings.theme)
    use_language(language_of(settings.language))
    log.set_up(None if workspace.read_only else workspace.folder, redactor)
    bridge.attach(workspace)
    window = MainWindow(workspace, bridge, reporter)
    window.show()
    return window


def run(data_dir: Path) -> int:
    """Open the window and stay until it is closed; return the exit code."""
    application = _application()
    gc.freeze()  # what was imported stays: collecting garbage need not look through it
    try:
        window = open_window(data_dir)
    except ConductorError as error:
        _say(str(error))
        return 1
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


def _application() -> QApplication:
    existing = QApplication.instance()
    if existing is not None:
        return cast("QApplication", existing)
    QApplication.setApplicationName("Conductor")
    QApplication.setDesktopFileName("conductor")
    return QApplication(sys.argv[:1])


def _say(sentence: str) -> None:
    print(f"conductor: {sentence}", file=sys.stderr)
    if QApplication.platformName() not in ("offscreen", "minimal"):
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, "Conductor", "")
        box.setTextFormat(box.textFormat().PlainText)
        box.setText(sentence)
        box.exec()
