"""A profile: its rows prove themselves, have the last word, and cannot hang a run."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bulletin_split import Error, Options, profile, split
from bulletin_split.cues import Cue
from bulletin_split.profile import Profile, built_in, load_profile, profile_of

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "profile-wangbei.toml"
PAGE = """县里召开春耕会议
●快讯｜昨日上午，望陂县召开春耕会议，要求各乡镇抓紧备足种子和化
肥，检修农机，确保不误农时。会议指出，今年春耕面积比去年增加两成。
▲ 王小川、李 明
望陂新报 · 要闻 · 总第 1234 期
学校食堂请家长参观
●快讯｜昨日下午，望陂县学校食堂请家长参观厨房，家长们提出建议二十
七条，由各学校在一周内逐条答复，答复贴在门口。
▲ 张 明 华
"""
ROW = {
    "label": "folio",
    "pattern": "第.版面",
    "example": "第 三 版面",
    "near_miss": "第三版",
    "why": "a test",
}


def read(page: str, found: Profile | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rest: list[Any] = []
    records = split(page, Options(profile=found), name="p", on_discard=rest.append)
    return [dict(record) for record in records], rest


def test_the_sample_reads_its_paper() -> None:
    records, rest = read(PAGE, load_profile(str(SAMPLE)))
    assert [record["headline"] for record in records] == ["县里召开春耕会议", "学校食堂请家长参观"]
    assert [record["dateline"]["text"] for record in records] == ["●快讯｜"] * 2
    names = [[entry["name"] for entry in record["byline"]] for record in records]
    assert names == [["王小川", "李明"], ["张明华"]]
    assert [discard["reason"] for discard in rest] == ["running_head"]
    assert records[0]["text"].startswith("昨日上午，")


def test_without_it_the_paper_is_read_less_well() -> None:
    """Else the sample would show nothing."""
    records, rest = read(PAGE, None)
    assert not any(record["dateline"] for record in records)
    assert rest == []


def test_a_byline_under_a_headline_signs_what_follows() -> None:
    page = "县里召开春耕会议\n▲王小川\n●快讯｜昨日上午，望陂县召开会议，部署春耕。\n"
    ((record,), _) = read(page, load_profile(str(SAMPLE)))
    assert (record["headline"], record["byline"][0]["name"]) == ("县里召开春耕会议", "王小川")
    assert record["text"] == "昨日上午，望陂县召开会议，部署春耕。"


@pytest.mark.parametrize(
    "page", ["▲王小川", "▲王小川\n▲李明\n", "▲王小川\n第三版\f▲李明\n昨日晴。"]
)
def test_bylines_alone_are_kept(page: str) -> None:
    records, rest = read(page, load_profile(str(SAMPLE)))
    spans = [span for record in records for span in record["source"]["spans"]]
    kept = "".join(page[start:end] for start, end in sorted(spans + [row["span"] for row in rest]))
    assert "".join(kept.split()) == "".join(page.split())


def test_nothing_is_lost_or_doubled() -> None:
    records, rest = read(PAGE, load_profile(str(SAMPLE)))
    spans = [span for record in records for span in record["source"]["spans"]]
    spans = sorted(spans + [discard["span"] for discard in rest])
    covered = "".join(PAGE[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(PAGE.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_text_row_overrides_a_built_in_one() -> None:
    page = "第三版\n\n本报讯 昨日，临沄县召开会议。（李明）\n"
    row = Cue("title", "第三版", "第三版", "第四版", "a column of that name")
    assert [discard["reason"] for discard in read(page, None)[1]] == ["folio"]
    assert read(page, Profile("p", text=(row,)))[1] == []


def test_a_threshold() -> None:
    """A paper's name alone is furniture near a page's ends, by default six lines from them."""
    lines = [f"青川县举行第{number}次活动" for number in "一二三四五六七八九"]
    page = "\n\n".join([*lines[:7], "临河晚报", *lines])
    assert read(page, None)[1] == []
    assert [row["text"] for row in read(page, Profile("p", edge=8))[1]] == ["临河晚报"]
    top = "临河晚报\n\n" + "\n\n".join(lines)
    assert [row["text"] for row in read(top, None)[1]] == ["临河晚报"]
    assert read(top, Profile("p", edge=0))[1] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "samples").glob("*.txt")), ids=lambda path: path.stem
)
def test_a_profile_of_another_paper_changes_nothing(path: Path) -> None:
    data = path.read_bytes()
    assert split(data, Options(profile=load_profile(str(SAMPLE)))) == split(data)


def test_the_built_in_rows_are_a_profile() -> None:
    found = profile_of(tomllib.loads(built_in()))
    assert min(len(found.dateline), len(found.byline), len(found.furniture)) >= 5


def test_it_goes_to_a_worker() -> None:
    found = load_profile(str(SAMPLE))
    assert pickle.loads(pickle.dumps(Options(profile=found))) == Options(profile=found)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "its example": ({"furniture": [ROW, ROW | {"example": "三版"}]}, "furniture row 2 (folio)"),
    "its near miss": ({"furniture": [ROW | {"near_miss": "第九版面"}]}, "near miss '第九版面'"),
    "no pattern": ({"text": [ROW | {"pattern": "("}]}, "text row 1 (folio): the pattern"),
    "no reason": ({"furniture": [ROW | {"label": "advert"}]}, "masthead"),
    "no why": ({"text": [ROW | {"why": ""}]}, "why"),
    "a key": ({"text": [ROW | {"note": "x"}]}, "note"),
    "a table": ({"caption": []}, "caption"),
    "no rows": ({"text": ROW}, "[[text]]"),
    "no row": ({"text": [1]}, "text row 1"),
    "a threshold": ({"thresholds": {"beam": 1}}, "edge"),
    "an edge": ({"thresholds": {"edge": True}}, "edge"),
    "a name": ({"name": 1}, "name"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_named(name: str) -> None:
    found, word = BAD[name]
    with pytest.raises(Error) as caught:
        profile_of(found)
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_pattern_that_hangs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "TIMEOUT", 0.05)
    slow = "(?:(?:某|某某)+)+甲"
    with pytest.raises(Error, match="took more than"):
        profile_of({"text": [ROW | {"pattern": slow, "example": "某甲", "near_miss": "某" * 60}]})
    row = Cue("slow", slow, "某甲", "乙", "a test")
    with pytest.raises(Error, match="'slow'"):
        split("某" * 60 + "\n", Options(profile=Profile("p", text=(row,))))


def command(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bulletin_split", *map(str, arguments)], capture_output=True
    )


def test_the_command_reads_it(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(PAGE, encoding="utf-8")
    one = command("--profile", SAMPLE, tmp_path)
    two = command("--profile", SAMPLE, "-j", "2", tmp_path)
    assert (one.returncode, one.stderr) == (0, b"")
    assert two.stdout == one.stdout
    wanted = split(PAGE, Options(profile=load_profile(str(SAMPLE)), encoding="utf-8"), name="0.txt")
    assert [json.loads(row)["text"] for row in one.stdout.splitlines()[:2]] == [
        record["text"] for record in wanted
    ]


def test_a_slow_row_fails_its_page_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "slow.toml").write_text(
        "[[text]]\nlabel = 'slow'\npattern = '(?:(?:某|某某)+)+甲'\n"
        "example = '某甲'\nnear_miss = '乙'\nwhy = 'a test'\n",
        encoding="utf-8",
    )
    (tmp_path / "1.txt").write_text("某" * 60 + "\n", encoding="utf-8")
    result = command("--profile", tmp_path / "slow.toml", tmp_path / "1.txt")
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.count(b"\n") == 1
    assert b"'slow'" in result.stderr


@pytest.mark.parametrize(
    ("text", "word"),
    [(None, "No such file"), ("[[", "TOML"), ("[[text]]\nlabel = 'a'", "text row 1 (a): pattern")],
)
def test_a_bad_file_is_a_wrong_command(text: str | None, word: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.toml"
    if text is not None:
        path.write_text(text)
    result = command("--profile", path, SAMPLE)
    assert (result.returncode, result.stdout) == (2, b"")
    assert f"{path}: " in result.stderr.decode()
    assert word in result.stderr.decode()
    assert result.stderr.count(b"\n") == 1


def test_the_command_prints_the_built_in_rows() -> None:
    result = command("--print-profile")
    assert result.returncode == 0
    assert result.stdout.decode() == built_in()
