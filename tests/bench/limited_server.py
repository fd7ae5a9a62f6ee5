"""Serve answers, but only so many requests a minute for each key, in a process of its own.

The minute is counted from a key's first request, and lasts as long as it is told here. What
is too much gets a 429 with the wait in `Retry-After`. Prints one JSON line with the base URL,
and when its input closes another with how often each key was refused, and with the second
after the first request in which each answer ended.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.sse_server import At, Received, Reply, SseServer, Step, chunk, event, failing, usage

SHORTEST_S, LONGEST_S = 0.1, 0.3


class LimitedServer(SseServer):
    """Counts the requests of each key.

    Attributes:
        refused: how many requests of each key were too many.
        first_s: when the first request came, monotonic.
        ends_s: when each answer ended, monotonic.
    """

    def __init__(self, limit: int, minute_s: float) -> None:
        super().__init__()
        self._limit, self._minute_s = limit, minute_s
        self._begun_s: dict[str, float] = {}
        self._taken: Counter[str] = Counter()
        self._draw = random.Random(1)
        self.refused: Counter[str] = Counter()
        self.first_s = 0.0
        self.ends_s: list[float] = []

    def reply_to(self, request: Received) -> Reply:
        """Answer, or refuse and say for how long."""
        key, now_s = request.headers.get("authorization", ""), time.monotonic()
        self.first_s = self.first_s or now_s
        begun_s = self._begun_s.setdefault(key, now_s)
        if now_s >= begun_s + self._minute_s:
            self._begun_s[key], self._taken[key] = now_s, 0
        if self._taken[key] < self._limit:
            self._taken[key] += 1
            return self._answer(self._draw.uniform(SHORTEST_S, LONGEST_S))
        self.refused[key] += 1
        wait_s = self._begun_s[key] + self._minute_s - now_s
        return failing(
            429,
            message="Rate limit reached for requests.",
            headers=(("retry-after", f"{wait_s:.3f}"),),
            code="rate_limit_exceeded",
        )

    def _answer(self, seconds: float) -> Reply:
        def steps(_request: Received) -> Iterator[Step]:
            yield chunk({"role": "assistant", "content": ""})
            for number in range(10):
                yield At(seconds * (number + 1) / 10)
                yield chunk({"content": f"word{number} "})
            yield chunk({}, finish="stop")
            yield usage(10)
            yield event("[DONE]")
            self.ends_s.append(time.monotonic())

        return Reply(steps)


def main() -> None:
    """Serve until standard input closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, required=True)
    parser.add_argument("--minute", type=float, required=True, help="seconds that it lasts")
    arguments = parser.parse_args()
    with LimitedServer(arguments.limit, arguments.minute) as server:
        _say({"base_url": server.base_url})
        sys.stdin.read()
        _say(
            {
                "refused": dict(server.refused),
                "ends_s": [end_s - server.first_s for end_s in server.ends_s],
            }
        )


def _say(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
