"""Keys are masked wherever they could come back."""

import pickle

import pytest

from conductor.core.errors import AnswerFailed
from conductor.core.ids import ConnectionId
from conductor.core.request import Secret
from conductor.secrets import MASK, Keys, Redactor

KEY = "canary-4711-key"


def knowing(*keys: str) -> Redactor:
    redactor = Redactor()
    for key in keys:
        redactor.learn(Secret(key))
    return redactor


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(KEY)

    assert KEY not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize(
    "text",
    [
        f"Incorrect API key provided: {KEY}.",
        "sk-proj-abcdefghijklmnop",
        "sk-ab****************yz",
        "AIzaSyA1234567890abcdef",
        "Authorization: Bearer abc.def-ghi",
        "https://user:secret@example.com/v1",
    ],
)
def test_errors_lose_known_keys_and_what_looks_like_one(text: str) -> None:
    masked = knowing(KEY).everything(text)

    assert MASK in masked
    assert not any(part in masked for part in (KEY, "abcdef", "1234567890", "secret", "****"))


def test_words_that_only_end_like_a_key_are_left_alone() -> None:
    text = "Ask the desk-assistant about risk-averse plans."

    assert Redactor().everything(text) == text


def test_what_a_model_writes_loses_only_known_keys() -> None:
    redactor = knowing(KEY)

    assert redactor.known_only(f"{KEY} and sk-example-123456") == f"{MASK} and sk-example-123456"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abcdefghijklmno", "abcdefghijklmno"),  # less than half
        ("abcdefghijklmnop", MASK),
        ("so 0123456789ABCDEF.", f"so {MASK}."),
        ("xefghijklmnop0123456789x", f"x{MASK}x"),
        ("abcdefgh ijklmnop 01234567 89ABCDEF", "abcdefgh ijklmnop 01234567 89ABCDEF"),
    ],
)
def test_half_a_key_is_masked_like_the_key(text: str, shown: str) -> None:
    assert knowing("abcdefghijklmnop0123456789ABCDEF").known_only(text) == shown


def test_a_word_that_a_long_key_begins_with_is_left_alone() -> None:
    key = "sk-ant-api03-" + "0123456789abcdefghij" * 3

    assert knowing(key).known_only("Keys begin with sk-ant-api03-.") == (
        "Keys begin with sk-ant-api03-."
    )


def test_a_short_key_is_masked_as_a_whole_only() -> None:
    assert knowing("lm-studio").known_only("lm-studio, LM studio, lm-stud") == (
        f"{MASK}, LM studio, lm-stud"
    )


def test_names_and_errors_lose_shorter_pieces_too() -> None:
    redactor = knowing("abcdefghijklmnop0123456789ABCDEF")

    assert redactor.everything("model abcdefgh, model abcdefg") == f"model {MASK}, model abcdefg"


def test_keys_come_from_the_hand_or_the_named_variable() -> None:
    redactor = Redactor()
    keys = Keys(redactor, {"MY_KEY": " from-environment \n"})
    here = ConnectionId("C")

    assert keys.key_of(here, None) is None
    assert keys.key_of(here, "MY_KEY") == Secret("from-environment")
    keys.hold(here, Secret("from-the-hand"))
    assert keys.key_of(here, "MY_KEY") == Secret("from-the-hand")
    keys.forget(here)
    with pytest.raises(AnswerFailed, match="NOT_SET"):
        keys.key_of(here, "NOT_SET")
    assert redactor.known_only("from-environment from-the-hand") == f"{MASK} {MASK}"
