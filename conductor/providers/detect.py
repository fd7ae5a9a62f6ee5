"""Find the model servers that run on this machine, by asking where they usually listen.

Rules: only the loopback address is asked, briefly, and without any key; what does not
answer with a list of models is not a model server.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from conductor.core.entities import ConnectionKind
from conductor.core.errors import AnswerFailed
from conductor.core.request import Endpoint, FoundServer
from conductor.i18n import _
from conductor.providers.exchange import fetch_json
from conductor.providers.model_list import LIST_LIMIT_BYTES, models_in
from conductor.providers.wire.call import Call
from conductor.providers.wire.json_value import list_of, object_of

_LIMIT_S = 2.0  # a busy computer; where nothing listens, that is known at once


@dataclass(frozen=True, slots=True)
class UsualPort:
    """Where a server listens if nobody told it otherwise."""

    port: int
    name: str


USUAL_PORTS = (
    UsualPort(11434, "Ollama"),
    UsualPort(1234, "LM Studio"),
    UsualPort(8080, "llama.cpp"),
    UsualPort(8000, "vLLM"),
    UsualPort(1337, "Jan"),
)
_OWNERS = {"llamacpp": "llama.cpp", "vllm": "vLLM", "library": "Ollama"}
_SHARED_PORTS = frozenset({8000, 8080})  # many other servers use them too


async def find_servers(
    client: httpx.AsyncClient, ports: tuple[UsualPort, ...] = USUAL_PORTS
) -> tuple[FoundServer, ...]:
    """Return the servers that answer, in the order of the ports; takes two seconds at most."""
    found = await asyncio.gather(*(_look(client, usual) for usual in ports))
    return tuple(server for server in found if server is not None)


async def _look(client: httpx.AsyncClient, usual: UsualPort) -> FoundServer | None:
    base_url = f"http://127.0.0.1:{usual.port}/v1"
    endpoint = Endpoint(ConnectionKind.OPENAI_COMPATIBLE, base_url, keep_alive=False)
    try:
        async with asyncio.timeout(_LIMIT_S):
            document = await fetch_json(client, Call(endpoint, "/models"), LIST_LIMIT_BYTES)
    except (AnswerFailed, TimeoutError):
        return None
    models = models_in(document) if isinstance(document, dict) else None
    if models is None or (not models and document.get("object") != "list"):
        return None
    return FoundServer(_name(usual, document), base_url, tuple(model.id for model in models))


def _name(usual: UsualPort, document: dict[str, Any]) -> str:
    """Return the server's name: what its list says, before what the port suggests."""
    for row in map(object_of, list_of(document.get("data"))):
        owner = row.get("owned_by")
        if isinstance(owner, str) and owner in _OWNERS:
            return _OWNERS[owner]
    if usual.port in _SHARED_PORTS:
        return _("Server on port {port}").format(port=usual.port)
    return usual.name
