"""Open the example session without any assistant, and throw it away again with all it brought.

Thread: main.
Rules: nothing of it counts, nothing is sent from it, and it is there once at the most. What
the person wrote into it (judgements, notes, the draft) goes with it.
"""

import logging

from conductor.core.change import Change
from conductor.core.ids import GuidanceId, SessionId, TrialId
from conductor.i18n import _, current_language
from conductor.store.attachments import delete_files
from conductor.store.sessions import example as store
from conductor.workspace.answers.threads import Threads
from conductor.workspace.desk import Desk
from conductor.workspace.example.example_session import ExampleSession
from conductor.workspace.example.example_text import Piece, example_text
from conductor.workspace.example.example_trial import ExampleTrial
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.judging.blinding import Blinding
from conductor.workspace.rounds.merging import Merging
from conductor.workspace.what_works.findings import GuidanceRow
from conductor.workspace.what_works.what_works import WhatWorks

log = logging.getLogger(__name__)


class Example:
    """The session that shows the whole loop before there is any of one's own."""

    def __init__(
        self,
        desk: Desk,
        threads: Threads,
        merging: Merging,
        blinding: Blinding,
        evidence: GuidanceEvidence,
        what_works: WhatWorks,
    ) -> None:
        self._desk = desk
        self._threads = threads
        self._merging = merging
        self._blinding = blinding
        self._evidence = evidence
        self._what_works = what_works

    @property
    def is_open(self) -> bool:
        """Whether the example is in the library."""
        return self._found is not None

    @property
    def session_id(self) -> SessionId | None:
        """The example's session, None if it is not open."""
        return None if self._found is None else self._found.session_id

    @property
    def guidance(self) -> tuple[GuidanceId, ...]:
        """The example's guidance, for which `WhatWorks.detail` has everything; oldest first."""
        return () if self._found is None else self._found.guidance

    @property
    def trial(self) -> TrialId | None:
        """The example's trial with a pair to judge: ask `TrialQueue.next` for this one."""
        trials = () if self._found is None else self._found.trials
        return next(iter(trials), None)

    @property
    def is_in_other_language(self) -> bool:
        """Whether it is open in another language than the one in use, which is to be offered."""
        return self._found is not None and self._found.language != current_language()

    @property
    def _found(self) -> store.OpenExample | None:
        return store.open_example(self._desk.db)

    def open(self) -> SessionId:
        """Put the example into the library, in the language in use; one that is there stays.

        Raises:
            StoreError: it could not be written.
        """
        return self.session_id or self.open_anew()

    def open_anew(self) -> SessionId:
        """Put a fresh example in the place of the one that is there, in the language in use.

        Raises:
            StoreError: it could not be written; the one that is there stays.
        """
        language = current_language()
        old = self._found
        with self._desk.db.atomic():
            unused = store.delete_example(self._desk.db)
            session_id = self._write(example_text(language), language)
        delete_files(self._desk.library.folder, unused)
        log.info("The example was opened.")
        self._announce(old)
        self._announce(self._found)
        return session_id

    def _write(self, text: Piece, language: str) -> SessionId:
        session = ExampleSession(self._desk, self._threads, self._merging, self._blinding, text)
        session_id = session.write(language)
        trials = ExampleTrial(self._desk, self._evidence, session.cast)
        first = text["guidance"][0]["tasks"]
        for row in text["guidance"]:
            tasks = row.get("tasks") or _seen_again(first, row)
            trials.write(row, tasks, session.guidance.get(row["key"]))
        return session_id

    def remove(self) -> None:
        """Delete the example for good, with everything that was written into it.

        Raises:
            StoreError: it could not be deleted; it is still there.
        """
        old = self._found
        with self._desk.db.atomic():
            unused = store.delete_example(self._desk.db)
        delete_files(self._desk.library.folder, unused)
        log.info("The example was thrown away.")
        self._announce(old)

    def rows(self) -> tuple[GuidanceRow, ...]:
        """Return what is known of the example's guidance, to be shown inside the example only."""
        return tuple(self._what_works.row(each) for each in self.guidance)

    def _announce(self, found: store.OpenExample | None) -> None:
        if found is None:
            return
        self._desk.publish(
            Change(
                sessions=frozenset({found.session_id}),
                guidance=frozenset(found.guidance),
                trials=frozenset(found.trials),
            )
        )


def banner_words() -> str:
    """Return the sentence that stands above the example."""
    return _("This is an example: nothing here counts, and nothing can be sent from it.")


def _seen_again(tasks: list[Piece], row: Piece) -> list[Piece]:
    """Return the tasks of the first trial with what another guidance made of them."""
    return [
        {"task": task["task"], "kind": task["kind"], "sign": sign}
        for task, sign in zip(tasks, row["signs"], strict=False)
    ]
