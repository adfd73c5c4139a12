"""Kill a run at random moments, go on, and see that the end is the same.

    python -m tests.kills [--times N] [--files N] [--jobs N] [--seed N] [--ask]

A folder of made-up pages is converted once undisturbed.  Then, again and again, a run
of the same into a new folder is killed with SIGKILL at a random moment (its process
alone, or with its workers, in turns), and run again, up to five kills a tree; while it
runs, and after each kill, every file that stands under its own name is compared with
the undisturbed one.  When it has ended by itself, the whole tree is compared, and
nothing half-written may be left.

With ``--ask`` the runs are not killed but asked to end, by SIGINT and SIGTERM in turns:
all its processes must be gone within two seconds, with the exit code that belongs to the
signal, in silence, and nothing half-written left.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from .benchmarks.pages import pages

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "bulletin_split"]
BRISK = 2.0
"""Seconds in which a run has ended after it was asked to."""

TREE = 5
"""Kills that one output folder suffers at most before it is compared as a whole."""


def make_tree(root: Path, count: int, megabytes: float = 0.5) -> None:
    """Write so many files below a folder, in folders of issues: pages made up, some cut short."""
    made = list(pages(megabytes))
    for number in range(count):
        page = made[number % len(made)]
        page = page[: len(page) // 4 * (1 + number % 4)]
        path = root / f"{2000 + number // 200}" / f"{number // 8 % 25:02}" / f"{number % 8 + 1}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.decode("utf-8", "ignore").encode())


def snapshot(folder: Path) -> dict[str, bytes]:
    """The hashes of all files that stand under their own names."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not any(part.startswith(".bulletin-split") for part in name.split("/")):
            try:
                found[name] = hashlib.sha256(path.read_bytes()).digest()
            except (IsADirectoryError, FileNotFoundError):
                continue
    return found


def digest(folder: Path) -> str:
    """One hash of a tree of files: names and contents."""
    whole = hashlib.sha256()
    for name, content in snapshot(folder).items():
        whole.update(name.encode("utf-8", "surrogateescape") + b"\0" + content)
    return whole.hexdigest()


def started(given: list[str]) -> subprocess.Popen[bytes]:
    """A run in a session of its own, so that all of it can be killed."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [*COMMAND, *given], env=environment, stderr=subprocess.PIPE, start_new_session=True
    )


def torn(folder: Path, golden: dict[str, bytes]) -> list[str]:
    """Names under which something else stands than what should."""
    return [name for name, content in snapshot(folder).items() if golden.get(name) != content]


def is_prepared(process: int) -> bool:
    """Whether a process has its own way to end by SIGTERM: before that, Python starts."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
    return False


def asked(process: subprocess.Popen[bytes], number: int) -> list[str]:
    """Ask all processes of a run to end; what is not as it should be then."""
    began, found = time.monotonic(), []
    os.killpg(process.pid, number)
    process.wait(20)
    if (seconds := time.monotonic() - began) > BRISK:
        found.append(f"it ended after {seconds:.1f} s")
    with suppress(ProcessLookupError):  # a worker that has just split off sees it a second later
        while time.monotonic() - began < BRISK:
            os.killpg(process.pid, 0)
            time.sleep(0.01)
        os.killpg(process.pid, 0)
        found.append("some of its processes run on")
    if process.returncode not in (0, 128 + number):
        found.append(f"exit code {process.returncode}")
    if process.stderr and (said := process.stderr.read()):
        found.append(f"it said {said.decode()}")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Kill, go on, compare; 1 where something was not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="kills in all (200)")
    parser.add_argument("--files", type=int, default=200, help="files in the folder (200)")
    parser.add_argument("--jobs", default="2", help="worker processes (2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ask", action="store_true", help="by SIGINT and SIGTERM")
    parser.add_argument("--more", nargs=argparse.REMAINDER, default=[], help="options for the runs")
    options = parser.parse_args(argv)
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        make_tree(root / "in", options.files)
        began = time.monotonic()
        given = [str(root / "in"), "-j", options.jobs, *options.more]
        if started([*given, "-o", f"{root}/golden/"]).wait():
            print("kills: the undisturbed run failed", file=sys.stderr)
            return 1
        whole = time.monotonic() - began
        golden = snapshot(root / "golden")
        kills = trees = looks = bad = 0
        while kills < options.times:
            out = root / f"out{trees}"
            for _ in range(min(TREE, options.times - kills)):
                process = started([*given, "-o", f"{out}/"])
                end = time.monotonic() + rng.uniform(0.05, whole)
                while time.monotonic() < end and process.poll() is None:
                    bad += len(torn(out, golden))
                    looks += 1
                    time.sleep(0.02)
                if process.poll() is not None:
                    break
                if options.ask:
                    number = (signal.SIGINT, signal.SIGTERM)[kills % 2]
                    found = asked(process, number) if is_prepared(process.pid) else []
                    found += [str(path) for path in out.rglob("*.tmp")]
                    bad += len(found)
                    print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
                elif kills % 2:
                    os.killpg(process.pid, signal.SIGKILL)
                if process.poll() is None:
                    process.kill()
                process.wait()
                kills += 1
                bad += len(torn(out, golden))
            if started([*given, "-o", f"{out}/"]).wait() or snapshot(out) != golden:
                print(f"kills: tree {trees} is not what it should be", file=sys.stderr)
                bad += 1
            left = [str(path) for path in out.rglob("*.tmp")]
            if left:
                print(f"kills: left behind: {left}", file=sys.stderr)
                bad += 1
            trees += 1
            shutil.rmtree(out)
    print(f"{kills} kills, {trees} trees of {len(golden)} files, {looks} looks while running")
    print(f"{bad} files or trees not as in the undisturbed run")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
