"""Read what the example session says, in one language, and say when it happened."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conductor.assets import read_text
from conductor.core.entities import Assistant, Usage
from conductor.core.request import Message
from conductor.core.thread import about_tokens

Piece = dict[str, Any]
BEGAN = timedelta(days=21)


def example_text(language: str) -> Piece:
    """Return the example in a language: its assistants, rounds, draft and guidance."""
    return tomllib.loads(read_text(f"example/{language}.toml"))


def before(now: str, ago: timedelta) -> str:
    """Return the time that lies this long before another one."""
    when = datetime.fromisoformat(now) - ago
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def usage_of(messages: tuple[Message, ...], text: str) -> Usage:
    """Return about how many tokens an answer would have taken."""
    read = sum(about_tokens(message.text) for message in messages)
    return Usage(input_uncached=read, output_total=about_tokens(text))


@dataclass(frozen=True, slots=True)
class Cast:
    """The example's assistants by the keys that its texts use, and what an answer costs."""

    by_key: dict[str, Assistant]
    cost_usd: dict[str, float | None]
    connection: str
