"""No answer makes the view load, open or run anything, however it is shown and copied."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPdfWriter, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor.gui.answer.document.document import AnswerDocument
from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme
from tests.gui.answer.looks import look_of
from tests.gui.answer.payloads import PAYLOADS

SECRET = "CANARY-7f3a"


class Traps(NamedTuple):
    """A server nobody should call, and a file nobody should read."""

    url: str
    file: Path
    callers: list[object]

    def set_in(self, payload: str) -> str:
        return payload.replace("{url}", self.url).replace("{file}", str(self.file))

    @property
    def are_untouched(self) -> bool:
        return not self.callers and self.file.stat().st_atime == 0


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traps]:
    file = tmp_path_factory.mktemp("canary") / "canary.png"
    file.write_text(SECRET)
    os.utime(file, (0, file.stat().st_mtime))
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                callers.append(address)
                connection.close()

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        yield Traps(f"http://127.0.0.1:{server.getsockname()[1]}/x.png", file, callers)
        server.shutdown(socket.SHUT_RDWR)
        listener.join(5)


class Watched(AnswerView):
    """An answer view that notes what it is asked to load."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        self.asked.append(name)
        return super().loadResource(kind, name)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Watched:
    apply_theme(qapp, "light")
    shown = Watched()
    qtbot.addWidget(shown)
    shown.resize(400, 300)
    shown.show()
    return shown


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_loaded_opened_or_run(
    view: Watched, traps: Traps, qapp: QApplication, payload: str
) -> None:
    text = traps.set_in(payload)

    view.set_text(text)
    view.selectAll()
    copied = view.createMimeDataFromSelection()
    view.grab()
    qapp.processEvents()

    assert view.asked == []
    assert traps.are_untouched
    assert SECRET not in view.toPlainText() + copied.text() + copied.html()
    hrefs = _hrefs(view.document())
    assert all(href.startswith(("http://", "https://", "mailto:")) for href in hrefs)
    assert "<img" not in copied.html()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_stream_shows_the_same_as_the_whole(view: Watched, traps: Traps, payload: str) -> None:
    text = traps.set_in(payload)
    view.set_text(text)
    whole = look_of(view.document())
    view.clear_text()

    for character in text:
        view.append(character)
        view.flush()
    view.finish()
    view.flush()

    assert look_of(view.document()) == whole
    assert view.asked == []
    assert traps.are_untouched


def test_all_together_are_printed_without_loading(
    view: Watched, traps: Traps, tmp_path: Path
) -> None:
    view.set_text(traps.set_in("\n\n".join(PAYLOADS)))
    view.flush()

    view.document().print_(QPdfWriter(str(tmp_path / "answer.pdf")))

    assert (tmp_path / "answer.pdf").stat().st_size > 1_000
    assert view.asked == []
    assert traps.are_untouched


def test_html_is_shown_as_it_is_written(view: Watched) -> None:
    view.set_text("<script>alert(1)</script> <b onclick='x'>bold</b>")

    assert view.toPlainText() == "<script>alert(1)</script> <b onclick='x'>bold</b>"


@pytest.mark.parametrize("kind", list(QTextDocument.ResourceType))
def test_whatever_is_asked_for_there_is_nothing(
    view: Watched, traps: Traps, kind: QTextDocument.ResourceType
) -> None:
    document = view.document()
    assert isinstance(document, AnswerDocument)

    for name in (f"file://{traps.file}", str(traps.file), traps.url, "qrc:/x"):
        assert view.loadResource(kind.value, QUrl(name)) is None
        assert document.loadResource(kind.value, QUrl(name)) is None
        assert document.resource(kind.value, QUrl(name)) is None
    assert traps.are_untouched


def test_no_other_page_takes_the_place_of_the_answer(view: Watched, traps: Traps) -> None:
    view.set_text("answer")

    view.setSource(QUrl.fromLocalFile(str(traps.file)))
    view.reload()
    view.home()

    assert view.toPlainText() == "answer"
    assert traps.are_untouched


def test_nothing_can_be_dropped_or_pasted_into_it(view: Watched) -> None:
    view.set_text("answer")
    QApplication.clipboard().setText("pasted")

    view.paste()

    assert not view.acceptDrops()
    assert view.toPlainText() == "answer"


def _hrefs(document: QTextDocument) -> list[str]:
    hrefs = []
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            look = part.fragment().charFormat()
            assert not look.isImageFormat()
            if look.isAnchor():
                hrefs.append(look.anchorHref())
            part += 1
        block = block.next()
    return hrefs
