"""Tokens as services count them, in our one way of counting."""

from __future__ import annotations

from typing import Any

import pytest

from conductor.core.entities import Usage
from conductor.providers.chat.usage import usage_of


@pytest.mark.parametrize(
    ("chunk", "usage"),
    [
        ({}, None),
        ({"usage": None}, None),
        ({"usage": {}}, None),
        ({"usage": "lots"}, None),
        ({"usage": {"prompt_tokens": None, "completion_tokens": "x"}}, None),
        ({"usage": {"prompt_tokens": 5}}, Usage(5, None, None, None, None)),
        ({"usage": {"prompt_tokens": "5", "completion_tokens": 2.0}}, Usage(5, None, None, 2)),
        ({"usage": {"prompt_tokens": True, "completion_tokens": -2}}, None),
        ({"usage": {"prompt_tokens": 10**30, "completion_tokens": 1}}, Usage(output_total=1)),
        ({"usage": {"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 4}}},
         Usage(5, 4)),
        ({"usage": {"prompt_tokens": 3, "prompt_tokens_details": {"cached_tokens": 4}}},
         Usage(0, 4)),
        ({"usage": {"prompt_tokens": 9, "prompt_tokens_details": None}}, Usage(9)),
        ({"usage": {"prompt_tokens": 90, "prompt_cache_hit_tokens": 64}}, Usage(26, 64)),
        ({"x_groq": {"usage": {"prompt_tokens": 3, "completion_tokens": 4}}},
         Usage(3, None, None, 4)),
        ({"timings": {"cache_n": 3, "prompt_n": 60, "predicted_n": 24}}, Usage(60, 3, None, 24)),
        # one server counts reasoning within the output, another beside it
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 30, "total_tokens": 40,
                    "completion_tokens_details": {"reasoning_tokens": 20}}},
         Usage(10, None, None, 30, 20)),
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 30, "total_tokens": 60,
                    "completion_tokens_details": {"reasoning_tokens": 20}}},
         Usage(10, None, None, 50, 20)),
    ],
)  # fmt: skip
def test_usage_is_read_and_what_is_not_reported_stays_unknown(
    chunk: dict[str, Any], usage: Usage | None
) -> None:
    assert usage_of(chunk) == usage
