"""Turn the characters in one block into runs of text, links, pictures and line ends.

Rules: a link keeps its target only if the scheme is http, https or mailto; any other
target is written out after the link's words. Costs stay linear, whatever the text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from markdown_it.token import Token

from conductor.core.markup.blocks import Break, Image, Inline, Inlines, NoteMark, StyledText
from conductor.core.markup.dialect import References, inline_tokens
from conductor.core.markup.targets import is_allowed_target
from conductor.core.text.visible import visible

_PIECE = 4_096  # characters read at a time; emphasis does not reach across pieces
_BRACKETS = 200  # more opening brackets than this in a piece, and they mean themselves
_OPEN_BRACKETS = 24  # likewise of brackets that are open at once: each is looked for an end
_MARKUP = re.compile(r"[\n&*<\[\\_`~$]|https?://")
_BRACKET = re.compile(r"[\[\]]")
_ADDRESS = re.compile(r"\bhttps?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_LINE_END = re.compile(r"(?:(?<![ \t])[ \t]+)?<br\s*/?>[ \t]*", re.IGNORECASE)
_WEIGHTS = {"strong": "bold", "em": "italic", "s": "strike"}


def linked(text: StyledText) -> Iterator[StyledText]:
    """Yield the text in pieces, with the web addresses in it as links."""
    if "://" not in text.text:
        yield text
        return
    start = 0
    for match in _ADDRESS.finditer(text.text):
        url = _trimmed(match[0])
        if not is_allowed_target(url):
            continue
        if match.start() > start:
            yield replace(text, text=text.text[start : match.start()])
        yield replace(text, text=url, href=url)
        start = match.start() + len(url)
    if start < len(text.text):
        yield replace(text, text=text.text[start:])


def _trimmed(url: str) -> str:
    """Return an address without the signs after it, and brackets that it did not open."""
    spare = {closing: url.count(closing) - url.count(opening) for opening, closing in ("()", "[]")}
    end = len(url)
    while end:
        last = url[end - 1]
        if spare.get(last, 0) > 0:
            spare[last] -= 1
        elif last not in ".,;:!?'*_~":
            break
        end -= 1
    return url[:end]


def plain(content: str) -> Inlines:
    """Return the text as it stands, lines kept."""
    inlines: list[Inline] = []
    for number, line in enumerate(content.split("\n")):
        if number:
            inlines.append(Break(soft=True))
        if line:
            inlines.append(StyledText(visible(line)))
    return tuple(inlines)


def read_inlines(piece: str, references: References, *, in_cell: bool = False) -> Inlines:
    """Return what is in a piece of a block; `in_cell` lets `<br>` end a line of a cell."""
    if not _MARKUP.search(piece):
        return (StyledText(visible(piece)),) if piece else ()
    if _has_many_brackets(piece):
        return plain(piece)
    return tuple(_Runs(in_cell=in_cell).read(inline_tokens(piece, references)))


def _has_many_brackets(piece: str) -> bool:
    count = piece.count("[")
    if count <= _OPEN_BRACKETS:
        return False
    steps = (1 if found[0] == "[" else -1 for found in _BRACKET.finditer(piece))
    deepest = max(accumulate(steps, lambda depth, step: max(0, depth + step)))
    return count > _BRACKETS or deepest > _OPEN_BRACKETS


def pieces_of(content: str) -> Iterator[str]:
    """Yield the content of a block in pieces short enough to be read, cut at spaces."""
    start = 0
    while len(content) - start > _PIECE:
        limit = start + _PIECE
        cut = max(content.rfind("\n", start, limit), content.rfind(" ", start, limit)) + 1
        cut = cut if cut > start else limit
        yield content[start:cut]
        start = cut
    yield content[start:]


class _Runs:
    """Collects the runs of one piece, token by token."""

    def __init__(self, *, in_cell: bool) -> None:
        self._in_cell = in_cell
        self._inlines: list[Inline] = []
        self._href: str | None = None
        self._pending: list[str] = []
        self._depth = {"bold": 0, "italic": 0, "strike": 0}
        self._link_start = 0

    def read(self, tokens: list[Token]) -> list[Inline]:
        for token in tokens:
            self._take(token)
        self._flush()
        return self._inlines

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special"):
            self._pending.append(token.content)
            return
        self._flush()
        if kind == "code_inline":
            self._inlines.append(self._looking(token.content, code=True))
        elif kind == "formula":
            self._formula(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._inlines.append(Break(soft=kind == "softbreak"))
        elif kind == "image":
            self._inlines.append(_image(token))
        elif kind == "note_mark":
            self._inlines.append(NoteMark(visible(token.content)))
        elif token.tag == "a":
            self._link(token)
        elif token.tag in _WEIGHTS:
            self._depth[_WEIGHTS[token.tag]] += token.nesting

    def _looking(self, text: str, *, code: bool = False, math: bool = False) -> StyledText:
        depth = self._depth
        return StyledText(
            visible(text),
            bold=depth["bold"] > 0,
            italic=depth["italic"] > 0,
            strike=depth["strike"] > 0,
            code=code,
            math=math,
            href=self._href,
        )

    def _formula(self, source: str) -> None:
        for number, line in enumerate(source.split("\n")):
            if number:
                self._inlines.append(Break(soft=True))
            if line:
                self._inlines.append(self._looking(line, math=True))

    def _link(self, token: Token) -> None:
        if token.nesting > 0:
            self._link_start = len(self._inlines)
            self._href = visible(str(token.attrs["href"]))
            return
        href, self._href = self._href or "", None
        inside = self._inlines[self._link_start :]
        words = "".join(part.text for part in inside if isinstance(part, StyledText))
        if is_allowed_target(href):
            if not words:
                self._inlines.append(StyledText(href, href=href))
            return
        self._inlines[self._link_start :] = [_unlinked(part) for part in inside]
        if href and not href.startswith("#") and href != words:
            self._inlines.append(self._looking(f" ({href})" if words else href))

    def _flush(self) -> None:
        if not self._pending:
            return
        text = "".join(self._pending)
        self._pending.clear()
        lines = _LINE_END.split(text) if self._in_cell else [text]
        for number, line in enumerate(lines):
            if number:
                self._inlines.append(Break())
            if line:
                shown = self._looking(line)
                self._inlines.extend([shown] if shown.href else linked(shown))


def _unlinked(inline: Inline) -> Inline:
    return replace(inline, href=None) if isinstance(inline, StyledText) else inline


def _image(token: Token) -> Image:
    words = [child.content for child in token.children or () if child.content]
    return Image(visible("".join(words)), visible(str(token.attrs["src"])))
