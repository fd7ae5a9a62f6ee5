"""Name the kinds of task that are offered; a person may use any other words as well."""

from conductor.i18n import N_

TASK_KINDS = (
    N_("email"),
    N_("summary"),
    N_("analysis"),
    N_("report"),
    N_("translation"),
    N_("ideas"),
    N_("code"),
)
"""As they are kept; whoever shows one translates it, and leaves the person's own as they are."""
