"""Lines → units: the lines whose part has to be decided, and what is seen of each.

Most lines of a page need no decision: inside a column of equal widths, with no gap, indent
or cue, a line is body.  What is left are the units.  `observe` tells what is seen of each of
them and of what stands around it, as a handful of small categories; what each is worth is
for `weights` to say, and what follows from all of them for `segment`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from . import words
from .habits import INDENT, cue_habits, gap_habit, is_set_in
from .measures import Measures, columns, has_marks, measures, relation
from .model import (
    BRACKET,
    BRACKET_STOP,
    CAPTIONED,
    COLON,
    COMMA,
    CREDITED,
    CRY,
    DATED,
    DOT,
    MARK,
    MARK_STOP,
    NAMES,
    NEAR,
    NUMBER,
    PLAIN,
    SEMICOLON,
    SIGNED,
    STAFF,
    STOP,
    TAIL1,
    TAIL2,
    TAIL3,
    UNDATED,
    Lines,
)
from .patterns import late
from .wording import WHEN, Pairs, leads_on, opening, rhythm_of, share


def inside(text: str) -> int:
    """Marks before the last character: 0 none, 1 a pause, 2 a sentence's end."""
    body = text[:-1]
    if "。" in body or "！" in body or "？" in body or "；" in body:
        return 2
    return 1 if "，" in body or "、" in body or "：" in body or "," in body else 0


def bin_of(value: float, edges: tuple[float, ...]) -> int:
    return bisect_left(edges, value)


LEAD = 160
"""Code points of an article's beginning that its headline is compared with."""

HEAD = 400
"""Code points of a headline's lines that are compared; eight lines of a broad column have fewer."""

PAGE = 1 << 20
"""More code points than a window has: all of some lines."""

_OVERLAP = (-0.45, -0.2, -0.05, 0.05, 0.2, 0.45)
_COHESION = (0.04, 0.08, 0.12, 0.17, 0.25)
_SINCE = (3, 6, 12, 24)
"""Lines since the last dateline or head: the fewer there are, the fewer pairs can be shared with them."""
_UNTIL = (1, 2, 3, 7, 14, 28)
"""Lines to the next dateline or head: two or three are a caption, or the end of a text."""
_EVIDENCE = (-3.0, -1.6, -0.8, -0.3, 0.3, 0.8, 1.6, 3.0)
WIDTHS = (8, 12, 16, 22, 30, 40, 56)
"""Half ems at which the classes of a line's width part."""

_NOT_HEAD = frozenset((DATED, UNDATED, SIGNED, STAFF, CREDITED, TAIL1, TAIL2, TAIL3))
_TAILS = frozenset((SIGNED, CREDITED, TAIL3, TAIL2, TAIL1))
_SIGNING = frozenset((SIGNED, STAFF, NAMES))
# What stands below a line that signs, of which the sign "signs" makes a number.
_SEEN_BELOW = {DATED: 1, UNDATED: 2, CAPTIONED: 3, SIGNED: 4, STAFF: 4, NAMES: 4}
_QUIET = frozenset((PLAIN, NUMBER, CAPTIONED))
ENDS = frozenset((STOP, CRY, MARK, BRACKET, MARK_STOP, BRACKET_STOP))
"""The endings of a line that ends a sentence or closes a bracket."""

ENDING_CLASS = dict.fromkeys(range(DOT + 1), 0) | {
    STOP: 1,
    DOT: 1,
    CRY: 2,
    MARK: 3,
    BRACKET: 3,
    COMMA: 4,
    SEMICOLON: 4,
    COLON: 5,
    MARK_STOP: 6,
    BRACKET_STOP: 6,
}
"""What the weights know a line's ending by."""

MARKED = 12
"""A byline on a line of its own that a mark or a stroke makes sure: □李明, 文/李明; counts as a cue."""

Key = tuple[object, ...]
Code = tuple[int, ...]


class Seen(NamedTuple):
    """What is seen around a line of a head, or around a seam without one.

    ``lean``, ``own_lean``: whether the head, and its line, shares more words with the text above or
    below.  ``cohesion``: of those two texts; 10 more at a seam.  ``many``, ``ordinal``: lines of the head,
    and the place among them.  ``rhythm``: how much the head reads like prose, or `DATELESS`.
    ``since``, ``until``: how far back the text above begins, and how far on the next one.
    """

    lean: int = 9
    own_lean: int = 9
    cohesion: int = 9
    many: int = 9
    ordinal: int = 9
    rhythm: int = 99
    since: int = 0
    until: int = 0


@dataclass(slots=True)
class Observed:
    """What is seen of a page's units.

    ``units``: line numbers.  ``emit``, ``link``: for each unit its codes, of which `emit_keys` and
    `link_keys` make the keys of the fitted tables.  ``barred``: for a line the parts that it
    cannot play, whatever the tables say; lines that are no units are not asked.  ``joined``: the
    lines that open with the second half of a word.
    """

    units: list[int] = field(default_factory=list)
    emit: list[Code] = field(default_factory=list)
    link: list[Code] = field(default_factory=list)
    barred: dict[int, set[int]] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)


def observe(lines: Lines) -> Observed:
    """The units of a page and what is seen of each."""
    out = Observed()
    if not lines.text:
        return out
    stretches = columns(lines)
    size = measures(stretches)
    watched = _watched(lines, stretches)
    heads: set[int] = set()
    for i in watched:
        if lines.ending[i] not in _NO_HEAD_ENDS and _is_headlike(i, lines, size, heads):
            heads.add(i)
    likely = frozenset(heads)
    even = _even_heads(watched, lines, likely)
    if even:
        heads |= even
        watched = sorted({*watched, *even, *(i + 1 for i in even)})
    credits = _credits(lines)
    units = _units(watched, lines, size, heads, credits)
    pairs = Pairs(lines.text)
    groups, evidence = _groups(lines, pairs, heads, likely)
    groups |= _seams(units, lines, pairs, heads)
    habits = gap_habit(lines), lines.set_in, *cue_habits(lines)
    nothing = Seen()
    for i in units:
        seen = groups.get(i, nothing)
        kind = 0 if i not in heads else 1 if i in likely else 2
        emit, link = _see(i, lines, size, kind, heads, seen, evidence, habits, credits.get(i, 0))
        out.emit.append(emit)
        out.link.append(link)
    out.units = units
    return out


_NO_HEAD_ENDS = frozenset((STOP, SEMICOLON, COMMA))


def _watched(lines: Lines, stretches: list[tuple[int, int, int]]) -> list[int]:
    """Lines that could be more than the next line of a column."""
    watched = {0, *lines.ended}
    for start, end, measure in stretches:
        watched.add(start)
        if not measure and end - start > 1:
            watched.update(range(start, end))
    for found in _CUED.finditer(bytes(lines.cue)):
        watched.add(found.start())
        watched.add(found.end())
    if True in lines.fused:
        watched.update(i for i, fused in enumerate(lines.fused) if fused)
    watched.discard(len(lines.text))
    return sorted(watched)


_CUED = late(bytes([ord("["), ord("^"), *sorted(_QUIET), ord("]")]), re.DOTALL)


def _is_headlike(i: int, lines: Lines, size: Measures, heads: set[int]) -> bool:
    """Whether a line that does not end a sentence could be of a head: short, and not set as body goes on.

    ``heads``: the lines above it that could.
    """
    text, width, cue, gap = lines.text, lines.width, lines.cue, lines.gap
    line, w = text[i], width[i]
    if w > 68 or cue[i] in _NOT_HEAD or "。" in line or _opens_set_in(i, lines):
        return False
    if i and i - 1 not in heads and lines.ending[i - 1] not in ENDS and cue[i - 1] in _QUIET:
        own = size.own(i)
        if (own and size.own(i - 1) == own) or -NEAR <= w - width[i - 1] <= NEAR:
            return False
        if own and not gap[i] and size.before(i) == own == size.after(i):
            return False
    if i + 1 < len(text) and not gap[i + 1] and cue[i + 1] in _QUIET and not lines.fused[i + 1]:
        below = size.own(i + 1)
        if not below and has_marks(text[i + 1 : i + 2]):
            above = size.before(i + 1)
            below = above if -NEAR <= width[i + 1] - above <= NEAR else 0
        if below and below - 6 <= w + min(lines.indent[i], 6) <= below + NEAR:
            # Full width, no indent, no mark, behind a finished sentence: no paragraph opens so.
            return bool(
                w >= below - 2
                and lines.indent[i] < 2
                and i
                and lines.ending[i - 1] in ENDS
                and not PAUSE.search(line)
            )
    return True


def _opens_set_in(i: int, lines: Lines) -> bool:
    """Whether a line and the one below are a paragraph's first two: set in by two characters, and flush and as much wider."""
    width, indent = lines.width, lines.indent
    return (
        2 <= indent[i] <= INDENT
        and i + 1 < len(width)
        and not lines.gap[i + 1]
        and not indent[i + 1]
        and width[i + 1] >= NARROWEST
        and -NEAR <= width[i] + indent[i] - width[i + 1] <= NEAR
        and PAUSE.search(lines.text[i] + lines.text[i + 1]) is not None
    )


NARROWEST = 16
"""Half ems of the narrowest column of text; narrower lines are of a headline set in blocks."""

PAUSE = late("[，、；：,]")


def _even_heads(watched: list[int], lines: Lines, likely: frozenset[int]) -> set[int]:
    """Lines as wide as their column that could be of a head all the same.

    Behind a finished sentence or another line of a head, one to three lines without a full
    stop, the last without any mark at its end, and then a seam: a blank line, an indent, a cue,
    or a line that is short of its column by an indent.  So stand the headlines of papers that
    set them over one column, and the second lines of headlines as wide as their column.
    """
    text, width, gap, indent, cue = lines.text, lines.width, lines.gap, lines.indent, lines.cue
    n, ending, out = len(text), lines.ending, set[int]()
    for i in watched:
        if i and not gap[i] and ending[i - 1] not in ENDS and i - 1 not in likely:
            continue
        j = i
        while j < n and j - i < 4 and cue[j] in _QUIET and width[j] <= 68 and "。" not in text[j]:
            if j > i and (
                gap[j]
                or indent[j] >= 2
                or not -SHORTER <= width[j] - width[i] <= NEAR
                or j in lines.short
            ):
                break
            j += 1
        if j == i or j - i > 3 or j >= n or ending[j - 1] in _NO_EVEN_ENDS:
            continue
        if j - i == 1 and (i in likely or PAUSE.search(text[i])):
            continue
        if gap[j] or indent[j] >= 2 or cue[j] not in _QUIET or j in lines.short:
            out.update(range(i, j))
    return out - likely


_NO_EVEN_ENDS = frozenset((STOP, DOT, SEMICOLON, COMMA, COLON))
SHORTER = 8
"""Half ems by which the later lines of a headline may be shorter than its first."""


def _units(
    watched: list[int], lines: Lines, size: Measures, heads: set[int], credits: dict[int, int]
) -> list[int]:
    """The lines whose part has to be decided; all others are body."""
    cue, gap, ending, out = lines.cue, lines.gap, lines.ending, []
    for i in watched:
        if (
            not i
            or i in heads
            or i - 1 in heads
            or lines.fused[i]
            or cue[i] not in _QUIET
            or cue[i - 1] not in _QUIET
        ):
            out.append(i)
        elif not gap[i] and ending[i - 1] not in ENDS:
            continue
        elif cue[i] == CAPTIONED or gap[i] > 1 or i in credits:
            out.append(i)
        else:
            own, above = size.own(i) or size.after(i), size.before(i)
            if not own or not above or not -NEAR <= own - above <= NEAR:
                out.append(i)
    return out


def _credits(lines: Lines) -> dict[int, int]:
    """How many lines on, counted from 1, a photo credit closes the piece; for the lines where one does."""
    out: dict[int, int] = {}
    if CREDITED in lines.cue:
        for k in [k for k, cue in enumerate(lines.cue) if cue == CREDITED]:
            for i in range(k, max(k - 6, -1), -1):
                out.setdefault(i, k - i + 1)
                if lines.gap[i]:
                    break
    return out


def _groups(
    lines: Lines, pairs: Pairs, heads: set[int], likely: frozenset[int]
) -> tuple[dict[int, Seen], int]:
    """What is `Seen` of each line of a head, and the class of the page's evidence on where headlines stand."""
    text, gap, cue = lines.text, lines.gap, lines.cue
    out: dict[int, Seen] = {}
    n, balance, lead_from = len(cue), 0.0, 0
    dated = [found.start() for found in _DATED.finditer(bytes(cue))]
    order = sorted(heads)
    at = 0
    while at < len(order):
        i = order[at]
        j = i + 1
        while j in heads and j - i < 8 and gap[j] <= 1:
            j += 1
        at += j - i
        last = bisect_left(dated, i) - 1
        if last >= 0 and dated[last] > lead_from:
            lead_from = dated[last]
        head = {*pairs.of(i, j, HEAD)}
        past = {*pairs.of(lead_from, min(i, lead_from + 12), LEAD)}
        coming = {*pairs.of(j, min(n, j + 12), LEAD)}
        behind, ahead = share(head, past), share(head, coming)
        lean = bin_of(ahead - behind, _OVERLAP)
        cohesion = since = 0
        if j < n and lead_from < i and cue[j] not in (DATED, UNDATED):
            near = {*pairs.of(j, min(n, j + 5), 80)}
            kin = share(near, pairs.of(max(lead_from, i - FAR), i, PAGE))
            cohesion = 1 + bin_of(kin, _COHESION)
            since = 1 + bin_of(i - lead_from, _SINCE)
        rhythm = rhythm_of(text[i:j])
        following = min(_behind(j - 1, order, n), _behind(j, dated, n))
        until = 1 + bin_of(following - j, _UNTIL)
        for k in range(i, j):
            own = lean
            if j - i > 1:
                line = {*pairs.of(k, k + 1, HEAD)}
                own = bin_of(share(line, coming) - share(line, past), _OVERLAP)
            out[k] = Seen(lean, own, cohesion, min(j - i, 6), k - i, rhythm, since, until)
        if i in likely and j - i <= 5 and max(behind, ahead) > 0.15:
            balance += max(-1.0, min(1.0, (ahead - behind) * 2))
        if i == 0:
            balance += 0.7
        if j == n or lines.fused[j]:
            balance -= 0.7
        lead_from = j
    return out, bin_of(balance, _EVIDENCE)


def _behind(i: int, lines: list[int], last: int) -> int:
    """The next of some lines in order behind a line, or ``last``."""
    k = bisect_right(lines, i)
    return lines[k] if k < len(lines) else last


_DATED = late(bytes([ord("["), DATED, UNDATED, ord("]")]))


def _seams(units: list[int], lines: Lines, pairs: Pairs, heads: set[int]) -> dict[int, Seen]:
    """For each seam without a head, the cohesion around it: where the subject changes, an article may begin."""
    text, gap, cue, ending, n = lines.text, lines.gap, lines.cue, lines.ending, len(lines.text)
    out: dict[int, Seen] = {}
    marked = sorted(heads.union(found.start() for found in _DATED.finditer(bytes(cue))))
    since = 0
    for i in units:
        if i in heads:
            since = i + 1
        elif cue[i] in (DATED, UNDATED):
            since = i
        elif i - since >= 2 and (gap[i] or ending[i - 1] in ENDS):
            near = {*pairs.of(i, min(n, i + 6), 120)}
            kin = share(near, pairs.of(max(since, i - FAR), i, PAGE))
            when = WHEN.search("".join(text[i : i + 3])[:NEWS]) is not None
            following = _behind(i, marked, n)
            back, on = 1 + bin_of(i - since, _SINCE), 1 + bin_of(following - i, _UNTIL)
            out[i] = Seen(
                cohesion=10 + bin_of(kin, _COHESION), rhythm=DATELESS + when, since=back, until=on
            )
    return out


DATELESS = 90
"""Stands for the rhythm of a head where there is none: one more where the line says when, as news leads do."""

NEWS = 60
"""Code points in which a news lead says when."""

FAR = 30
"""Lines before a seam that the coming ones are compared with."""


def _see(
    i: int,
    lines: Lines,
    size: Measures,
    h: int,
    heads: set[int],
    seen: Seen,
    evidence: int,
    habits: tuple[int, int, int, int],
    credit: int,
) -> tuple[Code, Code]:
    """What is seen of one unit, and of the step from the unit before, as codes of small numbers.

    ``h``: 1 for a line that is likely of a head, 2 for one of `_even_heads`, 0 for all others;
    ``heads``: all lines of either.
    """
    text, width, gap, indent, cue = lines.text, lines.width, lines.gap, lines.indent, lines.cue
    n, line, w, c = len(text), text[i], width[i], cue[i]
    if c in (STAFF, NAMES) and (not line[0].isalpha() or line[1:2] in "/／╱"):
        c = MARKED
    lean, own_lean, cohesion, many, ordinal, rhythm, since, until = seen
    own, above, below = size.own(i), size.before(i), size.after(i)
    e, ins = ENDING_CLASS[lines.ending[i]], inside(line)
    relb, rela = relation(w, indent[i], above), relation(w, indent[i], below)
    rel = relation(w, indent[i], own) if own else 0
    gb = min(gap[i], 2)
    ga = min(gap[i + 1], 2) if i + 1 < n else 3
    pe, prel, pc = 7, 7, 20
    if i:
        pe = ENDING_CLASS[lines.ending[i - 1]]
        near = size.own(i - 1) or size.before(i - 1) or size.after(i - 1)
        prel = relation(width[i - 1], indent[i - 1], near)
        pc = cue[i - 1]
    nc, nrel, nind, nfused = 20, 7, 0, False
    if i + 1 < n:
        nc = cue[i + 1]
        nrel = relation(width[i + 1], indent[i + 1], size.after(i + 1) or size.own(i + 1))
        nind = min(indent[i + 1], 9) // 2
        nfused = lines.fused[i + 1]
    ind = min(indent[i], 9) // 2
    wl = bin_of(w, WIDTHS)
    shift = 6
    if i and (gb or lines.ending[i - 1] in ENDS):
        column = own or below
        shift = bin_of(column - above, (-8, -3, 3, 8)) if above and column else 5
    sw = bin_of(w - width[i - 1], (-5, -1, 1, 5)) if h and i - 1 in heads else 5
    quote = line[0] in "“‘「『《（(—●◆■▲◎"
    spaced = h > 0 and lines.end[i] - lines.start[i] >= 2 * len(line) - 1 > 4
    place = min(i, 3) * 4 + min(n - 1 - i, 3)
    lead, tail = opening(line), line[-1] in words.OPEN_TAILS
    nlead = opening(text[i + 1]) if h and i + 1 < n else 0
    ptail = i > 0 and text[i - 1][-1] in words.OPEN_TAILS
    tie = leads_on(text[i - 1], line) if h and i - 1 in heads else 0
    set_in = is_set_in(i, lines)
    nset_in = i + 1 < n and is_set_in(i + 1, lines)
    signs = 0
    if cue[i] in _SIGNING:
        signs = 1 if i + 1 == n else 2 if i + 1 in heads else 3 + _SEEN_BELOW.get(nc, 0)
    plain = min(len(words.FUNCTION_WORDS.intersection(line)), 4) if h else 9
    return (
        c, gb, ga, h, rel, rela, relb, own > 0, e, ins, wl, pe, prel, pc, nc, nrel, nind, ind, lines.fused[i], nfused,
        lean, own_lean, cohesion, many, ordinal, credit, shift, place, spaced, quote, evidence if h else 9, *habits, set_in, nset_in,
        lead, nlead, tail, ptail, plain, rhythm, signs, since, until,
    ), (gb, pe, pc, c, prel, sw, tie)  # fmt: skip


def emit_keys(code: Code) -> tuple[Key, ...]:
    """The rows of the table EMIT that a unit's code adds up."""
    (c, gb, ga, h, rel, rela, relb, run, e, ins, wl, pe, prel, pc, nc, nrel, nind, ind, fused, nfused,
     lean, own_lean, cohesion, many, ordinal, credit, shift, place, spaced, quote, evidence, habit, indents, dates, signed, set_in, nset_in,
     lead, nlead, tail, ptail, plain, rhythm, signs, since, until) = code  # fmt: skip
    return (
        ("cue", c, gb > 0),
        ("cue_rel", c, rel + 6 if run else rela),
        ("end_in", e, ins, wl),
        ("relb", relb, e, ins),
        ("rela", rela, e, ins),
        ("own", rel, e),
        ("gaps", gb, ga, h),
        ("prev", pe, prel, gb > 0),
        ("pcue", pc, gb > 0),
        ("ncue", nc, ga > 0, h),
        ("nrel", nrel, ga > 0, h),
        ("nind", nind, ind, h),
        ("fused", fused, nfused),
        ("ov", lean, many),
        ("ovl", own_lean),
        ("coh", cohesion, since),
        ("until", until, h, gb > 0),
        ("ord", ordinal, many),
        ("credit", credit, gb > 0),
        ("shift", shift, h, gb > 0),
        ("signed", pc if pc in _TAILS else 0, gb > 0, rel if run else rela),
        ("pos", place >> 2, place & 3),
        ("spaced", spaced),
        ("wl_h", wl, h),
        ("quote", quote, h),
        ("pe_e", pe, e, gb > 0, ga > 0),
        ("evid", evidence),
        ("habit", habit, gb > 0, h, pe in (0, 4)),
        ("dates", 9 if h else dates, c in (DATED, UNDATED), gb > 0),
        ("signed_at", 9 if h else signed, pc in _TAILS, gb > 0),
        ("set_in", indents, set_in, pe in (0, 4), gb > 0, h),
        ("nset_in", indents, set_in, nset_in, e in (0, 4), h),
        ("evidov", evidence // 3, lean),
        ("lead", lead, pe in (0, 4), gb > 0, h),
        ("nlead", nlead, ga > 0, h),
        ("tail", tail, e == 0, h),
        ("ptail", ptail, pe == 0, gb > 0),
        ("plain", plain, e, min(wl, 4)),
        ("rhythm", rhythm, many),
        ("signs", signs, c if signs else 0, pe),
    )


def link_keys(code: Code) -> tuple[Key, ...]:
    """The rows of the table LINK that a step's code adds up."""
    gb, pe, pc, c, prel, sw, tie = code
    return (
        ("t",),
        ("tg", gb),
        ("te", pe, gb > 0),
        ("tc", pc),
        ("tn", c),
        ("tr", prel, gb > 0),
        ("tw", sw, gb),
        ("tie", tie, gb > 0),
    )
