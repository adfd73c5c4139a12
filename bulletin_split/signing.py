"""What an article opens and closes with: dateline, bylines, picture credit, jump line.

Each function takes what it finds off the paragraphs and hands it over; what is left alone
stays in the text.  The rules are rows of `cues`, here is only where they are asked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from . import cues, page_cues, words
from .byline import is_names, is_wire, parse_byline, parse_dateline, reporters_in
from .label import (
    CREDIT,
    DATELINE,
    JUMP,
    LONGEST_DATELINE,
    MARKED,
    REMARK,
    REPORTED,
    byline_kind,
)
from .model import Byline, Dateline, Kind
from .patterns import late

# tesseract reads the em space behind a dateline as ”, which can open no text
_LEAD_IN = late("^[：:，,。.·”\\s]+(?=\\S)")
_HEAD_BYLINE = late("^[（(【〔〈《]([^（）()【】〔〕〈〉《》。]{2,60})[）)】〕][：:]?")
_TAIL_BYLINE = late("[（(〈《\\\\]([^（(）)〈〉《》\\\\。]{2,60})[）)〉][。.]?$")
_TAIL_JUMP = late(f"(?:{page_cues.JUMPS[0].pattern})$")
FINISHED = "。．！？!?…”』」’》）)—：；."
_INK = late("[^ \u3000\n\x7f]+")
_DATED_WIRE = late("[日号號]")  # （本报开罗1月5日电） closes the text; it signs nothing
_MAY_SIGN = frozenset("）)〉。.摄攝影道图圖")
_OF_PICTURE = late("(?:摄|攝|摄影|攝影|供图|供圖|照片)$|[摄攝][自于於]")
_MARKS = frozenset(cues.ORNAMENTS + cues.STROKE + "：:")
_WRITES = late(f"[文撰]([{cues.STROKE}]|[：:])")
_FLAT_MARKS = "□◎"  # these mark nothing but a byline; ● and ■ also open a brief

SIGNING_BRACKETS = 8
"""Brackets that may sign one article; a page of nothing but bylines must not cost its square."""

TAIL_LENGTH = 64
"""Code points in which the last bracket of a paragraph is looked for: those that `_TAIL_BYLINE` spans."""

CAPTION_LENGTH = 200
"""Code points that a caption with a credit may have; longer ones are picture stories, articles."""


def raw_of(inner: str, region: str) -> str:
    """The stretch of ``region`` that reads ``inner`` but for white space, or ``inner`` itself.

    >>> raw_of("李明王晓", "。（李 明　王\\n晓）")
    '李 明\\u3000王\\n晓'
    """
    if inner in region:
        return inner
    runs = [(found.start(), found[0]) for found in _INK.finditer(region)]
    closed = inner.replace(" ", "")
    at = "".join([run for _, run in runs]).rfind(closed)
    if at < 0:
        return inner
    ends = list(accumulate(len(run) for _, run in runs))

    def place(k: int) -> int:
        run = bisect_right(ends, k)
        return runs[run][0] + len(runs[run][1]) - (ends[run] - k)

    return region[place(at) : place(at + len(closed) - 1) + 1]


def signed_head(text: str) -> tuple[str, str]:
    """A line of a head → (what is of the head, the byline that its mark sets off, or '').

    >>> signed_head("焊花如血□王文某"), signed_head("文／林某某"), signed_head("●本市要闻")
    (('焊花如血', '王文某'), ('', '林某某'), ('●本市要闻', ''))
    >>> signed_head("舢舨上的舊帳文：林文某"), signed_head("征文：春耕进行时")
    (('舢舨上的舊帳', '林文某'), ('征文：春耕进行时', ''))
    """
    found = None if _MARKS.isdisjoint(text) else MARKED.search(text)
    if not found:
        return text, ""
    names = found[0].lstrip(cues.ORNAMENTS)
    writes = _WRITES.match(names)
    names = names[writes.end() :] if writes else names
    kind = byline_kind(names)
    if not ((writes and writes[1] in cues.STROKE) or kind == 3 or is_names(names)):
        flat = text[found.start()] in _FLAT_MARKS and names not in words.SECTIONS
        if not flat or (not kind and (found.start() or len(names) > 6)):
            return text, ""
    return text[: found.start()], names


def opening(
    paragraphs: list[str], region: str, day: str | None, *, own: str | None = None
) -> tuple[Dateline | None, list[Byline], str | None]:
    """Take dateline, bylines and 上接第一版 off the first paragraph.

    ``region``: the first lines as printed; ``day``: that of the issue; ``own``: the dateline
    that a profile finds, which has the last word.  Out: the dateline, who signs, and the page that the piece came from.
    """
    first, bylines = paragraphs[0], list[Byline]()
    dateline: Dateline | None = None
    came_from: str | None = None
    jump = JUMP.match(first) if first[0] in "（(【〔上紧緊接" else None
    if (
        jump
        and jump.lastgroup == "from"
        and len(jump[0]) < len(first)
        and not jump[0][-1].isalnum()
    ):
        came_from, first = jump[1], first[jump.end() :]
    found = DATELINE.match(first[:LONGEST_DATELINE])
    printed = own if own else found[0] if found else ""
    if printed:
        dateline = parse_dateline(printed, day)
        bylines += reporters_in(printed)
        first = _LEAD_IN.sub("", first[len(printed) :])
    inner = _HEAD_BYLINE.match(first) if first[:1] in ("（", "(", "【", "〔", "〈", "《") else None
    if inner and byline_kind(inner[1]) >= (2 if dateline else 3):
        bylines += parse_byline(raw_of(inner[1], region))
        first = _LEAD_IN.sub("", first[inner.end() :])
    lead = REPORTED.match(first)
    if lead and (dateline or lead[0][-1] in "：:"):
        names = parse_byline(raw_of(lead[0].rstrip("：:，"), region))
        if all(is_names(entry["name"]) for entry in names):
            bylines += names
            first = _LEAD_IN.sub("", first[lead.end() :])
    paragraphs[0] = first
    if not first:
        paragraphs.pop(0)
    return dateline, bylines, came_from


def tail_jump(paragraphs: list[str]) -> str | None:
    """Take 下转第三版 off the last paragraph.  Out: the page where the piece goes on."""
    last = paragraphs[-1]
    found = (
        _TAIL_JUMP.search(last) if any(word in last for word in page_cues.JUMPS[0].needs) else None
    )
    if not found:
        return None
    paragraphs[-1] = paragraphs[-1][: found.start()]
    if not paragraphs[-1]:
        paragraphs.pop()
    return found[1]


def closing(paragraphs: list[str], region: str, *, short: bool) -> tuple[Kind, list[Byline]]:
    """Take the byline or the picture credit off the last paragraph.

    ``region``: the last lines as printed; ``short``: whether a short piece may be a caption.

    Left alone: a picture's credit in an article that is no caption, for it signs the picture.
    """
    last = paragraphs[-1]
    if last[-1] not in _MAY_SIGN:
        return "article", []
    if short and sum(map(len, paragraphs)) <= CAPTION_LENGTH:
        names = _credit(paragraphs, region)
        if names:
            return "photo_caption", names
    out: list[Byline] = []
    kept, signed = list(paragraphs), False
    for _ in range(SIGNING_BRACKETS):
        last = paragraphs[-1] if paragraphs else ""
        found = _TAIL_BYLINE.search(last, max(0, len(last) - TAIL_LENGTH))
        if not found:
            break
        surety = byline_kind(found[1])
        if is_wire(found[1]) and (out or _DATED_WIRE.search(found[1])):
            break
        before = last[: found.start()]
        if not surety or (before and surety < 3 and before[-1] not in FINISHED):
            break
        if _signs_picture(before, found[1]):
            break
        pictured = _OF_PICTURE.search(found[1]) is not None
        if out and (surety < 2 or (signed and pictured)):
            break
        out = parse_byline(raw_of(found[1], region)) + out
        signed = signed or not pictured
        paragraphs[-1] = before
        if not before:
            paragraphs.pop()
        if not (paragraphs and paragraphs[-1].endswith(("）", ")"))):
            break
    if out and not signed and sum(map(len, kept)) > CAPTION_LENGTH:
        paragraphs[:] = kept
        return "article", []
    return "article", out


def _signs_picture(before: str, inner: str) -> bool:
    """Whether a bracket is of the picture that the bracket before it speaks of, and not of the text.

    >>> _signs_picture("千年古松（速写）", "高某"), _signs_picture("搭建帐篷。（周某摄）", "新华社稿")
    (True, True)
    >>> _signs_picture("搭建帐篷。（周某摄）", "记者李某"), _signs_picture("《荷花》（国画）", "记者李某")
    (False, False)
    """
    found = _TAIL_BYLINE.search(before, max(0, len(before) - TAIL_LENGTH))
    if not found or before[-1] in "。.":
        return False
    remark = REMARK.row_of(found[1])
    if remark:
        return remark.label == "medium" and byline_kind(inner) < 3
    return is_wire(inner) and _OF_PICTURE.search(found[1]) is not None


def _credit(paragraphs: list[str], region: str) -> list[Byline]:
    """Take the credit that closes a caption off its last paragraph."""
    last = paragraphs[-1]
    credit = CREDIT.search(last)
    start = _credit_start(last, credit) if credit else None
    if start is None or (start <= 8 and len(paragraphs) < 2):
        return []
    names = parse_byline(raw_of(last[start:].strip("。"), region), "photographer")
    paragraphs[-1] = last[:start]
    if not paragraphs[-1]:
        paragraphs.pop()
    return [Byline(name=entry["name"], role="photographer") for entry in names]


def _credit_start(last: str, credit: re.Match[str]) -> int | None:
    """Where the credit begins: at its bracket, or behind the last sentence."""
    text = last[: credit.end()].rstrip("。")
    if text[-1] in "）)〉":
        return max(text.rfind("（"), text.rfind("("), text.rfind("〈"))
    if credit.end() - credit.start() == len(last) and len(text) <= 22:
        return 0
    stop = max(text.rfind(mark) for mark in "。！？”")
    return stop + 1 if stop >= 0 and len(text) - stop <= 22 else None
