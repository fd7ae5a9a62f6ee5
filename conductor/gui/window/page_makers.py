"""Make the window's pages: what each needs is imported when the person first goes there.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from conductor.gui.commands import Actions
    from conductor.gui.page import Page
    from conductor.gui.tasks.tasks import Tasks
    from conductor.workspace.workspace import Workspace


def page_maker(name: str) -> Callable[[Workspace, Tasks, Actions, QWidget], Page]:
    """Return what makes a page; the workbench is the window's own from the first moment."""
    match name:
        case "library":
            from conductor.gui.library.page import LibraryPage

            return LibraryPage
        case "whatWorks":
            from conductor.gui.what_works.page import WhatWorksPage

            return WhatWorksPage
        case "assistants":
            from conductor.gui.assistants.page import AssistantsPage

            return AssistantsPage
        case _:
            from conductor.gui.settings.page import SettingsPage

            return SettingsPage
