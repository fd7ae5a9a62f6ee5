"""Let the person go from one page of the window to another."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from conductor.gui.commands import Actions
from conductor.gui.look.icons import icon
from conductor.gui.look.theme import current_tokens
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import N_, _

WIDTH = 76
BUTTON_HEIGHT = 52


class PageEntry(NamedTuple):
    """One page as the navigation shows it.

    Attributes:
        name: the page's name in code.
        button: the object name of its button.
        title: what it is called, in English.
        icon: the name of its icon.
        at_end: whether it stands at the lower end.
    """

    name: str
    button: str
    title: str
    icon: str
    at_end: bool = False


PLACES = (
    PageEntry("workbench", "navWorkbench", N_("Workbench"), "columns-3"),
    PageEntry("library", "navLibrary", N_("Library"), "library-big"),
    PageEntry("whatWorks", "navGuidance", N_("What works"), "scale"),
    PageEntry("assistants", "navAssistants", N_("Assistants"), "users"),
    PageEntry("settings", "navSettings", N_("Settings"), "settings", at_end=True),
)


class Navigation(QFrame):
    """The pages, one below the other.

    Signals:
        chosen: the name of the page the person goes to.
        queue_asked: the person wants to compare the pairs that wait.
    """

    chosen = Signal(object)
    queue_asked = Signal()

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName(_("Pages"))
        self.setFixedWidth(WIDTH)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 8, 6, 8)
        self._layout.setSpacing(4)
        self._buttons = [_NavigationButton(place, self) for place in PLACES]
        self._add(at_end=False)
        self._waiting = self._waiting_chip()
        self._layout.addWidget(self._waiting)
        self._layout.addStretch(1)
        self._actions = actions
        self._menu = self._menu_button()
        self._layout.addWidget(self._menu, 0, Qt.AlignmentFlag.AlignHCenter)
        self._add(at_end=True)

    def _add(self, *, at_end: bool) -> None:
        for place, button in zip(PLACES, self._buttons, strict=True):
            if place.at_end is at_end:
                # No button group: Tab would reach one of its buttons only.
                button.clicked.connect(self._on_clicked)
                self._layout.addWidget(button)

    def _waiting_chip(self) -> QToolButton:
        chip = QToolButton(self)
        chip.setObjectName("navQueue")
        chip.setFixedWidth(WIDTH - 12)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setVisible(False)
        chip.clicked.connect(self.queue_asked)
        return chip

    def show_waiting(self, pairs: int) -> None:
        """Offer the pairs that wait to be compared, quietly; nothing while there is none."""
        words = _("1 pair") if pairs == 1 else _("{n} pairs").format(n=pairs)
        self._waiting.setText(words)
        said = _("{pairs} to compare blind").format(pairs=words)
        self._waiting.setAccessibleName(said)
        set_tip(self._waiting, said)
        self._waiting.setVisible(pairs > 0)

    def _menu_button(self) -> QToolButton:
        button = IconButton("menuButton", "menu", _("Menu"), self)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.clicked.connect(self._on_menu_wanted)
        return button

    def fill_menu(self) -> None:
        """Put the menu in, which the window can be painted without."""
        from conductor.gui.window.finding.main_menu import MainMenu

        if self._menu.menu() is None:
            self._menu.clicked.disconnect(self._on_menu_wanted)
            self._menu.setMenu(MainMenu(self._actions, self._menu))

    @Slot()
    def _on_menu_wanted(self) -> None:
        """Show the menu the first time, before it is in; from then on it shows itself."""
        self.fill_menu()
        self._menu.showMenu()

    def show_place(self, name: str) -> None:
        """Mark the page that is shown."""
        for place, button in zip(PLACES, self._buttons, strict=True):
            button.setChecked(place.name == name)

    def places(self) -> Sequence[str]:
        """Return the names of the pages, in order."""
        return tuple(place.name for place in PLACES)

    @Slot()
    def _on_clicked(self) -> None:
        names = {place.button: place.name for place in PLACES}
        self.chosen.emit(names[self.sender().objectName()])


class _NavigationButton(QToolButton):
    """The icon and name of one page."""

    def __init__(self, place: PageEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(place.button)
        self.setText(_(place.title))
        self.setAccessibleName(_(place.title))
        self.setProperty("navigation", True)  # noqa: FBT003 - Qt's own signature
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(20, 20))
        self.setFixedSize(WIDTH - 12, BUTTON_HEIGHT)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setChecked(place is PLACES[0])
        self._icon = place.icon
        self.toggled.connect(self._on_toggled)
        self._take_look()

    @Slot(bool)
    def _on_toggled(self, _is_on: bool) -> None:  # noqa: FBT001 - Qt's own signature
        self._take_look()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_look()

    def _take_look(self) -> None:
        tokens = current_tokens()
        self.setIcon(icon(self._icon, tokens.accent if self.isChecked() else tokens.muted))
