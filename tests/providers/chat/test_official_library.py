"""The official OpenAI library and our provider read the same server and agree."""

from __future__ import annotations

import asyncio

import openai
import pytest

from conductor.providers.wire.client import make_client
from tests.providers.services import (
    KEY,
    Outcome,
    ask,
    endpoint,
    recording,
    request,
    response,
    says,
    serving,
)


async def official(base_url: str) -> tuple[str, str | None, tuple[int, int] | None]:
    text, finish, usage = "", None, None
    async with openai.AsyncOpenAI(base_url=base_url, api_key=KEY, max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="test-model", messages=[{"role": "user", "content": "Hi"}], stream=True
        )
        async for part in stream:
            for choice in part.choices:
                if choice.index == 0:
                    text += choice.delta.content or ""
                    finish = choice.finish_reason or finish
            if part.usage is not None:
                usage = part.usage.prompt_tokens, part.usage.completion_tokens
    return text, finish, usage


@pytest.mark.parametrize(
    "name", ["openai", "llamacpp_korean", "litellm", "deepseek", "vllm", "azure"]
)
def test_text_finish_and_usage_are_the_same(name: str) -> None:
    async def run() -> tuple[tuple[str, str | None, tuple[int, int] | None], Outcome]:
        async with serving(says(response(recording(name)))) as server, make_client() as client:
            theirs = await official(server.base_url)
            return theirs, await ask(client, request(endpoint(server.base_url)))

    (text, finish, usage), ours = asyncio.run(run())

    assert ours.text == text
    assert ours.finished.raw_reason == finish
    assert ours.usage is not None
    told = ours.usage
    total_in = (told.input_uncached or 0) + (told.cache_read or 0) + (told.cache_write or 0)
    assert (total_in, told.output_total) == usage
