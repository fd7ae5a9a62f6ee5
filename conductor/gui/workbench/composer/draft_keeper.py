"""Keep what is written and not sent, so that it survives a crash: per session, with its files.

Rules: words of an earlier round that are being changed are kept apart from the draft.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from conductor.core.errors import ConductorError
from conductor.core.ids import SessionId
from conductor.gui.workbench.composer.written import Draft
from conductor.workspace.workspace import Workspace

NEW = "new"
EDIT = "/edit"
GUIDANCE, REUSABLE = "guidance", "reusable"


class DraftKeeper:
    """The drafts of all sessions.

    Attributes:
        trouble: why something is not kept yet, in a sentence for the person; empty if all is.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.trouble = ""

    def load(self, session_id: SessionId | None) -> Draft:
        """Return what was left unsent in a session, or in one that has not begun.

        What was being changed when the person went elsewhere comes after the draft, and is part
        of it from then on.

        Raises:
            StoreError: it could not be read.
        """
        place = session_id or NEW
        draft, changed = self._at(place), self._at(_edit_place(place))
        if not changed.text and not changed.files:
            with suppress(ConductorError):  # it is held, and told by `trouble`
                self._keep({})
            return draft
        return self.join(session_id, draft, changed)

    def join(self, session_id: SessionId | None, draft: Draft, changed: Draft) -> Draft:
        """Put changed words of a round after a draft; return the whole, which is kept at once.

        What cannot be kept yet is held, and told by `trouble`.
        """
        place = session_id or NEW
        text = "\n\n".join(part for part in (draft.text, changed.text) if part)
        files = tuple(dict.fromkeys((*draft.files, *changed.files)))
        whole = replace(draft, text=text, files=files)
        with suppress(ConductorError):
            self._keep({**self._texts(place, whole), **self._texts(_edit_place(place), Draft())})
        return whole

    def _at(self, place: str) -> Draft:
        sessions = self._workspace.sessions
        mode = sessions.draft(_mode_place(place))
        return Draft(
            sessions.draft(place),
            self._workspace.draft_files.at(place),
            is_guidance=mode in (GUIDANCE, REUSABLE),
            is_reusable=mode == REUSABLE,
        )

    def keep(self, session_id: SessionId | None, draft: Draft) -> None:
        """Keep a draft; an empty one forgets what was there.

        Raises:
            StoreError: it could not be kept yet; it is held, and tried again with the next.
        """
        place = session_id or NEW
        self._keep(self._texts(place if draft.edits is None else _edit_place(place), draft))

    def _texts(self, place: str, draft: Draft) -> Mapping[str, str]:
        """Return what is kept of a draft, by its places."""
        files = self._workspace.draft_files.as_drafts(place, draft.files)
        mode = {} if place.endswith(EDIT) else {_mode_place(place): _mode(draft)}
        return {place: draft.text, **files, **mode}

    def _keep(self, texts: Mapping[str, str]) -> None:
        try:
            self._workspace.sessions.keep_drafts(texts)
        except ConductorError as error:
            self.trouble = str(error)
            raise
        self.trouble = ""


def _edit_place(place: str) -> str:
    return f"{place}{EDIT}"


def _mode_place(place: str) -> str:
    return f"{place}/mode"


def _mode(draft: Draft) -> str:
    if not draft.is_guidance or not draft.text.strip():
        return ""
    return REUSABLE if draft.is_reusable else GUIDANCE
