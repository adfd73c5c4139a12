"""The check of the output checks: each promise is broken here by hand, and it says so.

`verify` is on in all other tests too (conftest.py), so whatever they convert is checked.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bulletin_split import Options, Splitter, cli, pipeline, record, split, verify
from bulletin_split.batch import jsonl_in
from bulletin_split.batch.manifest import settings as hash_of
from bulletin_split.errors import Breach
from bulletin_split.lines import read_lines
from bulletin_split.model import VERIFY
from bulletin_split.verify import CHECKS, KEYS, Coverage, discard_fault, record_fault

from .benchmarks.pages import pages as clean_pages
from .test_laws import SAMPLES, feed, validator

PAGE = "第三版\n\n本报讯 昨日，临沄县召开会议。（李明）\n\n临沄县召开会议\n\n" * 3
FIRST = PAGE.index("本报讯")

built = record.build
Spans = list[list[int]]


def broken(how: Callable[[Spans], Spans]) -> Callable[..., Any]:
    """The engine, whose records have other spans than they should."""

    def build(*args: Any, **more: Any) -> Any:
        made = built(*args, **more)
        made["source"]["spans"] = how(made["source"]["spans"])
        return made

    return build


BROKEN: dict[str, tuple[Callable[[Spans], Spans], str]] = {
    "one character short": (lambda spans: [[s, e - 1] for s, e in spans], "in no record and no"),
    "one character long": (lambda spans: [[s - 3, e] for s, e in spans], "in two spans"),
    "twice": (lambda spans: spans + spans, "in two spans"),
    "empty": (lambda spans: [*spans, [5, 5]], "is empty or leaves the text"),
    "outside": (lambda spans: [*spans, [900, 999]], "is empty or leaves the text"),
    "none": (lambda spans: [[s, s + 1] for s, e in spans], "in no record and no discard"),
    "turned": (lambda spans: [[e, s] for s, e in spans], "is empty or leaves the text"),
    "of another type": (lambda spans: [(s, e) for s, e in spans], "record.schema.json"),  # type: ignore[misc]
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_spans(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    how, said = BROKEN[name]
    assert split(PAGE)
    monkeypatch.setattr(record, "build", broken(how))
    with pytest.raises(Breach, match=said):
        split(PAGE)
    assert split(PAGE, Options(verify=False)), "without it the same output leaves"


def test_a_discard_that_is_dropped_or_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_lines

    def without(*args: Any, **more: Any) -> Any:
        lines = seen(*args, **more)
        lines.furniture = lines.furniture[1:]
        return lines

    monkeypatch.setattr(pipeline, "read_lines", without)
    with pytest.raises(Breach, match="character 0 is in no record and no discard") as raised:
        split(PAGE)
    assert raised.value.offset == 0
    monkeypatch.undo()
    monkeypatch.setattr(pipeline, "Discard", lambda text, **more: {**more, "text": text + "!"})
    with pytest.raises(Breach, match="not the text that stands there"):
        split(PAGE)


def test_a_record_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: Any, **more: Any) -> Any:
        return {**built(*args, **more), "confidence": 1.5}

    monkeypatch.setattr(record, "build", wrong)
    said = rf"the record at character {FIRST} is not as record.schema.json says: confidence"
    with pytest.raises(Breach, match=said):
        split(PAGE)


# --- the command ---------------------------------------------------------------


def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, articles about 石埠 lose the first character of their body."""

    def build(article: Any, **more: Any) -> Any:
        hurt = "石埠" in article.sheets[0][0].soft
        how = (lambda spans: [[s + 1, e] for s, e in spans]) if hurt else list
        return broken(how)(article, **more)

    monkeypatch.setattr(record, "build", build)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for i in range(8):
        (inputs / f"{i}.txt").write_text(PAGE)
    (inputs / "bad.txt").write_text(PAGE.replace("临沄", "石埠"))
    return inputs


LINE = f"its output is wrong: character {FIRST} is in no record and no discard; please report it\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("out", ["out/", "all.jsonl"])
def test_a_breach_in_a_folder(
    jobs: str,
    out: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Its file fails by name and place, the others are done; a pool is forked and so broken too."""
    monkeypatch.delenv(VERIFY)
    monkeypatch.setattr("bulletin_split.batch.convert.BATCH_FILES", 2)
    breaking(monkeypatch)
    target = f"{tmp_path}/{out}"
    assert cli.run(["-q", "-j", jobs, "--verify", str(folder), "-o", target]) == 1
    assert capfd.readouterr().err == f"bulletin-split: {folder}/bad.txt: {LINE}"
    if out.endswith("/"):
        done = sorted(path.name for path in (tmp_path / "out").glob("*.jsonl"))
        assert done == [f"{i}.jsonl" for i in range(8)]
    else:
        lines = Path(target).read_text().splitlines()
        named = dict.fromkeys(json.loads(line)["source"]["path"] for line in lines)
        assert list(named) == [f"{i}.txt" for i in range(8)]
    assert cli.run(["-q", "-j", jobs, "--overwrite", str(folder), "-o", target]) == 0


def test_a_breach_in_a_pipe(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What was right and left before stays; nothing that is wrong leaves."""
    text = (PAGE + "\f" + PAGE.replace("临沄", "石埠")).encode()
    page = folder.parent / "stream.txt"
    page.write_bytes(text)
    breaking(monkeypatch)
    monkeypatch.setattr("bulletin_split.batch.reading.PIECE", len(PAGE.encode()) + 1)
    kept = os.dup(0)
    with page.open("rb") as stream:
        os.dup2(stream.fileno(), 0)
        code = cli.run(["--verify", "--encoding", "utf-8", "-"])
    os.dup2(kept, 0)
    os.close(kept)
    monkeypatch.undo()
    said = capfd.readouterr()
    place = len(PAGE) + 1 + FIRST
    assert (code, said.err) == (
        1,
        f"bulletin-split: standard input: {LINE.replace(f' {FIRST} ', f' {place} ')}",
    )
    assert len(said.out.splitlines()) == len(split(PAGE))
    assert all("临沄" in line for line in said.out.splitlines())


def test_a_breach_in_a_line_of_json(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = [{"id": "a", "text": PAGE}, {"id": "b", "text": PAGE.replace("临沄", "石埠")}]
    path = folder.parent / "pages.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in (*lines, lines[0])))
    breaking(monkeypatch)
    assert cli.run(["--jsonl-in", "--verify", str(path)]) == 1
    said = capfd.readouterr()
    assert said.err == f"bulletin-split: {path}, line 2: {LINE}"
    assert len(said.out.splitlines()) == 2 * len(split(PAGE))


def test_an_engine_that_fails_on_a_line_of_json(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise IndexError("list index out of range")

    path = folder.parent / "pages.jsonl"
    path.write_text('{"id": 1, "text": "甲"}\n')
    monkeypatch.setattr(jsonl_in, "records_of", fails)
    assert cli.run(["--jsonl-in", str(path)]) == 1
    assert "line 1: it cannot be split (IndexError: list index" in capfd.readouterr().err


def test_it_changes_nothing_and_is_no_reason_to_do_it_again() -> None:
    page = (SAMPLES / "county-trailing.txt").read_bytes()
    on, off = Options(verify=True), Options(verify=False)
    assert split(page, on) == split(page, off)
    assert hash_of(on) == hash_of(off) != hash_of(Options(confusions=False))


def test_it_is_on_in_these_tests() -> None:
    assert Options().verify


def test_a_plain_run_does_not_load_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VERIFY)
    code = (
        "import sys; from bulletin_split import split; split('本报讯 昨日。');"
        "print('bulletin_split.verify' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).stdout == b"False\n"


# --- the parts -----------------------------------------------------------------

WRONG: list[Any] = [
    None, True, 0, 1, -1, 1.5, "", "x", "2024-02-24", [], {}, [1], ["x"], [None], [[1]],
    [[1, 2]], [[1, 2, 3]], [[-1, 2]], [["1", 2]], [{}], [{"name": "x"}], {"x": 1}, {"x": 0},
]  # fmt: skip


def changed(item: Any) -> Iterator[Any]:
    """Copies of a JSON value with one part of it replaced, left out or added."""
    yield from copy.deepcopy(WRONG)
    if isinstance(item, dict):
        for key in item:
            yield {k: v for k, v in item.items() if k != key}
            for other in changed(item[key]):
                yield {**item, key: other}
        yield {**item, "more": 1}
    elif isinstance(item, list):
        for i, one in enumerate(item):
            for other in changed(one):
                yield [*item[:i], other, *item[i + 1 :]]


def test_the_checks_are_those_of_the_schemas() -> None:
    """Whatever is changed in a record or a discard, jsonschema and ours agree on it."""
    found = [feed([path.read_bytes()]) for path in sorted(SAMPLES.glob("*.txt"))]
    full = max((one for out in found for one in out.records), key=lambda one: len(json.dumps({
        key: value for key, value in one.items() if key not in ("text", "source")
    })))  # fmt: skip
    full["jump"] = full["jump"] or {"from": "1", "to": None}
    full["dateline"] = full["dateline"] or {
        "text": "本报讯", "agency": None, "place": None, "date": "--02-24",
    }  # fmt: skip
    full["decks"] = full["decks"] or [{"role": "deck", "text": "x"}]
    assert full["byline"]
    assert full["page"]
    count = 0
    for kind, item, fault in (
        ("record", dict(full), record_fault),
        ("discard", dict(found[0].discards[0]), discard_fault),
    ):
        right = validator(kind).is_valid
        assert fault(item) is None
        for other in changed(item):
            if isinstance(other, dict):
                assert (fault(other) is None) == right(other), other
                count += 1
    assert count > 1000


def test_every_key_has_a_check() -> None:
    assert (
        tuple(CHECKS)
        == KEYS
        == tuple(json.loads(json.dumps(validator("record").schema))["required"])
    )


@st.composite
def covered_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, list[list[int]]]], int]:
    """A text, its spans in batches (each with the text's length by then), and a limit."""
    text = draw(st.text("水 \n\u3000", max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    inked = [(a, b, text[a:b]) for a, b in pairwise(cuts)]
    spans = [
        [b - len(ink.lstrip()), a + len(ink.rstrip())] for a, b, ink in inked if not ink.isspace()
    ]
    spans = list(draw(st.permutations(spans)))
    if draw(st.booleans()) and spans:
        spans = spans[:-1]
    if draw(st.integers(0, 3)) == 0 and spans:
        start, end = draw(st.sampled_from(spans))
        inside = draw(st.integers(start, end - 1))
        if not text[inside].isspace():
            spans = [*spans, [inside, end]]
    batches: list[tuple[int, list[list[int]]]] = []
    while spans:
        count = draw(st.integers(1, len(spans)))
        batch, spans = spans[:count], spans[count:]
        least = max([end for _, end in batch] + [seen for seen, _ in batches])
        batches.append((draw(st.integers(least, len(text))), batch))
    return text, batches, draw(st.integers(60, 61))


@settings(
    max_examples=600,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(case=covered_texts(), short=st.booleans())
def test_coverage_is_what_counting_says(
    case: tuple[str, list[tuple[int, list[list[int]]]], int], short: bool
) -> None:
    text, batches, most = case
    counts = [0] * len(text)
    for _, spans in batches:
        for start, end in spans:
            for i in range(start, end):
                counts[i] += 1
    coverage, seen = Coverage(most), 0
    breach: Breach | None = None
    try:
        for until, spans in batches:
            coverage.add(text[seen:until])
            seen = until
            coverage.settle(spans)
            if short:  # as where the text outgrows the limit
                coverage._shorten()
        coverage.add(text[seen:])
        coverage.settle([])
        coverage.end()
    except Breach as found:
        breach = found
    twice = [i for i, count in enumerate(counts) if count > 1]
    lost = [i for i, count in enumerate(counts) if not count and not text[i].isspace()]
    if twice:
        assert breach is not None
    elif lost:
        assert breach is not None
        assert breach.offset == lost[0]
    else:
        assert breach is None


def test_what_never_comes_is_said_before_the_end() -> None:
    coverage = Coverage(1000)

    def feed_on() -> None:
        for _ in range(100):
            coverage.add(" \n " + "水" * 200)
            coverage.settle([])

    with pytest.raises(Breach, match="character 3 is in no record and no discard"):
        feed_on()


@pytest.mark.parametrize("filler", [" \n", "\n\n\n", "责任编辑：李明 校对：王某\n"])
def test_an_article_that_stays_open_over_a_flood(filler: str) -> None:
    """Neither white space nor discards behind an open article are held for the check."""

    def grown(options: Options) -> int:
        parser = Splitter(options)
        piece = filler * (20_000 // len(filler))
        tracemalloc.start()
        try:
            parser.feed("本报讯 昨日，临沄县召开会议，讨论春耕的\n")
            for _ in range(5):
                parser.feed(piece)
            before = tracemalloc.get_traced_memory()[0]
            for _ in range(8):
                parser.feed(piece)
            after = tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
        parser.close()
        return after - before

    assert grown(Options(verify=True, max_article=4096)) < grown(Options(verify=False)) + 60_000


def test_it_costs_little() -> None:
    """In turns, the middle of what they cost: the machine may slow down in any of them."""
    inputs = list(clean_pages(0.3))

    def seconds(options: Options) -> float:
        began = process_time()
        for page in inputs:
            split(page, options)
        return process_time() - began

    turns = [(seconds(Options(verify=False)), seconds(Options(verify=True))) for _ in range(15)]
    assert median(checked / plain for plain, checked in turns) <= 1.15


def test_the_module_is_no_part_of_the_pipeline() -> None:
    source = Path(verify.__file__).read_text("utf-8")
    assert "segment" not in source
