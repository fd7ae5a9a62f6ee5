"""What a window pays for the engine before its first paint."""

import subprocess
import sys

_LATE = ("asyncio", "httpx", "httpcore", "anyio", "ssl", "random", "conductor.providers")

_SCRIPT = f"""
import sys
import conductor.engine
import conductor.engine.engine
from conductor.engine.job import Job
from conductor.secrets import Redactor

engine = conductor.engine.engine.Engine(redactor=Redactor(), notify=lambda: None)
engine.drain()
loaded = [name for name in {_LATE} if name in sys.modules]
assert not loaded, loaded

engine.start()
result = engine.call(lambda client: client.aclose())
result.result(10)
assert "asyncio" in sys.modules
assert "httpx" in sys.modules
engine.close()
"""


def test_importing_and_making_the_engine_loads_no_network_library() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
