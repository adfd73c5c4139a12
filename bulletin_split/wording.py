"""What the words of lines say: how a line opens, how a head reads, what two stretches share.

Nothing is understood here; words and pairs of characters are looked up and counted.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate

from . import words
from .patterns import late


def pair_codes(text: str) -> list[int]:
    """A text's pairs of neighbouring characters in order, each as one number.

    >>> codes = pair_codes("开会开会")
    >>> len(codes), len(set(codes)), pair_codes("会")
    (3, 2, [])
    """
    octets, size = text.encode("utf-32-le", "surrogatepass"), len(text)
    out = [0] * (size - 1)
    out[::2] = array("Q", octets[: size // 2 * 8])
    out[1::2] = array("Q", octets[4 : 4 + (size - 1) // 2 * 8])
    return out


def share(pairs: set[int], among: Iterable[int]) -> float:
    """The share of some pairs that stand among others.

    >>> share({*pair_codes("召开会议")}, pair_codes("某县昨日召开会议"))
    1.0
    """
    return len(pairs.intersection(among)) / len(pairs) if pairs else 0.0


class Pairs:
    """The pairs of a page's characters, its lines read on without a break."""

    def __init__(self, text: list[str]) -> None:
        self._codes = pair_codes("".join(text))
        self._at = [0, *accumulate(map(len, text))]

    def of(self, first: int, behind: int, most: int) -> list[int]:
        """Those of the lines ``[first, behind)``, of ``most`` code points of them."""
        start = self._at[first]
        return self._codes[start : max(start, min(self._at[behind], start + most) - 1)]


CARRYING, LEADING, PARTICLE = 1, 2, 3
_OPENINGS = dict.fromkeys(words.CARRIES_ON, CARRYING) | dict.fromkeys(words.LEADS_IN, LEADING)


def opening(text: str) -> int:
    """How a line opens: CARRYING on, LEADING in, with a PARTICLE, or 0.

    >>> opening("日前，县里召开会议"), opening("他说，"), opening("的会议"), opening("临沄县")
    (2, 1, 3, 0)
    """
    first = text[0]
    if first in words.PARTICLES:
        return PARTICLE
    if first in _OPENING_FIRST:
        for size in _OPENING_SIZES:
            found = _OPENINGS.get(text[:size])
            if found:
                return found
    pause = _PAUSED.search(text, 2, 9)
    if pause and pause[0] != "。":
        stem, size = text[: pause.start()], pause.start()
        if (size < 8 and stem.endswith(_SAYS)) or (size > 2 and stem.endswith(_STATES)):
            return CARRYING
    return 0


_OPENING_FIRST = frozenset(word[0] for word in _OPENINGS)
_OPENING_SIZES = sorted({*map(len, _OPENINGS)}, reverse=True)
_PAUSED = late("[，。：]")
_SAYS = tuple(word for word in words.SPEAKS if len(word) == 1)
_STATES = tuple(word for word in words.SPEAKS if len(word) == 2)
WHEN = late(f"{'|'.join(words.DAYS)}|[0-9〇一二三四五六七八九十]日")


def rhythm_of(lines: list[str]) -> int:
    """How much the lines of a head read like prose, all together: marks and the words that headlines leave out."""
    text = "".join(lines)
    pauses = min(text.count("，") + text.count("、") + text.count("："), 3)
    plain = len(words.FUNCTION_WORDS.intersection(text))
    return pauses * 4 + min(plain, 6) // 2


_PAIRS = (
    ("《", "》"),
    ("“", "”"),
    ("『", "』"),
    ("「", "」"),
    ("（", "）"),
    ("‘", "’"),
    ("〈", "〉"),
)


def is_open(text: str) -> bool:
    """Whether a bracket or a quotation that opens in a text is not closed in it.

    >>> is_open("评《马克思主义哲学"), is_open("《虎踞钟山》")
    (True, False)
    """
    return any(text.count(mark) > text.count(close) for mark, close in _PAIRS if mark in text)


DASHED, OPENED = 1, 2


def leads_on(above: str, line: str) -> int:
    """What ties a line of a head to the one above: a dash or a triangle, a bracket that is OPENED above, or 0.

    Decks of the Republican press have the triangle.

    >>> leads_on("北塬县做足文章", "——柿饼远销"), leads_on("评《马克思主义", "哲学》"), leads_on("春汛", "河堤")
    (1, 2, 0)
    """
    if line.startswith(("——", "▲", "△")) or above.endswith("——"):
        return DASHED
    return OPENED if is_open(above) else 0
