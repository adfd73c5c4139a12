"""What the system does to a run: calls that fail, signals, closed streams, full disks.

Whatever happens, no output file is half written, no temporary file stays, one line says
what went wrong, and the next run makes of it what an undisturbed one would have made.
`faults` has the machinery, and run by itself it tries every call in every scenario.
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bulletin_split import sink
from bulletin_split.batch import convert, inputs, spool, workers
from bulletin_split.model import Options

from .faults import CALLS, SCENARIOS, Fault, Trial, drafts, faults
from .kills import asked, is_prepared, make_tree, snapshot
from .test_archive import children
from .test_cli import COMMAND, PACKAGE, PAGE, SHELL, fails, paths, records, tree
from .test_cli import run as run_anew

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs processes that split off")


def shell(command: str, cwd: Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", "-c", command], cwd=cwd, input=data, capture_output=True, timeout=60
    )


# Calls that fail, one by one


@LINUX
@pytest.mark.parametrize("call", CALLS)
def test_every_call_of_a_run_may_fail(tmp_path: Path, call: str) -> None:
    trial = Trial(tmp_path, SCENARIOS["two files"])
    tried = list(faults(trial, [call], 3 if call == "stat" else 1))
    assert [text for fault in tried for text in trial.broken(fault)] == []
    assert tried or call in ("truncate", "fork", "unlink"), "a call that is never made"


@LINUX
@pytest.mark.parametrize("name", list(SCENARIOS)[1:-2])
def test_some_calls_of_every_kind_of_run_may_fail(tmp_path: Path, name: str) -> None:
    """A few of each scenario; `python -m tests.faults` has all, and Parquet, whose library
    has threads that do not come along when a process splits off."""
    trial = Trial(tmp_path, SCENARIOS[name])
    tried = list(faults(trial, ["write", "rename", "close", "open", "read", "fork", "short"], 5))
    for fault in random.Random(name).sample(tried, min(len(tried), 3)):
        assert trial.broken(fault) == []


@LINUX
def test_a_draft_that_stays_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = Trial(tmp_path, SCENARIOS["two files"])
    assert trial.broken(Fault("write", 3)) == []
    monkeypatch.setattr(sink.Draft, "drop", lambda self: None)
    assert "left behind" in str(trial.broken(Fault("write", 3)))


@LINUX
def test_a_half_file_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = Trial(tmp_path, SCENARIOS["two files"])

    def placed(self: sink.Draft) -> None:
        os.replace(self.name, self.path)
        os.close(self.fd)

    monkeypatch.setattr(sink.Draft, "drop", placed)
    assert "is not whole" in str([trial.broken(Fault("write", number)) for number in (3, 4)])


# Parts that wait in files


def a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[convert.Job, list[Any]]:
    """A job whose parts all wait in files, and a batch for each of ten inputs."""
    monkeypatch.setattr(spool, "HELD", 100)
    for number in range(10):
        path = tmp_path / "in" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PAGE)
    (tmp_path / "wait").mkdir()
    notes = inputs.Notes(lambda _error: None, lambda _path, _why: None)
    found = list(inputs.pages([str(tmp_path / "in")], inputs.Choice(), notes))
    return convert.Job(Options(), scratch=str(tmp_path / "wait")), [[page] for page in found]


def worked(job: convert.Job, batches: list[Any]) -> Iterator[workers.Converted]:
    return workers.results(
        job, iter(batches), 2, is_local=lambda _b, _n: False, tick=lambda _n: None
    )


@LINUX
def test_parts_outlive_the_worker_that_made_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first input takes long; meanwhile the other worker does some, and is killed."""
    job, batches = a_job(tmp_path, monkeypatch)
    real = convert.convert

    def slow_or_deadly(page: inputs.Page, *given: Any) -> convert.Outcome:
        if page.name == "0.txt":
            time.sleep(1)
        if page.name == "5.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(page, *given)

    monkeypatch.setattr(convert, "convert", slow_or_deadly)
    for batch, result in worked(job, batches):
        assert result
        if batch[0].name == "5.txt":
            assert "signal 9" in str(result.outcomes[0].cause)
        else:
            (part,) = result.records
            assert isinstance(part, str)
            assert len(records(Path(part).read_bytes())) == 2
            spool.discard(result.records)
    assert os.listdir(tmp_path / "wait") == []


@LINUX
def test_a_run_that_ends_early_leaves_no_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, batches = a_job(tmp_path, monkeypatch)
    work = worked(job, batches)
    for _batch, result in islice(work, 1):
        assert result
        time.sleep(0.5)  # the others are made
        spool.discard(result.records)
    assert os.listdir(tmp_path / "wait") != []
    work.close()  # type: ignore[attr-defined]
    assert os.listdir(tmp_path / "wait") == []


@LINUX
def test_fewer_processes_than_wanted_are_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, batches = a_job(tmp_path, monkeypatch)
    real, made = os.fork, [0]

    def fork() -> int:
        made[0] += 1
        if made[0] == 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return real()

    monkeypatch.setattr(os, "fork", fork)
    done = []
    for batch, result in worked(job, batches):
        assert result
        spool.discard(result.records)
        done.append(batch)
    assert done == batches


def test_a_packed_pipe_may_come_byte_by_byte(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "1.txt.gz")

    def feed() -> None:
        with (tmp_path / "1.txt.gz").open("wb", buffering=0) as pipe:
            for byte in gzip.compress(PAGE):
                pipe.write(bytes([byte]))
                time.sleep(0.0005)

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    result = run_anew("1.txt.gz", cwd=tmp_path)
    thread.join(10)
    assert (result.returncode, result.stderr) == (0, b"")
    assert len(records(result.stdout)) == 2


# Streams that are closed, and disks that are full


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with five inputs."""
    for number in range(5):
        (tmp_path / "in").mkdir(exist_ok=True)
        page = "第三版\n\n".encode() + PAGE * (1 + 4 * number)
        (tmp_path / "in" / f"{number}.txt").write_bytes(page)
    return tmp_path


def test_a_closed_standard_input_lists_nothing(folder: Path) -> None:
    """Not whatever file has got its number."""
    result = shell(f"{SHELL} @- -o out/ <&-", folder)
    fails(result, 1, "standard input: it is closed")
    assert tree(folder / "out") == {}


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_a_closed_standard_output_is_no_other_file(folder: Path, name: str) -> None:
    result = shell(f"{SHELL} in --discards rest.jsonl -o {name} >&-", folder)
    fails(result, 74, name, "it is closed")
    assert set(tree(folder)) == {f"in/{number}.txt" for number in range(5)}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_all_streams_closed(folder: Path, jobs: str) -> None:
    """Nothing that is meant for them ends in a file, and no file is missed."""
    command = f"{SHELL} in no.txt -o out/ -j {jobs} --discards rest.jsonl"
    assert shell(f"{command} <&- >&- 2>&-", folder).returncode == 1
    assert shell(f"{SHELL} in -o fresh/", folder).returncode == 0
    assert tree(folder / "out") == tree(folder / "fresh")
    assert b"no.txt" not in b"".join(tree(folder).values())


@pytest.mark.parametrize(
    "given", ["-o out/", "-o out/ --suffix .jsonl.gz -j 2", "-o out/ --shards 2"]
)
def test_a_limit_on_file_size_in_a_folder(folder: Path, given: str) -> None:
    (folder / "in" / "3.txt").write_bytes(os.urandom(10_000).hex().encode())
    result = shell(f"ulimit -f 8; {SHELL} in {given}", folder)
    fails(result, 74, "out/", "File too large", "raise the limit")
    assert drafts(folder) == []
    assert shell(f"{SHELL} in {given}", folder).returncode == 0
    assert shell(f"{SHELL} in {given.replace('out/', 'fresh/')}", folder).returncode == 0
    assert tree(folder / "out") == tree(folder / "fresh")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "given",
    [
        "in -o /dev/full",
        "in -o all.jsonl --discards /dev/full",
        "in/1.txt --decoded /dev/full",
        "in -o out/ --summary /dev/full",
        "in -j 2 > /dev/full",
    ],
)
def test_a_full_device(folder: Path, given: str) -> None:
    result = shell(f"{SHELL} {given}", folder)
    fails(result, 74, "No space left")
    assert drafts(folder) == []
    assert not (folder / "all.jsonl").exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root on Linux")
@pytest.mark.parametrize("given", ["-o disk/out/", "-o disk/all.jsonl", "-o disk/out/ -j 2"])
def test_a_small_disk(folder: Path, given: str) -> None:
    (folder / "disk").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "none", str(folder / "disk")]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        result = shell(f"{SHELL} in {given}", folder)
        fails(result, 74, "disk/", "No space left on device; free some space")
        assert drafts(folder) == []
        whole = tree(folder / "disk")
        subprocess.run([*mount[:3], "-o", "remount,size=2m", *mount[5:]], check=True)
        assert shell(f"{SHELL} in {given}", folder).returncode == 0
        after = tree(folder / "disk")
        assert whole.items() <= after.items()
        assert len(paths(b"".join(after.values()))) == 5
    finally:
        subprocess.run(["umount", "-l", str(folder / "disk")], check=True)


# Signals


@LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment(tmp_path: Path, number: signal.Signals) -> None:
    """From the first moments on, which load what the command consists of."""
    make_tree(tmp_path / "in", 60)
    command = [*COMMAND, "in", "-o", "out/", "-j", "2"]
    assert subprocess.run([*command[:-3], "fresh/"], cwd=tmp_path).returncode == 0
    golden = snapshot(tmp_path / "fresh")
    rng, stopped = random.Random(number), 0
    for at in [0, 0.02, *(rng.uniform(0, 0.7) for _ in range(6))]:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        with subprocess.Popen(
            command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
        ) as process:
            while not is_prepared(process.pid):
                time.sleep(0.001)
            time.sleep(at)
            assert asked(process, number) == []
        stopped += process.returncode > 0
        if (tmp_path / "out").exists():
            assert drafts(tmp_path / "out") == []
            assert snapshot(tmp_path / "out").items() <= golden.items()
    assert stopped > 1, "none came in time"


@LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_in_a_pipe(tmp_path: Path, number: signal.Signals) -> None:
    make_tree(tmp_path / "in", 200)
    command = [*COMMAND, "in", "--discards", "rest.jsonl", "-j", "2"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.2)  # the pipe is full, and nobody reads
        assert asked(process, number) == []
        assert process.returncode == 128 + number
    assert drafts(tmp_path) == []
    assert sorted(os.listdir(tmp_path)) == ["in"]


def test_a_signal_in_a_finalizer_is_not_lost(tmp_path: Path) -> None:
    program = (
        "import os, signal, time; from bulletin_split.process import prepare; prepare()\n"
        "class Final:\n"
        "    def __del__(self):\n"
        "        os.kill(os.getpid(), signal.SIGTERM); time.sleep(0)\n"
        "Final(); time.sleep(20); print('still here')"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        timeout=60,
    )
    assert (result.returncode, result.stdout, result.stderr) == (143, b"", b"")


def test_a_reader_that_leaves_a_run_with_workers(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", 100)
    command = [*COMMAND, "in", "-j", "2", "--discards", "rest.jsonl"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        workers_of = children(process.pid)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
    assert workers_of
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers_of)
    assert sorted(os.listdir(tmp_path)) == ["in"]
