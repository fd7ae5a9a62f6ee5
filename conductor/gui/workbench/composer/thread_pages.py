"""Collect the threads that belong to an answer, and to the words that are not yet sent."""

from collections.abc import Callable, Sequence

from conductor.core.entities import Answer
from conductor.core.ids import AssistantId, SessionId
from conductor.gui.workbench.composer.attached_row import Upcoming
from conductor.gui.workbench.composer.thread_dialog import ThreadPage
from conductor.i18n import _
from conductor.workspace.recipients import recipients
from conductor.workspace.workspace import Workspace

_NEW = "new"  # where the draft of a new session is kept


def thread_pages(
    workspace: Workspace,
    session_id: SessionId | None,
    answer: Answer | None,
    upcoming: Callable[[Sequence[AssistantId]], Upcoming],
) -> list[ThreadPage]:
    """Return what was sent for an answer, and what would be sent with the words of the draft.

    Args:
        workspace: the workspace.
        session_id: the session; None is a new one.
        answer: the answer; None shows what every assistant chosen last would get.
        upcoming: tells what the draft's words would get besides themselves.
    """
    pages: list[ThreadPage] = []
    if answer is not None:
        title = _("{name}: what was sent for this answer").format(name=answer.assistant)
        pages.append(ThreadPage(title, workspace.sessions.thread(answer)))
    draft = workspace.sessions.draft(session_id or _NEW)
    if not draft.strip():
        return pages
    chosen = recipients(workspace, session_id=session_id)
    wanted = chosen if answer is None else (answer.assistant_id,)
    found = upcoming(wanted)
    for assistant in workspace.connections.assistants():
        if assistant.id in wanted:
            title = _("{name}: with what you are writing now").format(name=assistant.name)
            messages = workspace.sessions.next_thread(
                assistant,
                None if found.is_task else session_id,
                draft,
                found.attached.get(assistant.id, ()),
            )
            pages.append(ThreadPage(title, messages))
    return pages
