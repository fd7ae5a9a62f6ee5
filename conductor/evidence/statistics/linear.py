"""Solve small systems of linear equations whose matrix is symmetric and positive definite."""

import math
from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]


def inverse(matrix: Matrix) -> list[list[float]]:
    """Return the inverse of a matrix.

    Raises:
        ValueError: the matrix is not positive definite.
    """
    lower = _cholesky(matrix)
    size = len(matrix)
    units = [[float(row == column) for row in range(size)] for column in range(size)]
    return [_back(lower, _forward(lower, unit)) for unit in units]


def solve(matrix: Matrix, right: Sequence[float]) -> list[float]:
    """Return x with matrix · x = right.

    Raises:
        ValueError: the matrix is not positive definite.
    """
    lower = _cholesky(matrix)
    return _back(lower, _forward(lower, right))


def _cholesky(matrix: Matrix) -> list[list[float]]:
    """Return the lower triangle L with L · Lᵀ = matrix."""
    lower = [[0.0] * len(matrix) for _ in matrix]
    for i, row in enumerate(matrix):
        for j in range(i + 1):
            left = row[j] - math.fsum(lower[i][k] * lower[j][k] for k in range(j))
            if i != j:
                lower[i][j] = left / lower[j][j]
            elif left > 0:
                lower[i][i] = math.sqrt(left)
            else:
                raise ValueError("The matrix is not positive definite.")
    return lower


def _forward(lower: Matrix, right: Sequence[float]) -> list[float]:
    found: list[float] = []
    for i, value in enumerate(right):
        known = math.fsum(lower[i][k] * found[k] for k in range(i))
        found.append((value - known) / lower[i][i])
    return found


def _back(lower: Matrix, right: Sequence[float]) -> list[float]:
    size = len(right)
    found = [0.0] * size
    for i in reversed(range(size)):
        known = math.fsum(lower[k][i] * found[k] for k in range(i + 1, size))
        found[i] = (right[i] - known) / lower[i][i]
    return found
