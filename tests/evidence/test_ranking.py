"""The ranking of several assistants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.evidence.judged import Judged, best, no_difference, none_usable, ranking
from conductor.evidence.ranking import Lengths, duels, mean_lengths, standings
from conductor.evidence.statistics.davidson import Duel

ALL = frozenset("ABC")


def tiers(order: str) -> Judged[str]:
    return ranking(*(frozenset(tier.split("=")) for tier in order.split(">")))


def test_a_ranking_with_ties_becomes_pairs_of_two_thirds_each() -> None:
    assert set(duels([tiers("A>B=C")])) == {
        Duel("A", "B", won=2 / 3),
        Duel("A", "C", won=2 / 3),
        Duel("B", "C", tied=2 / 3),
    }


def test_a_best_says_nothing_of_the_others_among_themselves() -> None:
    assert set(duels([best("A", ALL)])) == {
        Duel("A", "B", won=2 / 3),
        Duel("A", "C", won=2 / 3),
    }


def test_no_choice_is_a_tie_of_all() -> None:
    for judged in (no_difference(ALL), none_usable(ALL)):
        assert all(d.tied == pytest.approx(2 / 3) and not d.won for d in duels([judged]))
        assert len(duels([judged])) == 3


def test_pairs_that_met_in_either_order_are_summed() -> None:
    found = duels([tiers("A>B"), tiers("B>A"), tiers("B>A"), tiers("A=B")])

    assert found == (Duel("A", "B", won=1, lost=2, tied=1),)


@given(st.permutations("ABCDE"), st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_full_ranking_of_k_weighs_as_k_less_one_comparisons(
    order: list[str], ties: list[bool]
) -> None:
    text = order[0] + "".join(
        ("=" if tie else ">") + name for tie, name in zip(ties, order[1:], strict=True)
    )

    found = duels([tiers(text)])

    assert sum(d.won + d.lost + d.tied for d in found) == pytest.approx(4)


def test_a_rank_is_shown_only_to_those_who_stand_apart() -> None:
    judgements = [tiers("A>B=C")] * 12 + [tiers("A>C>B"), tiers("A>B>C")] * 4

    rows = standings(judgements)

    assert [row.rank for row in rows] == [1, None, None]
    assert rows[0].item == "A"
    assert rows[1].words == "too close to call"
    assert (rows[0].words, rows[0].win_rate, rows[1].win_rate) == ("1", 1.0, 0.0)


def test_three_that_stand_apart_are_all_ranked() -> None:
    rows = standings([tiers("A>B>C")] * 40)

    assert [(row.item, row.rank) for row in rows] == [("A", 1), ("B", 2), ("C", 3)]
    assert rows[0].strength > rows[1].strength > rows[2].strength


def test_few_judgements_are_too_close_to_call() -> None:
    rows = standings([tiers("A>B"), tiers("A>B")])

    assert [row.rank for row in rows] == [None, None]


def test_the_win_rate_counts_only_rounds_with_a_choice() -> None:
    rows = standings([best("A", ALL), tiers("A=B>C"), none_usable(ALL)])
    by_item = {row.item: row for row in rows}

    assert (by_item["A"].chosen, by_item["A"].judged) == (2, 2)
    assert by_item["B"].win_rate == 0.5
    assert standings([none_usable(ALL)])[0].win_rate is None


def test_nothing_judged_is_no_ranking() -> None:
    assert standings([]) == ()


def test_one_alone_has_no_rank() -> None:
    assert [row.rank for row in standings([best("A", frozenset("A"))])] == [None]


def test_lengths_of_chosen_answers_stand_beside_the_others() -> None:
    characters = {"a1": 100, "b1": 300, "c1": 200, "a2": 50, "b2": 500}
    rounds = [best("a1", frozenset({"a1", "b1", "c1"})), tiers("a2>b2")]

    assert mean_lengths(rounds, characters) == Lengths(75.0, 1000 / 3)
    assert mean_lengths([none_usable(frozenset({"a1", "b1"}))], characters) == Lengths(None, None)


def test_an_answer_stands_in_one_place_only() -> None:
    with pytest.raises(ValueError, match="one place"):
        tiers("A>B=A")
