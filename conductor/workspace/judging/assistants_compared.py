"""Compare assistants by the person's judgements: a ranking with intervals, and gentle checks.

Thread: main, but for what `work_of_kind` returns.
Rules: the latest judgement of a round counts; only answers of the judged round itself are
compared, so that a revised answer is never held against one that was not revised. Merged
answers are counted apart, against the drafts; reviews are no answers to a task.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from conductor.core.entities import RoundKind
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.core.judgement import Judgement, JudgementKind
from conductor.evidence.checks import Check, consistency_words, side_check
from conductor.evidence.judged import Judged, best, no_difference, none_usable, ranking
from conductor.evidence.ranking import (
    Lengths,
    RankedItem,
    fit_judgements,
    mean_lengths,
    standings,
)
from conductor.evidence.statistics.davidson import Gap
from conductor.i18n import _
from conductor.store.database import Database
from conductor.store.evidence import judgements as store
from conductor.store.evidence.judgements import JudgedText
from conductor.workspace.desk import Desk

ANOTHER_LOOK_S = 60.0
_COMPARED = (RoundKind.TASK, RoundKind.FOLLOW_UP, RoundKind.GUIDANCE, RoundKind.RETRY)


@dataclass(frozen=True, slots=True)
class AssistantStanding:
    """One assistant among the others.

    Attributes:
        standing: its place, its strength, how often it was chosen.
        mean_length_chosen: characters of its answers that were chosen, on average; None if
            none was.
        mean_length: characters of all its judged answers, on average.
    """

    assistant_id: AssistantId
    name: str
    standing: RankedItem[AssistantId]
    mean_length_chosen: float | None
    mean_length: float | None


@dataclass(frozen=True, slots=True)
class StrengthGap:
    """How much stronger the first of two assistants is, with its 90 % interval."""

    first: AssistantId
    second: AssistantId
    gap: Gap


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """How merged answers did against the best of the drafts."""

    wins: int
    losses: int
    ties: int


@dataclass(frozen=True, slots=True)
class Consistency:
    """How often a round that was judged again, later, was judged the same."""

    agreed: int
    repeated: int

    @property
    def words(self) -> str:
        """The sentence for the person."""
        return consistency_words(self.agreed, self.repeated)


@dataclass(frozen=True, slots=True)
class Standings:
    """What the judgements of one kind of task say of the assistants.

    Attributes:
        task_kind: the kind; None for all kinds together.
        rounds: how many judged rounds compared assistants.
        rows: the assistants, the strongest first.
        differences: every pair of them, in the order of the rows.
        lengths: how long chosen answers are beside the others.
        merges: how merged answers did.
        side: choices of the left one where two were shown.
        consistency: rounds that were judged again.
    """

    task_kind: str | None
    rounds: int
    rows: tuple[AssistantStanding, ...]
    differences: tuple[StrengthGap, ...]
    lengths: Lengths
    merges: MergeRecord
    side: Check
    consistency: Consistency


class AssistantsCompared:
    """What the person's judgements say of the assistants."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of task with judgements, the most judged first."""
        return store.judged_kinds(self._desk.db)

    def of_kind(self, task_kind: str | None = None) -> Standings:
        """Return the standings for one kind of task, or for all kinds together."""
        return _standings(self._desk.db, task_kind)

    def work_of_kind(self, task_kind: str | None = None) -> Callable[[], Standings]:
        """Return what finds the same standings in another thread, where many are judged.

        What is returned may be called in any thread, while the library is open; it reads
        through a connection of its own.
        """
        path = self._desk.library.file

        def work() -> Standings:
            db = Database.reader(path, why=_("Comparing assistants only reads the library."))
            try:
                return _standings(db, task_kind)
            finally:
                db.close()

        return work


def _standings(db: Database, task_kind: str | None) -> Standings:
    every = store.judgements_of_kind(db, task_kind)
    texts = store.judged_texts(db)
    latest = tuple({judgement.round_id: judgement for judgement in every}.values())
    answers = [found for each in latest if (found := _judged(each, texts)) is not None]
    by_assistant = [_by_assistant(each, texts) for each in answers]
    comparing = [each for each in by_assistant if len(each.items) > 1]
    names = {text.assistant_id: text.name for text in texts.values()}
    lengths = {answer_id: text.length for answer_id, text in texts.items()}
    ranked = standings(comparing) if comparing else ()
    return Standings(
        task_kind=task_kind,
        rounds=len(comparing),
        rows=tuple(_row(each, names[each.item], answers, texts) for each in ranked),
        differences=_differences(comparing, [each.item for each in ranked]),
        lengths=mean_lengths(answers, lengths),
        merges=_merges(latest, texts),
        side=_side(latest),
        consistency=_consistency(every),
    )


def _judged(judgement: Judgement, texts: Mapping[AnswerId, JudgedText]) -> Judged[AnswerId] | None:
    """Return a judgement over the answers of its own round; None if it compares none."""
    own = [
        item
        for item in judgement.shown
        if texts[item.answer_id].round_id == judgement.round_id
        and texts[item.answer_id].round_kind in _COMPARED
    ]
    every = frozenset(item.answer_id for item in own)
    if len(every) < 2:
        return None
    match judgement.kind:
        case JudgementKind.BEST:
            chosen = next((item.answer_id for item in own if item.place == 1), None)
            return None if chosen is None else best(chosen, every)
        case JudgementKind.RANKING:
            tiers = [every & set(tied) for tied in judgement.ranking]
            found = ranking(*tiers)
            return found if len(found.items) > 1 else None
        case JudgementKind.NO_DIFFERENCE:
            return no_difference(every)
        case _:
            return none_usable(every)


def _by_assistant(
    judged: Judged[AnswerId], texts: Mapping[AnswerId, JudgedText]
) -> Judged[AssistantId]:
    """Return a judgement over who wrote the answers; two answers of one count as its better."""
    seen: set[AssistantId] = set()
    tiers = []
    for tier in judged.tiers:
        writers = frozenset(texts[answer_id].assistant_id for answer_id in tier) - seen
        seen |= writers
        if writers:
            tiers.append(writers)
    return Judged(judged.said, tuple(tiers))


def _row(
    standing: RankedItem[AssistantId],
    name: str,
    answers: Iterable[Judged[AnswerId]],
    texts: Mapping[AnswerId, JudgedText],
) -> AssistantStanding:
    chosen: list[int] = []
    every: list[int] = []
    for judged in answers:
        own = {a for a in judged.items if texts[a].assistant_id == standing.item}
        every += [texts[a].length for a in own]
        chosen += [texts[a].length for a in own & judged.top]
    return AssistantStanding(standing.item, name, standing, _mean(chosen), _mean(every))


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _differences(
    comparing: Sequence[Judged[AssistantId]], ordered: Sequence[AssistantId]
) -> tuple[StrengthGap, ...]:
    if not comparing:
        return ()
    fitted = fit_judgements(comparing)
    return tuple(
        StrengthGap(one, other, fitted.gap(one, other)) for one, other in combinations(ordered, 2)
    )


def _merges(latest: Iterable[Judgement], texts: Mapping[AnswerId, JudgedText]) -> MergeRecord:
    wins = losses = ties = 0
    for judgement in latest:
        merged = {
            item.answer_id
            for item in judgement.shown
            if texts[item.answer_id].round_kind is RoundKind.MERGE
            and texts[item.answer_id].round_id == judgement.round_id
        }
        if not merged or len(judgement.shown) < 2:
            continue
        chosen = set(judgement.chosen)
        if judgement.kind is JudgementKind.NO_DIFFERENCE or (chosen & merged and chosen - merged):
            ties += 1
        elif chosen:
            wins += bool(chosen & merged)
            losses += not chosen & merged
    return MergeRecord(wins, losses, ties)


def _side(latest: Iterable[Judgement]) -> Check:
    left = right = 0
    for judgement in latest:
        if len(judgement.shown) == 2 and len(judgement.chosen) == 1:
            is_left = judgement.chosen[0] == judgement.shown[0].answer_id
            left += is_left
            right += not is_left
    return side_check(left, right)


def _consistency(every: Iterable[Judgement]) -> Consistency:
    """Compare the first judgement of each round with the last one, if that came later on."""
    first: dict[RoundId, Judgement] = {}
    last: dict[RoundId, Judgement] = {}
    for judgement in every:
        first.setdefault(judgement.round_id, judgement)
        last[judgement.round_id] = judgement
    again = [
        (before, last[round_id])
        for round_id, before in first.items()
        if _seconds_between(before, last[round_id]) >= ANOTHER_LOOK_S
    ]
    return Consistency(sum(one.says_the_same_as(other) for one, other in again), len(again))


def _seconds_between(before: Judgement, after: Judgement) -> float:
    times = [datetime.fromisoformat(each.created) for each in (before, after)]
    return (times[1] - times[0]).total_seconds()
