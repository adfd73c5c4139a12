"""Measures of segmentation and of calibration, over numbers alone.

Positions are those of a text's characters; a boundary at ``n`` lies before character
``n``.  Nothing here knows of articles or files.

Sources: Pk, D. Beeferman, A. Berger, J. Lafferty, Statistical Models for Text
Segmentation, Machine Learning 34 (1999).  WindowDiff, L. Pevzner, M. Hearst, A Critique
and Improvement of an Evaluation Metric for Text Segmentation, Computational Linguistics
28 (2002).  B-cubed, A. Bagga, B. Baldwin, Entity-Based Cross-Document Coreferencing,
COLING-ACL 1998.  Expected calibration error, M. Pakdaman Naeini, G. Cooper,
M. Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015.
The Brier score, G. Brier, Verification of Forecasts Expressed in Terms of Probability,
Monthly Weather Review 78 (1950).  The bootstrap, B. Efron, R. Tibshirani, An
Introduction to the Bootstrap (1993), chapter 13 (percentile intervals).
"""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..glyphs import BIDI, RADICALS, ZERO_WIDTH

NEAR = 1
"""Characters by which a boundary may miss and still be met: a mark before or behind it."""

_SAME = {
    ",": "，、､",
    ".": "。｡…·・．",
    "'": "‘’",
    '"': "“”",
    "(": "（〔",
    ")": "）〕",
    "[": "【",
    "]": "】",
    "-": "—―–－",
    "《": "〈",
    "》": "〉",
}
"""Marks that extractors and houses exchange for each other; what NFKC folds already is not repeated."""

_FOLD = str.maketrans(
    {**RADICALS, **{mark: plain for plain, marks in _SAME.items() for mark in marks}}
    | dict.fromkeys(ZERO_WIDTH + BIDI)
)


def fold(text: str) -> str:
    """A text as it is compared: NFKC, no white space, nothing invisible, like marks alike.

    >>> fold("３月，“云 泊”…") == fold('3月,"云泊"...')
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).translate(_FOLD).split())


def close_up(text: str) -> str:
    """A text as it is compared to the letter: without white space, else as it is."""
    return "".join(text.split())


def grams(text: str, size: int = 5) -> set[str]:
    """Its runs of ``size`` characters; a shorter text is one."""
    if len(text) < size:
        return {text} if text else set()
    return {text[i : i + size] for i in range(len(text) - size + 1)}


class Block(NamedTuple):
    """``[start, end)`` of one text stands for ``[to, to_end)`` of another; ``same``: one for one."""

    same: bool
    start: int
    end: int
    to: int
    to_end: int


def align(found: str, gold: str) -> list[Block]:
    """The least edits from one text to the other, as blocks over both.

    Raises `ImportError` where rapidfuzz is not installed.
    """
    from rapidfuzz.distance import Levenshtein

    if found == gold:
        return [Block(True, 0, len(gold), 0, len(gold))] if gold else []
    return [
        Block(op.tag in ("equal", "replace"), op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in Levenshtein.opcodes(found, gold)
    ]


def edits(found: str, gold: str) -> int:
    """Characters to insert, delete or replace (Levenshtein)."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(found, gold))


def carry(places: Iterable[int], blocks: Sequence[Block]) -> list[int]:
    """Where places of the first text lie in the second: behind what it has in addition.

    >>> carry([2, 4], [Block(True, 0, 3, 0, 3), Block(False, 3, 3, 3, 5), Block(True, 3, 6, 5, 8)])
    [2, 6]
    """
    starts = [block.start for block in blocks]
    out = []
    for place in places:
        at = bisect_right(starts, place) - 1
        if at >= 0:
            block = blocks[at]
            out.append(block.to + min(place - block.start, block.to_end - block.to))
    return out


def inner_bounds(sizes: Iterable[int]) -> list[int]:
    """The boundaries between pieces of these sizes, those at both ends left out.

    >>> inner_bounds([3, 4, 5]), inner_bounds([3])
    ([3, 7], [])
    """
    return list(accumulate(sizes))[:-1]


def met(gold: Sequence[int], found: Sequence[int], near: int = NEAR) -> int:
    """How many gold boundaries are met, each by one found boundary of its own.

    >>> met([10, 20], [11, 12, 30])
    1
    """
    left, count = sorted(found), 0
    for place in sorted(gold):
        at = next((i for i, other in enumerate(left) if abs(other - place) <= near), None)
        if at is not None:
            left.pop(at)
            count += 1
    return count


def windows(gold: Sequence[int], found: Sequence[int], size: int) -> tuple[int, int, int]:
    """(windows, those that WindowDiff faults, those that Pk faults) over a text of ``size`` characters.

    A window reaches over half the mean length of a gold segment (both papers).
    WindowDiff faults it where the counts of boundaries inside differ, Pk where only one
    side has any.

        >>> windows([5], [5], 10), windows([5], [7], 10), windows([5], [], 10)
        ((8, 0, 0), (8, 4, 4), (8, 2, 2))
    """
    segments = len(set(gold)) + 1
    reach = max(1, round(size / segments / 2))
    count = size - reach
    if count < 1:
        return 0, 0, 0
    steps: Counter[int] = Counter()
    for place in {0, count}:
        steps[place] += 0
    both = [sorted({p for p in side if 0 < p < size}) for side in (gold, found)]
    for side in both:  # a window from i holds the boundaries in (i, i + reach]
        for place in side:
            steps[max(0, place - reach)] += 0
            steps[min(count, place)] += 0
    diff = pk = 0
    for start, end in pairwise(sorted(steps)):
        ours, theirs = (
            bisect_right(side, start + reach) - bisect_right(side, start) for side in both
        )
        diff += (end - start) * (ours != theirs)
        pk += (end - start) * ((ours > 0) != (theirs > 0))
    return count, diff, pk


def b_cubed(
    shared: Mapping[tuple[int, int], int], gold: Sequence[int], found: Sequence[int]
) -> tuple[float, float]:
    """(sum over the found characters of their precision, over the gold ones of their recall).

    ``shared``: characters that segment i of the gold and j of the found have in common;
    the others give the segments' sizes.  A character that is on one side only adds nothing.

        >>> b_cubed({(0, 0): 4, (1, 0): 4}, [4, 4], [8])
        (4.0, 8.0)
    """
    precision = sum(n * n / found[j] for (_, j), n in shared.items() if n)
    recall = sum(n * n / gold[i] for (i, _), n in shared.items() if n)
    return precision, recall


def overlaps(
    blocks: Sequence[Block], gold: Sequence[int], found: Sequence[int]
) -> Counter[tuple[int, int]]:
    """Characters that the segments of two aligned texts share; sizes of the segments as given."""
    out: Counter[tuple[int, int]] = Counter()
    gold_ends, found_ends = list(accumulate(gold)), list(accumulate(found))
    for block in blocks:
        if not block.same:
            continue
        at, to = block.start, block.to
        while at < block.end:
            j, i = bisect_right(found_ends, at), bisect_right(gold_ends, to)
            step = min(block.end - at, found_ends[j] - at, gold_ends[i] - to)
            out[i, j] += step
            at, to = at + step, to + step
    return out


Counts = Mapping[str, float]


def interval(
    rows: Sequence[Counts], figure: Callable[[Counts], float | None], draws: int, seed: int
) -> tuple[float, float] | None:
    """The 95 % percentile bootstrap interval of a figure over pages, or ``None`` for fewer than two.

    Pages are drawn with replacement, as many as there are; the same seed gives the same interval.
    """
    return intervals(rows, {"": figure}, draws, seed)[""]


def intervals(
    rows: Sequence[Counts],
    figures: Mapping[str, Callable[[Counts], float | None]],
    draws: int,
    seed: int,
) -> dict[str, tuple[float, float] | None]:
    """`interval` for several figures from the same draws."""
    if len(rows) < 2 or draws < 1:
        return dict.fromkeys(figures)
    keys = list(rows[0])
    table = [tuple(row[key] for key in keys) for row in rows]
    chance = random.Random(seed)
    seen: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(draws):
        drawn = chance.choices(table, k=len(table))
        total = dict(zip(keys, map(sum, zip(*drawn, strict=True)), strict=True))
        for name, figure in figures.items():
            value = figure(total)
            if value is not None:
                seen[name].append(value)
    return {name: _middle(sorted(values)) for name, values in seen.items()}


def _middle(values: Sequence[float]) -> tuple[float, float] | None:
    if not values:
        return None
    last = len(values) - 1
    return values[round(last * 0.025)], values[round(last * 0.975)]


_NOT_WORD = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Letters, digits and Han of a folded text.

    >>> bare("(记者 李明)3月,")
    '记者李明3月'
    """
    return _NOT_WORD.sub("", text)
