"""Read what an answer cost in tokens, as Chat Completions servers report it.

Rules: what is not reported stays None. Cached tokens are part of `prompt_tokens` and are
taken out of it; reasoning is part of the output, also where a server counts it apart.
"""

from typing import Any

from conductor.core.entities import Usage
from conductor.providers.wire.json_value import count_of, object_of


def usage_of(chunk: dict[str, Any]) -> Usage | None:
    """Return the usage in a chunk or a whole answer, None if it has none."""
    reported = object_of(chunk.get("usage")) or object_of(_groq(chunk).get("usage"))
    if reported:
        usage = _from_usage(reported)
    elif "timings" in chunk:
        usage = _from_timings(object_of(chunk["timings"]))
    else:
        return None
    return None if usage == Usage() else usage


def _groq(chunk: dict[str, Any]) -> dict[str, Any]:
    return object_of(chunk.get("x_groq"))


def _from_usage(reported: dict[str, Any]) -> Usage:
    prompt_parts = object_of(reported.get("prompt_tokens_details"))
    cache_read = count_of(prompt_parts.get("cached_tokens"))
    if cache_read is None:
        cache_read = count_of(reported.get("prompt_cache_hit_tokens"))  # DeepSeek
    cache_write = count_of(prompt_parts.get("cache_write_tokens"))
    prompt = count_of(reported.get("prompt_tokens"))
    return Usage(
        input_uncached=_less(prompt, cache_read, cache_write),
        cache_read=cache_read,
        cache_write=cache_write,
        output_total=_output(reported),
        reasoning=_reasoning(reported),
    )


def _less(total: int | None, *parts: int | None) -> int | None:
    return None if total is None else max(0, total - sum(part or 0 for part in parts))


def _reasoning(reported: dict[str, Any]) -> int | None:
    return count_of(object_of(reported.get("completion_tokens_details")).get("reasoning_tokens"))


def _output(reported: dict[str, Any]) -> int | None:
    output = count_of(reported.get("completion_tokens"))
    prompt, total = count_of(reported.get("prompt_tokens")), count_of(reported.get("total_tokens"))
    reasoning = _reasoning(reported) or 0
    if output is None or prompt is None:
        return output
    is_counted_apart = total == prompt + output + reasoning  # xAI
    return output + reasoning if is_counted_apart else output


def _from_timings(timings: dict[str, Any]) -> Usage:
    """Read llama.cpp's own record, which it sends also without being asked for usage."""
    return Usage(
        input_uncached=count_of(timings.get("prompt_n")),
        cache_read=count_of(timings.get("cache_n")),
        output_total=count_of(timings.get("predicted_n")),
    )
