"""What a round leaves as it was, and what would be sent next."""

from tests.fakes import words
from tests.workspace.conftest import Stage


def test_those_who_are_not_asked_keep_their_last_answers(stage: Stage) -> None:
    astra, opus, local = stage.team("Astra", "Opus", "Local")
    stage.provider.script("Opus", words("opus 1"))
    stage.provider.script("Opus", words("opus 2"))
    first = stage.asked("One", (astra, opus))
    session = first.round.session_id
    stage.asked("Two", (opus,), session)
    third = stage.asked("Three", (astra, local), session)

    unasked = stage.workspace.sessions.unasked

    assert unasked(first.round) == ()
    assert [a.text for a in unasked(third.round)] == ["opus 2"]
    assert [a.assistant_id for a in unasked(stage.asked("Four", (opus,), session).round)] == [
        astra,
        local,
    ]


def test_answers_of_other_sessions_are_not_among_them(stage: Stage) -> None:
    astra, opus = stage.team("Astra", "Opus")
    stage.asked("Elsewhere", (astra, opus))

    here = stage.asked("Here", (astra,))

    assert stage.workspace.sessions.unasked(here.round) == ()


def test_what_would_be_sent_is_what_is_sent(stage: Stage) -> None:
    astra = stage.assistant("Astra", role="Be brief.")
    sessions = stage.workspace.sessions
    before = sessions.next_thread(astra, None, "Eins, bitte auf Englisch")
    first = stage.asked("Eins, bitte auf Englisch", (astra.id,))
    between = sessions.next_thread(astra, first.round.session_id, "And on")

    second = stage.asked("And on", (astra.id,), first.round.session_id)

    assert before == sessions.thread(first.answers[0])
    assert between == sessions.thread(second.answers[0])


def test_looking_at_what_would_be_sent_keeps_and_sends_nothing(stage: Stage) -> None:
    astra = stage.assistant("Astra")
    first = stage.asked("One", (astra.id,))

    stage.workspace.sessions.next_thread(astra, first.round.session_id, "Two")

    assert len(stage.workspace.sessions.rounds(first.round.session_id)) == 1
    assert stage.workspace.live.ids == ()
