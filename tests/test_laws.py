"""What holds for every input, whatever it is.

partition      every character that is not white space lies in one span of one record or discard
nothing new    a record's characters are those of its spans, or counted in its repairs
nothing lost   and the other way round, brackets and role words of a byline aside
schema         records and discards are as the shipped schemas say, keys in their order
determinism    a second run gives the same
chunks         so does the input in pieces of any size, cut anywhere
idempotence    a record's text, fed back, needs no repair and keeps its characters

What is known to break one stands in KNOWN, as a strict xfail: mended, it fails the suite
until it is taken out.

Each is tried on the samples, on pages made to be hard (larger than the parser's window,
one line that is, other line ends, characters that should not be) and on pages that
hypothesis sets and damages (see `pages`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bulletin_split import Discard, Options, Record, Splitter
from bulletin_split.cues import SURNAMES
from bulletin_split.pipeline import WINDOW

from . import pages

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LAYOUT = {"line_break", "column_break", "space", "reading_order"}
CREDIT = 16
"""Characters that a byline or an opening may lose: brackets, role words, 本报驻某地, the marks between."""

NAME = 60
"""Characters that a name may have, a contributor's place and office included."""

# Not shrunk: a page that breaks a law is short enough to read, and shrinking takes half a minute.
tried = settings(
    max_examples=150,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Output(NamedTuple):
    records: list[Record]
    discards: list[Discard]


def feed(pieces: Iterable[bytes | str], options: Options | None = None) -> Output:
    """Push the pieces of one input through a parser."""
    discards: list[Discard] = []
    parser = Splitter(options, on_discard=discards.append)
    records: list[Record] = []
    for piece in pieces:
        records += parser.feed(piece)
    return Output(records + parser.close(), discards)


def decoded(page: bytes | str, output: Output) -> str:
    """The text that the spans of an output count in."""
    if isinstance(page, bytes):
        codec = output.records[0]["source"]["encoding"] if output.records else "utf-8"
        page = page.decode(codec, "replace")
    return page.removeprefix("\ufeff")


def ink(text: str) -> Counter[str]:
    """The characters that are not white space."""
    return Counter(char for char in text if not char.isspace())


def heads_and_text(record: Record) -> str:
    decks = [deck["text"] for deck in record["decks"]]
    dateline = record["dateline"]["text"] if record["dateline"] else ""
    return "".join([record["headline"] or "", *decks, dateline, record["text"]])


def names(record: Record) -> str:
    return "".join(entry["name"] for entry in record["byline"])


def own_text(record: Record, text: str) -> str:
    return "".join(text[start:end] for start, end in record["source"]["spans"])


def mended(record: Record) -> int:
    """Characters of a record that are not as they stood on the page."""
    return sum(count for name, count in record["repairs"].items() if name not in LAYOUT)


# --- the laws ----------------------------------------------------------------


def partition(page: bytes | str) -> None:
    output = feed([page])
    text = decoded(page, output)
    holders = [0] * len(text)
    spans = [span for record in output.records for span in record["source"]["spans"]]
    for start, end in [*spans, *(discard["span"] for discard in output.discards)]:
        assert 0 <= start < end <= len(text)
        for i in range(start, end):
            holders[i] += 1
    for i, char in enumerate(text):
        if not char.isspace():
            assert holders[i] == 1, f"{char!r} at {i} in {text[max(0, i - 10) : i + 10]!r}"
    for discard in output.discards:
        assert discard["text"] == text[slice(*discard["span"])]


def nothing_new(page: bytes | str) -> None:
    output = feed([page])
    text = decoded(page, output)
    for record in output.records:
        own = ink(own_text(record, text))
        assert (ink(heads_and_text(record)) - own).total() <= mended(record)
        assert (ink(names(record)) - own).total() <= mended(record)


def nothing_lost(page: bytes | str) -> None:
    output = feed([page])
    text = decoded(page, output)
    for record in output.records:
        kept = ink(heads_and_text(record)) | ink(names(record))
        lost = ink(own_text(record, text)) - kept - ink(names(record))
        assert lost.total() <= mended(record) + CREDIT * (1 + len(record["byline"])), lost


@cache
def schema(name: str) -> dict[str, Any]:
    text = files("bulletin_split").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    return jsonschema.Draft202012Validator(schema(name))


def in_schema(page: bytes | str) -> None:
    output = feed([page])
    items = [("record", dict(record)) for record in output.records]
    items += [("discard", dict(discard)) for discard in output.discards]
    for name, item in items:
        validator(name).validate(item)
        assert list(item) == schema(name)["required"]
        json.dumps(item)
    for record in output.records:
        assert all(0 < len(entry["name"]) <= NAME for entry in record["byline"])
    ids = [record["id"] for record in output.records]
    assert len(ids) == len(set(ids))


def determinism(page: bytes | str) -> None:
    assert feed([page]) == feed([page])


def idempotence(page: bytes | str) -> None:
    for record in feed([page]).records:
        back = feed([record["text"]]).records
        was = ink(record["text"])
        now: Counter[str] = Counter()
        signed_with: Counter[str] = Counter()
        signed = sum(len(again["byline"]) for again in back)
        for again in back:
            assert set(again["repairs"]) <= LAYOUT
            now += ink(heads_and_text(again)) | ink(names(again))
            signed_with += ink(names(again))
        assert not now - was
        discarded = ink("".join(discard["text"] for discard in feed([record["text"]]).discards))
        lost = was - now - signed_with - discarded
        assert lost.total() <= CREDIT * (len(back) + signed), lost


Law = Callable[[bytes | str], None]
LAWS: list[Law] = [partition, nothing_new, nothing_lost, in_schema, determinism, idempotence]


def test_every_law_is_named_above() -> None:
    assert __doc__
    for law in LAWS:
        assert law.__name__.removeprefix("in_").replace("_", " ") in __doc__


law_of = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)


# --- on pages of our own -----------------------------------------------------


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.txt").read_bytes()


def sample_text(name: str) -> str:
    return sample(name).decode("gb18030" if "gb18030" in name else "utf-8")


NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
ALL = "\n".join(map(sample_text, NAMES))
BODY = "\n".join(pages.wrap(pages.BODY, 20, "　　"))

HARD: dict[str, bytes | str] = {
    "empty": b"",
    "white space": " \n\u3000\n\t\r\n\f\n",
    "one character": "报",
    "byte order mark alone": "\ufeff".encode(),
    "larger than the window": ALL * 2,
    "larger than the window, no line ends": ALL.replace("\n", ""),
    "larger than the window, spaces only for line ends": ALL.replace("\n", " "),
    "one line, no marks": "水" * (WINDOW * 2 + 7),
    "lines longer than the window": "\n".join([ALL.replace("\n", "")] * 2),
    "one paragraph without an end": "\n".join(["长河落日大漠孤烟直上云霄春风不度玉门关"] * 2000),
    "unmarked articles in a row": (BODY + "\n\n") * 60,
    "headlines only": "\n\n".join(pages.HEADLINES * 40),
    "bylines only": "".join(f"（记者{name}远）\n" for name in sorted(SURNAMES)),
    "furniture only": "\n".join(pages.FURNITURE * 60),
    "datelines only": "\n".join(pages.DATELINES * 80),
    "pages ended by form feeds": "\f".join(map(sample_text, NAMES)),
    "form feeds in a row": "\f\f" + BODY + "\f\f\f" + BODY + "\f",
    "form feeds in mid-sentence": BODY.replace("\n", "\f"),
    "line ends of all kinds": ALL.replace("\n\n", "\r\n\r").replace("。\n", "。\u2028"),
    "carriage returns": ALL.replace("\n", "\r\n").encode(),
    "byte order mark": b"\xef\xbb\xbf" + ALL.encode(),
    "byte order mark, UTF-16": ALL.encode("utf-16"),
    "byte order mark in mid-text": ALL.replace("\n\n", "\n\ufeff\n"),
    "control characters": "".join(char + pages.ODD[i % len(pages.ODD)] for i, char in enumerate(ALL)),
    "zero-width characters": "\u200b".join(ALL),
    "lines of nothing printed": BODY + "\n\u200b\n\x01\x02\n\ufeff\n" + BODY,
    "spaces between all": " ".join(ALL),
    "surrogates": ALL.replace("，", "\ud800").replace("一", "\udfff"),
    "private use": ALL.replace("的", "\ue0d1"),
    "bytes of no encoding": bytes(range(256)) * 80,
    "damaged UTF-8": ALL.encode().replace(b"\xe3\x80\x82", b"\xe3\x80"),
    "Latin": "The old town of Shidu.\nMr. Wang (aged 80), said: \"no.\"\n" * 200,
    "brackets without end": "（" * 4000 + "\n" + "（李" * 3000,
}  # fmt: skip


ANY = "any page"

KNOWN: dict[str, tuple[frozenset[str], str]] = {}
"""What is known to break a law: page → laws, reason."""


def known(page: str, law: str) -> list[pytest.MarkDecorator]:
    laws, reason = KNOWN.get(page, (frozenset(), ""))
    return [pytest.mark.xfail(strict=True, reason=reason)] if law in laws else []


def as_known(law: str) -> Callable[[Any], Any]:
    """Marks a test on any page where its law is known to be broken."""
    marks = known(ANY, law)
    return marks[0] if marks else lambda test: test


# The smallest pages that broke a law, kept when they no longer do.
SMALL = {
    "invisible before a dateline": "\u200b 本报讯 昨日，临沄县召开会议。",
    "invisible before a text": "\u200b 昨日，临沄县召开会议。各乡镇参加",
    "invisible inside a mark's context": "梨\u200b.，",
    "furniture out of order": "下究\n河晚报\n（\n版权所有\n（上",
    "furniture between two columns": "（\n临晚报\n究\n河晚报\n）\n（上",
    "invisible lines inside an article": "）\n产\n\ufeff\n讯 县\n情况。\n县领导沈砚秋、郑望舒陪\n\ufeff\n里",
    "page number among controls": "地\x851\u2028,\r\u200f\n。",
    "a mark wrapped to the next line": "确保不误农时\n.\n  “地里的墒情不等人\n.\n",
    "a dateline alone": "本报讯\n昨日，临沄县召开会议。",
}


def test_known_failures_are_of_these_pages() -> None:
    assert set(KNOWN) <= {*HARD, *SMALL, ANY}


def law_and_page(names: Iterable[str]) -> list[Any]:
    return [
        pytest.param(law, name, id=f"{name}-{law.__name__}", marks=known(name, law.__name__))
        for name in names
        for law in LAWS
    ]


@pytest.mark.parametrize(("law", "name"), law_and_page(SMALL))
def test_on_a_small_page(law: Law, name: str) -> None:
    law(SMALL[name])


@law_of
@pytest.mark.parametrize("name", NAMES)
def test_on_a_sample(law: Law, name: str) -> None:
    law(sample(name))


@pytest.mark.parametrize(("law", "name"), law_and_page(HARD))
def test_on_a_hard_page(law: Law, name: str) -> None:
    law(HARD[name])


@pytest.mark.parametrize(("law", "name"), law_and_page([ANY]))
@tried
@given(page=pages.all_pages())
def test_on_any_page(law: Law, name: str, page: str) -> None:
    law(page)


@as_known("encoded")
@tried
@given(
    page=pages.damaged_pages(), codec=st.sampled_from(["utf-8", "gb18030", "utf-16", "big5hkscs"])
)
def test_partition_of_encoded_pages(page: str, codec: str) -> None:
    partition(page.encode(codec, "replace"))


# --- chunks ------------------------------------------------------------------


def pieces_of(page: bytes, sizes: list[int]) -> list[bytes]:
    """The page in pieces of these sizes, again and again."""
    out: list[bytes] = []
    at = turn = 0
    while at < len(page):
        size = sizes[turn % len(sizes)]
        out.append(page[at : at + size])
        at, turn = at + size, turn + 1
    return out


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 997])
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_in_pieces_of_one_size(name: str, size: int) -> None:
    page = sample(name)
    assert feed(pieces_of(page, [size])) == feed([page])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_a_page_cut_in_two_at_every_byte(codec: str) -> None:
    page = f"本报讯 昨日，云泊县\u200b召开会议(现场).\r\n（李 远）\r\n\r\n云泊县⻓会见\f{BODY[:60]}"
    data = page.encode(codec)
    whole = feed([data])
    for at in range(len(data) + 1):
        assert feed([data[:at], data[at:]]) == whole, at


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=known(name, "pieces")) for name in HARD if HARD[name]],
)
def test_a_hard_page_in_pieces(name: str) -> None:
    page = HARD[name]
    whole = feed([page])
    if isinstance(page, str):
        assert feed(page[i : i + 997] for i in range(0, len(page), 997)) == whole
    else:
        assert feed(pieces_of(page, [1, 997, 250, 3])) == whole


@as_known("pieces")
@tried
@given(page=pages.all_pages(), sizes=st.lists(st.integers(1, 997), min_size=1, max_size=6))
def test_any_page_in_pieces_of_any_size(page: str, sizes: list[int]) -> None:
    data = page.encode("utf-8", "replace")
    assert feed(pieces_of(data, sizes)) == feed([data])


@as_known("cut")
@tried
@given(page=pages.all_pages(), cut=st.integers(0, 4000))
def test_any_text_cut_anywhere(page: str, cut: int) -> None:
    assert feed([page[:cut], page[cut:]]) == feed([page])


@as_known("stream")
@settings(tried, max_examples=8)
@given(
    parts=st.lists(pages.clean_pages(), min_size=2, max_size=3),
    sizes=st.lists(st.integers(1, 997), min_size=1, max_size=4),
)
def test_many_pages_in_one_stream(parts: list[str], sizes: list[int]) -> None:
    filler = (BODY + "\n") * (WINDOW // len(BODY))
    page = filler.join(parts).replace("\f", "")
    partition(page)
    assert feed(pieces_of(page.encode(), sizes)) == feed([page.encode()])
