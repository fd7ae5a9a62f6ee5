"""Let the person say where the key of a connection comes from; a typed one is never shown again."""

from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from conductor.core.entities import Connection
from conductor.core.errors import InvalidInput
from conductor.core.request import Secret
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.form import Form
from conductor.i18n import _
from conductor.workspace.connections.connections import KeySource, KeyState


class KeyChoice(Enum):
    """Where the key comes from."""

    AS_IT_IS = auto()
    VARIABLE = auto()
    NOW = auto()
    NONE = auto()


class KeyFields(QObject):
    """The fields of a key, in the form of its connection.

    Signals:
        changed: something was chosen or typed that may be kept: never the key.
        entered: Enter was pressed.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self._is_wanted = True
        self._choice = combo_box("keyChoice", form)
        self._choice.currentIndexChanged.connect(self._on_choice)
        form.add("key_choice", _("Key"), self._choice)
        self._variable = QLineEdit(form)
        self._variable.setObjectName("keyVariable")
        self._variable.setPlaceholderText("OPENAI_API_KEY")
        self._variable.textChanged.connect(self.changed)
        self._variable.returnPressed.connect(self.entered)
        form.add(
            "key_env",
            _("Environment variable"),
            self._variable,
            _("Its name, not the key. Conductor reads it when it is used and keeps no copy."),
        )
        self._key = QLineEdit(form)
        self._key.setObjectName("keyEdit")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        )
        self._key.returnPressed.connect(self.entered)
        form.add(
            "key",
            _("Key for this session"),
            self._key,
            _("Kept in memory until Conductor ends, and nowhere else."),
        )

    @property
    def choice(self) -> KeyChoice | None:
        """Where it comes from, None before there is anything to choose."""
        chosen = self._choice.currentData()
        return chosen if isinstance(chosen, KeyChoice) else None

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return self._variable.text().strip()

    def offer(self, state: KeyState, connection: Connection | None) -> None:
        """Offer what there is to choose for a connection that is there, or for a new one."""
        self._choice.clear()
        if connection is not None:
            words = _("As it is ({state})").format(state=key_words(state, connection.key_env))
            self._choice.addItem(words, KeyChoice.AS_IT_IS)
        self._choice.addItem(_("In an environment variable"), KeyChoice.VARIABLE)
        self._choice.addItem(_("Typed now, for this session only"), KeyChoice.NOW)
        self._choice.addItem(_("None is needed"), KeyChoice.NONE)
        self._variable.clear()
        self._key.clear()

    def choose(self, choice: KeyChoice, variable: str | None = None) -> None:
        """Choose where it comes from, and the variable; None leaves that as it is."""
        for number in range(self._choice.count()):
            if self._choice.itemData(number) is choice:
                self._choice.setCurrentIndex(number)
        if variable is not None:
            self._variable.setText(variable)

    def choose_named(self, name: str, variable: str) -> None:
        """Choose by the name under which it was kept, if it is one."""
        if name in KeyChoice.__members__:
            self.choose(KeyChoice[name])
        self._variable.setText(variable)

    def show_wanted(self, *, is_wanted: bool) -> None:
        """Show the fields, or none where a connection has no key."""
        self._is_wanted = is_wanted
        self._form.show_field("key_choice", is_shown=is_wanted)
        self._show_fields()

    def forget(self) -> None:
        """Forget a key that was typed."""
        self._key.clear()

    def source(self) -> KeySource | None:
        """Return where the key comes from now; None leaves that as it is.

        Raises:
            InvalidInput: the variable has no name.
        """
        match self.choice:
            case KeyChoice.VARIABLE:
                if not self.variable:
                    raise InvalidInput(_("Give the name of the variable."), about="key_env")
                return KeySource(variable=self.variable)
            case KeyChoice.NOW:
                return KeySource(key=Secret(self._key.text()))
            case KeyChoice.NONE:
                return KeySource()
            case _:
                return None

    @Slot()
    def _on_choice(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        is_variable = self._is_wanted and self.choice is KeyChoice.VARIABLE
        self._form.show_field("key_env", is_shown=is_variable)
        self._form.show_field("key", is_shown=self._is_wanted and self.choice is KeyChoice.NOW)


def key_words(state: KeyState, variable: str | None) -> str:
    """Return where a key is, in a few words."""
    match state:
        case KeyState.IN_MEMORY:
            return _("in memory, for this session")
        case KeyState.VARIABLE_SET:
            return _("set: {name}").format(name=variable)
        case KeyState.VARIABLE_MISSING:
            return _("not set: {name}").format(name=variable)
        case KeyState.NOT_NEEDED:
            return _("none needed")
        case KeyState.NONE:
            return _("none")
