"""Know the addresses of services, so that a person only needs their names."""

import json
from dataclasses import dataclass
from functools import cache

from conductor.assets import read_text
from conductor.core.entities import ConnectionKind
from conductor.core.errors import InvalidInput
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class Preset:
    """A service that is known by name.

    Attributes:
        key_env: the environment variable in which its key usually is; None if it needs none.
    """

    name: str
    title: str
    kind: ConnectionKind
    base_url: str
    key_env: str | None


@cache
def presets() -> tuple[Preset, ...]:
    """Return the services known by name."""
    return tuple(
        Preset(
            row["name"],
            row["title"],
            ConnectionKind(row["kind"]),
            row["base_url"],
            row.get("key_env"),
        )
        for row in json.loads(read_text("presets.json"))
    )


def preset(name: str) -> Preset:
    """Return one service by its name.

    Raises:
        InvalidInput: it is not known.
    """
    for item in presets():
        if item.name == name.casefold():
            return item
    sentence = _("There is no preset {name}. There is: {names}.")
    names = ", ".join(item.name for item in presets())
    raise InvalidInput(sentence.format(name=name, names=names))
