"""The evaluator: gold on itself is perfect, each fault moves its own figure, the files are read.

Where the measuring pages stand beside the checkout, its figures are those of their scorer.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bulletin_split import split
from bulletin_split.evaluation import evaluate, metrics
from bulletin_split.evaluation.figures import FIGURES
from bulletin_split.evaluation.gold import Article, GoldError, article, as_gold, page_name, read

from .test_shared import scorer  # noqa: F401

pytest.importorskip("rapidfuzz")

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
COMMAND = [sys.executable, "-c", "from bulletin_split.commands import evaluate_main as m; m()"]
Rows = list[dict[str, Any]]


def gold_rows() -> dict[str, Rows]:
    return {
        page_name(path.name): [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for path in sorted(SAMPLES.glob("*.gold.jsonl"))
    }


def figures(change: Callable[[Rows], object] = len, **options: bool) -> dict[str, float]:
    """The figures of the samples' gold against itself after ``change``."""
    verdicts = []
    for page, rows in gold_rows().items():
        changed = copy.deepcopy(rows)
        change(changed)
        verdicts.append(
            evaluate.judge(page, [*map(article, rows)], [*map(article, changed)], **options)
        )
    found = evaluate.summarise(verdicts, draws=0)["figures"]
    return {name: figure["value"] for name, figure in found.items()}


def differing(change: Callable[[Rows], object]) -> set[str]:
    before, after = figures(), figures(change)
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize("exact", [False, True])
def test_gold_against_itself_is_perfect(exact: bool) -> None:
    rated = {"calibration_error", "brier"}
    for figure in FIGURES:
        value = figures(exact=exact)[figure.name]
        assert value == (None if figure.name in rated else float(figure.more)), figure.name


def test_headlines_on_the_wrong_article_are_wrong_headlines_and_nothing_else() -> None:
    def shift(rows: Rows) -> None:
        heads = [row["headline"] for row in rows]
        for row, headline in zip(rows, heads[1:] + heads[:1], strict=True):
            row["headline"] = headline

    assert differing(shift) == {"headline_accuracy", "headline_false"}
    assert figures(shift)["headline_accuracy"] < 0.2


def test_paragraphs_run_together_move_their_own_figure() -> None:
    def glue(rows: Rows) -> None:
        for row in rows:
            row["paragraphs"] = ["".join(row["paragraphs"])]

    assert differing(glue) == {"paragraph_f1"}
    assert figures(glue)["paragraph_f1"] == 0


def test_merged_articles_cost_recall_boundaries_and_b_cubed_precision() -> None:
    def merge(rows: Rows) -> None:
        rows[0]["paragraphs"] += rows.pop(1)["paragraphs"]

    after = figures(merge)
    assert after["article_recall"] < 0.85
    assert after["boundary_precision"] == 1 > after["boundary_recall"]
    assert after["b_cubed_recall"] == 1 > after["b_cubed_precision"]
    assert after["window_diff"] > 0 < after["pk"]


def test_a_cut_article_costs_precision_and_b_cubed_recall() -> None:
    def cut(rows: Rows) -> None:
        at, row = max(enumerate(rows), key=lambda pair: len(pair[1]["paragraphs"]))
        half = len(row["paragraphs"]) // 2 or 1
        rows.insert(at + 1, {**row, "headline": None, "paragraphs": row["paragraphs"][half:]})
        row["paragraphs"] = row["paragraphs"][:half]

    after = figures(cut)
    assert after["boundary_recall"] == 1 > after["boundary_precision"]
    assert after["b_cubed_precision"] == 1 > after["b_cubed_recall"]


def test_a_missing_article_is_missed_in_every_field() -> None:
    after = figures(lambda rows: rows.pop(0))
    for name in ("article_recall", "headline_accuracy", "byline_accuracy", "b_cubed_recall"):
        assert after[name] < 1, name
    assert after["article_precision"] == 1


def test_wrong_characters_are_edits_and_not_boundaries() -> None:
    def smudge(rows: Rows) -> None:
        for row in rows:
            row["paragraphs"] = [part.replace("的", "白") for part in row["paragraphs"]]

    after = figures(smudge)
    rows = [row for rows in gold_rows().values() for row in rows]
    text = "".join("".join(row["paragraphs"]) for row in rows)
    assert after["body_cer"] == pytest.approx(text.count("的") / len(metrics.fold(text)))
    assert after["boundary_f1"] == after["paragraph_f1"] == 1
    assert after["exact_f1"] < 1


def test_exact_tells_marks_apart_that_are_alike_otherwise() -> None:
    def ascii_commas(rows: Rows) -> None:
        for row in rows:
            row["paragraphs"] = [part.replace("，", ",") for part in row["paragraphs"]]

    assert figures(ascii_commas)["body_cer"] == 0
    assert figures(ascii_commas, exact=True)["body_cer"] > 0.02


def test_a_wrong_role_costs_the_role_alone() -> None:
    def rename(rows: Rows) -> None:
        for row in rows:
            for entry in row["byline"]:
                entry["role"] = "illustrator"

    assert differing(rename) == {"role_accuracy"}


def test_what_the_gold_does_not_say_is_not_judged() -> None:
    row = {"paragraphs": ["云泊县昨日召开春耕现场会。"]}
    found = {**row, "headline": "开会", "byline": ["甲"], "kind": "notice"}
    counts = evaluate.judge("p", [article(row)], [article(found)]).counts
    assert counts["exact"] == 1
    assert not any(counts[name] for name in ("headlines", "headlineless", "unsigned", "kinds"))


def test_a_fragment_that_is_no_article_costs_nothing() -> None:
    gold = [article({"paragraphs": ["云泊县昨日召开春耕现场会。"]})]
    stray = {"kind": "fragment", "headline": None, "paragraphs": ["广告招商请拨打本栏电话"]}
    with_it = evaluate.judge("p", gold, [*gold, article(stray)]).counts
    assert with_it == evaluate.judge("p", gold, gold).counts
    assert (
        evaluate.judge("p", gold, [*gold, article({**stray, "kind": "article"})]).counts["records"]
        == 2
    )


def rated(confidence: float, headline: str) -> Article:
    body = f"{headline}的正文，云泊县昨日召开春耕现场会。"
    return article({"headline": headline, "paragraphs": [body], "confidence": confidence})


def test_calibration_is_the_distance_of_confidence_from_being_right() -> None:
    gold = [rated(0, head) for head in ("甲乙丙丁", "戊己庚辛", "子丑寅卯", "辰巳午未")]
    found = [rated(0.9, "甲乙丙丁"), rated(0.9, "戊己庚辛"), rated(0.9, "子丑寅卯")]
    wrong = {"headline": "错", "paragraphs": [*gold[3].fields.paragraphs], "confidence": 0.9}
    verdict = evaluate.judge("p", gold, [*found, article(wrong)])
    result = evaluate.summarise([verdict])
    assert result["figures"]["calibration_error"]["value"] == pytest.approx(0.9 - 0.75)
    assert result["figures"]["brier"]["value"] == pytest.approx((3 * 0.01 + 0.81) / 4)
    (row,) = result["calibration"]
    assert (row["records"], row["right"]) == (4, 0.75)


def test_windows_count_as_the_papers_say() -> None:
    def plainly(gold: list[int], found: list[int], size: int) -> tuple[int, int, int]:
        reach = max(1, round(size / (len(gold) + 1) / 2))
        inside = [
            [sum(i < place <= i + reach for place in side) for side in (gold, found)]
            for i in range(size - reach)
        ]
        return (
            len(inside),
            sum(a != b for a, b in inside),
            sum((a > 0) != (b > 0) for a, b in inside),
        )

    for gold, found, size in [
        ([10, 20], [10, 20], 30),
        ([10, 20], [11, 19], 30),
        ([10], [3, 9, 11, 25], 30),
        ([2, 4, 6, 8], [], 30),
        ([], [15], 30),
        ([29], [1], 30),
    ]:
        assert metrics.windows(gold, found, size) == plainly(gold, found, size)


def test_intervals_hold_the_value_and_repeat_themselves() -> None:
    verdicts = [
        evaluate.judge(page, [*map(article, rows)], [article(dict(r)) for r in records(page)])
        for page, rows in gold_rows().items()
    ]
    first, again, other = (
        evaluate.summarise(verdicts, draws=200, seed=seed)["figures"] for seed in (0, 0, 1)
    )
    assert first == again != other
    for name, figure in first.items():
        low, high = figure["interval"]
        assert low <= figure["value"] <= high, name
    assert evaluate.summarise(verdicts[:1])["figures"]["article_f1"]["interval"] is None


def records(page: str) -> list[Any]:
    return split((SAMPLES / f"{page}.txt").read_bytes(), name=f"{page}.txt")


# The forms.


@pytest.mark.parametrize("page", sorted(gold_rows()))
def test_a_record_in_the_gold_form_is_judged_as_the_record(page: str) -> None:
    found = records(page)
    plain = [article(dict(record)) for record in found]
    gold = [article(as_gold(record)) for record in found]
    assert [a.fields for a in gold] == [a.fields for a in plain]
    assert set(as_gold(found[0])) == {"id", *gold_rows()[page][0]}


def test_pages_of_one_file_are_told_by_their_ids(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    rows = [as_gold(r) for page in ("taiwan", "republican") for r in records(page)]
    del rows[1]["id"]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    pages = read(str(file))
    assert {page: len(found) for page, found in pages.items()} == {
        page: len(records(page)) for page in ("taiwan", "republican")
    }


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[]", "gold.jsonl:2: this line is no JSON object; correct or delete it"),
        ("{", "gold.jsonl:2: this line is no JSON object"),
        ("[" * 100_000, "gold.jsonl:2: this line is no JSON object"),
        ('{"headline": "甲"}', "gold.jsonl:2: it has neither paragraphs nor text"),
        ('{"paragraphs": "甲"}', "gold.jsonl:2: paragraphs is no list of strings"),
        (
            '{"paragraphs": [], "headline": 3}',
            "gold.jsonl:2: headline is neither a string nor null",
        ),
        ('{"paragraphs": [], "byline": 3}', "gold.jsonl:2: byline is no list of names"),
    ],
)
def test_a_line_that_is_no_article_is_named(line: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"paragraphs": []}\n' + line, "utf-8")
    with pytest.raises(GoldError) as error:
        read(str(file))
    assert complaint in str(error.value)


# The command.


def run(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=data, capture_output=True, timeout=60
    )


def lines(rows: Rows) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_folders_table_json_and_the_worst(tmp_path: Path) -> None:
    out = tmp_path / "records"
    out.mkdir()
    for page in gold_rows():
        (out / f"{page}.jsonl").write_bytes(lines([dict(r) for r in records(page)]))
    done = run("--worst", "2", "--json", tmp_path / "f.json", SAMPLES, out)
    assert (done.returncode, done.stderr) == (0, b"")
    table = done.stdout.decode()
    result = json.loads((tmp_path / "f.json").read_text("utf-8"))
    for figure in FIGURES:
        value = result["figures"][figure.name]["value"]
        row = next(line for line in table.splitlines() if line.startswith(figure.name + " "))
        assert f"{100 * value:.2f}" in row
    assert [page["page"] for page in result["worst"]] == [
        line.split(":")[0] for line in table.splitlines() if " articles exact, " in line
    ]
    assert all(len(line) <= 100 for line in table.split("calibration")[0].splitlines())


def test_one_page_from_standard_input() -> None:
    gold = SAMPLES / "taiwan.gold.jsonl"
    done = run("--json", "-", gold, "-", data=lines([dict(r) for r in records("taiwan")]))
    result = json.loads(done.stdout)
    assert result["counts"]["pages"] == 1
    assert result["figures"]["article_f1"]["interval"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["nowhere.jsonl", "-"], 1, "nowhere.jsonl: No such file or directory; check the name"),
        (["-", "-"], 2, "both sides cannot be standard input"),
        ([SAMPLES], 2, "Missing argument 'PREDICTED'; see bulletin-split-eval --help"),
        (["--worst", "x", SAMPLES, SAMPLES], 2, "'x' is no whole number"),
        ([SAMPLES, "-"], 2, "no page of - has the name of a page of"),
    ],
)
def test_an_error_is_one_line(arguments: list[str], code: int, complaint: str) -> None:
    done = run(
        *arguments,
        data=b'{"id": "x.txt:0", "paragraphs": []}\n{"id": "y.txt:0", "paragraphs": []}\n',
    )
    assert done.returncode == code
    assert done.stdout == b""
    assert done.stderr.decode().count("\n") == 1
    assert complaint in done.stderr.decode()


def test_a_page_without_records_is_missed_and_said(tmp_path: Path) -> None:
    (tmp_path / "taiwan.jsonl").write_bytes(lines([dict(r) for r in records("taiwan")]))
    done = run("--json", "-", SAMPLES, tmp_path)
    assert done.returncode == 0
    assert b"10 of 11 pages have no records, the first is agency-briefs" in done.stderr
    assert json.loads(done.stdout)["figures"]["article_recall"]["value"] < 0.2


def test_without_rapidfuzz_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "rapidfuzz.py").write_text("raise ImportError")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); " + COMMAND[-1]
    done = subprocess.run(
        [sys.executable, "-c", code, SAMPLES, SAMPLES], capture_output=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.decode().endswith("install it: pip install 'bulletin-split[eval]'\n")


# The measuring pages.

SAME = {
    "article_precision": "article_p",
    "article_recall": "article_r",
    "article_f1": "article_f1",
    "exact_f1": "exact_f1",
    "headline_accuracy": "headline_acc",
    "headline_false": "headline_false",
    "dateline_accuracy": "dateline_acc",
    "dateline_false": "dateline_false",
    "paragraph_f1": "para_f1",
}
"""Figures that both define: ours → the scorer's.  Bylines follow below, body_cer with a tolerance."""


@pytest.mark.parametrize("name", ["user", "noise", "pdf-raw"])
def test_the_scorer_says_the_same(scorer: ModuleType, name: str) -> None:  # noqa: F811
    folder, extractor, which = scorer.SETS[name]
    rows, verdicts = [], []
    for page, gold, raw, encoding, _ in scorer.pages(scorer.PAGES / folder, extractor, which):
        found = [dict(record) for record in split(Path(raw).read_bytes())]
        theirs = [scorer.from_record(record) for record in found]
        rows.append(scorer.score_page(gold, theirs, scorer.read_raw(raw, encoding))[0])
        lines = (scorer.PAGES / folder / f"{page}.gold.jsonl").read_text("utf-8").splitlines()
        ours = [article(json.loads(line)) for line in lines]
        verdicts.append(evaluate.judge(page, ours, [*map(article, found)]))
    theirs, ours = scorer.summary(rows), evaluate.summarise(verdicts, draws=0)["figures"]
    for figure, other in SAME.items():
        assert 100 * ours[figure]["value"] == pytest.approx(theirs[other], abs=0.011), figure
    # It passes over bylines at a body's end a little more freely.
    assert 100 * ours["body_cer"]["value"] == pytest.approx(theirs["body_cer"], abs=0.02)
    # It leaves out gold bylines that its own rules misread; ours are all judged.
    assert 100 * ours["byline_accuracy"]["value"] == pytest.approx(theirs["byline_acc"], abs=5)
