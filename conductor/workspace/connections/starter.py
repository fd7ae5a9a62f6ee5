"""Set up the embedded default: the starter model, three assistants and their ensemble."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conductor.assets import read_text
from conductor.core.change import Change
from conductor.core.entities import (
    Assistant,
    AssistantSettings,
    Connection,
    ConnectionKind,
    Ensemble,
)
from conductor.core.ids import AssistantId, ConnectionId, EnsembleId
from conductor.core.service import service_of
from conductor.engine.local.starter import (
    STARTER,
    FetchPhase,
    FetchProgress,
    StarterModel,
    StarterUnavailable,
    is_starter_present,
    starter_path,
)
from conductor.i18n import _, current_language
from conductor.store import connections as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk

__all__ = [
    "FetchPhase",
    "FetchProgress",
    "Starter",
    "StarterTexts",
    "StarterUnavailable",
    "model_path_of",
    "progress_words",
    "starter_texts",
]


def model_path_of(folder: Path, connection: Connection) -> Path | None:
    """Return the model file a connection runs on this computer, None if it is not local."""
    if not service_of(connection.kind).is_built_in:
        return None
    return Path(connection.model_path) if connection.model_path else starter_path(folder)


def progress_words(progress: FetchProgress) -> str:
    """Return how far a fetch is, in a few words."""
    done, total = progress.done_bytes // 1_000_000, progress.total_bytes // 1_000_000
    match progress.phase:
        case FetchPhase.DOWNLOADING:
            return _("Starter model: {done} of {total} MB").format(done=done, total=total)
        case FetchPhase.CHECKING:
            return _("Checking what came …")
        case FetchPhase.UNPACKING:
            return _("Unpacking …")


@dataclass(frozen=True, slots=True)
class StarterTexts:
    """The starter assistants' texts in the language in use."""

    rows: tuple[dict[str, Any], ...]
    ensemble: str
    tasks: tuple[str, ...]


def starter_texts() -> StarterTexts:
    """Return names, roles and example tasks in the language in use."""
    found = json.loads(read_text("starter/assistants.json"))
    language = current_language()
    rows = tuple(
        {**row, "name": row["name"][language], "role": row["role"][language]}
        for row in found["assistants"]
    )
    tasks = tuple(task[language] for task in found["tasks"])
    return StarterTexts(rows, found["ensemble"][language], tasks)


class Starter:
    """The way in for a person without any account.

    Attributes:
        model: which model is fetched.
    """

    def __init__(self, desk: Desk, model: StarterModel = STARTER) -> None:
        self._desk = desk
        self.model = model

    @property
    def is_ready(self) -> bool:
        """Whether the starter model is on the disk."""
        return is_starter_present(self._desk.library.folder, self.model)

    def fetch(
        self, on_progress: Callable[[FetchProgress], None], cancelled: threading.Event
    ) -> Path:
        """Fetch the starter model. Thread: any but main; it takes as long as the download.

        Raises:
            StarterUnavailable: it could not be fetched; the sentence says why and what to do.
        """
        from conductor.engine.local.starter_fetch import (
            fetch_starter,  # here: only a fetch needs it
        )

        folder = self._desk.library.folder
        return fetch_starter(folder, on_progress, cancelled, starter=self.model)

    def install(self) -> Ensemble:
        """Add the built-in connection, the starter assistants and their ensemble.

        What is there already stays as it is; nothing is added twice.

        Raises:
            StoreError: it could not be kept.
        """
        db, now = self._desk.db, self._desk.now()
        texts = starter_texts()
        with db.atomic():
            connection = self._connection(now)
            members = tuple(self._assistant(row, connection, now).id for row in texts.rows)
            ensemble = Ensemble(EnsembleId(new_ulid()), texts.ensemble, members)
            present = {e.name.casefold(): e for e in store.all_ensembles(db)}
            known = present.get(texts.ensemble.casefold())
            if known is None:
                store.add_ensemble(db, ensemble, now)
            else:
                store.use_ensemble(db, known.id)
        self._desk.publish(
            Change(
                connections=frozenset({connection.id}),
                assistants=frozenset(members),
                ensembles=frozenset({(known or ensemble).id}),
            )
        )
        return known or ensemble

    def _connection(self, now: str) -> Connection:
        for present in store.all_connections(self._desk.db):
            if service_of(present.kind).is_built_in and present.model_path is None:
                return present
        taken = {item.name.casefold() for item in store.all_connections(self._desk.db)}
        connection = Connection(
            ConnectionId(new_ulid()), _free("Built-in", taken), ConnectionKind.LOCAL
        )
        store.add_connection(self._desk.db, connection, now)
        return connection

    def _assistant(self, row: dict[str, Any], connection: Connection, now: str) -> Assistant:
        present = store.all_assistants(self._desk.db)
        for known in present:
            if known.connection_id == connection.id and known.name == row["name"]:
                return known
        assistant = Assistant(
            id=AssistantId(new_ulid()),
            name=_free(row["name"], {item.name.casefold() for item in present}),
            connection_id=connection.id,
            model=STARTER.name,
            role=row["role"],
            settings=AssistantSettings(
                temperature=row["temperature"], max_tokens=row["max_tokens"]
            ),
            colour=row["colour"],
        )
        store.add_assistant(self._desk.db, assistant, now)
        return assistant


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free.casefold() in taken:
        free, number = f"{name} {number}", number + 1
    return free
