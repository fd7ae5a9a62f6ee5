"""Read and write a connection, an assistant or an ensemble as one thing, so that steps go back.

Thread: main.
Rules: None is what was removed, or not added yet. A key in memory belongs to one address and
goes with it: it is held by no step and has to be given again.
"""

from collections.abc import Sequence
from functools import partial

from conductor.core.change import Change
from conductor.core.entities import Assistant, Connection, Ensemble
from conductor.core.errors import InvalidInput
from conductor.core.ids import AssistantId, ConnectionId, EnsembleId
from conductor.engine.inquiry import origin_of
from conductor.i18n import _
from conductor.store import connections as store
from conductor.workspace.desk import Desk
from conductor.workspace.names import checked_name
from conductor.workspace.undo import Thing

Teams = dict[EnsembleId, tuple[AssistantId, ...]]


class Things:
    """What can be set up, each as a thing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._had_key: set[ConnectionId] = set()  # and lost it when it was removed
        self._teams: dict[AssistantId, Teams] = {}  # of those removed

    def connection(self, connection_id: ConnectionId) -> Thing[Connection | None]:
        """Return a connection."""
        return Thing(
            ("connection", connection_id),
            partial(self._connection_now, connection_id),
            partial(self._write_connection, connection_id),
        )

    def assistants(
        self, ids: Sequence[AssistantId]
    ) -> Thing[tuple[tuple[AssistantId, Assistant | None], ...]]:
        """Return assistants by their ids."""
        every = tuple(ids)
        return Thing(
            ("assistant", *every), partial(self._assistants_now, every), self._write_assistants
        )

    def ensemble(self, ensemble_id: EnsembleId) -> Thing[Ensemble | None]:
        """Return an ensemble."""
        return Thing(
            ("ensemble", ensemble_id),
            partial(self._ensemble_now, ensemble_id),
            partial(self._write_ensemble, ensemble_id),
        )

    def _connection_now(self, connection_id: ConnectionId) -> Connection | None:
        every = store.all_connections(self._desk.db)
        return next((one for one in every if one.id == connection_id), None)

    def _write_connection(
        self, connection_id: ConnectionId, wanted: Connection | None
    ) -> str | None:
        db, now = self._desk.db, self._connection_now(connection_id)
        if wanted is None:
            self._refuse_if_used(now)
            with db.atomic():
                store.remove_connection(db, connection_id, self._desk.now())
        else:
            others = [one for one in store.all_connections(db) if one.id != connection_id]
            checked_name(wanted.name, others)
            with db.atomic():
                if now is None:
                    store.restore_connection(db, connection_id)
                store.change_connection(db, wanted)
        said = self._forget_key(connection_id, now, wanted)
        self._desk.publish(Change(connections=frozenset({connection_id})))
        return said

    def _refuse_if_used(self, connection: Connection | None) -> None:
        if connection is None:
            return
        every = store.all_assistants(self._desk.db)
        used_by = [one.name for one in every if one.connection_id == connection.id]
        if used_by:
            sentence = _("{name} is used by {assistants}. Remove those assistants first.")
            raise InvalidInput(sentence.format(name=connection.name, assistants=", ".join(used_by)))

    def _forget_key(
        self, connection_id: ConnectionId, before: Connection | None, now: Connection | None
    ) -> str | None:
        """Forget a key in memory that is not this address's; return what is to be done then."""
        stays = before and now and origin_of(before.base_url) == origin_of(now.base_url)
        is_lost = not stays and self._desk.keys.is_held(connection_id)
        if is_lost:
            self._desk.keys.forget(connection_id)
        if now is None:
            self._had_key |= {connection_id} if is_lost else set()
            return None
        if not is_lost and connection_id not in self._had_key:
            return None
        self._had_key.discard(connection_id)
        return _("The key of {name} has to be given again.").format(name=now.name)

    def _assistants_now(
        self, ids: Sequence[AssistantId]
    ) -> tuple[tuple[AssistantId, Assistant | None], ...]:
        every = {one.id: one for one in store.all_assistants(self._desk.db)}
        return tuple((one, every.get(one)) for one in ids)

    def _write_assistants(self, wanted: Sequence[tuple[AssistantId, Assistant | None]]) -> None:
        before = set(store.all_ensembles(self._desk.db))
        with self._desk.db.atomic():
            for assistant_id, assistant in wanted:
                if assistant is None:
                    self._remove_assistant(assistant_id)
                else:
                    self._put_assistant(assistant)
        teams = before.symmetric_difference(store.all_ensembles(self._desk.db))
        self._desk.publish(
            Change(
                assistants=frozenset(assistant_id for assistant_id, _now in wanted),
                ensembles=frozenset(team.id for team in teams),
            )
        )

    def _remove_assistant(self, assistant_id: AssistantId) -> None:
        db = self._desk.db
        self._teams[assistant_id] = {
            one.id: one.assistants
            for one in store.all_ensembles(db)
            if assistant_id in one.assistants
        }
        store.remove_assistant(db, assistant_id, self._desk.now())

    def _put_assistant(self, assistant: Assistant) -> None:
        db = self._desk.db
        present = store.all_assistants(db)
        checked_name(assistant.name, [one for one in present if one.id != assistant.id])
        if self._connection_now(assistant.connection_id) is None:
            raise InvalidInput(_("Its connection was removed. Bring that back first."))
        if assistant.id not in {one.id for one in present}:
            before = {one.id: one for one in store.all_ensembles(db)}
            store.restore_assistant(db, assistant.id)
            for ensemble_id, members in self._teams.pop(assistant.id, {}).items():
                ensemble = before.get(ensemble_id)
                rest = tuple(one for one in members if one != assistant.id)
                if ensemble is not None and ensemble.assistants == rest:
                    store.change_ensemble(db, Ensemble(ensemble.id, ensemble.name, members))
        store.change_assistant(db, assistant)

    def _ensemble_now(self, ensemble_id: EnsembleId) -> Ensemble | None:
        every = store.all_ensembles(self._desk.db)
        return next((one for one in every if one.id == ensemble_id), None)

    def _write_ensemble(self, ensemble_id: EnsembleId, wanted: Ensemble | None) -> None:
        db = self._desk.db
        if wanted is None:
            with db.atomic():
                store.remove_ensemble(db, ensemble_id, self._desk.now())
        else:
            others = [one for one in store.all_ensembles(db) if one.id != ensemble_id]
            checked_name(wanted.name, others)
            is_gone = self._ensemble_now(ensemble_id) is None
            with db.atomic():
                if is_gone:
                    store.restore_ensemble(db, ensemble_id)
                store.change_ensemble(db, wanted)
        self._desk.publish(Change(ensembles=frozenset({ensemble_id})))
