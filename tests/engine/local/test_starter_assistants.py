"""The file of the starter assistants: complete, and fit for a person and a small model."""

import json
from typing import Any

import pytest

from conductor.assets import read_text

LANGUAGES = {"en", "ko"}


@pytest.fixture
def found() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(read_text("starter/assistants.json"))
    return loaded


def test_there_are_three_assistants_with_all_their_fields(found: dict[str, Any]) -> None:
    fields = {"key", "name", "role", "temperature", "max_tokens", "colour"}

    assert [set(row) for row in found["assistants"]] == [fields] * 3
    assert len({row["key"] for row in found["assistants"]}) == 3
    assert sorted(row["colour"] for row in found["assistants"]) == [0, 1, 2]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_names_can_be_used_on_the_command_line(found: dict[str, Any], language: str) -> None:
    names = [row["name"][language] for row in found["assistants"]]

    assert len({name.casefold() for name in names}) == 3
    assert not any(set(name) & set(">=,") or name != name.strip() for name in names)


def test_roles_differ_and_are_what_the_model_can_read(found: dict[str, Any]) -> None:
    roles = [row["role"] for row in found["assistants"]]

    assert all(set(role) == LANGUAGES for role in roles)
    assert all(role["ko"] == role["en"] and role["en"].isascii() for role in roles)
    assert len({role["en"] for role in roles}) == 3


def test_answers_are_kept_short(found: dict[str, Any]) -> None:
    assert all(0 < row["temperature"] <= 1 for row in found["assistants"])
    assert all(0 < row["max_tokens"] <= 512 for row in found["assistants"])


def test_the_ensemble_and_three_tasks_are_named_in_both_languages(found: dict[str, Any]) -> None:
    assert set(found["ensemble"]) == LANGUAGES
    assert len(found["tasks"]) == 3
    assert all(set(task) == LANGUAGES for task in found["tasks"])
    assert all(task["ko"].startswith(task["en"]) for task in found["tasks"])


def test_the_file_says_why_it_is_so(found: dict[str, Any]) -> None:
    assert "reads only English" in found["about"]
