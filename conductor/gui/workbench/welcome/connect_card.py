"""Offer the assistants a person has: servers that were found here, or a connection to add."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.core.request import FoundServer
from conductor.gui.needs import Needs
from conductor.gui.widgets.mnemonic import literal
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _
from conductor.workspace.connections.connections import Connections
from conductor.workspace.connections.found_server import chat_models, use_server

MOST_BUTTONS = 2
_SERVERS = "servers"


class ConnectCard(QFrame):
    """The way in for a person who has a service or a server.

    Signals:
        set_up: the ids of the assistants that were made of a server.
    """

    set_up = Signal(object)

    def __init__(self, connections: Connections, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._connections = connections
        self._needs = needs
        self._tasks = needs.tasks
        self._has_looked = False
        self._servers: tuple[FoundServer, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(12)
        layout.addWidget(text_label(_("Connect an assistant you have"), self, look="cardTitle"))
        self._found = text_label("", self, name="welcomeServers", look="muted", wrap=True)
        layout.addWidget(self._found)
        layout.addWidget(text_label(_what_connects(), self, look="muted", wrap=True))
        layout.addStretch(1)
        self._message = text_label("", self, name="connectMessage", look="error", wrap=True)
        self._message.setVisible(False)
        layout.addWidget(self._message)
        layout.addLayout(self._buttons(needs))

    def _buttons(self, needs: Needs) -> QHBoxLayout:
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        add = QPushButton(_("Add a connection …"), self)
        add.setObjectName("addConnectionLink")
        add.clicked.connect(needs.actions.action("showAssistants").trigger)
        self._line.addWidget(add)
        self._line.addStretch(1)
        return self._line

    def look(self) -> None:
        """Look once, in the background, for servers that run on this computer."""
        if self._has_looked or not self._needs.may_write:
            return
        self._has_looked = True
        self._found.setText(_("Looking for servers on this computer …"))
        self._tasks.follow(self, _SERVERS, self._connections.detect(), self._on_found)

    def close_down(self) -> None:
        """Wait for nothing any more."""
        self._tasks.forget(self, _SERVERS)

    def _on_found(self, found: tuple[FoundServer, ...] | ConductorError) -> None:
        servers = () if isinstance(found, ConductorError) else found
        self._found.setText(_found_words(servers))
        self._found.setProperty("muted", not servers)
        self._found.setProperty("good", bool(servers))
        self._found.style().polish(self._found)
        self._servers = tuple(server for server in servers if chat_models(server))[:MOST_BUTTONS]
        for number, server in enumerate(self._servers):
            button = QPushButton(literal(_("Use {name}").format(name=server.name)), self)
            button.setObjectName("useServerButton")
            button.setProperty("primary", number == 0)
            button.setProperty("server", number)
            button.clicked.connect(self._on_use)
            self._line.insertWidget(number, button)

    @Slot()
    def _on_use(self) -> None:
        server = self._servers[self.sender().property("server")]
        try:
            ensemble = use_server(self._connections, server)
        except ConductorError as error:
            self._message.setText(str(error))
            self._message.setVisible(True)
            return
        self.set_up.emit(ensemble.assistants)


def _what_connects() -> str:
    return _(
        "OpenAI, OpenRouter, Mistral, Groq, DeepSeek, any compatible service, or a server of "
        "yours such as Ollama or LM Studio. Keys are never written to the disk."
    )


def _found_words(servers: tuple[FoundServer, ...]) -> str:
    if not servers:
        return _("No server runs on this computer right now.")
    listed = ", ".join(_server_words(server) for server in servers)
    return _("Found on this computer: {servers}").format(servers=listed)


def _server_words(server: FoundServer) -> str:
    match len(server.models):
        case 0:
            sentence = _("{name} without a model yet")
        case 1:
            sentence = _("{name} with 1 model")
        case _:
            sentence = _("{name} with {n} models")
    return sentence.format(name=server.name, n=len(server.models))
