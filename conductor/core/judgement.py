"""Hold a judgement: a comparison the conductor made, of what was shown, in which order.

Rules: judgements are added, never changed; the latest one counts for what is shown, the
first one for a draw. A judgement says only what it says: the answers below a "best" have no
place, for nobody compared them with one another.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.errors import InvalidInput
from conductor.core.ids import AnswerId, JudgementId, RoundId
from conductor.i18n import _


class JudgementKind(StrEnum):
    """What the conductor said: the first four of a round, the last three of a revision."""

    BEST = "best"
    RANKING = "ranking"
    NO_DIFFERENCE = "no_difference"
    NONE_USABLE = "none_usable"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"

    @property
    def is_of_revision(self) -> bool:
        """Whether it compares a revision with the answer it revises."""
        return self in (JudgementKind.BETTER, JudgementKind.SAME, JudgementKind.WORSE)


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """An answer as it was shown when it was judged.

    Attributes:
        attempt: number of the attempt whose text was shown.
        place: its place, 1 for the best; equal places are ties; None if it was shown but
            not placed.
    """

    answer_id: AnswerId
    attempt: int
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One comparison.

    Attributes:
        shown: what was compared, in the order in which it stood, left to right; for a
            revision the earlier answer, then the revision.
        blind: whether the names were hidden until it was made.
        seconds: seconds from showing to deciding; None if nobody measured.
        reason: why, in the conductor's words; may be empty.
        tags: why, in the conductor's own short words.
        revision: the revised answer that was judged; None for the judgement of a round.
    """

    id: JudgementId
    round_id: RoundId
    kind: JudgementKind
    shown: tuple[JudgedAnswer, ...]
    blind: bool
    created: str
    seconds: float | None = None
    reason: str = ""
    tags: tuple[str, ...] = ()
    revision: AnswerId | None = None

    @property
    def ranking(self) -> tuple[tuple[AnswerId, ...], ...]:
        """The placed answers, the best first; those with the same place together."""
        places = sorted({item.place for item in self.shown if item.place is not None})
        return tuple(
            tuple(item.answer_id for item in self.shown if item.place == place) for place in places
        )

    @property
    def chosen(self) -> tuple[AnswerId, ...]:
        """The answers the conductor would use: the best one, or those that share that place."""
        if self.kind in (JudgementKind.NO_DIFFERENCE, JudgementKind.SAME):
            return ()
        return self.ranking[0] if self.ranking else ()

    def says_the_same_as(self, other: "Judgement") -> bool:
        """Whether both choose the same answers, however the rest was placed."""
        if self.chosen or other.chosen:
            return set(self.chosen) == set(other.chosen)
        return self.kind is other.kind


def placed(
    kind: JudgementKind, shown: Sequence[JudgedAnswer], ranking: Sequence[Sequence[AnswerId]] = ()
) -> tuple[JudgedAnswer, ...]:
    """Return what was shown with the places a judgement gives.

    Args:
        kind: what was said.
        shown: the answers in the order in which they stood.
        ranking: for `best` the best answer alone, for `ranking` all that are placed.
    """
    place_of: dict[AnswerId, int] = {}
    match kind:
        case JudgementKind.BEST | JudgementKind.RANKING:
            for place, tied in enumerate(ranking, start=1):
                place_of |= dict.fromkeys(tied, place)
        case JudgementKind.NO_DIFFERENCE | JudgementKind.SAME:
            place_of = {item.answer_id: 1 for item in shown}
        case JudgementKind.BETTER | JudgementKind.WORSE:
            earlier, revised = (item.answer_id for item in shown)
            is_better = kind is JudgementKind.BETTER
            place_of = {revised: 1 if is_better else 2, earlier: 2 if is_better else 1}
    return tuple(
        JudgedAnswer(item.answer_id, item.attempt, place_of.get(item.answer_id)) for item in shown
    )


def parse_ranking(text: str) -> tuple[tuple[str, ...], ...]:
    """Read a ranking such as `Astra > Opus = Local`: the best first, ties with `=`.

    Raises:
        InvalidInput: a name is missing somewhere, or stands there twice.
    """
    groups = tuple(tuple(map(str.strip, group.split("="))) for group in text.split(">"))
    names = [name for group in groups for name in group]
    if not all(names):
        sentence = _(
            "The ranking “{text}” lacks a name. Write the best first, ties with “=”, "
            "for example “Astra>Opus=Local”."
        )
        raise InvalidInput(sentence.format(text=text.strip()))
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        sentence = _("The ranking names {names} twice. Name each answer once.")
        raise InvalidInput(sentence.format(names=", ".join(twice)))
    return groups


def ranking_text(groups: Iterable[Iterable[str]]) -> str:
    """Write a ranking as `parse_ranking` reads it."""
    return ">".join("=".join(names) for names in groups)
