"""The example session: there without any model, of no account, and gone without a trace."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conductor import i18n
from conductor.core.change import Change
from conductor.core.entities import RoundKind
from conductor.core.errors import InvalidInput
from conductor.core.guidance.guidance import GuidanceStatus
from conductor.core.guidance.trial import PairChoice, Side, TrialState
from conductor.core.ids import AssistantId, SessionId
from conductor.core.judgement import JudgementKind
from conductor.core.text.anchor import Span
from conductor.core.thread import GUIDANCE_HEADING, RETRY_WORDS
from conductor.evidence.counts import Counts
from conductor.evidence.verdict import Verdict
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import proposals
from conductor.store.evidence import trials as trial_store
from conductor.store.sessions.example import PARTS
from conductor.workspace.example.example import Example
from conductor.workspace.example.example_text import example_text
from conductor.workspace.judging.judging import Why
from conductor.workspace.rounds.guiding import Guide
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.trials import second_looks
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from conductor.workspace.workspace import Workspace
from tests.workspace.conftest import Stage
from tests.workspace.guidance.test_lottery import FirstOnly
from tests.workspace.guidance.test_playbook import count
from tests.workspace.trials.test_trials import answer_for_guidance, trial

SAID = "Name who decides what, and by when."
NEVER = {"ledger", "proposal", "ensemble_member"}


@pytest.fixture(params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    i18n.use_language(request.param)
    return str(request.param)


def example_of(stage: Stage) -> Example:
    return stage.workspace.example


def tables(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything in the library, row for row."""
    db = stage.workspace.desk.db
    names = db.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        row["name"]: sorted(map(tuple, db.rows(f"SELECT * FROM {row['name']}")), key=repr)
        for row in names
    }


def files(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in found if not path.name.startswith("conductor.db-")}


def work_of_my_own(stage: Stage, tmp_path: Path) -> tuple[AssistantId, ...]:
    """Do something of every kind, so that the example has neighbours in every table."""
    workspace = stage.workspace
    attached = tmp_path / "figures.txt"
    attached.write_text("121")
    team = stage.team("Analyst", "Editor")
    item = workspace.rounds.ask(NewRound("Write", team, attach=(attached,), task_kind="summary"))
    view = stage.ended(workspace.sessions.round(item.id))
    workspace.judging.best(item.id, view.answers[0].id, Why("Good.", ("clear",)))
    workspace.notes.on_answer(view.answers[0].id, "Why?", Span(0, 2))
    workspace.drafts.take(view.answers[0].id, Span(0, 2))
    guided = workspace.guiding.guide(Guide(item.session_id, "Make it shorter.", reusable=True))
    stage.ended(workspace.sessions.round(guided.round.id))
    trial(stage, tasks=("One.", "Two."), to=team[:1], tested=guided.guidance)
    answer_for_guidance(stage)
    proven = workspace.guidance.add("Answer in one sentence.")
    count(stage, proven, "w" * 7)  # with a star, as long as little else was tested
    return team


def use_up(stage: Stage) -> None:
    """Do in the example whatever can be done in it."""
    workspace = stage.workspace
    session_id = workspace.example.open()
    rounds = workspace.sessions.rounds(session_id)
    last = rounds[-1]
    workspace.judging.best(last.round.id, last.answers[0].id, Why("Short.", ("mine",)))
    workspace.judging.judge_revision(rounds[1].answers[1].id, JudgementKind.BETTER)
    workspace.notes.on_session(session_id, "My own note.")
    workspace.notes.on_answer(rounds[0].answers[2].id, "Really?", Span(3, 20))
    workspace.drafts.keep(session_id, "Mine alone now.")
    workspace.drafts.take(rounds[2].answers[0].id, Span(0, 10))
    workspace.sessions.keep_draft(session_id, "What I was typing.")
    kept = workspace.draft_files.attach_text("mine.txt", "A file of mine.")
    workspace.draft_files.keep(session_id, (kept,))
    workspace.sessions.rename(session_id, "My title")
    workspace.blinding.set_blind(session_id, blind=True)
    answer_for_guidance(stage, workspace.example.trial)
    first, second = workspace.example.guidance
    workspace.guidance.pin(first)
    workspace.guidance.edit(second, "Write coldly.")
    workspace.guidance.retire(second)


def test_it_is_opened_without_any_assistant_and_sends_nothing(stage: Stage, language: str) -> None:
    session_id = example_of(stage).open()

    (session,) = stage.workspace.sessions.all()
    assert (session.id, session.is_example, session.example) == (session_id, True, language)
    assert session.rounds == 4
    assert stage.workspace.connections.all() == ()
    assert stage.workspace.connections.assistants() == ()
    assert stage.workspace.connections.ensembles() == ()
    assert stage.provider.calls == []
    assert stage.workspace.desk.db.rows("SELECT * FROM ledger") == []
    assert not stage.workspace.is_busy
    assert not guidance_store.is_any_reusable(stage.workspace.desk.db)


def test_it_goes_once_round_the_loop(stage: Stage, language: str) -> None:
    session_id = example_of(stage).open()

    rounds = stage.workspace.sessions.rounds(session_id)

    kinds = [view.round.kind for view in rounds]
    assert kinds == [RoundKind.TASK, RoundKind.GUIDANCE, RoundKind.MERGE, RoundKind.FOLLOW_UP]
    task, guided, _merge, _pair = rounds
    assert len({answer.assistant for answer in task.answers}) == 3
    assert all(answer.status.is_ended and answer.text for view in rounds for answer in view.answers)
    texts = [answer.text for answer in task.answers]
    assert any("\n|---" in text for text in texts)
    assert any("\n1. " in text for text in texts)
    assert [answer.revises for answer in guided.answers] == [one.id for one in task.answers]
    assert [answer.words for answer in guided.answers] == [None, None, RETRY_WORDS]
    for before, after in zip(task.answers, guided.answers, strict=True):
        assert before.text != after.text
        assert set(before.text.split()) & set(after.text.split())
    made = stage.workspace.judging.of_session(session_id)
    assert [one.kind.value for one in made if one.revision] == ["better", "same", "worse"]
    assert all(one.reason for one in made)
    assert [one.blind for one in made if not one.revision] == [False, False, True]
    assert stage.workspace.guidance.of_round(guided.round.id) is not None


def test_the_merged_answer_says_what_came_from_which(stage: Stage, language: str) -> None:
    session_id = example_of(stage).open()
    _task, guided, merge, _pair = stage.workspace.sessions.rounds(session_id)

    (answer,) = merge.answers
    merged = stage.workspace.merging.merged(answer.id)

    ids = [one.id for one in guided.answers]
    assert [source.answers for source in merged.sources] == [(one,) for one in ids]
    assert [one.answers for one in merged.disagreements] == [(ids[0], ids[2]), (ids[0], ids[1])]
    assert "{" not in answer.text
    names = {one.assistant for one in guided.answers}
    readable = stage.workspace.merging.readable(answer.id)
    assert all(f"- {name}" in readable for name in names)
    (system, told) = stage.workspace.sessions.thread(answer)
    assert system.text
    assert all(one.text.strip() in told.text for one in guided.answers)


def test_what_each_assistant_saw_can_be_looked_at(stage: Stage) -> None:
    session_id = example_of(stage).open()
    task, guided, _merge, pair = stage.workspace.sessions.rounds(session_id)

    thread = stage.workspace.sessions.thread(pair.answers[0])

    said = [message.text for message in thread[1:]]
    assert said == [
        task.round.text,
        task.answers[0].text,
        SAID,
        guided.answers[0].text,
        pair.round.text,
    ]
    assert stage.workspace.sessions.thread(guided.answers[2])[-1].text == RETRY_WORDS


def test_its_note_and_its_piece_are_in_their_places(stage: Stage, language: str) -> None:
    session_id = example_of(stage).open()
    task, _guided, merge, _pair = stage.workspace.sessions.rounds(session_id)

    (note,) = stage.workspace.notes.of_answer(task.answers[1].id)
    (piece,) = stage.workspace.drafts.pieces(session_id)

    assert note.fits
    assert note.span is not None
    assert task.answers[1].text[note.span.start : note.span.end] == note.note.quote
    draft = stage.workspace.drafts.get(session_id).text
    assert piece.span is not None
    quote = draft[piece.span.start : piece.span.end]
    assert quote == piece.piece.quote
    source = piece.piece.source
    assert merge.answers[0].text[source.start : source.end] == quote
    assert draft != quote


def test_the_last_round_is_a_blind_pair_to_judge(stage: Stage, language: str) -> None:
    session_id = example_of(stage).open()
    pair = stage.workspace.sessions.rounds(session_id)[-1]
    blinding = stage.workspace.blinding

    hidden = blinding.showing(pair.round.id)
    made = stage.workspace.judging.best(pair.round.id, hidden.candidates[1].answer.id)
    shown = blinding.showing(pair.round.id)

    assert [one.answer.assistant for one in hidden.candidates] == ["1", "2"]
    assert hidden.is_hidden
    assert made.blind
    assert {one.answer.assistant for one in shown.candidates} == {a.assistant for a in pair.answers}


def test_one_guidance_probably_helps_and_one_makes_little_difference(
    stage: Stage, language: str
) -> None:
    example_of(stage).open()

    helps, little = example_of(stage).rows()

    assert (helps.trials, helps.verdict) == (Counts(9, 1, 2), Verdict.PROBABLY_HELPS)
    assert (little.trials, little.verdict) == (Counts(2, 2, 8), Verdict.LITTLE_DIFFERENCE)
    assert helps.guidance.status is GuidanceStatus.PROMISING
    assert (helps.revisions.better, helps.revisions.same, helps.revisions.worse) == (1, 1, 0)
    assert helps.times_said == 1
    detail = stage.workspace.what_works.detail(helps.guidance.id)
    assert len(detail.behind) == 12
    for behind in detail.behind:
        (compared,) = behind.pairs
        assert compared.sign is behind.outcome.sign
        texts = {compared.with_guidance.answer.text, compared.without_guidance.answer.text}
        assert len(texts) == 2
    assert detail.over_time[-1].verdict is Verdict.PROBABLY_HELPS
    seen = [point.created for point in detail.over_time]
    assert seen == sorted(seen)


def test_the_open_pair_is_judged_like_any_other_and_counts_in_the_example_only(
    stage: Stage,
) -> None:
    example_of(stage).open()
    trial_id = example_of(stage).trial
    assert trial_id is not None
    assert stage.workspace.trial_queue.next().pair is None

    offered = stage.workspace.trial_queue.next(trial_id)
    answered = answer_for_guidance(stage, trial_id)

    assert offered.remaining == 1
    assert answered.ended == trial_id
    assert stage.workspace.trials.get(trial_id).state is TrialState.DONE
    assert example_of(stage).rows()[0].trials == Counts(10, 1, 2)
    assert stage.workspace.what_works.rows() == ()


def test_the_sides_of_its_pairs_are_drawn_anew_each_time(stage: Stage) -> None:
    drawn = set()
    for _time in range(4):
        example_of(stage).open_anew()
        trial_id = example_of(stage).trial
        assert trial_id is not None
        every = trial_store.pairs_of_trial(stage.workspace.desk.db, trial_id)
        drawn.add(tuple(pair.with_side == Side.LEFT for pair in every))
        assert len(every) == 13

    assert len(drawn) > 1  # four equal draws of thirteen happen once in 500 billion runs


def test_the_guidance_stood_in_one_of_the_two_answers_of_a_pair(stage: Stage) -> None:
    example_of(stage).open()

    rows = stage.workspace.desk.db.rows("SELECT pair, messages FROM trial_answer")

    had = [GUIDANCE_HEADING in row["messages"] and SAID in row["messages"] for row in rows]
    assert had.count(True) == had.count(False) == len({row["pair"] for row in rows}) == 13


def test_opening_it_twice_gives_one(stage: Stage) -> None:
    first = example_of(stage).open()
    stage.workspace.notes.on_session(first, "Mine.")
    before = tables(stage)

    second = example_of(stage).open()

    assert second == first
    assert tables(stage) == before


def test_another_language_offers_the_other_example(stage: Stage) -> None:
    first = example_of(stage).open()
    assert not example_of(stage).is_in_other_language

    i18n.use_language("ko")
    assert example_of(stage).is_in_other_language
    assert example_of(stage).open() == first  # what was written into it is not lost unasked
    second = example_of(stage).open_anew()

    assert second != first
    assert not example_of(stage).is_in_other_language
    (session,) = stage.workspace.sessions.all()
    assert (session.id, session.example) == (second, "ko")


def test_both_languages_tell_the_same_piece_of_work() -> None:
    english, korean = example_text("en"), example_text("ko")

    def signs_in(one: dict[str, Any]) -> list[str | None]:
        return [task.get("sign") for task in one.get("tasks", ())]

    def shape(text: dict[str, Any]) -> list[Any]:
        rounds = [
            (row["kind"], [one["by"] for one in row["answers"]], sorted(row))
            for row in text["rounds"]
        ]
        guidance = [
            (one["key"], one["kind"], one.get("signs"), signs_in(one)) for one in text["guidance"]
        ]
        return [[one["key"] for one in text["assistants"]], rounds, guidance]

    assert shape(english) == shape(korean)
    assert not any("\uac00" <= c <= "\ud7a3" for c in str(english))


def test_throwing_it_away_leaves_nothing_of_it_and_all_of_ones_own(
    stage: Stage, folder: Path, tmp_path: Path, language: str
) -> None:
    work_of_my_own(stage, tmp_path)
    before, files_before = tables(stage), files(folder)
    use_up(stage)
    brought = tables(stage)

    example_of(stage).remove()

    grown = {name for name, rows in brought.items() if len(rows) > len(before[name])}
    assert grown >= {
        "session", "round", "answer", "judgement", "note", "manuscript", "manuscript_version",
        "manuscript_piece", "handover", "told", "guidance", "guidance_version", "said", "trial",
        "trial_pair", "trial_answer", "outcome", "draft", "assistant", "connection",
    }  # fmt: skip
    assert tables(stage) == before
    assert files(folder) == files_before
    assert not example_of(stage).is_open
    assert (example_of(stage).session_id, example_of(stage).rows()) == (None, ())
    assert stage.workspace.desk.db.rows("PRAGMA foreign_key_check") == []


def test_it_goes_into_the_bin_and_out_of_it_like_any_session(stage: Stage) -> None:
    session_id = example_of(stage).open()
    before = tables(stage)

    stage.workspace.bin.put([session_id])
    in_bin = example_of(stage).is_open
    stage.workspace.bin.restore([session_id])

    assert not in_bin
    assert example_of(stage).session_id == session_id
    assert tables(stage) == before


def test_deleted_from_the_bin_it_leaves_nothing_either(stage: Stage, tmp_path: Path) -> None:
    work_of_my_own(stage, tmp_path)
    before = tables(stage)
    session_id = example_of(stage).open()

    stage.workspace.bin.put([session_id])
    stage.workspace.bin.delete_for_good([session_id])

    assert tables(stage) == before


def test_opened_while_an_older_one_is_in_the_bin_there_is_still_one(stage: Stage) -> None:
    old = example_of(stage).open()
    stage.workspace.bin.put([old])

    new = example_of(stage).open()

    assert [session.id for session in stage.workspace.sessions.all()] == [new]
    assert stage.workspace.bin.ids() == ()


def test_throwing_it_away_twice_is_no_harm(stage: Stage) -> None:
    example_of(stage).open()
    example_of(stage).remove()
    before = tables(stage)

    example_of(stage).remove()

    assert tables(stage) == before


def test_every_table_that_can_refer_to_it_is_emptied_with_it(stage: Stage) -> None:
    db = stage.workspace.desk.db
    names = [row["name"] for row in db.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    referring = {
        name
        for name in names
        for key in db.rows(f"PRAGMA foreign_key_list({name})")
        if key["table"] in PARTS
    }

    assert referring - NEVER <= set(PARTS)


def what_counts(stage: Stage, typed: str, task: str, to: tuple[AssistantId, ...]) -> list[Any]:
    """Return everything that is counted or proposed from the person's past work."""
    workspace, db = stage.workspace, stage.workspace.desk.db
    own = workspace.guidance.all()
    return [
        workspace.assistants_compared.kinds(),
        workspace.assistants_compared.of_kind(),
        workspace.assistants_compared.of_kind("summary"),
        workspace.judging.reason_tags(),
        workspace.what_works.rows(reusable_only=False),
        workspace.what_works.honesty(),
        workspace.what_works.offered(typed),
        own,
        workspace.guidance.similar_to(typed),
        workspace.playbook.proposal(task, to, kind="summary", promising_too=True),
        [workspace.trial_setup.proposed(item.id, 50) for item in own],
        workspace.trials.all(),
        [workspace.trial_queue.next(finer_checks=finer).remaining for finer in (False, True)],
        workspace.trial_queue.agreement(),
        workspace.checks.sides(),
        workspace.checks.blinding(),
        workspace.checks.predictions(),
        trial_store.judged_count(db),
        proposals.newest_preferences(db, 50),
        proposals.sessions_with_pieces(db, 50),
        workspace.notes.all(),
        workspace.sessions.known_tags(),
        workspace.sessions.known_kinds(),
        workspace.sessions.find("last"),
    ]


def test_nothing_in_it_ever_counts(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_looks, "REPEAT_ONE_IN", 1)  # every pair is shown a second time
    team = work_of_my_own(stage, tmp_path)
    task = example_text("en")["rounds"][0]["text"]
    before = what_counts(stage, SAID, task, team)

    example_of(stage).open()
    opened = what_counts(stage, SAID, task, team)
    use_up(stage)
    used = what_counts(stage, SAID, task, team)

    assert opened == before
    assert used == before
    assert any(row.has_star for row in stage.workspace.what_works.rows())


def test_nothing_of_it_is_ever_drawn_or_attached(folder: Path) -> None:
    stage = Stage(folder, FirstOnly())  # whatever could be drawn would be
    team = stage.team("Astra", "Opus")
    example_of(stage).open()
    stage.workspace.guidance.pin(example_of(stage).guidance[0])

    item = stage.workspace.rounds.ask(
        NewRound("Write a mail", team, may_draw=True, promising_too=True)
    )
    stage.ended(stage.workspace.sessions.round(item.id))

    assert stage.workspace.lottery.mark(item.id) is None
    assert all(SAID not in m.text for c in stage.provider.calls for m in c.request.messages)
    stage.workspace.close()


def test_saying_the_same_words_in_ones_own_session_is_guidance_of_ones_own(stage: Stage) -> None:
    example_of(stage).open()
    session_id = stage.asked("Write", stage.team("Astra")).round.session_id

    guided = stage.workspace.guiding.guide(Guide(session_id, SAID, reusable=True))
    stage.ended(stage.workspace.sessions.round(guided.round.id))

    (row,) = stage.workspace.what_works.rows()
    assert row.guidance.id not in example_of(stage).guidance
    assert (row.trials, row.times_said) == (Counts(), 1)
    example_of(stage).remove()
    assert stage.workspace.guidance.all() == (row.guidance,)


def ask(workspace: Workspace, session_id: SessionId, team: tuple[AssistantId, ...]) -> None:
    workspace.rounds.ask(NewRound("And now?", team, session_id))


def guide(workspace: Workspace, session_id: SessionId, team: tuple[AssistantId, ...]) -> None:
    workspace.guiding.guide(Guide(session_id, "Shorter.", team))


def retry(workspace: Workspace, session_id: SessionId, _team: tuple[AssistantId, ...]) -> None:
    workspace.rounds.retry(session_id)


def merge(workspace: Workspace, session_id: SessionId, team: tuple[AssistantId, ...]) -> None:
    workspace.merging.send(workspace.merging.plan_merge(session_id, team[0]))


@pytest.mark.parametrize("send", [ask, guide, retry, merge])
def test_nothing_can_be_sent_from_it(
    stage: Stage, send: Callable[[Workspace, SessionId, tuple[AssistantId, ...]], None]
) -> None:
    team = stage.team("Astra")
    session_id = example_of(stage).open()
    before = tables(stage)

    with pytest.raises(InvalidInput, match="example, from which nothing is sent"):
        send(stage.workspace, session_id, team)

    assert tables(stage) == before
    assert stage.provider.calls == []


def test_its_guidance_cannot_be_put_to_use(stage: Stage) -> None:
    team = stage.team("Astra")
    example_of(stage).open()
    first, _second = example_of(stage).guidance

    with pytest.raises(InvalidInput, match="belongs to the example"):
        stage.workspace.trials.new(NewTrial(first, (TaskText("Write"),), team))
    with pytest.raises(InvalidInput, match="belongs to the example"):
        stage.workspace.proposing.sharper_wording(first, team[0])

    assert stage.provider.calls == []


def test_assistants_may_have_the_names_of_those_in_it(stage: Stage) -> None:
    example_of(stage).open()

    stage.team("Analyst", "Editor", "Sceptic")
    stage.connection("Example")

    assert len(stage.workspace.connections.assistants()) == 3


def test_who_looks_is_told_when_it_comes_and_when_it_goes(stage: Stage) -> None:
    told: list[Change] = []
    stage.workspace.subscribe(told.append)

    session_id = example_of(stage).open()
    guidance = frozenset(example_of(stage).guidance)
    example_of(stage).remove()

    assert [change.sessions for change in told] == [{session_id}, {session_id}]
    assert [change.guidance for change in told] == [guidance, guidance]
    assert all(change.trials for change in told)


def test_a_pair_of_it_that_was_judged_is_judged(stage: Stage) -> None:
    example_of(stage).open()
    state = stage.workspace.trial_queue.next(example_of(stage).trial)
    assert state.pair is not None
    stage.workspace.trial_queue.answer(state.pair.id, PairChoice.NONE)

    with pytest.raises(InvalidInput, match="judged already"):
        stage.workspace.trial_queue.answer(state.pair.id, PairChoice.LEFT)

    assert example_of(stage).rows()[0].trials == Counts(9, 1, 3)
