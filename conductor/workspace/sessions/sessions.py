"""Read sessions: the list, one with everything in it; titles, tags, kinds, drafts.

Thread: main.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from conductor.core.change import Change
from conductor.core.entities import (
    Answer,
    AnswerMark,
    Assistant,
    Attachment,
    Round,
    Session,
)
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.draw import concealed
from conductor.core.guidance.task_kind import TASK_KINDS
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.request import Message
from conductor.core.text.visible import one_line, visible, well_formed
from conductor.i18n import _
from conductor.store.evidence import draws
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import session_lists as lists
from conductor.store.sessions import sessions as store
from conductor.workspace.answers.attachments import files_from
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.answers.threads import Threads
from conductor.workspace.desk import Desk
from conductor.workspace.undo import Kind, Thing, named

MAX_TITLE = 200
MAX_LABEL = 40
UNREAD = "/unread"
"""Ends the place of what was left in a form and cannot be read."""
PATIENCE_MS = 50
"""To wait for another program with what is typed, which is tried again anyway."""


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its answers in the order of their columns."""

    round: Round
    answers: tuple[Answer, ...]


class Sessions:
    """The person's sessions."""

    def __init__(self, desk: Desk, live: LiveAnswers, threads: Threads) -> None:
        self._desk = desk
        self._live = live
        self._threads = threads

    def all(self, limit: int | None = None) -> tuple[Session, ...]:
        """Return sessions, newest first; the example is among them if it is open."""
        return store.all_sessions(self._desk.db, limit)

    def ids(self, query: str = "", *, limit: int | None = None) -> tuple[SessionId, ...]:
        """Return the sessions whose title or tags have all words of the query, newest first."""
        return lists.session_ids(self._desk.db, query.split(), limit=limit)

    def places(
        self, query: str, ids: Collection[SessionId]
    ) -> tuple[tuple[SessionId, SessionId | None], ...]:
        """Return which of these sessions `ids` lists, last first, each with the one after it."""
        return lists.session_places(self._desk.db, ids, query.split())

    def page(self, ids: Sequence[SessionId]) -> tuple[Session, ...]:
        """Return sessions in the order of their ids, also those in the bin."""
        return lists.sessions_by_ids(self._desk.db, ids)

    def get(self, session_id: SessionId) -> Session:
        """Return one session.

        Raises:
            NotFound: it is not there.
        """
        session = store.session_by_id(self._desk.db, session_id)
        if session is None:
            sentence = _("There is no session {id}. “conductor sessions” lists them.")
            raise NotFound(sentence.format(id=session_id))
        return session

    def find(self, name: str) -> Session:
        """Return the session with this id, the only one whose id begins so, or the "last".

        The last one is the person's own; the example is found by its id only.

        Raises:
            NotFound: there is none, or more than one.
        """
        wanted = name.strip().upper()
        if wanted == "LAST":
            newest = store.newest_own(self._desk.db)
            found = [newest] if newest else []
        else:
            found = [s for s in self.all() if s.id.startswith(wanted)]
        exact = [s for s in found if s.id == wanted]
        if len(exact or found) != 1 or not wanted:
            sentence = _("There is no session {id}. “conductor sessions” lists them.")
            raise NotFound(sentence.format(id=visible(name)))
        return (exact or found)[0]

    def rounds(self, session_id: SessionId) -> tuple[RoundView, ...]:
        """Return a session's rounds in order, with their answers as they stand now."""
        by_round: dict[RoundId, list[Answer]] = {}
        hides = self.hides(session_id)
        for answer in answer_store.answers_of_session(self._desk.db, session_id):
            by_round.setdefault(answer.round_id, []).append(self._seen(answer, hides=hides))
        return tuple(
            RoundView(item, tuple(by_round.get(item.id, ())))
            for item in store.rounds_of_session(self._desk.db, session_id)
        )

    def score(self, session_id: SessionId) -> tuple[Round, ...]:
        """Return a session's rounds in order, without their answers."""
        return store.rounds_of_session(self._desk.db, session_id)

    def marks(self, session_id: SessionId) -> tuple[AnswerMark, ...]:
        """Return how the answers of a session stand now, by round and column."""
        return tuple(map(self._now, answer_store.marks_of_session(self._desk.db, session_id)))

    def _now(self, mark: AnswerMark) -> AnswerMark:
        status = self._live.status_of(mark.answer_id, mark.status)
        return mark if status is mark.status else replace(mark, status=status)

    def words_of_round(self, round_id: RoundId) -> Round:
        """Return one round without its answers, which may be long.

        Raises:
            NotFound: it is not there.
        """
        item = store.round_by_id(self._desk.db, round_id)
        if item is None:
            raise NotFound(_("There is no round {id}.").format(id=round_id))
        return item

    def round(self, round_id: RoundId) -> RoundView:
        """Return one round with its answers as they stand now.

        Raises:
            NotFound: it is not there.
        """
        item = self.words_of_round(round_id)
        answers = answer_store.answers_of_round(self._desk.db, round_id)
        hides = self.hides(item.session_id)
        return RoundView(item, tuple(self._seen(answer, hides=hides) for answer in answers))

    def unasked(self, item: Round) -> tuple[Answer, ...]:
        """Return the last answers before a round of those whom it does not address."""
        asked = answer_store.asked_in_round(self._desk.db, item.id)
        before = answer_store.answers_before(self._desk.db, item.session_id, item.number)
        hides = self.hides(item.session_id)
        return tuple(self._seen(a, hides=hides) for a in before if a.assistant_id not in asked)

    def answer(self, answer_id: AnswerId) -> Answer:
        """Return one answer as it stands now.

        Raises:
            NotFound: it is not there.
        """
        answer = answer_store.answer_by_id(self._desk.db, answer_id)
        if answer is None:
            raise NotFound(_("There is no answer {id}.").format(id=answer_id))
        return self._seen(answer, hides=self._hides_round(answer.round_id))

    def hides(self, session_id: SessionId) -> bool:
        """Whether a draw hides what was sent in a session until its task is judged."""
        return draws.hides(self._desk.db, session_id)

    def has_draw(self, round_id: RoundId) -> bool:
        """Whether a draw was made on a round's task; what was drawn is not told here."""
        return draws.draw_of_round(self._desk.db, round_id) is not None

    def _hides_round(self, round_id: RoundId) -> bool:
        item = store.round_by_id(self._desk.db, round_id)
        return item is not None and self.hides(item.session_id)

    def _seen(self, answer: Answer, *, hides: bool) -> Answer:
        current = self._live.current(answer)
        return concealed(current) if hides else current

    def attempt(self, answer_id: AnswerId, number: int) -> Answer:
        """Return one attempt of an answer as it stands now.

        Raises:
            NotFound: it is not there.
        """
        answer = self.answer(answer_id)
        if answer.attempt == number:
            return answer
        found = next((a for a in self.attempts(answer) if a.attempt == number), None)
        if found is None:
            raise NotFound(_("There is no attempt {n} of this answer.").format(n=number))
        return found

    def attempts(self, answer: Answer) -> tuple[Answer, ...]:
        """Return an answer's earlier attempts, oldest first."""
        hides = self._hides_round(answer.round_id)
        earlier = answer_store.attempts_before(self._desk.db, answer)
        return tuple(concealed(one) if hides else one for one in earlier)

    def find_round(self, name: str) -> Round:
        """Return the round with this id, the only one whose id begins so, or the "last".

        Raises:
            NotFound: there is none, or more than one.
        """
        wanted = name.strip().upper()
        if wanted == "LAST":
            return self.score(self.find(name).id)[-1]
        found = store.rounds_like(self._desk.db, wanted) if wanted else ()
        if len(found) != 1:
            sentence = _("There is no round {id}. “conductor show SESSION” lists them.")
            raise NotFound(sentence.format(id=visible(name)))
        return found[0]

    def assistants(self, session_id: SessionId) -> tuple[AssistantId, ...]:
        """Return the assistants a session has addressed, in order."""
        return store.assistants_of_session(self._desk.db, session_id)

    def thread(self, answer: Answer) -> tuple[Message, ...]:
        """Return exactly what the assistant saw when it gave this answer.

        Raises:
            InvalidInput: that would tell what was drawn, and the task is not judged yet.
        """
        if self._hides_round(answer.round_id):
            raise _drawn()
        return self._threads.shown(answer)

    def next_thread(
        self,
        assistant: Assistant,
        session_id: SessionId | None,
        text: str,
        attached: Sequence[str] = (),
    ) -> tuple[Message, ...]:
        """Return what an assistant would see if these words were sent now.

        Args:
            assistant: who would be asked.
            session_id: the session; None is a new one.
            text: the words.
            attached: the guidance that a new session's task would get, strongest first.

        Raises:
            InvalidInput: that would tell what was drawn, and the task is not judged yet.
        """
        if session_id is not None and self.hides(session_id):
            raise _drawn()
        return self._threads.next(assistant, session_id, text, attached)

    def rename(self, session_id: SessionId, title: str) -> None:
        """Give a session another title.

        Raises:
            InvalidInput: the title is empty or too long.
        """
        clean = one_line(title)
        if not clean or len(clean) > MAX_TITLE:
            raise InvalidInput(_("A title has 1 to {n} characters.").format(n=MAX_TITLE))
        thing = Thing(
            ("title", session_id),
            lambda: self.get(session_id).title,
            partial(self._write_title, session_id),
        )
        words = _("title “{title}”").format(title=named(clean))
        self._desk.undo.change(words, thing, clean, Kind.EDIT)

    def _write_title(self, session_id: SessionId, title: str) -> None:
        with self._desk.db.atomic():
            store.rename_session(self._desk.db, session_id, title)
        self._desk.publish(Change(sessions=frozenset({session_id})))

    def set_kind(self, session_id: SessionId, kind: str) -> None:
        """Say which kind of task a session is; an empty kind is none.

        Raises:
            InvalidInput: the kind is too long.
        """
        clean = checked_label(kind)
        thing = Thing(
            ("kind", session_id),
            lambda: self.get(session_id).kind,
            partial(self._write_kind, session_id),
        )
        words = _("kind of task “{kind}”").format(kind=clean) if clean else _("no kind of task")
        self._desk.undo.change(words, thing, clean or None, Kind.EDIT)

    def _write_kind(self, session_id: SessionId, kind: str | None) -> None:
        with self._desk.db.atomic():
            store.set_session_kind(self._desk.db, session_id, kind)
        self._desk.publish(Change(sessions=frozenset({session_id})))

    def add_tag(self, session_id: SessionId, tag: str) -> None:
        """Put a tag on a session; one it has already stays once.

        Raises:
            InvalidInput: the tag is empty or too long.
        """
        clean = checked_tag(tag)
        words = _("tag “{tag}” put on").format(tag=clean)
        self._desk.undo.change(words, self._tag(session_id, clean), value=True)

    def remove_tag(self, session_id: SessionId, tag: str) -> None:
        """Take a tag off a session."""
        words = _("tag “{tag}” taken off").format(tag=named(tag))
        thing = self._tag(session_id, tag)
        self._desk.undo.change(words, thing, value=False, kind=Kind.REMOVAL)

    def _tag(self, session_id: SessionId, tag: str) -> Thing[bool]:
        return Thing(
            ("tag", session_id, tag),
            lambda: tag in self.get(session_id).tags,
            partial(self._write_tag, session_id, tag),
        )

    def _write_tag(self, session_id: SessionId, tag: str, is_on: bool) -> None:  # noqa: FBT001
        with self._desk.db.atomic():
            if is_on:
                store.add_tags(self._desk.db, session_id, (tag,))
            else:
                store.remove_tag(self._desk.db, session_id, tag, self._desk.now())
        self._desk.publish(Change(sessions=frozenset({session_id})))

    def known_tags(self) -> tuple[str, ...]:
        """Return the tags in use, those used most first."""
        return lists.known_tags(self._desk.db)

    def known_kinds(self) -> tuple[str, ...]:
        """Return the kinds of task: those in use, those used most first, then the usual ones."""
        return tuple(dict.fromkeys((*lists.known_kinds(self._desk.db), *TASK_KINDS)))

    def attachments(self, round_id: RoundId) -> tuple[Attachment, ...]:
        """Return the files given with a round, with their text."""
        kept = store.attachments_of(self._desk.db, round_id)
        return files_from(self._desk.library.folder, kept)

    def draft(self, place: str) -> str:
        """Return what was being typed at a place: a session's id, or "new"."""
        held = self._desk.held.drafts.get(place)
        return store.draft_at(self._desk.db, place) if held is None else held

    def keep_draft(self, place: str, text: str) -> None:
        """Keep what is being typed.

        Raises:
            StoreError: it could not be kept yet; it is held, and kept with what is typed next.
        """
        self.keep_drafts({place: text})

    def keep_drafts(self, texts: Mapping[str, str]) -> None:
        """Keep what is being typed at several places, all of it or nothing.

        In a library that can only be read it is held until the end, and put into a file then.

        Raises:
            StoreError: it could not be kept yet; it is held, and kept with what is typed next.
        """
        held = self._desk.held.drafts
        if not held and not texts:
            return
        held.update({place: well_formed(text) for place, text in texts.items()})
        if self._desk.db.read_only is not None:
            self._hold_what_is_new()
            return
        with self._desk.db.atomic(synced=False, patience_ms=PATIENCE_MS):
            for place, text in held.items():
                store.keep_draft(self._desk.db, place, text, self._desk.now())
        held.clear()

    def _hold_what_is_new(self) -> None:
        held = self._desk.held.drafts
        for place, text in tuple(held.items()):
            if text == store.draft_at(self._desk.db, place):
                del held[place]

    def unread_drafts(self) -> Mapping[str, str]:
        """Return what was typed in forms and cannot be read any more, by its place."""
        return store.drafts_ending(self._desk.db, UNREAD)


def _drawn() -> InvalidInput:
    return InvalidInput(
        _("A draw is on for this task. What was sent is hidden until you judge it.")
    )


def checked_label(text: str) -> str:
    """Return a tag or kind of task as it is kept; it may be empty.

    Raises:
        InvalidInput: it is too long.
    """
    clean = one_line(text)
    if len(clean) > MAX_LABEL:
        raise InvalidInput(_("A tag or kind has at most {n} characters.").format(n=MAX_LABEL))
    return clean


def checked_tag(text: str) -> str:
    """Return a tag as it is kept, without the # it may be written with.

    Raises:
        InvalidInput: it is empty or too long.
    """
    clean = checked_label(text.strip().lstrip("#"))
    if not clean:
        raise InvalidInput(_("Write a word for the tag."))
    return clean
