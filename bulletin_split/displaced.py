"""Datelines and bylines that an extractor printed beside their place → on the line where they stood.

A dateline, by OCR.  Type is justified: in a narrow column the space behind a dateline grows wide,
OCR takes what stands on its two sides for two columns, and where a headline is set into the text
it prints the right one first: 县委书记昨日上午…, a blank line, 据新华社青石1月5日电, a blank line,
and the rest.

A byline, by PDF extractors that sort boxes of text.  It is ranged right on the article's last line
and is a box of its own, which comes first: …受到群众的欢, then （记者李明）, then 迎。 and a blank line.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import words
from .columns import ALONE, INDENT, PAUSE, RAISED_BYLINE, WHOLE, width_of
from .label import CLOSERS, ENDERS, byline_kind
from .model import NEAR, OPEN_GAPS
from .moves import Move, move_of
from .patterns import late

OVER = range(2, 7)
"""Lines of the block over which a dateline is raised: what stands beside a headline set into the text."""

PROSE_WIDTH = 24
"""Half ems of the last two of those lines, twelve characters, at least."""

PAUSES = 2
"""Commas in a block that is no headline of several lines; a particle at a line's beginning says the same."""

COLUMN = 20
"""Half ems of the line above a byline that was ranged right: ten characters, a narrow column."""

_OPEN_GAP = late("[^\n。！？”」』）)…；：]\n\n")


def displaced(text: str, *, ends: bool) -> list[tuple[Move, str]]:
    """What is to be set elsewhere, in order.

    In: decoded text; ``ends``: whether it ends where the page does.  Out: moves that do not
    overlap, and the text that each of them leaves, of the length of its stretch.
    """
    out: list[tuple[Move, str]] = []
    for move, new in sorted((*raised_datelines(text), *lowered_bylines(text, ends=ends))):
        if not out or move.start >= out[-1][0].end:
            out.append((move, new.ljust(move.end - move.start)))
    return out


def lowered_bylines(text: str, *, ends: bool) -> Iterator[tuple[Move, str]]:
    """Bylines that stand between the last two lines of their article, each to be set below the last.

    Left alone: a byline above a line that is as long as a column is wide, or with which no
    article ends (no full stop, or text without a blank line behind it).

    >>> page = "今年以来，全县粮食生产受到群众的欢\\n（记者李明）\\n迎。\\n\\n"
    >>> [new for _, new in lowered_bylines(page, ends=True)]
    ['迎。\\n（记者李明）']
    """
    for found in RAISED_BYLINE.finditer(text):
        start, end = found.start("byline"), found.end("rest")
        above = text[text.rfind("\n", 0, start - 1) + 1 : start - 1].rstrip()
        room = width_of(above) - NEAR
        if room + NEAR < COLUMN or width_of(found["rest"].lstrip()) >= room:
            continue
        if above[-1] in ENDERS or above[-1] in CLOSERS:
            continue
        if byline_kind(found["inner"]) and (ends or end + 2 < len(text)):
            first, behind = len(found["rest"]), found.start("rest") - start
            pieces = [(0, behind, first), (first + 1, 0, len(found["byline"]))]
            yield move_of(text, start, end, pieces), f"{found['rest']}\n{found['byline']}"


def raised_datelines(text: str) -> Iterator[tuple[Move, str]]:
    """Datelines to be raised, on a page that OCR printed block by block: each with the block above it.

    Left alone: a dateline below what ends a sentence, or may be a headline; 本报讯 without a day;
    pages without many blank lines in mid-sentence, and those with other line ends than a line feed.
    """
    if not ALONE.search(text) or len(_OPEN_GAP.findall(text)) * OPEN_GAPS <= text.count("\n"):
        return
    last = 0
    for found in ALONE.finditer(text):
        behind, end = found.start(), found.end()
        start = text.rfind("\n\n", 0, behind) + 2
        if start < 2 or start < last:
            continue
        lines = text[start:behind].split("\n")
        if len(lines) not in OVER or not _breaks_off(lines):
            continue
        size = end - behind - 2
        pieces, at = [(0, behind + 2 - start, size)], size + 1
        for line in lines:
            pieces.append((at, at - size - 1, len(line)))
            at += len(line) + 1
        last = end
        yield move_of(text, start, end, pieces), f"{text[behind + 2 : end]} {text[start:behind]}"


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
