"""Why an article was cut where it was: the evidence behind a record, worked out on request.

Nothing here runs without ``Options.explain``.  With it the pipeline keeps of each stretch
what it was decided on (`Evidence`), and `explain` reads from that: the chain of parts is
weighed once more, now with every rival, and the tables of cues are asked row by row.  The
form is that of explain.schema.json.

Weights are log odds, as fitted (`weights`): 2.3 is ten to one.  Places are code points of
the decoded input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import cues, page_cues, reflow, segment, units, wording
from ..cues import Cue
from ..moves import Move, origin, seen_at
from ..record import moves_of
from ..weights import EMIT, PARAGRAPH
from .mended import reordered, repairs
from .place import find

if TYPE_CHECKING:
    from ..model import Record
    from ..record import Article, Sheet

PARTS = (
    "body",
    "start of an article",
    "headline of the article above",
    "headline of the article below",
    "byline before a body",
    "byline after a body",
)
"""What a line can be, by the numbers of `segment.B` and its fellows."""

MOST_SIGNS = 6
"""Signs that are listed for a decision, the weightiest first."""


@dataclass(slots=True)
class Evidence:
    """What a stretch of the page was decided on.

    ``raw``: its text as decoded.  ``seen``: what `units.observe` saw of it.
    ``inside``: whether it begins inside an article.  ``starts``: the lines with which articles begin.
    """

    raw: str
    seen: units.Observed
    inside: bool
    starts: list[int]
    rivals: dict[int, tuple[float, ...]] = field(default_factory=dict)

    def scores(self, line: int) -> tuple[float, ...] | None:
        """For each part, the worth of the best chain in which the line plays it; ``None`` where the line was never in doubt."""
        if not self.rivals and self.seen.units:
            self.rivals = dict(zip(self.seen.units, _scores(self), strict=True))
        return self.rivals.get(line)


def _scores(evidence: Evidence) -> list[tuple[float, ...]]:
    """The chain of `segment.decode` forth and back, without its beam: for each unit the best score of each part."""
    emits = segment.worths(evidence.seen)
    steps = segment.steps_of(evidence.seen)
    size, never = len(segment.STATES), segment._NEVER
    begin = segment._INSIDE if evidence.inside else segment._STARTS
    ahead = [[emits[0][s] if s in begin else never for s in range(size)]]
    for emit, step in zip(emits[1:], steps, strict=True):
        now = [never] * size
        for state, score in enumerate(ahead[-1]):
            for after, worth in step[state]:
                now[after] = max(now[after], score + worth + emit[after])
        ahead.append(now)
    rest = [0] * size
    out: list[tuple[float, ...]] = []
    for k in range(len(emits) - 1, -1, -1):
        if k + 1 < len(emits):
            emit = emits[k + 1]
            rest = [
                max((worth + emit[after] + rest[after] for after, worth in row), default=never)
                for row in steps[k]
            ]
        best = [never] * len(PARTS)
        for state, part in enumerate(segment.PART):
            best[part] = max(best[part], ahead[k][state] + rest[state])
        out.append(tuple(score / segment.SCALE for score in best))
    out.reverse()
    return out


def explain(article: Article, record: Record) -> dict[str, Any]:
    """The evidence of one record, as explain.schema.json describes it."""
    body = [(s, a, b) for s, ranges in article.sheets for a, b in ranges]
    evidence = {
        "opened": _seam(_opening_lines(article), is_start=True),
        "closed": _seam(_closing_lines(article), is_start=False),
        "headline": _headline(article, record),
        "paragraphs": list(_paragraphs(body, record["text"].split("\n")[1:])),
        "repairs": repairs(article, record),
    }
    if moves := moves_of(article):
        evidence = _in_the_input(evidence, moves)
        evidence["repairs"] = sorted(
            (*evidence["repairs"], *reordered(article, moves)), key=lambda repair: repair["place"]
        )
    return evidence


def _in_the_input(value: Any, moves: list[Move], key: str = "") -> Any:
    """Evidence with the places of the input in place of those of the text in reading order."""
    if isinstance(value, dict):
        out = {name: _in_the_input(item, moves, name) for name, item in value.items()}
        seen = seen_at(out["place"], moves) if "repair" in out else None
        if seen and seen.isspace():
            out["before"] = (
                seen  # the gap between two columns, where the text in order has a line feed
            )
        return out
    if key == "place":
        return origin(value, moves)
    if key == "span":
        return [origin(value[0], moves), origin(value[1] - 1, moves) + 1]
    if isinstance(value, list):
        return [_in_the_input(item, moves) for item in value]
    return value


Line = tuple["Sheet", int]


def _opening_lines(article: Article) -> list[Line]:
    """The lines with which it begins: a head and byline before its body, and the first of the body."""
    first = next(((s, r[0][0]) for s, r in article.sheets if r), None)
    before = [
        line
        for line in (*article.head, *article.bylines)
        if first is None or _place(line) < _place(first)
    ]
    return sorted(before, key=_place) + ([first] if first else [])


def _closing_lines(article: Article) -> list[Line]:
    """The last line of the body, and a byline and head behind it."""
    last = next(((s, r[-1][1] - 1) for s, r in reversed(article.sheets) if r), None)
    if last is None:
        return [*article.head, *article.bylines][-1:]
    behind = [line for line in (*article.head, *article.bylines) if _place(line) > _place(last)]
    return [last, *sorted(behind, key=_place)]


def _place(line: Line) -> int:
    sheet, i = line
    return sheet.base + sheet.lines.start[i]


def _seam(lines: Sequence[Line], *, is_start: bool) -> dict[str, Any] | None:
    """Where an article begins or ends: the cues of its lines, and what the chain weighed there.

    At the end the line behind is asked too, since what opens the next article closes this one.
    """
    if not lines:
        return None
    sheet, i = lines[-1]
    out = list(lines)
    edge = lines[0][1] == 0 if is_start else i + 1 == len(sheet.lines.text)
    if not is_start and not edge:
        out.append((sheet, i + 1))
    decided = out[-1]
    place = _place(lines[0]) if is_start else sheet.base + sheet.lines.end[i]
    return {
        "place": place,
        "at_the_edge": edge,
        "blank_lines": decided[0].lines.gap[decided[1]],
        "cues": [cue for line in out for cue in _cues(line)],
        **_choice(decided),
    }


SIGNS = {
    "cue": "what the line is by itself",
    "cue_rel": "what the line is by itself, and its width",
    "end_in": "how the line ends, marks inside it, its length",
    "relb": "its width in the column above",
    "rela": "its width in the column below",
    "own": "its width in its own column",
    "gaps": "blank lines before and after it",
    "prev": "how the line above ends, and its width",
    "pcue": "what the line above is by itself",
    "ncue": "what the line below is by itself",
    "nrel": "the width of the line below",
    "nind": "the indent of the line and of the one below",
    "fused": "whether a line was cut in two here",
    "ov": "words that the head shares with the text above and below",
    "ovl": "words that the line shares with the text above and below",
    "coh": "words that the text below shares with the text above, and how far back that begins",
    "until": "how far on the next headline or dateline is",
    "habit": "how many blank lines the page has, and one before it",
    "dates": "how many lines of the page open with a dateline, and whether this one does",
    "signed_at": "how many lines of the page end in a byline, and whether the one above does",
    "set_in": "whether the page sets in its paragraphs, and this line; and how the line above ends",
    "nset_in": "whether the page sets in its paragraphs, this line, and the one below",
    "ord": "its place among the lines of a head",
    "credit": "whether a photo credit closes the piece",
    "shift": "whether the column changes its width",
    "signed": "whether a byline ends the line above",
    "pos": "how near the top and the foot of the page",
    "spaced": "whether it is letterspaced",
    "wl_h": "its length, and whether it looks like a headline",
    "quote": "whether it opens with a quotation or a bullet",
    "pe_e": "how it ends, how the line above does, and the gaps",
    "evid": "where this page puts its headlines",
    "evidov": "where this page puts its headlines, and the words shared",
    "lead": "the words with which it opens: leading in, carrying on, or in mid-sentence",
    "nlead": "the words with which the line below opens",
    "tail": "whether it ends in a word that goes on",
    "ptail": "whether the line above ends in a word that goes on",
    "plain": "how many of the words it has that headlines leave out",
    "signs": "a line that signs, and what it stands between",
    "rhythm": "how much the lines of the head read like prose, or whether a news lead says when",
}
"""The signs of a choice, by the first word of their row in `weights.EMIT`."""


def _choice(line: Line) -> dict[str, Any]:
    """What the chain took a line for, the runner-up, by how much it lost, and the signs that told."""
    sheet, i = line
    evidence = sheet.evidence
    scores = evidence.scores(i) if evidence else None
    if evidence is None or scores is None:
        return {
            "line": sheet.lines.text[i],
            "part": PARTS[0],
            "runner_up": None,
            "margin": None,
            "signs": [],
        }
    first, second = sorted(range(len(scores)), key=lambda part: -scores[part])[:2]
    is_known = scores[second] > segment._NEVER / (2 * segment.SCALE)
    keys = units.emit_keys(evidence.seen.emit[evidence.seen.units.index(i)])
    signs = sorted(
        (
            (key, (EMIT[key][first] - EMIT[key][second]) / segment.SCALE)
            for key in keys
            if key in EMIT
        ),
        key=lambda sign: -abs(sign[1]),
    )
    return {
        "line": sheet.lines.text[i],
        "part": PARTS[first],
        "runner_up": PARTS[second] if is_known else None,
        "margin": round(scores[first] - scores[second], 2) if is_known else None,
        "signs": [
            {
                "sign": SIGNS.get(str(key[0]), str(key[0])),
                "row": [int(value) if isinstance(value, bool) else value for value in key],
                "weight": weight,
            }
            for key, weight in signs[:MOST_SIGNS]
            if weight
        ],
    }


def _whole(row: Cue, text: str) -> re.Match[str] | None:
    return re.fullmatch(row.pattern, text)


def _first(row: Cue, text: str) -> re.Match[str] | None:
    return re.match(row.pattern, text)


def _anywhere(row: Cue, text: str) -> re.Match[str] | None:
    return re.search(row.pattern, text)


TABLES: dict[str, tuple[list[Cue], Callable[[Cue, str], re.Match[str] | None]]] = {
    "DATELINES": (cues.DATELINES, _first),
    "BYLINES": (cues.BYLINES, _whole),
    "CONTRIBUTORS": (cues.CONTRIBUTORS, _whole),
    "PHOTO_CREDITS": (cues.PHOTO_CREDITS, _anywhere),
    "CAPTION_OPENERS": (cues.CAPTION_OPENERS, _first),
    "NOTICES": (page_cues.NOTICES, _whole),
    "SUBHEADS": (page_cues.SUBHEADS, _first),
    "JUMPS": (page_cues.JUMPS, _whole),
}
"""The tables of cues that are asked, and how: as the engine does."""

_BRACKET = re.compile("[（(〈]([^（(）)〈〉。]{2,60})[）)〉][。.]?$")


def _cues(line: Line) -> Iterator[dict[str, Any]]:
    """The rows of the tables that a line matches; of a table the first that does."""
    sheet, i = line
    text = sheet.lines.text[i]
    inner = _BRACKET.search(text, max(0, len(text) - 64))
    for table, (rows, finds) in TABLES.items():
        asked = [text] if finds is not _whole or inner is None else [text, inner[1]]
        if table == "BYLINES" and sheet.lines.cue[i] not in segment._SIGNATURES:
            continue  # what looks like a name is one only where `label` found so
        row, found = next(
            ((row, hit) for row in rows for part in asked if (hit := finds(row, part))),
            (None, None),
        )
        if row is None or found is None or not found[0]:
            continue
        start, end = sheet.lines.start[i], sheet.lines.end[i]
        place = (find(sheet.soft, found[0], [(start, end)]) or [(start, end)])[-1]
        yield {
            "table": table,
            "row": row.label,
            "text": found[0],
            "span": [sheet.base + place[0], sheet.base + place[1]],
            "why": row.why,
        }


def _headline(article: Article, record: Record) -> dict[str, Any] | None:
    """Why the head is this article's: for each of its lines the choice, and the words that it shares with either side."""
    if not article.head:
        return None
    sheet, first = article.head[0]
    last = article.head[-1][1]
    lines = sheet.lines
    pairs = {*wording.pair_codes("".join(s.lines.text[i] for s, i in article.head))}
    near = range(max(0, first - 12), first)
    if article.trailing != article.paired:
        near = range(last + 1, min(last + 13, len(lines.text)))
    own = {i for s, ranges in article.sheets if s is sheet for a, b in ranges for i in range(a, b)}
    other = "".join(lines.text[i] for i in near if i not in own)

    def shared(text: str) -> float:
        return round(wording.share(pairs, wording.pair_codes(text)), 2)

    return {
        "stands": "with another article"
        if article.paired
        else "after its article"
        if article.trailing
        else "before its article",
        "shared": shared(record["text"][: units.LEAD].replace("\n", "")),
        "shared_with_the_other_side": shared(other[: units.LEAD]),
        "lines": [
            {"span": [_place((s, i)), s.base + s.lines.end[i]], **_choice((s, i))}
            for s, i in article.head
        ],
    }


SIGNALS = {
    "end": "how the line above ends",
    "indent": "the indent",
    "left": "how far the line above falls short of its column",
    "right": "how the line stands to those below",
    "left_right": "both widths together",
    "start": "how the line opens",
    "short": "whether the line above is a short line of its own",
    "opens": "whether the line falls short of those below by an indent, and the page's habit",
    "column": "both widths together, and the page's habit",
    "first": "how the line opens, and the page's habit",
}
"""The signs of a paragraph break, by the first word of their row in `weights.PARAGRAPH`."""


def _paragraphs(
    body: Sequence[tuple[Sheet, int, int]], left: list[str]
) -> Iterator[dict[str, Any]]:
    """The breaks between paragraphs, each with the signs for it, the weightiest first.

    ``left``: the record's paragraphs from the second on; a break before what became a byline is none of theirs.
    """
    codes: dict[int, dict[int, reflow.Code]] = {}
    for sheet, first, behind in body:
        seen = codes.setdefault(id(sheet), {})
        if not seen:
            starts = sheet.evidence.starts if sheet.evidence else ()
            seen.update(reflow.observe(sheet.lines, starts))
        for i in sheet.cuts(first, behind):
            if not left or sheet.lines.text[i][:2] != left[0][: len(sheet.lines.text[i][:2])]:
                continue
            left = left[1:]
            keys = reflow.keys_of(seen[i]) if i in seen else ()
            rows = [(str(key[0]), PARAGRAPH.get(key, 0) / segment.SCALE) for key in keys]
            rows.sort(key=lambda row: -row[1])
            yield {
                "place": sheet.base + sheet.lines.start[i],
                "line": sheet.lines.text[i][:12],
                "signal": SIGNALS.get(rows[0][0], rows[0][0]) if rows else "a new stretch begins",
                "margin": round(sum(weight for _, weight in rows), 2),
                "signs": [
                    {"sign": name, "weight": round(weight, 2)} for name, weight in rows if weight
                ],
            }
