"""The fit of ``weights.py`` on the sample pages: that it learns, writes and reads back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bulletin_split import segment, weights
from bulletin_split.model import CREDITED, PLAIN, SIGNED

for module in ("numpy", "scipy", "rapidfuzz"):
    pytest.importorskip(module, reason="the extra `fit` is not installed")

import numpy as np  # noqa: E402

from .fit import align, chain, table  # noqa: E402
from .fit.__main__ import Studied, main, study  # noqa: E402
from .fit.gold import Article, read_pages  # noqa: E402

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PARTS = {"S": segment.S, "B": segment.B, "L": segment.L, "T": segment.T}


@pytest.fixture(scope="module")
def studied() -> list[Studied]:
    return [study(page) for page in read_pages([SAMPLES])]


def test_samples_are_read_in_their_encodings(studied: list[Studied]) -> None:
    assert {page.page.stem for page in studied} >= {"county-trailing", "county-gb18030", "taiwan"}
    assert not any("\ufffd" in page.page.text for page in studied)


def test_nearly_every_line_finds_its_article(studied: list[Studied]) -> None:
    parts = [part for page in studied for part in page.parts]
    assert parts.count(None) < 0.05 * len(parts)
    for page in studied:
        assert 1 <= page.parts.count(segment.S) <= len(page.page.articles)


def test_the_gradient_is_that_of_the_objective(studied: list[Studied]) -> None:
    objective = chain._Objective([page.example for page in studied], [1.0] * len(studied), 0.3)
    random = np.random.default_rng(0)
    size = sum(int(np.prod(shape)) for shape in objective.shapes)
    weights, way = random.normal(size=size) * 0.1, random.normal(size=size)
    slope = (objective(weights + 1e-5 * way)[0] - objective(weights - 1e-5 * way)[0]) / 2e-5
    assert slope == pytest.approx(float(objective(weights)[1] @ way), rel=1e-5)


def test_the_objective_falls_and_the_parts_come_right(studied: list[Studied]) -> None:
    heard: list[float] = []
    examples = [page.example for page in studied]
    fitted = chain.fit(examples, iterations=25, report=lambda _, value: heard.append(value))
    assert heard == sorted(heard, reverse=True)
    assert fitted.objective < 0.2 * heard[0]
    pairs = [
        (part, gold)
        for parts, example in zip(chain.decode(fitted.model, examples), examples, strict=True)
        for part, gold in zip(parts, example.parts, strict=True)
        if gold is not None
    ]
    assert sum(part == gold for part, gold in pairs) > 0.95 * len(pairs)


def test_a_fit_begins_where_another_ended(studied: list[Studied]) -> None:
    examples = [page.example for page in studied]
    first = chain.fit(examples, iterations=40)
    again = chain.fit(examples, iterations=1, start=first.model)
    assert again.objective < 1.2 * first.objective


def test_what_no_chain_runs_through_is_left_open() -> None:
    left = chain.possible([segment.S, segment.T, segment.B, segment.S])
    assert [bool(states.all()) for states in left] == [False, False, True, False]


def test_the_file_written_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "weights.py"
    options = ["--iterations", "8", "--folds", "2", "--jobs", "1", "--out", str(out)]
    assert main([str(SAMPLES), *options]) == 0
    assert "out of fold" in capsys.readouterr().out
    model, breaks = table.load(out)
    assert model.emit
    assert model.link
    assert breaks
    assert all(abs(row).max() >= table.LEAST for row in model.emit.values())
    text = out.read_text(encoding="utf-8")
    assert "of samples/" in text
    assert "objective" in text
    told = text.split('"""')[1].split("\n\n", 1)[1].strip("\n")
    assert table.source(model, breaks, weights.CONFIDENCE, told) == text
    command = [sys.executable, "-m", "ruff", "format", "--check", "--diff", str(out)]
    assert subprocess.run(command, check=False).returncode == 0


def test_places_and_breaks() -> None:
    [page] = [page for page in read_pages([SAMPLES]) if page.stem == "county-gb18030"]
    paragraph = page.articles[0].paragraphs[0]
    lines = [page.articles[0].headline, "本报讯" + paragraph[:20], paragraph[20:]]
    lines.append(page.articles[0].paragraphs[1])
    places = align.place(lines, page.articles)
    assert align.parts_of(places) == [PARTS[part] for part in "LSBB"]
    assert list(align.paragraph_breaks(lines, places, page.articles)) == [(2, False), (3, True)]


def article(headline: str, *paragraphs: str, byline: str = "", dateline: str = "") -> Article:
    return Article(headline, (), byline, dateline, paragraphs)


def parts(lines: list[str], *articles: Article) -> str:
    return "".join("BSTLYZ"[part or 0] for part in align.parts_of(align.place(lines, articles)))


def test_a_headline_whose_words_the_text_repeats_is_one() -> None:
    text = "全县加强计划性抓好水渠管理更要严格。今年全县资金管理更要加强计划性，各乡照办。"
    lines = ["资金管理更要", "加强计划性", "全县加强计划性抓好水渠管", "理更要严格。今年全县"]
    assert parts(lines, article("资金管理更要加强计划性", text)) == "LLSB"


def test_a_sentence_is_no_headline_though_it_repeats_one() -> None:
    lines = ["水渠修到村口", "青石镇今年把水渠修到", "村口。"]
    assert parts(lines, article("水渠修到村口", "青石镇今年把水渠修到村口。")) == "LSB"


def test_a_dateline_with_its_reporter_alone_on_a_line_opens_the_body() -> None:
    gold = article("", "青石镇昨日修好水渠。", byline="高远林汐石磊", dateline="本报讯")
    assert parts(["本报讯（记者高远、林汐、石磊）", "青石镇昨日修好水渠。"], gold) == "SB"


def test_a_name_that_ends_as_a_role_word_does_is_a_byline() -> None:
    gold = article("", "青石镇昨日修好水渠。", byline="周文")
    assert parts(["◎周文", "青石镇昨日修好水渠。"], gold) == "YS"


def test_a_bracket_below_its_text_is_read_with_it() -> None:
    parts = [segment.S, segment.Z, segment.Z, segment.T, segment.Z]
    read = align.with_brackets(parts, [PLAIN, SIGNED, CREDITED, PLAIN, SIGNED])
    assert read == [segment.S, segment.B, segment.B, segment.T, segment.Z]
