"""The real model server with the real starter model.

Run it with `pytest -m rig tests/engine/local`; the model is fetched once (98 MB) and kept in
`~/.cache/conductor-tests`, unless `CONDUCTOR_TEST_MODEL` names it.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from conductor.assets import read_text
from conductor.core.errors import AnswerFailed
from conductor.core.request import Endpoint
from conductor.engine.local.server import LocalServers
from conductor.secrets import Redactor
from tests.engine.local.processes import has_ended

pytestmark = pytest.mark.rig

EVIL = {"Origin": "https://evil.example"}

PARENT = """
import asyncio, pathlib, sys
from conductor.engine.local.server import LocalServers
from conductor.secrets import Redactor

async def main():
    servers = LocalServers(Redactor())
    starting = asyncio.create_task(servers.endpoint(pathlib.Path(sys.argv[1])))
    while not servers._processes:
        await asyncio.sleep(0.001)
    print(next(iter(servers._processes)).pid, flush=True)
    await starting
    print("ready", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""

Act = Callable[[httpx.AsyncClient, Endpoint, LocalServers], Awaitable[Any]]


def with_server(model: Path, act: Act) -> Any:
    """Start the server, and give a client that holds the key to it."""

    async def run() -> Any:
        servers = LocalServers(Redactor())
        try:
            endpoint = await servers.endpoint(model)
            assert endpoint.key
            headers = {"Authorization": f"Bearer {endpoint.key.reveal()}", "Connection": "close"}
            async with httpx.AsyncClient(headers=headers, timeout=120) as client:
                return await act(client, endpoint, servers)
        finally:
            await servers.close()

    return asyncio.run(run())


def asked(text: str, *, role: str = "", **fields: Any) -> dict[str, Any]:
    messages = [{"role": "system", "content": role}] if role else []
    return {"messages": [*messages, {"role": "user", "content": text}], "seed": 1, **fields}


def environment_of(pid: int) -> bytes:
    where = Path(f"/proc/{pid}/environ")
    return where.read_bytes() if where.exists() else b""


def test_it_answers(starter_model: Path) -> None:
    async def act(client: httpx.AsyncClient, endpoint: Endpoint, _: LocalServers) -> Any:
        url = f"{endpoint.base_url}/chat/completions"
        return (await client.post(url, json=asked("Say hello.", max_tokens=20))).json()

    reply = with_server(starter_model, act)

    assert reply["choices"][0]["message"]["content"].strip()
    assert reply["model"] == starter_model.stem


def test_it_runs_as_it_was_told(starter_model: Path) -> None:
    async def act(client: httpx.AsyncClient, endpoint: Endpoint, _: LocalServers) -> Any:
        models = (await client.get(f"{endpoint.base_url}/models")).json()
        props = (await client.get(endpoint.base_url.replace("/v1", "/props"))).json()
        return models["data"][0]["id"], props

    name, props = with_server(starter_model, act)

    assert name == starter_model.stem
    assert props["total_slots"] == 3
    assert props["default_generation_settings"]["n_ctx"] == 4096
    assert props["default_generation_settings"]["params"]["repeat_penalty"] == pytest.approx(1.1)


def test_only_the_key_opens_it(starter_model: Path) -> None:
    async def act(client: httpx.AsyncClient, endpoint: Endpoint, _: LocalServers) -> Any:
        url = f"{endpoint.base_url}/models"
        wrong = await client.get(url, headers={"Authorization": "Bearer guessed"})
        async with httpx.AsyncClient() as stranger:
            none = await stranger.get(url)
        return wrong.status_code, none.status_code, (await client.get(url)).status_code

    assert with_server(starter_model, act) == (401, 401, 200)


def test_a_web_page_gets_nothing(starter_model: Path) -> None:
    async def act(client: httpx.AsyncClient, endpoint: Endpoint, _: LocalServers) -> Any:
        chat = f"{endpoint.base_url}/chat/completions"
        preflight = EVIL | {"Access-Control-Request-Method": "POST"}
        async with httpx.AsyncClient() as page:
            replies = [
                await client.get(f"{endpoint.base_url}/models", headers=EVIL),
                await page.get(f"{endpoint.base_url}/models", headers=EVIL),
                await page.options(chat, headers=preflight),
            ]
        slots = await client.get(endpoint.base_url.replace("/v1", "/slots"))
        return replies, await client.get(endpoint.base_url.replace("/v1", "/")), slots

    replies, start_page, slots = with_server(starter_model, act)

    assert [r.status_code for r in replies[:2]] == [200, 401]
    assert not any("access-control-allow-origin" in r.headers for r in replies)
    assert start_page.status_code == 404
    assert slots.status_code == 501


def test_nobody_sees_the_key_from_outside(starter_model: Path) -> None:
    async def act(_: httpx.AsyncClient, endpoint: Endpoint, servers: LocalServers) -> Any:
        ps = await asyncio.create_subprocess_exec(
            "ps", "-ww", "-e", "-o", "pid,args", stdout=asyncio.subprocess.PIPE
        )
        listed, _errors = await ps.communicate()
        (process,) = servers._processes
        assert endpoint.key
        return endpoint.key.reveal().encode(), process.pid, listed, environment_of(process.pid)

    key, pid, listed, environment = with_server(starter_model, act)

    assert str(pid).encode() in listed
    assert key not in listed
    assert key not in environment


def test_a_stopped_answer_makes_room_at_once(starter_model: Path) -> None:
    async def act(client: httpx.AsyncClient, endpoint: Endpoint, _: LocalServers) -> float:
        url = f"{endpoint.base_url}/chat/completions"
        long = asked("Tell a long story.", max_tokens=3000, ignore_eos=True, stream=True)

        async def begin_and_stop() -> None:
            async with client.stream("POST", url, json=long) as reply:
                async for line in reply.aiter_lines():
                    if '"content":"' in line:
                        return

        await asyncio.gather(*(begin_and_stop() for _ in range(3)))
        began = time.monotonic()
        await client.post(url, json=asked("Say hello.", max_tokens=1))
        return time.monotonic() - began

    assert with_server(starter_model, act) < 10  # three times 3,000 tokens would take minutes


def test_close_ends_it_while_it_writes(starter_model: Path) -> None:
    async def act(client: httpx.AsyncClient, endpoint: Endpoint, servers: LocalServers) -> Any:
        url = f"{endpoint.base_url}/chat/completions"
        long = asked("Tell a long story.", max_tokens=3000, ignore_eos=True, stream=True)
        (process,) = servers._processes
        async with client.stream("POST", url, json=long) as reply:
            lines = reply.aiter_lines()
            assert (await anext(lines)).startswith("data: ")
            began = time.monotonic()
            await servers.close()
            took_s = time.monotonic() - began
            with pytest.raises(httpx.TransportError):
                async for _line in lines:
                    pass
        return process.returncode, took_s

    code, took_s = with_server(starter_model, act)

    assert code is not None
    assert took_s < 1


@pytest.mark.parametrize("moment", ["loading", "ready"])
def test_it_dies_with_a_parent_that_is_killed(starter_model: Path, moment: str) -> None:
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(starter_model)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": root},
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        if moment == "ready":
            assert parent.stdout.readline() == "ready\n"

        parent.kill()

        assert has_ended(pid, within_s=5)


def test_a_cut_off_model_file_says_so(starter_model: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    with starter_model.open("rb") as whole:
        cut.write_bytes(whole.read(20_000_000))

    async def act() -> None:
        servers = LocalServers(Redactor())
        try:
            await servers.endpoint(cut)
        finally:
            await servers.close()

    with pytest.raises(AnswerFailed, match="damaged or incomplete"):
        asyncio.run(act())


def test_the_starter_assistants_answer_differently_and_to_the_end(starter_model: Path) -> None:
    rows = json.loads(read_text("starter/assistants.json"))["assistants"]

    async def act(client: httpx.AsyncClient, endpoint: Endpoint, _: LocalServers) -> Any:
        url = f"{endpoint.base_url}/chat/completions"

        async def ask(row: dict[str, Any]) -> Any:
            settings = {"temperature": row["temperature"], "max_tokens": row["max_tokens"]}
            question = asked("Name three uses of a brick.", role=row["role"]["en"], **settings)
            return (await client.post(url, json=question)).json()

        return await asyncio.gather(*(ask(row) for row in rows))

    replies = with_server(starter_model, act)

    choices = [reply["choices"][0] for reply in replies]
    assert [choice["finish_reason"] for choice in choices] == ["stop"] * 3
    assert len({choice["message"]["content"] for choice in choices}) == 3
    assert all(reply["usage"]["completion_tokens"] < 400 for reply in replies)
