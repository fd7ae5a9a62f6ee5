"""Make what is copied or carried, as an object that is Qt's own from the beginning.

Rules: no `QMimeData()` in Python. The clipboard and a drag keep what they are given beyond the
end of Python, and an object with a Python half that is destroyed then ends the process with a
fault after the person's last click. Thread: GUI.
"""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QTextEdit


def copied_data(text: str = "", html: str = "") -> QMimeData:
    """Return what can be given to the clipboard.

    Args:
        text: as plain text; none if empty.
        html: as formatted text; none if empty.
    """
    # Qt makes it: the selection of an empty text, into which anything can be put.
    data = QTextEdit().createMimeDataFromSelection()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    return data


def carried_data(kind: str, value: str) -> QMimeData:
    """Return what is carried by the mouse: a value of a kind of this program's own."""
    data = copied_data()
    data.setData(kind, value.encode())
    return data
