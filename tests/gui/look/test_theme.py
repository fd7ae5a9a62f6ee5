"""The window has one look, light or dark, that can be read and that follows the system."""

import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor.assets import read_text
from conductor.gui.look import theme
from conductor.gui.look.theme import apply_theme, current_tokens, palette_of, style_sheet_of
from conductor.gui.look.tokens import DARK, LIGHT, Tokens, assistant_letter
from conductor.settings import Theme

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@BOTH
@pytest.mark.parametrize("name", ["text", "muted", "accent", "guidance_text", "good", "bad"])
def test_words_can_be_read_on_every_ground(tokens: Tokens, name: str) -> None:
    for ground in (tokens.surface, tokens.background, tokens.raised, tokens.sunken):
        assert contrast(getattr(tokens, name), ground) >= 4.5


@BOTH
def test_words_can_be_read_on_their_soft_grounds(tokens: Tokens) -> None:
    assert contrast(tokens.accent, tokens.accent_soft) >= 4.5
    assert contrast(tokens.guidance_text, tokens.guidance_soft) >= 4.5
    assert contrast(tokens.good, tokens.good_soft) >= 4.5
    assert contrast(tokens.bad, tokens.bad_soft) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.text, tokens.selection) >= 4.5


@BOTH
@pytest.mark.parametrize("word", ["keyword", "name", "string", "number", "comment"])
def test_code_can_be_read_in_every_colour(tokens: Tokens, word: str) -> None:
    assert contrast(getattr(tokens.code_colours, word), tokens.code) >= 4.5


@BOTH
def test_every_assistant_has_a_colour_and_a_letter_of_its_own(tokens: Tokens) -> None:
    assert len(set(tokens.assistants)) == 8
    assert [assistant_letter(number) for number in range(9)] == list("ABCDEFGHA")
    assert tokens.assistant(8) == tokens.assistant(0)
    assert all(contrast(colour, tokens.surface) >= 3 for colour in tokens.assistants)


@BOTH
def test_the_palette_has_every_role_in_every_group(tokens: Tokens) -> None:
    palette = palette_of(tokens)

    for group in (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    ):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NColorRoles, QPalette.ColorRole.NoRole):
                assert palette.isBrushSet(group, role), (group, role)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled != palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)


@BOTH
def test_the_style_sheet_has_colours_for_all_its_names(tokens: Tokens) -> None:
    sheet = style_sheet_of(tokens)

    assert "$" not in sheet
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet)) <= set(_colours(tokens))
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", read_text("theme/conductor.qss"))


def test_no_rule_reaches_the_answers() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", read_text("theme/conductor.qss"), flags=re.DOTALL)
    selectors = [
        name.strip() for group in re.findall(r"([^{}]+)\{", sheet) for name in group.split(",")
    ]

    reaching = {"QTextBrowser", "QTextEdit", "QAbstractScrollArea", "QFrame", "QWidget", "*"}
    assert not reaching & set(selectors)


def _colours(tokens: Tokens) -> list[str]:
    values = [getattr(tokens, name) for name in tokens._fields]
    return [value for value in values if isinstance(value, str)]


@pytest.mark.parametrize("choice", [*Theme, "dark", "light", "system"])
def test_any_choice_can_be_applied_again_and_again(qapp: QApplication, choice: str) -> None:
    apply_theme(qapp, choice)
    apply_theme(qapp, choice)

    assert qapp.style().objectName() in ("fusion", "")
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == current_tokens().surface


def test_an_unknown_choice_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="blue"):
        apply_theme(qapp, "blue")


def test_light_is_what_an_unknown_scheme_means(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    assert qapp.styleHints().colorScheme() is Qt.ColorScheme.Unknown

    apply_theme(qapp, "system")

    assert current_tokens() is LIGHT


def test_the_systems_scheme_is_followed_until_a_look_is_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_theme(qapp, "system")
    kept = theme._theme
    monkeypatch.setattr(kept, "_system_scheme", lambda: Qt.ColorScheme.Dark)

    kept._on_scheme_changed(Qt.ColorScheme.Dark)
    followed = current_tokens()
    apply_theme(qapp, "light")
    kept._on_scheme_changed(Qt.ColorScheme.Dark)

    assert followed is DARK
    assert current_tokens() is LIGHT


def test_a_widget_takes_the_new_colours(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "light")
    button = QPushButton("Send")
    button.setProperty("primary", True)
    qtbot.addWidget(button)
    button.resize(120, 40)
    button.show()
    before = button.grab().toImage().pixelColor(12, 20).name().upper()

    apply_theme(qapp, "dark")
    after = button.grab().toImage().pixelColor(12, 20).name().upper()

    assert (before, after) == (LIGHT.accent, DARK.accent)


def test_fonts_name_latin_and_korean_families() -> None:
    families = theme.text_font(14).families()

    assert families.index("Inter") < families.index("Noto Sans CJK KR")
    assert theme.text_font(14).pixelSize() == 14
    assert "Noto Sans Mono CJK KR" in theme.code_font(13).families()


class Dressed(QLabel):
    """Counts how often it is dressed anew."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.times += event.type() is QEvent.Type.StyleChange
        super().changeEvent(event)


def test_another_look_dresses_a_widget_but_a_few_times_however_deep_it_lies(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply_theme(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    inner = window
    for _depth in range(12):
        inner = QWidget(inner)
    deep = Dressed("Words", inner)
    window.show()
    deep.times = 0

    apply_theme(qapp, "dark")

    assert 0 < deep.times < 4
