"""Read the same streams as a plain httpx script would: the measure for the window.

Prints one JSON line: milliseconds from each first token's stamp to its arrival, and the
tokens read per second over all streams.
"""

import argparse
import asyncio
import json
import time

import httpx


async def read(client: httpx.AsyncClient, base_url: str, model: str) -> tuple[float, int]:
    """Read one stream; return the first token's delay in milliseconds and the tokens."""
    body = {"model": model, "stream": True, "messages": [{"role": "user", "content": "Go"}]}
    first_ms, count = 0.0, 0
    async with client.stream("POST", f"{base_url}/chat/completions", json=body) as response:
        async for line in response.aiter_lines():
            if not line.startswith("data: {"):
                continue
            choices = json.loads(line[6:])["choices"]
            content = choices[0]["delta"].get("content") if choices else None
            if not content:
                continue
            if count == 0:
                first_ms = (time.monotonic() - float(content)) * 1000
            count += 1
    return first_ms, count


async def main() -> None:
    """Read all streams at once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True)
    arguments = parser.parse_args()
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(timeout=600, limits=limits) as client:
        await client.get(f"{arguments.base_url}/models")
        began_s = time.monotonic()
        done = await asyncio.gather(
            *(
                read(client, arguments.base_url, f"corpus-{arguments.tokens}-{arguments.rate}-{n}")
                for n in range(arguments.streams)
            )
        )
    seconds = time.monotonic() - began_s
    total = sum(count for _first, count in done)
    print(json.dumps({"first_ms": [ms for ms, _count in done], "per_s": total / seconds}))


if __name__ == "__main__":
    asyncio.run(main())
