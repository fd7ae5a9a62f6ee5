"""Lines of code are split into words, each line by itself."""

import time

import pytest

from conductor.gui.widgets import code_colours
from conductor.gui.widgets.code_colours import LINE_LIMIT, coloured
from conductor.gui.widgets.code_words import START, Span, Word


def ready(language: str) -> None:
    code_colours.prepare(language)
    end = time.monotonic() + 30
    while not code_colours.is_ready(language):
        assert time.monotonic() < end
        time.sleep(0.01)


def words(line: str, language: str) -> dict[str, Word]:
    ready(language)
    spans, _state = coloured(line, language, START)
    return {line[span.start : span.start + span.length]: span.word for span in spans}


def test_a_line_has_words_of_every_kind() -> None:
    assert words("def f(): return 'a' + 1  # why", "python") == {
        "def": Word.KEYWORD,
        "f": Word.NAME,
        "return": Word.KEYWORD,
        "'": Word.STRING,
        "a": Word.STRING,
        "1": Word.NUMBER,
        "# why": Word.COMMENT,
    }


def test_a_string_goes_on_in_the_next_line() -> None:
    ready("python")
    _spans, state = coloured("x = '''one", "python", START)

    spans, after = coloured("two'''", "python", state)

    assert Span(0, 3, Word.STRING) in spans
    assert after == START


@pytest.mark.parametrize("language", ["json", "yaml", "html", "sql", "bash", "js", "diff", "c++"])
def test_common_languages_are_known(language: str) -> None:
    line = '+ {"key": true, "n": 12} <a href="x"> SELECT if # // x'

    assert words(line, language)


@pytest.mark.parametrize("language", ["nosuch", "../../etc", "x" * 10_000, ""])
def test_an_unknown_language_has_no_colours(language: str) -> None:
    assert words("def f(): 1", language) == {}


def test_a_language_that_is_not_loaded_has_no_colours_yet() -> None:
    assert coloured("x", "never-asked-for", START) == ([], START)


def test_a_very_long_line_is_left_alone() -> None:
    ready("python")

    assert coloured("1 " * LINE_LIMIT, "python", START) == ([], START)


@pytest.mark.parametrize("language", ["python", "bash", "js", "json", "yaml", "html", "css", "tex"])
def test_no_state_grows_without_end(language: str) -> None:
    ready(language)
    state = START

    for _number in range(300):
        _spans, state = coloured("({[<a b='${\"`{{ (((", language, state)

    assert len(state) <= 40
