"""Live through thousands of sessions in the real window, in a process that may not die.

    python -m tests.reliability.endurance --sessions 2000 --switches 2000 [--platform xcb]

asks three assistants of a server on loopback in one new session after the other, goes to stored
ones in between, and opens and closes everything that a person can open: each command, menu, page,
theme and language. It prints what the process takes as it goes, and ends with 1 if the process
died or said that something went wrong. `--platform xcb` runs under Xvfb.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gui.driving.window import prepare_team
from tests.reliability.conftest import environment
from tests.sse_server import Reply, SseServer, text

TEAM = {"Astra": "astra", "Opus": "opus", "Vega": "vega"}
PLATFORMS = ("offscreen", "xcb")
RICH = """# A heading

Some *words* with `code` and a [link](https://example.org/), and [a table below](#x).

- one
- two
  - inside
- [x] done

| name | value |
|---|---:|
| alpha | 1 |
| beta | 22 |

> quoted, once

```python
def answer(number: int) -> str:
    return f"{number}"
```

한국어 문장도 하나 있다.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a life ended.

    Attributes:
        code: what the process ended with; negative is the number of a signal.
        lines: what it said of itself as it went.
        said: what else it said.
        stderr: the end of what it wrote besides.
    """

    code: int
    lines: tuple[dict[str, Any], ...]
    said: str
    stderr: str

    @property
    def last(self) -> dict[str, Any]:
        """What it said last."""
        return self.lines[-1] if self.lines else {}

    @property
    def words(self) -> str:
        """How it ended, in words."""
        if self.code < 0:
            return f"died of {signal.Signals(-self.code).name}"
        return f"ended with {self.code}: {self.last.get('ended', 'in silence')}"


def rich_reply() -> Reply:
    """Return an answer in pieces with everything in it that is drawn in its own way."""
    return text(*(RICH[at : at + 120] for at in range(0, len(RICH), 120)))


def script_team(server: SseServer) -> None:
    """Let one of the team answer richly, one briefly with reasons, and one with little."""
    server.script("astra", rich_reply())
    server.script("opus", text("Hello ", "there. ", "**All** is `well`."))


@contextlib.contextmanager
def display(platform: str) -> Iterator[dict[str, str]]:
    """Give a child what it needs to show windows; a screen of its own where one is needed."""
    if platform != "xcb":
        yield {"QT_QPA_PLATFORM": platform}
        return
    reader, writer = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        "1920x1080x24",
        "-nolisten",
        "tcp",
    ]
    screen = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    manager: subprocess.Popen[bytes] | None = None
    try:
        with os.fdopen(reader) as said:
            number = said.readline().strip()
        given = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
        if shutil.which("openbox"):
            manager = subprocess.Popen(
                ["openbox"],
                env={**os.environ, **given},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        yield given
    finally:
        for process in filter(None, (manager, screen)):
            process.terminate()
            process.wait(10)


def run(
    module: str,
    folder: Path,
    *arguments: str,
    platform: str = "offscreen",
    limit_s: float,
    says: bool = False,
) -> Outcome:
    """Run a module on a library in a process of its own, and return how that ended.

    Args:
        module: what to run.
        folder: the library.
        arguments: what the module is told.
        platform: Qt's platform.
        limit_s: seconds after which the process is killed.
        says: whether to print what it says as it goes.
    """
    with display(platform) as given, tempfile.TemporaryFile("w+") as errors:
        command = [sys.executable, "-X", "faulthandler", "-m", module, str(folder), *arguments]
        lines: list[dict[str, Any]] = []
        said: list[str] = []
        with subprocess.Popen(
            ["timeout", "--signal=ABRT", str(int(limit_s)), *command],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment(**given),
        ) as child:
            for line in child.stdout or ():
                if says:
                    print(line, end="", flush=True)
                if line.startswith("{"):
                    lines.append(json.loads(line))
                else:
                    said.append(line)
            code = child.wait()
        errors.seek(0)
        code = 128 - code if code > 128 else code  # as a shell says which signal it was
        return Outcome(code, tuple(lines), "".join(said).strip(), errors.read()[-20_000:])


def endure(
    folder: Path,
    server: SseServer,
    *arguments: str,
    platform: str,
    limit_s: float,
    says: bool = False,
) -> Outcome:
    """Live in a new library, as the arguments of `window_endure` say."""
    script_team(server)
    prepare_team(folder, server.base_url, **TEAM)
    module = "tests.reliability.processes.window_endure"
    return run(module, folder, *arguments, platform=platform, limit_s=limit_s, says=says)


def main() -> int:
    """Live, and say how it went."""
    parser = argparse.ArgumentParser(description="Live through very many sessions.")
    parser.add_argument("--sessions", type=int, default=500)
    parser.add_argument("--switches", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is opened")
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--collect", type=int, default=5, help="steps between two collections")
    parser.add_argument("--platform", choices=PLATFORMS, default="offscreen")
    parser.add_argument("--limit", type=float, default=7200.0, help="seconds")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, SseServer() as server:
        names = ("sessions", "switches", "rounds", "every", "collect")
        told = [f"--{name}={getattr(chosen, name)}" for name in names]
        outcome = endure(
            Path(place) / "library",
            server,
            *told,
            platform=chosen.platform,
            limit_s=chosen.limit,
            says=True,
        )
    if outcome.code:
        print(outcome.stderr, file=sys.stderr)
    print(json.dumps({"platform": chosen.platform, "outcome": outcome.words}))
    return int(bool(outcome.code))


if __name__ == "__main__":
    raise SystemExit(main())
