"""Rankings as they are written, and which comparisons a judgement makes."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId, JudgementId, RoundId
from conductor.core.judgement import (
    Comparison,
    JudgedAnswer,
    Judgement,
    JudgementKind,
    comparisons,
    parse_ranking,
    placed,
    ranking_text,
)

A, B, C = AnswerId("A"), AnswerId("B"), AnswerId("C")
SHOWN = tuple(JudgedAnswer(answer_id, 1) for answer_id in (A, B, C))
NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters=">=,\n\t", exclude_categories=("C", "Z")),
    min_size=1,
    max_size=8,
)
RANKINGS = st.lists(NAMES, min_size=1, max_size=9, unique=True).flatmap(
    lambda names: st.lists(st.booleans(), min_size=len(names) - 1, max_size=len(names) - 1).map(
        lambda ties: grouped(names, ties)
    )
)


def grouped(names: list[str], ties: list[bool]) -> tuple[tuple[str, ...], ...]:
    groups = [[names[0]]]
    for name, is_tie in zip(names[1:], ties, strict=True):
        if is_tie:
            groups[-1].append(name)
        else:
            groups.append([name])
    return tuple(map(tuple, groups))


def judgement(kind: JudgementKind, ranking: tuple[tuple[AnswerId, ...], ...] = ()) -> Judgement:
    return Judgement(
        JudgementId("J"), RoundId("R"), kind, placed(kind, SHOWN, ranking), blind=False, created="t"
    )


@given(RANKINGS)
def test_a_ranking_reads_back_as_it_was_written(groups: tuple[tuple[str, ...], ...]) -> None:
    assert parse_ranking(ranking_text(groups)) == groups


@given(RANKINGS, st.sampled_from(["", " ", "  "]))
def test_spaces_around_the_signs_do_not_matter(
    groups: tuple[tuple[str, ...], ...], space: str
) -> None:
    spaced = ranking_text(groups).replace(">", f"{space}>{space}").replace("=", f"{space}={space}")

    assert parse_ranking(f"{space}{spaced}{space}") == groups


@given(st.text(string.ascii_letters + ">= 가나", max_size=20))
def test_any_text_is_a_ranking_of_distinct_names_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        groups = parse_ranking(text)
    except InvalidInput:
        names = [name.strip() for name in re.split("[>=]", text)]
        assert not all(names) or len(set(names)) < len(names)
        return
    names = [name for group in groups for name in group]
    assert all(names)
    assert len(set(names)) == len(names) == text.count(">") + text.count("=") + 1


@pytest.mark.parametrize("text", ["", ">", "A>", "=A", "A>>B", "A>B=", "A==B"])
def test_a_ranking_that_lacks_a_name_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="lacks a name"):
        parse_ranking(text)


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="A twice"):
        parse_ranking("A>B=A")


def test_the_best_is_compared_with_each_other_one_and_they_not_with_one_another() -> None:
    found = comparisons(judgement(JudgementKind.BEST, ((B,),)))

    assert found == (Comparison(B, A), Comparison(B, C))


def test_a_ranking_compares_every_pair_it_places_and_no_other() -> None:
    whole = judgement(JudgementKind.RANKING, ((C,), (A, B)))
    part = judgement(JudgementKind.RANKING, ((C,), (A,)))

    assert set(comparisons(whole)) == {
        Comparison(A, B, is_tie=True), Comparison(C, A), Comparison(C, B)
    }  # fmt: skip
    assert comparisons(part) == (Comparison(C, A),)
    assert [item.place for item in part.shown] == [2, None, 1]


def test_no_difference_ties_all_and_none_usable_compares_nothing() -> None:
    tie = judgement(JudgementKind.NO_DIFFERENCE)

    assert all(pair.is_tie for pair in comparisons(tie))
    assert (len(comparisons(tie)), tie.chosen) == (3, ())
    assert comparisons(judgement(JudgementKind.NONE_USABLE)) == ()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (JudgementKind.BETTER, Comparison(B, A)),
        (JudgementKind.SAME, Comparison(A, B, is_tie=True)),
        (JudgementKind.WORSE, Comparison(A, B)),
    ],
)
def test_a_revision_is_compared_with_what_it_revises(
    kind: JudgementKind, expected: Comparison
) -> None:
    shown = placed(kind, SHOWN[:2])
    said = Judgement(
        JudgementId("J"), RoundId("R"), kind, shown, blind=False, created="t", revision=B
    )

    assert comparisons(said) == (expected,)
