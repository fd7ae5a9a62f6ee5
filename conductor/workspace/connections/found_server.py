"""Make assistants of a model server that was found on this computer."""

from conductor.core.entities import Connection, Ensemble
from conductor.core.request import FoundServer
from conductor.workspace.connections.connections import Connections, NewConnection
from conductor.workspace.names import free_name

MOST_ASSISTANTS = 3
_NO_CHAT = ("embed", "rerank", "whisper", "tts")


def chat_models(server: FoundServer) -> tuple[str, ...]:
    """Return the server's models that can answer a task."""
    return tuple(
        model for model in server.models if not any(word in model.casefold() for word in _NO_CHAT)
    )


def use_server(connections: Connections, server: FoundServer) -> Ensemble:
    """Add a connection to the server, an assistant for each of its first models, their ensemble.

    A connection to this address that is there already is used.

    Raises:
        InvalidInput: the server has no model that could answer.
        StoreError: it could not be kept.
    """
    there = _connection(connections, server)
    made = [
        connections.add_assistant(
            free_name(_short(model), connections.assistants()), there, model=model
        )
        for model in chat_models(server)[:MOST_ASSISTANTS]
    ]
    return connections.add_ensemble(free_name(server.name, connections.ensembles()), made)


def _connection(connections: Connections, server: FoundServer) -> Connection:
    for known in connections.all():
        if known.base_url == server.base_url:
            return known
    name = free_name(server.name, connections.all())
    return connections.add(NewConnection(name, base_url=server.base_url))


def _short(model: str) -> str:
    """Return a model's name without where it comes from and which build it is."""
    return model.rsplit("/", 1)[-1].removesuffix(":latest").removesuffix(".gguf")
