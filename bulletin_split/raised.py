"""Datelines that OCR printed below the text that they open → on the line where they stood.

Type is justified: in a narrow column the space behind a dateline grows wide, OCR takes what
stands on its two sides for two columns, and where a headline is set into the text it prints the
right one first: 县委书记昨日上午…, a blank line, 据新华社青石1月5日电, a blank line, and the rest.
"""

from __future__ import annotations

from . import words
from .columns import ALONE, INDENT, PAUSE, WHOLE, width_of
from .model import OPEN_GAPS
from .moves import Move, move_of
from .patterns import late

OVER = range(2, 7)
"""Lines of the block over which a dateline is raised: what stands beside a headline set into the text."""

PROSE_WIDTH = 24
"""Half ems of the last two of those lines, twelve characters, at least."""

PAUSES = 2
"""Commas in a block that is no headline of several lines; a particle at a line's beginning says the same."""

_OPEN_GAP = late("[^\n。！？”」』）)…；：]\n\n")


def raised_datelines(text: str) -> list[Move]:
    """Where datelines are to be raised, on a page that OCR printed block by block.

    In: decoded text.  Out: for each, the move of it and of the block above it, in order.

    Left alone: a dateline below what ends a sentence, or may be a headline; 本报讯 without a day;
    pages without many blank lines in mid-sentence, and those with other line ends than a line feed.
    """
    if len(_OPEN_GAP.findall(text)) * OPEN_GAPS <= text.count("\n"):
        return []
    out: list[Move] = []
    for found in ALONE.finditer(text):
        behind, end = found.start(), found.end()
        start = text.rfind("\n\n", 0, behind) + 2
        if start < 2 or (out and start < out[-1].end):
            continue
        lines = text[start:behind].split("\n")
        if len(lines) not in OVER or not _breaks_off(lines):
            continue
        size = end - behind - 2
        pieces, at = [(0, behind + 2 - start, size)], size + 1
        for line in lines:
            pieces.append((at, at - size - 1, len(line)))
            at += len(line) + 1
        out.append(move_of(text, start, end, pieces))
    return out


def _breaks_off(lines: list[str]) -> bool:
    """Whether lines are prose that stops in mid-sentence.

    >>> _breaks_off(["临沄县委书记今天下午在青石镇会见", "了来访的客商代表团团长一行，双方"])
    True
    >>> _breaks_off(["临沄县召开春耕生产现场会议", "各乡镇负责人一百余人到会"])
    False
    """
    above, last = lines[-2].rstrip(), lines[-1].rstrip()
    widths = width_of(above), width_of(last)
    if min(widths) < PROSE_WIDTH or abs(widths[0] - widths[1]) > INDENT or last[-1] in WHOLE:
        return False
    if sum(len(PAUSE.findall(line)) for line in lines) >= PAUSES:
        return True
    return any(line[:1] in words.ENDING_PARTICLES for line in lines[1:])
