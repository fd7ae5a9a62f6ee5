"""`guide`, `guidance …`, `trial …` and `ask --lottery`, against a service on loopback."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conductor.store.library import open_library
from tests.cli.conftest import Command
from tests.sse_server import SseServer, failing, hang_after, text

ROW = {
    "guidance", "version", "text", "status", "scope", "revisions", "trials", "lottery", "pairs",
    "p_helps", "p_none", "p_hurts", "p_little", "e_plus", "verdict", "size", "interval90",
}  # fmt: skip
VERDICTS = {
    "helps", "probably_helps", "little_difference", "not_enough", "probably_hurts", "hurts",
}  # fmt: skip
SHORTER = "Make it shorter."


def add(command: Command, words: str = SHORTER) -> str:
    row: dict[str, Any] = command("guidance", "add", words, "--json").json
    return str(row["guidance"])


def new_trial(command: Command, guidance: str, *options: str) -> str:
    made = command("trial", "new", guidance, *options, "--json")
    assert made.code == 0, made.err
    return str(made.json["trial"])


def systems(server: SseServer, model: str) -> list[str]:
    bodies = [received.json for received in server.requests_for(model)]
    firsts = [body["messages"][0] for body in bodies]
    return [m["content"] if m["role"] == "system" else "" for m in firsts]


def test_guide_prints_what_ask_prints_and_what_each_answer_revises(
    command: Command, team: SseServer
) -> None:
    first = command("ask", "Write a mail", "--json").json

    done = command("guide", first["session"], SHORTER, "--json")

    assert done.code == 0
    assert set(done.json) == {"session", "round", "answers", "guidance"}
    assert [a["revises"] for a in done.json["answers"]] == [a["answer"] for a in first["answers"]]
    (round_1, round_2) = command("show", first["session"], "--json").json["rounds"]
    assert (round_1["kind"], round_2["kind"], round_2["text"]) == ("task", "guidance", SHORTER)
    listed = command("guidance", "list", "--all", "--json").json
    assert [row["guidance"] for row in listed] == [done.json["guidance"]]
    assert command("guidance", "list", "--json").json == []


def test_guide_to_one_with_a_control_asks_the_others_plainly(
    command: Command, team: SseServer
) -> None:
    session = command("ask", "Write a mail", "--json").json["session"]

    done = command("guide", session, SHORTER, "--to", "astra", "--control", "retry", "--json")

    assert [a["assistant"] for a in done.json["answers"]] == ["Astra", "Opus"]
    shown = command("show", session, "--json").json["rounds"][-1]
    assert (shown["guidance"], shown["control"]) == (done.json["guidance"], "retry")
    assert [a.get("told") for a in shown["answers"]] == [None, "Please revise your answer."]
    said = [team.requests_for(m)[-1].json["messages"][-1]["content"] for m in ("astra", "opus")]
    assert said == [SHORTER, "Please revise your answer."]


def test_saying_much_the_same_twice_offers_a_star(command: Command, team: SseServer) -> None:
    session = command("ask", "Write a mail", "--json").json["session"]
    command("guide", session, SHORTER)

    done = command("guide", session, "Please make it shorter!", "--json")

    assert "conductor guidance star" in done.err
    starred = done.err.split("conductor guidance star ")[1].split()[0]
    row = command("guidance", "star", starred, "--json").json
    assert (row["text"], row["reusable"], row["said"]) == (SHORTER, True, 1)


def test_every_row_of_guidance_has_the_fields_that_scripts_rely_on(command: Command) -> None:
    guidance = add(command)

    for row in (
        command("guidance", "show", guidance, "--json").json,
        command("guidance", "list", "--json").json[0],
        command("guidance", "edit", guidance, "Much shorter!", "--json").json,
        command("guidance", "retire", guidance[:18].lower(), "--json").json,
    ):
        assert set(row) >= ROW
        assert row["verdict"] in VERDICTS
        assert set(row["trials"]) == set(row["lottery"]) == {"wins", "losses", "ties"}
        assert set(row["revisions"]) == {"better", "same", "worse"}
    assert (row["status"], row["p_helps"], row["p_none"]) == ("retired", 0.25, 0.5)
    assert command("guidance", "list").out.startswith(guidance)


def test_guidance_can_be_given_a_scope(command: Command, team: SseServer) -> None:
    guidance = add(command)

    row = command(
        "guidance", "edit", guidance, "--for-kind", "Email", "--for", "opus", "--kind", "length",
        "--json",
    ).json  # fmt: skip

    assert row["scope"] == {"kinds": ["email"], "assistants": ["Opus"]}
    assert row["kind"] == "length"


def test_a_trial_is_made_compared_and_shown(command: Command, team: SseServer) -> None:
    guidance = add(command)
    made = command(
        "trial", "new", guidance, "--task", "Task one", "--task", "Task two", "--to", "astra",
        "--sure", "80", "--json",
    )  # fmt: skip
    assert set(made.json) == {"trial", "pairs"}
    assert made.json["pairs"] == 2
    assert "2 comparisons, 4 answers" in made.err
    trial = made.json["trial"]
    assert sorted(SHORTER in system for system in systems(team, "astra")) == [
        False, False, True, True,
    ]  # fmt: skip

    seen = []
    for remaining in (2, 1):
        pair = command("trial", "next", trial, "--json").json
        assert set(pair) == {"pair", "task", "answers", "remaining"}
        assert pair["remaining"] == remaining
        assert [set(answer) for answer in pair["answers"]] == [{"text"}, {"text"}]
        seen.append(pair["task"])
        answered = command("trial", "answer", pair["pair"], "1", "--json")
        assert answered.code == 0
    end = command("trial", "next", trial, "--json").json

    assert sorted(seen) == ["Task one", "Task two"]
    assert (end["pair"], end["remaining"]) == (None, 0)
    assert answered.json["trial_ended"]
    shown = command("trial", "show", trial, "--json").json
    assert (shown["state"], shown["prediction"]) == ("done", 80)
    assert {task["outcome"] for task in shown["tasks"]} <= {"win", "loss"}
    row = command("guidance", "show", guidance, "--json").json
    assert row["trials"]["wins"] + row["trials"]["losses"] == 2
    assert row["pairs"] == row["trials"]
    assert row["status"] == "testing"
    told = command("trial", "told", trial, "no", "--json")
    assert told.json == {"trial": trial, "could_tell": "no"}
    assert command("trial", "list", "--json").json[0]["judged"] == 2


def test_nothing_tells_the_sides_before_a_task_is_complete(
    command: Command, team: SseServer, folder: Path
) -> None:
    guidance = add(command)
    trial = new_trial(
        command, guidance, "--task", "Task one", "--to", "astra", "--to", "opus", "--per-task", "2"
    )
    pair = command("trial", "next", trial, "--json").json
    command("trial", "answer", pair["pair"], "1")

    library = open_library(folder)
    ids = [row["ulid"] for row in library.db.rows("SELECT ulid FROM trial_answer")]
    sizes = [str(row["size_bytes"]) for row in library.db.rows("SELECT size_bytes FROM ledger")]
    library.close()
    shown = command("trial", "show", trial, "--json")
    following = command("trial", "next", "--json")
    listed = command("trial", "list", "--json")
    row = command("guidance", "show", guidance, "--behind", "--json")

    (task,) = shown.json["tasks"]
    assert (task["state"], task["outcome"], task["pairs"]) == ("open", None, [])
    assert row.json["behind"] == []
    for done in (shown, following, listed, row):
        assert not [one for one in ids if one in done.out]
        assert '"with"' not in done.out
    assert SHORTER not in following.out
    assert not [size for size in sizes if f'"size": {size}' in shown.out]


def test_a_trial_shows_in_no_session_and_no_search(command: Command, team: SseServer) -> None:
    new_trial(command, add(command), "--task", "Unmistakable", "--to", "astra")

    assert command("sessions", "--json").json == []


def test_tasks_come_from_sessions_and_from_saved_sets(command: Command, team: SseServer) -> None:
    session = command("ask", "Sum up the report", "--json").json["session"]
    guidance = add(command)

    proposed = command("trial", "tasks", guidance, "--json").json
    first = new_trial(
        command, guidance, "--from-session", session, "--task", "Another", "--to", "astra",
        "--save-as", "Two",
    )  # fmt: skip
    other = add(command, "Name your sources.")
    second = new_trial(command, other, "--set", "two", "--to", "astra")

    assert proposed == [{"session": session, "text": "Sum up the report", "kind": None}]
    for trial in (first, second):
        tasks = command("trial", "show", trial, "--json").json["tasks"]
        assert {task["text"] for task in tasks} == {"Sum up the report", "Another"}


def test_the_task_of_discovery_is_refused_with_a_sentence(
    command: Command, team: SseServer
) -> None:
    session = command("ask", "Write a mail", "--json").json["session"]
    guidance = command("guide", session, SHORTER, "--reusable", "--json").json["guidance"]

    done = command("trial", "new", guidance, "--from-session", session, "--to", "astra")

    assert done.code == 2
    assert "invented on this task" in done.err


def test_wrong_use_of_a_trial_is_said_in_a_sentence(command: Command, team: SseServer) -> None:
    guidance = add(command)
    trial = new_trial(command, guidance, "--task", "Task", "--to", "astra")
    pair = command("trial", "next", trial, "--json").json["pair"]
    command("trial", "answer", pair, "tie")

    for arguments, sentence in (
        (("trial", "new", guidance, "--to", "astra"), "at least one task"),
        (("trial", "new", guidance, "--task", "TASK", "--to", "astra"), "counts only once"),
        (("trial", "new", guidance, "--set", "none", "--to", "astra"), "no set of tasks"),
        (("trial", "answer", pair, "1"), "first choice counts"),
        (("trial", "answer", "NOPE", "1"), "no pair"),
        (("trial", "next", "NOPE"), "no trial"),
        (("trial", "resume", trial), "over"),
        (("guidance", "show", "NOPE"), "no guidance"),
        (("guidance", "edit", guidance), "Give the new text"),
    ):
        done = command(*arguments)
        assert done.code == 2, arguments
        assert sentence in done.err


def test_a_service_that_fails_stops_the_trial_and_it_can_be_resumed(
    command: Command, team: SseServer
) -> None:
    for _try in range(12):
        team.script("astra", failing(status=401))
    team.script("astra", text("there"))
    guidance = add(command)

    stopped = command("trial", "new", guidance, "--task", "Task", "--to", "astra", "--json")
    trial = stopped.json["trial"]
    codes = [command("trial", "resume", trial).code for _turn in range(3)]

    assert stopped.code == 1
    assert f"conductor trial resume {trial}" in stopped.err
    assert codes[-1] == 0
    assert command("trial", "next", trial, "--json").json["answers"] == [{"text": "there"}] * 2


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_trial_cut_off_while_it_is_written_goes_on_where_it_was(
    command: Command, team: SseServer, folder: Path, how: signal.Signals
) -> None:
    for _answer in range(2):
        team.script("astra", text("whole"))
    team.script("astra", hang_after(3))
    guidance = add(command)
    arguments = ["trial", "new", guidance, "--task", "One", "--task", "Two", "--to", "astra"]
    library = open_library(folder)
    with library.db.atomic():
        library.db.write("UPDATE connection SET parallel = 1")
    library.close()
    process = subprocess.Popen(
        [sys.executable, "-m", "conductor", "--data-dir", str(folder), *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert process.stderr is not None
    while b"1 of 2 pairs are ready" not in process.stderr.readline():
        assert process.poll() is None
    while len(team.requests_for("astra")) < 3:
        assert process.poll() is None
    process.send_signal(how)
    process.communicate(timeout=20)
    if how is signal.SIGINT:
        assert process.returncode == 130

    trial = command("trial", "list", "--json").json[0]
    assert (trial["state"], trial["ready"], trial["pairs"]) == ("stopped", 1, 2)
    pair = command("trial", "next", "--json").json
    assert pair["answers"] == [{"text": "whole"}] * 2
    command("trial", "answer", pair["pair"], "tie")
    team.script("astra", text("later"))
    resumed = command("trial", "resume", trial["trial"], "--json")
    assert resumed.code == 0, resumed.err
    assert command("trial", "next", "--json").json["answers"][0]["text"] in ("later", "whole")
    assert len(team.requests_for("astra")) <= 6  # what was whole is not asked for again


def test_ask_draws_only_when_it_is_told_to(command: Command, team: SseServer) -> None:
    add(command)
    plain = [command("ask", f"Plain {n}", "--json").json for n in range(6)]
    drawn = []
    for number in range(60):
        done = command("ask", f"Task {number}", "--lottery", "--json")
        if "A draw is on" in done.err or SHORTER in json.dumps(
            [systems(team, "astra")[-1], systems(team, "opus")[-1]]
        ):
            drawn.append(done.json)
            break

    assert len(plain) == 6
    assert not any(SHORTER in s for s in systems(team, "astra")[:6] + systems(team, "opus")[:6])
    (document,) = drawn
    latest = [systems(team, model)[-1] for model in ("astra", "opus")]
    assert sorted(SHORTER in system for system in latest) == [False, True]
    for answer in document["answers"]:
        assert answer["usage"]["input_uncached"] is None
        assert answer["usage"]["cost_usd"] is None
    hidden = command("show", document["session"], "--thread", "astra")
    assert hidden.code == 2
    assert "hidden until you judge" in hidden.err
    open_draw = command("show", document["session"], "--json").json["rounds"][0]["draw"]
    assert open_draw == {"open": True, "pair": False}
    assert command("judge", document["round"], "--best", "astra").code == 0
    closed_draw = command("show", document["session"], "--json").json["rounds"][0]["draw"]
    assert (closed_draw["open"], len(closed_draw["with"])) == (False, 1)
    thread = command("show", document["session"], "--thread", "astra", "--json").json
    assert thread[0]["role"] in ("system", "user")
    (row,) = command("guidance", "list", "--json").json
    assert row["lottery"]["wins"] + row["lottery"]["losses"] == 1
    assert row["pairs"] == {"wins": 0, "losses": 0, "ties": 0}


def test_pinned_guidance_goes_along_with_every_task_unless_left_out(
    command: Command, team: SseServer
) -> None:
    guidance = add(command)
    command("guidance", "pin", guidance)

    command("ask", "One", "--to", "astra")
    command("ask", "Two", "--to", "astra", "--without", guidance)
    command("ask", "Three", "--to", "astra", "--plain")

    assert [SHORTER in system for system in systems(team, "astra")] == [True, False, False]


def test_a_pair_that_was_just_judged_does_not_tell_its_trial(
    command: Command, team: SseServer
) -> None:
    new_trial(command, add(command), "--task", "Task one", "--to", "Astra", "--per-task", "2")
    pair = command("trial", "next", "--json").json["pair"]

    command("trial", "answer", pair, "1")

    assert command("trial", "list", "--json").json[0]["judged"] == 0
    shown = command("trial", "show", command("trial", "list", "--json").json[0]["trial"], "--json")
    assert {task["pairs_judged"] for task in shown.json["tasks"]} == {None}
