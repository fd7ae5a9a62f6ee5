"""Compute the beta distribution: its probability up to a point, and the point of a probability.

Rules: `math` only, because a numeric library would cost more at start-up than all of this.
"""

import math
from functools import lru_cache

_TINY = 1e-300
_PRECISE = 1e-15
_CLOSE = 1e-6  # the step after one so small is below rounding
_STEPS = 10_000


def log_beta(a: float, b: float) -> float:
    """Return the natural logarithm of the beta function."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


@lru_cache(maxsize=4096)
def beta_probability(x: float, a: float, b: float) -> float:
    """Return P(X ≤ x) for X ~ Beta(a, b): the regularised incomplete beta function.

    Args:
        x: the point; outside 0–1 the answer is 0 or 1.
        a: first shape, above 0.
        b: second shape, above 0.
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta(a, b))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method."""
    c = 1.0
    d = 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + term * d)
            c = _away_from_zero(1.0 + term / c)
            step = c * d
            value *= step
        if abs(step - 1.0) < _PRECISE:
            return value
    raise ArithmeticError(f"The incomplete beta function did not settle at {x}, {a}, {b}.")


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


@lru_cache(maxsize=4096)
def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the x with P(X ≤ x) = probability for X ~ Beta(a, b).

    Halley's method inside a bracket that every step narrows, so that it cannot run away.
    """
    if probability <= 0.0:
        return 0.0
    if probability >= 1.0:
        return 1.0
    low, high = 0.0, 1.0
    x = _guess(probability, a, b)
    for _ in range(_STEPS):
        miss = beta_probability(x, a, b) - probability
        low, high = (x, high) if miss < 0 else (low, x)
        step = miss / max(_density(x, a, b), _TINY)
        bend = step * ((a - 1) / x - (b - 1) / (1 - x))
        following = x - step / (1 - 0.5 * max(-1.0, min(1.0, bend)))
        if abs(following - x) <= _CLOSE * min(x, 1 - x):
            return min(max(following, low), high)
        x = following if low < following < high else (low + high) / 2
    raise ArithmeticError(f"No point was found for {probability}, {a}, {b}.")


def _guess(probability: float, a: float, b: float) -> float:
    """Return about where the quantile is, by the logistic curve that resembles the normal one."""
    mean = a / (a + b)
    deviation = math.sqrt(mean * (1 - mean) / (a + b + 1))
    guess = mean + deviation * math.log(probability / (1 - probability)) / 1.702
    return guess if 0.0 < guess < 1.0 else mean


def _density(x: float, a: float, b: float) -> float:
    return math.exp((a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - log_beta(a, b))
