"""How Chinese a text reads: classes of characters, their shares, and a sum of logarithms.

The right reading of a Chinese page is made of the few thousand characters that people
use; a wrong one scatters over tens of thousands of rare ones.  The standards
themselves say which are used: GB 2312 and Big5 both put the common characters into a
first level of their own.  `score` is the log-likelihood of a text over these classes.
An error costs about as much as a rare character and no more, which is why damage does
not decide between two readings.
"""

from __future__ import annotations

import re
from bisect import bisect
from functools import cache
from math import log
from typing import NamedTuple

from .patterns import late

MARGIN = 12.0
"""Nats by which the best reading must lead the next one: e**12 is 160,000 to 1."""

FLOOR = -11.0
"""Mean nats a character that a Chinese reading reaches.

Chinese pages in either script lie between -9 and -8, a short damaged one at -10;
Latin, Cyrillic or Japanese bytes read as Chinese mostly lie below -12.
"""

OFTEN = 0.15
"""Share of `FREQUENT` among what is not ASCII that leaves no doubt of Chinese.

From 200 bytes up, 99 of 100 pages in either script have 0.17 and more, with 1 % of
their bytes damaged too; EUC-JP read as Big5 has 0.14, EUC-KR read as GB18030 0.02.
"""

SELDOM = 0.08
"""Share of `FREQUENT` below which a text longer than `HEADLINE` is hardly Chinese."""

HEADLINE = 40
"""Characters below which nothing is said against Chinese: names, a title, a scrap."""


class Class(NamedTuple):
    """A class of characters: its share of a Chinese page, spread over its members."""

    name: str
    share: float
    size: int
    why: str

    @property
    def nats(self) -> float:
        """The log-likelihood of any one member."""
        return log(self.share / self.size)


FREQUENT = (
    "的一是在了不和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级就年发成部民可出能方进"
    "同行面说种过而多子后自社加小机也经力线本电高量长党得实家定法表着水理化现所二起政三好十战前等全图把第"
    "新开从当两些还天事应如心都向变关点其与间内去因件日月利相由员业代报讯记者市县省村镇乡委书局会议活展"
    "這為們個時動國產會來對於學級發過後機經線電長黨實現戰圖開從當兩還應變關點與間業報訊記縣鄉"
    "書議來說種進將該並據市並臺台院府警局校院長公里區隊辦華"
)
"""The characters that a page cannot do without: function words, and a paper's own.

The heads of every published frequency list of modern Chinese, in both scripts, and
the words of 本报讯 itself.  Order and completeness do not matter: they hold a third
of any page.
"""

PUNCTUATION = "，。、：；？！“”‘’（）《》〈〉「」『』〔〕【】—…·‧•　○〇－～％"
"""Marks that Chinese pages are set with, in either script."""

CLASSES = {
    row.name: row
    for row in (
        Class("frequent", 0.30, len(set(FREQUENT)), "function words and a newspaper's own"),
        Class("common", 0.45, 6_900, "GB 2312 rows 16-55 and Big5 A440-C67E together"),
        Class("mark", 0.12, len(PUNCTUATION), "`PUNCTUATION`"),
        Class("ascii", 0.10, 97, "figures, names of firms, line ends"),
        Class("wide", 0.01, 94, "full-width Latin and figures, U+FF01-FF5E"),
        Class("rare", 0.01, 80_000, "every other Han: names, classical words"),
        Class("symbol", 0.005, 1_500, "kana, Greek, Cyrillic, boxes, circled figures, Latin"),
        Class("bad", 0.001, 150, "U+FFFD: pages are damaged, so it must not decide"),
        Class("odd", 0.0001, 20_000, "private use, unassigned, controls: nobody prints them"),
    )
}
"""Rough shares: a wrong reading loses 3 to 6 nats a character, so halves do not matter."""

RANGES = (
    (0x0009, "ascii", "tab and line ends; the controls among them are as rare in every reading"),
    (0x007F, "odd", "C1 controls"),
    (0x00A0, "symbol", "Latin, Greek, Cyrillic"),
    (0x0500, "odd", "scripts that no Chinese paper prints"),
    (0x2010, "symbol", "punctuation, arrows, boxes, circled figures"),
    (0x2800, "odd", "Braille, mathematics"),
    (0x2E80, "rare", "radicals, which extractors leave in place of Han"),
    (0x3000, "symbol", "CJK symbols, kana, bopomofo, squared forms"),
    (0x3400, "rare", "Han extension A and the block itself"),
    (0xA000, "odd", "Yi, Hangul, surrogates, private use"),
    (0xF900, "rare", "compatibility ideographs"),
    (0xFB00, "odd", "Arabic forms"),
    (0xFF01, "wide", "full-width forms"),
    (0xFF5F, "odd", "half-width kana and Hangul"),
    (0xFFFD, "bad", "the replacement character"),
    (0xFFFE, "odd", "noncharacters, emoji"),
    (0x20000, "rare", "Han extensions B and on"),
    (0x40000, "odd", "private planes"),
)
"""Where each range of code points starts, for the characters that no list names."""


class Score(NamedTuple):
    """How well a text reads.

    ``nats`` counts every character; ``mean`` and the share ``often`` of `FREQUENT`
    leave out ASCII, which all readings have in common: they are of the ``seen``.
    """

    nats: float
    mean: float
    often: float
    seen: int

    @property
    def is_chinese(self) -> bool:
        """Whether it may be Chinese at all; what is short always may."""
        return self.seen < HEADLINE or (self.mean >= FLOOR and self.often >= SELDOM)

    @property
    def is_plain(self) -> bool:
        """Whether it is Chinese beyond doubt."""
        return self.mean >= FLOOR and self.often >= OFTEN


def score(text: str) -> Score:
    """The log-likelihood of a text under `CLASSES`.

    >>> score("昨日召开会议").is_plain, score("鏂板崕绀").is_plain
    (True, False)
    """
    nats = _table()
    high = re.sub("[\x09-\x7f]+", "", text)
    each = list(map(nats.__getitem__, high))
    seen, total = len(each), sum(each)
    ascii_nats = (len(text) - seen) * CLASSES["ascii"].nats
    if not seen:
        return Score(ascii_nats, 0.0, 1.0, 0)
    often = each.count(CLASSES["frequent"].nats) / seen
    return Score(total + ascii_nats, total / seen, often, seen)


class _Nats(dict[str, float]):
    """Nats of each character; of those that no list names, by their range."""

    def __missing__(self, character: str) -> float:
        row = bisect(_STARTS, ord(character)) - 1
        nats = CLASSES[RANGES[row][1] if row >= 0 else "odd"].nats
        if len(self) < KEPT:
            self[character] = nats
        return nats


KEPT = 40_000
"""Characters whose nats are kept at hand: all of the first plane that occur, in 4 MB."""

_STARTS = [start for start, _, _ in RANGES]


@cache
def _table() -> _Nats:
    """Nats of the characters that the standards' first levels and our rows name."""
    table = _Nats(dict.fromkeys(_first_levels(), CLASSES["common"].nats))
    table |= dict.fromkeys(PUNCTUATION, CLASSES["mark"].nats)
    table |= dict.fromkeys(FREQUENT, CLASSES["frequent"].nats)
    return table


NEAR = 8
"""Characters within which three uncommon ones look like a wrong reading (`is_scattered`)."""


def is_scattered(text: str) -> bool:
    """Whether three uncommon characters stand close together on one line.

    A right reading has some such places (names, the rules of a table), a wrong one has
    little else: this says where to look closer, and costs next to nothing.

        >>> is_scattered("鏂板崕绀"), is_scattered("昨日召开会议"), is_scattered("㵐\\n镕\\n鏂")
        (True, False, False)
    """
    first = second = -NEAR
    for found in _uncommon().finditer(text):
        at = found.start()
        if at - first < NEAR and text.find("\n", first, at) < 0:
            return True
        first, second = second, at
    return False


@cache
def _uncommon() -> re.Pattern[str]:
    """A character of no list: one set, compiled only for what is not UTF-8 (8 ms)."""
    known = _first_levels() + PUNCTUATION + FREQUENT
    return re.compile(f"[^\\x00-\\x7f\uff01-\uff5e{SYMBOLS}{re.escape(known)}]")


SYMBOLS = "\u00a0-\u04ff\u2010-\u27ff\u3000-\u33ff"
"""Other letters and the rules of tables, for a set: they cluster in right readings too."""

_SYMBOLS = late(f"[\x00-\x7f{SYMBOLS}]*")


def is_symbols(text: str) -> bool:
    """Whether a line is a table's rule, kana, Greek or Cyrillic: no Chinese to weigh.

    >>> is_symbols("┌──┬──┐\\n"), is_symbols("「岸」")
    (True, False)
    """
    return _SYMBOLS.fullmatch(text) is not None


@cache
def _first_levels() -> str:
    """GB 2312 level 1 (rows 16-55) and Big5 level 1 (A440-C67E), from the codecs."""
    low, high = bytes(range(0x40, 0x7F)), bytes(range(0xA1, 0xFF))
    gb = b"".join(_row(lead, high) for lead in range(0xB0, 0xD8))
    big5 = b"".join(_row(lead, low + high) for lead in range(0xA4, 0xC6)) + _row(0xC6, low)
    return gb.decode("gb18030") + big5.decode("big5hkscs")


def _row(lead: int, trails: bytes) -> bytes:
    """All the two-byte characters of one lead byte."""
    row = bytearray(2 * len(trails))
    row[0::2], row[1::2] = bytes([lead]) * len(trails), trails
    return bytes(row)
