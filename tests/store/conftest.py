"""Let libraries be made as they are for a person, in the tests of that."""

import pytest


@pytest.fixture(autouse=True)
def _new_libraries_are_copies() -> None:
    """Overrides that they are copied from one that was made."""
