"""When an earlier text of the draft is kept."""

from hypothesis import given
from hypothesis import strategies as st

from conductor.core.manuscript import changed, is_worth_keeping

T0 = "2026-11-22T10:00:00.000Z"
T1 = "2026-11-22T10:05:00.000Z"
T2 = "2026-11-22T10:10:00.000Z"
LONG = "A paragraph that took a while to write, word by word. " * 6


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_edit_is_what_was_taken_away_and_what_was_put_in(before: str, after: str) -> None:
    removed, added = changed(before, after)

    assert len(before) - removed + added == len(after)
    assert (removed, added) == (0, 0) or before != after


def worth(before: str, after: str, *, kept: str = "", at: str | None = None, now: str = T1) -> bool:
    return is_worth_keeping(before, after, kept=kept, kept_at=at, now=now)


def test_a_paste_over_everything_is_preceded_by_a_version() -> None:
    assert worth(LONG, "pasted")
    assert worth(LONG, LONG.upper(), kept="x", at=T1)
    assert worth("A sentence of no more than fifty characters here.", "")


def test_typing_on_keeps_no_version_until_some_minutes_have_passed() -> None:
    assert not worth("A short text", "A short text.", now=T2)
    assert not worth(LONG, LONG + "a", kept="A short", at=T0, now=T1)
    assert worth(LONG, LONG + "a", kept="A short", at=T0, now=T2)


def test_the_first_version_is_kept_once_there_is_something_to_lose() -> None:
    assert worth(LONG, LONG + "a")


def test_a_held_backspace_key_cannot_eat_the_text_without_a_version() -> None:
    kept, at, text = "", None, LONG * 3
    versions = []
    while text:
        after = text[:-8]
        if worth(text, after, kept=kept, at=at):
            kept, at = text, T1
            versions.append(text)
        text = after

    assert versions[0] == LONG * 3


def test_nothing_is_kept_twice() -> None:
    assert not worth(LONG, "", kept=LONG, at=T1)
    assert not worth("", LONG)
    assert not worth(LONG, LONG)
