"""Ask whether processes are still there."""

import os
import time
from pathlib import Path


def is_running(pid: int) -> bool:
    """Whether a process runs; one that ended and was not collected yet does not."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            return stat.read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def has_ended(pid: int, *, within_s: float) -> bool:
    """Wait until a process has ended; False if it has not in time."""
    deadline = time.monotonic() + within_s
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
