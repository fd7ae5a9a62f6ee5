"""Leave out an optional field that a service refuses, and remember that it did.

Rules: which fields are optional is the provider's knowledge; a field counts as such when
the provider's body is another one without it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from conductor.core.ids import ConnectionId
from conductor.core.request import ModelRequest

if TYPE_CHECKING:
    from conductor.providers.protocol import Provider

_NEVER = frozenset(("model", "messages", "input", "contents", "stream", "system", "instructions"))


class RefusedFields:
    """The fields that each model of each connection refused since the start. Thread: any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fields: dict[tuple[ConnectionId, str], frozenset[str]] = {}

    def of(self, connection_id: ConnectionId, model: str) -> frozenset[str]:
        """Return the fields not to send to this model."""
        return self._fields.get((connection_id, model), frozenset())

    def add(self, connection_id: ConnectionId, model: str, field: str) -> None:
        """Remember that this model refuses a field."""
        with self._lock:
            fields = self.of(connection_id, model)
            self._fields[connection_id, model] = fields | {field}


def field_to_drop(
    provider: Provider,
    request: ModelRequest,
    parameter: str,
    *,
    without: frozenset[str] = frozenset(),
) -> str | None:
    """Return the request's optional field that a service calls `parameter`, None if none.

    Args:
        provider: knows which fields it would send.
        request: the request that was refused.
        parameter: the service's name of what it refuses, such as `reasoning.effort`.
        without: the fields left out anyway.
    """
    for name in _possible_names(parameter):
        if name not in _NEVER and is_sent(provider, request, name, without=without - {name}):
            return name
    return None


def is_sent(
    provider: Provider, request: ModelRequest, field: str, *, without: frozenset[str]
) -> bool:
    """Return whether the request holds this optional field."""
    return provider.body(request, without | {field}) != provider.body(request, without)


def _possible_names(parameter: str) -> tuple[str, ...]:
    parts = parameter.split(".")
    names = (parameter, "_".join(parts), parts[-1], parts[0])
    return tuple(dict.fromkeys(name for name in names if name))
