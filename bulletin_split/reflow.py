"""Wrapped lines → paragraphs.

A line feed inside a paragraph vanishes between Han, kana and full-width
characters and leaves one space between two Latin words (CSS Text's segment
break transformation); Hangul keeps its space (w3c/clreq issue 293).

Whether a line begins a new paragraph is read off what the page uses: an indent,
a blank line, or nothing but the line before it being short.  A blank line alone
is no proof, since extractors leave one at the foot of every column.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from .label import NEAR, SUBHEAD, Lines

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
_WORDS_MEET = re.compile(
    f"\n(?<=[A-Za-z\u00c0-\u024f\u0370-\u04ff\uac00-\ud7a3,;:.!?]\n)(?={_ALPHABET})"
)


def wraps_latin(closed_lines: Sequence[str]) -> bool:
    """Whether any of a page's wraps may have to leave a space.

    >>> wraps_latin(["云视讯APP", "视频连线"]), wraps_latin(["Smart", "Farm"])
    (False, True)
    """
    return _WORDS_MEET.search("\n".join(closed_lines)) is not None


def breaks(lines: Lines) -> list[bool]:
    """For each line of the page, whether it begins a paragraph where it is body."""
    from .weights import PARAGRAPH

    out, known = [False] * len(lines.text), _KNOWN
    for i, code in observe(lines):
        if code not in known:
            known[code] = sum(PARAGRAPH.get(key, 0.0) for key in keys_of(code)) > 0
        out[i] = known[code] and not _in_bracket(lines.text[i - 1], lines.text[i])
    return out


def _in_bracket(above: str, line: str) -> bool:
    """Whether a bracket that the line above opens is closed in this one: no paragraph parts them.

    >>> _in_bracket("有人认领。（本报记者", "何晓岚）"), _in_bracket("（见图）", "会议（街道）")
    (True, False)
    """
    close = line.find("）")
    return close >= 0 and above.rfind("（") > above.rfind("）") and not 0 <= line.find("（") < close


Code = tuple[int, int, int, int, int, int, int, int, int]
_KNOWN: dict[Code, bool] = {}  # bounded by the number of codes, some thousands


def observe(lines: Lines) -> list[tuple[int, Code]]:
    """What is seen at the breaks before those lines that may begin a paragraph.

    All others go on in their column after an open line.  ``habit``: what the page marks
    paragraphs with: 2 for indents, 1 for blank lines, 3 for both.
    """
    text, width, gap, indent = lines.text, lines.width, lines.gap, lines.indent
    n = len(text)
    indented = [i for i, size in enumerate(indent) if size >= 2]
    end = {i: _ending(text[i - 1]) for i in {*lines.ended, *lines.cuts, *indented} if i}
    finished = sum(kind != 0 for kind in end.values())
    indents = sum(1 for i in indented if end.get(i))
    page_indents = indents >= 2 and indents * 10 >= finished and len(indented) < 0.7 * n
    page_gaps = sum(1 for i in lines.cuts if gap[i] and end[i]) >= 2
    habit = 2 * page_indents + page_gaps
    out: list[tuple[int, Code]] = []
    for i, e in end.items():
        blank, ind = min(gap[i], 2), indent[i] >= 2
        if not e and not blank and not ind and width[i - 1] >= width[i] - NEAR:
            continue
        before = max(width[i - 4 if i > 4 else 0 : i])
        after = max(width[i + 1 : i + 4], default=0)
        own = width[i - 1] + (indent[i - 1] if indent[i - 1] < 7 else 0) - before
        left = bisect_left(_LEFT, own)
        right = bisect_left(_RIGHT, width[i] - after) if after else len(_RIGHT)
        above = _ending(text[i - 2]) if i > 1 and width[i - 1] < 14 else 9
        out.append(
            (i, (e, blank > 0, habit, ind, left, right, _start(text[i]), width[i - 1] < 14, above))
        )
    return out


_LEFT = (-9, -5, -3, -1)
_RIGHT = (-12, -7, -5, -3, -1, 2)


def keys_of(code: Code) -> tuple[tuple[object, ...], ...]:
    """The rows of the fitted table that a code adds up."""
    e, blank, habit, ind, left, right, start, short, above = code
    return (
        ("end", e, blank, habit),
        ("indent", ind, blank, habit, e > 0),
        ("left", left, e, blank),
        ("right", right, e > 0, blank, habit),
        ("left_right", left, right, e > 0),
        ("start", start, e, blank),
        ("short", short, above, e),
    )


def _ending(line: str) -> int:
    """0 open, 1 a sentence's end, 2 the same inside a closing mark, 3 a closing mark, 4 a colon or dash, 5 a semicolon."""
    last = line[-1]
    if last in "。！？!?…":
        return 1
    if last in "”』」’》）)":
        return 2 if len(line) > 1 and line[-2] in "。！？…" else 3
    if last in "：:—":
        return 4
    return 5 if last in "；;" else 6 if last == "." else 0


def _start(line: str) -> int:
    """0 plain, 1 a quotation or title, 2 a number, 3 a dash or bullet, 4 a speaker (记者：)."""
    if line[0] in "“‘「『《":
        return 1
    if line[0] in "—●■◆·○□▲※＊*-":
        return 3
    if SUBHEAD.match(line):
        return 2
    return 4 if "：" in line[1:6] else 0
