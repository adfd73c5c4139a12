"""Each form of ``--format`` against what its format's own definition asks for.

The definitions are set down here as JSON Schemas, from the pages that the docstrings of
`exports` name, closed (`additionalProperties`) where the definition is.  Every record
of the samples is tried, so that a null, an empty list and a full one all come by.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bulletin_split import Error, Options, Record, split
from bulletin_split.integrations import exports

ROOT = Path(__file__).resolve().parent.parent
DAY = "2024-04-05"
STRING, NULLABLE = {"type": "string"}, {"type": ["string", "null"]}
STRINGS = {"type": "array", "items": STRING}

RECORDS: list[Record] = [
    record
    for options in (Options(), Options(date=DAY, publication="青川日报"))
    for path in sorted((ROOT / "samples").glob("*.txt"))
    for record in split(path.read_bytes(), options, name=path.name)
]


def closed(**properties: object) -> dict[str, Any]:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def thing(kind: str) -> dict[str, Any]:
    return closed(**{"@type": {"const": kind}, "name": STRING})


MOMENT = {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
DATE = {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d$"}
MD5 = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
COUNT = {"type": "integer", "minimum": 0}
BOOL = {"type": "boolean"}
PEOPLE = {"type": "array", "items": thing("Person")}

DEFINITIONS: dict[str, dict[str, Any]] = {
    "native": json.loads((ROOT / "bulletin_split" / "record.schema.json").read_text()),
    "datatrove": closed(text=STRING, id=STRING, metadata={"type": "object"}),
    "dolma": closed(
        id=STRING,
        text=STRING,
        source={"type": "string", "minLength": 1},
        created=MOMENT,
        added=MOMENT,
        metadata={"type": "object"},
    ),
    "newsarticle": closed(
        **{
            "@context": {"const": "https://schema.org"},
            "@type": {"const": "NewsArticle"},
            # of Thing
            "identifier": STRING,
            # of CreativeWork
            "genre": STRING,
            "headline": NULLABLE,
            "alternativeHeadline": STRINGS,
            "inLanguage": {"const": "zh"},
            "author": PEOPLE,
            "contributor": PEOPLE,
            "editor": PEOPLE,
            "translator": PEOPLE,
            "creditText": NULLABLE,
            "locationCreated": {"anyOf": [{"type": "null"}, thing("Place")]},
            "dateCreated": DATE,
            "datePublished": DATE,
            "isPartOf": {"anyOf": [{"type": "null"}, thing("Newspaper")]},
            "sdDatePublished": DATE,
            # of Article
            "articleBody": STRING,
            "articleSection": STRINGS,
            # of NewsArticle
            "dateline": NULLABLE,
            "printPage": NULLABLE,
            "printSection": NULLABLE,
        }
    ),
    "mnbvc": closed(
        文件名=STRING,
        是否待查文件=BOOL,
        是否重复文件=BOOL,
        文件大小=COUNT,
        simhash=COUNT,
        最长段落长度=COUNT,
        段落数=COUNT,
        去重段落数=COUNT,
        低质量段落数=COUNT,
        段落={
            "type": "array",
            "items": closed(
                行号={"type": "integer", "minimum": 1},
                是否重复=BOOL,
                是否跨文件重复=BOOL,
                md5=MD5,
                内容={"type": "string", "minLength": 1},
                扩展字段=STRING,
            ),
        },
        扩展字段=STRING,
        时间={"type": ["string", "null"], "pattern": r"^\d{8}$"},
    ),
}


def test_every_form_has_its_definition() -> None:
    assert set(DEFINITIONS) == set(exports.FORMS)


@pytest.mark.parametrize("name", DEFINITIONS)
@pytest.mark.parametrize("added", [None, "2020-02-24T00:00:00.000Z"])
def test_every_record_of_the_samples_has_the_form(name: str, added: str | None) -> None:
    schema = jsonschema.Draft202012Validator(DEFINITIONS[name])
    shape = exports.form(name, added)
    assert len(RECORDS) > 100
    for record in RECORDS:
        schema.validate(json.loads(json.dumps(shape(record))))


@pytest.mark.parametrize("name", DEFINITIONS)
def test_keys_are_the_same_for_every_record(name: str) -> None:
    shape = exports.form(name)
    assert len({tuple(shape(record)) for record in RECORDS}) == 1


def test_no_date_is_made_up() -> None:
    record = split("本报讯 昨日，临沄县召开会议。")[0]
    assert record["page"] is None
    dolma, article = exports.form("dolma")(record), exports.form("newsarticle")(record)
    assert (dolma["created"], dolma["added"]) == (None, None)
    assert {article[key] for key in ("dateCreated", "datePublished", "sdDatePublished")} == {None}
    assert exports.form("mnbvc")(record)["时间"] is None


def test_the_day_of_the_paper_is_the_day_of_creation() -> None:
    record = split("本报讯 昨日，临沄县召开会议。", Options(date=DAY))[0]
    assert exports.form("dolma")(record)["created"] == f"{DAY}T00:00:00.000Z"
    assert exports.form("newsarticle")(record)["datePublished"] == DAY
    assert exports.form("mnbvc")(record)["时间"] == "20240405"


def test_a_paragraph_of_mnbvc_is_counted_once() -> None:
    record = split("本报讯 昨日，临沄县召开会议。")[0]
    record["text"] = "甲。\n乙乙。\n甲。\n甲。\n甲。"
    found = exports.form("mnbvc")(record)
    assert [row["是否重复"] for row in found["段落"]] == [False, False, True, True, True]
    assert [row["行号"] for row in found["段落"]] == [1, 2, 3, 4, 5]
    assert found["段落"][0]["md5"] == hashlib.md5("甲。".encode()).hexdigest()
    counts = [found[key] for key in ("段落数", "去重段落数", "最长段落长度", "文件大小")]
    assert counts == [5, 2, 3, len(record["text"].encode())]
    assert found["是否待查文件"]


def test_simhash_is_the_majority_of_the_bits() -> None:
    """By the definition, with strings of bits; the converter sets a bit for more than half."""
    record = split("本报讯 昨日，临沄县召开会议。")[0]
    record["text"] = "甲。\n乙乙。\n丙丙丙。\n丁。"
    digests = [hashlib.md5(line.encode()).digest()[-8:] for line in record["text"].split("\n")]
    bits = [f"{int.from_bytes(digest):064b}" for digest in digests]
    wanted = "".join(
        "1" if column.count("1") > 2 else "0" for column in map("".join, zip(*bits, strict=True))
    )
    assert exports.form("mnbvc")(record)["simhash"] == int(wanted, 2)


def test_roles_go_where_schema_org_has_them() -> None:
    record = split("本报讯 昨日，临沄县召开会议。")[0]
    record["byline"] = [
        {"name": "佟安", "role": "reporter"},
        {"name": "谷雨生", "role": "photographer"},
        {"name": "据新华社电", "role": "agency"},
    ]
    article = exports.form("newsarticle")(record)
    assert [person["name"] for person in article["author"]] == ["佟安"]
    assert [person["name"] for person in article["contributor"]] == ["谷雨生"]
    assert article["creditText"] == "据新华社电"


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "²", "9" * 40])
def test_a_bad_source_date_epoch_is_said(value: str) -> None:
    with pytest.raises(Error, match="SOURCE_DATE_EPOCH"):
        exports.added_on({"SOURCE_DATE_EPOCH": value})


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bulletin_split", *arguments],
        capture_output=True,
        cwd=ROOT / "samples",
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.mark.parametrize("name", exports.FORMS)
def test_the_command_writes_the_form(name: str, tmp_path: Path) -> None:
    page = "taiwan.txt"
    epoch = {"SOURCE_DATE_EPOCH": "1582502400"}
    result = command("--format", name, "--date", DAY, page, **epoch)
    assert (result.returncode, result.stderr) == (0, b"")
    records = split((ROOT / "samples" / page).read_bytes(), Options(date=DAY), name=page)
    shape = exports.form(name, exports.added_on(epoch))
    assert [json.loads(line) for line in result.stdout.splitlines()] == [*map(shape, records)]
    assert command("--format", name, "--date", DAY, page, **epoch).stdout == result.stdout
    below = command("--format", name, "--date", DAY, "-o", f"{tmp_path}/", page, **epoch)
    assert (below.returncode, below.stderr) == (0, b"")
    assert (tmp_path / "taiwan.jsonl").read_bytes() == result.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        (["--format", "bagit"], {}, b"dolma"),
        (["--format", "dolma"], {"SOURCE_DATE_EPOCH": "now"}, b"SOURCE_DATE_EPOCH"),
    ],
)
def test_a_wrong_format_is_a_wrong_command(
    arguments: list[str], environment: dict[str, str], word: bytes
) -> None:
    result = command(*arguments, "taiwan.txt", **environment)
    assert (result.returncode, result.stdout) == (2, b"")
    assert word in result.stderr
    assert result.stderr.count(b"\n") == 1
