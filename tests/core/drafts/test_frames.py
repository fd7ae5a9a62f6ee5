"""Drafts in frames: anonymous, in random order, and recorded."""

from random import Random

from conductor.core.drafts.frames import Framed, PassedDraft, framed, read_frames
from conductor.core.ids import AnswerId

A, B, C = AnswerId("A"), AnswerId("B"), AnswerId("C")
DRAFTS = [PassedDraft(A, "one"), PassedDraft(B, "two"), PassedDraft(C, "three")]


def test_a_frame_is_its_id_and_the_text() -> None:
    found = framed([PassedDraft(A, "one\ntwo")], Random(1))

    (frame,) = found.frames
    assert found.text == f'<answer id="{frame.id}">\none\ntwo\n</answer>'
    assert frame.answer == A


def test_the_order_is_random_and_recorded() -> None:
    orders = set()
    for seed in range(60):
        found = framed(DRAFTS, Random(seed))
        texts = {draft.answer: draft.text for draft in DRAFTS}
        assert [text for _id, text in read_frames(found.text)] == [
            texts[frame.answer] for frame in found.frames
        ]
        orders.add(tuple(frame.answer for frame in found.frames))

    assert len(orders) == 6


def test_ids_have_a_letter_and_a_digit_and_tell_nothing() -> None:
    ids = [frame.id for seed in range(200) for frame in framed(DRAFTS, Random(seed)).frames]

    assert not any(found.isdecimal() or found.isalpha() for found in ids)
    assert len(set(ids)) > 500


def test_no_drafts_are_no_frames() -> None:
    assert framed([], Random(1)) == Framed("", ())
    assert read_frames("") == ()


def test_ids_lead_to_answers_and_names() -> None:
    found = framed(DRAFTS, Random(1))
    first, second = found.frames[0], found.frames[1]
    text = f"{first.id} and [{second.id.upper()}], not {first.id}0 nor beef1"

    assert found.answer_of(first.id.upper()) == first.answer
    assert found.answer_of("none") is None
    assert found.ids_in(text) == (first.answer, second.answer)
    assert found.named(text, {first.answer: "Astra"}) == (
        f"Astra and [{second.id.upper()}], not {first.id}0 nor beef1"
    )
