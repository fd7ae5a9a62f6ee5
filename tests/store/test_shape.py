"""The written-out shape of a library is the one that its migrations make."""

import sqlite3

import pytest
from sqlite_utils.db import Database as Migrated

from conductor.core.errors import LibraryDamaged
from conductor.store.database import Database
from conductor.store.schema import migrations
from conductor.store.shape import COLUMNS, refuse_other_shape


@pytest.fixture
def fresh() -> Database:
    connection = sqlite3.connect(":memory:")
    migrations.apply(Migrated(connection))
    return Database(connection, read_only="")


def test_the_shape_is_in_step_with_the_migrations(fresh: Database) -> None:
    tables = fresh.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    )
    made = {
        row["name"]: " ".join(c["name"] for c in fresh.rows(f"PRAGMA table_info({row['name']})"))
        for row in tables
    }

    assert made == COLUMNS
    refuse_other_shape(fresh)


def test_a_library_without_one_of_its_columns_is_damaged(fresh: Database) -> None:
    fresh.raw.execute("PRAGMA query_only = 0")
    fresh.raw.execute("ALTER TABLE note RENAME COLUMN quote TO qu0te")

    with pytest.raises(LibraryDamaged):
        refuse_other_shape(fresh)
