"""Compose the window: paint it, open the library, put the rooms in, and stop in reverse order."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from conductor.gui.look.theme import apply_theme, new_application
from conductor.gui.process.first_look import language_of, read_look
from conductor.gui.process.garbage import clear_away, collect_here
from conductor.gui.process.turns import Turns
from conductor.gui.window.main_window import MainWindow
from conductor.i18n import _, use_language

if TYPE_CHECKING:
    from conductor.core.errors import ConductorError
    from conductor.gui.rescue.next_start import NextStart


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
    window = shell(_application(), Path(data_dir))
    try:
        deque(mounting(window, Path(data_dir), make_new=make_new), maxlen=0)
    except BaseException:
        window.deleteLater()
        raise
    window.show()
    return window


def shell(application: QApplication, folder: Path) -> MainWindow:
    """Return the window as it can be painted before its library is open."""
    look = read_look(folder)
    use_language(language_of(look.language))
    apply_theme(application, look.theme, dressed=False)
    window = MainWindow(look)
    apply_theme(application, look.theme)
    return window


def mounting(window: MainWindow, folder: Path, *, make_new: bool) -> Iterator[None]:
    """Open the library and put the rooms into the window, a part up to each `yield`."""
    yield from _loading()
    from conductor import log
    from conductor.gui.tasks.tasks import Tasks
    from conductor.gui.window.errors import Reporter
    from conductor.secrets import Redactor
    from conductor.workspace.workspace import open_workspace

    tasks, redactor = Tasks(), Redactor()
    reporter = Reporter(redactor)
    workspace = open_workspace(
        folder, tasks.notify, make_new=make_new, redactor=redactor, on_defect=reporter.take_logged
    )
    try:
        settings = workspace.settings.now
        apply_theme(_application(), settings.theme)
        use_language(language_of(settings.language))
        log.set_up(None if workspace.read_only else workspace.folder, redactor)
        tasks.attach(workspace)
        yield
        yield from window.mount(workspace, tasks, reporter)
    except BaseException:  # without a window nobody else would let go of the library
        workspace.close()
        log.tear_down()
        raise


def _loading() -> Iterator[None]:
    """Import what the rooms need, so much up to each `yield` that no turn is long."""
    import conductor.secrets

    yield
    import conductor.workspace.desk

    yield
    import conductor.workspace.connections.connections

    yield
    import conductor.workspace.sessions.sessions

    yield
    import conductor.workspace.workspace

    yield
    import conductor.gui.workbench.session.session_header

    yield
    import conductor.gui.answer.view

    yield
    import conductor.gui.workbench.columns.answer_columns

    yield
    import conductor.gui.workbench.reading.reading

    yield
    import conductor.gui.workbench.composer.composer

    yield
    import conductor.gui.workbench.judging_parts

    yield
    import conductor.gui.workbench.rooms  # noqa: F401

    yield


def run(data_dir: Path) -> int:
    """Open the window and stay until it is closed; return the exit code.

    The window is painted first, and takes keys; its library is opened after that. A library
    that is missing or damaged is put right in a window of its own, and one that is to be
    replaced is opened again after that.
    """
    application, folder = _application(), Path(data_dir)
    window: MainWindow | None = None
    step: NextStart | None = None
    while True:
        if step is not None and (step.copy is not None or step.salvages):
            step = _rescued(application, folder, None, step)
            if step is None:
                return 0
            continue
        if window is None:
            window = shell(application, folder)
        code, trouble = _live(application, window, folder, step)
        if trouble is None:
            step = window.next_start
            window.deleteLater()
            window = None  # what goes on must not keep it
            if step is None:
                return code
        else:
            step = _put_right(application, window, folder, trouble)
            if step is None:
                return 1
        clear_away()


def _live(
    application: QApplication, window: MainWindow, folder: Path, step: NextStart | None
) -> tuple[int, ConductorError | None]:
    """Stay until a window is closed, or its library cannot be opened; return code or reason."""
    from conductor.gui.window.living import Living

    is_new = step is not None and step.make_new
    living = Living(window, Turns(mounting(window, folder, make_new=is_new), window))
    living.said = step.said if step is not None else ""
    window.show()
    code = application.exec()
    trouble = living.stop()
    if window.farewell:
        _say(window.farewell)
        code = 1
    return code, trouble


def _put_right(
    application: QApplication, window: MainWindow, folder: Path, trouble: ConductorError
) -> NextStart | None:
    """Let the person put a library right that cannot be opened; None if it stays as it is.

    What was typed stays in the window, and is there when it is shown again.
    """
    from conductor.core.errors import LibraryDamaged, LibraryMissing

    step: NextStart | None = None
    if not _has_screen() or window.is_over:
        _print(str(trouble))
        return None
    if isinstance(trouble, LibraryMissing | LibraryDamaged):
        window.hide()
        step = _rescued(application, folder, trouble)
        if step is not None or not window.workbench.words.is_written:
            return step
    else:
        _print(str(trouble))
    window.show_trouble(
        _("{reason} What you write here is not kept: copy it before you close the window.").format(
            reason=trouble
        )
    )
    window.show()
    application.exec()
    return step


def _rescued(
    application: QApplication,
    folder: Path,
    trouble: ConductorError | None,
    step: NextStart | None = None,
) -> NextStart | None:
    """Let the person put the library right, or do what was wanted; return how to go on."""
    from conductor.gui.process.polite_end import PoliteEnd
    from conductor.gui.rescue.rescue_window import RescueWindow  # hardly ever needed

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
        application = new_application(sys.argv[0])
    collect_here(application)
    return application


def _has_screen() -> bool:
    return QApplication.platformName() not in ("offscreen", "minimal")


def _print(sentence: str) -> None:
    print(f"conductor: {sentence}", file=sys.stderr)


def _say(sentence: str) -> None:
    _print(sentence)
    if _has_screen():
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, "Conductor", "")
        box.setTextFormat(box.textFormat().PlainText)
        box.setText(sentence)
        box.exec()
