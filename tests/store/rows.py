"""Make entities for tests of the store."""

from conductor.core.entities import (
    Answer,
    AnswerStatus,
    Assistant,
    Connection,
    ConnectionKind,
    Round,
    RoundKind,
    Session,
)
from conductor.core.ids import AnswerId, AssistantId, ConnectionId, RoundId, SessionId
from conductor.store import connections
from conductor.store.database import Database
from conductor.store.sessions import answers, sessions
from conductor.store.ulid import new_ulid

NOW = "2026-11-22T10:00:00.000Z"


def add_assistant(db: Database, name: str = "Astra") -> Assistant:
    connection = Connection(
        ConnectionId(new_ulid()), f"to {name}", ConnectionKind.OPENAI_COMPATIBLE, "http://x/v1"
    )
    assistant = Assistant(AssistantId(new_ulid()), name, connection.id, "m")
    with db.atomic():
        connections.add_connection(db, connection, NOW)
        connections.add_assistant(db, assistant, NOW)
    return assistant


def add_session(db: Database, title: str = "Work") -> Session:
    session = Session(SessionId(new_ulid()), title, None, (), NOW, NOW)
    with db.atomic():
        sessions.add_session(db, session)
    return session


def add_round(db: Database, session: Session, number: int = 1, text: str = "Do it") -> Round:
    item = Round(RoundId(new_ulid()), session.id, number, RoundKind.TASK, text, NOW)
    with db.atomic():
        sessions.add_round(db, item)
    return item


def add_answer(
    db: Database, item: Round, assistant: Assistant, status: AnswerStatus = AnswerStatus.QUEUED
) -> Answer:
    present = answers.answers_of_round(db, item.id)
    answer = Answer(
        id=AnswerId(new_ulid()),
        round_id=item.id,
        assistant_id=assistant.id,
        assistant=assistant.name,
        connection="Here",
        model="m",
        position=len(present),
        status=status,
    )
    with db.atomic():
        answers.add_answer(db, answer, NOW)
    return answer
