"""Keep the files that go along with words which are not sent yet.

Thread: main.
"""

from collections.abc import Iterable
from pathlib import Path

from conductor.core.entities import Attachment
from conductor.store.sessions import sessions as store
from conductor.workspace.answers.attachments import (
    files_from,
    files_kept,
    files_to_json,
    keep_text,
    read_attachments,
)
from conductor.workspace.desk import Desk


class DraftFiles:
    """Files on their way into a round."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def attach(self, paths: Iterable[Path]) -> tuple[Attachment, ...]:
        """Read text files and keep their text, to be sent with the next words.

        Raises:
            InvalidInput: a file is missing, too large, or not text.
            StoreError: a file could not be kept.
        """
        return read_attachments(self._desk.library.folder, paths)

    def attach_text(self, name: str, text: str) -> Attachment:
        """Keep a text like a file of this name, to be sent with the next words.

        Raises:
            StoreError: it could not be kept.
        """
        return keep_text(self._desk.library.folder, name, text)

    def at(self, place: str) -> tuple[Attachment, ...]:
        """Return the files that go with the draft at a place: a session's id, or "new"."""
        kept = store.draft_at(self._desk.db, store.files_place(place))
        return files_from(self._desk.library.folder, files_kept(kept))

    def keep(self, place: str, files: Iterable[Attachment]) -> None:
        """Keep which files go with the draft at a place.

        Raises:
            StoreError: it could not be kept.
        """
        text = files_to_json(files)
        with self._desk.db.atomic(synced=False, patience_ms=50):
            store.keep_draft(self._desk.db, store.files_place(place), text, self._desk.now())
