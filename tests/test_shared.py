"""Accuracy on the measuring pages, which are not part of the distribution.

They stand beside a developer's checkout; where they do not, these tests are skipped,
aloud.  The floors are below what was measured: a fall through one is news.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bulletin_split import split

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SCORER = SHARED / "score" / "score.py"

ABSENT = "no measuring pages beside this checkout: accuracy is NOT tested"

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason=ABSENT)

FLOORS = {"noise": 75.0, "pdf-raw": 75.0}
"""article_f1 that the main job promised."""

PERFECT = (
    "article_f1",
    "exact_f1",
    "headline_acc",
    "byline_acc",
    "dateline_acc",
    "para_f1",
    "caption_kind_acc",
    "pages_exact",
)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """score.py, by its path; it needs rapidfuzz.  Skips the tests of any module where it is not there."""
    if not SCORER.exists():
        pytest.skip(ABSENT)
    pytest.importorskip("rapidfuzz")
    sys.path.insert(0, str(SCORER.parent))
    try:
        spec = spec_from_file_location("score", SCORER)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(SCORER.parent))
    return module


def measure(scorer: ModuleType, name: str) -> dict[str, Any]:
    """The figures of a set of pages, the engine run in this process."""
    folder, extractor, which = scorer.SETS[name]
    rows = []
    for _, gold, raw, encoding, meta in scorer.pages(scorer.PAGES / folder, extractor, which):
        records = [scorer.from_record(dict(record)) for record in split(Path(raw).read_bytes())]
        page = scorer.read_raw(raw, encoding)
        rows.append(scorer.score_page(gold, records, page, meta["skip"])[0])
    assert rows, f"no pages in {name}"
    figures: dict[str, Any] = scorer.summary(rows)
    return figures


def test_the_user_s_page_is_right_to_the_last_character(scorer: ModuleType) -> None:
    figures = measure(scorer, "user")
    assert {name: figures[name] for name in PERFECT} == dict.fromkeys(PERFECT, 100)
    assert figures["pred"] == 8
    assert not figures["headline_false"]


def test_the_user_s_page_is_flagged_as_it_should_be() -> None:
    (page,) = sorted((SHARED / "pages" / "user").glob("page-*.raw.txt"))
    records = split(page.read_bytes())
    assert "headline_missing" in records[1]["flags"]
    assert "truncated_start" in records[2]["flags"]
    assert records[-1]["kind"] == "photo_caption"
    assert [entry["role"] for entry in records[-1]["byline"]] == ["photographer"]


def test_a_page_gives_the_same_records_in_its_encoding_and_in_utf8(scorer: ModuleType) -> None:
    told = 0
    folder, extractor, which = scorer.SETS["noise"]
    for _, _, raw, encoding, _ in scorer.pages(scorer.PAGES / folder, extractor, which):
        if encoding == "utf-8":
            continue
        data = Path(raw).read_bytes()
        text = data.decode(scorer_codec(encoding))
        plain = [dict(record, source=record["source"]["spans"]) for record in split(text.encode())]
        found = [dict(record, source=record["source"]["spans"]) for record in split(data)]
        assert found == plain, raw
        told += 1
    assert told >= 20


def scorer_codec(name: str) -> str:
    """Python's name of an encoding of the manifest."""
    return {"utf-16-be-bom": "utf-16"}.get(name, name)


@pytest.mark.parametrize("name", FLOORS)
def test_articles_are_found_as_often_as_promised(scorer: ModuleType, name: str) -> None:
    assert measure(scorer, name)["article_f1"] >= FLOORS[name]
