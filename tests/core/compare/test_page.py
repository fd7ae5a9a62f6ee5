"""Several answers become one page: contradictions, what all say, what some, what only one."""

from conductor.core.compare.page import OnePage, PagePart, one_page, plain_words
from conductor.core.compare.spans import NotCompared, Obstacle
from conductor.core.compare.units import UnitKind

ONE = """# Report

The board approved the budget of **42 million won** on Monday.
Park compares two suppliers by Friday.

Nobody owns the data migration.
"""
TWO = """The board approved the budget of **45 million won** on Monday.

- Park compares two suppliers by Friday.
- Spending starts in December.
"""
THREE = """Park compares two suppliers by Friday. Spending starts in December.
"""


def page_of(*texts: str) -> OnePage:
    page = one_page(texts)
    assert isinstance(page, OnePage)
    return page


def words_of(page: OnePage, part: PagePart) -> list[tuple[str, tuple[int, ...]]]:
    return [(line.words, line.answers) for line in page.lines if line.part is part]


def test_contradictions_come_first_and_are_not_said_again() -> None:
    page = page_of(ONE, TWO, THREE)

    said = words_of(page, PagePart.CONTRADICTIONS)
    assert said == [
        ("The board approved the budget of 42 million won on Monday.", (0,)),
        ("The board approved the budget of 45 million won on Monday.", (1,)),
    ]
    assert len({line.group for line in page.lines[:2]}) == 1
    assert not any("million" in line.words for line in page.lines[2:])


def test_what_all_say_is_said_once_and_knows_every_place() -> None:
    page = page_of(ONE, TWO, THREE)

    assert words_of(page, PagePart.ALL) == [("Park compares two suppliers by Friday.", (0, 1, 2))]
    shared = next(line for line in page.lines if line.part is PagePart.ALL)
    assert [said.place.of((ONE, TWO, THREE)[said.answer]) for said in shared.said] == [
        "Park compares two suppliers by Friday."
    ] * 3


def test_what_some_and_what_one_says_follow_without_headings() -> None:
    page = page_of(ONE, TWO, THREE)

    assert words_of(page, PagePart.SEVERAL) == [("Spending starts in December.", (1, 2))]
    assert words_of(page, PagePart.ONE) == [("Nobody owns the data migration.", (0,))]


def test_what_only_one_says_is_known_by_its_places() -> None:
    page = page_of(ONE, TWO, THREE)

    assert "Nobody owns the data migration." in [place.of(ONE) for place in page.own[0]]
    assert [place.of(TWO) for place in page.own[1]] == [
        "The board approved the budget of **45 million won** on Monday."
    ]
    assert page.own[2] == ()


def test_answers_in_different_languages_are_no_page() -> None:
    page = one_page((ONE, "이사회는 월요일에 예산을 승인했다. 공급사 두 곳을 비교한다."))

    assert page == NotCompared(Obstacle.LANGUAGES)


def test_words_lose_their_markdown() -> None:
    assert plain_words("**Who** decides [this](https://x.example)?", UnitKind.SENTENCE) == (
        "Who decides this?"
    )
    assert plain_words("| Licences | 11 |", UnitKind.ROW) == "Licences · 11"
    assert plain_words("```python\nx = 1\n```", UnitKind.CODE) == "x = 1"
    assert plain_words("---", UnitKind.SENTENCE) == "---"
