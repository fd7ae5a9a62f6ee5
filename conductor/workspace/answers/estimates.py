"""Say before they are sent about how many tokens words are, and what they would cost.

Thread: main.
Rules: an unknown price stays unknown, never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.entities import Assistant, Usage
from conductor.core.ids import AssistantId, SessionId
from conductor.core.thread import about_tokens
from conductor.store import connections as connection_store
from conductor.store.evidence import draws
from conductor.store.sessions import answers as answer_store
from conductor.workspace.connections.prices import price_of
from conductor.workspace.desk import Desk

USUAL_ANSWER = 500
"""Tokens of an answer, while an assistant has not given one in this session."""

SAMPLE = 20_000
"""Characters of a long text that are looked at."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What sending would take.

    Attributes:
        tokens: of the words themselves, once.
        cost_usd: US dollars for all whose price is known.
        unknown: how many of those addressed have no known price.
    """

    tokens: int
    cost_usd: float
    unknown: int


class Estimates:
    """What words would cost."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(
        self, texts: Sequence[str], to: Sequence[AssistantId], session_id: SessionId | None
    ) -> Estimate:
        """Estimate what it takes to send words and files to assistants."""
        tokens = sum(_about_tokens(text) for text in texts)
        connections = {c.id: c for c in connection_store.all_connections(self._desk.db)}
        before = self._before(session_id)
        cost_usd, unknown = 0.0, 0
        for assistant in connection_store.all_assistants(self._desk.db):
            if assistant.id not in to:
                continue
            connection = connections.get(assistant.connection_id)
            price = price_of(connection, assistant.model) if connection else None
            if price is None:
                unknown += 1
                continue
            history, answer = _expected(assistant, before.get(assistant.id, []))
            cost_usd += (tokens + history) * price.input_usd + answer * price.output_usd
        return Estimate(tokens, cost_usd, unknown)

    def _before(self, session_id: SessionId | None) -> dict[AssistantId, list[Usage]]:
        found: dict[AssistantId, list[Usage]] = {}
        if session_id is not None:
            hides = draws.hides(self._desk.db, session_id)
            for who, usage in answer_store.usage_of_session(self._desk.db, session_id):
                if hides:  # what was read tells who got what was drawn
                    usage = Usage(output_total=usage.output_total)
                found.setdefault(who, []).append(usage)
        return found


def _expected(assistant: Assistant, before: Sequence[Usage]) -> tuple[int, int]:
    """Return the tokens that go along with new words, and those of the answer to come."""
    written = [usage.output_total for usage in before if usage.output_total]
    answer = sum(written) // len(written) if written else USUAL_ANSWER
    if assistant.settings.max_tokens is not None:
        answer = min(answer, assistant.settings.max_tokens)
    if not before:
        return _about_tokens(assistant.role), answer
    last = before[-1]
    read = (last.input_uncached or 0) + (last.cache_read or 0) + (last.cache_write or 0)
    return read + (last.output_total or 0), answer


def _about_tokens(text: str) -> int:
    if len(text) <= SAMPLE:
        return about_tokens(text)
    return about_tokens(text[:SAMPLE]) * len(text) // SAMPLE
