"""Every text function of the core takes time in proportion to the text, whatever it holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from random import Random

import pytest

from conductor.core import answer, judgement, manuscript, note, thread
from conductor.core.compare import (
    alike,
    claims,
    differences,
    grams,
    lines,
    page,
    place,
    runs,
    shown,
    units,
    words,
)
from conductor.core.compare.spans import Comparison, languages_differ
from conductor.core.compare.units import UnitKind
from conductor.core.drafts import frames, harmless, listing, merge_reply, review_reply
from conductor.core.drafts import words as round_words
from conductor.core.drafts.frames import Frame, Framed, PassedDraft
from conductor.core.entities import Answer, AnswerStatus, Attachment
from conductor.core.errors import InvalidInput
from conductor.core.events import Text as TextCame
from conductor.core.guidance import proposal
from conductor.core.guidance.guidance import version_of
from conductor.core.ids import AnswerId, AssistantId, NoteId, PieceId, RoundId, SessionId
from conductor.core.markup import cutting, dialect, inline, parser, targets
from conductor.core.markup.blocks import StyledText
from conductor.core.markup.fence import Fence
from conductor.core.markup.splitter import Splitter
from conductor.core.request import Message
from conductor.core.text import matching, rendered, spaced, utf16
from conductor.core.text import visible as text
from conductor.core.text.anchor import Span, find_quote
from tests.linear import (
    HEAVY,
    HEAVY_RUNS,
    QUICK,
    RUNS,
    TELLING_RUNS,
    WHOLE,
    Limits,
    Probe,
    found_superlinear,
    text_functions,
    unregistered,
)

DRAFTS = Framed("", (Frame("abcd", AnswerId("A")), Frame("7777", AnswerId("B"))))
FENCE = Fence("~~~", 3, "")


def answered(words: str) -> Answer:
    return Answer(
        id=AnswerId("A"),
        round_id=RoundId("R"),
        assistant_id=AssistantId("a"),
        assistant="Ada",
        connection="c",
        model="m",
        position=0,
        status=AnswerStatus.COMPLETE,
        text=words,
    )


def piece(words: str) -> manuscript.Piece:
    source = Span(0, len(words))
    ids = (PieceId("P"), SessionId("S"))
    return manuscript.Piece(*ids, 5, AnswerId("A"), 1, source, words, "t")


def compared(old: str, new: str) -> Comparison | None:
    found = differences.compare(old, new)
    return found if isinstance(found, Comparison) else None


def pieces(words: str) -> None:
    old, new = words, f"x{words} y"
    comparison = compared(old, new)
    if comparison:
        differences.pieces(comparison, old, new)


def tokens(words_: str) -> list[words.Token]:
    return words.tokens_of(words_)


def readable(text_: str) -> None:
    old, new = tokens(text_), tokens(f"x {text_} y")
    lines.readable(runs.runs_of(old, new), old, new)


def features(text_: str) -> list[grams.Features]:
    return [grams.features_of(unit.place.of(text_)) for unit in units.units_of(text_)]


def candidates(text_: str) -> None:
    found = features(text_)
    list(alike.candidates(found, grams.Weights(found)))


def weights(text_: str) -> None:
    one = grams.features_of(text_)
    weighed = grams.Weights([one, one])
    weighed.rarest(one.grams, 14)
    weighed.of(one.grams)
    weighed.likeness(one, one)
    one.contradicts(one)


def cut_open(text_: str) -> None:
    placed = parser.MarkupReader().read(text_)
    if placed:
        cutting.first_open(placed, text_.count("\n"))
        cutting.finished_part(placed[-1], text_.count("\n"))


def streamed(size: int) -> Probe:
    def feed(text_: str) -> None:
        splitter = Splitter()
        for start in range(0, len(text_), size):
            splitter.feed(text_[start : start + size])
        splitter.finish()

    return feed


def in_itself(function: Callable[[str, Span, str], object], start: float, end: float) -> Probe:
    """Look for a part of a text in the text itself, with nothing remembered."""

    def probe(text_: str) -> None:
        rendered._letters.cache_clear()
        function(text_, Span(int(len(text_) * start), int(len(text_) * end)), text_)

    return probe


def turned_round(function: Callable[[str, Span, str], object]) -> Probe:
    def probe(text_: str) -> None:
        rendered._letters.cache_clear()
        function(text_, Span(len(text_) // 4, len(text_) // 2), f"{text_[::-1]}x")

    return probe


def ranked(text_: str) -> None:
    with suppress(InvalidInput):
        judgement.parse_ranking(text_)


def finding_lines(text_: str) -> str:
    return "\n".join(f"- abcd: {text_[n : n + 3_000]}" for n in range(0, len(text_), 3_000))


def findings(reply: str, answer_text: str) -> None:
    review_reply.findings_of(reply, DRAFTS, {AnswerId("A"): answer_text})


def worth_keeping(text_: str) -> None:
    now = "2026-01-01T00:00:00+00:00"
    manuscript.is_worth_keeping(text_, f"{text_}x", kept=text_[1:], kept_at=None, now=now)


def live(text_: str) -> None:
    begun = answer.LiveAnswer(answered(""))
    for start in range(0, len(text_), 64):
        begun.apply(TextCame(text_[start : start + 64]))
    begun.snapshot()


def turns(text_: str) -> list[thread.Turn]:
    return [thread.Turn(line, answered(line)) for line in text_.split()[:2_000]]


def messages(text_: str) -> None:
    sent = [Message.of("user", word) for word in text_.split()]
    thread.rounds_to_leave_out(sent, prompt_tokens=10**9, context_tokens=1_000)


PROBES: Mapping[str, Sequence[Probe]] = {
    "core.text.anchor.find_quote": [
        lambda t: find_quote(t, t),
        lambda t: find_quote(f"{t[: len(t) // 2]}x", t),
        lambda t: find_quote("a b", t),
        lambda t: find_quote(t[: len(t) // 3], t, 3),
    ],
    "core.answer.LiveAnswer.apply": [live],
    "core.compare.alike.alike": [lambda t: list(alike.alike(features(t)))],
    "core.compare.alike.candidates": [candidates],
    "core.compare.claims.claims_of": [
        lambda t: claims.claims_of([t, t]),
        lambda t: claims.claims_of([t, f"x{t}", f"{t}!"]),
    ],
    "core.compare.differences.compare": [
        lambda t: differences.compare(t, f"{t}x"),
        lambda t: differences.compare(t[: len(t) // 2], f"x {t}"),
    ],
    "core.compare.differences.pieces": [pieces],
    "core.compare.grams.features_of": [grams.features_of],
    "core.compare.grams.Features.contradicts": [weights],
    "core.compare.grams.Weights.of": [weights],
    "core.compare.grams.Weights.rarest": [weights],
    "core.compare.grams.Weights.likeness": [weights],
    "core.compare.lines.readable": [readable],
    "core.compare.page.one_page": [lambda t: page.one_page([t, f"{t} x"])],
    "core.compare.page.plain_words": [
        lambda t: page.plain_words(f"a|{t}b|{t}x", UnitKind.ROW),
        lambda t: page.plain_words(t, UnitKind.SENTENCE),
    ],
    "core.compare.place.matching_place": [
        lambda t: place.matching_place(t, len(t) // 2, f"x\n\n{t}"),
    ],
    "core.compare.runs.runs_of": [lambda t: runs.runs_of(tokens(t), tokens(f"x {t}"))],
    "core.compare.shown.aligned": [
        lambda t: shown.aligned(t, f"x{t[: len(t) // 2]}y"),
    ],
    "core.compare.spans.languages_differ": [lambda t: languages_differ(t, t)],
    "core.compare.units.blocks_of": [lambda t: list(units.blocks_of(t))],
    "core.compare.units.units_of": [units.units_of, lambda t: units.units_of(f"x{t}x")],
    "core.compare.words.tokens_of": [tokens, lambda t: tokens(f"x{t}x")],
    "core.compare.words.stem_of": [words.stem_of],
    "core.drafts.frames.Framed.ids_in": [DRAFTS.ids_in],
    "core.drafts.frames.Framed.named": [lambda t: DRAFTS.named(t, {AnswerId("A"): "x"})],
    "core.drafts.frames.framed": [
        lambda t: frames.framed(
            [PassedDraft(AnswerId("A"), t), PassedDraft(AnswerId("B"), f"x{t}")], Random(1)
        ),
    ],
    "core.drafts.frames.read_frames": [frames.read_frames],
    "core.drafts.harmless.harmless": [harmless.harmless, lambda t: harmless.harmless(f"x{t}x")],
    "core.drafts.harmless.folded": [harmless.folded],
    "core.drafts.listing.is_heading": [listing.is_heading],
    "core.drafts.listing.after_bullet": [
        listing.after_bullet,
        lambda t: listing.after_bullet(f"{t}x"),
    ],
    "core.drafts.listing.says_none": [listing.says_none],
    "core.drafts.listing.items_of": [
        lambda t: list(listing.items_of([t, t])),
        lambda t: list(listing.items_of(t.splitlines(keepends=True))),
    ],
    "core.drafts.listing.without_ids": [lambda t: listing.without_ids(t, DRAFTS)],
    "core.drafts.merge_reply.merged": [
        lambda t: merge_reply.merged(t, DRAFTS),
        lambda t: merge_reply.merged(
            f"body\n\n## What came from which\n\n- abcd {t}\n{t}\n"
            f"## Where the drafts disagree\n- 7777 {t}",
            DRAFTS,
        ),
    ],
    "core.drafts.review_reply.findings_of": [
        lambda t: findings(t, t),
        lambda t: findings(finding_lines(t), t),
        lambda t: findings('- abcd "a x a x" wrong\n' * (len(t) // 20), t),
    ],
    "core.drafts.review_reply.place_of": [
        lambda t: review_reply.place_of(f"x{t}", t),
        lambda t: review_reply.place_of("a a a a a a a x", t),
        lambda t: review_reply.place_of("_ _ _ _ x", t),
        lambda t: review_reply.place_of(f"{t[:200]}x", t),
    ],
    "core.drafts.words.words_with_drafts": [
        lambda t: round_words.words_with_drafts(t, t, DRAFTS),
    ],
    "core.drafts.words.prompt_language": [lambda t: round_words.prompt_language(t, "en")],
    "core.guidance.guidance.version_of": [version_of],
    "core.judgement.parse_ranking": [ranked],
    "core.judgement.ranking_text": [lambda t: judgement.ranking_text([[t], [t]])],
    "core.manuscript.place_piece": [
        lambda t: manuscript.place_piece(piece(t[: len(t) // 2]), f"x {t}"),
    ],
    "core.manuscript.is_worth_keeping": [worth_keeping],
    "core.manuscript.changed": [lambda t: manuscript.changed(t, t[::-1])],
    "core.markup.cutting.first_open": [cut_open],
    "core.markup.cutting.finished_part": [cut_open],
    "core.markup.dialect.block_tokens": [lambda t: dialect.block_tokens(t, {})],
    "core.markup.fence.Fence.opened_by": [
        Fence.opened_by,
        lambda t: Fence.opened_by(f"```{t}"),
    ],
    "core.markup.fence.Fence.is_closed_by": [FENCE.is_closed_by],
    "core.markup.fence.Fence.content_of": [FENCE.content_of],
    "core.markup.inline.linked": [
        lambda t: list(inline.linked(StyledText(t))),
        lambda t: list(inline.linked(StyledText(f"http://a{t}"))),
    ],
    "core.markup.inline.plain": [inline.plain],
    "core.markup.inline.pieces_of": [lambda t: list(inline.pieces_of(t))],
    "core.markup.parser.parse": [
        parser.parse,
        lambda t: parser.parse(f"|a|b|\n|-|-|\n|{t}|c|\n"),
    ],
    "core.markup.parser.with_line_feeds": [parser.with_line_feeds],
    "core.markup.parser.language_of": [parser.language_of],
    "core.markup.parser.MarkupReader.read": [lambda t: parser.MarkupReader().read(f"x{t}")],
    "core.markup.splitter.Splitter.feed": [streamed(8_192)],
    "core.markup.targets.is_allowed_target": [
        targets.is_allowed_target,
        lambda t: targets.is_allowed_target(f"mailto:{t}"),
    ],
    "core.text.matching.fit": [
        lambda t: matching.fit("aaax", t),
        lambda t: matching.fit("a x", t),
        lambda t: matching.fit(t[:50], t),
    ],
    "core.note.words_for_guidance": [
        lambda t: note.words_for_guidance(
            [note.Note(NoteId("N"), SessionId("S"), t, "", "", quote=t)]
        ),
    ],
    "core.guidance.proposal.suggestions_in": [
        proposal.suggestions_in,
        lambda t: proposal.suggestions_in(f"- {t}x"),
    ],
    "core.text.rendered.matching_span": [
        in_itself(rendered.matching_span, 0.25, 0.75),
        turned_round(rendered.matching_span),
    ],
    "core.text.rendered.source_span": [
        in_itself(rendered.source_span, 0.25, 0.75),
        turned_round(rendered.source_span),
        in_itself(rendered.source_span, 0.9, 1.0),
    ],
    "core.text.spaced.Spaced.of": [
        lambda t: spaced.Spaced.of(t, spaced.ANY_WORD, ignores_case=True)
    ],
    "core.text.spaced.Spaced.spans_of": [
        lambda t: list(spaced.Spaced.of(t, spaced.ANY_WORD).spans_of(t[:40])),
    ],
    "core.text.spaced.Spaced.nearest": [
        lambda t: spaced.Spaced.of(t, spaced.ANY_WORD).nearest(t[: len(t) // 4], len(t) // 2),
    ],
    "core.text.spaced.apart_places_of": [lambda t: list(spaced.apart_places_of(t[:20], t))],
    "core.text.spaced.places_of": [
        lambda t: list(spaced.places_of(t[:20], t)),
        lambda t: list(spaced.places_of(t[: len(t) // 2], t)),
    ],
    "core.text.spaced.folded_case": [spaced.folded_case],
    "core.text.spaced.joined": [lambda t: spaced.joined(t.split(), ignores_case=True)],
    "core.text.utf16.to_utf16": [lambda t: utf16.to_utf16(t, len(t))],
    "core.text.utf16.from_utf16": [lambda t: utf16.from_utf16(t, len(t))],
    "core.text.visible.visible": [text.visible, lambda t: text.visible(f"x{t}x")],
    "core.text.visible.without_hidden": [
        text.without_hidden,
        lambda t: text.without_hidden(f"x{t}x"),
    ],
    "core.text.visible.well_formed": [text.well_formed],
    "core.text.visible.one_line": [text.one_line],
    "core.thread.language_of": [thread.language_of],
    "core.thread.words_of": [lambda t: thread.words_of(t, [Attachment(t, "", t)])],
    "core.thread.system_message": [lambda t: thread.system_message(t, [t], t)],
    "core.thread.answer_text": [lambda t: thread.answer_text(answered(t))],
    "core.thread.usable": [lambda t: thread.usable(turns(t))],
    "core.thread.build_thread": [lambda t: thread.build_thread(t, turns(t), t)],
    "core.thread.spoken": [lambda t: thread.spoken(t, AnswerStatus.STOPPED)],
    "core.thread.exchange": [lambda t: thread.exchange(t, t, AnswerStatus.STOPPED)],
    "core.thread.joined": [lambda t: thread.joined(t, [(Message.of("user", t),) * 2], t)],
    "core.thread.about_tokens": [thread.about_tokens],
    "core.thread.rounds_to_leave_out": [messages],
}
"""How each function is called with a text of some length."""

HEAVY_ONES = {
    "core.drafts.merge_reply.merged",
    "core.drafts.review_reply.findings_of",
    "core.compare.alike.alike",
    "core.compare.alike.candidates",
    "core.compare.claims.claims_of",
    "core.compare.differences.compare",
    "core.compare.differences.pieces",
    "core.compare.lines.readable",
    "core.compare.page.one_page",
    "core.compare.page.plain_words",
    "core.compare.place.matching_place",
    "core.compare.runs.runs_of",
    "core.compare.shown.aligned",
    "core.compare.units.units_of",
    "core.compare.words.tokens_of",
    "core.markup.cutting.finished_part",
    "core.markup.cutting.first_open",
    "core.markup.dialect.block_tokens",
    "core.markup.parser.MarkupReader.read",
    "core.markup.parser.parse",
    "core.markup.splitter.Splitter.feed",
    "core.thread.build_thread",
    "core.thread.usable",
}

IN_PIECES = inline._PIECE
PIECE_PROBES: Mapping[str, Sequence[Probe]] = {
    "core.markup.inline.read_inlines": [
        lambda t: inline.read_inlines(t, {}),
        lambda t: inline.read_inlines(t, {}, in_cell=True),
    ],
}
"""What gets a piece of a block at a time, never more."""

UNSEEN: Mapping[str, str] = {
    "core.request.Message.of": "puts words into a part as they are",
    "core.compare.spans.Range.of": "a slice",
    "core.drafts.frames.Framed.answer_of": "compares one id with a few",
    "core.drafts.words.template_name": "the name of a language of ours",
    "core.drafts.words.preface_name": "the name of a language of ours",
    "core.guidance.draw.": "sees answers only to leave out fields",
    "core.guidance.guidance.Scope.": "compares names of kinds",
    "core.markup.dialect.inline_tokens": "called by `read_inlines` only, which bounds the brackets",
    "core.pictures.": "writes pictures of numbers; words are shortened before",
    "core.showing.": "sees answers only to leave out fields",
    "core.i18n.": "sentences of ours",
}
"""What need not be measured, by the beginning of its name, and why."""


def test_every_text_function_of_the_core_is_measured_or_has_a_reason_not_to_be() -> None:
    known = {**PROBES, **PIECE_PROBES}

    assert unregistered(text_functions("conductor.core"), known, UNSEEN) == []


PARTS = ("an", "compare", "d", "gu", "ju", "manu", "mar", "mat", "n", "pr", "re", "sp", "t")
"""How the names of the modules begin, so that a failure says where to look."""


def probes(names: Iterable[str]) -> dict[str, Sequence[Probe]]:
    return {name: PROBES[name] for name in names}


@pytest.mark.parametrize("part", PARTS)
def test_time_grows_with_the_text_and_not_faster(part: str) -> None:
    names = [name for name in PROBES if name.startswith(f"core.{part}")]

    light = found_superlinear(probes(set(names) - HEAVY_ONES), QUICK, TELLING_RUNS)
    heavy = found_superlinear(probes(set(names) & HEAVY_ONES), HEAVY, HEAVY_RUNS)

    assert light + heavy == []


def test_no_part_of_the_core_is_left_out() -> None:
    assert PROBES.keys() >= HEAVY_ONES
    assert [name for name in PROBES if not name[5:].startswith(PARTS)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_the_text_for_every_run_up_to_a_megabyte(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, WHOLE, RUNS) == []


@pytest.mark.parametrize("name", PIECE_PROBES)
def test_the_longest_piece_of_a_block_is_read_in_an_eye_blink(name: str) -> None:
    limits = Limits(longest=IN_PIECES, enough_s=1.0, floor_s=0.25, steps=1)

    assert found_superlinear({name: PIECE_PROBES[name]}, limits, HEAVY_RUNS) == []


STRUCTURES: Mapping[str, Callable[[int], str]] = {
    "wide rows": lambda n: "|a|b|\n|-|-|\n" + f"|{'x|' * (n // 8)}\n" * 4,
    "wide head, short rows": lambda n: (
        f"|{'a|' * (n // 8)}\n|{'-|' * (n // 8)}\n" + "|b|\n" * (n // 8)
    ),
    "link definitions": lambda n: "".join(f"[a{i}]: http://b{i}\n" for i in range(n // 20)),
    "links to definitions": lambda n: "[a]: http://b\n\n" + "[a] " * (n // 4),
    "nested quotes": lambda n: "".join(f"{'> ' * (i % 40)}a\n" for i in range(n // 40)),
    "ever deeper quotes": lambda n: "> " * (n // 2) + "a",
    "nested lists": lambda n: "".join(f"{'  ' * (i % 30)}- a\n" for i in range(n // 30)),
    "headings": lambda n: "".join(f"# a{i}\n" for i in range(n // 6)),
    "footnotes": lambda n: "".join(f"a[^{i}]\n\n[^{i}]: b\n\n" for i in range(n // 20)),
    "fences": lambda n: "```a\nb\n```\n" * (n // 12),
    "nested emphasis": lambda n: "*a **b " * (n // 16) + "b** a* " * (n // 16),
    "nested images": lambda n: "![a" * (n // 16) + "](b)" * (n // 16),
    "unclosed title": lambda n: '[a]: b "c\n' * (n // 10),
    "lazy quote": lambda n: "> a\n" + "b\n" * (n // 2),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_structures_are_read_in_time_that_grows_with_their_length(name: str) -> None:
    written = STRUCTURES[name]
    limits = Limits(longest=8_192, enough_s=1.0, floor_s=0.15, steps=1)
    probes_: Sequence[Probe] = [
        lambda t: parser.parse(written(len(t))),
        lambda t: streamed(8_192)(written(len(t))),
    ]

    assert found_superlinear({name: probes_}, limits, ["letters"]) == []
