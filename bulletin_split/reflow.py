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
from collections.abc import Sequence

from .label import SUBHEAD, Lines

_WORD_END = re.compile("[A-Za-z0-9,;.'’\"]$")
_WORD_START = re.compile("[A-Za-z]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


def join(lines: Sequence[str]) -> str:
    """Rejoin one paragraph's hard-wrapped closed lines.

        >>> join(["指挥部召", "开会议"])
        '指挥部召开会议'
        >>> join(["the old", "town of"])
        'the old town of'

    Left alone: spaces inside a line, which belong to `label.close_up`.
    """
    text = "".join(lines)
    if not text.isascii() and not any(line[-1].isascii() for line in lines[:-1]) and not _HANGUL.search(text):
        return text
    out = lines[0]
    for line in lines[1:]:
        spaced = _WORD_END.search(out) and _WORD_START.match(line) and out[-1].isalpha() or (
            _HANGUL.match(line) and _HANGUL.match(out[-1])
        )
        out += " " + line if spaced else line
    return out


def breaks(lines: Lines) -> list[bool]:
    """For each line of the page, whether it begins a paragraph where it is body."""
    from .weights import PARAGRAPH

    return [i > 0 and sum(PARAGRAPH.get(key, 0.0) for key in keys) > 0 for i, keys in enumerate(observe(lines))]


def observe(lines: Lines) -> list[tuple[tuple[object, ...], ...]]:
    """What is seen at the break before each line, as keys of the fitted table.

    ``habit``: what the page marks paragraphs with: 2 for indents, 1 for blank lines.
    """
    text, width, gap, indent = lines.text, lines.width, lines.gap, lines.indent
    n = len(text)
    end = [_ending(line) for line in text]
    finished = [kind != 0 for kind in end]
    indents = sum(1 for i in range(1, n) if indent[i] >= 2 and finished[i - 1])
    indented = sum(1 for i in range(n) if indent[i] >= 2)
    page_indents = indents >= 2 and indents * 10 >= sum(finished) and indented < 0.7 * n
    page_gaps = sum(1 for i in range(1, n) if gap[i] and finished[i - 1]) >= 2
    habit = 2 * page_indents + page_gaps
    out: list[tuple[tuple[object, ...], ...]] = [()]
    for i in range(1, n):
        before = max(width[max(0, i - 4) : i])
        after = max(width[i + 1 : i + 4], default=0)
        own = width[i - 1] + (indent[i - 1] if indent[i - 1] < 7 else 0) - before
        lead = width[i] - after if after else 9
        e, g, ind = end[i - 1], min(gap[i], 2), indent[i] >= 2
        left = _bin(own, (-9, -5, -3, -1))
        right = _bin(lead, (-12, -7, -5, -3, -1, 2))
        start = _start(text[i])
        out.append((
            ("end", e, g > 0, habit),
            ("indent", ind, g > 0, habit, e > 0),
            ("left", left, e, g > 0),
            ("right", right, e > 0, g > 0, habit),
            ("left_right", left, right, e > 0),
            ("start", start, e, g > 0),
            ("short", width[i - 1] < 14, end[i - 2] if i > 1 else 0, e),
        ))
    return out


def _bin(value: float, edges: tuple[int, ...]) -> int:
    return sum(value > edge for edge in edges)


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
