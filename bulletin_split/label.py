"""Text → lines with what can be seen of each, free of context.

A page becomes columns of facts, one entry for each line that carries text:
its closed text (no spaces among Han), its place, its printed width, the blank
lines and the indent before it, its cues.  Lines that are page furniture leave
the columns here.  A line that fuses a headline with the start of the next
article is cut in two.  Nothing is decided about articles; `segment` does that.

Widths are in half-em units, as a printed line is: a Han character has two, a
Latin letter or digit one.  They cost no loop over characters, since UTF-8
spends three bytes on the one and one byte on the other: width = (bytes +
characters) / 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add

from . import cues

_LATIN_GAP = re.compile("[ \u3000]+(?<=[A-Za-z0-9][ \u3000])(?=[A-Za-z])|[ \u3000]+(?<=[A-Za-z][ \u3000])(?=[A-Za-z0-9])")
_HELD = "\x1f"  # stands for a space between Latin words while all other spaces go

DATELINE = re.compile(f"(?:{cues.alternation(cues.DATELINES)}){cues._NOT_WIRE}")
_DATELINE_LABELS = [row.label for row in cues.DATELINES]
FURNITURE = re.compile(cues.alternation(cues.FURNITURE))
MASTHEAD = re.compile(cues.alternation(cues.MASTHEADS))
JUMP = re.compile(cues.alternation(cues.JUMPS))
CREDIT = re.compile(cues.alternation(cues.PHOTO_CREDITS))
CAPTION = re.compile(cues.alternation(cues.CAPTION_OPENERS))
SUBHEAD = re.compile(cues.alternation(cues.SUBHEADS))
REMARK = re.compile(cues.alternation(cues.REMARKS))
_STAFF = re.compile(cues.BYLINES[0].pattern)
_NAMES = re.compile(cues.BYLINES[1].pattern)
_RUN = re.compile(cues.BYLINES[2].pattern)
_WIRE = re.compile(cues.BYLINES[3].pattern)
_TITLED = re.compile(cues.BYLINES[4].pattern)

ENDERS = frozenset("。！？!?…")
CLOSERS = frozenset("”』」’》）)〉】〕")
_TAIL = re.compile("[（(〈]([^（(）)〈〉。]{2,60})[）)〉][。.]?$")


def close_up(soft: str) -> str:
    """Take out the spaces of a page, but for one between Latin words.

    In and out: text with line feeds; code points vanish, lines do not.

        >>> close_up("融 媒 摄，共有 12 家\\nNew  York")
        '融媒摄，共有12家\\nNew York'
    """
    if " " in soft or "\u3000" in soft:
        held = _LATIN_GAP.sub(_HELD, soft)
        soft = held.replace(" ", "").replace("\u3000", "").replace(_HELD, " ")
    return soft.replace("\x7f", "")


def widths(closed: str, lines: list[str]) -> list[int]:
    """Printed widths of a page's lines, in half ems.

        >>> widths("中文12\\n\\nAB", ["中文12", "", "AB"])
        [6, 0, 2]
    """
    octets = closed.encode("utf-8", "surrogatepass").split(b"\n")
    return [total >> 1 for total in map(add, map(len, octets), map(len, lines))]


def byline_kind(inner: str) -> int:
    """How surely the text between a tail's brackets signs: 3 staff or agency, 2 names, 1 perhaps, 0 no.

        >>> byline_kind("记者李明"), byline_kind("张明华"), byline_kind("附图片4张"), byline_kind("晋宣")
        (3, 2, 0, 1)
    """
    if REMARK.fullmatch(inner):
        return 0
    if _STAFF.match(inner) or _WIRE.fullmatch(inner):
        return 3
    if _NAMES.fullmatch(inner):
        first = [name for name in re.split("[、，,／/；; 及和与與]", inner) if name]
        known = sum(name[0] in cues.SURNAMES or name[:2] in cues.DOUBLE_SURNAMES for name in first)
        return 2 if known == len(first) else 1
    if _RUN.fullmatch(inner):
        return 2 if inner[0] in cues.SURNAMES and len(inner) <= 9 else 1 if len(inner) <= 6 else 0
    if _TITLED.fullmatch(inner):
        return 1
    return 0


@dataclass(slots=True)
class Lines:
    """The columns of one page.  All lists have one entry for each line kept.

    ``text``: closed text.  ``start``, ``end``: its place in the page (code
    points, spaces at both ends left out).  ``width``: half ems.  ``gap``: blank
    lines before.  ``indent``: width of the white space before the text.
    ``fused``: this line was cut off the one before it, on the same printed line.
    ``furniture``: ``(start, end, reason)`` of what left.
    """

    text: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    width: list[int] = field(default_factory=list)
    gap: list[int] = field(default_factory=list)
    indent: list[int] = field(default_factory=list)
    fused: list[bool] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)
    cue: list[int] = field(default_factory=list)
    furniture: list[tuple[int, int, str]] = field(default_factory=list)


# What a line is by itself; `Lines.cue` holds one of these.
PLAIN, DATED, UNDATED, SIGNED, STAFF, NAMES, CREDITED, TAIL3, TAIL2, TAIL1, NUMBER, CAPTIONED = range(12)


def raw_index(raw: str, count: int) -> int:
    """Offset in ``raw`` of its ``count``-th character that is not a space (from 0).

        >>> raw_index("本 报 讯 昨", 3)
        6
    """
    seen = 0
    for offset, char in enumerate(raw):
        if char in " \u3000\x7f":
            continue
        if seen == count:
            return offset
        seen += 1
    return len(raw)


def cue_of(line: str, width: int) -> int:
    """The strongest cue that a closed line carries by itself."""
    first, last = line[0], line[-1]
    if first in "本据據新中（(【〔[［路法美共塔合德俄安埃韩韓朝越国國哈同電海申综綜人" or "讯" in line[:10] or "訊" in line[:10]:
        found = DATELINE.match(line)
        if found:
            return DATED if any(c in found[0] for c in "日号號") else UNDATED
    if width <= 72:
        if last in "）)〉" and first in "（(〈" and line.count(first) == 1:
            kind = byline_kind(line[1:-1])
            if kind >= 1:
                return SIGNED
        if last in "摄攝图圖）)影道〉" and width <= 40 and CREDIT.fullmatch(line):
            return CREDITED
        if width <= 60 and _STAFF.fullmatch(line) and not any(c in line for c in "，。的了"):
            return STAFF
        if width <= 26 and line[:2] in ("文/", "文／", "■", "●") or (
            width <= 16 and _RUN.fullmatch(line) or _NAMES.fullmatch(line)
        ) and line[0] in cues.SURNAMES and width <= 26:
            return NAMES
    if last in "）)〉。":
        tail = _TAIL.search(line)
        if tail:
            kind = byline_kind(tail[1])
            if kind:
                return TAIL1 - kind + 1
    if last in "摄攝图圖）)影道" and CREDIT.search(line):
        return CREDITED
    if SUBHEAD.match(line):
        return NUMBER
    if CAPTION.match(line):
        return CAPTIONED
    return PLAIN


_FUSED = re.compile(f"(?<=\\S)[ \u3000]+(?=(?:{cues.alternation(cues.DATELINES)}){cues._NOT_WIRE})")
_GAP = re.compile("(?<=[^ \u3000])[ \u3000]+(?=[^ \u3000])")
_STOPS = re.compile("[。；！？]")


def read_lines(soft: str, *, edge: int = 6) -> Lines:
    """Cut a page into the columns of `Lines`.

    ``soft``: the page after the repairs that keep its length.  ``edge``: how many
    lines at either end of the page may be furniture of the kind that in mid-page
    would be text (a bare date, a paper's name).
    """
    closed = close_up(soft)
    texts, raws = closed.split("\n"), soft.split("\n")
    wide = widths(closed, texts)
    starts = list(accumulate((len(raw) + 1 for raw in raws), initial=0))
    out = Lines()
    kept = [i for i, width in enumerate(wide) if width]
    last, count = -1, len(kept)
    for rank, i in enumerate(kept):
        text, raw, width, blank = texts[i], raws[i], wide[i], i - last - 1
        last = i
        at = starts[i]
        lead = len(raw) - len(raw.lstrip(" \u3000\x7f"))
        begin, end = at + lead, at + len(raw.rstrip(" \u3000\x7f"))
        if width <= 80:
            reason = furniture_reason(text, width, rank < edge or rank >= count - edge, rank, count)
            if reason:
                out.furniture.append((begin, end, reason))
                continue
        indent = lead + raw.count("\u3000", 0, lead)
        if end - begin > len(text) or " " in text:
            cut = fused_at(soft[begin:end], text, width, wide, i)
            if cut:
                left, right = soft[begin : begin + cut[0]], soft[begin + cut[1] : end]
                head, tail = close_up(left), close_up(right)
                _append(out, head, begin, begin + cut[0], widths(head, [head])[0], blank, indent, False, left)
                _append(out, tail, begin + cut[1], end, widths(tail, [tail])[0], 0, 0, True, right)
                continue
        _append(out, text, begin, end, width, blank, indent, False, raw)
    return out


def _append(out: Lines, text: str, start: int, end: int, width: int, gap: int, indent: int, fused: bool, raw: str) -> None:
    out.text.append(text)
    out.start.append(start)
    out.end.append(end)
    out.width.append(width)
    out.gap.append(gap)
    out.indent.append(indent)
    out.fused.append(fused)
    out.spaced.append(end - start >= 2 * len(text) - 1 > 4)
    out.cue.append(cue_of(text, width))


def furniture_reason(text: str, width: int, edge: bool, rank: int, count: int) -> str | None:
    """The reason for which a closed line leaves the page, or None."""
    found = FURNITURE.fullmatch(text)
    if found:
        index = _group(found, text, cues.FURNITURE)
        row = cues.FURNITURE[index]
        if row.label == "date_line" and not edge and not re.search("星期|礼拜|周|週", text):
            return None
        return row.label
    if edge and MASTHEAD.fullmatch(text) and width <= 16:
        return "masthead"
    return None


def _group(found: re.Match[str], text: str, table: list[cues.Cue]) -> int:
    return next(i for i, row in enumerate(table) if re.fullmatch(row.pattern, text))


def fused_at(raw: str, text: str, width: int, wide: list[int], i: int) -> tuple[int, int] | None:
    """Where one printed line holds a headline and the start of the next text.

    Out: (end of the left part, start of the right part) in ``raw``.  Certain where
    the right part opens with a dateline.  Without one, only where the line is wider
    than the column that follows, and what follows the gap fills that column.
    """
    found = _FUSED.search(raw)
    if found:
        return found.span()
    following = [w for w in wide[i + 1 : i + 4] if w]
    if len(following) < 2:
        return None
    measure = max(following)
    if width <= measure + 3 or measure < 16:
        return None
    for gap in _GAP.finditer(raw):
        left, right = close_up(raw[: gap.start()]), close_up(raw[gap.end() :])
        if _STOPS.search(left[:-1]) or len(left) < 3:
            return None
        rest = widths(right, [right])[0]
        if measure - 7 <= rest <= measure + 2:
            return gap.span()
    return None
