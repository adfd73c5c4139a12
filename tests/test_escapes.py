"""No name and no text reaches a terminal or a browser as a command.

Every output that people look at is driven with a hostile file name and a hostile page,
and the bytes that come out are looked at: an escape sequence, a control character, a mark
that turns the direction of text, rich's markup or HTML's tags must not be among them but
as characters that are shown.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import browser

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "bulletin_split"]
LOOK = [sys.executable, "-c", "from bulletin_split.commands import look_main as m; m()"]
EVAL = [sys.executable, "-c", "from bulletin_split.commands import evaluate_main as m; m()"]

CORE = "[b]:boom:[/b]<script>\x1b[2J\n\u202e\x9b31m\x7f\u2066"
NAME = f"第{CORE}.txt"
"""A path of two parts: the slash of ``[/b]`` parts them."""

FILE = NAME.replace("/", "")
"""A name of one part."""

SHOWN = "[b]:boom:["
"""What of it stays as it is in any output: it is shown, not obeyed and not dropped."""

PAGE = (
    f"\u202e\x9b第三版\n\n第{CORE}版\n\n临沄县召开\u202e春耕\x1b[31m会议[red]{SHOWN}/b]</script><script>alert(1)\n\n"
    "本报讯 昨\x1b]0;名\x07日，\u2067临沄县\x9b2J[/bold][red]召开<img src=x onerror=alert(1)>\u2028会议。"
    f"\x7f\u061c{CORE}县长主持会议，部署春耕生产。\n（李\u202e明）\n"
)

LIVE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal or a browser obeys where it stands as it is; the line feed ends our lines."""


def run(
    *arguments: str | Path, command: list[str] = COMMAND, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*command, *map(str, arguments)],
        input=data,
        capture_output=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
    )


def inert(data: bytes, lines: int | None = None) -> str:
    """The text of an output, once it is sure that no character of it is live."""
    text = data.decode()
    assert not LIVE.findall(text)
    if lines is not None:
        assert text.count("\n") == lines, "a line end of a name has come through"
    return text


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with a hostile text, whose path below its folder ``page.parents[1]`` is `NAME`."""
    path = tmp_path / f"in{FILE}" / NAME
    path.parent.mkdir(parents=True)
    path.write_text(PAGE, encoding="utf-8")
    return path


# Messages


def bad_json(folder: Path) -> list[str | Path]:
    file = folder / "pages.jsonl"
    file.write_text(json.dumps({"id": NAME, "text": 7}) + "\n" + CORE.replace("\n", " ") + "\n")
    return ["--jsonl-in", file]


def bad_profile(folder: Path) -> list[str | Path]:
    keys = {"label": f"folio{CORE}", "pattern": f"[{CORE}", "example": "a", "near_miss": "b"}
    rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in {**keys, "why": "a"}.items())
    (folder / "p.toml").write_text(f"[[furniture]]\n{rows}")
    return ["--profile", folder / "p.toml", "-"]


def bad_list(folder: Path) -> list[str | Path]:
    (folder / "list").write_bytes(NAME.replace("\n", "").encode() + b"\n")
    return [f"@{folder}/list"]


def damaged(folder: Path) -> list[str | Path]:
    path = folder / (FILE + ".gz")
    path.write_bytes(b"\x1b[2J is no gzip")
    return [path]


def bad_member(folder: Path) -> list[str | Path]:
    from zipfile import ZipFile

    with ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr(NAME + ".gz", b"is no gzip")
    return ["--glob", "*", folder / "a.zip"]


MESSAGES: dict[str, Callable[[Path], list[str | Path]]] = {
    "a file that is missing": lambda folder: [folder / NAME],
    "a damaged file": damaged,
    "a member of an archive": bad_member,
    "a name in a list": bad_list,
    "a line of pages": bad_json,
    "a profile": bad_profile,
    "a profile that is missing": lambda _: ["--profile", NAME, "-"],
    "an output": lambda folder: ["-o", folder / "nowhere" / NAME, "-"],
    "a summary": lambda folder: ["--summary", folder / "nowhere" / NAME, "-"],
    "a report": lambda folder: ["--report", folder / "nowhere" / NAME, "-"],
    "an encoding": lambda _: ["--encoding", NAME, "-"],
    "a date": lambda _: ["--date", NAME, "-"],
    "a format": lambda _: ["--format", NAME, "-"],
    "a pattern of paths": lambda _: ["--path-pattern", "{" + NAME + "}", "-"],
    "an option": lambda _: ["--" + NAME.replace("\n", ""), "-"],
    "a number": lambda _: ["--jobs", NAME, "-"],
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message(name: str, tmp_path: Path) -> None:
    done = run(*MESSAGES[name](tmp_path))
    assert done.returncode in (1, 2, 74)
    said = inert(done.stderr, 2 if name == "a line of pages" else 1)
    assert (SHOWN in said) != (name == "a line of pages"), said
    assert done.stdout == b""


@pytest.mark.parametrize("command", [LOOK, EVAL])
def test_a_message_of_the_other_commands(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / NAME
    done = run(path, *([path] if command is EVAL else []), command=command)
    assert done.returncode == 1
    assert SHOWN in inert(done.stderr, 1)


def test_gold_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / (FILE + ".jsonl")
    path.write_text(json.dumps({"headline": [CORE], "paragraphs": [CORE]}) + "\n")
    done = run(path, path, command=EVAL)
    assert done.returncode == 1
    assert SHOWN in inert(done.stderr, 1)


# On a terminal


def terminal(arguments: list[str | Path]) -> tuple[bytes, bytes]:
    """A run whose standard error is a terminal and whose progress line shows at once.

    What the drawing itself sends (where the line begins, that the cursor is hidden, bold)
    goes first; what is left is text.
    """
    program = (
        "import sys; from bulletin_split.cli import Progress, run; Progress.PATIENCE = 0;"
        "Progress.EVERY = 0; sys.exit(run(sys.argv[1:]))"
    )
    ours, theirs = os.openpty()
    done = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=os.environ
        | {"NO_COLOR": "1", "TERM": "xterm", "PYTHONPATH": str(ROOT)}
        | {"COLUMNS": "400"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    out, _ = done.communicate(timeout=60)
    return re.sub(rb"\x1b\[(?:\?25[lh]|2K|1A|[01]m)|\r", b"", shown), out


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_the_progress_line_and_the_table(page: Path, tmp_path: Path) -> None:
    (page.parents[1] / "1.txt.gz").write_bytes(CORE.encode())
    shown, _ = terminal([page.parents[1], "-o", f"{tmp_path}/out/"])
    said = inert(shown)
    assert f"{SHOWN}/b]<script>\\x1b[2J\\n\\u202e\\x9b31m\\x7f\\u2066.txt" in said
    assert "records" in said
    assert "1 done, 1 failed" in said


def test_a_plan(page: Path, tmp_path: Path) -> None:
    for more in ((), ("--shards", "2")):
        done = run("--dry-run", page.parents[1], "-o", f"{tmp_path}/out{FILE}/", *more)
        assert done.returncode == 0
        assert SHOWN in inert(done.stdout)


# JSON, which people look at too


@pytest.mark.parametrize(
    "more",
    [(), ("--explain",), ("--as-gold",), *[("--format", f) for f in ("dolma", "mnbvc")]],
    ids=lambda more: " ".join(more) or "plain",
)
def test_records(more: tuple[str, ...], page: Path, tmp_path: Path) -> None:
    done = run(*more, page.parents[1], "--discards", tmp_path / "rest.jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    rows = [json.loads(line) for line in inert(done.stdout).splitlines()]
    assert rows
    assert all(any(NAME in text for text in strings(row)) for row in rows)
    rest = [json.loads(line) for line in inert((tmp_path / "rest.jsonl").read_bytes()).splitlines()]
    assert {row["path"] for row in rest} == {NAME}


def strings(value: Any) -> list[str]:
    """All strings in a JSON value."""
    if isinstance(value, dict):
        return [found for part in value.values() for found in strings(part)]
    if isinstance(value, list):
        return [found for part in value for found in strings(part)]
    return [value] if isinstance(value, str) else []


def test_metadata_from_elsewhere() -> None:
    line = json.dumps({"id": NAME, "text": "本报讯 昨日晴。", CORE: CORE}).encode()
    done = run("--jsonl-in", data=line + b"\n")
    (row,) = map(json.loads, inert(done.stdout, 1).splitlines())
    assert row["source"]["metadata"] == {CORE: CORE}
    assert row["source"]["path"] == NAME


def test_the_summary(page: Path, tmp_path: Path) -> None:
    page.write_bytes(PAGE.encode() + b"\xff\xfe\n")
    (page.parent / (FILE + ".gz")).write_bytes(CORE.encode())
    (page.parent / f"{FILE}z.txt").symlink_to(page)
    summary = tmp_path / "s.json"
    assert run(page.parents[1], "-o", tmp_path / "o.jsonl", "--summary", summary).returncode == 1
    found = json.loads(inert(summary.read_bytes()))
    assert found["failures"][0]["input"] == str(page.parent / (FILE + ".gz"))
    assert found["skipped"]["first"][0]["path"].endswith("z.txt")
    assert found["undecodable"]["first"][0]["input"] == str(page)


# The other commands


@pytest.mark.parametrize("color", ["never", "always"])
def test_the_look(color: str, page: Path) -> None:
    done = run("--color", color, page, command=LOOK)
    assert done.returncode == 0
    said = inert(re.sub(rb"\x1b\[[0-9;]*m", b"", done.stdout) if color == "always" else done.stdout)
    assert "␛[2J" in said
    assert "<U+202E>" in said
    assert "[/bold][red]" in said
    if color == "always":
        # Colour is the look's own: between two of its sequences stand no others of the page.
        assert b"\x1b[2J" not in done.stdout
        assert b"\x1b[31m\xe4\xbc\x9a" not in done.stdout


def test_the_evaluation(tmp_path: Path) -> None:
    gold, found = tmp_path / "gold", tmp_path / "found"
    row = {
        "kind": "article",
        "headline": CORE + "会议",
        "paragraphs": ["昨日，临沄县召开会议。" + CORE],
    }
    for folder, headline in ((gold, row["headline"]), (found, "别的" + CORE)):
        folder.mkdir()
        for name in (FILE + ".jsonl", CORE.replace("/", "") + "2.jsonl"):
            line = json.dumps({**row, "headline": headline})
            (folder / name).write_text(line + "\n", encoding="utf-8")
    (found / (CORE.replace("/", "") + "2.jsonl")).unlink()
    done = run("--worst", "9", "--json", tmp_path / "f.json", gold, found, command=EVAL)
    assert done.returncode == 0
    said = inert(done.stdout)
    assert said.count(SHOWN) >= 3, "two pages and a headline"
    assert SHOWN in inert(done.stderr, 1)
    figures = json.loads(inert((tmp_path / "f.json").read_bytes()))
    assert any(CORE in text for text in strings(figures["worst"]))


# The report


@pytest.fixture
def report(page: Path, tmp_path: Path) -> Path:
    (page.parent / (FILE + ".gz")).write_bytes(CORE.encode())
    path = tmp_path / "r.html"
    done = run("--report", path, "--explain", "-o", tmp_path / "o.jsonl", page.parents[1])
    assert done.returncode == 1
    return path


def test_the_report(report: Path) -> None:
    html = inert(report.read_bytes())
    assert html.count("<script") == html.count("</script>") == 2
    assert "<img" not in html
    assert SHOWN in html


def test_the_title_of_a_report(page: Path, tmp_path: Path) -> None:
    """A report of one page has its name, here one that would be markup and turns the text."""
    path = page.with_name("<\u2215title><script>\u202e.txt")
    page.rename(path)
    assert run("--report", tmp_path / "r.html", "-o", tmp_path / "o.jsonl", path).returncode == 0
    title = inert((tmp_path / "r.html").read_bytes()).split("title>")[1]
    assert title == "&lt;\u2215title&gt;&lt;script&gt;\ufffd.txt</"


def test_the_report_in_a_browser(report: Path) -> None:
    lacking = browser.missing()
    if lacking:
        pytest.skip(f"{lacking}: the report is NOT tested in a browser")
    with browser.browser() as driver:
        for place in ("", "#p1"):
            driver.get("about:blank")
            driver.get(report.as_uri() + place)
            for box in driver.find_elements("css selector", "details summary"):
                driver.execute_script("arguments[0].parentElement.open = true", box)
            driver.execute_async_script("setTimeout(arguments[0], 100)")
            texts = driver.execute_script(
                "return [document.title, document.body.innerText, ...Array.from("
                "document.querySelectorAll('textarea, input'), (e) => e.value), ...Array.from("
                "document.querySelectorAll('*'), (e) => Array.from(e.attributes, (a) => a.value)"
                ".join(' '))]"
            )
            assert any(SHOWN in text for text in texts)
            # The data themselves are in an element that is not drawn.
            assert not [text for text in texts if LIVE.search(text.replace("\t", " "))]
            assert driver.execute_script("return document.querySelectorAll('img').length") == 0
            assert len(driver.find_elements("css selector", "script")) == 2
            assert driver.get_log("browser") == []
            if place:
                assert driver.find_elements("css selector", "textarea")
                name = driver.execute_script(
                    "let found; HTMLAnchorElement.prototype.click = function () { found = this.download; };"
                    "document.getElementById('gold').click(); return found;"
                )
                assert name.startswith("b]<script>_[2J __31m__")
                assert not LIVE.search(name)
