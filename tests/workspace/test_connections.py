"""Connections, assistants, ensembles and who gets a task."""

from dataclasses import replace

import pytest

from conductor.core.entities import AssistantSettings, ConnectionKind
from conductor.core.errors import InvalidInput, NotFound
from conductor.workspace.connections import NewConnection
from conductor.workspace.presets import presets
from conductor.workspace.recipients import addressee, recipients
from tests.workspace.conftest import Stage


@pytest.mark.parametrize("name", ["", "  ", "a>b", "a=b", "a,b", "a\nb", "x" * 81, "a\u202eb"])
def test_names_that_commands_could_not_take_are_refused(stage: Stage, name: str) -> None:
    with pytest.raises(InvalidInput, match="[Nn]ame"):
        stage.assistant(name, model="m")


def test_names_are_unique_without_regard_to_case_and_unicode_form(stage: Stage) -> None:
    stage.assistant("Ästra")

    with pytest.raises(InvalidInput, match="taken"):
        stage.assistant("ÄSTRA".lower().upper(), model="m")
    with pytest.raises(InvalidInput, match="taken"):
        stage.assistant("A\u0308stra", model="m")


def test_a_removed_name_is_free_again(stage: Stage) -> None:
    area = stage.workspace.connections
    area.remove_assistant(stage.assistant("Astra"))

    assert stage.assistant("Astra").name == "Astra"


def test_assistants_are_found_by_name_in_any_case_or_by_id(stage: Stage) -> None:
    astra = stage.assistant("Astra")
    area = stage.workspace.connections

    assert area.find_assistant("aSTRA") == area.find_assistant(astra.id) == astra
    with pytest.raises(NotFound, match="There is: Astra"):
        area.find_assistant("Opus")


def test_a_preset_knows_address_and_variable(stage: Stage) -> None:
    made = stage.workspace.connections.add(NewConnection("OR", preset="OpenRouter"))

    assert made.base_url == "https://openrouter.ai/api/v1"
    assert made.key_env == "OPENROUTER_API_KEY"


def test_every_preset_can_be_added(stage: Stage) -> None:
    for known in presets():
        made = stage.workspace.connections.add(NewConnection(known.title, preset=known.name))
        assert made.base_url == known.base_url


@pytest.mark.parametrize(
    "key",
    ["sk-proj-1234567890abcdef", "gsk_1234567890abcdef", "A1234567890ABCDEF1234567890ABCDEF"],
)
def test_a_key_given_as_the_name_of_a_variable_is_refused_without_repeating_it(
    stage: Stage, key: str
) -> None:
    wanted = NewConnection("X", base_url="http://127.0.0.1/v1", key_env=key)

    with pytest.raises(InvalidInput) as refused:
        stage.workspace.connections.add(wanted)

    assert "1234567890" not in str(refused.value)


@pytest.mark.parametrize("kind", [ConnectionKind.PASTE, ConnectionKind.ANTHROPIC])
def test_a_kind_that_is_not_there_yet_says_what_to_use(stage: Stage, kind: ConnectionKind) -> None:
    with pytest.raises(InvalidInput, match="openai-compatible"):
        stage.workspace.connections.add(NewConnection("X", kind=kind))


def test_a_connection_in_use_is_not_removed(stage: Stage) -> None:
    astra = stage.assistant("Astra")
    area = stage.workspace.connections

    with pytest.raises(InvalidInput, match="Astra"):
        area.remove(stage.connection())

    area.remove_assistant(astra)
    area.remove(stage.connection())
    assert area.all() == ()


def test_new_assistants_get_colours_of_their_own(stage: Stage) -> None:
    colours = [stage.assistant(f"A{n}").colour for n in range(8)]

    assert sorted(colours) == list(range(8))


def test_an_assistant_can_be_changed_and_checked(stage: Stage) -> None:
    astra = stage.assistant("Astra")
    area = stage.workspace.connections

    changed = area.change_assistant(
        replace(astra, name="Nova", settings=AssistantSettings(temperature=0.5))
    )

    assert area.find_assistant("nova") == changed
    with pytest.raises(InvalidInput, match="temperature"):
        area.change_assistant(replace(changed, settings=AssistantSettings(temperature=3.0)))


def test_nobody_named_means_the_session_then_the_current_ensemble_then_all(stage: Stage) -> None:
    astra, opus, local = (stage.assistant(name) for name in ("Astra", "Opus", "Local"))
    assert recipients(stage.workspace) == (astra.id, opus.id, local.id)

    area = stage.workspace.connections
    pair = area.add_ensemble("Pair", [opus, local])
    solo = area.add_ensemble("Solo", [astra])
    assert recipients(stage.workspace) == (astra.id,)
    area.use_ensemble(pair)
    assert recipients(stage.workspace) == (opus.id, local.id)

    view = stage.asked("Go", (local.id,))
    assert recipients(stage.workspace, session_id=view.round.session_id) == (local.id,)
    assert recipients(stage.workspace, to=["astra"]) == (astra.id,)
    assert recipients(stage.workspace, ensemble="solo") == solo.assistants


def test_an_answers_id_stands_for_its_assistant(stage: Stage) -> None:
    view = stage.asked("Go", stage.team("Astra"))

    assert addressee(stage.workspace, view.answers[0].id).name == "Astra"


def test_a_removed_assistant_leaves_its_ensembles_and_its_answers_stay(stage: Stage) -> None:
    astra, opus = stage.assistant("Astra"), stage.assistant("Opus")
    area = stage.workspace.connections
    area.add_ensemble("Pair", [astra, opus])
    view = stage.asked("Go", (astra.id, opus.id))

    area.remove_assistant(astra)

    assert area.ensembles()[0].assistants == (opus.id,)
    assert stage.workspace.sessions.round(view.round.id).answers[0].text == "Hello."


def test_the_models_of_a_connection_come_as_a_future(stage: Stage) -> None:
    models = stage.workspace.connections.models(stage.connection()).result(timeout=5)

    assert [model.id for model in models] == ["model-1", "model-2"]
