"""One article's lines → a JSON-ready record."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from . import cues, headlines, reflow, signing
from .byline import is_wire, parse_byline
from .glyphs import GONE
from .label import DATELINE, JUMP_CLOSES, NOTICE, byline_kind
from .lines import close_up
from .model import (
    NAMES,
    OPEN,
    SIGNED,
    STAFF,
    Byline,
    Dateline,
    Deck,
    Flag,
    Jump,
    Kind,
    Lines,
    Options,
    Page,
    Record,
)
from .moves import Move, move_at, restore, within
from .repair import Change, count_within, settle
from .spacing import hold_latin
from .weights import CONFIDENCE

if TYPE_CHECKING:
    from .views.explain import Evidence


@dataclass(slots=True)
class Sheet:
    """One stretch of the input as it was read: soft text, its lines, paragraph breaks and repairs.

    ``breaks``: the lines that begin a paragraph where they are body, in order.
    ``base``: offset of the stretch in the input.  ``latin_wraps``: whether a Latin word or
    Hangul stands at a wrap anywhere in it, so that a break may have to leave a space.
    ``evidence``: what it was decided on, kept where that is to be explained.  ``moves``: what
    was put into reading order, in offsets of the input.
    """

    soft: str
    base: int
    lines: Lines
    breaks: list[int]
    changes: list[Change]
    latin_wraps: bool = False
    evidence: Evidence | None = None
    moves: list[Move] = field(default_factory=list)

    def cuts(self, first: int, behind: int) -> list[int]:
        """The lines of a stretch of a body that begin a paragraph: all but the first of verse."""
        cuts = self.breaks[bisect_left(self.breaks, first) : bisect_left(self.breaks, behind)]
        if reflow.is_verse(self.lines, first, behind):
            return [*cuts[: cuts[:1] == [first]], *range(first + 1, behind)]
        return cuts

    def is_moved(self, place: int) -> bool:
        """Whether a place lies inside a stretch that stands in another order than in the input."""
        return within(place + self.base, self.moves)


Line = tuple[Sheet, int]
Ranges = list[tuple[int, int]]


@dataclass(slots=True)
class Article:
    """The lines of one article: of its head, of bylines of their own, and its body.

    ``margin``: by how much the chain preferred its seams and its body to any other reading;
    ``head_margin``: the same for the lines of its head.  ``trailing``: the head stands behind its
    text; ``paired``: it stands with another article's (`pairing`).  ``sheets``: the body, sheet by sheet, as ranges of lines ``[first, behind the last)``.
    """

    head: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    sheets: list[tuple[Sheet, Ranges]] = field(default_factory=list)
    trailing: bool = False
    paired: bool = False
    oversize: bool = False
    continues_paragraph: bool = True
    margin: float = 9.0
    head_margin: float = 9.0
    jump_from: str | None = None
    jump_to: str | None = None

    def add(self, first: int, behind: int) -> None:
        """Put lines of the last sheet at the end of the body."""
        ranges = self.sheets[-1][1]
        if ranges and ranges[-1][1] == first:
            ranges[-1] = (ranges[-1][0], behind)
        else:
            ranges.append((first, behind))

    def first(self, sheet: Sheet) -> int:
        """Offset in ``sheet`` at which the article begins there."""
        here = [i for s, i in (*self.head, *self.bylines) if s is sheet]
        here += [ranges[0][0] for s, ranges in self.sheets if s is sheet and ranges]
        return sheet.lines.start[min(here)] if here else 0

    def reach(self, sheet: Sheet) -> int:
        """Offset in ``sheet`` at which its last line there ends; 0 where it has none."""
        here = [i + 1 for s, i in (*self.head, *self.bylines) if s is sheet]
        here += [ranges[-1][1] for s, ranges in self.sheets if s is sheet and ranges]
        return sheet.lines.end[max(here) - 1] if here else 0

    def size(self) -> int:
        """Code points held, of the body and of lines beside it."""
        own = sum(s.lines.end[i] - s.lines.start[i] for s, i in (*self.head, *self.bylines))
        return own + sum(
            s.lines.end[behind - 1] - s.lines.start[first]
            for s, ranges in self.sheets
            for first, behind in ranges
        )

    def keep_before(self, safe: int, sheet: Sheet) -> int:
        """Give back the lines of ``sheet`` that may still change; out: the offset from which to read again.

        The cut falls before the last paragraph that begins up to ``safe``, else before the last
        line; 0, and nothing is given back, where a single line fills half of the sheet or all.
        """
        lines = sheet.lines
        behind = bisect_right(lines.start, safe)
        body = [i for a, b in self.sheets[-1][1] for i in range(a, min(b, behind))][1:]
        begins = {*sheet.breaks}
        cut = next((i for i in reversed(body) if i in begins), body[-1] if body else 0)
        if (
            lines.start[cut] < safe // 2
        ):  # or a window of bylines would be read again for each of them
            cut = behind - 1
        while cut > 0 and sheet.is_moved(lines.start[cut]):
            cut -= 1
        if cut <= 0 or lines.start[cut] < safe // 2:  # or one line for each cut that is made in it
            self.continues_paragraph = True
            return 0
        self.continues_paragraph = cut not in begins
        self.sheets[-1] = (sheet, [(a, min(b, cut)) for a, b in self.sheets[-1][1] if a < cut])
        self.head = [(s, i) for s, i in self.head if s is not sheet or i < cut]
        self.bylines = [(s, i) for s, i in self.bylines if s is not sheet or i < cut]
        return lines.start[cut]


def _region(article: Article, count: int) -> str:
    """Soft text of the body's first ``count`` lines, or of its last where negative."""
    parts = [(s, r) for s, r in article.sheets if r]
    if not parts:
        return ""
    sheet, ranges = parts[0] if count > 0 else parts[-1]
    lines = sheet.lines
    if count > 0:
        first, behind = ranges[0][0], min(ranges[0][1], ranges[0][0] + count)
    else:
        first, behind = max(ranges[-1][0], ranges[-1][1] + count), ranges[-1][1]
    return sheet.soft[lines.start[first] : lines.end[behind - 1]]


def build(
    article: Article,
    *,
    page: Page | None,
    options: Options,
    name: str | None,
    encoding: str,
    flags: list[Flag],
) -> Record:
    """The record of one article.

    ``page``: what the furniture said.  ``flags``: those that hold for the whole input.
    """
    _lift_signatures(article)
    paragraphs, repairs = _paragraphs(article)
    whole = paragraphs.copy()
    bylines: list[Byline] = []
    dateline: Dateline | None = None
    day = page["date"] if page else options.date
    came_from: str | None = None
    if paragraphs:
        own = options.profile.dateline_of(paragraphs[0]) if options.profile else None
        dateline, bylines, came_from = signing.opening(
            paragraphs, _region(article, 6), day, own=own
        )
    for sheet, i in article.bylines:
        printed = sheet.soft[sheet.lines.start[i] : sheet.lines.end[i]]
        text = sheet.lines.text[i]
        signed = options.profile.byline_of(text) if options.profile else None
        if signed:
            bylines += parse_byline(signed)
        elif not dateline and DATELINE.match(text) and not is_wire(text):
            dateline, names, _ = signing.opening([text], printed, day)
            bylines += names
        else:
            bylines += parse_byline(printed)
    head, names = _head(article)
    bylines += names
    jump_to = article.jump_to
    if not jump_to and paragraphs and JUMP_CLOSES.match(paragraphs[-1][-1]):
        jump_to = signing.tail_jump(paragraphs)
    kind: Kind = "article"
    if paragraphs:
        kind, tail = signing.closing(paragraphs, _region(article, -6), short=not dateline)
        bylines += tail
    headline, decks = headlines.arrange(head)
    spaces = 0
    if options.latin_space == "keep":
        spaced, _ = _paragraphs(article, spaced=True)
        paragraphs, spaces = _respaced(paragraphs, whole, spaced)
    settled: Counter[str] = Counter()
    text = _settled("\n".join(paragraphs), options, settled)
    headline = headline and _settled(headline, options, settled)
    for deck in decks:
        deck["text"] = _settled(deck["text"], options, settled)
    if not text:
        kind = "fragment"
    elif headline and NOTICE.fullmatch(headline):
        kind = "notice"
    make = make_of(text, dateline, decks)
    head_spans, body_spans = _spans(article)
    _count_repairs(article, head_spans + body_spans, repairs, spaces)
    if moves := moves_of(article):
        head_spans, body_spans = (restore(spans, moves) for spans in (head_spans, body_spans))
        if moved := sum(1 for _ in moved_lines(article)):
            repairs["reading_order"] = moved
    spans = head_spans + body_spans
    for repair, count in settled.items():
        repairs[repair] = repairs.get(repair, 0) + count
    jump_from = article.jump_from or came_from
    jump = Jump({"from": jump_from, "to": jump_to}) if jump_from or jump_to else None
    return Record(
        id=f"{name or ''}:{min(spans)[0]}",
        kind=kind,
        headline=headline,
        decks=decks,
        byline=_unique(bylines),
        dateline=dateline,
        text=text,
        page=page,
        jump=jump,
        flags=flags
        + _flags(article, kind, headline, dateline, paragraphs, bool(bylines), jump, make),
        confidence=confidence(min(article.margin, article.head_margin), make),
        repairs=repairs,
        source={"path": name, "encoding": encoding, "spans": spans},
    )


def _settled(text: str, options: Options, counts: Counter[str]) -> str:
    """A field's text with its last repairs made and counted."""
    text, made = settle(text, confusions=options.confusions)
    counts.update(made)
    return text


def _respaced(paragraphs: list[str], whole: list[str], spaced: list[str]) -> tuple[list[str], int]:
    """Paragraphs with the spaces between Han and Latin that the page has, and how many those are.

    ``whole``: the same paragraphs before dateline and byline were taken off them; ``spaced``:
    those with the spaces.
    """
    out, kept, k = [], 0, 0
    for paragraph in paragraphs:
        while paragraph not in whole[k]:
            k += 1
        closed, open_ = whole[k], spaced[k]
        start = closed.find(paragraph)
        end = start + len(paragraph)
        pieces, last, place = [], start, 0
        for run in open_.split(" ")[:-1]:
            place += len(run)
            if closed[place : place + 1] == " ":
                place += 1  # it stands between Latin words, and in both
            elif start < place < end:
                pieces.append(closed[last:place])
                last = place
        out.append(" ".join((*pieces, closed[last:end])))
        kept += len(pieces)
        k += 1
    return out, kept


TAIL_LINES = 6
"""Last lines of a body among which a signature in brackets may stand out of order: a column's drawing order is off by few."""


def _lift_signatures(article: Article) -> None:
    """Move the lines of the body that do nothing but sign to the bylines.

    A role word in brackets on a line of its own signs the article also where the reading
    order put it before the last lines; a marked byline (□李某) or a reporter's line may
    stand before the first.  A reporter's line between blank lines in mid-sentence signs too:
    it was a box of its own, beside the column.
    """
    if not article.sheets or not article.sheets[-1][1]:
        return
    sheet, ranges = article.sheets[-1]
    lines, behind = sheet.lines, ranges[-1][1]
    for i in range(behind - 2, max(ranges[-1][0], behind - TAIL_LINES) - 1, -1):
        text = lines.text[i]
        dated = "日" in text or "号" in text or "號" in text
        if lines.cue[i] == SIGNED and not dated and byline_kind(text[1:-1]) == 3:
            _lift(article, -1, i)
    boxed = [i for first, last in ranges for i in _boxed(lines, first, last)]
    for i in boxed if len(boxed) <= BOXED else ():
        _lift(article, -1, i)
        sheet.breaks = [line for line in sheet.breaks if line != i + 1]
    sheet, ranges = article.sheets[0]
    if ranges and ranges[0][1] - ranges[0][0] > 1:
        lines, i = sheet.lines, ranges[0][0]
        marked = lines.cue[i] == NAMES and lines.text[i][0] in cues.ORNAMENTS
        if marked or (lines.cue[i] == STAFF and lines.width[i + 1] - lines.width[i] > 6):
            _lift(article, 0, i)


BOXED = 2
"""Bylines that may stand inside one text, between blank lines; more of them are a list."""


def _boxed(lines: Lines, first: int, behind: int) -> list[int]:
    """The reporters' lines inside a stretch of body that part a sentence, blank lines around them."""
    inner = lines.cue[first + 1 : behind - 1]
    if STAFF not in inner:
        return []
    at = [i for i, cue in enumerate(inner, first + 1) if cue == STAFF]
    return [i for i in at if lines.gap[i] and lines.gap[i + 1] and lines.ending[i - 1] == OPEN]


def _lift(article: Article, at: int, i: int) -> None:
    sheet, ranges = article.sheets[at]
    cut = [
        (a, b)
        for first, last in ranges
        for a, b in ((first, min(i, last)), (max(i + 1, first), last))
    ]
    article.sheets[at] = (sheet, [(a, b) for a, b in cut if a < b])
    article.bylines.append((sheet, i))


def _head(article: Article) -> tuple[list[tuple[str, int, int]], list[Byline]]:
    """The lines of the head for `headlines.arrange`, and the bylines that a mark sets off in it."""
    out: list[tuple[str, int, int]] = []
    bylines: list[Byline] = []
    top = article.head[0] if article.head else None
    signed_at = min(
        (i for s, i in article.bylines if top and s is top[0] and i > top[1]), default=None
    )
    for sheet, i in article.head:
        text, width = sheet.lines.text[i], sheet.lines.width[i]
        if top and sheet is top[0] and signed_at is not None and i > signed_at:
            width = headlines.BELOW  # the byline of the headline stands above it
        left, signed = signing.signed_head(text)
        if signed:
            printed = sheet.soft[sheet.lines.start[i] : sheet.lines.end[i]]
            bylines += parse_byline(signing.raw_of(signed, printed))
            width -= 2 * (len(text) - len(left))
        if left:
            out.append((left, width, sheet.lines.gap[i]))
    out, signed = headlines.parted(out)
    return out, bylines + parse_byline(signed) if signed else bylines


def _count_repairs(
    article: Article, spans: list[list[int]], repairs: dict[str, int], kept: int
) -> None:
    sheets = {id(sheet): sheet for sheet, _ in (*article.head, *article.bylines, *article.sheets)}
    for sheet in sheets.values():
        if sheet.changes:
            inside = [[start - sheet.base, end - sheet.base] for start, end in spans]
            for change, count in count_within(sheet.changes, inside).items():
                repairs[change] = repairs.get(change, 0) + count
    ranges = [(sheet, i, i + 1) for sheet, i in (*article.head, *article.bylines)]
    ranges += [(sheet, a, b) for sheet, body in article.sheets for a, b in body]
    spaces = 0
    for sheet, a, b in ranges:
        lines = sheet.lines
        gone = sum(lines.end[a:b]) - sum(lines.start[a:b]) - sum(map(len, lines.text[a:b]))
        if gone:
            if sheet.changes:
                gone -= sum(
                    sheet.soft.count(GONE, lines.start[i], lines.end[i]) for i in range(a, b)
                )
            spaces += gone
    if spaces > kept:
        repairs["space"] = spaces - kept


DOUBTFUL = 0.6
"""A record less sure than this is flagged."""


SHORT = 500
"""Code points of a text that holds few places where it could have been cut."""

Make = Literal["plain", "other", "decked"]


def make_of(text: str, dateline: Dateline | None, decks: list[Deck]) -> Make:
    """What a record is like: a short text behind a dateline is right more often than its margin says.

    One with kicker or deck is right less often: the chain does not judge which line is which.
    """
    if decks:
        return "decked"
    return "plain" if dateline and len(text) < SHORT else "other"


def confidence(margin: float, make: Make) -> float:
    """Share of gold articles of such a make and margin whose body and headline were right (`weights.CONFIDENCE`)."""
    return CONFIDENCE[make][bisect_left(CONFIDENCE_EDGES, margin)]


CONFIDENCE_EDGES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 8.99)


def _unique(bylines: list[Byline]) -> list[Byline]:
    out: dict[tuple[str, str], Byline] = {}
    for entry in bylines:
        if entry["name"]:
            out.setdefault((entry["name"], entry["role"]), entry)
    return list(out.values())


def _paragraphs(article: Article, *, spaced: bool = False) -> tuple[list[str], dict[str, int]]:
    """The body's paragraphs, and how many breaks were closed up.

    ``spaced``: with the spaces between Han and Latin.
    """
    out: list[str] = []
    line_breaks = column_breaks = 0
    open_lines: list[str] = []
    latin = False
    for sheet, ranges in article.sheets:
        lines, latin = sheet.lines, latin or sheet.latin_wraps
        for a, b in ranges:
            cuts = sheet.cuts(a, b)
            inner = sum(map(bool, lines.gap[a + 1 : b])) - sum(
                1 for i in cuts if i > a and lines.gap[i]
            )
            column_breaks += inner
            line_breaks += b - a - 1 - len(cuts) + (cuts[:1] == [a]) - inner
            if open_lines and cuts[:1] != [a]:
                column_breaks += 1
            for first, behind in zip((a, *cuts), (*cuts, b), strict=True):
                if first > a or cuts[:1] == [a]:
                    if open_lines:
                        out.append(reflow.join(open_lines, latin))
                    open_lines = []
                open_lines += (
                    [
                        close_up(hold_latin(sheet.soft[lines.start[i] : lines.end[i]]))
                        for i in range(first, behind)
                    ]
                    if spaced
                    else lines.text[first:behind]
                )
    if open_lines:
        out.append(reflow.join(open_lines, latin))
    repairs = {}
    if line_breaks:
        repairs["line_break"] = line_breaks
    if column_breaks:
        repairs["column_break"] = column_breaks
    return out, repairs


def _spans(article: Article) -> tuple[list[list[int]], list[list[int]]]:
    """The head's spans, and the body's and the bylines' by offset; as they were read."""
    body = [(sheet, a, b) for sheet, ranges in article.sheets for a, b in ranges]
    if article.bylines:
        body += [(sheet, i, i + 1) for sheet, i in article.bylines]
        body.sort(key=lambda piece: piece[0].base + piece[0].lines.start[piece[1]])
    return _merged([(sheet, i, i + 1) for sheet, i in article.head]), _merged(body)


def moves_of(article: Article) -> list[Move]:
    """What was put into reading order on the sheets of an article.

    What one sheet gave back is on the next one again, perhaps moved otherwise.
    """
    pieces = (*article.head, *article.bylines, *article.sheets)
    if not any(sheet.moves for sheet, _ in pieces):
        return []
    sheets = sorted({sheet.base: sheet for sheet, _ in pieces}.items())
    bases = [base for base, _ in sheets[1:]]
    return [
        move
        for (_, sheet), limit in zip_longest(sheets, bases)
        for move in sheet.moves
        if limit is None or move.end <= limit
    ]


def moved_lines(article: Article) -> Iterator[Line]:
    """The lines of an article that are pieces of lines of the input."""
    lines = [*article.head, *article.bylines]
    lines += [(sheet, i) for sheet, body in article.sheets for a, b in body for i in range(a, b)]
    for sheet, i in lines:
        place = sheet.base + sheet.lines.start[i]
        move = move_at(place, sheet.moves)
        if move and len(move.pieces) > 1:
            yield sheet, i


def _merged(pieces: list[tuple[Sheet, int, int]]) -> list[list[int]]:
    """Spans of pieces in order; those with nothing but white space between are one."""
    out: list[list[int]] = []
    for sheet, a, b in pieces:
        lines, _base = sheet.lines, sheet.base
        start, end = lines.start[a], lines.end[b - 1]
        first = start
        for left, _right, _ in lines.furniture:
            if first <= left < end:
                before = bisect_left(lines.start, left)
                _extend(out, sheet, first, lines.end[before - 1])
                first = lines.start[before]
        _extend(out, sheet, first, end)
    return out


def _extend(out: list[list[int]], sheet: Sheet, start: int, end: int) -> None:
    base = sheet.base
    if out and out[-1][1] >= base and not sheet.soft[out[-1][1] - base : start].strip(" \u3000\n"):
        out[-1][1] = end + base
    else:
        out.append([start + base, end + base])


def _flags(
    article: Article,
    kind: Kind,
    headline: str | None,
    dateline: Dateline | None,
    paragraphs: list[str],
    signed: bool,
    jump: Jump | None,
    make: Make,
) -> list[Flag]:
    out: list[Flag] = []
    if kind == "article" and not headline:
        out.append("headline_missing")
    if headline and confidence(article.head_margin, make) < DOUBTFUL:
        out.append("headline_uncertain")
    if confidence(article.margin, make) < DOUBTFUL:
        out.append("boundary_uncertain")
    if paragraphs and not dateline and not article.jump_from and _truncated_start(article):
        out.append("truncated_start")
    if (
        kind == "article"
        and not signed
        and not (jump and jump["to"])
        and paragraphs[-1][-1] not in signing.FINISHED
    ):
        out.append("truncated_end")
    if jump and jump["to"]:
        out.append("continues_on")
    if jump and jump["from"]:
        out.append("continued_from")
    if any("\ufffd" in paragraph for paragraph in paragraphs) or (
        headline and "\ufffd" in headline
    ):
        out.append("undecodable_bytes")
    if article.oversize:
        out.append("oversize")
    return out


def _truncated_start(article: Article) -> bool:
    """Whether the body begins in the column and not with a paragraph's indent, and nothing leads it in."""
    if article.head and not article.trailing:
        return False
    sheet, ranges = article.sheets[0]
    if (
        not ranges
        or ranges[0][1] - ranges[0][0] < 3
        or any(s is sheet and i < ranges[0][0] for s, i in article.bylines)
    ):
        return False
    lines, first = sheet.lines, ranges[0][0]
    measure = max(lines.width[first + 1 : first + 4])
    return (
        lines.indent[first] <= 1
        and lines.text[first][0] not in "“‘「『《（"
        and lines.width[first] >= measure - 3
    )
