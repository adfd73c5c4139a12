"""Gold: the right answer of a page, written down so that a person can edit it.

A gold file is JSON Lines, one article a line in the order of the page, with the fields
``kind``, ``headline``, ``decks``, ``byline``, ``dateline`` (as printed), ``paragraphs``
and those ``flags`` that are certain; ``id`` is kept from the record that it was made
of and may be left out.  `as_gold` writes that form from a record.  `read` takes it
back, and takes records as they are, so that both sides of a comparison are one thing.

A field that a line does not have is not known and is not judged.  ``printed`` may hold
the fields as damage left them, where that cannot be undone: then either form is right.
Bylines and decks may also be plain strings, as older collections have them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..model import Record

FIELDS = ("kind", "headline", "decks", "byline", "dateline", "paragraphs", "flags")

SUFFIXES = (".gold.jsonl", ".jsonl")
"""What a file of answers ends in; the longer one is gold alone."""

TEXT_SUFFIXES = (".txt", ".text", ".ocr")


class GoldError(Exception):
    """A file of gold or records that cannot be read: ``NAME:LINE: cause; cure``."""


@dataclass(frozen=True, slots=True)
class Fields:
    """An article's fields in one form; ``None`` is a field that is not known.

    ``byline``: (name, role) pairs, the role empty where only a string was given.  An
    article without a headline, a byline or a dateline has the empty string or tuple.
    """

    headline: str | None
    byline: tuple[tuple[str, str], ...] | None
    dateline: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One line of gold or records.  ``clean``: the fields before damage, else the same as ``fields``."""

    fields: Fields
    clean: Fields
    kind: str | None
    flags: tuple[str, ...]
    confidence: float | None


def as_gold(record: Record | Mapping[str, Any]) -> dict[str, Any]:
    """A record in the gold form, a skeleton to correct.

    Flags are copied: strike out those that are not certain.

        >>> from bulletin_split import split
        >>> as_gold(split("本报讯 昨日，临沄县召开会议。（李明）\\n")[0])["paragraphs"]
        ['昨日，临沄县召开会议。']
    """
    dateline = record["dateline"]
    return {
        "id": record["id"],
        "kind": record["kind"],
        "headline": record["headline"],
        "decks": record["decks"],
        "byline": record["byline"],
        "dateline": dateline["text"] if dateline else None,
        "paragraphs": record["text"].split("\n") if record["text"] else [],
        "flags": record["flags"],
    }


def article(row: Mapping[str, Any]) -> Article:
    """A line of either form as an `Article`; raises `ValueError` that says which field is wrong."""
    clean = _fields(row)
    printed = row.get("printed")
    confidence = row.get("confidence")
    flags = row.get("flags") or ()
    if isinstance(flags, Mapping):
        flags = [flag for flag, is_set in flags.items() if is_set]
    return Article(
        fields=_fields({**row, **printed}) if isinstance(printed, Mapping) else clean,
        clean=clean,
        kind=_text(row, "kind"),
        flags=tuple(map(str, flags)),
        confidence=float(confidence) if isinstance(confidence, int | float) else None,
    )


def _fields(row: Mapping[str, Any]) -> Fields:
    dateline = row.get("dateline")
    if isinstance(dateline, Mapping):
        row = {**row, "dateline": dateline.get("text")}
    paragraphs = row.get("paragraphs")
    if paragraphs is None:
        if not isinstance(row.get("text"), str):
            raise ValueError("it has neither paragraphs nor text")
        paragraphs = row["text"].split("\n")
    if not isinstance(paragraphs, list) or not all(isinstance(part, str) for part in paragraphs):
        raise ValueError("paragraphs is no list of strings")
    return Fields(
        headline=_text(row, "headline"),
        byline=_names(row["byline"]) if "byline" in row else None,
        dateline=_text(row, "dateline"),
        paragraphs=tuple(part for part in paragraphs if part),
    )


def _text(row: Mapping[str, Any], field: str) -> str | None:
    """A field that is a string; null is the empty string, a missing one ``None``."""
    if field not in row:
        return None
    found = row[field]
    if found is None or isinstance(found, str):
        return found or ""
    raise ValueError(f"{field} is neither a string nor null")


def _names(found: object) -> tuple[tuple[str, str], ...]:
    if found is None or found == "":
        return ()
    if isinstance(found, str):
        return ((found, ""),)
    if isinstance(found, Mapping):
        return ((str(found.get("name") or ""), str(found.get("role") or "")),)
    if isinstance(found, list):
        return tuple(pair for entry in found for pair in _names(entry))
    raise ValueError("byline is no list of names")


def read(path: str) -> dict[str, list[Article]]:
    """The articles of a file or of the files below a folder, page by page.

    A page's name is the file's, below the folder and without suffix; where one file
    holds the records of several pages, it is that of the input in their ids.  A line
    without an id belongs to the page of the line before.  ``-`` is standard input.
    Raises `GoldError`.
    """
    if not os.path.isdir(path):
        return _by_page(path, page_name(os.path.basename(path)))
    out: dict[str, list[Article]] = {}
    files = sorted(_below(path))
    if any(name.endswith(SUFFIXES[0]) for name in files):
        files = [name for name in files if name.endswith(SUFFIXES[0])]
    if not files:
        raise GoldError(f"{path}: no .jsonl file is in it; give the folder of the answers")
    for name in files:
        articles = [found for _, found in _articles(os.path.join(path, name))]
        out[page_name(name)] = articles
    return out


def _below(root: str) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(".jsonl") and not name.startswith("."):
                yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def page_name(name: str) -> str:
    """What a page is called whose input, records or gold have this name.

    >>> page_name("1920/p1.gold.jsonl"), page_name("1920/p1.jsonl"), page_name("1920/p1.txt")
    ('1920/p1', '1920/p1', '1920/p1')
    """
    for suffix in (*SUFFIXES, *TEXT_SUFFIXES):
        if name.lower().endswith(suffix):
            name = name[: -len(suffix)]
    return name


def _by_page(path: str, name: str) -> dict[str, list[Article]]:
    """The articles of one file, by the input that their ids name; all one page where only one is."""
    out: dict[str, list[Article]] = {}
    page = ""
    for row, found in _articles(path):
        if isinstance(row.get("id"), str) and ":" in row["id"]:
            page = page_name(row["id"].rpartition(":")[0])
        out.setdefault(page, []).append(found)
    return out if len(out) > 1 else {name: [found for page in out.values() for found in page]}


def _articles(path: str) -> Iterator[tuple[dict[str, Any], Article]]:
    for number, row in _rows(path):
        try:
            yield row, article(row)
        except ValueError as error:
            raise GoldError(f"{path}:{number}: {error}; correct that line") from None


def _rows(path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        if path == "-":
            yield from _parse(path, sys.stdin.buffer)
        else:
            with open(path, "rb") as stream:
                yield from _parse(path, stream)
    except OSError as cause:
        raise GoldError(f"{path}: {cause.strerror or cause}; check the name") from cause


def _parse(path: str, stream: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise GoldError(f"{path}:{number}: this line is no JSON object; correct or delete it")
        yield number, row
