"""`judge`, `judge-revision`, `blind`, `merge`, `review`, `standings`."""

import re
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from conductor.core.drafts.frames import read_frames
from tests.cli.conftest import Command
from tests.sse_server import Received, Reply, SseServer, chunk, failing, text


def asked(command: Command, *arguments: str) -> dict[str, object]:
    document: dict[str, object] = command("ask", "Go", *arguments, "--json").json
    return document


def ids(document: dict[str, object]) -> list[str]:
    return [answer["answer"] for answer in document["answers"]]  # type: ignore[attr-defined]


def judgements(command: Command, session: object) -> list[dict[str, object]]:
    shown = command("show", str(session), "--json").json
    return [each for item in shown["rounds"] for each in item["judgements"]]


def finding_a_fault(request: Received) -> Iterator[bytes]:
    """Answer a review with a fault of the first draft, by its id."""
    ((draft_id, _text), *_others) = read_frames(request.json["messages"][-1]["content"])
    yield chunk({"role": "assistant", "content": f'- {draft_id} | "Hello" | Too curt\n'})
    yield chunk({}, finish="stop")
    yield b"data: [DONE]\n\n"


def test_the_best_is_named_by_assistant_or_by_id(command: Command, team: SseServer) -> None:
    asked_now = asked(command)
    astra, opus = ids(asked_now)

    by_name = command("judge", str(asked_now["round"]), "--best", "opus", "--json")
    by_id = command("judge", str(asked_now["round"]), "--best", astra, "--reason", "짧다", "--json")

    assert (by_name.code, by_id.code) == (0, 0)
    assert by_name.json["ranking"] == [[opus]]
    assert by_id.json["reason"] == "짧다"
    kept = judgements(command, asked_now["session"])
    assert [each["kind"] for each in kept] == ["best", "best"]
    assert [each["counts"] for each in kept] == [False, True]
    assert [s["answer"] for s in kept[0]["shown"]] == [astra, opus]  # type: ignore[attr-defined]
    assert [s["place"] for s in kept[0]["shown"]] == [None, 1]  # type: ignore[attr-defined]


def test_a_ranking_a_tie_and_none(command: Command, team: SseServer) -> None:
    command("assistants", "add", "로컬", "--connection", "here", "--model", "local")
    asked_now = asked(command)
    astra, opus, local = ids(asked_now)
    item = str(asked_now["round"])

    ranked = command("judge", item, "--rank", "로컬 > Astra=OPUS", "--json")
    tied = command("judge", item, "--tie", "--json")
    none = command("judge", item, "--none", "--tag", "dull", "--json")

    assert ranked.json["ranking"] == [[local], [astra, opus]]
    assert (tied.json["kind"], tied.json["ranking"]) == ("no_difference", [[astra, opus, local]])
    assert (none.json["kind"], none.json["ranking"]) == ("none_usable", [])
    assert none.json["tags"] == ["dull"]
    said = command("judge", item, "--rank", "Opus>Astra").out
    assert said == "ranking: Opus>Astra · not ranked: 로컬\n"


def test_a_round_is_found_by_the_beginning_of_its_id(command: Command, team: SseServer) -> None:
    item = str(asked(command)["round"])

    assert command("judge", item.lower(), "--tie").code == 0
    assert command("judge", item[:24], "--tie").code == 0


def test_wrong_names_and_wrong_usage_are_exit_code_2_with_a_sentence(
    command: Command, team: SseServer
) -> None:
    team.script("opus", failing(400, message="no"))
    asked_now = asked(command)
    astra, opus = ids(asked_now)
    item = str(asked_now["round"])

    for arguments, says in (
        ((item, "--best", "Nobody"), "Nobody gave no answer in this round. There is: Astra, Opus."),
        ((item, "--best", "Opus"), "The answer of Opus has no text to judge yet."),
        ((item, "--rank", "Astra>"), "lacks a name"),
        ((item, "--rank", "Astra>astra"), "twice"),
        ((item, "--tie"), "no two answers"),
        ((item,), "one of --best"),
        ((item, "--tie", "--none"), "one of --best"),
        (("NONE", "--tie"), "There is no round NONE"),
    ):
        done = command("judge", *arguments)
        assert (done.code, done.out) == (2, ""), arguments
        assert says in done.err
    for arguments, says in (
        ((astra, "better"), "revises no other one"),
        ((opus, "best"), "is not one of"),
        (("NONE", "better"), "There is no answer NONE"),
    ):
        done = command("judge-revision", *arguments)
        assert (done.code, done.out) == (2, ""), arguments
        assert says in done.err
    assert judgements(command, asked_now["session"]) == []


def test_a_revision_is_judged(command: Command, team: SseServer) -> None:
    session = str(asked(command)["session"])
    revised = command("retry", session, "--json").json["answers"][1]

    done = command("judge-revision", revised["answer"], "better", "--reason", "shorter", "--json")
    said = command("judge-revision", revised["answer"], "worse")

    assert (done.json["kind"], done.json["revision"]) == ("better", revised["answer"])
    assert done.json["ranking"] == [[revised["answer"]], [revised["revises"]]]
    assert said.out == "the revision of Opus is worse\n"
    assert [each["counts"] for each in judgements(command, session)] == [False, True]


def test_a_blind_round_gives_no_name_away_until_it_is_judged(
    command: Command, team: SseServer
) -> None:
    session = str(asked(command)["session"])
    assert command("blind", session, "on").code == 0

    hidden = command("ask", "More", "--session", session, "--json")
    shown = command("show", session)
    listed = command("show", session, "--json").json["rounds"][1]
    refused = command("show", session, "--thread", "Astra")
    lost = command("judge", hidden.json["round"], "--best", "Nobody")

    secrets = re.compile(r"astra|opus|\bhere\b|token|[0-9] s", re.IGNORECASE)
    later = shown.out[shown.out.index("2  follow-up") :].replace("Hello there.", "")
    assert not secrets.search(hidden.err)
    assert not secrets.search(later)
    assert not secrets.search(lost.err)
    for document in (hidden.json, listed):
        assert [a["assistant"] for a in document["answers"]] == ["1", "2"]
        for answer in document["answers"]:
            assert answer["text"] == "Hello there."
            assert (answer["model"], answer["connection"], answer["usage"]) == ("", "", None)
            assert answer["seconds"] == {"first": None, "total": None}
    assert listed["hidden"] is True
    assert (refused.code, refused.out) == (2, "")
    assert "numbers 1 to 2" in lost.err

    done = command("judge", hidden.json["round"], "--best", "2", "--json").json
    open_now = command("show", session, "--json").json["rounds"][1]

    assert done["blind"] is True
    assert done["ranking"] == [[hidden.json["answers"][1]["answer"]]]
    assert {a["assistant"] for a in open_now["answers"]} == {"Astra", "Opus"}
    assert open_now["hidden"] is False


def test_who_names_the_assistant_in_a_blind_round_did_not_judge_blind(
    command: Command, team: SseServer
) -> None:
    session = str(asked(command)["session"])
    command("blind", session, "on")
    item = command("ask", "More", "--session", session, "--json").json["round"]

    assert command("judge", item, "--best", "Astra", "--json").json["blind"] is False


def test_a_merge_is_one_more_candidate(command: Command, team: SseServer) -> None:
    asked_now = asked(command)
    session, (astra, _opus) = str(asked_now["session"]), ids(asked_now)
    command("judge", str(asked_now["round"]), "--best", "Astra")
    team.script("opus", text("All in one."))

    merged = command("merge", session, "--by", "Opus", "--json")
    (own,) = merged.json["answers"]
    done = command("judge", merged.json["round"], "--rank", f"Opus>{astra}", "--json")

    assert merged.code == 0
    assert (own["assistant"], own["text"], own["status"]) == ("Opus", "All in one.", "complete")
    (message,) = team.requests_for("opus")[-1].json["messages"]
    assert len(read_frames(message["content"])) == 2
    assert done.json["ranking"] == [[own["answer"]], [astra]]
    shown = command("show", session, "--thread", "Opus", "--json").json
    assert [m["text"] for m in shown] == [message["content"]]
    found = command("standings", "--json").json
    assert found["merges"] == {"wins": 1, "losses": 0, "ties": 0}


def test_without_json_a_merge_is_read_blind_beside_its_rival(
    command: Command, team: SseServer
) -> None:
    asked_now = asked(command)
    team.script("opus", text("All in one."))

    merged = command("merge", str(asked_now["session"]), "--by", "opus")

    assert merged.code == 0
    assert not re.search("astra|opus", merged.out + merged.err, re.IGNORECASE)
    assert merged.out.count("── ") == 3
    assert not re.search("[123]: ", merged.err)
    assert "The merged answer: complete" in merged.err
    assert command("judge", "last", "--best", "2").code == 0
    assert "conductor judge" in merged.err


def test_what_would_be_sent_is_shown_and_can_be_said_in_other_words(
    command: Command, team: SseServer
) -> None:
    session = str(asked(command)["session"])
    before = len(team.requests)

    shown = command("merge", session, "--by", "Opus", "--show", "--words", "Zip: {drafts} !")
    assert len(team.requests) == before
    command("merge", session, "--by", "Opus", "--words", "-", "--json", stdin="Zip: {drafts} !")

    said = team.requests_for("opus")[-1].json["messages"][0]["content"]
    for told in (shown.out, said):
        assert "My task:\n\nGo\n\nZip:" in told
        assert len(read_frames(told)) == 2


def test_everybody_reviews_the_others(command: Command, team: SseServer) -> None:
    session = str(asked(command)["session"])

    done = command("review", session, "--json")
    alone = command("review", session, "--to", "Astra", "--json")

    assert (done.code, [a["assistant"] for a in done.json["answers"]]) == (0, ["Astra", "Opus"])
    for model in ("astra", "opus"):
        (message,) = team.requests_for(model)[-1].json["messages"]
        assert len(read_frames(message["content"])) == 1
    assert [a["assistant"] for a in alone.json["answers"]] == ["Astra"]
    shown = command("show", session, "--json").json
    assert [item["kind"] for item in shown["rounds"]] == ["task", "review", "review"]


def test_a_review_is_read_with_names_for_the_drafts_ids(command: Command, team: SseServer) -> None:
    session = str(asked(command)["session"])
    assert command("review", session, "--to", "Astra", "--show").out.startswith("── Astra\n")
    team.script("astra", Reply(finding_a_fault))

    done = command("review", session, "--to", "Astra")

    assert "Astra about Opus: “Hello” – Too curt" in done.out
    assert "- Opus | " in done.out
    assert "- Opus | " in command("show", session).out


def test_a_session_is_shown_with_its_judgements_for_a_person(
    command: Command, team: SseServer
) -> None:
    asked_now = asked(command)
    item = str(asked_now["round"])
    command("judge", item, "--best", "Opus", "--reason", "짧다", "--tag", "clear")
    command("judge", item, "--none")
    revised = command("retry", str(asked_now["session"]), "--json").json["answers"][0]["answer"]
    command("judge-revision", revised, "same")

    lines = command("show", str(asked_now["session"])).out.splitlines()

    said = [line for line in lines if line.startswith("⚖")]
    assert said == [
        "⚖ best: Opus · #clear · “짧다”",
        "⚖ none usable",
        "⚖ the revision of Astra is about the same",
    ]


def test_an_adopted_answer_goes_on_in_the_others_threads(command: Command, team: SseServer) -> None:
    team.script("opus", text("Opus wrote this."))
    asked_now = asked(command)
    session, (astra, opus) = str(asked_now["session"]), ids(asked_now)

    made = command("adopt", opus, "--json")
    before = command("show", session).out
    command("ask", "Shorter", "--session", session)
    after = command("show", session)

    (row,) = made.json
    assert (row["answer"], row["into"], row["after"], row["sent_with"]) == (opus, "Astra", 1, None)
    last = team.requests_for("astra")[-1].json["messages"][-1]["content"]
    assert [draft for _id, draft in read_frames(last)] == ["Opus wrote this."]
    assert "↪ Opus's answer goes to Astra with its next words" in before
    assert "↪ Opus's answer went to Astra" in after.out
    again = command("adopt", opus)
    assert (again.code, again.out) == (0, "")
    assert "already" in again.err
    for arguments in (("NONE",), (astra, "--to", "Nobody"), (astra, "--to", "Astra")):
        assert command("adopt", *arguments).code == 2


@pytest.mark.parametrize(
    "arguments",
    [("merge",), ("merge", "S"), ("merge", "S", "--by", "Nobody"), ("review", "NONE")],
)
def test_wrong_usage_of_merge_and_review(
    command: Command, team: SseServer, arguments: tuple[str, ...]
) -> None:
    session = str(asked(command, "--to", "Astra")["session"])

    done = command(*(session if word == "S" else word for word in arguments))

    assert (done.code, done.out) == (2, "")
    assert done.err.strip()


def test_one_answer_alone_can_be_neither_merged_nor_reviewed_by_its_writer(
    command: Command, team: SseServer
) -> None:
    session = str(asked(command, "--to", "Astra")["session"])

    assert "no two answers to merge" in command("merge", session, "--by", "Opus").err
    assert "another assistant" in command("review", session).err


def test_standings_by_kind_with_intervals(command: Command, team: SseServer) -> None:
    command("assistants", "add", "한국어 비서", "--connection", "here", "--model", "local")
    for kind in ("email", "email", "summary"):
        item = str(asked(command, "--kind", kind)["round"])
        command("judge", item, "--rank", "한국어 비서>Astra=Opus")

    email = command("standings", "--kind", "email", "--json").json
    every = command("standings", "--json").json
    said = command("standings").out.splitlines()
    nothing = command("standings", "--kind", "analysis")

    assert (email["kind"], email["rounds"], every["rounds"]) == ("email", 2, 3)
    assert every["assistants"][0]["assistant"] == "한국어 비서"
    assert every["assistants"][0]["win_rate"] == 1.0
    low, high = every["differences"][0]["interval90"]
    assert low < every["differences"][0]["difference"] < high
    ends = [cell_len(line[: line.index(mark) + len(mark)]) for line, mark in zip(
        said[1:4], ("3/3", "0/3", "0/3"), strict=True
    )]  # fmt: skip
    assert len(set(ends)) == 1
    assert any("too close to call" in line for line in said)
    assert (nothing.code, nothing.out) == (0, "")
    assert "No judgement compares" in nothing.err


def test_hiding_names_prints_what_is_so_now(command: Command, team: SseServer) -> None:
    document = asked(command)

    now = command("blind", "last", "on", "--json").json

    assert now == {"session": document["session"], "blind": True}
