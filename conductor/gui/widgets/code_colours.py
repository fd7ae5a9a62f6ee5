"""Split lines of code into coloured words, line by line, as a stream needs it.

A lexer's state at the end of a line is a value, so a line can be done again without those
before it. Rules: no Qt. Languages load in a thread, because some take half a second.
Thread: any.
"""

import threading
from typing import TYPE_CHECKING

from conductor.gui.widgets.code_words import Span, State

if TYPE_CHECKING:
    from conductor.gui.widgets.code_lexing import LineLexer

LINE_LIMIT = 1_000
"""Characters of a line that is still coloured."""

_lexers: dict[str, "LineLexer | None"] = {}
_wanted: set[str] = set()


def prepare(language: str) -> None:
    """Begin to load what colouring a language needs, unless that was begun before."""
    if language not in _wanted:
        _wanted.add(language)
        threading.Thread(target=_load, args=(language,), name="lexer", daemon=True).start()


def is_ready(language: str) -> bool:
    """Return whether a language is loaded, or known to have no colours."""
    return language in _lexers


def coloured(line: str, language: str, state: State) -> tuple[list[Span], State]:
    """Return the words of a line and the state that its next line starts in.

    Args:
        line: one line, without its end.
        language: a language; one that is not ready has no words.
        state: what the line before returned; `START` for the first.
    """
    lexer = _lexers.get(language)
    if lexer is None or len(line) > LINE_LIMIT:
        return [], state
    return lexer.words(line, state)


def _load(language: str) -> None:
    from conductor.gui.widgets.code_lexing import lexer_of  # slow, hence here and in a thread

    _lexers[language] = lexer_of(language)
