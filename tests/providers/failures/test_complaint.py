"""What a service says went wrong, read from any shape, and fit to be shown."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.providers.chat.body import OPTIONAL_FIELDS
from conductor.providers.failures.complaint import read_body, read_complaint
from conductor.providers.failures.failure import failure_of
from conductor.providers.wire.call import Call
from tests.providers.services import endpoint


def detail_of(body: Any) -> str:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_body(raw).text


def test_upstreams_own_words_are_shown() -> None:
    error = {"message": "Provider returned error", "metadata": {"raw": "quota of upstream"}}

    assert detail_of({"error": error}) == "Provider returned error: quota of upstream"


def test_details_are_cleaned_and_cut() -> None:
    detail = detail_of({"error": "a\x00\x1b[31mb\n\n c\u202ed\u200be" + "x" * 10_000})

    assert detail.startswith("a[31mb cde")
    assert len(detail) == 300


def test_of_a_page_only_the_title_is_shown() -> None:
    page = b"\n<!doctype html><html><head><title>502 Bad &amp; Gone</title></head><body>\xff" * 9

    assert detail_of(page) == "502 Bad & Gone"


TEXTS = ["error", "message", "code", "type", "status", "param", "raw", "loc", "msg"]
FIELDS = [*TEXTS, "detail", "details", "metadata", "innererror", "n_ctx"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 400, 401, 404, 413, 422, 429, 500]))
@settings(max_examples=120, deadline=None)
def test_no_shape_of_body_breaks_it(value: Any, status: int | None) -> None:
    call = Call(endpoint(), "/chat/completions", model="m", optional=OPTIONAL_FIELDS)

    failure = failure_of(read_complaint(value), call, status=status)

    assert failure.error.message
    assert len(failure.error.detail) <= 300


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_it(body: bytes) -> None:
    assert len(read_body(body).text) <= 300
