"""Write a note in a small box: Enter keeps it, Escape leaves it."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.i18n import _

WIDTH_PX = 300
LINES_PX = 62
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _NoteEdit(WritingBox):
    """Signals: `kept` (Enter; Shift+Enter makes a line), `left` (Escape)."""

    kept = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        is_early = event.type() == QEvent.Type.ShortcutOverride
        if (
            is_early
            and isinstance(event, QKeyEvent)
            and event.key() in (*_ENTER, Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        is_new_line = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER and not is_new_line:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteEditor(QFrame):
    """The box, over an answer or in a pane.

    Signals:
        kept: the note's text; the box stays until it is told to go.
        left: the person does not want to write it.
        edited: its words are others than before.
    """

    kept = Signal(object)
    left = Signal()
    edited = Signal()

    def __init__(self, about: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noteEditor")
        self.setAutoFillBackground(True)
        self.about = about
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(elided_label(about, self, name="noteAbout", look="muted"))
        self._edit = _NoteEdit(self)
        self._edit.setObjectName("noteEdit")
        self._edit.setAccessibleName(_("Your note"))
        self._edit.setPlaceholderText(_("Your note"))
        self._edit.setFixedHeight(LINES_PX)
        self._edit.setTabChangesFocus(True)
        self._edit.setPlainText(text)
        self._edit.selectAll()
        self._edit.textChanged.connect(self.edited)
        self._edit.kept.connect(self._on_kept)
        self._edit.left.connect(self.left)
        layout.addWidget(self._edit)
        self._earlier = text_label("", self, name="noteEarlier", look="caption", wrap=True)
        self._earlier.setVisible(False)
        layout.addWidget(self._earlier)
        self._trouble = text_label("", self, name="noteTrouble", look="error", wrap=True)
        self._trouble.setVisible(False)
        layout.addWidget(self._trouble)
        row = QHBoxLayout()
        row.addStretch(1)
        leave = self._button("leaveNote", _("Leave it  Esc"))
        leave.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        leave.clicked.connect(self.left)
        keep = self._button("keepNote", _("Keep  Enter"))
        keep.clicked.connect(self._on_kept)
        row.addWidget(leave)
        row.addWidget(keep)
        layout.addLayout(row)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
        return button

    def open_beside(self, place: QRect, room: QRect) -> None:
        """Show the box below a place, or above it where there is no room below.

        Args:
            place: what the note is on, in the parent's coordinates.
            room: where the box may stand.
        """
        self.setFixedWidth(min(WIDTH_PX, room.width() - 16))
        self.adjustSize()
        left = min(max(place.left(), room.left() + 8), room.right() - self.width() - 8)
        top = place.bottom() + 4
        if top + self.height() > room.bottom():
            top = max(place.top() - self.height() - 4, room.top() + 4)
        self.move(left, top)
        self.show()
        self.raise_()
        self.focus_words()

    def focus_words(self) -> None:
        """Put the cursor into the note."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def words(self) -> str:
        """What is written now."""
        return self._edit.toPlainText()

    def bring_back(self, text: str, about: str) -> None:
        """Show words that were broken off, the cursor at their end, and what they were on."""
        self._edit.setPlainText(text)
        self._edit.moveCursor(QTextCursor.MoveOperation.End)
        if about != self.about:
            self._earlier.setText(_("You began this note earlier: {about}").format(about=about))
            self._earlier.setVisible(True)

    def say(self, sentence: str) -> None:
        """Say why the note could not be kept."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        self.adjustSize()

    @Slot()
    def _on_kept(self) -> None:
        self.kept.emit(self.words)
