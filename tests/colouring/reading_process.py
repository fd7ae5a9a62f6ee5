"""Ask the process that reads code as the window does, and start another when it is gone."""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

from conductor.colouring.words import START, State

PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came before the end of an answer, and whether that end came."""

    lines: tuple[tuple[tuple[int, ...] | None, State], ...]
    whole: tuple[tuple[int, ...], ...] | None
    was_stopped: bool
    is_known: bool = True


class ReadingProcess:
    """The process, and those that take its place."""

    def __init__(self, kill_after_s: float = 1.0) -> None:
        self._kill_after_s = kill_after_s
        self.stops = 0
        self.process = self._started()

    def __enter__(self) -> "ReadingProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> int:
        """End its input, and return what it ends with."""
        with self.process as process:
            process.stdin.close()
            process.stdout.close()
            return process.wait(PATIENCE_S)

    def lines(self, language: str, lines: Sequence[str], state: State = START) -> Answer:
        """Read lines one after the other."""
        return self._ask(language, lines, state)

    def whole(self, language: str, lines: Sequence[str]) -> Answer:
        """Read a whole block."""
        return self._ask(language, lines, None)

    def _ask(self, language: str, lines: Sequence[str], state: State | None) -> Answer:
        request = {"language": language, "lines": lines, "state": state}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        found = []
        watch = threading.Timer(PATIENCE_S, self.process.kill)
        watch.start()
        try:
            while True:
                answer = json.loads(self.process.stdout.readline() or '["gone"]')
                if answer[0] in ("done", "gone"):
                    break
                found.append(answer)
        finally:
            assert watch.is_alive(), "the process did not end by itself"
            watch.cancel()
        if answer[0] == "gone":
            self.stops += 1
            self.end()
            self.process = self._started()
        return Answer(
            tuple((_spans(a[1]), tuple(a[2])) for a in found if a[0] == "line"),
            next((tuple(map(tuple, a[1])) for a in found if a[0] == "whole" and a[1]), None),
            was_stopped=answer[0] == "gone",
            is_known=["unknown"] not in found,
        )

    def _started(self) -> "subprocess.Popen[bytes]":
        program = f"from conductor.colouring.child import main; main({self._kill_after_s})"
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b'["ready"]\n'
        return process


def _spans(found: list[int] | None) -> tuple[int, ...] | None:
    return None if found is None else tuple(found)
