"""An answer is shown as it was written, streamed or whole, and can be read, copied, followed."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextCursor, QTextFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor import i18n
from conductor.core.markup.parser import parse
from conductor.gui.answer.document import builder as answer_builder
from conductor.gui.answer.document.layout import RowLayout
from conductor.gui.answer.harmless_text import LinkClicked
from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme
from conductor.gui.look.tokens import DARK, LIGHT
from tests.core.markup.texts import ANSWER, sliced
from tests.gui.answer.looks import look_of


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AnswerView:
    apply_theme(qapp, "light")
    shown = AnswerView()
    qtbot.addWidget(shown)
    shown.resize(400, 300)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def shown_by(view: AnswerView, text: str) -> str:
    view.set_text(text)
    return view.toPlainText()


def stream(view: AnswerView, slices: list[str]) -> None:
    view.clear_text()
    for delta in slices:
        view.append(delta)
        view.flush()
    view.finish()
    view.flush()


def test_text_waits_for_a_flush(view: AnswerView) -> None:
    view.append("Hello ")
    view.append("**you**")

    assert view.has_pending
    assert view.toPlainText() == ""

    view.flush()

    assert not view.has_pending
    assert view.toPlainText() == "Hello you"
    assert view.source_text == "Hello **you**"


def test_every_kind_of_block_is_shown(view: AnswerView) -> None:
    text = shown_by(view, ANSWER)

    for words in (
        "결정 사항",
        "예산 4,200만 원 승인",
        "Best regards,\nKim",
        "more of deeper",
        "open task",
        "quoted words",
        "Licences",
        "a\nb",
        "x|y",
        "def left(budget):\n\n    return budget",
        "$$\nE = mc^2\n$$",
        "Energy[1] is $m c^2$, see the book",
        "image blocked: evil.example · chart",
        "<b>not bold</b> & a*star",
        "[1] A footnote.",
        "[b]: https://example.com/book The book",
    ):
        assert words in text.replace("\u00a0", " ")


def test_a_stream_in_single_characters_looks_like_the_whole(view: AnswerView) -> None:
    view.set_text(ANSWER)
    whole = look_of(view.document())

    stream(view, list(ANSWER))

    assert look_of(view.document()) == whole
    assert list(view._document.rows) == RowLayout().rows(parse(ANSWER))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(slices=sliced())
def test_any_stream_looks_like_the_whole(view: AnswerView, slices: list[str]) -> None:
    view.clear_text()
    view.set_text("".join(slices))
    whole = look_of(view.document())

    stream(view, slices)

    assert look_of(view.document()) == whole


def test_tables_have_cells_and_lists_have_items(view: AnswerView) -> None:
    view.set_text("| a | b |\n|:--|--:|\n| 1 | 2 |\n\n3. x\n4. y\n\n- [x] z")

    cursor = view.document().find("1")
    table = cursor.currentTable()
    lists = [view.document().find(word).block().textList() for word in ("x", "y", "z")]

    assert (table.rows(), table.columns()) == (2, 2)
    assert [found.format().start() for found in lists[:2]] == [3, 4]
    assert all(found.count() == 1 for found in lists)


def test_a_table_grows_row_by_row_and_ends(view: AnswerView) -> None:
    stream(view, list("before\n\n| a |\n|--|\n| 1 |\n| 2 |\n\nafter\n\n| b |\n|--|\n| 3 |\n"))

    first = view.document().find("1").currentTable()
    second = view.document().find("3").currentTable()

    assert (first.rows(), second.rows()) == (3, 2)
    assert view.document().find("after").currentTable() is None


def test_code_reads_left_to_right_in_a_fixed_font(view: AnswerView) -> None:
    view.set_text("```\nשלום\n```\n\nשלום")

    code = view.document().begin()
    text = code.next()

    assert code.textDirection() is Qt.LayoutDirection.LeftToRight
    assert text.textDirection() is Qt.LayoutDirection.RightToLeft
    assert code.begin().fragment().charFormat().fontFixedPitch()


def test_a_change_of_theme_changes_the_colours_in_place(
    view: AnswerView, qapp: QApplication
) -> None:
    view.set_text("see [this](https://e.com) `code`\n\n" + "line\n\n" * 50)
    view.verticalScrollBar().setValue(40)

    apply_theme(qapp, "dark")

    link = view.document().begin().begin()
    link += 1
    assert link.fragment().charFormat().foreground().color() == QColor(DARK.accent)
    assert view.verticalScrollBar().value() == 40
    assert view.toPlainText().startswith("see this code")


def test_a_hidden_view_takes_the_new_theme_when_it_is_shown(
    view: AnswerView, qapp: QApplication
) -> None:
    view.set_text("[this](https://e.com)")
    view.hide()
    apply_theme(qapp, "dark")

    view.show()

    link = view.document().begin().begin().fragment()
    assert link.charFormat().foreground().color() == QColor(DARK.accent)


def test_the_text_size_can_be_changed(view: AnswerView) -> None:
    view.set_text("# Title\n\ntext")

    view.set_text_size(20)

    size = QTextFormat.Property.FontPixelSize
    blocks = [view.document().findBlockByNumber(number) for number in range(2)]
    sizes = [block.begin().fragment().charFormat().intProperty(size) for block in blocks]
    assert sizes[1] == 20
    assert sizes[0] > 20


def test_the_reader_at_the_end_stays_at_the_end(view: AnswerView) -> None:
    bar = view.verticalScrollBar()

    stream(view, ["line\n\n"] * 60)

    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()


def test_the_reader_elsewhere_stays_there(view: AnswerView) -> None:
    bar = view.verticalScrollBar()
    for _number in range(60):
        view.append("line\n\n")
    view.flush()
    bar.setValue(30)

    view.append("more\n\n" * 20)
    view.flush()

    assert bar.value() == 30


def test_a_whole_answer_is_shown_from_its_beginning(view: AnswerView) -> None:
    view.set_text("line\n\n" * 200)

    assert view.verticalScrollBar().value() == 0


def test_a_selection_survives_what_is_written_after_it(view: AnswerView) -> None:
    view.append("one two")
    view.flush()
    cursor = view.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(3, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)

    view.append(" three **four**\n\nfive")
    view.flush()

    assert view.textCursor().selectedText() == "one"


def test_a_whole_text_after_its_stream_changes_nothing_and_a_longer_one_goes_on(
    view: AnswerView,
) -> None:
    view.append("a **b")
    view.flush()

    view.set_text("a **b** c")
    first = view.toPlainText()
    view.set_text("a **b** c")
    view.set_text("a **b** c d")

    assert first == "a b c"
    assert view.toPlainText() == "a b c d"
    assert view.source_text == "a **b** c d"


def test_another_text_takes_the_place_of_the_first(view: AnswerView) -> None:
    view.set_text("one\n\n| a |\n|--|\n| 1 |")

    view.set_text("two")

    assert view.toPlainText() == "two"
    view.clear_text()
    assert view.toPlainText() == ""
    assert view.source_text == ""


def test_a_long_text_is_built_in_slices(view: AnswerView) -> None:
    text = "paragraph of words\n\n" * 5_000

    view.set_text(text)
    first = view._document.row_count
    while view.has_pending:
        view.flush_slice()

    assert 0 < first < 5_000
    assert view._document.row_count == 5_000
    assert view.source_text == text


def test_what_is_too_much_is_counted_not_shown(
    view: AnswerView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_builder, "SHOWN_LIMIT", 10_000)
    text = "word " * 10_000

    view.append(text)
    view.flush()

    assert "more characters are not shown here" in view.toPlainText()
    assert len(view.toPlainText()) < 30_000
    assert view.source_text == text
    view.append("end")
    view.flush()
    assert view.source_text == text + "end"
    assert view.toPlainText().count("more characters") == 1


def test_pending_text_is_announced_once(view: AnswerView, qtbot: QtBot) -> None:
    said: list[bool] = []
    view.text_pending.connect(lambda: said.append(True))

    view.append("a")
    view.append("b")
    view.flush()
    view.append("c")

    assert len(said) == 2


def test_labels_are_translated(view: AnswerView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        i18n, "_catalogue", lambda _language: {"image blocked: {host}": "막음 {host}"}
    )

    assert "막음 e.com" in shown_by(view, "![x](http://e.com/i.png)")


def click(view: AnswerView, word: str, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    cursor = view.document().find(word)
    cursor.setPosition(cursor.selectionStart() + 1)
    QTest.mouseClick(view.viewport(), button, pos=view.cursorRect(cursor).center())


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    return urls


@pytest.mark.parametrize("url", ["https://e.com/a?b=1", "http://e.com", "mailto:a@b.c"])
def test_a_click_on_a_link_is_only_announced(
    view: AnswerView, opened: list[QUrl], url: str
) -> None:
    clicked: list[object] = []
    view.link_clicked.connect(clicked.append)
    view.set_text(f"see [here]({url}) now")

    click(view, "here")

    assert clicked == [LinkClicked(url)]
    assert opened == []
    assert view.toPlainText() == "see here now"


def test_a_blocked_picture_can_be_asked_for(view: AnswerView) -> None:
    clicked: list[object] = []
    view.link_clicked.connect(clicked.append)
    view.set_text("![chart](https://e.com/x.png?d=1)")

    click(view, "blocked")

    assert clicked == [LinkClicked("https://e.com/x.png?d=1", is_image=True)]


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "file:///etc/hostname", "smb://h/s", "vscode://x"]
)
@pytest.mark.qt_log_ignore("Mouse event")
def test_other_schemes_are_no_links(view: AnswerView, opened: list[QUrl], scheme: str) -> None:
    clicked: list[object] = []
    view.link_clicked.connect(clicked.append)
    view.set_text(f"see [here]({scheme}) now ![here]({scheme})")

    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
        click(view, "here", button)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Return)

    assert (clicked, opened) == ([], [])
    assert f"here ({scheme})" in view.toPlainText()
    assert not [row for row in look_of(view.document()) if "AnchorHref" in str(row)]


def test_links_can_be_reached_and_followed_by_keyboard(view: AnswerView) -> None:
    clicked: list[object] = []
    view.link_clicked.connect(clicked.append)
    view.set_text("see [here](https://e.com)")
    view.setFocus(Qt.FocusReason.TabFocusReason)

    view.focusNextPrevChild(True)
    QTest.keyClick(view, Qt.Key.Key_Return)

    assert clicked == [LinkClicked("https://e.com")]


def test_text_can_be_selected_by_keyboard_and_not_changed(view: AnswerView) -> None:
    view.set_text("one two")
    view.setFocus()
    QApplication.sendEvent(view, QEvent(QEvent.Type.WindowActivate))

    QTest.keyClick(
        view,
        Qt.Key.Key_Right,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    QTest.keyClick(view, Qt.Key.Key_X)
    QTest.keyClick(view, Qt.Key.Key_Delete)

    assert view.textCursor().selectedText().strip() == "one"
    assert view.toPlainText() == "one two"


def test_everything_is_painted(view: AnswerView, qapp: QApplication) -> None:
    view.resize(400, 1_600)
    view.set_text(ANSWER)
    picture = view.grab().toImage()

    colours = {
        picture.pixelColor(x, y).name() for x in range(0, 400, 2) for y in range(0, 1_500, 2)
    }

    assert {LIGHT.code.lower(), LIGHT.line.lower(), LIGHT.accent.lower()} <= colours


def test_what_is_painted_in_parts_is_what_is_painted_whole(
    view: AnswerView, qapp: QApplication
) -> None:
    def on_screen() -> QImage:
        return view.screen().grabWindow(view.winId()).toImage()

    for start in range(0, len(ANSWER), 40):
        view.append(ANSWER[start : start + 40])
        view.flush()
        qapp.processEvents()
        in_parts = on_screen()
        view.viewport().update()
        qapp.processEvents()
        assert on_screen() == in_parts


def test_a_view_behind_another_is_not_on_screen(view: AnswerView) -> None:
    assert view.is_on_screen

    view.hide()

    assert not view.is_on_screen


def test_the_object_is_named_and_accessible(view: AnswerView) -> None:
    assert view.objectName() == "answerView"
    assert view.accessibleName()
    assert view.isReadOnly()
    assert view.cursorForPosition(QPoint(0, 0)).position() == 0


def test_reading_markdown_is_loaded_only_when_it_is_needed() -> None:
    program = (
        "import sys; import conductor.gui.answer.view;"
        "import conductor.gui.answer.document.builder as view;"
        "early = {'markdown_it', 'pygments'} & set(sys.modules); view.warm_up();"
        "print(sorted(early), 'markdown_it' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[] True"


def test_marks_of_hidden_characters_stand_out(view: AnswerView) -> None:
    view.set_text("a\u202eb")

    part = view.document().begin().begin()
    looks = []
    while not part.atEnd():
        looks.append((part.fragment().text(), part.fragment().charFormat().background().color()))
        part += 1

    assert looks[1] == ("⟦U+202E⟧", QColor(LIGHT.bad_soft))
    assert [text for text, _background in looks] == ["a", "⟦U+202E⟧", "b"]
