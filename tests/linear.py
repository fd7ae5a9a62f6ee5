"""Feed functions with runs of every kind of character, and see whether their cost is linear.

Rules: processor time, never the wall clock; growth is a ratio within one run, measured again
before it counts as too much. A call that does not end is cut off and counts as superlinear.
"""

import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, ModuleType

Probe = Callable[[str], object]
"""Calls one function with a text of some length."""

RUNS: Mapping[str, str] = {
    "letters": "a",
    "capitals": "A",
    "words": "word ",
    "digits": "7",
    "spaces": " ",
    "tabs": "\t",
    "no-break spaces": "\u00a0",
    "line feeds": "\n",
    "carriage returns": "\r",
    "line separators": "\u2028",
    "underscores": "_",
    "asterisks": "*",
    "backticks": "`",
    "tildes": "~",
    "exclamation marks": "!",
    "question marks": "?",
    "full stops": ".",
    "wide full stops": "。",
    "commas": ",",
    "quotation marks": '"',
    "apostrophes": "'",
    "opening quotation marks": "“",
    "closing quotation marks": "”",
    "parentheses": "(",
    "closing parentheses": ")",
    "brackets": "[",
    "closing brackets": "]",
    "angle brackets": "<",
    "closing angle brackets": ">",
    "braces": "{",
    "bars": "|",
    "backslashes": "\\",
    "number signs": "#",
    "hyphens": "-",
    "plus signs": "+",
    "equals signs": "=",
    "ampersands": "&",
    "dollars": "$",
    "colons": ":",
    "semicolons": ";",
    "slashes": "/",
    "at signs": "@",
    "percent signs": "%",
    "carets": "^",
    "Hangul": "가",
    "Hangul particles": "다",
    "Hangul letters": "ㅏ",
    "Han": "漢",
    "soft hyphens": "\u00ad",
    "zero width": "\u200b",
    "joiners": "\u200d",
    "controls": "\x07",
    "right to left": "\u202e",
    "combining marks": "\u0301",
    "variation selectors": "\ufe0f",
    "emoji": "😀",
    "emoji joined": "😀\u200d",
    "flags": "\U0001f3f4\U000e0067",
    "lone halves": "\ud800",
    "underscore and space": "_ ",
    "mark and line feed": "!\n",
    "mark and space": "! ",
    "stop and space": ". ",
    "bracket and parenthesis": "[(",
    "links unfinished": "[a](",
    "links": "[a](b)",
    "images": "![",
    "asterisk and underscore": "*_",
    "asterisks in words": "a*",
    "asterisk and space": "* a",
    "strong in words": "**a",
    "tilde pairs": "~~a",
    "bar and space": "| ",
    "bars in words": "a|",
    "rows": "|a|\n",
    "escaped quotation marks": '\\"',
    "quotes": "> ",
    "items": "- ",
    "item lines": "- a\n",
    "deeper items": "- - ",
    "numbered": "1. ",
    "numbers": "1,",
    "decimals": "1.",
    "accents": "a\u0301",
    "hyphenated": "a\u00ad",
    "backtick and space": "` ",
    "backticks in words": "`a",
    "fences": "```\n",
    "tilde fences": "~~~a\n",
    "dollars in words": "$a",
    "dollar pairs": "$$a",
    "formula": "\\(",
    "footnotes": "[^a]",
    "footnote texts": "[^a]: b\n",
    "definitions": "[a]: b\n",
    "headings": "# a\n",
    "underlined headings": "a\n=\n",
    "rules": "---\n",
    "entities": "&amp;",
    "entities unfinished": "&#",
    "addresses": "http://",
    "addresses in brackets": "http://a(",
    "angle addresses": "<http:",
    "tags": "<a ",
    "break tags": "<br ",
    "answer tags": "<answer id=",
    "frames": '<answer id="abcd">\n',
    "chat marks": "<|",
    "think tags": "<think>",
    "think ends": "</think",
    "titles": "<title>",
    "ids": "abcd ",
    "keys": "sk-",
    "bearers": "Bearer ",
    "user names": "://",
    "quoted words": '"a" ',
    "wide quoted words": "“a” ",
    "initials": "A.",
    "letters and line feeds": "a\n",
    "letters and returns": "a\r",
    "spaces and line feeds": " \n",
    "indented": "    a\n",
    "quote lines": "> a\n",
    "table heads": "a|b\n-|-\n",
}
"""Units that are repeated to the wanted length, by what they are called in a failure."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is measured.

    Attributes:
        longest: characters of the longest text.
        steps: how many shorter ones are tried first, each a quarter of the next.
        enough_s: processor seconds after which no longer text is tried.
        floor_s: processor seconds that are no matter, whatever they grow from; the clock is
            not finer than some milliseconds.
        most_s: processor seconds after which a call is cut off.
        ratio: how many times as much four times the length may cost.
    """

    longest: int
    enough_s: float
    steps: int = 2
    floor_s: float = 0.02
    most_s: float = 5.0
    ratio: float = 4 * 2.2


def text_of(unit: str, length: int) -> str:
    """Return a run of a unit of so many characters."""
    return (unit * (length // len(unit) + 1))[:length]


def superlinear(probe: Probe, unit: str, limits: Limits) -> str | None:
    """Return how the cost of a probe grows too fast, None if it is linear."""
    for length in (limits.longest >> 2 * step for step in range(limits.steps, -1, -1)):
        spent = _spent_s(probe, text_of(unit, length), limits)
        if spent > limits.floor_s and _grows(probe, unit, length, limits):
            return f"{spent:.3f} s at {length:,}"
        if spent > limits.enough_s:
            return None
    return None


def _grows(probe: Probe, unit: str, length: int, limits: Limits) -> bool:
    """Whether a length costs too much beside its quarter, also when measured again."""
    for tries in (1, 3, 5):
        small = min(_spent_s(probe, text_of(unit, length // 4), limits) for _ in range(tries))
        large = min(_spent_s(probe, text_of(unit, length), limits) for _ in range(tries))
        if large <= limits.floor_s + small * limits.ratio:
            return False
        if large >= limits.most_s:
            return True
    return True


def _spent_s(probe: Probe, text: str, limits: Limits) -> float:
    before = time.process_time()
    with _cut_off_after(limits.most_s):
        probe(text)
    return time.process_time() - before


class _CutOff(BaseException):
    """A call took too long."""


@contextmanager
def _cut_off_after(limit_s: float) -> Iterator[None]:
    """End what runs inside after some processor time; patterns look for signals too."""
    earlier = signal.signal(signal.SIGVTALRM, _cut_off)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit_s)
    try:
        yield
    except _CutOff:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)


def _cut_off(_number: int, _frame: FrameType | None) -> None:
    raise _CutOff


QUICK = Limits(longest=8_192, enough_s=0.1)
HEAVY = Limits(longest=2_048, enough_s=0.1)
"""For what takes microseconds for each character however well it is made."""
WHOLE = Limits(longest=1 << 20, enough_s=0.3, steps=5)
HEAVY_RUNS = (
    *("words", "underscores", "exclamation marks", "bars", "images", "rows", "quotes"),
    "definitions",
)
TELLING_RUNS = (
    *HEAVY_RUNS,
    *("quotation marks", "soft hyphens", "asterisk and underscore", "spaces"),
    *("digits", "line feeds", "backticks", "opening quotation marks", "brackets", "zero width"),
    *("underscore and space", "mark and line feed", "ids", "answer tags", "frames"),
    *("quoted words", "letters and line feeds", "emoji joined"),
)
"""The runs that something once took too long for, and their like; the others are slow."""


def found_superlinear(
    probes: Mapping[str, Sequence[Probe]], limits: Limits, runs: Iterable[str] = tuple(RUNS)
) -> list[str]:
    """Return a sentence for each probe whose cost grows too fast with some run."""
    found = []
    for name, ways in probes.items():
        for number, probe in enumerate(ways):
            for run in runs:
                told = superlinear(probe, RUNS[run], limits)
                if told:
                    found.append(f"{name} ({number}) with {run}: {told}")
    return found


_CARRIERS = (
    "str bytes Answer Note PlacedNote Piece Framed Draft Complaint Inline Inlines Block Text "
    "Token Features Comparison Line OnePage Row Claim Claims Message Turn Attachment Entry "
    "Proposal SseEvent Part Reasoning Finding Merged Item Placed AnswerEvent Any"
)
_CARRIES_TEXT = re.compile(rf"\b(?:{'|'.join(_CARRIERS.split())})\b")
_QT = re.compile(r"\b(?:Q[A-Z]\w+|\w*(?:View|Edit|Widget|Bar|Pane|Panel|Dialog|Column|Worker))\b")


def text_functions(package: str, *, without_widgets: bool = False) -> dict[str, object]:
    """Return the public functions and methods of a package that take text, by their names.

    Args:
        package: the package, with all that is in it.
        without_widgets: leave out what is a Qt object or takes one.
    """
    found: dict[str, object] = {}
    for module in _modules(package):
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
                continue
            if inspect.isfunction(value):
                found[f"{module.__name__}.{name}"] = value
            elif inspect.isclass(value) and not (without_widgets and _is_qt(value)):
                for method, function in vars(value).items():
                    plain = getattr(function, "__func__", function)
                    if not method.startswith("_") and inspect.isfunction(plain):
                        found[f"{module.__name__}.{name}.{method}"] = plain
    return {
        name.removeprefix("conductor."): function
        for name, function in found.items()
        if _takes_text(function, without_widgets=without_widgets)
    }


def unregistered(
    functions: Iterable[str], probes: Iterable[str], unseen: Mapping[str, str]
) -> list[str]:
    """Return the functions that are neither measured nor left out for a reason.

    Give each a probe in the table of the test, or, if it never sees text from outside, the
    reason why not.
    """
    known = set(probes)
    return [name for name in functions if name not in known and not name.startswith(tuple(unseen))]


def _modules(package: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    yield root
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        yield importlib.import_module(found.name)


def _is_qt(kind: type) -> bool:
    return any(base.__module__.startswith("PySide6") for base in kind.__mro__)


def _takes_text(function: object, *, without_widgets: bool) -> bool:
    wanted = [
        _written(parameter.annotation)
        for parameter in inspect.signature(function).parameters.values()  # type: ignore[arg-type]
    ]
    if without_widgets and any(map(_QT.search, wanted)):
        return False
    return any(map(_CARRIES_TEXT.search, wanted))


def _written(annotation: object) -> str:
    if isinstance(annotation, str):
        return annotation
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)
