"""`connections`, `assistants`, `ensembles` and `doctor`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.sse_server import SseServer


def test_connections_are_added_listed_and_removed(command: Command) -> None:
    added = command(
        "connections", "add", "Office", "--base-url", "https://ai.example.com/v1/",
        "--key-env", "K", "--json",
    )  # fmt: skip
    listed = command("connections", "list", "--json").json

    assert added.json == listed[0]
    assert listed[0]["name"] == "Office"
    assert listed[0]["base_url"] == "https://ai.example.com/v1"
    assert listed[0]["kind"] == "openai-compatible"
    assert command("connections", "remove", "office").code == 0
    assert command("connections", "list", "--json").json == []


def test_a_connection_is_edited_without_losing_the_rest(command: Command) -> None:
    command("connections", "add", "Office", "--base-url", "https://a.example/v1", "--key-env", "K")

    done = command("connections", "edit", "office", "--name", "Work", "--parallel", "2", "--json")

    assert done.json["name"] == "Work"
    assert (done.json["base_url"], done.json["key_env"]) == ("https://a.example/v1", "K")
    assert done.json["parallel"] == 2
    assert command("connections", "edit", "Work", "--parallel", "0").code == 2


def test_another_host_needs_its_key_said_again(command: Command) -> None:
    command("connections", "add", "Office", "--base-url", "https://a.example/v1", "--key-env", "K")
    elsewhere = ("connections", "edit", "Office", "--base-url", "https://b.example/v1")

    assert command(*elsewhere).code == 2
    assert command(*elsewhere, "--key-env", "K", "--no-key").code == 2
    assert command(*elsewhere, "--key-env", "OTHER", "--json").json["key_env"] == "OTHER"
    assert (
        command(*elsewhere[:-1], "https://c.example/v1", "--no-key", "--json").json["key_env"]
        is None
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/v1",
        "https://user:pass@example.com/v1",
        "http://169.254.169.254/latest",
        "ftp://127.0.0.1/v1",
        "not an address",
    ],
)
def test_an_address_that_is_not_safe_is_refused_with_a_sentence(command: Command, url: str) -> None:
    done = command("connections", "add", "X", "--base-url", url)

    assert done.code == 2
    assert len(done.err) > 40


def test_a_test_lists_the_models_or_says_what_is_wrong(command: Command, team: SseServer) -> None:
    well = command("connections", "test", "Here", "--json")
    team.kill()
    ill = command("connections", "test", "Here", "--json")

    assert (well.code, well.json["ok"], well.json["models"]) == (0, True, ["model-1", "model-2"])
    assert (ill.code, ill.json["ok"]) == (1, False)
    assert ill.json["message"]


def test_a_key_from_standard_input_is_used_for_one_test_and_kept_nowhere(
    command: Command, team: SseServer, folder: Path
) -> None:
    command("connections", "test", "Here", "--key-stdin", stdin="canary-key-4711\n")

    assert team.requests[-1].headers["authorization"] == "Bearer canary-key-4711"
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"canary-key-4711" not in kept


def test_keys_are_not_stored(command: Command, team: SseServer) -> None:
    refused = command("connections", "set-key", "Here", stdin="canary-key-4711")
    named = command("connections", "set-key", "Here", "--key-env", "MY_KEY")

    assert (refused.code, named.code) == (2, 0)
    assert "--key-env" in refused.err
    assert command("connections", "list", "--json").json[0]["key_env"] == "MY_KEY"


def test_detect_prints_a_list(command: Command) -> None:
    assert isinstance(command("connections", "detect", "--json").json, list)


def test_assistants_are_edited_without_losing_the_rest(command: Command, team: SseServer) -> None:
    command("assistants", "edit", "astra", "--role", "Be brief.", "--temperature", "0.5")
    done = command("assistants", "edit", "Astra", "--name", "Nova", "--json")

    assert done.json["name"] == "Nova"
    assert (done.json["role"], done.json["temperature"]) == ("Be brief.", 0.5)
    assert [a["name"] for a in command("assistants", "list", "--json").json] == ["Nova", "Opus"]


def test_a_role_can_come_from_a_file(command: Command, team: SseServer, tmp_path: Path) -> None:
    role = tmp_path / "role.txt"
    role.write_text("간결하게.\n", encoding="utf-8")

    done = command(
        "assistants", "add", "Brief", "--connection", "Here", "--model", "m",
        "--role-file", str(role), "--json",
    )  # fmt: skip

    assert done.json["role"] == "간결하게."


def test_an_ensemble_decides_who_is_asked(command: Command, team: SseServer) -> None:
    command("ensembles", "add", "Solo", "--assistant", "Opus")
    command("ensembles", "add", "Both", "--assistant", "Opus", "--assistant", "Astra")

    both = command("ask", "Go", "--json").json
    command("ensembles", "use", "solo")
    solo = command("ask", "Go", "--json").json

    assert [a["assistant"] for a in both["answers"]] == ["Opus", "Astra"]
    assert [a["assistant"] for a in solo["answers"]] == ["Opus"]
    assert [e["name"] for e in command("ensembles", "list", "--json").json] == ["Solo", "Both"]


def test_an_ensemble_is_renamed_and_filled_anew(command: Command, team: SseServer) -> None:
    command("ensembles", "add", "Both", "--assistant", "Opus", "--assistant", "Astra")

    renamed = command("ensembles", "edit", "both", "--name", "Pair", "--json").json
    filled = command("ensembles", "edit", "Pair", "--assistant", "Astra", "--json").json

    assert (renamed["name"], renamed["assistants"]) == ("Pair", ["Opus", "Astra"])
    assert (filled["name"], filled["assistants"]) == ("Pair", ["Astra"])


def test_doctor_reports_integrity_versions_and_sizes(command: Command, team: SseServer) -> None:
    report = command("doctor", "--json").json

    assert report["integrity"] == "ok"
    assert report["read_only"] is None
    assert {"conductor", "sqlite", "python"} <= set(report["versions"])
    assert report["sizes"]["library"] > 0
    assert report["starter_model"] is False
