"""Carry out by a command what a person does where the answers are read: judge, zoom.

Thread: GUI.
"""

from PySide6.QtCore import QObject, Qt, Slot

from conductor.gui.answer.harmless_text import HarmlessText
from conductor.gui.commands import Actions

JUDGING_KEYS = tuple("0123456789=")
"""Keys by which the answers of a round are judged, where nothing is written."""
KEYPAD = Qt.KeyboardModifier.KeypadModifier
"""They may come from there; together with any other modifier they are something else."""


def judge_by(key: str, actions: Actions) -> None:
    """Judge by one of the judging keys: use the answer of that number, none, or call it even."""
    names = {"0": "noneUsable", "=": "noDifference"}
    actions.action(names.get(key, f"useAnswer{key}")).trigger()


class WheelZoom(QObject):
    """Changes the size of the text of all answers by the wheel over one of them."""

    def __init__(self, view: HarmlessText, actions: Actions) -> None:
        super().__init__(view)
        self._actions = actions
        view.zoom_asked.connect(self._on_zoom)

    @Slot(object)
    def _on_zoom(self, by: int) -> None:
        self._actions.action("zoomIn" if by > 0 else "zoomOut").trigger()
