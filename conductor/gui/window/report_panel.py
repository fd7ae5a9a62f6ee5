"""Tell of what went wrong in the program itself, beside the work and not in its way."""

import platform
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from conductor import __version__
from conductor.gui.look.theme import code_font
from conductor.gui.widgets.plain_text_box import PlainTextBox
from conductor.gui.widgets.text_label import text_label
from conductor.gui.window.defect_text import DefectReport
from conductor.i18n import _

DETAILS_HEIGHT = 180


class ReportPanel(QFrame):
    """What happened in plain words, and the details for whoever can mend it.

    Signals:
        dismissed: the person has read it and wants it away.
    """

    dismissed = Signal()

    def __init__(self, sentence: str, dismiss_title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reportPanel")
        self.setAccessibleName(sentence)
        self._reports: tuple[DefectReport, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(self._line(sentence, dismiss_title))
        layout.addWidget(self._details_box())
        self._words = QCheckBox(_("Also what the error said; it may quote your work"), self)
        self._words.setObjectName("reportWords")
        self._words.setVisible(False)
        self._words.toggled.connect(self._show_text)
        layout.addWidget(self._words)

    def _line(self, sentence: str, dismiss_title: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(text_label(sentence, self, name="reportSentence", wrap=True), 1)
        self._more = self._button("reportDetailsButton", _("Show the details"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._on_more)
        self._button_copy = self._button("reportCopyButton", _("Copy"))
        self._button_copy.clicked.connect(self._on_copy)
        dismiss = self._button("reportDismissButton", dismiss_title)
        dismiss.clicked.connect(self.dismissed)
        for button in (self._more, self._button_copy, dismiss):
            line.addWidget(button)
        return line

    def _button(self, name: str, title: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setObjectName(name)
        return button

    def _details_box(self) -> PlainTextBox:
        title = _("Details of the error")
        self._details = PlainTextBox(self, name="reportDetails", title=title)
        self._details.setFont(code_font(12))
        self._details.setFixedHeight(DETAILS_HEIGHT)
        self._details.setVisible(False)
        return self._details

    def show_reports(self, reports: Sequence[DefectReport]) -> None:
        """Tell of these things."""
        self._reports = tuple(reports)
        self._show_text()

    @property
    def text(self) -> str:
        """The details as they are shown and copied."""
        parts = [_versions()]
        for report in self._reports:
            parts.append(report.place)
            if self._words.isChecked():
                parts.append(report.words)
        return "\n\n".join(part.strip() for part in parts if part)

    @Slot()
    def _show_text(self) -> None:
        self._details.show_text(self.text)

    @Slot(bool)
    def _on_more(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's own signature
        self._details.setVisible(is_on)
        self._words.setVisible(is_on and any(report.words for report in self._reports))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)


def _versions() -> str:
    return (
        f"Conductor {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.machine()}"
    )
