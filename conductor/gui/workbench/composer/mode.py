"""Name what words can be, and say so in the empty field."""

from enum import StrEnum

from conductor.i18n import N_


class Mode(StrEnum):
    """What words are: the start of a session, a step in one, or what should change."""

    TASK = "task"
    FOLLOW_UP = "follow-up"
    GUIDANCE = "guidance"


MODES_AT_FIRST = ((N_("Task"), Mode.TASK),)
MODES_LATER = (
    (N_("Follow-up"), Mode.FOLLOW_UP),
    (N_("Revise"), Mode.GUIDANCE),
    (N_("New task"), Mode.TASK),
)
"""What is offered before a session has a round, and after; the first is the usual one."""

INVITATIONS = {
    Mode.TASK: (
        N_("Write a task … Ctrl+Enter sends"),
        N_("Write a task for your assistants. Enter: new line, Ctrl+Enter: send"),
    ),
    Mode.FOLLOW_UP: (
        N_("Ask on …"),  # beside the judging there is no room for more
        N_("Ask on, or press Ctrl+G to have the answers revised. Ctrl+Enter: send"),
    ),
    Mode.GUIDANCE: (
        N_("Say what should change …"),
        N_("Say what should change in the answers. Ctrl+Enter: send"),
    ),
}
"""What the empty field says while it is small, and while it is open."""
