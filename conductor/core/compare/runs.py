"""Match two sequences of tokens: the runs that are equal and those that changed.

Rules: memory is bounded. One matching takes at most `WORK_LIMIT` pairs of tokens; longer
sequences are matched by paragraphs first, then by lines, then by sentences, and only what
lies between equal ones by words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from conductor.core.compare.words import Token
from conductor.core.text.patience import go_on

WORK_LIMIT = 400_000_000
"""Pairs of tokens of one matching: twice 20,000 words, about 50 MB while it runs."""


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens that are equal or changed: indices into both sequences, ends not included."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    equal: bool = False

    @property
    def swapped(self) -> "Run":
        """The run, seen the other way round."""
        return Run(self.new_start, self.new_end, self.old_start, self.old_end, self.equal)


def add(runs: list[Run], run: Run) -> None:
    """Append a run, joined with the last one if both are equal or both changed."""
    if run.old_start == run.old_end and run.new_start == run.new_end:
        return
    if runs and runs[-1].equal is run.equal:
        last = runs.pop()
        run = replace(run, old_start=last.old_start, new_start=last.new_start)
    runs.append(run)


Ends = Callable[[Token], bool]
Matches = list[tuple[int, int, int]]  # where it begins in either sequence, how long it is


def _ends_paragraph(token: Token) -> bool:
    return token.key == "\n\n"


def _ends_line(token: Token) -> bool:
    return token.is_line_end


def _ends_sentence(token: Token) -> bool:
    return token.is_line_end or token.key in {".", "!", "?"}


_LEVELS: tuple[Ends, ...] = (_ends_paragraph, _ends_line, _ends_sentence)


def runs_of(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """Return the runs of two sequences, equal and changed ones in turn."""
    numbers: dict[str, int] = {}
    old_ids = [numbers.setdefault(token.key, len(numbers)) for token in old]
    new_ids = [numbers.setdefault(token.key, len(numbers)) for token in new]
    runs: list[Run] = []
    i = j = 0
    for at_old, at_new, size in [
        *_matches(_Side(old, old_ids), _Side(new, new_ids), _LEVELS),
        (len(old), len(new), 0),
    ]:
        add(runs, Run(i, at_old, j, at_new))
        i, j = at_old + size, at_new + size
        add(runs, Run(at_old, i, at_new, j, equal=True))
    return runs


@dataclass(frozen=True, slots=True)
class _Side:
    tokens: Sequence[Token]
    ids: Sequence[int]

    def part(self, start: int, end: int) -> "_Side":
        return _Side(self.tokens[start:end], self.ids[start:end])

    def units(self, ends: Ends) -> list[tuple[int, int]]:
        cuts = [i + 1 for i, token in enumerate(self.tokens) if ends(token)]
        bounds = [0, *cuts, len(self.tokens)]
        return [(a, b) for a, b in pairwise(bounds) if b > a]


def _matches(old: _Side, new: _Side, levels: Sequence[Ends]) -> Matches:
    go_on()
    front = _common(old.ids, new.ids)
    back = _common(old.ids[front:][::-1], new.ids[front:][::-1])
    old_end, new_end = len(old.ids) - back, len(new.ids) - back
    inner_old, inner_new = old.part(front, old_end), new.part(front, new_end)
    inner = _matches_between(inner_old, inner_new, levels)
    found = [(0, 0, front), *_moved(inner, front, front), (old_end, new_end, back)]
    return [match for match in found if match[2]]


def _matches_between(old: _Side, new: _Side, levels: Sequence[Ends]) -> Matches:
    if not old.ids or not new.ids:
        return []
    if len(old.ids) * len(new.ids) <= WORK_LIMIT:
        return _matched(old.ids, new.ids)
    if not levels:
        return []
    ends, finer = levels[0], levels[1:]
    old_units, new_units = old.units(ends), new.units(ends)
    if len(old_units) * len(new_units) > WORK_LIMIT:
        return []
    numbers: dict[tuple[int, ...], int] = {}
    matched = _matched(_unit_ids(old, old_units, numbers), _unit_ids(new, new_units, numbers))
    found: Matches = []
    i = j = 0
    for at_old, at_new, size in [*matched, (len(old_units), len(new_units), 0)]:
        start_old, start_new = _start(old_units, at_old), _start(new_units, at_new)
        between = _matches(old.part(i, start_old), new.part(j, start_new), finer)
        found += _moved(between, i, j)
        i, j = _start(old_units, at_old + size), _start(new_units, at_new + size)
        if size:
            found.append((start_old, start_new, i - start_old))
    return found


def _unit_ids(
    side: _Side, units: Sequence[tuple[int, int]], numbers: dict[tuple[int, ...], int]
) -> list[int]:
    return [numbers.setdefault(tuple(side.ids[a:b]), len(numbers)) for a, b in units]


def _start(units: Sequence[tuple[int, int]], index: int) -> int:
    return units[index][0] if index < len(units) else units[-1][1]


def _moved(matches: Matches, by_old: int, by_new: int) -> Matches:
    return [(i + by_old, j + by_new, size) for i, j, size in matches]


def _common(old: Sequence[int], new: Sequence[int]) -> int:
    shorter = min(len(old), len(new))
    return next((i for i in range(shorter) if old[i] != new[i]), shorter)


def _matched(old: Sequence[int], new: Sequence[int]) -> Matches:
    from rapidfuzz.distance import Indel  # here: loading it takes 19 ms

    return [
        (op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in Indel.opcodes(old, new)
        if op.tag == "equal"
    ]
