"""Lines → the stretches of one column, and the measure of each.

A headline is wider or narrower than the columns around it, and an article's columns are as
wide as each other: most of what is seen of a line is how it stands to a measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain, count, repeat
from operator import sub

from .model import NEAR, Lines


def columns(lines: Lines) -> list[tuple[int, int, int]]:
    """The stretches of one column: (first line, line behind the last, measure in half ems).

    A stretch has no blank line in it and widths that differ by NEAR at most from one line
    to the next.  Its measure is 0 unless it has five lines or more, or three of which the
    second or a later one has a comma or a full stop, which tells them from a headline set in as many lines.
    """
    out: list[tuple[int, int, int]] = []
    start, width, text = 0, lines.width, lines.text
    for end in (*lines.cuts, len(text)):
        size = end - start
        if size >= 5 or (size >= 3 and has_marks(text[start + 1 : end])):
            out.append((start, end, max(width[start:end])))
        elif size:
            out.append((start, end, 0))
        start = end
    return out


def has_marks(lines: list[str]) -> bool:
    """Whether any of some lines has a comma or a full stop, as prose has and headlines have not."""
    joined = "".join(lines)
    return "，" in joined or "。" in joined


def relation(width: int, indent: int, measure: int) -> int:
    """How a line's width stands to a column: 0 none, 1 < 0.5, 2 < 0.85, 3 short of an indent, 4 full, 5 wider."""
    if not measure:
        return 0
    whole = width + (indent if indent <= 6 else 0)
    if whole > measure + NEAR:
        return 5
    if width >= measure - 2:
        return 4
    if width >= measure - 6:
        return 3
    if width * 100 < measure * 50:
        return 1
    return 2 if width * 100 < measure * 85 else 3


@dataclass(slots=True)
class Measures:
    """The measures of a page's column stretches, 0 for none, for each stretch.

    ``of``: per line, its stretch.  ``first``, ``last``: the stretch's end lines.  ``seen``,
    ``coming``: the nearest measure before and after it.
    """

    of: list[int]
    first: list[int]
    last: list[int]
    measure: list[int]
    seen: list[int]
    coming: list[int]

    def own(self, i: int) -> int:
        """The measure of a line's own stretch."""
        return self.measure[self.of[i]]

    def before(self, i: int) -> int:
        """The nearest measure up to the line above."""
        k = self.of[i]
        return self.seen[k] if i == self.first[k] else self.measure[k] or self.seen[k]

    def after(self, i: int) -> int:
        """The nearest measure from the line below on."""
        k = self.of[i]
        return self.coming[k] if i == self.last[k] else self.measure[k] or self.coming[k]


def measures(stretches: list[tuple[int, int, int]]) -> Measures:
    measure = [size for _, _, size in stretches]
    ends = [end for _, end, _ in stretches]
    first = [start for start, _, _ in stretches]
    return Measures(
        of=list(chain.from_iterable(map(repeat, count(), map(sub, ends, first)))),
        first=first,
        last=[end - 1 for end in ends],
        measure=measure,
        seen=[0, *accumulate(measure, _nearest)][:-1],
        coming=[0, *accumulate(reversed(measure), _nearest)][-2::-1],
    )


def _nearest(seen: int, measure: int) -> int:
    return measure or seen
