"""Joins over pages: which record goes on in which, by the jump lines of one issue.

下转第3版 under a story of page 1 and 上接第1版 over a text of page 3 are two records in
two files.  This step reads the records that a run has written, not the inputs, and
changes none of them; it writes a table beside them, a line for each jump line:
``{"from": id, "to": id, "issue": folder, "date": day, "why": [...]}``, null where the
other end was not found.

An issue is the pages of one folder with one date.  Two ends belong together where the
numbers say so: one goes on to the page on which the other stands, or the other comes
from the page on which the one stands, and neither says anything else.  Where that
leaves a choice, the ends that say both numbers come first, then those whose headlines
share most characters; ends that are equally good stay apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import pairwise
from json import loads
from typing import Any, NamedTuple

from ..sink import lines_to
from .formats import format_of, lines_of
from .inputs import DRAFT


class End(NamedTuple):
    """One end of a jump: the record, where it stands, and what its jump line says."""

    id: str
    issue: str
    date: str | None
    page: str | None
    goes_to: str | None
    comes_from: str | None
    words: frozenset[str]


class Link(NamedTuple):
    """Two ends that belong together, and what says so; or one end alone."""

    issue: str
    date: str | None
    start: str | None
    end: str | None
    why: tuple[str, ...] = ()


def link(ends: Iterable[End]) -> Iterator[Link]:
    """The links of all issues, each issue's in the order of its ends."""
    issues: dict[tuple[str, str | None], list[End]] = {}
    for end in ends:
        issues.setdefault((end.issue, end.date), []).append(end)
    for (issue, date), group in issues.items():
        paired = dict(_pairs(group))
        found = {end for end, _why in paired.values()}
        for end in group:
            if end in paired:
                other, why = paired[end]
                yield Link(issue, date, end.id, other.id, why)
            elif end.goes_to:
                yield Link(issue, date, end.id, None)
            if end.comes_from and end not in found:
                yield Link(issue, date, None, end.id)


def _pairs(group: list[End]) -> Iterator[tuple[End, tuple[End, tuple[str, ...]]]]:
    """The pairs of one issue, best first; an end is in one pair on either side."""
    standing: dict[str | None, list[End]] = {}
    coming: dict[str | None, list[End]] = {}
    for end in group:
        if end.comes_from:
            standing.setdefault(end.page, []).append(end)
            coming.setdefault(end.comes_from, []).append(end)
    scored = []
    for start in group:
        if start.goes_to:
            near = standing.get(start.goes_to, []) + coming.get(start.page, [])
            for end in dict.fromkeys(near):
                why = _agree(start, end)
                if why and end is not start:
                    scored.append((len(why), len(start.words & end.words), start, end, why))
    by_start: dict[End, list[tuple[int, int]]] = {}
    by_end: dict[End, list[tuple[int, int]]] = {}
    for pages, shared, start, end, _why in scored:
        by_start.setdefault(start, []).append((pages, shared))
        by_end.setdefault(end, []).append((pages, shared))
    for pages, shared, start, end, why in scored:
        score = pages, shared
        best = max(by_start[start]), max(by_end[end])
        alone = by_start[start].count(score) == 1 and by_end[end].count(score) == 1
        if best == (score, score) and alone:
            yield start, (end, (*why, "headline") if shared else why)


def _agree(start: End, end: End) -> tuple[str, ...]:
    """Which of the two numbers are borne out; none where one of them says otherwise."""
    out = []
    for said, stands, why in (
        (start.goes_to, end.page, "goes_to"),
        (end.comes_from, start.page, "comes_from"),
    ):
        if said and stands:
            if said != stands:
                return ()
            out.append(why)
    return tuple(out)


def ends_of(record: dict[str, Any]) -> End | None:
    """The end of a jump that a record is, if it is one."""
    jump = record["jump"]
    if not jump or not (jump["from"] or jump["to"]):
        return None
    page = record["page"] or {"number": None, "date": None}
    path = (record["source"]["path"] or "").rpartition("!/")
    folder = os.path.dirname(path[2])
    headline = record["headline"] or record["text"][:20]
    return End(
        record["id"],
        f"{path[0]}!/{folder}" if path[0] else folder,
        page["date"],
        _number(page["number"]),
        _number(jump["to"]),
        _number(jump["from"]),
        frozenset(a + b for a, b in pairwise(headline)),
    )


def _number(page: str | None) -> str | None:
    """A page's number as it is compared: without leading noughts, letters in one case."""
    return page.strip().lstrip("0").upper() or None if page else None


def records_with_jumps(path: str) -> Iterator[dict[str, Any]]:
    """The records of a file whose ``jump`` is not null.  Raises `OutputError`."""
    if format_of(path) == ".parquet":
        from .parquet import rows

        columns = ["id", "headline", "text", "page", "jump", "source"]
        yield from (row for row in rows(path, columns) if row["jump"])
        return
    with lines_of(path) as lines:
        for line in lines:
            if b'"jump":null' not in line:
                yield loads(line)


def outputs(out: str, suffix: str) -> Iterator[str]:
    """The files of records that a run has written: one, or those below a folder, in order."""
    if not os.path.isdir(out):
        yield out
        return
    for folder, folders, names in os.walk(out):
        folders[:] = sorted(name for name in folders if not name.startswith(DRAFT))
        for name in sorted(names):
            if name.endswith(suffix) and not name.startswith(DRAFT):
                yield os.path.join(folder, name)


def write_links(out: str, suffix: str, table: str) -> dict[str, int]:
    """Write the table of links over an output; how many were found, and not, comes back.

    What is held are the ends of jumps, a few hundred bytes each.  Raises `OutputError`.
    """
    counts = {"linked": 0, "alone": 0}
    found = (
        end
        for path in outputs(out, suffix)
        if os.path.realpath(path) != os.path.realpath(table)
        for record in records_with_jumps(path)
        if (end := ends_of(record))
    )
    with lines_to(table) as lines:
        for one in link(found):
            counts["linked" if one.start and one.end else "alone"] += 1
            lines.add(
                {
                    "from": one.start,
                    "to": one.end,
                    "issue": one.issue,
                    "date": one.date,
                    "why": list(one.why),
                }
            )
            lines.flush()
    return counts
