"""Character faults, and only those: one fault, one short function.

First come the repairs that change one character for one, over a whole page
(`soften`); offsets stay true.  Each says where it struck, so that a record can
count what lies in its spans.  Spaces and line breaks vanish later, when a
paragraph is joined; `record` counts them as `space`, `line_break`, `column_break`.

Left alone everywhere: the script (traditional stays traditional), Chinese
punctuation, full-width Latin and digits, private-use and replacement characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from . import glyphs
from .glyphs import GONE

_SPACES = re.compile(f"[{glyphs.SPACES}]")
_LINE_ENDS = re.compile(f"[{glyphs.LINE_ENDS}]")
_GONE = re.compile(f"[{glyphs.ZERO_WIDTH}{glyphs.BIDI}]")
_CONTROLS = re.compile(f"[{re.escape(glyphs.CONTROLS)}]")
_RADICALS = re.compile("[\u2e80-\u2fd5]")
_COMPATIBILITY = re.compile("[\uf900-\ufaff]")
_VERTICAL = re.compile("[\ufe10-\ufe19\ufe35-\ufe44]")

_HAN = "〇㐀-䶿一-鿿豈-﫿𠀀-𰀀"
# What a full-width mark may stand beside; a space that damage put between is passed over.
_LEFT = f"(?<=[{_HAN}”’》」』）)〕】〉％%])"


class Change(NamedTuple):
    """A repair's name and the places (code points of the page, ascending) that it changed."""

    name: str
    places: list[int]


def _swap(text: str, pattern: re.Pattern[str], to: str | dict[str, str]) -> tuple[str, list[int]]:
    """Replace each hit, one character for one; say where."""
    places: list[int] = []

    def one(hit: re.Match[str]) -> str:
        new = to if isinstance(to, str) else to.get(hit[0], hit[0])
        if new != hit[0]:
            places.append(hit.start())
        return new

    return pattern.sub(one, text), places


def _half_width(text: str) -> tuple[str, list[int]]:
    """Half-width marks between Han become full-width.

        >>> _half_width("他说,要抓好(街道)工作.会议")[0]
        '他说，要抓好（街道）工作。会议'

    Left alone: marks in numbers, times, Latin text and addresses.

        >>> _half_width("增长3.5%,10:30开始 Mr. Wang, hello")[0]
        '增长3.5%,10:30开始 Mr. Wang, hello'
    """
    places: list[int] = []
    for mark, patterns in _HALF:
        if mark not in text:
            continue
        full = glyphs.HALF_WIDTH[mark]
        for pattern in patterns:
            hits = [hit.start() for hit in pattern.finditer(text)]
            if hits:
                text = pattern.sub(full, text)
                places += hits
    return text, sorted(places)


_BESIDE = f"{_HAN}“”‘’《》「」『』（）〔〕【】〈〉，。、；：？！…—％·"
_HALF: list[tuple[str, list[re.Pattern[str]]]] = [
    # A pattern starts with its literal mark: that is what makes the pass fast.
    *(
        (
            mark,
            [
                re.compile(f"{re.escape(mark)}(?<=[{_BESIDE}]{re.escape(mark)})(?=[ \u3000\x7f]*(?:[{_BESIDE}\n0-9A-Za-z(]|$))"),
                re.compile(f"{re.escape(mark)}(?<=[{_BESIDE}][ \u3000]{re.escape(mark)})(?=[ \u3000\x7f]*(?:[{_BESIDE}\n0-9]|$))"),
                re.compile(f"{re.escape(mark)}(?<=[0-9A-Za-z%)\x7f]{re.escape(mark)})(?=[ \u3000\x7f\n]*[{_HAN}“《「（])"),
            ],
        )
        for mark in ",;!?:"
    ),
    (
        ".",
        [
            re.compile(f"\\.(?<=[{_BESIDE}]\\.)(?=[ \u3000\x7f]*(?:[{_BESIDE}\n0-9]|$))"),
            re.compile(f"\\.(?<=[{_BESIDE}][ \u3000]\\.)(?=[ \u3000\x7f]*(?:[{_BESIDE}\n0-9]|$))"),
            re.compile(f"\\.(?<=[0-9A-Za-z%)]\\.)(?=[ \u3000\x7f]*(?:[“《「（]|[{_HAN}]{{2}}[^。\n]))(?<![0-9]\\.)"),
        ],
    ),
    ("(", [re.compile(f"\\((?=[ \u3000]*[{_BESIDE}])|\\((?<=[{_BESIDE}]\\()"), ]),
    (")", [re.compile(f"\\)(?<=[{_BESIDE}]\\))|\\)(?<=[{_BESIDE}][ \u3000]\\))|\\)(?=[ \u3000]*[{_BESIDE}])")]),
]


def soften(page: str) -> tuple[str, list[Change]]:
    """The repairs that keep the length, over a page.

    In: decoded text.  Out: text of the same length with LF line ends and plain
    spaces, and what was changed where.  Layout (line ends, kinds of space) is not
    counted.

        >>> soften("召开\\u200b会议,⻓江")
        ('召开\\x7f会议，长江', [Change(name='zero_width', places=[2]), Change(name='radical', places=[6]), Change(name='half_width', places=[5])])
    """
    changes: list[Change] = []
    if "\r" in page:
        page = page.replace("\r\n", " \n").replace("\r", "\n")
    if _ODD.search(page):
        page = _LINE_ENDS.sub("\n", _SPACES.sub(" ", page))
        for name, pattern, to in _SWAPS:
            page, places = _swap(page, pattern, to)
            if places:
                changes.append(Change(name, places))
    page, places = _half_width(page)
    if places:
        changes.append(Change("half_width", places))
    return page, changes


def settle(text: str) -> tuple[str, int]:
    """Half-width marks that came to stand between Han when a line break or a space went.

    In: a joined text.  Out: the text, and how many marks changed.

        >>> settle("会议.他说"), settle("增长3.5%")
        (('会议。他说', 1), ('增长3.5%', 0))
    """
    total = 0
    for _ in range(4):  # a mark made full-width may settle its neighbour
        text, places = _half_width(text)
        total += len(places)
        if not places:
            break
    return text, total


_SWAPS: list[tuple[str, re.Pattern[str], str | dict[str, str]]] = [
    ("zero_width", _GONE, GONE),
    ("control", _CONTROLS, GONE),
    ("radical", _RADICALS, glyphs.RADICALS),
    ("compatibility", _COMPATIBILITY, glyphs.COMPATIBILITY),
    ("vertical_form", _VERTICAL, glyphs.VERTICAL),
]
# One pass tells a clean page from one that needs the five.
_ODD = re.compile(
    f"[{glyphs.SPACES}{glyphs.LINE_ENDS}{glyphs.ZERO_WIDTH}{glyphs.BIDI}{re.escape(glyphs.CONTROLS)}"
    "\u2e80-\u2fd5\uf900-\ufaff\ufe10-\ufe19\ufe35-\ufe44]"
)


def count_within(changes: list[Change], spans: list[list[int]]) -> dict[str, int]:
    """How many places of each change lie in the spans."""
    out: dict[str, int] = {}
    for name, places in changes:
        total = sum(bisect_left(places, end) - bisect_left(places, start) for start, end in spans)
        if total:
            out[name] = total
    return out
