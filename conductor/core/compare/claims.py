"""Put several answers on one page: what all say, what some, what one, what contradicts.

Rules: everything an answer says is in exactly one claim; every claim knows each place
where it is said. Claims with different numbers, or of which one denies the other, are
never the same claim, however alike. Answers that say nothing do not count.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conductor.core.compare.alike import alike
from conductor.core.compare.grams import Features, features_of
from conductor.core.compare.spans import NotCompared, Obstacle, Range, languages_differ
from conductor.core.compare.units import UnitKind, units_of
from conductor.core.text.patience import go_on

ANSWER_LIMIT = 400_000
"""Characters of an answer that is put on the page."""
UNITS_LIMIT = 20_000
"""Sentences of all answers together that are put on the page."""

_APART = {UnitKind.HEADING, UnitKind.CODE}  # these are like their own kind only


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where something is said; `answer` is the answer's index, from 0."""

    answer: int
    place: Range


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that one or more answers say.

    Attributes:
        said: every place, in the order of the answers.
        central: the place whose wording is closest to all others.
    """

    kind: UnitKind
    said: tuple[Mention, ...]
    central: Mention

    @property
    def answers(self) -> tuple[int, ...]:
        """The answers that say it."""
        return tuple(sorted({said.answer for said in self.said}))


@dataclass(frozen=True, slots=True)
class Claims:
    """Several answers on one page.

    Attributes:
        by_all: what every answer says, in the order of the one that shares most.
        by_several: what more than one says, but not all, in the same order.
        by_one: what only one says, answer by answer.
        contradictions: claims that are alike, but differ in a number or a "not".
    """

    by_all: tuple[Claim, ...]
    by_several: tuple[Claim, ...]
    by_one: tuple[Claim, ...]
    contradictions: tuple[tuple[Claim, Claim], ...] = ()


def claims_of(texts: Sequence[str]) -> Claims | NotCompared:
    """Put answers on one page; the answer may be that it makes no sense, with the reason."""
    if any(len(text) > ANSWER_LIMIT for text in texts):
        return NotCompared(Obstacle.TOO_LONG)
    if languages_differ(*texts):
        return NotCompared(Obstacle.LANGUAGES)
    statements = _statements(texts)
    if statements is None:
        return NotCompared(Obstacle.TOO_LONG)
    links = _Links(statements)
    claims, opposed = _gathered(statements, links)
    speakers = {said.answer for statement in statements for said in statement.said}
    shared = [claim for claim in claims if len(claim.answers) > 1]
    ordered = _in_order(shared, texts)
    single = [claim for claim in claims if len(claim.answers) == 1]
    return Claims(
        tuple(claim for claim in ordered if len(claim.answers) == len(speakers)),
        tuple(claim for claim in ordered if len(claim.answers) < len(speakers)),
        tuple(sorted(single, key=lambda claim: (claim.answers, claim.central.place.start))),
        opposed,
    )


@dataclass(slots=True)
class _Statement:
    """What is said word for word the same, with every place."""

    kind: UnitKind
    features: Features
    said: list[Mention]

    @property
    def answers(self) -> set[int]:
        return {said.answer for said in self.said}


def _statements(texts: Sequence[str]) -> list[_Statement] | None:
    found: dict[tuple[UnitKind | None, str], _Statement] = {}
    count = 0
    for answer, text in enumerate(texts):
        units = units_of(text)
        count += len(units)
        if count > UNITS_LIMIT:
            return None
        for unit in units:
            go_on()
            source = unit.place.of(text)
            features = features_of(source)
            key = (unit.kind if unit.kind in _APART else None, features.key or source)
            statement = found.setdefault(key, _Statement(unit.kind, features, []))
            statement.said.append(Mention(answer, unit.place))
    return list(found.values())


class _Links:
    """Which statements say the same, which contradict, and how central each one is."""

    def __init__(self, statements: Sequence[_Statement]) -> None:
        self.same: defaultdict[int, list[int]] = defaultdict(list)
        self.opposed: list[tuple[int, int, float]] = []
        best: list[dict[int, float]] = [dict.fromkeys(s.answers, 1.0) for s in statements]
        for i, j, likeness in alike([statement.features for statement in statements]):
            one, other = statements[i], statements[j]
            if one.kind is not other.kind and {one.kind, other.kind} & _APART:
                continue
            if one.features.contradicts(other.features):
                self.opposed.append((j, i, likeness))
                continue
            self.same[i].append(j)
            self.same[j].append(i)
            for a, b in ((i, other), (j, one)):
                for answer in b.answers:
                    best[a][answer] = max(best[a].get(answer, 0.0), likeness)
        self.centrality = [sum(scores.values()) for scores in best]


def _gathered(
    statements: Sequence[_Statement], links: _Links
) -> tuple[list[Claim], tuple[tuple[Claim, Claim], ...]]:
    """Gather around each most central statement those that say the same and are still free."""
    claim_of: dict[int, Claim] = {}
    claims: list[Claim] = []
    by_centrality = sorted(range(len(statements)), key=lambda i: (-links.centrality[i], i))
    for i in by_centrality:
        if i in claim_of:
            continue
        members = [i, *(j for j in links.same[i] if j not in claim_of)]
        places = [said for j in members for said in statements[j].said]
        places.sort(key=lambda said: (said.answer, said.place.start))
        claim = Claim(statements[i].kind, tuple(places), statements[i].said[0])
        claims.append(claim)
        claim_of.update(dict.fromkeys(members, claim))
    return claims, _contradictions(claim_of, links)


def _contradictions(
    claim_of: Mapping[int, Claim], links: _Links
) -> tuple[tuple[Claim, Claim], ...]:
    """Return the pairs of claims of which each is what the other contradicts most closely."""
    closest: dict[Claim, tuple[float, Claim]] = {}
    pairs = [(likeness, claim_of[i], claim_of[j]) for i, j, likeness in links.opposed]
    pairs = [pair for pair in pairs if not set(pair[1].answers) & set(pair[2].answers)]
    for likeness, one, other in pairs:
        for a, b in ((one, other), (other, one)):
            if a not in closest or likeness > closest[a][0]:
                closest[a] = (likeness, b)
    found: dict[frozenset[Claim], tuple[Claim, Claim]] = {}
    for _likeness, one, other in pairs:
        if closest[one][1] == other and closest[other][1] == one:
            found.setdefault(frozenset({one, other}), (one, other))
    return tuple(found.values())


def _in_order(claims: Sequence[Claim], texts: Sequence[str]) -> list[Claim]:
    """Sort shared claims by the answer that has most of them; others by where about it is."""
    counts = [sum(answer in claim.answers for claim in claims) for answer in range(len(texts))]
    leader = counts.index(max(counts)) if counts else 0

    def about(claim: Claim) -> float:
        places = [said for said in claim.said if said.answer == leader] or [claim.central]
        return places[0].place.start / max(1, len(texts[places[0].answer]))

    return sorted(claims, key=about)
