"""Servers on this machine: found by the shape of their answer, quickly."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack

from conductor.core.request import FoundServer
from conductor.providers import detect
from conductor.providers.detect import USUAL_PORTS, UsualPort, find_servers
from conductor.providers.wire.client import make_client
from tests.providers.services import DATA, Script, Server, response, says, serving


def answers(document: object, status: str = "200 OK") -> Script:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return says(response(body, status, "application/json"))


def find(*scripts: Script) -> tuple[list[FoundServer], list[Server]]:
    """Look at one server for each script; each is expected to be called Expected."""

    async def run() -> tuple[list[FoundServer], list[Server]]:
        async with AsyncExitStack() as stack:
            servers = [await stack.enter_async_context(serving(s)) for s in scripts]
            ports = tuple(UsualPort(port_of(s), "Expected") for s in servers)
            client = await stack.enter_async_context(make_client())
            return list(await find_servers(client, ports)), servers

    return asyncio.run(run())


def port_of(server: Server) -> int:
    return int(server.base_url.split(":")[2].removesuffix("/v1"))


def test_servers_are_found_with_their_models() -> None:
    listing = {"object": "list", "data": [{"id": "qwen3", "owned_by": "library"}, {"id": "b"}]}

    found, servers = find(
        answers(listing),
        answers((DATA / "llamacpp_models.json").read_bytes()),
        answers({"object": "list", "data": [{"id": "x", "owned_by": "organization_owner"}]}),
    )

    assert found == [
        FoundServer("Ollama", servers[0].base_url, ("qwen3", "b")),
        FoundServer("llama.cpp", servers[1].base_url, ("smollm2-135m",)),
        FoundServer("Expected", servers[2].base_url, ("x",)),
    ]


def test_no_key_is_shown_to_a_server_that_was_not_chosen() -> None:
    _found, servers = find(answers({"object": "list", "data": []}))

    assert "authorization" not in servers[0].received[0].headers
    assert servers[0].received[0].headers["connection"] == "close"


def test_a_server_without_models_is_found() -> None:
    found, _servers = find(answers({"object": "list", "data": None}))

    assert found[0].models == ()


def test_other_programs_are_not_found() -> None:
    found, servers = find(
        says(response(b"<html>", content_type="text/html")),
        answers({"status": "up"}),
        answers({"data": []}),
        answers({"data": [{"name": "no id"}]}),
        answers([{"id": "a list of something"}]),
        answers({"error": "Unauthorized"}, "401 Unauthorized"),
        says(b"* OK IMAP4rev1 ready\r\n\r\n"),
        says(then_close=True),
    )

    assert found == []
    assert all(server.received for server in servers)


def test_a_silent_program_holds_up_nothing() -> None:
    found, _servers = find(says(), says(), answers({"object": "list", "data": [{"id": "m"}]}))

    assert [server.models for server in found] == [("m",)]


def test_a_port_that_many_programs_use_gives_no_name() -> None:
    document = {"data": [{"id": "m", "owned_by": "someone"}]}

    assert detect._name(UsualPort(8080, "llama.cpp"), document) == "Server on port 8080"
    assert detect._name(UsualPort(1234, "LM Studio"), document) == "LM Studio"


def test_the_usual_ports_are_looked_at() -> None:
    assert [usual.port for usual in USUAL_PORTS] == [11434, 1234, 8080, 8000, 1337]
