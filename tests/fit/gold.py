"""Pages with gold, as files hold them.

A page is ``STEM.txt`` or ``STEM.VERSION.txt`` (one printed page may be there as several
extractors left it), and beside it stands ``STEM.gold.jsonl``: one article a line, in the order
of the page, with ``headline``, ``decks``, ``byline``, ``dateline`` and ``paragraphs``.  A byline
is a string, a list of names or a list of ``{name, role}``; a deck is a string or
``{role, text}``.  Where damage has changed the text for good, ``printed`` holds the fields as
they can be found, and those count.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin_split.encoding import Decoder
from bulletin_split.glyphs import BIDI, RADICALS, ZERO_WIDTH

_FOLDED = str.maketrans(RADICALS | dict.fromkeys(ZERO_WIDTH + BIDI, ""))
_UNWRITTEN = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Letters, digits and Han only, so that two readings of one line compare equal.

    >>> bare("本报讯 （记者　李明）３月，")
    '本报讯记者李明3月'
    """
    return _UNWRITTEN.sub("", unicodedata.normalize("NFKC", text.translate(_FOLDED)))


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the gold; every field is `bare`."""

    headline: str
    decks: tuple[str, ...]
    byline: str
    dateline: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One version of a page.  ``stem``: the name that all versions of it share."""

    folder: str
    stem: str
    version: str
    text: str
    articles: tuple[Article, ...]

    def fold(self, count: int) -> int:
        """The fold that the page lies in: the same for all its versions.

        >>> [Page("", "page-0001", v, "", ()).fold(3) for v in ("noise", "pymupdf")]
        [2, 2]
        """
        return zlib.crc32(self.stem.encode()) % count


def article_of(row: dict[str, Any]) -> Article:
    """An article from a line of gold."""
    row = row | row.get("printed", {})
    return Article(
        headline=bare(row.get("headline") or ""),
        decks=tuple(bare(deck) for deck in _strings(row.get("decks"), "text")),
        byline=bare("".join(_strings(row.get("byline"), "name"))),
        dateline=bare(row.get("dateline") or ""),
        paragraphs=tuple(bare(paragraph) for paragraph in row.get("paragraphs") or []),
    )


def _strings(value: str | list[str | dict[str, str]] | None, key: str) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item if isinstance(item, str) else item[key] for item in value or []]


def read_pages(folders: Iterable[Path], *, without: Iterable[str] = ()) -> Iterator[Page]:
    """The pages of some folders that have gold, in the order of their names.

    ``without``: versions to leave out.  A folder that is named twice counts twice.
    """
    skipped = set(without)
    for folder in folders:
        for gold in sorted(folder.glob("*.gold.jsonl")):
            stem = gold.name.removesuffix(".gold.jsonl")
            rows = gold.read_text(encoding="utf-8").split("\n")
            articles = tuple(article_of(json.loads(row)) for row in rows if row.strip())
            for path in sorted(folder.glob(f"{stem}*.txt")):
                version = path.name.removeprefix(stem).removesuffix(".txt").removeprefix(".")
                if version in skipped or path.name not in (f"{stem}.txt", f"{stem}.{version}.txt"):
                    continue
                decoder = Decoder()
                text = decoder.feed(path.read_bytes()) + decoder.close()
                yield Page(folder.resolve().name, stem, version, text, articles)
