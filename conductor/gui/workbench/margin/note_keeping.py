"""Keep a note while it is written, and bring it back where the writing was broken off."""

import json

from conductor.core.ids import NoteId, SessionId
from conductor.gui.kept_words import KeptWords
from conductor.gui.workbench.margin.note_editor import NoteEditor
from conductor.workspace.workspace import Workspace


class KeptNote(KeptWords):
    """What stands in a note's editor.

    A new note that was broken off comes back with the next new one of its session, wherever
    that is: the words matter more than what they were on, which is said.
    """

    def __init__(
        self,
        workspace: Workspace,
        editor: NoteEditor,
        session_id: SessionId,
        note_id: NoteId | None = None,
    ) -> None:
        super().__init__(workspace, self._words, editor)
        self._editor = editor
        self._before = editor.words
        left = self.open(f"{session_id}/note/{note_id or 'new'}")
        if left:
            kept = json.loads(left)
            editor.bring_back(kept["text"], kept["about"])
        editor.edited.connect(self.touch)

    def _words(self) -> str:
        text = self._editor.words
        if text == self._before or not text.strip():
            return ""
        return json.dumps({"text": text, "about": self._editor.about})
