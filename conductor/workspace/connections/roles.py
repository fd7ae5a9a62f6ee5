"""Offer roles to begin with, for assistants of one's own."""

import json
from dataclasses import dataclass

from conductor.assets import read_text
from conductor.i18n import current_language


@dataclass(frozen=True, slots=True)
class Role:
    """What an assistant can be told of its part."""

    title: str
    text: str


def starter_roles() -> tuple[Role, ...]:
    """Return the roles to begin with, in the language in use."""
    language = current_language()
    rows = json.loads(read_text("starter/roles.json"))["roles"]
    return tuple(Role(row["title"][language], row["text"][language]) for row in rows)
