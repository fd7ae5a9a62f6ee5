"""Compute exactly how often a verdict is reached, by following every path of outcomes."""

from collections.abc import Callable
from functools import cache

from conductor.evidence.statistics.posterior import posterior
from conductor.evidence.verdict import CERTAIN, PROBABLE

Rule = Callable[[int, int], bool]
Chance = Callable[[int, int], float]


@cache
def probably_helps(wins: int, losses: int) -> bool:
    return posterior(wins, losses).helps >= PROBABLE


@cache
def helps(wins: int, losses: int) -> bool:
    return posterior(wins, losses).helps >= CERTAIN


def reached_by(
    rule: Rule,
    win: float | Chance,
    tasks: int,
    *,
    tie: float = 0.0,
    start: tuple[int, int] = (0, 0),
) -> list[float]:
    """The chance that a rule held at least once, after 0, 1, … tasks.

    `win` is the chance to win a decided task, given the wins and losses so far if callable.
    """
    alive = {start: 1.0}
    reached = [0.0]
    if rule(*start):
        alive, reached = {}, [1.0]
    for _task in range(tasks):
        following: dict[tuple[int, int], float] = {}
        total = reached[-1]
        for (w, l), weight in alive.items():  # noqa: E741
            p = win(w, l) if callable(win) else win
            for state, part in (
                ((w, l), tie),
                ((w + 1, l), (1 - tie) * p),
                ((w, l + 1), (1 - tie) * (1 - p)),
            ):
                if part and rule(*state):
                    total += weight * part
                elif part:
                    following[state] = following.get(state, 0.0) + weight * part
        alive = following
        reached.append(total)
    return reached


def median_tasks(rule: Rule, win: float, most: int = 200) -> int:
    """The number of decided tasks after which the rule held in half of all cases."""
    return next(n for n, p in enumerate(reached_by(rule, win, most)) if p >= 0.5)
