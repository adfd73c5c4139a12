"""Bytes to text: which codec, decided once on a fixed beginning, then streamed.

Archives of Chinese newspapers hold a handful of encodings, seldom say which, and
are damaged.  A strict decoder that fails is therefore no evidence, and one that
succeeds is little: every pair of high bytes is a character of GB18030 as well as
of Big5.  What tells the readings apart is *which* characters come out.  The right
reading of a Chinese page is made of the few thousand characters that people use;
a wrong one scatters over tens of thousands of rare ones.  The standards
themselves say which are used: GB 2312 and Big5 both put the common characters
into a first level of their own.  So each candidate's text is scored by a
log-likelihood over a table of character classes (`CLASSES`), on one bounded
window, and the best one wins.  An error costs about as much as a rare character
and no more, which is why damage does not decide.

Before the score stand the forms that prove themselves: a byte order mark, UTF-8
(whole or damaged), HZ's pairs.  chardet is asked only where the score leaves
doubt, and then its word confirms our reading rather than replacing it, so that
the codec does not hang on which chardet is installed; only a text that does not
read as Chinese at all takes chardet's name.

The verdict rests on content alone: on the first `SAMPLE` bytes, or on the first
page of them.  `Decoder` holds the input back until those are in, and from then on
gives the text of ``data.decode(codec, "replace")``, a leading U+FEFF dropped, for
any cut of ``data``.
"""

from __future__ import annotations

import codecs
import re
import sys
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log
from typing import NamedTuple

SAMPLE = 65_536
"""Bytes on which a verdict rests: one page of a broadsheet is 20 to 60 KB."""

WINDOW = 4_096
"""Bytes of the sample that are scored: some 2,000 characters.

A true and a false reading differ by about 4 nats a character, so this is hundreds of
times what a verdict needs, and it bounds the time that one takes.
"""

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

GOOD_PER_BAD = 4
"""Whole multi-byte sequences for each broken one that make a text damaged UTF-8.

1 % of bytes damaged leaves 30; GB18030 or Big5 read as UTF-8 has less than one.
"""

ODD_SHARE = 0.02
"""Share of bytes that no 8-bit text holds (`_ODD`) above which UTF-16 is tried.

In UTF-16 every line break, digit and full-width comma has such a byte, and a tenth
of all Han; 1 % of bytes damaged at random gives an 8-bit text 0.1 %.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Python's name of the codec, and whether its reading stands beyond doubt."""

    codec: str
    certain: bool


class Mark(NamedTuple):
    """One byte order mark: its bytes, the codec that eats it, the codec behind it."""

    start: bytes
    codec: str
    inner: str
    why: str


MARKS = (
    Mark(codecs.BOM_UTF8, "utf-8-sig", "utf-8", "Windows editors write it"),
    Mark(codecs.BOM_UTF32_LE, "utf-32", "utf-32-le", "before UTF-16 LE, whose mark it starts with"),
    Mark(codecs.BOM_UTF32_BE, "utf-32", "utf-32-be", "the same, big-endian"),
    Mark(codecs.BOM_UTF16_LE, "utf-16", "utf-16-le", "“Unicode” in Windows Notepad"),
    Mark(codecs.BOM_UTF16_BE, "utf-16", "utf-16-be", "“Unicode big endian” there"),
)

_NATIVE = {
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le" if sys.byteorder == "little" else "utf-16-be",
    "utf-32": "utf-32-le" if sys.byteorder == "little" else "utf-32-be",
}
"""What a codec that looks for a mark reads where there is none.

Python's incremental decoders of these raise or swallow bytes there, unlike its
one-shot ones, so `Decoder` looks for the mark itself.
"""

_WHOLE = ("iso2022", "unicode-escape", "raw-unicode-escape")
"""Codecs (by the name's start) that Python decodes incrementally only if undamaged.

Their incremental decoders raise, or differ from the one-shot decoder.  A user must
name them to get them, and they are then decoded at the end of the input.
"""

_NOT_PAGES = frozenset({"idna", "punycode", "undefined"})
"""Codecs of host names, or of nothing, which cannot replace what they cannot read."""


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

_ODD = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F, 0xFF])
_HIGH = bytes(range(0x80, 0x100))
_LONG = bytes(range(0xE0, 0xF5))
_HZ = re.compile(rb"~\{(?:[!-w][!-~])+(?:~\}|[!-~]?\Z)")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3}")


def detect(sample: bytes) -> Verdict:
    """Name the codec of a page's beginning.

        >>> detect("本报讯".encode())
        Verdict(codec='utf-8', certain=True)

    The end of the sample may lie inside a character.  An empty or pure ASCII sample
    is UTF-8.  Left alone: a sample that changes its encoding half-way gets the one
    verdict that fits its beginning.
    """
    opinion = _unaided(sample)
    if opinion.certain:
        return Verdict(opinion.codec, True)
    return _advised(sample, opinion)


class Opinion(NamedTuple):
    """A verdict before chardet is asked, and whether the text may be Chinese at all."""

    codec: str
    certain: bool
    is_chinese: bool = True


def _unaided(sample: bytes) -> Opinion:
    """What we say of a sample without chardet: the forms that prove themselves first."""
    for mark in MARKS:
        if sample.startswith(mark.start):
            return Opinion(mark.codec, True)
    if _HZ.search(sample) and _is_hz(sample):
        return Opinion("hz", True)
    if not _is_utf16_likely(sample) and _is_utf8(sample):
        return Opinion("utf-8", True)
    return _by_characters(sample)


def _is_hz(sample: bytes) -> bool:
    """Whether 7-bit pairs between ``~{`` and ``~}`` read as Chinese.

    Two bytes of ASCII art between such braces do not.
    """
    if len(sample.translate(None, _HIGH)) < len(sample) * 0.95:
        return False
    pairs = b"".join(m[0] for m in _HZ.finditer(sample[: 2 * WINDOW]))
    return _score(pairs.decode("hz", "replace")).mean >= FLOOR


def _is_utf8(sample: bytes) -> bool:
    """Whether the bytes are UTF-8, whole or damaged; ASCII is.

    Whole UTF-8 must hold a code point from U+0800 up: a pair of GB18030 passes as a
    two-byte sequence one time in six, but hardly ever two of them as a three-byte
    one.  Without any, four sequences will do, or a lone one among ASCII (café).
    """
    text = _decode(sample, "utf-8")
    broken = text.count("\ufffd") - sample.count(b"\xef\xbf\xbd")
    whole = len(text) - len(sample.translate(None, _HIGH)) - broken
    long = len(sample) - len(sample.translate(None, _LONG))
    if broken:
        return long >= broken and whole >= GOOD_PER_BAD * broken
    return long > 0 or whole >= GOOD_PER_BAD or not _HIGH_RUN.search(sample)


def _is_utf16_likely(sample: bytes) -> bool:
    """Whether the sample holds the bytes that UTF-16 is full of and 8-bit text is not.

    Where all its bytes are ASCII, a quarter must be NUL: half of each second unit.
    """
    window = sample[:WINDOW]
    if window.isascii():
        return 0 < len(window) <= 4 * window.count(0)
    return len(window) - len(window.translate(None, _ODD)) > ODD_SHARE * len(window)


class Reading(NamedTuple):
    """How well a codec's text reads.

    ``nats`` counts every character; ``mean`` and the share ``often`` of `FREQUENT`
    leave out ASCII, which all candidates have in common: they are of the ``seen``.
    """

    codec: str
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


def _by_characters(sample: bytes) -> Opinion:
    """Choose by the characters that each candidate's reading shows."""
    window = _window(sample)
    names = ["gb18030", "big5hkscs", "utf-8"]
    if _is_utf16_likely(sample):
        names += ["utf-16-le", "utf-16-be"]
    readings = [_score(_decode(window, name), name) for name in names]
    best, second = sorted(readings, key=lambda reading: -reading.nats)[:2]
    codec = _widest_big5(sample) if best.codec == "big5hkscs" else best.codec
    leads = best.nats - second.nats >= MARGIN
    return Opinion(codec, leads and best.is_plain, best.is_chinese)


def _window(sample: bytes) -> bytes:
    """The part that is scored: the first lines with a high byte in them.

    A line's ends are ends of characters in every 8-bit encoding of Chinese, so the
    window has no ragged edges; a line longer than `WINDOW` is cut at its end.  What
    may be UTF-16 is taken from its start, because its units must stay aligned.
    """
    if _is_utf16_likely(sample):
        return sample[:WINDOW]
    held = bytearray()
    for line in sample.splitlines(keepends=True):
        if line.isascii():
            continue
        if held and len(held) + len(line) > WINDOW:
            break
        held += line
    return bytes(held[:WINDOW])


def _decode(data: bytes, codec: str) -> str:
    """Decode, a character that the end cuts left out."""
    return codecs.getincrementaldecoder(codec)("replace").decode(data)


def _score(text: str, codec: str = "") -> Reading:
    """The log-likelihood of a text under `CLASSES`."""
    table, frequent = _table(), CLASSES["frequent"].nats
    total = high = 0.0
    seen = often = 0
    for character, count in Counter(text).items():
        nats = table.get(character)
        if nats is None:
            nats = table[character] = _outside(character)
        total += nats * count
        if character > "\x7f":
            high += nats * count
            seen += count
            often += count if nats == frequent else 0
    if not seen:
        return Reading(codec, total, 0.0, 1.0, 0)
    return Reading(codec, total, high / seen, often / seen, seen)


@cache
def _table() -> dict[str, float]:
    """Nats of the characters that the standards' first levels and our rows name."""
    table = dict.fromkeys(_first_levels(), CLASSES["common"].nats)
    table |= dict.fromkeys(PUNCTUATION, CLASSES["mark"].nats)
    table |= dict.fromkeys(FREQUENT, CLASSES["frequent"].nats)
    return table


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


def _outside(character: str) -> float:
    """Nats of a character that no list names, by the range in which it lies."""
    row = bisect(RANGES, ord(character), key=lambda row: row[0]) - 1
    return CLASSES[RANGES[row][1] if row >= 0 else "odd"].nats


def _widest_big5(sample: bytes) -> str:
    """``big5hkscs``, or ``cp950`` where that reads what the other cannot (€, some kana)."""
    text = _decode(sample, "big5hkscs")
    if "\ufffd" not in text:
        return "big5hkscs"
    other = _decode(sample, "cp950")
    return "cp950" if other.count("\ufffd") < text.count("\ufffd") else "big5hkscs"


WIDENED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
"""Names that chardet gives to a part of what we read under a wider name."""


def _advised(sample: bytes, opinion: Opinion) -> Verdict:
    """Ask chardet about a weak verdict.

    If it names our codec too, the verdict stands.  If the text does not read as
    Chinese under any codec, chardet's name is taken where it decodes the window
    without a fault, never as certain.
    """
    import chardet

    window, codec = _window(sample), opinion.codec
    named = chardet.detect(window)["encoding"]
    try:
        advice = codecs.lookup(named or "").name
        codecs.getincrementaldecoder(advice)().decode(window)
    except (LookupError, UnicodeError):
        return Verdict(codec, False)
    advice = WIDENED.get(advice, advice)
    if opinion.is_chinese:
        return Verdict(codec, advice == codec or (advice, codec) == ("big5hkscs", "cp950"))
    return Verdict(advice, False)


class Decoder:
    """Bytes in, text out, in pieces of any size; the verdict comes first.

    With an ``encoding`` every byte is decoded as it comes.  Without one, `feed`
    returns nothing until `SAMPLE` bytes are in, or a form feed has ended a page
    whose verdict is certain without chardet; ``codec`` and ``certain`` hold the verdict from then
    on.  A form feed after nothing but ASCII does not count: such a page (often a
    lone page number) says nothing of the pages behind it.

    A stream whose pages change their encoding would get a verdict for each form
    feed here, behind the same two methods.
    """

    def __init__(self, encoding: str | None = None) -> None:
        """Raise `LookupError` where ``encoding`` is no codec for text."""
        self.codec = "utf-8"
        self.certain = True
        self._held = bytearray()
        self._settled = False
        self._searched = 0
        self._asked = 0
        self._inner: codecs.IncrementalDecoder | None = None
        self._marked = False
        if encoding is not None:
            self._settle(Verdict(_text_codec(encoding), True))

    def feed(self, data: bytes) -> str:
        """Take the next bytes; return the text that they settle."""
        if self._inner is not None:
            return self._unmarked(self._inner.decode(data))
        self._held += data
        if not self._settled:
            self._look()
        return self._release(False) if self._settled else ""

    def close(self) -> str:
        """Return the rest of the text.  A decoder cannot be fed afterwards."""
        if not self._settled:
            self._settle(detect(bytes(self._held[:SAMPLE])))
        if self._inner is None:
            return self._release(True)
        return self._unmarked(self._inner.decode(b"", True))

    def _settle(self, verdict: Verdict) -> None:
        self.codec, self.certain = verdict.codec, verdict.certain
        self._settled = True

    def _look(self) -> None:
        """Settle the verdict if a page or the sample is complete."""
        verdict = self._by_page()
        if verdict is None and len(self._held) >= SAMPLE:
            verdict = detect(bytes(self._held[:SAMPLE]))
        if verdict is not None:
            self._settle(verdict)

    def _by_page(self) -> Verdict | None:
        """The verdict of the first page that gives a certain one.

        After a doubtful page the next is asked about only where the text has doubled
        since, so that a thousand form feeds cost no more than ten.
        """
        while (at := self._held.find(b"\f", self._searched, SAMPLE)) >= 0:
            page = bytes(self._held[:at])
            is_end = _is_form_feed(page, self._held[at + 1 : at + 2])
            if is_end is None:
                return None
            self._searched = at + 1
            if is_end and at >= 2 * self._asked and _says_something(page):
                self._asked = at
                opinion = _unaided(page)
                if opinion.certain:
                    return Verdict(opinion.codec, True)
        self._searched = min(len(self._held), SAMPLE)
        return None

    def _release(self, final: bool) -> str:
        """Decode what was held back, once its beginning shows what decodes it."""
        if self.codec.startswith(_WHOLE):
            return self._unmarked(self._held.decode(self.codec, "replace")) if final else ""
        inner, skip = self.codec, 0
        if self.codec in _NATIVE:
            if len(self._held) < len(codecs.BOM_UTF32) and not final:
                return ""
            inner, skip = _behind_mark(self.codec, bytes(self._held[:4]))
        self._inner = codecs.getincrementaldecoder(inner)("replace")
        held, self._held = bytes(self._held[skip:]), bytearray()
        return self._unmarked(self._inner.decode(held, final))

    def _unmarked(self, text: str) -> str:
        """Drop a byte order mark at the very start."""
        if self._marked or not text:
            return text
        self._marked = True
        return text.removeprefix("\ufeff")


def _says_something(page: bytes) -> bool:
    """Whether a page holds more than ASCII, which reads the same under most codecs."""
    return not page.isascii() or b"~{" in page or b"\0" in page


def _is_form_feed(before: bytes, after: bytes | bytearray) -> bool | None:
    """Whether the byte 0C between the two is a form feed; ``None``: not known yet.

    In what looks like UTF-16 the byte may be half of a character (the comma ，is
    FF0C), and a form feed is the aligned pair 0C 00 or 00 0C.
    """
    at = len(before)
    if not before.startswith((b"\xff\xfe", b"\xfe\xff")) and not _is_utf16_likely(before):
        return True
    if at % 2:
        return before[-1:] == b"\0"
    return after == b"\0" if after else None


def _behind_mark(codec: str, start: bytes) -> tuple[str, int]:
    """The codec behind a mark-eating one, and the length of the mark to skip."""
    for mark in MARKS:
        if mark.codec == codec and start.startswith(mark.start):
            return mark.inner, len(mark.start)
    return _NATIVE[codec], 0


def _text_codec(name: str) -> str:
    """Python's own name of a codec for text; `LookupError` where there is none."""
    try:
        known = codecs.lookup(name).name
        b"a".decode(known, "replace")
    except (UnicodeError, ValueError) as error:  # "undefined"; a name with a NUL in it
        raise LookupError(f"unknown encoding: {name}") from error
    if known in _NOT_PAGES:
        raise LookupError(f"{known} is not an encoding of pages")
    return known


def near_names(name: str) -> list[str]:
    """Codecs whose names are close to a name that is none, the closest first.

    >>> near_names("gb18300")[0]
    'gb18030'
    """
    from difflib import get_close_matches
    from encodings.aliases import aliases

    known = {*aliases, *aliases.values()}
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    found: dict[str, None] = {}
    for match in get_close_matches(wanted, sorted(known), n=8, cutoff=0.6):
        try:
            found[_text_codec(match)] = None
        except LookupError:
            continue
    return list(found)[:5]
