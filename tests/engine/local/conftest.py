"""Give tests a stand-in for the model server, and rig tests the real starter model."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from conductor.engine.local.starter import StarterUnavailable, fetch_starter, starter_path

# Read here, since every test gets a home of its own.
_KEPT_BETWEEN_RUNS = Path.home() / ".cache" / "conductor-tests"
_GIVEN = os.environ.get("CONDUCTOR_TEST_MODEL")


@pytest.fixture(scope="session")
def starter_model() -> Path:
    """The starter model's file: `CONDUCTOR_TEST_MODEL` (a file, or a data folder), else fetched."""
    if _GIVEN:
        given = Path(_GIVEN)
        path = given if given.is_file() else starter_path(given)
        if not path.is_file():
            pytest.skip(f"The starter model is not set up: CONDUCTOR_TEST_MODEL names {given}.")
        return path
    try:
        return fetch_starter(_KEPT_BETWEEN_RUNS, lambda _progress: None, threading.Event())
    except StarterUnavailable as reason:
        pytest.skip(f"The starter model is not set up: {reason}")


@pytest.fixture
def model_file(tmp_path: Path) -> Callable[[str], Path]:
    """Make a file that begins like a model; its name tells the stand-in server what to do."""

    def make(name: str = "fine") -> Path:
        path = tmp_path / f"{name}.gguf"
        path.write_bytes(b"GGUF and no more")
        return path

    return make
