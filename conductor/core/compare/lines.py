"""Show added and removed lines as whole lines, and a short equal run as part of its change.

Rules: only where a run begins or ends moves; all runs together still cover both sequences.
"""

from collections.abc import Sequence
from dataclasses import replace

from conductor.core.compare.runs import Run, add
from conductor.core.compare.words import Token

# Equal words between two changes that are worth showing as equal; a Korean word says more.
_WORDS_WORTH = 3
_HANGUL_WORDS_WORTH = 2
_LINE_LIMIT = 60  # tokens of a line that is looked for


def readable(runs: Sequence[Run], old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """Return the runs as a person would have cut them."""
    moved = _by_whole_lines(runs, old, new)
    found: list[Run] = []
    for i, run in enumerate(moved):
        around = (moved[i - 1], moved[i + 1]) if 0 < i < len(moved) - 1 else ()
        is_swallowed = around and not any(_is_wrap(part, old, new) for part in around)
        equal = run.equal and not (is_swallowed and not _is_worth(run, old))
        add(found, replace(run, equal=equal))
    return found


def _is_wrap(run: Run, old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether nothing but line ends changed."""
    tokens = (*old[run.old_start : run.old_end], *new[run.new_start : run.new_end])
    return all(token.is_line_end for token in tokens)


def _is_worth(run: Run, tokens: Sequence[Token]) -> bool:
    words = hangul = 0
    for token in tokens[run.old_start : run.old_end]:
        if token.is_line_end:
            return True
        words += token.is_word
        hangul += token.is_hangul
        if words >= _WORDS_WORTH or hangul >= _HANGUL_WORDS_WORTH:
            return True
    return False


def _by_whole_lines(runs: Sequence[Run], old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """Move added and removed lines to where they begin.

    A matching may say that the end of one line and the beginning of the next were added
    where a person sees that a line was.
    """
    found: list[Run] = []
    waiting = list(reversed(runs))
    while waiting:
        run = waiting.pop()
        if run.equal or not waiting:
            add(found, run)
            continue
        before = found.pop() if found else Run(0, 0, 0, 0, equal=True)
        following = waiting.pop()
        if run.new_end - run.new_start >= run.old_end - run.old_start:
            parts = _moved(before, run, following, new)
        else:
            swapped = _moved(before.swapped, run.swapped, following.swapped, old)
            parts = [part.swapped for part in swapped]
        for part in parts:
            add(found, part)
    return found


def _moved(before: Run, run: Run, following: Run, new: Sequence[Token]) -> list[Run]:
    """Return a change and the equal runs around it, cut where added lines begin."""
    if run.new_start == 0 or new[run.new_start - 1].is_line_end:
        return [before, run, following]
    size = _begun(before, run, new)
    if size:
        old_start, new_start = run.old_start - size, run.new_start - size
        new_end = run.new_end - size
        return [
            replace(before, old_end=old_start, new_end=new_start),
            Run(old_start, old_start, new_start, new_end),
            Run(old_start, following.old_end, new_end, following.new_end, equal=True),
        ]
    return [before, *_split(run, following, new)]


def _begun(before: Run, run: Run, new: Sequence[Token]) -> int:
    """Return how many tokens in front of added text begin the line that was added."""
    if run.old_end > run.old_start or not before.equal:
        return 0
    size = 0
    while size < min(before.new_end - before.new_start, _LINE_LIMIT):
        if new[run.new_start - size - 1].is_line_end:
            break
        size += 1
    added = [token.key for token in _tokens(run, new)]
    begun = [token.key for token in new[run.new_start - size : run.new_start]]
    is_line = len(added) > size and new[run.new_end - size - 1].is_line_end
    return size if is_line and added[-size:] == begun else 0


def _split(run: Run, following: Run, new: Sequence[Token]) -> list[Run]:
    """Return a change and the equal run after it, cut where added lines begin if they do."""
    line = _rest_of_line([token.key for token in _tokens(following, new)])
    added = [token.key for token in _tokens(run, new)]
    at = _find(line, added) if line else None
    if at is None:
        return [run, following]
    size, cut = len(line), run.new_start + at
    old_end, new_end = run.old_end + size, run.new_end + size
    return [
        Run(run.old_start, run.old_end, run.new_start, cut),
        Run(run.old_end, old_end, cut, cut + size, equal=True),
        Run(old_end, old_end, cut + size, new_end),
        Run(old_end, following.old_end, new_end, following.new_end, equal=True),
    ]


def _tokens(run: Run, new: Sequence[Token]) -> Sequence[Token]:
    return new[run.new_start : run.new_end]


def _rest_of_line(keys: Sequence[str]) -> Sequence[str]:
    end = next((i for i, key in enumerate(keys[:_LINE_LIMIT]) if key in {"\n", "\n\n"}), None)
    return () if end is None else keys[: end + 1]


def _find(line: Sequence[str], keys: Sequence[str]) -> int | None:
    size = len(line)
    return next(
        (
            i
            for i in range(len(keys) - size + 1)
            if keys[i] == line[0] and keys[i : i + size] == line
        ),
        None,
    )
