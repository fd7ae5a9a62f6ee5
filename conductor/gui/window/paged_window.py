"""Let the person go about in the window: its pages, the palette, the panes and the focus.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication

from conductor.gui.focus_order import focus_into, has_focus, next_control
from conductor.gui.page import Page, Place
from conductor.gui.process.first_look import FirstLook
from conductor.gui.window.page_makers import page_maker
from conductor.gui.window.shell import Shell

if TYPE_CHECKING:
    from conductor.core.ids import AssistantId, SessionId
    from conductor.gui.tasks.tasks import Tasks
    from conductor.gui.what_works.page import WhatWorksPage
    from conductor.gui.window.finding.palette import Palette
    from conductor.gui.window.undoing import Undoing
    from conductor.workspace.workspace import Workspace


class PagedWindow(Shell):
    """The window as a place with pages; these work once it has a workspace."""

    _workspace: Workspace
    _tasks: Tasks
    _undoing: Undoing

    def __init__(self, look: FirstLook) -> None:
        super().__init__(look)
        self._pages: dict[str, Page] = {"workbench": self.workbench}
        self._palette: Palette | None = None

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return next(name for name, page in self._pages.items() if page is self._shown)

    @property
    def _shown(self) -> Page:
        return cast("Page", self._stack.currentWidget())

    def _listen_to(self, page: Page) -> None:
        page.wanted.connect(self._on_wanted)
        page.windowTitleChanged.connect(self.setWindowTitle)

    @Slot(object)
    def show_page(self, name: str) -> None:
        """Show a page, made now if this is the first time."""
        if name not in self._pages:
            made = page_maker(name)(self._workspace, self._tasks, self._actions, self._stack)
            self._pages[name] = made
            self._stack.addWidget(made)
            self._listen_to(made)
        self._stack.setCurrentWidget(self._pages[name])
        self._navigation.show_place(name)
        self._actions.show_page(name)
        self._undoing.be_elsewhere(is_elsewhere=name == "library")
        self._pages[name].enter()

    @Slot(object)
    def _on_wanted(self, place: Place) -> None:
        """Go where a page sends the person."""
        self.show_page(place.page)
        self._pages[place.page].go_to(place)

    def _connect_ways(self) -> None:
        for name, slot in (
            ("showWorkbench", self._on_workbench),
            ("showLibrary", self._on_library),
            ("showWhatWorks", self._on_what_works),
            ("judgePairs", self._on_judge_pairs),
            ("showStatistics", self._on_statistics),
            ("showAssistants", self._on_assistants),
            ("showSettings", self._on_settings),
            ("nextPane", self._on_next_pane),
            ("previousPane", self._on_previous_pane),
            ("palette", self._on_palette),
            ("showKeys", self._on_keys),
        ):
            self._actions.connect_to(name, slot)

    @Slot()
    def _on_workbench(self) -> None:
        self.show_page("workbench")

    @Slot()
    def _on_library(self) -> None:
        self.show_page("library")

    @Slot()
    def _on_what_works(self) -> None:
        self.show_page("whatWorks")

    @Slot()
    def _on_judge_pairs(self) -> None:
        self._what_works().judge()

    @Slot()
    def _on_statistics(self) -> None:
        was_shown = self.page == "whatWorks"
        is_on = self._workspace.settings.now.statistics
        self._what_works().show_statistics(is_on=not (was_shown and is_on))

    def _what_works(self) -> WhatWorksPage:
        if self.page != "whatWorks":
            self.show_page("whatWorks")
        return cast("WhatWorksPage", self._shown)

    @Slot()
    def _on_assistants(self) -> None:
        self.show_page("assistants")

    @Slot()
    def _on_settings(self) -> None:
        self.show_page("settings")

    @Slot()
    def _on_palette(self) -> None:
        from conductor.gui.window.finding.palette import Palette
        from conductor.gui.window.finding.palette_entries import Ways, entries

        if self._palette is None:
            self._palette = Palette(self)
        if self._palette.isVisible():
            self._palette.close_up()
            return
        ways = Ways(self._open_session, self._address, self.workbench.hides_names)
        self._palette.open(entries(self._workspace, self._actions, ways))

    def _open_session(self, session_id: SessionId) -> None:
        self.show_page("workbench")
        self.workbench.open_session(session_id)

    def _address(self, assistants: Sequence[AssistantId]) -> None:
        self.show_page("workbench")
        self.workbench.address(assistants)

    @Slot()
    def _on_keys(self) -> None:
        from conductor.gui.window.finding.keys import KeysDialog

        KeysDialog(self).show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what lies over the window in its middle."""
        super().resizeEvent(event)
        if self._palette is not None:
            self._palette.place()

    @Slot()
    def _on_next_pane(self) -> None:
        self._step_pane(1)

    @Slot()
    def _on_previous_pane(self) -> None:
        self._step_pane(-1)

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001, N802 - Qt's signature
        """Take Tab through the window as it is read."""
        control = next_control(self, QApplication.focusWidget(), forward=next_)
        if control is not None:
            reason = Qt.FocusReason.TabFocusReason if next_ else Qt.FocusReason.BacktabFocusReason
            control.setFocus(reason)
        return control is not None

    def _step_pane(self, by: int) -> None:
        panes = [p for p in (*self._shown.panes(), self._navigation) if p.isVisible()]
        has = [n for n, pane in enumerate(panes) if has_focus(pane)]
        # Without a focus, forward begins at the first pane and backward at the last.
        start = has[0] if has else (-1 if by > 0 else 0)
        focus_into(panes[(start + by) % len(panes)])
