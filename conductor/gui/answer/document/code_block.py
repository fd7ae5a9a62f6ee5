"""Know how far a block of code in an answer is coloured, and what to ask for next.

Rules: no Qt. Thread: GUI.
"""

from dataclasses import dataclass

from conductor.colouring.words import START, Spans, State
from conductor.gui.answer.document.code_memory import CodeMemory, Colours, first_key, next_key

_LINES_AT_ONCE = 100
_CHARACTERS_AT_ONCE = 8_000
COLOURED_CHARACTERS = 200_000
"""Characters of one block of code that are coloured."""
_WHOLE_CHARACTERS = 100_000
_BUDGET_S = 4.0  # processor time for the lines of one block
_QUIET_S = 0.3
_QUIET_TIMES = 20  # a block rests so many times as long as reading it as a whole took


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the words of some lines.

    Attributes:
        lines: some lines of a block that follow each other.
        keys: what they are remembered by.
        state: what the first line starts in; None asks for a block as a whole.
    """

    language: str
    lines: tuple[str, ...]
    keys: tuple[int, ...]
    state: State | None


class CodeBlock:
    """One block of code in one document; it grows at its end.

    Attributes:
        first: the number of its first line's paragraph in the document.
    """

    def __init__(self, language: str, first: int, memory: CodeMemory) -> None:
        self.language = language
        self.first = first
        self._memory = memory
        self._lines: list[str] = []
        self._keys: list[int] = []
        self._ends: list[int] = []  # characters up to the end of each line
        self._colours: list[Colours | None] = []
        self._known = 0  # lines before this one are known
        self._spent_s = 0.0
        self._whole_s = 0.0
        self._changed_s = 0.0
        self._stopped_at: int | None = None

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def is_stopped(self) -> bool:
        """Whether it stays plain, because reading it did not end."""
        return self._stopped_at is not None

    def spans(self, number: int) -> Spans:
        """Return the coloured words of a line, as far as they are known."""
        colours = self._colours[number]
        return () if colours is None or self._stopped_at is not None else colours.spans

    def set_line(self, number: int, text: str, now_s: float) -> bool:
        """Take what a line says; return whether that is new. Lines after a new one are gone."""
        if number < len(self._lines) and self._lines[number] == text:
            return False
        self.cut(number)
        key = next_key(self._keys[-1] if self._keys else first_key(self.language), text)
        self._lines.append(text)
        self._keys.append(key)
        self._ends.append((self._ends[-1] if self._ends else 0) + len(text) + 1)
        self._colours.append(self._memory.lines.get(key))
        self._changed_s = now_s
        if self._stopped_at == number:
            self._memory.poison.put(key, None)  # as it is now, and may be shown again
        elif key in self._memory.poison:
            self._stopped_at = number
        return True

    def cut(self, count: int) -> None:
        """Forget all lines but the first `count`."""
        del self._lines[count:], self._keys[count:], self._ends[count:], self._colours[count:]
        self._known = min(self._known, count)

    def lacks(self) -> bool:
        """Return whether something is to be asked for, now or when the block is quiet."""
        return self._may_ask() and (self._first_unknown() is not None or self._lacks_whole())

    def next_wanted(self, now_s: float) -> Wanted | None:
        """Return what to ask for now, None if there is nothing yet."""
        if not self._may_ask():
            return None
        first = self._first_unknown()
        if first is not None:
            return self._some_lines(first)
        quiet_s = max(_QUIET_S, _QUIET_TIMES * self._whole_s)
        if self._lacks_whole() and now_s - self._changed_s >= quiet_s:
            return Wanted(self.language, tuple(self._lines), tuple(self._keys), None)
        return None

    def note_cost(self, wanted: Wanted, cost_s: float) -> None:
        """Take the processor seconds that an answer took."""
        if wanted.state is None:
            self._whole_s = cost_s
        else:
            self._spent_s += cost_s

    def take(self) -> list[int]:
        """Take what became known; return the numbers of the lines that look different now."""
        before = [self.spans(number) for number in range(len(self))]
        known = map(self._memory.lines.get, self._keys)
        self._colours = [new or old for new, old in zip(known, self._colours, strict=True)]
        if self._stopped_at is None:
            stopped = (n for n, key in enumerate(self._keys) if key in self._memory.poison)
            self._stopped_at = next(stopped, None)
        return [number for number in range(len(self)) if self.spans(number) != before[number]]

    def _may_ask(self) -> bool:
        may = bool(self._lines) and self._stopped_at is None and self._spent_s < _BUDGET_S
        return may and self._memory.may_ask(self.language)

    def _first_unknown(self) -> int | None:
        while self._known < len(self._colours) and self._colours[self._known] is not None:
            self._known += 1
        is_there = self._known < len(self._lines)
        is_near = is_there and self._ends[self._known] <= COLOURED_CHARACTERS
        return self._known if is_near else None

    def _lacks_whole(self) -> bool:
        is_short = self._ends[-1] <= _WHOLE_CHARACTERS
        return is_short and self._keys[-1] not in self._memory.wholes

    def _some_lines(self, first: int) -> Wanted:
        """Return some lines from the last one before `first` whose end is known."""
        state: State | None = START
        while first:
            colours = self._colours[first - 1]
            state = colours.state if colours is not None else None
            if state is not None:
                break
            first, state = first - 1, START
        last, size = first, 0
        while last < len(self) and last < first + _LINES_AT_ONCE and size < _CHARACTERS_AT_ONCE:
            size += len(self._lines[last])
            last += 1
        lines, keys = tuple(self._lines[first:last]), tuple(self._keys[first:last])
        return Wanted(self.language, lines, keys, state)
