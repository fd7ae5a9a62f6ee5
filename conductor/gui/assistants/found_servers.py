"""Offer the model servers that run on this computer, before anything has to be typed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.core.request import FoundServer
from conductor.gui.let_go import let_go
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import elided_label, text_label, wrapped_label
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_SERVERS = "servers"


class FoundServers(QFrame):
    """The servers that were found and are no connections yet.

    Signals:
        wanted: the `FoundServer` the person wants to use.
    """

    wanted = Signal(object)

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("foundServers")
        self.setAccessibleName(_("Servers found on this computer"))
        self._workspace = workspace
        self._tasks = tasks
        self._found: tuple[FoundServer, ...] | None = None
        self._trouble = ""
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 6, 16, 6)
        self._layout.setSpacing(2)
        self._layout.addLayout(self._head())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._words = wrapped_label("", self, name="foundWords", look="muted")
        row.addWidget(self._words, 1)
        self._again = IconButton("lookAgainButton", "refresh-cw", _("Look again"), self)
        self._again.clicked.connect(self.look)
        row.addWidget(self._again)
        return row

    @Slot()
    def look(self) -> None:
        """Look for servers in the background."""
        self._again.setEnabled(False)
        self._words.setText(_("Looking for model servers on this computer …"))
        self._tasks.follow(self, _SERVERS, self._workspace.connections.detect(), self._on_found)

    def drop(self) -> None:
        """Wait for nothing any more."""
        self._tasks.forget(self, _SERVERS)

    def _on_found(self, found: tuple[FoundServer, ...] | ConductorError) -> None:
        self._found = () if isinstance(found, ConductorError) else found
        self._trouble = str(found) if isinstance(found, ConductorError) else ""
        self._again.setEnabled(True)
        self.refresh()

    def refresh(self) -> None:
        """Show those that are no connections yet."""
        if self._found is None or self._tasks.is_waiting(self, _SERVERS):
            return
        known = {connection.base_url for connection in self._workspace.connections.all()}
        new = [server for server in self._found if server.base_url not in known]
        self._words.setText(self._trouble or _words_for(self._found, new))
        let_go(self._layout, self._rows)
        self._rows = [self._row(server) for server in new]
        for row in self._rows:
            self._layout.addWidget(row)
            row.show()

    def _row(self, server: FoundServer) -> QWidget:
        row = QWidget(self)
        row.setObjectName("foundServer")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(12)
        layout.addWidget(elided_label(server.name, row, name="foundName", look="strong"))
        layout.addWidget(_models_label(server, row))
        layout.addWidget(elided_label(server.base_url, row, look="caption"), 1)
        use = text_button(
            _("Use"), row, name="useServerButton", on_click=partial(self.wanted.emit, server)
        )
        use.setAccessibleName(_("Use {name}").format(name=server.name))
        allow(use, self._workspace.read_only or "")
        layout.addWidget(use)
        return row


def _models_label(server: FoundServer, parent: QWidget) -> QLabel:
    count = len(server.models)
    words = _("1 model") if count == 1 else _("{n} models").format(n=count)
    return text_label(words, parent, look="good")


def _words_for(found: Sequence[FoundServer], new: Sequence[FoundServer]) -> str:
    if new:
        return _("Found on this computer:")
    if found:
        return _("All model servers that run on this computer are connected.")
    return _(
        "No model server runs on this computer now. Ollama, LM Studio and llama.cpp are found "
        "by themselves."
    )
