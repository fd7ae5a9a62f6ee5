"""Read code with Pygments: line by line as it comes, or a whole block as Pygments itself does.

Rules: only lexers that come with Pygments are used. A lexer is foreign code: it may raise
anything, and it may never end, so whoever imports this must be one that can be killed; it also
changes Pygments a little.
"""

import logging
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from pygments.lexer import ExtendedRegexLexer, Lexer, RegexLexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    Whitespace,
    _TokenType,
    is_token_subtype,
)

from conductor.colouring.words import LINE_LIMIT, START, Spans, State, Word

log = logging.getLogger(__name__)

Token = tuple[int, _TokenType, str]

_DEEPEST = 40
_KEPT = "_kept_stack"  # of a lexer: the list that its next reading keeps its states in

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


class OverBudget(Exception):
    """Reading code took longer than it may."""


class CodeLexer:
    """Reads code of one language."""

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer

    def line(self, line: str, state: State, budget_s: float) -> tuple[Spans, State]:
        """Return the words of a line, and the state that its next line starts in.

        Args:
            line: one line, without its end.
            state: what the line before returned; `START` for the first.
            budget_s: processor seconds that it may take.

        Raises:
            OverBudget: it takes longer.
        """
        if len(line) > LINE_LIMIT:
            return (), state
        stack = list(state)
        found = self._from_stack(f"{line}\n", stack)
        try:
            (spans,) = _spans_of_lines(_within(found, budget_s), (line,))
        except OverBudget:
            raise
        except Exception:
            log.debug("The lexer %s gave up on a line.", self._lexer.name, exc_info=True)
            return (), START
        return spans, tuple(stack[:_DEEPEST]) or START

    def whole(self, lines: Sequence[str], budget_s: float) -> list[Spans]:
        """Return the words of each line of a block, as Pygments sees it.

        Raises:
            OverBudget: it takes more than `budget_s` processor seconds.
        """
        short = [line if len(line) <= LINE_LIMIT else "" for line in lines]
        tokens = self._lexer.get_tokens_unprocessed("\n".join(short) + "\n")
        try:
            return _spans_of_lines(_within(tokens, budget_s), short)
        except OverBudget:
            raise
        except Exception as reason:
            raise OverBudget from reason  # the lines one by one are the better answer

    def _from_stack(self, text: str, stack: list[str]) -> Iterator[Token]:
        """Read text that starts in a state, and leave the state at its end in `stack`."""
        lexer = self._lexer
        if isinstance(lexer, ExtendedRegexLexer) or not isinstance(lexer, RegexLexer):
            # They have ways of their own to go on (YAML, JSON): every line is a first one.
            stack[:] = START
        else:
            if tuple(stack) == START:
                stack.clear()  # it may begin in a state of its own
            setattr(lexer, _KEPT, stack)
        return iter(lexer.get_tokens_unprocessed(text))


def lexer_of(language: str) -> CodeLexer | None:
    """Return the lexer of a language, None if Pygments has none."""
    # An unknown name would make Pygments look through the plugins of other packages.
    return CodeLexer(get_lexer_by_name(language)) if language in _languages() else None


@cache
def _languages() -> frozenset[str]:
    every = get_all_lexers(plugins=False)
    return frozenset(alias for _name, aliases, _files, _types in every for alias in aliases)


def _regex_tokens(lexer: Any, text: str, stack: Iterable[str] = START) -> Iterator[Token]:
    """Do what `RegexLexer.get_tokens_unprocessed` does, but keep its stack where one can see it.

    It takes the place of the original, since lexers that change what it yields call it by its
    name. (`ExtendedRegexLexer` tells its stack too, but hands a context to the rules, which
    those that were written for a `RegexLexer` do not take, and goes past such changes.)
    """
    kept: list[str] | None = lexer.__dict__.pop(_KEPT, None)
    states = kept if kept is not None else []
    states[:] = states or stack
    rules, position = lexer._tokens, 0  # noqa: SLF001 - there is no other way to them
    while True:
        for matches, action, new_state in rules[states[-1]]:
            match = matches(text, position)
            if not match:
                continue
            if type(action) is _TokenType:
                yield position, action, match.group()
            elif action is not None:
                yield from action(lexer, match)
            position = match.end()
            _change(states, new_state)
            break
        else:
            if position >= len(text):
                return
            if text[position] == "\n":
                states[:] = START
                yield position, Whitespace, "\n"
            else:
                yield position, Error, text[position]
            position += 1


RegexLexer.get_tokens_unprocessed = _regex_tokens  # type: ignore[method-assign,assignment]


def _change(stack: list[str], new_state: str | int | tuple[str, ...] | None) -> None:
    """Push or pop what a rule says; the last state always stays."""
    if isinstance(new_state, int):
        del stack[max(1, len(stack) + new_state) :]
    elif new_state == "#push":
        stack.append(stack[-1])
    elif new_state is not None:
        for state in new_state:
            if state == "#push":
                stack.append(stack[-1])
            elif state != "#pop":
                stack.append(state)
            elif len(stack) > 1:
                stack.pop()


def _within(tokens: Iterable[Token], budget_s: float) -> Iterator[Token]:
    end_s = time.process_time() + budget_s
    for token in tokens:
        yield token
        if time.process_time() > end_s:
            raise OverBudget


def _spans_of_lines(tokens: Iterable[Token], lines: Sequence[str]) -> list[Spans]:
    """Cut words at the ends of lines; what is out of order, as some lexers give it, too."""
    starts: list[int] = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    found: list[list[int]] = [[] for _line in lines]
    for start, kind, text in tokens:
        word = _word(kind)
        end = start + len(text)
        number = bisect_right(starts, start) - 1
        while word is not None and number < len(lines) and starts[number] < end:
            first = max(start, starts[number])
            last = min(end, starts[number] + len(lines[number]))
            if first < last:
                found[number] += (first - starts[number], last - first, word.value)
            number += 1
    return [_in_utf16(line, spans) for line, spans in zip(lines, found, strict=True)]


def _in_utf16(line: str, spans: list[int]) -> Spans:
    if not spans or line.isascii() or max(line) <= "\uffff":
        return tuple(spans)
    places = [0]
    for character in line:
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    units: list[int] = []
    for start, length, value in zip(spans[::3], spans[1::3], spans[2::3], strict=True):
        units += (places[start], places[start + length] - places[start], value)
    return tuple(units)


@cache
def _word(kind: _TokenType) -> Word | None:
    return next((word for parent, word in _KINDS if is_token_subtype(kind, parent)), None)
