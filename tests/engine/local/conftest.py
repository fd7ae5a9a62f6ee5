"""Give tests a stand-in for the model server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def model_file(tmp_path: Path) -> Callable[[str], Path]:
    """Make a file that begins like a model; its name tells the stand-in server what to do."""

    def make(name: str = "fine") -> Path:
        path = tmp_path / f"{name}.gguf"
        path.write_bytes(b"GGUF and no more")
        return path

    return make
