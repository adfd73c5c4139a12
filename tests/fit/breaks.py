"""Fits what each observation is worth to the paragraph breaks of `reflow`.

A logistic regression: a line begins a paragraph where the numbers of `reflow.observe`'s keys
sum to more than zero, and minimised is minus the logarithm of the probability that this gives
to the breaks of the gold, and half of L2 times the sum of the squared weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

from .chain import MINIMUM, Floats, Keys

Example = tuple[Keys, bool]
"""What is seen before a line, and whether it begins a paragraph."""


def fit(
    lines: Sequence[Example], *, l2: float = 0.5, iterations: int = 200
) -> dict[Hashable, float]:
    """Fit the table.

    >>> table = fit([(("short",), True), (("full",), False)] * 50)
    >>> table["short"] > 0 > table["full"]
    True
    """
    seen = Counter(key for keys, _ in lines for key in keys)
    known = [key for key, count in seen.items() if count >= MINIMUM]
    if not known:
        return {}
    columns = {key: i for i, key in enumerate(known)}
    rows = [[columns[key] for key in keys if key in columns] for keys, _ in lines]
    starts = np.cumsum([0, *map(len, rows)])
    indices = np.array([column for row in rows for column in row])
    shape = (len(rows), len(columns))
    matrix = sp.csr_matrix((np.ones(len(indices)), indices, starts), shape)
    transposed = matrix.T.tocsr()
    signs = np.array([1.0 if is_break else -1.0 for _, is_break in lines])

    def objective(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (matrix @ weights)
        misses = np.logaddexp(0.0, -margins)
        pulls = transposed @ (signs * np.exp(-margins - misses))
        return float(misses.sum() + 0.5 * l2 * (weights @ weights)), l2 * weights - pulls

    options = {"maxiter": iterations}
    found = minimize(
        objective, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options=options
    )
    return {key: float(found.x[i]) for key, i in columns.items()}


def is_break(table: dict[Hashable, float], keys: Keys) -> bool:
    """Whether a table, by the rule of `reflow.breaks`, begins a paragraph."""
    return sum(table.get(key, 0.0) for key in keys) > 0
