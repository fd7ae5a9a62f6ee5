"""Read the pages of a library file without SQLite, which refuses a whole tree for one page.

The file is only read, together with the log of writes beside it. The format:
https://www.sqlite.org/fileformat2.html

Thread: any.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conductor.disk import open_plain

TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 13, 5, 10, 2
LEAVES = (TABLE_LEAF, INDEX_LEAF)
USUAL_PAGE_BYTES = 4096
_LOG_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
_LOG_MAGIC = (0x377F0682, 0x377F0683)
_MOST_PAYLOAD_BYTES = 1 << 30

Value = int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record: its key in a table with keys (else 0), its values, and whether all came.

    Attributes:
        is_whole: False where a page that holds its rest could not be read.
    """

    key: int
    values: tuple[Value, ...]
    is_whole: bool


@dataclass(slots=True)
class Leaf:
    """What could be read of one leaf: its rows, and how many others it seems to have."""

    rows: list[RawRecord]
    unreadable: int


class RawPages:
    """The pages of a library file as they are after everything committed in its log.

    Attributes:
        count: how many pages there are.
        used: the pages that belong to what was read so far.
    """

    def __init__(self, library: Path) -> None:
        self._file = _opened(library)
        self._log: int | None = None
        self._in_log: dict[int, int] = {}
        header = _read(self._file, 100, 0)
        is_header = header.startswith(b"SQLite format 3\x00") and len(header) == 100
        size = int.from_bytes(header[16:18], "big") if is_header else USUAL_PAGE_BYTES
        size = 65536 if size == 1 else size
        is_size = size in {1 << power for power in range(9, 17)}
        self.page_bytes = size if is_size else USUAL_PAGE_BYTES
        self._usable = self.page_bytes - (header[20] if is_header and header[20] < 32 else 0)
        self.count = os.fstat(self._file).st_size // self.page_bytes
        self.used: set[int] = set()
        self._read_log(library.with_name(f"{library.name}-wal"))

    def close(self) -> None:
        """Close the files."""
        os.close(self._file)
        if self._log is not None:
            os.close(self._log)

    def page(self, number: int) -> bytes:
        """Return a page, counted from 1; what is cut off or refused by the disk is zeros."""
        at = self._in_log.get(number)
        if at is not None and self._log is not None:
            return _read(self._log, self.page_bytes, at).ljust(self.page_bytes, b"\0")
        data = _read(self._file, self.page_bytes, (number - 1) * self.page_bytes)
        return data.ljust(self.page_bytes, b"\0")

    def kind(self, number: int) -> int:
        """Return which kind of tree page this says to be."""
        return self.page(number)[100 if number == 1 else 0]

    def free_pages(self) -> set[int]:
        """Return the pages that the file says to hold nothing, as far as they can be told."""
        found: set[int] = set()
        trunk = int.from_bytes(self.page(1)[32:36], "big")
        while 1 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            following, many = struct.unpack_from(">II", page)
            many = min(many, self.page_bytes // 4 - 2)
            found.update(struct.unpack_from(f">{many}I", page, 8))
            trunk = following
        return found

    def children(self, number: int) -> tuple[list[int], bool]:
        """Return the pages below an inner page that there can be, and whether that is all."""
        page, start = self.page(number), 100 if number == 1 else 0
        found = [page[at : at + 4] for at in self._places(page, start, 12)]
        found.append(page[start + 8 : start + 12])
        numbers = [int.from_bytes(one, "big") for one in found]
        possible = [child for child in numbers if 1 < child <= self.count]
        return possible, len(possible) == len(numbers) > 1

    def leaf(self, number: int, kind: int) -> Leaf:
        """Read the rows of a leaf, or the keys that an inner page of an index holds as well."""
        page, start = self.page(number), 100 if number == 1 else 0
        rows, unreadable = [], 0
        for at in self._places(page, start, 12 if kind == INDEX_INTERIOR else 8):
            try:
                rows.append(self._row(page, at, kind))
            except (ValueError, IndexError, struct.error):
                unreadable += 1
        return Leaf(rows, unreadable)

    def _places(self, page: bytes, start: int, header_bytes: int) -> list[int]:
        """Return where the cells of a page begin."""
        many = min(int.from_bytes(page[start + 3 : start + 5], "big"), self._usable // 4)
        first = start + header_bytes
        if first + 2 * many > len(page):
            many = (len(page) - first) // 2
        places = struct.unpack_from(f">{many}H", page, first)
        return [at for at in places if first <= at < self._usable]

    def _row(self, page: bytes, at: int, kind: int) -> RawRecord:
        if kind == INDEX_INTERIOR:
            at += 4
        size, at = _varint(page, at)
        key, at = _varint(page, at) if kind == TABLE_LEAF else (0, at)
        if not 1 < size < min(_MOST_PAYLOAD_BYTES, (self.count + 1) * self.page_bytes):
            raise ValueError
        data, is_whole = self._payload(page, at, size, kind)
        key = key - (1 << 64) if key >= 1 << 63 else key
        return RawRecord(key, _values(data), is_whole)

    def _payload(self, page: bytes, at: int, size: int, kind: int) -> tuple[bytes, bool]:
        usable = self._usable
        most = usable - 35 if kind == TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if size <= most:
            data = page[at : at + size]
            if len(data) < size:
                raise ValueError
            return data, True
        least = (usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (usable - 4)
        here = here if here <= most else least
        parts, got = [page[at : at + here]], here
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        mine: set[int] = set()
        while got < size:
            if not 1 < following <= self.count or following in mine or following in self.used:
                return b"".join(parts).ljust(size, b"\0"), False
            mine.add(following)
            more = self.page(following)
            parts.append(more[4 : min(usable, 4 + size - got)])
            got += len(parts[-1])
            following = int.from_bytes(more[:4], "big")
        self.used |= mine
        return b"".join(parts), True

    def _read_log(self, path: Path) -> None:
        """Find the newest committed state of every page in the log of writes."""
        try:
            self._log = open_plain(path, os.O_RDONLY)
        except OSError:
            return
        header = _read(self._log, _LOG_HEADER_BYTES, 0)
        if len(header) < _LOG_HEADER_BYTES:
            return
        magic, _version, page_bytes = struct.unpack_from(">III", header)
        order = ">" if magic & 1 else "<"
        sums = _checksum(header[:24], order, (0, 0))
        if magic not in _LOG_MAGIC or page_bytes != self.page_bytes:
            return
        if sums != struct.unpack_from(">II", header, 24):
            return
        for written, count in self._commits(header[16:24], order, sums):
            self._in_log.update(written)
            self.count = count

    def _commits(
        self, salt: bytes, order: str, sums: tuple[int, int]
    ) -> Iterator[tuple[dict[int, int], int]]:
        """Yield for each commit in the log the pages it wrote and the count of pages after it."""
        if self._log is None:
            return
        at = _LOG_HEADER_BYTES
        waiting: dict[int, int] = {}
        whole = _FRAME_HEADER_BYTES + self.page_bytes
        while len(frame := _read(self._log, whole, at)) == whole:
            number, committed = struct.unpack_from(">II", frame)
            sums = _checksum(frame[:8] + frame[_FRAME_HEADER_BYTES:], order, sums)
            if frame[8:16] != salt or sums != struct.unpack_from(">II", frame, 16):
                return
            waiting[number] = at + _FRAME_HEADER_BYTES
            if committed:
                yield waiting, committed
                waiting = {}
            at += whole


def _read(descriptor: int, many: int, at: int) -> bytes:
    """Read from a file; what the disk refuses to give is nothing."""
    try:
        return os.pread(descriptor, many, at)
    except OSError:
        return b""


def _opened(library: Path) -> int:
    """Open the library; where it is gone and only its log is left, a file that holds nothing."""
    try:
        return open_plain(library, os.O_RDONLY)
    except FileNotFoundError:
        return os.open(os.devnull, os.O_RDONLY)


def _checksum(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for one in words:
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + next(words) + first) & 0xFFFFFFFF
    return first, second


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(8):
        byte = data[at + n]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    return value << 8 | data[at + 8], at + 9


_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


def _values(data: bytes) -> tuple[Value, ...]:
    """Take a record apart.

    Raises:
        ValueError: it is none: its parts do not add up to its size.
    """
    end, at = _varint(data, 0)
    kinds = []
    while at < end:
        kind, at = _varint(data, at)
        if kind in (10, 11):
            raise ValueError
        kinds.append(kind)
    sizes = [_SIZES[kind] if kind < 10 else (kind - 12) // 2 for kind in kinds]
    if at != end or end + sum(sizes) != len(data):
        raise ValueError
    values: list[Value] = []
    for kind, size in zip(kinds, sizes, strict=True):
        values.append(_value(kind, data[at : at + size]))
        at += size
    return tuple(values)


def _value(kind: int, data: bytes) -> Value:
    if kind == 0:
        return None
    if kind == 7:
        number: float = struct.unpack(">d", data)[0]
        return number
    if kind in (8, 9):
        return kind - 8
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    return data if kind % 2 == 0 else data.decode("utf-8", "replace")
