"""Keep the files that go along with words which are not sent yet.

Thread: main.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from conductor.core.entities import Attachment
from conductor.store.sessions.sessions import files_place
from conductor.workspace.answers.attachments import (
    files_from,
    files_kept,
    files_to_json,
    keep_text,
    read_attachments,
)
from conductor.workspace.desk import Desk
from conductor.workspace.sessions.sessions import Sessions


class DraftFiles:
    """Files on their way into a round."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

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
        kept = self._sessions.draft(files_place(place))
        return files_from(self._desk.library.folder, files_kept(kept))

    def keep(self, place: str, files: Iterable[Attachment]) -> None:
        """Keep which files go with the draft at a place.

        Raises:
            StoreError: it could not be kept yet; it is held.
        """
        self._sessions.keep_drafts(self.as_drafts(place, files))

    def as_drafts(self, place: str, files: Iterable[Attachment]) -> Mapping[str, str]:
        """Return which files go with the draft at a place, to be kept together with its words."""
        return {files_place(place): files_to_json(files)}
