"""Say which Markdown answers are read in: CommonMark, tables, strike, notes, formulas.

Rules: HTML is text. Containers nest to a limit, beyond which their marks are text too.
Every block is decided by its first line (a table by two), which is what lets a stream be
cut into blocks that never change again.
"""

import re
from collections.abc import Callable, MutableMapping
from functools import cache
from importlib import import_module

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

NESTING_LIMIT = 24
"""How deep containers may stand inside one another; a list counts twice, with its item."""

MISSING_CELLS_LIMIT = 1_024
"""Cells that a table's rows may lack; beyond, what follows is text.

The reader makes each of them up: a wide head with a hundred short rows below took seconds.
"""

References = MutableMapping[str, dict[str, object]]
"""Targets of reference links by their normalised label, as markdown-it keeps them."""

BlockRule = Callable[[StateBlock, int, int, bool], bool]

_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\U00020000-\U0003ffff]"
)
_DOLLARS = re.compile(
    r"\$\$(?!\$)[^$]+\$\$"
    r"|(?<![0-9A-Za-z$\\])\$(?![\s$])[^$\n]*(?<![\s\\])\$(?![0-9A-Za-z$])"
)
_NOTE = re.compile(r"\[\^([^\]\s\[^]{1,64})\]")
_FORMULA_SIGNS = re.compile(r"[\\^_=+]")
_FORMULA_LENGTH = 4_000
_FORMULA_ENDS = {"$$": "$$", "\\[": "\\]"}


@cache
def _reader() -> MarkdownIt:
    options = {"html": False, "maxNesting": 100, "inline_definitions": True}
    reader = MarkdownIt("commonmark", options)
    reader.enable(["strikethrough"])
    reader.disable(["html_block", "html_inline"])
    # Targets are judged when the tree is built; here a refused link would lose its shape.
    reader.validateLink = _any_target  # type: ignore[method-assign, assignment]
    _add_block_rules(reader)
    reader.inline.ruler.before("escape", "formula", _inline_formula)
    reader.inline.ruler.before("link", "note_mark", _note_mark)
    # Fewer stops in plain text than the default set, which reserves signs for extensions.
    reader.inline.terminator_re = re.compile(r"[\n!\[\]\\&*<_`~$]")
    return reader


def block_tokens(source: str, references: References) -> list[Token]:
    """Return the tokens of the blocks; what is in them is left unread.

    Args:
        source: Markdown with line feeds only.
        references: the link targets known so far; those found are added, with the lines
            they were found on under "map".
    """
    tokens: list[Token] = []
    reader = _reader()
    reader.block.parse(source, reader, {"references": references}, tokens)
    return tokens


def inline_tokens(content: str, references: References) -> list[Token]:
    """Return the tokens of what is in one block."""
    reader = _reader()
    state = _InlineState(content, reader, {"references": references}, [])
    reader.inline.tokenize(state)
    for rule in reader.inline.ruler2.getRules(""):
        rule(state)
    return state.tokens


class _InlineState(StateInline):
    """Lets `**marks**` end and begin beside Korean, Chinese and Japanese letters.

    CommonMark wants a space or a sign around marks that touch punctuation, which those
    languages do not write: `**“인용”**은`.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001
        found = super().scanDelims(start, canSplitWord)
        if not canSplitWord:
            return found
        end = start + found.length
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        opens = found.can_open or (not after.isspace() and bool(_CJK.match(before)))
        closes = found.can_close or (not before.isspace() and bool(_CJK.match(after)))
        return Scanned(opens, closes, found.length)


def _any_target(_url: str) -> bool:
    return True


def _add_block_rules(reader: MarkdownIt) -> None:
    ruler = reader.block.ruler
    inside: dict[str, list[str]] = {name: [] for name in ("blockquote", "list")}
    for rule in ruler.__rules__:
        if rule.name in inside:
            inside[rule.name] = rule.alt
            ruler.at(rule.name, _limited(rule.fn), {"alt": rule.alt})
    rules_of_tables = import_module("markdown_it.rules_block.table")  # `table` is its function
    rules_of_tables.MAX_AUTOCOMPLETED_CELLS = MISSING_CELLS_LIMIT  # type: ignore[attr-defined]
    # Last, as on GitHub: a line that is anything else is not the header of a table.
    in_text = {"alt": ["paragraph", "reference"]}
    ruler.before("lheading", "last_table", table, in_text)  # type: ignore[arg-type]
    interrupting = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler.before("fence", "formula", _block_formula, interrupting)  # type: ignore[arg-type]
    ruler.before("reference", "note", _limited(footnote_def), interrupting)  # type: ignore[arg-type]


def _limited(rule: BlockRule) -> BlockRule:
    def limited(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
        return state.level < NESTING_LIMIT and rule(state, start_line, end_line, silent)

    return limited


def _block_formula(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    r"""Read `$$ … $$` or `\[ … \]`, to its end or to an empty line, whichever comes first."""
    if state.is_code_block(start_line):
        return False
    first = _line(state, start_line)
    ending = _FORMULA_ENDS.get(first[:2])
    if ending is None or not _opens_formula(first[2:], ending):
        return False
    if silent:
        return True
    last = start_line
    if ending not in first[2:]:
        last = _last_formula_line(state, start_line, end_line, ending)
    token = state.push("formula", "math", 0)
    token.content = state.getLines(start_line, last + 1, state.blkIndent, keepLastLF=False)
    token.map = [start_line, last + 1]
    state.line = last + 1
    return True


def _opens_formula(rest: str, ending: str) -> bool:
    if not rest:
        return True
    if ending in rest:
        inside = rest[: -len(ending)]
        return (
            rest.endswith(ending)
            and ending not in inside
            and bool(inside.strip())
            and (ending == "$$" or _FORMULA_SIGNS.search(inside) is not None)
        )
    return _FORMULA_SIGNS.search(rest) is not None


def _last_formula_line(state: StateBlock, start_line: int, end_line: int, ending: str) -> int:
    line = start_line
    while line + 1 < end_line:
        following = line + 1
        if state.isEmpty(following) or state.sCount[following] < state.blkIndent:
            break
        line = following
        if ending in _line(state, line):
            break
    return line


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _inline_formula(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    end = _inline_formula_end(state.src, state.pos)
    if not state.pos < end <= state.posMax:
        return False
    if not silent:
        state.push("formula", "math", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _inline_formula_end(source: str, start: int) -> int:
    if source[start] == "$":
        match = _DOLLARS.match(source, start, start + _FORMULA_LENGTH)
        return match.end() if match else -1
    if source.startswith("\\(", start):
        found = source.find("\\)", start + 2, start + _FORMULA_LENGTH)
        return found + 2 if found > start + 2 else -1
    return -1


def _note_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if state.src[state.pos] != "[":
        return False
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("note_mark", "", 0).content = match[1]
    state.pos = match.end()
    return True
