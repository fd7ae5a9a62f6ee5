"""Write one note: its editor, what of it is kept meanwhile, and its end."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from conductor.core.errors import ConductorError
from conductor.core.ids import NoteId, SessionId
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.workbench.margin.note_editor import NoteEditor
from conductor.gui.workbench.margin.note_keeping import KeptNote
from conductor.workspace.workspace import Workspace


class OpenedNote(QObject):
    """A note that is being written; whoever shows it opens another for the next one.

    Attributes:
        editor: the box, to be put where the note is.

    Signals:
        done: the note was kept, or left on purpose; the box is gone.
    """

    done = Signal()

    def __init__(
        self,
        workspace: Workspace,
        editor: NoteEditor,
        keep: Callable[[str], object],
        session_id: SessionId,
        owner: str,
        note_id: NoteId | None = None,
    ) -> None:
        """Open it.

        Args:
            workspace: where its words are kept meanwhile.
            editor: the box; it goes with the note.
            keep: keeps the note; may raise why that cannot be done, which is said in the box.
            session_id: the session the note belongs to.
            owner: what shows it; two of them may be open at a time.
            note_id: the note that is changed; None for a new one.
        """
        super().__init__(editor)
        self.editor = editor
        self._keep = keep
        self._kept = KeptNote(workspace, editor, session_id, owner, note_id)
        editor.kept.connect(self._on_kept)
        editor.left.connect(self._on_left)

    def tell(self, error: ConductorError) -> None:
        """Say why the note could not be kept."""
        self.editor.say(str(error))

    def close(self) -> None:
        """Take the box away; what is written comes back with the next note."""
        self._kept.close()
        self.editor.hide()
        self.editor.deleteLater()

    @Slot(object)
    @tells_what_went_wrong
    def _on_kept(self, text: str) -> None:
        self._keep(text)
        self._on_left()

    @Slot()
    def _on_left(self) -> None:
        self._kept.forget()
        self.close()
        self.done.emit()
