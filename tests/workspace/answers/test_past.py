"""What is kept of a session's threads says at every time what the library says."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conductor.core.entities import (
    Answer,
    AnswerStatus,
    Assistant,
    Attachment,
    Round,
    RoundKind,
    SentThread,
    Session,
)
from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId, RoundId, SessionId
from conductor.core.request import Message
from conductor.core.thread import Turn, build_thread, system_message
from conductor.store.sessions import answers, handovers, sessions
from conductor.store.sessions import past as past_store
from conductor.store.ulid import new_ulid
from conductor.workspace.answers import past
from conductor.workspace.answers.threads import Threads
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.workspace import Workspace, open_workspace
from tests.fakes import words
from tests.workspace.conftest import Stage

NOW = "2026-11-22T10:00:00.000Z"
FILE = b"words of a file"
ENDS = tuple(status for status in AnswerStatus if status.is_ended)
TEXTS = st.sampled_from(("", " ", "short", "셋", "much longer than what is kept " * 4))


def plain(
    workspace: Workspace, assistant: Assistant, session_id: SessionId, words: str
) -> tuple[Message, ...]:
    """Put a thread together from all rounds and whole answers, keeping nothing."""
    db, threads = workspace.desk.db, Threads(workspace.desk, workspace.live)
    rounds = sessions.rounds_of_session(db, session_id)
    own = {
        answer.round_id: workspace.live.current(answer)
        for item in rounds
        for answer in answers.answers_of_round(db, item.id)
        if answer.assistant_id == assistant.id
    }
    left_out = max((own[item.id].sent.left_out for item in rounds if item.id in own), default=0)
    gone = frozenset().union(*(answer.sent.replaced for answer in own.values()))
    turns = [
        Turn(threads.words_to(item, own[item.id]), own[item.id])
        for item in rounds
        if item.id in own and item.number > left_out and item.number not in gone
    ]
    first = next((item.text for item in rounds if item.number not in gone), words)
    return build_thread(system_message(assistant.role, (), first), turns, words)


class Long(RuleBasedStateMachine):
    """A session in which all happens that can happen to threads."""

    @initialize()
    def open(self) -> None:
        self.place = TemporaryDirectory()
        self.kept, past.LONG = past.LONG, 60
        folder = Path(self.place.name) / "data"
        self.workspace = open_workspace(folder, lambda: None, must_write=True)
        area = self.workspace.connections
        there = area.add(NewConnection("There", base_url="http://127.0.0.1:9/v1"))
        self.team = [
            area.add_assistant(name, there, model="m", role=role)
            for name, role in (("Astra", "Be brief."), ("Opus", ""))
        ]
        self.sessions = [self.add_session(), self.add_session()]
        self.answers: list[tuple[Answer, bool]] = []
        self.numbers = dict.fromkeys(self.sessions, 0)
        self.file = folder / "attachments" / sha256(FILE).hexdigest()

    def add_session(self) -> SessionId:
        session = Session(SessionId(new_ulid()), "T", None, (), NOW, NOW)
        with self.workspace.desk.db.atomic():
            sessions.add_session(self.workspace.desk.db, session)
        return session.id

    def teardown(self) -> None:
        if hasattr(self, "place"):
            past.LONG = self.kept
            self.workspace.close()
            self.place.cleanup()

    @rule(data=st.data(), text=TEXTS, has_file=st.booleans(), own=st.booleans())
    def ask(self, data: st.DataObject, text: str, *, has_file: bool, own: bool) -> None:
        db = self.workspace.desk.db
        session_id = data.draw(st.sampled_from(self.sessions))
        self.numbers[session_id] += 1
        number = self.numbers[session_id]
        files = (Attachment("f.txt", self.file.name, ""),) if has_file else ()
        item = Round(
            RoundId(new_ulid()), session_id, number, RoundKind.FOLLOW_UP, f"{text}?", NOW, files
        )
        asked = data.draw(st.lists(st.sampled_from(self.team), min_size=1, unique_by=id))
        earlier = st.integers(0, number - 1)
        with db.atomic():
            sessions.add_round(db, item)
            for place, who in enumerate(asked):
                replaced = data.draw(st.lists(st.integers(1, number), max_size=1))
                answer = Answer(
                    id=AnswerId(new_ulid()),
                    round_id=item.id,
                    assistant_id=who.id,
                    assistant=who.name,
                    connection="There",
                    model="m",
                    position=place,
                    words="told otherwise" if own else None,
                    sent=SentThread("", (), data.draw(st.just(0) | earlier), tuple(replaced)),
                )
                answers.add_answer(db, answer, NOW)
                self.answers.append((answer, False))

    def choose(self, data: st.DataObject, *, ended: bool) -> tuple[int, Answer] | None:
        places = [n for n, (_one, has_ended) in enumerate(self.answers) if has_ended is ended]
        place = data.draw(st.sampled_from(places)) if places else None
        return None if place is None else (place, self.answers[place][0])

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), text=TEXTS, status=st.sampled_from(ENDS))
    def end(self, data: st.DataObject, text: str, status: AnswerStatus) -> None:
        found = self.choose(data, ended=False)
        if found is not None:
            place, answer = found
            ended = replace(answer, status=status, text=text)
            with self.workspace.desk.db.atomic():
                answers.finish_answer(self.workspace.desk.db, ended, NOW)
            self.answers[place] = (ended, True)

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def try_again(self, data: st.DataObject) -> None:
        found = self.choose(data, ended=True)
        if found is not None:
            place, answer = found
            fresh = replace(answer, attempt=answer.attempt + 1, status=AnswerStatus.QUEUED)
            with self.workspace.desk.db.atomic():
                answers.begin_attempt(self.workspace.desk.db, fresh, NOW)
            self.answers[place] = (fresh, False)

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        found = self.choose(data, ended=False)
        if found is not None:
            with self.workspace.desk.db.atomic():
                handovers.set_told(self.workspace.desk.db, found[1].id, "told, with a draft")

    @rule()
    def file_comes_or_goes(self) -> None:
        self.file.parent.mkdir(exist_ok=True)
        if self.file.exists():
            self.file.unlink()
        else:
            self.file.write_bytes(FILE)

    @invariant()
    def threads_are_as_the_library_says(self) -> None:
        for session_id in getattr(self, "sessions", ()):
            for who in self.team:
                said = self.workspace.sessions.next_thread(who, session_id, "Go")
                assert said == plain(self.workspace, who, session_id, "Go")


TestLong = Long.TestCase
TestLong.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


def test_a_session_is_read_once_and_then_only_what_is_new(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    told_after = past_store.told_after

    def counted(*arguments: Any) -> tuple[past_store.Told, ...]:
        found = told_after(*arguments)
        read.append(len(found))
        return found

    monkeypatch.setattr(past_store, "told_after", counted)
    who = stage.team("Astra", "Opus")
    view = stage.asked("One", who)
    for text in ("Two", "Three", "Four", "Five"):
        stage.asked(text, who, view.round.session_id)

    assert max(read) == 4  # what ended last, and what is asked for now
    assert len(read) == 5


def test_what_is_sent_is_what_the_plain_way_would_send(stage: Stage) -> None:
    stage.provider.script("Astra", words("Astra says one."))
    who = stage.team("Astra", "Opus")
    view = stage.asked("One", who)
    session_id = view.round.session_id
    for text in ("Two", "Three"):
        for assistant in stage.workspace.connections.assistants():
            thread = plain(stage.workspace, assistant, session_id, text)
            stage.provider.calls.clear()
            stage.asked(text, (assistant.id,), session_id)
            (call,) = stage.provider.calls
            assert call.request.messages == thread


def test_an_edited_round_and_an_adopted_answer_are_in_the_next_thread(stage: Stage) -> None:
    who = stage.team("Astra", "Opus")
    first = stage.asked("One", who)
    session_id = first.round.session_id
    second = stage.asked("Two", who, session_id)
    edited = stage.workspace.rounds.ask(
        NewRound("Two, changed", who, session_id, edits=second.round.id)
    )
    stage.ended(stage.workspace.sessions.round(edited.id))
    stage.workspace.adopting.adopt(first.answers[0].id, (who[1],))

    view = stage.asked("Three", who, session_id)

    for answer in view.answers:
        sent = next(
            call.request.messages
            for call in reversed(stage.provider.calls)
            if call.request.model == answer.model
        )
        assert stage.workspace.sessions.thread(answer) == sent
        told = [message.text for message in sent if message.role == "user"]
        assert told[:2] == ["One", "Two, changed"]
    with pytest.raises(InvalidInput):
        stage.workspace.adopting.take_back(stage.workspace.adopting.of_session(session_id)[0].id)
