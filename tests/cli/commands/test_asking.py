"""`ask`, `retry`, `sessions` and `show`."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conductor.store.library import open_library
from tests.cli.conftest import Command
from tests.sse_server import (
    SseServer,
    cut_after,
    empty,
    failing,
    hang_after,
    huge_line,
    malformed_after,
    text,
    tokens,
    web_page,
)

KINDS = {
    "network", "address", "tls", "key", "credit", "rate", "model", "context", "refused",
    "truncated", "timeout", "server", "protocol", "local", "internal",
}  # fmt: skip


def test_ask_prints_one_document_with_every_answer(command: Command, team: SseServer) -> None:
    team.script("astra", text("세 가지: ", "🧱"))

    done = command("ask", "Three uses of a brick", "--json")

    assert done.code == 0
    document = done.json
    assert set(document) == {"session", "round", "answers"}
    astra, opus = document["answers"]
    assert (astra["assistant"], astra["status"], astra["text"]) == (
        "Astra",
        "complete",
        "세 가지: 🧱",
    )
    assert (opus["finish"], opus["error"]) == ("stop", None)
    assert astra["usage"]["output_total"] == 2
    assert astra["usage"]["cost_usd"] is None
    assert 0 <= astra["seconds"]["first"] <= astra["seconds"]["total"]
    assert "Astra: complete" in done.err


def test_without_json_the_answers_are_readable_text(command: Command, team: SseServer) -> None:
    team.script("astra", text("Red \x1b[31m brick"))

    done = command("ask", "Go", "--to", "astra")

    assert "── Astra · complete" in done.out
    assert "\x1b" not in done.out
    assert "brick" in done.out


def test_the_task_can_come_from_standard_input(command: Command, team: SseServer) -> None:
    done = command("ask", "-", "--json", "--to", "Astra", stdin="회의록을\n요약해 줘\n")

    assert done.code == 0
    assert team.requests[-1].json["messages"][-1]["content"] == "회의록을\n요약해 줘\n"


def test_a_follow_up_goes_to_the_sessions_assistants(command: Command, team: SseServer) -> None:
    session = command("ask", "One", "--to", "Opus", "--json").json["session"]

    done = command("ask", "Two", "--session", session, "--json")

    assert [a["assistant"] for a in done.json["answers"]] == ["Opus"]
    sent = [m["content"] for m in team.requests[-1].json["messages"]]
    assert sent == ["One", "Hello there.", "Two"]


def test_one_failed_of_two_is_exit_code_3_and_says_why(command: Command, team: SseServer) -> None:
    team.script("opus", failing(401, message="Bad key", code="invalid_api_key"))

    done = command("ask", "Go", "--json")

    assert done.code == 3
    opus = done.json["answers"][1]
    assert (opus["status"], opus["error"]["kind"]) == ("failed", "key")
    assert opus["error"]["message"]
    assert opus["usage"] is None


def test_all_failed_is_exit_code_1(command: Command, team: SseServer) -> None:
    for model in ("astra", "opus"):
        team.script(model, failing(404, message="no such model", code="model_not_found"))

    done = command("ask", "Go", "--json")

    assert done.code == 1
    assert {a["error"]["kind"] for a in done.json["answers"]} == {"model"}


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        (failing(401, code="invalid_api_key"), "key", "key"),
        (
            failing(404, message="The model x does not exist", code="model_not_found"),
            "model",
            "model",
        ),
        (web_page(), "address", "web page"),
        (cut_after(3), "truncated", "again"),
        (huge_line(), "protocol", "line"),
        (malformed_after(2), "protocol", "again"),
        (failing(402, message="Insufficient balance"), "credit", "credit"),
    ],
    ids=["key", "model", "html", "cut", "huge", "malformed", "credit"],
)
def test_every_way_to_fail_has_a_kind_and_a_sentence(
    command: Command, team: SseServer, reply: object, kind: str, says: str
) -> None:
    team.script("astra", reply)  # type: ignore[arg-type]

    done = command("ask", "Go", "--to", "Astra", "--json")

    (answer,) = done.json["answers"]
    assert answer["error"]["kind"] == kind
    assert says in answer["error"]["message"].casefold()
    assert done.code == 1
    if kind == "truncated":
        assert answer["text"].startswith("t0 t1")


def test_an_empty_answer_is_complete_with_a_mark(command: Command, team: SseServer) -> None:
    team.script("astra", empty())

    done = command("ask", "Go", "--to", "Astra", "--json")

    (answer,) = done.json["answers"]
    assert (done.code, answer["status"], answer["text"]) == (0, "complete", "")
    assert answer["empty"] is True
    assert "empty answer" in done.err


def test_silence_ends_at_the_limit_that_was_asked_for(command: Command, team: SseServer) -> None:
    team.script("astra", hang_after(2))

    done = command("ask", "Go", "--to", "Astra", "--timeout", "0.5", "--json")

    (answer,) = done.json["answers"]
    assert (answer["error"]["kind"], answer["text"]) == ("timeout", "t0 t1 ")


def test_an_unknown_host_and_a_dead_port_say_what_to_check(command: Command) -> None:
    command("connections", "add", "Dead", "--base-url", "http://127.0.0.1:9/v1")
    command("assistants", "add", "Dead", "--connection", "Dead", "--model", "m")

    done = command("ask", "Go", "--json")

    (answer,) = done.json["answers"]
    assert answer["error"]["kind"] in ("network", "address")
    assert "127.0.0.1" in answer["error"]["message"] or "running" in answer["error"]["message"]


def test_retry_asks_for_a_revision_and_failed_ones_are_tried_again(
    command: Command, team: SseServer
) -> None:
    team.script("opus", failing(400, message="no"), text("now"))
    session = command("ask", "Go", "--json").json["session"]

    again = command("retry", session, "--failed", "--json")
    revised = command("retry", session, "--json")

    assert [(a["assistant"], a["attempt"]) for a in again.json["answers"]] == [
        ("Astra", 1),
        ("Opus", 2),
    ]
    assert again.json["answers"][1]["text"] == "now"
    assert [a["revises"] for a in revised.json["answers"]] == [
        a["answer"] for a in again.json["answers"]
    ]
    assert team.requests[-1].json["messages"][-1]["content"] == "Please revise your answer."


def test_sessions_and_show_read_what_was_written(command: Command, team: SseServer) -> None:
    first = command(
        "ask", "첫 번째 과제", "--tag", "b", "--tag", "a", "--kind", "email", "--json"
    ).json
    second = command("ask", "Second", "--title", "Named", "--json").json

    listed = command("sessions", "--json").json
    shown = command("show", first["session"], "--json").json

    assert [s["session"] for s in listed] == [second["session"], first["session"]]
    assert [s["title"] for s in listed] == ["Named", "첫 번째 과제"]
    assert set(listed[1]) == {"session", "title", "kind", "tags", "created", "updated", "rounds"}
    assert (listed[1]["kind"], listed[1]["tags"], listed[1]["rounds"]) == ("email", ["a", "b"], 1)
    assert shown["rounds"][0]["answers"] == first["answers"]
    assert shown["rounds"][0]["judgements"] == []


def test_show_thread_is_what_was_sent(command: Command, team: SseServer) -> None:
    session = command("ask", "One", "--json").json["session"]
    command("ask", "Two", "--session", session)

    shown = command("show", session, "--thread", "astra", "--json").json

    sent = team.requests_for("astra")[-1].json["messages"]
    assert [(m["role"], m["text"]) for m in shown] == [(m["role"], m["content"]) for m in sent]


def test_wrong_usage_is_exit_code_2_with_a_sentence(command: Command, team: SseServer) -> None:
    for arguments in (
        ("ask", ""),
        ("ask", "Go", "--to", "Nobody"),
        ("ask", "Go", "--session", "NONE"),
        ("ask", "Go", "--ensemble", "None"),
        ("show", "NONE"),
        ("retry", "NONE"),
        ("nonsense",),
        ("ask", "Go", "--attach", "/no/such/file"),
    ):
        done = command(*arguments)
        assert done.code == 2, arguments
        assert done.err.strip(), arguments
        assert done.out == "", arguments


def test_attached_text_is_sent_along_and_kept(
    command: Command, team: SseServer, tmp_path: Path, folder: Path
) -> None:
    file = tmp_path / "메일.txt"
    file.write_bytes("안녕하세요".encode("cp949"))

    session = command("ask", "Reply", "--to", "Astra", "--attach", str(file), "--json").json[
        "session"
    ]
    file.unlink()
    command("ask", "Shorter", "--session", session)

    words = team.requests[-1].json["messages"][0]["content"]
    assert words == 'Reply\n\n<file name="메일.txt">\n안녕하세요\n</file>'
    assert len(list((folder / "attachments").iterdir())) == 1


def test_a_file_that_is_no_text_is_refused(
    command: Command, team: SseServer, tmp_path: Path
) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\xff\xff")

    done = command("ask", "Look", "--attach", str(file))

    assert done.code == 2
    assert "not a text file" in done.err
    assert team.requests == []


def test_a_command_that_writes_says_that_the_window_has_the_library_open(
    command: Command, team: SseServer, folder: Path
) -> None:
    window = open_library(folder)

    writing = command("ask", "Go")
    reading = command("sessions", "--json")

    window.close()
    assert writing.code == 1
    assert "already has this library open" in writing.err
    assert (reading.code, reading.json) == (0, [])


SLOW_ASK = """
import sys
from conductor.cli.main import conductor
conductor(["--data-dir", sys.argv[1], "ask", "Go", "--json"])
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_came(
    command: Command, team: SseServer, folder: Path, how: signal.Signals
) -> None:
    team.script("astra", tokens(100_000, per_s=50))
    team.script("opus", text("done"))
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_ASK, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if b"Opus" in line:
            break
    process.send_signal(how)
    out, _err = process.communicate(timeout=20)

    astra, opus = json.loads(out)["answers"]
    assert process.returncode == 130
    assert (astra["status"], opus["text"]) == ("stopped", "done")
    assert astra["text"].startswith("t0 ")
    stored = command("sessions", "--json").json
    (kept,) = command("show", stored[0]["session"], "--json").json["rounds"]
    assert kept["answers"][0]["text"] == astra["text"]
