"""Make text from a service fit to be shown: no control characters, no keys, not long.

Rules: keys are masked before the text is cut, else the cut could leave half a key that
nobody recognises any more.
"""

import unicodedata

from conductor.core.request import Secret
from conductor.secrets import MASK

DETAIL_LIMIT = 300  # characters
NAME_LIMIT = 200

_SHORTEST_KEY = 6  # characters: a shorter one would mask ordinary words
_LOOKED_AT = 16 * 1024  # characters: more is never shown
# Control, format (bidirectional marks, zero width, tags), half characters, private use.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})


def plain_text(text: str, limit: int = DETAIL_LIMIT, *, secret: Secret | None = None) -> str:
    """Return the text on one line, visible characters only, at most `limit` of them."""
    visible = (
        " " if c.isspace() else "" if unicodedata.category(c) in _INVISIBLE else c
        for c in text[:_LOOKED_AT]
    )
    plain = " ".join("".join(visible).split())
    if secret is not None and len(secret.reveal()) >= _SHORTEST_KEY:
        plain = plain.replace(secret.reveal(), MASK)
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def plain_name(value: object, secret: Secret | None = None) -> str | None:
    """Return an id or a name as a service gave it, None if there is nothing to show."""
    if not isinstance(value, str):
        return None
    return plain_text(value, NAME_LIMIT, secret=secret) or None
