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

from .label import Lines

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


def starts_paragraph(
    *, ended: bool, short: bool, gap: int, indent: bool, page_indents: bool, page_gaps: bool, lost_indent: bool, quote: bool
) -> bool:
    """Whether a line begins a paragraph, from what is seen at the break before it."""
    if indent and page_indents:
        return True
    if not ended:
        return bool(gap and short and page_gaps)
    if page_indents:
        return bool(gap and short)
    if short:
        return True
    if gap:
        return lost_indent or page_gaps
    return lost_indent


def breaks(lines: Lines) -> list[bool]:
    """For each line of the page, whether it would begin a paragraph if it is body."""
    text, width, gap, indent = lines.text, lines.width, lines.gap, lines.indent
    n = len(text)
    ended = [t[-1] in "。！？!?…：:；;." or t[-1] in "”』」）)》" for t in text]
    indents = sum(1 for i in range(1, n) if indent[i] >= 2 and ended[i - 1])
    page_indents = indents >= 2 and indents * 3 >= sum(ended)*0.3 and sum(1 for i in range(n) if indent[i] >= 2) < 0.7 * n
    gaps_after_end = sum(1 for i in range(1, n) if gap[i] and ended[i - 1])
    page_gaps = gaps_after_end >= 2
    out = [False] * n
    for i in range(1, n):
        around = [width[k] for k in range(max(0, i - 4), min(n, i + 5))]
        before = max(width[max(0, i - 4) : i])
        after = max(width[i + 1 : i + 4], default=0)
        out[i] = starts_paragraph(
            ended=ended[i - 1],
            short=width[i - 1] + (indent[i - 1] if indent[i - 1] < 7 else 0) < before - 3,
            gap=gap[i],
            indent=indent[i] >= 2,
            page_indents=page_indents,
            page_gaps=page_gaps,
            lost_indent=after - 6 <= width[i] <= after - 3 and indent[i] < 2,
            quote=text[i][0] in "“‘「『",
        )
    return out
