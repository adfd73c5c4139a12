"""Text → lines, as columns of facts: one entry for each line that carries text.

Its closed text (no spaces among Han), its place, its printed width, the blank lines
and the indent before it, how it ends, its cue (`label`).  Lines that are page
furniture leave the columns here.  A line that fuses a headline with the start of the
next article is cut in two.  Nothing is decided about articles; `segment` does that.

Widths are in half-em units, as a printed line is: a Han character has two, a
Latin letter or digit one.  They cost no loop over characters, since UTF-8
spends three bytes on the one and one byte on the other: width = (bytes +
characters) / 2.  What can be told from a line's first or last character is told for
the whole page at once, and only the lines that this leaves are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate, chain, compress, count, islice, pairwise, repeat
from operator import add, itemgetter, ne, sub
from typing import TYPE_CHECKING, Any

from . import cues, words
from .byline import office_of
from .glyphs import GONE
from .habits import indent_habit, short_lines
from .label import (
    BYLINE_LAST,
    CAPTION,
    CLOSES_BYLINE,
    CREDIT_LAST,
    DATELINE,
    DATELINE_FIRST,
    FURNITURE_FIRST,
    FURNITURE_WORDS,
    JUMP,
    JUMP_CLOSES,
    LONGEST_DATELINE,
    OPENS_DATELINE,
    OPENS_PART,
    PAPER_DATELINE,
    SECTION_WIDTH,
    STROKED,
    cue_of,
    dateline_cue,
    furniture_reason,
    is_credited,
    is_section,
    is_signed,
    leads_in,
    may_be_byline,
    own_byline,
    part_cue,
    wrapped_byline_cue,
    wrapped_dateline_cue,
)
from .model import (
    BRACKET,
    COMMA,
    CREDITED,
    ENDING,
    MARK,
    NEAR,
    PLAIN,
    SEMICOLON,
    SIGNED,
    STAFF,
    STOP,
    Lines,
    Reason,
)
from .patterns import late
from .spacing import HELD, parts_columns

if TYPE_CHECKING:
    from .profile import Profile

SPACE = " \u3000"

EDGE = 6
"""Lines at either end of a page among which its furniture is looked for: masthead, folio, day, staff box and hotline."""


def close_up(soft: str) -> str:
    """Take out the spaces of a page, but for one between Latin words or columns of numbers.

    In and out: text with line feeds; code points vanish, lines do not.

        >>> close_up("融 媒 摄，共有 12 家\\nNew  York")
        '融媒摄，共有12家\\nNew York'
    """
    for space, gap in _LATIN_GAPS:
        if space in soft:
            soft = gap.sub(_hold, soft).replace(space, "")
    return soft.replace(GONE, "").replace(HELD, " ")


# Each opens with its literal, which makes the pass fast; a gap may mix the two.
_LATIN_GAPS = [
    (space, late(f"{space}(?<=[A-Za-z0-9]{space})[ \u3000]*(?=[A-Za-z0-9])"))
    for space in (" ", "\u3000")
]


def _hold(gap: re.Match[str]) -> str:
    """Mark the space of a gap that stays: any but one between the digits of a number."""
    text, at, end = gap.string, gap.start(), gap.end()
    if text[at - 1].isdigit() and text[end].isdigit() and not parts_columns(text, at, end):
        return ""
    return HELD


def widths(closed: str, lines: list[str]) -> list[int]:
    """Printed widths of a page's lines, in half ems.

    >>> widths("中文12\\n\\nAB", ["中文12", "", "AB"])
    [6, 0, 2]
    """
    octets = closed.encode("utf-8", "surrogatepass").split(b"\n")
    return [total >> 1 for total in map(add, map(len, octets), map(len, lines))]


def read_lines(
    soft: str, *, top: bool = True, bottom: bool = True, profile: Profile | None = None
) -> Lines:
    """Cut a page into the columns of `Lines`.

    ``soft``: the page after the repairs that keep its length.  ``top``, ``bottom``:
    whether it begins and ends where the printed page does; only there may a line be
    furniture of the kind that in mid-page is text (a bare date, a paper's name).
    ``profile``: rows that have the last word.
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
    out.first, out.last = list(map(itemgetter(0), out.text)), list(map(itemgetter(-1), out.text))
    out.ending = _endings(out)
    if closed is not soft and _has_margins(soft):
        _trim(out, kept)
    if GONE in soft:
        _controls(out, raws, wide)
    keep = _own_furniture(out, profile) if profile else frozenset()
    _take_furniture(
        out,
        soft,
        top,
        bottom,
        keep,
        EDGE if profile is None or profile.edge is None else profile.edge,
    )
    out.cuts = _cuts(out)
    if closed is not soft and _cut_fused(out, soft):
        out.cuts = _cuts(out)
    out.furniture.sort()
    _find_cues(out, soft)
    out.short = short_lines(out)
    out.set_in = indent_habit(out)
    if profile:
        _own_cues(out, profile)
    return out


def _has_margins(soft: str) -> bool:
    """Whether any line begins or ends with white space."""
    if soft[0] in SPACE or soft[-1] in SPACE:
        return True
    return any(f"\n{space}" in soft or f"{space}\n" in soft for space in SPACE)


def _endings(lines: Lines) -> bytearray:
    out = bytearray(map(ENDING.get, lines.last, repeat(0)))
    for found in _CLOSING.finditer(out):
        i = found.start()
        if lines.text[i][-2:-1] in _FULL:
            out[i] += 2  # MARK_STOP, BRACKET_STOP
    return out


_CLOSING = late(bytes([ord("["), MARK, BRACKET, ord("]")]))
_FULL = frozenset("。！？…")


def _cuts(lines: Lines) -> list[int]:
    width, gap = lines.width, lines.gap
    changes = compress(count(1), map(ne, width, width[1:]))
    out = {i for i in changes if not -NEAR <= width[i - 1] - width[i] <= NEAR}
    out.update(compress(count(), gap))
    out.discard(0)
    return sorted(out)


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
    out = {*lines.cuts, *map((-1).__add__, lines.cuts)}
    out.update(range(min(EDGE, n)), range(max(0, n - EDGE), n))
    return out


# --- furniture -----------------------------------------------------------------


def _own_furniture(lines: Lines, profile: Profile) -> frozenset[int]:
    """Take out what a profile says is furniture; the lines that it says are text."""
    reasons = {i: profile.reason_of(line) for i, line in enumerate(lines.text)}
    gone = {i: reason for i, reason in reasons.items() if reason}
    if gone:
        _take(lines, gone)
    return frozenset(i for i, line in enumerate(lines.text) if profile.is_text(line))


def _own_cues(lines: Lines, profile: Profile) -> None:
    """The cues of the lines that a profile knows."""
    for i, line in enumerate(lines.text):
        found = profile.dateline_of(line)
        if profile.is_text(line):
            lines.cue[i] = PLAIN
        elif found:
            lines.cue[i] = dateline_cue(found)
        elif profile.byline_of(line) is not None:
            lines.cue[i] = SIGNED
            lines.own.add(i)


def _take_furniture(
    lines: Lines, soft: str, top: bool, bottom: bool, keep: frozenset[int], edge: int
) -> None:
    """Take the furniture out of the columns, and the jump lines; not the lines to ``keep``."""
    n, text, width, ending = len(lines.text), lines.text, lines.width, lines.ending
    first, last = edge if top else 0, n - (edge if bottom else 0)
    spots = {
        bisect_right(lines.start, found.end() - 1) - 1
        for literal, pattern in _FURNITURE_SPOTS
        if literal in soft
        for found in pattern.finditer(soft)
    }
    spots.update(range(min(edge, n)), range(max(0, n - edge), n))
    likely = {*_spots(_FURNITURE_OPENS, "".join(lines.first))}
    likely.update(_lines_with(FURNITURE_WORDS, lines, soft))
    likely.update(compress(count(), map(SECTION_WIDTH.__ge__, width)))
    likely.update(range(min(first, n)), range(max(last, 0), n))
    gone: dict[int, Reason] = {}
    jumps: list[tuple[int, str, str]] = []
    for i in sorted(likely.union(_spots(JUMP_CLOSES, "".join(lines.last)))):
        if (
            i in keep
            or width[i] > WIDEST
            or ending[i] in _SENTENCE
            or not (i in spots or _is_loose(lines, i))
        ):
            continue
        reason = (
            furniture_reason(text[i], width[i], i < first or i >= last) if i in likely else None
        )
        if reason is None and width[i] <= SECTION_WIDTH:
            reason = _section(lines, i, i < first or i >= last, gone)
        jump = None if reason else JUMP.fullmatch(text[i])
        if reason:
            gone[i] = reason
        elif jump:
            gone[i] = "jump_line"
            jumps.append((i, jump.lastgroup or "", jump[1]))
    if gone:
        left = list(islice((i for i in range(n) if i not in gone), 2))
        if left and _is_section(left[0], left[1] if len(left) > 1 else n, lines, gone):
            gone[left[0]] = "section"
        _take(lines, gone)
        order = sorted(gone)
        lines.jumps = [(i - bisect_left(order, i), way, page) for i, way, page in jumps]


WIDEST = 100
"""Half ems of the longest line of furniture: who publishes, the number, the day and the extent in one."""


def _is_section(i: int, following: int, lines: Lines, gone: dict[int, Reason]) -> bool:
    """Whether the first line that is left is a page's name between its folio and its date."""
    return (
        _SECTION.fullmatch(lines.text[i]) is not None
        and any(k < i for k in gone)
        and any(i < k < following for k in gone)
    )


def _section(lines: Lines, i: int, edge: bool, gone: dict[int, Reason]) -> Reason | None:
    """The reason "section" where a line names one, by what stands around it."""
    n, gap = len(lines.text), lines.gap
    above = not i or gap[i] > 0 or i - 1 in gone
    alone = above and (edge or i + 1 >= n or gap[i + 1] > 0)
    open_above = not above and lines.text[i - 1][-1] not in _ENDS
    named = is_section(lines.text[i], open_above=open_above, alone=alone)
    return "section" if named else None


_ENDS = "。！？!?…”』」’》）)〉】〕"


def _is_loose(lines: Lines, i: int) -> bool:
    """Whether a line does not go on in the column of the line above, or the one below does not in its own."""
    gap, width = lines.gap, lines.width
    if not i or gap[i] or not -NEAR <= width[i - 1] - width[i] <= NEAR or i + 1 == len(gap):
        return True
    return gap[i + 1] > 0 or not -NEAR <= width[i + 1] - width[i] <= NEAR


_START = re.Match.start


def _spots(pattern: re.Pattern[str], characters: str) -> Iterable[int]:
    return map(_START, pattern.finditer(characters))


def _lines_with(words: Iterable[str], lines: Lines, soft: str) -> Iterable[int]:
    """The lines in which one of some words begins."""
    for word in words:
        at = soft.find(word)
        while at >= 0:
            if (line := bisect_right(lines.start, at) - 1) >= 0:
                yield line
            at = soft.find(word, at + 1)


_FURNITURE_OPENS = late(f"[{re.escape(''.join(sorted(FURNITURE_FIRST)))}]")
_SENTENCE = frozenset((STOP, COMMA, SEMICOLON))  # what ends so is a sentence, not furniture


def _take(lines: Lines, gone: dict[int, Reason]) -> None:
    """Take lines out of the columns into the furniture; a gap before one is the next line's."""
    gap, n = lines.gap, len(lines.text)
    order = sorted(gone)
    for i in order:
        lines.furniture.append((lines.start[i], lines.end[i], gone[i]))
        if i + 1 < n and gap[i] > gap[i + 1]:
            gap[i + 1] = gap[i]
    left = [slice(a + 1, b) for a, b in pairwise((-1, *order, n)) if a + 1 < b]
    columns: tuple[list[Any], ...] = (
        *(lines.text, lines.first, lines.last, lines.fused),
        *(lines.width, lines.start, lines.end, lines.gap, lines.indent),
    )
    for column in columns:
        column[:] = chain.from_iterable(map(column.__getitem__, left))
    lines.ending = bytearray().join(map(lines.ending.__getitem__, left))


# Where furniture may stand inside a column stretch: drawing order puts it anywhere on the page.
# Each pattern opens with its literal, and runs only where the page has that.
_FURNITURE_SPOTS = [
    (literal, late(literal + rest))
    for literal, rest in (
        *((word, "[一二三四五六日天]") for word in ("星期", "礼拜", "周", "禮拜", "週")),
        ("责", "(?:任编辑|编)"),
        ("校对", ""),
        ("\n", "[A-D][0-9]{2}"),
    )
]
_SECTION = late(f"(?:{cues.HAN}|[·.]){{2,8}}")


# --- two on one line -----------------------------------------------------------

# A gap behind which a dateline may open.  Each pattern starts with its literal.
_FUSED_GAPS = [
    (
        space,
        late(
            f"{space}(?<=[^\\s]{space})[ \u3000]*(?=[{re.escape(''.join(sorted(DATELINE_FIRST)))}])"
        ),
    )
    for space in (" ", "\u3000")
]
_GAP = late("[ \u3000](?<=[^ \u3000][ \u3000])[ \u3000]*(?=[^ \u3000])")
_STOPS = late("[。；！？]")
_LEADS_NAME = tuple(word for word in words.SIGNING if word[-1] in "者员員人生")


def _cut_fused(lines: Lines, soft: str) -> bool:
    """Cut the lines that hold two (`fused_at`), from the last, so that indices stay true.  Out: whether any was."""
    spaced = _spaced(lines, soft)
    if not spaced:
        return False
    spots = {bisect_right(lines.start, at) - 1 for at, _ in _dated_gaps(soft)}
    spots.update(
        i for i in spaced if _is_loose(lines, i) or i < EDGE or i >= len(lines.text) - EDGE
    )
    any_cut = False
    for i in sorted(spaced & spots, reverse=True):
        start, end = lines.start[i], lines.end[i]
        raw = soft[start:end]
        cut = fused_at(raw, lines.text[i], lines.width[i], lines.width[i + 1 : i + 4])
        cut = cut or captioned_at(raw, _stretch(lines, i + 1, i + 1 + CAPTION_LINES))
        if not cut:
            continue
        any_cut = True
        left, right = close_up(soft[start : start + cut[0]]), close_up(soft[start + cut[1] : end])
        lines.text[i : i + 1] = [left, right]
        lines.width[i : i + 1] = [*widths(left, [left]), *widths(right, [right])]
        lines.start[i : i + 1] = [start, start + cut[1]]
        lines.end[i : i + 1] = [start + cut[0], end]
        lines.gap[i : i + 1] = [lines.gap[i], 0]
        lines.indent[i : i + 1] = [lines.indent[i], 0]
        lines.fused[i : i + 1] = [False, True]
        lines.first[i : i + 1] = [left[0], right[0]]
        lines.last[i : i + 1] = [left[-1], right[-1]]
    if any_cut:
        lines.ending = _endings(lines)
    return any_cut


FEW = 64
"""Spaces that are looked up one by one; where a page has more, its lines are."""


def _spaced(lines: Lines, soft: str) -> set[int]:
    """The lines that have a space between their first and last character."""
    if soft.count(" ") + soft.count("\u3000") <= FEW:
        found = {*_lines_with(SPACE, lines, soft)}
        return {
            i
            for i in found
            if lines.end[i] - lines.start[i] != len(lines.text[i]) or " " in lines.text[i]
        }
    slack = map(sub, map(sub, lines.end, lines.start), map(len, lines.text))
    out = {*compress(count(), slack)}
    out.update(i for i, text in enumerate(lines.text) if " " in text)
    return out


def _dated_gaps(soft: str) -> Iterable[tuple[int, int]]:
    """The gaps within lines behind which a dateline opens."""
    for space, pattern in _FUSED_GAPS:
        if space in soft:
            for gap in pattern.finditer(soft):
                if DATELINE.match(soft[gap.end() : gap.end() + LONGEST_DATELINE]):
                    yield gap.span()


def fused_at(raw: str, text: str, width: int, following: list[int]) -> tuple[int, int] | None:
    """Where one printed line holds a headline and the start of the next text.

    ``following``: widths of the lines after it.  Out: (end of the left part, start of
    the right part) in ``raw``.  Certain where the right part opens with a dateline.
    Without one, only where the left part is a byline, or where the line is wider than
    the column that follows and what stands behind the gap fills that column.
    """
    for start, behind in sorted(_dated_gaps(raw)):
        left = close_up(raw[:start])
        if left and left.count("（") <= left.count("）"):  # an agency in a bracket opens nothing
            return start, behind
    if text[0] in DATELINE_FIRST and DATELINE.match(text):
        return None
    if own_byline(text, text[0], width):
        return None
    for gap in _GAP.finditer(raw):
        left = close_up(raw[: gap.start()])
        if not left or len(left) > 16:
            break
        if left.endswith(_LEADS_NAME):
            continue  # the name stands behind the gap
        if len(text) > len(left) + 8 and _signs(left):
            return gap.span()
    if len(following) < 2:
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


def _signs(left: str) -> bool:
    """Whether what stands before a gap is a byline for sure: a title and a name are also what a sentence says."""
    return own_byline(left, left[0], 2 * len(left)) != 0 and office_of(left) is None


CAPTION_LINES = 2
"""Lines below its first within which a caption on a headline's line has to be signed: it is short, or it is none."""


def _stretch(lines: Lines, first: int, behind: int) -> list[str]:
    """The texts of some lines, up to the first blank one."""
    behind = min(behind, len(lines.text))
    stop = next((i for i in range(first, behind) if lines.gap[i]), behind)
    return lines.text[first:stop]


def captioned_at(raw: str, following: list[str]) -> tuple[int, int] | None:
    """Where one printed line holds a headline and a picture's caption.

    So extractors leave a picture that stands beside a headline.  ``following``: the closed lines
    after it.  Out: as for `fused_at`.  A caption opens with 图为, or with a day and is signed soon.
    """
    if not _SHOWS.search(raw) or DATELINE.match(close_up(raw)):
        return None
    for gap in _SHOWN_GAP.finditer(raw):
        if _PAUSES.search(raw, 0, gap.start()):
            return None
        left = close_up(raw[: gap.start()])
        right = close_up(raw[gap.end() :])
        opener = CAPTION.match(right)
        if (
            opener
            and len(left) >= SHORTEST_HEAD
            and left[-1] != "年"
            and len(right) >= 2 * len(opener[0]) + 2
        ):
            shown = opener[0][0] in "图圖"
            grown = accumulate(following, add, initial=right)
            if shown or any(map(is_signed, grown)):
                return gap.span()
    return None


SHORTEST_HEAD = 4
"""Characters that the last line of a headline has, where a caption shares it."""

_SHOWS = late("[图圖日昨今]")  # one of these is in what opens a caption
_SHOWN_GAP = late(
    "[ \u3000](?<=[^ \u3000][ \u3000])[ \u3000]*(?=[图圖左右上下日近昨今0-9０-９〇一二三四五六七八九十廿卅○lIO'’])"
)
_PAUSES = late("[。；！？，：、.,;:]")


# --- cues ----------------------------------------------------------------------


def _find_cues(lines: Lines, soft: str) -> None:
    """Fill ``cue`` and ``ended``: only where a cue can matter is a line looked at."""
    text, width, ending = lines.text, lines.width, lines.ending
    n = len(text)
    lines.ended = [found.end() for found in _ENDED.finditer(ending, 0, max(n - 1, 0))]
    firsts, lasts = "".join(lines.first), "".join(lines.last)
    cue = lines.cue = [PLAIN] * n
    near = {*_loose(lines), *lines.ended}
    near.update(_spots(OPENS_DATELINE, firsts), _spots(CLOSES_BYLINE, lasts))
    for i in near.intersection(_spots(OPENS_PART, firsts)):
        cue[i] = part_cue(text[i])
    papers = {*_lines_with(PAPER_DATELINE, lines, soft)}
    for i in near:
        line, last = text[i], lasts[i]
        if firsts[i] in DATELINE_FIRST or last in BYLINE_LAST or i in papers:
            pass
        elif last == "。":
            if line[-2:-1] not in BYLINE_LAST:
                continue
        elif last in "，、；" or (width[i] > 26 and not may_be_byline(line, width[i])):
            continue
        found = cue_of(line, width[i])
        slashed = found == STAFF and line.startswith(STROKED)
        if i + 1 < n and (slashed or (not found and firsts[i] in DATELINE_FIRST)):
            found = wrapped_dateline_cue(line, text[i + 1], width[i]) or found
        if found == STAFF and i + 1 < n and leads_in(line, text[i + 1]):
            found = PLAIN
        if (
            i
            and width[i] <= 8
            and (last in CREDIT_LAST or (last in BYLINE_LAST and lines.gap[i]))
            and is_credited(text[i - 1][-8:] + line)
        ):
            found = CREDITED  # 林某\n某摄
        if not found and i and last in "）)〉":
            found = wrapped_byline_cue(text[i - 1], line)
        if found:
            cue[i] = found


_ENDED = late(b"[\x01-\x06]")  # STOP to BRACKET_STOP
