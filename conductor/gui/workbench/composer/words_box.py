"""Give the person's words their place: a box over a bar, small while nobody writes.

Rules: it knows nothing of what is written in it, and needs no library: a window paints it before
its library is open, and what sends the words is put around it later. So little is imported here.
Thread: GUI.
"""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.workbench.composer.mode import INVITATIONS, Mode
from conductor.gui.workbench.composer.words_edit import WordsEdit
from conductor.i18n import _

OPEN_LINES = 2
LEAST_ROOM_PX = 60
BAR, WORDS_PLACE = 2, 3
"""Row of the bar, and the column in it where the words stand while it is small."""
MODE, ATTACH, SEND = 0, 2, 7
"""Columns of the bar."""


class WordsBox(QFrame):
    """The field for words and its bar.

    Attributes:
        edit: the field.
        mode: the choice of what the words are.
        attach: the button for files.
        send: the button that sends.
        box: what is drawn around them.
        has_more: whether something besides words makes it stay open.
        always_grows: whether it opens for the cursor also where the window is low.
        can_be_left: whether Esc gives up what is done in it.

    Signals:
        opened: it grew to be written in, or became small again.
        widened: it has another width.
        left: the person gave up by Esc what was done in it.
    """

    opened = Signal()
    widened = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self.has_more = False
        self.always_grows = False
        self.can_be_left = False
        self._is_open: bool | None = None
        self._invited = Mode.TASK
        self._room_px = LEAST_ROOM_PX
        self._is_low = False
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 8, 16, 8)
        self._rows.setSpacing(4)
        self._rows.addWidget(self._box_of_words())
        self._message = text_label("", self, name="composerMessage", look="error", wrap=True)
        self._message.setVisible(False)
        self._rows.addWidget(self._message)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        self.show_size()

    def _box_of_words(self) -> QWidget:
        """Return the words over a bar; while small, the words stand in the bar's free place."""
        self.box = QFrame(self)
        self.box.setObjectName("composerBox")
        self._grid = QGridLayout(self.box)
        self._grid.setContentsMargins(8, 4, 6, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(WORDS_PLACE, 1)
        self.edit = WordsEdit(self.box)
        self.edit.textChanged.connect(self._on_text_changed)
        self.mode = QComboBox(self.box)
        self.mode.setObjectName("composerMode")
        self.mode.setAccessibleName(_("What you are sending"))
        self.mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.mode.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.attach = IconButton("attachButton", "paperclip", _("Attach text files"), self.box)
        self.send = QPushButton(_("Send"), self.box)
        self.send.setObjectName("sendButton")
        set_tip(self.send, _("Ctrl+Enter"))
        self.send.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._grid.addWidget(self.edit, 0, 0, 1, -1)
        for column, widget in ((MODE, self.mode), (ATTACH, self.attach), (SEND, self.send)):
            self._grid.addWidget(widget, BAR, column)
        return self.box

    def add_above(self, *rows: QWidget) -> None:
        """Put rows above the box, the first at the top."""
        for place, row in enumerate(rows):
            self._rows.insertWidget(place, row)

    def add_below_words(self, row: QWidget) -> None:
        """Put a row between the words and the bar."""
        self._grid.addWidget(row, 1, 0, 1, -1)

    def add_to_bar(self, column: int, part: QWidget) -> None:
        """Put a part into the bar."""
        self._grid.addWidget(part, BAR, column)

    @property
    def is_open(self) -> bool:
        """Whether it is being written in, and as high as that needs."""
        return bool(self._is_open)

    @property
    def is_written(self) -> bool:
        """Whether there are words, or a syllable that is still being composed."""
        return not self.edit.document().isEmpty() or self.edit.is_composing

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        """What can be clicked here before there is a library."""
        return (self.attach, self.send)

    def expect(self, modes: Sequence[tuple[str, Mode]]) -> None:
        """Say, before there is a library, what the words will be: no choice of it yet."""
        self.set_modes(modes[:1])
        self.invite(modes[0][1])

    def set_modes(self, modes: Sequence[tuple[str, Mode]]) -> None:
        """Offer what the words can be, by their English names, the usual one first."""
        self.mode.clear()
        for title, value in modes:
            self.mode.addItem(_(title), value)
        self.mode.ensurePolished()
        self.mode.setMinimumWidth(self.mode.sizeHint().width())

    def invite(self, mode: Mode) -> None:
        """Say in the empty field what could be written there."""
        self._invited = mode
        small, large = INVITATIONS[mode]
        invitation = large if self._is_open else small
        self.edit.setPlaceholderText(_(invitation))

    def show_guidance(self, *, is_guidance: bool) -> None:
        """Look like what says how answers should change, or like ordinary words."""
        for widget in (self.box, self.mode):
            if bool(widget.property("guidance")) is not is_guidance:
                widget.setProperty("guidance", is_guidance)
                widget.style().polish(widget)

    def set_room(self, height_px: int, *, is_low: bool) -> None:
        """Say how high the words may become, and whether to grow only when something is written."""
        self._room_px = max(LEAST_ROOM_PX, height_px)
        self._is_low = is_low
        self.show_size(is_new_room=True)

    @Slot(object)
    def say(self, sentence: str) -> None:
        """Show a sentence below the words, where the person is looking; empty hides it."""
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def focus_words(self) -> None:
        """Put the cursor into the words."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.window().isVisible():
            self.show_size()  # nobody is told of a focus that comes with the window

    @Slot()
    def _on_text_changed(self) -> None:
        if self.edit.document().isEmpty() is self.is_open:
            self.show_size()

    @Slot()
    def _on_focus_changed(self) -> None:
        """Look at the focus; without the widgets, one of which may just be on its way out."""
        if QApplication.focusWidget() is not None:  # neither a menu nor another window shrinks it
            self.show_size()

    def show_size(self, *, is_new_room: bool = False) -> None:
        """Be small while nobody writes and nothing is written."""
        # While no window of ours is active, what counts is where the focus will be.
        focused = QApplication.focusWidget()
        now = cast(
            "QWidget | None", focused if focused is not None else self.window().focusWidget()
        )
        has_focus = now is not None and self.isAncestorOf(now)
        if self.box.property("focused") is not has_focus:
            self.box.setProperty("focused", has_focus)
            if self.window().isVisible():  # else it is dressed when it is shown
                self.box.style().polish(self.box)
        has_words = not self.edit.document().isEmpty()
        is_wanted = not self._is_low or self.always_grows
        is_open = has_words or self.has_more or (has_focus and is_wanted)
        if is_open == self._is_open and not is_new_room:
            return
        self._is_open, was_open = is_open, self._is_open
        if is_open != was_open:
            self._grid.removeWidget(self.edit)
            if is_open:
                self._grid.addWidget(self.edit, 0, 0, 1, -1)
            else:
                self._grid.addWidget(self.edit, BAR, WORDS_PLACE)
        self.edit.set_limits(least_lines=OPEN_LINES if is_open else 1, most_px=self._room_px)
        if is_open != was_open:
            self.invite(self._invited)
            self.opened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of another width."""
        super().resizeEvent(event)
        self.widened.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for itself while it gives something up."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_leaving(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Give up what is done by Esc."""
        if self._is_leaving(event):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _is_leaving(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return is_key and self.can_be_left
