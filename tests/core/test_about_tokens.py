"""An estimate of tokens is near whatever the text, and costs no more for a huge one."""

import time

from conductor.core.thread import about_tokens


def test_a_long_text_is_estimated_by_some_of_its_characters() -> None:
    assert about_tokens("a" * 400_000) == 100_000
    assert abs(about_tokens("가" * 400_000) - 400_000) < 10_000


def test_a_huge_text_costs_little() -> None:
    text = "가a" * 8_000_000
    began = time.thread_time()

    about_tokens(text)

    assert time.thread_time() - began < 0.3
