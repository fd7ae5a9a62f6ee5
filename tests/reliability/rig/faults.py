"""Start a process under strace that is killed, or whose disk fails, at a chosen system call."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.conftest import environment

TO_DISK = "pwrite64,fdatasync,fsync,ftruncate,rename,unlink"
"""What changes a disk and is not also how a program prints."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, at which call of each thread.

    Attributes:
        what: as strace says it, such as `error=EIO` or `signal=KILL`.
        when: such as `7` (the seventh call), `7+` (that and all later), `7..9`.
        calls: the system calls that are counted.
        paths: count only calls on these files; none means all.
    """

    what: str
    when: str
    calls: str = TO_DISK
    paths: tuple[Path, ...] = ()

    def wrap(self, command: Sequence[str], log: Path) -> list[str]:
        """Return a command that runs with the fault; what was hit is in the log."""
        where = [word for path in self.paths for word in ("-P", str(path))]
        inject = f"inject={self.calls}:{self.what}:when={self.when}"
        quietly = ["strace", "-f", "-qq", "-e", f"trace={self.calls}", "-s", "0", *where]
        return [*quietly, "-e", inject, "-o", str(log), *command]


def run_with(
    fault: Fault, command: Sequence[str], log: Path, **more: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end with a fault."""
    return subprocess.run(
        fault.wrap(command, log),
        capture_output=True,
        env=environment(**more),
        check=False,
        timeout=120,
    )


def most_calls(
    command: Sequence[str], log: Path, calls: str = TO_DISK, paths: tuple[Path, ...] = ()
) -> int:
    """Run a command to its end, and return how many calls its busiest thread made."""
    done = run_with(Fault("error=EIO", "60000", calls, paths), command, log)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    threads = re.findall(r"^(\d+) ", log.read_text(errors="replace"), re.MULTILINE)
    return max(threads.count(thread) for thread in set(threads))


def hits(log: Path) -> int:
    """Return how many calls failed by the fault."""
    return log.read_text(errors="replace").count("(INJECTED)")


def was_hit(log: Path) -> bool:
    """Whether the fault happened."""
    return hits(log) > 0 or "killed by SIGKILL" in log.read_text(errors="replace")


def copied(template: Path, place: Path) -> Path:
    """Return a fresh copy of a library."""
    shutil.copytree(template, place)
    return place
