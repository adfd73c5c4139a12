"""One article's lines → a JSON-ready record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import cues, headlines, reflow
from .byline import parse_byline, parse_dateline, reporters_in
from .glyphs import GONE
from .label import CREDIT, DATELINE, JUMP, NOTICE, WIRE, Lines, byline_kind
from .model import Byline, Dateline, Flag, Jump, Kind, Options, Page, Record
from .repair import Change, count_within

_LEAD_IN = re.compile("^[：:，,。.·\\s]+(?=\\S)")
_HEAD_BYLINE = re.compile("^[（(]([^（）()。]{2,60})[）)][：:]?")
_TAIL_BYLINE = re.compile("[（(〈]([^（(）)〈〉。]{2,60})[）)〉][。.]?$")
_TAIL_JUMP = re.compile(f"(?:{cues.alternation(cues.JUMPS)})$")
_FINISHED = "。！？!?…”』」’》）)—：；."

CAPTION_LENGTH = 200
"""Code points that a caption with a credit may have; longer ones are picture stories, articles."""


@dataclass(slots=True)
class Sheet:
    """One stretch of the input as it was read: soft text, its lines, paragraph breaks and repairs."""

    soft: str
    base: int
    lines: Lines
    breaks: list[bool]
    changes: list[Change]


Line = tuple[Sheet, int]


@dataclass(slots=True)
class Article:
    """The lines of one article: of its head, of bylines of their own, and its body sheet by sheet."""

    head: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    sheets: list[tuple[Sheet, list[int]]] = field(default_factory=list)
    trailing: bool = False
    oversize: bool = False
    continues_paragraph: bool = True
    confidence: float = 0.5
    jump_from: str | None = None
    jump_to: str | None = None

    def first(self, sheet: Sheet) -> int:
        """Offset in ``sheet`` at which the article begins there."""
        here = [i for s, i in (*self.head, *self.bylines) if s is sheet]
        here += [body[0] for s, body in self.sheets if s is sheet and body]
        return sheet.lines.start[min(here)] if here else 0

    def size(self) -> int:
        """Code points of body held."""
        return sum(s.lines.end[body[-1]] - s.lines.start[body[0]] for s, body in self.sheets if body)

    def keep_before(self, safe: int, sheet: Sheet) -> int:
        """Give back the lines of ``sheet`` that may still change; out: the offset from which to read again.

        The cut falls before the last paragraph that begins up to ``safe``, else before the last
        line; 0, and nothing is given back, where the sheet is a single line.
        """
        body = self.sheets[-1][1]
        lines = sheet.lines
        allowed = [i for i in body[1:] if lines.start[i] <= safe]
        if not allowed:
            self.continues_paragraph = True
            return 0
        cut = next((i for i in reversed(allowed) if sheet.breaks[i]), allowed[-1])
        self.continues_paragraph = not sheet.breaks[cut]
        self.sheets[-1] = (sheet, [i for i in body if i < cut])
        self.head = [(s, i) for s, i in self.head if s is not sheet or i < cut]
        self.bylines = [(s, i) for s, i in self.bylines if s is not sheet or i < cut]
        return lines.start[cut]

    def body(self) -> list[Line]:
        return [(sheet, i) for sheet, body in self.sheets for i in body]


def raw_of(inner: str, region: str) -> str:
    """The stretch of ``region`` that reads ``inner`` but for white space, or ``inner`` itself.

    >>> raw_of("李明王晓", "。（李 明　王\\n晓）")
    '李 明\\u3000王\\n晓'
    """
    found = re.search("[ \u3000\n\x7f]*".join(map(re.escape, inner)), region)
    return found[0] if found else inner


def _region(lines: list[Line]) -> str:
    return "\n".join(sheet.soft[sheet.lines.start[i] : sheet.lines.end[i]] for sheet, i in lines)


def build(article: Article, *, page: Page | None, options: Options, name: str | None, encoding: str, flags: list[Flag]) -> Record:
    """The record of one article.

    ``page``: what the furniture said.  ``flags``: those that hold for the whole input.
    """
    body = article.body()
    paragraphs, repairs = _paragraphs(article)
    bylines: list[Byline] = []
    dateline: Dateline | None = None
    if paragraphs:
        day = page["date"] if page else options.date
        dateline, bylines = _opening(paragraphs, body, day)
    for sheet, i in article.bylines:
        bylines += parse_byline(sheet.soft[sheet.lines.start[i] : sheet.lines.end[i]])
    jump_to = article.jump_to or (_tail_jump(paragraphs) if paragraphs else None)
    kind: Kind = "article"
    if paragraphs:
        kind, tail = _closing(paragraphs, body, short=not dateline)
        bylines += tail
    headline, decks = headlines.arrange([(s.lines.text[i], s.lines.width[i], s.lines.gap[i]) for s, i in article.head])
    text = "\n".join(paragraphs)
    if not text:
        kind = "fragment"
    elif headline and NOTICE.fullmatch(headline):
        kind = "notice"
    spans = _spans(article.head) + _spans(sorted(body + article.bylines, key=_place))
    for sheet in {id(s): s for s, _ in (*article.head, *article.bylines, *body)}.values():
        inside = [[start - sheet.base, end - sheet.base] for start, end in spans]
        for change, count in count_within(sheet.changes, inside).items():
            repairs[change] = repairs.get(change, 0) + count
    spaces = sum(_spaces(line) for line in (*article.head, *article.bylines, *body))
    if spaces:
        repairs["space"] = spaces
    jump = Jump({"from": article.jump_from, "to": jump_to}) if article.jump_from or jump_to else None
    return Record(
        id=f"{name or ''}:{min(start for start, _ in spans)}",
        kind=kind,
        headline=headline,
        decks=decks,
        byline=_unique(bylines),
        dateline=dateline,
        text=text,
        page=page,
        jump=jump,
        flags=flags + _flags(article, kind, headline, dateline, paragraphs, bool(bylines), jump),
        confidence=round(article.confidence, 2),
        repairs=repairs,
        source={"path": name, "encoding": encoding, "spans": spans},
    )


def _place(line: Line) -> int:
    return line[0].base + line[0].lines.start[line[1]]


def _unique(bylines: list[Byline]) -> list[Byline]:
    out: list[Byline] = []
    for entry in bylines:
        if entry["name"] and entry not in out:
            out.append(entry)
    return out


def _paragraphs(article: Article) -> tuple[list[str], dict[str, int]]:
    """The body's paragraphs, and how many breaks were closed up."""
    out: list[str] = []
    current: list[str] = []
    line_breaks = column_breaks = 0
    for sheet, body in article.sheets:
        lines, breaks, previous = sheet.lines, sheet.breaks, -1
        for i in body:
            if current and (breaks[i] or lines.fused[i]):
                out.append(reflow.join(current))
                current = []
            elif current:
                if lines.gap[i] or i != previous + 1:
                    column_breaks += 1
                else:
                    line_breaks += 1
            current.append(lines.text[i])
            previous = i
    if current:
        out.append(reflow.join(current))
    repairs = {}
    if line_breaks:
        repairs["line_break"] = line_breaks
    if column_breaks:
        repairs["column_break"] = column_breaks
    return out, repairs


def _opening(paragraphs: list[str], body: list[Line], day: str | None) -> tuple[Dateline | None, list[Byline]]:
    """Take the dateline and what it signs off the first paragraph."""
    first, bylines = paragraphs[0], list[Byline]()
    dateline: Dateline | None = None
    found = DATELINE.match(first)
    if found:
        dateline = parse_dateline(found[0], day)
        bylines += reporters_in(found[0])
        first = _LEAD_IN.sub("", first[found.end() :])
    inner = _HEAD_BYLINE.match(first)
    if inner and byline_kind(inner[1]) >= (2 if dateline else 3):
        bylines += parse_byline(raw_of(inner[1], _region(body[:6])))
        first = _LEAD_IN.sub("", first[inner.end() :])
    paragraphs[0] = first
    if not first:
        paragraphs.pop(0)
    return dateline, bylines


def _tail_jump(paragraphs: list[str]) -> str | None:
    found = _TAIL_JUMP.search(paragraphs[-1])
    if not found or found[1] is None:
        return None
    paragraphs[-1] = paragraphs[-1][: found.start()]
    if not paragraphs[-1]:
        paragraphs.pop()
    return found[1]


def _closing(paragraphs: list[str], body: list[Line], *, short: bool) -> tuple[Kind, list[Byline]]:
    """Take the byline or the picture credit off the last paragraph."""
    region = _region(body[-6:])
    last = paragraphs[-1]
    if short and sum(map(len, paragraphs)) <= CAPTION_LENGTH:
        credit = CREDIT.search(last)
        start = _credit_start(last, credit) if credit else None
        if start is not None and (start > 8 or len(paragraphs) > 1):
            names = parse_byline(raw_of(last[start:].strip("。"), region), "photographer")
            paragraphs[-1] = last[:start]
            if not paragraphs[-1]:
                paragraphs.pop()
            return "photo_caption", [Byline(name=entry["name"], role="photographer") for entry in names]
    out: list[Byline] = []
    while paragraphs:
        found = _TAIL_BYLINE.search(paragraphs[-1])
        if not found:
            break
        surety = byline_kind(found[1])
        if out and (surety < 2 or WIRE.fullmatch(found[1])):
            break
        before = paragraphs[-1][: found.start()]
        if not surety or (before and surety < 3 and before[-1] not in _FINISHED):
            break
        out = parse_byline(raw_of(found[1], region)) + out
        paragraphs[-1] = before
        if not before:
            paragraphs.pop()
        if not (paragraphs and paragraphs[-1].endswith(("）", ")"))):
            break
    return "article", out


def _credit_start(last: str, credit: re.Match[str]) -> int | None:
    """Where the credit begins: at its bracket, or behind the last sentence."""
    text = last[: credit.end()].rstrip("。")
    if text[-1] in "）)〉":
        return max(text.rfind("（"), text.rfind("("), text.rfind("〈"))
    stop = max(text.rfind(mark) for mark in "。！？”")
    return stop + 1 if stop >= 0 and len(text) - stop <= 22 else None


def _spans(lines: list[Line]) -> list[list[int]]:
    """Spans of lines in order; those with nothing but white space between are one."""
    out: list[list[int]] = []
    before: Line | None = None
    for sheet, i in lines:
        start, end = sheet.lines.start[i], sheet.lines.end[i]
        if before and before[0] is sheet and not sheet.soft[sheet.lines.end[before[1]] : start].strip(" \u3000\n"):
            out[-1][1] = end + sheet.base
        else:
            out.append([start + sheet.base, end + sheet.base])
        before = (sheet, i)
    return out


def _spaces(line: Line) -> int:
    """Spaces taken out of a line, its indent aside."""
    sheet, i = line
    start, end = sheet.lines.start[i], sheet.lines.end[i]
    gone = end - start - len(sheet.lines.text[i])
    return gone - sheet.soft.count(GONE, start, end) if gone else 0


def _flags(
    article: Article, kind: Kind, headline: str | None, dateline: Dateline | None, paragraphs: list[str], signed: bool, jump: Jump | None
) -> list[Flag]:
    out: list[Flag] = []
    if kind == "article" and not headline:
        out.append("headline_missing")
    if article.confidence < 0.5:
        out.append("boundary_uncertain")
    if paragraphs and not dateline and not article.jump_from and _truncated_start(article):
        out.append("truncated_start")
    if kind == "article" and not signed and not (jump and jump["to"]) and paragraphs[-1][-1] not in _FINISHED:
        out.append("truncated_end")
    if jump and jump["to"]:
        out.append("continues_on")
    if jump and jump["from"]:
        out.append("continued_from")
    if any("\ufffd" in paragraph for paragraph in paragraphs) or (headline and "\ufffd" in headline):
        out.append("undecodable_bytes")
    if article.oversize:
        out.append("oversize")
    return out


def _truncated_start(article: Article) -> bool:
    """Whether the body begins in the column and not with a paragraph's indent, and nothing leads it in."""
    if article.head and not article.trailing:
        return False
    sheet, body = article.sheets[0]
    if len(body) < 3 or any(s is sheet and i < body[0] for s, i in article.bylines):
        return False
    lines, first = sheet.lines, body[0]
    measure = max(lines.width[i] for i in body[1:4])
    return lines.indent[first] <= 1 and lines.text[first][0] not in "“‘「『《（" and lines.width[first] >= measure - 3
