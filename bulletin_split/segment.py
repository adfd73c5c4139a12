"""Labelled lines → articles: where each begins, and whose the headlines are.

Theory.  Read down a page, a line plays one of six parts: body (B), the first
body line of an article (S), a headline line of the article that just ended (T)
or of the one about to begin (L), and a byline line of its own before (Y) or
after (Z) its body.  A T cannot be followed by body that goes on, an L must be
followed by a start, and so on: the parts form a chain, and the best chain over
the page decides boundaries and headlines together, each from the evidence on
both of its sides.  The evidence is a handful of small categories for a line
(`observe`); what each is worth stands in `weights.py`, fitted on gold pages.

Most lines of a page need no decision: inside a column of equal widths, with no
gap, indent or cue, a line is body.  Those are left out of the chain.
"""

from __future__ import annotations

from operator import add

from .label import (
    CLOSERS,
    CREDITED,
    DATED,
    ENDERS,
    NAMES,
    NUMBER,
    CAPTIONED,
    PLAIN,
    SIGNED,
    STAFF,
    TAIL1,
    TAIL2,
    TAIL3,
    UNDATED,
    Lines,
)

B, S, T, L, Y, Z = range(6)

NEAR = 3
"""Half ems by which lines of one column may differ: hanging marks and closed-up digits."""


def runs(width: list[int], gap: list[int], text: list[str]) -> list[int]:
    """For each line the measure of the column run that it lies in, else 0.

    A run is five or more lines, no blank between them, whose widths differ by NEAR at most
    from the one before; or three or four of which one has a comma or a full stop, which
    tells them from a headline set in as many lines.

        >>> runs([30, 30, 29, 12, 30], [0, 0, 0, 0, 0], ["", "，", "", "", ""])
        [30, 30, 30, 0, 0]
    """
    out = [0] * len(width)
    start = 0
    for i in range(1, len(width) + 1):
        if i == len(width) or abs(width[i] - width[i - 1]) > NEAR or gap[i]:
            if i - start >= 5 or i - start >= 3 and _has_marks(text[start:i]):
                measure = max(width[start:i])
                out[start:i] = [measure] * (i - start)
            start = i
    return out


def _has_marks(lines: list[str]) -> bool:
    joined = "".join(lines)
    return "，" in joined or "。" in joined


def relation(width: int, indent: int, measure: int) -> int:
    """How a line's width stands to a column: 0 none, 1 < 0.5, 2 < 0.85, 3 short of an indent, 4 full, 5 wider."""
    if not measure:
        return 0
    whole = width + (indent if indent <= 6 else 0)
    if whole > measure + NEAR:
        return 5
    if width >= measure - 2:
        return 4
    if width >= measure - 6:
        return 3
    if width * 100 < measure * 50:
        return 1
    return 2 if width * 100 < measure * 85 else 3


def ending(text: str) -> int:
    """What a line ends on: 0 plain, 1 full stop, 2 ？！…, 3 a closing bracket or quotation, 4 、，；, 5 ：."""
    last = text[-1]
    if last in "。.":
        return 1
    if last in "！？!?…":
        return 2
    if last in CLOSERS:
        return 6 if len(text) > 1 and text[-2] in "。！？…" else 3
    if last in "，、；,;":
        return 4
    return 5 if last in "：:—" else 0


def inside(text: str) -> int:
    """Marks before the last character: 0 none, 1 a pause, 2 a sentence's end."""
    body = text[:-1]
    if "。" in body or "！" in body or "？" in body or "；" in body:
        return 2
    return 1 if "，" in body or "、" in body or "：" in body or "," in body else 0


def overlap(head: str, lead: str) -> float:
    """Share of a headline's character pairs that stand in a lead.

        >>> overlap("召开会议", "某县昨日召开会议")
        1.0
    """
    pairs = {head[i : i + 2] for i in range(len(head) - 1)}
    return sum(pair in lead for pair in pairs) / len(pairs) if pairs else 0.0


def bin_of(value: float, edges: tuple[float, ...]) -> int:
    return sum(value > edge for edge in edges)


LEAD = 160
"""Code points of an article's beginning that its headline is compared with."""


class Observed:
    __slots__ = ("units", "emit", "link", "lean", "evidence")


def observe(lines: Lines) -> Observed:
    text, width, gap, indent, cue = lines.text, lines.width, lines.gap, lines.indent, lines.cue
    n = len(text)
    run = runs(width, gap, text)
    before, after = [0] * n, [0] * n
    m = 0
    for i in range(n):
        before[i] = m
        m = run[i] or m
    m = 0
    for i in range(n - 1, -1, -1):
        after[i] = m
        m = run[i] or m
    out = Observed()
    headlike = [
        width[i] <= 68 and cue[i] not in (DATED, UNDATED, SIGNED, STAFF, CREDITED, TAIL1, TAIL2, TAIL3)
        and "。" not in text[i] and text[i][-1] not in "，、；"
        and not (run[i] and before[i] == run[i] == after[i] and not gap[i] and i and not ends(text[i - 1]))
        for i in range(n)
    ]
    units = out.units = [
        i
        for i in range(n)
        if not i or headlike[i] or gap[i] or cue[i] not in (PLAIN, NUMBER, CAPTIONED) or headlike[i - 1]
        or cue[i - 1] not in (PLAIN, NUMBER, CAPTIONED) or ends(text[i - 1]) or lines.fused[i]
    ]
    # groups of head-like lines
    ov = [3] * n
    own_ov = [3] * n
    coh = [0] * n
    size = [0] * n
    ordinal = [0] * n
    score = 0.0
    i = 0
    lead_from = 0
    while i < n:
        if cue[i] in (DATED, UNDATED):
            lead_from = i
        if not headlike[i]:
            i += 1
            continue
        j = i
        while j < n and headlike[j] and j - i < 8 and (j == i or gap[j] <= 1):
            j += 1
        head = "".join(text[i:j])
        past = "".join(text[lead_from : min(i, lead_from + 12)])[:LEAD]
        coming = "".join(text[j : j + 12])[:LEAD]
        a, b = overlap(head, past), overlap(head, coming)
        diff = b - a
        if j < n and lead_from < i and cue[j] not in (DATED, UNDATED):
            far = "".join(text[max(lead_from, i - 30) : i])
            cohesion = 1 + bin_of(overlap("".join(text[j : j + 5])[:80], far), (0.04, 0.08, 0.12, 0.17, 0.25))
        else:
            cohesion = 0
        cat = bin_of(diff, (-0.45, -0.2, -0.05, 0.05, 0.2, 0.45))
        for k in range(i, j):
            ov[k] = cat
            own_ov[k] = cat if j - i == 1 else bin_of(
                overlap(text[k], coming) - overlap(text[k], past), (-0.45, -0.2, -0.05, 0.05, 0.2, 0.45)
            )
            coh[k] = cohesion
            size[k] = min(j - i, 5)
            ordinal[k] = k - i
        if j - i <= 5 and max(a, b) > 0.15:
            score += max(-1.0, min(1.0, diff * 2))
        if i == 0:
            score += 0.7
        if j == n:
            score -= 0.7
        elif lines.fused[j]:
            score -= 0.7
        lead_from = j
        i = j
    out.evidence = bin_of(score, (-3.0, -1.6, -0.8, -0.3, 0.3, 0.8, 1.6, 3.0))
    emit, link, lean = [], [], []
    for i in units:
        h = headlike[i]
        e = ending(text[i])
        ins = inside(text[i])
        relb, rela = relation(width[i], indent[i], before[i]), relation(width[i], indent[i], after[i])
        if run[i]:
            own = relation(width[i], indent[i], run[i])
        else:
            own = 0
        gb = min(gap[i], 2)
        ga = min(gap[i + 1], 2) if i + 1 < n else 3
        if i:
            pe = ending(text[i - 1])
            prel = relation(width[i - 1], indent[i - 1], run[i - 1] or before[i - 1] or after[i - 1])
            pc = cue[i - 1]
        else:
            pe, prel, pc = 7, 7, 20
        if i + 1 < n:
            nc = cue[i + 1]
            nrel = relation(width[i + 1], indent[i + 1], after[i + 1] or run[i + 1])
            nind = min(indent[i + 1], 9) // 2
            nfused = lines.fused[i + 1]
        else:
            nc, nrel, nind, nfused = 20, 7, 0, False
        ind = min(indent[i], 9) // 2
        credit = 0
        for k in range(i, min(i + 6, n)):
            if k > i and gap[k] > 0:
                break
            if cue[k] == CREDITED:
                credit = k - i + 1
                break
        if i and text[i - 1] and gb:
            shift = bin_of((run[i] or after[i]) - before[i], (-8, -3, 3, 8)) if before[i] and (run[i] or after[i]) else 5
        else:
            shift = 6
        sw = bin_of(width[i] - width[i - 1], (-5, -1, 1, 5)) if i and h and headlike[i - 1] else 5
        wl = bin_of(width[i], (8, 12, 16, 22, 30, 40, 56))
        emit.append((
            ("cue", cue[i], gb > 0),
            ("cue_rel", cue[i], rela if not run[i] else own + 6),
            ("end_in", e, ins, wl),
            ("relb", relb, e, ins),
            ("rela", rela, e, ins),
            ("own", own, e),
            ("gaps", gb, ga, h),
            ("prev", pe, prel, gb > 0),
            ("pcue", pc, gb > 0),
            ("ncue", nc, ga > 0, h),
            ("nrel", nrel, ga > 0, h),
            ("nind", nind, ind, h),
            ("fused", lines.fused[i], nfused),
            ("ov", ov[i] if h else 9, size[i]),
            ("ord", ordinal[i] if h else 9, size[i]),
            ("ovl", own_ov[i] if h else 9),
            ("coh", coh[i] if h else 9),
            ("credit", credit, gb > 0),
            ("shift", shift, h),
            ("pos", min(i, 3), min(n - 1 - i, 3)),
            ("spaced", lines.spaced[i], h),
            ("wl_h", wl, h),
            ("quote", text[i][0] in "“‘「『《（(—●◆■▲◎", h),
            ("start", i == 0, i == n - 1),
            ("pe_e", pe, e, gb > 0, ga > 0),
        ))
        lean.append(ov[i] if h else 9)
        link.append((
            ("t",), ("tg", gb), ("te", pe, gb > 0), ("tc", pc), ("tn", cue[i]), ("tr", prel, gb > 0), ("tw", sw, gb),
        ))
    out.emit, out.link, out.lean = emit, link, lean
    return out


def ends(text: str) -> bool:
    """Whether a line ends a sentence."""
    return text[-1] in ENDERS or text[-1] in CLOSERS


# --- the chain ---------------------------------------------------------------

# Within an article the chain remembers whether a headline led it in (1) or not (0): one that has its
# headline does not wait for another.  Y before L is not known to exist; Y1 follows one.
STATES = ("B0", "B1", "S0", "S1", "T", "L", "Y0", "Y1", "Z0", "Z1")
PART = (B, B, S, S, T, L, Y, Y, Z, Z)
FOLLOWS: dict[str, tuple[str, ...]] = {
    "B0": ("B0", "S0", "T", "L", "Y0", "Z0"),
    "B1": ("B1", "S0", "T", "L", "Y0", "Z1"),
    "S0": ("B0", "S0", "T", "L", "Y0", "Z0"),
    "S1": ("B1", "S0", "T", "L", "Y0", "Z1"),
    "T": ("S0", "T", "L", "Y0"),
    "L": ("S1", "L", "Y1"),
    "Y0": ("S0", "L", "Y0"),
    "Y1": ("S1", "Y1"),
    "Z0": ("B0", "S0", "T", "L", "Y0", "Z0"),
    "Z1": ("B1", "S0", "T", "L", "Y0", "Z1"),
}
_ID = {name: i for i, name in enumerate(STATES)}
PAIRS = [(p, c) for p in range(10) for c in range(10) if STATES[c] in FOLLOWS[STATES[p]]]
_INTO = [[(p, PAIRS.index((p, c)), PART[p] * 6 + PART[c]) for p in range(10) if (p, c) in PAIRS] for c in range(10)]
_STARTS = (_ID["S0"], _ID["L"], _ID["Y0"])
_NEVER = -1e9
DIRECTIONS = ("after", "mixed", "before")


def decode(seen: Observed, count: int, *, inside_article: bool = False) -> list[int]:
    """The best chain of parts for a page's lines.

    ``count``: how many lines the page has; those that are no unit are body.
    ``inside_article``: the page goes on with an article that began before it.
    """
    from .weights import EMIT, LEAN, LINK, PAIR, PRIOR

    parts = [B] * count
    units = seen.units
    if not units:
        return parts
    zero = (0.0,) * 6
    emits = [_sum([EMIT[key] for key in keys if key in EMIT], 6) for keys in seen.emit]
    links = [_sum([LINK[key] for key in keys if key in LINK], 36) for keys in seen.link]
    allowed = range(10) if inside_article else _STARTS
    best_score, best_path = _NEVER * 9, []
    for direction in range(3):
        pair, leans = PAIR[direction], LEAN[direction]
        first = list(map(add, emits[0], leans[seen.lean[0]]))
        scores = [first[PART[s]] if s in allowed else _NEVER for s in range(10)]
        back: list[list[int]] = []
        for k in range(1, len(units)):
            emit, link = list(map(add, emits[k], leans[seen.lean[k]])), links[k]
            now, origin = [0.0] * 10, [0] * 10
            for cur in range(10):
                best, who = _NEVER * 4, 0
                for prev, index, tie in _INTO[cur]:
                    value = scores[prev] + pair[index] + link[tie]
                    if value > best:
                        best, who = value, prev
                now[cur], origin[cur] = best + emit[PART[cur]], who
            scores = now
            back.append(origin)
        total = max(scores) + PRIOR[seen.evidence][direction]
        if total > best_score:
            best_score = total
            state = scores.index(max(scores))
            path = [state]
            for origin in reversed(back):
                state = origin[state]
                path.append(state)
            best_path = path[::-1]
    for unit, state in zip(units, best_path, strict=True):
        parts[unit] = PART[state]
    return parts


def _sum(rows: list[tuple[float, ...]], size: int) -> list[float]:
    return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * size
