"""What changed between two texts, word by word."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings

from conductor.core.compare import differences, runs
from conductor.core.compare.differences import PieceKind, ShownPiece, compare, pieces
from conductor.core.compare.spans import (
    Comparison,
    NotCompared,
    Obstacle,
    Range,
    SpanKind,
    Stretch,
    languages_differ,
)
from tests.core.compare.texts import AFTER, BEFORE, texts

SIGNS = {PieceKind.KEPT: "{}", PieceKind.DELETED: "[-{}-]", PieceKind.INSERTED: "{{+{}+}}"}


def compared(old: str, new: str) -> Comparison:
    found = compare(old, new)
    assert isinstance(found, Comparison)
    return found


def shown(old: str, new: str) -> str:
    return "".join(SIGNS[p.kind].format(p.text) for p in pieces(compared(old, new), old, new))


@settings(max_examples=300)
@given(texts, texts)
@example("", "")
@example(" ", "\n")
@example("a", "")
@example("\n\na", "a\n")
@example("- a\n- b\n", "- a\n- c\n- b\n")
def test_spans_rejoin_to_both_texts(old: str, new: str) -> None:
    found = compare(old, new)
    if isinstance(found, NotCompared):
        assert languages_differ(old, new)
        return

    assert "".join(span.old.of(old) for span in found.spans) == old
    assert "".join(span.new.of(new) for span in found.spans) == new
    for span in found.spans:
        before, after = span.old.of(old), span.new.of(new)
        assert (before == after) is (span.kind is SpanKind.EQUAL)
        assert (not before) is (span.kind is SpanKind.INSERT)
        assert (not after) is (span.kind is SpanKind.DELETE)
    assert all(a.kind is not b.kind for a, b in pairwise(found.spans))


@settings(max_examples=300)
@given(texts, texts)
def test_the_other_way_round_is_the_mirror_image(old: str, new: str) -> None:
    there, back = compare(old, new), compare(new, old)
    if isinstance(there, NotCompared):
        assert there == back
        return

    assert isinstance(back, Comparison)
    assert [(span.new, span.old, span.blank) for span in back.spans] == [
        (span.old, span.new, span.blank) for span in there.spans
    ]


@settings(max_examples=300)
@given(texts, texts)
def test_pieces_rejoin_and_stay_in_their_line(old: str, new: str) -> None:
    found = compare(old, new)
    if isinstance(found, NotCompared):
        return

    parts = pieces(found, old, new)

    assert "".join(p.text for p in parts if p.kind is not PieceKind.DELETED) == new
    kept = "".join(p.text for p in parts if p.kind is not PieceKind.INSERTED)
    assert "".join(kept.split()) == "".join(old.split())
    for part in parts:
        assert part.place.of(old if part.kind is PieceKind.DELETED else new) == part.text
        if part.kind is not PieceKind.KEPT and "\n" in part.text:
            assert not part.text.strip("\r\n")


def test_a_revised_answer_shows_its_changes_in_place() -> None:
    assert shown(BEFORE, AFTER) == (
        "# Decision\n\n"
        "The board approved the budget of [-42-]{+45+} million won on Monday. "
        "{+From March, +}Kim will run it.\n\n"
        "- licences\n- training{+ for new people+}\n{+- hotels+}{+\n+}- travel\n\n"
        "| Item | Cost |\n|---|---|\n| Licences | [-11-]{+12+} |\n"
        "{+| Hotels | 4 |+}{+\n+}| Training | 20 |\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("예산은 승인되었다.", "예산이 승인되었다.", "예산[-은-]{+이+} 승인되었다."),
        (
            "집행을 확정하였습니다.",
            "집행을 확정했습니다.",
            "집행을 확정[-하였습니다-]{+했습니다+}.",
        ),
        ("사업을 만들었다.", "사업을 만들었습니다.", "사업을 만들었[-다-]{+습니다+}."),
        ("회의를 열었다", "회사를 열었다", "[-회의를-]{+회사를+} 열었다"),
        ("나는 갔다", "나도 갔다", "[-나는-]{+나도+} 갔다"),
        ("42만 원을 썼다", "45만 원을 썼다", "[-42-]{+45+}만 원을 썼다"),
    ],
)
def test_a_changed_particle_marks_the_particle(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_a_new_item_does_not_mark_the_words_of_those_after_it() -> None:
    old = "1. buy bread\n2. buy milk\n3. go home\n"
    new = "1. buy bread\n2. see Kim\n3. buy milk\n4. go home\n"

    assert shown(old, new) == (
        "1. buy bread\n{+2. see Kim+}{+\n+}[-2.-]{+3.+} buy milk\n[-3.-]{+4.+} go home\n"
    )


def test_single_words_between_changes_belong_to_the_change() -> None:
    assert shown("It cost 10 to 12 won.", "It took 11 to 14 days.") == (
        "It [-cost 10 to 12 won-]{+took 11 to 14 days+}."
    )


def test_a_paragraph_in_front_does_not_disturb_the_one_after_it() -> None:
    old = "One paragraph of some words.\n\nAnother one."

    assert shown(old, f"A new start.\n\n{old}") == f"{{+A new start.+}}{{+\n\n+}}{old}"


def test_another_line_wrap_is_no_change_of_words() -> None:
    old, new = "One two\nthree four five.", "One two three four\n  five."

    found = compared(old, new)

    assert found.is_same
    assert {part.kind for part in pieces(found, old, new)} == {PieceKind.KEPT}


def test_the_share_that_was_kept() -> None:
    assert compared("a b", "a b").kept_share == 1
    assert compared("", "").kept_share == 1
    assert compared("a", "b").kept_share == 0
    assert 0.8 < compared(BEFORE, AFTER).kept_share < 0.95


def test_texts_in_two_languages_are_not_compared() -> None:
    found = compare("회의 일정을 알려 드립니다.", "Here is the schedule.")

    assert found == NotCompared(Obstacle.LANGUAGES)
    assert "languages" in Obstacle.LANGUAGES.sentence
    assert isinstance(compare("1 + 1", "회의 일정"), Comparison)


def test_what_is_too_long_is_not_compared() -> None:
    character, token = differences.CHARACTERS_LIMIT, differences.TOKENS_LIMIT

    assert compare("x" * (character + 1), "y") == NotCompared(Obstacle.TOO_LONG)
    assert compare("." + "a," * token, "x") == NotCompared(Obstacle.TOO_LONG)
    assert "too long" in Obstacle.TOO_LONG.sentence


def test_one_word_of_a_megabyte_is_compared_as_one() -> None:
    long = "x" * 1_000_000

    assert compared(f"a {long}", f"a {long}y").spans[-1] == Stretch(
        SpanKind.REPLACE, Range(2, 1_000_002), Range(2, 1_000_003)
    )


def test_a_long_text_is_matched_in_parts_of_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "WORK_LIMIT", 10_000)
    work: list[int] = []
    match = runs._matched

    def counted(old: list[int], new: list[int]) -> runs.Matches:
        work.append(len(old) * len(new))
        return match(old, new)

    monkeypatch.setattr(runs, "_matched", counted)
    paragraphs = [
        f"Paragraph {i} says this.\nAnd more of {i}. Its end is {i * 7}." for i in range(90)
    ]
    old = "\n\n".join(paragraphs)
    new = "\n\n".join(
        p.replace("end", "limit") if i % 9 == 4 else p for i, p in enumerate(paragraphs)
    )

    text = shown(old, new)

    assert text.count("[-end-]{+limit+}") == text.count("[-") == 10
    assert len(work) > 10
    assert max(work) <= 10_000


def test_long_texts_with_nothing_in_common_are_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "WORK_LIMIT", 100)
    old, new = "a " * 50, "b " * 50

    assert [span.kind for span in compared(old, new).spans] == [SpanKind.REPLACE, SpanKind.EQUAL]


def test_pieces_are_values() -> None:
    found = pieces(compared("a b c d", "a b c e"), "a b c d", "a b c e")

    assert found[0] == ShownPiece(PieceKind.KEPT, "a b c ", Range(0, 6))
