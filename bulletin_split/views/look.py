"""The raw page in a terminal: every line with its article's number and its roles.

In: the decoded page, its records and discards.  Out: lines of styled text that fit a
width, a row for each line of the page and more where it is too long or where two
articles share it.  The gutter says in letters what colour says as well, so nothing is
lost without colour.

Text of the page is shown, never obeyed: control, bidi and other format characters, lone
surrogates and private-use characters become placeholders such as ``␛`` or ``<U+202E>``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .place import Piece, Role, pieces

if TYPE_CHECKING:
    from rich.text import Text

MARKS: dict[Role, tuple[str, str]] = {
    "headline": ("H", "bold cyan"),
    "kicker": ("K", "cyan"),
    "deck": ("D", "cyan"),
    "section": ("S", "cyan"),
    "dateline": ("L", "green"),
    "body": (" ", ""),
    "byline": ("B", "magenta"),
    "caption": ("C", "blue"),
    "fragment": ("?", "red"),
    "furniture": ("x", "dim"),
    "space": (" ", ""),
    "unclaimed": ("!", "bold red"),
}
"""Each role's letter in the gutter and its style."""

GUTTER = 9
"""Columns of the gutter: the number, up to three letters, a bar."""

LEAST_WIDTH = 24

_BARS = ("│", "┃")
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}


def shown(char: str) -> str:
    r"""A character as it may stand on a terminal.

    >>> [shown(c) for c in ("文", "\x1b", "\u202e", "\x9b", "\ud800", "\u3000", "\xa0")]
    ['文', '␛', '<U+202E>', '<U+009B>', '<U+D800>', '\u3000', ' ']
    """
    if char.isprintable():
        return char
    if unicodedata.category(char) == "Zs":
        return char if char == "\u3000" else " "
    return _PICTURES.get(ord(char)) or f"<U+{ord(char):04X}>"


def width(char: str) -> int:
    """Columns of a printable character; an ambiguous one counts as wide, so that nothing overflows.

    >>> [width(c) for c in "文a“，"], width("\\u0301")
    ([2, 1, 2, 2], 0)
    """
    if char.isascii():
        return 1
    if unicodedata.combining(char):
        return 0
    return 1 if unicodedata.east_asian_width(char) in ("Na", "N", "H") else 2


def rows(
    text: str, records: Sequence[Any], discards: Iterable[Any], columns: int = 80
) -> Iterator[Text]:
    """The page as lines of at most ``columns`` columns, a heading before each article's first line."""
    from rich.text import Text

    columns = max(columns, LEAST_WIDTH)
    yield from _legend(columns)
    seen: set[int] = set()
    for line in _lines(text, pieces(text, records, discards)):
        parts = _by_article(line)
        for number, part in enumerate(parts):
            article = next((piece.record for piece in part if piece.record is not None), None)
            if article is not None and article not in seen:
                seen.add(article)
                yield from _heading(article, records[article], columns)
            yield from _line_rows(text, part, article, columns, joins=number > 0)
        if not parts:
            yield Text(" " * (GUTTER - 2) + _BARS[0])


def _legend(columns: int) -> Iterator[Text]:
    from rich.text import Text

    out = Text(" ")
    for role, (mark, style) in MARKS.items():
        if mark == " " or role == "unclaimed":
            continue
        entry = f"{mark} {role}"
        if out.cell_len + len(entry) + 2 > columns:
            yield out
            out = Text(" ")
        out.append(entry, style)
        out.append("  ")
    yield out


def _heading(number: int, record: Any, columns: int) -> Iterator[Text]:
    """The number, kind, confidence and flags of an article, in a rule."""
    from rich.text import Text

    words = [f"{number + 1:4d}", record["kind"], f"{record['confidence']:.2f}", *record["flags"]]
    line = Text()
    for at, word in enumerate(words):
        if line.cell_len + len(word) + 1 > columns and line:
            yield line
            line = Text("    ")
        line.append(word + " ", "bold" if at == 0 else "yellow" if at > 2 else "")
    room = columns - line.cell_len
    if room > 2:
        line.append("─" * (room // 2), "dim")  # the rule's character may be wide
    yield line


def _lines(text: str, found: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each line of the page, cut at line ends."""
    starts: list[int] = [0]
    ends: list[int] = []
    for mark in _LINE_ENDS.finditer(text):
        ends.append(mark.start())
        starts.append(mark.end())
    ends.append(len(text))
    if starts[-1] == len(text):
        starts.pop()
        ends.pop()
    at = 0
    for start, end in zip(starts, ends, strict=True):
        while at < len(found) and found[at].end <= start:
            at += 1
        line: list[Piece] = []
        k = at
        while k < len(found) and found[k].start < end:
            piece = found[k]
            line.append(piece._replace(start=max(start, piece.start), end=min(end, piece.end)))
            k += 1
        yield [piece for piece in line if piece.end > piece.start]


def _by_article(line: Sequence[Piece]) -> list[list[Piece]]:
    """A line's pieces, those of each article together; space goes with what stands before it."""
    out: list[list[Piece]] = []
    last: object = ()
    for piece in line:
        owner: object = piece.record if piece.role != "furniture" else piece.role
        if (piece.role == "space" and out) or (out and (last == () or owner == last)):
            out[-1].append(piece)
        else:
            out.append([piece])
        if piece.role != "space":
            last = owner
    return out


def _line_rows(
    text: str, part: Sequence[Piece], article: int | None, columns: int, *, joins: bool
) -> Iterator[Text]:
    """The rows of one line, or of an article's part of it."""
    from rich.text import Text

    letters = "".join(dict.fromkeys(MARKS[p.role][0] for p in part if MARKS[p.role][0] != " "))
    number = "" if article is None else str(article + 1)
    bar = _BARS[0 if article is None else article % 2]
    room = columns - GUTTER - 1  # the bar may be wide
    row, used = Text(f"{number:>4}{letters[:2]:2}{'↳' if joins else ' '}{bar} "), 0
    for piece in part:
        plain = MARKS[piece.role][1]
        run, style = "", plain
        for char in text[piece.start : piece.end]:
            out = shown(char)
            size = sum(map(width, out))
            wanted = plain if out == char or char.isspace() else "reverse"
            if wanted != style or used + size > room:
                row.append(run, style)
                run, style = "", wanted
            if used + size > room:
                yield row
                row, used = Text(f"{number:>4}   {bar} "), 0
            run += out
            used += size
        row.append(run, style)
    reason = next((piece.reason for piece in part if piece.reason), None)
    if reason and used + len(reason) + 4 <= room:
        row.append(f"  [{reason}]", "italic")
    yield row
