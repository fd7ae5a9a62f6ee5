"""Recognise that a request is longer than the model can take, and by how much.

Every server says it in its own words; the codes are few, the sentences many.
"""

import re

from conductor.providers.failures.complaint import Complaint

_CODES = frozenset(
    {"context_length_exceeded", "exceed_context_size_error", "context_window_exceeded"}
    | {"contextwindowexceedederror", "model_context_window_exceeded", "string_above_max_length"}
)
_WORDS = re.compile(
    r"exceeds? the available context|maximum (context|prompt|model) length|context[ _]length"
    r"|context window|max_model_len|(prompt|input) is too long|reduce the length of the messages",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"resulted in (\d+) tokens|request \((\d+) tokens\)|request contains (\d+) tokens"
    r"|prompt \(length (\d+)\)|prompt contains (\d+) tokens|requested (?:about )?\d+ tokens "
    r"\((\d+) in the messages|requested (?:about )?(\d+) tokens",
    re.IGNORECASE,
)
_CONTEXT = re.compile(
    r"(?:context|prompt|model) length (?:is|of) (?:only )?(\d+)|context size \((\d+) tokens\)"
    r"|max_model_len=(\d+)|with (\d+) maximum context",
    re.IGNORECASE,
)


def is_too_long(complaint: Complaint, status: int) -> bool:
    """Return whether the complaint is about the length of the request."""
    if status == 413 or not _CODES.isdisjoint(complaint.signs):
        return True
    return status in (400, 422, 500) and bool(_WORDS.search(complaint.told))


def token_counts(complaint: Complaint) -> tuple[int | None, int | None]:
    """Return the tokens of the request and those the model can take, where it says so."""
    prompt = complaint.prompt_tokens or _first_number(_PROMPT, complaint.told)
    context = complaint.context_tokens or _first_number(_CONTEXT, complaint.told)
    return prompt, context


def _first_number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    digits = next((group for group in found.groups() if group), "") if found else ""
    return int(digits) if 0 < len(digits) <= 12 else None
