"""Announcements name the things that changed, by their ids, and come as one where they can."""

import pytest

from conductor.core.change import Change
from conductor.core.ids import ProposalId, TrialId
from tests.workspace.conftest import Stage


@pytest.fixture
def heard(stage: Stage) -> list[Change]:
    every: list[Change] = []
    stage.workspace.subscribe(every.append)
    return every


def test_connections_assistants_and_ensembles_are_told_apart(
    stage: Stage, heard: list[Change]
) -> None:
    area = stage.workspace.connections
    here = stage.connection()
    astra = stage.assistant("Astra")
    team = area.add_ensemble("Team", [astra])
    area.hold_key(here, "sk-test-1234567890")
    area.use_ensemble(team)

    assert heard == [
        Change(connections=frozenset({here.id})),
        Change(assistants=frozenset({astra.id})),
        Change(ensembles=frozenset({team.id})),
        Change(connections=frozenset({here.id})),
        Change(ensembles=frozenset({team.id})),
    ]


def test_an_assistant_that_goes_or_comes_back_changes_its_ensembles(
    stage: Stage, heard: list[Change]
) -> None:
    area = stage.workspace.connections
    astra, opus = stage.assistant("Astra"), stage.assistant("Opus")
    both = area.add_ensemble("Both", [astra, opus])
    area.add_ensemble("Opus alone", [opus])
    heard.clear()

    area.remove_assistant(astra)
    stage.workspace.undo.back()

    gone = Change(assistants=frozenset({astra.id}), ensembles=frozenset({both.id}))
    assert heard == [gone, gone]


def test_a_setting_is_named(stage: Stage, heard: list[Change]) -> None:
    stage.workspace.settings.change("blind", True)

    assert heard == [Change(settings=frozenset({"blind"}))]


def test_what_happens_together_is_announced_once_and_whole(
    stage: Stage, heard: list[Change]
) -> None:
    desk = stage.workspace.desk
    here = stage.connection()
    heard.clear()
    one = Change(trials=frozenset({TrialId("1")}))
    two = Change(trials=frozenset({TrialId("2")}), proposals=frozenset({ProposalId("3")}))

    with desk.gathering():
        desk.publish(one)
        with desk.gathering():
            desk.publish(two)
        assert heard == []
    stage.workspace.connections.hold_key(here, "sk-test-1234567890")

    assert heard == [one | two, Change(connections=frozenset({here.id}))]


def test_what_happened_before_a_mishap_is_announced_all_the_same(
    stage: Stage, heard: list[Change]
) -> None:
    desk = stage.workspace.desk
    change = Change(trials=frozenset({TrialId("1")}))

    def mishap() -> None:
        with desk.gathering():
            desk.publish(change)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        mishap()
    with desk.gathering():
        pass

    assert heard == [change]
