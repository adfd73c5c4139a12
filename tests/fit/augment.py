"""Gold articles set again, as other papers would have set them.

A few hundred gold pages hold each article in one setting, and a fit learns the
setting with the text.  Setting the same articles again and again, in columns of
other widths, with headlines before, after or on the next article's line, with and
without indents, blank lines and bylines, teaches what holds whatever the setting.
What is printed here is what extractors leave of such pages: drawing order, column
breaks, first lines that lost their indent, heads and tails that are missing.

Every choice hangs on the seed alone.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from bulletin_split import units
from bulletin_split.lines import read_lines
from bulletin_split.repair import soften

from . import chain

B, S, T, L, Y, Z = range(6)
_NO_START = frozenset("，。、；：？！”’）》」』】〕…—％%,.!?;:)")
_NO_END = frozenset("“‘（《「『【〔(")
_PLACES = ("青石区", "河湾镇", "临溪县", "北坡乡", "东桥街道", "南陂市", "石门村")
_SCENES = (
    "社区理发师走进敬老院，为行动不便的老人剪发、修面。",
    "渔民在水库起网收鱼。入秋以来水温适宜，今年的草鱼个头足，网网都有收获。",
    "市民在河堤放风筝，享受周末的好天气。",
    "工程人员正在吊装钢梁，新桥预计秋后合龙。",
    "学生在操场边给树苗浇水，认识身边的植物。",
    "女工在缝纫间赶做冬衣。开年以来，这家厂子接到的订货多了三成。",
)
_VERSE = (
    "雨落在青瓦上",
    "一声比一声轻",
    "母亲把灯芯挑亮",
    "针脚走过旧衣裳",
    "远山还没有睡",
    "替归来的人守着门",
    "麦子黄了",
    "镰刀在墙上醒来",
    "风从河套吹过去",
    "又从河套吹回来",
    "我把名字写在沙上",
    "潮水一遍一遍地念",
    "老屋的门环凉了",
    "燕子还认得梁上的泥",
    "那年的雪下得很慢",
    "慢得像一封没有寄出的信",
    "炉火说着从前",
    "水壶应着",
    "春天从一粒种子里坐起来",
    "揉揉眼睛",
    "铁轨伸向看不见的地方",
    "汽笛把夜色拉长",
    "石匠敲打着山的骨头",
    "每一下都有回声",
    "孩子们数星星",
    "数到一半睡着了",
)
_TITLES = ("渡口", "老屋", "听雨", "麦收时节", "写给母亲", "雪夜", "故乡的河", "石匠", "春耕谣")
_SURNAMES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜敏静磊洋艳勇军杰娟涛明超霞平刚桂英华云飞",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A gold article: what is to be set."""

    headline: str | None
    decks: Sequence[str]
    byline: str | None
    dateline: str | None
    paragraphs: Sequence[str]
    caption: bool = False
    verse: bool = False


@dataclass(slots=True)
class Setting:
    """How one page is set."""

    random: Random
    order: str = "before"
    indent: str = "kept"
    blank_paragraphs: bool = True
    blank_columns: bool = True
    gap_before_head: bool = True
    gap_after_head: bool = True
    fuse: float = 0.0
    byline: str = "tail"
    hang: bool = True
    measures: tuple[int, ...] = (16,)


@dataclass(slots=True)
class Sheet:
    """A page as it grows: its text, and the part that each printed line plays."""

    text: list[str] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)  # (offset, part)
    size: int = 0
    open_line: bool = False

    def line(self, text: str, part: int, *, fuse: bool = False) -> None:
        if self.size:
            self._put("　" if fuse else "\n")
        self.parts.append((self.size + len(text) - len(text.lstrip(" 　")), part))
        self._put(text)

    def blank(self) -> None:
        if self.size and not self._ends_blank():
            self._put("\n")

    def _ends_blank(self) -> bool:
        return bool(self.text) and self.text[-1] == "\n"

    def _put(self, text: str) -> None:
        self.text.append(text)
        self.size += len(text)


def _width(char: str) -> int:
    return 1 if char.isascii() else 2


def wrap(text: str, measure: int, first: int, hang: bool) -> list[str]:
    """Break a paragraph into lines of ``measure`` characters (two half ems each).

    ``first``: half ems that the first line is short of it.  No line starts with a
    closing mark or ends with an opening one.
    """
    lines: list[str] = []
    room, start, used = measure * 2 - first, 0, 0
    i = 0
    while i < len(text):
        used += _width(text[i])
        if used > room:
            end = i
            if text[end] in _NO_START:
                end = end + 1 if hang else end - 1
            while end - 1 > start and text[end - 1] in _NO_END:
                end -= 1
            end = max(end, start + 1)
            lines.append(text[start:end])
            start = i = end
            used, room = 0, measure * 2
            continue
        i += 1
    if start < len(text):
        lines.append(text[start:])
    return lines


def setting(random: Random) -> Setting:
    """A page's habits, drawn at random."""
    pdf = random.random() < 0.45
    one = random.choice((11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 26, 29))
    spread = (
        [one]
        if random.random() < 0.3
        else [max(9, one + random.randint(-6, 8)) for _ in range(4)] + [one]
    )
    return Setting(
        random=random,
        order=random.choices(("before", "after", "mixed"), (36, 36, 28))[0],
        indent=random.choices(("kept", "short", "spaces", "lost"), (30, 36, 22, 12))[0],
        blank_paragraphs=not pdf and random.random() < 0.7,
        blank_columns=random.random() < (0.15 if pdf else 0.6),
        gap_before_head=not pdf and random.random() < 0.93,
        gap_after_head=not pdf and random.random() < 0.72,
        fuse=0 if pdf else random.choice((0, 0.05, 0.1, 0.25)),
        byline=random.choice(("tail", "tail", "own", "right", "head", "dateline", "mixed")),
        hang=random.random() < 0.5,
        measures=tuple(spread),
    )


def typeset(pieces: Sequence[Piece], random: Random) -> tuple[str, list[tuple[int, int]]]:
    """One page.  Out: its text, and (offset, part) of each printed line in order."""
    style, sheet = setting(random), Sheet()
    fused_next = False
    ahead = False
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        if ahead:  # its head is set already
            piece, ahead = replace(piece, headline=None, byline=None, decks=()), False
        elif not (last or fused_next) and random.random() < IN_A_ROW:
            ahead = _heads_in_a_row(piece, pieces[number + 1], style, sheet)
            if ahead:
                piece = replace(piece, headline=None, byline=None, decks=())
        fused_next = _article(piece, style, sheet, fused_next, last)
    return "".join(sheet.text) + "\n", sheet.parts


def _heads_in_a_row(one: Piece, other: Piece, style: Setting, sheet: Sheet) -> bool:
    """Set the heads of two articles, each with its byline, before the texts of both; out: whether it was done."""
    pair = (one, other)
    if style.order != "before" or not all(p.headline and p.byline and not p.caption for p in pair):
        return False
    for piece in pair:
        sheet.blank()
        _head(piece, style, sheet, L)
        if style.blank_columns:
            sheet.blank()
        sheet.line(_head_byline(piece.byline or "", style.random), Y)
    sheet.blank()
    return True


def _article(piece: Piece, style: Setting, sheet: Sheet, fused: bool, last: bool) -> bool:
    """Set one article; out: whether its headline wants the next article on its line."""
    random = style.random
    after = style.order == "after" or (style.order == "mixed" and random.random() < 0.5)
    after = after and not piece.verse
    headed = piece.headline is not None and random.random() > 0.05 and not piece.caption
    place = (
        random.choice(("tail", "own", "right", "head", "dateline"))
        if style.byline == "mixed"
        else style.byline
    )
    place = "head" if piece.verse else place
    signed = bool(piece.byline) and random.random() > 0.06
    torn = not (piece.caption or piece.verse) and random.random() < 0.08
    if torn and after is False:
        headed = headed and random.random() < 0.3
    run_on = headed and not after and random.random() < RUN_ON
    gap = not run_on and (
        style.gap_before_head
        if headed and not after
        else style.gap_before_head or random.random() < 0.3
    )
    if torn and not headed and random.random() < 0.5:
        gap = False  # the columns of two articles run on, and the first line of the second is lost
    if gap and not fused:
        sheet.blank()
    if gap and random.random() < 0.12 and not fused:
        sheet.blank()
    if headed and not after:
        _head(piece, style, sheet, L)
    if signed and place == "head" and not after and not piece.caption and not torn:
        if style.gap_after_head and random.random() < 0.6:
            sheet.blank()
        sheet.line(_head_byline(piece.byline or "", random), Y)
    if headed and not after and not run_on and style.gap_after_head:
        sheet.blank()
    above = headed and after and place == "head" and gap and not fused and random.random() < 0.5
    if signed and above and not torn:  # the headline is behind the text, the byline above it
        sheet.line(_head_byline(piece.byline or "", random), Y)
        if style.gap_after_head and random.random() < 0.6:
            sheet.blank()
    tail = _body(piece, style, sheet, place, signed, torn, fused)
    if tail and signed:
        _own_byline(piece.byline or "", place, style, sheet)
    if headed and after:
        if style.gap_before_head:
            sheet.blank()
        _head(piece, style, sheet, T)
        if signed and place == "head" and not above and random.random() < 0.7:
            sheet.line(_head_byline(piece.byline or "", random), Z)
        elif not last and random.random() < style.fuse:
            return True
        if style.gap_after_head and random.random() < 0.6:
            sheet.blank()
    return False


def _head(piece: Piece, style: Setting, sheet: Sheet, part: int) -> None:
    random = style.random
    lines = [(line, part) for line in _head_lines(piece.headline or "", random)]
    decks = [line for deck in piece.decks for line in _deck_lines(deck, random)]
    if random.random() < 0.5:
        lines = [(deck, part) for deck in decks] + lines
    else:
        lines += [(deck, part) for deck in decks]
    spaced = random.random() < 0.05
    for text, what in lines:
        sheet.line("　".join(text) if spaced and len(text) < 14 else text, what)


def _head_lines(text: str, random: Random) -> list[str]:
    if len(text) <= 9 or (random.random() < 0.45 and len(text) <= 30):
        return [text]
    count = 2 if len(text) <= 24 else random.choice((2, 3))
    size = -(-len(text) // count) + random.choice((0, 0, 0, 1, 2))
    return [text[i : i + size] for i in range(0, len(text), size)]


def _deck_lines(text: str, random: Random) -> list[str]:
    if len(text) <= 14 or random.random() < 0.6:
        return [text]
    half = -(-len(text) // 2)
    return [text[:half], text[half:]]


def _head_byline(name: str, random: Random) -> str:
    name = name.strip("（）")
    if name.startswith(("记者", "通讯员")):
        return random.choice(("本报", "")) + name
    if name.startswith("本"):
        return name
    return (
        random.choice(
            (
                "",
                "",
                "本报记者",
                "本报记者　",
                "文／",
                "文/",
                "□",
                "■",
                "□本报记者",
                "本报通讯员　",
                "记者　",
            )
        )
        + name
    )


def _own_byline(name: str, place: str, style: Setting, sheet: Sheet) -> None:
    random = style.random
    if style.blank_paragraphs and random.random() < 0.6:
        sheet.blank()
    text = f"（{name.strip('（）')}）"
    sheet.line("　" * random.randint(4, 9) + text if place == "right" else text, B)


def _body(
    piece: Piece, style: Setting, sheet: Sheet, place: str, signed: bool, torn: bool, fused: bool
) -> bool:
    """Set the body; out: whether the byline is still to be set, on a line of its own."""
    random = style.random
    if piece.verse:
        _stanzas(piece, style, sheet)
        return False
    paragraphs = [p for p in piece.paragraphs if p]
    alone = False  # whether the dateline stands on a line of its own
    if piece.caption:
        credit = random.choice(
            (" {} 摄", "（{} 摄）", "{}/摄", "　{}摄", "（{}摄）", "（图/{}）", " 记者{}摄")
        )
        paragraphs[-1] += credit.format(piece.byline)
    else:
        if piece.dateline and not torn:
            sign = (
                f"（{(piece.byline or '').strip('（）')}）"
                if signed and place == "dateline"
                else ""
            )
            gap = random.choice(("", " ", "　", "  "))
            alone = bool(sign) and random.random() < ALONE
            if alone:
                paragraphs.insert(0, piece.dateline + gap + sign)
            else:
                paragraphs[0] = piece.dateline + sign + gap + paragraphs[0]
        if signed and (place == "tail" or (place == "dateline" and not piece.dateline)):
            paragraphs[-1] += (
                random.choice(("", " ", "　", "  ")) + f"（{(piece.byline or '').strip('（）')}）"
            )
            signed = False
        if torn and len(paragraphs[0]) > 40:
            paragraphs[0] = paragraphs[0][random.randint(5, 30) :].lstrip("，。、；：！？”）》")
        if random.random() < 0.02 and len(paragraphs[-1]) > 40:
            paragraphs[-1] = paragraphs[-1][: len(paragraphs[-1]) // 2]
    measure, until_break = random.choice(style.measures), random.randint(8, 50)
    if random.random() < 0.3:
        measure = style.measures[-1]
    first_line = True
    for index, paragraph in enumerate(paragraphs):
        indented = not (torn and index == 0)
        short = 4 if indented and style.indent != "lost" and not (fused and first_line) else 0
        mark = ""
        if indented and style.indent == "kept" and not (fused and first_line):
            mark = "　　"
        elif indented and style.indent == "spaces":
            mark = " " * random.choice((1, 2, 4))
        if index > alone and style.blank_paragraphs:
            sheet.blank()
        for i, line in enumerate(wrap(paragraph, measure, short, style.hang)):
            until_break -= 1
            if not until_break and i and style.blank_columns:
                sheet.blank()
                until_break = random.randint(15, 50)
                if random.random() < 0.12:
                    measure = random.choice(style.measures)
            sheet.line(
                (mark if not i else "") + line, S if first_line else B, fuse=fused and first_line
            )
            first_line = False
    return signed and place in ("own", "right") and not piece.caption


def _stanzas(piece: Piece, style: Setting, sheet: Sheet) -> None:
    """Set verse: a line for each of its lines, a blank one between two stanzas."""
    mark = "　　" if style.indent == "kept" and style.random.random() < 0.5 else ""
    for number, stanza in enumerate(piece.paragraphs):
        if number:
            sheet.blank()
        for i, line in enumerate(stanza.split("\n")):
            sheet.line(mark + line, B if number or i else S)


def made_up_verse(random: Random) -> Piece:
    """Verse of no one's, as supplements print it: short lines, and few marks at their ends."""
    stanzas = []
    for _ in range(random.randint(1, 4)):
        lines = random.sample(_VERSE, random.randint(3, 6))
        mark = random.choice(("", "", "，", "。"))
        stanzas.append("\n".join(line + random.choice(("", mark)) for line in lines))
    name = random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=random.choice((1, 2))))
    return Piece(random.choice(_TITLES), (), name, None, stanzas, verse=True)


def made_up_caption(random: Random) -> Piece:
    """A caption about nobody: the gold pages' own captions are few."""
    day = random.choice(
        ("日前", "近日", "昨日", f"{random.randint(1, 12)}月{random.randint(1, 28)}日", "图为")
    )
    name = random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=random.choice((1, 2))))
    opening = day + ("" if day == "图为" else "，") + random.choice(_PLACES)
    return Piece(None, (), name, None, [opening + random.choice(_SCENES)], caption=True)


RUN_ON = 0.08
"""Share of leading headlines that stand close between two texts, as briefs in a row have them, on a page that else leaves blank lines."""

VERSE = 0.06
"""Share of pages with verse: one in sixteen, as of a paper with a literary supplement once a week and more pages than eight."""

IN_A_ROW = 0.02
"""Share of articles whose head is set before that of the next one and both texts, where heads lead and bylines allow it."""

ALONE = 0.1
"""Share of datelines with a byline that stand on a line of their own: 本报讯（记者李明）, and the text below."""

LONGEST_BYLINE = 24
"""Characters; a longer one is a sentence that the gold's rules took for a byline."""

LONGEST_ARTICLE = 6000


def pieces_of(folders: Iterable[Path], stems: frozenset[str]) -> list[Piece]:
    """The articles of the gold pages named, each once, captions aside."""
    out: dict[str, Piece] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.gold.jsonl")):
            if path.name.removesuffix(".gold.jsonl") in stems:
                for row in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
                    piece = _piece(json.loads(row))
                    if piece:
                        out.setdefault("".join(piece.paragraphs)[:200], piece)
    return list(out.values())


def _piece(row: dict[str, object]) -> Piece | None:
    paragraphs = row.get("paragraphs")
    if (
        row.get("kind") in ("caption", "photo", "photo_caption")
        or not isinstance(paragraphs, list)
        or not paragraphs
    ):
        return None
    if sum(map(len, paragraphs)) > LONGEST_ARTICLE:
        return None
    byline = "、".join(_texts(row.get("byline"), "name")) or None
    headline, dateline = row.get("headline"), row.get("dateline")
    return Piece(
        headline=str(headline) if headline else None,
        decks=tuple(_texts(row.get("decks"), "text")),
        byline=byline if byline and len(byline) <= LONGEST_BYLINE else None,
        dateline=str(dateline) if dateline else None,
        paragraphs=paragraphs,
    )


def _texts(value: object, key: str) -> list[str]:
    if isinstance(value, str):
        return [value]
    return (
        [item[key] if isinstance(item, dict) else item for item in value]
        if isinstance(value, list)
        else []
    )


Job = tuple[list[Piece], int]


def jobs(pieces: Sequence[Piece], count: int, seed: int) -> Iterator[Job]:
    """What stands on each of ``count`` pages, and the seed of its setting."""
    random, deck = Random(seed), list(pieces)
    made = 0
    while made < count and len(deck) >= 10:
        random.shuffle(deck)
        at = 0
        while at + 10 < len(deck) and made < count:
            size = random.randint(5, 10)
            page, at = deck[at : at + size], at + size
            for _ in range(random.choice((0, 1, 1, 2))):
                page.insert(random.randint(0, len(page)), made_up_caption(random))
            if random.random() < VERSE:
                page.insert(random.randint(0, len(page)), made_up_verse(random))
            yield page, random.randint(0, 1 << 30)
            made += 1


def example_of(job: Job) -> chain.Example:
    """Set a page, look at it as the pipeline does, and say what part each unit plays."""
    text, parts = typeset(job[0], Random(job[1]))
    lines = read_lines(soften(text)[0])
    seen = units.observe(lines)
    offsets = [offset for offset, _ in parts]
    played = []
    for start in lines.start:
        at = bisect_right(offsets, start) - 1
        part = parts[at][1]
        played.append(B if part == S and offsets[at] != start else part)
    return chain.Example(
        emit=[units.emit_keys(code) for code in seen.emit],
        link=[units.link_keys(code) for code in seen.link],
        parts=[played[unit] for unit in seen.units],
    )
