"""Undo and redo in the window as a person does: by key, outside what is written in."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.gui.driving.window import Driver


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person does in the window.

    Attributes:
        name: what it is, in a few words.
        do: does it.
        state: what it changes, as the window or the library shows it.
        prepare: makes what must be there before.
    """

    name: str
    do: Callable[[Driver], object]
    state: Callable[[Driver], object]
    prepare: Callable[[Driver], object]


def press_on(target: QWidget, keys: str) -> None:
    """Press keys, as Qt writes them, on a widget."""
    combination = QKeySequence(keys)[0]
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def undo(person: Driver) -> str:
    """Press Ctrl+Z beside the work; return what the window says."""
    return _press(person, "Ctrl+Z")


def redo(person: Driver) -> str:
    """Press Ctrl+Shift+Z beside the work; return what the window says."""
    return _press(person, "Ctrl+Shift+Z")


def _press(person: Driver, keys: str) -> str:
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    beside = person.find("navWorkbench")
    beside.setFocus()
    press_on(beside, keys)
    return person.text("undoneText")


def go_there_and_back(person: Driver, act: Act) -> None:
    """Do something, then undo and redo it by key, twice; all that without leaving the page."""
    act.prepare(person)
    page, before = person.window.page, act.state(person)
    act.do(person)
    person.until(lambda: act.state(person) != before)
    after = act.state(person)

    for _time in range(2):
        assert undo(person).startswith("Undone: ")
        person.until(lambda: act.state(person) == before)
        assert redo(person).startswith("Done again: ")
        person.until(lambda: act.state(person) == after)

    assert person.window.page == page
