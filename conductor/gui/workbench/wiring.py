"""Connect the parts of the workbench with each other and with the commands.

Thread: GUI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from conductor.core.errors import ConductorError, InvalidInput
from conductor.gui.page import Place
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.workbench.rooms import Rooms
from conductor.gui.workbench.rounds.all_in import AllIn
from conductor.gui.workbench.shown_session import ShownSession
from conductor.gui.workbench.what_is_there import WhatIsThere
from conductor.i18n import _

if TYPE_CHECKING:
    from conductor.core.entities import Answer
    from conductor.gui.workbench.welcome.invitation import ExampleTask
    from conductor.workspace.rounds.guiding import Guided


class PageWiring(QObject):
    """What happens in one part of a workbench because of another, or of a command."""

    def __init__(self, rooms: Rooms, shown: ShownSession) -> None:
        super().__init__(rooms)
        self._rooms = rooms
        self._shown = shown
        self._page = rooms.page
        self._workspace = rooms.workspace
        self._connect_parts(rooms)
        self._connect_commands(rooms)

    def _connect_parts(self, rooms: Rooms) -> None:
        for part in (rooms.names, rooms.team):
            part.done.connect(rooms.focus_words)
        rooms.round.opened.connect(self._on_round_opened)
        rooms.stage.tried.connect(self._on_tried)
        rooms.stage.set_up.connect(rooms.address)
        rooms.stage.turned.connect(self.settle)
        rooms.hurt.listed.connect(rooms.ways.show_session)
        rooms.example.removed.connect(self.start_session)
        rooms.writing.guided.connect(self._on_guided)
        rooms.judging.panes.words_wanted.connect(self._on_words_wanted)
        rooms.judging.panes.guidance_wanted.connect(self._on_guidance_wanted)
        rooms.judging.bar.done.connect(self._on_judging_done)
        rooms.columns.thread_asked.connect(self._on_thread_asked)
        rooms.notice.all_in.connect(self._on_all_in)

    def _connect_commands(self, rooms: Rooms) -> None:
        actions = rooms.needs.actions
        actions.action("send").setAutoRepeat(False)
        self._there = WhatIsThere(rooms, self._shown)
        actions.ask(self._there.missing)
        actions.refused.connect(rooms.needs.say)
        for name, slot in (
            ("newSession", self.start_session),
            ("openSession", rooms.ways.open_switcher),
            ("renameSession", self._on_rename),
            ("binSession", self._on_bin),
            ("openExample", self.open_example),
            ("editTask", self._on_edit),
            ("roundBefore", rooms.rounds.go_back),
            ("roundAfter", rooms.rounds.go_on),
            ("foldRounds", rooms.rounds.toggle_rail),
            ("retryAll", self._on_retry_all),
            ("focusComposer", rooms.focus_words),
            ("send", rooms.composer.send),
            ("revise", rooms.composer.toggle_guidance),
            ("reusable", rooms.composer.toggle_star),
            ("takeEarlier", rooms.composer.take_earlier),
        ):
            actions.connect_to(name, slot)
        rooms.reading.carry_out_commands()
        rooms.columns.carry_out_commands()
        rooms.judging.carry_out_commands()

    @Slot()
    def open_example(self) -> None:
        """Show the example session."""
        try:
            session_id = self._workspace.example.open()
        except ConductorError as error:
            self._rooms.say_above(str(error))
            return
        self._shown.open_session(session_id)
        self._page.wanted.emit(Place("workbench"))

    @Slot()
    def start_session(self) -> None:
        """Begin a new session."""
        self._shown.open_session(None)
        self._page.wanted.emit(Place("workbench"))

    @Slot()
    def _on_edit(self) -> None:
        """Bring the words of the round that is shown back, to be changed and sent anew."""
        if self._rooms.columns.round_id is not None and self._rooms.round.may_edit:
            self._rooms.round.close_words()
            self._rooms.writing.edit(self._workspace.sessions.round(self._rooms.columns.round_id))

    @Slot()
    def _on_round_opened(self) -> None:
        if self._rooms.columns.round_id is not None:
            item = self._workspace.sessions.words_of_round(self._rooms.columns.round_id)
            self._rooms.round.show_words(item.text, self._workspace.sessions.attachments(item.id))

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._rooms.needs.say(str(error))

    @Slot()
    @tells_what_went_wrong
    def _on_retry_all(self) -> None:
        asked = [self._workspace.sessions.answer(a.id) for a in self._rooms.columns.answers]
        self._workspace.rounds.try_again(asked)

    @Slot(object)
    def _on_words_wanted(self, words: str) -> None:
        self._rooms.writing.try_words(words)
        self._rooms.focus_words()

    @Slot(object)
    def _on_guidance_wanted(self, words: str) -> None:
        self._rooms.writing.try_words(words, is_guidance=True)
        self._rooms.focus_words()

    @Slot(object)
    def _on_guided(self, guided: Guided) -> None:
        self._rooms.asked.offer_star(guided.star)

    @Slot(object)
    def _on_thread_asked(self, answer: Answer | None) -> None:
        """Show what an assistant sees; without an answer what would be sent with the draft."""
        from conductor.gui.workbench.composer.thread_dialog import ThreadDialog
        from conductor.gui.workbench.composer.thread_pages import thread_pages

        say, session_id = self._rooms.needs.say, self._shown.session_id
        if session_id is not None and self._workspace.blinding.hidden_rounds(session_id):
            say(_("A thread would tell who wrote what. Judge the blind round first."))
            return
        try:
            upcoming = self._rooms.composer.attached.upcoming
            pages = thread_pages(self._workspace, session_id, answer, upcoming)
        except InvalidInput as error:  # a draw is on
            say(str(error))
            return
        if pages:
            ThreadDialog(pages, self._page).open()
        else:
            say(_("Write something first: then you can see what would be sent."))

    @Slot()
    def _on_judging_done(self) -> None:
        (self._rooms.reading.page or self._rooms.columns).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_rename(self) -> None:
        if self._page.isVisible():
            self._rooms.names.edit_title()

    @Slot()
    def _on_bin(self) -> None:
        if self._shown.session_id is not None:
            self._rooms.ways.put_into_bin(self._shown.session_id)

    @Slot(object)
    def _on_tried(self, example: ExampleTask) -> None:
        self._rooms.names.propose_kind(example.kind)
        self._rooms.writing.try_words(example.text)
        self._rooms.focus_words()
        if example.sends:
            self._rooms.composer.send()

    @Slot()
    def settle(self) -> None:
        """Let the welcome stand alone: before there is an assistant nothing else is of use."""
        is_welcome = self._rooms.stage.is_welcome
        self._rooms.header.setHidden(is_welcome)
        self._rooms.foot.setHidden(is_welcome and not self._rooms.foot.words.is_written)
        if self._page.isVisible():
            self._page.enter()

    @Slot(object)
    def _on_all_in(self, news: AllIn) -> None:
        self._page.setWindowTitle(f"✓ {news.words} {news.title} – Conductor")
