"""A server found on this computer becomes assistants with one call."""

import pytest

from conductor.core.errors import InvalidInput
from conductor.core.request import FoundServer
from conductor.workspace.connections.found_server import use_server
from tests.workspace.conftest import Stage

URL = "http://127.0.0.1:11434/v1"


def test_each_of_the_first_models_becomes_an_assistant(stage: Stage) -> None:
    models = ("hf.co/org/Qwen3:latest", "gemma=3", "nomic-embed-text", "phi", "llama")

    ensemble = use_server(stage.workspace.connections, FoundServer("Ollama", URL, models))

    assistants = stage.workspace.connections.assistants()
    assert [a.name for a in assistants] == ["Qwen3", "gemma 3", "phi"]
    assert [a.model for a in assistants] == ["hf.co/org/Qwen3:latest", "gemma=3", "phi"]
    assert ensemble.assistants == tuple(a.id for a in assistants)
    assert stage.workspace.connections.ensembles()[0] == ensemble
    assert [c.base_url for c in stage.workspace.connections.all()] == [URL]


def test_a_second_time_it_makes_more_of_the_same_connection(stage: Stage) -> None:
    server = FoundServer("Ollama", URL, ("qwen3",))

    use_server(stage.workspace.connections, server)
    use_server(stage.workspace.connections, server)

    assert len(stage.workspace.connections.all()) == 1
    assert [a.name for a in stage.workspace.connections.assistants()] == ["qwen3", "qwen3 2"]


def test_a_server_without_a_model_is_refused_in_a_sentence(stage: Stage) -> None:
    with pytest.raises(InvalidInput, match="at least one"):
        use_server(stage.workspace.connections, FoundServer("Ollama", URL, ("bge-embed",)))

    assert stage.workspace.connections.ensembles() == ()
