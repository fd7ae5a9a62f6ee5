"""Put a text that Qt's layout would never end at into a box, in one way.

A process of its own, because such a layout can only be ended with its process:
`python -m tests.gui.widgets.endless_runs BOX WAY TEXT`. It prints the words that the box then
holds as JSON, with the words of its clipboard after everything was copied.
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.widgets.plain_text_box import PlainTextBox
from conductor.gui.workbench.composer.words_edit import WordsEdit
from conductor.gui.workbench.margin.draft_edit import DraftEdit
from conductor.gui.workbench.margin.note_editor import NoteEditor

SIZE = 66_000  # white spaces; Qt counts them in 16 bits
HALF = SIZE // 2
TEXTS = {
    "spaces": "x" + " " * SIZE + "y",
    "wide spaces": "x" + "\u3000" * SIZE + "y",
    "em spaces": "x" + "\u2003" * SIZE + "y",
    "vertical tabs": "x" + "\x0b" * SIZE + "y",
    "mixed": "x" + " \u3000\u2003\u1680" * (SIZE // 4) + "y",
    "marks between": "x" + (" " * 10_000 + "\u0300") * 7 + " y",
    "skins between": "x" + (" " * 10_000 + "\U0001f3fb") * 7 + " y",
    "emoji before": "😀" * 9 + " " * SIZE + "y" + " " * SIZE + "z",
    "a long word": "x" * 400_000,
    "no-break spaces": "x" + "\u00a0" * 400_000 + "y",
}
BOXES = ("writing", "draft", "composer", "note", "reading")


def made(box: str) -> tuple[QWidget, QPlainTextEdit]:
    """Return a window and the box in it."""
    parent = QWidget()
    if box == "note":
        NoteEditor("about", "", parent)
    elif box == "reading":
        PlainTextBox(parent, name="box", title="Box")
    else:
        {"writing": WritingBox, "draft": DraftEdit, "composer": WordsEdit}[box](parent)
    edit = parent.findChild(QPlainTextEdit)
    assert isinstance(edit, QPlainTextEdit)
    parent.resize(500, 400)
    edit.setMinimumSize(400, 120)
    return parent, edit


def put(edit: QPlainTextEdit, way: str, words: str) -> None:
    """Bring words into a box."""
    data = QMimeData()
    if way == "set":
        edit.setPlainText(words)
    elif way == "open":  # as a stored draft is, before it is ever laid out
        assert isinstance(edit, DraftEdit)
        edit.set_text(words)
    elif way == "insert":
        edit.insertPlainText(words)
    elif way == "append":
        edit.appendPlainText(words)
    elif way == "show":
        assert isinstance(edit, PlainTextBox)
        edit.show_text(words)
    elif way == "show in pieces":
        assert isinstance(edit, PlainTextBox)
        for at in range(0, len(words), 700):
            edit.append_text(words[at : at + 700])
    elif way == "cursor":
        edit.textCursor().insertText(words)
    elif way == "paste":
        data.setText(words)
        edit.insertFromMimeData(data)
    elif way == "paste in parts":
        for at in range(0, len(words), 20_000):
            data.setText(words[at : at + 20_000])
            edit.insertFromMimeData(data)
    elif way == "input method":
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(edit, event)
    elif way == "undo and redo":
        edit.insertPlainText(words)
        QApplication.processEvents()
        for _step in range(3):
            edit.undo()
            QApplication.processEvents()
        assert edit.toPlainText() == ""
        QApplication.processEvents()
        for _step in range(3):
            edit.redo()
            QApplication.processEvents()
    elif way == "join":  # a letter between two runs goes, and then every line break
        edit.setPlainText(words[:HALF] + "|" + words[HALF:])
        cursor = QTextCursor(edit.document())
        cursor.setPosition(HALF)
        cursor.deleteChar()
        QApplication.processEvents()
        edit.moveCursor(QTextCursor.MoveOperation.Start)
        while edit.textCursor().movePosition(QTextCursor.MoveOperation.NextBlock):
            edit.moveCursor(QTextCursor.MoveOperation.NextBlock)
            edit.textCursor().deletePreviousChar()
            QApplication.processEvents()
            if edit.textCursor().position() == 0:
                break
    else:
        raise ValueError(way)


def typed(edit: QPlainTextEdit) -> None:
    """Write one letter at the end."""
    edit.moveCursor(QTextCursor.MoveOperation.End)
    event = QKeyEvent(QKeyEvent.Type.KeyPress, 0x5A, QApplication.keyboardModifiers(), "z")
    QApplication.sendEvent(edit, event)


def main() -> None:
    """Do it, and print what came of it."""
    application = QApplication([])
    box, way, text = sys.argv[1:]
    parent, edit = made(box)
    if way != "open":
        parent.show()
        application.processEvents()
    put(edit, way, TEXTS[text])
    parent.show()
    application.processEvents()
    held = edit.document().toRawText()
    if not edit.isReadOnly():
        typed(edit)
    application.processEvents()
    edit.selectAll()
    edit.copy()
    print(json.dumps({"held": held, "copied": QApplication.clipboard().text()}), flush=True)
    parent.close()


if __name__ == "__main__":
    main()
