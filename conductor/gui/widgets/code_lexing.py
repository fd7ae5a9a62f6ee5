"""Read single lines of code with Pygments.

Rules: no Qt. Only lexers that come with Pygments are used. Slow to import, and slower to
load a language: `code_colours` does both in a thread.
"""

import logging
from collections.abc import Iterator
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

from conductor.gui.widgets.code_words import START, Span, State, Word

log = logging.getLogger(__name__)

_DEEPEST = 40
_LEXER_FAILURES = (AssertionError, AttributeError, LookupError, RecursionError, ValueError)

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


class LineLexer:
    """Reads lines of one language."""

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer

    def words(self, line: str, state: State) -> tuple[list[Span], State]:
        """Return the words of a line and the state that its next line starts in."""
        try:
            return self._read(line, state)
        except _LEXER_FAILURES:
            log.debug("The lexer %s gave up on a line.", self._lexer.name, exc_info=True)
            return [], START

    def _read(self, line: str, state: State) -> tuple[list[Span], State]:
        lexer = self._lexer
        # Lexers with a way of their own to go on (YAML, JSON) read every line as a first one.
        if not isinstance(lexer, RegexLexer) or isinstance(lexer, ExtendedRegexLexer):
            tokens = lexer.get_tokens_unprocessed(f"{line}\n")
            return list(_spans(tokens, len(line))), START
        context: Any = LexerContext(f"{line}\n", 0, stack=list(state))
        # The rules of both kinds of lexers are the same; only this one tells its state.
        tokens = ExtendedRegexLexer.get_tokens_unprocessed(lexer, context=context)  # type: ignore[arg-type]
        spans = list(_spans(tokens, len(line)))
        return spans, tuple(context.stack[:_DEEPEST]) or START


def lexer_of(language: str) -> LineLexer | None:
    """Return the lexer of a language, None if Pygments has none."""
    # An unknown name would make Pygments look through the plugins of other packages.
    return LineLexer(get_lexer_by_name(language)) if language in _languages() else None


@cache
def _languages() -> frozenset[str]:
    every = get_all_lexers(plugins=False)
    return frozenset(alias for _name, aliases, _files, _types in every for alias in aliases)


def _spans(tokens: Iterator[tuple[int, _TokenType, str]], end: int) -> Iterator[Span]:
    for start, kind, text in tokens:
        word = _word(kind)
        if word is not None and start < end:
            yield Span(start, min(len(text), end - start), word)


@cache
def _word(kind: _TokenType) -> Word | None:
    return next((word for parent, word in _KINDS if is_token_subtype(kind, parent)), None)
