"""Marks in a joined text: quotation marks, doubled and broken marks, dashes, hyphens.

One fault, one function: text in, text and the number of characters changed or taken out
back.  Each begins with a literal that only a text with its kind of fault is likely to have.
A mark is mended only where its neighbours leave one reading; Latin text keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .patterns import late

Repair = Callable[[str], tuple[str, int]]

_CHINESE = late(
    "[\u2014\u2026\u201c\u201d\u3001-\u303f\u3400-\u9fff\uff01-\uff1f\U00020000-\U0003ffff]"
)


def _meets_chinese(text: str, start: int, end: int) -> bool:
    """Whether what stands before ``start`` or behind ``end`` is Han or a Chinese mark, and neither Latin."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum()):
        return False
    return bool(_CHINESE.match(before) or _CHINESE.match(after))


# --- quotation marks ------------------------------------------------------------

_STRAIGHT = '"＂'
_STRAIGHT_PAIR = frozenset(_STRAIGHT)
_QUOTES = late('["＂“”]')
_BEFORE_OPENING = "：（(《、〔【"
_BEHIND_CLOSING = "，。、；：！？）)》〕】"


def pair_quotes(text: str) -> tuple[str, int]:
    """Straight double quotation marks, and curly ones that face the wrong way, become “ and ”.

    A text is mended as a whole, where its marks then open and close in turn and no neighbour
    speaks against it; its paragraphs are not looked at, since a page may lose their breaks.

        >>> pair_quotes('所谓"三农"问题')
        ('所谓“三农”问题', 2)
        >>> pair_quotes("“义渡“，“渡口”")
        ('“义渡”，“渡口”', 1)

    Left alone: inches, Latin quotations, a mark whose partner is missing, a quotation that
    opens each of its paragraphs anew.

        >>> pair_quotes('29"彩电与34"彩电'), pair_quotes('He said "no" twice.'), pair_quotes('他说："好。')
        (('29"彩电与34"彩电', 0), ('He said "no" twice.', 0), ('他说："好。', 0))
    """
    if '"' not in text and "＂" not in text and text.count("“") == text.count("”"):
        return text, 0
    facing = _facing(text.replace("\n", ""))
    if not facing:
        return text, 0
    total, last, pieces = 0, 0, []
    for found, mark in zip(_QUOTES.finditer(text), facing.values(), strict=True):
        if found[0] != mark:
            pieces += [text[last : found.start()], mark]
            last = found.end()
            total += 1
    return "".join((*pieces, text[last:])), total


def _facing(text: str) -> dict[int, str] | None:
    """The mark that should stand at each double quotation mark; None where that is not certain."""
    marks: dict[int, str] = {}
    opened = -1
    for found in _QUOTES.finditer(text):
        at, mark = found.start(), found[0]
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        may_open = before == "" or before in _BEFORE_OPENING
        may_close = after == "" or after in _BEHIND_CLOSING
        if opened < 0:
            if (may_close and not may_open) or (mark in _STRAIGHT and before.isdigit()):
                return None
            if mark == "”" and (not may_open or not before):
                return None
            marks[at], opened = "“", at
        else:
            if (may_open and not may_close) or (mark == "“" and not may_close):
                return None
            latin = text[opened + 1 : at].isascii() and _STRAIGHT_PAIR.issuperset(
                (text[opened], mark)
            )
            if latin and not _meets_chinese(text, opened, at + 1):
                return None
            marks[at], opened = "”", -1
    return marks if opened < 0 else None


# --- doubled and broken marks ---------------------------------------------------

_DOUBLED = {"，，": late("，，+"), "。。": late("。。+"), "、、": late("、、+")}


def single_marks(text: str) -> tuple[str, int]:
    """A comma, full stop or enumeration comma that stands twice is one; three full stops are an ellipsis.

        >>> single_marks("会议，，他说。。散会、、"), single_marks("他说。。。")
        (('会议，他说。散会、', 3), ('他说……', 3))

    Left alone: ！！ and ？？, which newspapers print.
    """
    total = 0

    def one(found: re.Match[str]) -> str:
        nonlocal total
        long = found[0][0] == "。" and len(found[0]) > 2
        total += len(found[0]) if long else len(found[0]) - 1
        return "……" if long else found[0][0]

    for twice, pattern in _DOUBLED.items():
        if twice in text:
            text = pattern.sub(one, text)
    return text, total


_DOTS = {
    ".": late(r"\.\.\.+"),
    "·": late("···+"),
    "．": late("．．．+"),
    "…": late("…………+"),
}
LEADER = 7
"""Dots in a row that lead the eye to a page number: no ellipsis has more than six."""


def dots(text: str) -> tuple[str, int]:
    """Three to six dots of any other kind are an ellipsis; longer rows before a number, leaders, too.

        >>> dots("水从哪里来...北干渠"), dots("要闻．．．．．．．．．2版"), dots("要闻……………………2版")
        (('水从哪里来……北干渠', 3), ('要闻……2版', 9), ('要闻……2版', 6))

    Left alone: dots in Latin text, … and …… and the four …… …… of a passage left out.

        >>> dots("Wait... no, 3.5, 他…说……好…………")
        ('Wait... no, 3.5, 他…说……好…………', 0)
    """
    total = 0

    def one(found: re.Match[str]) -> str:
        nonlocal total
        start, end = found.span()
        leads = text[end : end + 1].isdigit() or text[end : end + 1] in ("第", "（", "(")
        if found[0] == "…………":
            return found[0]
        if len(found[0]) < LEADER and found[0][0] != "…":
            if not _meets_chinese(text, start, end):
                return found[0]
            total += len(found[0])
        elif leads and _CHINESE.match(text[start - 1 : start]):
            total += len(found[0]) - 2 * (found[0][0] == "…")
        else:
            return found[0]
        return "……"

    for literal, pattern in _DOTS.items():
        if literal in text:
            text = pattern.sub(one, text)
    return text, total


_DASHES = late("[-—–―─－]{2,4}")


def dashes(text: str) -> tuple[str, int]:
    """Two to four hyphens, short dashes, bars or rules between Chinese text are one dash.

        >>> dashes("他的心愿--修渠"), dashes("心願──修渠"), dashes("心愿—-修渠")
        (('他的心愿——修渠', 2), ('心願——修渠', 2), ('心愿——修渠', 1))

    Left alone: dashes that are right, with or without more; single marks (北京-上海), Latin
    text, rules.

        >>> dashes("心愿——修渠，北京-上海，state--owned，——-修渠")
        ('心愿——修渠，北京-上海，state--owned，——-修渠', 0)
    """
    if not any(mark in text for mark in "-―─－–"):
        return text, 0
    total = 0

    def one(found: re.Match[str]) -> str:
        nonlocal total
        start, end = found.span()
        if "——" in found[0] or not _meets_chinese(text, start, end):
            return found[0]
        if text[end : end + 1] and text[end] in "-—–―─－":
            return found[0]  # a rule
        total += len(found[0]) - found[0][:2].count("—")
        return "——"

    return _DASHES.sub(one, text), total


_TITLES = late(
    "<<([^<>《》\n]{1,40})>>|[<＜]([^<>《》＜＞\n]{1,40})》|《([^<>《》＜＞\n]{1,40})[>＞]"
)


def title_marks(text: str) -> tuple[str, int]:
    """Angle brackets that stand for title marks become 《 and 》.

        >>> title_marks("读了<<渡口>>和《渡口＞两篇")
        ('读了《渡口》和《渡口》两篇', 5)

    Left alone: brackets around Latin text, comparisons, 〈〉.
    """
    if not any(mark in text for mark in "<＜>＞"):
        return text, 0
    total = 0

    def one(found: re.Match[str]) -> str:
        nonlocal total
        inside = found[1] or found[2] or found[3]
        if inside.isascii():
            return found[0]
        total += 4 if found[1] else 1
        return f"《{inside}》"

    return _TITLES.sub(one, text), total


# --- hyphens --------------------------------------------------------------------

# Ends of English words that are no words themselves: behind a hyphen they are the rest of a
# word that a line's end broke.
_ENDINGS = [
    "ments?",
    "tions?",
    "sions?",
    "ness",
    "ity",
    "ities",
    "ances?",
    "ences?",
    "ible",
    "ously",
    "ous",
    "tive",
    "sive",
    "ically",
    "ally",
    "ology",
    "tional",
    "ture",
    "tures",
    "ments",
    "ingly",
]
_BROKEN_WORD = late(f"-(?<=[a-z]{{2}}-)(?=(?:{'|'.join(_ENDINGS)})(?![A-Za-z]))")


def hyphens(text: str) -> tuple[str, int]:
    """A hyphen that a line's end put into a Latin word goes.

        >>> hyphens("Smart Develop-ment中心")
        ('Smart Development中心', 1)

    Left alone: a hyphen before what is a word (well-known, e-mail): it may be the author's.
    """
    if "-" not in text:
        return text, 0
    return _BROKEN_WORD.subn("", text)


MARKS: list[tuple[str, Repair]] = [
    ("quotation_mark", pair_quotes),
    ("doubled_mark", single_marks),
    ("ellipsis", dots),
    ("dash", dashes),
    ("title_mark", title_marks),
    ("hyphen", hyphens),
]
"""The repairs in their order, by the name under which a record counts them."""
