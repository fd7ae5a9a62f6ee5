"""Keep what is written and not sent, so that it survives a crash: per session, with its files.

Rules: words of an earlier round that are being changed are kept apart from the draft.
"""

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
        self._unkept: dict[str, Draft] = {}  # by place: what the library could not take yet
        self.trouble = ""

    def load(self, session_id: SessionId | None) -> Draft:
        """Return what was left unsent in a session, or in one that has not begun.

        What was being changed when the person went elsewhere comes after the draft, and is part
        of it from then on.

        Raises:
            StoreError: it could not be read.
        """
        place = session_id or NEW
        self.keep_rest()
        draft, changed = self._at(place), self._at(_edit_place(place))
        if not changed.text and not changed.files:
            return draft
        text = "\n\n".join(part for part in (draft.text, changed.text) if part)
        files = tuple(dict.fromkeys((*draft.files, *changed.files)))
        whole = replace(draft, text=text, files=files)
        with suppress(ConductorError):  # it is held, and told by `trouble`
            self._keep(place, whole)
        with suppress(ConductorError):
            self._keep(_edit_place(place), Draft())
        return whole

    def _at(self, place: str) -> Draft:
        if place in self._unkept:
            return replace(self._unkept[place], edits=None)
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
        self._keep(place if draft.edits is None else _edit_place(place), draft)
        self.keep_rest()

    def _keep(self, place: str, draft: Draft) -> None:
        if self._workspace.read_only is not None:
            return
        try:
            self._workspace.sessions.keep_draft(place, draft.text)
            self._workspace.draft_files.keep(place, draft.files)
            if not place.endswith(EDIT):
                self._workspace.sessions.keep_draft(_mode_place(place), _mode(draft))
        except ConductorError as error:
            self._unkept[place] = draft
            self.trouble = str(error)
            raise
        self._unkept.pop(place, None)
        if not self._unkept:
            self.trouble = ""

    def keep_rest(self) -> None:
        """Try once more what the library could not take before."""
        for place, draft in list(self._unkept.items()):
            with suppress(ConductorError):
                self._keep(place, draft)


def _edit_place(place: str) -> str:
    return f"{place}{EDIT}"


def _mode_place(place: str) -> str:
    return f"{place}/mode"


def _mode(draft: Draft) -> str:
    if not draft.is_guidance or not draft.text.strip():
        return ""
    return REUSABLE if draft.is_reusable else GUIDANCE
