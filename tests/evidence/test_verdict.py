"""The word for the evidence: the published table, the rule for pairs, and its laws."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor import i18n
from conductor.core.guidance.outcome import Sign
from conductor.evidence.counts import Counts, count
from conductor.evidence.statistics.posterior import SCEPTICAL_PRIOR
from conductor.evidence.verdict import (
    Assessment,
    Verdict,
    assess,
    starting_assumption,
    verdict_on,
)

FEW = st.integers(0, 60)
TABLE = [
    ((0, 0, 0), (0.250000, 0.500000, 0.250000), Verdict.NOT_ENOUGH),
    ((5, 0, 0), (0.828947, 0.157895, 0.013158), Verdict.PROBABLY_HELPS),
    ((8, 0, 0), (0.964151, 0.033962, 0.001887), Verdict.HELPS),
    ((7, 1, 0), (0.765244, 0.219512, 0.015244), Verdict.NOT_ENOUGH),
    ((8, 1, 0), (0.841362, 0.149502, 0.009136), Verdict.PROBABLY_HELPS),
    ((9, 2, 3), (0.741691, 0.243722, 0.014586), Verdict.NOT_ENOUGH),
    ((13, 2, 0), (0.949242, 0.048769, 0.001989), Verdict.PROBABLY_HELPS),
    ((14, 2, 0), (0.968672, 0.030188, 0.001139), Verdict.HELPS),
    ((5, 5, 10), (0.134879, 0.730242, 0.134879), Verdict.LITTLE_DIFFERENCE),
    ((0, 8, 0), (0.001887, 0.033962, 0.964151), Verdict.HURTS),
]


def from_pairs(counts: Counts) -> Assessment:
    return assess(counts, counts)


@pytest.mark.parametrize(("counts", "probabilities", "verdict"), TABLE)
def test_the_published_table(
    counts: tuple[int, int, int], probabilities: tuple[float, float, float], verdict: Verdict
) -> None:
    found = from_pairs(Counts(*counts))

    assert (found.p_helps, found.p_none, found.p_hurts) == pytest.approx(probabilities, abs=1e-6)
    assert found.verdict is verdict


def test_pooled_evidence_helps_when_pairs_alone_are_probable() -> None:
    found = assess(Counts(11, 1), pairs=Counts(5, 0))

    assert found.p_helps == pytest.approx(0.961665, abs=1e-6)
    assert from_pairs(Counts(5, 0)).p_helps == pytest.approx(0.828947, abs=1e-6)
    assert found.verdict is Verdict.HELPS


def test_a_lottery_by_itself_reaches_probably_only() -> None:
    found = assess(Counts(11, 1), pairs=Counts(2, 0))

    assert from_pairs(Counts(2, 0)).p_helps == pytest.approx(0.5, abs=1e-6)
    assert found.verdict is Verdict.PROBABLY_HELPS
    assert verdict_on(Counts(1, 11), Counts(0, 2)) is Verdict.PROBABLY_HURTS
    assert verdict_on(Counts(200, 0), Counts()) is Verdict.PROBABLY_HELPS


@given(FEW, FEW, FEW, st.data())
def test_the_mirror_image_gets_the_mirrored_word(
    wins: int, losses: int, ties: int, data: st.DataObject
) -> None:
    pairs = Counts(data.draw(st.integers(0, wins)), data.draw(st.integers(0, losses)))
    pooled = Counts(wins, losses, ties)
    mirror = {
        Verdict.HELPS: Verdict.HURTS,
        Verdict.PROBABLY_HELPS: Verdict.PROBABLY_HURTS,
        Verdict.HURTS: Verdict.HELPS,
        Verdict.PROBABLY_HURTS: Verdict.PROBABLY_HELPS,
    }
    word = verdict_on(pooled, pairs)

    assert verdict_on(pooled.swapped(), pairs.swapped()) is mirror.get(word, word)


@given(FEW, FEW, FEW)
def test_a_further_win_never_makes_the_word_worse(wins: int, losses: int, ties: int) -> None:
    order = [
        (Verdict.HURTS,),
        (Verdict.PROBABLY_HURTS,),
        (Verdict.NOT_ENOUGH, Verdict.LITTLE_DIFFERENCE),
        (Verdict.PROBABLY_HELPS,),
        (Verdict.HELPS,),
    ]

    def height(counts: Counts) -> int:
        word = verdict_on(counts, counts)
        return next(place for place, words in enumerate(order) if word in words)

    assert height(Counts(wins + 1, losses, ties)) >= height(Counts(wins, losses, ties))


def test_little_difference_takes_ten_tasks() -> None:
    assert verdict_on(Counts(0, 0, 9), Counts(0, 0, 9)) is Verdict.NOT_ENOUGH
    assert verdict_on(Counts(0, 0, 10), Counts(0, 0, 10)) is Verdict.LITTLE_DIFFERENCE


def test_a_sceptic_gives_the_weaker_word() -> None:
    assert verdict_on(Counts(8, 0), Counts(8, 0), SCEPTICAL_PRIOR) is Verdict.PROBABLY_HELPS


def test_pairs_are_part_of_what_is_pooled() -> None:
    with pytest.raises(ValueError, match="part of all"):
        verdict_on(Counts(3, 0), Counts(4, 0))


def test_counts_are_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        Counts(-1, 0)


def test_outcomes_are_counted() -> None:
    outcomes = [Sign.WIN, Sign.TIE, Sign.WIN, Sign.LOSS]

    assert count(outcomes) == Counts(2, 1, 1)
    assert Counts(2, 1, 1) + Counts(1, 0, 3) == Counts(3, 1, 4)
    assert (Counts(2, 1, 1).decided, Counts(2, 1, 1).total) == (3, 4)


def test_every_word_is_written_in_both_languages() -> None:
    english = [verdict.words for verdict in Verdict]
    i18n.use_language("ko")
    korean = [verdict.words for verdict in Verdict]

    assert english == [
        "helps",
        "probably helps",
        "makes little difference",
        "not enough evidence",
        "probably hurts",
        "hurts",
    ]
    assert korean == [
        "효과 있음",
        "효과 있는 듯",
        "별 차이 없음",
        "아직 모름",
        "역효과인 듯",
        "역효과",
    ]


def test_the_starting_assumption_is_said() -> None:
    assert starting_assumption() == "Starting assumption: 50 % that it makes no difference."
    assert "12.5 %" in starting_assumption(Fraction(1, 8))


@pytest.mark.parametrize("scale", [1, 10, 100])
def test_hundreds_of_tasks_are_as_exact_as_few(scale: int) -> None:
    found = from_pairs(Counts(7 * scale, 4 * scale, 2 * scale))

    assert found.p_helps + found.p_none + found.p_hurts == pytest.approx(1.0, abs=1e-15)
    assert found.sequence90.low < found.interval90.low < found.size < found.interval90.high
    assert 0.0 < found.p_little < 1.0
