"""Units → articles: where each begins, and whose the headlines are.

Theory.  Read down a page, a line plays one of six parts: body (B), the first
body line of an article (S), a headline line of the article that just ended (T)
or of the one about to begin (L), and a byline line of its own before (Y) or
after (Z) its body.  A T cannot be followed by body that goes on, an L must be
followed by a start, and so on: the parts form a chain, and the best chain over
the page decides boundaries and headlines together, each from the evidence on
both of its sides.  The evidence is what `units` saw of a line; what each of its
categories is worth stands in `weights`, fitted on gold pages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable
from functools import cache
from itertools import islice, repeat
from struct import Struct

from .byline import is_wire, office_of
from .cues import ORNAMENTS
from .model import (
    CREDITED,
    DATED,
    NAMES,
    SIGNED,
    STAFF,
    TAIL1,
    TAIL2,
    TAIL3,
    UNDATED,
    Lines,
)
from .units import WIDTHS, Code, Observed, emit_keys, link_keys

B, S, T, L, Y, Z = range(6)

# Within an article the chain remembers whether a headline led it in (1) or not (0): one that has its
# headline does not wait for another.  Y1 follows a leading headline, ZT a
# trailing one.  L behind Y1: where boxes of text are sorted, two heads stand in a row, then their texts.
STATES = ("B0", "B1", "S0", "S1", "T", "L", "Y0", "Y1", "Z0", "Z1", "ZT")
PART = (B, B, S, S, T, L, Y, Y, Z, Z, Z)
FOLLOWS: dict[str, tuple[str, ...]] = {
    "B0": ("B0", "S0", "T", "L", "Y0", "Z0"),
    "B1": ("B1", "S0", "T", "L", "Y0", "Z1"),
    "S0": ("B0", "S0", "T", "L", "Y0", "Z0"),
    "S1": ("B1", "S0", "T", "L", "Y0", "Z1"),
    "T": ("S0", "T", "L", "Y0", "ZT"),
    "L": ("S1", "L", "Y1"),
    "Y0": ("S0", "L", "Y0"),
    "Y1": ("S1", "L", "Y1"),
    "Z0": ("B0", "S0", "T", "L", "Y0", "Z0"),
    "Z1": ("B1", "S0", "T", "L", "Y0", "Z1"),
    "ZT": ("S0", "L", "Y0", "ZT"),
}
_ID = {name: i for i, name in enumerate(STATES)}
PAIRS = [
    (p, c)
    for p in range(len(STATES))
    for c in range(len(STATES))
    if STATES[c] in FOLLOWS[STATES[p]]
]
_TIES = [(c, PART[p] * 6 + PART[c]) for p, c in PAIRS]
_FOLLOWERS = [sum(p == state for p, _ in PAIRS) for state in range(len(STATES))]
_STARTS = (_ID["S0"], _ID["L"], _ID["Y0"])
_INSIDE = (_ID["B0"], _ID["B1"])
_NEVER = -(10**9)


CACHE = 4096
"""Codes whose weights are kept, at half a kilobyte each: one layout repeats its codes, mixed pages one in six."""

_EMITS: dict[Code, tuple[int, ...]] = {}
_STEPS: dict[Code, list[tuple[tuple[int, int], ...]]] = {}

BEAM = 9.0
"""A state this far (log odds) behind the best one is given up."""

SCALE = 100
"""The weights are whole hundredths of log odds: their sums are exact in any order."""

_BEAM = int(BEAM * SCALE)

SEAM = 0.35
"""Log odds lent to a line that may open an article.

Of two faults the missed seam is worse: one text swallows another, and with it its dateline and its
names.  Out of fold, articles come out nearly the same with any number up to 0.5; with this one a
fifth fewer datelines go to the wrong article.
"""

_SEAM = int(SEAM * SCALE)
_OPENERS = frozenset((DATED, UNDATED))

BROKEN = 4.0
"""Log odds against a seam inside a word: one breaks over the end of 29 lines in a hundred, and happens to stand over a seam in under one."""

_COST = int(BROKEN * SCALE)
_GOES_ON = tuple(0 if part == B else _COST for part in PART)
_IS_BODY = tuple(0 if part in (B, S) else _COST for part in PART)
_JOINED = {(p, c): 0 if PART[c] == (B if PART[p] == S else PART[p]) else _COST for p, c in PAIRS}


def _emit(code: Code) -> tuple[int, ...]:
    """What a unit's code is worth in each state: the sum of its rows."""
    if len(_EMITS) >= CACHE:
        _EMITS.clear()
    total = sum(map(_packed().get, emit_keys(code), repeat(0)), _SIGNS)
    b, s, t, head, y, z = _SIX.unpack((total ^ _SIGNS).to_bytes(_SIX.size, "little"))
    if code[3] == 0 and code[10] == len(WIDTHS):  # nothing so wide is a line of a head
        t = head = -2 * _BEAM
    elif code[0] in _OPENERS:  # a dateline is no part of a head, and alone on its line no byline
        t = head = y = z = -2 * _BEAM
    s += _SEAM
    out = _EMITS[code] = (b, b, s, s, t, head, y, y, z, z, z)
    return out


# The six numbers of a row as one, so that a code takes one sum and not six: 32 bits for each, and
# to negative ones the sign bits lend what they borrow from their neighbour.
_SIX = Struct("<6i")
_SIGNS = int.from_bytes(_SIX.pack(*[-(1 << 31)] * 6), "little")


@cache
def _packed() -> dict[Hashable, int]:
    from .weights import EMIT

    return {
        key: (int.from_bytes(_SIX.pack(*row), "little") ^ _SIGNS) - _SIGNS
        for key, row in EMIT.items()
    }


def _steps(code: Code) -> list[tuple[tuple[int, int], ...]]:
    """For each state, the states that may follow and what the step is worth."""
    from .weights import LINK, PAIR

    if len(_STEPS) >= CACHE:
        _STEPS.clear()
    rows = [LINK[key] for key in link_keys(code) if key in LINK]
    ties = list(map(sum, zip(*rows, strict=True)))
    worth = iter([(c, pair + ties[tie]) for (c, tie), pair in zip(_TIES, PAIR, strict=True)])
    out = _STEPS[code] = [tuple(islice(worth, count)) for count in _FOLLOWERS]
    return out


def worths(seen: Observed) -> list[tuple[int, ...]]:
    """For each unit, what its emission is worth in each state."""
    out = [_EMITS.get(code) or _emit(code) for code in seen.emit]
    for k, costs in _apart(seen).items():
        out[k] = tuple(worth - cost for worth, cost in zip(out[k], costs, strict=True))
    for line, parts in seen.barred.items():
        k = bisect_left(seen.units, line)
        if seen.units[k : k + 1] == [line]:
            out[k] = tuple(
                _NEVER if part in parts else worth for part, worth in zip(PART, out[k], strict=True)
            )
    return out


def _apart(seen: Observed) -> dict[int, tuple[int, ...]]:
    """What a word that breaks over two lines costs the unit of the two that has the other for body."""
    out: dict[int, tuple[int, ...]] = {}
    units = seen.units
    for line in seen.joined:
        k = bisect_left(units, line)
        below = units[k : k + 1] == [line]
        above = k > 0 and units[k - 1] == line - 1
        if below and not above:
            out[k] = _GOES_ON
        elif above and not below:
            out[k - 1] = _IS_BODY
    return out


def steps_of(seen: Observed) -> list[list[tuple[tuple[int, int], ...]]]:
    """For each unit but the first, what the step to it is worth from each state."""
    out = [_STEPS.get(code) or _steps(code) for code in seen.link[1:]]
    units = seen.units
    for line in seen.joined:
        k = bisect_left(units, line)
        if k and units[k - 1 : k + 1] == [line - 1, line]:
            out[k - 1] = [
                tuple((after, worth - _JOINED[before, after]) for after, worth in step)
                for before, step in enumerate(out[k - 1])
            ]
    return out


def decode(seen: Observed, *, inside_article: bool = False) -> list[tuple[int, int, float]]:
    """The best chain of parts for a page's lines.

    Out: (line, part, margin) for each unit; every other line is body.  The margin (log odds)
    is by how much the best chain beats the best one in which this line plays another part.
    ``inside_article``: the page goes on with the body of an article that began before it.
    """
    if not seen.units:
        return []
    emits = worths(seen)
    steps = steps_of(seen)
    active = [(state, emits[0][state]) for state in (_INSIDE if inside_article else _STARTS)]
    ahead = [active]
    # Before a line of which parts are barred, what is far behind may be all that is left.
    held = [*(line in seen.barred for line in seen.units[2:]), False]
    for emit, step, is_held in zip(emits[1:], steps, held, strict=False):
        now = [_NEVER] * len(STATES)
        for state, score in active:
            for after, worth in step[state]:
                value = worth + emit[after] + score
                if value > now[after]:
                    now[after] = value
        floor = _NEVER // 2 if is_held else max(now) - _BEAM
        active = [item for item in enumerate(now) if item[1] >= floor]
        ahead.append(active)
    return _margins(seen.units, ahead, emits, steps)


def _margins(
    units: list[int],
    ahead: list[list[tuple[int, int]]],
    emits: list[tuple[int, ...]],
    steps: list[list[tuple[tuple[int, int], ...]]],
) -> list[tuple[int, int, float]]:
    """Walk back: the part of each unit on the best chain, and its margin."""
    out: list[tuple[int, int, float]] = []
    rest: list[int] = []  # for each state of the unit below, the worth of what follows it
    for k in range(len(units) - 1, -1, -1):
        below, rest = rest, [_NEVER] * len(STATES)
        best = [_NEVER] * 6
        for state, score in ahead[k]:
            behind = 0
            if below:
                behind, emit = _NEVER, emits[k + 1]
                for after, worth in steps[k][state]:
                    value = worth + emit[after] + below[after]
                    if value > behind:
                        behind = value
            rest[state] = behind
            part = PART[state]
            if score + behind > best[part]:
                best[part] = score + behind
        top = max(best)
        part = best.index(top)
        best[part] = _NEVER
        out.append((units[k], part, min(top - max(best), _BEAM) / SCALE))
    out.reverse()
    return out


LONGEST_MARKED = 16
"""Characters of a byline behind an ornament: an office and a name."""

_SIGNATURES = frozenset((SIGNED, STAFF, NAMES, CREDITED, TAIL3, TAIL2, TAIL1))
LONGEST_NAME = 4
"""Characters that a byline without any mark of one may have: a double surname and a given name of two."""


def settled_part(lines: Lines, i: int, part: int) -> int:
    """The part of a line, where what it says overrules the chain.

    A photo credit and a wire's day in brackets are read with the last paragraph (B); what
    opens an article and is nothing but a byline is one (Y); a line that the chain took
    for a byline, though it is longer than a name and nothing in it signs, is of the head (T, L).
    """
    cue, text = lines.cue[i], lines.text[i]
    if part == Z and (
        cue == CREDITED
        or (any(mark in text for mark in "日号號") and is_wire(text.strip("（）()")))
    ):
        return B
    if (
        part == S
        and cue in (STAFF, NAMES)
        and (cue == STAFF or not text[0].isalpha())
        and i + 1 < len(lines.text)
    ):
        return Y
    if part in (Y, Z) and cue not in _SIGNATURES and not _may_sign(text):
        return L if part == Y else T
    return part


def _may_sign(text: str) -> bool:
    """Whether a line without any cue may be a byline: one name, an ornament before some, or an office and a name."""
    marked = text[0] in ORNAMENTS and len(text) <= LONGEST_MARKED
    return len(text) <= LONGEST_NAME or marked or office_of(text) is not None
