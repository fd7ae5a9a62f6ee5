"""Rankings as they are written, and the places that a judgement gives."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId, JudgementId, RoundId
from conductor.core.judgement import (
    JudgedAnswer,
    Judgement,
    JudgementKind,
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


def test_only_what_was_said_gets_a_place() -> None:
    best = judgement(JudgementKind.BEST, ((B,),))
    part = judgement(JudgementKind.RANKING, ((C,), (A,)))
    tie = judgement(JudgementKind.NO_DIFFERENCE)
    none = judgement(JudgementKind.NONE_USABLE)

    assert [item.place for item in best.shown] == [None, 1, None]
    assert [item.place for item in part.shown] == [2, None, 1]
    assert (best.ranking, best.chosen) == (((B,),), (B,))
    assert (part.ranking, part.chosen) == (((C,), (A,)), (C,))
    assert (tie.ranking, tie.chosen) == (((A, B, C),), ())
    assert (none.ranking, none.chosen) == ((), ())


@pytest.mark.parametrize(
    ("kind", "places"),
    [
        (JudgementKind.BETTER, [2, 1]),
        (JudgementKind.SAME, [1, 1]),
        (JudgementKind.WORSE, [1, 2]),
    ],
)
def test_a_revision_stands_above_beside_or_below_what_it_revises(
    kind: JudgementKind, places: list[int]
) -> None:
    assert [item.place for item in placed(kind, SHOWN[:2])] == places


def test_two_judgements_say_the_same_when_they_choose_the_same() -> None:
    best = judgement(JudgementKind.BEST, ((B,),))
    ranked = judgement(JudgementKind.RANKING, ((B,), (A, C)))
    other = judgement(JudgementKind.BEST, ((A,),))
    tie, none = judgement(JudgementKind.NO_DIFFERENCE), judgement(JudgementKind.NONE_USABLE)

    assert best.says_the_same_as(ranked)
    assert tie.says_the_same_as(tie)
    for one, another in ((best, other), (best, tie), (tie, none)):
        assert not one.says_the_same_as(another)
