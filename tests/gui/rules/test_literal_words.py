"""Labels, tips and buttons show words as they are, and code that does otherwise is refused."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import elided_label, text_label, wrapped_label
from conductor.gui.widgets.tool_tip import LONGEST_TIP, plain_tip, set_tip

ROOM = Path(__file__).parents[3] / "conductor" / "gui"
# What guesses or shows HTML, and the one file that may use it.
ONLY_IN = {
    "QLabel": "widgets/text_label.py",
    "setToolTip": "widgets/tool_tip.py",
    "QToolTip.showText": "widgets/tool_tip.py",
    "setTextFormat": "widgets/text_label.py",
}
REFUSED = {
    "QMessageBox",
    "QErrorMessage",
    "QInputDialog",
    "QProgressDialog",
    "QSplashScreen",
    "QWhatsThis",
    "QWizard",
    "setWhatsThis",
    "setStatusTip",
    "setHtml",
    "insertHtml",
    "appendHtml",
    "setMarkdown",
    "insertMarkdown",
    "setInformativeText",
    "setDetailedText",
}
# A copy as rich text is made of escaped pieces, and is no widget.
MAY = {("setHtml", "copied.py")}
HTML = '<img src="file:///tmp/x.png">'


def called(tree: ast.AST) -> Iterator[str]:
    """Yield the names of what is called, and of the classes that others are made of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr
                if isinstance(function.value, ast.Name):
                    yield f"{function.value.id}.{function.attr}"
            elif isinstance(function, ast.Name):
                yield function.id
        elif isinstance(node, ast.ClassDef):
            yield from (base.id for base in node.bases if isinstance(base, ast.Name))


def wrong(code: str, place: str) -> list[str]:
    """Return what code does that could show words as HTML."""
    tree = ast.parse(code)
    names = set(called(tree))
    found = [name for name, home in ONLY_IN.items() if name in names and place != home]
    spoken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found += [name for name in REFUSED & (names | spoken) if (name, place) not in MAY]
    if "ToolTipRole" in code and "plain_tip" not in names:
        found.append("a tip of a table that is no plain_tip")
    return found


def test_no_code_makes_a_label_a_tip_or_a_message_by_itself() -> None:
    places = {str(path.relative_to(ROOM)): path for path in sorted(ROOM.rglob("*.py"))}

    found = [
        f"{place}: {what}"
        for place, path in places.items()
        for what in wrong(path.read_text(encoding="utf-8"), place)
    ]

    assert len(places) > 100
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "label = QLabel(text, self)",
        "label = QtWidgets.QLabel(text)",
        "class Mine(QLabel): pass",
        "chip.setToolTip(name)",
        "QToolTip.showText(at, name, self)",
        "QMessageBox.warning(self, 'x', text)",
        "self.setWhatsThis(name)",
        "label.setTextFormat(Qt.TextFormat.AutoText)",
        "edit.setHtml(text)",
        "if role == Qt.ItemDataRole.ToolTipRole: return name",
    ],
)
def test_code_that_did_would_be_found(code: str) -> None:
    assert wrong(code, "panels/some.py")


@pytest.mark.parametrize("make", [text_label, wrapped_label, elided_label])
def test_a_label_shows_html_and_what_would_hide_as_they_are(
    qtbot: QtBot, make: Callable[..., QLabel]
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    label = make(f"{HTML}\u202e\x1b", parent)

    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == f"{HTML}⟦U+202E⟧␛"


@pytest.mark.parametrize("words", [HTML, "<b>x</b>", "a\n<i>b</i>", "<a href=x>y</a>", "x" * 99])
def test_a_tip_shows_its_words_and_a_screen_reader_says_them(qtbot: QtBot, words: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)

    set_tip(widget, words)

    assert "<img" not in widget.toolTip()
    assert widget.accessibleDescription() == words
    assert text_of(widget.toolTip()) == words


def test_a_tip_of_a_few_words_is_left_as_it_is(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tip(widget, HTML)

    set_tip(widget, "Astra & Opus  Ctrl+1")

    assert widget.toolTip() == "Astra & Opus  Ctrl+1"
    assert widget.accessibleDescription() == ""


def test_what_is_said_of_a_widget_in_other_words_is_kept(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setAccessibleDescription("mine")

    set_tip(widget, HTML)

    assert widget.accessibleDescription() == "mine"


def test_a_tip_has_an_end() -> None:
    assert len(plain_tip("x" * 1_000_000)) < LONGEST_TIP + 100


def test_a_button_shows_an_ampersand(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    button = text_button("Q&A <b>x</b>", parent, name="x", on_click=parent.update)

    assert button.text() == "Q&&A <b>x</b>"


def text_of(tip: str) -> str:
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()
