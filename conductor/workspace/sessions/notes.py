"""Write notes on spans of answers, on rounds and on sessions, and find their places again.

Thread: main.
"""

from collections.abc import Iterable
from functools import partial

from conductor.core.change import Change
from conductor.core.entities import Answer
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.ids import AnswerId, NoteId, RoundId, SessionId
from conductor.core.note import Note, PlacedNote, words_for_guidance
from conductor.core.text.anchor import Span, find_quote, scaled
from conductor.core.text.visible import well_formed
from conductor.i18n import _
from conductor.store.sessions import answers
from conductor.store.sessions import notes as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.sessions.sessions import Sessions
from conductor.workspace.undo import Kind, Thing, named

MAX_NOTE = 20_000


class Notes:
    """The person's notes."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions

    def on_answer(self, answer_id: AnswerId, text: str, span: Span | None = None) -> Note:
        """Write a note on an answer, or on some words of it.

        Args:
            answer_id: the answer.
            text: the comment.
            span: the words, in characters of the answer's text; None: the whole answer.

        Raises:
            InvalidInput: the note is empty or too long, or there are no such characters.
            NotFound: the answer is not there.
        """
        answer = self._sessions.answer(answer_id)
        item = self._sessions.words_of_round(answer.round_id)
        note = self._new(item.session_id, text, round_id=item.id, answer=answer, span=span)
        return self._keep(note)

    def on_round(self, round_id: RoundId, text: str) -> Note:
        """Write a note on a round.

        Raises:
            InvalidInput: the note is empty or too long.
            NotFound: the round is not there.
        """
        item = self._sessions.words_of_round(round_id)
        return self._keep(self._new(item.session_id, text, round_id=item.id))

    def on_session(self, session_id: SessionId, text: str) -> Note:
        """Write a note on a session.

        Raises:
            InvalidInput: the note is empty or too long.
            NotFound: the session is not there.
        """
        return self._keep(self._new(self._sessions.get(session_id).id, text))

    def _new(
        self,
        session_id: SessionId,
        text: str,
        *,
        round_id: RoundId | None = None,
        answer: Answer | None = None,
        span: Span | None = None,
    ) -> Note:
        now = self._desk.now()
        quote = _quoted(answer, span) if answer is not None and span is not None else ""
        return Note(
            id=NoteId(new_ulid()),
            session_id=session_id,
            text=_checked(text),
            created=now,
            updated=now,
            round_id=round_id,
            answer_id=None if answer is None else answer.id,
            attempt=None if answer is None else answer.attempt,
            span=span,
            quote=quote,
        )

    def _keep(self, note: Note) -> Note:
        with self._desk.db.atomic():
            store.add_note(self._desk.db, note)
        self._announce(note)
        words = _("note “{words}” written").format(words=named(note.text))
        self._desk.undo.note(words, self._thing(note), None, (note.text, note.updated))
        return note

    def change(self, note_id: NoteId, text: str) -> None:
        """Give a note another text.

        Raises:
            InvalidInput: the text is empty or too long.
            NotFound: the note is not there.
        """
        note = self._present(note_id)
        clean = _checked(text)
        words = _("note “{words}” changed").format(words=named(clean))
        value = (clean, self._desk.now())
        self._desk.undo.change(words, self._thing(note), value, Kind.EDIT)

    def remove(self, note_id: NoteId) -> None:
        """Take a note away; undoing that brings it back.

        Raises:
            NotFound: the note is not there.
        """
        note = self._present(note_id)
        words = _("note “{words}” removed").format(words=named(note.text))
        self._desk.undo.change(words, self._thing(note), None)

    def _thing(self, note: Note) -> Thing[tuple[str, str] | None]:
        """Return a note's text with when it was written; None while it is in the bin."""
        return Thing(
            ("note", note.session_id, note.id),
            partial(self._text_now, note.id),
            partial(self._write, note),
        )

    def _text_now(self, note_id: NoteId) -> tuple[str, str] | None:
        note = store.present_note(self._desk.db, note_id)
        return None if note is None else (note.text, note.updated)

    def _write(self, note: Note, value: tuple[str, str] | None) -> None:
        with self._desk.db.atomic():
            store.set_deleted(self._desk.db, note.id, self._desk.now() if value is None else None)
            if value is not None:
                store.set_text(self._desk.db, note.id, *value)
        self._announce(note)

    def _announce(self, note: Note) -> None:
        self._desk.publish(Change(notes=frozenset({note.session_id})))

    def get(self, note_id: NoteId) -> Note:
        """Return one note, also from the bin.

        Raises:
            NotFound: there is none.
        """
        return _found(store.note_by_id(self._desk.db, note_id), note_id)

    def _present(self, note_id: NoteId) -> Note:
        return _found(store.present_note(self._desk.db, note_id), note_id)

    def all(self) -> tuple[Note, ...]:
        """Return every note, oldest first."""
        return store.all_notes(self._desk.db)

    def of_session(self, session_id: SessionId) -> tuple[Note, ...]:
        """Return every note in a session, those on rounds and answers included, oldest first."""
        return store.notes_of_session(self._desk.db, session_id)

    def of_answer(self, answer_id: AnswerId) -> tuple[PlacedNote, ...]:
        """Return the notes that belong to an answer, with their places in its text now.

        Notes on answers that it revises, and on its earlier attempts, are among them; where
        their words are gone they say so.

        Raises:
            NotFound: the answer is not there.
        """
        if answers.is_without_notes(self._desk.db, answer_id):
            return ()  # asked at every change, and the text may be huge
        answer = self._sessions.answer(answer_id)
        chain = [answer]
        while chain[-1].revises is not None:
            chain.append(self._sessions.answer(chain[-1].revises))
        return tuple(
            self._placed(note, noted, answer)
            for noted in reversed(chain)
            for note in store.notes_of_answer(self._desk.db, noted.id)
        )

    def _placed(self, note: Note, noted: Answer, answer: Answer) -> PlacedNote:
        is_own = noted.id == answer.id and note.attempt == answer.attempt
        if note.span is None or is_own:
            return PlacedNote(note, note.span, fits=True, is_inherited=not is_own)
        near = scaled(note.span.start, len(noted.text), len(answer.text))
        span = find_quote(note.quote, answer.text, near)
        return PlacedNote(note, span, fits=span is not None, is_inherited=True)

    def words_for_guidance(self, note_ids: Iterable[NoteId]) -> str:
        """Return notes as the words of one guidance, for the person to edit.

        Raises:
            NotFound: one is not there.
        """
        return words_for_guidance([self.get(note_id) for note_id in note_ids])


def _found(note: Note | None, note_id: NoteId) -> Note:
    if note is None:
        raise NotFound(_("There is no note {id}.").format(id=note_id))
    return note


def _checked(text: str) -> str:
    clean = well_formed(text).strip()
    if not clean:
        raise InvalidInput(_("Write the note first."))
    if len(clean) > MAX_NOTE:
        raise InvalidInput(_("A note can have {n} characters at most.").format(n=MAX_NOTE))
    return clean


def _quoted(answer: Answer, span: Span) -> str:
    if not 0 <= span.start < span.end <= len(answer.text):
        sentence = _("The answer has {n} characters; {start} to {end} are not among them.")
        raise InvalidInput(sentence.format(n=len(answer.text), start=span.start, end=span.end))
    return answer.text[span.start : span.end]
