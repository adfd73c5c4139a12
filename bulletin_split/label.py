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
from typing import cast

from . import cues
from .glyphs import GONE
from .model import Reason

_LATIN_GAP = re.compile("[ \u3000]+(?<=[A-Za-z0-9][ \u3000])(?=[A-Za-z])|[ \u3000]+(?<=[A-Za-z][ \u3000])(?=[A-Za-z0-9])")
_HELD = "\x1f"  # stands for a space between Latin words while all other spaces go

DATELINE = re.compile(f"(?:{cues.alternation(cues.DATELINES)}){cues._NOT_WIRE}")
_DATELINE_LABELS = [row.label for row in cues.DATELINES]
FURNITURE = re.compile(cues.alternation(cues.FURNITURE))
MASTHEAD = re.compile(cues.alternation(cues.MASTHEADS))
JUMP = re.compile(cues.alternation(cues.JUMPS))
CREDIT = re.compile(cues.alternation(cues.PHOTO_CREDITS))
CAPTION = re.compile(cues.alternation(cues.CAPTION_OPENERS))
NOTICE = re.compile(cues.alternation(cues.NOTICES))
SUBHEAD = re.compile(cues.alternation(cues.SUBHEADS))
REMARK = re.compile(cues.alternation(cues.REMARKS))
_STAFF = re.compile(cues.BYLINES[0].pattern)
_NAMES = re.compile(cues.BYLINES[1].pattern)
_RUN = re.compile(cues.BYLINES[2].pattern)
WIRE = re.compile(cues.BYLINES[3].pattern)
_TITLED = re.compile(cues.BYLINES[4].pattern)

_PLACED = re.compile("[省市县縣区區乡鄉镇鎮村厂廠局院校部会會司长長员員任]")

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
    return soft.replace(GONE, "")


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
    if _STAFF.match(inner) or WIRE.fullmatch(inner):
        return 3
    if _NAMES.fullmatch(inner):
        first = [name for name in re.split("[、，,／/；; 及和与與]", inner) if name]
        if len(first) == 1 and len(inner) == 4 and inner[:2] not in cues.DOUBLE_SURNAMES:
            return 2 if inner[0] in cues.SURNAMES and inner[2] in cues.SURNAMES else 1
        known = sum(name[0] in cues.SURNAMES or name[:2] in cues.DOUBLE_SURNAMES for name in first)
        return 2 if known == len(first) else 1
    if _RUN.fullmatch(inner) and inner[0] in cues.SURNAMES and len(inner) <= 9:
        return 2
    if _TITLED.fullmatch(inner) and (inner[-3] in cues.SURNAMES or inner[-2] in cues.SURNAMES) and _PLACED.search(inner):
        return 1
    return 1 if len(inner) <= 6 and _RUN.fullmatch(inner) else 0


@dataclass(slots=True)
class Lines:
    """The columns of one page.  All lists have one entry for each line kept.

    ``text``: closed text.  ``start``, ``end``: its place in the page (code
    points, spaces at both ends left out).  ``width``: half ems.  ``gap``: blank
    lines before.  ``indent``: width of the white space before the text.
    ``fused``: this line was cut off the one before it, on the same printed line.
    ``furniture``: ``(start, end, reason)`` of what left.  ``jumps``: ``(index of the
    line that follows, "from" or "to", page)`` of the jump lines among it.
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
    furniture: list[tuple[int, int, Reason]] = field(default_factory=list)
    jumps: list[tuple[int, str, str]] = field(default_factory=list)


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
            return DATED if any(c in found[0] for c in "日号號曰") else UNDATED
    if width <= 72:
        if last in "）)〉" and first in "（(〈" and line.count(first) == 1:
            kind = byline_kind(line[1:-1])
            if kind >= 1:
                return SIGNED
        if last in "摄攝图圖）)影道〉" and width <= 40 and CREDIT.fullmatch(line):
            return CREDITED
        if first in "□■●◆○" and len(line) > 2 and _RUN.fullmatch(line[1:]) and width <= 26:
            return NAMES
        if width <= 40 and WIRE.fullmatch(line):
            return STAFF
        if width <= 60 and _STAFF.fullmatch(line) and not any(c in line for c in "，。的了"):
            return STAFF
        if width <= 26 and line[:2] in ("文/", "文／", "图/", "图／") or (
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


def read_lines(soft: str, *, top: bool = True, bottom: bool = True) -> Lines:
    """Cut a page into the columns of `Lines`.

    ``soft``: the page after the repairs that keep its length.  ``top``, ``bottom``:
    whether it begins and ends where the printed page does; only there may a line be
    furniture of the kind that in mid-page is text (a bare date, a paper's name).
    """
    closed = close_up(soft)
    texts, raws = closed.split("\n"), soft.split("\n")
    wide = widths(closed, texts)
    starts = list(accumulate((len(raw) + 1 for raw in raws), initial=0))
    out = Lines()
    if GONE in soft:
        out.furniture += [
            (starts[i], starts[i] + len(raws[i]), "control") for i, width in enumerate(wide) if not width and GONE in raws[i]
        ]
    kept = [i for i, width in enumerate(wide) if width]
    last, edge_top, edge_bottom = -1, EDGE if top else 0, len(kept) - (EDGE if bottom else 0)
    for rank, i in enumerate(kept):
        text, raw, width, blank = texts[i], raws[i], wide[i], i - last - 1
        last = i
        lead = len(raw) - len(raw.lstrip(" \u3000"))
        begin, end = starts[i] + lead, starts[i] + len(raw.rstrip(" \u3000"))
        if width <= 80:
            reason = furniture_reason(text, width, rank < edge_top or rank >= edge_bottom)
            if reason:
                out.furniture.append((begin, end, reason))
                continue
            jump = JUMP.fullmatch(text)
            if jump:
                out.furniture.append((begin, end, "jump_line"))
                out.jumps.append((len(out.text), "to" if jump[1] else "from", jump[1] or jump[2]))
                continue
        indent = lead + raw.count("\u3000", 0, lead)
        if end - begin > len(text) or " " in text:
            cut = fused_at(soft[begin:end], text, width, wide, i)
            if cut:
                left, right = soft[begin : begin + cut[0]], soft[begin + cut[1] : end]
                head, tail = close_up(left), close_up(right)
                _append(out, head, begin, begin + cut[0], widths(head, [head])[0], blank, indent, False)
                _append(out, tail, begin + cut[1], end, widths(tail, [tail])[0], 0, 0, True)
                continue
        _append(out, text, begin, end, width, blank, indent, False)
    _wrapped_datelines(out)
    return out


EDGE = 6
"""Lines at either end of a page among which its furniture is looked for: masthead, folio, day, staff box and hotline."""


def _wrapped_datelines(lines: Lines) -> None:
    """A dateline that a narrow column broke over two lines is seen on the first of them."""
    for i in range(len(lines.text) - 1):
        line = lines.text[i]
        if lines.width[i] <= 40 and lines.cue[i] not in (DATED, UNDATED) and _DATELINE_OPENING.match(line):
            found = DATELINE.match(line + lines.text[i + 1])
            if found and found.end() > len(line):
                lines.cue[i] = DATED if any(c in found[0] for c in "日号號曰") else UNDATED


_DATELINE_OPENING = re.compile(f"[据據〔【（(]?(?:{cues._HOUSE}|{cues._AGENCY}|本$|新$|新[华華]$|据$|據$|[〔（(【](?:记者|記者|中央))")


def _append(out: Lines, text: str, start: int, end: int, width: int, gap: int, indent: int, fused: bool) -> None:
    out.text.append(text)
    out.start.append(start)
    out.end.append(end)
    out.width.append(width)
    out.gap.append(gap)
    out.indent.append(indent)
    out.fused.append(fused)
    out.spaced.append(end - start >= 2 * len(text) - 1 > 4)
    out.cue.append(cue_of(text, width))


def furniture_reason(text: str, width: int, edge: bool) -> Reason | None:
    """The reason for which a closed line leaves the page, or None."""
    found = FURNITURE.fullmatch(text)
    if found:
        row = next(row for row in cues.FURNITURE if re.fullmatch(row.pattern, text))
        if row.label == "date_line" and not edge and not _WEEKDAY.search(text):
            return None
        return cast(Reason, row.label)
    if edge and width <= 16 and MASTHEAD.fullmatch(text):
        return "masthead"
    return None


_WEEKDAY = re.compile(cues._WEEKDAY)


def fused_at(raw: str, text: str, width: int, wide: list[int], i: int) -> tuple[int, int] | None:
    """Where one printed line holds a headline and the start of the next text.

    Out: (end of the left part, start of the right part) in ``raw``.  Certain where
    the right part opens with a dateline.  Without one, only where the line is wider
    than the column that follows, and what follows the gap fills that column.
    """
    found = _FUSED.search(raw)
    if found:
        return found.span()
    for gap in _GAP.finditer(raw):
        left = close_up(raw[: gap.start()])
        if len(left) <= 16 and cue_of(left, 2 * len(left)) in (STAFF, NAMES) and len(text) > len(left) + 8:
            return gap.span()
        if len(left) > 16:
            break
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
