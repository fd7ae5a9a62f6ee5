"""Offer what can be done at a place of an answer: copy, copy a link or code, select all.

Thread: GUI.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu, QTextEdit

from conductor.gui.answer.copying import code_text, first_line, is_code
from conductor.gui.answer.spots import Spot, format_at
from conductor.i18n import _


class AnswerMenu(QMenu):
    """The context menu of an answer; it goes when it is closed."""

    def __init__(
        self, view: QTextEdit, event: QContextMenuEvent, offered: Sequence[QAction] = ()
    ) -> None:
        super().__init__(view)
        self.setObjectName("answerContextMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        cursor = view.cursorForPosition(event.pos()) if by_mouse else view.textCursor()
        look = format_at(view, event.pos()) if by_mouse else cursor.charFormat()
        spot = Spot() if look is None else Spot.of(look)
        self._address = spot.image or spot.href
        # The words now: the text may be written anew while the menu is open.
        line = cursor.block()
        self._code = code_text(first_line(line)) if is_code(line) else ""
        copy = self.addAction(_("Copy"))
        copy.setObjectName("copySelection")
        copy.setEnabled(view.textCursor().hasSelection())
        copy.triggered.connect(view.copy)
        if self._address:
            link = self.addAction(_("Copy the address"))
            link.setObjectName("copyAddress")
            link.triggered.connect(self._on_copy_address)
        if is_code(line):
            code = self.addAction(_("Copy this code"))
            code.setObjectName("copyCode")
            code.triggered.connect(self._on_copy_code)
        self.addSeparator()
        everything = self.addAction(_("Select all"))
        everything.setObjectName("selectAll")
        everything.triggered.connect(view.selectAll)
        self.addSeparator()
        self.addActions(list(offered))

    @Slot()
    def _on_copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._address)

    @Slot()
    def _on_copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
