"""Show what an assistant sees: the very messages of a request, sent or not yet sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from conductor.core.request import Message
from conductor.core.thread import about_tokens
from conductor.gui.widgets.plain_dialog import PlainDialog, plain_text_box
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _

_LINE_PX = 19
_MOST_LINES = 14
_CHARACTERS_A_LINE = 84


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One thread.

    Attributes:
        title: whose it is and what of.
        messages: what is sent, oldest first.
    """

    title: str
    messages: tuple[Message, ...]


class ThreadDialog(PlainDialog):
    """One thread at a time, message by message."""

    def __init__(self, pages: Sequence[ThreadPage], parent: QWidget) -> None:
        super().__init__("threadDialog", _("What this assistant sees"), parent)
        self.resize(720, 640)
        self._pages = pages
        self._choice = QComboBox(self)
        self._choice.setObjectName("threadChoice")
        self._choice.setAccessibleName(_("Which thread"))
        self._choice.addItems([page.title for page in pages])
        self._choice.currentIndexChanged.connect(self._on_chosen)
        self.parts.addWidget(self._choice)
        self._size = text_label("", self, name="threadSize", look="muted", wrap=True)
        self.parts.addWidget(self._size)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.parts.addWidget(self._area, 1)
        self.add_button("copyThreadButton", _("Copy everything")).clicked.connect(self._on_copy)
        self.add_close()
        self._on_chosen(0)

    @property
    def _page(self) -> ThreadPage:
        return self._pages[max(self._choice.currentIndex(), 0)]

    @Slot(int)
    def _on_chosen(self, _index: int) -> None:
        messages = self._page.messages
        self._size.setText(
            _("Messages: {n} · characters: {characters} · tokens: about {tokens}").format(
                n=len(messages),
                characters=f"{sum(len(message.text) for message in messages):,}",
                tokens=f"{sum(about_tokens(message.text) for message in messages):,}",
            )
        )
        inside = QWidget(self._area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for message in messages:
            column.addWidget(text_label(who(message), inside, look="caption"))
            column.addWidget(_box(message, inside))
        column.addStretch(1)
        self._area.setWidget(inside)

    @Slot()
    def _on_copy(self) -> None:
        parts = [f"[{who(message)}]\n{message.text}" for message in self._page.messages]
        QGuiApplication.clipboard().setText("\n\n".join(parts))


def who(message: Message) -> str:
    """Return who speaks in a message."""
    if message.role == "system":
        return _("Role and guidance")
    return _("You") if message.role == "user" else _("The assistant")


def _box(message: Message, parent: QWidget) -> QWidget:
    box = plain_text_box(message.text, parent, name="threadMessage", title=who(message))
    lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in message.text[:5_000].splitlines())
    box.setFixedHeight(min(max(lines, 1), _MOST_LINES) * _LINE_PX + 26)
    return box
