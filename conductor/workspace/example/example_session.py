"""Write the session of the example into the library, by the same rules as any other session.

Thread: main, inside the caller's transaction.
Rules: threads, drafts and what was shown are made by the areas that make them for real, so
that everything in the example can be looked at; only nothing is sent.
"""

from dataclasses import replace
from datetime import timedelta

from conductor.core.entities import (
    Answer,
    AnswerStatus,
    Assistant,
    Connection,
    ConnectionKind,
    Finish,
    Round,
    RoundKind,
    Session,
)
from conductor.core.guidance.guidance import Control, Guidance, GuidanceKind, version_of
from conductor.core.ids import (
    AnswerId,
    AssistantId,
    ConnectionId,
    GuidanceId,
    JudgementId,
    NoteId,
    PieceId,
    RoundId,
    SessionId,
)
from conductor.core.judgement import JudgedAnswer, Judgement, JudgementKind, placed
from conductor.core.manuscript import MyDraft, Piece
from conductor.core.note import Note
from conductor.core.text.anchor import Span
from conductor.core.thread import RETRY_WORDS
from conductor.i18n import _
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import judgements as judgement_store
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import example as store
from conductor.store.sessions import manuscripts as manuscript_store
from conductor.store.sessions import notes as note_store
from conductor.store.sessions import sessions as session_store
from conductor.store.ulid import new_ulid
from conductor.workspace.answers.threads import Threads
from conductor.workspace.desk import Desk
from conductor.workspace.example.example_text import BEGAN, Cast, before, usage_of
from conductor.workspace.example.example_text import Piece as Text
from conductor.workspace.judging.blinding import Blinding
from conductor.workspace.rounds.merging import Merging
from conductor.workspace.rounds.plan import Plan

BETWEEN_ROUNDS = timedelta(minutes=6)
FIRST_WORD_SHARE = 0.1


class ExampleSession:
    """Writes the example's session, once."""

    def __init__(
        self, desk: Desk, threads: Threads, merging: Merging, blinding: Blinding, text: Text
    ) -> None:
        self._desk = desk
        self._db = desk.db
        self._threads = threads
        self._merging = merging
        self._blinding = blinding
        self._text = text
        self._when = before(desk.now(), BEGAN)
        self._latest: dict[AssistantId, Answer] = {}
        self._by_round: dict[tuple[int, str], Answer] = {}
        self.cast = self._new_cast()
        self.guidance: dict[str, Guidance] = {}

    def _new_cast(self) -> Cast:
        connection = Connection(ConnectionId(new_ulid()), _("Example"), ConnectionKind.PASTE)
        rows = self._text["assistants"]
        members = {
            row["key"]: Assistant(
                AssistantId(new_ulid()),
                row["name"],
                connection.id,
                row["model"],
                row["role"],
                colour=n,
            )
            for n, row in enumerate(rows)
        }
        store.add_cast(self._db, connection, tuple(members.values()), self._when)
        costs = {row["key"]: row.get("cost_usd") for row in rows}
        return Cast(members, costs, connection.name)

    def write(self, language: str) -> SessionId:
        """Write the session with everything in it."""
        session = Session(
            id=SessionId(new_ulid()),
            title=self._text["title"],
            kind=self._text["kind"],
            tags=tuple(self._text["tags"]),
            created=self._when,
            updated=self._desk.now(),
            example=language,
        )
        session_store.add_session(self._db, session)
        for number, row in enumerate(self._text["rounds"], start=1):
            self._write_round(session.id, number, row)
            self._when = before(self._when, -BETWEEN_ROUNDS)
        self._write_draft(session.id)
        return session.id

    def _write_round(self, session_id: SessionId, number: int, row: Text) -> None:
        kind = RoundKind(row["kind"])
        plan = self._plan(session_id, row) if kind is RoundKind.MERGE else None
        item = Round(
            id=RoundId(new_ulid()),
            session_id=session_id,
            number=number,
            kind=kind,
            text=row["text"].strip() if plan is None else plan.words,
            created=self._when,
            blind=row.get("blind", False),
        )
        session_store.add_round(self._db, item)
        if "guidance" in row:
            self._say(item, row)
        for position, one in enumerate(row["answers"]):
            self._write_answer(item, position, one, row, plan)
        for one in row.get("notes", ()):
            self._write_note(item, one)
        for one in row.get("revisions", ()):
            self._judge_revision(item, one)
        if "judgement" in row:
            self._judge(item, row["judgement"])

    def _plan(self, session_id: SessionId, row: Text) -> Plan:
        return self._merging.plan_merge(session_id, self.cast.by_key[row["answers"][0]["by"]].id)

    def _say(self, item: Round, row: Text) -> None:
        known = next(one for one in self._text["guidance"] if one["key"] == row["guidance"])
        guidance = new_guidance(known, item.created, origin=item.id)
        guidance_store.add_guidance(self._db, guidance)
        guidance_store.add_said(self._db, item.id, guidance, Control.RETRY)
        self.guidance[known["key"]] = guidance

    def _write_answer(
        self, item: Round, position: int, row: Text, of_round: Text, plan: Plan | None
    ) -> None:
        who = self.cast.by_key[row["by"]]
        revised = self._latest.get(who.id) if item.kind is RoundKind.GUIDANCE else None
        answer = Answer(
            id=AnswerId(new_ulid()),
            round_id=item.id,
            assistant_id=who.id,
            assistant=who.name,
            connection=self.cast.connection,
            model=who.model,
            position=position,
            revises=None if revised is None else revised.id,
            words=RETRY_WORDS if row["by"] in of_round.get("control", ()) else None,
        )
        answer_store.add_answer(self._db, answer, item.created)
        if plan is not None:
            self._merging.hand_over(plan, plan.words, item, [answer])
        thread = self._threads.prepare(who, item, answer=answer)
        answer_store.set_sent(self._db, answer.id, thread.sent)
        text = row["text"].strip()
        ended = replace(
            answer,
            status=AnswerStatus.COMPLETE,
            text=text if plan is None else self._with_ids(text, plan),
            finish=Finish.STOP,
            reported_model=who.model,
            usage=usage_of(thread.messages, text),
            cost_usd=self.cast.cost_usd[row["by"]],
            seconds_first=row["seconds"] * FIRST_WORD_SHARE,
            seconds_total=row["seconds"],
            sent=thread.sent,
        )
        answer_store.finish_answer(self._db, ended, before(item.created, -timedelta(seconds=10)))
        self._latest[who.id] = self._by_round[item.number, row["by"]] = ended

    def _with_ids(self, text: str, plan: Plan) -> str:
        """Return a merged answer as its assistant wrote it, with the ids of the drafts."""
        authors = {draft.id: draft.assistant_id for draft in plan.drafts}
        keys = {who.id: key for key, who in self.cast.by_key.items()}
        for _who, framed in plan.framed:
            for frame in framed.frames:
                text = text.replace(f"{{{keys[authors[frame.answer]]}}}", frame.id)
        return text

    def _write_note(self, item: Round, row: Text) -> None:
        answer = self._by_round[item.number, row["by"]]
        note = Note(
            id=NoteId(new_ulid()),
            session_id=item.session_id,
            text=row["text"],
            created=item.created,
            updated=item.created,
            round_id=item.id,
            answer_id=answer.id,
            attempt=answer.attempt,
            span=_span_of(row["quote"], answer),
            quote=row["quote"],
        )
        note_store.add_note(self._db, note)

    def _judge(self, item: Round, row: Text) -> None:
        candidates = self._blinding.showing(item.id).candidates
        shown = [JudgedAnswer(one.answer.id, one.answer.attempt) for one in candidates]
        best = self._by_round[item.number, row["best"]]
        judgement = Judgement(
            id=JudgementId(new_ulid()),
            round_id=item.id,
            kind=JudgementKind.BEST,
            shown=placed(JudgementKind.BEST, shown, [[best.id]]),
            blind=self._blinding.was_blind(item.id),
            created=item.created,
            seconds=row["seconds"],
            reason=row["reason"],
            tags=tuple(row["tags"]),
        )
        judgement_store.add_judgement(self._db, judgement)

    def _judge_revision(self, item: Round, row: Text) -> None:
        revised = self._by_round[item.number, row["by"]]
        earlier = self._by_round[item.number - 1, row["by"]]
        kind = JudgementKind(row["said"])
        shown = [JudgedAnswer(one.id, one.attempt) for one in (earlier, revised)]
        judgement = Judgement(
            id=JudgementId(new_ulid()),
            round_id=item.id,
            kind=kind,
            shown=placed(kind, shown),
            blind=False,
            created=item.created,
            reason=row["reason"],
            revision=revised.id,
        )
        judgement_store.add_judgement(self._db, judgement)

    def _write_draft(self, session_id: SessionId) -> None:
        row = self._text["draft"]
        answer = self._by_round[row["round"], row["by"]]
        start, quote = row["before"], row["quote"]
        text = f"{start}{quote}{row['after']}"
        manuscript_store.keep_draft(self._db, MyDraft(session_id, text, self._when))
        piece = Piece(
            id=PieceId(new_ulid()),
            session_id=session_id,
            at=len(start),
            answer_id=answer.id,
            attempt=answer.attempt,
            source=_span_of(quote, answer),
            quote=quote,
            created=self._when,
        )
        manuscript_store.add_piece(self._db, piece)


def new_guidance(row: Text, when: str, origin: RoundId | None = None) -> Guidance:
    """Return a piece of the example's guidance as it is first said or written down."""
    return Guidance(
        id=GuidanceId(new_ulid()),
        text=row["text"],
        version=version_of(row["text"]),
        kind=GuidanceKind(row["kind"]),
        origin=origin,
        reusable=True,
        created=when,
        is_example=True,
    )


def _span_of(quote: str, answer: Answer) -> Span:
    start = answer.text.index(quote)
    return Span(start, start + len(quote))
