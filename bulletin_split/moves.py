"""Pieces of a text that were put into reading order, and the way back to where they stood.

`columns` and `raised` say what is moved; records and views ask here where it was in the input.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple


class Move(NamedTuple):
    """A stretch ``[start, end)`` of a text whose pieces stand in another order than in the input.

    ``pieces``: for each its place now, its place in the input, both counted from ``start``,
    and its length, ascending by the first.  ``raw``: the stretch as it is in the input.
    ``before``, ``behind``: the white space around it.  All in code points.
    """

    start: int
    end: int
    pieces: list[tuple[int, int, int]]
    raw: str
    before: int
    behind: int


def move_of(text: str, start: int, end: int, pieces: list[tuple[int, int, int]]) -> Move:
    """The move of a stretch of a text, with the white space that the text has around it."""
    first, last = start, end
    while first and text[first - 1].isspace():
        first -= 1
    while last < len(text) and text[last].isspace():
        last += 1
    return Move(start, end, pieces, text[start:end], start - first, last - end)


_START, _END = attrgetter("start"), attrgetter("end")


def move_at(place: int, moves: Sequence[Move]) -> Move | None:
    """The move in which a place lies; moves are in order and do not overlap."""
    k = bisect_right(moves, place, key=_START)
    return moves[k - 1] if k and place < moves[k - 1].end else None


def within(at: int, moves: Sequence[Move]) -> bool:
    """Whether a place lies inside a move, behind its first code point."""
    move = move_at(at, moves)
    return move is not None and move.start < at


def at_base(moves: Iterable[Move], base: int) -> list[Move]:
    """The moves of a stretch of the input, counted from the input's beginning."""
    return [move._replace(start=move.start + base, end=move.end + base) for move in moves]


def restore(spans: Iterable[Sequence[int]], moves: Sequence[Move]) -> list[list[int]]:
    """Spans of what was read → spans of the input, ascending; those with white space between are one.

    >>> from .columns import unfold
    >>> page = "昨日上午，青石镇召开春   办法。会议指出，今年全\\n" * 3
    >>> moves = unfold(page)[1]
    >>> restore([[0, 23]], moves), restore([[0, 78]], moves)
    ([[0, 11], [26, 37]], [[0, 77]])
    """
    out: list[list[int]] = []
    for start, end in spans:
        for k in range(bisect_right(moves, start, key=_END), len(moves)):
            move = moves[k]
            if end <= move.start:
                break
            if move.end <= start:
                continue
            if start < move.start:
                out.append([start, move.start - move.before])
            for now, was, size in move.pieces:
                a, b = max(start, move.start + now), min(end, move.start + now + size)
                if a < b:
                    out.append([a - now + was, b - now + was])
            start = move.end + move.behind
        if start < end:
            out.append([start, end])
    out.sort()
    merged: list[list[int]] = []
    for start, end in out:
        if merged and _meet(merged[-1][1], start, moves):
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return merged


def _meet(end: int, start: int, moves: Sequence[Move]) -> bool:
    """Whether there is nothing but white space of a move, or around it, between two places."""
    k = bisect_left(moves, start, key=lambda move: move.end + move.behind)
    if k < len(moves) and moves[k].start - moves[k].before <= end:
        move = moves[k]
        return not move.raw[max(end - move.start, 0) : max(start - move.start, 0)].strip()
    return end == start


def origin(place: int, moves: Sequence[Move]) -> int:
    """Where in the input what was read at a place stands; of white space, what stands before it."""
    move = move_at(place, moves)
    if move is None:
        return place
    at = place - move.start
    now, was, size = move.pieces[bisect_right(move.pieces, (at, move.end)) - 1]
    return move.start + was + min(at - now, size)


def seen_at(place: int, moves: Sequence[Move]) -> str | None:
    """The character of the input at a place inside a move; ``None`` outside."""
    move = move_at(place, moves)
    return move.raw[place - move.start] if move else None
