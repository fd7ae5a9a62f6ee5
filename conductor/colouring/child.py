"""Colour code for the window in a process of its own, since a lexer may never end.

Each line that comes in is a request in JSON, each that goes out an answer:

    {"language": "python", "lines": ["x = 1"], "state": ["root"]}   lines, one after the other
    {"language": "python", "lines": ["x = 1"], "state": null}       a whole block

    ["ready"]                   once
    ["line", spans, state]      one for each line; null for the spans if it took too long
    ["whole", [spans, …]]       null for the list if it took too long
    ["unknown"]                 there is no such language
    ["done", seconds]           the end of every answer, with the processor time it took

Whatever does not look at its budget is ended by the system: a timer of processor time whose
signal nobody handles. With the end of its input it ends too, so it never outlives the window.
"""

import json
import os
import signal
import sys
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from conductor.colouring.words import KILL_AFTER_S, LINE_BUDGET_S, START, WHOLE_BUDGET_S

if TYPE_CHECKING:
    from conductor.colouring.lexing import CodeLexer

_MEMORY_LIMIT = 1 << 30
_LOAD_LIMIT_S = 5.0
_LANGUAGES = 32
_NICE = 5


def main(kill_after_s: float = KILL_AFTER_S) -> None:
    """Answer requests until there are no more.

    Args:
        kill_after_s: processor seconds after which what does not look at its budget ends.
    """
    _be_modest()
    _say(["ready"])
    for line in sys.stdin.buffer:
        began_s = time.process_time()
        request = json.loads(line)
        _answer(request["language"], request["lines"], request["state"], kill_after_s)
        _kill_after(0)
        _say(["done", round(time.process_time() - began_s, 4)])


def _answer(language: str, lines: list[str], state: list[str] | None, kill_after_s: float) -> None:
    from conductor.colouring.lexing import OverBudget  # slow: not before anybody asks

    _kill_after(_LOAD_LIMIT_S)
    lexer = _lexer_of(language)
    if lexer is None:
        _say(["unknown"])
    elif state is None:
        _kill_after(kill_after_s + WHOLE_BUDGET_S)
        try:
            _say(["whole", lexer.whole(lines, WHOLE_BUDGET_S)])
        except OverBudget:
            _say(["whole", None])
    else:
        now = tuple(state) or START
        for line in lines:
            _kill_after(kill_after_s)
            try:
                spans, now = lexer.line(line, now, LINE_BUDGET_S)
                _say(["line", spans, now])
            except OverBudget:
                _say(["line", None, now])


@lru_cache(_LANGUAGES)
def _lexer_of(language: str) -> "CodeLexer | None":
    from conductor.colouring.lexing import lexer_of

    lexer = lexer_of(language)
    if lexer is not None:
        lexer.line("a 1", START, _LOAD_LIMIT_S)  # it compiles its patterns now
    return lexer


def _say(answer: list[object]) -> None:
    sys.stdout.buffer.write(json.dumps(answer, separators=(",", ":")).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def _kill_after(seconds: float) -> None:
    """Have the system end this process after so much processor time; 0: never mind."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _be_modest() -> None:
    """Leave the processor to the window, take little memory, and live as long as the window."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal means the window
    if sys.platform == "win32":
        return
    import resource

    os.nice(_NICE)
    for limit, most in ((resource.RLIMIT_AS, _MEMORY_LIMIT), (resource.RLIMIT_CORE, 0)):
        _soft, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):
            continue  # this system does not let it; the timer above still holds


if __name__ == "__main__":
    main()
