"""Captions that stand alone: where a photographer's credit ends one, nothing goes on.

The chain (`segment`) weighs each line by what is around it.  Where an engine leaves blank
lines all over a page, as OCR does, a blank line behind a caption weighs little, and a text
that begins there without a headline is taken for the caption's next paragraph.  But a
block that opens as captions do and ends with a photographer's credit is whole: newspapers set
the credit last.  So what follows it behind a blank line begins something else, and what
stands before it behind a blank line has ended.
"""

from __future__ import annotations

from .model import CAPTIONED, CREDITED, NUMBER, PLAIN, Lines

LINES = 4
"""Lines that a caption takes at most below its picture, and one more for a credit that wraps."""

WIDTH = 240
"""Half ems of a caption: 120 characters; what is longer under a picture is an article with its own credit."""

_CREDIT = ("摄", "攝")
_CLOSING = "）)〉】 。"


def openings(lines: Lines) -> set[int]:
    """The lines that cannot go on with what stands before them: of a caption alone, and behind it.

    A caption stands alone between blank lines, opens as captions do, and ends with who took
    the picture.

    Left alone: an article's own credit (文/图, 摄影报道), a caption that no blank line parts from
    the text, one of which the credit is not read.
    """
    out: set[int] = set()
    text, cue, gap = lines.text, lines.cue, lines.gap
    for end in (i for i, kind in enumerate(cue) if kind == CREDITED):
        behind = end + 1
        if behind < len(text) and not gap[behind]:
            continue
        if not text[end].rstrip(_CLOSING).endswith(_CREDIT):
            continue
        first = end
        while cue[first] != CAPTIONED and first > max(0, end - LINES):
            first -= 1
            if cue[first] not in (PLAIN, CAPTIONED, NUMBER):
                break
        if cue[first] != CAPTIONED or sum(lines.width[first:behind]) > WIDTH:
            continue
        if gap[first] or not first:
            out |= {first, behind}
    return out
