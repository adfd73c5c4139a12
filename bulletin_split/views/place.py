"""Where everything stands on the raw page: what `look` and the report draw.

Records say where they stood as spans, the headline and decks first.  Which part of a span
is a kicker, a deck, a dateline or a byline is found again here by looking for the
field's characters, repairs and white space apart; what is not found stays headline or
body, so a piece may be labelled too plainly but never left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from .. import glyphs

Role = Literal[
    "headline",
    "kicker",
    "deck",
    "section",
    "dateline",
    "body",
    "byline",
    "caption",
    "fragment",
    "furniture",
    "space",
    "unclaimed",
]

ZONE = 200
"""Code points at either end of a body in which its dateline and names are looked for."""

BYLINE_LINE = 30
"""Code points of a line that is a byline as a whole where it holds a name and no full stop."""

_FOLD = str.maketrans(
    {**glyphs.HALF_WIDTH, **glyphs.RADICALS, **glyphs.compatibility(), **glyphs.VERTICAL}
)
_UNPRINTED = frozenset(glyphs.ZERO_WIDTH + glyphs.BIDI + glyphs.CONTROLS)
_BRACKET = re.compile(r"[（(〈《【〔\[][^（()）〈〉《》【】〔〕。]{0,60}[)）〉》】〕\]]?")
_LINE = re.compile(r"[^\n\r\f]+")


class Piece(NamedTuple):
    """A stretch ``[start, end)`` of the page, code points, and what it is.

    ``record``: the number of its record, 0 for the first, or ``None``.  ``reason``: why
    a discard is one.
    """

    start: int
    end: int
    role: Role
    record: int | None = None
    reason: str | None = None


def pieces(
    text: str, records: Sequence[Any], discards: Iterable[Any], base: int = 0
) -> list[Piece]:
    """The page cut into pieces that cover it, in order.

    In: the decoded page, its records and discards, and the offset of ``text`` in the
    input.  What lies outside ``text`` is left out.

        >>> from bulletin_split import split
        >>> rest = []
        >>> page = "第三版\\n本报讯 昨日开会。（李明）\\n"
        >>> records = split(page, on_discard=rest.append)
        >>> [(p.role, page[p.start : p.end]) for p in pieces(page, records, rest) if p.role != "space"]
        [('furniture', '第三版'), ('dateline', '本报讯'), ('body', ' 昨日开会。'), ('byline', '（李明）')]
    """
    found: list[Piece] = []
    for number, record in enumerate(records):
        spans = [
            (max(start - base, 0), min(end - base, len(text)))
            for start, end in record["source"]["spans"]
            if end > base and start - base < len(text)
        ]
        found += _of_record(text, record, number, spans)
    for discard in discards:
        start, end = (place - base for place in discard["span"])
        if 0 <= start < end <= len(text):
            found.append(Piece(start, end, "furniture", None, discard["reason"]))
    return _covered(text, sorted(found))


def _covered(text: str, found: Sequence[Piece]) -> list[Piece]:
    """Pieces without overlap, with what lies between them; of two that overlap the first keeps its place."""
    out: list[Piece] = []
    at = 0
    for piece in (*found, Piece(len(text), len(text), "space")):
        if piece.start > at:
            between = text[at : piece.start]
            out.append(Piece(at, piece.start, "space" if _is_empty(between) else "unclaimed"))
        if piece.end > max(at, piece.start):
            out.append(piece._replace(start=max(at, piece.start)))
        at = max(at, piece.end)
    return out


def _is_empty(text: str) -> bool:
    return not text.strip() or all(char.isspace() or char in _UNPRINTED for char in text)


def _of_record(
    text: str, record: Any, number: int, spans: Sequence[tuple[int, int]]
) -> list[Piece]:
    head, body = _parted(text, record, spans)
    out: list[Piece] = []
    heads: list[tuple[int, int, Role]] = []
    for deck in record["decks"]:
        heads += [(*place, deck["role"]) for place in find(text, deck["text"], head)[:1]]
    for span in head:
        out += _cut(span, "headline", heads, number)
    plain: Role = {"photo_caption": "caption", "fragment": "fragment"}.get(record["kind"], "body")  # type: ignore[assignment]
    marks: list[tuple[int, int, Role]] = []
    if body and record["dateline"]:
        first = body[0][0], min(body[0][1], body[0][0] + ZONE)
        marks += [
            (*place, "dateline") for place in find(text, record["dateline"]["text"], [first])[:1]
        ]
    marks += _bylines(text, record, body, marks)
    for span in body:
        out += _cut(span, plain, marks, number)
    return out


def _parted(
    text: str, record: Any, spans: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(spans of the head, spans of the rest): the head's come first and hold what its fields hold."""
    wanted = len(_squeeze(record["headline"] or "")) + sum(
        len(_squeeze(deck["text"])) for deck in record["decks"]
    )
    head: list[tuple[int, int]] = []
    rest = list(spans)
    while wanted > 0 and rest:
        start, end = rest[0]
        held = len(_squeeze(text[start : min(end, start + 4 * wanted + ZONE)]))
        if held > wanted + 8 and head:
            break
        head.append(rest.pop(0))
        wanted -= held
    return head, rest


def _squeeze(text: str) -> str:
    return "".join([c for c in text if not c.isspace() and c not in _UNPRINTED])


def find(text: str, wanted: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the characters of a field stand in spans of the page, white space and repairs apart."""
    key = _squeeze(wanted).translate(_FOLD)
    out: list[tuple[int, int]] = []
    if not key:
        return out
    for start, end in spans:
        places = [
            i for i in range(start, end) if not text[i].isspace() and text[i] not in _UNPRINTED
        ]
        squeezed = "".join([text[i] for i in places]).translate(_FOLD)
        at = squeezed.find(key)
        while at >= 0:
            out.append((places[at], places[at + len(key) - 1] + 1))
            at = squeezed.find(key, at + len(key))
    return out


def _bylines(
    text: str,
    record: Any,
    body: list[tuple[int, int]],
    marks: Sequence[tuple[int, int, Role]],
) -> list[tuple[int, int, Role]]:
    """Where the names stand: with their brackets, or the whole of a short line."""
    zones: list[tuple[int, int]] = []
    for start, end in body[:2] + body[-2:] if len(body) > 4 else body:
        if end - start <= 2 * ZONE:
            zones.append((start, end))
        else:
            zones += [(start, start + ZONE), (end - ZONE, end)]
    out: list[tuple[int, int, Role]] = []
    for entry in record["byline"]:
        hits = find(text, entry["name"], zones)
        ranked = [(_widened(text, hit, zones), hit) for hit in hits]
        best = [wide for wide, hit in ranked if wide != hit] or [hit for _, hit in ranked[-1:]]
        for start, end in best[-1:]:
            if not any(a < end and start < b for a, b, _ in (*marks, *out)):
                out.append((start, end, "byline"))
    return out


def _widened(text: str, hit: tuple[int, int], zones: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A name with the bracket that it stands in, or with its line; the name alone where it has neither."""
    low, high = next((zone for zone in zones if zone[0] <= hit[0] < zone[1]), hit)
    for found in _BRACKET.finditer(text, max(low, hit[0] - 64), min(high, hit[1] + 64)):
        if found.start() < hit[0] and hit[1] <= found.end():
            return found.span()
    for found in _LINE.finditer(
        text, max(low, hit[0] - BYLINE_LINE), min(high, hit[1] + BYLINE_LINE)
    ):
        if found.start() <= hit[0] and hit[1] <= found.end():
            line = found[0]
            whole = (found.start() == 0 or text[found.start() - 1] in "\n\r\f") and (
                found.end() == len(text) or text[found.end()] in "\n\r\f"
            )
            if whole and len(line) <= BYLINE_LINE and "。" not in line and "，" not in line:
                return found.span()
    return hit


def _cut(
    span: tuple[int, int], plain: Role, marks: Iterable[tuple[int, int, Role]], number: int
) -> list[Piece]:
    """A span as pieces: the marked places, and the rest in the plain role."""
    out: list[Piece] = []
    at, end = span
    for start, stop, role in sorted(marks):
        if start < at or stop > end:
            continue
        if start > at:
            out.append(Piece(at, start, plain, number))
        out.append(Piece(start, stop, role, number))
        at = stop
    if at < end:
        out.append(Piece(at, end, plain, number))
    return out
