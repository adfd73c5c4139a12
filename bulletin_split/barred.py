"""What a line cannot be, whatever the weights say.

The chain (`segment`) weighs each line by what is around it, and its weights know pages whose
blank lines mean something.  OCR leaves them in mid-sentence, and its headlines are noise; there
a few plain facts of how newspapers are set say more.  Each function here names one, and the
lines that it holds for; the chain keeps to them and weighs the rest as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .byline import is_wire
from .habits import INDENT
from .label import DATELINE, RUBRIC, part_cue
from .model import (
    CAPTIONED,
    COMMA,
    CREDITED,
    DATED,
    NEAR,
    NUMBER,
    OPEN,
    OPEN_GAPS,
    PLAIN,
    TAIL1,
    TAIL2,
    TAIL3,
    UNDATED,
    Lines,
)
from .patterns import late
from .segment import B, L, S, T, Y, Z
from .units import ENDS, NARROWEST

CAPTION_LINES = 4
"""Lines that a caption takes at most below its picture, and one more for a credit that wraps."""

COLUMN = 6
"""Lines above a caption that show the measure of their column; the last of them may be short."""

CAPTION_WIDTH = 240
"""Half ems of a caption: 120 characters; what is longer under a picture is an article with its own credit."""

RUBRIC_WIDTH = 20
"""Half ems of the longest name of a column, with its brackets."""

_CREDIT = ("摄", "攝")
_CLOSING = "）)〉】 。"


def _any_of(*kinds: int) -> re.Pattern[bytes]:
    """Finds lines by what `Lines.cue` or `Lines.ending` says of them, all of a page at once."""
    return late(b"[" + re.escape(bytes(kinds)) + b"]", re.DOTALL)


_CREDITS, _SIGNS, _SURE_SIGNS = (
    _any_of(CREDITED),
    _any_of(TAIL1, TAIL2, TAIL3),
    _any_of(TAIL2, TAIL3),
)
_COMMAS = _any_of(COMMA)
_DATELINES = _any_of(DATED, UNDATED)


def _places(pattern: re.Pattern[bytes], kinds: bytes) -> Iterator[int]:
    return (found.start() for found in pattern.finditer(kinds))


def parts_barred(lines: Lines) -> dict[int, set[int]]:
    """For each line of which something is known, the parts (`segment`) that it cannot play."""
    out: dict[int, set[int]] = {}
    for first, behind in captions(lines).items():
        out.setdefault(first, set()).update((B, T, L))
        out.setdefault(behind, set()).add(B)
    for line in signed_off(lines):
        out.setdefault(line, set()).add(B)
    for line in running_on(lines):
        out.setdefault(line, set()).add(S)
    for line in wrapped_bylines(lines):
        out.setdefault(line, set()).update((S, T, L, Y))
    for line in rubrics(lines):
        out.setdefault(line, set()).update((B, S, Y, Z))
    for line in below_datelines(lines):
        if B not in out.get(line, ()):  # a caption may stand there, and some part must be left
            out.setdefault(line, set()).update((S, T, L, Y, Z))
    if is_by_ocr(lines):
        from . import ocr

        for line, parts in ocr.parts_barred(lines).items():
            out.setdefault(line, set()).update(parts)
    return out


def joined(lines: Lines) -> set[int]:
    """The lines of a page read by OCR that open with the second half of a word; none of other pages."""
    if not is_by_ocr(lines):
        return set()
    from .wordbreak import broken

    return broken(lines)


LEAST_GAPS = 5


def is_by_ocr(lines: Lines) -> bool:
    """Whether blank lines stand in mid-sentence all over a page, as where OCR has read it block by block."""
    gap, ending = lines.gap, lines.ending
    count = sum(1 for i in lines.cuts if gap[i] and ending[i - 1] == OPEN)
    return count >= LEAST_GAPS and count * OPEN_GAPS > len(gap)


def captions(lines: Lines) -> dict[int, int]:
    """The first line of each caption, and the line behind it: neither goes on with what stands above.

    A caption stands alone between blank lines, opens as captions do, and ends with who took
    the picture: newspapers set the credit last.

    One that opens otherwise is told by its width (`_turns`): it is as wide as its picture.

    Left alone: an article's own credit (文/图, 摄影报道), a caption of which the credit is not
    read, one that opens as captions do, behind a line without a blank one between.
    """
    out: dict[int, int] = {}
    text, cue, gap = lines.text, lines.cue, lines.gap
    for end in _places(_CREDITS, bytes(cue)):
        behind = end + 1
        if behind < len(text) and not gap[behind]:
            continue
        if not text[end].rstrip(_CLOSING).endswith(_CREDIT):
            continue
        first = end
        opens = part_cue(text[end]) == CAPTIONED  # all on one line
        while not opens and cue[first] != CAPTIONED and first > max(0, end - CAPTION_LINES):
            first -= 1
            if cue[first] not in (PLAIN, CAPTIONED, NUMBER):
                break
        if not opens and cue[first] != CAPTIONED:
            above = range(max(1, end - CAPTION_LINES + 1), end)
            first = next((k for k in above if _turns(k, end, lines)), -1)
        elif first and not gap[first]:
            continue
        if first >= 0 and sum(lines.width[first:behind]) <= CAPTION_WIDTH:
            out[first] = behind
    return out


def _turns(first: int, end: int, lines: Lines) -> bool:
    """Whether a column turns to another measure behind a finished sentence, and keeps it up to a credit.

    So a caption is told that no blank line parts from the text: it is as wide as its picture.
    ``end``: the line with the credit.
    """
    width = lines.width
    if first < 1 or lines.gap[first] or lines.ending[first - 1] not in ENDS:
        return False
    if any(lines.gap[first + 1 : end + 1]):
        return False
    full = first + 1 if end - first > 2 else first  # an indent may be gone from the first
    least = NEAR if full > first else INDENT
    above = max(width[max(0, first - COLUMN) : first])
    if width[full] < NARROWEST:
        return False
    return abs(above - width[full]) > least and -NEAR <= width[first] - width[full] <= NEAR


def rubrics(lines: Lines) -> set[int]:
    """The lines behind a blank one that name the column of the piece below, whose headline they lead.

    读者来信 / 站牌字能否大一些: the name stands close over the headline.

    Left alone: one with a blank line below it, which may be over several pieces.
    """
    text, width, gap = lines.text, lines.width, lines.gap
    return {
        i
        for i in lines.cuts
        if gap[i]
        and width[i] <= RUBRIC_WIDTH
        and i + 1 < len(text)
        and not gap[i + 1]
        and RUBRIC.fullmatch(text[i])
    }


def wrapped_bylines(lines: Lines) -> set[int]:
    """The lines with which a byline in brackets opens that closes on the next line: they belong to the text above.

    （本报驻某国记者林某某国际广播电台记 / 者江某某）: set behind the body in every daily.
    """
    text, gap = lines.text, lines.gap
    return {
        i - 1
        for i in _places(_SIGNS, bytes(lines.cue))
        if i
        and not gap[i]
        and text[i - 1][0] in "（(〈《"
        and not any(mark in text[i - 1] for mark in "）)〉》。")
    }


def below_datelines(lines: Lines) -> set[int]:
    """The lines below one that is nothing but a dateline, with or without its reporter: its text begins there.

    本报讯（记者林某某） / 县图书馆…: where the column is narrow or the dateline is set apart.

    Left alone: one in round brackets and a wire's credit (据新华社电), which may also close the text
    above it.
    """
    text = lines.text
    out: set[int] = set()
    for i in _places(_DATELINES, bytes(lines.cue[:-1])):
        if text[i][-1] in _DATELINE_ENDS and text[i][0] not in "（(" and not is_wire(text[i]):
            found = DATELINE.match(text[i])
            rest = text[i][found.end() :] if found else text[i]
            if not rest or _BRACKET.fullmatch(rest):
                out.add(i + 1)
    return out


_BRACKET = late("[（(][^（）()。]{2,40}[）)]")
_DATELINE_ENDS = frozenset("讯訊电電导導道）)〕】")


def signed_off(lines: Lines) -> set[int]:
    """The lines behind a text that ends a sentence, names its author in brackets and is followed by a blank line.

    英雄业绩。（路某）: who signs in brackets at the end of the last line has ended.

    Left alone: a reader's question, which is answered below his name; what is set under a signed
    text as part of it (APPENDED).
    """
    text, gap = lines.text, lines.gap
    out: set[int] = set()
    for i in _places(_SURE_SIGNS, bytes(lines.cue)):
        if i + 1 >= len(text) or not gap[i + 1]:
            continue
        at = max(text[i].rfind(mark) for mark in "（(〈《\\")
        if at > 0 and text[i][at - 1] in "。！”…" and not text[i + 1].startswith(APPENDED):
            out.add(i + 1)
    return out


APPENDED = ("编", "編", "附", "答", "注", "（", "(", "〔", "【")
"""What opens a piece that goes with the signed text above it: 编后, 编者的话, 附, 答, another bracket."""

HEAD_LINES = 4
"""Lines of a head that may stand in the middle of a sentence: it was set over two columns."""


def running_on(lines: Lines) -> set[int]:
    """The lines that go on with a sentence which a headline interrupts.

    A headline over the second and third column stands between the end of the one and the
    beginning of the other, where an engine reads from top to bottom: the text above it ends
    with a comma, and no blank line parts it from the text below.
    """
    text, cue, width, gap = lines.text, lines.cue, lines.width, lines.gap
    out: set[int] = set()
    for i in _places(_COMMAS, bytes(lines.ending[:-2])):
        if not gap[i + 1] or cue[i] != PLAIN:
            continue
        for k in range(i + 1, min(i + 2 + HEAD_LINES, len(text))):
            if cue[k] != PLAIN:
                break
            if width[k] >= width[i] - NEAR:
                if k > i + 1 and not gap[k]:
                    out.add(k)
                break
    return out
