"""Read from the system what a process takes: memory, threads, open files. Linux only."""

import contextlib
import ctypes
import os
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
MB = 1024 * 1024


def rss_mb(pid: int) -> float:
    """Return the memory a process has in use, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return round(pages * PAGE_BYTES / MB, 1)


def thread_count(pid: int) -> int:
    """Return how many threads a process has."""
    return sum(1 for _ in Path(f"/proc/{pid}/task").iterdir())


def open_files(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def size_mb(path: Path) -> float:
    """Return a file's size in MB, 0 where there is none."""
    size = 0
    with contextlib.suppress(FileNotFoundError):
        size = path.stat().st_size
    return round(size / MB, 2)


class _Mallinfo(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


def malloc_mb() -> tuple[float, float]:
    """Return what C code has in use of the memory it was given, and what of it is free, in MB."""
    try:
        ask = ctypes.CDLL(None).mallinfo2
    except AttributeError:  # another C library
        return 0.0, 0.0
    ask.restype = _Mallinfo
    found = ask()
    used = found.uordblks + found.hblkhd
    return round(used / 2**20, 1), round(found.fordblks / 2**20, 1)
