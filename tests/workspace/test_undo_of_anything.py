"""Whatever a person does, in any order: all undone is the state before, redone the state after."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from conductor.core.errors import ConductorError
from conductor.core.guidance.guidance import GuidanceKind, Scope
from conductor.core.ids import AnswerId, GuidanceId, NoteId, RoundId, SessionId
from conductor.core.judgement import JudgementKind
from conductor.store.evidence.guidance import decided_at
from conductor.workspace.connections.connections import NewConnection
from tests.workspace.conftest import Stage

NUMBERS = st.integers(0, 5)
WORDS = st.sampled_from(["One", "Two", "보고서"])


class Undoing(RuleBasedStateMachine):
    """Somebody who does anything, and goes back and forth between it."""

    def __init__(self) -> None:
        super().__init__()
        self._place = Path(tempfile.mkdtemp(prefix="conductor-undo-"))
        self._stage = Stage(self._place / "library")
        self._workspace = self._stage.workspace
        self._who = self._stage.team("Astra", "Opus")
        views = [self._stage.asked(text, self._who) for text in ("First", "Second")]
        self._sessions: list[SessionId] = [view.round.session_id for view in views]
        self._rounds: list[tuple[RoundId, tuple[AnswerId, ...]]] = [
            (view.round.id, tuple(answer.id for answer in view.answers)) for view in views
        ]
        self._notes: list[NoteId] = []
        self._guidance: list[GuidanceId] = []
        while self._workspace.undo.last is not None:
            self._workspace.undo.forget(self._workspace.undo.last.thing.key)
        self._states = [self._state()]
        self._at = 0

    def teardown(self) -> None:
        """Go all the way back, then all the way forth, and leave nothing."""
        try:
            while self._at:
                self.go_back()
            assert self._workspace.undo.last is None
            while self._at < len(self._states) - 1:
                self.go_forth()
            assert self._workspace.undo.next is None
        finally:
            self._workspace.close()
            shutil.rmtree(self._place)

    def _state(self) -> object:
        """Return all that a person did, as the library has it."""
        area = self._workspace
        there = [area.sessions.get(one) for one in area.sessions.ids()]
        return (
            [(s.id, s.title, s.kind, s.tags, s.blind) for s in there],
            [sorted(area.blinding.hidden_rounds(one.id)) for one in there],
            [area.judging.of_session(one.id) for one in there],
            [area.notes.of_session(one.id) for one in there],
            sorted(area.bin.ids()),
            area.connections.all(),
            area.connections.assistants(),
            area.connections.ensembles(),
            [(g, decided_at(area.desk.db, g.id)) for g in area.guidance.all()],
        )

    def _do(self, act: Callable[[], object]) -> None:
        """Do something that may be refused, and remember the state after it."""
        before, undo = self._workspace.undo.last, self._workspace.undo
        with suppress(ConductorError):
            act()
        state = self._state()
        if undo.last is before and state == self._states[self._at]:
            return  # it was refused, or so already
        del self._states[self._at + 1 :]
        if undo.last is before:  # it belongs to the step before
            self._states[self._at] = state
        else:
            self._states.append(state)
            self._at += 1

    @rule()
    def go_back(self) -> None:
        """Undo a step."""
        said = self._workspace.undo.back()
        self._at = max(self._at - 1, 0)
        assert self._state() == self._states[self._at], said

    @rule()
    def go_forth(self) -> None:
        """Redo a step."""
        said = self._workspace.undo.forward()
        self._at = min(self._at + 1, len(self._states) - 1)
        assert self._state() == self._states[self._at], said

    @rule(n=NUMBERS, words=WORDS, what=st.sampled_from(["title", "kind", "tag", "off", "blind"]))
    def name(self, n: int, words: str, what: str) -> None:
        """Change what a session is called, or whether it hides names."""
        area, one = self._workspace.sessions, self._sessions[n % len(self._sessions)]
        acts = {
            "title": lambda: area.rename(one, words),
            "kind": lambda: area.set_kind(one, words if n else ""),
            "tag": lambda: area.add_tag(one, words),
            "off": lambda: area.remove_tag(one, words),
            "blind": lambda: self._workspace.blinding.set_blind(one, blind=n > 2),
        }
        self._do(acts[what])

    @rule(n=NUMBERS, into=st.booleans())
    def move(self, n: int, into: bool) -> None:
        """Put one or both sessions into the bin, or take them out."""
        ids = self._sessions if n > 3 else [self._sessions[n % len(self._sessions)]]
        self._do(lambda: (self._workspace.bin.put if into else self._workspace.bin.restore)(ids))

    @rule(n=NUMBERS, kind=st.sampled_from(sorted(JudgementKind)), words=WORDS)
    def judge(self, n: int, kind: JudgementKind, words: str) -> None:
        """Judge a round, change one's mind, or say why."""
        round_id, answers = self._rounds[n % len(self._rounds)]
        judging = self._workspace.judging
        match kind:
            case JudgementKind.BEST:
                self._do(lambda: judging.best(round_id, answers[n % len(answers)]))
            case JudgementKind.RANKING:
                self._do(lambda: judging.rank(round_id, [[one] for one in answers]))
            case JudgementKind.NO_DIFFERENCE:
                self._do(lambda: judging.no_difference(round_id))
            case JudgementKind.NONE_USABLE:
                self._do(lambda: judging.none_usable(round_id))
            case _:
                said = judging.current(round_id)
                if said is not None:
                    self._do(lambda: judging.say_why(said.id, words, (words,)))

    @rule(n=NUMBERS, words=WORDS, what=st.sampled_from(["new", "change", "remove"]))
    def note(self, n: int, words: str, what: str) -> None:
        """Write a note, change it or take it away."""
        notes, one = self._workspace.notes, self._sessions[n % len(self._sessions)]
        if what == "new" or not self._notes:
            self._do(lambda: self._notes.append(notes.on_session(one, words).id))
        elif what == "change":
            self._do(lambda: notes.change(self._notes[n % len(self._notes)], words))
        else:
            self._do(lambda: notes.remove(self._notes[n % len(self._notes)]))

    @rule(n=NUMBERS, words=WORDS, what=st.sampled_from(["add", "change", "remove"]))
    def connect(self, n: int, words: str, what: str) -> None:
        """Set up a connection."""
        area = self._workspace.connections
        present = area.all()
        if what == "add" or not present:
            self._do(lambda: area.add(NewConnection(words, base_url=f"http://127.0.0.1:{n + 1}")))
        elif what == "change":
            self._do(lambda: area.change(present[n % len(present)].id, name=words, parallel=n + 1))
        else:
            self._do(lambda: area.remove(present[n % len(present)]))

    @rule(n=NUMBERS, words=WORDS, what=st.sampled_from(["add", "models", "change", "remove"]))
    def hire(self, n: int, words: str, what: str) -> None:
        """Set up an assistant."""
        area = self._workspace.connections
        present, there = area.assistants(), area.all()
        if what == "models" and there:
            self._do(lambda: area.add_assistants(there[0], [words, f"{words} {n}"]))
        elif (what == "add" or not present) and there:
            self._do(lambda: area.add_assistant(words, there[n % len(there)], model=words))
        elif what == "change" and present:
            one = replace(present[n % len(present)], role=words, colour=n)
            self._do(lambda: area.change_assistant(one))
        elif present:
            self._do(lambda: area.remove_assistant(present[n % len(present)]))

    @rule(n=NUMBERS, words=WORDS, what=st.sampled_from(["add", "turn", "name", "remove"]))
    def gather(self, n: int, words: str, what: str) -> None:
        """Set up an ensemble."""
        area = self._workspace.connections
        present, who = area.ensembles(), area.assistants()
        if what == "add" or not present:
            self._do(lambda: area.add_ensemble(words, who[: n + 1]))
            return
        one = present[n % len(present)]
        if what == "turn":
            turned = replace(one, assistants=tuple(reversed(one.assistants)))
            self._do(lambda: area.change_ensemble(turned))
        elif what == "name":
            self._do(lambda: area.change_ensemble(replace(one, name=words)))
        else:
            self._do(lambda: area.remove_ensemble(one))

    @rule(
        n=NUMBERS,
        words=WORDS,
        what=st.sampled_from(["add", "edit", "star", "pin", "retire", "restore", "for", "keep"]),
    )
    def guide(self, n: int, words: str, what: str) -> None:
        """Write guidance down, or decide about it."""
        area = self._workspace.guidance
        if what == "add" or not self._guidance:
            self._do(lambda: self._guidance.append(area.add(words).id))
            return
        one = self._guidance[n % len(self._guidance)]
        acts: dict[str, Callable[[], object]] = {
            "edit": lambda: area.edit(one, f"{words} {n}"),
            "star": lambda: area.star(one, reusable=n > 2),
            "pin": lambda: area.pin(one, pinned=n > 2),
            "retire": lambda: area.retire(one),
            "restore": lambda: area.restore(one),
            "for": lambda: area.describe(one, GuidanceKind.TONE, Scope((words,))),
            "keep": lambda: area.keep(one),
        }
        self._do(acts[what])


def live(lives: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Undoing,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],  # a life is read as it was lived
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_is_done_goes_all_the_way_back_and_all_the_way_forth() -> None:
    live(4, 40)


@pytest.mark.slow
def test_three_thousand_steps_go_all_the_way_back_and_all_the_way_forth() -> None:
    live(75, 40)
