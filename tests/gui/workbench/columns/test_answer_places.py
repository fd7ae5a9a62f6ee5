"""Who stands among the columns and who is a tab, whatever fits."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from conductor.core.entities import Answer, AnswerStatus, RoundKind
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.gui.workbench.columns.answer_places import Places, fitting_columns
from conductor.gui.workbench.columns.column_plan import PlannedColumn

A, B, C, D = map(AssistantId, "ABCD")
ALL = (A, B, C, D)


def places(room: int, order: tuple[AssistantId, ...] = ALL) -> Places:
    made = Places()
    made.take(order, order)
    made.fit(room)
    return made


def test_as_many_stand_beside_each_other_as_fit() -> None:
    made = places(3)

    assert made.shown == (A, B, C)
    assert made.has_tabs

    made.fit(9)

    assert made.shown == ALL
    assert not made.has_tabs


def test_those_the_round_addresses_come_first() -> None:
    made = Places()
    made.fit(2)

    made.take(ALL, (B, D))

    assert made.shown == (B, D)


def test_a_tab_takes_the_place_of_the_one_in_use() -> None:
    made = places(3)
    made.current = A

    made.choose(D)

    assert made.shown == (B, C, D)
    assert made.current == D


def test_without_one_in_use_the_last_makes_room() -> None:
    made = places(3)

    made.choose(D)

    assert made.shown == (A, B, D)


def test_the_one_in_use_stays_where_less_fits() -> None:
    made = places(4)
    made.current = D

    made.fit(1)

    assert made.shown == (D,)


def test_the_same_assistants_stay_as_they_were_put() -> None:
    made = places(2)
    made.exchange(A, D)

    made.take(ALL, ALL)

    assert made.order == (D, B, C, A)
    assert made.shown == (D, B)


def test_others_begin_anew() -> None:
    made = places(2)
    made.current = D

    made.take((A, B, C), (A, B, C))

    assert made.order == (A, B, C)
    assert made.current is None


def test_going_on_reaches_everybody_and_comes_around() -> None:
    made = places(2)
    seen = []
    for _step in range(5):
        who = made.neighbour(1)
        assert who is not None
        made.choose(who)
        seen.append(who)

    assert seen == [A, B, C, D, A]
    assert Places().neighbour(1) is None


@given(st.lists(st.tuples(st.sampled_from("cfxn"), st.integers(0, 5), st.integers(0, 5))))
def test_whatever_is_done_everybody_is_somewhere_and_no_more_than_fit(
    steps: list[tuple[str, int, int]],
) -> None:
    made, room = places(3), 3
    for kind, one, other in steps:
        if kind == "c":
            made.choose(ALL[one % 4])
        elif kind == "f":
            room = max(1, one)
            made.fit(room)
        elif kind == "x":
            made.exchange(ALL[one % 4], ALL[other % 4])
        else:
            made.take(ALL, ALL[: one % 5])

        assert sorted(made.order) == sorted(ALL)
        assert len(made.shown) == min(room, 4)
        assert made.current is None or made.current in made.shown


@dataclass
class Shown:
    answer: Answer


def answered(name: str, who: AssistantId) -> Answer:
    return Answer(
        id=AnswerId(name),
        round_id=RoundId("R"),
        assistant_id=who,
        assistant="",
        connection="",
        model="",
        position=0,
        status=AnswerStatus.COMPLETE,
    )


def planned(key: AssistantId, answer: Answer) -> PlannedColumn:
    return PlannedColumn(key, answer, None, "", None, RoundKind.TASK)


def test_a_column_goes_on_with_its_answer_under_another_key_else_with_its_assistant() -> None:
    one, two, three = answered("1", A), answered("2", B), answered("3", C)
    columns = {A: Shown(one), B: Shown(two), C: Shown(three)}
    hidden, later = AssistantId("#1"), answered("4", B)

    fitting, free = fitting_columns(columns, [planned(hidden, one), planned(B, later)])

    assert fitting == {hidden: columns[A], B: columns[B]}
    assert free == [columns[C]]


def test_an_answer_keeps_its_column_before_its_assistant_gets_it() -> None:
    draft = answered("1", A)
    columns = {A: Shown(draft)}
    merged = answered("2", A)

    fitting, free = fitting_columns(
        columns, [planned(A, merged), planned(AssistantId("A:1"), draft)]
    )

    assert (fitting, free) == ({AssistantId("A:1"): columns[A]}, [])
