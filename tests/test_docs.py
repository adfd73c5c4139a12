"""The README is true: its examples run, its record comes out, and no option is missing.

Blocks marked ``console`` are transcripts, replayed in a folder that has nothing but
samples/; blocks marked ``pycon`` are doctests; the ``json`` block is a record.
"""

from __future__ import annotations

import ast
import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import pytest

import bulletin_split
from bulletin_split import cli, split
from bulletin_split.evaluation.figures import FIGURES
from bulletin_split.model import Flag, Kind, Reason, Record, Role

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


COMMANDS = {
    "bulletin-split": "-m bulletin_split",
    "bulletin-split-look": "-c 'from bulletin_split.commands import look_main as m; m()'",
    "bulletin-split-eval": "-c 'from bulletin_split.commands import evaluate_main as m; m()'",
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples, and the command on the path."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, call in {**COMMANDS, "python": ""}.items():
        command = programs / name
        command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {call} "$@"\n')
        command.chmod(0o755)
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else it writes a token into the home folder
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "huggingface"))
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def steps(transcript: str) -> Iterator[tuple[str, str]]:
    """The commands of a transcript, each with what it prints."""
    for step in re.split(r"^\$ ", transcript, flags=re.MULTILINE)[1:]:
        command, _, printed = step.partition("\n")
        yield command, printed


@pytest.mark.parametrize("transcript", blocks("console"))
def test_transcript(transcript: str, folder: Path) -> None:
    if " jq " in transcript and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    for engine in ("datatrove", "ray", "pyspark", "datasets"):
        if f"{engine}_articles.py" in transcript and not find_spec(engine):
            pytest.skip(f"needs {engine}")
    if "pyspark_articles.py" in transcript and not shutil.which("java"):
        pytest.skip("needs java")
    told = list(steps(transcript))
    assert told
    # One shell runs all, so that $? is that of the step before; a mark parts what they print.
    script = "printf '\\001'\n".join(f"{command}\n" for command, _ in told)
    script = script.replace("printf '\\001'\necho $?", "code=$?; printf '\\001'\necho $code")
    done = subprocess.run(
        ["sh"], input=script.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder
    )
    assert done.stdout.decode().split("\x01") == [printed for _, printed in told]


@pytest.mark.parametrize("recipe", blocks("python"))
def test_a_recipe_is_a_part_of_a_script_that_runs(recipe: str) -> None:
    """But for how deep it is indented there."""

    def lines(text: str) -> str:
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    scripts = [lines(path.read_text(encoding="utf-8")) for path in ROOT.glob("samples/*.py")]
    assert sum(lines(recipe) in script for script in scripts) == 1


@pytest.mark.parametrize("example", blocks("pycon"))
def test_python_example(example: str, folder: Path) -> None:
    names: dict[str, object] = {}
    setup = "\n".join(line[4:] for line in blocks("pycon")[0].splitlines() if "import" in line)
    exec(setup, names)
    test = doctest.DocTestParser().get_doctest(example, names, "README", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_record_shown_is_the_one_that_comes_out() -> None:
    (shown,) = map(json.loads, blocks("json"))
    name = shown["source"]["path"]
    records = split((ROOT / "samples" / name).read_bytes(), name=name)
    (record,) = [dict(record) for record in records if record["id"] == shown["id"]]
    assert {key: record[key] for key in shown} == shown
    assert set(record) - set(shown) == {"flags", "confidence"}


def test_the_page_shown_is_that_of_the_samples() -> None:
    page = (ROOT / "samples" / "county-gb18030.txt").read_text(encoding="gb18030")
    assert blocks("text")[0].strip() in page


def test_the_two_commands_stand_first() -> None:
    install, check = blocks("sh")
    assert install.strip().endswith(".venv/bin/bulletin-split samples/")
    assert check.strip().endswith(".venv/bin/python -m tests")


def options(call: str) -> list[str]:
    """Every way to write an option, read off the command's own manual."""
    manual = subprocess.run(
        [sys.executable, *shlex.split(call), "--help"], capture_output=True, check=True
    ).stdout.decode()
    section = manual.split("Options:\n")[1].split("\n\n")[0]
    return re.findall(r"(?:^  |, | / )(--?[a-z-]+)", section, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    found = options(COMMANDS[name])
    assert {"--version", "--help", "-h"} < set(found)
    assert [option for option in found if f"`{option}" not in README] == []


def test_every_figure_is_defined() -> None:
    assert [figure.name for figure in FIGURES if f"`{figure.name}`" not in README] == []


@pytest.mark.parametrize("code", cli.EXIT_CODES)
def test_every_exit_code_is_documented(code: int) -> None:
    assert f"\n| {code} |" in README


@pytest.mark.parametrize(
    "word",
    [
        *Record.__annotations__,
        *get_args(Kind),
        *get_args(Role),
        *get_args(Flag),
        *get_args(Reason),
        *bulletin_split.__all__,
    ],
)
def test_every_word_of_the_output_is_explained(word: str) -> None:
    assert f"`{word}`" in README


def test_every_repair_is_named(folder: Path) -> None:
    page = "本报讯 昨\u200b日\x01,﹁⻓江﹂\uf90a水 上涨\n（续）。"
    names = {name for record in split(page) for name in record["repairs"]}
    assert {"half_width", "radical", "vertical_form", "zero_width", "control"} <= names
    assert [name for name in sorted(names) if f"`{name}`" not in README] == []


def test_the_changelog_begins_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == bulletin_split.__version__


PROMISES = README.partition("## What it promises\n")[2].partition("\n## ")[0]
ROWS = [row for row in re.findall(r"^\| (.*) \|$", PROMISES, re.MULTILINE) if "proof" not in row]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[:40])
def test_a_promise_is_linked_to_its_proof(row: str) -> None:
    """The test is there under this name, and is not one that is expected to fail.

    What stands in brackets behind a name is what the test is tried with.
    """
    links = re.findall(r"\[(\w+)(?:\[(\w+)\])?\]\((tests/\w+\.py)\)", row)
    assert links
    assert row.count("](") == len(links)
    for test, tried_with, path in links:
        code = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        found = {part.name: part for part in code.body if isinstance(part, ast.FunctionDef)}
        assert test in found
        assert not tried_with or tried_with in found
        assert "xfail" not in "".join(map(ast.unparse, found[test].decorator_list))


def test_the_promises_are_there() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "samples/README.md"])
def test_no_path_of_a_machine_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"/(?:home|work|root|tmp|Users)/|\.\./", text)
