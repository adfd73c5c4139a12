"""The data that pass between the stages, and the shapes of what comes out.

Offsets are code points of the decoded input, its byte order mark not counted.
They are true for the whole input, not for one page of it: a page carries the
offset at which it starts.  A span is half open: ``[start, end)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

Kind = Literal["article", "photo_caption", "notice", "fragment"]
Role = Literal[
    "author",
    "reporter",
    "correspondent",
    "intern",
    "photographer",
    "illustrator",
    "editor",
    "translator",
    "agency",
]
Flag = Literal[
    "headline_missing",
    "headline_uncertain",
    "boundary_uncertain",
    "truncated_start",
    "truncated_end",
    "continues_on",
    "continued_from",
    "encoding_uncertain",
    "undecodable_bytes",
    "oversize",
]
Reason = Literal[
    "masthead",
    "folio",
    "date_line",
    "section",
    "page_number",
    "staff_box",
    "contact",
    "running_head",
    "jump_line",
    "watermark",
    "rule",
    "separator",
    "control",
]

MAX_ARTICLE = 262_144
"""Code points an open article may hold before it is cut and flagged ``oversize``.

The longest newspaper pieces that we know of (serialised reports, laws printed in
full) stay under 60,000 characters; this leaves room for four of them.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may set; the same names as the command's options.

    ``encoding``: a Python codec that overrides detection.  ``date``: the day of
    the paper as ``YYYY-MM-DD``; it fills ``page.date`` and gives 2月21日 its
    year.  ``publication``: fills ``page.publication``.  ``max_article``: code
    points that an open article may hold.
    """

    encoding: str | None = None
    date: str | None = None
    publication: str | None = None
    max_article: int = MAX_ARTICLE


class Deck(TypedDict):
    role: Literal["kicker", "deck", "section"]
    text: str


class Byline(TypedDict):
    name: str
    role: Role


class Dateline(TypedDict):
    text: str
    agency: str | None
    place: str | None
    date: str | None


class Page(TypedDict):
    publication: str | None
    date: str | None
    number: str | None
    section: str | None


# ``from`` is a keyword, so this one shape is written as a call.
Jump = TypedDict("Jump", {"from": str | None, "to": str | None})


class Source(TypedDict):
    path: str | None
    encoding: str
    spans: list[list[int]]


class Record(TypedDict):
    """One article, as `record.schema.json` describes it, keys in its order."""

    id: str
    kind: Kind
    headline: str | None
    decks: list[Deck]
    byline: list[Byline]
    dateline: Dateline | None
    text: str
    page: Page | None
    jump: Jump | None
    flags: list[Flag]
    confidence: float
    repairs: dict[str, int]
    source: Source


class Discard(TypedDict):
    """One piece of the page that is in no record, and why."""

    path: str | None
    reason: Reason
    span: list[int]
    text: str
