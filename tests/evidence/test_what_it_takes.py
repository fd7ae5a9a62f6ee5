"""What it would take: the published table, and the part that pairs must give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.evidence.counts import Counts
from conductor.evidence.statistics.posterior import EVEN_PRIOR, SCEPTICAL_PRIOR
from conductor.evidence.verdict import CERTAIN, PROBABLE, Verdict, verdict_on
from conductor.evidence.what_it_takes import WinsNeeded, least_wins, what_it_takes

FEW = st.integers(0, 60)


def test_the_published_table() -> None:
    probably = [least_wins(losses, PROBABLE) for losses in range(11)]
    certain = [least_wins(losses, CERTAIN) for losses in range(11)]

    assert probably == [5, 8, 10, 12, 14, 16, 18, 20, 21, 23, 25]
    assert certain == [8, 11, 14, 16, 18, 20, 22, 24, 26, 27, 29]


def test_nothing_more_is_needed_for_what_is_reached() -> None:
    needed = what_it_takes(Counts(8, 0), Counts(8, 0))

    assert needed.probably_helps == needed.helps == WinsNeeded(0, 0)


def test_a_lottery_that_is_certain_still_needs_pairs() -> None:
    needed = what_it_takes(Counts(11, 1), Counts(2, 0))

    assert needed.probably_helps == WinsNeeded(0)
    assert needed.helps == WinsNeeded(3, from_pairs=3)


def test_wins_beyond_those_of_pairs_may_come_from_lotteries() -> None:
    needed = what_it_takes(Counts(5, 2), Counts(3, 0))

    assert needed.helps == WinsNeeded(9, from_pairs=2)


@given(FEW, FEW, st.data(), st.sampled_from([EVEN_PRIOR, SCEPTICAL_PRIOR]))
def test_with_what_it_takes_the_word_is_earned_and_with_one_win_less_it_is_not(
    wins: int, losses: int, data: st.DataObject, prior: object
) -> None:
    pairs = Counts(data.draw(st.integers(0, wins)), data.draw(st.integers(0, losses)))
    needed = what_it_takes(Counts(wins, losses), pairs, prior).helps  # type: ignore[arg-type]

    def word(more: int, more_pairs: int) -> Verdict:
        return verdict_on(
            Counts(wins + more, losses),
            Counts(pairs.wins + more_pairs, pairs.losses),
            prior,  # type: ignore[arg-type]
        )

    assert word(needed.wins, needed.from_pairs) is Verdict.HELPS
    if needed.wins:
        fewer = needed.wins - 1
        assert word(fewer, min(needed.from_pairs, fewer)) is not Verdict.HELPS
    if needed.from_pairs:
        assert word(needed.wins, needed.from_pairs - 1) is not Verdict.HELPS


def test_no_evidence_moves_a_closed_mind() -> None:
    with pytest.raises(ValueError, match="100 %"):
        what_it_takes(Counts(), Counts(), EVEN_PRIOR * 2)
