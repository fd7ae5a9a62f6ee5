"""Welcome a person who has no assistant yet, with the one decision that matters."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor.core.errors import StoreError
from conductor.gui.needs import Needs
from conductor.gui.widgets.text_label import text_label
from conductor.gui.workbench.welcome.connect_card import ConnectCard
from conductor.gui.workbench.welcome.try_card import TryCard
from conductor.i18n import _, current_language
from conductor.settings import Language
from conductor.workspace.workspace import Workspace

WIDTH = 760
_LANGUAGES = ((Language.KOREAN, "한국어"), (Language.ENGLISH, "English"))


class Welcome(QFrame):
    """Shown in place of the workbench while there is no assistant.

    Signals:
        set_up: the ids of the assistants that were made.
    """

    set_up = Signal(object)

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._workspace = workspace
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._header())
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._column(needs), 1000)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def _header(self) -> QWidget:
        header = QFrame(self)
        header.setObjectName("pageHeader")
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(4)
        row.addWidget(text_label("Conductor", header, look="title"), 1)
        self._languages = []
        for language, name in _LANGUAGES:
            button = QPushButton(name, header)
            button.setObjectName(f"{language.name.lower()}Button")
            button.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
            button.setProperty("language", str(language))
            button.setCheckable(True)
            button.setChecked(current_language() == language)
            button.clicked.connect(self._on_language)
            row.addWidget(button)
            self._languages.append(button)
        return header

    def _column(self, needs: Needs) -> QWidget:
        column = QWidget(self)
        column.setMaximumWidth(WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        sentence = _("Direct several assistants at once.")
        layout.addWidget(text_label(sentence, column, name="welcomeTitle", look="title", wrap=True))
        layout.addWidget(
            text_label(_what_it_is(), column, name="welcomeLead", look="muted", wrap=True)
        )
        layout.addSpacing(12)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        self._try = TryCard(self._workspace.starter, needs, column)
        self._try.busy.connect(self._on_busy)
        self._connect = ConnectCard(self._workspace.connections, needs, column)
        self._connect.set_up.connect(self.set_up)
        cards.addWidget(self._try, 1)
        cards.addWidget(self._connect, 1)
        layout.addLayout(cards)
        layout.addSpacing(8)
        layout.addWidget(self._example_line(needs, column), 0, Qt.AlignmentFlag.AlignHCenter)
        return column

    def _example_line(self, needs: Needs, column: QWidget) -> QPushButton:
        self._example = QPushButton(_("Or look at an example first, without any model"), column)
        self._example.setObjectName("exampleButton")
        self._example.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._example.setVisible(self._workspace.read_only is None)
        self._example.clicked.connect(needs.actions.action("openExample").trigger)
        return self._example

    def enter(self) -> None:
        """Be shown: look for what is here, and put the focus on what begins."""
        self._connect.look()
        self._try.focus_first()

    def close_down(self) -> None:
        """Stop a download that runs; the window is closing."""
        self._try.close_down()
        self._connect.close_down()

    @Slot(object)
    def _on_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a signal's one value
        """Keep the language while a download runs: the page would be made anew."""
        for button in (*self._languages, self._example):
            button.setEnabled(not is_busy)

    @Slot()
    def _on_language(self) -> None:
        chosen = self.sender().property("language")
        for button in self._languages:
            button.setChecked(button.property("language") == chosen)
        try:
            self._workspace.settings.change("language", Language(chosen))
        except StoreError:
            self._show_language()

    def _show_language(self) -> None:
        for button in self._languages:
            button.setChecked(button.property("language") == current_language())


def _what_it_is() -> str:
    return _(
        "Send one task to all of them, compare, say what should change, "
        "and find out which of your words really help."
    )
