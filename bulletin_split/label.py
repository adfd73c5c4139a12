"""What a line is by itself, free of context.

A closed line (no spaces among Han) is held against the tables of `cues`: does it open
with a dateline, is it a byline, does it end in one, is it furniture?  `lines` says which
lines are worth a look.
"""

from __future__ import annotations

import re
from typing import cast

from . import cues, page_cues
from .byline import is_names, may_be_office, office_of
from .model import (
    CAPTIONED,
    CREDITED,
    DATED,
    NAMES,
    NUMBER,
    PLAIN,
    SIGNED,
    STAFF,
    TAIL1,
    UNDATED,
    Reason,
)

DATELINE = re.compile(f"(?:{cues.alternation(cues.DATELINES)}){cues._NOT_WIRE}")
FURNITURE = re.compile(cues.alternation(page_cues.FURNITURE))
SECTION = re.compile(
    "|".join(
        f"({row.pattern})" if row.label == "word" else f"(?:{row.pattern})"
        for row in page_cues.SECTIONS
    )
)
MASTHEAD = re.compile(cues.alternation(page_cues.MASTHEADS))
JUMP = re.compile(cues.alternation(page_cues.JUMPS))
CREDIT = re.compile(cues.alternation(cues.PHOTO_CREDITS))
CAPTION = re.compile(cues.alternation(cues.CAPTION_OPENERS))
NOTICE = re.compile(cues.alternation(page_cues.NOTICES))
SUBHEAD = re.compile(cues.alternation(page_cues.SUBHEADS))
MARKED = re.compile(cues.alternation(cues.MARKED))
REPORTED = re.compile(cues.alternation(cues.REPORTED))
REMARK = re.compile(cues.alternation(cues.REMARKS))
_STAFF = re.compile(cues.BYLINES[0].pattern)
_NAMES = re.compile(cues.BYLINES[1].pattern)
_RUN = re.compile(cues.BYLINES[2].pattern)
WIRE = re.compile(cues.BYLINES[3].pattern)
_TITLED = re.compile(cues.BYLINES[4].pattern)
_ACT = re.compile(cues.BYLINES[5].pattern)
_SOURCE = re.compile(cues.BYLINES[6].pattern)

_PLACED = re.compile("[省市县縣区區乡鄉镇鎮村厂廠局院校部会會司长長员員任席师師授报報台心]")

ENDERS = frozenset("。！？!?…")
CLOSERS = frozenset("”』」’》）)〉】〕")
_TAIL = re.compile("[（(〈《]([^（(）)〈〉《》。]{2,60})[）)〉][。.]?$")
TAIL_LENGTH = 64
"""Code points in which a line's last bracket is looked for: those that `_TAIL` spans."""


def byline_kind(inner: str) -> int:
    """How surely the text between a tail's brackets signs: 3 staff or agency, 2 names, 1 perhaps, 0 no.

    >>> byline_kind("记者李明"), byline_kind("张明华"), byline_kind("附图片4张"), byline_kind("允端")
    (3, 2, 0, 1)
    """
    if REMARK.fullmatch(inner):
        return 0
    if _STAFF.match(inner) or WIRE.fullmatch(inner) or _SOURCE.fullmatch(inner):
        return 3
    if inner[0] in cues.SURNAMES and _ACT.fullmatch(inner):
        return 2
    if _NAMES.fullmatch(inner):
        first = [name for name in re.split("[、，,／/╱；; 及和与與]", inner) if name]
        if len(first) == 1 and len(inner) == 4 and inner[:2] not in cues.DOUBLE_SURNAMES:
            return 2 if inner[0] in cues.SURNAMES and inner[2] in cues.SURNAMES else 1
        known = sum(name[0] in cues.SURNAMES or name[:2] in cues.DOUBLE_SURNAMES for name in first)
        return 2 if known == len(first) else 1
    if _RUN.fullmatch(inner) and inner[0] in cues.SURNAMES and len(inner) <= 9:
        return 2
    if (
        _TITLED.fullmatch(inner)
        and (inner[-3] in cues.SURNAMES or inner[-2] in cues.SURNAMES)
        and _PLACED.search(inner)
    ):
        return 1
    return 1 if len(inner) <= 6 and _RUN.fullmatch(inner) else 0


# The characters that a cue can open or close with: what has none of them is not looked at.
DATELINE_FIRST = frozenset(
    "本据據新中（(【〔[［〖路法美共塔合德俄安埃韩韓朝越國国哈同電海申综綜人央"
)
PAPER_DATELINE = (
    "讯",
    "訊",
    "日電",
    "日电",
    "報導",
    "專電",
    "南京通信",
)  # 青川日报讯, 南京十四日電, 某某／台北報導
CREDIT_LAST = frozenset("摄攝影道图圖")
BYLINE_LAST = CREDIT_LAST | frozenset("）)〉")
# In mid-column, where no line is looked at for its width, these alone are worth a look.
OPENS_DATELINE = re.compile("[本据據新中【〔]")
CLOSES_BYLINE = re.compile(f"[{''.join(sorted(BYLINE_LAST))}]")
OPENS_PART = re.compile("[（(之第一二三四五六七八九十①-⑳〇廿卅○\\dlIO'’图圖左右上下近日昨今]")

_STAFF_HINT = re.compile("[记記通评評实實特编編作供撰摄攝]")
_NAME_MARKS = frozenset("□■●◆○◎")


def cue_of(line: str, width: int) -> int:
    """The strongest cue that a closed line carries by itself, 0 (PLAIN) for none.

    Left alone: what only numbers a part or may open a caption (`part_cue`).

    >>> cue_of("本报讯昨日", 10) == UNDATED, cue_of("（记者李明）", 12) == SIGNED, cue_of("会议。（李明）", 14) == TAIL1 - 1
    (True, True, True)
    """
    first, last = line[0], line[-1]
    if first in DATELINE_FIRST or any(word in line[:12] for word in PAPER_DATELINE):
        found = DATELINE.match(line)
        if found:
            return dateline_cue(found[0])
    if last in "）)〉":
        if width <= 72 and first in "（(〈" and line.count(first) == 1 and byline_kind(line[1:-1]):
            return CREDITED if CREDIT.fullmatch(line) else SIGNED
        tail = _TAIL.search(line, max(0, len(line) - TAIL_LENGTH))
        kind = byline_kind(tail[1]) if tail else 0
        if kind:
            return CREDITED if is_credited(line) else TAIL1 - kind + 1
    elif last in CREDIT_LAST:
        if is_credited(line):
            return CREDITED
    elif last == "。" and line[-2:-1] in ("）", ")"):
        tail = _TAIL.search(line, max(0, len(line) - TAIL_LENGTH))
        kind = byline_kind(tail[1]) if tail else 0
        if kind:
            return TAIL1 - kind + 1
    if width <= 60 and last not in "。，、；":
        return own_byline(line, first, width)
    return PLAIN


def may_be_byline(line: str, width: int) -> bool:
    """Whether a line of more than 26 half ems has what `own_byline` asks for; a quick look."""
    if width <= 40 and line[-1] in _WIRE_LAST:
        return True
    if "，" in line or "的" in line:
        return False
    return _STAFF_HINT.search(line) is not None or may_be_office(line)


_WIRE_LAST = frozenset("电電稿讯訊图圖息发發合综綜")


def dateline_cue(found: str) -> int:
    """DATED or UNDATED, by whether a dateline names its day."""
    return DATED if _DAY.search(found) else UNDATED


def wrapped_dateline_cue(line: str, following: str, width: int) -> int:
    """The cue of a dateline that a narrow column broke over two lines, 0 for none."""
    if width > 40 or not _DATELINE_OPENING.match(line):
        return PLAIN
    found = DATELINE.match(line + following)
    return dateline_cue(found[0]) if found and found.end() > len(line) else PLAIN


def part_cue(line: str) -> int:
    """NUMBER where a line opens with a part's number, CAPTIONED where as captions do, else 0."""
    found = _NUMBER_OR_CAPTION.match(line)
    return PLAIN if not found else CAPTIONED if found[1] is None else NUMBER


def is_credited(line: str) -> bool:
    """Whether a closed line ends in a photo credit."""
    return _CREDIT_HINT.search(line, len(line) - 6) is not None and CREDIT.search(line) is not None


def is_signed(line: str) -> bool:
    """Whether a closed line ends in a photo credit, or in a byline that brackets make sure.

    >>> is_signed("现场。李明摄"), is_signed("现场。（李建国）"), is_signed("现场（见图）")
    (True, True, False)
    """
    if is_credited(line):
        return True
    tail = _TAIL.search(line, max(0, len(line) - TAIL_LENGTH))
    return tail is not None and byline_kind(tail[1]) > 1


_NUMBER_OR_CAPTION = re.compile(f"({SUBHEAD.pattern})|{CAPTION.pattern}")
_CREDIT_HINT = re.compile("[摄攝影图圖]")


def own_byline(line: str, first: str, width: int) -> int:
    """STAFF or NAMES where a closed line is nothing but a byline, else 0."""
    if first in _NAME_MARKS and width <= 30 and _is_signature(line[1:]):
        return NAMES
    if width <= 40 and line[-1] in _WIRE_LAST and WIRE.fullmatch(line):
        return STAFF
    if _STAFF_HINT.search(line) and not _PROSE.search(line) and _STAFF.fullmatch(line):
        return STAFF
    if 14 <= width <= 60 and may_be_office(line) and office_of(line) in ("place", "title"):
        return NAMES
    if width > 26:
        return 0
    if line[:2] in ("文/", "文／", "文╱", "图/", "图／", "圖／", "圖╱"):
        return NAMES
    if width <= 16 and _RUN.fullmatch(line):
        return NAMES if is_names(line) else 0
    return NAMES if first in cues.SURNAMES and _NAMES.fullmatch(line) else 0


def _is_signature(run: str) -> bool:
    """Whether what stands behind a mark signs: □李明 and ◎记者王小红 do, ●产销同步增长 does not."""
    return bool(run) and (is_names(run) or _STAFF.fullmatch(run) is not None)


_DAY = re.compile("[日号號曰]")
_PROSE = re.compile("[，。的了]|[今昨从從在据據]$")


_DATELINE_OPENING = re.compile(
    f"[据據〔【（(]?(?:{cues._HOUSE}|{cues._AGENCY}|本$|新$|新[华華]$|据$|據$|[〔（(【](?:记者|記者|中央))"
)
# Only a line with one of these can be furniture.
_FURNITURE_HINT = re.compile(
    "[0-9０-９:：@版编編校责責扫星期周週禮礼〇一二三四五六七八九十]|[-—─━＝=_~～﹏*＊·.…•◆◇■□●○★☆※+＋|｜/／#▲△▼▽◎⊙]"
)


FURNITURE_FIRST = frozenset(
    "第公中民星礼禮周週国國邮郵总總今零农農夏歲甲乙丙丁戊己庚辛壬癸官社督承《本版值执責责首图视美编編主总校组制终审检见版设监统策新广发投读爆订联服举热熱电電邮信传网微扫"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789０１２３４５６７８９〇一二三四五六七八九十廿卅○ＡＢＣＤ"
    "-—–·•─━＝=_~～﹏*＊.…◆◇■□●○★☆※+＋|｜/／\\#▲△▼▽◎⊙"
)


FURNITURE_WORDS = ("报", "報", "@", "权所有", "印必究", "经授权")
"""One of these is in all furniture that opens with none of `FURNITURE_FIRST`."""

JUMP_CLOSES = re.compile("[）)版页頁】〕]")


def furniture_reason(text: str, width: int, edge: bool) -> Reason | None:
    """The reason for which a closed line leaves the page, or None."""
    found = FURNITURE.fullmatch(text) if _FURNITURE_HINT.search(text) else None
    if found:
        row = next(row for row in page_cues.FURNITURE if re.fullmatch(row.pattern, text))
        if row.label == "date_line" and not edge and not _WEEKDAY.search(text):
            return None
        return cast(Reason, row.label)
    if edge and width <= 16 and MASTHEAD.fullmatch(text):
        return "masthead"
    return None


_WEEKDAY = re.compile(page_cues._WEEKDAY)

SECTION_WIDTH = 16
"""Half ems that a section's name may take, eight characters."""


def is_section(text: str, *, open_above: bool, alone: bool) -> bool:
    """Whether a closed line names a section of the page.

    ``open_above``: the line above does not end a sentence, and no blank line is between;
    ``alone``: blank lines, or the page's edge, on both sides.

    >>> is_section("县区新闻", open_above=False, alone=False), is_section("经济", open_above=False, alone=False)
    (True, False)
    """
    found = SECTION.fullmatch(text)
    return found is not None and (alone or not (found[1] or open_above))
