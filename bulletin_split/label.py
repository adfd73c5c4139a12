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
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, chain, compress
from operator import add, itemgetter, sub
from typing import cast

from . import cues
from .byline import is_names
from .glyphs import GONE
from .model import Reason

_LATIN_GAP = re.compile("[A-Za-z0-9][ \u3000]+(?=[A-Za-z0-9])")
_HELD = "\x1f"  # stands for a space between Latin words while all other spaces go

DATELINE = re.compile(f"(?:{cues.alternation(cues.DATELINES)}){cues._NOT_WIRE}")
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

_PLACED = re.compile("[省市县縣区區乡鄉镇鎮村厂廠局院校部会會司长長员員任席师師授报報台]")

ENDERS = frozenset("。！？!?…")
CLOSERS = frozenset("”』」’》）)〉】〕")
_TAIL = re.compile("[（(〈《]([^（(）)〈〉《》。]{2,60})[）)〉][。.]?$")


def close_up(soft: str) -> str:
    """Take out the spaces of a page, but for one between Latin words.

    In and out: text with line feeds; code points vanish, lines do not.

        >>> close_up("融 媒 摄，共有 12 家\\nNew  York")
        '融媒摄，共有12家\\nNew York'
    """
    if " " in soft or "\u3000" in soft:
        held = _LATIN_GAP.sub(_hold, soft)
        soft = held.replace(" ", "").replace("\u3000", "").replace(_HELD, " ")
    return soft.replace(GONE, "")


def _hold(gap: re.Match[str]) -> str:
    """Mark the space of a gap that stays: any but one between two digits."""
    first = gap[0][0]
    return first if first.isdigit() and gap.string[gap.end()].isdigit() else first + _HELD


def widths(closed: str, lines: list[str]) -> list[int]:
    """Printed widths of a page's lines, in half ems.

    >>> widths("中文12\\n\\nAB", ["中文12", "", "AB"])
    [6, 0, 2]
    """
    octets = closed.encode("utf-8", "surrogatepass").split(b"\n")
    return [total >> 1 for total in map(add, map(len, octets), map(len, lines))]


def byline_kind(inner: str) -> int:
    """How surely the text between a tail's brackets signs: 3 staff or agency, 2 names, 1 perhaps, 0 no.

    >>> byline_kind("记者李明"), byline_kind("张明华"), byline_kind("附图片4张"), byline_kind("允端")
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
    if (
        _TITLED.fullmatch(inner)
        and (inner[-3] in cues.SURNAMES or inner[-2] in cues.SURNAMES)
        and _PLACED.search(inner)
    ):
        return 1
    return 1 if len(inner) <= 6 and _RUN.fullmatch(inner) else 0


@dataclass(slots=True)
class Lines:
    """The columns of one page.  All lists have one entry for each line kept.

    ``text``: closed text.  ``start``, ``end``: its place in the page (code
    points, spaces at both ends left out).  ``width``: half ems.  ``gap``: blank
    lines before.  ``indent``: width of the white space before the text.
    ``fused``: this line was cut off the one before it, on the same printed line.
    ``cue``: what it is by itself.  ``cuts``: the lines that do not go on in the column
    of the line before them: a blank line is between, or their widths differ.
    ``ended``: the lines whose predecessor ends a sentence or a bracket.
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
    cue: list[int] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    furniture: list[tuple[int, int, Reason]] = field(default_factory=list)
    jumps: list[tuple[int, str, str]] = field(default_factory=list)


# What a line is by itself; `Lines.cue` holds one of these.
PLAIN, DATED, UNDATED, SIGNED, STAFF, NAMES, CREDITED, TAIL3, TAIL2, TAIL1, NUMBER, CAPTIONED = (
    range(12)
)


_DATELINE_FIRST = frozenset(
    "本据據新中（(【〔[［〖路法美共塔合德俄安埃韩韓朝越國国哈同電海申综綜人"
)
_STAFF_HINT = re.compile("[记記通评評实實特编編作供撰摄攝]")
_CREDIT_LAST = frozenset("摄攝影道图圖")
_NAME_MARKS = frozenset("□■●◆○◎")


def cue_of(line: str, width: int) -> int:
    """The strongest cue that a closed line carries by itself.

    >>> cue_of("本报讯昨日", 10) == UNDATED, cue_of("（记者李明）", 12) == SIGNED, cue_of("会议。（李明）", 14) == TAIL2
    (True, True, True)
    """
    first, last = line[0], line[-1]
    if first in _DATELINE_FIRST or "讯" in line[:12] or "訊" in line[:12]:
        found = DATELINE.match(line)
        if found:
            return DATED if _DAY.search(found[0]) else UNDATED
    if last in "）)〉":
        if width <= 72 and first in "（(〈" and line.count(first) == 1 and byline_kind(line[1:-1]):
            return CREDITED if CREDIT.fullmatch(line) else SIGNED
        tail = _TAIL.search(line)
        kind = byline_kind(tail[1]) if tail else 0
        if kind:
            return CREDITED if is_credited(line) else TAIL1 - kind + 1
    elif last in _CREDIT_LAST:
        if is_credited(line):
            return CREDITED
    elif last == "。" and line[-2:-1] in "）)":
        tail = _TAIL.search(line)
        kind = byline_kind(tail[1]) if tail else 0
        if kind:
            return TAIL1 - kind + 1
    if width <= 60 and last not in "。，、；":
        sign = _own_byline(line, first, width)
        if sign:
            return sign
    found = _NUMBER_OR_CAPTION.match(line)
    return PLAIN if not found else CAPTIONED if found[1] is None else NUMBER


def is_credited(line: str) -> bool:
    """Whether a closed line ends in a photo credit."""
    return _CREDIT_HINT.search(line, len(line) - 6) is not None and CREDIT.search(line) is not None


_NUMBER_OR_CAPTION = re.compile(f"({SUBHEAD.pattern})|{CAPTION.pattern}")
_CREDIT_HINT = re.compile("[摄攝影图圖]")


def _own_byline(line: str, first: str, width: int) -> int:
    """STAFF or NAMES where the line is nothing but a byline, else 0."""
    if first in _NAME_MARKS and width <= 26 and _RUN.fullmatch(line[1:]):
        return NAMES
    if width <= 40 and WIRE.fullmatch(line):
        return STAFF
    if _STAFF_HINT.search(line) and not _PROSE.search(line) and _STAFF.fullmatch(line):
        return STAFF
    if width > 26:
        return 0
    if line[:2] in ("文/", "文／", "图/", "图／"):
        return NAMES
    if width <= 16 and _RUN.fullmatch(line):
        return NAMES if is_names(line) else 0
    return NAMES if first in cues.SURNAMES and _NAMES.fullmatch(line) else 0


_DAY = re.compile("[日号號曰]")
_PROSE = re.compile("[，。的了]")


_FUSED_GAP = re.compile(
    f"[ \u3000](?<=\\S[ \u3000])[ \u3000]*(?=[{''.join(sorted(_DATELINE_FIRST - {'[', '('}))}(\\[])"
)
_GAP = re.compile("[ \u3000](?<=[^ \u3000][ \u3000])[ \u3000]*(?=[^ \u3000])")
_STOPS = re.compile("[。；！？]")


SPACE = " \u3000"

EDGE = 6
"""Lines at either end of a page among which its furniture is looked for: masthead, folio, day, staff box and hotline."""

NEAR = 3
"""Half ems by which lines of one column may differ: hanging marks and closed-up digits."""

# The last characters after which a paragraph may begin.
_ENDED = re.compile("[。！？!?…”』」’》）)〉】〕]")
_WATCHED = re.compile("[）)〉摄攝影道图圖]")


def read_lines(soft: str, *, top: bool = True, bottom: bool = True) -> Lines:
    """Cut a page into the columns of `Lines`.

    ``soft``: the page after the repairs that keep its length.  ``top``, ``bottom``:
    whether it begins and ends where the printed page does; only there may a line be
    furniture of the kind that in mid-page is text (a bare date, a paper's name).
    """
    closed = close_up(soft)
    texts = closed.split("\n")
    wide = widths(closed, texts)
    raws = texts if closed is soft else soft.split("\n")
    rows = list(compress(range(len(wide)), wide))
    kept = list(compress(raws, wide))
    out = Lines(
        text=list(compress(texts, wide)),
        width=list(compress(wide, wide)),
        start=list(map(add, compress(chain((0,), accumulate(map(len, raws))), wide), rows)),
        gap=list(map(sub, rows, chain((0,), map((1).__add__, rows)))),
        indent=[0] * len(rows),
        fused=[False] * len(rows),
    )
    out.end = list(map(add, out.start, map(len, kept)))
    if closed is not soft:
        _trim(out, kept)
    if GONE in soft:
        _controls(out, raws, wide)
    out.cuts = _cuts(out)
    _take_furniture(out, soft, top, bottom)
    if len(out.text) < len(rows):
        out.cuts = _cuts(out)
    _cut_fused(out, soft)
    if True in out.fused:
        out.cuts = _cuts(out)
    out.furniture.sort()
    _find_cues(out)
    return out


def _cuts(lines: Lines) -> list[int]:
    width = lines.width
    return [
        i
        for i, (g, a, b) in enumerate(zip(lines.gap[1:], width, width[1:], strict=False), 1)
        if g or not -NEAR <= a - b <= NEAR
    ]


def _trim(lines: Lines, kept: list[str]) -> None:
    """Move starts and ends over the white space at both ends of the lines; note the indents."""
    for i, raw in enumerate(kept):
        if raw[0] in SPACE:
            lead = len(raw) - len(raw.lstrip(SPACE))
            lines.start[i] += lead
            lines.indent[i] = lead + raw.count("\u3000", 0, lead)
        if raw[-1] in SPACE:
            lines.end[i] -= len(raw) - len(raw.rstrip(SPACE))


def _controls(lines: Lines, raws: list[str], wide: list[int]) -> None:
    """Lines that hold nothing but characters that are not printed."""
    start = 0
    for raw, width in zip(raws, wide, strict=True):
        if not width and GONE in raw:
            lines.furniture.append((start, start + len(raw), "control"))
        start += len(raw) + 1


def _loose(lines: Lines) -> set[int]:
    """Lines at either side of a cut, and the page's first and last."""
    n = len(lines.text)
    return {
        *lines.cuts,
        *map((-1).__add__, lines.cuts),
        *range(min(EDGE, n)),
        *range(max(0, n - EDGE), n),
    }


def _take_furniture(lines: Lines, soft: str, top: bool, bottom: bool) -> None:
    """Take the furniture out of the columns, and the jump lines."""
    n, text, width = len(lines.text), lines.text, lines.width
    first, last = EDGE if top else 0, n - (EDGE if bottom else 0)
    spots = {
        bisect_right(lines.start, found.end() - 1) - 1
        for literal, pattern in _FURNITURE_SPOTS
        if literal in soft
        for found in pattern.finditer(soft)
    }
    for i in sorted(_loose(lines) | spots, reverse=True):
        if width[i] > 80:
            continue
        reason = furniture_reason(text[i], width[i], i < first or i >= last)
        if reason is None:
            jump = JUMP.fullmatch(text[i]) if text[i][-1] in "）)版页頁】〕" else None
            if not jump:
                continue
            reason = "jump_line"
            lines.jumps.append((i, "to" if jump[1] else "from", jump[1] or jump[2]))
        _take(lines, i, reason)
    if (
        text
        and _SECTION.fullmatch(text[0])
        and any(start < lines.start[0] for start, _, _ in lines.furniture)
    ):
        behind = lines.start[1] if len(text) > 1 else lines.end[0]
        if any(lines.end[0] < start < behind for start, _, _ in lines.furniture):
            _take(lines, 0, "section")  # a page's name between its folio and its date


def _take(lines: Lines, i: int, reason: Reason) -> None:
    """Take a line out of the columns into the furniture."""
    lines.furniture.append((lines.start[i], lines.end[i], reason))
    if i + 1 < len(lines.text):
        lines.gap[i + 1] = max(lines.gap[i], lines.gap[i + 1])
    lines.jumps = [(at - (at > i), way, page) for at, way, page in lines.jumps]
    for column in (
        lines.text,
        lines.width,
        lines.start,
        lines.end,
        lines.gap,
        lines.indent,
        lines.fused,
    ):
        del column[i]


# Where furniture may stand inside a column stretch: drawing order puts it anywhere on the page.
# Each pattern opens with its literal, and runs only where the page has that.
_FURNITURE_SPOTS = [
    (literal, re.compile(literal + rest))
    for literal, rest in (
        *((word, "[一二三四五六日天]") for word in ("星期", "礼拜", "周", "禮拜", "週")),
        ("责", "(?:任编辑|编)"),
        ("校对", ""),
        ("\n", "[A-D][0-9]{2}"),
    )
]
_SECTION = re.compile(f"(?:{cues.HAN}|[·.]){{2,8}}")


def _cut_fused(lines: Lines, soft: str) -> None:
    """Cut the lines that hold two (`fused_at`); from the last, so that indices stay true."""
    slack = map(sub, map(sub, lines.end, lines.start), map(len, lines.text))
    spaced = [i for i, gone in enumerate(slack) if gone or " " in lines.text[i]]
    loose = _loose(lines) if spaced else set()
    gaps = _FUSED_GAP.finditer(soft) if spaced else ()
    dated = {
        bisect_right(lines.start, gap.start()) - 1
        for gap in gaps
        if DATELINE.match(soft, gap.end())
    }
    for i in reversed(spaced):
        if i not in loose and i not in dated:
            continue
        start, end = lines.start[i], lines.end[i]
        cut = fused_at(soft[start:end], lines.text[i], lines.width[i], lines.width[i + 1 : i + 4])
        if not cut:
            continue
        left, right = close_up(soft[start : start + cut[0]]), close_up(soft[start + cut[1] : end])
        lines.text[i : i + 1] = [left, right]
        lines.width[i : i + 1] = [*widths(left, [left]), *widths(right, [right])]
        lines.start[i : i + 1] = [start, start + cut[1]]
        lines.end[i : i + 1] = [start + cut[0], end]
        lines.gap[i : i + 1] = [lines.gap[i], 0]
        lines.indent[i : i + 1] = [lines.indent[i], 0]
        lines.fused[i : i + 1] = [False, True]


def _find_cues(lines: Lines) -> None:
    """Fill ``cue`` and ``ended``: only where a cue can matter is a line looked at."""
    text, width = lines.text, lines.width
    lasts = "".join(map(itemgetter(-1), text))
    lines.ended = [found.end() for found in _ENDED.finditer(lasts)]
    if lines.ended and lines.ended[-1] == len(text):
        lines.ended.pop()
    firsts = "".join(map(itemgetter(0), text))
    cue = lines.cue = [PLAIN] * len(text)
    opening = [found.start() for found in _OPENS_DATELINE.finditer(firsts)]
    closing = [found.start() for found in _WATCHED.finditer(lasts)]
    for i in {*_loose(lines), *lines.ended, *opening, *closing}:
        cue[i] = cue_of(text[i], width[i])
        if (
            text[i][0] in _DATELINE_FIRST
            and cue[i] not in (DATED, UNDATED)
            and width[i] <= 40
            and i + 1 < len(text)
            and _DATELINE_OPENING.match(text[i])
        ):
            found = DATELINE.match(text[i] + text[i + 1])  # a narrow column broke it over two lines
            if found and found.end() > len(text[i]):
                cue[i] = DATED if _DAY.search(found[0]) else UNDATED
        elif (
            i
            and width[i] <= 8
            and text[i][-1] in _CREDIT_LAST
            and is_credited(text[i - 1][-8:] + text[i])
        ):
            cue[i] = CREDITED  # 林某\n某摄


_OPENS_DATELINE = re.compile("[本据據新中【〔]")
_DATELINE_OPENING = re.compile(
    f"[据據〔【（(]?(?:{cues._HOUSE}|{cues._AGENCY}|本$|新$|新[华華]$|据$|據$|[〔（(【](?:记者|記者|中央))"
)
# Only a line with one of these can be furniture.
_FURNITURE_HINT = re.compile(
    "[0-9０-９:：@版编編校责責扫星期周週禮礼〇一二三四五六七八九十]|[-—─━＝=_~～﹏*＊·.…•◆◇■□●○★☆※+＋|｜/／#▲△▼▽◎⊙]"
)


def furniture_reason(text: str, width: int, edge: bool) -> Reason | None:
    """The reason for which a closed line leaves the page, or None."""
    found = FURNITURE.fullmatch(text) if _FURNITURE_HINT.search(text) else None
    if found:
        row = next(row for row in cues.FURNITURE if re.fullmatch(row.pattern, text))
        if row.label == "date_line" and not edge and not _WEEKDAY.search(text):
            return None
        return cast(Reason, row.label)
    if edge and width <= 16 and MASTHEAD.fullmatch(text):
        return "masthead"
    return None


_WEEKDAY = re.compile(cues._WEEKDAY)


def fused_at(raw: str, text: str, width: int, following: list[int]) -> tuple[int, int] | None:
    """Where one printed line holds a headline and the start of the next text.

    ``following``: widths of the lines after it.  Out: (end of the left part, start of
    the right part) in ``raw``.  Certain where the right part opens with a dateline.
    Without one, only where the left part is a byline, or where the line is wider than
    the column that follows and what stands behind the gap fills that column.
    """
    for gap in _FUSED_GAP.finditer(raw):
        if DATELINE.match(raw, gap.end()) and close_up(raw[: gap.start()]):
            return gap.span()
    for gap in _GAP.finditer(raw):
        left = close_up(raw[: gap.start()])
        if not left or len(left) > 16 or DATELINE.match(left):
            break
        if len(text) > len(left) + 8 and _own_byline(left, left[0], 2 * len(left)):
            return gap.span()
    if len(following) < 2 or DATELINE.match(text):
        return None
    measure = max(following)
    if width <= measure + NEAR or measure < 16:
        return None
    for gap in _GAP.finditer(raw):
        left, right = close_up(raw[: gap.start()]), close_up(raw[gap.end() :])
        if _STOPS.search(left[:-1]) or len(left) < 3:
            return None
        if measure - 7 <= widths(right, [right])[0] <= measure + 2:
            return gap.span()
    return None
