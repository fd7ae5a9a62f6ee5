"""Notes that survive a revision; the person's own draft."""

import pytest

from conductor.core.change import Change
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.ids import AnswerId, DraftVersionId, NoteId, RoundId, SessionId
from conductor.core.text.anchor import Span
from conductor.workspace.sessions.sessions import RoundView
from tests.fakes import failure, words
from tests.workspace.conftest import Stage

TEXT = "The cost is high. The time is short."


def asked(stage: Stage, *later: str) -> RoundView:
    for text in (TEXT, *later):
        stage.provider.script("Astra", words(text))
    return stage.asked("Go", stage.team("Astra"))


def retried(stage: Stage, view: RoundView) -> RoundView:
    item = stage.workspace.rounds.retry(view.round.session_id)
    return stage.ended(stage.workspace.sessions.round(item.id))


def span_of(words_: str, text: str = TEXT) -> Span:
    return Span(text.index(words_), text.index(words_) + len(words_))


def test_a_note_keeps_the_words_it_is_on(stage: Stage) -> None:
    view = asked(stage)
    answer = view.answers[0]

    note = stage.workspace.notes.on_answer(answer.id, " How high? ", span_of("cost is high"))

    (placed,) = stage.workspace.notes.of_answer(answer.id)
    assert placed.note == note
    assert (note.text, note.quote) == ("How high?", "cost is high")
    assert (placed.fits, placed.is_inherited) == (True, False)
    assert (note.round_id, note.session_id) == (view.round.id, view.round.session_id)


def test_a_note_survives_a_revision_and_says_when_it_no_longer_fits(stage: Stage) -> None:
    view = asked(stage, "In short: the time is short. The cost is high.", "The cost is high!")
    notes, answer = stage.workspace.notes, view.answers[0]
    notes.on_answer(answer.id, "How high?", span_of("cost is high"))
    notes.on_answer(answer.id, "Till when?", span_of("The time is"))
    notes.on_answer(answer.id, "Too stiff.")
    revised = retried(stage, view).answers[0]
    again = retried(stage, view).answers[0]

    high, time, whole = notes.of_answer(revised.id)
    latest = notes.of_answer(again.id)

    assert high.span is not None
    assert revised.text[high.span.start : high.span.end] == "cost is high"
    assert (time.fits, time.span, time.is_inherited) == (False, None, True)
    assert (whole.fits, whole.span) == (True, None)
    assert [each.fits for each in latest] == [True, False, True]


def test_notes_on_an_earlier_attempt_are_still_there(stage: Stage) -> None:
    stage.provider.script("Astra", *words("Half a tho")[:-1], failure())
    stage.provider.script("Astra", words("Half a thought."))
    view = stage.asked("Go", stage.team("Astra"))
    answer = view.answers[0]
    stage.workspace.notes.on_answer(answer.id, "Finish it.", Span(0, 6))

    stage.workspace.rounds.try_again(view.answers)
    stage.ended(view)

    (placed,) = stage.workspace.notes.of_answer(answer.id)
    assert (placed.span, placed.is_inherited) == (Span(0, 6), True)


def test_notes_are_on_rounds_and_sessions_too_and_can_be_changed_and_removed(stage: Stage) -> None:
    view = asked(stage)
    notes, session_id = stage.workspace.notes, view.round.session_id
    heard: list[Change] = []
    stage.workspace.subscribe(heard.append)

    on_round = notes.on_round(view.round.id, "A good start")
    on_session = notes.on_session(session_id, "메모")
    notes.change(on_round.id, "A very good start")
    notes.remove(on_session.id)

    (left,) = notes.of_session(session_id)
    assert (left.id, left.text) == (on_round.id, "A very good start")
    stage.workspace.undo.back()
    assert [each.text for each in notes.all()] == ["A very good start", "메모"]
    assert [change.notes for change in heard] == [{session_id}] * 5


@pytest.mark.parametrize("span", [Span(0, 0), Span(5, 3), Span(-1, 3), Span(0, len(TEXT) + 1)])
def test_a_note_on_characters_that_are_not_there_is_refused(stage: Stage, span: Span) -> None:
    view = asked(stage)

    with pytest.raises(InvalidInput, match=f"has {len(TEXT)} characters"):
        stage.workspace.notes.on_answer(view.answers[0].id, "x", span)


def test_an_empty_note_and_notes_on_nothing_are_refused(stage: Stage) -> None:
    view = asked(stage)
    notes = stage.workspace.notes

    with pytest.raises(InvalidInput, match="Write the note"):
        notes.on_round(view.round.id, "  \n")
    with pytest.raises(InvalidInput, match="20000 characters"):
        notes.on_round(view.round.id, "x" * 20_001)
    for missing in (
        lambda: notes.on_answer(AnswerId("NONE"), "x"),
        lambda: notes.on_round(RoundId("NONE"), "x"),
        lambda: notes.on_session(SessionId("NONE"), "x"),
        lambda: notes.remove(NoteId("NONE")),
    ):
        with pytest.raises(NotFound):
            missing()


def test_several_notes_become_the_words_of_one_guidance(stage: Stage) -> None:
    view = asked(stage)
    notes, answer = stage.workspace.notes, view.answers[0]
    time = notes.on_answer(answer.id, "Till when?", span_of("The time is"))
    high = notes.on_answer(answer.id, "How high?", span_of("cost is high"))

    told = notes.words_for_guidance([time.id, high.id])

    assert told == "1. “cost is high”: How high?\n2. “The time is”: Till when?"


def test_pieces_of_the_draft_remember_their_source_while_it_is_edited(stage: Stage) -> None:
    view = asked(stage)
    drafts, session_id = stage.workspace.drafts, view.round.session_id
    answer = view.answers[0]

    drafts.keep(session_id, "My own opening.")
    drafts.take(answer.id, span_of("The cost is high."))
    placed = drafts.take(answer.id, span_of("The time is short."), at=0)

    text = drafts.get(session_id).text
    assert text == "The time is short.My own opening.\n\nThe cost is high.\n"
    assert placed.span == Span(0, 18)
    drafts.keep(session_id, "A title\n\n" + text.replace("cost is", "costs are"))
    cost, time = drafts.pieces(session_id)
    assert cost.span is None
    assert (cost.piece.answer_id, cost.piece.source) == (answer.id, span_of("The cost is high."))
    assert time.span == Span(9, 27)


def test_a_bad_paste_loses_nothing(stage: Stage) -> None:
    view = asked(stage)
    drafts, session_id = stage.workspace.drafts, view.round.session_id
    mine = "이 문단은 오래 걸려 썼습니다. " * 12
    drafts.keep(session_id, mine)

    drafts.keep(session_id, "oops")
    (kept,) = drafts.versions(session_id)
    restored = drafts.restore(kept.id)

    assert kept.text == restored.text == mine
    assert [each.text for each in drafts.versions(session_id)] == ["oops", mine]
    with pytest.raises(NotFound):
        drafts.restore(DraftVersionId("NONE"))


def test_only_what_changed_is_written_and_announced(stage: Stage) -> None:
    view = asked(stage)
    drafts, session_id = stage.workspace.drafts, view.round.session_id
    heard: list[Change] = []
    stage.workspace.subscribe(heard.append)

    drafts.keep(session_id, "a")
    drafts.keep(session_id, "a")

    assert [change.drafts for change in heard] == [{session_id}]
    assert drafts.get(SessionId("NONE")).text == ""


def test_a_selection_that_is_not_in_the_answer_is_refused(stage: Stage) -> None:
    view = asked(stage)

    with pytest.raises(InvalidInput, match="Select some words"):
        stage.workspace.drafts.take(view.answers[0].id, Span(3, 3))
