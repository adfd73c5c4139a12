"""Fits what each observation is worth to the chain of `segment`.

The model.  The units of a page play states in a chain.  A chain's score is the sum, over its
units, of the numbers that the keys of `units.emit_keys` have for the unit's part (EMIT), of
those that the keys of `units.link_keys` have for the pair of parts that it closes (LINK), and
of one for the pair of states (PAIR).  The probability of a chain is the exponential of its
score over the sum for all.

The objective.  What gold says of a page is a set of chains: a part does not tell which of its
states, and a line without label may be any.  Minimised is minus the logarithm of that set's
probability, summed over the pages, and half of L2 times the sum of the squared weights.  Both
the set and all chains are summed by the forward-backward algorithm; the gradient is the
difference of their expected counts; L-BFGS does the rest.

Speed.  The sums run over probabilities, scaled at every step, not over logarithms, so that a
unit costs a handful of exponentials; all pages and both sums advance together, one unit at a
time, the longest page first, so that those still running are always a prefix; rows of equal
observations are multiplied once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from bulletin_split import segment

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Keys: TypeAlias = Sequence[Hashable]

STATES, PARTS = len(segment.STATES), max(segment.PART) + 1

MINIMUM = 4
"""Units that must show a key before it gets weights: fewer are those of one article."""

MEMORY = 100
"""Steps that L-BFGS remembers.  With its usual 10 it needs more than twice the iterations."""

_PART = np.array(segment.PART)
_FROM = np.array([p for p, _ in segment.PAIRS])
_INTO = np.array([c for _, c in segment.PAIRS])
_LINKED = _PART[_FROM] * PARTS + _PART[_INTO]  # the pair of parts of each pair of states
_OPENS = np.array([name in ("S0", "L", "Y0") for name in segment.STATES])
_ALLOWED = np.zeros((STATES, STATES), bool)
_ALLOWED[_FROM, _INTO] = True


def _membership(groups: Ints, count: int) -> Floats:
    """A matrix that sums rows by group: (count, rows)."""
    out: Floats = (np.arange(count)[:, None] == groups).astype(np.float64)
    return out


_BY_INTO, _BY_FROM = _membership(_INTO, STATES), _membership(_FROM, STATES)
_BY_PART, _BY_LINKED = _membership(_PART, PARTS), _membership(_LINKED, PARTS * PARTS)


@dataclass(frozen=True, slots=True)
class Example:
    """One page to learn from: the keys of each of its units, and its part where gold has one."""

    emit: Sequence[Keys]
    link: Sequence[Keys]
    parts: Sequence[int | None]


@dataclass(slots=True)
class Model:
    """The tables of `weights.py` for the chain; unknown keys are worth nothing."""

    emit: dict[Hashable, Floats] = field(default_factory=dict)
    link: dict[Hashable, Floats] = field(default_factory=dict)
    pair: Floats = field(default_factory=lambda: np.zeros(len(segment.PAIRS)))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and how well it fits what it was fitted on."""

    model: Model
    objective: float
    iterations: int


def possible(parts: Sequence[int | None]) -> npt.NDArray[np.bool_]:
    """The states that gold leaves to each unit: (units, states).

    Where no chain of `segment` runs through a labelled part, the alignment has slipped: that
    unit is left open.
    """
    out = np.array([[part in (None, state) for state in segment.PART] for part in parts])
    reached = _OPENS
    for k, states in enumerate(out):
        now = (reached if k == 0 else _ALLOWED[reached].any(0)) & states
        if not now.any():
            states[:] = True
            now = reached if k == 0 else _ALLOWED[reached].any(0)
        reached = now
    return out


class _Rows:
    """Units' keys as a matrix with one row for each distinct set of known keys."""

    def __init__(self, units: Sequence[Keys], columns: dict[Hashable, int]) -> None:
        rows: dict[tuple[int, ...], int] = {}
        known = [tuple(columns[key] for key in keys if key in columns) for keys in units]
        self.of = np.array([rows.setdefault(row, len(rows)) for row in known])
        starts = np.cumsum([0, *map(len, rows)])
        indices = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
        shape = (len(rows), len(columns))
        self.matrix = sp.csr_matrix((np.ones(len(indices)), indices, starts), shape)
        self.transposed = self.matrix.T.tocsr()


def _columns(units: Sequence[Keys]) -> dict[Hashable, int]:
    """A column for every key that enough units show."""
    seen = Counter(key for keys in units for key in keys)
    return {key: i for i, key in enumerate(key for key, count in seen.items() if count >= MINIMUM)}


class _Layout:
    """All units of some pages, laid out in time.

    Step t holds unit t of each page that has one, pages in falling order of length.  So the
    pages of step t are a prefix of those of step t - 1.
    """

    def __init__(self, pages: Sequence[Example]) -> None:
        self.order = sorted(range(len(pages)), key=lambda i: -len(pages[i].emit))
        self.pages = [pages[i] for i in self.order]
        lengths = np.array([len(page.emit) for page in self.pages])
        running = [int((lengths > t).sum()) for t in range(int(lengths[0]))]
        starts = np.cumsum([0, *running])
        self.steps = [slice(int(starts[t]), int(starts[t + 1])) for t in range(len(running))]
        self.units = [(rank, t) for t, count in enumerate(running) for rank in range(count)]
        self.page_of = np.array([rank for rank, _ in self.units])
        self.later = slice(len(pages), len(self.units))  # all units but the first ones

    def column(self, of: Callable[[Example], Sequence[Keys]]) -> list[Keys]:
        """One column of the pages, in the order of the units."""
        columns = [of(page) for page in self.pages]
        return [columns[rank][t] for rank, t in self.units]


class _Objective:
    """The objective and its gradient on some pages, over one flat vector of weights."""

    def __init__(self, pages: Sequence[Example], weights: Sequence[float], l2: float) -> None:
        self.l2, self.layout = l2, _Layout(pages)
        layout = self.layout
        self.weight = np.array([weights[i] for i in layout.order])[layout.page_of]
        emits = layout.column(lambda page: page.emit)
        links = layout.column(lambda page: page.link)
        self.emit_columns, self.link_columns = _columns(emits), _columns(links)
        self.emits, self.links = _Rows(emits, self.emit_columns), _Rows(links, self.link_columns)
        self.shapes: list[tuple[int, ...]] = [
            (len(self.emit_columns), PARTS),
            (len(self.link_columns), PARTS * PARTS),
            (len(segment.PAIRS),),
        ]
        self.to_emits = _summing(self.emits.of, self.emits.matrix.shape[0])
        self.to_links = _summing(self.links.of[layout.later], self.links.matrix.shape[0])
        # (states, all chains and those that gold allows, units): which states there may be
        count, pairs = len(layout.units), len(segment.PAIRS)
        left = [possible(page.parts) for page in layout.pages]
        self.possible = np.ones((STATES, 2, count))
        self.possible[:, 1] = np.array([left[rank][t] for rank, t in layout.units]).T
        self.possible[..., layout.steps[0]] *= _OPENS[:, None, None]
        # room that every evaluation uses again
        self._alpha, self._counts = np.empty((STATES, 2, count)), np.empty((STATES, 2, count))
        self._edges, self._moves = np.empty((pairs, count)), np.empty((pairs, count))
        room = (2, pairs, 2, len(pages))
        self._one, self._two = np.empty(room)

    def split(self, weights: Floats) -> list[Floats]:
        """The vector as its tables: EMIT, LINK, PAIR."""
        cuts = np.cumsum([int(np.prod(shape)) for shape in self.shapes])[:-1]
        tables = np.split(weights, cuts)
        return [table.reshape(shape) for table, shape in zip(tables, self.shapes, strict=True)]

    def __call__(self, weights: Floats) -> tuple[float, Floats]:
        emit, link, pair = self.split(weights)
        emission = self._emission(emit)
        scale = self._forward(emission, link, pair)
        self._backward(emission, scale)
        counts = _BY_PART @ (self._counts[:, 0] - self._counts[:, 1]) * self.weight
        edges = self._edges[:, self.layout.later] * self.weight[self.layout.later]
        tables = [
            self.emits.transposed @ (self.to_emits @ counts.T),
            self.links.transposed @ (self.to_links @ (_BY_LINKED @ edges).T),
            edges.sum(1),
        ]
        gradient = np.concatenate([table.ravel() for table in tables]) + self.l2 * weights
        misses = float(np.log(scale[0] / scale[1]) @ self.weight)
        return misses + 0.5 * self.l2 * float(weights @ weights), gradient

    def _emission(self, emit: Floats) -> Floats:
        """Exponentials of the units' scores, impossible states at 0: (states, 2, units).

        Each unit's are divided by its largest, which no probability notices.
        """
        scores = self.emits.matrix @ emit
        scores = np.exp(scores - scores.max(1, keepdims=True)).T[_PART]
        out: Floats = np.take(scores, self.emits.of, axis=1)[:, None] * self.possible
        return out

    def _forward(self, emission: Floats, link: Floats, pair: Floats) -> Floats:
        """Fill ``_alpha`` and ``_moves``; return what each unit was scaled by: (2, units)."""
        scores = (self.links.matrix @ link)[:, _LINKED] + pair
        scores = np.exp(scores - scores.max(1, keepdims=True)).T
        np.take(scores, self.links.of, axis=1, out=self._moves, mode="clip")
        scale = np.empty(emission.shape[1:])
        now = emission[..., self.layout.steps[0]]
        for here in self.layout.steps:
            if here.start:
                count = here.stop - here.start
                room = self._one[..., :count]
                np.take(now[..., :count], _FROM, axis=0, out=room, mode="clip")
                room *= self._moves[:, None, here]
                now = np.tensordot(_BY_INTO, room, 1)
                now *= emission[..., here]
            scale[:, here] = now.sum(0)
            now = np.divide(now, scale[:, here], out=self._alpha[..., here])
        return scale

    def _backward(self, emission: Floats, scale: Floats) -> None:
        """Fill ``_counts``, expected states, and ``_edges``, expected pairs, gold's taken off."""
        steps = self.layout.steps
        beta = np.ones((STATES, 2, len(self.layout.pages)))
        for t in range(len(steps) - 1, -1, -1):
            here = steps[t]
            count = here.stop - here.start
            now = beta[..., :count]
            np.multiply(self._alpha[..., here], now, out=self._counts[..., here])
            if not t:
                break
            now = now * emission[..., here]
            now /= scale[:, here]
            moves, before = self._one[..., :count], self._two[..., :count]
            np.take(now, _INTO, axis=0, out=moves, mode="clip")
            moves *= self._moves[:, None, here]
            beta[..., :count] = np.tensordot(_BY_FROM, moves, 1)
            past = slice(steps[t - 1].start, steps[t - 1].start + count)
            np.take(self._alpha[..., past], _FROM, axis=0, out=before, mode="clip")
            moves *= before
            np.subtract(moves[:, 0], moves[:, 1], out=self._edges[:, here])


def _summing(groups: Ints, count: int) -> sp.csr_matrix:
    """A sparse matrix that sums rows by group."""
    places = (groups, np.arange(len(groups)))
    return sp.csr_matrix((np.ones(len(groups)), places), (count, len(groups)))


def fit(
    pages: Sequence[Example],
    *,
    weights: Sequence[float] | None = None,
    l2: float = 0.3,
    iterations: int = 350,
    start: Model | None = None,
    report: Callable[[int, float], None] | None = None,
) -> Fitted:
    """Fit a model; ``report`` hears of each iteration and its objective.

    ``weights``: how often each page counts; once each without it.
    ``start``: a model whose weights to begin with, for keys that are still observed.
    """
    counted = [
        (page, times)
        for page, times in zip(pages, weights or [1.0] * len(pages), strict=True)
        if page.emit
    ]
    objective = _Objective([page for page, _ in counted], [times for _, times in counted], l2)
    start_at = np.zeros(sum(int(np.prod(shape)) for shape in objective.shapes))
    emit, link, pair = objective.split(start_at)
    if start:
        _copy(start.emit, objective.emit_columns, emit)
        _copy(start.link, objective.link_columns, link)
        pair[:] = start.pair
    count = 0

    def heard(intermediate_result: object) -> None:
        nonlocal count
        count += 1
        if report:
            report(count, float(getattr(intermediate_result, "fun", np.nan)))

    options = {"maxiter": iterations, "maxfun": 2 * iterations, "maxcor": MEMORY}
    found = minimize(
        objective, start_at, jac=True, method="L-BFGS-B", callback=heard, options=options
    )
    emit, link, pair = objective.split(found.x)
    model = Model(
        emit={key: emit[i] for key, i in objective.emit_columns.items()},
        link={key: link[i] for key, i in objective.link_columns.items()},
        pair=pair,
    )
    return Fitted(model, float(found.fun), int(found.nit))


def _copy(rows: dict[Hashable, Floats], columns: dict[Hashable, int], out: Floats) -> None:
    for key, i in columns.items():
        if key in rows:
            out[i] = rows[key]


def decode(model: Model, pages: Sequence[Example]) -> list[list[int]]:
    """The best parts of each page's units, by the rule of `segment.decode`, its beam aside."""
    layout = _Layout([page for page in pages if page.emit])
    emits = layout.column(lambda page: page.emit)
    links = layout.column(lambda page: page.link)
    best = _scores(model.emit, emits, PARTS).T[_PART]
    best[:, layout.steps[0]] += np.where(_OPENS, 0.0, -np.inf)[:, None]
    link = _scores(model.link, links, PARTS * PARTS).T[_LINKED] + model.pair[:, None]
    into = [np.flatnonzero(np.equal(_INTO, state)) for state in range(STATES)]
    came = np.zeros(best.shape, dtype=np.int64)
    for past, here in zip(layout.steps, layout.steps[1:], strict=False):
        count = here.stop - here.start
        moves = best[_FROM, past.start : past.start + count] + link[:, here]
        for state, rows in enumerate(into):
            chosen = moves[rows].argmax(0)
            came[state, here] = _FROM[rows][chosen]
            best[state, here] += moves[rows][chosen, np.arange(count)]
    out: list[list[int]] = [[] for _ in layout.pages]
    for rank, page in enumerate(layout.pages):
        places = [step.start + rank for step in layout.steps[: len(page.emit)]]
        state = int(best[:, places[-1]].argmax())
        path = [state]
        for place in reversed(places[1:]):
            state = int(came[state, place])
            path.append(state)
        out[layout.order[rank]] = [segment.PART[state] for state in reversed(path)]
    found = iter(out)
    return [next(found) if page.emit else [] for page in pages]


def _scores(rows: dict[Hashable, Floats], units: Sequence[Keys], size: int) -> Floats:
    zero = np.zeros(size)
    out = [np.sum([rows.get(key, zero) for key in keys] or [zero], axis=0) for keys in units]
    return np.array(out)
