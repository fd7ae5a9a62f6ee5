"""Hold what there is to confess: mistakes of this run, a failing disk, the end of the last run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor.gui.process.crash_file import CrashFile
from conductor.gui.widgets.warning_line import WarningButton, WarningLine
from conductor.i18n import _
from conductor.secrets import Redactor

if TYPE_CHECKING:
    from conductor.gui.window.defect_text import DefectReport
    from conductor.gui.window.report_panel import ReportPanel

DEFECTS, TROUBLES, CRASH = "defects", "troubles", "crash"


class ReportArea(QWidget):
    """Takes no room while there is nothing to tell."""

    def __init__(self, redactor: Redactor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reportArea")
        self._redactor = redactor
        self._reports: list[DefectReport] = []
        self._troubles: list[DefectReport] = []
        self._crash: CrashFile | None = None
        self._panels: dict[str, ReportPanel] = {}
        self._lines: dict[str, WarningLine] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    @Slot(object)
    def take(self, report: DefectReport) -> None:
        """Tell of a mistake, or of what the library could not do."""
        if report.sentence:
            self._troubles.append(report)
            self._show_troubles()
        else:
            self._reports.append(report)
            self._show_defects()

    def offer(self, crash: CrashFile) -> None:
        """Offer what the last run left, if it ended by a fault."""
        self._crash = crash
        self._show_crash()

    def warn(self, name: str, sentence: str, ways: Sequence[WarningButton] = ()) -> None:
        """Say something the person must know, until it is read or no longer so.

        Args:
            name: the line's object name; it takes the place of one of the same name.
            sentence: what is so, and what to do.
            ways: the buttons for that.
        """
        if name in self._lines and self._lines[name].sentence == sentence:
            return
        self.unwarn(name)
        line = WarningLine(name, sentence, ways, self)
        line.closed.connect(self._on_line_read)
        self._layout.addWidget(line)
        self._lines[name] = line
        line.show()
        line.announce()

    def unwarn(self, name: str) -> None:
        """Say something no longer."""
        line = self._lines.pop(name, None)
        if line is not None:
            line.hide()
            line.deleteLater()

    @Slot()
    def _on_line_read(self) -> None:
        line = self.sender()
        if isinstance(line, WarningLine):
            line.hide()  # the same thing is not said again

    def translate(self) -> None:
        """Say it in the language in use."""
        for name in tuple(self._panels):
            self._drop(name)
        self._show_defects()
        self._show_troubles()
        self._show_crash()

    def _show_defects(self) -> None:
        if not self._reports:
            return
        if DEFECTS not in self._panels:
            sentence = _(
                "Conductor made a mistake of its own. What you wrote and received is kept, "
                "and you can go on."
            )
            self._add(DEFECTS, sentence, _("Close"), self._on_defects_read)
        self._panels[DEFECTS].show_reports(self._reports)

    def _show_troubles(self) -> None:
        if not self._troubles:
            return
        if TROUBLES not in self._panels:
            sentence = self._troubles[-1].sentence
            self._add(TROUBLES, sentence, _("Close"), self._on_troubles_read)
        self._panels[TROUBLES].show_reports(self._troubles)

    def _show_crash(self) -> None:
        text = self._crash.last(self._redactor) if self._crash else ""
        if not text:
            return
        from conductor.gui.window.defect_text import DefectReport  # here: hardly ever needed

        sentence = _(
            "Conductor ended unexpectedly last time. What you wrote and received is kept; "
            "what was being streamed is marked as interrupted."
        )
        self._add(CRASH, sentence, _("Discard"), self._on_crash_read)
        self._panels[CRASH].show_reports([DefectReport(text)])

    def _add(
        self, name: str, sentence: str, dismiss_title: str, on_read: Callable[[], None]
    ) -> None:
        from conductor.gui.window.report_panel import ReportPanel  # here: hardly ever needed

        panel = ReportPanel(sentence, dismiss_title, self)
        panel.dismissed.connect(on_read)
        self._layout.addWidget(panel)
        self._panels[name] = panel
        panel.show()

    def _drop(self, name: str) -> None:
        panel = self._panels.pop(name, None)
        if panel is not None:
            panel.hide()
            panel.deleteLater()

    @Slot()
    def _on_defects_read(self) -> None:
        self._reports = []
        self._drop(DEFECTS)

    @Slot()
    def _on_troubles_read(self) -> None:
        self._troubles = []
        self._drop(TROUBLES)

    @Slot()
    def _on_crash_read(self) -> None:
        if self._crash is not None:
            self._crash.discard()
        self._crash = None
        self._drop(CRASH)
