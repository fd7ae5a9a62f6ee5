"""Open what an answer asks for outside of it: a link after a question, a large table.

Thread: GUI.
"""

from PySide6.QtCore import QObject, Slot

from conductor.gui.answer.harmless_text import HarmlessText, LinkClicked, TableAsked


class Asides(QObject):
    """The dialogs that belong to one view; it goes with the view."""

    def __init__(self, view: HarmlessText) -> None:
        super().__init__(view)
        self._view = view
        view.link_clicked.connect(self._on_link_clicked)
        view.table_asked.connect(self._on_table_asked)

    @Slot(object)
    def _on_link_clicked(self, clicked: LinkClicked) -> None:
        from conductor.gui.answer.link_dialog import LinkDialog

        LinkDialog(clicked.url, self._view, is_image=clicked.is_image).open()

    @Slot(object)
    def _on_table_asked(self, asked: TableAsked) -> None:
        from conductor.gui.answer.table_dialog import TableDialog

        TableDialog(asked.rows, self._view).open()
