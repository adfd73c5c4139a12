"""Fits what each observation is worth to the chain of `segment`.

The model.  A page has a direction (headlines after, mixed, before) and its units play states
in a chain.  A chain's score is the sum, over its units, of the numbers that `segment.observe`'s
keys have for the unit's part (EMIT) and for the pair of parts that it closes (LINK), of a
number for the pair of states under the direction (PAIR), of one for the part by the unit's lean
under the direction (LEAN), and of one for the direction by the page's evidence (PRIOR).  The
probability of a chain and direction is the exponential of their score over the sum for all.

The objective.  What gold says of a page is a set of chains: a part does not tell which of its
states, and a line without label may be any.  Minimised is minus the logarithm of that set's
probability, summed over the pages, and half of L2 times the sum of the squared weights.  Both
the set and all chains are summed by the forward-backward algorithm; the gradient is the
difference of their expected counts; L-BFGS does the rest.

PAIR is fitted as a sum of four (states or parts, with and without the direction), and LEAN
stands beside EMIT, so that what the directions share is learned from all pages.

Speed.  The sums run over probabilities, scaled at every step, not over logarithms, so that a
unit costs a handful of exponentials; all pages, directions and both sums advance together, one
unit at a time, the longest page first, so that those still running are always a prefix; rows
of equal observations are multiplied once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from bulletin_split import segment

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Keys = Sequence[Hashable]

STATES, PARTS = len(segment.STATES), max(segment.PART) + 1
DIRECTIONS, LEANS, EVIDENCES = len(segment.DIRECTIONS), 10, 9
MINIMUM = 4
"""Units that must show a key before it gets weights: fewer are those of one article."""

_PART = np.array(segment.PART)
_FROM = np.array([p for p, _ in segment.PAIRS])
_INTO = np.array([c for _, c in segment.PAIRS])
_LINKED = _PART[_FROM] * PARTS + _PART[_INTO]  # the pair of parts of each pair of states
_OPENS = np.array([name in ("S0", "L", "Y0") for name in segment.STATES])
_ALLOWED = np.zeros((STATES, STATES), bool)
_ALLOWED[_FROM, _INTO] = True


def _membership(groups: Ints, count: int) -> Floats:
    """A matrix that sums rows by group: (count, rows)."""
    return (np.arange(count)[:, None] == groups).astype(float)


_BY_INTO, _BY_FROM = _membership(_INTO, STATES), _membership(_FROM, STATES)
_BY_PART, _BY_LINKED = _membership(_PART, PARTS), _membership(_LINKED, PARTS * PARTS)


@dataclass(frozen=True, slots=True)
class Example:
    """One page to learn from: what `segment.observe` saw, and what gold says of it."""

    emit: Sequence[Keys]
    link: Sequence[Keys]
    lean: Sequence[int]
    evidence: int
    parts: Sequence[int | None]
    direction: int | None


@dataclass(slots=True)
class Model:
    """The tables of `weights.py` for the chain; unknown keys are worth nothing."""

    emit: dict[Hashable, Floats] = field(default_factory=dict)
    link: dict[Hashable, Floats] = field(default_factory=dict)
    pair: Floats = field(default_factory=lambda: np.zeros((DIRECTIONS, len(segment.PAIRS))))
    lean: Floats = field(default_factory=lambda: np.zeros((DIRECTIONS, LEANS, PARTS)))
    prior: Floats = field(default_factory=lambda: np.zeros((EVIDENCES, DIRECTIONS)))


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
    out = np.array([_PART == part if part is not None else _PART >= 0 for part in parts])
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
    return {
        key: i for i, key in enumerate(key for key, count in seen.items() if count >= MINIMUM)
    }


class _Layout:
    """All units of some pages, laid out in time.

    Step t holds unit t of each page that has one, pages in falling order of length.  A track is
    a page under one direction, either free or held to what gold leaves; the tracks of a page
    are neighbours, and so those of step t are a prefix of those of step t - 1, too.
    """

    def __init__(self, pages: Sequence[Example], *, held: bool = True) -> None:
        self.order = sorted(range(len(pages)), key=lambda i: -len(pages[i].emit))
        pages = self.pages = [pages[i] for i in self.order]
        lengths = np.array([len(page.emit) for page in pages])
        steps = int(lengths[0])
        running = [int((lengths > t).sum()) for t in range(steps)]
        self.units = [(rank, t) for t in range(steps) for rank in range(running[t])]
        unit_from = np.cumsum([0, *running])

        tracks = [
            (rank, direction, is_held)
            for rank, page in enumerate(pages)
            for is_held in ((False, True) if held else (False,))
            for direction in range(DIRECTIONS)
            if not is_held or page.direction in (None, direction)
        ]
        self.page_of = np.array([rank for rank, _, _ in tracks])
        self.direction_of = np.array([direction for _, direction, _ in tracks])
        self.is_held = np.array([is_held for _, _, is_held in tracks])
        self.first_track = np.searchsorted(self.page_of, np.arange(len(pages) + 1))
        self.steps = [
            (int(unit_from[t]), running[t], int(self.first_track[running[t]]))
            for t in range(steps)
        ]
        self.track_from = np.cumsum([0, *(tracks for _, _, tracks in self.steps)])
        self.last = self.track_from[lengths[self.page_of] - 1] + np.arange(len(tracks))

        # for each unit of each track: its unit, its track
        self.unit = np.concatenate([start + self.page_of[:k] for start, _, k in self.steps])
        self.track = np.concatenate([np.arange(k) for _, _, k in self.steps])
        self.evidence = np.array([page.evidence for page in pages])
        lean = np.array([pages[rank].lean[t] for rank, t in self.units])
        self.leaning = self.direction_of[self.track] * LEANS + lean[self.unit]
        self.possible = np.ones((STATES, len(self.unit)))
        if held:
            left = [possible(page.parts) for page in pages]
            states = np.array([left[rank][t] for rank, t in self.units]).T
            is_held = self.is_held[self.track]
            self.possible[:, is_held] = states[:, self.unit[is_held]]
        self.possible[:, : self.steps[0][2]] *= _OPENS[:, None]

    def column(self, of: Callable[[Example], Sequence[Keys]]) -> list[Keys]:
        """One column of the pages, in the order of the units."""
        columns = [of(page) for page in self.pages]
        return [columns[rank][t] for rank, t in self.units]


def _log_sums(scores: Floats) -> Floats:
    """Logarithms of the sums of exponentials along the last axis."""
    top = scores.max(-1)
    out: Floats = top + np.log(np.exp(scores - top[..., None]).sum(-1))
    return out


class _Objective:
    """The objective and its gradient on some pages, over one flat vector of weights."""

    def __init__(self, pages: Sequence[Example], l2: float) -> None:
        self.l2, self.layout = l2, _Layout(pages)
        emits = self.layout.column(lambda page: page.emit)
        links = self.layout.column(lambda page: page.link)
        self.emit_columns, self.link_columns = _columns(emits), _columns(links)
        self.emits, self.links = (
            _Rows(emits, self.emit_columns),
            _Rows(links, self.link_columns),
        )
        self.shapes: list[tuple[int, ...]] = [
            (len(self.emit_columns), PARTS),
            (len(self.link_columns), PARTS * PARTS),
            (len(segment.PAIRS),),
            (DIRECTIONS, len(segment.PAIRS)),
            (DIRECTIONS, PARTS * PARTS),
            (DIRECTIONS * LEANS, PARTS),
            (EVIDENCES, DIRECTIONS),
        ]
        layout = self.layout
        count = len(layout.unit)
        self.emit_of, self.link_of = self.emits.of[layout.unit], self.links.of[layout.unit]
        self.to_emits = _summing(self.emit_of, self.emits.matrix.shape[0])
        self.to_leans = _summing(layout.leaning, DIRECTIONS * LEANS)
        later = np.arange(layout.steps[0][1], len(layout.units))
        self.to_links = _summing(self.links.of[later], self.links.matrix.shape[0])
        # room that every evaluation uses again
        pairs, tracks = len(segment.PAIRS), layout.steps[0][2]
        self._alpha, self._posterior = np.empty((STATES, count)), np.empty((STATES, count))
        self._edges = np.empty((pairs, len(layout.units)))
        self._moves = [np.empty((pairs, k)) for _, _, k in layout.steps]
        self._one, self._two = np.empty((pairs, tracks)), np.empty((pairs, tracks))

    def split(self, weights: Floats) -> list[Floats]:
        """The vector as its seven tables."""
        cuts = np.cumsum([int(np.prod(shape)) for shape in self.shapes])[:-1]
        tables = np.split(weights, cuts)
        return [
            table.reshape(shape) for table, shape in zip(tables, self.shapes, strict=True)
        ]

    def __call__(self, weights: Floats) -> tuple[float, Floats]:
        layout = self.layout
        emit, link, pair, turned, turned_parts, lean, prior = self.split(weights)
        emission, transition = self._potentials(emit, link, lean)
        pairs = np.exp(pair + turned + turned_parts[:, _LINKED]).T[:, layout.direction_of]
        scale = self._forward(emission, transition, pairs)
        sums = np.bincount(layout.track, np.log(scale), minlength=len(layout.page_of))

        # of each page: the sum over all chains, the sum over those that gold allows
        by_direction = np.full((2, len(layout.pages), DIRECTIONS), -np.inf)
        where = (layout.is_held.astype(int), layout.page_of, layout.direction_of)
        by_direction[where] = sums + prior[layout.evidence[layout.page_of], layout.direction_of]
        totals = _log_sums(by_direction)
        shares = np.exp(by_direction - totals[..., None])
        share = shares[where] * np.where(layout.is_held, -1.0, 1.0)
        turned_counts = self._backward(emission, scale, share)

        parts = _BY_PART @ (self._posterior * share[layout.track])
        links = _BY_LINKED @ self._edges[:, layout.steps[0][1] :]
        by_evidence = np.zeros((EVIDENCES, DIRECTIONS))
        np.add.at(by_evidence, layout.evidence, shares[0] - shares[1])
        counts = [
            self.emits.transposed @ (self.to_emits @ parts.T),
            self.links.transposed @ (self.to_links @ links.T),
            turned_counts.sum(0),
            turned_counts,
            turned_counts @ _BY_LINKED.T,
            self.to_leans @ parts.T,
            by_evidence,
        ]
        gradient = np.concatenate([table.ravel() for table in counts]) + self.l2 * weights
        misses = float((totals[0] - totals[1]).sum())
        return misses + 0.5 * self.l2 * float(weights @ weights), gradient

    def _potentials(self, emit: Floats, link: Floats, lean: Floats) -> tuple[Floats, Floats]:
        """Exponentials of the units' scores: (states, units of tracks), (pairs, rows of links).

        Each unit's are divided by its largest, which no probability notices.
        """
        scores = self.emits.matrix @ emit
        scores = np.exp(scores - scores.max(1, keepdims=True)).T[_PART]
        leans = np.exp(lean).T[_PART]
        emission = np.take(scores, self.emit_of, axis=1)
        emission *= np.take(leans, self.layout.leaning, axis=1)
        emission *= self.layout.possible
        ties = self.links.matrix @ link
        ties = np.exp(ties - ties.max(1, keepdims=True)).T[_LINKED]
        return emission, ties

    def _forward(self, emission: Floats, transition: Floats, pairs: Floats) -> Floats:
        """Fill ``_alpha`` and ``_moves``; return what each unit of each track was scaled by."""
        layout, alpha = self.layout, self._alpha
        scale = np.empty(len(layout.unit))
        now = emission[:, : layout.steps[0][2]]
        for t, (_, _, tracks) in enumerate(layout.steps):
            start = int(layout.track_from[t])
            here = slice(start, start + tracks)
            if t:
                moves, room = self._moves[t], self._one[:, :tracks]
                np.take(transition, self.link_of[here], axis=1, out=moves, mode="clip")
                moves *= pairs[:, :tracks]
                np.take(now[:, :tracks], _FROM, axis=0, out=room, mode="clip")
                room *= moves
                now = _BY_INTO @ room
                now *= emission[:, here]
            scale[here] = now.sum(0)
            now = np.divide(now, scale[here], out=alpha[:, here])
        return scale

    def _backward(self, emission: Floats, scale: Floats, share: Floats) -> Floats:
        """Fill ``_posterior`` and ``_edges``; return expected pairs by direction, gold's less.

        Posteriors are each track's own; edges are summed over a page's tracks by ``share``.
        """
        layout, alpha = self.layout, self._alpha
        turned = np.zeros((DIRECTIONS, len(segment.PAIRS)))
        weights = _membership(layout.direction_of, DIRECTIONS) * share
        beta = np.ones((STATES, len(layout.page_of)))
        for t in range(len(layout.steps) - 1, -1, -1):
            unit, pages, tracks = layout.steps[t]
            start = int(layout.track_from[t])
            here = slice(start, start + tracks)
            now = beta[:, :tracks]
            np.multiply(alpha[:, here], now, out=self._posterior[:, here])
            if not t:
                break
            now = now * emission[:, here]
            now /= scale[here]
            moves, before = self._one[:, :tracks], self._two[:, :tracks]
            np.take(now, _INTO, axis=0, out=moves, mode="clip")
            moves *= self._moves[t]
            beta[:, :tracks] = _BY_FROM @ moves
            past = int(layout.track_from[t - 1])
            np.take(alpha[:, past : past + tracks], _FROM, axis=0, out=before, mode="clip")
            moves *= before
            turned += weights[:, :tracks] @ moves.T
            moves *= share[:tracks]
            first = layout.first_track[:pages]
            np.add.reduceat(moves, first, axis=1, out=self._edges[:, unit : unit + pages])
        return turned


def _summing(groups: Ints, count: int) -> sp.csr_matrix:
    """A sparse matrix that sums rows by group."""
    places = (groups, np.arange(len(groups)))
    return sp.csr_matrix((np.ones(len(groups)), places), (count, len(groups)))


def fit(
    pages: Sequence[Example],
    *,
    l2: float = 0.3,
    iterations: int = 350,
    start: Model | None = None,
    report: Callable[[int, float], None] | None = None,
) -> Fitted:
    """Fit a model; ``report`` hears of each iteration and its objective.

    ``start``: a model whose weights to begin with, for keys that are still observed.
    """
    objective = _Objective([page for page in pages if page.emit], l2)
    weights = np.zeros(sum(int(np.prod(shape)) for shape in objective.shapes))
    emit, link, pair, turned, turned_parts, lean, prior = objective.split(weights)
    if start:
        _copy(start.emit, objective.emit_columns, emit)
        _copy(start.link, objective.link_columns, link)
        pair[:] = start.pair.mean(0)
        turned[:] = start.pair - pair
        lean[:] = start.lean.reshape(lean.shape)
        prior[:] = start.prior
    count = 0

    def heard(intermediate_result: object) -> None:
        nonlocal count
        count += 1
        if report:
            report(count, float(getattr(intermediate_result, "fun", np.nan)))

    options = {"maxiter": iterations, "maxfun": 2 * iterations, "maxcor": MEMORY}
    found = minimize(
        objective, weights, jac=True, method="L-BFGS-B", callback=heard, options=options
    )
    emit, link, pair, turned, turned_parts, lean, prior = objective.split(found.x)
    model = Model(
        emit={key: emit[i] for key, i in objective.emit_columns.items()},
        link={key: link[i] for key, i in objective.link_columns.items()},
        pair=pair + turned + turned_parts[:, _LINKED],
        lean=lean.reshape(DIRECTIONS, LEANS, PARTS),
        prior=prior,
    )
    return Fitted(model, float(found.fun), int(found.nit))


MEMORY = 20
"""Steps that L-BFGS remembers; twice its default, which saves a fifth of the iterations here."""


def _copy(rows: dict[Hashable, Floats], columns: dict[Hashable, int], out: Floats) -> None:
    for key, i in columns.items():
        if key in rows:
            out[i] = rows[key]


def decode(model: Model, pages: Sequence[Example]) -> list[list[int]]:
    """The best parts of each page's units, by the same rule as `segment.decode`.

    Directions compete by their best chains.
    """
    layout = _Layout([page for page in pages if page.emit], held=False)
    emits = layout.column(lambda page: page.emit)
    links = layout.column(lambda page: page.link)
    emit = _scores(model.emit, emits, PARTS)[layout.unit].T[_PART]
    emit += model.lean.reshape(-1, PARTS)[layout.leaning].T[_PART]
    with np.errstate(divide="ignore"):
        emit += np.log(layout.possible)
    link = _scores(model.link, links, PARTS * PARTS)
    pairs = model.pair.T[:, layout.direction_of]
    into = [np.flatnonzero(_INTO == state) for state in range(STATES)]
    best = np.empty((STATES, len(layout.unit)))
    came = np.zeros((STATES, len(layout.unit)), dtype=np.int64)
    for t, (_, _, tracks) in enumerate(layout.steps):
        start = int(layout.track_from[t])
        here = slice(start, start + tracks)
        best[:, here] = emit[:, here]
        if t:
            past = int(layout.track_from[t - 1])
            moves = best[_FROM, past : past + tracks] + pairs[:, :tracks]
            moves += link[layout.unit[here]].T[_LINKED]
            for state, rows in enumerate(into):
                chosen = moves[rows].argmax(0)
                came[state, here] = _FROM[rows][chosen]
                best[state, here] += moves[rows][chosen, np.arange(tracks)]
    totals = best[:, layout.last].max(0)
    totals += model.prior[layout.evidence[layout.page_of], layout.direction_of]
    out: dict[int, list[int]] = {}
    for rank, page in enumerate(layout.pages):
        tracks = np.arange(layout.first_track[rank], layout.first_track[rank + 1])
        track = int(tracks[totals[tracks].argmax()])
        state = int(best[:, layout.last[track]].argmax())
        path = [state]
        for t in range(len(page.emit) - 1, 0, -1):
            state = int(came[state, layout.track_from[t] + track])
            path.append(state)
        out[layout.order[rank]] = [segment.PART[state] for state in reversed(path)]
    ranks = iter(range(len(layout.order)))
    return [out[next(ranks)] if page.emit else [] for page in pages]


def _scores(rows: dict[Hashable, Floats], units: Sequence[Keys], size: int) -> Floats:
    zero = np.zeros(size)
    out = [np.sum([rows.get(key, zero) for key in keys] or [zero], axis=0) for keys in units]
    return np.array(out)
