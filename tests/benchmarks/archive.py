"""What a folder costs: beside a pipe, with two workers, again without change, in memory.

    python -m tests.benchmarks.archive [--megabytes N] [--turns N] [--small] [WHAT ...]

WHAT is one of these, or all of them:

- ``pipe``: CPU seconds of the same bytes through standard input to standard output, and
  as files into a folder with ``-j 1``; at most `PIPE` times as many.
- ``jobs``: seconds with ``-j 1`` and ``-j 2``, in turns; at least `JOBS` times as fast.
  Needs two cores that nobody else uses; so the CPU time is printed beside it, and the
  share of their time in which the two workers wanted no core.
- ``resume``: seconds of a second run over 10,000 files that have not changed; at most
  `RESUME`.
- ``memory``: the most that one process of a run held, with 1,000 small files and with
  100,000; at most `MEMORY` MiB, and at most `FLAT` MiB more.
- ``start``: seconds of ``--help`` and of one page, the best of seven.

Files are made up (`pages`) below a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .pages import pages

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "bulletin_split"]

PIPE, JOBS, RESUME, MEMORY, FLAT = 1.3, 1.6, 3.0, 120.0, 20.0
TURNS = 2


class Cost(NamedTuple):
    """Seconds on the clock, CPU seconds of all processes, and the most MiB that one held."""

    seconds: float
    cpu: float
    memory: float


def cost(*arguments: str, data: Path | None = None) -> Cost:
    """Run the command; what it cost."""
    program = (
        "import os, resource, subprocess, sys, time\n"
        "began = time.monotonic()\n"
        "code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(code, time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
    )
    with open(data or os.devnull, "rb") as stream:
        answer = subprocess.run(
            [sys.executable, "-c", program, *COMMAND, *arguments],
            stdin=stream,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=True,
        ).stdout.split()
    if answer[0] != b"0":
        raise SystemExit(f"archive: the command ended with {answer[0].decode()}")
    seconds, cpu, kibibytes = map(float, answer[1:])
    return Cost(seconds, cpu, kibibytes / 1024)


def idle(*arguments: str) -> float | None:
    """The share of their time in which the workers of a run neither ran nor waited for a core.

    It says how well the work is shared out also where other programs use the cores.
    Linux tells; elsewhere `None`.
    """
    if not os.path.exists("/proc/self/schedstat"):
        return None
    first: dict[str, tuple[int, int]] = {}
    last: dict[str, tuple[int, int]] = {}
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*COMMAND, *arguments], env=environment) as process:
        own = f"/proc/{process.pid}/task/{process.pid}/children"
        while process.poll() is None:
            with suppress(OSError):
                for child in Path(own).read_text().split():
                    ran, waited, _ = map(int, Path(f"/proc/{child}/schedstat").read_text().split())
                    last[child] = time.monotonic_ns(), ran + waited
                    first.setdefault(child, last[child])
            time.sleep(0.02)
    spent = sum(last[child][0] - first[child][0] for child in last)
    used = sum(last[child][1] - first[child][1] for child in last)
    return 1 - used / spent if spent else None


def fill(root: Path, contents: Iterator[bytes]) -> tuple[int, int]:
    """Write each of the contents to a file of its own; out: files, bytes."""
    count = size = 0
    for count, data in enumerate(contents, 1):
        path = root / f"{count // 1000:03}" / f"{count % 1000:03}.txt"
        if count % 1000 in (0, 1):
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        size += len(data)
    return count, size


def pipe(place: Path, megabytes: float, turns: int) -> bool:
    """The same bytes through a pipe and as files."""
    count, size = fill(place / "in", pages(megabytes))
    whole = place / "whole"
    with whole.open("wb") as stream:
        for path in sorted((place / "in").rglob("*.txt")):
            stream.write(path.read_bytes())
    piped, filed = [], []
    for turn in range(turns):
        piped.append(cost("-", data=whole).cpu)
        filed.append(cost(str(place / "in"), "-o", f"{place}/out{turn}/", "-j", "1").cpu)
    ratio = min(filed) / min(piped)
    print(f"pipe     {count} files, {size / 1e6:.1f} MB: {min(piped):.2f} s CPU through a pipe,")
    print(f"         {min(filed):.2f} s as files, {ratio:.2f} times as many; at most {PIPE:g}")
    return ratio <= PIPE


def jobs(place: Path, megabytes: float, turns: int) -> bool:
    """One worker beside two."""
    count, size = fill(place / "in", pages(megabytes))
    costs: dict[str, list[Cost]] = {"1": [], "2": []}
    for turn in range(turns):
        for number, found in costs.items():
            found.append(cost(str(place / "in"), "-o", f"{place}/{number}-{turn}/", "-j", number))
    share = idle(str(place / "in"), "-o", f"{place}/idle/", "-j", "2")
    one, two = (min(found) for found in costs.values())
    ratio = one.seconds / two.seconds
    print(f"jobs     {count} files, {size / 1e6:.1f} MB: {one.seconds:.2f} s with -j 1,")
    print(f"         {two.seconds:.2f} s with -j 2, {ratio:.2f} times as fast; at least {JOBS:g}")
    print(f"         CPU {one.cpu:.2f} s and {two.cpu:.2f} s; load {os.getloadavg()[0]:.1f}")
    if share is not None:
        print(f"         the two workers had nothing to do for {share:.0%} of their time")
    return ratio >= JOBS


def resume(place: Path, files: float, turns: int) -> bool:
    """A second run that has nothing to do."""
    count, _ = fill(place / "in", ("本报讯 昨日无事。\n".encode() for _ in range(int(files))))
    cost(str(place / "in"), "-o", f"{place}/out/")
    again = min(cost(str(place / "in"), "-o", f"{place}/out/") for _ in range(turns))
    print(f"resume   {count} files unchanged: {again.seconds:.2f} s, {again.cpu:.2f} s CPU;")
    print(f"         at most {RESUME:g}")
    return again.cpu <= RESUME


def memory(place: Path, files: float, _turns: int) -> bool:
    """The largest process of a run with few files and with many, by workers and by one."""
    page = next(pages(0.01))
    fill(place / "few", (page[:3000] for _ in range(int(files // 100))))
    fill(place / "many", (page[:600] for _ in range(int(files))))
    few = cost(str(place / "few"), "-o", f"{place}/few-out/", "-j", "2")
    many = cost(str(place / "many"), "-o", f"{place}/many-out/", "-j", "2")
    again = cost(str(place / "many"), "-o", f"{place}/many-out/")
    print(
        f"memory   {files // 100:.0f} files {few.memory:.1f} MiB, {files:.0f} files {many.memory:.1f} MiB,"
    )
    print(f"         again {again.memory:.1f} MiB; at most {MEMORY:g}, and {FLAT:g} more")
    print(f"         ({many.seconds:.1f} s, {many.cpu:.1f} s CPU; again {again.seconds:.1f} s)")
    most = max(many.memory, again.memory)
    return most <= MEMORY and most - few.memory <= FLAT


def start(place: Path, _size: float, _turns: int) -> bool:
    """How long it takes until there is something to read; printed only."""
    (place / "1.txt").write_bytes(next(pages(0.01))[:3000])
    for name, arguments in (("--help", ["--help"]), ("a page", [str(place / "1.txt")])):
        found = min(cost(*arguments) for _ in range(7))
        print(f"start    {name}: {found.seconds * 1000:.0f} ms, {found.cpu * 1000:.0f} ms CPU")
    return True


WHAT: dict[str, tuple[Callable[[Path, float, int], bool], str]] = {
    "pipe": (pipe, "megabytes"),
    "jobs": (jobs, "megabytes"),
    "resume": (resume, "files"),
    "memory": (memory, "many"),
    "start": (start, "megabytes"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a bar is not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive")
    parser.add_argument("what", nargs="*", metavar="WHAT", help=", ".join(WHAT))
    parser.add_argument("--megabytes", type=float, default=100, help="for pipe and jobs (100)")
    parser.add_argument("--turns", type=int, help="how often each is measured; the best counts")
    parser.add_argument("--small", action="store_true", help="a hundredth of it all, for CI")
    options = parser.parse_args(argv)
    turns = options.turns or (1 if options.small else TURNS)
    scale = 0.01 if options.small else 1
    sizes = {"megabytes": options.megabytes, "files": 10_000, "many": 100_000}
    kept = True
    for name in options.what or WHAT:
        measure, unit = WHAT[name]
        amount = sizes[unit] * scale
        with tempfile.TemporaryDirectory() as place:
            kept &= measure(Path(place), amount, turns)
        sys.stdout.flush()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
