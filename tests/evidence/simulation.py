"""Play a conductor who judges answers of known quality, to see how often a verdict is wrong.

Quality is the task's share N(0, 1) plus the answer's N(0, 1); what is perceived adds N(0, ½).
Differences below 0.35 are a tie.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from conductor.core.guidance.outcome import Sign
from conductor.evidence.judged import best, no_difference
from conductor.evidence.lottery import draw, round_outcome
from conductor.evidence.statistics.chance import RandomBits

Compare = Callable[[random.Random, float], Sign]
Badge = Callable[[int, int], bool]
DISCERNED = 0.35
NOISE_SD = 0.5


def _sign(difference: float) -> Sign:
    if abs(difference) < DISCERNED:
        return Sign.TIE
    return Sign.WIN if difference > 0 else Sign.LOSS


def _answer(source: random.Random, effect: float = 0.0) -> float:
    return source.gauss(effect, 1.0) + source.gauss(0.0, NOISE_SD)


def blinded(source: random.Random, effect: float) -> Sign:
    """A fresh answer with the guidance against a fresh one without."""
    return _sign(_answer(source, effect) - _answer(source))


def before_and_after(source: random.Random, effect: float) -> Sign:
    """A revision against the first answer, which called for guidance by being bad."""
    while True:
        task, first = source.gauss(0.0, 1.0), source.gauss(0.0, 1.0)
        if task + first + source.gauss(0.0, NOISE_SD) < -0.5:
            return _sign(_answer(source, effect) + 0.25 - first - source.gauss(0.0, NOISE_SD))


def badge(wins: int, losses: int) -> bool:
    """The usual badge: better in at least two of three cases."""
    return wins + losses >= 3 and 3 * wins >= 2 * (wins + losses)


@dataclass
class Claims:
    """How often guidance was called helpful, and how often that was false."""

    made: int = 0
    false: int = 0
    useless: int = 0
    useless_claimed: int = 0
    real: int = 0
    real_claimed: int = 0

    @property
    def false_share(self) -> float:
        return self.false / self.made


def libraries(
    compare: Compare, rules: dict[str, Badge], *, count: int, tasks: int, useless: float, seed: int
) -> dict[str, Claims]:
    """Judge 20 guidances in every library, looking after each task."""
    source = random.Random(seed)
    claims = {name: Claims() for name in rules}
    for _ in range(count * 20):
        effect = _effect(source, useless)
        reached = _ever(compare, rules, tasks, effect, source)
        for name, claim in claims.items():
            _record(claim, effect, reached=name in reached)
    return claims


def _record(claim: Claims, effect: float, *, reached: bool) -> None:
    claim.made += reached
    claim.false += reached and effect <= 0
    claim.useless += effect == 0
    claim.useless_claimed += reached and effect == 0
    claim.real += effect > 0
    claim.real_claimed += reached and effect > 0


def _effect(source: random.Random, useless: float) -> float:
    if source.random() < useless:
        return 0.0
    return source.choice((0.5, 1.0, 1.5)) if source.random() < 0.75 else -0.5


def _ever(
    compare: Compare, rules: dict[str, Badge], tasks: int, effect: float, source: random.Random
) -> set[str]:
    wins = losses = 0
    reached: set[str] = set()
    for _ in range(tasks):
        outcome = compare(source, effect)
        wins += outcome is Sign.WIN
        losses += outcome is Sign.LOSS
        reached |= {name for name, rule in rules.items() if rule(wins, losses)}
    return reached


def clustered(source: random.Random, tasks: int, per_task: int) -> list[list[Sign]]:
    """Guidance that helps some tasks and hurts others, by nothing on average."""
    return [
        [blinded(source, effect) for _ in range(per_task)]
        for effect in (source.gauss(0.0, 2.0) for _ in range(tasks))
    ]


def lottery_round(
    source: random.Random,
    bits: RandomBits,
    assistants: tuple[float, ...],
    *,
    effect: float = 0.0,
    spread: float = 1.0,
    taste: tuple[float, ...] | None = None,
) -> Sign | None:
    """One round of ordinary work with a draw, judged by its best column.

    `assistants` is how good each is, `taste` how much the person likes it besides; the
    guidance adds `effect` and multiplies the standard deviation of an answer by `spread`.
    """
    columns = range(len(assistants))
    drawn = draw(columns, bits)
    perceived = []
    for column in columns:
        sd, gain = (spread, effect) if column in drawn else (1.0, 0.0)
        quality = assistants[column] + source.gauss(gain, sd) + source.gauss(0.0, NOISE_SD)
        perceived.append(quality + (taste[column] if taste else 0.0))
    order = sorted(columns, key=perceived.__getitem__, reverse=True)
    if perceived[order[0]] - perceived[order[1]] < DISCERNED:
        return round_outcome(drawn, columns, no_difference(frozenset(columns)))
    return round_outcome(drawn, columns, best(order[0], frozenset(columns)))
