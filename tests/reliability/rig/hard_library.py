"""Write a library whose last session holds what is hardest to show."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.fakes import words
from tests.workspace.conftest import Stage

MB = 1_000_000
HARD = {
    "quotes in fish": "```fish\n'" + "\\\\" * 60 + "\n```\n",
    "exclamation marks": "!" * 100_000,
    "a wide row of a table": "| a | b |\n|---|---|\n| 1" + " " * 100_000 + "| 2 |\n",
    "one word": "x" * (5 * MB),
    "words": "The budget is fine, 90 % of it. " * (31 * MB // 32),
    "cells": "| a | b | c | d |\n|---|---|---|---|\n" + "| 1 | 2 | 3 | 4 |\n" * 10_000,
    "soft hyphens": "\u00ad" * 100_000,
    "underscores": "_" * 100_000,
    "quotation marks": '"' * 100_000,
    "brackets": "[" * 50_000 + "]" * 50_000,
    "quotes": "> " * 20_000 + "deep\n",
    "lines": "one\n\n" * 200_000,
    "code": "```python\n" + "x = 'a' + 1  # so\n" * 50_000 + "```\n",
}
"""Answers by what they are; each stands in a session of its own, `together` in one."""


def write_hard_library(folder: Path, *answers: str, easy: bool = True) -> None:
    """Write a library whose last session has these answers, asked again in a second round.

    Args:
        folder: the data folder.
        answers: the texts, one for each assistant.
        easy: whether another session, of two short answers, comes before it.
    """
    stage = Stage(folder)
    names = [f"A{number}" for number in range(max(2, len(answers)))]
    team = stage.team(*names)
    for name in names:
        for _round in range(3):
            stage.provider.script(name, *words("Fine."))
    if easy:
        stage.asked("An easy task", team[:2])
    view = stage.asked("A hard task", team[: len(answers)])
    ids = [answer.id for answer in view.answers]
    stage.workspace.close()
    with closing(sqlite3.connect(folder / "conductor.db")) as db, db:
        for ulid, text in zip(ids, answers, strict=True):
            db.execute("UPDATE answer SET text = ? WHERE ulid = ?", (text, ulid))
