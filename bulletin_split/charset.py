"""Which codec: the verdict on a stretch of bytes, from what the bytes say alone.

Archives of Chinese newspapers hold a handful of encodings, seldom say which, and are
damaged.  A strict decoder that fails is therefore no evidence, and one that succeeds
is little: every pair of high bytes is a character of GB18030 as well as of Big5.
What tells the readings apart is *which* characters come out (`likelihood`).

Before that score stand the forms that prove themselves: a byte order mark, UTF-8
(whole or damaged), HZ's pairs.  The score is taken on one bounded window.  Where it
leaves doubt the verdict is not ``certain``; `advice` then has chardet's opinion for
the reader.  It is never part of the verdict, which would change with the version of
chardet that is installed.
"""

from __future__ import annotations

import codecs
import re
import sys
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .likelihood import FLOOR, HEADLINE, MARGIN, is_scattered, is_symbols, score
from .patterns import late

SAMPLE = 65_536
"""Bytes on which a verdict rests: one page of a broadsheet is 20 to 60 KB."""

WINDOW = 2_048
"""Bytes of the sample that are scored: some 1,000 characters.

A true and a false reading differ by about 4 nats a character, so this is hundreds of
times what a verdict needs, and it bounds the time that one takes.
"""

GLANCE = 1_024
"""Bytes of the window that show whether a page goes on in the encoding of those before it."""

PLAINLY = -9.5
"""Mean nats a character that only the right reading reaches; wrong ones lie below -11."""

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
    """Python's name of the codec, and whether its reading stands beyond doubt.

    ``behind``: what reads the bytes behind the byte order mark, where there was one.
    """

    codec: str
    certain: bool
    behind: str = field(default="", compare=False, repr=False)

    @property
    def inner(self) -> str:
        """The codec that reads the bytes behind a mark, and where there is none."""
        return self.behind or NATIVE.get(self.codec, self.codec)

    @property
    def width(self) -> int:
        """Bytes of a unit: in UTF-16 and UTF-32 a line break has more than one."""
        return {"utf-16": 2, "utf-32": 4}.get(self.inner[:6], 1)


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

_ODD = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F, 0xFF])
_HIGH = bytes(range(0x80, 0x100))
_LONG = bytes(range(0xE0, 0xF5))
_HZ = late(rb"~\{(?:[!-w][!-~])+(?:~\}|[!-~]?\Z)")
_HIGH_RUN = late(rb"[\x80-\xff]{3}")
_FROM_U0800 = late("[^\x00-\u07ff]")  # the same as a class compiles for 8 ms


NATIVE = {
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le" if sys.byteorder == "little" else "utf-16-be",
    "utf-32": "utf-32-le" if sys.byteorder == "little" else "utf-32-be",
}
"""What a codec that looks for a mark reads where there is none."""

BIG5 = ("big5hkscs", "cp950")
"""Two of one family: the second where it reads what the first cannot (€, some kana)."""


def detect(sample: bytes) -> Verdict:
    """Name the codec of a page's beginning.

        >>> detect("本报讯".encode())
        Verdict(codec='utf-8', certain=True)

    The end of the sample may lie inside a character.  An empty or pure ASCII sample
    is UTF-8.  Left alone: a sample that changes its encoding half-way gets the one
    verdict that fits its beginning (`by_line` looks further).
    """
    for mark in MARKS:
        if sample.startswith(mark.start):
            return Verdict(mark.codec, True, mark.inner)
    return _unmarked(sample)


def detect_next(sample: bytes, before: Verdict) -> Verdict:
    """Name the codec of a page that stands behind others of the same input.

    What came before holds until the page reads better otherwise, by `MARGIN`: a lone
    page number or three damaged lines are no change.

        >>> gbk = Verdict("gb18030", True)
        >>> detect_next("昨日召开会议".encode(), gbk), detect_next("第4版".encode("gbk"), gbk)
        (Verdict(codec='utf-8', certain=True), Verdict(codec='gb18030', certain=True))
    """
    if not says_something(sample):
        return before if before.width == 1 else Verdict("utf-8", True)
    for mark in MARKS:
        if sample.startswith(mark.start):
            return before if mark.inner == before.inner else Verdict(mark.inner, True)
    if before.width == 1 and _is_scrap(sample):
        return before
    window = sample[:WINDOW] if before.width > 1 else _window(sample)
    old = score(_decode(window[:GLANCE], before.inner))
    if old.is_plain and old.mean >= PLAINLY and before.codec not in BIG5:
        return before
    here = _unmarked(sample)
    if here.codec == before.inner:
        certain = here.certain or (before.certain and _may_be_chinese(sample, here))
        return replace(before, certain=certain)
    if here.codec in BIG5 and before.codec in BIG5:
        left = {name: _decode(sample, name).count("\ufffd") for name in BIG5}
        codec = here.codec if left[before.codec] and not left[here.codec] else before.codec
        return Verdict(codec, here.certain or before.certain)
    new, old = (score(_decode(window, name)) for name in (here.codec, before.inner))
    reads = new.seen >= SCRAP and (new.mean >= FLOOR or here.codec == "utf-8" or before.width > 1)
    if not reads or new.nats - old.nats < MARGIN:
        return replace(before, certain=before.certain and old.is_chinese)
    return here


def whole_utf8(data: bytes) -> str | None:
    """The text, where the bytes are whole UTF-8 and can be nothing else.

    They hold a code point from U+0800 up, no NUL and no HZ pair.  `None`: not known.
    """
    if b"\0" in data or has_hz(data):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if _FROM_U0800.search(text) else None


def says_something(sample: bytes) -> bool:
    """Whether bytes hold more than ASCII, which reads the same under most codecs."""
    return not sample.isascii() or has_hz(sample) or b"\0" in sample


def _is_scrap(sample: bytes) -> bool:
    """Whether there are too few bytes for `SCRAP` characters: pages of one come by the thousand."""
    few = len(sample) - len(sample.translate(None, _HIGH)) < SCRAP
    return few and b"\0" not in sample and not has_hz(sample)


def has_hz(data: bytes) -> bool:
    """Whether ``~{`` is in it.  One byte is looked for first: forty times as fast as two."""
    return b"~" in data and b"~{" in data


def _unmarked(sample: bytes) -> Verdict:
    """The verdict where there is no mark: the forms that prove themselves first."""
    if whole_utf8(sample) is not None:
        return Verdict("utf-8", True)
    if _HZ.search(sample) and _is_hz(sample):
        return Verdict("hz", True)
    if not is_utf16_likely(sample) and _is_utf8(sample):
        return Verdict("utf-8", True)
    return _by_characters(sample)


def _is_hz(sample: bytes) -> bool:
    """Whether 7-bit pairs between ``~{`` and ``~}`` read as Chinese.

    Two bytes of ASCII art between such braces do not.
    """
    if len(sample.translate(None, _HIGH)) < len(sample) * 0.95:
        return False
    pairs = b"".join(m[0] for m in _HZ.finditer(sample[: 2 * WINDOW]))
    return score(pairs.decode("hz", "replace")).mean >= FLOOR


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


def is_utf16_likely(sample: bytes) -> bool:
    """Whether the sample holds the bytes that UTF-16 is full of and 8-bit text is not.

    Where all its bytes are ASCII, a quarter must be NUL: half of each second unit.
    """
    window = sample[:WINDOW]
    if window.isascii():
        return 0 < len(window) <= 4 * window.count(0)
    if len(window) >= GLANCE and b"\0" not in window:  # 500 units without a line break or a digit
        return False
    return len(window) - len(window.translate(None, _ODD)) > ODD_SHARE * len(window)


def _by_characters(sample: bytes) -> Verdict:
    """Choose by the characters that each candidate's reading shows."""
    window = _window(sample)
    names = ["gb18030", "big5hkscs", "utf-8"]
    if is_utf16_likely(sample):
        names += ["utf-16-le", "utf-16-be"]
    scores = {name: score(_decode(window, name)) for name in names}
    codec, second = sorted(names, key=lambda name: -scores[name].nats)[:2]
    best = scores[codec]
    certain = best.is_plain and best.nats - scores[second].nats >= MARGIN
    if not certain and best.seen >= HEADLINE:
        codec = _foreign(window) or codec
    return Verdict(_widest_big5(sample) if codec == "big5hkscs" else codec, certain)


def _may_be_chinese(sample: bytes, verdict: Verdict) -> bool:
    return score(_decode(_window(sample), verdict.codec)).is_chinese


def _window(sample: bytes) -> bytes:
    """The part that is scored: the first lines with a high byte in them.

    A line's ends are ends of characters in every 8-bit encoding of Chinese, so the
    window has no ragged edges; a line longer than `WINDOW` is cut at its end.  What
    may be UTF-16 is taken from its start, because its units must stay aligned.
    """
    if is_utf16_likely(sample):
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


def _widest_big5(sample: bytes) -> str:
    """Which of `BIG5`: the first, unless the second leaves less undecoded."""
    left = [_decode(sample, codec).count("\ufffd") for codec in BIG5]
    return BIG5[left[1] < left[0]]


class Foreign(NamedTuple):
    """An encoding of what is not Chinese: ``share`` of all that is not ASCII is ``script``."""

    codec: str
    script: str
    share: float
    example: str
    near_miss: bytes
    why: str


FOREIGN = (
    Foreign(
        "cp1252",
        "[a-zA-Z][à-öø-ÿœ’]",
        0.6,
        "Le maire a été réélu à la tête de la région; les élèves fêtent Noël.",
        "镕堃喆".encode("gbk"),
        "Western Europe: small letters with accents, behind others",
    ),
    Foreign(
        "cp932",
        "[ぁ-んァ-ヶー、。]",
        0.3,
        "市長はきのう記者会見を開き、新しい計画について説明した。",
        "市長はきのう記者会見を開き、新しい計画について説明した。".encode("euc_jp"),
        "Japanese: a third of any page is kana",
    ),
    Foreign(
        "euc_jp",
        "[ぁ-んァ-ヶー、。]",
        0.3,
        "市長はきのう記者会見を開き、新しい計画について説明した。",
        "市長はきのう記者会見を開き、新しい計画について説明した。".encode("cp932"),
        "the same page from a Unix machine",
    ),
    Foreign(
        "cp949",
        "[가-힣]",
        0.8,
        "시장은 어제 기자회견을 열고 새로운 계획을 설명하였다.",
        "市民蒞臨瀏覽並鑑賞書畫".encode("big5hkscs"),
        "Korean: Hangul and ASCII marks",
    ),
    Foreign(
        "koi8_r",
        "[а-яё]",
        0.8,
        "Вчера в городе открыли новый мост через реку.",
        "Вчера в городе открыли новый мост через реку.".encode("cp1251"),
        "Russian: small letters; the other table gives capitals",
    ),
    Foreign(
        "cp1251",
        "[а-яё]",
        0.8,
        "Вчера в городе открыли новый мост через реку.",
        "Вчера в городе открыли новый мост через реку.".encode("koi8_r"),
        "Russian under Windows",
    ),
)
"""Tried in this order where a text hardly reads as Chinese; the first that fits."""


def _foreign(window: bytes) -> str | None:
    """The codec of a text that is not Chinese, if one of `FOREIGN` fits."""
    for row in FOREIGN:
        text = _decode(window, row.codec)
        high = re.sub("[\x00-\x7f]+", "", text)
        hits = len(re.findall(row.script, text))
        if hits and "\ufffd" not in text and hits >= row.share * len(high):
            return row.codec
    return None


def advice(sample: bytes) -> str | None:
    """chardet's name for a text whose verdict is doubtful: for the reader, not the verdict."""
    import chardet

    return chardet.detect(_window(sample))["encoding"]


def by_line(block: bytes, text: str, codec: str) -> list[tuple[str, bytes]]:
    """A block of whole lines as runs of one codec: one, but where lines read otherwise.

    ``text`` is the block read by ``codec``.  Only lines with faults or with uncommon
    characters in a cluster are looked at, and one is read otherwise only where it
    then reads as Chinese, better by `MARGIN`.  Where there are such lines, each of the
    others is read by that of the page's codecs that it reads best by.
    """
    if not _is_suspect(text, codec):
        return [(codec, block)]
    lines = block.splitlines(keepends=True)
    own = [_of_line(line, codec) for line in lines]
    found = sorted({*own, codec}, key=lambda name: name != codec)
    if len(found) > 1:
        own = [_of_few(line, found) for line in lines]
    runs: list[tuple[str, bytearray]] = []
    for name, line in zip(own, lines, strict=True):
        if runs and runs[-1][0] == name:
            runs[-1][1].extend(line)
        else:
            runs.append((name, bytearray(line)))
    return [(name, bytes(run)) for name, run in runs]


def _of_few(line: bytes, names: list[str]) -> str:
    """The one of the codecs known on its page that a line reads best by; the first if in doubt."""
    window = line[:WINDOW]
    if line.isascii() or is_symbols(_decode(window, names[0])):
        return names[0]
    return max(names, key=lambda name: score(_decode(window, name)).nats)


def _is_suspect(text: str, codec: str) -> bool:
    return "\ufffd" in text or (codec != "utf-8" and is_scattered(text))


def _of_line(line: bytes, codec: str) -> str:
    """The codec of one line on a page of another: mostly that."""
    if _is_scrap(line):
        return codec
    window = line[:WINDOW]
    text = _decode(window, codec)
    if not _is_suspect(text, codec):
        return codec
    own = score(text)
    others = {name: score(_decode(window, name)) for name in LINES if name != codec}
    best = max(others, key=lambda name: others[name].nats)
    other = others[best]
    reads = other.seen >= SCRAP and other.mean >= LINE_FLOOR
    return best if reads and other.nats - own.nats >= MARGIN else codec


LINE_FLOOR = -10.0
"""Mean nats a character of a line in another codec than its page's.

Headlines reach it, lists of names too.  A line of GB18030 that lost its step to one
damaged byte stays below in either codec.
"""

SCRAP = 4
"""Characters below which a line says nothing of its codec."""

LINES = ("utf-8", "gb18030", "big5hkscs")
"""What single lines are read by; the rest never changes inside a page that we know of."""
