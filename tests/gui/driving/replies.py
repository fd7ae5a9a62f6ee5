"""Reply to a merge or a review as a model would, with the ids of the drafts it was sent."""

import re
from collections.abc import Iterator

from tests.sse_server import Received, Reply, Step, chunk, text

FRAME = re.compile(r'<answer id="([0-9a-f]+)">\n(.*?)\n</answer>', re.DOTALL)


def drafts_in(request: Received) -> dict[str, str]:
    """Return the drafts in a request, by their ids."""
    return dict(FRAME.findall(request.json["messages"][-1]["content"]))


def _told(request: Received, words: str) -> Iterator[Step]:
    reply = text(*(words[at : at + 20] for at in range(0, len(words), 20)))
    return reply.steps(request)


def merging(body: str) -> Reply:
    """Merge into this text, and name a source and a disagreement."""

    def steps(request: Received) -> Iterator[Step]:
        ids = list(drafts_in(request))
        words = [body, "", "## What came from which"]
        words += [f"- {one}: part {number} of it" for number, one in enumerate(ids, start=1)]
        words += ["", "## Where the drafts disagree"]
        words += [f"- {ids[0]}, {ids[-1]}: the day of the next meeting; the first was followed"]
        return _told(request, "\n".join(words))

    return Reply(steps)


def reviewing(quote: str, problem: str) -> Reply:
    """Find the same error in every draft that holds the quoted words; none in others."""

    def steps(request: Received) -> Iterator[Step]:
        drafts = drafts_in(request)
        lines = [
            f'- {one} | "{quote}" | {problem}' for one, body in drafts.items() if quote in body
        ]
        return _told(request, "\n".join(lines) or "- none")

    return Reply(steps)


def slow(words: str, *, seconds: float) -> Reply:
    """Begin at once, and end after so many seconds."""
    from tests.sse_server import At

    first, rest = words[:5], words[5:]
    whole = text(rest)

    def steps(request: Received) -> Iterator[Step]:
        yield chunk({"content": first})
        yield At(seconds)
        yield from whole.steps(request)

    return Reply(steps)
