"""Give the whole window one look, light or dark, by choice or by the system's scheme.

Rules: widgets take their colours from the palette or from `current_tokens()`, and take them
again on a `PaletteChange` event, which every widget gets when the look changes.
Thread: GUI.
"""

from string import Template

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from conductor.assets import path, read_text
from conductor.gui.look.tokens import (
    CODE_FAMILIES,
    DARK,
    INTERFACE_PX,
    LIGHT,
    TEXT_FAMILIES,
    Tokens,
)

SYSTEM = "system"
"""The choice to follow the system; the others are the schemes of the looks."""


HAS_FUSION = "hasFusion"


def new_application(name: str) -> QApplication:
    """Make the application, in the style that both looks stand on.

    The style is chosen as on a command line, since `setStyle` hands the style over to Python,
    where its class and all its enumerations are then made: a twentieth of a start.
    """
    application = QApplication([name, "-style", "fusion"])
    application.setProperty(HAS_FUSION, True)  # noqa: FBT003 - Qt's own signature
    return application


class _Theme(QObject):
    """Keeps an application's look; a child of the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = SYSTEM
        self.tokens = LIGHT
        if not app.property(HAS_FUSION):
            app.setStyle("Fusion")
        app.setFont(text_font(INTERFACE_PX))
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def choose(self, choice: str, *, dressed: bool) -> None:
        self._is_dressed = dressed
        self._choice = choice
        # Window frames and native dialogs follow this, where the platform can.
        self._app.styleHints().setColorScheme(
            {
                SYSTEM: Qt.ColorScheme.Unknown,
                LIGHT.scheme: Qt.ColorScheme.Light,
                DARK.scheme: Qt.ColorScheme.Dark,
            }[choice]
        )
        self._show(self._wanted())

    @Slot(Qt.ColorScheme)
    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._wanted() is not self.tokens:
            self._show(self._wanted())

    def _wanted(self) -> Tokens:
        if self._choice == SYSTEM:
            is_dark = self._system_scheme() is Qt.ColorScheme.Dark
        else:
            is_dark = self._choice == DARK.scheme
        return DARK if is_dark else LIGHT

    def _system_scheme(self) -> Qt.ColorScheme:
        return self._app.styleHints().colorScheme()

    def _show(self, tokens: Tokens) -> None:
        if tokens is self.tokens and self._app.styleSheet():
            return  # a style sheet dresses every widget anew, which takes a tenth of a second
        self.tokens = tokens
        # Over a sheet, a palette and another sheet dress a widget once for each of its ancestors.
        self._app.setStyleSheet("")
        self._app.setPalette(palette_of(tokens))
        if self._is_dressed:
            self._app.setStyleSheet(style_sheet_of(tokens))


# Kept here: looking for it among the application's children costs a tenth of a start.
_theme: _Theme | None = None


def apply_theme(app: QApplication, choice: str, *, dressed: bool = True) -> None:
    """Give the application the chosen look and keep it; `system` follows the system.

    Args:
        app: the application.
        dressed: whether the style sheet is part of it; whoever builds a window that nobody sees
            yet is faster without, and applies the theme again when it is built.
        choice: the value of a `Theme` of the settings; without a known scheme `system` is light.

    Raises:
        ValueError: there is no such choice.
    """
    global _theme
    if choice not in (SYSTEM, LIGHT.scheme, DARK.scheme):
        raise ValueError(choice)
    if _theme is None or not isValid(_theme):
        _theme = _Theme(app)
    _theme.choose(choice, dressed=dressed)


def current_tokens() -> Tokens:
    """Return the look in use; light before a theme is applied."""
    return _theme.tokens if _theme is not None else LIGHT


def text_font(size_px: int, *, bold: bool = False) -> QFont:
    """Return the font of interface and answers; `size_px` in pixels."""
    font = QFont()
    font.setFamilies(list(TEXT_FAMILIES))
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


def number_font(size_px: int) -> QFont:
    """Return the font of figures that stand below each other; `size_px` in pixels."""
    font = text_font(size_px)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def code_font(size_px: int) -> QFont:
    """Return the font of code; `size_px` in pixels."""
    font = QFont()
    font.setFamilies(list(CODE_FAMILIES))
    font.setPixelSize(size_px)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def style_sheet_of(tokens: Tokens) -> str:
    """Return the style sheet in the colours of a look."""
    colours = {name: one for name, one in tokens._asdict().items() if isinstance(one, str)}
    sheet = Template(read_text("theme/conductor.qss"))
    return sheet.substitute(colours, folder=path("theme").as_posix())


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette of a look, with every role in every group."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.background,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.background,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.accent,
        role.Light: tokens.raised,
        role.Midlight: tokens.sunken,
        role.Mid: tokens.line,
        role.Dark: tokens.faint,
        role.Shadow: tokens.line,
    }
    palette = QPalette()
    for name, colour in colours.items():
        palette.setColor(QPalette.ColorGroup.All, name, QColor(colour))
    disabled = {
        role.WindowText: tokens.faint,
        role.Text: tokens.faint,
        role.ButtonText: tokens.faint,
        role.ToolTipText: tokens.faint,
        role.PlaceholderText: tokens.faint,
        role.HighlightedText: tokens.muted,
        role.Link: tokens.faint,
        role.LinkVisited: tokens.faint,
        role.Highlight: tokens.line,
        role.Accent: tokens.faint,
        role.Base: tokens.background,
        role.Button: tokens.background,
    }
    for name, colour in disabled.items():
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colour))
    return palette
