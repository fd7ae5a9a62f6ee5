"""Say of which answers the pieces of a draft are, as far as that may be seen."""

from conductor.core.ids import SessionId
from conductor.gui.workbench.margin.draft_edit import DraftSource
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


def draft_sources(workspace: Workspace, session_id: SessionId | None) -> tuple[DraftSource, ...]:
    """Return the pieces that still stand in a session's draft."""
    if session_id is None:
        return ()
    colours = {a.id: a.colour for a in workspace.connections.assistants()}
    numbers = {item.id: item.number for item in workspace.sessions.score(session_id)}
    sources = []
    for placed in workspace.drafts.pieces(session_id):
        if placed.span is None:
            continue
        answer = workspace.blinding.visible(workspace.sessions.answer(placed.piece.answer_id))
        is_hidden = not answer.assistant_id
        name = _("answer {n}").format(n=answer.assistant) if is_hidden else answer.assistant
        colour = None if is_hidden else colours.get(answer.assistant_id, answer.position)
        number = numbers[answer.round_id]
        sources.append(DraftSource(placed.piece, placed.span, name, colour, number))
    return tuple(sources)
