"""Split lines of code into coloured words, line by line, as a stream needs it.

A lexer's state at the end of a line is a value, so a line can be done again without those
before it. Rules: no Qt. Only lexers that come with Pygments are used; they load in a thread,
because some take half a second. Thread: any.
"""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from pygments.lexer import ExtendedRegexLexer, Lexer, LexerContext, RegexLexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
    is_token_subtype,
)

log = logging.getLogger(__name__)

LINE_LIMIT = 1_000
"""Characters of a line that is still coloured."""

State = tuple[str, ...]
START: State = ("root",)
_DEEPEST = 40
_LEXER_FAILURES = (AssertionError, AttributeError, LookupError, RecursionError, ValueError)


class Word(Enum):
    """Kinds of words that have a colour of their own."""

    KEYWORD = auto()
    NAME = auto()
    STRING = auto()
    NUMBER = auto()
    COMMENT = auto()


_KINDS: tuple[tuple[_TokenType, Word], ...] = (
    (Comment, Word.COMMENT),
    (String, Word.STRING),
    (Number, Word.NUMBER),
    (Keyword, Word.KEYWORD),
    (Operator.Word, Word.KEYWORD),
    (Name.Tag, Word.KEYWORD),
    (Name.Function, Word.NAME),
    (Name.Class, Word.NAME),
    (Name.Decorator, Word.NAME),
    (Name.Attribute, Word.NAME),
    (Name.Builtin, Word.NAME),
    (Generic.Inserted, Word.STRING),
    (Generic.Deleted, Word.NUMBER),
    (Generic.Heading, Word.NAME),
    (Generic.Subheading, Word.NAME),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A coloured word: where it starts in its line, and how long it is."""

    start: int
    length: int
    word: Word


_lexers: dict[str, Lexer | None] = {}
_wanted: set[str] = set()


def prepare(language: str) -> None:
    """Begin to load what colouring a language needs, unless that was begun before."""
    if language not in _wanted:
        _wanted.add(language)
        threading.Thread(target=_load, args=(language,), name="lexer", daemon=True).start()


def is_ready(language: str) -> bool:
    """Return whether a language is loaded, or known to have no colours."""
    return language in _lexers


def _load(language: str) -> None:
    # An unknown name would make Pygments look through the plugins of other packages.
    _lexers[language] = get_lexer_by_name(language) if language in _languages() else None


@cache
def _languages() -> frozenset[str]:
    every = get_all_lexers(plugins=False)
    return frozenset(alias for _name, aliases, _files, _types in every for alias in aliases)


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
    try:
        return _read(lexer, line, state)
    except _LEXER_FAILURES:
        log.debug("The lexer of %s gave up on a line.", language, exc_info=True)
        return [], START


def _read(lexer: Lexer, line: str, state: State) -> tuple[list[Span], State]:
    # Lexers with a way of their own to go on (YAML, JSON) read every line as a first one.
    if not isinstance(lexer, RegexLexer) or isinstance(lexer, ExtendedRegexLexer):
        tokens = lexer.get_tokens_unprocessed(f"{line}\n")
        return list(_spans(tokens, len(line))), START
    context: Any = LexerContext(f"{line}\n", 0, stack=list(state))
    # The rules of both kinds of lexers are the same; only this one tells its state.
    tokens = ExtendedRegexLexer.get_tokens_unprocessed(lexer, context=context)  # type: ignore[arg-type]
    spans = list(_spans(tokens, len(line)))
    return spans, tuple(context.stack[:_DEEPEST]) or START


def _spans(tokens: Iterator[tuple[int, _TokenType, str]], end: int) -> Iterator[Span]:
    for start, kind, text in tokens:
        word = _word(kind)
        if word is not None and start < end:
            yield Span(start, min(len(text), end - start), word)


@cache
def _word(kind: _TokenType) -> Word | None:
    return next((word for parent, word in _KINDS if is_token_subtype(kind, parent)), None)
