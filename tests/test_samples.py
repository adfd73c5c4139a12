"""Golden pages: every file of samples/ against the records that its gold asks for.

A gold record is compared field by field with the record that shares most of its body.
What the engine does not get right yet stands in known_failures/samples.tsv, one line a
page, record and field, with the reason, as a strict xfail: an improvement fails the
suite until its line is taken out.  After a change of the engine,

    python -m tests.test_samples

prints which lines the table lacks and which it no longer needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bulletin_split import Discard, Record, split

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
KNOWN = Path(__file__).parent / "known_failures" / "samples.tsv"
PAGES = sorted(path.stem for path in SAMPLES.glob("*.txt"))

FIELDS = ("kind", "headline", "decks", "byline", "dateline", "paragraphs", "flags")
ALL = "*"
"""In the table: every field, since no record holds most of the article's body."""

SHARED_BODY = 0.5
"""Share of the character pairs of two bodies, taken together, by which they are one article."""

Gold = dict[str, Any]
Case = tuple[str, int, str]


@cache
def read_gold(page: str) -> list[Gold]:
    lines = (SAMPLES / f"{page}.gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def read_page(page: str) -> list[Record]:
    return split((SAMPLES / f"{page}.txt").read_bytes(), name=f"{page}.txt")


def pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


@cache
def matches(page: str) -> dict[int, Record]:
    """Gold record → the record that is its article; each record serves once, best first."""
    gold = [pairs("".join(row["paragraphs"])) for row in read_gold(page)]
    found = [pairs(record["text"].replace("\n", "")) for record in read_page(page)]
    scores = sorted(
        (
            (len(a & b) / len(a | b), -i, -j)
            for i, a in enumerate(gold)
            for j, b in enumerate(found)
        ),
        reverse=True,
    )
    out: dict[int, Record] = {}
    taken: set[int] = set()
    for score, i, j in scores:
        if score >= SHARED_BODY and -i not in out and -j not in taken:
            out[-i] = read_page(page)[-j]
            taken.add(-j)
    return out


def value(record: Record, field: str) -> object:
    """A field of a record as the gold writes it."""
    if field == "dateline":
        return record["dateline"]["text"] if record["dateline"] else None
    if field == "paragraphs":
        return record["text"].split("\n") if record["text"] else []
    return dict(record)[field]


def compare(case: Case) -> None:
    """Assert that a field is right: flags that are certain are among those found, the rest is equal."""
    page, number, field = case
    gold, record = read_gold(page)[number], matches(page).get(number)
    assert record is not None, "no record holds most of this article's body"
    found = value(record, field)
    if field == "flags":
        assert set(gold["flags"]) <= set(record["flags"])
    else:
        assert found == gold[field]


def cases() -> Iterator[Case]:
    for page in PAGES:
        for number in range(len(read_gold(page))):
            yield from ((page, number, field) for field in FIELDS)


@cache
def known() -> dict[Case, str]:
    """The table of known failures: case → reason."""
    out: dict[Case, str] = {}
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            page, number, field, reason = line.split("\t")
            for name in FIELDS if field == ALL else (field,):
                out[page, int(number), name] = reason
    return out


def params() -> Iterator[Any]:
    for case in cases():
        marks = []
        if case in known():
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=known()[case])]
        yield pytest.param(case, id="-".join(map(str, case)), marks=marks)


@pytest.mark.parametrize("case", list(params()))
def test_field(case: Case) -> None:
    compare(case)


def test_known_failures_name_fields_of_the_samples() -> None:
    assert set(known()) <= set(cases())


COUNTED = [page for page in PAGES if not any(case[0] == page for case in known())]


@pytest.mark.parametrize("page", COUNTED)
def test_a_page_without_known_failures_gives_no_record_too_many(page: str) -> None:
    assert len(read_page(page)) == len(read_gold(page))


@pytest.mark.parametrize("page", PAGES)
def test_every_sample_has_its_entry_in_the_readme(page: str) -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"\n**{page}** ({len(read_gold(page))} records" in readme


@pytest.mark.parametrize("page", PAGES)
def test_gold_holds_characters_of_its_page_only(page: str) -> None:
    """Gold is typed by hand: a slip of the pen shows as a character that the page lacks."""
    discards: list[Discard] = []
    records = split((SAMPLES / f"{page}.txt").read_bytes(), on_discard=discards.append)
    there = {char for discard in discards for char in discard["text"]}
    for record in records:
        heads = [record["headline"] or "", *(deck["text"] for deck in record["decks"])]
        names = [entry["name"] for entry in record["byline"]]
        dateline = record["dateline"]["text"] if record["dateline"] else ""
        there.update(*heads, *names, dateline, record["text"], "記者记者通讯员通訊員摄攝")
    for row in read_gold(page):
        typed = [row["headline"] or "", *(deck["text"] for deck in row["decks"])]
        typed += [row["dateline"] or "", *(entry["name"] for entry in row["byline"])]
        assert not set("".join([*typed, *row["paragraphs"]])) - there


def main() -> None:
    """Print what the table of known failures lacks and what it no longer needs."""
    fails: set[Case] = set()
    for case in cases():
        try:
            compare(case)
        except AssertionError:
            fails.add(case)
    for page, number in sorted({case[:2] for case in fails - set(known())}):
        fields = [name for name in FIELDS if (page, number, name) in fails - set(known())]
        for field in (ALL,) if number not in matches(page) else fields:
            print("lacks", page, number, field, sep="\t")
    for case in sorted(set(known()) - fails):
        print("now right", *case, sep="\t")


if __name__ == "__main__":
    main()
