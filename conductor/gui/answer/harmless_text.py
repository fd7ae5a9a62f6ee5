"""Let a person read, select, copy and click an answer, and be harmless.

Rules: nothing is ever loaded, opened or followed; a click on a link only says so.
Thread: GUI.
"""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from conductor.gui.answer.copying import selection_data
from conductor.gui.answer.document.document import AnswerDocument
from conductor.gui.answer.document.layout import TABLE_SCHEME
from conductor.gui.answer.document.rows import DocumentRow, table_rows
from conductor.gui.answer.menu import AnswerMenu
from conductor.gui.answer.spots import Spot, copy_code_at, spot_at
from conductor.gui.look.theme import current_tokens
from conductor.gui.look.tokens import ANSWER_PX
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class LinkClicked:
    """The person clicked a link or a blocked picture's label, or pressed Enter on it."""

    url: str
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class TableAsked:
    """The person wants to see a table that is shown as text."""

    rows: tuple[DocumentRow, ...]


class HarmlessText(QTextBrowser):
    """An answer's document, as far as it has come, and what a person's hands can do with it.

    Attributes:
        offered: what its menu offers besides copying.

    Signals:
        link_clicked: a `LinkClicked`; nothing else happens by itself.
        table_asked: a `TableAsked`.
        zoom_asked: 1 for larger text, -1 for smaller.
        scrolled_by_person: the person scrolled; not said when it moves by itself.
    """

    link_clicked = Signal(object)
    table_asked = Signal(object)
    zoom_asked = Signal(object)
    scrolled_by_person = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answerView")
        self.setAccessibleName(_("Answer"))
        self._document = AnswerDocument(current_tokens(), ANSWER_PX, self)
        self.setDocument(self._document)
        self.offered: tuple[QAction, ...] = ()
        self._is_moved_by_person = False
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.verticalScrollBar().actionTriggered.connect(self._on_bar_moved_by_person)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() == TABLE_SCHEME:  # of our own: no answer can write such a link
            rows = table_rows(self._document.rows, int(url.path()))
            self.table_asked.emit(TableAsked(rows))
            return
        is_image = bool(Spot.of(self.textCursor().charFormat()).image)
        self.link_clicked.emit(
            LinkClicked(url.toString(QUrl.ComponentFormattingOption.FullyEncoded), is_image)
        )

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Answer that there is nothing, whatever is asked for; called by Qt."""
        return None

    def doSetSource(self, _name: QUrl | str, /, *_kind: object) -> None:  # noqa: N802 - Qt's name
        """Do nothing; Qt would put a file in the answer's place."""

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy the marks of lists and quotes too, and no colours; called by Qt."""
        return selection_data(self.textCursor())

    @Slot(int)
    def _on_bar_moved_by_person(self, _action: int) -> None:
        self._is_moved_by_person = True  # the bar says its new value after this

    @Slot(int)
    def _on_moved(self, _value: int) -> None:
        if self._is_moved_by_person:
            self._is_moved_by_person = False
            self.scrolled_by_person.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll and move the caret; that is the person's doing too."""
        self._is_moved_by_person = True
        super().keyPressEvent(event)
        self._is_moved_by_person = False

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll, or with Ctrl ask for another size of text in all answers."""
        turned = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            self._is_moved_by_person = False
        elif turned:
            self.zoom_asked.emit(1 if turned > 0 else -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Copy code by its button, and name a picture that no link can lead to."""
        at = event.position().toPoint()
        is_click = event.button() is Qt.MouseButton.LeftButton
        is_click = is_click and not self.textCursor().hasSelection()
        if is_click and copy_code_at(self, at):
            return
        super().mouseReleaseEvent(event)
        spot = spot_at(self, at)
        if is_click and spot.image and not spot.href:
            event.accept()
            self.link_clicked.emit(LinkClicked(spot.image, is_image=True))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show a hand over what can be clicked."""
        super().mouseMoveEvent(event)
        spot = spot_at(self, event.position().toPoint())
        if spot.copies_code or spot.image:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif not spot.href:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer what can be copied; Qt's own menu would offer more than is safe."""
        AnswerMenu(self, event, self.offered).popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the caret to those who came by keyboard; others would wonder about it."""
        by_keyboard = (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.setCursorWidth(1 if event.reason() in by_keyboard else 0)
        super().focusInEvent(event)
