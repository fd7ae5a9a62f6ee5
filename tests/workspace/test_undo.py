"""Steps are taken back and done again in order, and only where nothing else was overwritten."""

import pytest

from conductor.core.errors import ConductorError, LibraryFull, NotFound, StoreError
from conductor.workspace.undo import LONGEST_NAME, Changed, Kind, Thing, Undo, named
from tests.workspace.conftest import Stage


class Box:
    """Something with a value, which can refuse to be written or be gone."""

    def __init__(self, name: str = "box") -> None:
        self.value = 0
        self.trouble: ConductorError | None = None
        self.thing = Thing((name,), self._read, self._write)

    def _read(self) -> int:
        if isinstance(self.trouble, NotFound):
            raise self.trouble
        return self.value

    def _write(self, value: int) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.value = value


def test_steps_go_back_and_forth_one_by_one() -> None:
    undo, box = Undo(), Box()
    for value in (1, 2):
        undo.change(f"to {value}", box.thing, value)

    assert undo.back() == "Undone: to 2."
    assert box.value == 1
    assert undo.back() == "Undone: to 1."
    assert box.value == 0
    assert undo.back() == "There is nothing to undo."
    assert undo.forward() == "Done again: to 1."
    assert undo.forward() == "Done again: to 2."
    assert box.value == 2
    assert undo.forward() == "There is nothing to redo."


def test_something_new_ends_what_could_be_done_again() -> None:
    undo, box = Undo(), Box()
    undo.change("one", box.thing, 1)
    undo.back()
    undo.change("two", box.thing, 2)

    assert undo.next is None
    undo.back()
    assert box.value == 0


def test_successive_edits_of_one_thing_are_one_step() -> None:
    undo, box, other = Undo(), Box(), Box("other")
    for value in (1, 2, 3):
        undo.change(f"to {value}", box.thing, value, Kind.EDIT)
    undo.change("other", other.thing, 1, Kind.EDIT)
    undo.change("to 4", box.thing, 4, Kind.EDIT)

    assert undo.back() == "Undone: to 4."
    assert box.value == 3
    undo.back()
    assert undo.back() == "Undone: to 3."
    assert box.value == 0
    assert undo.last is None


def test_an_edit_after_an_undo_is_a_step_of_its_own() -> None:
    undo, box = Undo(), Box()
    undo.change("one", box.thing, 1, Kind.EDIT)
    undo.change("more", Box("other").thing, 1)
    undo.back()
    undo.change("two", box.thing, 2, Kind.EDIT)

    undo.back()

    assert box.value == 1


def test_what_changes_nothing_is_no_step() -> None:
    undo, box = Undo(), Box()
    undo.change("same", box.thing, 0)

    assert undo.last is None


def test_an_edit_that_goes_back_to_the_beginning_is_a_step_of_its_own() -> None:
    undo, box = Undo(), Box()
    undo.change("there", box.thing, 1, Kind.EDIT)
    undo.change("and back", box.thing, 0, Kind.EDIT)

    undo.back()
    assert box.value == 1  # and not what was done before that
    undo.back()
    assert box.value == 0


def test_what_was_changed_elsewhere_meanwhile_is_not_overwritten() -> None:
    undo, box, earlier = Undo(), Box(), Box("earlier")
    undo.change("earlier", earlier.thing, 1)
    undo.change("one", box.thing, 1)
    box.value = 7

    with pytest.raises(Changed, match="changed again meanwhile"):
        undo.back()

    assert box.value == 7
    undo.back()  # what came before can still be taken back
    assert earlier.value == 0


def test_what_cannot_be_written_now_stays_a_step() -> None:
    undo, box = Undo(), Box()
    undo.change("one", box.thing, 1)
    box.trouble = LibraryFull("No room.")

    with pytest.raises(StoreError):
        undo.back()
    assert undo.last is not None
    assert undo.last.is_done

    box.trouble = None
    undo.back()
    assert box.value == 0

    box.trouble = LibraryFull("No room.")
    with pytest.raises(StoreError):
        undo.forward()
    box.trouble = None
    undo.forward()
    assert box.value == 1


def test_what_could_not_be_done_is_no_step() -> None:
    undo, box = Undo(), Box()
    box.trouble = LibraryFull("No room.")

    with pytest.raises(LibraryFull):
        undo.change("one", box.thing, 1)

    assert undo.last is None


def test_a_step_about_what_is_gone_is_a_step_no_longer() -> None:
    undo, box = Undo(), Box()
    undo.change("one", box.thing, 1)
    box.trouble = NotFound("It is gone.")

    with pytest.raises(NotFound):
        undo.back()

    assert undo.last is None


def test_nothing_of_what_was_deleted_for_good_stays_in_a_step() -> None:
    undo, box = Undo(), Box()
    undo.change("one", box.thing, 1)
    step = undo.last
    undo.change("two", Box("other").thing, 1)
    undo.back()

    undo.forget(["box", "other"])

    assert undo.last is None
    assert undo.next is None
    assert step is not None
    assert step.take_back() == ""


def test_a_step_is_taken_back_once_by_its_notice_or_by_the_key() -> None:
    undo, box, other = Undo(), Box(), Box("other")
    undo.change("one", box.thing, 1)
    step = undo.last
    assert step is not None
    undo.change("other", other.thing, 1)

    assert step.take_back() == "Undone: one."
    assert step.take_back() == ""

    assert (box.value, other.value) == (0, 1)
    undo.forward()
    assert box.value == 1
    undo.back()
    undo.back()
    assert (box.value, other.value) == (0, 0)


def test_listeners_hear_of_every_step() -> None:
    undo, box = Undo(), Box()
    heard: list[bool] = []
    undo.subscribe(lambda: heard.append(undo.last is not None))

    undo.change("one", box.thing, 1)
    undo.back()
    undo.forward()
    undo.forget(["box"])

    assert heard == [True, False, True, False]


def test_a_title_holds_a_long_name_by_its_beginning_and_hides_nothing() -> None:
    assert named("a\nb\u202e") == "a b⟦U+202E⟧"
    assert len(named("long " * 10_000)) == LONGEST_NAME


def test_a_session_deleted_for_good_is_not_brought_back(stage: Stage) -> None:
    workspace = stage.workspace
    session_id = stage.asked("Go", stage.team("Astra")).round.session_id
    workspace.sessions.rename(session_id, "Secret plan")
    workspace.bin.put([session_id])
    workspace.bin.delete_for_good([session_id])

    workspace.undo.back()  # the assistant; nothing of the session is left to undo

    assert workspace.sessions.all() == ()
    assert workspace.bin.sessions() == ()
    assert "Secret" not in str(workspace.undo.last and workspace.undo.last.title)
