"""The lines of an article's head → its headline, kicker and deck.

A headline that is set in several lines is broken evenly: its lines differ by a
character or two, and the last may be shorter.  Kicker and deck are set smaller, so
more characters go into their lines.  Where the widths jump, one ends and the other
begins, and the headline is the one of fewest characters a line.
"""

from __future__ import annotations

from itertools import takewhile

from . import reflow
from .byline import office_of
from .label import PLACE, RUBRIC
from .model import Deck
from .wording import is_open

Line = tuple[str, int, int]

SHORTER = 8
"""Half ems by which a line must fall short of the one above to be an element of its own."""

LONGER = 12
"""Half ems by which a line must exceed the one above; LONGER_COMPLETE is enough where that
one is long enough to stand alone (COMPLETE)."""

LONGER_COMPLETE = 6
COMPLETE = 18
SHORTER_LONG = 6
LONG = 24
"""The same below two lines that are each LONG: kicker and deck are set in such lines."""

STUB = 10
"""Half ems, five characters, of what a line's end left over in mid-word; more may be a headline below its kicker."""

BELOW = 999
"""Width for a line of a head below the byline: a deck, however few characters it has."""

TEASER = 2
"""How many times wider a headline in traditional script is than a kicker above it: 梅雨報到 over
東部水庫蓄水率近7成. A deck, which stands below, is not so much wider than its headline.
So Hong Kong's and Taiwan's dailies look to us; no gold of theirs was at hand to measure it on."""

DEEP = 16
"""Lines over which a bracket may stay open in a head; no head that we have seen has as many."""

_FINAL = "！？!?—…"


def arrange(lines: list[tuple[str, int, int]]) -> tuple[str | None, list[Deck]]:
    """In: closed text, width (half ems) and blank lines before, for each line of the head.

    >>> arrange([("临沄县委召开常委会议暨", 22, 1), ("防汛抗旱指挥部会议", 18, 0)])[0]
    '临沄县委召开常委会议暨防汛抗旱指挥部会议'
    >>> arrange([("全年粮食总产量三十亿斤比上年增一成创历史纪录", 44, 1), ("临沄秋粮又丰收", 14, 0)])
    ('临沄秋粮又丰收', [{'role': 'kicker', 'text': '全年粮食总产量三十亿斤比上年增一成创历史纪录'}])
    >>> arrange([("读者来信", 8, 1), ("站牌字能否大一些", 16, 0)])
    ('站牌字能否大一些', [{'role': 'section', 'text': '读者来信'}])
    """
    if not lines:
        return None, []
    rubrics = list(takewhile(RUBRIC.fullmatch, (text for text, _, _ in lines[:-1])))
    sections = [Deck(role="section", text=text) for text in rubrics]
    lines = lines[len(sections) :]
    traditional = len(lines) > 1 and is_traditional("".join(text for text, _, _ in lines))
    elements: list[list[tuple[str, int, int]]] = [[lines[0]]]
    for i, line in enumerate(lines[1:], 1):
        is_last = i == len(lines) - 1
        if _is_new(line, elements[-1], is_last=is_last, traditional=traditional):
            elements.append([line])
        else:
            elements[-1].append(line)
    texts = [reflow.join([text for text, _, _ in element]) for element in elements]
    sizes = [
        1000
        if _is_remark(text)
        or (len(texts) > 1 and (office_of(text) or (not i and PLACE.fullmatch(text))))
        or (text.endswith("———") and len(texts) > 1)
        else max(width for _, width, _ in element)
        for i, (text, element) in enumerate(zip(texts, elements, strict=True))
    ]
    main = sizes.index(min(sizes))
    if traditional and len(sizes) == 2 and not main and sizes[0] * TEASER <= sizes[1] < BELOW:
        main = 1
    return texts[main], sections + [
        Deck(role="kicker" if i < main else "deck", text=text)
        for i, text in enumerate(texts)
        if i != main
    ]


def _is_new(
    line: tuple[str, int, int],
    element: list[tuple[str, int, int]],
    *,
    is_last: bool,
    traditional: bool = False,
) -> bool:
    """Whether a line begins the next element of the head."""
    above = element[-1]
    jump = line[1] - above[1]
    if _is_remark(line[0]) or _is_remark(above[0]) or (is_last and office_of(line[0])):
        return True
    if line[0].startswith("——") or (above[0].endswith("——") and not above[0].endswith("———")):
        return False  # a dash leads on to the second half of one headline
    if above[0][-1] == "第" or is_open("".join(text for text, _, _ in element[-DEEP:])):
        return False
    if traditional:
        return not _parts_word(above[0], line[0])
    if (
        jump <= -SHORTER
        or jump >= LONGER
        or (jump >= LONGER_COMPLETE and above[1] >= COMPLETE)
        or (
            len(element) > 1
            and (jump >= LONGER_COMPLETE or (jump <= -SHORTER_LONG and above[1] >= LONG))
        )
    ):
        is_stub = not line[2] and min(line[1], above[1]) <= STUB
        return not (is_stub and _parts_word(above[0], line[0]))
    if line[2] and abs(jump) >= 4:
        return True
    # A line shorter than those above it ends its element.
    if len(element) > 1 and above[1] < element[0][1] - 3:
        return True
    return above[0][-1] in _FINAL and abs(jump) >= 4


def _parts_word(above: str, below: str) -> bool:
    """Whether a line's end breaks a common word of two characters, as no element of a head ends.

    >>> _parts_word("水利局党组发表新", "年贺词"), _parts_word("水利局喜迎新年", "发表贺词")
    (True, False)
    """
    from .wordbreak import common  # where widths jump, which is seldom

    return above[-1] + below[0] in common()


def is_traditional(text: str) -> bool:
    """Whether a text has a character of everyday traditional script: of Big5's first level, and none of GB 2312.

    >>> is_traditional("沄江堤工有着萬元"), is_traditional("沄江堤工有着万元"), is_traditional("山水")
    (True, False, False)
    """
    left = "".join(filter(str.isalpha, text)).encode("gb2312", "ignore").decode("gb2312")
    rest = set(text).difference(left)
    return any(b"\xa4" <= char.encode("big5", "ignore")[:1] <= LAST_COMMON for char in rest)


LAST_COMMON = b"\xc6"
"""First byte of the last of the 5,401 everyday characters in Big5."""


def _is_remark(text: str) -> bool:
    return text[0] in "（(●◆■▲△"


def parted(lines: list[Line]) -> tuple[list[Line], str]:
    """The lines of a head without its last where that signs, and that line or ''.

    A place or a title before the name signs, and so does a picture story's line; an institution
    alone is also what a deck is about, and stays one.

    >>> parted([("谁来修河堤", 10, 1), ("青川县水利局李建国", 18, 0)])
    ([('谁来修河堤', 10, 1)], '青川县水利局李建国')
    """
    if len(lines) > 1 and office_of(lines[-1][0]) in ("place", "title", "picture story"):
        return lines[:-1], lines[-1][0]
    return lines, ""
