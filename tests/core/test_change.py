"""Announcements: several are one, and nothing of any is lost."""

from dataclasses import fields
from functools import reduce
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from conductor.core.change import Change

PARTS = [each.name for each in fields(Change) if each.name != "trouble"]
ids = st.frozensets(st.sampled_from("ab"))
changes = st.builds(Change, **dict.fromkeys(PARTS, ids), trouble=st.booleans())


@given(st.lists(changes))
def test_several_changes_as_one_announce_what_each_announces(every: list[Change]) -> None:
    one = reduce(or_, every, Change())

    for part in PARTS:
        assert getattr(one, part) == frozenset().union(*(getattr(each, part) for each in every))
    assert one.trouble == any(each.trouble for each in every)


@given(changes, changes)
def test_in_which_order_they_come_is_all_the_same(one: Change, other: Change) -> None:
    assert one | other == other | one
    assert one | one == one | Change() == one


@given(changes)
def test_judging_shows_names_too(change: Change) -> None:
    assert change.seen_anew == change.judgements | change.hidings
