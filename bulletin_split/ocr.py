"""What a line cannot be on a page that was read by OCR.

OCR cuts a page into blocks and prints one after the other, with a blank line between: where a
picture, a headline in mid-column or a wide space parts the lines of one column, it parts the
sentence.  The weights (`weights`) know pages on which a blank line mostly says something.  On
pages on which it does not (`barred.is_by_ocr`) the facts here say what else shows how the lines
belong together.  A page that is not of this kind never loads this module.
"""

from __future__ import annotations

from . import words
from .habits import INDENT
from .measures import Measures, columns, measures
from .model import (
    BRACKET_STOP,
    CAPTIONED,
    COMMA,
    CREDITED,
    MARK_STOP,
    NEAR,
    OPEN,
    PLAIN,
    SEMICOLON,
    SIGNED,
    STOP,
    TAIL1,
    TAIL2,
    TAIL3,
    Lines,
)
from .patterns import late
from .segment import B, L, S, T, Y, Z
from .units import ENDS, PAUSE
from .wordbreak import broken

SHORT = 8
"""Half ems by which a paragraph's last line is short of its column for sure."""

LEAST_FIRSTS = 3
"""Paragraphs whose first line must be seen to fall short before a page is taken to set indents."""

BROAD = 20
"""Half ems of the narrowest column of a newspaper."""

NAME = 4
"""Characters of the name behind a caption, where the 摄 is lost: 记者 aside."""

SUBHEAD = 0.6
"""Share of its column that a headline of one line takes up at most where nothing else shows it."""

WIDER = 6
"""Half ems by which the measures of two articles differ for sure."""

HEAD_LINES = 4
"""Short lines that may stand in the middle of a sentence."""

_TAILS = frozenset((TAIL1, TAIL2, TAIL3, SIGNED))
_OF_BODY = frozenset((STOP, MARK_STOP, BRACKET_STOP, COMMA, SEMICOLON))


def parts_barred(lines: Lines) -> dict[int, set[int]]:
    """For each line of which something is known, the parts (`segment`) that it cannot play."""
    out: dict[int, set[int]] = {}
    size = measures(columns(lines))
    for line in full_lines(lines, size):
        out.setdefault(line, set()).add(S)
    for line in going_on(lines, size):
        out.setdefault(line, set()).update((T, L, Y, Z))
        out.setdefault(line + 1, set()).update((S, T, L, Y, Z))
    for line in lone_captions(lines):
        out.setdefault(line - 1, set()).update((T, L))
        out.setdefault(line, set()).update((B, T, L, Y, Z))
        out.setdefault(line + 1, set()).add(B)
    for line in new_measures(lines, size):
        out.setdefault(line, set()).add(B)
    for line in resumed(lines):
        out.setdefault(line, set()).add(S)
    for line in behind_pen_names(lines):
        out.setdefault(line, set()).add(B)
    return out


def behind_pen_names(lines: Lines) -> set[int]:
    """The lines behind a short one that ends in a stop and a pen name in brackets: 新军。（弄文）.

    Any name of two or three characters signs there, whatever its first, since the text ends.

    Left alone: a line that fills a column, were it the narrowest, and one without a blank line behind it.
    """
    text, gap, cue, width = lines.text, lines.gap, lines.cue, lines.width
    return {
        i
        for i in lines.cuts
        if gap[i] and cue[i - 1] == TAIL1 and width[i - 1] <= BROAD and PEN_NAME.search(text[i - 1])
    }


PEN_NAME = late(r"。[（(][^\W\dA-Za-z_]{2,3}[）)]$")


def full_lines(lines: Lines, size: Measures) -> set[int]:
    """The lines as wide as their column behind body, where paragraphs begin with shorter ones.

    OCR takes an indent away, but the first line is short by it.  On a page that sets
    indents no article begins with a line that has none.

    Left alone: what stands behind a line that is too short to be of the column and may be a
    headline, and behind a byline; pages of which too few paragraphs are seen to begin so.
    """
    width, cue, ending = lines.width, lines.cue, lines.ending
    known = short = 0
    for i in lines.ended:
        if i < len(cue) and cue[i] == PLAIN:
            measure, above = _measure(size, i), size.own(i - 1) or size.before(i - 1)
            if measure and width[i - 1] < (above or measure) - SHORT:
                known += -NEAR <= measure - width[i] <= 2
                short += 2 < measure - width[i] <= INDENT or lines.indent[i] >= 2
    if short < LEAST_FIRSTS or short < 2 * known:
        return set()
    out: set[int] = set()
    for i in range(1, len(cue)):
        measure = _measure(size, i)
        if not measure or cue[i] != PLAIN or cue[i - 1] != PLAIN or lines.fused[i]:
            continue
        if not -NEAR <= measure - width[i] <= 2:
            continue
        if ending[i - 1] in _OF_BODY or -NEAR <= measure - width[i - 1] <= INDENT:
            out.add(i)
    return out


def _measure(size: Measures, i: int) -> int:
    return size.own(i) or size.after(i)


def going_on(lines: Lines, size: Measures) -> set[int]:
    """The lines as wide as their column whose sentence goes on below in mid-word: no headline.

    A particle at the beginning of a line shows it, and half a word of `wordbreak` where the line
    has a comma: headlines without one are wrapped in mid-word too where a page is set by machine.
    """
    text, width, gap, cue = lines.text, lines.width, lines.gap, lines.cue
    halves = broken(lines)
    out: set[int] = set()
    for i in range(len(text) - 1):
        if gap[i + 1] or cue[i] != PLAIN or cue[i + 1] != PLAIN or lines.ending[i] != OPEN:
            continue
        is_half = i + 1 in halves and PAUSE.search(text[i]) is not None
        if not is_half and text[i + 1][0] not in words.ENDING_PARTICLES:
            continue
        beside = width[i + 1], size.own(i) or size.after(i) or size.before(i)
        if any(wide >= BROAD and -NEAR <= wide - width[i] <= INDENT for wide in beside):
            out.add(i)
    return out


def lone_captions(lines: Lines) -> set[int]:
    """The captions of one line between blank lines that a name ends, the word for the picture lost.

    3月12日，学生在江畔植树。 陈方: newspapers set who took the picture behind the caption's
    last sentence, and its last character is what OCR loses at a column's edge.
    """
    text, gap = lines.text, lines.gap
    out: set[int] = set()
    for i, cue in enumerate(lines.cue):
        if cue != CAPTIONED or not gap[i] or i + 1 >= len(text) or not gap[i + 1]:
            continue
        if lines.cue[i + 1] == CREDITED:
            continue
        sentence, _, name = text[i].rpartition("。")
        name = name.removeprefix("记者").removeprefix("記者")
        if sentence and 2 <= len(name) <= NAME and name.isalpha():
            out.add(i)
    return out


def new_measures(lines: Lines, size: Measures) -> set[int]:
    """The short lines between blank lines with which a column of another measure begins.

    One article is set to one measure: where it changes behind a finished sentence, a
    short line without a mark is the headline of what follows, and not a subhead.
    """
    width, gap, cue = lines.width, lines.gap, lines.cue
    out: set[int] = set()
    for i in lines.ended:
        if i + 2 >= len(cue) or not gap[i] or not gap[i + 1] or lines.ending[i] != OPEN:
            continue
        above, below = size.own(i - 1) or size.before(i - 1), size.after(i)
        if (
            cue[i] != PLAIN
            or cue[i + 1] in _TAILS
            or not above
            or not below
            or abs(above - below) < WIDER
        ):
            continue
        body = i + 1 + (width[i + 1] < below * SUBHEAD)
        if width[i] <= below * SUBHEAD and body < len(cue) and _is_first(lines, body, below):
            out.add(i)
    return out


def _is_first(lines: Lines, i: int, measure: int) -> bool:
    """Whether a line of a column opens a paragraph: behind a blank line, full or short by an indent."""
    return bool(lines.gap[i]) and -NEAR <= measure - lines.width[i] <= INDENT


def resumed(lines: Lines) -> set[int]:
    """The lines that go on with a sentence which stops in mid-line above some short ones.

    A headline set into the text, or the ends of lines that OCR took for a column of their own:
    what is as wide as the line above them, and stands behind a blank line, goes on with it.

    Left alone: what is dated or signed, or stands behind a finished sentence; a line of another
    measure; what is more than `HEAD_LINES` on.
    """
    width, gap, cue = lines.width, lines.gap, lines.cue
    out: set[int] = set()
    for i in lines.cuts:
        if i < 2 or not gap[i] or cue[i] != PLAIN or width[i] < BROAD:
            continue
        for above in range(i - 1, max(i - 2 - HEAD_LINES, -1), -1):
            if cue[above] != PLAIN or lines.ending[above] in ENDS:
                break
            if width[above] >= width[i] * SUBHEAD:
                goes_on = lines.ending[above] == OPEN and abs(width[i] - width[above]) <= INDENT
                if above < i - 1 and goes_on:
                    out.add(i)
                break
    return out
