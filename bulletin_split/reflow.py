"""Wrapped lines → paragraphs.

A line feed inside a paragraph vanishes between Han, kana and full-width
characters and leaves one space between two Latin words (CSS Text's segment
break transformation); Hangul keeps its space (w3c/clreq issue 293).

Whether a line begins a new paragraph is read off what the page uses: an indent,
a blank line, or nothing but the line before it being short.  A blank line alone
is no proof, since extractors leave one at the foot of every column.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from .habits import FLUSH, MOST, SHORT, SOME
from .label import OPENS_PART, SUBHEAD
from .model import (
    COLON,
    CRY,
    DATED,
    DOT,
    MARK,
    MARK_STOP,
    NEAR,
    OPEN,
    SEMICOLON,
    STOP,
    UNDATED,
    Lines,
)
from .patterns import late
from .weights import PARAGRAPH

if TYPE_CHECKING:
    import regex


def join(lines: Sequence[str], latin: bool = True) -> str:
    """Rejoin one paragraph's hard-wrapped closed lines.

        >>> join(["指挥部召", "开会议"])
        '指挥部召开会议'
        >>> join(["the old", "town of"])
        'the old town of'

    ``latin``: whether there may be Latin words or Hangul at the wraps.
    Left alone: spaces inside a line, which belong to `label.close_up`.
    """
    if not latin or not wraps_latin(lines):
        return "".join(lines)
    return _spaced_wraps().sub(" ", "\n".join(lines)).replace("\n", "")


@cache
def _spaced_wraps() -> regex.Pattern[str]:
    """Wraps that leave a space: between two words of an alphabet, a mark behind the first or not.

    `regex` knows the scripts by name; it is loaded for the few pages that have such a wrap.
    """
    import regex

    word = r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Hangul}]"
    return regex.compile(rf"\n(?<=(?:{word}|{word}[,;:.!?])\n)(?={word})")


_ALPHABET = "[A-Za-z\u00c0-\u024f\u0370-\u04ff\uac00-\ud7a3]"
_WORDS_MEET = late(f"\n(?<=[A-Za-z\u00c0-\u024f\u0370-\u04ff\uac00-\ud7a3,;:.!?]\n)(?={_ALPHABET})")


def wraps_latin(closed_lines: Sequence[str]) -> bool:
    """Whether any of a page's wraps may have to leave a space.

    >>> wraps_latin(["云视讯APP", "视频连线"]), wraps_latin(["Smart", "Farm"])
    (False, True)
    """
    return _WORDS_MEET.search("\n".join(closed_lines)) is not None


def breaks(lines: Lines, starts: Sequence[int] = ()) -> list[int]:
    """The lines of the page that begin a paragraph where they are body, in order.

    ``starts``: the lines with which articles begin, in order.
    """
    known, text, out = _KNOWN, lines.text, []
    for i, code in observe(lines, starts):
        if code not in known:
            known[code] = sum(PARAGRAPH.get(key, 0) for key in keys_of(code)) > 0
        if (
            known[code]
            and text[i][0] not in NEVER_FIRST
            and not ("）" in text[i] and _in_bracket(text[i - 1], text[i]))
        ):
            out.append(i)
    return sorted(out)


VERSE_WIDTH = 36
"""Half ems of the longest line of verse; a longer one wraps, and is read on as prose is."""

FEW = 8
"""One line of so many may have a mark inside, and one may seem to break a word: of prose three in ten do."""

VERSE_LINES = 4
"""Lines of the shortest poem that supplements print, 绝句."""


def is_verse(lines: Lines, first: int, behind: int) -> bool:
    """Whether lines of a body, from ``first`` to the one before ``behind``, are verse, each to be kept apart.

    Verse has next to no marks inside its lines, and these either end in one or are of all
    lengths; prose fills its column, puts its marks anywhere and breaks its words.
    """
    count, widths = behind - first, lines.width[first:behind]
    if count < VERSE_LINES or max(widths) > VERSE_WIDTH:
        return False
    ragged = sum(map((max(widths) - 1).__gt__, widths))
    closed = count - lines.ending.count(OPEN, first, behind)
    if (ragged * 2 < count and closed * 4 < count * 3) or lines.cue[first] in (DATED, UNDATED):
        return False
    text = lines.text[first:behind]
    if any(line[0] in NEVER_FIRST for line in text):
        return False
    if sum(1 for line in text if PAUSES.search(line, 0, len(line) - 1)) * FEW > count:
        return False
    from .wordbreak import common  # for what is all but verse

    broken = sum(above[-1] + below[0] in common() for above, below in pairwise(text))
    return broken * FEW <= count


PAUSES = late("[，。、；：！？]")

NEVER_FIRST = frozenset("，。、；：？！,;:?!.")
"""Marks that end or part what stands before them: no paragraph opens with one, and by clreq no line does."""


def _in_bracket(above: str, line: str) -> bool:
    """Whether a bracket that the line above opens is closed in this one: no paragraph parts them.

    >>> _in_bracket("有人认领。（本报记者", "何晓岚）"), _in_bracket("（见图）", "会议（街道）")
    (True, False)
    """
    close = line.find("）")
    return close >= 0 and above.rfind("（") > above.rfind("）") and not 0 <= line.find("（") < close


Code = tuple[int, int, int, int, int, int, int, int, int, int]
_KNOWN: dict[Code, bool] = {}  # bounded by the number of codes, some thousands


def observe(lines: Lines, starts: Sequence[int] = ()) -> list[tuple[int, Code]]:
    """What is seen at the breaks before those lines that may begin a paragraph.

    All others go on in their column after an open line.  ``habit``: what the page marks
    paragraphs with: 1 for blank lines, and 2 for indents or 4 for lines that fall short of
    one.  An article without an indent, on a page that has them, is set flush.
    """
    text, width, gap, indent = lines.text, lines.width, lines.gap, lines.indent
    kind = bytes(lines.ending).translate(_ENDING)
    indented = [i for i, size in enumerate(indent) if size >= 2]
    places = {*lines.ended, *lines.cuts, *indented}
    places.discard(0)
    page_gaps = sum(1 for i in lines.cuts if gap[i] and kind[i - 1]) >= 2
    page_habit = _HABIT[lines.set_in]
    opening = {0, *starts}
    set_in = {bisect_right(starts, i) for i in indented if i in opening or kind[i - 1]}
    out: list[tuple[int, Code]] = []
    for i in places:
        e, above, w = kind[i - 1], width[i - 1], width[i]
        if not e and above >= w - NEAR and not gap[i] and indent[i] < 2:
            continue
        own = above + (indent[i - 1] if indent[i - 1] < 7 else 0)
        after = max(width[i + 1 : i + 4], default=0)
        line = text[i]
        is_flush = page_habit == 2 and bisect_right(starts, i) not in set_in
        out.append(
            (
                i,
                (
                    e,
                    gap[i] > 0,
                    page_gaps + (0 if is_flush else page_habit),
                    indent[i] >= 2,
                    bisect_left(_LEFT, own - max(width[i - 4 if i > 4 else 0 : i])),
                    bisect_left(_RIGHT, w - after) if after else len(_RIGHT),
                    _START.get(line[0]) or _start(line),
                    above < 14,
                    kind[i - 2] if i > 1 and above < 14 else 9,
                    i in lines.short,
                ),
            )
        )
    return out


_HABIT = {FLUSH: 0, SOME: 2, MOST: 2, SHORT: 4}
_LEFT = (-9, -5, -3, -1)
_RIGHT = (-12, -7, -5, -3, -1, 2)


def keys_of(code: Code) -> tuple[tuple[object, ...], ...]:
    """The rows of the fitted table that a code adds up."""
    e, blank, habit, ind, left, right, start, short, above, opens = code
    own = habit if e else 9  # few open lines end a paragraph: too few to tell pages apart by them
    return (
        ("end", e, blank, habit),
        ("indent", ind, blank, habit, e > 0),
        ("left", left, e, blank),
        ("right", right, e > 0, blank, habit),
        ("left_right", left, right, e > 0, ind),
        ("start", start, e, blank),
        ("opens", opens, e, own),
        ("column", left, right, e > 0, own, ind),
        ("first", start, e, own),
        ("short", short, above, e),
    )


# By `Lines.ending`: 0 open, 1 a sentence's end, 2 the same inside a closing mark, 3 a closing mark,
# 4 a colon or dash, 5 a semicolon, 6 a half-width stop.
_ENDING = bytearray(256)
for _kind, _class in (
    (STOP, 1),
    (CRY, 1),
    (MARK_STOP, 2),
    (MARK, 3),
    (COLON, 4),
    (SEMICOLON, 5),
    (DOT, 6),
):
    _ENDING[_kind] = _class

# How a line opens: 1 a quotation or title, 3 a dash or bullet; `_start` tells the rest.
_START = dict.fromkeys("“‘「『《", 1) | dict.fromkeys("—●■◆·○□▲※＊*-", 3)


def _start(line: str) -> int:
    """0 plain, 2 a number, 4 a speaker (记者：)."""
    if OPENS_PART.match(line) and SUBHEAD.match(line):
        return 2
    return 4 if "：" in line[1:6] else 0
