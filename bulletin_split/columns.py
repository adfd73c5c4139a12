"""Columns that stand beside each other on one line → columns one below the other.

An engine that keeps the layout of a page (pdftotext -layout, tesseract with
preserve_interword_spaces, the formatted text of ABBYY) prints what stands at one height of
the page on one line: text of the first column, a gap, text of the second.  Read as lines,
such a stretch mixes the sentences of its columns, and often of two articles.  Here it is
put into the order in which people read, column by column, before anything else is read.

What moves are whole pieces of lines: nothing is put in, and nothing but white space goes,
which pads the stretch so that all behind it keeps its place.  A `Move` says where each
piece came from, and `restore` takes spans of what was read back to spans of the input.

A table has gaps too.  A stretch counts as columns only where its pieces are as long as the
lines of a column, mostly of one length, and prose: see the thresholds.  What does not
stays as it stands, and so does a page without such gaps: it pays one search for three spaces.

Left alone: columns that a single space parts, as tesseract prints them by default, but for
the rows among others that show where the gap is; the order of blocks below each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from . import cues, page_cues
from .moves import Move, move_of
from .patterns import late

WIDE = "   "
"""A gap of three spaces parts columns; letterspacing and the space behind a dateline are one or two."""

ROWS = 3
"""Rows that make columns: one or two with gaps are a headline, or a byline flushed right."""

LOOSE = 1
"""Lines without a gap between two rows of a stretch: a subhead, or one column's line that is set lower."""

DRIFT = 6
"""Half ems by which a column's left edge moves from row to row: engines count a gap in spaces of one average width."""

MEASURE = 14
"""Half ems of the narrowest column of prose, seven characters; a table's cells are mostly shorter."""

INDENT = 4
"""Half ems, two characters, by which a paragraph's first line is set in."""

SURE = 12
"""Half ems of gap behind which an indent is sure: behind a paragraph's short last line the edge drifts most."""

RECENT = 6
"""Rows above in which the edges of the columns are looked for."""

FULL = 0.5
"""Share of a column's pieces that fill it, INDENT apart: prose does but at a paragraph's ends, names and figures do not."""

PROSE = 0.4
"""Share of all pieces with a comma or a full stop in them: a line of ten characters of prose has one or lacks one."""

BROKEN = 0.5
"""Share of all pieces that stop without a mark: prose is cut anywhere, a table's cell is whole."""

UNPARTED = 0.34
"""Share of rows in which a gap that should be there is not found; with more the columns are not sure."""

ALONE = late(f"\n\n{page_cues.LONE_DATELINES[0].pattern}(?=\n\n[^\n])")
"""A dateline with its day, and little else, between blank lines."""

RAISED_BYLINE = late(
    f"\n(?P<byline>{cues._OPEN}(?P<inner>[^\n（）()〈〉《》。]{{2,40}}){cues._CLOSE})[ 　\r]{{0,9}}\n"
    "(?P<rest>[^\n]{1,60}[。！？”])(?=[ 　\r]{0,9}(?:\n[ 　\r]{0,9}(?:\n|\\Z)|\\Z))"
)
"""What may be a byline, alone on a line, above a line that ends an article."""

_GAP = late("   (?<=[^ \n]   ) *(?=[^ \n\r])")
_PIECE = late("[^ \r]+(?: [^ \r]+)*")
PAUSE = late("[，。、；：？！,;:]")
_ENDS = frozenset("。！？”…）")
WHOLE = frozenset("，。、；：？！…”’）》,;:?!)")


class _Piece(NamedTuple):
    """A piece of a line: its place in the text, its edges on the line and the gap before it in half ems."""

    start: int
    end: int
    left: int
    right: int
    gap: int


_Row = list[_Piece]


def unfold(text: str, *, ends: bool = True) -> tuple[str, list[Move]]:
    """Put the stretches of a text that have columns side by side into reading order.

    In: decoded text; ``ends``: whether it ends where the page does.  Where it does not, a
    stretch that may go on is left as it stands, and noted as a move of one piece, unless it
    is the whole text.  Out: text of the same length, and the moves in order.

        >>> page = '''昨日上午，青石镇召开春     办法。会议指出，今年全
        ... 耕现场会，各村负责人一     县计划播种早稻，比去年
        ... 百二十余人参加，商定了     增加。'''
        >>> print(unfold(page)[0].rstrip())
        昨日上午，青石镇召开春
        耕现场会，各村负责人一
        百二十余人参加，商定了
        <BLANKLINE>
        办法。会议指出，今年全
        县计划播种早稻，比去年
        增加。

    Left alone: tables.

        >>> unfold('''早稻     12.5     吨
        ... 油菜      8.0     吨
        ... 春茶      3.5     担''')[1]
        []
    """
    astray: list[tuple[Move, str]] = []
    if ALONE.search(text) or RAISED_BYLINE.search(text):
        from .displaced import displaced

        astray = displaced(text, ends=ends)
    if WIDE not in text:
        return _all_set(text, astray), [move for move, _ in astray]
    moves: list[Move] = []
    out: list[str] = []
    at = 0
    for rows in _stretches(text):
        if sum(len(row) > 1 for row in rows) < ROWS:
            continue
        start, end = rows[0][0].start, _line_end(text, rows[-1][-1].end)
        is_open = not ends and not text[end:].strip()
        if is_open and start:
            moves.append(move_of(text, start, len(text), [(0, 0, len(text) - start)]))
            break
        columns = _columns(text, rows)
        if columns:
            new, pieces = _set_below(text, start, end, columns)
            moves.append(move_of(text, start, end, pieces))
            out += (text[at:start], new)
            at = end
    new = "".join((*out, text[at:]))
    if astray:
        apart = [one for one in astray if not any(_overlap(one[0], move) for move in moves)]
        new, moves = _all_set(new, apart), sorted((*moves, *(move for move, _ in apart)))
    return new, moves


def _overlap(one: Move, other: Move) -> bool:
    return one.start < other.end and other.start < one.end


def _all_set(text: str, astray: list[tuple[Move, str]]) -> str:
    """A text with what stood beside its place put there."""
    out: list[str] = []
    at = 0
    for move, new in astray:
        out += (text[at : move.start], new)
        at = move.end
    return "".join((*out, text[at:]))


def _line_end(text: str, at: int) -> int:
    """Behind the line feed that ends a line, or the text's end."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def width_of(text: str) -> int:
    """Half ems, as `lines.widths`."""
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) >> 1


def _median(values: Iterable[int]) -> int:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


# --- rows ----------------------------------------------------------------------


def _stretches(text: str) -> Iterable[list[_Row]]:
    """The runs of rows of one layout.

    A row is a line of two pieces or more.  A line of short pieces only is the headlines of
    several columns, one that reaches into the next column a headline over both: they end a run,
    but for a line that a space parts where the gap is in the row above it.
    """
    wide = {text.count("\n", 0, gap.start()) for gap in _GAP.finditer(text)}
    if len(wide) < ROWS:
        return
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    run: list[_Row] = []
    loose = 0
    last = max(wide)
    for i in range(min(wide), len(lines)):
        if i > last and not run:
            return
        row = _row(lines[i], starts[i])
        if not row:
            continue
        is_row = len(row) > 1
        if is_row and max(piece.right - piece.left for piece in row) < MEASURE:
            is_row, loose = False, LOOSE
        if not is_row and run and row[0].right > (reach := _reach(run)):
            is_row = _is_next(text, run[-1], row) and _part(text, row[0], reach) is not None
            loose = LOOSE
        loose = 0 if is_row else loose + 1
        if loose > LOOSE:
            yield from _layouts(text, run)
            run = []
        elif run or is_row:
            run.append(row)
    yield from _layouts(text, run)


def _reach(run: list[_Row]) -> int:
    """Where the second column of a run begins."""
    return _median(row[1].left for row in run if len(row) > 1)


def _row(line: str, start: int) -> _Row:
    out: _Row = []
    left = at = 0
    for found in _PIECE.finditer(line):
        left += width_of(line[at : found.start()])
        right = left + width_of(found[0])
        gap = found.start() - at if out else 0
        out.append(_Piece(start + found.start(), start + found.end(), left, right, gap))
        left, at = right, found.end()
    return out


def _layouts(text: str, run: list[_Row]) -> Iterable[list[_Row]]:
    """A run cut where its columns change: two rows with edges in mid-column, or with two columns more."""
    rows = max((i + 1 for i, row in enumerate(run) if len(row) > 1), default=0)
    run = run[: rows + _is_taller(text, run[rows - 1 : rows + 1])]
    odd = begin = 0
    for i, row in enumerate(run):
        above = run[max(begin, i - odd - RECENT) : i - odd]
        edges = [piece.left for other in above for piece in other[1:]]
        most = max(map(len, above), default=len(row))
        is_odd = any(_misfits(piece.left, edges) for piece in row[1:]) or len(row) > most + 1
        odd = odd + 1 if is_odd else 0
        if odd == 2:
            yield run[begin : i - 1]
            begin, odd = i - 1, 0
    yield run[begin:]


def _is_next(text: str, above: _Row, below: _Row) -> bool:
    """Whether no blank line parts two rows."""
    return text.count("\n", above[-1].end, below[0].start) == 1


def _is_taller(text: str, rows: list[_Row]) -> bool:
    """Whether the line below the last row is the end of the first column, which is one line longer."""
    if len(rows) < 2:
        return False
    (above, second, *_), (below, *_) = rows
    return (
        _is_next(text, rows[0], rows[1])
        and text[above.end - 1] not in _ENDS
        and below.right < second.left
    )


def _misfits(left: int, edges: Sequence[int]) -> bool:
    """Whether a piece begins in the middle of a column that is known."""
    away = min((abs(left - edge) for edge in edges), default=0)
    return DRIFT < away < MEASURE


# --- columns -------------------------------------------------------------------


def _columns(text: str, rows: list[_Row]) -> list[list[_Piece]]:
    """The pieces of a stretch column by column; nothing where it has no columns of prose."""
    edges = _edges(rows)
    if not edges:
        return []
    columns: list[list[_Piece]] = [[] for _ in range(len(edges) + 1)]
    unparted = 0
    for row in rows:
        cells = _cells(text, row, edges)
        for column, cell in cells.items():
            columns[column].append(cell)
            behind = edges[column] if column < len(edges) else cell.right
            unparted += column + 1 not in cells and cell.right > behind + DRIFT
    if unparted > UNPARTED * len(rows):
        return []
    return columns if _is_prose(text, columns) else []


def _edges(rows: list[_Row]) -> list[int]:
    """Left edges of the columns behind the first: where pieces of several rows begin."""
    lefts = sorted(piece.left for row in rows for piece in row[1:])
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(lefts)) if b - a > DRIFT), len(lefts)]
    groups = [lefts[a:b] for a, b in pairwise(cuts)]
    return [_median(group) for group in groups if len(group) >= max(2, len(rows) // 5)]


def _cells(text: str, row: _Row, edges: list[int]) -> dict[int, _Piece]:
    """A row's pieces by column; two of one column are one piece, one over two columns is parted at a space."""
    out: dict[int, _Piece] = {}
    is_whole = len(row) == len(edges) + 1
    for k, piece in enumerate(row):
        column = k if is_whole else sum(edge - DRIFT <= piece.left for edge in edges)
        if column in out:
            piece = out[column]._replace(end=piece.end, right=piece.right)
        out[column] = piece
    for column in range(1, len(edges) + 1):
        if column in out:
            continue
        above = max((k for k in out if k < column), default=None)
        if above is not None and out[above].right > edges[column - 1] + DRIFT:
            parts = _part(text, out[above], edges[column - 1])
            if parts:
                out[above], out[column] = parts
    return out


def _part(text: str, piece: _Piece, edge: int) -> tuple[_Piece, _Piece] | None:
    """Part a piece at the space nearest to a column's left edge."""
    best: tuple[int, int, int] | None = None
    at = text.find(" ", piece.start, piece.end)
    while at >= 0:
        left = piece.left + width_of(text[piece.start : at + 1])
        if abs(left - edge) <= DRIFT and (best is None or abs(left - edge) < best[0]):
            best = abs(left - edge), at, left
        at = text.find(" ", at + 1, piece.end)
    if best is None:
        return None
    _, at, left = best
    return piece._replace(end=at, right=left - 1), piece._replace(start=at + 1, left=left, gap=1)


def _is_prose(text: str, columns: list[list[_Piece]]) -> bool:
    """Whether columns hold prose, and not the cells of a table."""
    full = every = pause = broken = 0
    for column in columns:
        pieces = [text[piece.start : piece.end].replace(" ", "") for piece in column]
        sizes = sorted(map(width_of, pieces))
        if len(column) < ROWS:
            continue
        measure = sizes[len(sizes) * 3 // 4]
        if measure < MEASURE:
            return False
        full += sum(size >= measure - INDENT for size in sizes)
        every += len(pieces)
        pause += sum(PAUSE.search(piece) is not None for piece in pieces)
        broken += sum(piece[-1] not in WHOLE for piece in pieces)
    return full >= FULL * every and pause >= PROSE * every and broken >= BROKEN * every > 0


def _set_below(
    text: str, start: int, end: int, columns: list[list[_Piece]]
) -> tuple[str, list[tuple[int, int, int]]]:
    """The stretch with its columns one below the other, and where each piece came from.

    A blank line parts two columns, and a paragraph's indent is kept, as far as there is white
    space for them in the stretch.
    """
    last = "\n" if text[end - 1 : end] == "\n" else ""
    spare = end - start - sum(p.end - p.start for column in columns for p in column)
    spare -= sum(map(len, columns)) - 1 + len(last)
    out: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    at = 0
    for column in columns:
        edge = _median(piece.left for piece in column)
        for k, piece in enumerate(column):
            head = ""
            if out:
                head = "\n"
                if not k and spare:
                    head, spare = "\n\n", spare - 1
            if piece.left - edge >= INDENT and piece.gap <= SURE and spare >= INDENT:
                head, spare = head + " " * INDENT, spare - INDENT
            at += len(head)
            pieces.append((at, piece.start - start, piece.end - piece.start))
            at += piece.end - piece.start
            out += (head, text[piece.start : piece.end])
    return "".join((*out, " " * spare, last)), pieces
