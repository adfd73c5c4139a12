"""What a line is by itself, free of context.

A closed line (no spaces among Han) is held against the tables of `cues`: does it open
with a dateline, is it a byline, does it end in one, is it furniture?  `lines` says which
lines are worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import cast

from . import cues, page_cues, words
from .byline import WIRE_LAST, is_names, is_wire, may_be_office, names_source, office_of
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
from .patterns import late


class Rows:
    """A table of cues, of which a text is held against those rows that its opening and its words let in.

    The rows keep their order, and each is compiled when a text first asks for it.
    ``suffix``: what must follow a row.
    """

    def __init__(self, table: Sequence[cues.Cue], suffix: str = "") -> None:
        rows = [(row, late(f"(?:{row.pattern}){suffix}")) for row in table]
        firsts = [{word[0] for word in row.opens} for row in table]
        self._other = [row for row, first in zip(rows, firsts, strict=True) if not first]
        self._rows = {
            char: [
                row for row, first in zip(rows, firsts, strict=True) if not first or char in first
            ]
            for char in set[str]().union(*firsts)
        }

    @cached_property
    def _needed(self) -> re.Pattern[str] | None:
        """Finds what any row needs that opens with anything: most texts have nothing of it.

        None where one of these rows needs nothing.
        """
        needs = [row.needs for row, _ in self._other]
        if not needs or not all(needs):
            return None
        return late(cues.any_of({*map(re.escape, chain(*needs))}))

    def match(self, text: str) -> re.Match[str] | None:
        """What the first row finds that a text opens with."""
        return self._first(text, "match")[1]

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """What the first row finds that a whole text is."""
        return self._first(text, "fullmatch")[1]

    def row_of(self, text: str) -> cues.Cue | None:
        """The first row that a whole text is."""
        return self._first(text, "fullmatch")[0]

    def _first(self, text: str, how: str) -> tuple[cues.Cue, re.Match[str]] | tuple[None, None]:
        rows = self._rows.get(text[:1], self._other)
        idle = self._needed and not self._needed.search(text)
        for row, pattern in rows:
            if idle and not row.opens:
                continue
            if row.opens and not text.startswith(row.opens):
                continue
            for word in row.needs:
                if word in text:
                    break
            else:
                if row.needs:
                    continue
            if found := getattr(pattern, how)(text):
                return row, found
        return None, None


DATELINE = Rows(cues.DATELINES, cues._NOT_WIRE)
LONGEST_DATELINE = 160
"""Code points in which a dateline is looked for; the longest row spans some hundred."""

FURNITURE = Rows(page_cues.FURNITURE)
SECTION = Rows(page_cues.SECTIONS)
EDGE = Rows(page_cues.EDGES)
LETTER = Rows(cues.LETTERS)
RUBRIC = late(cues.alternation(page_cues.RUBRICS))
PLACE = late(cues.alternation(page_cues.PLACES))
MASTHEAD = late(cues.alternation(page_cues.MASTHEADS))
JUMP = Rows(page_cues.JUMPS)
CREDIT = late(cues.alternation(cues.PHOTO_CREDITS))
CAPTION = Rows(cues.CAPTION_OPENERS)
NOTICE = late(cues.alternation(page_cues.NOTICES))
SUBHEAD = late(cues.alternation(page_cues.SUBHEADS))
MARKED = late(cues.alternation(cues.MARKED))
REPORTED = Rows(cues.REPORTED)
REMARK = Rows(cues.REMARKS)
_STAFF = Rows(cues.BYLINES[:1])
_COLON = Rows(cues.MARKED[2:])
_NAMES = late(cues.BYLINES[1].pattern)
_RUN = late(cues.BYLINES[2].pattern)
_TITLED = late(cues.BYLINES[4].pattern)
_ACT = late(cues.BYLINES[5].pattern)
_ACT_LAST = frozenset("文图圖摄攝").union(word[-1] for word in words.ROLE_WORDS)
_SIGNING_HINT = late(f"[：{''.join(sorted({word[-1] for word in words.SIGNING}))}]")

_PLACED = late("[省市县縣区區乡鄉镇鎮村厂廠局所站院校部会會司长長员員任席师師授报報台心]")

ENDERS = frozenset("。！？!?…")
CLOSERS = frozenset("”』」’》）)〉】〕")
_TAIL = late("[（(〈《]([^（(）)〈〉《》。]{2,60})[）)〉][。.]?$")
TAIL_LENGTH = 64
"""Code points in which a line's last bracket is looked for: those that `_TAIL` spans."""


@lru_cache(maxsize=4096)  # who signs a paper signs it often
def byline_kind(inner: str) -> int:
    """How surely the text between a tail's brackets signs: 3 staff or agency, 2 names, 1 perhaps, 0 no.

    >>> byline_kind("记者李明"), byline_kind("张明华"), byline_kind("附图片4张"), byline_kind("允端")
    (3, 2, 0, 1)
    """
    if not inner or REMARK.fullmatch(inner):
        return 0
    if (_SIGNING_HINT.search(inner) and _STAFF.match(inner)) or names_source(inner):
        return 3
    if inner[0] in cues.SURNAMES and inner[-1] in _ACT_LAST and _ACT.fullmatch(inner):
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
    "本据據新中（(【〔[［〖▲△路法美共塔合德俄安埃韩韓朝越國国哈同電海申综綜人央"
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
_PAPER_DATELINE = late(cues.any_of(PAPER_DATELINE))
CREDIT_LAST = frozenset("摄攝影道图圖")
BYLINE_LAST = CREDIT_LAST | frozenset("）)〉")
# In mid-column, where no line is looked at for its width, these alone are worth a look.
OPENS_DATELINE = late("[本据據新中【〔]")
CLOSES_BYLINE = late(f"[{''.join(sorted(BYLINE_LAST))}]")
OPENS_PART = late("[（(之第一二三四五六七八九十①-⑳〇廿卅○\\dlIO'’图圖左右上下近日昨今]")

_STAFF_HINT = late("[记記通评評实實特编編作供撰摄攝]")
_NAME_MARKS = frozenset("□■●◆○◎")


def cue_of(line: str, width: int) -> int:
    """The strongest cue that a closed line carries by itself, 0 (PLAIN) for none.

    Left alone: what only numbers a part or may open a caption (`part_cue`).

    >>> cue_of("本报讯昨日", 10) == UNDATED, cue_of("（记者李明）", 12) == SIGNED, cue_of("会议。（李明）", 14) == TAIL1 - 1
    (True, True, True)
    """
    first, last = line[0], line[-1]
    if first in DATELINE_FIRST or _PAPER_DATELINE.search(line, 0, 12):
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
    if width <= 40 and line[-1] in WIRE_LAST:
        return True
    if "，" in line or "的" in line:
        return False
    return _STAFF_HINT.search(line) is not None or may_be_office(line)


def dateline_cue(found: str) -> int:
    """DATED or UNDATED, by whether a dateline names its day."""
    return DATED if _DAY.search(found) else UNDATED


def wrapped_dateline_cue(line: str, following: str, width: int) -> int:
    """The cue of a dateline that a narrow column broke over two lines, 0 for none."""
    if width > 40 or not (_may_lead(line) or _may_lead(line[1:], line[0])):
        return PLAIN
    found = DATELINE.match(line + following)
    return dateline_cue(found[0]) if found and found.end() > len(line) else PLAIN


def _may_lead(line: str, before: str = "") -> bool:
    """Whether a line is the beginning of a dateline, behind 据 or a bracket or nothing."""
    if before and before not in "据據〔【（(":
        return False
    return (
        line.startswith(_SENDERS)
        or line in _HALF_SENDERS
        or (line[:1] in "〔（(【" and line.startswith(_REPORTERS, 1))
        or (line.startswith(STROKED) and not _STROKES.isdisjoint(line))
    )


_STROKES = frozenset(cues.STROKE)
_SENDERS = (*words.HOUSES, *words.AGENCIES)
_HALF_SENDERS = frozenset(("本", "新", "新华", "新華", "据", "據"))
STROKED = ("记者", "記者")  # 記者林某某／台北報導
_REPORTERS = (*STROKED, "中央")


def leads_in(line: str, following: str) -> bool:
    """Whether a line that signs goes on below as a lead: 记者林某某、通讯员 / 王某报道：昨日.

    >>> leads_in("记者李建国、通讯员", "王小红报道：昨日"), leads_in("记者李建国", "报道团昨日")
    (True, False)
    """
    if not any(word in line[-1] + following[:12] for word in cues._TOLD):
        return False
    lead = REPORTED.match(line + following)
    return lead is not None and lead.end() > len(line) and lead[0][-1] in "：:"


def wrapped_byline_cue(above: str, line: str) -> int:
    """The cue of a line that closes a byline in brackets which opened on the line above, 0 for none.

    >>> wrapped_byline_cue("（本报驻某国记者林某某国际广播电台记", "者江某某）") == TAIL1 - 2
    True
    >>> wrapped_byline_cue("没有过不了的难关。（李", "建国）") == TAIL1 - 1
    True
    >>> wrapped_byline_cue("圍觀。（記者", "林佑禾攝）") == CREDITED
    True
    """
    opened = _OPENED.search(above, max(0, len(above) - TAIL_LENGTH))
    if not opened:
        return PLAIN
    inner = opened[1] + line[:-1]
    if _BRACKETS.search(inner) or "。" in inner or len(inner) > TAIL_LENGTH:
        return PLAIN
    kind = byline_kind(inner)
    if kind and is_credited(inner):
        return CREDITED
    return TAIL1 - kind + 1 if kind > 1 else PLAIN


_BRACKETS = late("[（()）〈〉《》]")
_OPENED = late("(?:^|(?<=[。！？”…]))[（(〈《]([^（()）〈〉《》。]*)$")


def part_cue(line: str) -> int:
    """NUMBER where a line opens with a part's number, CAPTIONED where as captions do, else 0."""
    return NUMBER if SUBHEAD.match(line) else CAPTIONED if CAPTION.match(line) else PLAIN


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


_CREDIT_HINT = late("[摄攝影图圖]")


def own_byline(line: str, first: str, width: int) -> int:
    """STAFF or NAMES where a closed line is nothing but a byline, else 0."""
    if first in _NAME_MARKS and width <= 30 and _is_signature(line[1:]):
        return NAMES
    if width <= 40 and is_wire(line):
        return STAFF
    if _STAFF_HINT.search(line) and not _PROSE.search(line) and _STAFF.fullmatch(line):
        return 0 if REMARK.fullmatch(line) else STAFF  # 编者按
    if 14 <= width <= 60 and may_be_office(line) and office_of(line) in ("place", "title"):
        return NAMES
    if width > 26:
        return 0
    if LETTER.fullmatch(line):
        return STAFF
    if _COLON.fullmatch(line):
        return NAMES if is_names(line[2:]) else 0
    if line[:2] in ("文/", "文／", "文╱", "图/", "图／", "圖／", "圖╱"):
        return NAMES
    if width <= 16 and _RUN.fullmatch(line):
        return NAMES if is_names(line) and not _may_be_word(line) else 0
    return NAMES if first in cues.SURNAMES and _NAMES.fullmatch(line) else 0


def _may_be_word(run: str) -> bool:
    """Whether characters that could be names of two are more likely a headline: 商城卫士, 龙泉山看花记.

    >>> _may_be_word("商城卫士"), _may_be_word("李明王红"), _may_be_word("欧阳建国")
    (True, False, False)
    >>> _may_be_word("龙泉山看花记"), _may_be_word("李明王红赵云"), _may_be_word("李建国王小红")
    (True, False, False)
    """
    if len(run) not in (4, 6) or run[:2] in cues.DOUBLE_SURNAMES:
        return False
    if len(run) == 6 and run[3] in cues.SURNAMES:
        return False
    return not words.COMMON_SURNAMES.issuperset(run[::2])


def _is_signature(run: str) -> bool:
    """Whether what stands behind a mark signs: □李明 and ◎记者王小红 do, ●产销同步增长 does not."""
    return bool(run) and (is_names(run) or _STAFF.fullmatch(run) is not None)


_DAY = late("[日号號曰]")
_PROSE = late("[，。的了]|[今昨从從在据據]$")

# Only a line with one of these can be furniture.
_FURNITURE_HINT = late(
    "[0-9０-９:：@版编編校责責扫掃权權主机星期周週禮礼〇一二三四五六七八九十]|[-—─━＝=_~～﹏*＊·.…•◆◇■□●○★☆※+＋|｜/／#▲△▼▽◎⊙]|^[A-D][OUQDIT]"
)


FURNITURE_FIRST = frozenset(
    word[0] for row in page_cues.FURNITURE for word in row.opens
) | frozenset("《扫掃abcdefghijklmnopqrstuvwxyz")  # a paper's name, an overlay, an address


FURNITURE_WORDS = (
    "报",
    "報",
    "@",
    "权所有",
    "權所有",
    "印必究",
    "经授权",
    "經授權",
    "主管",
    "主办",
    "机关报",
)
"""One of these is in all furniture that opens with none of `FURNITURE_FIRST`."""

JUMP_CLOSES = late("[）)版页頁】〕]")


def furniture_reason(text: str, width: int, edge: bool) -> Reason | None:
    """The reason for which a closed line leaves the page, or None."""
    row = FURNITURE.row_of(text) if _FURNITURE_HINT.search(text) else None
    if row:
        if row.label == "date_line" and not edge and not _WEEKDAY.search(text):
            return None
        return cast(Reason, row.label)
    if edge and width <= 16 and MASTHEAD.fullmatch(text):
        return "masthead"
    found = EDGE.row_of(text) if edge else None
    return cast(Reason, found.label) if found else None


_WEEKDAY = late(page_cues._WEEKDAY)

SECTION_WIDTH = 16
"""Half ems that a section's name may take, eight characters."""


def is_section(text: str, *, open_above: bool, alone: bool) -> bool:
    """Whether a closed line names a section of the page.

    ``open_above``: the line above does not end a sentence, and no blank line is between;
    ``alone``: blank lines, or the page's edge, on both sides.

    >>> is_section("县区新闻", open_above=False, alone=False), is_section("经济", open_above=False, alone=False)
    (True, False)
    """
    row = SECTION.row_of(text)
    return row is not None and (alone or not (row.label == "word" or open_above))
