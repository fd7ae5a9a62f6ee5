"""Keep a note while it is written, and bring it back where the writing was broken off."""

import json

from conductor.core.ids import NoteId, SessionId
from conductor.gui.kept_words import KeptWords
from conductor.gui.workbench.margin.note_editor import NoteEditor
from conductor.workspace.workspace import Workspace


class KeptNote(KeptWords):
    """What stands in a note's editor.

    A new note that was broken off comes back with the next new one of its session and owner,
    whatever that is on: the words matter more than what they were on, which is said.
    """

    def __init__(
        self,
        workspace: Workspace,
        editor: NoteEditor,
        session_id: SessionId,
        owner: str,
        note_id: NoteId | None = None,
    ) -> None:
        """Keep what is in an editor.

        Args:
            workspace: where it is kept.
            editor: whose words these are.
            session_id: the session the note belongs to.
            owner: what shows the editor; two of them may be open at a time.
            note_id: the note that is changed; None for a new one.
        """
        super().__init__(workspace, self._words, editor)
        self._editor = editor
        self._before = editor.words
        kept = self.open_fields(f"{session_id}/note/{note_id or owner}", loose="text")
        if kept.text("text"):
            editor.bring_back(kept.text("text"), kept.text("about", editor.about))
        editor.edited.connect(self.touch)

    def _words(self) -> str:
        text = self._editor.words
        if text == self._before or not text.strip():
            return ""
        return json.dumps({"text": text, "about": self._editor.about})
