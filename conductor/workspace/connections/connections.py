"""Add, remove and look at connections, assistants and ensembles.

Thread: main; `models` and `detect` wait for the network and answer by a future.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from enum import Enum, auto

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
from conductor.core.service import service_of
from conductor.engine.inquiry import is_on_this_machine, origin_of
from conductor.i18n import _
from conductor.store import connections as store
from conductor.store.ulid import new_ulid
from conductor.workspace.connections.connection_checks import (
    MOST_PARALLEL,
    KeySource,
    NewConnection,
    about,
    checked_address,
    checked_key,
    checked_kind,
    checked_model,
    checked_model_name,
    checked_parallel,
    checked_settings,
    checked_variable,
    free_colour,
)
from conductor.workspace.connections.presets import Preset, preset
from conductor.workspace.connections.starter import model_path_of
from conductor.workspace.connections.things import Things
from conductor.workspace.desk import Desk
from conductor.workspace.names import checked_name, find, free_name
from conductor.workspace.undo import Kind

__all__ = [
    "MOST_PARALLEL",
    "Connections",
    "KeySource",
    "KeyState",
    "NewConnection",
]


class KeyState(Enum):
    """Where the key of a connection is."""

    IN_MEMORY = auto()
    VARIABLE_SET = auto()
    VARIABLE_MISSING = auto()
    NOT_NEEDED = auto()
    NONE = auto()


class Connections:
    """The person's connections, assistants and ensembles."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._things = Things(desk)

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
        key = checked_key(wanted.key) if wanted.key else None
        with self._desk.db.atomic():
            store.add_connection(self._desk.db, connection, self._desk.now())
        if key is not None:
            self._desk.keys.hold(connection.id, key)
        self._desk.publish(Change(connections=frozenset({connection.id})))
        words = _("connection “{name}” added").format(name=connection.name)
        self._desk.undo.note(words, self._things.connection(connection.id), None, connection)
        return connection

    def _checked(self, wanted: NewConnection, known: Preset | None) -> Connection:
        kind = wanted.kind or (known.kind if known else ConnectionKind.OPENAI_COMPATIBLE)
        kind = checked_kind(kind)
        url = wanted.base_url or (known.base_url if known else "")
        with about("name"):
            name = checked_name(wanted.name, self.all())
        return Connection(
            id=ConnectionId(new_ulid()),
            name=name,
            kind=kind,
            base_url=checked_address(kind, url),
            key_env=checked_variable(wanted.key_env or (known.key_env if known else None)),
            model_path=checked_model(kind, wanted.model_path),
            parallel=checked_parallel(wanted.parallel),
        )

    def change(
        self,
        connection_id: ConnectionId,
        *,
        name: str | None = None,
        base_url: str | None = None,
        parallel: int | None = None,
        key: KeySource | None = None,
    ) -> Connection:
        """Change a connection; what is None stays.

        A key belongs to one scheme, host and port: if those change, it must be said again.

        Raises:
            InvalidInput: a value cannot be used, or the address leads elsewhere and no key
                was said; the refusal names the attribute.
        """
        before = self.find(connection_id)
        changed = self._changed(before, name=name, base_url=base_url, parallel=parallel)
        is_elsewhere = origin_of(changed.base_url) != origin_of(before.base_url)
        if is_elsewhere and key is None and self._has_key(before):
            raise InvalidInput(_("The address leads to another place: say its key."), about="key")
        held = checked_key(key.key) if key and key.key else None
        if key is not None:
            changed = replace(changed, key_env=checked_variable(key.variable))
        with self._desk.db.atomic():
            store.change_connection(self._desk.db, changed)
        if key is not None:
            self._desk.keys.forget(changed.id)
        if held is not None:
            self._desk.keys.hold(changed.id, held)
        self._desk.publish(Change(connections=frozenset({changed.id})))
        words = _("connection “{name}” changed").format(name=changed.name)
        thing = self._things.connection(changed.id)
        self._desk.undo.note(words, thing, before, changed, Kind.EDIT)
        return changed

    def _changed(
        self, before: Connection, *, name: str | None, base_url: str | None, parallel: int | None
    ) -> Connection:
        others = [item for item in self.all() if item.id != before.id]
        with about("name"):
            new_name = before.name if name is None else checked_name(name, others)
        address = before.base_url
        if base_url is not None:
            address = checked_address(before.kind, base_url)
        limit = before.parallel if parallel is None else checked_parallel(parallel)
        return replace(before, name=new_name, base_url=address, parallel=limit)

    def _has_key(self, connection: Connection) -> bool:
        return connection.key_env is not None or self._desk.keys.is_held(connection.id)

    def key_state(self, connection: Connection) -> KeyState:
        """Return where a connection's key is, without the key."""
        if self._desk.keys.is_held(connection.id):
            return KeyState.IN_MEMORY
        if connection.key_env is not None:
            is_set = self._desk.keys.is_set(connection.key_env)
            return KeyState.VARIABLE_SET if is_set else KeyState.VARIABLE_MISSING
        is_here = service_of(connection.kind).is_built_in or is_on_this_machine(connection.base_url)
        return KeyState.NOT_NEEDED if is_here else KeyState.NONE

    def remove(self, connection: Connection) -> None:
        """Remove a connection that no assistant uses; its past stays in the sessions.

        Raises:
            InvalidInput: assistants still use it.
        """
        words = _("connection “{name}” removed").format(name=connection.name)
        self._desk.undo.change(words, self._things.connection(connection.id), None)

    def set_key_variable(self, connection: Connection, variable: str) -> None:
        """Name the environment variable that holds a connection's key.

        Raises:
            InvalidInput: this is not the name of a variable.
        """
        changed = replace(self.find(connection.id), key_env=checked_variable(variable))
        words = _("connection “{name}” changed").format(name=changed.name)
        self._desk.undo.change(words, self._things.connection(changed.id), changed, Kind.EDIT)

    def hold_key(self, connection: Connection, key: str) -> None:
        """Keep a key in memory until the program ends.

        Raises:
            InvalidInput: it cannot be a key.
        """
        self._desk.keys.hold(connection.id, checked_key(Secret(key)))
        self._desk.publish(Change(connections=frozenset({connection.id})))

    def models(self, connection: Connection) -> "Future[tuple[ModelInfo, ...]]":
        """Ask a connection for its models; the future raises `AnswerFailed` with a sentence."""
        endpoint = Endpoint(
            connection.kind,
            connection.base_url,
            self._desk.keys.key_of(connection.id, connection.key_env),
        )
        path = model_path_of(self._desk.library.folder, connection)
        return self._desk.inquiry.models(endpoint, path)

    def local_model_name(self, connection: Connection) -> str:
        """Return what the model that a connection runs on this computer is called."""
        path = model_path_of(self._desk.library.folder, connection)
        return path.stem if path else ""

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
        self._check_is_there(connection.id)
        present = self.assistants()
        with about("name"):
            free = checked_name(name, present)
        assistant = Assistant(
            id=AssistantId(new_ulid()),
            name=free,
            connection_id=connection.id,
            model=checked_model_name(model),
            role=role.strip(),
            settings=checked_settings(settings or AssistantSettings()),
            colour=free_colour(present) if colour is None else colour,
        )
        with self._desk.db.atomic():
            store.add_assistant(self._desk.db, assistant, self._desk.now())
        self._desk.publish(Change(assistants=frozenset({assistant.id})))
        self._note_added((assistant,))
        return assistant

    def change_assistant(self, assistant: Assistant) -> Assistant:
        """Write an assistant's new values.

        Raises:
            InvalidInput: the name, the model or a setting cannot be used.
        """
        self._check_is_there(assistant.connection_id)
        with about("name"):
            others = [item for item in self.assistants() if item.id != assistant.id]
            name = checked_name(assistant.name, others)
        checked = replace(
            assistant,
            name=name,
            model=checked_model_name(assistant.model),
            settings=checked_settings(assistant.settings),
        )
        self.find_assistant(checked.id)
        words = _("assistant “{name}” changed").format(name=checked.name)
        thing = self._things.assistants([checked.id])
        self._desk.undo.change(words, thing, ((checked.id, checked),), Kind.EDIT)
        return checked

    def _note_added(self, added: Sequence[Assistant]) -> None:
        words = _("{n} assistants added").format(n=len(added))
        if len(added) == 1:
            words = _("assistant “{name}” added").format(name=added[0].name)
        thing = self._things.assistants([one.id for one in added])
        before = tuple((one.id, None) for one in added)
        self._desk.undo.note(words, thing, before, tuple((one.id, one) for one in added))

    def _check_is_there(self, connection_id: ConnectionId) -> None:
        if connection_id not in {connection.id for connection in self.all()}:
            sentence = _("The connection was removed. Choose another one.")
            raise InvalidInput(sentence, about="connection_id")

    def remove_assistant(self, assistant: Assistant) -> None:
        """Remove an assistant; its answers stay in the sessions."""
        words = _("assistant “{name}” removed").format(name=assistant.name)
        thing = self._things.assistants([assistant.id])
        self._desk.undo.change(words, thing, ((assistant.id, None),))

    def add_assistants(
        self, connection: Connection, models: Sequence[str]
    ) -> tuple[Assistant, ...]:
        """Add an assistant for each of these models, named like it.

        Raises:
            InvalidInput: one of them has no name that can be used.
        """
        added: list[Assistant] = []
        with self._desk.db.atomic():
            for model in models:
                present = self.assistants()
                assistant = Assistant(
                    AssistantId(new_ulid()),
                    free_name(model, present),
                    connection.id,
                    checked_model_name(model),
                    colour=free_colour(present),
                )
                store.add_assistant(self._desk.db, assistant, self._desk.now())
                added.append(assistant)
        self._desk.publish(Change(assistants=frozenset(one.id for one in added)))
        self._note_added(added)
        return tuple(added)

    def add_found(self, server: FoundServer) -> Connection:
        """Add a connection to a server that was found on this computer."""
        return self.add(NewConnection(free_name(server.name, self.all()), base_url=server.base_url))

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
        members = _checked_members([item.id for item in assistants])
        with about("name"):
            free = checked_name(name, self.ensembles())
        ensemble = Ensemble(EnsembleId(new_ulid()), free, members)
        with self._desk.db.atomic():
            store.add_ensemble(self._desk.db, ensemble, self._desk.now())
        self._desk.publish(Change(ensembles=frozenset({ensemble.id})))
        words = _("ensemble “{name}” added").format(name=ensemble.name)
        self._desk.undo.note(words, self._things.ensemble(ensemble.id), None, ensemble)
        return ensemble

    def use_ensemble(self, ensemble: Ensemble) -> None:
        """Make an ensemble the current one, also at the next start."""
        with self._desk.db.atomic():
            store.use_ensemble(self._desk.db, ensemble.id)
        self._desk.publish(Change(ensembles=frozenset({ensemble.id})))

    def change_ensemble(self, ensemble: Ensemble) -> Ensemble:
        """Write an ensemble's new name and members, in their order.

        Raises:
            InvalidInput: the name cannot be used, or nobody is in it.
        """
        members = _checked_members(ensemble.assistants)
        with about("name"):
            others = [item for item in self.ensembles() if item.id != ensemble.id]
            name = checked_name(ensemble.name, others)
        changed = replace(ensemble, name=name, assistants=members)
        self.find_ensemble(changed.id)
        words = _("ensemble “{name}” changed").format(name=changed.name)
        self._desk.undo.change(words, self._things.ensemble(changed.id), changed, Kind.EDIT)
        return changed

    def remove_ensemble(self, ensemble: Ensemble) -> None:
        """Remove an ensemble; its assistants stay."""
        words = _("ensemble “{name}” removed").format(name=ensemble.name)
        self._desk.undo.change(words, self._things.ensemble(ensemble.id), None)


def _checked_members(wanted: Sequence[AssistantId]) -> tuple[AssistantId, ...]:
    members = tuple(dict.fromkeys(wanted))
    if not members:
        raise InvalidInput(_("An ensemble needs at least one assistant."), about="assistants")
    return members
