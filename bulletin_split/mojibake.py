"""Lines that were decoded by the wrong codec before they came to us, and saved so.

UTF-8 read as GBK (鏂板崕绀), GBK read as Latin-1 (ÐÂ»ªÉç): the bytes are still there,
so a whole line can be read again.  That is done only where the line takes the wrong
codec back without loss, and what comes out is clearly Chinese, far more so than what
stood there.  `ROWS` says which errors there are; their ``literals`` are what a page is
searched for first, so that a clean page costs a few searches for single characters.

The right text is never longer than the wrong one.  It takes the same stretch, filled
up with `GONE`, so that offsets stay those of the decoded input.

Left alone: a line that holds anything besides, however little; lines that are too
short to judge; foreign words with accents; kana and bopomofo; private-use characters.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from .glyphs import GONE
from .likelihood import FLOOR, MARGIN, OFTEN, is_scattered, score
from .patterns import late

if TYPE_CHECKING:
    from .model import Lines

CLEARLY = -9.6
"""Mean nats a character of what is clearly Chinese; pages have -8 to -9, names -9.5."""

WRONG = -10.0
"""Mean nats a character above which a line is not held to be wrong in the first place."""

LEAST = 3
"""Characters of the right text below which nothing is undone."""

SEVERAL = 3
"""Lines with one error that make it sure for the other lines of their page."""

SHORT = 12
"""Characters below which one character of `FREQUENT` will do; from there on, `OFTEN`."""


class Row(NamedTuple):
    """One error: text of ``right``, read by ``wrong``.

    ``literals``: one of them stands on every page that has it.  ``needs``: what a line
    must hold to be looked at.
    """

    name: str
    right: str
    wrong: str
    literals: str
    needs: str
    example: tuple[str, str]
    near_miss: str
    why: str


_LATIN = "[\x80-\xff]{2}|[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ][\x80-\xff]|[\x80-\xff][\x80-\xff€-™]"

ROWS = (
    Row(
        "UTF-8 as GBK",
        "utf-8",
        "gb18030",
        "锛銆涓鐨",
        "",
        ("涓村崡鍘挎槬鑰曠敓浜т細璁\ue1bc湪鍖椾含涓捐\ue511", "临南县春耕生产会议在北京举行"),
        "涓涓细流汇成河，沙家浜、鐨鎺是罕见的字",
        "a UTF-8 file opened on a Chinese Windows",
    ),
    Row(
        "GBK as Latin-1",
        "gb18030",
        "latin-1",
        "£µ¡ÔÖ»ÄÊÏ",
        _LATIN,
        ("ÁÙÄÏÏØÕÙ¿ª´º¸û»áÒé", "临南县召开春耕会议"),
        "Größe, àéîõü, ÀÉÈÊ: £5 für Öl; déjà-vu à Besançon",
        "a GBK file opened on a Western system, or served without its charset",
    ),
    Row(
        "UTF-8 as Latin-1",
        "utf-8",
        "latin-1",
        "åæ",
        _LATIN,
        ("ä¸´å\x8d—å\x8e¿å\x8f¬å¼€æ˜¥è€•ä¼šè®®", "临南县召开春耕会议"),
        "blåbærsyltetøy på æggekage; Ã©tÃ©",
        "UTF-8 encoded twice, by a database that held its columns for Latin-1",
    ),
    Row(
        "Big5 as Latin-1",
        "big5hkscs",
        "latin-1",
        "¡",
        _LATIN,
        ("Á{«n¿¤¥l¶}¬K¯Ñ·|Ä³¡A¦U¶m¬£¤H°Ñ¥[¡C", "臨南縣召開春耕會議，各鄉派人參加。"),
        "¡Adiós! ¤100, ¡Arriba!",
        "a Big5 file opened on a Western system",
    ),
    Row(
        "Big5 as GBK",
        "big5hkscs",
        "gb18030",
        "\ue4c7\ue4c9\ue019",
        "[\ue000-\uf8ff]",
        (
            "羬玭郡\ue672秨琄\ue206穦某\ue4c7\ue6bb秏\ue0be\ue5ee把\ue661\ue4c9",
            "臨南縣召開春耕會議，各鄉派人參加。",
        ),
        "あいうえお、の日本語ページ，\ue4c7一个自造字",
        "a page from Taiwan or Hong Kong opened on a mainland system",
    ),
    Row(
        "GBK as Big5",
        "gb18030",
        "big5hkscs",
        "ㄛ",
        "[ㄛ﹝]",
        ("庈鏍統樓眵攷魂雄ㄛ僕膘蟯伎模埶﹝", "市民参加植树活动，共建绿色家园。"),
        "注音ㄅㄆㄇㄈ，ㄛ和ㄜ，﹝註﹞",
        "a page from the mainland opened on a system in Taiwan or Hong Kong",
    ),
)


class Undone(NamedTuple):
    """A stretch (code points of the page) whose text was read again."""

    start: int
    end: int


def undo(page: str) -> tuple[str, list[Undone]]:
    """Read wrongly decoded lines again.

    In: decoded text.  Out: text of the same length, and where it changed.

        >>> text, where = undo("第1版\\nÁÙÄÏÏØÕÙ¿ª´º¸û»áÒé£¬\\n")
        >>> text.replace("\\x7f", ""), where, len(text)
        ('第1版\\n临南县召开春耕会议，\\n', [Undone(start=4, end=24)], 25)
        >>> undo("第1版\\ndéjà vu, £5\\n")
        ('第1版\\ndéjà vu, £5\\n', [])
    """
    found = set(filter(page.__contains__, _LITERALS))
    if not found:
        return page, []
    rows = [row for row in ROWS if not found.isdisjoint(row.literals)]
    lines = [line for line in _LINE.finditer(page) if not line[0].isascii()]
    knew_all = _UNASSIGNED.search(page) is not None
    rights = [_right(line[0], rows, knew_all) for line in lines]
    counts = Counter(right[0].name for right in rights if right)
    if sure := [row for row in rows if counts[row.name] >= SEVERAL]:
        rights = [
            right or _right(line[0], sure, knew_all, is_sure=True)
            for line, right in zip(lines, rights, strict=True)
        ]
    out: list[str] = []
    undone: list[Undone] = []
    at = 0
    for line, right in zip(lines, rights, strict=True):
        if right is not None:
            start, end = line.span()
            text = right[1].rstrip()
            white = right[1][len(text) :]
            out += page[at:start], text.ljust(end - start - len(white), GONE), white
            undone.append(Undone(start, end))
            at = end
    return "".join(out) + page[at:], undone


_LITERALS = "".join(sorted({literal for row in ROWS for literal in row.literals}))
_LINE = late("[^\r\n\f]+")


def places(page: str, undone: list[Undone]) -> list[int]:
    """The characters of a page, not white space, that were read again."""
    return [at for start, end in undone for at in range(start, end) if not page[at].isspace()]


def _right(
    line: str, rows: list[Row], knew_all: bool, *, is_sure: bool = False
) -> tuple[Row, str] | None:
    """What a line should have been, and which error fits it best, if one does.

    ``is_sure``: other lines of the page have the same errors, so that names, marks and
    scraps need not prove themselves.
    """
    old = score(line)
    if old.mean > WRONG:
        return None
    best: tuple[float, Row, str] | None = None
    for row in rows:
        if row.needs and not is_sure and not re.search(row.needs, line):
            continue
        if row.wrong != "latin-1" and not is_sure and not (is_scattered(line) or "\ufffd" in line):
            continue
        text = _read_again(line, row, knew_all)
        if text is None or len(text) > len(line) or score(text).nats < old.nats + MARGIN:
            continue
        new = score(_LEFT.sub("", text))
        enough = new.often >= OFTEN if new.seen >= SHORT else new.often > 0
        clear = new.seen >= LEAST and enough and new.mean >= CLEARLY
        reads = clear or (is_sure and new.seen and new.mean >= FLOOR)
        if reads and (best is None or new.nats > best[0]):
            best = new.nats, row, text
    return best[1:] if best else None


_LEFT = late("[^\x00-\x7f]?[\ufffd?]")
"""What `_from_gbk` leaves as it was."""


def _read_again(line: str, row: Row, knew_all: bool) -> str | None:
    """A line's bytes under the wrong codec, read by the right one; `None`: not without loss."""
    try:
        if row.name == "UTF-8 as GBK":
            return _from_gbk(line, knew_all)
        if row.wrong == "latin-1":
            return line.translate(_WINDOWS).encode("latin-1").decode(row.right)
        text = line.encode(row.wrong).decode(row.right)
        return text if text.encode(row.right).decode(row.wrong) == line else None
    except UnicodeError:
        return None


_WINDOWS = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""What Windows shows for the bytes that are controls in Latin-1."""


def _from_gbk(line: str, knew_all: bool = True) -> str:
    """UTF-8 from a line that GBK's decoder made of it, which could not read all bytes.

    A byte 80 is no character, and one byte of an odd number before a mark of ASCII or
    the line's end has no partner.  Either stands as U+FFFD or as a question mark (the
    first, under Windows, as €).  The first comes back where nothing else can have stood
    there: ``knew_all`` says that the decoder read all other pairs.  Elsewhere the
    character that has lost its end stays as it was, the sign beside it.

        >>> _from_gbk("鏂板崕绀\\ufffd"), _from_gbk("浠娿\\ufffd傜殑")
        ('新华绀\\ufffd', '今。的')

    Raises `UnicodeError` where a line is nothing of the kind.
    """
    out = ""
    reader = codecs.getincrementaldecoder("utf-8")()
    pieces = [*_UNREAD.split(line), ""]
    for piece, sign, after in zip(pieces[0::2], pieces[1::2], [*pieces[2::2], ""], strict=True):
        out += reader.decode(piece.encode("gb18030"))
        held = reader.getstate()[0]
        is_known = knew_all or held in (b"\xe2", b"\xe3")
        is_80 = sign in ("€", "\x80") or (after[:1] > "\x7f" and is_known)
        if held and is_80:
            out += reader.decode(b"\x80")
        else:
            if len(held) == 1 and out:  # half a pair: the character before has the other half
                out, held = out[:-1], out[-1].encode() + held
            out += held.decode("gb18030") + sign
            reader.reset()
    return out


_UNREAD = late("([\ufffd?€\x80])")

_UNASSIGNED = late("[\ue000-\ue864]")
"""What pairs become that GBK leaves to its users; decoders that do not know them fail there."""


def tighten(undone: list[Undone], lines: Lines, soft: str) -> None:
    """Let the lines of what was undone end with their text, so that they look as printed."""
    for start, end in undone:
        for i in range(bisect_left(lines.start, start), bisect_left(lines.start, end)):
            at = lines.start[i]
            lines.end[i] = at + len(soft[at : lines.end[i]].rstrip(GONE))


def cover(undone: list[Undone], lines: Lines) -> None:
    """Let the lines and furniture of what was undone hold all of its stretch.

    An indent or a gap in the right text stands where the wrong one has characters; they
    are part of what was repaired, so they belong to the piece behind them.
    """
    for start, end in undone:
        first, behind = bisect_left(lines.start, start), bisect_left(lines.start, end)
        taken = [k for k, (at, _, _) in enumerate(lines.furniture) if start <= at < end]
        pieces = [(lines.start[i], lines.end[i], i, -1) for i in range(first, behind)]
        pieces += [(*lines.furniture[k][:2], -1, k) for k in taken]
        at = start
        for number, (_, stop, i, k) in enumerate(sorted(pieces), 1):
            stop = end if number == len(pieces) else stop
            if k < 0:
                lines.start[i], lines.end[i] = at, stop
            else:
                lines.furniture[k] = (at, stop, lines.furniture[k][2])
            at = stop
