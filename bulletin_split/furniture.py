"""What a page says of itself: publication, day, number and section.

Reads the furniture that `label` took out; the caller's options come first.
"""

from __future__ import annotations

import re

from . import cues, page_cues, words
from .byline import number_of
from .model import Options, Page, Reason
from .patterns import late

_PAPER = late(page_cues._PAPER)
_DATE = late(
    f"([{cues.DIGIT}]{{1,4}})年([{cues.DIGIT}]{{1,3}})月([{cues.DIGIT}]{{1,3}})[日号號]|(\\d{{4}})[-./](\\d{{1,2}})[-./](\\d{{1,2}})"
)
_FOLIO = late(f"第?([A-ZＡ-Ｄ]?[{cues.DIGIT}]{{1,3}})版?[:：·.]?((?:{cues.HAN}|·){{2,8}})?")

_LABEL_LAST = late(f"((?:{cues.HAN}|[·・])+?)第?([A-Z]?[{cues.DIGIT}]{{1,3}})版?")


def page_of(pieces: list[tuple[str, Reason]], options: Options) -> Page | None:
    """The `page` of the records, from the page's furniture in order; None where neither the page nor the caller says anything.

    >>> page_of([("青川日报 1999年9月24日 星期四", "masthead"), ("A07 综合新闻", "folio")], Options())
    {'publication': '青川日报', 'date': '1999-09-24', 'number': 'A07', 'section': '综合新闻'}
    """
    publication, date = options.publication, options.date
    number = section = None
    for piece, reason in pieces:
        closed = re.sub("[ \u3000]", "", piece)
        if reason == "masthead" and publication is None:
            found = _PAPER.search(_DATE.sub("", closed))
            publication = found[0] if found else None
        if reason in ("masthead", "date_line", "folio") and date is None:
            date = _iso(closed)
        if reason == "folio" and number is None:
            folio, label_last = _FOLIO.match(closed), _LABEL_LAST.fullmatch(closed)
            if folio:
                number, section = folio[1], folio[2]
                if closed.endswith(words.PAPER_ENDS):
                    section = None  # where the page's name ends and the paper's begins is not told
            elif label_last:
                section, number = label_last.groups()
        if reason == "section" and section is None:
            section = closed
        if reason == "page_number" and number is None:
            number = closed.strip("-—–·•")
    if publication is None and date is None and number is None and section is None:
        return None
    return Page(publication=publication, date=date, number=number, section=section)


ROC_YEARS = 200
"""Years counted from the Republic are below this; a Western year is above."""
_ROC = ("民國", "民国", "國", "国")


def _iso(text: str) -> str | None:
    found = _DATE.search(text)
    if not found:
        return None
    year, month, day = (
        number_of(part)
        for part in (found[1] or found[4], found[2] or found[5], found[3] or found[6])
    )
    if (
        year
        and year < ROC_YEARS
        and found.string[max(0, found.start() - 2) : found.start()] in _ROC
    ):
        year += 1911  # the first year of the Republic is 1912
    if not (year and month and day) or year < 1000 or month > 12 or day > 31:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
