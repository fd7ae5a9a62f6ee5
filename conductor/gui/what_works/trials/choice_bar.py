"""Ask one question below the answers of a blind comparison; each reply has its key."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _

_KEYS = {
    "trialPick1": "1",
    "trialPick2": "2",
    "trialTie": "=",
    "trialNone": "0",
    "queueAnswer1": "1",
    "queueAnswer2": "2",
    "queueAnswer3": "3",
    "queueAnswer0": "0",
}


class ChoiceBar(QFrame):
    """The question that is asked now, and its replies.

    Signals:
        pressed: the key of the reply that was clicked.
    """

    pressed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("choiceBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addStretch(1)
        self._question = text_label("", self, name="queueQuestion", look="strong")
        row.addWidget(self._question)
        row.addSpacing(8)
        self._buttons = [self._button(name) for name in _KEYS]
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._error = text_label("", self, name="queueError", look="error")
        self._error.setVisible(False)
        row.addWidget(self._error)

    def _button(self, name: str) -> QPushButton:
        button = text_button("", self, name=name, on_click=self._on_clicked)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.pressed.emit(_KEYS[button.objectName()])

    def ask_which(self) -> None:
        """Ask which answer the person would use."""
        self._offer(
            {
                "trialPick1": _("1   left"),
                "trialPick2": _("2   right"),
                "trialTie": _("=   no difference"),
                "trialNone": _("0   both unusable"),
            },
            _("Which would you rather use for this task?"),
        )

    def ask_guess(self) -> None:
        """Ask which answer seemed to have a guidance."""
        self._offer(
            {
                "queueAnswer1": _("1   left"),
                "queueAnswer2": _("2   right"),
                "queueAnswer0": _("0   cannot say"),
            },
            _("Which of the two seemed to have a guidance?"),
        )

    def ask_whether_told(self) -> None:
        """Ask at the end of a trial whether the sides could be told."""
        self._offer(
            {
                "queueAnswer1": _("1   no"),
                "queueAnswer2": _("2   sometimes"),
                "queueAnswer3": _("3   yes"),
            },
            _("Could you tell which answer had the guidance?"),
        )

    def ask_nothing(self) -> None:
        """Ask nothing."""
        self._offer({}, "")

    def _offer(self, offered: dict[str, str], question: str) -> None:
        self._question.setText(question)
        for button in self._buttons:
            text = offered.get(button.objectName(), "")
            button.setText(text)
            button.setAccessibleName(text)
            button.setVisible(bool(text))
        self.say("")

    def say(self, sentence: str) -> None:
        """Say what went wrong; empty for nothing."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
