"""Connections, assistants, ensembles and who gets a task."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor.core.entities import AssistantSettings, ConnectionKind
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.request import FoundServer, Secret
from conductor.i18n import use_language
from conductor.workspace.connections.connection_checks import is_readable_on_the_way
from conductor.workspace.connections.connections import KeySource, KeyState, NewConnection
from conductor.workspace.connections.presets import presets
from conductor.workspace.connections.roles import starter_roles
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


def test_a_connection_is_changed_and_what_is_not_named_stays(stage: Stage) -> None:
    area = stage.workspace.connections
    here = stage.connection("Here", key_env="K")

    changed = area.change(here.id, name="There", parallel=2)

    assert area.all() == (changed,)
    assert (changed.name, changed.parallel) == ("There", 2)
    assert (changed.base_url, changed.key_env) == (here.base_url, "K")


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"name": ""}, "name"),
        ({"name": "there"}, "name"),
        ({"base_url": "http://example.com/v1"}, "base_url"),
        ({"base_url": ""}, "base_url"),
        ({"parallel": 0}, "parallel"),
        ({"parallel": 17}, "parallel"),
        ({"key": KeySource(variable="sk-proj-12345")}, "key_env"),
        ({"key": KeySource(key=Secret("two words"))}, "key"),
    ],
)
def test_a_refusal_names_the_attribute_and_changes_nothing(
    stage: Stage, fields: dict[str, Any], about: str
) -> None:
    area = stage.workspace.connections
    here, _there = stage.connection("Here"), stage.connection("There")

    with pytest.raises(InvalidInput) as refused:
        area.change(here.id, **fields)

    assert refused.value.about == about
    assert area.find("Here") == here


def test_a_key_belongs_to_one_scheme_host_and_port(stage: Stage) -> None:
    area = stage.workspace.connections
    here = stage.connection("Here")
    area.hold_key(here, "canary-4711")

    for elsewhere in ("http://127.0.0.1:10/v1", "https://127.0.0.1:9/v1", "http://10.0.0.1:9/v1"):
        with pytest.raises(InvalidInput, match="another place"):
            area.change(here.id, base_url=elsewhere)
    area.change(here.id, base_url="http://127.0.0.1:9/other")
    assert area.key_state(here) is KeyState.IN_MEMORY
    moved = area.change(here.id, base_url="https://example.com/v1", key=KeySource())

    assert area.key_state(moved) is KeyState.NONE


def test_a_new_key_takes_the_place_of_the_one_before(stage: Stage) -> None:
    area = stage.workspace.connections
    here = stage.connection("Here")

    held = area.change(here.id, key=KeySource(key=Secret(" canary-4711 ")))
    assert area.key_state(held) is KeyState.IN_MEMORY
    named = area.change(here.id, key=KeySource(variable="MY_KEY"))
    assert area.key_state(named) is KeyState.VARIABLE_MISSING
    stage.environment["MY_KEY"] = "x"
    assert area.key_state(named) is KeyState.VARIABLE_SET
    assert area.key_state(area.change(here.id, key=KeySource())) is KeyState.NOT_NEEDED


def test_a_key_that_cannot_be_one_adds_no_connection(stage: Stage) -> None:
    area = stage.workspace.connections
    wanted = NewConnection("X", base_url="http://127.0.0.1/v1", key=Secret("two words"))

    with pytest.raises(InvalidInput) as refused:
        area.add(wanted)

    assert refused.value.about == "key"
    assert area.all() == ()


def test_a_removed_connection_comes_back_unless_its_name_was_taken(stage: Stage) -> None:
    area = stage.workspace.connections
    here = stage.connection("Here")
    area.remove(here)

    stage.workspace.undo.back()
    assert area.all() == (here,)
    area.remove(here)
    step = stage.workspace.undo.last
    assert step is not None
    other = stage.connection("here")
    with pytest.raises(InvalidInput, match="taken"):
        step.take_back()
    area.remove(other)
    step.take_back()  # it stayed a step
    assert area.all() == (here,)


def test_a_removed_assistant_comes_back_to_its_place_in_its_ensembles(stage: Stage) -> None:
    astra, opus = stage.assistant("Astra"), stage.assistant("Opus")
    area = stage.workspace.connections
    pair = area.add_ensemble("Pair", [astra, opus])
    area.remove_assistant(astra)

    stage.workspace.undo.back()

    assert area.find_assistant("Astra") == astra
    assert area.ensembles() == (pair,)


def test_an_assistant_without_its_connection_does_not_come_back(stage: Stage) -> None:
    astra = stage.assistant("Astra")
    area = stage.workspace.connections
    area.remove_assistant(astra)
    step = stage.workspace.undo.last
    assert step is not None
    area.remove(stage.connection())

    with pytest.raises(InvalidInput, match="connection"):
        step.take_back()


@given(st.lists(st.integers(0, 5), max_size=12), st.lists(st.integers(0, 5), max_size=3))
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_an_ensemble_holds_who_was_put_in_each_once_in_order(
    stage: Stage, wanted: list[int], removed: list[int]
) -> None:
    area = stage.workspace.connections
    for assistant in area.assistants():
        area.remove_assistant(assistant)
    for ensemble in area.ensembles():
        area.remove_ensemble(ensemble)
    team = [stage.assistant(f"A{n}") for n in range(6)]
    ensemble = area.add_ensemble("Team", [team[0]])
    chosen = tuple(team[n].id for n in wanted)

    if chosen:
        changed = area.change_ensemble(replace(ensemble, name="Other", assistants=chosen))
        assert changed.name == "Other"
    else:
        with pytest.raises(InvalidInput, match="at least one"):
            area.change_ensemble(replace(ensemble, assistants=()))
    for number in dict.fromkeys(removed):
        area.remove_assistant(team[number])

    gone = {team[number].id for number in removed}
    expected = tuple(dict.fromkeys(chosen)) or (team[0].id,)
    (kept,) = area.ensembles()
    assert kept.assistants == tuple(one for one in expected if one not in gone)


def test_a_removed_ensemble_comes_back(stage: Stage) -> None:
    area = stage.workspace.connections
    pair = area.add_ensemble("Pair", [stage.assistant("Astra")])
    area.remove_ensemble(pair)
    assert area.ensembles() == ()

    stage.workspace.undo.back()

    assert area.ensembles() == (pair,)
    assert area.change_ensemble(replace(pair, name="PAIR")).name == "PAIR"


def test_models_become_assistants_with_names_that_can_be_kept(stage: Stage) -> None:
    area = stage.workspace.connections
    hostile = "<img src=file:///etc/passwd>"
    models = ["vendor/model", "vendor/model", hostile, "x" * 300]

    added = area.add_assistants(stage.connection(), models)

    assert [assistant.model for assistant in added] == models
    assert [a.name for a in added[:3]] == [
        "vendor/model",
        "vendor/model 2",
        "<img src file:///etc/passwd",
    ]
    assert len(added[3].name) <= 80
    assert len({assistant.colour for assistant in added}) == 4


def test_a_found_server_becomes_a_connection_with_a_free_name(stage: Stage) -> None:
    stage.connection("Ollama")
    server = FoundServer("Ollama", "http://127.0.0.1:11434/v1", ("m",))

    added = stage.workspace.connections.add_found(server)

    assert (added.name, added.base_url) == ("Ollama 2", server.base_url)


@pytest.mark.parametrize(
    ("url", "is_readable"),
    [
        ("http://192.168.0.4/v1", True),
        ("HTTP://10.0.0.1", True),
        ("http://127.0.0.1:9/v1", False),
        ("http://localhost/v1", False),
        ("https://192.168.0.4/v1", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_it_is_known_which_addresses_are_readable_on_the_way(url: str, is_readable: bool) -> None:
    assert is_readable_on_the_way(url) is is_readable


def test_the_roles_to_begin_with_are_there_in_both_languages() -> None:
    english = starter_roles()
    use_language("ko")
    korean = starter_roles()

    assert [role.title for role in english] == ["Analyst", "Editor", "Critic"]
    assert len(korean) == 3
    assert not {role.text for role in english} & {role.text for role in korean}


def test_no_assistant_gets_a_connection_that_was_removed(stage: Stage) -> None:
    area = stage.workspace.connections
    astra, there = stage.assistant("Astra"), stage.connection("There")
    area.remove(there)

    with pytest.raises(InvalidInput, match="removed"):
        area.add_assistant("Opus", there, model="m")
    with pytest.raises(InvalidInput, match="removed") as refused:
        area.change_assistant(replace(astra, connection_id=there.id))

    assert refused.value.about == "connection_id"


def test_an_address_taken_back_does_not_get_the_key_of_another(stage: Stage) -> None:
    area, keys = stage.workspace.connections, stage.workspace.desk.keys
    here = area.add(NewConnection("Here", base_url="http://127.0.0.1:9/v1", key=Secret("mine")))
    elsewhere = KeySource(key=Secret("theirs"))
    area.change(here.id, base_url="http://127.0.0.1:8/v1", key=elsewhere)

    said = stage.workspace.undo.back()

    assert area.find("Here").base_url == here.base_url
    assert not keys.is_held(here.id)
    assert said.endswith("The key of Here has to be given again.")


def test_a_key_stays_where_the_address_stays(stage: Stage) -> None:
    area, keys = stage.workspace.connections, stage.workspace.desk.keys
    here = area.add(NewConnection("Here", base_url="http://127.0.0.1:9/v1", key=Secret("mine")))
    area.change(here.id, name="Office")

    assert stage.workspace.undo.back() == "Undone: connection “Office” changed."
    assert area.find("Here") == here
    assert keys.is_held(here.id)


def test_a_connection_in_use_is_not_taken_back_by_its_notice(stage: Stage) -> None:
    here = stage.connection()
    adding = stage.workspace.undo.last
    astra = stage.assistant("Astra")
    assert adding is not None

    with pytest.raises(InvalidInput, match="Astra"):
        adding.take_back()

    stage.workspace.undo.back()
    stage.workspace.undo.back()
    assert stage.workspace.connections.all() == ()
    stage.workspace.undo.forward()
    stage.workspace.undo.forward()
    assert stage.workspace.connections.all() == (here,)
    assert stage.workspace.connections.assistants() == (astra,)


def test_what_was_removed_meanwhile_is_not_changed(stage: Stage) -> None:
    astra, opus = stage.assistant("Astra"), stage.assistant("Opus")
    area = stage.workspace.connections
    pair = area.add_ensemble("Pair", [astra, opus])
    area.remove_assistant(astra)
    area.remove_ensemble(pair)

    with pytest.raises(NotFound):
        area.change_assistant(astra)
    with pytest.raises(NotFound):
        area.change_ensemble(pair)


def test_assistants_removed_one_after_the_other_come_back_in_order(stage: Stage) -> None:
    team = [stage.assistant(name) for name in ("Astra", "Opus", "Local")]
    area = stage.workspace.connections
    trio = area.add_ensemble("Trio", team)
    for one in (team[1], team[0], team[2]):
        area.remove_assistant(one)

    for _one in team:
        stage.workspace.undo.back()

    assert area.ensembles() == (trio,)
    assert area.assistants() == tuple(team)
