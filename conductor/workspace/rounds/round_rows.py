"""Write the rows of a round, and say who can be asked and what there is to revise.

Thread: main.
"""

from collections.abc import Iterable

from conductor.core.entities import (
    Answer,
    Assistant,
    Attachment,
    Round,
    RoundKind,
    Session,
)
from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.service import service_of
from conductor.core.text.visible import one_line, well_formed
from conductor.core.thread import answer_text
from conductor.i18n import _
from conductor.store import connections as connection_store
from conductor.store.evidence import draws
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import sessions as store
from conductor.store.ulid import new_ulid
from conductor.workspace.answers.asking import assistants_by_id
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.desk import Desk
from conductor.workspace.sessions.sessions import Sessions

MAX_WORDS_BYTES = 8 * 1024 * 1024
TITLE_LENGTH = 60


class RoundRows:
    """What a round is made of before anything is sent."""

    def __init__(self, desk: Desk, live: LiveAnswers, sessions: Sessions) -> None:
        self._desk = desk
        self._live = live
        self._sessions = sessions

    def own_session(self, session_id: SessionId) -> Session:
        """Return a session from which something may be sent.

        Raises:
            NotFound: it is not there.
            InvalidInput: it is the example.
        """
        session = self._sessions.get(session_id)
        if session.is_example:
            raise InvalidInput(
                _(
                    "This is the example, from which nothing is sent. Start a new session to "
                    "ask assistants of your own."
                )
            )
        return session

    def add_round(
        self,
        session: Session,
        kind: RoundKind,
        text: str,
        files: tuple[Attachment, ...],
        *,
        blind: bool = False,
    ) -> Round:
        """Write the next round of a session, in the caller's transaction."""
        item = Round(
            id=RoundId(new_ulid()),
            session_id=session.id,
            number=store.last_number(self._desk.db, session.id) + 1,
            kind=kind,
            text=text,
            created=self._desk.now(),
            attachments=files,
            blind=blind or session.blind,
        )
        store.add_round(self._desk.db, item)
        store.touch_session(self._desk.db, session.id, item.created)
        return item

    def new_answer(
        self, item: Round, assistant: Assistant, position: int, revises: AnswerId | None = None
    ) -> Answer:
        """Return an answer that is about to be asked for; it is not written."""
        connections = connection_store.all_connections(self._desk.db)
        name = next((c.name for c in connections if c.id == assistant.connection_id), "")
        return Answer(
            id=AnswerId(new_ulid()),
            round_id=item.id,
            assistant_id=assistant.id,
            assistant=assistant.name,
            connection=name,
            model=assistant.model,
            position=position,
            revises=revises,
            settings=assistant.settings,
        )

    def recipients(
        self, wanted: Iterable[AssistantId], *, may_be_empty: bool = False
    ) -> tuple[Assistant, ...]:
        """Return the assistants that are still there, each once, in the order wanted.

        Raises:
            InvalidInput: there is none, or one that cannot be asked from here.
        """
        present = assistants_by_id(self._desk)
        chosen = tuple(present[who] for who in dict.fromkeys(wanted) if who in present)
        if not chosen and not may_be_empty:
            raise InvalidInput(_("Choose at least one assistant to send this to."))
        self._refuse_paste(chosen)
        return chosen

    def _refuse_paste(self, chosen: Iterable[Assistant]) -> None:
        paste = {
            c.id
            for c in connection_store.all_connections(self._desk.db)
            if service_of(c.kind).is_by_hand
        }
        for assistant in chosen:
            if assistant.connection_id in paste:
                sentence = _("{name} is used in the browser and cannot be asked from here.")
                raise InvalidInput(sentence.format(name=assistant.name))

    def latest_with_text(self, session_id: SessionId) -> dict[AssistantId, Answer]:
        """Return what each assistant of a session revises: its latest answer with text."""
        latest: dict[AssistantId, Answer] = {}
        passed_over = draws.passed_over(self._desk.db, session_id)
        rounds = store.rounds_of_session(self._desk.db, session_id)
        reviews = {item.id for item in rounds if item.kind is RoundKind.REVIEW}
        for answer in answer_store.answers_of_session(self._desk.db, session_id):
            now = self._live.current(answer)
            if now.round_id in reviews or now.id in passed_over:
                continue
            if answer_text(now) or not now.status.is_ended:
                latest[now.assistant_id] = now
        return latest


def checked_words(text: str) -> str:
    """Return the words as they are kept.

    Raises:
        InvalidInput: there are none, or too many.
    """
    words = well_formed(text)
    if not words.strip():
        raise InvalidInput(_("Write a task first."))
    if len(words.encode("utf-8")) > MAX_WORDS_BYTES:
        raise InvalidInput(_("This text is longer than 8 MB. Send a shorter one."))
    return words


def title_of(text: str) -> str:
    """Return a session's title made of the task's first words."""
    first = one_line(text.strip().splitlines()[0])
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rstrip() + "…"
