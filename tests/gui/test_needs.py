"""A part says what went wrong, and where the person wants to go, by what it was handed."""

from unittest.mock import sentinel

import pytest

from conductor.core.errors import ConductorError, InvalidInput
from conductor.core.ids import AnswerId
from conductor.core.text.anchor import AnswerPlace, Span
from conductor.gui.needs import Needs
from conductor.gui.page import Place


class Person:
    """Who is told and brought somewhere."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.places: list[Place] = []

    def needs(self, read_only: str | None = None) -> Needs:
        window = (sentinel.actions, sentinel.tasks, sentinel.scheduler)
        return Needs(*window, self.told.append, self.places.append, read_only)


def refuse() -> None:
    raise InvalidInput("There is no such round.", about="round")


def test_what_was_refused_is_said_and_what_was_done_is_not() -> None:
    person, done = Person(), list[int]()
    needs = person.needs()

    assert not needs.attempt(refuse)
    assert needs.attempt(lambda: done.append(1))

    assert person.told == ["There is no such round."]
    assert done == [1]


def test_a_defect_is_no_sentence_for_the_person() -> None:
    person = Person()

    with pytest.raises(ZeroDivisionError):
        person.needs().attempt(lambda: 1 // 0)

    assert person.told == []
    assert not issubclass(ZeroDivisionError, ConductorError)


def test_words_of_an_answer_are_a_place_on_the_workbench() -> None:
    person = Person()
    words = AnswerPlace(AnswerId("A"), Span(3, 8))

    person.needs().show_answer(words)

    assert person.places == [Place("workbench", answer=words)]


def test_a_library_that_cannot_be_written_says_why() -> None:
    assert Person().needs().may_write
    assert not Person().needs("Another Conductor has it open.").may_write
