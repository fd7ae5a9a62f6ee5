"""A program that nobody asks anything speaks to nobody."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reliability.conftest import environment
from tests.reliability.processes.work import prepare
from tests.reliability.rig.traced import need_strace

SECONDS = 15
_FOREIGN = re.compile(r'sa_family=AF_INET6?, .*?(?:inet_addr\("([^"]+)"\)|"([0-9a-f:]+)")')


@pytest.mark.slow
def test_a_window_that_is_left_alone_reaches_for_nothing(folder: Path, tmp_path: Path) -> None:
    need_strace()
    prepare(folder)
    log = tmp_path / "calls"
    trace = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]

    window = subprocess.Popen(
        [*trace, sys.executable, "-m", "conductor", "--data-dir", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(QT_QPA_PLATFORM="offscreen"),
        start_new_session=True,
    )
    time.sleep(SECONDS)
    assert window.poll() is None
    os.killpg(window.pid, signal.SIGKILL)
    window.wait(10)

    called = [a or b for a, b in _FOREIGN.findall(log.read_text(errors="replace"))]
    assert [address for address in called if not address.startswith(("127.", "::1"))] == []
