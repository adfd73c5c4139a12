"""The data that pass between the stages, and the shapes of what comes out.

Offsets are code points of the decoded input, its byte order mark not counted.
They are true for the whole input, not for one page of it: a page carries the
offset at which it starts.  A span is half open: ``[start, end)``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from .profile import Profile

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


VERIFY = "BULLETIN_SPLIT_VERIFY"
"""Variable of the environment: not empty, it makes every run check its own output."""


def is_verifying() -> bool:
    """Whether the environment asks for `Options.verify`."""
    return bool(os.environ.get(VERIFY))


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may set; the same names as the command's options.

    ``encoding``: a Python codec that overrides detection.  ``date``: the day of
    the paper as ``YYYY-MM-DD``; it fills ``page.date`` and gives 2月21日 its
    year.  ``publication``: fills ``page.publication``.  ``max_article``: code
    points that an open article may hold.  ``confusions``: whether characters that OCR
    misread are put back where the reading is certain.  ``latin_space``: whether a body
    keeps the spaces between Han and Latin or digits that the page has.  ``full_width``:
    whether full-width Latin and digits stay or become half-width.  ``explain``: whether
    records say why they are as they are, in a key of that name.  ``profile``: rows of one
    newspaper, from `profile.load_profile`.  ``verify``: whether what comes out is checked
    (`verify`) before it leaves; it changes nothing in it.
    """

    encoding: str | None = None
    date: str | None = None
    publication: str | None = None
    max_article: int = MAX_ARTICLE
    confusions: bool = True
    latin_space: Literal["keep", "remove"] = "remove"
    full_width: Literal["keep", "narrow"] = "keep"
    explain: bool = False
    profile: Profile | None = None
    verify: bool = field(default_factory=is_verifying, compare=False)


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
    metadata: NotRequired[dict[str, Any]]
    spans: list[list[int]]


class Record(TypedDict):
    """One article, as `record.schema.json` describes it, keys in its order.

    ``explain`` is there only where `Options.explain` asks for it (explain.schema.json).
    """

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
    explain: NotRequired[dict[str, Any]]


class Discard(TypedDict):
    """One piece of the page that is in no record, and why."""

    path: str | None
    reason: Reason
    span: list[int]
    text: str


# --- what `lines` finds, for the stages behind it ------------------------------

# What a line is by itself; `Lines.cue` holds one of these.
PLAIN, DATED, UNDATED, SIGNED, STAFF, NAMES, CREDITED, TAIL3, TAIL2, TAIL1, NUMBER, CAPTIONED = (
    range(12)
)

# How a line ends; `Lines.ending` holds one of these. MARK and BRACKET become MARK_STOP and
# BRACKET_STOP where a sentence ends before them.
(
    OPEN,
    STOP,
    CRY,
    MARK,
    BRACKET,
    MARK_STOP,
    BRACKET_STOP,
    COMMA,
    SEMICOLON,
    COLON,
    DOT,
) = range(11)
ENDING: dict[str, int] = {
    char: kind
    for kind, chars in (
        (STOP, "。"),
        (CRY, "！？!?…"),
        (MARK, "”』」’》）)"),
        (BRACKET, "〉】〕"),
        (COMMA, "、，,"),
        (SEMICOLON, "；;"),
        (COLON, "：:—"),
        (DOT, "."),
    )
    for char in chars
}

NEAR = 3
"""Half ems by which lines of one column may differ: hanging marks and closed-up digits."""

OPEN_GAPS = 16
"""Lines, at most, for one blank line in mid-sentence where OCR prints a page block by block: tesseract
leaves one in 6 to 14 lines, PDF extractors that read on one in 30 or none."""


@dataclass(slots=True)
class Lines:
    """The columns of one page.  All lists have one entry for each line kept.

    ``text``: closed text.  ``start``, ``end``: its place in the page (code
    points, spaces at both ends left out).  ``width``: half ems.  ``gap``: blank
    lines before.  ``indent``: width of the white space before the text.
    ``fused``: this line was cut off the one before it, on the same printed line.
    ``cue``: what it is by itself.  ``first``, ``last``: its first and last character;
    ``ending``: how it ends.  ``cuts``: the lines that do not go on in the column of the line
    before them: a blank line is between, or their widths differ.  ``ended``: the lines whose predecessor ends a sentence or a bracket.
    ``short``: the lines that fall short of those below by an indent (`habits.short_lines`).
    ``set_in``: how the page sets in its paragraphs (`habits.indent_habit`).  ``own``: the lines that a profile knows for bylines.  ``furniture``: ``(start, end, reason)`` of what left.  ``jumps``: ``(index of the
    line that follows, "from", "to" or "see", page)`` of the jump lines among it.
    """

    text: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    width: list[int] = field(default_factory=list)
    gap: list[int] = field(default_factory=list)
    indent: list[int] = field(default_factory=list)
    fused: list[bool] = field(default_factory=list)
    cue: list[int] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    ending: bytearray = field(default_factory=bytearray)
    cuts: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    short: set[int] = field(default_factory=set)
    set_in: int = 0
    own: set[int] = field(default_factory=set)
    furniture: list[tuple[int, int, Reason]] = field(default_factory=list)
    jumps: list[tuple[int, str, str]] = field(default_factory=list)
