"""Stand beside a table: what is being added or changed, and the way to keep it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError, InvalidInput
from conductor.gui.fields.form import Form
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import elided_label, wrapped_label
from conductor.i18n import _

WIDTH_PX = 392


class SidePane(QFrame):
    """A title, what scrolls below it, and the buttons at the end.

    Signals:
        closed: it was left without keeping anything.
    """

    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("pane", "side")
        self.setFixedWidth(WIDTH_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        self.form = Form(self)
        self.form.setContentsMargins(16, 4, 16, 16)
        layout.addWidget(self._scroll(), 1)
        self._message = wrapped_label("", self, name="paneMessage", look="error")
        self._message.setContentsMargins(16, 8, 16, 0)
        self._message.setVisible(False)
        layout.addWidget(self._message)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(16, 12, 16, 12)
        self.buttons.setSpacing(8)
        layout.addLayout(self.buttons)
        self.setVisible(False)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        self._title = elided_label("", self, name="paneTitle", look="strong")
        row.addWidget(self._title, 1)
        close = IconButton("closePaneButton", "x", _("Close"), self)
        close.clicked.connect(self.leave)
        row.addWidget(close)
        return row

    def _scroll(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setProperty("clear", True)  # noqa: FBT003 - Qt's own signature
        area.setWidget(self.form)
        return area

    def add_save_buttons(self) -> None:
        """Add the buttons of a form: keep it, or leave it."""
        self.save_button = text_button(
            _("Save"), self, name="saveButton", on_click=self.save, look="primary"
        )
        cancel = text_button(_("Cancel"), self, name="cancelButton", on_click=self.leave)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.save_button)

    def show_as(self, title: str) -> None:
        """Show the pane under a title, with nothing said yet."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.form.clear()
        self.say("")
        self.setVisible(True)

    def say(self, sentence: str, about: str = "") -> None:
        """Say what is wrong, beside the field that it is about if it can be seen."""
        self.form.clear()
        is_beside = bool(sentence and about) and self.form.say(about, sentence)
        self._message.setText("" if is_beside else sentence)
        self._message.setVisible(bool(sentence) and not is_beside)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, beside the field that it is about."""
        self.say(str(error), error.about if isinstance(error, InvalidInput) else "")

    @Slot()
    def save(self) -> None:
        """Keep what is in the fields; a form does it."""

    @Slot()
    def leave(self) -> None:
        """Close without keeping anything."""
        self.setVisible(False)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
