"""Each repair of a record by its place: the characters before it and after it.

Repairs that keep the length say themselves where they struck; spaces and line breaks are
found where lines lost them; what was mended in the joined text is found by reading the
text beside the lines that it was joined from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .. import reflow
from ..glyphs import GONE, HALF_WIDTH
from ..moves import Move, origin
from ..record import moved_lines

if TYPE_CHECKING:
    from ..model import Record
    from ..record import Article, Sheet

Line = tuple["Sheet", int]

RESYNC = 12
"""Characters by which two readings of a text may differ at one place."""


def repairs(article: Article, record: Record) -> list[dict[str, Any]]:
    """Each repair with its place, and the characters before and after it."""
    out = [repair for line in _all_lines(article) for repair in _in_line(*line)]
    out += _joins(article)
    left = Counter(record["repairs"])
    left.subtract(Counter(repair["repair"] for repair in out))
    rest = [name for name, count in left.items() if count > 0 and name != "reading_order"]
    if rest:
        out += _settled(article, record, rest)
    return sorted(out, key=lambda repair: repair["place"])


def _all_lines(article: Article) -> list[Line]:
    body = [(s, i) for s, ranges in article.sheets for a, b in ranges for i in range(a, b)]
    return [*article.head, *article.bylines, *body]


def reordered(article: Article, moves: Sequence[Move]) -> Iterator[dict[str, Any]]:
    """The pieces of lines that were put below each other: each became a line of its own."""
    for sheet, i in moved_lines(article):
        start, end = sheet.lines.start[i], sheet.lines.end[i]
        piece = sheet.evidence.raw[start:end] if sheet.evidence else sheet.soft[start:end]
        place = origin(sheet.base + start, moves)
        yield _repair("reading_order", place, piece, piece + "\n")


def _repair(name: str, place: int, before: str, after: str) -> dict[str, Any]:
    return {"repair": name, "place": place, "before": before, "after": after}


def _in_line(sheet: Sheet, i: int) -> Iterator[dict[str, Any]]:
    """Repairs of a line that kept the length, and the spaces that it lost."""
    start, end = sheet.lines.start[i], sheet.lines.end[i]
    raw = sheet.evidence.raw if sheet.evidence else sheet.soft
    for change in sheet.changes:
        for at in change.places[
            bisect_left(change.places, start) : bisect_left(change.places, end)
        ]:
            after = sheet.soft[at]
            yield _repair(change.name, sheet.base + at, raw[at], "" if after == GONE else after)
    text, k = sheet.lines.text[i], 0
    for at in range(start, end):
        char = sheet.soft[at]
        if char == GONE:
            continue
        if k < len(text) and (text[k] == char or (text[k] == " " and char == "\u3000")):
            k += 1
        elif char in " \u3000":
            yield _repair("space", sheet.base + at, raw[at], "")


def _joins(article: Article) -> Iterator[dict[str, Any]]:
    """The breaks that were closed up where lines of a paragraph met."""
    above: Line | None = None
    for sheet, ranges in article.sheets:
        for a, b in ranges:
            begins = set(sheet.cuts(a, b))
            for i in range(a, b):
                if above is not None and i not in begins:
                    yield _join(above, (sheet, i), is_column=bool(sheet.lines.gap[i]) or i == a)
                above = (sheet, i)


def _join(above: Line, line: Line, *, is_column: bool) -> dict[str, Any]:
    (upper, i), (lower, j) = above, line
    texts = upper.lines.text[i], lower.lines.text[j]
    end = upper.lines.end[i]
    between = (
        upper.evidence.raw[end : lower.lines.start[j]]
        if upper is lower and upper.evidence
        else "\n"
    )
    after = " " if reflow.join(texts) == " ".join(texts) else ""
    name = "column_break" if is_column else "line_break"
    return _repair(name, upper.base + end, between if between.isspace() else "\n", after)


def _settled(article: Article, record: Record, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Repairs made in the joined text: found by reading it beside the lines that it was joined from."""
    chars: list[str] = []
    places: list[int] = []
    for sheet, i in _all_lines(article)[len(article.head) + len(article.bylines) :]:
        at = sheet.lines.start[i]
        for char in sheet.lines.text[i]:
            while sheet.soft[at] != char and at + 1 < sheet.lines.end[i]:
                at += 1
            chars.append(char)
            places.append(sheet.base + at)
            at += 1
    for start, before, after in differences("".join(chars), record["text"].replace("\n", "")):
        known = "half_width" if HALF_WIDTH.get(before) == after else ""
        others = [name for name in names if name != "half_width"]
        name = known if known in names else (others or names)[0]
        yield _repair(name, places[min(start, len(places) - 1)], before, after)


_STEPS = sorted(
    ((a, b) for a in range(RESYNC) for b in range(RESYNC) if a or b),
    key=lambda pair: (max(pair), pair[0] != pair[1]),
)


def differences(old: str, new: str) -> Iterator[tuple[int, str, str]]:
    """(place in the old text, what stood there, what stands there now), in one pass.

    The new text may leave out a beginning and an end of the old.

        >>> list(differences("本报讯昨日.县里召开会议。（李明）", "昨日。县里召开会议。"))
        [(5, '.', '。')]
    """
    begins = (old.find(new[k : k + 6]) - k for k in range(max(1, min(4, len(new) - 5))))
    i, j = next((at for at in begins if at >= 0), 0), 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        step = next((pair for pair in _STEPS if _meets(old, i + pair[0], new, j + pair[1])), None)
        if step is None:
            return
        yield i, old[i : i + step[0]], new[j : j + step[1]]
        i, j = i + step[0], j + step[1]


def _meets(old: str, i: int, new: str, j: int) -> bool:
    """Whether two texts read the same from these places on, for three characters or to the end of the new."""
    return old[i : i + len(new[j : j + 3])] == new[j : j + 3] and (i < len(old) or j >= len(new))
