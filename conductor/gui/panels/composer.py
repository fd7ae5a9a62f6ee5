"""Let the person write a task or a follow-up, choose who gets it, and send it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Assistant
from conductor.core.ids import AssistantId
from conductor.gui.text_label import text_label
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.i18n import _

DRAFT_DELAY_MS = 400
RECIPIENTS_HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Words:
    """What the person wants to send, and to whom."""

    text: str
    recipients: tuple[AssistantId, ...]


class Composer(QFrame):
    """The person's words.

    Signals:
        sent: one `Words`.
        draft_changed: the text, a moment after the person stopped typing.
    """

    sent = Signal(object)
    draft_changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._obstacle = ""
        self._recipients: list[tuple[AssistantId, QToolButton]] = []
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_DELAY_MS)
        self._draft_timer.timeout.connect(self._on_draft_due)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self._edit_box())
        layout.addWidget(self._message_line())
        layout.addLayout(self._bar())

    def _edit_box(self) -> QPlainTextEdit:
        self._edit = QPlainTextEdit(self)
        self._edit.setObjectName("composerEdit")
        self._edit.setAccessibleName(_("Your words to the assistants"))
        self._edit.setTabChangesFocus(True)
        self._edit.setFixedHeight(88)
        self._edit.textChanged.connect(self._on_text_changed)
        return self._edit

    def _message_line(self) -> QWidget:
        self._message = text_label("", self, name="composerMessage", look="error", wrap=True)
        self._message.setVisible(False)
        return self._message

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        self._mode = QComboBox(self)
        self._mode.setObjectName("composerMode")
        self._mode.setAccessibleName(_("What you are sending"))
        self._mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        bar.addWidget(self._mode)
        bar.addWidget(text_label(_("to"), self))
        bar.addWidget(self._recipients_area(), 1)
        self._send = QPushButton(_("Send  Ctrl+Enter"), self)
        self._send.setObjectName("sendButton")
        self._send.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._send.clicked.connect(self.send)
        bar.addWidget(self._send)
        return bar

    def _recipients_area(self) -> QScrollArea:
        """Return the row of recipients, which scrolls where there are more than fit."""
        self._recipients_bar = QWidget(self)
        self._recipients_bar.setObjectName("recipientsBar")
        chips = QHBoxLayout(self._recipients_bar)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(6)
        chips.setAlignment(Qt.AlignmentFlag.AlignLeft)
        area = QScrollArea(self)
        area.setObjectName("recipientsArea")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(RECIPIENTS_HEIGHT)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._recipients_bar)
        return area

    def set_mode(self, *, is_follow_up: bool) -> None:
        """Say whether the next words start a session or follow up in one."""
        self._mode.clear()
        if is_follow_up:
            self._mode.addItem(_("Follow-up"), "follow-up")
            self._edit.setPlaceholderText(_("Ask on, or say what should change …"))
        else:
            self._mode.addItem(_("Task"), "task")
            self._edit.setPlaceholderText(_("Write a task for your assistants …"))

    def set_recipients(
        self, assistants: Sequence[Assistant], chosen: Sequence[AssistantId]
    ) -> None:
        """Offer these assistants, with those chosen switched on."""
        layout = self._recipients_bar.layout()
        for _who, chip in self._recipients:
            chip.hide()
            chip.deleteLater()
        self._recipients = []
        for assistant in assistants:
            chip = self._chip(assistant, is_on=assistant.id in chosen)
            if layout is not None:
                layout.addWidget(chip)
            chip.show()
            self._recipients.append((assistant.id, chip))

    def _chip(self, assistant: Assistant, *, is_on: bool) -> QToolButton:
        chip = QToolButton(self._recipients_bar)
        chip.setObjectName("recipientChip")
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIcon(dot_icon(assistant.colour))
        chip.setText(assistant.name.replace("&", "&&"))
        chip.setAccessibleName(_("Send to {name}").format(name=assistant.name))
        chip.setCheckable(True)
        chip.setChecked(is_on)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip

    @property
    def chosen(self) -> tuple[AssistantId, ...]:
        """Who is switched on."""
        return tuple(who for who, chip in self._recipients if chip.isChecked())

    def set_text(self, text: str) -> None:
        """Put a draft back, the cursor at its end."""
        self._edit.setPlainText(text)
        cursor = self._edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._edit.setTextCursor(cursor)
        self._draft_timer.stop()

    @property
    def text(self) -> str:
        """What is written now."""
        return self._edit.toPlainText()

    def say(self, sentence: str) -> None:
        """Show a sentence below the words, where the person is looking; empty hides it."""
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def set_obstacle(self, sentence: str) -> None:
        """Say what stands in the way of sending; empty allows it."""
        self._obstacle = sentence
        self._send.setEnabled(not sentence)

    def focus_words(self) -> None:
        """Put the cursor into the words."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def send(self) -> None:
        """Send what is written; a syllable that is still being composed is finished first."""
        QGuiApplication.inputMethod().commit()
        if self._obstacle:
            self.say(self._obstacle)
            return
        self.sent.emit(Words(self.text, self.chosen))

    @Slot()
    def _on_text_changed(self) -> None:
        self._draft_timer.start()

    @Slot()
    def _on_draft_due(self) -> None:
        self.draft_changed.emit(self.text)

    def flush_draft(self) -> None:
        """Announce the draft now if it was changed; for the window's closing."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self.draft_changed.emit(self.text)
