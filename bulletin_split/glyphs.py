"""Tables: characters that a page should not have, and what each stands for.

Every row changes one character for one, so that offsets into the decoded input
stay true; what has to vanish becomes GONE first and is taken out of an
article's own slice later.
"""

from __future__ import annotations

import unicodedata

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


def _radicals() -> dict[str, str]:
    """Kangxi radicals (U+2F00–2FD5) by their compatibility decomposition.

    NFKC of the whole text is never applied: it would fold ，（ and the rest to ASCII.
    """
    out = {}
    for code in range(0x2F00, 0x2FD6):
        out[chr(code)] = unicodedata.normalize("NFKC", chr(code))
    return out


# CJK Radicals Supplement: Unicode's EquivalentUnifiedIdeograph.txt (15.1), since these have no
# decomposition and NFKC leaves them alone.
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冈⺵网⺶羊⺷羊⺸羊⺹耂⺺聿⺻聿⺼月⺽臼⺾艹⺿艹⻀艹"
    "⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣"
    "⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)


def _compatibility() -> dict[str, str]:
    """Compatibility ideographs (U+F900–FAFF) by their canonical decomposition."""
    out = {}
    for code in range(0xF900, 0xFB00):
        form = unicodedata.normalize("NFC", chr(code))
        if len(form) == 1 and form != chr(code):
            out[chr(code)] = form
    return out


RADICALS: dict[str, str] = _radicals() | dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
COMPATIBILITY: dict[str, str] = _compatibility()

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
