"""How right records are, against gold: what ``bulletin-split-eval`` computes.

Articles of a page are paired one to one, those that share most first: by their common
runs of five characters, as a share of the larger body, and where none are left by
likeness of at least a half.  From each page come plain counts (`judge`), from counts
the figures (`figures.FIGURES`, each with its definition), so that pages add up and can be drawn
again for intervals.

Bodies are compared after `metrics.fold`, or to the letter with ``exact``.  The gold's
own dateline at a body's start and its byline at the end are passed over: leaving them in
the text is charged to the dateline and the byline.  A fragment that shares less than half
of itself with the gold is no article's text and costs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, get_args

from ..model import Flag, Kind
from . import metrics
from .figures import BINS, COUNTS, FIGURES
from .gold import Article, Fields

LIKE = 0.95
"""Share of a body's characters that must be right for the article to count as found."""

HALF = 0.5
"""Likeness from which two bodies are one article, so that their other fields are compared."""

FLAGS, KINDS = frozenset(get_args(Flag)), frozenset(get_args(Kind))
"""What is judged of flags and kinds: gold of other collections may have words of its own."""


@dataclass(slots=True)
class Verdict:
    """What `judge` found on one page: counts, and each gold article's fate for the list of the worst.

    ``articles``: for each gold article its headline, likeness (0 to 1) and the fields that are wrong.
    """

    page: str
    counts: dict[str, float]
    articles: list[dict[str, Any]] = field(default_factory=list)


class _Body(NamedTuple):
    """An article with its body as compared: one string, and the sizes of its paragraphs."""

    article: Article
    text: str
    clean: str
    sizes: list[int]
    grams: set[str]


def _body(article: Article, fold: Callable[[str], str]) -> _Body:
    parts = [part for part in map(fold, article.fields.paragraphs) if part]
    clean = fold("".join(article.clean.paragraphs))
    text = "".join(parts)
    return _Body(article, text, clean, [len(part) for part in parts], metrics.grams(text))


def judge(
    page: str, gold: Sequence[Article], found: Sequence[Article], *, exact: bool = False
) -> Verdict:
    """Compare one page's articles with its gold; ``exact`` folds nothing but white space.

    Raises `ImportError` where rapidfuzz is not installed.
    """
    fold = metrics.close_up if exact else metrics.fold
    wanted = [_body(article, fold) for article in gold]
    records = [_body(article, fold) for article in found]
    records = [r for r in records if r.text or r.article.fields.headline]
    there = set().union(*(body.grams for body in wanted))
    records = [
        r
        for r in records
        if r.article.kind != "fragment" or len(r.grams & there) > HALF * len(r.grams)
    ]
    verdict = Verdict(page, dict.fromkeys(COUNTS, 0))
    counts = verdict.counts
    counts.update(pages=1, gold=len(wanted), records=len(records))
    pairs = pair(wanted, records)
    right: set[int] = set()
    for i, want in enumerate(wanted):
        j = pairs.get(i)
        fate, is_right = _judge_article(want, records[j] if j is not None else None, counts, fold)
        verdict.articles.append(fate)
        if j is not None and is_right:
            right.add(j)
    counts["record_breaks"] = sum(len(metrics.inner_bounds(r.sizes)) for r in records)
    _judge_seams(wanted, records, counts)
    for j, record in enumerate(records):
        _rate(record.article.confidence, j in right, counts)
    return verdict


def pair(gold: Sequence[_Body], found: Sequence[_Body]) -> dict[int, int]:
    """Which record is which gold article: one to one, most alike first."""
    scores = []
    for i, want in enumerate(gold):
        for j, record in enumerate(found):
            common = len(want.grams & record.grams)
            if common:
                scores.append((common / max(len(want.grams), len(record.grams)), i, j))
    out: dict[int, int] = {}
    taken: set[int] = set()

    def take(i: int, j: int) -> None:
        if i not in out and j not in taken:
            out[i] = j
            taken.add(j)

    for _, i, j in sorted(scores, reverse=True):
        take(i, j)
    for i, want in enumerate(gold):
        free = [j for j in range(len(found)) if j not in taken]
        if i in out or not free:
            continue
        best, j = max((_likeness(found[j].text, want.text), -j) for j in free)
        if best >= HALF:
            take(i, -j)
    return out


def _likeness(found: str, gold: str) -> float:
    size = max(len(found), len(gold))
    return 1 - metrics.edits(found, gold) / size if size else 1.0


def _distance(found: str, want: _Body) -> int:
    """Edits to the gold, each character as printed or as it was before the damage."""
    if len(found) == len(want.text) == len(want.clean):
        return sum(a not in (b, c) for a, b, c in zip(found, want.text, want.clean, strict=True))
    return min(metrics.edits(found, want.text), metrics.edits(found, want.clean))


def _judge_article(
    want: _Body, record: _Body | None, counts: dict[str, float], fold: Callable[[str], str]
) -> tuple[dict[str, Any], bool]:
    """Count one gold article's body and fields; out: its fate, and whether the record is right."""
    size = len(want.text)
    counts["body_chars"] += size
    bounds = metrics.inner_bounds(want.sizes)
    counts["gold_breaks"] += len(bounds)
    likeness, wrong = 0.0, []
    if record is None:
        counts["body_edits"] += size
    else:
        text = (
            record.text if record.text == want.text else _without_credits(record.text, want, fold)
        )
        edits = _distance(text, want)
        likeness = 1 - edits / max(1, size, len(text))
        counts["body_edits"] += min(edits, max(size, len(text)))
        counts["like"] += likeness >= LIKE
        whole = bool(size) and (
            _distance(record.text, want) == 0 or _untailed(record.text) == _untailed(want.text)
        )
        counts["exact"] += whole
        if not whole:
            wrong.append("body")
        theirs = metrics.inner_bounds(record.sizes)
        if bounds and theirs:
            theirs = metrics.carry(theirs, metrics.align(record.text, want.text))
            counts["breaks"] += metrics.met(bounds, theirs)
    same = record.article if record is not None and likeness >= HALF else None
    wrong += _judge_fields(want.article, same, counts, fold)
    fate = {
        "headline": want.article.fields.headline,
        "likeness": round(likeness, 4),
        "wrong": wrong,
    }
    if record is None:
        fate["wrong"] = ["missing"]
    return fate, likeness >= LIKE and "headline" not in wrong


def _judge_fields(
    want: Article, found: Article | None, counts: dict[str, float], fold: Callable[[str], str]
) -> list[str]:
    """Count the fields of a gold article; out: the names of those that are wrong."""
    readings: tuple[tuple[str, str, str, Callable[[Fields], str | None]], ...] = (
        (
            "headline",
            "headlines",
            "headlineless",
            lambda f: None if f.headline is None else fold(f.headline),
        ),
        ("byline", "bylines", "unsigned", lambda f: _names_key(f.byline)),
        ("dateline", "datelines", "undated", lambda f: _dateline_key(f.dateline)),
    )
    wrong = []
    for name, there, absent, read in readings:
        gold, clean = read(want.fields), read(want.clean)
        ours = (read(found.fields) or "") if found else ""
        if gold is None:
            continue
        if gold:
            counts[there] += 1
            counts[name] += bool(ours) and ours in (gold, clean)
        elif found:
            counts[absent] += 1
            counts[f"{name}_false"] += bool(ours)
        if ours not in (gold, clean):
            wrong.append(name)
    roles = Counter((fold(name), role) for name, role in want.clean.byline or () if role)
    counts["roles"] += roles.total()
    flags = set(want.flags) & FLAGS
    counts["flags"] += len(flags)
    if found:
        named = Counter((fold(name), role) for name, role in found.fields.byline or ())
        counts["role"] += (roles & named).total()
        counts["flag"] += len(flags & set(found.flags))
        if want.kind in KINDS:
            counts["kinds"] += 1
            counts["kind"] += want.kind == found.kind
            if want.kind != found.kind:
                wrong.append("kind")
    return wrong


def _judge_seams(
    wanted: Sequence[_Body], records: Sequence[_Body], counts: dict[str, float]
) -> None:
    """Boundaries, WindowDiff, Pk and B-cubed: both sides in one text, in the order in which each lists its articles."""
    gold, found = ([len(body.text) for body in side if body.text] for side in (wanted, records))
    size = sum(gold)
    counts["gold_chars"], counts["found_chars"] = size, sum(found)
    seams = metrics.inner_bounds(gold)
    counts["gold_seams"], counts["record_seams"] = len(seams), len(metrics.inner_bounds(found))
    if not gold or not found:
        counts["windows"], counts["window_faults"], counts["pk_faults"] = metrics.windows(
            seams, [], size
        )
        return
    blocks = metrics.align("".join(r.text for r in records), "".join(w.text for w in wanted))
    ours = metrics.carry(metrics.inner_bounds(found), blocks)
    counts["seams"] = metrics.met(seams, ours)
    counts["windows"], counts["window_faults"], counts["pk_faults"] = metrics.windows(
        seams, ours, size
    )
    shared = metrics.overlaps(blocks, gold, found)
    counts["b3_found"], counts["b3_gold"] = metrics.b_cubed(shared, gold, found)


def _rate(confidence: float | None, is_right: bool, counts: dict[str, float]) -> None:
    if confidence is None:
        return
    k = min(int(confidence * BINS), BINS - 1)
    counts["rated"] += 1
    counts["brier"] += (confidence - is_right) ** 2
    counts[f"bin_{k}"] += 1
    counts[f"sure_{k}"] += confidence
    counts[f"right_{k}"] += is_right


_TAIL = re.compile(r"(?:\([^()]{1,24}\))+$")
_REPORTING = "(?:本报)?(?:记者|記者|文/)?"
_ROLE = re.compile(
    "(?:本报|本刊|新华社|中新社|人民日报)?(?:驻[\u4e00-\u9fff]{1,6}?)?"
    "(?:特约|见习|實習|实习|首席|特派|全媒体|融媒体?|摄影)?"
    "(?:记者站|记者|記者|通讯员|通訊員|实习生|编译|摄影报道|撰文|报道|供图|文/图|图/文)"
)
_AGENCY = re.compile(r"\(?据?.{0,6}[社报网台]\D{0,4}(?:专?电|讯|供[稿图]|消息)\)?")
_DID = re.compile("[摄文图]$")
_BRACKETED = re.compile(r"\(.*?\)")


def _untailed(text: str) -> str:
    """A body without credits in brackets at its very end, which may stand there or not."""
    return _TAIL.sub("", text.translate({0xFF08: "(", 0xFF09: ")"}))


def _without_credits(text: str, want: _Body, fold: Callable[[str], str]) -> str:
    """A body without the gold's own dateline at its start and byline at either end."""
    dateline = fold(want.article.fields.dateline or "")
    text = text.removeprefix(dateline)
    names = fold("".join(name for name, _ in want.article.fields.byline or ()))
    if not names:
        return text
    name = re.escape(names)
    opening = re.match(rf"[(（]?{_REPORTING}{name}(?:报道)?[:：)）]*", text)
    if opening and opening.end() < 40:
        text = text[opening.end() :]
    closing = re.search(rf"[(（]?{_REPORTING}{name}(?:摄|供图)?[)）]?$", text[-len(names) - 12 :])
    if closing:
        text = text[: len(text) - len(closing[0])]
    return text


def _names_key(names: tuple[tuple[str, str], ...] | None) -> str | None:
    """Names as they are compared: in their order, without role words; an agency's credit is no name.

    >>> _names_key((("记者 李明", ""),)) == _names_key((("李明", "reporter"), ("据新华社电", "agency")))
    True
    """
    if names is None:
        return None
    out = []
    for name, role in names:
        name = metrics.fold(name)
        if role == "agency" or _AGENCY.fullmatch(name):
            continue
        key = metrics.bare(_ROLE.sub("", name))
        out.append(_DID.sub("", key) if len(key) > 2 else key)
    return "".join(out)


def _dateline_key(dateline: str | None) -> str | None:
    """A dateline as it is compared: without a reporter in brackets, unless all of it is in brackets.

    >>> _dateline_key("本报讯（记者 李明）"), _dateline_key("（中央社記者林辰台北7日電）")
    ('本报讯', '中央社記者林辰台北7日電')
    """
    if dateline is None:
        return None
    text = metrics.fold(dateline)
    return metrics.bare(_BRACKETED.sub("", text)) or metrics.bare(text)


def add_up(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The counts of all pages together."""
    return {key: sum(verdict.counts[key] for verdict in verdicts) for key in COUNTS}


def summarise(verdicts: Sequence[Verdict], *, draws: int = 1000, seed: int = 0) -> dict[str, Any]:
    """Figures (shares, 0 to 1) of all pages together, each with its 95 % interval over pages.

    Out: ``counts``, ``figures`` (name → ``value`` and ``interval``, null where there is
    nothing to judge) and ``calibration``, a row a bin.
    """
    counts = add_up(verdicts)
    ranges = metrics.intervals(
        [verdict.counts for verdict in verdicts], {f.name: f.of for f in FIGURES}, draws, seed
    )
    figures = {f.name: {"value": f.of(counts), "interval": ranges[f.name]} for f in FIGURES}
    calibration = [
        {
            "from": k / BINS,
            "to": (k + 1) / BINS,
            "records": counts[f"bin_{k}"],
            "confidence": counts[f"sure_{k}"] / counts[f"bin_{k}"],
            "right": counts[f"right_{k}"] / counts[f"bin_{k}"],
        }
        for k in range(BINS)
        if counts[f"bin_{k}"]
    ]
    plain = {key: counts[key] for key in ("pages", "gold", "records", "gold_chars", "found_chars")}
    return {"counts": plain, "figures": figures, "calibration": calibration}


def worst(verdicts: Sequence[Verdict], count: int) -> list[dict[str, Any]]:
    """The pages with the least share of articles right to the last character, larger pages first among equals."""

    def key(verdict: Verdict) -> tuple[float, float]:
        gold = max(verdict.counts["gold"], verdict.counts["records"], 1)
        return verdict.counts["exact"] / gold, -gold

    return [
        {
            "page": verdict.page,
            "gold": verdict.counts["gold"],
            "records": verdict.counts["records"],
            "found": verdict.counts["like"],
            "exact": verdict.counts["exact"],
            "articles": [fate for fate in verdict.articles if fate["wrong"]],
        }
        for verdict in sorted(verdicts, key=key)[:count]
    ]
