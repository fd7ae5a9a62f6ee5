"""Decode server-sent events from bytes, whatever the pieces they arrive in.

Rules: always UTF-8, whatever the header says; time linear in the bytes; everything bounded.
Lines that belong to no event are handed out too: some services put a plain JSON error there.
"""

from dataclasses import dataclass

from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.i18n import _

MIB = 1024 * 1024
LINE_LIMIT_BYTES = 4 * MIB
EVENT_LIMIT_BYTES = 8 * MIB
STREAM_LIMIT_BYTES = 64 * MIB

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SseEvent:
    """One event; `name` is empty when the stream gave none."""

    name: str
    data: str


@dataclass(frozen=True, slots=True)
class StrayLine:
    """A line that is neither a field of an event nor a comment."""

    text: str


class SseDecoder:
    """Turns pieces of one stream into events; `close` at the end hands out what is left."""

    def __init__(self) -> None:
        self._total = 0
        self._line = bytearray()
        self._after_cr = False
        self._is_first_line = True
        self._name = ""
        self._data: list[bytes] = []
        self._data_size = 0

    def feed(self, piece: bytes) -> list[SseEvent | StrayLine]:
        """Return what became complete with this piece.

        Raises:
            AnswerFailed: a line, an event or the whole stream is longer than allowed.
        """
        self._total += len(piece)
        if self._total > STREAM_LIMIT_BYTES:
            raise _too_long(_("The answer is longer than {limit} MiB and was stopped."), 64)
        if self._after_cr and piece.startswith(b"\n"):  # the second half of a CRLF
            self._after_cr = False
            piece = piece[1:]
        if not piece:
            return []
        lines = piece.splitlines()  # of bytes: at CR, LF and CRLF only
        self._after_cr = piece.endswith(b"\r")
        rest = b"" if piece.endswith((b"\n", b"\r")) else lines.pop()
        found: list[SseEvent | StrayLine] = []
        if lines:
            if self._line:
                self._keep(lines[0])
                lines[0] = bytes(self._line)
                self._line.clear()
            for line in lines:
                self._take(line, found)
        if rest:
            self._keep(rest)
        return found

    def close(self) -> list[SseEvent | StrayLine]:
        """Return what the stream left without its last line end or its closing blank line."""
        found: list[SseEvent | StrayLine] = []
        if self._line:
            line = bytes(self._line)
            self._line.clear()
            self._take(line, found)
        self._dispatch(found)
        return found

    def _keep(self, part: bytes) -> None:
        self._line += part
        if len(self._line) > LINE_LIMIT_BYTES:
            raise line_too_long()

    def _take(self, line: bytes, found: list[SseEvent | StrayLine]) -> None:
        if self._is_first_line:
            self._is_first_line = False
            line = line.removeprefix(_BOM)
        if not line:
            self._dispatch(found)
        elif len(line) > LINE_LIMIT_BYTES:
            raise line_too_long()
        elif line.startswith(b"data:"):
            self._add_data(line[6:] if line.startswith(b"data: ") else line[5:])
        elif not line.startswith(b":"):
            self._take_rare(line, found)

    def _take_rare(self, line: bytes, found: list[SseEvent | StrayLine]) -> None:
        field, _colon, value = line.partition(b":")
        if field == b"event":
            self._name = _decoded(value.removeprefix(b" "))
        elif field == b"data":
            self._add_data(b"")
        elif field not in (b"id", b"retry"):
            found.append(StrayLine(_decoded(line)))

    def _add_data(self, value: bytes) -> None:
        self._data.append(value)
        self._data_size += len(value) + 1
        if self._data_size > EVENT_LIMIT_BYTES:
            raise _too_long(_("One part of the answer is longer than {limit} MiB."), 8)

    def _dispatch(self, found: list[SseEvent | StrayLine]) -> None:
        if self._data:
            data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
            found.append(SseEvent(self._name, _decoded(data)))
            self._data.clear()
            self._data_size = 0
        self._name = ""


def _decoded(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def line_too_long() -> AnswerFailed:
    """Return the failure for a line that no service sends."""
    return _too_long(_("One line of the answer is longer than {limit} MiB."), 4)


def _too_long(sentence: str, limit_mib: int) -> AnswerFailed:
    return AnswerFailed(AnswerError(ErrorKind.PROTOCOL, sentence.format(limit=limit_mib)))
