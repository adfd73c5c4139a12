"""Character faults, and only those: one fault, one short function.

First come the repairs that change one character for one, over a whole page
(`soften`); offsets stay true.  Each says where it struck, so that a record can
count what lies in its spans.  Spaces and line breaks vanish later, when a
paragraph is joined; `record` counts them as `space`, `line_break`, `column_break`.
What is left is mended in the joined text, where no wrap and no space parts two
characters any more (`settle`): marks, quotation marks, hyphens, misread characters.

Each repair asks first, with one literal, whether the text has anything of its kind.

Left alone everywhere: the script (traditional stays traditional), Chinese
punctuation, full-width Latin and digits unless they are asked for, private-use and
replacement characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from . import glyphs
from .confusions import reread
from .glyphs import GONE
from .marks import MARKS
from .patterns import late

_SPACES = late(f"[{glyphs.SPACES}]")
_LINE_ENDS = late(f"[{glyphs.LINE_ENDS}]")
_GONE = late(f"[{glyphs.ZERO_WIDTH}{glyphs.BIDI}]")
_CONTROLS = late(f"[{re.escape(glyphs.CONTROLS)}]")
_RADICALS = late("[\u2e80-\u2fd5\u31c6-\u31e1]")
_COMPATIBILITY = late("[\uf900-\ufaff\U0002f800-\U0002fa1d]")
_VERTICAL = late("[\ufe10-\ufe19\ufe35-\ufe44]")

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
    to: str | dict[str, str] | Callable[[str], str],
    *,
    unless: Callable[[str, int], bool] | None = None,
) -> tuple[str, list[int]]:
    """Replace each hit, one character for one; say where."""
    places: list[int] = []

    def one(hit: re.Match[str]) -> str:
        if isinstance(to, str):
            new = to
        else:
            new = to.get(hit[0], hit[0]) if isinstance(to, dict) else to(hit[0])
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
        text, hits = _swap(text, _settings(mark), full, unless=_is_foreign)
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
def _settings(mark: str) -> re.Pattern[str]:
    """The settings in which a half-width mark is a Chinese one.

    Compiled for the marks that a text has.  The pattern starts with its literal mark: that is
    what makes the pass fast.
    """
    m = re.escape(mark)
    if mark == "(":
        rows = [f"(?={_GAP}{_BESIDE})", f"(?<={_BESIDE}{m})", f"(?<={_BESIDE}\n{m})"]
    elif mark == ")":
        rows = [f"(?<={_BESIDE}{m})", f"(?<={_BESIDE}[ \u3000]{m})", f"(?={_GAP}{_BESIDE})"]
    else:
        after = "0-9" if mark == "." else "0-9A-Za-z("
        rows = [
            f"(?<={_BESIDE}{m})(?={_GAP}(?:{_BESIDE}|[\n{after}]|$))",
            f"(?<={_BESIDE}[ \u3000]{m})(?={_GAP}(?:{_BESIDE}|[\n0-9]|$))",
        ]
        if mark == ".":
            rows.append(f"(?<=[A-Za-z%)]{m})(?={_GAP}(?:[“《「（]|{_HAN}{{2}}[^。\n]))")
        else:
            rows.append(f"(?<=[0-9A-Za-z%)\x7f]{m})(?=[ \u3000\x7f\n]*(?:{_HAN}|[“《「（]))")
    return re.compile(f"{m}(?:{'|'.join(rows)})")


def soften(page: str, *, narrow: bool = False) -> tuple[str, list[Change]]:
    """The repairs that keep the length, over a page.

    In: decoded text; ``narrow``: whether full-width Latin and digits become half-width.
    Out: text of the same length with LF line ends and plain spaces, and what was changed
    where.  Layout (line ends, kinds of space) is not counted.

        >>> soften("召开\\u200b会议,⻓江")
        ('召开\\x7f会议，长江', [Change(name='zero_width', places=[2]), Change(name='radical', places=[6]), Change(name='half_width', places=[5])])
    """
    changes: list[Change] = []
    if "\r" in page:
        page = page.replace("\r\n", " \n").replace("\r", "\n")
    if not _is_plain(page):
        page = _LINE_ENDS.sub("\n", _SPACES.sub(" ", page))
        for name, pattern, to in _SWAPS:
            page, places = _swap(page, pattern, to)
            if places:
                changes.append(Change(name, places))
    if narrow:
        page, places = _swap(page, _FULL_WIDTH, _to_half)
        if places:
            changes.append(Change("full_width", places))
    page, places = _line_numbers(page)
    if places:
        changes.append(Change("line_number", places))
    page, places = _half_width(page)
    if places:
        changes.append(Change("half_width", places))
    return page, changes


def _is_plain(page: str) -> bool:
    """Whether a page has none of the characters that `_SWAPS` and the two before them look for.

    One class in a pattern costs a call for every character, so there is only one such pass.
    Compatibility ideographs past U+FFFF are not in the class, which they would slow down:
    CPython keeps a text that has any in four bytes a character, and its size tells.
    """
    return not _ODD.search(page) and page.__sizeof__() < 4 * len(page)


def _to_canonical(char: str) -> str:
    return glyphs.compatibility().get(char, char)


_SWAPS: list[tuple[str, re.Pattern[str], str | dict[str, str] | Callable[[str], str]]] = [
    ("zero_width", _GONE, GONE),
    ("control", _CONTROLS, GONE),
    ("radical", _RADICALS, glyphs.RADICALS),
    ("compatibility", _COMPATIBILITY, _to_canonical),
    ("vertical_form", _VERTICAL, glyphs.VERTICAL),
]
_ODD = late(
    f"[{glyphs.SPACES}{glyphs.LINE_ENDS}{glyphs.ZERO_WIDTH}{glyphs.BIDI}{re.escape(glyphs.CONTROLS)}"
    "\u2e80-\u2fd5\u31c6-\u31e1\uf900-\ufaff\ufe10-\ufe19\ufe35-\ufe44]"
)
_FULL_WIDTH = late("[０-９Ａ-Ｚａ-ｚ]|．(?<=[0-9０-９]．)(?=[0-9０-９])")


def _to_half(char: str) -> str:
    return chr(ord(char) - 0xFEE0)


def _line_numbers(page: str) -> tuple[str, list[int]]:
    """Numbers that count the lines of a page vanish.

    They are such where `NUMBERED` lines or more in a row begin with numbers that go up by one,
    and the lines are wrapped prose (`_is_wrapped`).  Out: the page with GONE in place of the
    digits, and where they stood.

    Left alone: numbered lists, contents and tables.
    """
    places: list[int] = []
    if len(_NUMBER.findall(page)) < NUMBERED:
        return page, places
    run: list[re.Match[str]] = []
    for line in (*_LINE.finditer(page), None):
        if run and line and line[1] and int(line[1]) == int(run[-1][1]) + 1:
            run.append(line)
            continue
        if line and not line[1] and not line[2]:
            continue  # a blank line
        if len(run) >= NUMBERED and _is_wrapped([row[2] for row in run]):
            places += [at for row in run for at in range(row.start(1), row.end(1))]
        run = [line] if line and line[1] else []
    if places:
        chars = list(page)
        for at in places:
            chars[at] = GONE
        page = "".join(chars)
    return page, places


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are prose cut at the column's edge: most break off, sentences end inside."""
    broken = sum(line[-1:] not in _WHOLE for line in lines)
    return (
        3 * broken >= 2 * len(lines)
        and 3 * sum("，" in line or "、" in line for line in lines) >= len(lines)
        and any("。" in line[:-1] for line in lines)
    )


NUMBERED = 8
"""Numbered lines in a row that may count lines: lists of rules or winners have as many, prose is what tells."""
_NUMBER = late(  # the first look behind rules out most spaces
    " (?<=[0-9] )(?:(?<=\n[1-9] )|(?<=\n[1-9][0-9] )|(?<=\n[1-9][0-9]{2} )"
    "|(?<=\n [1-9] )|(?<=\n  [1-9] )|(?<=\n [1-9][0-9] ))"
)
_LINE = late("^[ \u3000]*(?:([0-9]{1,4})[ \u3000]+)?([^\n]*)", re.MULTILINE)
_WHOLE = "。！？；：!?;:…”』」’》）) 0123456789"


def settle(text: str, *, confusions: bool = True) -> tuple[str, dict[str, int]]:
    """The repairs of a joined text: no wrap and no space parts its characters any more.

    In: a text with one newline between paragraphs; ``confusions``: whether misread characters
    are mended.  Out: the text, and the characters that each repair changed or took out.

        >>> settle("会议.他说"), settle("增长3.5%")
        (('会议。他说', {'half_width': 1}), ('增长3.5%', {}))
        >>> settle('他说："好，，就这样"。')
        ('他说：“好，就这样”。', {'quotation_mark': 2, 'doubled_mark': 1})
    """
    counts: dict[str, int] = {}
    for _ in range(4):  # a mark made full-width may settle its neighbour
        text, places = _half_width(text)
        if not places:
            break
        counts["half_width"] = counts.get("half_width", 0) + len(places)
    for name, repair in MARKS:
        text, count = repair(text)
        if count:
            counts[name] = count
    if confusions:
        text, count = reread(text)
        if count:
            counts["confusion"] = count
    return text, counts


def count_within(changes: list[Change], spans: list[list[int]]) -> dict[str, int]:
    """How many places of each change lie in the spans."""
    out: dict[str, int] = {}
    for name, places in changes:
        total = sum(bisect_left(places, end) - bisect_left(places, start) for start, end in spans)
        if total:
            out[name] = total
    return out
