"""Say where a link may lead."""

import re

_ALLOWED = re.compile(r"(?:https?://[^/\s]|mailto:\S)", re.IGNORECASE)


def is_allowed_target(url: str) -> bool:
    """Return whether a link may lead there: http and https with a host, and mailto."""
    return _ALLOWED.match(url) is not None
