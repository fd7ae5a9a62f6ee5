"""Read one piece of an answer in the many shapes that Chat Completions servers give it."""

from typing import Any

from conductor.core.entities import Finish
from conductor.core.events import Reasoning, Refusal, Text
from conductor.providers.failures.failure import not_understood
from conductor.providers.wire.json_value import list_of, object_of, text_of

Part = Text | Reasoning | Refusal

_FINISHES = {
    "stop": Finish.STOP,
    "eos": Finish.STOP,
    "end_turn": Finish.STOP,
    "stop_sequence": Finish.STOP,
    "length": Finish.LENGTH,
    "model_length": Finish.LENGTH,  # Mistral
    "max_tokens": Finish.LENGTH,
    "content_filter": Finish.FILTERED,
    "refusal": Finish.REFUSED,
    "tool_calls": Finish.TOOL,
    "function_call": Finish.TOOL,
    "model_context_window_exceeded": Finish.CONTEXT_FULL,
    "error": Finish.ERROR,
    "insufficient_system_resource": Finish.ERROR,  # DeepSeek
    "abort": Finish.CANCELLED,
    "cancelled": Finish.CANCELLED,
}


def finish_of(raw: str | None) -> Finish:
    """Return the reason in our words; an unknown one is no error."""
    return _FINISHES.get(raw or "", Finish.UNKNOWN)


def parts_of(delta: dict[str, Any]) -> list[Part]:
    """Return what a delta (or a whole message) holds, reasoning first.

    Raises:
        AnswerFailed: its text has a shape that is not understood, so it would be lost.
    """
    parts: list[Part] = []
    reasoning = _reasoning(delta)
    if reasoning is not None:
        parts.append(reasoning)
    content = delta.get("content")
    if isinstance(content, str):
        if content:
            parts.append(Text(content))
    elif content is not None:
        parts.extend(_from_list(content))
    refusal = delta.get("refusal")
    if isinstance(refusal, str) and refusal:
        parts.append(Refusal(refusal))
    return parts


def _reasoning(delta: dict[str, Any]) -> Reasoning | None:
    """Return the reasoning from the first field that has any; some servers fill several."""
    for name in ("reasoning_content", "reasoning"):
        text = delta.get(name)
        if isinstance(text, str) and text:
            return Reasoning(text)
    details = [object_of(item) for item in list_of(delta.get("reasoning_details"))]
    raw = "".join(text_of(item.get("text")) for item in details)
    if raw:
        return Reasoning(raw)
    summary = "".join(text_of(item.get("summary")) for item in details)
    return Reasoning(summary, "summary") if summary else None


def _from_list(content: Any) -> list[Part]:
    """Read a content that is a list of parts, as Mistral's is while it thinks."""
    if not isinstance(content, list):
        raise not_understood()
    parts: list[Part] = []
    for item in map(object_of, content):
        thinking = item.get("thinking")
        if thinking:
            rows = thinking if isinstance(thinking, list) else [{"text": thinking}]
            thought = "".join(text_of(object_of(row).get("text")) for row in rows)
            parts.append(Reasoning(thought))
        elif text_of(item.get("text")):
            parts.append(Text(item["text"]))
    return parts
