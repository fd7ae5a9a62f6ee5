"""Put sessions into the bin, take them out again, and delete them for good when asked.

Thread: main.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from conductor.core.change import Change
from conductor.core.entities import Session
from conductor.core.errors import InvalidInput, NotFound, StoreError
from conductor.core.ids import AnswerId, SessionId
from conductor.core.text.visible import visible
from conductor.i18n import _
from conductor.store.attachments import delete_files
from conductor.store.backups.copies import copies_with
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import bin as store
from conductor.store.sessions import example as example_store
from conductor.store.sessions import session_lists as lists
from conductor.workspace.answers.asking import Asking
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.desk import Desk
from conductor.workspace.undo import Kind, Thing, named


class Bin:
    """The person's bin."""

    def __init__(self, desk: Desk, live: LiveAnswers, asking: Asking) -> None:
        self._desk = desk
        self._live = live
        self._asking = asking

    def ids(self, query: str = "") -> tuple[SessionId, ...]:
        """Return the sessions in the bin that have all words of the query, last binned first."""
        return lists.binned_ids(self._desk.db, query.split())

    def places(
        self, query: str, ids: Collection[SessionId]
    ) -> tuple[tuple[SessionId, SessionId | None], ...]:
        """Return which of these sessions `ids` lists, last first, each with the one after it."""
        return lists.session_places(self._desk.db, ids, query.split(), of_bin=True)

    def sessions(self) -> tuple[Session, ...]:
        """Return the sessions in the bin, last binned first."""
        return lists.sessions_by_ids(self._desk.db, self.ids())

    def find(self, name: str) -> Session:
        """Return the session in the bin with this id, or the only one whose id begins so.

        Raises:
            NotFound: there is none, or more than one.
        """
        wanted = name.strip().upper()
        found = [one for one in self.sessions() if wanted and one.id.startswith(wanted)]
        if len(found) != 1:
            sentence = _("There is no session {id} in the bin. “conductor bin list” lists them.")
            raise NotFound(sentence.format(id=visible(name)))
        return found[0]

    def put(self, ids: Sequence[SessionId]) -> None:
        """Put sessions into the bin, whole; what is being written in them is stopped and kept.

        Raises:
            StoreError: it could not be kept; all are where they were.
        """
        everywhere = (store.Whereabouts.BIN,) * len(ids)
        title, thing = self._title(ids, is_in=True), self._place_of(ids)
        self._desk.undo.change(title, thing, everywhere, Kind.REMOVAL)

    def restore(self, ids: Sequence[SessionId]) -> None:
        """Take sessions out of the bin, with everything that went into it with them.

        Raises:
            StoreError: it could not be kept.
        """
        everywhere = (store.Whereabouts.LIBRARY,) * len(ids)
        self._desk.undo.change(self._title(ids, is_in=False), self._place_of(ids), everywhere)

    def _title(self, ids: Sequence[SessionId], *, is_in: bool) -> str:
        titles = lists.sessions_by_ids(self._desk.db, ids)
        if len(titles) == 1:
            words = _("“{title}” moved to the bin") if is_in else _("“{title}” put back")
            return words.format(title=named(titles[0].title))
        words = _("{n} sessions moved to the bin") if is_in else _("{n} sessions put back")
        return words.format(n=len(titles))

    def _place_of(self, ids: Sequence[SessionId]) -> Thing[tuple[store.Whereabouts, ...]]:
        every = tuple(ids)
        return Thing(("bin", *every), partial(self._where, every), partial(self._move, every))

    def _where(self, ids: tuple[SessionId, ...]) -> tuple[store.Whereabouts, ...]:
        return store.places_of(self._desk.db, ids)

    def _move(self, ids: tuple[SessionId, ...], places: Sequence[store.Whereabouts]) -> None:
        """Put each session into the bin or take it out; those that are there stay."""
        pairs = zip(ids, places, self._where(ids), strict=True)
        moved = [(one, wanted) for one, wanted, now in pairs if wanted is not now]
        into = [one for one, wanted in moved if wanted is store.Whereabouts.BIN]
        out = [one for one, wanted in moved if wanted is store.Whereabouts.LIBRARY]
        writing = [answer for one in into for answer in self._writing_in(one)]
        with self._desk.db.atomic():
            when = store.time_of_binning(self._desk.db, self._desk.now())
            for session_id in into:
                store.put_into_bin(self._desk.db, session_id, when)
            for session_id in out:
                store.take_out_of_bin(self._desk.db, session_id)
        for answer_id in writing:
            self._asking.stop(answer_id)
        self._desk.publish(Change(sessions=frozenset(ids)))

    def delete_for_good(self, ids: Sequence[SessionId]) -> None:
        """Delete what was written and received in sessions of the bin.

        What stays is without words: the ledger's rows, and for evidence the version, the
        outcome, who answered and the key of the task. Backups keep the words until they are
        replaced; `backups_with` says which, and `backups.delete_copy` deletes them.

        The example goes with all that it brought, as if it had been thrown away.

        Raises:
            InvalidInput: an answer of one of them is still being stopped.
            StoreError: it could not be done.
        """
        if any(self._writing_in(one) for one in ids):
            raise InvalidInput(
                _("An answer of this session is still being stopped. Try again in a moment.")
            )
        from conductor.evidence.task_key import task_key

        unused: list[str] = []
        with self._desk.db.atomic():
            for session_id in ids:
                if example_store.is_example(self._desk.db, session_id):
                    unused += example_store.delete_example(self._desk.db)
                else:
                    unused += store.delete_for_good(self._desk.db, session_id, task_key)
        self._desk.held.drop(ids)
        self._desk.undo.forget(ids)
        delete_files(self._desk.library.folder, unused)
        with suppress(StoreError):  # the words in the log go when it is next emptied
            self._desk.db.empty_log()
        self._desk.publish(Change(sessions=frozenset(ids)))

    def backups_with(self, ids: Sequence[SessionId]) -> tuple[Path, ...]:
        """Return the copies of the library in the data folder that hold any of these sessions.

        Each is opened and read. Thread: any.
        """
        return copies_with(self._desk.library.folder, frozenset(ids))

    def _writing_in(self, session_id: SessionId) -> list[AnswerId]:
        live = self._live.ids
        if not live:
            return []
        marks = answer_store.ids_of_session(self._desk.db, session_id)
        return [answer_id for answer_id in marks if answer_id in live]
