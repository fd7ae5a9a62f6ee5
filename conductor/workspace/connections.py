"""Add, remove and look at connections, assistants and ensembles.

Thread: main; `test` and `detect` wait for the network and are for commands and the pool.
"""

import re
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from conductor.core.change import Change
from conductor.core.entities import (
    Assistant,
    AssistantSettings,
    Connection,
    ConnectionKind,
    Ensemble,
)
from conductor.core.errors import InvalidInput
from conductor.core.ids import AssistantId, ConnectionId, EnsembleId
from conductor.core.request import Endpoint, FoundServer, ModelInfo, Secret
from conductor.engine.inquiry import checked_base_url
from conductor.i18n import _
from conductor.store import connections as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.names import checked_name, find
from conductor.workspace.presets import Preset, preset
from conductor.workspace.starter import model_path_of

# Upper case only, and no long word without a break: what else stands here may be a key.
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
LONGEST_WORD = 24
AVAILABLE_KINDS = (
    ConnectionKind.OPENAI,
    ConnectionKind.OPENAI_COMPATIBLE,
    ConnectionKind.LOCAL,
)
OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class NewConnection:
    """What the person says about a connection to add; empty fields are filled by the preset."""

    name: str
    kind: ConnectionKind | None = None
    preset: str | None = None
    base_url: str = ""
    key_env: str | None = None
    model_path: Path | None = None


class Connections:
    """The person's connections, assistants and ensembles."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> tuple[Connection, ...]:
        """Return the connections, oldest first."""
        return store.all_connections(self._desk.db)

    def find(self, name: str) -> Connection:
        """Return the connection with this name or id.

        Raises:
            NotFound: there is none.
        """
        return find(self.all(), name, _("connection"))

    def add(self, wanted: NewConnection) -> Connection:
        """Add a connection.

        Raises:
            InvalidInput: the name, the address or the kind cannot be used.
            StoreError: it could not be kept.
        """
        known = preset(wanted.preset) if wanted.preset else None
        connection = self._checked(wanted, known)
        with self._desk.db.atomic():
            store.add_connection(self._desk.db, connection, self._desk.now())
        self._desk.publish(Change(connections=True))
        return connection

    def _checked(self, wanted: NewConnection, known: Preset | None) -> Connection:
        kind = wanted.kind or (known.kind if known else ConnectionKind.OPENAI_COMPATIBLE)
        if kind not in AVAILABLE_KINDS:
            sentence = _(
                "Connections of the kind {kind} cannot be made yet. Use openai-compatible: "
                "most services offer such an address."
            )
            raise InvalidInput(sentence.format(kind=kind))
        return Connection(
            id=ConnectionId(new_ulid()),
            name=checked_name(wanted.name, self.all()),
            kind=kind,
            base_url=self._base_url(kind, wanted.base_url or (known.base_url if known else "")),
            key_env=_checked_variable(wanted.key_env or (known.key_env if known else None)),
            model_path=_checked_model(kind, wanted.model_path),
        )

    def _base_url(self, kind: ConnectionKind, url: str) -> str:
        if kind is ConnectionKind.LOCAL:
            return ""
        if kind is ConnectionKind.OPENAI and not url:
            return OPENAI_URL
        if not url:
            raise InvalidInput(
                _("A connection needs an address: give --base-url, or a --preset that knows it.")
            )
        return checked_base_url(url)

    def remove(self, connection: Connection) -> None:
        """Remove a connection that no assistant uses; its past stays in the sessions.

        Raises:
            InvalidInput: assistants still use it.
        """
        used_by = [a.name for a in self.assistants() if a.connection_id == connection.id]
        if used_by:
            sentence = _("{name} is used by {assistants}. Remove those assistants first.")
            raise InvalidInput(sentence.format(name=connection.name, assistants=", ".join(used_by)))
        with self._desk.db.atomic():
            store.remove_connection(self._desk.db, connection.id, self._desk.now())
        self._desk.keys.forget(connection.id)
        self._desk.publish(Change(connections=True))

    def set_key_variable(self, connection: Connection, variable: str) -> None:
        """Name the environment variable that holds a connection's key.

        Raises:
            InvalidInput: this is not the name of a variable.
        """
        checked = _checked_variable(variable)
        with self._desk.db.atomic():
            store.set_key_variable(self._desk.db, connection.id, checked)
        self._desk.publish(Change(connections=True))

    def hold_key(self, connection: Connection, key: str) -> None:
        """Keep a key in memory until the program ends.

        Raises:
            InvalidInput: it cannot be a key.
        """
        clean = key.strip()
        if not clean or any(c.isspace() or not c.isprintable() for c in clean):
            raise InvalidInput(_("A key is one word without spaces or line breaks."))
        self._desk.keys.hold(connection.id, Secret(clean))

    def models(self, connection: Connection) -> "Future[tuple[ModelInfo, ...]]":
        """Ask a connection for its models; the future raises `AnswerFailed` with a sentence."""
        endpoint = Endpoint(
            connection.kind,
            connection.base_url,
            self._desk.keys.key_of(connection.id, connection.key_env),
        )
        path = model_path_of(self._desk.library.folder, connection)
        return self._desk.inquiry.models(endpoint, path)

    def detect(self) -> "Future[tuple[FoundServer, ...]]":
        """Look for model servers on this computer."""
        return self._desk.inquiry.servers()

    def assistants(self) -> tuple[Assistant, ...]:
        """Return the assistants, oldest first."""
        return store.all_assistants(self._desk.db)

    def find_assistant(self, name: str) -> Assistant:
        """Return the assistant with this name or id.

        Raises:
            NotFound: there is none.
        """
        return find(self.assistants(), name, _("assistant"))

    def add_assistant(
        self,
        name: str,
        connection: Connection,
        *,
        model: str,
        role: str = "",
        settings: AssistantSettings | None = None,
        colour: int | None = None,
    ) -> Assistant:
        """Add an assistant; without a colour it takes the least used one.

        Raises:
            InvalidInput: the name, the model or a setting cannot be used.
        """
        present = self.assistants()
        assistant = Assistant(
            id=AssistantId(new_ulid()),
            name=checked_name(name, present),
            connection_id=connection.id,
            model=_checked_model_name(model),
            role=role.strip(),
            settings=_checked_settings(settings or AssistantSettings()),
            colour=_free_colour(present) if colour is None else colour,
        )
        with self._desk.db.atomic():
            store.add_assistant(self._desk.db, assistant, self._desk.now())
        self._desk.publish(Change(connections=True))
        return assistant

    def change_assistant(self, assistant: Assistant) -> Assistant:
        """Write an assistant's new values.

        Raises:
            InvalidInput: the name, the model or a setting cannot be used.
        """
        others = [item for item in self.assistants() if item.id != assistant.id]
        checked = replace(
            assistant,
            name=checked_name(assistant.name, others),
            model=_checked_model_name(assistant.model),
            settings=_checked_settings(assistant.settings),
        )
        with self._desk.db.atomic():
            store.change_assistant(self._desk.db, checked)
        self._desk.publish(Change(connections=True))
        return checked

    def remove_assistant(self, assistant: Assistant) -> None:
        """Remove an assistant; its answers stay in the sessions."""
        with self._desk.db.atomic():
            store.remove_assistant(self._desk.db, assistant.id, self._desk.now())
        self._desk.publish(Change(connections=True))

    def ensembles(self) -> tuple[Ensemble, ...]:
        """Return the ensembles, the current one first."""
        return store.all_ensembles(self._desk.db)

    def find_ensemble(self, name: str) -> Ensemble:
        """Return the ensemble with this name or id.

        Raises:
            NotFound: there is none.
        """
        return find(self.ensembles(), name, _("ensemble"))

    def add_ensemble(self, name: str, assistants: Sequence[Assistant]) -> Ensemble:
        """Add an ensemble and make it the current one.

        Raises:
            InvalidInput: the name cannot be used, or nobody is in it.
        """
        members = tuple(dict.fromkeys(item.id for item in assistants))
        if not members:
            raise InvalidInput(_("An ensemble needs at least one assistant."))
        ensemble = Ensemble(EnsembleId(new_ulid()), checked_name(name, self.ensembles()), members)
        with self._desk.db.atomic():
            store.add_ensemble(self._desk.db, ensemble, self._desk.now())
        self._desk.publish(Change(connections=True))
        return ensemble

    def use_ensemble(self, ensemble: Ensemble) -> None:
        """Make an ensemble the current one, also at the next start."""
        with self._desk.db.atomic():
            store.use_ensemble(self._desk.db, ensemble.id)
        self._desk.publish(Change(connections=True))

    def remove_ensemble(self, ensemble: Ensemble) -> None:
        """Remove an ensemble; its assistants stay."""
        with self._desk.db.atomic():
            store.remove_ensemble(self._desk.db, ensemble.id, self._desk.now())
        self._desk.publish(Change(connections=True))


def _checked_variable(name: str | None) -> str | None:
    if name is None:
        return None
    if not _VARIABLE.fullmatch(name) or (len(name) > LONGEST_WORD and "_" not in name):
        sentence = _(
            "{name} cannot be the name of an environment variable. Give the name of the "
            "variable that holds the key, in capitals such as OPENAI_API_KEY, never the key."
        )
        # What stands here may be the key by mistake: show its first letters only.
        raise InvalidInput(sentence.format(name=f"“{name[:4]}…”"))
    return name


def _checked_model(kind: ConnectionKind, path: Path | None) -> str | None:
    if path is None or kind is not ConnectionKind.LOCAL:
        return None
    if not path.expanduser().is_file():
        raise InvalidInput(_("There is no file {path}.").format(path=path))
    return str(path.expanduser().absolute())


def _checked_model_name(model: str) -> str:
    clean = model.strip()
    if not clean or not clean.isprintable():
        raise InvalidInput(_("An assistant needs the name of a model."))
    return clean


def _checked_settings(settings: AssistantSettings) -> AssistantSettings:
    if settings.temperature is not None and not 0 <= settings.temperature <= 2:
        raise InvalidInput(_("The temperature goes from 0 to 2."))
    if settings.top_p is not None and not 0 < settings.top_p <= 1:
        raise InvalidInput(_("top_p goes from just above 0 to 1."))
    if settings.max_tokens is not None and settings.max_tokens < 1:
        raise InvalidInput(_("The limit of tokens must be 1 or more."))
    return settings


def _free_colour(present: Sequence[Assistant]) -> int:
    used = [assistant.colour for assistant in present]
    return min(range(8), key=lambda colour: (used.count(colour), colour))
