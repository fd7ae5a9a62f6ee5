"""The process that reads code gives what Pygments gives, and ends whatever a lexer does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pygments.lexer import RegexLexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
)

from conductor.colouring.words import LINE_LIMIT, START, Word
from tests.colouring.nasty import COMMON, FREEZING, RAISING, nasty_lines
from tests.colouring.reading_process import ReadingProcess

SOURCES = {
    "python": 'def f(x: int) -> str:\n    """Two\n    lines."""\n    return f"{x!r}" + \'a\' * 3.5',
    "js": "/* one\n   two */\nconst f = async (x) => `a ${x +\n 1} b`; // why\nlet r = /a\\/b/g;",
    "json": '{\n  "key": [1, 2.5e3, true,\n null],\n  "other": "text"\n}',
    "html": "<!-- a\nb --><p class='x'\n id=\"y\">t</p>\n<script>\nvar a = 1; /* b\n */\n</script>",
    "bash": "for f in *.txt; do\n  echo \"$f: $(wc -l < '$f')\"\ndone\ncat <<EOF\nif 1\nEOF\n# end",
    "c": "/* a\n   b */\n#include <stdio.h>\nint main(void) {\n  return 0x1F; // c\n}",
    "sql": "-- a\nSELECT 'it''s', 1.5 /* b\nc */ FROM t WHERE x IS NULL;",
    "yaml": '# a\nkey: value\nlist:\n  - 1\n  - two: |\n      text\n      more\nlast: "x"',
    "diff": "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old\n+new\n same",
}
KINDS = (
    (Comment, Word.COMMENT), (String, Word.STRING), (Number, Word.NUMBER),
    (Keyword, Word.KEYWORD), (Operator.Word, Word.KEYWORD), (Name.Tag, Word.KEYWORD),
    (Name.Function, Word.NAME), (Name.Class, Word.NAME), (Name.Decorator, Word.NAME),
    (Name.Attribute, Word.NAME), (Name.Builtin, Word.NAME), (Generic.Inserted, Word.STRING),
    (Generic.Deleted, Word.NUMBER), (Generic.Heading, Word.NAME), (Generic.Subheading, Word.NAME),
)  # fmt: skip


@pytest.fixture(scope="module")
def reading() -> Iterator[ReadingProcess]:
    with ReadingProcess(kill_after_s=0.2) as process:
        yield process


def coloured(lines: list[str], spans: tuple[tuple[int, ...], ...]) -> list[int]:
    """Return the kind of each character, 0 for none; the ends of lines have none."""
    kinds: list[int] = []
    for line, found in zip(lines, spans, strict=True):
        row = [0] * (len(line) + 1)
        for start, length, word in zip(found[::3], found[1::3], found[2::3], strict=True):
            row[start : start + length] = [word] * length
        kinds += row
    return kinds


def by_pygments(text: str, language: str) -> list[int]:
    """Return the same as Pygments itself says, without any code of ours."""
    assert RegexLexer.get_tokens_unprocessed.__module__ == "pygments.lexer"
    kinds: list[int] = [0] * len(text)
    for start, kind, words in get_lexer_by_name(language).get_tokens_unprocessed(text):
        word = next((w.value for parent, w in KINDS if kind in parent), 0)
        kinds[start : start + len(words)] = [word] * len(words)
    return [0 if text[n] == "\n" else kind for n, kind in enumerate(kinds)]


@pytest.mark.parametrize("language", SOURCES)
def test_a_whole_block_is_read_as_pygments_reads_it(reading: ReadingProcess, language: str) -> None:
    lines = SOURCES[language].split("\n")

    answer = reading.whole(language, lines)

    assert answer.whole is not None
    found = coloured(lines, answer.whole)
    assert any(found)
    assert found == by_pygments(SOURCES[language] + "\n", language)


@pytest.mark.parametrize("language", ["python", "c", "bash", "diff", "lua", "scheme", "php"])
def test_a_line_by_itself_is_read_as_pygments_reads_it(
    reading: ReadingProcess, language: str
) -> None:
    line = "+if x = f(3.14) + 'a' -- # // int"

    answer = reading.lines(language, [line])

    assert coloured([line], (answer.lines[0][0] or (),)) == by_pygments(f"{line}\n", language)


def test_a_string_goes_on_in_the_next_line(reading: ReadingProcess) -> None:
    first = reading.lines("python", ["x = '''one"])

    (spans, after) = reading.lines("python", ["two'''"], first.lines[0][1]).lines[0]

    assert coloured(["two'''"], (spans or (),)) == [*[Word.STRING.value] * 6, 0]
    assert after == START


@pytest.mark.parametrize("language", RAISING)
def test_rules_that_take_no_context_are_called_without_one(
    reading: ReadingProcess, language: str
) -> None:
    line = RAISING[language]

    answer = reading.lines(language, [line])

    assert answer.lines[0][0]
    assert coloured([line], (answer.lines[0][0],)) == by_pygments(f"{line}\n", language)


@pytest.mark.parametrize("language", ["nosuch", "../../etc", "x" * 10_000, ""])
def test_an_unknown_language_is_said_to_be_unknown(reading: ReadingProcess, language: str) -> None:
    assert not reading.lines(language, ["def f(): 1"]).is_known


def test_a_very_long_line_is_left_alone(reading: ReadingProcess) -> None:
    answer = reading.lines("python", ["1 " * LINE_LIMIT, "1"])

    assert answer.lines == (((), START), ((0, 1, Word.NUMBER.value), START))
    assert reading.whole("python", ["1 " * LINE_LIMIT, "1"]).whole == ((), (0, 1, 4))


def test_places_are_counted_as_qt_counts_them(reading: ReadingProcess) -> None:
    spans = reading.lines("python", ["'😀' + 1"]).lines[0][0]

    assert spans is not None
    assert spans[-3:] == (7, 1, Word.NUMBER.value)


@pytest.mark.parametrize("language", ["python", "bash", "js", "json", "yaml", "html", "css", "tex"])
def test_no_state_grows_without_end(reading: ReadingProcess, language: str) -> None:
    answer = reading.lines(language, ["({[<a b='${\"`{{ ((("] * 300)

    assert all(len(state) <= 40 for _spans, state in answer.lines)


def test_it_ends_with_its_input() -> None:
    assert ReadingProcess().end() == 0


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
def test_it_ends_with_a_window_that_is_killed() -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import time\n"
            "from tests.colouring.reading_process import ReadingProcess\n"
            "reading = ReadingProcess()\n"
            "reading.lines('python', ['x'])\n"
            "print(reading.process.pid, flush=True)\n"
            "time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())

    with parent:
        os.kill(parent.pid, signal.SIGKILL)

    end = time.monotonic() + 30
    while _is_alive(child):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_lexer_that_does_not_end_is_ended(reading: ReadingProcess) -> None:
    answer = reading.lines("fish", ["set x 1", FREEZING["fish"], "set y 2"])

    assert answer.was_stopped
    assert len(answer.lines) == 1
    assert reading.lines("python", ["def f(): 1"]).lines[0][0]


def test_hostile_lines_in_common_languages_get_an_answer(reading: ReadingProcess) -> None:
    lines = list(nasty_lines())[::4]
    for language in COMMON:
        _survives(reading, language, lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    "language", sorted({names[0] for _n, names, _f, _t in get_all_lexers(plugins=False) if names})
)
def test_hostile_lines_in_every_language_get_an_answer(
    reading: ReadingProcess, language: str
) -> None:
    _survives(reading, language, list(nasty_lines()))
    answer = reading.whole(language, [line for line in nasty_lines() if len(line) < 100])
    assert answer.is_known
    assert reading.lines("python", ["def f(): 1"]).lines[0][0]


def _survives(reading: ReadingProcess, language: str, lines: list[str]) -> None:
    stops = 0
    while lines and stops < 3:
        answer = reading.lines(language, lines)
        assert answer.is_known
        if not answer.was_stopped:
            assert len(answer.lines) == len(lines)
            return
        stops += 1
        lines = lines[len(answer.lines) + 1 :]
        assert reading.lines("python", ["def f(): 1"]).lines[0][0]


def _is_alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # ended, and nobody has asked what with
