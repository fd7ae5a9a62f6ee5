"""Decide who gets a task when the person names somebody, an ensemble, or nobody.

Nobody named means: the session's assistants, else the current ensemble, else everybody.
"""

from collections.abc import Sequence

from conductor.core.entities import Answer, Assistant
from conductor.core.errors import NotFound
from conductor.core.ids import AnswerId, AssistantId, SessionId
from conductor.workspace.workspace import Workspace


def recipients(
    workspace: Workspace,
    *,
    to: Sequence[str] = (),
    ensemble: str | None = None,
    session_id: SessionId | None = None,
) -> tuple[AssistantId, ...]:
    """Return who is addressed, in the order of the columns.

    Args:
        workspace: the workspace.
        to: names or ids of assistants, or ids of answers of theirs.
        ensemble: name or id of an ensemble.
        session_id: the session a follow-up belongs to.

    Raises:
        NotFound: a name is not known.
    """
    if to or ensemble:
        named = [addressee(workspace, name).id for name in to]
        team = workspace.connections.find_ensemble(ensemble).assistants if ensemble else ()
        return tuple(dict.fromkeys((*team, *named)))
    if session_id is not None:
        of_session = workspace.sessions.assistants(session_id)
        if of_session:
            return of_session
    for current in workspace.connections.ensembles():
        if current.assistants:
            return current.assistants
    return tuple(item.id for item in workspace.connections.assistants())


def addressee(workspace: Workspace, name: str) -> Assistant:
    """Return the assistant with this name or id, or the one that gave the answer with this id.

    Raises:
        NotFound: there is none.
    """
    try:
        return workspace.connections.find_assistant(name)
    except NotFound:
        answer = _answer(workspace, name)
        if answer is None:
            raise
        return workspace.connections.find_assistant(answer.assistant_id)


def _answer(workspace: Workspace, name: str) -> Answer | None:
    try:
        return workspace.sessions.answer(AnswerId(name))
    except NotFound:
        return None
