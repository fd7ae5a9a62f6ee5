"""`note add`, `note list`, `draft`."""

from pathlib import Path

from conductor.core.ids import AnswerId, SessionId
from conductor.core.text.anchor import Span
from tests.cli.conftest import Command
from tests.sse_server import SseServer, text
from tests.workspace.conftest import Stage


def test_a_note_on_words_of_an_answer_stands_at_its_revision_too(
    command: Command, team: SseServer
) -> None:
    team.script("astra", text("비용이 높다."), text("요약: 비용이 높다."), text("Else."))
    asked = command("ask", "Go", "--to", "Astra", "--json").json
    answer = asked["answers"][0]["answer"]

    made = command(
        "note", "add", "--answer", answer, "--start", "0", "--end", "6", "얼마나?", "--json"
    )
    revised = command("retry", asked["session"], "--json").json["answers"][0]["answer"]
    gone = command("retry", asked["session"], "--json").json["answers"][0]["answer"]

    assert (made.code, made.json["quote"], made.json["text"]) == (0, "비용이 높다", "얼마나?")
    (here,) = command("note", "list", "--answer", revised, "--json").json
    assert (here["start"], here["end"], here["fits"], here["inherited"]) == (4, 10, True, True)
    (lost,) = command("note", "list", "--answer", gone, "--json").json
    assert (lost["start"], lost["fits"]) == (None, False)
    assert "no longer there" in command("note", "list", "--answer", gone).out


def test_notes_are_listed_by_place_and_shown_with_the_session(
    command: Command, team: SseServer
) -> None:
    asked = command("ask", "Go", "--to", "Astra", "--json").json
    session, item = asked["session"], asked["round"]
    command("note", "add", "--session", session, "On the whole")
    command("note", "add", "--round", item, "-", stdin="On the round")
    other = command("ask", "Else", "--to", "Astra", "--json").json["session"]
    command("note", "add", "--session", other, "Elsewhere")

    def texts(*place: str) -> list[str]:
        return [note["text"] for note in command("note", "list", *place, "--json").json]

    assert texts() == ["On the whole", "On the round", "Elsewhere"]
    assert texts("--session", session) == ["On the whole", "On the round"]
    assert texts("--round", item) == ["On the round"]
    shown = command("show", session, "--json").json
    assert [note["text"] for note in shown["notes"]] == ["On the whole"]
    assert [note["text"] for note in shown["rounds"][0]["notes"]] == ["On the round"]
    assert "✎" in command("show", session).out


def test_wrong_usage_of_notes_is_exit_code_2_with_a_sentence(
    command: Command, team: SseServer
) -> None:
    asked = command("ask", "Go", "--to", "Astra", "--json").json
    answer = asked["answers"][0]["answer"]

    for arguments in (
        ("x",),
        ("--answer", answer, "--session", asked["session"], "x"),
        ("--answer", answer, "--start", "1", "x"),
        ("--session", asked["session"], "--start", "1", "--end", "2", "x"),
        ("--answer", answer, "--start", "1", "--end", "999", "x"),
        ("--answer", answer, " "),
        ("--answer", "NONE", "x"),
        ("--round", "NONE", "x"),
    ):
        done = command("note", "add", *arguments)
        assert (done.code, done.out) == (2, ""), arguments
        assert done.err.strip()
    assert command("note", "list", "--json").json == []


def test_the_draft_is_printed_with_its_sources(
    command: Command, team: SseServer, folder: Path
) -> None:
    team.script("astra", text("The cost is high."))
    asked = command("ask", "Go", "--to", "Astra", "--json").json
    session, answer = asked["session"], asked["answers"][0]["answer"]
    empty = command("draft", session)
    stage = Stage(folder)
    stage.workspace.drafts.keep(SessionId(session), "나의 글")
    stage.workspace.drafts.take(AnswerId(answer), Span(4, 8))
    stage.workspace.close()

    done = command("draft", session)
    document = command("draft", session, "--json").json

    assert (empty.code, empty.out) == (0, "")
    assert done.out == "나의 글\n\ncost\n\n"
    (piece,) = document["pieces"]
    assert (piece["answer"], piece["source"], piece["quote"]) == (answer, [4, 8], "cost")
    assert document["text"][slice(*piece["at"])] == "cost"
