"""Serve the corpus at a steady rate, in a process of its own.

The model `corpus-N-R` writes N tokens at R per second, the first preceded by the monotonic
time at which it was sent. Prints one JSON line with the base URL; ends with its input.
"""

import json
import re
import sys
import time
from collections.abc import Iterator

from tests.bench.corpus import tokens
from tests.sse_server import At, Received, Reply, SseServer, Step, chunk, event, usage


def corpus(count: int, per_s: float) -> Reply:
    """Return a reply of so many tokens of the corpus at a rate."""
    events = [chunk({"content": piece}) for piece in tokens(count)]

    def steps(_request: Received) -> Iterator[Step]:
        yield At(0.2)  # so that all streams of a round have begun before the first token
        yield chunk({"content": f"{time.monotonic():.6f}\n\n"})
        for number, piece in enumerate(events):
            yield At(0.2 + number / per_s)
            yield piece
        yield chunk({}, finish="stop")
        yield usage(count)
        yield event("[DONE]")

    return Reply(steps)


class CorpusServer(SseServer):
    """Serves every model by its name."""

    def reply_to(self, request: Received) -> Reply:
        """Return the corpus as the model's name says."""
        named = re.fullmatch(r"corpus-(\d+)-([\d.]+)(?:-\d+)?", request.model)
        return corpus(int(named[1]), float(named[2])) if named else super().reply_to(request)


def main() -> None:
    """Serve until standard input closes."""
    with CorpusServer() as server:
        sys.stdout.write(json.dumps({"base_url": server.base_url}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
