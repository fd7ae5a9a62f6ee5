"""Put the areas of the workspace together, over one library and one engine.

Thread: main; only the engine's events come from elsewhere, as frozen values.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from conductor.core.change import Change
from conductor.core.entities import Answer
from conductor.core.errors import LibraryDamaged, LibraryGone, StoreError
from conductor.core.ids import SessionId
from conductor.engine.engine import Engine
from conductor.engine.inquiry import Inquiry
from conductor.engine.lookup_threads import LookupThreads
from conductor.engine.on_demand import LocalServersOnDemand
from conductor.i18n import _
from conductor.secrets import Keys, Redactor
from conductor.store.end_mark import LastRun
from conductor.store.evidence import guidance as guidance_store
from conductor.store.library import Library, open_library, open_to_read
from conductor.workspace.answers.asking import Asking
from conductor.workspace.answers.estimates import Estimates
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.answers.threads import Threads
from conductor.workspace.connections.connections import Connections
from conductor.workspace.connections.starter import Starter
from conductor.workspace.desk import Desk
from conductor.workspace.rescue import put_aside, put_unread_aside, put_words_aside
from conductor.workspace.sessions.bin import Bin
from conductor.workspace.sessions.draft_files import DraftFiles
from conductor.workspace.sessions.sessions import Sessions
from conductor.workspace.settings import KeptSettings
from conductor.workspace.storage import Storage, look_over
from conductor.workspace.undo import Undo

if TYPE_CHECKING:
    from conductor.core.judgement import Judgement
    from conductor.evidence.statistics.chance import RandomBits
    from conductor.store.backups.copies import Backup
    from conductor.workspace.example.example import Example
    from conductor.workspace.guidance.guidance import GuidanceList
    from conductor.workspace.guidance.lottery import Lottery
    from conductor.workspace.guidance.playbook import Playbook
    from conductor.workspace.guidance.proposing import Proposing
    from conductor.workspace.judging.assistants_compared import AssistantsCompared
    from conductor.workspace.judging.blinding import Blinding
    from conductor.workspace.judging.judging import Judging
    from conductor.workspace.measuring import Measuring
    from conductor.workspace.rounds.adopting import Adopting
    from conductor.workspace.rounds.guiding import Guiding
    from conductor.workspace.rounds.merging import Merging
    from conductor.workspace.rounds.rounds import Rounds
    from conductor.workspace.sessions.drafts import Drafts
    from conductor.workspace.sessions.notes import Notes
    from conductor.workspace.trials.checks import Checks
    from conductor.workspace.trials.trial_queue import TrialQueue
    from conductor.workspace.trials.trial_setup import TrialSetup
    from conductor.workspace.trials.trials import Trials
    from conductor.workspace.what_works.what_works import WhatWorks

CLOSE_LIMIT_S = 1.5
SAVE_LIMIT_S = 0.4
log = logging.getLogger(__name__)


class Workspace:
    """Everything the person can do.

    Attributes:
        connections: connections, assistants and ensembles.
        sessions: reading sessions, and their titles, tags and drafts.
        bin: sessions on their way out.
        estimates: what words would cost.
        draft_files: files on their way into a round.
        live: the answers of sessions that are being written.
        starter: the embedded default.
        settings: what the person has chosen.
    """

    def __init__(self, desk: Desk, chance: "RandomBits | None" = None) -> None:
        """Put the areas over a desk.

        Args:
            desk: what they share.
            chance: where the fair coins of draws and trials come from; None is the system.
        """
        self._desk = desk
        self._chance = chance
        self.live = LiveAnswers(desk, self._answer_ended)
        self._threads = threads = Threads(desk, self.live)
        self._asking = Asking(desk, self.live, threads)
        self.connections = Connections(desk)
        self.sessions = Sessions(desk, self.live, threads)
        self.bin = Bin(desk, self.live, self._asking)
        self.estimates = Estimates(desk)
        self.draft_files = DraftFiles(desk, self.sessions)
        self.starter = Starter(desk)
        self.settings = KeptSettings(desk)

    # What is not needed for the first paint is imported when it is first used.

    @cached_property
    def blinding(self) -> "Blinding":
        """What may be seen of a round before it is judged."""
        from conductor.workspace.judging.blinding import Blinding

        return Blinding(self._desk, self.sessions)

    @cached_property
    def judging(self) -> "Judging":
        """Judgements of rounds and revisions."""
        from conductor.workspace.judging.judging import Judging

        return Judging(self._desk, self.sessions, self.blinding, self._judged)

    @cached_property
    def rounds(self) -> "Rounds":
        """Sending, stopping, trying again."""
        from conductor.workspace.rounds.rounds import Rounds

        return Rounds(self._desk, self.live, self._asking, self.sessions, self.lottery)

    @cached_property
    def guiding(self) -> "Guiding":
        """Saying guidance in a round."""
        from conductor.workspace.rounds.guiding import Guiding

        return Guiding(self._desk, self.rounds, self.guidance)

    @cached_property
    def adopting(self) -> "Adopting":
        """Answers that go on in other threads."""
        from conductor.workspace.rounds.adopting import Adopting

        return Adopting(self._desk, self.sessions, self.blinding)

    @cached_property
    def merging(self) -> "Merging":
        """Rounds made of drafts: merge and review."""
        from conductor.workspace.rounds.merging import Merging

        return Merging(self._desk, self.sessions, self._threads, self.rounds, self.blinding)

    @cached_property
    def notes(self) -> "Notes":
        """Comments on answers, rounds and sessions."""
        from conductor.workspace.sessions.notes import Notes

        return Notes(self._desk, self.sessions)

    @cached_property
    def drafts(self) -> "Drafts":
        """The person's own texts beside the answers."""
        from conductor.workspace.sessions.drafts import Drafts

        return Drafts(self._desk, self.sessions)

    @cached_property
    def assistants_compared(self) -> "AssistantsCompared":
        """What the judgements say of the assistants."""
        from conductor.workspace.judging.assistants_compared import AssistantsCompared

        return AssistantsCompared(self._desk)

    @cached_property
    def _measuring(self) -> "Measuring":
        from conductor.workspace.measuring import Measuring

        return Measuring(self._desk, self.sessions, self._threads, self._chance)

    @property
    def guidance(self) -> "GuidanceList":
        """Keeping and retiring guidance."""
        return self._measuring.guidance

    @property
    def playbook(self) -> "Playbook":
        """The guidance that is attached to new tasks."""
        return self._measuring.playbook

    @property
    def lottery(self) -> "Lottery":
        """The draws on ordinary tasks."""
        return self._measuring.lottery

    @property
    def proposing(self) -> "Proposing":
        """What models propose as guidance."""
        return self._measuring.proposing

    @property
    def trials(self) -> "Trials":
        """Controlled tests of guidance."""
        return self._measuring.trials

    @property
    def trial_setup(self) -> "TrialSetup":
        """Proposing tasks, sets of tasks, costs."""
        return self._measuring.trial_setup

    @property
    def trial_queue(self) -> "TrialQueue":
        """The blind comparisons that wait for the person."""
        return self._measuring.trial_queue

    @property
    def checks(self) -> "Checks":
        """Gentle checks on the person."""
        return self._measuring.checks

    @property
    def what_works(self) -> "WhatWorks":
        """What is known of guidance."""
        return self._measuring.what_works

    @cached_property
    def example(self) -> "Example":
        """The session that came with the program."""
        from conductor.workspace.example.example import Example

        return Example(
            self._desk,
            self._threads,
            self.merging,
            self.blinding,
            self._measuring.evidence,
            self.what_works,
        )

    @property
    def pairs_to_judge(self) -> int:
        """How many blind comparisons could be made now."""
        from conductor.store.evidence.trials import ready_count

        return ready_count(self._desk.db)

    @property
    def undo(self) -> Undo:
        """What the person did in this run of the program, to be taken back."""
        return self._desk.undo

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._desk.library.folder

    @property
    def read_only(self) -> str | None:
        """Why nothing can be written, in a sentence; None if it can."""
        return self._desk.db.read_only

    @property
    def recovered(self) -> int:
        """How many answers were found interrupted when the library was opened."""
        return self._desk.library.recovered

    @property
    def last_run(self) -> LastRun:
        """How the run before this one ended, and what it was opening then."""
        mark = self._desk.library.mark
        return LastRun() if mark is None else mark.last

    def note_opening(self, session_id: SessionId) -> None:
        """Remember beside the library that a session is being opened, for the next start.

        It stays until `note_opened`, also if the program is ended meanwhile: then the next
        start has it as `last_run.opening`.
        """
        if self._desk.library.mark is not None:
            self._desk.library.mark.note(session_id)

    def note_opened(self) -> None:
        """Forget the session that was being opened: it is shown, or was left."""
        if self._desk.library.mark is not None:
            self._desk.library.mark.clear()

    @property
    def is_unchecked(self) -> bool:
        """Whether `find_damage` is still to be called, after a run that ended badly."""
        return self._desk.library.is_unchecked

    def find_damage(self, cancelled: threading.Event) -> LibraryDamaged | None:
        """Check the library file; return what is to be said of it, None if it is whole.

        Thread: any; reads by its own connection.

        Raises:
            StoreError: it could not be read.
        """
        from conductor.store.backups.checking import find_damage

        found = find_damage(self._desk.library.file, cancelled)
        if found is not None:
            self._desk.library.mark = None  # it stays as of a run that ended badly
        elif not cancelled.is_set():
            self._desk.library.is_unchecked = False
        return found

    def fuller_backup(self) -> "Backup | None":
        """Return the newest copy that holds more, if this library never held a session.

        It is what is left of an accident, or of a person who began anew; only they know.
        """
        from conductor.store.backups.copies import fuller_than

        words = self.words_if_new
        return None if words is None else fuller_than(self.folder, words)

    @property
    def words_if_new(self) -> int | None:
        """How much is in this library if it never held a session; None if it did."""
        from conductor.store.backups.copies import held_by
        from conductor.store.sessions.session_lists import is_any_session

        return None if is_any_session(self._desk.db) else held_by(self._desk.db).words

    def why_gone(self) -> str | None:
        """Return a sentence if the data folder went away under the program, else None.

        It costs one look at the disk, which may hang; to be called every few seconds. Every
        write says the same as a `LibraryGone`; what is in memory stays there and is written
        when the folder is back, or put aside at the end. Thread: any.
        """
        try:
            self._desk.db.refuse_if_gone()
        except LibraryGone as error:
            return str(error)
        return None

    @property
    def desk(self) -> Desk:
        """What the areas share; for the parts of the workspace only."""
        return self._desk

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` with every change; return what ends that."""
        return self._desk.subscribe(listener)

    def start(self) -> None:
        """Start the engine; until then requests wait."""
        self._desk.engine.start()

    def receive(self) -> None:
        """Take what the engine has; to be called after it notified."""
        batches = self._desk.engine.drain()
        with self._desk.gathering():
            self.live.receive(batches)
            if self._has_measured:
                self._measuring.receive(batches)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being written or waits to be saved."""
        return self.live.is_busy or (self._has_measured and self._measuring.is_busy)

    def tick(self) -> None:
        """Write what is due; to be called about every 50 ms while `is_busy`."""
        with self._desk.gathering():
            self.live.tick()
            if self._has_measured:
                self._measuring.tick()

    @property
    def _has_measured(self) -> bool:
        return "_measuring" in self.__dict__  # it is made when it is first used

    def stop_all(self) -> None:
        """Stop everything that is being written, in sessions and for trials."""
        self._asking.stop_all()
        if self._has_measured:
            self._measuring.stop_all()

    def warm_up(self) -> None:
        """Load what the first task needs, so that it need not wait for it. Thread: any."""
        import conductor.workspace.judging.judging
        import conductor.workspace.measuring
        import conductor.workspace.rounds.adopting
        import conductor.workspace.rounds.rounds
        import conductor.workspace.sessions.notes  # noqa: F401
        from conductor.engine.wiring import load_providers

        load_providers()

    def back_up(self, cancelled: threading.Event) -> str | None:
        """Make today's backup unless there is one, and delete files that nothing refers to.

        Thread: any; reads by its own connection.

        Returns:
            Why the backup could not be made, in a sentence for the person; None if it is there.
        """
        if self.read_only is not None:
            return None
        from conductor.store.backups.backup import (
            back_up_today,  # here: not before the window is there
        )

        try:
            back_up_today(self._desk.library.file, datetime.now(UTC).date(), cancelled)
        except StoreError as error:
            log.warning("No backup was made today: %s", error)
            if not cancelled.is_set():
                return _("No backup was made today. {reason}").format(reason=error)
        from conductor.store.backups.unused_files import sweep_unused

        try:
            sweep_unused(self._desk.library.file, cancelled)
        except StoreError as error:
            log.info("Files that nothing refers to were not looked for: %s", error)
        return None

    def storage(self) -> "Future[Storage]":
        """Look over the data folder in a thread of its own."""
        return LookupThreads(1).submit(look_over, self.folder)

    def close(self) -> str | None:
        """End everything: what streams is kept as interrupted, then the library closes.

        Returns:
            None, or if the library could not take everything, a sentence that says where
            the rest was put.
        """
        self._asking.end_waiting()
        if self._has_measured:
            self._measuring.trial_answers.end()
        self._desk.engine.close(CLOSE_LIMIT_S)
        self.receive()
        self._asking.end_waiting()
        if self._has_measured:
            self._measuring.save_last()
        unsaved = self.live.save_within(SAVE_LIMIT_S)
        self.keep_held()
        unread = self._put_unread_aside()
        self._desk.library.close()
        words = self._desk.held.words
        said = [put_aside(unsaved)] if unsaved else []
        said += [put_words_aside(words)] if words else []
        return " ".join([*said, *unread]) or None

    def _put_unread_aside(self) -> list[str]:
        """Put what was left in forms and cannot be read where the person finds it; say where."""
        if self.read_only is not None or not self._desk.db.is_open:
            return []
        with suppress(StoreError):  # it stays where it is, for another time
            words = self.sessions.unread_drafts()
            said = put_unread_aside(words) if words else None
            if said is not None:
                self.sessions.keep_drafts(dict.fromkeys(words, ""))
                return [said]
        return []

    def keep_held(self) -> None:
        """Try once more to keep what was typed and the library could not take."""
        held = self._desk.held
        with suppress(StoreError):  # it goes on being held
            if held.drafts:
                self.sessions.keep_drafts({})
            if held.own:
                self.drafts.keep_held()

    def _answer_ended(self, answer: Answer) -> None:
        self._asking.answer_ended(answer)
        if guidance_store.is_any_reusable(self._desk.db):
            self._measuring.evidence.note_model(answer)

    def _judged(self, judgement: "Judgement") -> None:
        self.lottery.judged(judgement)


def open_workspace(
    folder: Path,
    notify: Callable[[], None],
    *,
    must_write: bool = False,
    make_new: bool = False,
    redactor: Redactor | None = None,
    on_defect: Callable[[BaseException], None] | None = None,
) -> Workspace:
    """Open the library in a folder and put a workspace over it; the engine is not started.

    Args:
        folder: the data folder; made if it is not there.
        notify: called from the engine's thread when there is something to `receive`.
        must_write: whether a library that can only be read is of no use to the caller.
        make_new: whether the person wants to begin anew where the library is missing.
        redactor: learns the keys; one of its own if the caller has none.
        on_defect: gets, in the engine's thread, each exception there that is a defect.

    Raises:
        LibraryMissing: it is not there, while backups hold more, and not `make_new`.
        LibraryDamaged: it cannot be read; it was left as it is.
        LibraryForeign: the file of its name is another program's.
        StoreError: the library cannot be opened as wanted.
    """
    library = open_library(folder, must_write=must_write, make_new=make_new)
    return _over(library, notify, redactor or Redactor(), on_defect)


def open_workspace_to_read(folder: Path) -> Workspace:
    """Open the library in a folder only to look at it, also while a window has it open.

    Raises:
        StoreError: the library cannot be read.
    """
    return _over(open_to_read(folder), lambda: None, Redactor(), None)


def _over(
    library: Library,
    notify: Callable[[], None],
    redactor: Redactor,
    on_defect: Callable[[BaseException], None] | None,
) -> Workspace:
    local = LocalServersOnDemand(redactor)
    engine = Engine(redactor=redactor, notify=notify, local=local, on_defect=on_defect)
    return Workspace(Desk(library, engine, Inquiry(engine, local), Keys(redactor), redactor))
