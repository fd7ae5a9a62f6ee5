"""Do whatever a person may do, in any order, with restarts: the library equals a plain model.

The clock of the library is set back and forth meanwhile: order comes from what was done after
what, never from the time. The long run, 2,000 steps:

    pytest -m slow -o faulthandler_timeout=0 tests/reliability/test_model.py -s
"""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from conductor.core.ids import AnswerId, AssistantId, NoteId, RoundId, SessionId
from conductor.workspace.rounds.rounds import NewRound
from tests.fakes import words
from tests.workspace.conftest import Stage

pytestmark = pytest.mark.gate

TEAM = ("Astra", "Opus")
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"),
    min_size=1,
    max_size=20,
).filter(lambda text: bool(text.strip()))
steps_done = 0


@dataclass(slots=True)
class ModelRound:
    """What was asked, what was answered, and every judgement of it."""

    id: RoundId
    text: str
    answers: tuple[str, ...]
    answer_ids: tuple[AnswerId, ...]
    judged: list[AnswerId] = field(default_factory=list)


@dataclass(slots=True)
class ModelSession:
    """A session as the person remembers it."""

    id: SessionId
    title: str
    rounds: list[ModelRound] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    notes: dict[NoteId, str] = field(default_factory=dict)
    unsent: str = ""
    own_draft: str = ""


class Clock:
    """A clock that goes on a little at each look, and can be set."""

    def __init__(self) -> None:
        self._time = datetime(2026, 11, 30, 12, tzinfo=UTC)

    def __call__(self) -> str:
        self._time += timedelta(milliseconds=1003)
        return self._time.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def set_by(self, by: timedelta) -> None:
        """Set the clock forward or back."""
        self._time += by


class Person(RuleBasedStateMachine):
    """Somebody who does anything at any time."""

    sessions = Bundle("sessions")
    notes = Bundle("notes")

    def __init__(self) -> None:
        super().__init__()
        self._place = Path(tempfile.mkdtemp(prefix="conductor-model-"))
        self._clock = Clock()
        self._stage = self._open()
        self._team: tuple[AssistantId, ...] = self._stage.team(*TEAM)
        self._open_sessions: list[ModelSession] = []  # the newest last
        self._binned: list[ModelSession] = []
        self._sent = 0
        self._number = 0

    def teardown(self) -> None:
        """Leave nothing."""
        self._stage.workspace.close()
        shutil.rmtree(self._place)

    def _open(self) -> Stage:
        stage = Stage(self._place / "library")
        stage.workspace.desk.now = self._clock
        return stage

    def _is_open(self, session: ModelSession) -> bool:
        return any(each is session for each in self._open_sessions)

    def _ask(self, text: str, session: ModelSession | None, edits: RoundId | None) -> ModelRound:
        said = []
        for name in TEAM:
            self._number += 1
            said.append(f"{name} says {self._number}.")
            self._stage.provider._scripts[name].clear()
            self._stage.provider.script(name, words(said[-1]))
        wanted = NewRound(text, self._team, session.id if session else None, edits=edits)
        view = self._stage.ended(
            self._stage.workspace.sessions.round(self._stage.workspace.rounds.ask(wanted).id)
        )
        self._sent += len(TEAM)
        return ModelRound(view.round.id, text, tuple(said), tuple(a.id for a in view.answers))

    def _touch(self, session: ModelSession) -> None:
        self._open_sessions = [s for s in self._open_sessions if s is not session] + [session]

    @initialize(target=sessions)
    def begin(self) -> ModelSession:
        """Ask for the first time."""
        return self.ask_anew("The first words")

    @rule(target=sessions, text=TEXTS)
    def ask_anew(self, text: str) -> ModelSession:
        """Begin a session."""
        item = self._ask(text, None, None)
        found = self._stage.workspace.sessions.find_round(item.id)
        stored = self._stage.workspace.sessions.get(found.session_id)
        session = ModelSession(found.session_id, stored.title, [item])
        self._touch(session)
        return session

    @rule(session=sessions, text=TEXTS)
    def ask_on(self, session: ModelSession, text: str) -> None:
        """Send a follow-up."""
        if self._is_open(session):
            session.rounds.append(self._ask(text, session, None))
            self._touch(session)

    @rule(session=sessions, text=TEXTS)
    def edit(self, session: ModelSession, text: str) -> None:
        """Change the last words and send them anew; the old ones stay."""
        if self._is_open(session):
            session.rounds.append(self._ask(text, session, session.rounds[-1].id))
            self._touch(session)

    @rule(session=sessions, which=st.integers(0, 9), side=st.integers(0, 1))
    def judge(self, session: ModelSession, which: int, side: int) -> None:
        """Say which answer is better, perhaps not for the first time."""
        if self._is_open(session):
            item = session.rounds[which % len(session.rounds)]
            self._stage.workspace.judging.best(item.id, item.answer_ids[side])
            item.judged.append(item.answer_ids[side])

    @rule(target=notes, session=sessions, text=TEXTS)
    def note(self, session: ModelSession, text: str) -> object:
        """Write a note on a session."""
        if not self._is_open(session):
            return multiple()
        made = self._stage.workspace.notes.on_session(session.id, text)
        session.notes[made.id] = text.strip()
        return (session, made.id)

    @rule(noted=notes, back=st.booleans())
    def remove_note(self, noted: tuple[ModelSession, NoteId], back: bool) -> None:
        """Take a note away, and perhaps undo that."""
        session, note_id = noted
        if not self._is_open(session) or note_id not in session.notes:
            return
        self._stage.workspace.notes.remove(note_id)
        if back:
            self._stage.workspace.undo.back()
        else:
            del session.notes[note_id]

    @rule(session=sessions, name=st.sampled_from(["One", "Two", "보고서"]), tag=st.booleans())
    def name_it(self, session: ModelSession, name: str, tag: bool) -> None:
        """Give a session a title, or a tag."""
        if not self._is_open(session):
            return
        if tag:
            self._stage.workspace.sessions.add_tag(session.id, name)
            session.tags.add(name)
        else:
            self._stage.workspace.sessions.rename(session.id, name)
            session.title = name

    @rule(session=sessions, text=TEXTS, mine=st.booleans())
    def write(self, session: ModelSession, text: str, mine: bool) -> None:
        """Write into the composer, or into the draft of one's own."""
        if not self._is_open(session):
            return
        if mine:
            self._stage.workspace.drafts.keep(session.id, text)
            session.own_draft = text
        else:
            self._stage.workspace.sessions.keep_draft(session.id, text)
            session.unsent = text

    @rule(session=sessions)
    def put_into_bin(self, session: ModelSession) -> None:
        """Throw a session away, for now."""
        if self._is_open(session):
            self._stage.workspace.bin.put([session.id])
            self._open_sessions = [s for s in self._open_sessions if s is not session]
            self._binned.append(session)

    @rule(session=sessions)
    def take_out_of_bin(self, session: ModelSession) -> None:
        """Take a session back; it stands where it stood."""
        if any(each is session for each in self._binned):
            self._stage.workspace.bin.restore([session.id])
            self._binned = [s for s in self._binned if s is not session]
            self._open_sessions.append(session)
            self._open_sessions.sort(key=self._last_round)

    def _last_round(self, session: ModelSession) -> int:
        return max(int(r.answers[-1].split()[-1].rstrip(".")) for r in session.rounds)

    @rule(session=consumes(sessions))
    def delete_for_good(self, session: ModelSession) -> None:
        """Delete a session of the bin; it is never seen again."""
        if any(each is session for each in self._binned):
            self._stage.workspace.bin.delete_for_good([session.id])
            self._binned = [s for s in self._binned if s is not session]

    @rule()
    def restart(self) -> None:
        """End the program and start it again."""
        self._stage.workspace.close()
        self._stage = self._open()

    @rule(hours=st.sampled_from([-24, -1, 1, 24 * 400]))
    def set_clock(self, hours: int) -> None:
        """Set the clock of the computer."""
        self._clock.set_by(timedelta(hours=hours))

    @invariant()
    def the_library_equals_the_model(self) -> None:
        """Compare everything."""
        global steps_done
        steps_done += 1
        workspace = self._stage.workspace
        expected = [s.id for s in reversed(self._open_sessions)]
        assert [s.id for s in workspace.sessions.all()] == expected
        assert list(workspace.sessions.ids()) == expected
        assert set(workspace.bin.ids()) == {s.id for s in self._binned}
        for session in self._open_sessions:
            self._compare(session)
        assert self._ledger_rows() == self._sent

    def _compare(self, session: ModelSession) -> None:
        workspace = self._stage.workspace
        stored = workspace.sessions.get(session.id)
        assert (stored.title, set(stored.tags)) == (session.title, session.tags)
        assert [
            ModelRound(
                view.round.id,
                view.round.text,
                tuple(answer.text for answer in view.answers),
                tuple(answer.id for answer in view.answers),
                [one for j in workspace.judging.of_round(view.round.id) for one in j.chosen],
            )
            for view in workspace.sessions.rounds(session.id)
        ] == session.rounds
        notes = workspace.notes.of_session(session.id)
        assert {note.id: note.text for note in notes} == session.notes
        assert workspace.sessions.draft(session.id) == session.unsent
        assert workspace.drafts.get(session.id).text == session.own_draft

    def _ledger_rows(self) -> int:
        (row,) = self._stage.workspace.desk.db.rows("SELECT count(*) AS n FROM ledger")
        return int(row["n"])


def live(lives: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Person,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_a_person_does_the_library_equals_a_plain_model() -> None:
    live(3, 20)


@pytest.mark.slow
def test_two_thousand_steps_leave_the_library_equal_to_a_plain_model() -> None:
    before = steps_done

    live(48, 50)

    print(f"{steps_done - before} steps")
    assert steps_done - before >= 2000
