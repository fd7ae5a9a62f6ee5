"""Which tasks count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.guidance.outcome import Sign
from conductor.evidence.counting import (
    ComparedTask,
    Exclusion,
    Material,
    normalised,
    what_counts,
)
from conductor.evidence.counts import Counts


def task(
    text: str = "a", material: Material = Material.TRIAL, outcome: Sign | None = Sign.WIN
) -> ComparedTask:
    return ComparedTask(text, material, outcome)


def test_trials_and_holdouts_are_pairs_and_lotteries_are_only_pooled() -> None:
    found = what_counts(
        [
            task("a"),
            task("b", Material.HOLDOUT, Sign.TIE),
            task("c", Material.LOTTERY, Sign.LOSS),
        ],
        discovery=(),
    )

    assert found.pooled == Counts(1, 1, 1)
    assert found.pairs == Counts(1, 0, 1)
    assert found.lottery == Counts(0, 1)


@pytest.mark.parametrize(
    "material", [Material.KNOWN_ARM, Material.REVISION, Material.THUMB, Material.AI_JUDGE]
)
def test_what_was_not_blinded_weighs_nothing(material: Material) -> None:
    found = what_counts([task(material=material), task()], discovery=())

    assert found.pooled == Counts(1, 0)
    assert [reason for _, reason in found.excluded] == [Exclusion.NOT_BLIND]


def test_the_task_on_which_the_guidance_was_invented_never_counts() -> None:
    found = what_counts([task("Write  the letter")], discovery=["write the LETTER"])

    assert found.counted == ()
    assert found.excluded == ((task("Write  the letter"), Exclusion.DISCOVERY),)


def test_a_task_counts_once_whichever_way_came_first() -> None:
    again = task("SUMMARISE this", Material.TRIAL, Sign.LOSS)
    found = what_counts([task("Summarise this", Material.LOTTERY), again], discovery=())

    assert found.pooled == Counts(1, 0)
    assert found.excluded == ((again, Exclusion.REPEATED),)


def test_an_unfinished_task_does_not_keep_a_finished_one_out() -> None:
    open_one = task(outcome=None)
    found = what_counts([open_one, task(outcome=Sign.LOSS)], discovery=())

    assert found.pooled == Counts(0, 1)
    assert found.excluded == ((open_one, Exclusion.UNFINISHED),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summarise this", " summarise\n\tthis  "),
        ("Ｗｒｉｔｅ １", "write 1"),
        ("요약해 줘", "요약해\u00a0줘"),
        ("요약", "요약"),
        ("STRASSE", "Straße"),
    ],
)
def test_case_width_and_spaces_make_no_other_task(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_other_words_are_another_task() -> None:
    assert normalised("Summarise this.") != normalised("Summarise that.")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
