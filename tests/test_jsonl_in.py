"""Pages as JSON Lines: one process, a page in, its records out, whatever the lines are."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bulletin_split import Options, split
from bulletin_split.batch import jsonl_in

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "bulletin_split", "--jsonl-in"]
TEXT = "青河县召开春耕会议\n本报讯 2月24日，青河县召开春耕会议，要求备足种子。（王小川）\n"
SOON = 20.0
"""Seconds by which an answer is given up; it comes in one."""


def line(**page: object) -> bytes:
    return json.dumps(page, ensure_ascii=False).encode() + b"\n"


def run(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=data, capture_output=True, timeout=60)


def records(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(row) for row in data.splitlines()]


def test_metadata_comes_through_untouched() -> None:
    shelf = {"fonds": "K-7", "reel": None, "pages": [1, 2.5], "nested": {"a": "中"}}
    result = run(line(id="1920/p1", text=TEXT, **shelf))
    assert (result.returncode, result.stderr) == (0, b"")
    schema = json.loads((ROOT / "bulletin_split" / "record.schema.json").read_text())
    (record,) = records(result.stdout)
    jsonschema.Draft202012Validator(schema).validate(record)
    assert record["source"].pop("metadata") == shelf
    (same,) = split(TEXT, name="1920/p1")
    assert record == dict(same)


def test_without_the_option_there_is_no_metadata() -> None:
    assert all("metadata" not in record["source"] for record in split(TEXT))


def test_a_metadata_object_is_laid_flat() -> None:
    result = run(line(id=7, text=TEXT, metadata={"a": 1, "b": 2}, b=3))
    assert records(result.stdout)[0]["source"]["metadata"] == {"a": 1, "b": 3}
    assert records(result.stdout)[0]["source"]["path"] == "7"


def test_a_page_is_answered_before_the_next_one_is_asked() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for number in range(5):
            process.stdin.write(line(id=str(number), text=TEXT))
            process.stdin.flush()
            assert select.select([process.stdout], [], [], SOON)[0], "no answer"
            answer = os.read(process.stdout.fileno(), 65_536)
            assert answer.endswith(b"\n")
            assert [row["id"] for row in records(answer)] == [f"{number}:0"]
        process.stdin.close()
        assert process.wait(SOON) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("named", [True, False])
def test_a_page_that_ends_in_a_form_feed_is_answered_before_the_next_one(
    encoding: str, named: bool
) -> None:
    """The same for plain text, in which a form feed is the frame."""
    command = [sys.executable, "-m", "bulletin_split", *(["--encoding", encoding] if named else [])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(5):
            process.stdin.write(f"{TEXT}\f".encode(encoding))
            process.stdin.flush()
            assert select.select([process.stdout], [], [], SOON)[0], "no answer"
            answer = records(os.read(process.stdout.fileno(), 65_536))
            assert [row["headline"] for row in answer] == ["青河县召开春耕会议"]
        process.stdin.close()
        assert process.wait(SOON) == 0


BAD = {
    "not JSON": (b"{", "JSON"),
    "not UTF-8": (b'{"id":"\xff"}', "UTF-8"),
    "a list": (b"[1]", "object"),
    "no text": (b'{"id":"a"}', "text"),
    "text that is none": (b'{"id":"a","text":7}', "text"),
    "no id": (b'{"text":"a"}', "id"),
    "an id that is none": (b'{"id":true,"text":"a"}', "id"),
    "a number that is none": (b'{"id":"a","text":"a","x":NaN}', "NaN"),
    "a deep one": (b"[" * 100_000, "deep"),
    "a long number": (b'{"id":"a","text":"a","x":' + b"9" * 10_000 + b"}", "number"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_fails_alone(name: str) -> None:
    bad, word = BAD[name]
    result = run(line(id="1", text=TEXT) + bad + b"\n\n" + line(id="2", text=TEXT))
    said = result.stderr.decode()
    assert result.returncode == 1
    assert said.startswith("bulletin-split: standard input, line 2: ")
    assert word in said
    assert said.count("\n") == 1
    assert [row["id"] for row in records(result.stdout)] == ["1:0", "2:0"]


def test_a_line_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl_in, "MAX_LINE", 10)
    stream = [b"a" * 6, b"a" * 6, b"a" * 6 + b"\nb\n", b"c" * 11]
    assert list(jsonl_in.lines_of(stream)) == [None, b"b", None]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_lines_are_the_same_however_they_arrive(size: int) -> None:
    data = b"\nab\n\nc\r\nd"
    stream = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(jsonl_in.lines_of(stream)) == [b"", b"ab", b"", b"c\r", b"d"]


def test_lone_surrogates_and_a_mark_at_the_start() -> None:
    result = run(b'\xef\xbb\xbf{"id":"\\ud800","text":"\\ud800"}\n')
    assert (result.returncode, result.stderr) == (0, b"")
    assert records(result.stdout)[0]["source"]["path"] == "\ud800"


def test_discards_name_the_page(tmp_path: Path) -> None:
    rest = tmp_path / "rest.jsonl"
    result = run(line(id="p1", text="第三版\n\n" + TEXT), "--discards", str(rest))
    assert result.returncode == 0
    assert [row["path"] for row in records(rest.read_bytes())] == ["p1"]


def test_options_hold_for_every_page() -> None:
    result = run(line(id="1", text=TEXT) * 2, "--date", "2024-03-13", "--format", "dolma")
    assert [row["created"][:10] for row in records(result.stdout)] == ["2024-03-13"] * 2
    metadata = records(result.stdout)[0]["metadata"]["source"]["metadata"]
    assert metadata == {}


def test_files_of_lines(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_bytes(line(id="1", text=TEXT) + b"x\n")
    result = run(b"", str(file), str(tmp_path / "none.jsonl"))
    assert result.returncode == 1
    assert [row["id"] for row in records(result.stdout)] == ["1:0"]
    assert f"{file}, line 2" in result.stderr.decode()
    assert "none.jsonl: No such file" in result.stderr.decode()


@pytest.mark.parametrize("arguments", [["."], ["-o", "./", "x.jsonl"]])
def test_folders_are_refused(arguments: list[str]) -> None:
    result = run(b"", *arguments)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"--jsonl-in" in result.stderr


def test_the_library_gives_what_the_command_gives() -> None:
    page = jsonl_in.page_of_line(line(id="a", text=TEXT, shelf=7))
    found = jsonl_in.records_of(page, Options())
    assert records(run(line(id="a", text=TEXT, shelf=7)).stdout) == [dict(row) for row in found]
