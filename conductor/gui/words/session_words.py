"""Call sessions in lists by their titles, the example as what it is."""

from conductor.core.entities import Session
from conductor.i18n import _


def listed_title(session: Session) -> str:
    """Return a session's title as lists show it."""
    return (
        _("{title} (example)").format(title=session.title) if session.is_example else session.title
    )
