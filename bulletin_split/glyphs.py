"""Tables: characters that a page should not have, and what each stands for.

Every row changes one character for one, so that offsets into the decoded input
stay true; what has to vanish becomes GONE first and is taken out of an
article's own slice later.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from . import radicals

GONE = "\x7f"
"""Holds the place of a character that is to be deleted: DEL never stands in a text."""

# Spaces that are no U+0020: each is as wide as it likes, none carries meaning in a Chinese line.
SPACES = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
)

# Line ends other than U+000A. A form feed inside a page is one that `pages` did not end it at.
LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"

# Nothing is printed for these. Bidi controls are among them: a page of Han text has no use for them.
ZERO_WIDTH = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = "".join(
    map(chr, [*range(0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)])
)


@cache
def compatibility() -> dict[str, str]:
    """Compatibility ideographs by their canonical decomposition, each into one character.

    NFKC of a whole text is never applied: it would fold ，（ and the rest to ASCII.
    """
    out = {}
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        form = unicodedata.normalize("NFC", chr(code))
        if len(form) == 1 and form != chr(code):
            out[chr(code)] = form
    return out


RADICALS: dict[str, str] = dict(zip(radicals.PAIRS[::2], radicals.PAIRS[1::2], strict=True))

# Half-width marks and the full-width marks that newspapers print between Han.
HALF_WIDTH = {
    ",": "，",
    ";": "；",
    ":": "：",
    "?": "？",
    "!": "！",
    "(": "（",
    ")": "）",
    ".": "。",
}

# Vertical forms, which an extractor keeps from pages set in columns.
VERTICAL = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、。：；！？〖〗…（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
)
