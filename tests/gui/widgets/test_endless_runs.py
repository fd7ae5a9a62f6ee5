"""No box of text is ever laid out without end, and no word is lost by what prevents it."""

from __future__ import annotations

import ast
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from conductor.gui.widgets.run_guard import HIDDEN_LIMIT, WHITE_LIMIT, line_breaks, white_breaks
from conductor.gui.workbench.margin.draft_edit import DraftEdit
from tests.gui.widgets.endless_runs import TEXTS

ROOT = Path(__file__).parents[3]
ROOM = ROOT / "conductor" / "gui"
CPU_S = 12  # an endless layout uses them up; a box with its guard needs about one
EDITS = {"QPlainTextEdit", "QTextEdit", "QTextBrowser"}
# The three classes that see to it; all others are made of them.
MAY = {
    ("QPlainTextEdit", "fields/writing_box.py"),
    ("QPlainTextEdit", "widgets/plain_text_box.py"),
    ("QTextBrowser", "answer/harmless_text.py"),
}


def put(box: str, way: str, text: str) -> dict[str, str]:
    """Bring a text into a box, in a process that is ended if that has no end."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.widgets.endless_runs", box, way, text],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 2)),
    )
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr[-500:]}"
    held: dict[str, str] = json.loads(done.stdout)
    return held


LONG_WORDS = ("a long word", "no-break spaces")
DEFAULT = [
    ("draft", "open", "spaces"),
    ("note", "paste in parts", "mixed"),
    ("composer", "undo and redo", "wide spaces"),
    ("writing", "join", "em spaces"),
]
MORE = [
    *(("writing", way, "spaces") for way in ("insert", "append", "cursor", "input method")),
    *(
        ("writing", "paste", text)
        for text in TEXTS
        if "word" not in text and "no-break" not in text
    ),
    *((box, "set", "spaces") for box in ("composer", "draft", "note", "writing")),
]


@pytest.mark.parametrize(
    ("box", "way", "text"),
    [*DEFAULT, *(pytest.param(*one, marks=pytest.mark.slow) for one in MORE)],
)
def test_a_run_of_white_space_is_broken_and_nothing_of_it_is_lost(
    box: str, way: str, text: str
) -> None:
    held = put(box, way, text)["held"]

    words = TEXTS[text]
    assert "\u2029" in held
    assert max(map(len, held.split("\u2029"))) < 65_535
    if way != "join":
        assert len(held) == len(words.encode("utf-16-le")) // 2 or len(held) == len(words)
        assert held.split() == words.split()


@pytest.mark.parametrize("text", LONG_WORDS)
def test_a_long_word_is_shown_at_once_and_left_as_it_is(text: str) -> None:
    assert put("draft", "set", text)["held"] == TEXTS[text]


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("show", "mixed"),
        pytest.param("show", "spaces", marks=pytest.mark.slow),
        pytest.param("show in pieces", "spaces", marks=pytest.mark.slow),
    ],
)
def test_a_box_to_be_read_copies_such_a_run_whole(way: str, text: str) -> None:
    assert put("reading", way, text)["copied"] == TEXTS[text]


@pytest.mark.parametrize("letter", ["\u00ad", "\u200b", "\U000e0041"])
def test_a_run_of_hidden_characters_is_broken_and_the_words_around_it_stay(
    qtbot: QtBot, letter: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    edit = DraftEdit(parent)

    edit.setPlainText(f"before {letter * 20_500} after")

    lines = edit.toPlainText().split("\n")
    assert max(line.count(letter) for line in lines) <= HIDDEN_LIMIT
    assert "".join(lines).replace(letter, "") == "before  after"
    assert sum(line.count(letter) for line in lines) == 20_480


def test_a_few_hidden_characters_are_left_where_they_are() -> None:
    assert line_breaks("co\u00adoper\u00adate " * 5_000) == []
    assert line_breaks("\u00ad" * (HIDDEN_LIMIT - 1)) == []


def test_a_text_that_qt_can_lay_out_is_not_broken() -> None:
    assert list(white_breaks(("x" + " " * (WHITE_LIMIT - 1)) * 9)) == []
    assert list(white_breaks((" " * (WHITE_LIMIT - 1) + "\t") * 9)) == []
    assert list(white_breaks((" " * (WHITE_LIMIT - 1) + "\u00a0") * 9)) == []
    assert list(white_breaks("\t" * 99_000 + "-" * 99_000)) == []


def bare(code: str, place: str) -> list[str]:
    """Return what code makes of Qt's own text edits."""
    tree = ast.parse(code)
    made: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            made.append(node.func)
        elif isinstance(node, ast.ClassDef):
            made += node.bases
    names = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in made]
    return [name for name in names if name in EDITS and (name, place) not in MAY]


# A copy is asked of a box that is never shown and holds no words.
NEVER_SHOWN = {"copied.py"}


def test_no_code_makes_a_box_that_could_be_laid_out_without_end() -> None:
    places = {str(path.relative_to(ROOM)): path for path in sorted(ROOM.rglob("*.py"))}

    found = [
        f"{place}: {what}"
        for place, path in places.items()
        if place not in NEVER_SHOWN
        for what in bare(path.read_text(encoding="utf-8"), place)
    ]

    assert len(places) > 100
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "self._text = QPlainTextEdit(self)",
        "box = QtWidgets.QTextEdit()",
        "class Mine(QPlainTextEdit): pass",
        "class Mine(QtWidgets.QTextBrowser): pass",
    ],
)
def test_code_that_did_would_be_found(code: str) -> None:
    assert bare(code, "panels/some.py")
