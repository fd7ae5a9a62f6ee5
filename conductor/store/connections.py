"""Keep connections, assistants and ensembles; removed ones stay in the file, marked."""

from sqlite3 import Row

from conductor.core.entities import Assistant, Connection, ConnectionKind, Ensemble
from conductor.core.ids import AssistantId, ConnectionId, EnsembleId
from conductor.store.database import Database
from conductor.store.encoding import (
    settings_from,
    to_json,
    value_of,
)


def folded(name: str) -> str:
    """Return a name as it is compared: without regard to case."""
    return name.casefold()


def add_connection(db: Database, connection: Connection, created: str) -> None:
    """Add a connection."""
    db.write(
        """
        INSERT INTO connection (ulid, name, folded, kind, base_url, key_env, model_path,
          parallel, created)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            connection.id,
            connection.name,
            folded(connection.name),
            connection.kind,
            connection.base_url,
            connection.key_env,
            connection.model_path,
            connection.parallel,
            created,
        ),
    )


def change_connection(db: Database, connection: Connection) -> None:
    """Write a connection's new name, address, key variable and number of answers at once."""
    db.write(
        """
        UPDATE connection SET name = ?, folded = ?, base_url = ?, key_env = ?, parallel = ?
        WHERE ulid = ?
        """,
        (
            connection.name,
            folded(connection.name),
            connection.base_url,
            connection.key_env,
            connection.parallel,
            connection.id,
        ),
    )


def restore_connection(db: Database, connection_id: ConnectionId) -> None:
    """Take back that a connection was removed."""
    db.write("UPDATE connection SET deleted_at = NULL WHERE ulid = ?", (connection_id,))


def remove_connection(db: Database, connection_id: ConnectionId, when: str) -> None:
    """Mark a connection as removed."""
    db.write("UPDATE connection SET deleted_at = ? WHERE ulid = ?", (when, connection_id))


def all_connections(db: Database) -> tuple[Connection, ...]:
    """Return the connections, oldest first."""
    rows = db.rows("SELECT * FROM connection WHERE deleted_at IS NULL ORDER BY id")
    return tuple(_connection(row) for row in rows)


def _connection(row: Row) -> Connection:
    return Connection(
        id=ConnectionId(row["ulid"]),
        name=row["name"],
        kind=value_of(ConnectionKind, row["kind"], ConnectionKind.OPENAI_COMPATIBLE),
        base_url=row["base_url"],
        key_env=row["key_env"],
        model_path=row["model_path"],
        parallel=row["parallel"],
    )


def add_assistant(db: Database, assistant: Assistant, created: str) -> None:
    """Add an assistant."""
    db.write(
        """
        INSERT INTO assistant (ulid, name, folded, connection, model, role, settings, colour,
          created)
        VALUES (?, ?, ?, (SELECT id FROM connection WHERE ulid = ?), ?, ?, ?, ?, ?)
        """,
        (
            assistant.id,
            assistant.name,
            folded(assistant.name),
            assistant.connection_id,
            assistant.model,
            assistant.role,
            to_json(assistant.settings),
            assistant.colour,
            created,
        ),
    )


def change_assistant(db: Database, assistant: Assistant) -> None:
    """Write an assistant's new name, connection, model, role, settings and colour."""
    db.write(
        """
        UPDATE assistant SET name = ?, folded = ?, model = ?, role = ?, settings = ?, colour = ?,
          connection = (SELECT id FROM connection WHERE ulid = ?)
        WHERE ulid = ?
        """,
        (
            assistant.name,
            folded(assistant.name),
            assistant.model,
            assistant.role,
            to_json(assistant.settings),
            assistant.colour,
            assistant.connection_id,
            assistant.id,
        ),
    )


def remove_assistant(db: Database, assistant_id: AssistantId, when: str) -> None:
    """Mark an assistant as removed and take it out of its ensembles."""
    db.write("UPDATE assistant SET deleted_at = ? WHERE ulid = ?", (when, assistant_id))
    db.write(
        """
        UPDATE ensemble_member SET deleted_at = ?
        WHERE assistant = (SELECT id FROM assistant WHERE ulid = ?)
        """,
        (when, assistant_id),
    )


def restore_assistant(db: Database, assistant_id: AssistantId) -> None:
    """Take back that an assistant was removed, and put it where it was in its ensembles."""
    db.write(
        """
        UPDATE ensemble_member SET deleted_at = NULL
        WHERE assistant = (SELECT id FROM assistant WHERE ulid = ?)
        """,
        (assistant_id,),
    )
    db.write("UPDATE assistant SET deleted_at = NULL WHERE ulid = ?", (assistant_id,))


_ASSISTANTS = """
SELECT assistant.*, connection.ulid AS connection_ulid FROM assistant
JOIN connection ON connection.id = assistant.connection
"""


def all_assistants(db: Database) -> tuple[Assistant, ...]:
    """Return the assistants, oldest first."""
    rows = db.rows(f"{_ASSISTANTS} WHERE assistant.deleted_at IS NULL ORDER BY assistant.id")
    return tuple(_assistant(row) for row in rows)


def _assistant(row: Row) -> Assistant:
    return Assistant(
        id=AssistantId(row["ulid"]),
        name=row["name"],
        connection_id=ConnectionId(row["connection_ulid"]),
        model=row["model"],
        role=row["role"],
        settings=settings_from(row["settings"]),
        colour=row["colour"],
    )


def add_ensemble(db: Database, ensemble: Ensemble, created: str) -> None:
    """Add an ensemble with its members; the newest becomes the current one."""
    key = db.write(
        """
        INSERT INTO ensemble (ulid, name, folded, used, created)
        VALUES (?, ?, ?, (SELECT coalesce(max(used), 0) + 1 FROM ensemble), ?)
        """,
        (ensemble.id, ensemble.name, folded(ensemble.name), created),
    )
    _add_members(db, key, ensemble)


def change_ensemble(db: Database, ensemble: Ensemble) -> None:
    """Write an ensemble's new name and members, in their order."""
    db.write(
        "UPDATE ensemble SET name = ?, folded = ? WHERE ulid = ?",
        (ensemble.name, folded(ensemble.name), ensemble.id),
    )
    found = db.row("SELECT id FROM ensemble WHERE ulid = ?", (ensemble.id,))
    if found is not None:
        db.write("DELETE FROM ensemble_member WHERE ensemble = ?", (found["id"],))
        _add_members(db, found["id"], ensemble)


def _add_members(db: Database, key: int, ensemble: Ensemble) -> None:
    db.write_many(
        """
        INSERT INTO ensemble_member (ensemble, position, assistant)
        VALUES (?, ?, (SELECT id FROM assistant WHERE ulid = ?))
        """,
        [(key, position, member) for position, member in enumerate(ensemble.assistants)],
    )


def use_ensemble(db: Database, ensemble_id: EnsembleId) -> None:
    """Make an ensemble the current one."""
    db.write(
        "UPDATE ensemble SET used = (SELECT max(used) + 1 FROM ensemble) WHERE ulid = ?",
        (ensemble_id,),
    )


def remove_ensemble(db: Database, ensemble_id: EnsembleId, when: str) -> None:
    """Mark an ensemble as removed; its assistants stay."""
    db.write("UPDATE ensemble SET deleted_at = ? WHERE ulid = ?", (when, ensemble_id))


def restore_ensemble(db: Database, ensemble_id: EnsembleId) -> None:
    """Take back that an ensemble was removed."""
    db.write("UPDATE ensemble SET deleted_at = NULL WHERE ulid = ?", (ensemble_id,))


def all_ensembles(db: Database) -> tuple[Ensemble, ...]:
    """Return the ensembles, the current one (last used, else newest) first."""
    rows = db.rows("SELECT * FROM ensemble WHERE deleted_at IS NULL ORDER BY used DESC")
    return tuple(
        Ensemble(EnsembleId(row["ulid"]), row["name"], _members(db, row["id"])) for row in rows
    )


def _members(db: Database, key: int) -> tuple[AssistantId, ...]:
    rows = db.rows(
        """
        SELECT assistant.ulid FROM ensemble_member JOIN assistant
          ON assistant.id = ensemble_member.assistant
        WHERE ensemble = ? AND ensemble_member.deleted_at IS NULL ORDER BY position
        """,
        (key,),
    )
    return tuple(AssistantId(row["ulid"]) for row in rows)
