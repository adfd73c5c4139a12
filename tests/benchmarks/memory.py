"""How much memory a long stream takes.

    python -m tests.benchmarks.memory [--megabytes N]

Pages are made up on the fly (`pages`) and written to the standard input of another process,
which puts them through `iter_records` and the encoder of the command's output in pieces of
64 KiB.  What counts is the most that this process ever held in memory, beside one that has done
nothing but the same imports.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .pages import pages

MEGABYTES = 500.0
BAR = 40.0
"""MiB over an idle interpreter."""

_ROOT = Path(__file__).resolve().parents[2]

# Linux counts what a process held before it became another program into ru_maxrss; VmHWM does not.
_CHILD = """
import sys
from bulletin_split import iter_records
from bulletin_split.sink import _encode
import bulletin_split.weights

count = written = 0
for record in iter_records(iter(lambda: sys.stdin.buffer.read(65536), b"")):
    count += 1
    written += len((_encode(record) + "\\n").encode("utf-8", "surrogatepass"))
try:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak //= 1024 if sys.platform == "darwin" else 1
print(count, written, peak)
"""


def peak(megabytes: float) -> tuple[int, int, float, float]:
    """Stream so many megabytes; out: bytes read, records, megabytes written, peak in MiB."""
    size = 0
    command = [sys.executable, "-c", _CHILD]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for page in pages(megabytes):
            size += child.stdin.write(page)
        child.stdin.close()
        answer = child.stdout.read().split()
    if child.returncode:
        raise SystemExit(f"memory: the measured process ended with {child.returncode}")
    count, written, kibibytes = map(int, answer)
    return size, count, written / 1e6, kibibytes / 1024


def arguments() -> argparse.ArgumentParser:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.memory")
    parser.add_argument("--megabytes", type=float, default=MEGABYTES, metavar="N")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where the bar is passed."""
    options = arguments().parse_args(argv)
    idle = peak(0)[3]
    size, count, written, most = peak(options.megabytes)
    print(f"input         {size / 1e6:8.1f} MB, {count} records, {written:.1f} MB of JSON Lines")
    print(f"idle          {idle:8.1f} MiB, the interpreter and the same imports")
    print(f"peak          {most:8.1f} MiB")
    print(f"over idle     {most - idle:8.1f} MiB, at most {BAR:g}")
    return int(most - idle > BAR)


if __name__ == "__main__":
    sys.exit(main())
