"""The settings page: made from the fields, acting at once, and what it says of the library."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from conductor.gui.look.theme import current_tokens
from conductor.i18n import current_language
from conductor.settings import Settings, Theme
from conductor.store.library import open_library
from conductor.store.lock import LibraryLock
from tests.gui.driving.setup import SetupDriver, reached_by_tab
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


def at_settings(opened: Open) -> SetupDriver:
    person = SetupDriver(opened())
    person.click("navSettings")
    person.person.until(lambda: "Library" in person.words("folderSizes"))
    return person


def now(person: SetupDriver) -> Settings:
    return person.person.window.workspace.settings.now


def test_every_setting_has_a_control_with_a_name_and_its_help(opened: Open) -> None:
    person = at_settings(opened)

    for setting in fields(Settings):
        control = person.person.find(f"setting_{setting.name}")
        assert control.accessibleName() == setting.metadata["hint"].title
        assert control.accessibleDescription() == setting.metadata["hint"].help


def test_the_theme_acts_at_once_and_goes_back_to_the_default(opened: Open) -> None:
    person = at_settings(opened)

    person.choose("setting_theme", "Dark")
    assert current_tokens().scheme == "dark"
    person.click("reset_theme")

    assert now(person).theme is Theme.SYSTEM
    assert not person.person.sees("reset_theme")
    assert person.person.find("setting_theme").hasFocus()


def test_numbers_and_switches_are_kept(opened: Open, folder: Path) -> None:
    person = at_settings(opened)
    size = person.person.find("setting_text_size_px")
    notice = person.person.find("setting_notice")
    assert isinstance(size, QSpinBox)
    assert isinstance(notice, QCheckBox)
    assert (size.minimum(), size.maximum(), size.suffix()) == (10, 28, " pixels")

    person.type("setting_text_size_px", "18")
    QTest.keyClick(size, Qt.Key.Key_Return)
    QTest.keyClick(notice, Qt.Key.Key_Space)
    person.person.window.close()

    again = at_settings(opened)
    assert (now(again).text_size_px, now(again).notice) == (18, False)


def test_the_language_acts_at_once_and_the_focus_stays_where_it_was(opened: Open) -> None:
    person = at_settings(opened)
    before = person.person.find("setting_language")

    person.choose("setting_language", "한국어")

    person.person.until(lambda: current_language() == "ko")
    person.person.until(lambda: person.person.find("setting_language") is not before)
    language = person.person.find("setting_language")
    assert isinstance(language, QComboBox)
    assert language.currentText() == "한국어"
    person.person.until(language.hasFocus)
    assert person.person.window.windowTitle() == "Conductor"


def test_a_wheel_over_a_control_scrolls_the_page_and_changes_nothing(opened: Open) -> None:
    person = at_settings(opened)
    person.person.find("setting_language").setFocus()
    size = person.person.find("setting_text_size_px")

    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(size.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(size, wheel)

    assert now(person).text_size_px == Settings().text_size_px


def test_the_limit_of_a_connection_is_kept(opened: Open, team: SseServer) -> None:
    person = at_settings(opened)
    assert person.person.find("connectionLimit").accessibleName() == "Answers of Here at once"

    person.type("connectionLimit", "2")
    QTest.keyClick(person.person.find("connectionLimit"), Qt.Key.Key_Return)

    assert person.person.window.workspace.connections.find("Here").parallel == 2


def test_the_folder_is_shown_with_its_backups_and_opened(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url) or True)
    open_library(folder).close()
    (folder / "backups").mkdir(exist_ok=True)
    (folder / "backups" / "day-2026-11-20.db").write_bytes(b"x" * 1200)
    person = at_settings(opened)

    person.click("openFolderButton")

    assert [url.toLocalFile() for url in urls] == [str(folder)]
    assert person.words("dataFolder") == str(folder)
    labels = person.person.window.findChildren(QLabel, "backupDay")
    assert "Friday, November 20, 2026" in [label.text() for label in labels]
    assert date(2026, 11, 20).strftime("%A") == "Friday"
    assert str(folder / "backups") in person.words("backupsText")


def test_a_folder_that_nothing_opens_is_named(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    person = at_settings(opened)

    person.click("openFolderButton")

    assert str(folder) in person.words("folderTrouble")


def test_in_a_library_that_is_only_read_settings_hold_until_the_end(
    opened: Open, folder: Path, team: SseServer
) -> None:
    held = LibraryLock.take(folder)
    try:
        person = at_settings(opened)
        assert "until Conductor ends" in person.words("libraryBanner")
        assert not person.is_usable("connectionLimit")

        person.choose("setting_theme", "Dark")

        assert current_tokens().scheme == "dark"
        person.person.window.close()
    finally:
        held.release()


def test_everything_is_reached_by_tab_and_scrolled_to(opened: Open, team: SseServer) -> None:
    person = at_settings(opened)
    person.person.window.resize(1280, 500)

    reached = reached_by_tab(person.person.find("setting_language"))

    assert {f"setting_{setting.name}" for setting in fields(Settings)} <= set(reached)
    assert {"connectionLimit", "openFolderButton"} <= set(reached)
    area = person.person.find("settingsScroll")
    assert isinstance(area, QScrollArea)
    person.person.find("connectionLimit").setFocus()
    QTest.keyClick(person.person.find("connectionLimit"), Qt.Key.Key_Tab)
    assert is_inside(person.person.find("openFolderButton"), area)


def is_inside(widget: QWidget, area: QScrollArea) -> bool:
    top = widget.mapTo(area.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + widget.height() <= area.viewport().height()
