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
from collections.abc import Callable
from functools import cache
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

# What a full-width mark may stand beside: a Han character (a letter that is no Latin one; kana,
# Hangul and the rest are sorted out by `_is_han`) or another Chinese mark.
_HAN = "[^\\W\\dA-Za-z_]"
_MARKS = "“”‘’《》「」『』（）〔〕【】〈〉，。、；：？！…—％·"
_BESIDE = f"(?:{_HAN}|[{_MARKS}])"
_GAP = "[ \u3000\x7f]*"  # damage put between; passed over


class Change(NamedTuple):
    """A repair's name and the places (code points of the page, ascending) that it changed."""

    name: str
    places: list[int]


def _swap(
    text: str,
    pattern: re.Pattern[str],
    to: str | dict[str, str],
    *,
    unless: Callable[[str, int], bool] | None = None,
) -> tuple[str, list[int]]:
    """Replace each hit, one character for one; say where."""
    places: list[int] = []

    def one(hit: re.Match[str]) -> str:
        new = to if isinstance(to, str) else to.get(hit[0], hit[0])
        if new != hit[0] and not (unless and unless(text, hit.start())):
            places.append(hit.start())
            return new
        return hit[0]

    return pattern.sub(one, text), places


def _half_width(text: str) -> tuple[str, list[int]]:
    """Half-width marks between Han become full-width.

        >>> _half_width("他说,要抓好(街道)工作.会议")[0]
        '他说，要抓好（街道）工作。会议'

    Left alone: marks in numbers, times, Latin text and addresses, beside kana and Hangul.

        >>> _half_width("增长3.5%,10:30开始 Mr. Wang, hello 안녕, 세계")[0]
        '增长3.5%,10:30开始 Mr. Wang, hello 안녕, 세계'
    """
    places: list[int] = []
    for mark, full in glyphs.HALF_WIDTH.items():
        if mark not in text:
            continue
        for pattern in _patterns(mark):
            text, hits = _swap(text, pattern, full, unless=_is_foreign)
            places += hits
    return text, sorted(places)


def _is_foreign(text: str, at: int) -> bool:
    """Whether a mark stands beside a letter that is neither Han nor Latin."""
    return any(
        char.isalpha() and not char.isascii() and not _is_han(char)
        for char in text[max(0, at - 1) : at + 2]
    )


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000" or "\uf900" <= char <= "\ufaff"


@cache
def _patterns(mark: str) -> list[re.Pattern[str]]:
    """The settings in which a half-width mark is a Chinese one.

    Compiled for the marks that a text has.  A pattern starts with its literal mark: that is
    what makes the pass fast.
    """
    m = re.escape(mark)
    if mark == "(":
        rows = [f"{m}(?={_GAP}{_BESIDE})", f"{m}(?<={_BESIDE}{m})", f"{m}(?<={_BESIDE}\n{m})"]
    elif mark == ")":
        rows = [
            f"{m}(?<={_BESIDE}{m})",
            f"{m}(?<={_BESIDE}[ \u3000]{m})",
            f"{m}(?={_GAP}{_BESIDE})",
        ]
    else:
        after = "0-9" if mark == "." else "0-9A-Za-z("
        rows = [
            f"{m}(?<={_BESIDE}{m})(?={_GAP}(?:{_BESIDE}|[\n{after}]|$))",
            f"{m}(?<={_BESIDE}[ \u3000]{m})(?={_GAP}(?:{_BESIDE}|[\n0-9]|$))",
        ]
        if mark == ".":
            rows.append(f"{m}(?<=[A-Za-z%)]{m})(?={_GAP}(?:[“《「（]|{_HAN}{{2}}[^。\n]))")
        else:
            rows.append(f"{m}(?<=[0-9A-Za-z%)\x7f]{m})(?=[ \u3000\x7f\n]*(?:{_HAN}|[“《「（]))")
    return [re.compile(row) for row in rows]


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
