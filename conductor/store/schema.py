"""Carry out the migrations of the library file."""

import sqlite3
from collections.abc import Callable, Iterator

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from conductor.store.migrations import ALL


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; a trigger is one, with all that is in it."""
    begun = ""
    for part in script.split(";"):
        begun += f"{part};"
        if sqlite3.complete_statement(begun):
            statement, begun = begun[:-1].strip(), ""
            if statement:
                yield statement
    if begun:  # it has no end: SQLite says what is wrong with it
        yield begun[:-1].strip()


def _steps(script: str, version: int) -> Callable[[Database], None]:
    def carry_out(db: Database) -> None:
        for statement in statements(script):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {version}")

    return carry_out


def _all_migrations() -> Migrations:
    found = Migrations("conductor")
    for version, module in enumerate(ALL, start=1):
        name = module.__name__.rpartition(".")[2]
        found(name=name)(_steps(module.SQL, version))
    return found


migrations = _all_migrations()
"""Every migration; what was carried out is noted in the file by its name."""
