"""ULIDs."""

import re

from conductor.store.ulid import new_ulid


def test_ids_are_ulids_that_sort_in_the_order_in_which_they_were_made() -> None:
    made = [new_ulid() for _ in range(2_000)]

    assert all(re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", one) for one in made)
    assert made == sorted(made)
    assert len(set(made)) == len(made)
