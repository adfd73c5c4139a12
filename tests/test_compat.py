"""Where it runs: other locales, no home, an install that nobody may write, names in Chinese.

`compat` tries other versions of Python and of the libraries; that takes minutes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from .test_cli import COMMAND, PACKAGE, PAGE, paths, records

ROOT = PACKAGE.parent


def run(
    *arguments: str, cwd: Path, env: dict[str, str], data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """The command with nothing in its environment but this."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=env, input=data, capture_output=True, timeout=60
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder whose name, and whose files', are Chinese and have spaces."""
    folder = tmp_path / "临沄 日报" / "第 1 版"
    folder.mkdir(parents=True)
    (folder / "春耕 会议.txt").write_bytes(PAGE)
    (folder / "㳇河镇.txt").write_bytes(PAGE)
    return tmp_path


LOCALES = {
    "C": {"LC_ALL": "C"},
    "C, strictly": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "C.UTF-8": {"LC_ALL": "C.UTF-8"},
    "POSIX": {"LANG": "POSIX"},
    "none": {},
    "ASCII": {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C"},
}


@pytest.mark.parametrize("name", LOCALES)
def test_the_locale_changes_nothing(shelf: Path, name: str) -> None:
    """The same bytes, the same file names, the same words for what goes wrong."""
    env = LOCALES[name] | {"PYTHONPATH": str(ROOT)}
    given = ["临沄 日报", "沄.txt", "-o", "记录 集/"]
    result = run(*given, cwd=shelf, env=env)
    assert result.returncode == 1
    said = result.stderr.decode()
    assert re.fullmatch(r"bulletin-split: \S+: No such file or directory; check the name\n", said)
    if name == "C.UTF-8":
        assert "沄.txt" in said
    made = sorted(path.name for path in (shelf / "记录 集" / "第 1 版").iterdir())
    assert made == ["㳇河镇.jsonl", "春耕 会议.jsonl"]
    result = run("临沄 日报", cwd=shelf, env=env)
    if name != "C, strictly":  # there a name is bytes, and comes as they are
        assert paths(result.stdout) == ["第 1 版/㳇河镇.txt", "第 1 版/春耕 会议.txt"]
    assert {record["headline"] for record in records(result.stdout)} == {"青河县召开春耕工作会议"}


@pytest.mark.parametrize("option", ["--help", "--schema", "--print-profile"])
def test_what_is_printed_needs_no_locale(tmp_path: Path, option: str) -> None:
    strict = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    said = [
        run(option, cwd=tmp_path, env=env | {"PYTHONPATH": str(ROOT)}).stdout
        for env in (strict, {"LC_ALL": "C.UTF-8"})
    ]
    assert said[0] == said[1] != b""


def test_no_home_and_no_place_to_write(shelf: Path) -> None:
    """HOME that is missing or none, and TMPDIR too: small runs need neither."""
    for env in ({}, {"HOME": "/nonexistent", "TMPDIR": "/nonexistent", "USER": "nobody"}):
        result = run("临沄 日报", cwd=shelf, env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"} | env)
        assert (result.returncode, result.stderr) == (0, b"")
        assert len(records(result.stdout)) == 4


def test_an_install_that_nobody_may_write(shelf: Path) -> None:
    """Nothing is put beside the package, in a path with spaces and Chinese at that."""
    place = shelf / "site packages 库"
    shutil.copytree(PACKAGE, place / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    before = sorted(path.relative_to(place) for path in place.rglob("*"))
    for path in (place, *place.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    env = {"PYTHONPATH": str(place), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        result = run("临沄 日报", "-o", "out/", "-j", "2", cwd=shelf, env=env)
        assert (result.returncode, result.stderr) == (0, b"")
        program = "import bulletin_split; print(bulletin_split.__file__)"
        found = subprocess.run(
            [sys.executable, "-c", program], cwd=shelf, env=env, capture_output=True, check=True
        ).stdout.decode()
        assert found.startswith(str(place))
        assert sorted(path.relative_to(place) for path in place.rglob("*")) == before
    finally:
        for path in (place, *place.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """The working directory was removed: an absolute path is read all the same."""
    (tmp_path / "1.txt").write_bytes(PAGE)
    gone = tmp_path / "gone"
    gone.mkdir()
    command = ["bash", "-c", 'rmdir "$PWD"; exec "$@"', "-", *COMMAND, f"{tmp_path}/1.txt"]
    result = subprocess.run(
        command,
        cwd=gone,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert len(records(result.stdout)) == 2


def test_the_versions_here_are_allowed() -> None:
    """What is installed is no older than what `pyproject.toml` asks for, and so has been tested."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for line in asked["dependencies"]:
        name, least = line.split(">=")
        here = [int(part) for part in re.findall(r"\d+", version(name))]
        assert here >= [int(part) for part in re.findall(r"\d+", least)], name
    supported = [int(line.rpartition(".")[2]) for line in asked["classifiers"] if ":: 3." in line]
    assert min(supported) == 11
    assert json.dumps(asked["requires-python"]) == '">=3.11"'
