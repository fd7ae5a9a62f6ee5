"""Trials: what is fixed beforehand, what is written in the background, what may be known when."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from conductor.core.entities import AnswerStatus, LedgerRow
from conductor.core.errors import ErrorKind, InvalidInput, StoreError
from conductor.core.events import Started, Text
from conductor.core.guidance.guidance import Guidance, GuidanceStatus, GuidanceUse
from conductor.core.guidance.outcome import Sign
from conductor.core.guidance.trial import (
    CouldTell,
    Pair,
    PairChoice,
    Side,
    SideAnswer,
    TaskState,
    Trial,
    TrialState,
)
from conductor.core.ids import AssistantId, TrialId
from conductor.core.request import Message
from conductor.core.thread import GUIDANCE_HEADING, RETRY_WORDS
from conductor.store.database import Database
from conductor.store.evidence import trial_answers
from conductor.store.evidence import trials as store
from conductor.store.sessions import ledger
from conductor.workspace.answers import following
from conductor.workspace.rounds.guiding import Guide
from conductor.workspace.trials.trial_answers import TRIES
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from conductor.workspace.trials.trial_queue import Answered
from tests.fakes import STOP, Gate, failure, words
from tests.workspace.conftest import Stage

SHORTER = "Make it shorter."
TASKS = ("Write a mail to Kim.", "Sum up the report.", "보고서를 요약해 줘.")


def guidance(stage: Stage, text: str = SHORTER) -> Guidance:
    return stage.workspace.guidance.add(text)


def trial(
    stage: Stage,
    *,
    tasks: tuple[str, ...] = TASKS,
    to: tuple[AssistantId, ...] | None = None,
    tested: Guidance | None = None,
    **fields: object,
) -> Trial:
    """Make a trial and wait until all that can be written is written."""
    item = tested or guidance(stage)
    wanted = NewTrial(
        item.id,
        tuple(TaskText(text) for text in tasks),
        to or stage.team("Astra"),
        **fields,  # type: ignore[arg-type]
    )
    made = stage.workspace.trials.new(wanted)
    written(stage)
    return made


def written(stage: Stage) -> None:
    stage.until(lambda: not stage.workspace.trials.is_busy)


def one_pair_at_a_time(stage: Stage) -> None:
    stage.connection()
    with stage.workspace.desk.db.atomic():
        stage.workspace.desk.db.write("UPDATE connection SET parallel = 1")


def pairs(stage: Stage, made: Trial) -> tuple[Pair, ...]:
    return store.pairs_of_trial(stage.workspace.desk.db, made.id)


def answer_next(stage: Stage, choice: PairChoice, trial_id: TrialId | None = None) -> Answered:
    state = stage.workspace.trial_queue.next(trial_id)
    assert state.pair is not None
    return stage.workspace.trial_queue.answer(state.pair.id, choice)


def answer_for_guidance(stage: Stage, trial_id: TrialId | None = None) -> Answered:
    """Choose the side with the guidance, which only a test can know."""
    state = stage.workspace.trial_queue.next(trial_id)
    assert state.pair is not None
    pair = store.pair_by_id(stage.workspace.desk.db, state.pair.id)
    assert pair is not None
    return stage.workspace.trial_queue.answer(pair.id, PairChoice(str(pair.with_side)))


def test_both_answers_are_fresh_and_only_one_has_the_guidance(stage: Stage) -> None:
    (astra,) = [stage.assistant("Astra", role="Be useful.").id]

    made = trial(stage, to=(astra,), tasks=TASKS[:1])

    (pair,) = pairs(stage, made)
    sent = [call.request.messages for call in stage.provider.calls]
    assert [messages[-1].text for messages in sent] == [TASKS[0]] * 2
    with_it, without = sorted(sent, key=lambda messages: -len(messages[0].text))
    assert with_it[0].text == f"Be useful.\n\n{GUIDANCE_HEADING}\n- {SHORTER}"
    assert without[0].text == "Be useful."
    assert sent.index(with_it) == pair.with_side - 1


def test_the_rest_of_the_playbook_stays_in_both_answers(stage: Stage) -> None:
    for text in ("Name your sources.", "Be kind."):
        stage.workspace.guidance.pin(guidance(stage, text).id)
    tested = stage.workspace.guidance.pin(guidance(stage).id)

    trial(stage, tasks=TASKS[:1], tested=tested)

    systems = sorted((c.request.messages[0].text for c in stage.provider.calls), key=len)
    assert len(systems) == 2
    assert systems[1] == f"{systems[0]}\n- {SHORTER}"
    assert "Name your sources." in systems[0]
    assert "Be kind." in systems[0]


def test_the_answers_come_in_the_language_of_the_task(stage: Stage) -> None:
    astra = stage.assistant("Astra", role="Be useful and brief, whatever is asked.").id

    trial(stage, to=(astra,), tasks=(TASKS[2],))

    assert all("Korean" in c.request.messages[0].text for c in stage.provider.calls)


def test_guidance_on_drafts_is_tested_against_a_plain_request_to_revise(stage: Stage) -> None:
    stage.provider.script("Astra", words("The draft."))
    stage.provider.script("Astra", words("Revised."))

    made = trial(stage, tasks=TASKS[:1], use=GuidanceUse.REVISION)

    draft, *sides = stage.provider.calls
    assert [m.text for m in draft.request.messages] == [TASKS[0]]
    assert {tuple(m.text for m in call.request.messages) for call in sides} == {
        (TASKS[0], "The draft.", SHORTER),
        (TASKS[0], "The draft.", RETRY_WORDS),
    }
    (pair,) = pairs(stage, made)
    assert sides[pair.with_side - 1].request.messages[-1].text == SHORTER
    state = stage.workspace.trial_queue.next()
    assert state.pair is not None
    assert state.pair.texts == ("Revised.", "Revised.")


def test_one_version_is_tested_in_one_way_only(stage: Stage) -> None:
    tested = guidance(stage)
    team = stage.team("Astra")
    trial(stage, tasks=TASKS[:1], to=team, tested=tested)

    with pytest.raises(InvalidInput, match="other way"):
        trial(stage, tasks=TASKS[1:2], to=team, tested=tested, use=GuidanceUse.REVISION)


def test_the_sides_are_fair_coins_independent_of_everything_before(stage: Stage) -> None:
    team = stage.team("Astra")
    sides: list[int] = []
    places: list[int] = []
    gate = Gate()
    stage.provider.script("Astra", gate, words("x"))
    for number in range(4):
        made = stage.workspace.trials.new(
            NewTrial(
                guidance(stage, f"Guidance {number}").id,
                tuple(TaskText(f"Task {number}-{n}") for n in range(100)),
                team,
                per_task=5,
            )
        )
        stage.workspace.trials.stop(made.id)
        rows = stage.workspace.desk.db.rows(
            "SELECT with_side, rank FROM trial_pair ORDER BY id DESC LIMIT 500"
        )
        sides += [row["with_side"] for row in rows]
        places += [row["rank"] for row in rows]
    gate.open()
    written(stage)

    assert len(sides) == 2000
    assert chi_square([sides.count(Side.LEFT), sides.count(Side.RIGHT)]) < 23.9  # p = 1e-6
    runs = list(itertools.pairwise(sides))
    assert chi_square([runs.count(two) for two in itertools.product((1, 2), repeat=2)]) < 30.7
    half = sorted(places)[1000]
    by_place = [(side, place < half) for side, place in zip(sides, places, strict=True)]
    cells = list(itertools.product((1, 2), (True, False)))
    assert chi_square([by_place.count(cell) for cell in cells]) < 30.7


def chi_square(observed: list[int]) -> float:
    expected = sum(observed) / len(observed)
    return sum((count - expected) ** 2 / expected for count in observed)


def test_neither_rows_nor_ids_tell_the_side(stage: Stage) -> None:
    made = trial(stage, tasks=tuple(f"Task {n}" for n in range(12)))

    answers = trial_answers.sides_of_trial(stage.workspace.desk.db, made.id)
    by_pair: dict[str, list[int]] = {}
    for one in sorted(answers, key=lambda one: one.answer.id):
        by_pair.setdefault(one.pair_id, []).append(one.side)
    rows = stage.workspace.desk.db.rows("SELECT side FROM trial_answer ORDER BY pair, id")

    assert set(map(tuple, by_pair.values())) == {(Side.LEFT, Side.RIGHT)}
    assert [row["side"] for row in rows] == [Side.LEFT, Side.RIGHT] * 12


def test_nothing_is_offered_before_both_answers_are_there(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Astra", words("One."))
    stage.provider.script("Astra", Started(None, "model-1"), Text("Two"), gate, Text("."), STOP)
    stage.workspace.trials.new(
        NewTrial(guidance(stage).id, (TaskText(TASKS[0]),), stage.team("Astra"))
    )
    gate.wait_until_reached()

    waiting = stage.workspace.trial_queue.next()
    gate.open()
    written(stage)
    ready = stage.workspace.trial_queue.next()

    assert (waiting.pair, waiting.remaining, waiting.waiting) == (None, 1, 1)
    assert ready.pair is not None
    assert sorted(ready.pair.texts) == ["One.", "Two."]


def test_a_pair_can_be_judged_while_others_are_written(stage: Stage) -> None:
    gate = Gate()
    for script in (words("A"), words("B"), (gate, words("C")), (gate, words("D"))):
        stage.provider.script("Astra", *script)
    one_pair_at_a_time(stage)
    made = stage.workspace.trials.new(
        NewTrial(guidance(stage).id, tuple(map(TaskText, TASKS[:2])), stage.team("Astra"))
    )
    stage.until(lambda: bool(store.ready_pairs(stage.workspace.desk.db)))

    answered = answer_next(stage, PairChoice.TIE)

    assert stage.workspace.trials.view(made.id).writing > 0
    assert answered.complete is not None
    gate.open()
    written(stage)


def test_ordinary_work_finds_room_beside_a_trial(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Astra", gate, words("trial"))
    stage.workspace.trials.new(
        NewTrial(
            guidance(stage).id,
            tuple(TaskText(f"Task {n}") for n in range(20)),
            stage.team("Astra"),
        )
    )
    gate.wait_until_reached()

    view = stage.asked("Quick", stage.team("Opus"))

    assert view.answers[0].status is AnswerStatus.COMPLETE
    assert len(stage.provider.calls_of("Astra")) <= 8
    gate.open()
    written(stage)


def test_a_task_says_the_sign_of_its_comparisons_when_the_last_is_made(stage: Stage) -> None:
    made = trial(stage, tasks=TASKS[:1], per_task=3)

    first = answer_for_guidance(stage)
    second = answer_for_guidance(stage)
    before = stage.workspace.trials.view(made.id).tasks[0]
    third = answer_next(stage, PairChoice.NONE)

    assert (first.complete, second.complete) == (None, None)
    assert (before.task.state, before.task.sign, before.pairs) == (TaskState.OPEN, None, ())
    task = stage.workspace.trials.view(made.id).tasks[0]
    assert third.complete == task.task.id
    assert third.ended == made.id
    assert (task.task.state, task.task.sign) == (TaskState.COMPLETE, Sign.WIN)
    assert sorted(pair.sign for pair in task.pairs) == [Sign.TIE, Sign.WIN, Sign.WIN]
    for pair in task.pairs:
        messages = trial_answers.messages_of(stage.workspace.desk.db, pair.with_guidance.answer.id)
        assert SHORTER in messages[0].text


def test_a_choice_is_made_once(stage: Stage) -> None:
    trial(stage, tasks=TASKS[:1], per_task=3)
    state = stage.workspace.trial_queue.next()
    assert state.pair is not None
    stage.workspace.trial_queue.answer(state.pair.id, PairChoice.LEFT, seconds=2.5, confidence=80)

    with pytest.raises(InvalidInput, match="first choice counts"):
        stage.workspace.trial_queue.answer(state.pair.id, PairChoice.RIGHT)

    kept = store.pair_by_id(stage.workspace.desk.db, state.pair.id)
    assert kept is not None
    assert (kept.choice, kept.seconds, kept.confidence) == (PairChoice.LEFT, 2.5, 80)


def test_the_pair_that_was_shown_is_shown_until_it_is_judged(stage: Stage) -> None:
    trial(stage, tasks=TASKS)

    shown = {stage.workspace.trial_queue.next().pair for _turn in range(5)}

    assert len(shown) == 1


def test_the_queue_mixes_the_pairs_of_all_trials_and_names_none(stage: Stage) -> None:
    team = stage.team("Astra")
    many = tuple(f"Task {n}" for n in range(15))
    first = trial(stage, tasks=many, to=team)
    second = trial(stage, tasks=many, to=team, tested=guidance(stage, "Be kind."))

    order = []
    for _turn in range(30):
        state = stage.workspace.trial_queue.next()
        assert state.pair is not None
        assert SHORTER not in repr(state)
        pair = store.pair_by_id(stage.workspace.desk.db, state.pair.id)
        assert pair is not None
        task = store.task_by_id(stage.workspace.desk.db, pair.task_id)
        assert task is not None
        order.append(task.trial_id)
        stage.workspace.trial_queue.answer(state.pair.id, PairChoice.TIE)

    assert set(order[:15]) == {first.id, second.id}
    assert stage.workspace.trial_queue.next().remaining == 0


def test_the_ledger_has_a_trial_s_requests_and_hides_their_size_until_the_task_is_complete(
    stage: Stage,
) -> None:
    made = trial(stage, tasks=TASKS[:1])
    db = stage.workspace.desk.db
    answers = trial_answers.sides_of_trial(db, made.id)

    before = [ledger.rows_of_answer(db, one.answer.id) for one in answers]
    hidden = ledger.hidden_count(db)
    answer_next(stage, PairChoice.LEFT)
    after = [ledger.rows_of_answer(db, one.answer.id) for one in answers]

    assert (before, hidden) == ([(), ()], 2)
    assert [len(rows) for rows in after] == [1, 1]
    assert len(ledger.newest_rows(db, 10)) == 2


def test_a_trial_s_answers_show_in_no_session(stage: Stage) -> None:
    trial(stage, tasks=TASKS)

    assert stage.workspace.sessions.all() == ()
    assert stage.workspace.desk.db.rows("SELECT * FROM answer") == []
    assert stage.workspace.desk.db.rows("SELECT * FROM answer_chunk") == []


def test_the_task_on_which_guidance_was_invented_is_refused(stage: Stage) -> None:
    team = stage.team("Astra")
    first = stage.asked("Write a mail to Kim.", team)
    stage.asked("And one to Lee.", team, first.round.session_id)
    guided = stage.workspace.guiding.guide(Guide(first.round.session_id, SHORTER))
    stage.ended(stage.workspace.sessions.round(guided.round.id))

    for text in ("write  a MAIL to Kim.", "And one to Lee."):
        with pytest.raises(InvalidInput, match="invented on this task"):
            trial(stage, tasks=(text,), to=team, tested=guided.guidance)


def test_a_task_counts_once_per_version(stage: Stage) -> None:
    team = stage.team("Astra")
    tested = guidance(stage)
    trial(stage, tasks=TASKS[:1], to=team, tested=tested)

    with pytest.raises(InvalidInput, match="used for this version already"):
        trial(stage, tasks=(TASKS[0].upper(),), to=team, tested=tested)
    with pytest.raises(InvalidInput, match="there twice"):
        trial(stage, tasks=(TASKS[1], TASKS[1]), to=team, tested=tested)
    edited = stage.workspace.guidance.edit(tested.id, "Make it much shorter.")
    again = trial(stage, tasks=TASKS[:1], to=team, tested=edited)
    assert again.version == edited.version


def test_an_answer_that_fails_is_written_again(stage: Stage) -> None:
    stage.provider.script("Astra", failure(retryable=False))
    stage.provider.script("Astra", words("There."))

    made = trial(stage, tasks=TASKS[:1])

    answers = trial_answers.sides_of_trial(stage.workspace.desk.db, made.id)
    assert [one.answer.status for one in answers] == [AnswerStatus.COMPLETE] * 2
    assert sorted(one.answer.attempt for one in answers) == [1, 2]


def test_a_failure_that_could_not_be_saved_at_once_counts_as_one_try(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _side in (Side.LEFT, Side.RIGHT):
        stage.provider.script("Astra", failure(retry_after_s=0.0))
    for _side in (Side.LEFT, Side.RIGHT):
        stage.provider.script("Astra", failure(retryable=False))
    stage.provider.script("Astra", words("There."))
    add_row, is_first = ledger.add_row, iter([True, True])
    broken = iter(range(TRIES))

    def add(db: Database, row: LedgerRow) -> None:
        if not next(is_first, False) and next(broken, None) is not None:
            raise StoreError("The disk is full.")
        add_row(db, row)

    monkeypatch.setattr(ledger, "add_row", add)
    monkeypatch.setattr(following, "RETRY_INTERVAL_S", 0.0)

    made = trial(stage, tasks=TASKS[:1])

    assert next(broken, None) is None
    assert stage.workspace.trials.get(made.id).state is TrialState.RUNNING
    assert stage.workspace.trials.progress(made.id) == (1, 1)


def test_a_trial_goes_on_when_what_comes_next_could_not_be_kept_at_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.provider.script("Astra", failure(retryable=False))
    stage.provider.script("Astra", words("There."))
    add_side_answer = trial_answers.add_side_answer
    broken = iter(range(2))

    def add(db: Database, one: SideAnswer, messages: Sequence[Message], created: str) -> None:
        if one.answer.attempt == 2 and next(broken, None) is not None:
            raise StoreError("The disk is full.")
        add_side_answer(db, one, messages, created)

    monkeypatch.setattr(trial_answers, "add_side_answer", add)
    monkeypatch.setattr(following, "RETRY_INTERVAL_S", 0.0)

    made = trial(stage, tasks=TASKS[:1])

    assert stage.workspace.trials.progress(made.id) == (1, 1)


def test_a_task_that_a_service_refuses_is_abandoned_and_is_no_loss(stage: Stage) -> None:
    stage.provider.script("Astra", failure(ErrorKind.REFUSED, "Refused.", retryable=False))

    made = trial(stage, tasks=TASKS[:1])

    view = stage.workspace.trials.view(made.id)
    assert (view.tasks[0].task.state, view.tasks[0].task.trouble) == (
        TaskState.ABANDONED,
        "Refused.",
    )
    assert (view.planned, view.trial.state) == (0, TrialState.DONE)
    assert stage.workspace.desk.db.rows("SELECT * FROM outcome") == []
    assert stage.workspace.trial_queue.next().remaining == 0


def test_a_service_out_of_reach_stops_the_trial_and_says_why(stage: Stage) -> None:
    for _try in range(20):
        stage.provider.script("Astra", failure(ErrorKind.KEY, "No key.", retryable=False))
    stage.provider.script("Astra", words("Here again."))
    made = trial(stage)
    stopped = stage.workspace.trials.get(made.id)

    while stage.workspace.trials.get(made.id).state is TrialState.STOPPED:
        stage.workspace.trials.resume(made.id)
        written(stage)

    assert (stopped.state, stopped.trouble) == (TrialState.STOPPED, "No key.")
    view = stage.workspace.trials.view(made.id)
    assert (view.ready, view.planned) == (3, 3)


def test_a_trial_without_its_connection_stops_with_a_sentence(stage: Stage) -> None:
    team = stage.team("Astra")
    connection = stage.connection()
    item = guidance(stage)
    with stage.workspace.desk.db.atomic():
        stage.workspace.desk.db.write(
            "UPDATE connection SET deleted_at = 'x' WHERE ulid = ?", (connection.id,)
        )

    made = trial(stage, to=team, tested=item)

    assert "was removed" in stage.workspace.trials.get(made.id).trouble
    assert stage.provider.calls == []


def test_a_pair_by_two_models_is_written_again(stage: Stage) -> None:
    for model in ("m-1", "m-2", "m-2", "m-2"):
        stage.provider.script("Astra", Started(None, model), Text("x"), STOP)

    made = trial(stage, tasks=TASKS[:1])

    answers = trial_answers.sides_of_trial(stage.workspace.desk.db, made.id)
    assert [(one.answer.attempt, one.answer.reported_model) for one in answers] == [(2, "m-2")] * 2


def test_paste_assistants_take_no_part(stage: Stage) -> None:
    assistant = stage.assistant("Astra")
    with stage.workspace.desk.db.atomic():
        stage.workspace.desk.db.write("UPDATE connection SET kind = 'paste'")

    with pytest.raises(InvalidInput, match="takes no part in trials"):
        trial(stage, to=(assistant.id,))


def test_a_trial_can_be_stopped_and_resumed(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Astra", words("1"))
    stage.provider.script("Astra", words("2"))
    stage.provider.script("Astra", gate, words("never"))
    stage.provider.script("Astra", words("3"))
    one_pair_at_a_time(stage)
    made = stage.workspace.trials.new(
        NewTrial(guidance(stage).id, tuple(map(TaskText, TASKS[:2])), stage.team("Astra"))
    )
    stage.until(lambda: len(stage.provider.calls) == 3)

    stage.workspace.trials.stop(made.id)
    written(stage)
    stopped = stage.workspace.trials.view(made.id)
    answer_next(stage, PairChoice.LEFT)
    stage.workspace.trials.resume(made.id)
    gate.open()
    written(stage)

    assert (stopped.trial.state, stopped.ready) == (TrialState.STOPPED, 1)
    view = stage.workspace.trials.view(made.id)
    assert (view.trial.state, view.ready, view.judged) == (TrialState.RUNNING, 2, 1)


@pytest.fixture
def stages(folder: Path) -> Iterator[list[Stage]]:
    opened: list[Stage] = []
    yield opened
    for stage in opened:
        stage.workspace.close()


def test_a_restart_while_writing_and_judging_loses_nothing(
    folder: Path, stages: list[Stage]
) -> None:
    stage = Stage(folder)
    gate = Gate()
    for text in ("1", "2", "3", "4"):
        stage.provider.script("Astra", words(text))
    stage.provider.script("Astra", Started(None, "m"), Text("half"), gate)
    one_pair_at_a_time(stage)
    made = stage.workspace.trials.new(
        NewTrial(
            guidance(stage).id, tuple(map(TaskText, TASKS)), stage.team("Astra"), prediction=80
        )
    )
    stage.until(lambda: stage.workspace.trials.view(made.id).ready == 2)
    gate.wait_until_reached()
    answer_for_guidance(stage)
    shown = stage.workspace.trial_queue.next().pair
    sides = [(pair.id, pair.with_side) for pair in pairs(stage, made)]
    stage.workspace.close()

    again = Stage(folder)
    stages.append(again)
    view = again.workspace.trials.view(made.id)
    assert (view.trial.state, view.ready, view.judged) == (TrialState.STOPPED, 2, 1)
    assert again.workspace.trial_queue.next().pair == shown
    assert [(pair.id, pair.with_side) for pair in pairs(again, made)] == sides
    again.workspace.trials.resume(made.id)
    written(again)
    answer_for_guidance(again)
    last = answer_for_guidance(again)

    assert len(again.provider.calls) == 2
    assert last.ended == made.id
    assert again.workspace.trials.get(made.id).prediction == 80
    outcomes = again.workspace.desk.db.rows("SELECT sign FROM outcome")
    assert [row["sign"] for row in outcomes] == ["win"] * 3


def test_what_a_trial_leaves_open_is_given_up_and_never_counts(stage: Stage) -> None:
    made = trial(stage)
    answer_for_guidance(stage)

    stage.workspace.trials.close(made.id)

    states = sorted(t.task.state for t in stage.workspace.trials.view(made.id).tasks)
    assert states == [TaskState.ABANDONED, TaskState.ABANDONED, TaskState.COMPLETE]
    assert stage.workspace.trial_queue.next().remaining == 0
    assert len(stage.workspace.desk.db.rows("SELECT * FROM outcome")) == 1
    with pytest.raises(InvalidInput, match="is over"):
        stage.workspace.trials.resume(made.id)


def test_a_prediction_is_made_with_the_trial(stage: Stage) -> None:
    made = trial(stage, prediction=90)

    with pytest.raises(InvalidInput, match="50 to 99"):
        trial(stage, to=stage.team("Opus"), tested=guidance(stage, "Be kind."), prediction=100)
    assert stage.workspace.trials.get(made.id).prediction == 90


def test_at_the_end_the_person_says_whether_it_was_blind(stage: Stage) -> None:
    made = trial(stage, tasks=TASKS[:1])
    with pytest.raises(InvalidInput, match="at the end"):
        stage.workspace.trials.say_whether_told(made.id, CouldTell.NO)
    answer_next(stage, PairChoice.LEFT)

    stage.workspace.trials.say_whether_told(made.id, CouldTell.SOMETIMES)

    assert stage.workspace.trials.get(made.id).could_tell is CouldTell.SOMETIMES


def test_finer_checks_ask_for_a_guess_after_every_fifth_comparison(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conductor.workspace.trials.second_looks.REPEAT_ONE_IN", 10**12)
    trial(stage, tasks=tuple(f"Task {n}" for n in range(10)))
    asked = []
    for _turn in range(10):
        state = stage.workspace.trial_queue.next(finer_checks=True)
        assert state.pair is not None
        asked.append(state.pair.asks_guess)
        guess = Side.LEFT if state.pair.asks_guess else None
        stage.workspace.trial_queue.answer(state.pair.id, PairChoice.LEFT, guess=guess)

    assert [n for n, asks in enumerate(asked, start=1) if asks] == [5, 10]
    guesses = stage.workspace.desk.db.rows("SELECT 1 FROM trial_pair WHERE guess IS NOT NULL")
    assert len(guesses) == 2


def test_some_pairs_are_shown_again_with_sides_swapped_and_weigh_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conductor.workspace.trials.second_looks.REPEAT_ONE_IN", 1)
    stage.provider.script("Astra", words("One"))
    stage.provider.script("Astra", words("Two"))
    made = trial(stage, tasks=TASKS[:1])
    first = stage.workspace.trial_queue.next().pair
    assert first is not None
    stage.workspace.trial_queue.answer(first.id, PairChoice.LEFT)

    assert stage.workspace.trial_queue.next().pair is None
    again = stage.workspace.trial_queue.next(finer_checks=True).pair
    assert again is not None
    stage.workspace.trial_queue.answer(again.id, PairChoice.RIGHT)

    assert again.id != first.id
    assert again.texts == (first.texts[1], first.texts[0])
    assert stage.workspace.trial_queue.agreement() == (1, 1)
    assert len(stage.workspace.desk.db.rows("SELECT * FROM outcome")) == 1
    assert stage.workspace.trials.get(made.id).state is TrialState.DONE


def test_evidence_moves_the_status_and_speaks_of_the_tested_version(stage: Stage) -> None:
    tested = guidance(stage)
    made = trial(stage, tasks=tuple(f"Task {n}" for n in range(8)), tested=tested)
    statuses = [stage.workspace.guidance.get(tested.id).status]
    for _turn in range(8):
        answer_for_guidance(stage, made.id)
        statuses.append(stage.workspace.guidance.get(tested.id).status)

    assert statuses[:5] == [GuidanceStatus.TESTING] * 5
    assert statuses[5:8] == [GuidanceStatus.PROMISING] * 3
    assert statuses[8] is GuidanceStatus.PROVEN
    edited = stage.workspace.guidance.edit(tested.id, "Make it very short.")
    assert edited.status is GuidanceStatus.CANDIDATE
    assert stage.workspace.guidance.edit(tested.id, SHORTER).status is GuidanceStatus.PROVEN
