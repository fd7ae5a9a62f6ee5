"""Keep what is written and not sent, so that it survives a crash: per session, with its files.

Rules: words of an earlier round that are being changed are kept apart from the draft.
"""

from conductor.core.ids import SessionId
from conductor.gui.panels.composer import Draft
from conductor.workspace.workspace import Workspace

NEW = "new"


class DraftKeeper:
    """The drafts of all sessions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def load(self, session_id: SessionId | None) -> Draft:
        """Return what was left unsent in a session, or in one that has not begun.

        What was being changed when the program ended comes after the draft.
        """
        place, sessions = session_id or NEW, self._workspace.sessions
        kept = self._workspace.draft_files
        draft, changed = sessions.draft(place), sessions.draft(_edit_place(place))
        files = (*kept.at(place), *kept.at(_edit_place(place)))
        text = "\n\n".join(part for part in (draft, changed) if part)
        return Draft(text, tuple(dict.fromkeys(files)))

    def keep(self, session_id: SessionId | None, draft: Draft) -> None:
        """Keep a draft; an empty one forgets what was there.

        Raises:
            StoreError: it could not be kept.
        """
        if self._workspace.read_only is not None:
            return
        place = session_id or NEW
        if draft.edits is not None:
            place = _edit_place(place)
        self._workspace.sessions.keep_draft(place, draft.text)
        self._workspace.draft_files.keep(place, draft.files)


def _edit_place(place: str) -> str:
    return f"{place}/edit"
