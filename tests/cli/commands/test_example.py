"""`example`."""

from tests.cli.conftest import Command


def test_the_example_is_opened_shown_and_thrown_away(command: Command) -> None:
    opened = command("example", "--json")
    session = opened.json["session"]
    again = command("example", "--json")
    listed = command("sessions", "--json").json
    shown = command("show", session, "--json").json

    assert (opened.code, again.json["session"]) == (0, session)
    assert [(row["session"], row["example"]) for row in listed] == [(session, True)]
    assert "(example)" in command("sessions").out
    assert len(shown["rounds"]) == 4
    last = shown["rounds"][-1]["answers"]
    assert [answer["assistant"] for answer in last] == ["1", "2"]

    removed = command("example", "--remove")

    assert (removed.code, removed.out) == (0, "The example is gone.\n")
    assert command("sessions", "--json").json == []
    assert command("example", "--remove").out == "The example is not open.\n"


def test_nothing_can_be_asked_in_the_example(command: Command) -> None:
    command("connections", "add", "Here", "--base-url", "http://127.0.0.1:9/v1")
    command("assistants", "add", "Astra", "--connection", "here", "--model", "m")
    session = command("example", "--json").json["session"]

    refused = command("ask", "And now?", "--session", session)

    assert refused.code == 2
    assert "nothing is sent" in refused.err
