"""Whatever was written, nothing that steers a terminal or turns text around comes out of it."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from conductor.core.text.visible import visible
from tests.cli.conftest import Command, command, server, team
from tests.security.hostile_answers import BIDI, TAGS
from tests.sse_server import SseServer, failing, text

__all__ = ["command", "server", "team"]

FAMILY = "👨‍👩‍👧‍👦"
HONEST = f"한국어 결재 مرحبا می‌خواهم עברית {FAMILY} 👩🏽‍💻 🏳️‍🌈 Größe tab\tend"
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f]"
)
SEQUENCES = (
    *("\x1b[2J", "\x1b]0;title\x07", "\x1b]8;;file:///etc/passwd\x07x\x1b]8;;\x07", "\x1b[31m"),
    *("\x9b31m", "\x9d0;t\x9c", "\x90q\x9c", "\x1bc", "\x1b(0", "\x1b[6n", "\x1b[?1049h", "\x0e"),
    *("\r\x1b[K$ rm -rf ~", "\x08" * 9 + "fake", "\x00", "\x7f", "\x85", "\u2028", "\ufeff"),
    *(BIDI, TAGS, "\u202egnp.exe", "\u2067abc\u2069", "\x1b]52;c;cm0gLXJmIH4=\x07"),
)
HIDING = [
    f"{before}{sequence}{after}"
    for sequence in SEQUENCES
    for before, after in (
        ("a", "b"), ("", ""), ("\n", "\n"), ("한", "글"), ("`", "`"), ("| ", " |"), ("- ", ""),
        ("[x](http://", ")"), ("# ", ""),
    )
]  # fmt: skip


def test_there_are_200_of_them() -> None:
    assert len(set(HIDING)) >= 200


@pytest.mark.parametrize("words", HIDING, ids=range(len(HIDING)))
def test_what_steers_or_hides_is_a_mark(words: str) -> None:
    shown = visible(words)

    assert STEERING.search(shown) is None
    assert [c for c in shown if unicodedata.category(c) == "Cc"] == re.findall("[\n\t]", words)


def test_every_script_and_family_stays() -> None:
    assert visible(HONEST) == HONEST


def steered(command: Command, team: SseServer) -> list[tuple[str, str]]:
    """Have everything there is to print hold what steers; return what was printed where."""
    words = "".join(SEQUENCES) + HONEST
    team.script("astra", text(words), text(f"{words} again"))
    team.script("opus", failing(400, message=words))
    arguments = ("ask", f"Go {words}".replace("\x00", ""), "--tag", f"t{BIDI}")
    asked = command(*arguments, "--json")
    session = asked.json["session"]
    answer = asked.json["answers"][0]["answer"]
    assert asked.json["answers"][0]["text"] == words, "a program gets what was written"
    command("note", "add", "--answer", answer, f"note {words}".replace("\x00", ""))
    command("guide", session, f"Shorter {words}".replace("\x00", ""), "--reusable")
    everything = [
        (f"ask --json {name}", out) for name, out in (("out", asked.out), ("err", asked.err))
    ]
    for said in (
        ("ask", "Once more", "--session", session),
        ("sessions",),
        ("show", session),
        ("note", "list"),
        ("guidance", "list"),
        ("assistants", "list"),
        ("connections", "list"),
        ("doctor",),
        ("connections", "test", "Here"),
        ("ask", f"{BIDI}\x1b[31m", "--to", f"nobody{BIDI}\x1b[31m"),
        ("show", f"no{BIDI}\x1b[31m"),
    ):
        for more in ((), ("--json",)):
            done = command(*said, *more)
            everything += [(f"{' '.join(said[:2])} {more}", out) for out in (done.out, done.err)]
    return everything


def test_nothing_that_is_printed_steers_a_terminal(command: Command, team: SseServer) -> None:
    printed = steered(command, team)

    bad = {where: STEERING.findall(out)[:5] for where, out in printed if STEERING.search(out)}
    assert bad == {}
    assert any(FAMILY in out for _where, out in printed)
    assert any("␛[2J" in out for _where, out in printed)


def test_a_program_reads_the_same_words_from_json(command: Command, team: SseServer) -> None:
    words = "".join(SEQUENCES) + HONEST
    team.script("astra", text(words))

    done = command("ask", "Go", "--to", "astra", "--json")

    assert json.loads(done.out)["answers"][0]["text"] == words
    assert HONEST.replace("\t", "\\t") in done.out
