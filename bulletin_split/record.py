"""One article's lines → a JSON-ready record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import cues, reflow
from .byline import iso_date, parse_byline, parse_dateline, reporters_in
from .label import CREDIT, DATELINE, JUMP, byline_kind, Lines
from .model import Byline, Dateline, Deck, Discard, Flag, Jump, Kind, Options, Page, Record
from .repair import Change, count_within

_LEAD_IN = re.compile("^[：:，,。.·\\s]+(?=\\S)")
_HEAD_BYLINE = re.compile("^[（(]([^（）()。]{2,60})[）)][：:]?")
_TAIL_BYLINE = re.compile("[（(〈]([^（(）)〈〉。]{2,60})[）)〉][。.]?$")


@dataclass(slots=True)
class Article:
    """The lines of one article, by their index in `Lines`."""

    head: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    trailing: bool = False
    confidence: float = 0.5
    continued: bool = False


@dataclass(slots=True)
class Context:
    """What every record of a page shares."""

    soft: str
    base: int
    lines: Lines
    breaks: list[bool]
    changes: list[Change]
    options: Options
    name: str | None
    encoding: str
    page: Page | None
    flags: list[Flag]


def raw_of(inner: str, region: str) -> str:
    """The stretch of ``region`` that reads ``inner`` but for white space, or ``inner`` itself."""
    found = re.search("[ \u3000\n\x7f]*".join(map(re.escape, inner)), region)
    return found[0] if found else inner


def build(article: Article, ctx: Context) -> Record:
    lines = ctx.lines
    body = article.body
    paragraphs, line_breaks, column_breaks = _paragraphs(body, ctx)
    region_head = ctx.soft[lines.start[body[0]] : lines.end[body[min(4, len(body) - 1)]]] if body else ""
    region_tail = ctx.soft[lines.start[body[max(0, len(body) - 5)]] : lines.end[body[-1]]] if body else ""
    bylines: list[Byline] = []
    dateline: Dateline | None = None
    if paragraphs:
        first = paragraphs[0]
        found = DATELINE.match(first)
        if found:
            dateline = parse_dateline(found[0], ctx.page["date"] if ctx.page else ctx.options.date)
            bylines += reporters_in(found[0])
            first = _LEAD_IN.sub("", first[found.end() :])
        inner = _HEAD_BYLINE.match(first)
        if inner and (byline_kind(inner[1]) >= (2 if dateline else 3)):
            bylines += parse_byline(raw_of(inner[1], region_head))
            first = _LEAD_IN.sub("", first[inner.end() :])
        paragraphs[0] = first
        if not first:
            paragraphs.pop(0)
    own = [i for i in article.bylines]
    for i in own:
        bylines += parse_byline(ctx.soft[lines.start[i] : lines.end[i]])
    kind: Kind = "article"
    if paragraphs:
        kind, tail = _tail(paragraphs, region_tail, bool(article.head), dateline is not None)
        bylines += tail
    paragraphs = [p for p in paragraphs if p]
    headline, decks = _headline(article.head, lines)
    spans = _spans(article, ctx)
    repairs = count_within(ctx.changes, [[s - ctx.base, e - ctx.base] for s, e in spans])
    text = "\n".join(paragraphs)
    if line_breaks:
        repairs["line_break"] = line_breaks
    if column_breaks:
        repairs["column_break"] = column_breaks
    spaces = _spaces(article, ctx)
    if spaces:
        repairs["space"] = spaces
    flags = list(ctx.flags)
    if kind == "article" and not headline:
        flags.append("headline_missing")
    if body and not article.continued and _truncated_start(article, ctx, dateline):
        flags.append("truncated_start")
    if kind == "article" and paragraphs and not bylines and paragraphs[-1][-1] not in "。！？!?…”』」》）)—":
        flags.append("truncated_end")
    if article.confidence < 0.5:
        flags.append("boundary_uncertain")
    if not text and not headline:
        kind = "fragment"
    elif not text:
        kind = "fragment"
    start = min(s for s, _ in spans)
    return Record(
        id=f"{ctx.name or ''}:{start}",
        kind=kind,
        headline=headline,
        decks=decks,
        byline=_unique(bylines),
        dateline=dateline,
        text=text,
        page=ctx.page,
        jump=None,
        flags=flags,
        confidence=round(article.confidence, 2),
        repairs=repairs,
        source={"path": ctx.name, "encoding": ctx.encoding, "spans": spans},
    )


def _unique(bylines: list[Byline]) -> list[Byline]:
    out: list[Byline] = []
    for entry in bylines:
        if entry["name"] and entry not in out:
            out.append(entry)
    return out


def _paragraphs(body: list[int], ctx: Context) -> tuple[list[str], int, int]:
    out: list[str] = []
    current: list[str] = []
    line_breaks = column_breaks = 0
    previous = -1
    for i in body:
        if current and (ctx.breaks[i] or ctx.lines.fused[i]):
            out.append(reflow.join(current))
            current = []
        elif current:
            if ctx.lines.gap[i] or i != previous + 1:
                column_breaks += 1
            else:
                line_breaks += 1
        current.append(ctx.lines.text[i])
        previous = i
    if current:
        out.append(reflow.join(current))
    return out, line_breaks, column_breaks


def _tail(paragraphs: list[str], region: str, headed: bool, dated: bool) -> tuple[Kind, list[Byline]]:
    """Take the byline or the credit off the last paragraph."""
    last = paragraphs[-1]
    size = sum(map(len, paragraphs))
    if size <= 200 and not dated:
        credit = CREDIT.search(last)
        if credit:
            start = _credit_start(last, credit)
            if start is not None and (start > 8 or len(paragraphs) > 1):
                names = parse_byline(raw_of(last[start:].strip("。"), region), "photographer")
                paragraphs[-1] = last[:start]
                return "photo_caption", [Byline(name=n["name"], role="photographer") for n in names]
    out: list[Byline] = []
    while paragraphs:
        found = _TAIL_BYLINE.search(paragraphs[-1])
        if not found:
            break
        kind = byline_kind(found[1])
        before = paragraphs[-1][: found.start()]
        alone = not before
        if kind == 0 or not (alone or before[-1] in "。！？!?…”』」》）)：；—." or kind >= 3):
            break
        out = parse_byline(raw_of(found[1], region)) + out
        paragraphs[-1] = before
        if not before:
            paragraphs.pop()
        if not (paragraphs and paragraphs[-1].endswith(("）", ")"))):
            break
    return "article", out


def _credit_start(last: str, credit: re.Match[str]) -> int | None:
    """Where the credit begins: behind the last sentence end, or at its bracket."""
    text = last[: credit.end()].rstrip("。")
    if text[-1] in "）)〉":
        return max(text.rfind("（"), text.rfind("("), text.rfind("〈"))
    stop = max(text.rfind(mark) for mark in "。！？”")
    return stop + 1 if 0 <= stop and len(text) - stop <= 22 else None


def _headline(head: list[int], lines: Lines) -> tuple[str | None, list[Deck]]:
    if not head:
        return None, []
    return reflow.join([lines.text[i] for i in head]), []


def _spans(article: Article, ctx: Context) -> list[list[int]]:
    head = _merge(article.head, ctx)
    body = _merge(sorted(article.body + article.bylines), ctx)
    return head + body


def _merge(indices: list[int], ctx: Context) -> list[list[int]]:
    lines, out = ctx.lines, []
    previous = -2
    for i in indices:
        start, end = lines.start[i] + ctx.base, lines.end[i] + ctx.base
        if i == previous + 1 and not ctx.soft[lines.end[previous] : lines.start[i]].strip(" \u3000\n\x7f"):
            out[-1][1] = end
        else:
            out.append([start, end])
        previous = i
    return out


def _spaces(article: Article, ctx: Context) -> int:
    """Spaces taken out of the article's lines, indents aside."""
    lines = ctx.lines
    return sum(
        lines.end[i] - lines.start[i] - len(lines.text[i]) - ctx.soft.count("\x7f", lines.start[i], lines.end[i])
        for i in (*article.head, *article.bylines, *article.body)
    )


def _truncated_start(article: Article, ctx: Context, dateline: Dateline | None) -> bool:
    first, lines = article.body[0], ctx.lines
    if dateline or lines.indent[first] > 1 or (article.head and not article.trailing) or any(b < first for b in article.bylines):
        return False
    if len(article.body) < 3:
        return False
    measure = max(lines.width[i] for i in article.body[1:4])
    return lines.text[first][0] not in "“‘「『《（" and lines.width[first] >= measure - 3
