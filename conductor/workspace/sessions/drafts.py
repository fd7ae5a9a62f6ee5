"""Write the person's own draft beside the answers, and remember where its pieces come from.

Thread: main.
Rules: the text is saved as it is typed; before much of it is lost, the earlier text is kept.
"""

from dataclasses import replace

from conductor.core.change import Change
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.ids import AnswerId, DraftVersionId, PieceId, SessionId
from conductor.core.manuscript import (
    DraftVersion,
    MyDraft,
    Piece,
    PlacedPiece,
    is_worth_keeping,
    place_piece,
)
from conductor.core.text.anchor import Span
from conductor.core.text.visible import well_formed
from conductor.i18n import _
from conductor.store.sessions import manuscripts as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.sessions.sessions import Sessions

PATIENCE_MS = 50


class Drafts:
    """The person's own texts, one in each session."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    def get(self, session_id: SessionId) -> MyDraft:
        """Return the draft of a session, an empty one if nothing was written yet."""
        kept = store.draft_of(self._desk.db, session_id)
        held = self._desk.held.own.get(session_id)
        return kept if held is None else replace(kept, text=held)

    def keep(self, session_id: SessionId, text: str) -> None:
        """Save a draft as it is being typed; to be called with every change, a little later.

        Raises:
            StoreError: it could not be kept yet; it is held, and `keep_held` tries again.
        """
        self._desk.held.own[session_id] = text
        self._write(session_id, text, synced=False)

    def keep_held(self) -> None:
        """Try once more what the library could not take.

        Raises:
            StoreError: it still cannot.
        """
        for session_id, text in list(self._desk.held.own.items()):
            self.keep(session_id, text)

    def restore(self, version_id: DraftVersionId) -> MyDraft:
        """Put an earlier text back; the text that was there is kept as a version.

        Raises:
            NotFound: there is no such version.
        """
        version = store.version_by_id(self._desk.db, version_id)
        if version is None:
            raise NotFound(_("There is no such earlier text of the draft."))
        self._write(version.session_id, version.text, synced=True, must_keep=True)
        return self.get(version.session_id)

    def _write(
        self, session_id: SessionId, text: str, *, synced: bool, must_keep: bool = False
    ) -> None:
        before = store.draft_of(self._desk.db, session_id)
        clean = well_formed(text)
        if clean == before.text:
            self._desk.held.own.pop(session_id, None)
            return
        now = self._desk.now()
        with self._desk.db.atomic(synced=synced, patience_ms=PATIENCE_MS):
            if self._is_worth_keeping(before, clean, now, must_keep=must_keep):
                version = DraftVersion(
                    DraftVersionId(new_ulid()), session_id, before.text, before.updated
                )
                store.add_version(self._desk.db, version)
            store.keep_draft(self._desk.db, MyDraft(session_id, clean, now))
        self._desk.held.own.pop(session_id, None)
        self._desk.publish(Change(drafts=frozenset({session_id})))

    def _is_worth_keeping(self, before: MyDraft, after: str, now: str, *, must_keep: bool) -> bool:
        last = next(iter(store.versions_of(self._desk.db, before.session_id, 1)), None)
        kept = last.text if last else ""
        if must_keep:
            return before.text not in ("", kept)
        kept_at = last.created if last else None
        return is_worth_keeping(before.text, after, kept=kept, kept_at=kept_at, now=now)

    def versions(self, session_id: SessionId) -> tuple[DraftVersion, ...]:
        """Return the earlier texts of a draft, the newest first."""
        return store.versions_of(self._desk.db, session_id)

    def take(
        self,
        answer_id: AnswerId,
        source: Span,
        *,
        at: int | None = None,
        words: str | None = None,
    ) -> PlacedPiece:
        """Put words of an answer into the session's draft, with their source.

        Args:
            answer_id: the answer.
            source: where the words stand in its text.
            at: where in the draft they go, in characters; None: at its end, as a paragraph
                of their own.
            words: the words as they were selected, if they differ from the text at `source`
                (a selection of the rendered answer holds no Markdown marks).

        Returns:
            The piece with its place in the draft.

        Raises:
            InvalidInput: there are no such characters.
            NotFound: the answer is not there.
        """
        answer = self._sessions.answer(answer_id)
        if not 0 <= source.start < source.end <= len(answer.text):
            raise InvalidInput(_("Select some words of the answer first."))
        session_id = self._sessions.words_of_round(answer.round_id).session_id
        quote = well_formed(words or answer.text[source.start : source.end]).strip("\n")
        before = self.get(session_id)
        text, start = _with_words(before.text, quote, at)
        now = self._desk.now()
        piece = Piece(
            id=PieceId(new_ulid()),
            session_id=session_id,
            at=start,
            answer_id=answer_id,
            attempt=answer.attempt,
            source=source,
            quote=quote,
            created=now,
        )
        with self._desk.db.atomic():
            store.keep_draft(self._desk.db, MyDraft(session_id, text, now))
            store.add_piece(self._desk.db, piece)
        self._desk.held.own.pop(session_id, None)
        self._desk.publish(Change(drafts=frozenset({session_id})))
        return PlacedPiece(piece, Span(start, start + len(quote)))

    def pieces(self, session_id: SessionId) -> tuple[PlacedPiece, ...]:
        """Return where the words of a draft come from, in the order in which they were taken.

        A piece whose words the person has rewritten has no place any more.
        """
        text = self.get(session_id).text
        return tuple(place_piece(item, text) for item in store.pieces_of(self._desk.db, session_id))


def _with_words(text: str, words: str, at: int | None) -> tuple[str, int]:
    if at is not None:
        at = max(0, min(at, len(text)))
        return text[:at] + words + text[at:], at
    start = text.rstrip()
    if start:
        start += "\n\n"
    return f"{start}{words}\n", len(start)
