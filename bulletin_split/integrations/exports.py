"""Records in the shapes that other corpora and tools read: what ``--format`` names.

A form is a function from a record to a JSON-ready dict whose keys and types are always
the same.  Nothing is made up for a field that a format has and a page does not: it is
null.  That goes for dates too.  The day of the paper is ``page.date``, from ``--date``
or from the page's own masthead; the day on which a file was made is `added_on`, from
``SOURCE_DATE_EPOCH``.  No clock is read, so a run gives the same bytes tomorrow.

``text`` is the body of the article in every form, and what else the record knows is
kept beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import md5
from json import dumps
from typing import Any

from ..errors import OptionError
from ..model import Record

SOURCE_DATE_EPOCH = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 in the environment, as https://reproducible-builds.org/specs/source-date-epoch/ defines it."""

Form = Callable[[Record], Mapping[str, Any]]

DOUBTS = {"boundary_uncertain", "encoding_uncertain", "undecodable_bytes", "oversize"}
"""Flags for which somebody should look at the text before it goes into a corpus."""

REPEATED = 0.5
"""Share of different paragraphs below which MNBVC's own converter wants a file looked at."""

SCHEMA_ORG = {
    "author": "author",
    "reporter": "author",
    "correspondent": "author",
    "intern": "author",
    "photographer": "contributor",
    "illustrator": "contributor",
    "editor": "editor",
    "translator": "translator",
}
"""The property of schema.org that holds the names of a role; an agency's credit is `creditText`."""


def added_on(environ: Mapping[str, str]) -> str | None:
    """The moment that ``SOURCE_DATE_EPOCH`` names, in ISO 8601; None where it is not set.

    >>> added_on({"SOURCE_DATE_EPOCH": "1582502400"}), added_on({})
    ('2020-02-24T00:00:00.000Z', None)

    Raises `OptionError` where it is no number of seconds.
    """
    from time import gmtime, strftime

    value = environ.get(SOURCE_DATE_EPOCH)
    if value is None:
        return None
    try:
        if not (value.isascii() and value.isdigit()):
            raise ValueError
        return strftime("%Y-%m-%dT%H:%M:%S.000Z", gmtime(int(value)))
    except (ValueError, OverflowError, OSError):
        raise OptionError(
            f"{SOURCE_DATE_EPOCH} is {value!r}; write it as seconds since 1970, or unset it"
        ) from None


def form(name: str, added: str | None = None) -> Form:
    """The form of this name, one of `FORMS`; ``added`` is what `added_on` gives.

    >>> from bulletin_split import split
    >>> record = split("本报讯 昨日，临沄县召开会议。", name="1.txt")[0]
    >>> list(form("datatrove")(record)), form("dolma")(record)["created"]
    (['text', 'id', 'metadata'], None)

    Raises `OptionError` for any other name.
    """
    if name not in FORMS:
        raise OptionError(f"{name!r} is no format; it is one of {', '.join(FORMS)}")
    shape = FORMS[name]
    return lambda record: shape(record, added)


def rest(record: Record) -> dict[str, Any]:
    """What a record holds beside its id and its text."""
    return {key: value for key, value in record.items() if key not in ("id", "text")}


def native(record: Record, _added: str | None = None) -> Mapping[str, Any]:
    """The record itself."""
    return record


def datatrove(record: Record, _added: str | None = None) -> dict[str, Any]:
    """A line that datatrove's ``JsonlReader`` turns into a ``Document``.

    After ``datatrove.data.Document`` and ``JsonlReader`` of datatrove 0.10
    (https://github.com/huggingface/datatrove): text, id, metadata.
    """
    return {"text": record["text"], "id": record["id"], "metadata": rest(record)}


def dolma(record: Record, added: str | None = None) -> dict[str, Any]:
    """A document of the dolma toolkit.

    After https://github.com/allenai/dolma/blob/main/docs/data-format.md: ``id``, ``text``
    and ``source`` are mandatory; ``created`` is when the original was made, ``added`` when
    the corpus got it.  ``source`` is the paper's name, for ids are unique within one run
    and so within a paper; a paper without a name is ``bulletin-split``.
    """
    page = record["page"]
    day = page["date"] if page else None
    return {
        "id": record["id"],
        "text": record["text"],
        "source": (page["publication"] if page else None) or "bulletin-split",
        "created": f"{day}T00:00:00.000Z" if day else None,
        "added": added,
        "metadata": rest(record),
    }


def newsarticle(record: Record, added: str | None = None) -> dict[str, Any]:
    """A NewsArticle of schema.org as JSON-LD.

    After https://schema.org/NewsArticle, whose ``printPage`` and ``dateline`` mean what
    ours do.  ``datePublished`` is the day of the paper, ``dateCreated`` that of the
    dateline, ``sdDatePublished`` that of this data, ``genre`` our ``kind``.  JSON-LD
    reads a null as if the property were absent.
    """
    page, dateline = record["page"], record["dateline"]
    people: dict[str, list[dict[str, str]]] = {name: [] for name in SCHEMA_ORG.values()}
    for entry in record["byline"]:
        if entry["role"] in SCHEMA_ORG:
            people[SCHEMA_ORG[entry["role"]]].append({"@type": "Person", "name": entry["name"]})
    decks = record["decks"]
    sections = [deck["text"] for deck in decks if deck["role"] == "section"]
    credits = [entry["name"] for entry in record["byline"] if entry["role"] == "agency"]
    day = page["date"] if page else None
    written = dateline["date"] if dateline else None
    paper = page["publication"] if page else None
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": record["id"],
        "genre": record["kind"],
        "headline": record["headline"],
        "alternativeHeadline": [deck["text"] for deck in decks if deck["role"] != "section"],
        "articleSection": sections,
        "articleBody": record["text"],
        "inLanguage": "zh",
        **people,
        "creditText": "；".join(credits) or None,
        "dateline": dateline["text"] if dateline else None,
        "locationCreated": _named("Place", dateline["place"] if dateline else None),
        "dateCreated": written if written and not written.startswith("-") else None,
        "datePublished": day,
        "isPartOf": _named("Newspaper", paper),
        "printPage": page["number"] if page else None,
        "printSection": page["section"] if page else None,
        "sdDatePublished": added[:10] if added else None,
    }


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return None if name is None else {"@type": kind, "name": name}


def mnbvc(record: Record, _added: str | None = None) -> dict[str, Any]:
    """A file of MNBVC's general corpus: one article is one file, a paragraph one line of it.

    After https://wiki.mnbvc.org/doku.php/现有语料格式 (通用文本) and the converter that it
    names, https://github.com/aplmikex/deduplication_mnbvc.  文件大小 is the text in
    bytes of UTF-8, lengths are code points, 行号 begins at 1.  是否待查文件 is true where
    half of the paragraphs are repeated or a flag says that somebody should look; what
    the other repetitions are is for their tools to find.  时间 is the day of the paper,
    null where nobody said it; 扩展字段 holds the rest of the record as JSON.
    """
    lines = record["text"].split("\n") if record["text"] else []
    sums = [md5(_octets(line), usedforsecurity=False) for line in lines]
    names = [digest.hexdigest() for digest in sums]
    first = {name: number for number, name in reversed(list(enumerate(names)))}
    page = record["page"]
    day = page["date"] if page else None
    return {
        "文件名": record["id"],
        "是否待查文件": len(first) < REPEATED * len(lines)
        or not DOUBTS.isdisjoint(record["flags"]),
        "是否重复文件": False,
        "文件大小": len(_octets(record["text"])),
        "simhash": simhash([sums[number].digest() for number in sorted(first.values())]),
        "最长段落长度": max(map(len, lines), default=0),
        "段落数": len(lines),
        "去重段落数": len(first),
        "低质量段落数": 0,
        "段落": [
            {
                "行号": number + 1,
                "是否重复": first[name] < number,
                "是否跨文件重复": False,
                "md5": name,
                "内容": line,
                "扩展字段": "{}",
            }
            for number, (name, line) in enumerate(zip(names, lines, strict=True))
        ],
        "扩展字段": dumps(rest(record), ensure_ascii=False, separators=(",", ":")),
        "时间": day.replace("-", "") if day else None,
    }


def simhash(digests: list[bytes]) -> int:
    """The 64 bits of which more than half of the digests have a one, by their last 8 bytes.

    >>> simhash([bytes(15) + b"\\x03", bytes(15) + b"\\x06", bytes(15) + b"\\x0a"])
    2
    >>> simhash([])
    0
    """
    numbers = [int.from_bytes(digest[-8:]) for digest in digests]
    ones = (sum(number >> bit & 1 for number in numbers) for bit in range(64))
    return sum((2 * count > len(numbers)) << bit for bit, count in enumerate(ones))


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


FORMS: dict[str, Callable[[Record, str | None], Mapping[str, Any]]] = {
    "native": native,
    "dolma": dolma,
    "datatrove": datatrove,
    "newsarticle": newsarticle,
    "mnbvc": mnbvc,
}
"""The forms by the names that ``--format`` knows."""
