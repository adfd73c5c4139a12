"""Let the system fail at every call in turn, run again, and see that the end is the same.

    python -m tests.faults [--only NAME] [--every N] [--calls write,fsync] [--verbose]

A folder of made-up inputs is converted once undisturbed, in each of the ways in
`SCENARIOS`.  Then the same again and again, and each time one call fails: the first
write, the second, and so on to the last, and so with every kind of call in `CALLS`;
once so that only this one fails, as on a disk with a bad place, and once so that it and
all that follow do, as on a disk that is full or gone.  After each, no file stands under
its own name but whole, nothing half-written is left, at most one line was said for each
thing that went wrong, the exit code is a documented one, and a second run makes of what
is there what the undisturbed run made.

The calls are those of Python's own functions (`os.write` and its like, and files that
`open` has opened), in a process that splits off for each run.  What C libraries write
past them is out of reach.
"""

from __future__ import annotations

import argparse
import builtins
import errno
import fcntl
import gzip
import io
import multiprocessing
import os
import random
import shutil
import signal
import stat
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bulletin_split import cli, split
from bulletin_split.batch import archive, convert, jsonl_in, jumps, parquet, shards, spool
from bulletin_split.evaluation import gold
from bulletin_split.views import report

from .benchmarks.pages import compose

LOADED = archive, gold, jsonl_in, jumps, parquet, report, shards
"""What runs import when they need it: loaded here, so that no import is hit by a fault."""

BOOKS = ".bulletin-split"

CALLS = {
    "open": errno.EIO,
    "read": errno.EIO,
    "write": errno.ENOSPC,
    "fsync": errno.EIO,
    "rename": errno.EIO,
    "close": errno.EIO,
    "mkdir": errno.ENOSPC,
    "stat": errno.EIO,
    "list": errno.EIO,
    "truncate": errno.EIO,
    "lock": errno.ENOLCK,
    "unlink": errno.EIO,
    "fork": errno.EAGAIN,
    "short": 0,
}
"""What fails, and the cause.  ``short`` fails nothing: a read or write does half of its work."""

OF_OUTPUT = {"write", "fsync", "rename"}
"""Calls that are for the output alone: where one fails, the exit code is 74."""


ENDS = {".parquet": b"PAR1", ".html": b"</html>\n"}
"""How files end that are no lines."""


class Fault(NamedTuple):
    """The call that fails: its kind, the how-manieth, and whether all after it do too."""

    call: str
    number: int
    lasting: bool = False


class Ran(NamedTuple):
    """How a run ended, what it said, and how many calls of the kind there were."""

    code: int
    out: bytes
    err: bytes
    calls: int


class Scenario(NamedTuple):
    """A command, and what stands there before it.

    ``held``: bytes that a process holds before they go through a file.  ``changed``:
    the command has run before, and then an input has changed and one is new.
    """

    arguments: tuple[str, ...]
    held: int | None = None
    changed: bool = False
    stdin: str | None = None


SCENARIOS = {
    "two files": Scenario(("in/sub", "-o", "out/")),
    "folder": Scenario(("in", "-o", "out/")),
    "resumed": Scenario(("in", "-o", "out/", "--discards", "rest/"), changed=True),
    "workers": Scenario(("in", "-o", "out/", "-j", "2", "--suffix", ".jsonl.gz"), 1000),
    "zstd": Scenario(("in", "-o", "out/", "--suffix", ".jsonl.zst", "--discards", "r.jsonl.gz")),
    "one file": Scenario(("in", "-o", "all.jsonl", "--discards", "rest.jsonl"), 1000),
    "one file, workers": Scenario(
        ("in", "-o", "all.jsonl.gz", "--discards", "rest.jsonl", "-j", "2"), 1000
    ),
    "shards": Scenario(("in", "-o", "out/", "--shards", "3", "--discards", "rest/")),
    "shards by size": Scenario(("in", "-o", "out/", "--shard-size", "8K", "-j", "2"), changed=True),
    "jumps": Scenario(("in", "-o", "out/", "--jumps", "jumps.jsonl", "--summary", "sum.json")),
    "list": Scenario(("@list", "-o", "out/")),
    "decoded": Scenario(("in/1.txt", "--decoded", "text", "-o", "all.jsonl")),
    "report": Scenario(("in", "-o", "all.jsonl", "--report", "report.html")),
    "lines": Scenario(("pages.jsonl", "--jsonl-in", "-o", "all.jsonl")),
    "output": Scenario(("in", "--discards", "rest.jsonl"), 1000),
    "input": Scenario(("-o", "all.jsonl"), stdin="in/1.txt"),
    "parquet": Scenario(("in", "-o", "out/", "--suffix", ".parquet")),
    "one parquet": Scenario(("in", "-o", "all.parquet")),
}


def make_inputs(root: Path) -> None:
    """Write the inputs of all scenarios below a folder: plain, packed, and in archives."""
    rng = random.Random(8)
    split(compose(rng))  # compiles all patterns here, once, and not in each process anew
    page = [compose(rng)[:2_500].encode("utf-8", "ignore") for _ in range(9)]
    folder = root / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "1.txt").write_bytes(page[0])
    (folder / "2.txt").write_bytes(page[1] + "（下转第2版）\n".encode())
    (folder / "3.txt.gz").write_bytes(gzip.compress(page[2], mtime=0))
    (folder / "sub" / "4.txt").write_bytes(page[3])
    (folder / "sub" / "5.txt").write_bytes(page[4])
    with zipfile.ZipFile(folder / "6.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", page[5])
        packed.writestr("b.txt", page[6])
    with tarfile.open(folder / "7.tar", "w") as tar:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(page[7])
        tar.addfile(entry, io.BytesIO(page[7]))
    (root / "list").write_text("in/1.txt\nin/sub\nin/6.zip\n")
    lines = [f'{{"id": "{number}", "text": "本报讯 今日有雨。"}}\n' for number in range(3)]
    (root / "pages.jsonl").write_text("".join(lines), encoding="utf-8")


def change_inputs(root: Path) -> None:
    """Change an input and add one."""
    with (root / "in" / "2.txt").open("ab") as stream:
        stream.write("本报讯 昨日，临沄县召开会议。（李明）\n".encode())
    (root / "in" / "8.txt").write_bytes("本报讯 今日有雨。\n".encode())


def tree(root: Path) -> dict[str, bytes]:
    """All files but the inputs and the books, those with hidden names too."""
    given = {"in", "list", "pages.jsonl", "sum.json"}
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if not given & {name.parts[0], name.name} and BOOKS not in name.parts and path.is_file():
            found[name.as_posix()] = path.read_bytes()
    return found


def drafts(root: Path) -> list[str]:
    """What is half-written."""
    return [path.name for path in root.rglob(".*.tmp")]


def run(
    arguments: Sequence[str],
    cwd: Path,
    fault: Fault | None = None,
    held: int | None = None,
    stdin: str | None = None,
) -> Ran:
    """Run the command in a process that splits off from this one, with a fault in it."""
    counter = multiprocessing.get_context("fork").Value("q", 0)
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
        sys.stdout.flush()
        if not (child := os.fork()):
            code = 70
            try:
                signal.alarm(60)
                os.chdir(cwd)
                given = os.open(stdin or os.devnull, os.O_RDONLY)
                for number, fd in enumerate((given, said.fileno(), told.fileno())):
                    os.dup2(fd, number)
                sys.stdin, sys.stdout, sys.stderr = (
                    os.fdopen(number, mode) for number, mode in enumerate("rww")
                )
                os.environ["TMPDIR"] = str(cwd)
                convert.BATCH_FILES = 2
                if held is not None:
                    vars(spool)["HELD"] = vars(convert)["HELD"] = held
                if fault is not None:
                    install(fault, counter)
                code = cli.run(list(arguments))
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 71
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        told.seek(0)
        return Ran(code, said.read(), told.read(), counter.value)


def install(fault: Fault, counter: Any) -> None:
    """Put the fault into this process: its functions of the kind count, and fail when it is time.

    Descriptors that are no plain file are left alone, but for standard input and output:
    no disk is behind them.
    """
    cause = CALLS[fault.call]

    def is_hit() -> bool:
        with counter.get_lock():
            counter.value += 1
            at: int = counter.value
        return at == fault.number or (fault.lasting and at > fault.number)

    def fail() -> Any:
        raise OSError(cause, os.strerror(cause))

    real_fstat, real_write, real_close = os.fstat, os.write, os.close

    def is_file(fd: int) -> bool:
        try:
            return fd < 2 or stat.S_ISREG(real_fstat(fd).st_mode)
        except OSError:
            return False

    def before(real: Callable[..., Any]) -> Callable[..., Any]:
        """The function, failing before it has done anything."""

        def faulty(*given: Any, **named: Any) -> Any:
            fd = given[0] if given else None
            if (not isinstance(fd, int) or is_file(fd)) and is_hit():
                fail()
            return real(*given, **named)

        return faulty

    def write(fd: int, data: Any, *where: int) -> int:
        """The half of it is written, and then it fails."""
        real = os_pwrite if where else real_write
        if fd == 2 or not is_file(fd) or not is_hit():
            return real(fd, data, *where)
        real(fd, memoryview(data)[: len(data) // 2], *where)
        written: int = fail()
        return written

    def close(fd: int) -> None:
        """The descriptor is free, whatever is said."""
        hit = is_file(fd) and is_hit()
        real_close(fd)
        if hit:
            fail()

    def short(real: Callable[..., Any]) -> Callable[..., Any]:
        def faulty(fd: int, data: Any) -> Any:
            if fd == 2 or not is_file(fd) or not is_hit():
                return real(fd, data)
            if isinstance(data, int):
                return real(fd, (data + 1) // 2)
            return real(fd, memoryview(data)[: (len(data) + 1) // 2])

        return faulty

    os_pwrite = os.pwrite
    if fault.call == "write":
        os.write, os.pwrite = write, write
    elif fault.call == "close":
        os.close = close
    elif fault.call == "short":
        os.write, os.read = short(os.write), short(os.read)
    else:
        names = {
            "open": ["open"],
            "read": ["read", "pread"],
            "fsync": ["fsync"],
            "rename": ["replace", "rename"],
            "mkdir": ["mkdir"],
            "stat": ["stat", "fstat"],
            "list": ["scandir", "listdir"],
            "truncate": ["ftruncate"],
            "unlink": ["unlink"],
            "lock": [],
            "fork": ["fork"],
        }[fault.call]
        for name in names:
            setattr(os, name, before(getattr(os, name)))
        if fault.call == "lock":
            fcntl.flock = before(fcntl.flock)
    if fault.call in ("open", "read", "write", "close"):
        _install_files(fault.call, is_hit, fail)


def _install_files(call: str, is_hit: Callable[[], bool], fail: Callable[[], Any]) -> None:
    """Let files that `open` opens fail too."""

    class Raw(io.FileIO):
        def __init__(self, file: Any, mode: str, closefd: bool, opener: Any) -> None:
            if call == "open" and not isinstance(file, int) and is_hit():
                fail()
            super().__init__(file, mode, closefd, opener)

        def readinto(self, buffer: Any) -> int | None:
            if call == "read" and is_hit():
                fail()
            return super().readinto(buffer)

        def readall(self) -> bytes:
            if call == "read" and is_hit():
                fail()
            return super().readall()

        def write(self, data: Any) -> int:
            if call == "write" and is_hit():
                super().write(memoryview(data)[: len(data) // 2])
                fail()
            written: int = super().write(data)
            return written

        def close(self) -> None:
            hit = call == "close" and not self.closed and is_hit()
            super().close()
            if hit:
                fail()

    def open_file(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        kind = io.BufferedReader if "r" in mode else io.BufferedWriter
        buffered = (io.BufferedRandom if "+" in mode else kind)(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    builtins.open = io.open = open_file
    tarfile.bltn_open = open_file  # type: ignore[attr-defined]


class Trial:
    """One scenario: its undisturbed end, and how it stands after a fault."""

    def __init__(self, root: Path, scenario: Scenario) -> None:
        self.root, self.scenario = root, scenario
        self.start = root / "start"
        self.place = root / "place"
        make_inputs(self.start)
        if scenario.changed:
            self._undisturbed(self.start)
            change_inputs(self.start)
        self.before = tree(self.start)
        self._anew()
        self.golden_out = self._undisturbed(self.place).out
        self.golden = tree(self.place)
        assert self.golden or self.golden_out
        plan = self._run(self.place, None, "--dry-run").out
        self.is_resumed = plan.startswith(b"leave")
        self.is_sharded = any(name.startswith("out/shard-") for name in self.golden)
        self.lines = self._lines(self.golden)

    def _anew(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.start, self.place)

    def _run(self, place: Path, fault: Fault | None = None, *more: str) -> Ran:
        given = (*self.scenario.arguments, *more)
        return run(given, place, fault, self.scenario.held, self.scenario.stdin)

    def _undisturbed(self, place: Path) -> Ran:
        ran = self._run(place)
        assert (ran.code, ran.err) == (0, b""), ran
        return ran

    def count(self, call: str) -> int:
        """How many calls of a kind the undisturbed run makes."""
        self._anew()
        return self._run(self.place, Fault(call, 0)).calls

    def broken(self, fault: Fault) -> list[str]:
        """What is not as promised after a fault, or after the run that follows it."""
        self._anew()
        ran = self._run(self.place, fault)
        found = [*self._of_end(ran, fault), *self._of_files(ran, fault)]
        again = ["--retry-failed"] if ran.code and self.is_resumed else []
        after = self._run(self.place, None, *again)
        if (after.code, after.err, after.out) != (0, b"", self.golden_out):
            found.append(f"run again: {after.code} {after.err.decode()}")
        if (made := tree(self.place)) != self.golden:
            names = {name for name, _ in made.items() ^ self.golden.items()}
            found.append(f"run again: other files: {sorted(names)}")
        if self.is_resumed:
            plan = self._run(self.place, None, "--dry-run").out.decode()
            if not all(line.startswith("leave") for line in plan.splitlines()):
                found.append(f"all done, and yet to be done: {plan}")
        return [f"{fault}: {text}" for text in found]

    def _of_end(self, ran: Ran, fault: Fault) -> Iterator[str]:
        said = ran.err.decode("utf-8", "replace")
        lines = said.splitlines()
        if ran.code not in (0, 1, 74):
            yield f"exit code {ran.code}: {said}"
        if any(not line.startswith("bulletin-split: ") or "; " not in line for line in lines):
            yield f"said: {said}"
        if ran.code == 0 and lines:
            yield f"all well, and yet: {said}"
        if ran.code and (not lines or (len(lines) > 1 and not fault.lasting)):
            yield f"{len(lines)} lines for exit code {ran.code}: {said}"
        if fault.call in OF_OUTPUT and ran.code != 74:
            yield f"exit code {ran.code} where the output failed: {said}"
        if fault.call == "short" and ran.code:
            yield f"a short read or write is no fault: {said}"

    def _of_files(self, ran: Ran, fault: Fault) -> Iterator[str]:
        left = drafts(self.place)
        if left and fault.call != "unlink":
            yield f"left behind: {left}"
        made = {name: data for name, data in tree(self.place).items() if name not in left}
        for name, data in made.items():
            if data in (self.golden.get(name), self.before.get(name)):
                continue
            # What is made of many inputs lacks those that failed, and is cut elsewhere where
            # their sizes could not be seen.
            of_many = self.is_sharded or not name.startswith(("out/", "rest/"))
            if not (of_many and self._lines({name: data}) <= self.lines):
                yield f"{name} is not whole"
        if ran.code == 0 and self._lines(made) != self.lines:
            yield "all well, and yet not all there"
        if ran.code == 0 and ran.out != self.golden_out:
            yield "all well, and yet not all is said"
        if ran.code == 74 and not self.golden_out.startswith(ran.out):
            yield "standard output is not the beginning of what it should be"

    @staticmethod
    def _lines(files: dict[str, bytes]) -> set[bytes]:
        """The lines of files of records, whole ones with their ends; nothing of other files."""
        found: set[bytes] = set()
        for name, data in files.items():
            if name.endswith(".gz"):
                data = gzip.decompress(data)
            if name.endswith((".jsonl", ".jsonl.gz")):
                found.update(data.splitlines(keepends=True))
            elif name.endswith(tuple(ENDS)) and not data.endswith(ENDS[Path(name).suffix]):
                found.add(b"torn: " + name.encode())
        return found


def faults(trial: Trial, calls: Sequence[str], every: int = 1) -> Iterator[Fault]:
    """Each call of each kind, once alone and once for good."""
    for call in calls:
        for number in range(1, trial.count(call) + 1, every):
            yield Fault(call, number)
            if call != "short":
                yield Fault(call, number, lasting=True)
        if call == "short":
            yield Fault(call, 1, lasting=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Let all fail in turn; 1 where something was not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(SCENARIOS), help="this one alone")
    parser.add_argument("--every", type=int, default=1, help="of the calls, each Nth (1)")
    parser.add_argument("--calls", default=",".join(CALLS), help="kinds of calls")
    parser.add_argument("--verbose", action="store_true", help="print each thing that is not so")
    options = parser.parse_args(argv)
    total = bad = 0
    for name in options.only or SCENARIOS:
        began, count, wrong = time.monotonic(), 0, 0
        with tempfile.TemporaryDirectory() as place:
            trial = Trial(Path(place), SCENARIOS[name])
            for fault in faults(trial, options.calls.split(","), options.every):
                found = trial.broken(fault)
                count += 1
                wrong += bool(found)
                if found and options.verbose:
                    print(*found, sep="\n")
        seconds = time.monotonic() - began
        print(
            f"{name:20} {count:5} faults, {wrong:4} not as promised, {seconds:4.0f} s", flush=True
        )
        total, bad = total + count, bad + wrong
    print(f"{total} faults, {bad} not as promised")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
