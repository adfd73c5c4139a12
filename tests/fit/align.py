"""Gold articles → the part that each line of a page plays.

Gold says what an article is, not on which lines of the page it stands, and a page may hold its
text damaged, broken and out of order.  So each line looks for the article and field that hold
it: exactly where that is possible, else by the nearest passage (rapidfuzz); a line that runs on
from the line before it, or into the line behind it, belongs where both stand together, and
what is in doubt goes where the line before it went.  A line that nothing claims has no label:
training lets the chain choose there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from bulletin_split.model import CREDITED, SIGNED
from bulletin_split.segment import B, L, S, T, Y, Z

from .gold import Article, bare

Field = Literal["body", "headline", "byline"]

_ROLES = re.compile("本[报報]|[记記]者|通[讯訊][员員]")

_FUZZY_BODY = 70.0
"""Per cent of a line that must be found in a body: an OCR page has three wrong in ten at worst."""

_FUZZY_HEAD = 75.0
"""The same for headlines and bylines, which are shorter and so agree by chance more often."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a line stands in the gold: which article, and in which of its fields."""

    article: int
    field: Field


@dataclass(frozen=True, slots=True)
class _Target:
    """What a line is looked for in.  The byline may stand at either end of the body."""

    body: str
    body_signed_first: str
    head: str
    byline: str
    dateline: str
    pairs: frozenset[str]


def _target(article: Article) -> _Target:
    text = "".join(article.paragraphs)
    body = article.dateline + text + article.byline
    other = article.dateline + article.byline + text
    head = article.headline + "".join(article.decks)
    pairs = frozenset(_pairs(body + other))
    return _Target(body, other, head, article.byline, article.dateline, pairs)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _claims(
    line: str, before: str, behind: str, target: _Target, is_current: bool, in_head: Sequence[str]
) -> Iterator[tuple[float, Field]]:
    """How well each field of an article holds a line (per cent, and a little for preference).

    ``in_head``: the line with that above it, and with that below, where neither is a sentence.
    """
    near = 0.001 * is_current
    if len(line) >= 2 and line in target.head:
        goes_on = any(len(both) > len(line) + 2 and both in target.head for both in in_head)
        yield (103.5 if goes_on else 100.5) + near, "headline"
    elif len(line) >= 4 and len(target.head) >= 0.8 * len(line):
        score = fuzz.partial_ratio(line, target.head) - 3
        if score >= _FUZZY_HEAD:
            yield score + near, "headline"
    # 本报讯（记者李明）, alone on a line, opens the body all the same
    is_dated = bool(target.dateline) and line.startswith(target.dateline)
    if target.byline and not is_dated and len(line) <= min(len(target.byline) + 14, 39):
        signed, names = _ROLES.sub("", line), _ROLES.sub("", target.byline)
        score = max(fuzz.ratio(signed, names), fuzz.ratio(signed.replace("文", ""), names))
        if score >= _FUZZY_HEAD:
            yield score + 0.2 + near, "byline"
    runs_on = len(before) > 3 and before[-8:] + line in target.body
    runs_into = len(behind) > 3 and line + behind[:8] in target.body
    if runs_on or runs_into:
        yield 103 + near, "body"
    if len(line) <= 3 and is_current and line in target.body:
        yield 90, "body"
    pairs = _pairs(line)
    if len(pairs & target.pairs) >= 0.5 * len(pairs):
        score = 0.0
        if line in target.body or line in target.body_signed_first:
            score = 100
        elif len(line) > 3:
            score = max(
                fuzz.partial_ratio(line, target.body),
                fuzz.partial_ratio(line, target.body_signed_first),
            )
        if score >= _FUZZY_BODY:
            yield score + 0.1 + near, "body"


def place(lines: Sequence[str], articles: Sequence[Article]) -> list[Placed | None]:
    """For each line of a page, the article and field that hold it."""
    targets = [_target(article) for article in articles]
    bares = [bare(line) for line in lines]
    out: list[Placed | None] = []
    current = -1
    for k, line in enumerate(bares):
        best, chosen = 0.0, None
        before = bares[k - 1] if k else ""
        behind = bares[k + 1] if k + 1 < len(bares) else ""
        near = ((k - 1, before[-8:] + line), (k, line + behind[:8]))
        in_head = [
            both for at, both in near if not any("。" in x for x in lines[max(0, at) : at + 2])
        ]
        for index, target in enumerate(targets if line else ()):
            for score, field in _claims(line, before, behind, target, index == current, in_head):
                if score > best:
                    best, chosen = score, Placed(index, field)
        out.append(chosen)
        if chosen and chosen.field == "body":
            current = chosen.article
    _rejoin(out, bares, targets)
    _rejoin_heads(out, bares, targets)
    return out


def _rejoin_heads(places: list[Placed | None], bares: list[str], targets: list[_Target]) -> None:
    """A line that goes on the headline line above it is one, though the body has the words too."""
    for i in range(1, len(places)):
        above, here = places[i - 1], places[i]
        meets = above and here and above.field == "headline" and here.field == "body" and bares[i]
        if above and meets and bares[i - 1] + bares[i] in targets[above.article].head:
            places[i] = above


def _rejoin(places: list[Placed | None], bares: list[str], targets: list[_Target]) -> None:
    """A body line that went to another article than both its neighbours did returns to them."""
    for i in range(1, len(places) - 1):
        before, here, behind = places[i - 1 : i + 2]
        if here is None or here.field != "body":
            continue
        if before is not None and before.article == here.article:
            continue
        goes_on = behind and behind.field == "body" and behind.article != here.article
        if behind and goes_on and bares[i] in targets[behind.article].body:
            places[i] = behind
        elif before and before.field == "body" and before == behind:
            places[i] = before


def parts_of(places: Sequence[Placed | None]) -> list[int | None]:
    """The parts of `segment` that lines in these places play.

    >>> body, head = Placed(0, "body"), Placed(0, "headline")
    >>> parts_of([head, body, body, None]) == [L, S, B, None]
    True
    """
    first: dict[int, int] = {}
    for i, placed in enumerate(places):
        if placed and placed.field == "body":
            first.setdefault(placed.article, i)
    out: list[int | None] = []
    for i, placed in enumerate(places):
        if placed is None:
            out.append(None)
        elif placed.field == "body":
            out.append(S if first[placed.article] == i else B)
        else:
            leads = i < first.get(placed.article, len(places))
            out.append((L if leads else T) if placed.field == "headline" else (Y if leads else Z))
    return out


def with_brackets(parts: Sequence[int | None], cues: Sequence[int]) -> list[int | None]:
    """The same parts, but a bracket that signs on a line of its own, below its text, is body.

    So the pipeline reads it; gold's bylines say where it stands only by chance.
    """
    out = list(parts)
    for i, cue in enumerate(cues):
        if i and out[i] == Z and cue in (SIGNED, CREDITED) and out[i - 1] in (B, S):
            out[i] = B
    return out


def paragraph_breaks(
    lines: Sequence[str], places: Sequence[Placed | None], articles: Sequence[Article]
) -> Iterator[tuple[int, bool]]:
    """``(line, whether it begins a paragraph)`` where two lines of one body meet in the gold."""
    bares = [bare(line) for line in lines]
    bodies = ["".join(article.paragraphs) for article in articles]
    ends = []
    for article in articles:
        total, found = 0, set()
        for paragraph in article.paragraphs:
            total += len(paragraph)
            found.add(total)
        ends.append(found)
    for i in range(1, len(bares)):
        here, before = places[i], places[i - 1]
        if here is None or here.field != "body" or here != before:
            continue
        left, right = bares[i - 1][-6:], bares[i][:6]
        at = bodies[here.article].find(left + right) if left and right else -1
        if at >= 0:
            yield i, at + len(left) in ends[here.article]
