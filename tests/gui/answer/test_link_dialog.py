"""A link is opened only after the person saw where it leads, and only if it may lead there."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor.gui.answer.document.layout import RowLayout
from conductor.gui.answer.document.rows import table_rows
from conductor.gui.answer.link_dialog import LinkDialog
from conductor.gui.answer.table_dialog import Cells


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []

    def note(url: QUrl) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return urls


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def button(dialog: LinkDialog, name: str) -> QPushButton | None:
    found = dialog.findChild(QPushButton, name)
    assert found is None or isinstance(found, QPushButton)
    return found


def host(dialog: LinkDialog) -> str:
    label = dialog.findChild(QLabel, "linkHost")
    return label.text() if isinstance(label, QLabel) else ""


def address(dialog: LinkDialog) -> str:
    """Return the address as it is copied: what is shown of a long one is cut into lines."""
    box = dialog.findChild(QPlainTextEdit, "linkAddress")
    assert isinstance(box, QPlainTextEdit)
    box.selectAll()
    box.copy()
    return QGuiApplication.clipboard().text()


def test_the_host_and_the_whole_address_are_shown_before_it_is_opened(
    parent: QWidget, opened: list[str]
) -> None:
    dialog = LinkDialog("https://e.com/a?b=" + "c" * 5_000, parent)
    dialog.open()

    assert host(dialog) == "e.com"
    assert address(dialog) == "https://e.com/a?b=" + "c" * 5_000
    assert opened == []
    opens = button(dialog, "openLinkButton")
    assert opens
    assert not opens.isDefault()
    opens.click()
    assert opened == ["https://e.com/a?b=" + "c" * 5_000]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://\u0430\u0440\u0440\u04cf\u0435.com/x", "xn--80ak6aa92e.com"),
        ("https://google.com@evil.example/", "evil.example"),
        ("https://google.com%2F@evil.example/", "evil.example"),
    ],
)
def test_hosts_that_look_like_others_are_written_out(parent: QWidget, url: str, shown: str) -> None:
    dialog = LinkDialog(url, parent)

    assert host(dialog) == shown
    assert address(dialog).isascii()
    dialog.close()


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/hostname", "smb://h/s", "ms-msdt:/id", "vscode://x", ""],
)
def test_other_schemes_are_refused_in_words(parent: QWidget, opened: list[str], url: str) -> None:
    dialog = LinkDialog(url, parent)
    dialog.open()

    assert button(dialog, "openLinkButton") is None
    label = dialog.findChild(QLabel, "linkRefused")
    assert isinstance(label, QLabel)
    assert "not opened" in label.text()
    dialog.close()
    assert opened == []


def test_a_picture_cannot_be_opened_at_all(parent: QWidget, opened: list[str]) -> None:
    dialog = LinkDialog("https://evil.example/x.png?d=1", parent, is_image=True)
    dialog.open()

    assert button(dialog, "openLinkButton") is None
    assert address(dialog) == "https://evil.example/x.png?d=1"
    copies = button(dialog, "copyLinkButton")
    assert copies
    copies.click()
    assert QGuiApplication.clipboard().text() == "https://evil.example/x.png?d=1"
    dialog.close()
    assert opened == []


def test_escape_and_enter_open_nothing(parent: QWidget, qtbot: QtBot, opened: list[str]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog = LinkDialog("https://e.com", parent)
        dialog.open()
        QTest.keyClick(dialog, key)
        dialog.close()

    assert opened == []


def test_hidden_characters_of_an_address_are_marked(parent: QWidget) -> None:
    dialog = LinkDialog("data:x\u202egnp", parent, is_image=True)

    assert "⟦U+202E⟧" in address(dialog)
    dialog.close()


def test_a_table_is_read_cell_by_cell(parent: QWidget, qtbot: QtBot) -> None:
    from conductor.core.markup.parser import parse

    rows = RowLayout().rows(parse("| a | b |\n|--|--|\n| **1** | <b>2</b> |\n| 3 | ![x](u) |"))

    model = Cells(table_rows(rows, 0), parent)

    assert (model.rowCount(), model.columnCount()) == (2, 2)
    texts = [[model.index(r, c).data() for c in range(2)] for r in range(2)]
    assert texts[0] == ["1", "<b>2</b>"]
    assert "image blocked" in str(texts[1][1])
