"""The evidence: true to the record, in its schema, and free where nobody asks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from bulletin_split import Options, Record, Splitter, segment, split, units, weights
from bulletin_split.views.explain import PARTS, SIGNALS, SIGNS, TABLES
from bulletin_split.views.mended import differences

from .pages import all_pages

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))


@cache
def schema() -> jsonschema.Draft202012Validator:
    text = files("bulletin_split.views").joinpath("explain.schema.json").read_text("utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    return jsonschema.Draft202012Validator(json.loads(text))


def explained(page: bytes | str) -> list[tuple[Record, dict[str, Any]]]:
    out = []
    for record in split(page, Options(explain=True)):
        evidence = record.pop("explain")
        out.append((record, evidence))
    return out


@pytest.mark.parametrize("name", NAMES)
def test_the_records_are_the_same_with_evidence(name: str) -> None:
    page = (SAMPLES / name).read_bytes()
    assert [record for record, _ in explained(page)] == split(page)


@pytest.mark.parametrize("name", NAMES)
def test_evidence_is_in_its_schema_and_true_to_the_record(name: str) -> None:
    page = (SAMPLES / name).read_bytes()
    text: list[str] = []
    parser = Splitter(on_text=text.append)
    parser.feed(page)
    parser.close()
    whole = "".join(text)
    for record, evidence in explained(page):
        schema().validate(evidence)
        assert Counter(repair["repair"] for repair in evidence["repairs"]) == record["repairs"]
        for repair in evidence["repairs"]:
            assert whole.startswith(repair["before"], repair["place"]), repair
            assert repair["before"] != repair["after"]
        assert len(evidence["paragraphs"]) == record["text"].count("\n")
        assert (evidence["headline"] is None) == (record["headline"] is None)
        for seam in (evidence["opened"], evidence["closed"]):
            for cue in seam["cues"]:
                shown = "".join(whole[slice(*cue["span"])].split())
                assert len(shown) >= len("".join(cue["text"].split())) - 1


@settings(max_examples=60, deadline=None)
@given(all_pages())
def test_evidence_of_any_page(page: str) -> None:
    found = explained(page)
    assert [record for record, _ in found] == split(page)
    for _, evidence in found:
        schema().validate(evidence)


PAGE = (
    "城南小学开设种植课\n"
    "本报讯 昨日，临沄县城南小学开设种植课，学生们在老师带领下翻土、播种,\n"
    "记录发芽的日子。学校还请来种粮大户讲课。（李明）\n\n"
    "新华社北京3月9日电 今年前两个月全国铁路发送旅客超过七亿人次，同比增\n"
    "长一成半。（完）\n\n"
    "全国铁路发送旅客超七亿人次\n"
)


def test_the_cues_that_open_and_close_are_named_with_their_row_and_place() -> None:
    (_, first), (_, second) = explained(PAGE)
    opened, closed = first["opened"]["cues"], first["closed"]["cues"]
    assert [(cue["table"], cue["row"]) for cue in opened] == [("DATELINES", "plain")]
    assert PAGE[slice(*opened[0]["span"])] == "本报讯"
    assert opened[0]["why"]
    assert [(cue["table"], PAGE[slice(*cue["span"])]) for cue in closed] == [
        ("BYLINES", "李明"),
        ("DATELINES", "新华社北京3月9日电"),
    ]
    assert second["opened"]["cues"][0]["row"] == "agency"


def test_a_headline_that_stands_with_another_article_says_so() -> None:
    page = """石埠春茶开采首日价格高出一成

本报讯 临沄水库昨日开闸放水，下游四个乡镇的
早稻田当天就用上了水。

本报讯 石埠县春茶昨日开采，首日价格比上年高
出一成，茶农喜上眉梢。
"""
    (first, _), (second, evidence) = explained(page)
    assert (first["headline"], second["headline"]) == (None, "石埠春茶开采首日价格高出一成")
    assert evidence["headline"]["stands"] == "with another article"
    assert evidence["headline"]["shared"] > 0.5
    assert evidence["headline"]["shared_with_the_other_side"] == 0


def test_a_headline_has_its_runner_up_and_what_it_shares() -> None:
    (_, first), (_, second) = explained(PAGE)
    assert first["headline"]["stands"] == "before its article"
    assert second["headline"]["stands"] == "after its article"
    for evidence in (first, second):
        assert evidence["headline"]["shared"] > 0.3
        (line,) = evidence["headline"]["lines"]
        assert line["margin"] > 0
        assert line["runner_up"] in set(PARTS) - {line["part"]}
        assert line["signs"]
    assert second["headline"]["lines"][0]["part"] == PARTS[segment.T]


@pytest.mark.parametrize("name", NAMES)
def test_the_choice_is_that_of_the_chain(name: str) -> None:
    """Weighed anew without a beam, the parts and margins are those that the engine found."""
    from bulletin_split.lines import read_lines
    from bulletin_split.repair import soften
    from bulletin_split.views.explain import Evidence

    text = (SAMPLES / name).read_bytes().decode("gb18030" if "gb18030" in name else "utf-8")
    seen = units.observe(read_lines(soften(text)[0]))
    evidence = Evidence(text, seen, inside=False, starts=[])
    for line, part, margin in segment.decode(seen):
        scores = evidence.scores(line)
        assert scores is not None
        assert scores.index(max(scores)) == part
        best, second = sorted(scores, reverse=True)[:2]
        if margin < segment.BEAM / 2:
            assert best - second == pytest.approx(margin, abs=0.01)
        else:  # the beam may have given up the rival
            assert best - second <= margin + 0.01 or margin == segment.BEAM


def test_repairs_have_place_before_and_after() -> None:
    ((_, evidence),) = explained(
        "本报讯 昨\u200b日，临沄县召开会议,部署⻓江\n防汛 工作。（李明）\n"
    )
    found = {repair["repair"]: repair for repair in evidence["repairs"]}
    assert found["zero_width"] == {
        "repair": "zero_width",
        "place": 5,
        "before": "\u200b",
        "after": "",
    }
    assert (found["half_width"]["before"], found["half_width"]["after"]) == (",", "，")
    assert (found["radical"]["before"], found["radical"]["after"]) == ("⻓", "长")
    assert found["line_break"]["before"] == "\n"


def test_a_paragraph_has_the_sign_that_made_it() -> None:
    page = (
        "本报讯 昨日，临沄县召开春耕现场会，各乡镇负责人参加会议。\n"
        "　　会议指出，今年全县计划播种早稻八万亩，比去年增加\n"
        "一成多，要抓好种子的调运。\n"
        "　　会议要求，各乡镇要检修农机，落实责任，确保不误农\n"
        "时，确保种足种好。（李明）\n"
    )
    ((_, evidence),) = explained(page)
    assert [found["line"][:4] for found in evidence["paragraphs"]] == ["会议指出", "会议要求"]
    assert {found["signal"] for found in evidence["paragraphs"]} == {SIGNALS["indent"]}
    assert all(found["margin"] > 0 for found in evidence["paragraphs"])


def test_an_article_over_several_windows_is_explained() -> None:
    page = "本报讯 昨日开会。\n" + "会议指出，要抓好春耕生产工作，确保不误农时。\n" * 1500
    records = explained(page)
    assert sum(len(evidence["paragraphs"]) for _, evidence in records) == sum(
        record["text"].count("\n") for record, _ in records
    )
    for record, evidence in records:
        schema().validate(evidence)
        assert Counter(repair["repair"] for repair in evidence["repairs"]) == record["repairs"]


def test_every_sign_has_words() -> None:
    assert {str(next(iter(key))) for key in dict[Any, Any](weights.EMIT)} <= set(SIGNS)
    assert {str(next(iter(key))) for key in dict[Any, Any](weights.PARAGRAPH)} <= set(SIGNALS)


def test_every_table_that_is_asked_is_there() -> None:

    assert all(rows for rows, _ in TABLES.values())


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("本报讯昨日开会。（李明）", "昨日开会。", []),
        ("甲乙丙丁戊", "甲乙丁戊", [(2, "丙", "")]),
        ("甲乙丙丁戊己庚", "甲乙丙子丁戊己庚", [(3, "", "子")]),
        ("甲乙丙丁戊己庚", "甲子丑丁戊己庚", [(1, "乙丙", "子丑")]),
    ],
)
def test_differences(old: str, new: str, found: list[tuple[int, str, str]]) -> None:
    assert list(differences(old, new)) == found


def test_the_command_adds_it_and_nothing_else_loads_it() -> None:
    page = SAMPLES / "taiwan.txt"
    program = (
        "import sys; from bulletin_split.cli import run; run(sys.argv[1:]);"
        "side = {'explain', 'mended', 'report', 'look', 'place', 'gold', 'evaluate', 'metrics'};"
        "loaded = {n.rpartition('.')[2] for n in sys.modules if n.startswith('bulletin_split.')};"
        "print(*sorted(side & loaded), file=sys.stderr)"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", program, *arguments, str(page)], capture_output=True, check=True
        )

    plain, more = run(), run("--explain")
    assert plain.stderr.split() == []
    assert more.stderr.split() == [b"explain", b"mended", b"place"]
    for line, longer in zip(plain.stdout.splitlines(), more.stdout.splitlines(), strict=True):
        record = json.loads(longer)
        schema().validate(record.pop("explain"))
        assert record == json.loads(line)


def test_undecodable_bytes_are_listed_with_their_place_and_hex() -> None:
    page = "本报讯 昨日，临沄县召开会议。（李明）\n".encode()
    damaged = page[:25] + b"\xff" + page[25:]
    ((record, evidence),) = explained(damaged)
    schema().validate(evidence)
    (place,) = evidence["undecodable"]
    assert (place["byte"], place["hex"]) == (25, "ff")
    assert record["repairs"]["undecodable"] == 1
    assert damaged.decode("utf-8", "replace")[place["place"]] == "\ufffd"
