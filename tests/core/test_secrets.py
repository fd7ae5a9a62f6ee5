"""Keys are masked wherever they could come back."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.errors import AnswerFailed
from conductor.core.ids import ConnectionId
from conductor.core.request import Secret
from conductor.secrets import MASK, Keys, Redactor, StreamRedactor

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


@given(st.text(alphabet="canry-471ke xy", max_size=60), st.data())
def test_a_stream_is_masked_like_the_whole_text_however_it_is_cut(
    around: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(around)))
    text = around[:at] + KEY + around[at:]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    stream = StreamRedactor(knowing(KEY))

    shown = "".join(stream.feed(piece) for piece in pieces) + stream.flush()

    assert KEY not in shown
    assert shown == knowing(KEY).known_only(text)


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
