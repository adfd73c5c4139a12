"""The report: pages beside their records, in HTML files that need nothing else.

A page is one file; an issue is one file too, with an overview before its pages; an
archive is an overview, and its pages are files in a folder beside it.  What is drawn and
how is in report.html, report.css and report.js; here the data are gathered, page by page
and no more than a few pages at a time, and set into that template as JSON.

Text of a page is data.  ``<`` never stands in the JSON, so nothing in it can end the
element that holds it, and the file's own policy lets no other script, style or address
be loaded (Content Security Policy, level 2).
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Any, get_args

from ..model import Discard, Flag, Record
from ..record import DOUBTFUL
from ..sink import inert, output_errors, whole_file, writer
from .look import MARKS
from .place import pieces

ONE_FILE = 24
"""Pages that the report holds itself: a day's issue.  Of more pages, each is a file of its own."""

ONE_FILE_TEXT = 1_000_000
"""Code points of all pages together that it holds itself; a single page is one file whatever its size."""

MOST_SHOWN = 2_000_000
"""Code points of one input that are shown; a browser takes some seconds for as many."""

DOUBTS: tuple[Flag, ...] = (
    "headline_missing",
    "headline_uncertain",
    "boundary_uncertain",
    "truncated_start",
    "truncated_end",
    "encoding_uncertain",
    "undecodable_bytes",
    "oversize",
)
"""Flags that ask for a look; the others tell a fact."""

FLAGS: dict[Flag, str] = {
    "headline_missing": "No headline was found: one of the neighbours may have two.",
    "headline_uncertain": "The headline could as well be the neighbour's.",
    "boundary_uncertain": "The article may begin or end elsewhere.",
    "truncated_start": "It starts in mid-text.",
    "truncated_end": "It stops in mid-sentence.",
    "continues_on": "A jump line says that it goes on on another page.",
    "continued_from": "A jump line says that it began on another page.",
    "encoding_uncertain": "The bytes fit several encodings.",
    "undecodable_bytes": "Some bytes could not be decoded.",
    "oversize": "It outgrew the limit and was cut.",
}

ROLES = list(MARKS)

LENGTHS = (0, 50, 100, 200, 400, 800, 1600, 3200)
"""Lower ends of the bins of article lengths, in characters."""

SIMPLIFIED, TRADITIONAL = (
    "们这国说会来时对发动后学长现经过还进关问",
    "們這國說會來時對發動後學長現經過還進關問",
)
"""Common characters that differ between the scripts: they choose the shapes that a browser draws."""


class View:
    """Looks on while one page is converted, and holds what is drawn of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._text: list[str] = []
        self._records: list[Record] = []
        self._discards: list[Discard] = []
        self.size = 0

    def text(self, text: str) -> None:
        """Take a piece of the decoded page."""
        if self.size < MOST_SHOWN:
            self._text.append(text[: MOST_SHOWN - self.size])
        self.size += len(text)

    def record(self, record: Record) -> None:
        """Take a record; those behind what is shown are left out."""
        if min(record["source"]["spans"])[0] < MOST_SHOWN:
            self._records.append(record)

    def discard(self, discard: Discard) -> None:
        """Take a discard."""
        if discard["span"][0] < MOST_SHOWN:
            self._discards.append(discard)

    def data(self) -> dict[str, Any]:
        """The page as report.js takes it."""
        text = "".join(self._text)
        return {
            "name": self.name,
            "lang": script_of(text),
            "encoding": self._records[0]["source"]["encoding"] if self._records else "",
            "size": self.size,
            "cut": self.size > MOST_SHOWN,
            "pieces": [
                [ROLES.index(p.role), -1 if p.record is None else p.record, text[p.start : p.end]]
                + ([p.reason] if p.reason else [])
                for p in pieces(text, self._records, self._discards)
            ],
            "records": self._records,
        }


def script_of(text: str) -> str:
    """The language tag of a page: the script in which it has more of the common characters.

    >>> script_of("这是我们的"), script_of("這是我們的")
    ('zh-Hans', 'zh-Hant')
    """
    simplified, traditional = (
        sum(map(text.count, characters)) for characters in (SIMPLIFIED, TRADITIONAL)
    )
    return "zh-Hant" if traditional > simplified else "zh-Hans"


class Report:
    """A report that is being written to ``path``; use `report_to`."""

    def __init__(self, path: str) -> None:
        self.path = path
        stem, _ = os.path.splitext(os.path.basename(path))
        self.folder = f"{stem}_pages"
        self._template = Template()
        self._rows: list[dict[str, Any]] = []
        self._views: list[dict[str, Any]] | None = []  # None once the pages are files of their own
        self._waiting: dict[str, Any] | None = None  # the last page, whose next is not known yet
        self._done = self._size = 0
        self._places: list[int] = []  # the row of the overview that each page has
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in CHARTS}

    def fail(self, name: str, cause: str) -> None:
        """Take an input that could not be read: the overview says why."""
        failed = {"name": name, "failed": cause, "flags": [], "records": 0, "sure": 1}
        self._rows.append(failed)

    def add(self, view: dict[str, Any]) -> None:
        """Take a page."""
        self._count(view)
        self._places.append(len(self._rows))
        self._rows.append(row_of(view))
        if self._views is not None:
            self._views.append(view)
            self._size += view["size"]
            is_large = len(self._views) > 1 and self._size > ONE_FILE_TEXT
            if len(self._views) > ONE_FILE or is_large:
                views, self._views = self._views, None
                for early in views:
                    self._put_aside(early)
        else:
            self._put_aside(view)

    def _put_aside(self, view: dict[str, Any]) -> None:
        """Write the page before, now that its next is known, and keep this one."""
        self._rows[self._places[self._done]]["href"] = f"{self.folder}/{self._file(self._done)}"
        if self._waiting is not None:
            self._write_page(has_next=True)
        self._waiting = view
        self._done += 1

    @staticmethod
    def _file(number: int) -> str:
        return f"{number + 1:04d}.html"

    def _write_page(self, *, has_next: bool) -> None:
        view, number = self._waiting, self._done - 1
        assert view is not None
        folder = os.path.join(os.path.dirname(self.path), self.folder)
        with output_errors(folder):
            os.makedirs(folder, exist_ok=True)
        data = self._data(
            views=[view],
            home="../" + os.path.basename(self.path),
            previous=self._file(number - 1) if number else None,
            next=self._file(number + 1) if has_next else None,
        )
        self._write(os.path.join(folder, self._file(number)), view["name"], data)

    def finish(self) -> None:
        """Write what is left: the last page, and the report itself."""
        if self._waiting is not None:
            self._write_page(has_next=False)
        title = os.path.basename(os.path.splitext(self.path)[0])
        views = self._views or []
        if len(self._rows) == 1 and views:
            self._write(self.path, views[0]["name"], self._data(views=views))
            return
        for k in range(len(views)):
            self._rows[self._places[k]]["href"] = f"#p{k + 1}"
        records = sum(row["records"] for row in self._rows)
        doubtful = sum(row.get("doubtful", 0) for row in self._rows)
        failed = sum("failed" in row for row in self._rows)
        about = f"{len(self._rows):,} pages, {records:,} records, {doubtful:,} of them doubtful"
        data = self._data(
            views=views,
            pages=self._rows,
            title=title,
            about=about + (f", {failed:,} pages failed" if failed else ""),
            charts=[chart(name, self._counts[name]) for name in CHARTS if self._counts[name]],
        )
        self._write(self.path, title, data)

    def _data(self, **more: Any) -> dict[str, Any]:
        known = {
            "roles": [[role, mark] for role, (mark, _) in MARKS.items()],
            "flags": FLAGS,
            "doubts": DOUBTS,
            "doubtful": DOUBTFUL,
            "pages": [],
        }
        return {**known, **more}

    def _write(self, path: str, title: str, data: Mapping[str, Any]) -> None:
        with whole_file(os.path.realpath(path), sync=False) as fd, output_errors(path):
            writer(fd)(self._template.fill(title, data))

    def _count(self, view: Mapping[str, Any]) -> None:
        counts, records = self._counts, view["records"]
        counts["articles per page"][str(len(records))] += 1
        counts["encodings"][view["encoding"] or "none"] += 1
        for record in records:
            size = len(record["text"])
            counts["characters per article"][str(max(low for low in LENGTHS if low <= size))] += 1
            counts["confidence"][f"{min(int(record['confidence'] * 10), 9) / 10:.1f}"] += 1
            counts["kinds"][record["kind"]] += 1
            counts["flags"].update(record["flags"] or ["none"])
            counts["repairs, in characters"].update(record["repairs"])


CHARTS = (
    "confidence",
    "flags",
    "articles per page",
    "characters per article",
    "kinds",
    "encodings",
    "repairs, in characters",
)
"""The distributions of an overview, in their order."""


def chart(name: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """A distribution as report.js draws it: bars of a name and a count.

    Numbers stand in their order, and many of them in bins; names by their counts.

        >>> chart("articles per page", {"2": 3, "10": 1})["bars"]
        [['2', 3], ['10', 1]]
    """
    bars: list[list[Any]]
    if name == "characters per article":
        ends = [f"{low} to {high - 1}" for low, high in pairwise(LENGTHS)]
        labels = [*ends, f"{LENGTHS[-1]} and more"]
        bars = [
            [label, counts.get(str(low), 0)] for low, label in zip(LENGTHS, labels, strict=True)
        ]
    elif name == "confidence":
        bars = [
            [f"{k / 10:.1f} to {(k + 1) / 10:.1f}", counts.get(f"{k / 10:.1f}", 0)]
            for k in range(10)
        ]
    elif name == "articles per page":
        bars = _binned({int(key): count for key, count in counts.items()})
    else:
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        bars = [[key.replace("_", " "), count] for key, count in ordered]
    return {"title": name[:1].upper() + name[1:], "bars": bars}


def _binned(counts: Mapping[int, int], most: int = 16) -> list[list[Any]]:
    """Counts of whole numbers as at most ``most`` bars, in bins of one width where there are more."""
    width = max(counts) // most + 1
    bins: Counter[int] = Counter()
    for number, count in counts.items():
        bins[number // width] += count
    if width == 1:
        return [[str(k), bins[k]] for k in sorted(bins)]
    return [[f"{k * width} to {k * width + width - 1}", bins[k]] for k in range(max(bins) + 1)]


def row_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """A page's row in the overview."""
    records = view["records"]
    flags = Counter(flag for record in records for flag in record["flags"])
    return {
        "name": view["name"],
        "href": None,
        "records": len(records),
        "size": view["size"],
        "doubtful": sum(is_doubtful(record) for record in records),
        "sure": min((record["confidence"] for record in records), default=1),
        "encoding": view["encoding"],
        "flags": [flag for flag in get_args(Flag) if flags[flag]],
    }


def is_doubtful(record: Record) -> bool:
    """Whether a record asks for a look."""
    return record["confidence"] < DOUBTFUL or any(flag in DOUBTS for flag in record["flags"])


class Template:
    """report.html with its style and script, ready to be filled."""

    def __init__(self) -> None:
        here = files(__package__)
        page, style, script = (
            here.joinpath(f"report.{kind}").read_text("utf-8") for kind in ("html", "css", "js")
        )
        policy = (
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        page = page.replace("{{policy}}", policy).replace("{{style}}", style)
        before, rest = page.split("{{title}}")
        between, after = rest.split("{{data}}")
        self._parts = before, between, after.replace("{{script}}", script)

    def fill(self, title: str, data: Mapping[str, Any]) -> bytes:
        """The whole file.  ``title`` and ``data`` are set in as text that no browser obeys."""
        before, between, after = self._parts
        shown = "".join(char if char.isprintable() else "\ufffd" for char in title)
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), check_circular=False)
        page = [before, escape(shown), between, inert(text).replace("<", "\\u003c"), after]
        return "".join(page).encode("utf-8", "backslashreplace")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@contextmanager
def report_to(path: str) -> Iterator[Report]:
    """A report that is written when the body ends well.  Raises `OutputError`."""
    report = Report(path)
    yield report
    report.finish()
