"""What a page does with all its articles alike: blank lines, datelines and bylines, indents.

The same sign says more on one page than on the next: a line that is not set in is a headline
where paragraphs are set in, and nothing where they are not.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import sub

from .model import DATED, NEAR, SIGNED, TAIL2, TAIL3, UNDATED, Lines


def gap_habit(lines: Lines) -> int:
    """How many blank lines a page has: 0 next to none, 1 some, 2 more than one for six lines.

    Where an extractor leaves one behind every paragraph, one tells less than where only
    articles have them.
    """
    gaps = sum(1 for i in lines.cuts if lines.gap[i])
    return 0 if gaps < 3 else 1 + (gaps * 6 > len(lines.text))


_HABIT = (0, 2, 5)
"""Lines with a cue: none, one or two, some, and more than that."""


def cue_habits(lines: Lines) -> tuple[int, int]:
    """How many lines of a page open with a dateline, and how many end in a byline, in classes.

    A page that dates its articles, or signs them at their ends, seldom leaves one without.
    """
    dated = sum(map(lines.cue.count, (DATED, UNDATED)))
    signed = sum(map(lines.cue.count, (SIGNED, TAIL3, TAIL2)))
    return bisect_left(_HABIT, dated), bisect_left(_HABIT, signed)


FLUSH, SOME, MOST, SHORT = range(4)

INDENT = 6
"""Half ems by which a paragraph's first line is set in, or falls short where its indent of two characters is gone, at most."""


def indent_habit(lines: Lines) -> int:
    """How a page sets in its paragraphs: not at all, some, most, or by lines that fall SHORT of an indent that is gone.

    Where paragraphs are set in, a line that is not, behind a finished sentence, is no paragraph's first.
    """
    indent, ended = lines.indent, lines.ended
    indents = sum(1 for i in ended if indent[i] >= 2)
    # Where most lines have an indent, it is a margin.
    if indents >= 2 and indents * 10 >= len(ended) and not _is_margin(indent):
        return MOST if indents * 2 > len(ended) else SOME
    shorter = len(lines.short.intersection(ended))
    return SHORT if shorter >= 3 and shorter * 4 >= len(ended) else FLUSH


def _is_margin(indent: list[int]) -> bool:
    return sum(map((2).__le__, indent)) * 10 >= len(indent) * 7


def is_set_in(i: int, lines: Lines) -> bool:
    """Whether a line is set in as the page's paragraphs are."""
    return i in lines.short if lines.set_in == SHORT else lines.indent[i] >= 2


def short_lines(lines: Lines) -> set[int]:
    """The lines that fall short of the two below by an indent that the extractor took away."""
    width, gap = lines.width, lines.gap
    steps = list(map(sub, width[1:], width))
    return {
        i
        for i, step in enumerate(steps[:-1])
        if 2 <= step <= INDENT and -NEAR <= steps[i + 1] <= NEAR and not gap[i + 1]
    }
