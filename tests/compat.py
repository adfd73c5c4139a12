"""The command under other versions of Python and of the libraries that it needs.

    python -m tests.compat [--folder DIR] PYTHON...

For each interpreter two environments are made, one with the lowest version of each library
that `pyproject.toml` allows and one with the newest that the package index has.  In each
the sample pages are converted, to the same bytes as here; the manual is printed, errors end with
their exit codes, and on a terminal the progress line and the table are drawn.  A line is
printed for each.  ``--folder`` keeps the environments, and takes those that it has.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from .kills import digest

ROOT = Path(__file__).resolve().parent.parent
REQUIRED: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
    "dependencies"
]
SETS = {"lowest": [line.replace(">=", "==") for line in REQUIRED], "newest": REQUIRED}

_SHOWN = """
import sys
from bulletin_split.cli import Progress, run
Progress.PATIENCE = 0
sys.exit(run(sys.argv[1:]))
"""

_VERSIONS = """
import json, sys
from importlib.metadata import version
names = ("typer", "regex", "rich", "chardet")
print(json.dumps([sys.version.split()[0], *(f"{name} {version(name)}" for name in names)]))
"""


def made(python: str, place: Path, wanted: Sequence[str]) -> Path:
    """An environment with the package and these requirements; its interpreter."""
    inside = place / "bin" / "python"
    if not inside.exists():
        subprocess.run([python, "-m", "venv", str(place)], check=True)
        pip = [str(inside), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run(
            [*pip, "--upgrade", "--upgrade-strategy", "eager", str(ROOT), *wanted], check=True
        )
    return inside


def faults_of(python: Path, golden: str) -> list[str]:
    """What is not in this environment as it is here."""
    found = []
    with tempfile.TemporaryDirectory() as place:
        env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = [str(python), "-m", "bulletin_split", *arguments]
            return subprocess.run(command, cwd=place, env=env, capture_output=True, text=True)

        result = run(str(ROOT / "samples"), "-o", "out/", "-j", "2")
        if (result.returncode, result.stderr) != (0, ""):
            found.append(f"exit code {result.returncode}: {result.stderr[-300:]}")
        if digest(Path(place) / "out") != golden:
            found.append("other records")
        if "--path-pattern" not in run("--help").stdout:
            found.append("no manual")
        for arguments, code in ((["none.txt"], 1), (["--none"], 2), (["--jobs", "x"], 2)):
            result = run(*arguments)
            if result.returncode != code or result.stderr.count("\n") != 1:
                found.append(f"{arguments}: exit code {result.returncode}: {result.stderr[-300:]}")
        ours, theirs = pty.openpty()
        command = [str(python), "-c", _SHOWN, str(ROOT / "samples"), "-o", "again/"]
        code = subprocess.run(command, cwd=place, env=env, stderr=theirs).returncode
        os.close(theirs)
        shown = b""
        try:
            while data := os.read(ours, 65_536):
                shown += data
        except OSError:  # all has been read
            pass
        os.close(ours)
        if code or b"files" not in shown or b"Traceback" in shown:
            found.append(f"terminal: {shown[-300:]!r}")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Try all; 1 where one of them is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.compat")
    parser.add_argument("pythons", nargs="+", metavar="PYTHON")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args(argv)
    bad = 0
    with tempfile.TemporaryDirectory() as place:
        root = options.folder or Path(place) / "environments"
        command = [sys.executable, "-m", "bulletin_split", str(ROOT / "samples"), "-o"]
        subprocess.run([*command, f"{place}/golden/"], check=True)
        golden = digest(Path(place) / "golden")
        for number, python in enumerate(options.pythons):
            for name, wanted in SETS.items():
                inside = made(python, root / f"{number}-{name}", wanted)
                said = subprocess.run([inside, "-c", _VERSIONS], capture_output=True, check=True)
                found = faults_of(inside, golden)
                bad += bool(found)
                print(*json.loads(said.stdout), "; ".join(found) or "as here", sep=", ", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
