"""Checks what comes out against what is promised of it, while it comes out.

Two promises are held against every record and discard before it leaves the parser: each is as
its shipped schema says, and together they hold every character of the decoded input that is not
white space, each once.  What is checked is the output and the text, never how it was made, so
nothing that the engine believes of itself is taken over.

Memory.  Of the text no more is held than what is not accounted for yet: the open article and the
window behind it.  Where an article stays open over a long stretch of white space or of discards,
only the places of its characters are held.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Any, get_args

from .errors import Breach
from .model import Byline, Dateline, Deck, Discard, Flag, Jump, Kind, Page, Reason, Record, Role

KINDS, ROLES, FLAGS, REASONS = (frozenset(get_args(one)) for one in (Kind, Role, Flag, Reason))
DECK_ROLES = frozenset(("kicker", "deck", "section"))

EXPLAINED = tuple(Record.__annotations__)
KEYS = EXPLAINED[:-1]
"""A record's keys in their order; `EXPLAINED` with what `Options.explain` adds."""

DECK, BYLINE, DATELINE, PAGE, JUMP, DISCARD = (
    tuple(shape.__annotations__) for shape in (Deck, Byline, Dateline, Page, Jump, Discard)
)
SOURCES = (("path", "encoding", "spans"), ("path", "encoding", "metadata", "spans"))

DAY = re.compile(r"(?:[0-9]{4}|-)-[0-9]{2}-[0-9]{2}")
INK = re.compile(r"\S+")


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_text_or_null(value: Any) -> bool:
    return value is None or type(value) is str


def _are(value: Any, keys: tuple[str, ...], text: str, word: str, words: frozenset[str]) -> bool:
    """Whether it is a list of objects of a text and one of some words."""
    return type(value) is list and all(
        type(one) is dict
        and tuple(one) == keys
        and type(one[text]) is str
        and type(one[word]) is str
        and one[word] in words
        for one in value
    )


def _are_texts_or_null(value: Any, keys: tuple[str, ...]) -> bool:
    """Whether it is null, or an object with these keys, each a text or null."""
    return value is None or (
        type(value) is dict
        and tuple(value) == keys
        and all(one is None or type(one) is str for one in value.values())
    )


def _is_dateline(value: Any) -> bool:
    return value is None or (
        _are_texts_or_null(value, DATELINE)
        and value["text"] is not None
        and (value["date"] is None or DAY.fullmatch(value["date"]) is not None)
    )


def _are_flags(value: Any) -> bool:
    return type(value) is list and all(type(one) is str and one in FLAGS for one in value)


def _is_share(value: Any) -> bool:
    return type(value) in (float, int) and 0 <= value <= 1


def _are_repairs(value: Any) -> bool:
    return type(value) is dict and all(
        type(key) is str and type(count) is int and count > 0 for key, count in value.items()
    )


def _is_span(value: Any) -> bool:
    return (
        type(value) is list
        and len(value) == 2
        and type(value[0]) is int
        and type(value[1]) is int
        and value[0] >= 0
        and value[1] >= 0
    )


def _is_source(value: Any) -> bool:
    return (
        type(value) is dict
        and tuple(value) in SOURCES
        and _is_text_or_null(value["path"])
        and type(value["encoding"]) is str
        and ("metadata" not in value or type(value["metadata"]) is dict)
        and type(value["spans"]) is list
        and bool(value["spans"])
        and all(map(_is_span, value["spans"]))
    )


CHECKS: dict[str, Callable[[Any], bool]] = {
    "id": _is_text,
    "kind": lambda value: type(value) is str and value in KINDS,
    "headline": _is_text_or_null,
    "decks": lambda value: value == [] or _are(value, DECK, "text", "role", DECK_ROLES),
    "byline": lambda value: value == [] or _are(value, BYLINE, "name", "role", ROLES),
    "dateline": _is_dateline,
    "text": _is_text,
    "page": lambda value: _are_texts_or_null(value, PAGE),
    "jump": lambda value: _are_texts_or_null(value, JUMP),
    "flags": _are_flags,
    "confidence": _is_share,
    "repairs": _are_repairs,
    "source": _is_source,
}
"""record.schema.json, key by key; tests hold the two against each other."""


def record_fault(record: Mapping[str, Any]) -> str | None:
    """What of a record is not as record.schema.json says: a key, ``keys``, or None.

    >>> from bulletin_split import split
    >>> record = dict(split("本报讯 昨日，临沄县召开会议。")[0])
    >>> record_fault(record), record_fault({**record, "confidence": 1.5}), record_fault({})
    (None, 'confidence', 'keys')
    """
    keys = tuple(record)
    if keys != KEYS and (keys != EXPLAINED or type(record["explain"]) is not dict):
        return "keys"
    for key, is_right in CHECKS.items():
        if not is_right(record[key]):
            return key
    return None


def discard_fault(discard: Mapping[str, Any]) -> str | None:
    """What of a discard is not as discard.schema.json says: a key, ``keys``, or None.

    >>> discard_fault({"path": None, "reason": "folio", "span": [0, 3], "text": "第三版"})
    """
    if tuple(discard) != DISCARD:
        return "keys"
    if not _is_text_or_null(discard["path"]):
        return "path"
    if type(discard["reason"]) is not str or discard["reason"] not in REASONS:
        return "reason"
    if not _is_span(discard["span"]):
        return "span"
    return None if _is_text(discard["text"]) else "text"


class Coverage:
    """Which characters of a text are in a span, told as the text and the spans come.

    ``most``: code points that may wait for their span.

        >>> coverage = Coverage(1000)
        >>> coverage.add("报头 正文")
        >>> coverage.settle([[0, 2]])
        >>> coverage.end()
        Traceback (most recent call last):
            ...
        bulletin_split.errors.Breach: character 3 is in no record and no discard
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._text, self._base = "", 0  # the text that is held, and its place
        self._new: list[str] = []  # what has come behind it
        self._size = 0  # of both
        self._bare: list[tuple[int, int]] = []  # what was not in a span of the text before it
        self._held: list[list[int]] = [[0, 0]]  # what is in one: in order, ink between two of them

    def add(self, text: str) -> None:
        """Take the text that follows."""
        self._new.append(text)
        self._size += len(text)

    def text(self, start: int, end: int) -> str | None:
        """What stands at a span, as far as it is still held."""
        self._join()
        return self._text[start - self._base : end - self._base] if start >= self._base else None

    def settle(self, spans: list[list[int]]) -> None:
        """Take the spans that have come for the text so far.  Raises `Breach`."""
        if spans:
            self._join()
            self._merge(spans)
            self._drop(self._held[0][1])
        if self._size > self._most:
            self._join()
            self._shorten()

    def end(self) -> None:
        """The text has ended, and no span is to come.  Raises `Breach`."""
        self._join()
        starts = [start for start, _ in self._held[1:]]
        for (_, end), start in zip(self._held, [*starts, self._base + self._size], strict=True):
            lost = self._ink(end, start)
            if lost is not None:
                raise Breach(lost, LOST)

    def _join(self) -> None:
        if self._new:
            self._text = "".join((self._text, *self._new))
            self._new.clear()

    def _drop(self, before: int) -> None:
        """Let go of the text before a place."""
        if before > self._base:
            self._text = self._text[before - self._base :]
            self._base, self._size = before, len(self._text)

    def _merge(self, spans: list[list[int]]) -> None:
        """Put spans among those that are held; two with only white space between become one."""
        text, base, size = self._text, self._base, self._base + self._size
        for start, end in spans:
            if not 0 <= start < end <= size:
                raise Breach(start, f"the span [{start}, {end}] is empty or leaves the text")
        merged: list[list[int]] = []
        last = [0, 0]
        for start, end in sorted(self._held + spans):
            if start < last[1]:
                raise Breach(start, "character {} is in two spans")
            gap = last[1]
            if merged and (
                start == gap
                or (gap >= base and text[gap - base : start - base].isspace())
                or (gap < base and self._ink(gap, start) is None)
            ):
                last[1] = end
            else:
                last = [start, end]
                merged.append(last)
        self._held = merged

    def _ink(self, start: int, end: int) -> int | None:
        """The first character of a stretch without spans that is not white space."""
        at = bisect_right(self._bare, (start, end))
        before = self._bare[max(at - 1, 0) : at]
        if start < self._base:
            for first, behind in (*before, *self._bare[at : at + 1]):
                if first < end and behind > start:
                    return max(first, start)
        found = INK.search(self._text, max(start - self._base, 0), max(end - self._base, 0))
        return found.start() + self._base if found else None

    def _shorten(self) -> None:
        """Hold of the older half of the text only the places that are in no span."""
        behind = self._base + len(self._text) // 2
        bare: list[tuple[int, int]] = []
        stretches = [*self._bare, *self._runs(behind)]
        places = [place for span in self._held for place in span]
        for start, end in stretches:
            at = bisect_right(places, start)
            while start < end:
                until = min(end, places[at]) if at < len(places) else end
                if at % 2 == 0:
                    bare.append((start, until))
                start, at = until, at + 1
        self._bare = bare
        self._drop(behind)
        if sum(end - start for start, end in bare) > self._most:
            raise Breach(bare[0][0], LOST)

    def _runs(self, behind: int) -> list[tuple[int, int]]:
        """The places before ``behind`` of the text that is held at which there is ink."""
        found = INK.finditer(self._text, 0, behind - self._base)
        return [(one.start() + self._base, one.end() + self._base) for one in found]


LOST = "character {} is in no record and no discard"


class Verifier:
    """Looks on while one input is converted, and raises `Breach` at the first broken promise.

    ``most``: code points that may wait for their record: what an open article may hold, and
    what is read ahead.
    """

    def __init__(self, most: int) -> None:
        self._coverage = Coverage(most)
        self._spans: list[list[int]] = []
        self.text = self._coverage.add

    def discard(self, discard: Discard) -> None:
        """Check one discard."""
        fault = discard_fault(discard)
        span = discard["span"] if fault not in ("keys", "span") else [0, 0]
        if fault:
            raise Breach(span[0], _not_in_schema("discard", fault))
        stood = self._coverage.text(*span)
        if stood is not None and stood != discard["text"]:
            raise Breach(span[0], "the discard at character {} is not the text that stands there")
        self._spans.append(span)

    def settle(self, records: list[Record]) -> None:
        """Check the records, and the discards before them, that came for the text so far."""
        for record in records:
            fault = record_fault(record)
            if fault:
                source = fault not in ("keys", "source")
                start = min(record["source"]["spans"])[0] if source else 0
                raise Breach(start, _not_in_schema("record", fault))
            self._spans += record["source"]["spans"]
        self._coverage.settle(self._spans)
        self._spans = []

    def end(self) -> None:
        """The input has ended and all has been checked but whether anything is lost."""
        self._coverage.end()


def _not_in_schema(what: str, fault: str) -> str:
    return f"the {what} at character {{}} is not as {what}.schema.json says: {fault}"
