"""The command line speaks the person's language."""

from pathlib import Path

import pytest

from conductor.workspace.workspace import open_workspace
from tests.cli.conftest import Command

KOREAN = "아직"


def test_the_environment_decides_until_the_person_does(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("sessions").err.startswith("No session yet.")

    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert command("sessions").err.startswith(KOREAN)

    workspace = open_workspace(folder, lambda: None, must_write=True)
    workspace.settings.change("language", "en")
    workspace.close()
    assert command("sessions").err.startswith("No session yet.")
