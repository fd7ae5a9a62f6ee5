"""Keep a view in step with one answer: what is there, what streams in, how it ends.

Thread: GUI.
"""

from conductor.core.entities import Answer
from conductor.gui.answer.view import AnswerView
from conductor.workspace.workspace import Workspace


class AnswerFeed:
    """Brings one answer's text into a view."""

    def __init__(self, workspace: Workspace, view: AnswerView, answer: Answer) -> None:
        self._workspace = workspace
        self._view = view
        self._pieces = 0
        self.answer = answer
        self._begin()

    def _begin(self) -> None:
        live = self._workspace.live.get(self.answer.id)
        if live is None:
            self._view.begin_text(self.answer.text, is_whole=True)
            return
        self._pieces = len(live.pieces)
        self._view.begin_text("".join(live.pieces), is_whole=False)

    def take_text(self) -> None:
        """Take the text that came since the last call."""
        live = self._workspace.live.get(self.answer.id)
        if live is not None and len(live.pieces) > self._pieces:
            delta = "".join(live.pieces[self._pieces :])
            self._pieces = len(live.pieces)
            self._view.append(delta)

    def take_state(self) -> None:
        """Take the answer's new state, and the rest of its text if it ended."""
        fresh = self._workspace.sessions.answer(self.answer.id)
        before, self.answer = self.answer, fresh
        if fresh.attempt != before.attempt:
            self._begin()
        elif fresh.status.is_ended and not before.status.is_ended:
            self._view.set_text(fresh.text)
        else:
            self.take_text()
