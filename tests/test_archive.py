"""Folders of any size: what is read, what is written, what a second run does.

The records themselves are for other tests.  Here every input arrives, in its place, in
the same bytes however many processes work; and whatever is wrong with one of them stays
its own affair.
"""

from __future__ import annotations

import bz2
import gc
import gzip
import io
import json
import lzma
import os
import random
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bulletin_split import cli, split
from bulletin_split.batch import (
    archive,
    convert,
    inputs,
    jumps,
    manifest,
    reading,
    spool,
    workers,
)
from bulletin_split.batch.archive import Run
from bulletin_split.batch.summary import Summary
from bulletin_split.model import Options
from bulletin_split.profile import load_profile
from bulletin_split.terminal import Progress

from .kills import digest, make_tree
from .test_cli import COMMAND, PACKAGE, PAGE, fails, paths, records, tree
from .test_cli import run as run_anew

BOOKS = ".bulletin-split"
EVERY_PACKING: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def run(
    *arguments: str | Path, cwd: Path | None = None, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process that splits off from this one, which has all it imports.

    `test_cli` starts it anew each time; here that would be most of what the tests do.
    """
    words = " ".join(map(str, arguments))
    if sys.platform != "linux" or "parquet" in words:  # its library's threads do not come along
        return run_anew(*arguments, data=data, **({} if cwd is None else {"cwd": cwd}))
    with ExitStack() as stack:
        given, said, told = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(data)
        given.flush()
        given.seek(0)
        sys.stdout.flush()
        if not (child := os.fork()):
            code = 70
            try:
                signal.alarm(60)
                for number, file in enumerate((given, said, told)):
                    os.dup2(file.fileno(), number)
                sys.stdin, sys.stdout, sys.stderr = (
                    os.fdopen(number, mode) for number, mode in enumerate("rww")
                )
                os.chdir(cwd or ".")
                code = cli.run([str(argument) for argument in arguments])
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        told.seek(0)
        return subprocess.CompletedProcess(arguments, code, said.read(), told.read())


def zstd(data: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    packed: bytes = zstandard.ZstdCompressor().compress(data)
    return packed


def write(path: Path, data: bytes = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is replaced."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def lines(folder: Path) -> list[dict[str, Any]]:
    """The manifest of an output folder."""
    return [json.loads(line) for line in (folder / BOOKS / "manifest.jsonl").open()]


def numbers(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def files(path: Path) -> dict[str, int]:
    """The counts of files in a summary that are not nought."""
    return {name: count for name, count in numbers(path)["files"].items() if count}


# What is read


@pytest.mark.parametrize("suffix", [*EVERY_PACKING, ".zst"])
def test_packed_files_are_read_in_place(tmp_path: Path, suffix: str) -> None:
    pack = EVERY_PACKING.get(suffix, zstd)
    write(tmp_path / "in" / f"1.txt{suffix}", pack(PAGE) + pack(PAGE))
    assert run("in", "-o", "out/", cwd=tmp_path).stderr == b""
    (data,) = tree(tmp_path / "out").values()
    assert list(tree(tmp_path / "out")) == ["1.jsonl"]
    name = f"1.txt{suffix}"
    assert records(data) == [dict(record) for record in split(PAGE * 2, name=name)]


def packed_folder(folder: Path, kind: str, members: dict[str, bytes]) -> Path:
    path = folder / f"pages.{kind}"
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
    else:
        with tarfile.open(path, "w") as tar:
            for name, data in members.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
    return path


@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_members_of_archives_are_read_in_place(tmp_path: Path, kind: str, jobs: str) -> None:
    members = {
        "b/2.txt": PAGE,
        "b/1.txt.gz": gzip.compress(PAGE),
        "a.txt": PAGE * 2,
        "scan.pdf": b"%PDF",
        "__MACOSX/._a.txt": b"\0",
        ".hidden.txt": PAGE,
    }
    packed_folder(tmp_path / "in" / "x", kind, members)
    write(tmp_path / "in" / "x" / "z.txt")
    result = run("in", "-o", "out/", "-j", jobs, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    found = tree(tmp_path / "out")
    inside = f"x/pages.{kind}"
    assert set(found) == {
        f"{inside}/a.jsonl",
        f"{inside}/b/1.jsonl",
        f"{inside}/b/2.jsonl",
        "x/z.jsonl",
    }
    assert paths(found[f"{inside}/b/1.jsonl"]) == [f"{inside}!/b/1.txt.gz"]
    assert records(found[f"{inside}/a.jsonl"])[0]["id"].startswith(f"{inside}!/a.txt:")
    in_order = [f"{inside}!/a.txt", f"{inside}!/b/1.txt.gz", f"{inside}!/b/2.txt", "x/z.txt"]
    assert paths(run("in", cwd=tmp_path).stdout) == in_order


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_names_that_lead_out_of_an_archive_stay_inside(tmp_path: Path, kind: str) -> None:
    members = {
        "../../up.txt": PAGE,
        "/etc/absolute.txt": PAGE,
        "a/../../../b/up.txt": PAGE,
        "C:\\temp\\w.txt": PAGE,
    }
    packed_folder(tmp_path / "in", kind, members)
    assert run("in", "-o", "deep/out/", cwd=tmp_path).returncode == 0
    assert {name for name in tree(tmp_path) if name.startswith("deep/")} == {
        f"deep/out/pages.{kind}/{name}.jsonl"
        for name in ("up", "etc/absolute", "a/b/up", "C_/temp/w")
    }
    assert set(os.listdir(tmp_path)) == {"in", "deep"}


def test_members_of_one_name_do_not_become_one_file(tmp_path: Path) -> None:
    packed_folder(tmp_path / "in", "zip", {"1.txt": PAGE, "../1.txt": PAGE, "2.txt": PAGE})
    fails(run("in", "-o", "out/", cwd=tmp_path), 1, "pages.zip!/", "1.txt", "name")
    assert len(tree(tmp_path / "out")) == 2


def test_a_zip_of_chinese_windows_has_its_names(tmp_path: Path) -> None:
    packed_folder(tmp_path, "zip", {"#####.txt": PAGE})
    data = (tmp_path / "pages.zip").read_bytes().replace(b"#####", "第1版".encode("gb18030"))
    (tmp_path / "pages.zip").write_bytes(data)
    assert paths(run("pages.zip", cwd=tmp_path).stdout) == ["pages.zip!/第1版.txt"]


@pytest.mark.parametrize(
    "name", ["bad.zip", "bad.tar", "1.txt.gz", "1.txt.xz", "1.txt.bz2", "a.tgz"]
)
def test_a_damaged_archive_is_a_failure_of_its_own(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, b"this is none")
    write(tmp_path / "2.txt")
    result = run(name, "2.txt", "-o", "out/", cwd=tmp_path)
    fails(result, 1, name, "; ")
    assert set(tree(tmp_path / "out")) == {"2.jsonl"}


@pytest.mark.parametrize("suffix", [*EVERY_PACKING, ".zst"])
@pytest.mark.parametrize("cut", [0.5, 0.99])
def test_a_packed_file_that_ends_too_early(tmp_path: Path, suffix: str, cut: float) -> None:
    data = EVERY_PACKING.get(suffix, zstd)(random.Random(1).randbytes(200_000) + PAGE)
    write(tmp_path / f"1.txt{suffix}", data[: int(len(data) * cut)])
    write(tmp_path / "2.txt")
    result = run(f"1.txt{suffix}", "2.txt", cwd=tmp_path)
    fails(result, 1, f"1.txt{suffix}", "damaged")
    assert paths(result.stdout) == ["2.txt"], "nothing of the damaged one is left"


def test_an_encrypted_or_damaged_member(tmp_path: Path) -> None:
    path = packed_folder(tmp_path / "in", "zip", {"1.txt": PAGE, "2.txt": PAGE * 2})
    data = bytearray(path.read_bytes())
    for at in (data.index(b"PK\x01\x02") + 8, data.index(b"PK\x03\x04") + 6):
        data[at] |= 1
    path.write_bytes(data)
    fails(run("in", "-o", "out/", cwd=tmp_path), 1, "pages.zip!/1.txt", "encrypted")
    data[data.rindex(b"2.txt", 0, data.index(b"PK\x01\x02")) + 20] ^= 0xFF
    path.write_bytes(data)
    result = run("in", "-o", "again/", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 2
    assert b"pages.zip!/2.txt" in result.stderr


LISTS = {
    "list.txt": b"in/b.txt\r\n\nin/a\nin/none.txt\n",
    "list0": b"in/b.txt\0in/a\0in/none.txt",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_paths(tmp_path: Path, name: str) -> None:
    write(tmp_path / "in" / "b.txt")
    write(tmp_path / "in" / "a" / "1.txt")
    write(tmp_path / name, LISTS[name])
    result = run(f"@{name}", "-o", "out/", cwd=tmp_path)
    fails(result, 1, "in/none.txt", "No such file")
    assert set(tree(tmp_path / "out")) == {"in/b.jsonl", "in/a/1.jsonl"}
    given = run("@-", cwd=tmp_path, data=LISTS[name])
    assert paths(given.stdout) == ["in/b.txt", "in/a/1.txt"]
    fails(run("@nowhere", cwd=tmp_path), 1, "nowhere", "No such file")


def test_a_list_stays_inside_out_and_waits_for_no_pipe(tmp_path: Path) -> None:
    write(tmp_path / "1.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "list", f"{tmp_path}/1.txt\n../{tmp_path.name}/1.txt\npipe.txt\n".encode())
    result = run("@list", "-o", "out/", "--summary", "s.json", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    found = set(tree(tmp_path / "out"))
    assert found == {f"{tmp_path}/1.jsonl".lstrip("/"), f"{tmp_path.name}/1.jsonl"}
    assert numbers(tmp_path / "s.json")["skipped"]["by_reason"] == {"a pipe": 1}


@pytest.mark.parametrize(
    ("globs", "found"),
    [
        (["*.md"], ["a/x.md", "y.md"]),
        (["a/*"], ["a/1.txt", "a/x.md"]),
        (["**/1.*", "y.md"], ["a/1.txt", "a/b/1.txt", "y.md"]),
        (["[!y]*.md"], ["a/x.md"]),
        (["z.zip/*"], ["z.zip!/m.txt"]),
    ],
)
def test_glob(tmp_path: Path, globs: list[str], found: list[str]) -> None:
    for name in ("a/1.txt", "a/b/1.txt", "a/x.md", "y.md"):
        write(tmp_path / "in" / name)
    packed_folder(tmp_path / "in", "zip", {"m.txt": PAGE}).rename(tmp_path / "in" / "z.zip")
    given = [word for glob in globs for word in ("--glob", glob)]
    assert paths(run("in", *given, cwd=tmp_path).stdout) == found


def test_hidden_files_links_and_loops(tmp_path: Path) -> None:
    for name in ("1.txt", ".2.txt", ".dot/3.txt", "sub/4.txt"):
        write(tmp_path / "in" / name)
    write(tmp_path / "away" / "5.txt")
    for name, to in (
        ("link.txt", "1.txt"),
        ("more", "../away"),
        ("sub/up", ".."),
        ("dead.txt", "no"),
    ):
        (tmp_path / "in" / name).symlink_to(to)
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        os.rename(tmp_path / "s", tmp_path / "in" / "socket.txt")
        result = run("in", "-o", "plain/", "--summary", "plain.json", cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, b"")
        assert run("in", "-o", "hidden/", "--hidden", cwd=tmp_path).returncode == 0
        result = run("in", "-o", "follow/", "--follow", "--summary", "follow.json", cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, b"")
    assert set(tree(tmp_path / "plain")) == {"1.jsonl", "sub/4.jsonl"}
    assert set(tree(tmp_path / "hidden")) == {"1.jsonl", ".2.jsonl", ".dot/3.jsonl", "sub/4.jsonl"}
    followed = {"1.jsonl", "link.jsonl", "more/5.jsonl", "sub/4.jsonl"}
    assert set(tree(tmp_path / "follow")) == followed
    skipped = numbers(tmp_path / "plain.json")["skipped"]["by_reason"]
    assert skipped == {"a link": 4, "a pipe": 1, "a socket": 1}
    skipped = numbers(tmp_path / "follow.json")["skipped"]["by_reason"]
    expected = {"a link that leads back": 1, "a link that leads nowhere": 1}
    assert skipped == expected | {"a pipe": 1, "a socket": 1}


ODD_NAMES = [
    b"line\nbreak.txt",
    b"\xb5\xda1\xb0\xe6.txt",
    b"n" * 246 + b".txt",
    "页".encode() * 83 + b".txt",
    b"n" * 251 + b".ocr",
    b"tab\tquote\"'.txt",
    b"-o.txt",
    b"@list.txt",
]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_odd_names(tmp_path: Path, suffix: str, jobs: str) -> None:
    (tmp_path / "in").mkdir()
    for name in ODD_NAMES:
        try:
            write(tmp_path / "in" / os.fsdecode(name))
        except OSError:
            pytest.skip("this file system wants text")
    arguments = ["in", "-o", "out/", "--suffix", suffix, "-j", jobs, "--summary", "s.json"]
    assert run(*arguments, cwd=tmp_path).stderr == b""
    found = tree(tmp_path / "out")
    assert len(found) == len(ODD_NAMES)
    unpack = gzip.decompress if suffix.endswith(".gz") else bytes
    names = {name for data in found.values() for name in paths(unpack(data))}
    assert names == set(map(os.fsdecode, ODD_NAMES))
    assert run(*arguments, cwd=tmp_path).stderr == b""
    assert files(tmp_path / "s.json") == {"unchanged": len(ODD_NAMES)}


def test_two_long_names_stay_two(tmp_path: Path) -> None:
    for end in ("a", "b"):
        write(tmp_path / "in" / ("n" * 240 + end * 10 + ".txt"))
    assert run("in", "-o", "out/", "--suffix", ".jsonl.gz", cwd=tmp_path).stderr == b""
    assert len(tree(tmp_path / "out")) == 2


# What a path says


def test_path_pattern_fills_the_page(tmp_path: Path) -> None:
    write(
        tmp_path / "in/青河日报/2020-02-24/3.txt",
        "青河日报\n2020年1月1日 第1版\n\n".encode() + PAGE,
    )
    write(tmp_path / "in/青河日报/2020-02-30/3.txt")
    pattern = "{publication}/{date:%Y-%m-%d}/{page}.txt"
    result = run("in", "--path-pattern", pattern, "--summary", "s.json", cwd=tmp_path)
    assert result.stderr == b""
    by_path: dict[str, Any] = {r["source"]["path"]: r["page"] for r in records(result.stdout)}
    page = by_path["青河日报/2020-02-24/3.txt"]
    assert (page["publication"], page["date"], page["number"]) == ("青河日报", "2020-02-24", "3")
    assert not by_path["青河日报/2020-02-30/3.txt"]
    assert numbers(tmp_path / "s.json")["path_pattern_unmatched"] == 1


def test_path_pattern_reads_members_and_packed_files(tmp_path: Path) -> None:
    packed_folder(tmp_path / "in/20200224", "zip", {"青河日报_A03.txt": PAGE})
    write(tmp_path / "in/20200225/青河日报_A04.txt.gz", gzip.compress(PAGE))
    result = run("in", "--path-pattern", "{date:%Y%m%d}/*{publication}_{page}.txt", cwd=tmp_path)
    assert result.stderr == b""
    result = run(
        "in", "--path-pattern", "{date:%Y%m%d}/pages.zip/{publication}_{page}.txt", cwd=tmp_path
    )
    numbers = {r["page"] and r["page"]["number"] for r in records(result.stdout)}
    assert numbers == {"A03", None}


@pytest.mark.parametrize(
    "pattern", ["x.txt", "{year}/x", "{date:%j}", "{date:%Y}", "{page}{page}", "{page", "{page:%d}"]
)
def test_a_wrong_path_pattern(tmp_path: Path, pattern: str) -> None:
    fails(run("--path-pattern", pattern, cwd=tmp_path, data=PAGE), 2, "--path-pattern")


# What is written


def unpacked(path: Path) -> bytes:
    if path.name.endswith(".gz"):
        return gzip.decompress(path.read_bytes())
    if path.name.endswith(".zst"):
        zstandard = pytest.importorskip("zstandard")
        with path.open("rb") as stream:
            reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
            data: bytes = reader.read()
            return data
    return path.read_bytes()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with files enough for several batches."""
    root = tmp_path / "in"
    for number in range(150):
        write(root / f"{number // 20}" / f"{number:03}.txt", PAGE * (1 + number % 3))
    return root


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_one_file_is_the_same_however_many_work(tmp_path: Path, pages: Path, suffix: str) -> None:
    plain = run(pages).stdout
    made = set()
    for jobs in ("1", "2", "3"):
        out = tmp_path / f"all{jobs}{suffix}"
        rest = tmp_path / f"rest{jobs}{suffix}"
        assert run(pages, "-o", out, "-j", jobs, "--discards", rest).stderr == b""
        assert unpacked(out) == plain
        made.add((out.read_bytes(), rest.read_bytes()))
    assert len(made) == 1
    assert run(pages, "-j", "2").stdout == plain


def test_standard_input_can_be_packed(tmp_path: Path) -> None:
    assert run("-", "-o", "1.jsonl.gz", cwd=tmp_path, data=PAGE).stderr == b""
    assert unpacked(tmp_path / "1.jsonl.gz") == run(data=PAGE).stdout
    assert run("-", "-o", "0.jsonl.gz", cwd=tmp_path, data=b"").stderr == b""
    assert unpacked(tmp_path / "0.jsonl.gz") == b""


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst"])
def test_a_folder_of_packed_files(tmp_path: Path, pages: Path, suffix: str) -> None:
    out = tmp_path / "out"
    rest = tmp_path / "rest"
    assert run(pages, "-o", f"{out}/", "--suffix", suffix, "--discards", f"{rest}/").stderr == b""
    names = sorted(tree(out))
    assert len(names) == 150
    assert sorted(tree(rest)) == names
    assert b"".join(unpacked(out / name) for name in names) == run(pages).stdout


def test_parquet_holds_the_same_records(tmp_path: Path, pages: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    write(pages / os.fsdecode(b"\xb5\xda.txt"))
    plain = records(run(pages).stdout)
    made = set()
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.parquet"
        assert run(pages, "-o", out, "-j", jobs).stderr == b""
        made.add(out.read_bytes())
    assert len(made) == 1
    rows = pq.read_table(out).to_pylist()
    for row in rows:
        row["repairs"] = dict(row["repairs"])
    for record in plain:
        for where, key in ((record, "id"), (record["source"], "path")):
            where[key] = where[key].encode("utf-8", "backslashreplace").decode()
    assert rows == plain
    assert run(pages, "-o", f"{tmp_path}/out/", "--suffix", "parquet").stderr == b""
    folder = tmp_path / "out"
    data = [io.BytesIO(content) for _, content in sorted(tree(folder).items())]
    found = [row for file in data for row in pq.read_table(file).to_pylist()]
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert pq.read_schema(out).equals(pq.read_schema(folder / "0" / "000.parquet"))


def test_parquet_row_groups_are_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    from bulletin_split.batch import formats, parquet

    monkeypatch.setattr(parquet, "GROUP_ROWS", 10)
    line = run(data=PAGE).stdout.split(b"\n")[0] + b"\n"
    with formats.whole_store(str(tmp_path / "a.parquet"), ".parquet") as store:
        for _ in range(25):
            store.write(line)
    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [10, 10, 5]


@pytest.mark.parametrize(
    ("module", "arguments", "extra"),
    [
        ("zstandard", ["1.txt", "-o", "a.jsonl.zst"], "[zstd]"),
        ("zstandard", ["1.txt", "-o", "out/", "--suffix", ".jsonl.zst"], "[zstd]"),
        ("pyarrow", ["1.txt", "-o", "a.parquet"], "[parquet]"),
    ],
)
@pytest.mark.skipif(sys.version_info >= (3, 14), reason="the standard library has zstd")
def test_a_missing_extra_is_named(
    tmp_path: Path, module: str, arguments: list[str], extra: str
) -> None:
    write(tmp_path / "1.txt")
    program = (
        f"import sys; sys.modules['{module}'] = None;"
        "from bulletin_split.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        timeout=60,
    )
    fails(result, 2, "pip install", extra)
    assert set(os.listdir(tmp_path)) == {"1.txt"}


@pytest.mark.parametrize(
    ("arguments", "suffix"),
    [
        (["--shards", "4"], ".jsonl"),
        (["--shards", "4"], ".jsonl.gz"),
        (["--shard-size", "100K"], ".jsonl"),
        (["--shard-size", "1K"], ".jsonl.gz"),
    ],
)
def test_shards(tmp_path: Path, pages: Path, arguments: list[str], suffix: str) -> None:
    plain, trees = run(pages).stdout, []
    for jobs in ("1", "3"):
        out = tmp_path / f"out{jobs}"
        given: list[str | Path] = [
            pages,
            "-o",
            f"{out}/",
            *arguments,
            "--suffix",
            suffix,
            "-j",
            jobs,
        ]
        assert run(*given).stderr == b""
        trees.append(tree(out))
    assert trees[0] == trees[1]
    names = sorted(trees[0])
    assert names == [f"shard-{number:05}{suffix}" for number in range(len(names))]
    assert b"".join(unpacked(tmp_path / "out1" / name) for name in names) == plain
    assert len(names) == 4 if arguments[0] == "--shards" else 1 < len(names) < 150
    if suffix == ".jsonl" and arguments[0] == "--shard-size":
        sizes = [len(trees[0][name]) for name in names]
        assert min(sizes[:-1]) >= 100 << 10
        assert max(sizes) < 200 << 10


@pytest.mark.parametrize("arguments", [["--shards", "3"], ["--shard-size", "300K"]])
def test_dry_run_of_shards(tmp_path: Path, pages: Path, arguments: list[str]) -> None:
    given: list[str | Path] = [pages, "-o", f"{tmp_path}/out/", *arguments]
    first = run(*given, "--dry-run").stdout.decode().splitlines()
    assert all(line.startswith("convert ") for line in first)
    assert not (tmp_path / "out").exists()
    assert run(*given).stderr == b""
    lines = run(*given, "--dry-run").stdout.decode().splitlines()
    assert lines == [
        f"leave (unchanged) {tmp_path}/out/{name}" for name in sorted(tree(tmp_path / "out"))
    ]


def test_more_shards_than_inputs(tmp_path: Path) -> None:
    write(tmp_path / "1.txt")
    assert run("1.txt", "-o", "out/", "--shards", "3", cwd=tmp_path).stderr == b""
    assert sorted(tree(tmp_path / "out")) == [f"shard-0000{n}.jsonl" for n in range(3)]


@pytest.mark.parametrize("arguments", [["--shards", "5"], ["--shard-size", "50K"]])
def test_a_second_run_does_the_shards_that_changed(
    tmp_path: Path, pages: Path, arguments: list[str]
) -> None:
    given: list[str | Path] = [
        pages,
        "-o",
        f"{tmp_path}/out/",
        *arguments,
        "--summary",
        tmp_path / "s.json",
    ]
    assert run(*given).stderr == b""
    assert files(tmp_path / "s.json") == {"done": 150}
    assert run(*given).stderr == b""
    assert files(tmp_path / "s.json") == {"unchanged": 150}
    write(pages / "7" / "149.txt", PAGE * 4 if arguments[0] == "--shard-size" else PAGE * 3)
    assert run(*given).stderr == b""
    assert 0 < files(tmp_path / "s.json")["done"] < 100
    write(pages / "9" / "new.txt", PAGE * 4)
    assert run(*given).stderr == b""
    assert run(pages, "-o", f"{tmp_path}/fresh/", *arguments).stderr == b""
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    for path in list((pages / "3").iterdir()) + list((pages / "4").iterdir()):
        path.unlink()
    assert run(*given).stderr == b""
    assert run(pages, "-o", f"{tmp_path}/fewer/", *arguments).stderr == b""
    assert tree(tmp_path / "out") == tree(tmp_path / "fewer")


def test_discards_of_shards(tmp_path: Path, pages: Path) -> None:
    write(pages / "0" / "m.txt", "青河日报\n2020年2月24日 星期一 第1版\n\n".encode() + PAGE)
    given: list[str | Path] = [
        "-o",
        f"{tmp_path}/out/",
        "--shards",
        "3",
        "--discards",
        f"{tmp_path}/rest/",
    ]
    assert run(pages, *given).stderr == b""
    rest = tree(tmp_path / "rest")
    assert sorted(rest) == [f"shard-0000{n}.jsonl" for n in range(3)]
    assert run(pages, "--discards", tmp_path / "d").stderr == b""
    assert b"".join(rest[name] for name in sorted(rest)) == (tmp_path / "d").read_bytes() != b""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["in", "--shards", "2"], ["--shards", "-o OUT/"]),
        (["in", "-o", "x.jsonl", "--shard-size", "1M"], ["--shard-size"]),
        (["in", "-o", "out/", "--shards", "2", "--shard-size", "1M"], ["--shard-size"]),
        (["in", "-o", "out/", "--shards", "0"], ["--shards"]),
        (["in", "-o", "out/", "--shard-size", "big"], ["--shard-size", "64M"]),
        (["in", "-o", "x", "--suffix", ".jsonl.gz"], ["--suffix"]),
        (["in", "-o", "out/", "--suffix", ".csv"], ["--suffix", ".csv", ".parquet"]),
        (["in", "-j", "two"], ["-j", "two"]),
        (["in", "--max-expand", "x"], ["--max-expand"]),
        (["in", "--jumps", "j.jsonl"], ["--jumps"]),
        (["in", "-o", "out/", "--summary", "in/1.txt"], ["--summary", "input"]),
        (["in", "-o", "x", "--jumps", "x"], ["--jumps"]),
        (["in", "-o", "in/x.md", "--glob", "*.md"], ["-o", "input"]),
        (["@list", "-o", "list"], ["-o", "input"]),
    ],
)
def test_options_that_do_not_go_together(
    tmp_path: Path, arguments: list[str], words: list[str]
) -> None:
    write(tmp_path / "in" / "1.txt")
    write(tmp_path / "list", b"in/1.txt\n")
    before = tree(tmp_path)
    fails(run(*arguments, cwd=tmp_path), 2, *words)
    assert tree(tmp_path) == before
    assert set(os.listdir(tmp_path)) == {"in", "list"}


# The same bytes however many work


def test_the_tree_is_the_same_however_many_work(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", 300)
    found = set()
    for jobs in ("1", "2", "4"):
        assert run(tmp_path / "in", "-o", f"{tmp_path}/{jobs}/", "-j", jobs).stderr == b""
        found.add(digest(tmp_path / jobs))
        assert len(tree(tmp_path / jobs)) == 300
    assert len(found) == 1


def test_failures_are_the_same_however_many_work(tmp_path: Path, pages: Path) -> None:
    for number in range(0, 150, 37):
        path = pages / f"{number // 20}" / f"{number:03}.txt"
        path.rename(path.with_name(path.name + ".gz"))
    results = [run(pages, "-j", jobs) for jobs in ("1", "2")]
    assert results[0].returncode == results[1].returncode == 1
    assert results[0].stderr.count(b"\n") == 5
    assert results[0].stderr == results[1].stderr
    assert results[0].stdout == results[1].stdout


@pytest.mark.skipif(sys.platform != "linux", reason="needs workers that split off")
@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_large_inputs_wait_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    for name in ("1.txt", "2.txt", "3.txt"):
        write(tmp_path / "in" / name, PAGE * 500)
    write(tmp_path / "in" / "4.txt.gz", gzip.compress(random.Random(1).randbytes(99_000))[:-9])
    monkeypatch.setattr(convert, "HELD", 10_000)
    monkeypatch.setattr(spool, "HELD", 10_000)
    monkeypatch.setattr(archive, "HELD", 10_000)
    monkeypatch.chdir(tmp_path)
    made = []
    for jobs in ("1", "2"):
        assert cli.run(["in", "-o", f"{jobs}{suffix}", "-j", jobs, "--discards", "rest"]) == 1
        made.append((tmp_path / f"{jobs}{suffix}").read_bytes())
    assert set(os.listdir(tmp_path)) == {"in", "rest", f"1{suffix}", f"2{suffix}"}
    assert [paths(unpacked(tmp_path / f"{n}{suffix}")) for n in "12"] == [
        ["1.txt", "2.txt", "3.txt"]
    ] * 2
    if suffix == ".jsonl":
        assert made[0] == made[1]


# A second run


def test_a_second_run_does_what_is_new_or_changed(tmp_path: Path, pages: Path) -> None:
    given: list[str | Path] = [pages, "-o", f"{tmp_path}/out/", "--summary", tmp_path / "s.json"]
    assert run(*given).stderr == b""
    before = {name: stamp(tmp_path / "out" / name) for name in tree(tmp_path / "out")}
    assert run(*given).stderr == b""
    assert files(tmp_path / "s.json") == {"unchanged": 150}
    write(pages / "new.txt")
    write(pages / "0" / "000.txt", PAGE * 5)
    (tmp_path / "out" / "1" / "020.jsonl").unlink()
    (tmp_path / "out" / "1" / "021.jsonl").write_bytes(b"{}\n")
    assert run(*given).stderr == b""
    assert files(tmp_path / "s.json") == {"done": 4, "unchanged": 147}
    after = {name: stamp(tmp_path / "out" / name) for name in tree(tmp_path / "out")}
    again = {name for name in after if after[name] != before.get(name)}
    assert again == {"new.jsonl", "0/000.jsonl", "1/020.jsonl", "1/021.jsonl"}
    assert run(pages, "-o", f"{tmp_path}/fresh/").stderr == b""
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_other_options_and_overwrite_do_all_again(tmp_path: Path, pages: Path) -> None:
    given: list[str | Path] = [pages, "-o", f"{tmp_path}/out/", "--summary", tmp_path / "s.json"]
    for more, done in (([], 150), (["--date", "2020-02-24"], 150), (["--overwrite"], 150)):
        assert run(*given, *more).stderr == b""
        assert files(tmp_path / "s.json") == {"done": done}


def test_the_hash_of_the_options_is_that_of_their_content() -> None:
    """A profile is part of it; in another process it is the same, for another row it is not."""
    samples = PACKAGE.parent / "samples"
    profile = load_profile(str(samples / "profile-wangbei.toml"))
    ours = manifest.settings(Options(profile=profile))
    program = (
        "import sys; from bulletin_split import Options; from bulletin_split.batch import manifest;"
        "from bulletin_split.profile import load_profile;"
        "print(manifest.settings(Options(profile=load_profile(sys.argv[1]))))"
    )
    theirs = subprocess.run(
        [sys.executable, "-c", program, str(samples / "profile-wangbei.toml")],
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent), "PYTHONHASHSEED": "7"},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert theirs.stdout.decode().strip() == ours
    assert manifest.settings(Options()) != ours
    fewer = replace(profile, furniture=profile.furniture[1:])
    assert manifest.settings(Options(profile=fewer)) != ours


def test_what_failed_is_tried_again_when_it_changes_or_on_request(tmp_path: Path) -> None:
    write(tmp_path / "in" / "1.txt.gz", b"this is none")
    write(tmp_path / "in" / "2.txt")
    given = ["in", "-o", "out/", "--summary", "s.json"]
    fails(run(*given, cwd=tmp_path), 1, "in/1.txt.gz", "damaged")
    assert numbers(tmp_path / "s.json")["failures"][0]["input"] == "in/1.txt.gz"
    fails(run(*given, cwd=tmp_path), 1, "1 input", "--retry-failed")
    assert files(tmp_path / "s.json") == {"unchanged": 1, "failed_before": 1}
    fails(run(*given, "--retry-failed", cwd=tmp_path), 1, "in/1.txt.gz", "damaged")
    assert files(tmp_path / "s.json") == {"unchanged": 1, "failed": 1}
    write(tmp_path / "in" / "1.txt.gz", gzip.compress(PAGE))
    assert run(*given, cwd=tmp_path).stderr == b""
    assert files(tmp_path / "s.json") == {"done": 1, "unchanged": 1}


def test_members_of_a_zip_are_resumed_by_their_content(tmp_path: Path) -> None:
    given = ["in", "-o", "out/", "--summary", "s.json"]
    packed_folder(tmp_path / "in", "zip", {"1.txt": PAGE, "2.txt": PAGE})
    assert run(*given, cwd=tmp_path).stderr == b""
    packed_folder(tmp_path / "in", "zip", {"0.txt": PAGE, "1.txt": PAGE, "2.txt": PAGE * 2})
    assert run(*given, cwd=tmp_path).stderr == b""
    assert files(tmp_path / "s.json") == {"done": 2, "unchanged": 1}


def test_the_manifest_says_what_was_done(tmp_path: Path) -> None:
    write(tmp_path / "in" / "1.txt")
    write(tmp_path / "in" / "2.txt.gz", b"none")
    run("in", "-o", "out/", cwd=tmp_path)
    begin, one, two, end = lines(tmp_path / "out")
    assert (begin["run"], end["run"]) == ("begin", "end")
    assert (one["input"], one["output"], one["status"]) == ("1.txt", "1.jsonl", "done")
    assert one["bytes"] == (tmp_path / "out" / "1.jsonl").stat().st_size
    assert one["records"] == len(records((tmp_path / "out" / "1.jsonl").read_bytes()))
    assert two["status"] == "failed"
    assert "damaged" in two["cause"]
    run("in", "-o", "out/", cwd=tmp_path)
    assert len(lines(tmp_path / "out")) == 6, "appended to, and nothing twice"


def test_a_manifest_cut_short_by_a_crash(tmp_path: Path, pages: Path) -> None:
    given: list[str | Path] = [pages, "-o", f"{tmp_path}/out/", "--summary", tmp_path / "s.json"]
    assert run(*given).stderr == b""
    path = tmp_path / "out" / BOOKS / "manifest.jsonl"
    data = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(data[:101]) + b'\n{"input":"5/1')
    write(tmp_path / "out" / "3" / f".bulletin-split-{'0' * 8}-1-0.tmp")
    assert run(*given).stderr == b""
    assert files(tmp_path / "s.json") == {"done": 50, "unchanged": 100}
    assert run(*given).stderr == b""
    assert files(tmp_path / "s.json") == {"unchanged": 150}


def test_dry_run_says_what_and_does_nothing(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt"):
        write(tmp_path / "in" / name)
    (tmp_path / "in" / "l.txt").symlink_to("1.txt")
    result = run("in", "-o", "out/", "--dry-run", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().splitlines() == [
        "convert (new) in/1.txt -> out/1.jsonl",
        "convert (new) in/2.txt -> out/2.jsonl",
        "skip (a link) in/l.txt",
    ]
    assert set(os.listdir(tmp_path)) == {"in"}
    assert run("in", "-o", "out/", cwd=tmp_path).returncode == 0
    write(tmp_path / "in" / "2.txt", PAGE * 2)
    before = tree(tmp_path)
    result = run("in", "-o", "out/", "--dry-run", cwd=tmp_path)
    assert result.stdout.decode().splitlines()[:2] == [
        "leave (unchanged) in/1.txt -> out/1.jsonl",
        "convert (changed) in/2.txt -> out/2.jsonl",
    ]
    assert tree(tmp_path) == before
    assert run("in", "--dry-run", cwd=tmp_path).stdout.startswith(b"convert in/1.txt\n")


def test_the_second_of_two_runs_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "in" / "1.txt")
    with manifest.locked(str(tmp_path / "out")):
        result = run("in", "-o", "out/", cwd=tmp_path)
        fails(result, 2, "out/", f"process {os.getpid()} on {os.uname().nodename}", "; ")
        assert tree(tmp_path / "out") == {}
    assert run("in", "-o", "out/", cwd=tmp_path).stderr == b""


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", 400)
    command = [*COMMAND, "in", "-o", "out/", "-j", "2"]
    with subprocess.Popen(command, cwd=tmp_path) as process:
        end = time.monotonic() + 30
        while not tree(tmp_path / "out"):
            assert time.monotonic() < end
            time.sleep(0.02)
        process.kill()
    result = run("in", "-o", "out/", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    assert run("in", "-o", "fresh/", cwd=tmp_path).stderr == b""
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_what_a_killed_run_left_half_written_is_swept_away(tmp_path: Path) -> None:
    from bulletin_split import sink

    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    machine = sink.draft_name().split("-")[2]
    dead = f".bulletin-split-{machine}-{gone.pid}-0.tmp"
    ours = f".bulletin-split-{machine}-{os.getpid()}-0.tmp"
    other = f".bulletin-split-{'0' * 8}-{gone.pid}-0.tmp"
    for name in (dead, ours, other):
        write(tmp_path / name)
    write(tmp_path / "1.txt")
    assert run("1.txt", "-o", "all.jsonl", cwd=tmp_path).stderr == b""
    assert set(os.listdir(tmp_path)) == {ours, other, "1.txt", "all.jsonl"}


# What can go wrong with one of them


@pytest.mark.parametrize("kind", ["gz", "zip", "zst", "xz", "bz2"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bomb_stops_with_its_name(tmp_path: Path, kind: str, jobs: str) -> None:
    data = b" " * 12_000_000
    if kind == "zip":
        packed_folder(tmp_path / "in", "zip", {"bomb.txt": data})
        name = "in/pages.zip!/bomb.txt"
    else:
        pack = EVERY_PACKING.get(f".{kind}", zstd)
        name = f"in/bomb.txt.{kind}"
        write(tmp_path / name, pack(data))
    write(tmp_path / "in" / "1.txt")
    result = run("in", "-o", "out/", "-j", jobs, cwd=tmp_path)
    fails(result, 1, name, "200 times", "--max-expand")
    assert set(tree(tmp_path / "out")) == {"1.jsonl"}
    result = run("in", "-o", "out/", "--max-expand", "9M", "--retry-failed", cwd=tmp_path)
    fails(result, 1, name, "9437184 bytes")
    if kind == "gz":
        given = ["in", "-o", "out/", "--max-expand", "100000", "--retry-failed"]
        assert run(*given, cwd=tmp_path).stderr == b""


def a_run(given: list[str]) -> tuple[Run, Summary]:
    summary = Summary()
    choice = inputs.Choice()
    progress = Progress(summary, lambda notes: inputs.pages(given, choice, notes), wanted=False)
    return Run(given, choice, convert.Job(Options()), summary, progress), summary


def outcome_of(path: Path, change: Any) -> convert.Outcome:
    """What becomes of a file that is changed between being found and being read to its end."""
    run, _ = a_run([str(path)])
    (page,) = run.pages()
    change()
    return convert.convert_batch(run.job, [page]).outcomes[0]


def test_a_file_that_vanishes_or_becomes_a_pipe_after_it_was_found(tmp_path: Path) -> None:
    path = write(tmp_path / "1.txt")
    assert "No such file" in str(outcome_of(path, path.unlink).cause)

    def pipe() -> None:
        path.unlink()
        os.mkfifo(path)

    write(path)
    assert "become a pipe" in str(outcome_of(path, pipe).cause)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, jobs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "1.txt", PAGE * 300)
    real = os.read
    grown: list[int] = []

    def read(fd: int, size: int) -> bytes:
        data = real(fd, size)
        if not grown and data.startswith(PAGE[:20]):
            grown.append(1)
            with path.open("ab") as stream:
                stream.write(PAGE)
        return data

    monkeypatch.setattr(os, "read", read)
    run, _ = a_run([str(path)])
    result = convert.convert_batch(run.job, list(run.pages()))
    assert "changed while it was read" in str(result.outcomes[0].cause)
    assert result.records == [b""]


def test_a_fault_of_the_engine_is_a_failure_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin_split import pipeline

    def feed(self: pipeline.Splitter, data: bytes | str) -> list[Any]:
        raise RecursionError("too deep")

    run, _ = a_run([str(write(tmp_path / "1.txt"))])
    monkeypatch.setattr(pipeline.Splitter, "feed", feed)
    outcome = convert.convert_batch(run.job, list(run.pages())).outcomes[0]
    assert "RecursionError: too deep" in str(outcome.cause)
    assert "report" in str(outcome.cause)


def test_an_input_that_cannot_be_closed_either_says_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page has failed already: the close is of no matter, and must not fail in a finalizer."""
    from bulletin_split import pipeline

    def feed(self: pipeline.Splitter, data: bytes | str) -> list[Any]:
        raise RecursionError("too deep")

    def pieces(*_: object) -> Iterator[bytes]:
        try:
            yield b"\xe6"
        finally:
            raise OSError("close")

    said: list[object] = []
    run, _ = a_run([str(write(tmp_path / "1.txt"))])
    monkeypatch.setattr(pipeline.Splitter, "feed", feed)
    monkeypatch.setattr(convert, "pieces", pieces)
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    outcome = convert.convert_batch(run.job, list(run.pages())).outcomes[0]
    gc.collect()
    assert "RecursionError: too deep" in str(outcome.cause)
    assert said == []


def test_fail_fast_stops_at_the_first(tmp_path: Path, pages: Path) -> None:
    write(pages / "2" / "000.txt.gz", b"none")
    write(pages / "5" / "000.txt.gz", b"none")
    fails(run(pages, "-o", f"{tmp_path}/out/", "--fail-fast"), 1, "2/000.txt.gz")
    assert 0 < len(tree(tmp_path / "out")) < 150
    fails(run(pages, "-o", f"{tmp_path}/all.jsonl", "--fail-fast", "-j", "2"), 1, "2/000.txt.gz")
    assert not (tmp_path / "all.jsonl").exists()
    assert run("none", "-o", "a", "--summary", "s.json", cwd=tmp_path).returncode == 1
    assert files(tmp_path / "s.json") == {"failed": 1}


def test_a_worker_that_is_killed_takes_nobody_along(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", 600)
    command = [*COMMAND, "in", "-o", "out/", "-j", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        assert process.stderr
        killed: set[int] = set()
        end = time.monotonic() + 60
        while len(killed) < 3 and process.poll() is None and time.monotonic() < end:
            if sum(1 for _ in (tmp_path / "out").rglob("*.jsonl")) > 50 * len(killed):
                for child in set(children(process.pid)) - killed:
                    os.kill(child, signal.SIGKILL)
                    killed.add(child)
                    break
            time.sleep(0.02)
        assert process.wait(120) == 0
        assert process.stderr.read() == b""
    assert len(killed) == 3
    assert len(tree(tmp_path / "out")) == 600


def children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    if not path.exists():
        pytest.skip("needs Linux")
    return [int(child) for child in path.read_text().split()]


def test_an_input_that_ends_every_worker_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "linux":
        pytest.skip("needs workers that split off")
    for number in range(20):
        write(tmp_path / f"{number:02}.txt")
    real = convert.convert

    def deadly(page: inputs.Page, *arguments: Any) -> convert.Outcome:
        if page.name == "13.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(page, *arguments)

    monkeypatch.setattr(convert, "convert", deadly)
    run, _ = a_run([str(tmp_path)])
    work = convert.batches(run.pages(), 10_000)
    done = list(
        workers.results(run.job, work, 2, is_local=lambda _b, _n: False, tick=lambda _n: None)
    )
    pages = [page.name for batch, _ in done for page in batch]
    outcomes = [outcome for _, result in done if result for outcome in result.outcomes]
    assert pages == [f"{number:02}.txt" for number in range(20)]
    assert [page for page, one in zip(pages, outcomes, strict=True) if one.cause] == ["13.txt"]
    assert "signal 9" in str(outcomes[13].cause)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_all_workers(
    tmp_path: Path, jobs: str, number: signal.Signals, code: int
) -> None:
    make_tree(tmp_path / "in", 600)
    command = [*COMMAND, "in", "-o", "out/", "-j", jobs]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        end = time.monotonic() + 60
        while len(tree(tmp_path / "out")) < 20:
            assert time.monotonic() < end
            time.sleep(0.02)
        os.killpg(process.pid, number)
        assert process.stderr
        assert process.wait(20) == code
        assert process.stderr.read() == b""
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert len(tree(tmp_path / "out")) < 600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_ends_a_run_with_workers(pages: Path) -> None:
    fails(run(pages, "-j", "2", "-o", "/dev/full"), 74, "/dev/full", "No space left")


# What is said at the end


def test_the_summary_adds_up(tmp_path: Path, pages: Path) -> None:
    write(pages / "m.txt", "青河日报\n2020年2月24日 星期一 第1版\n\n".encode() + PAGE)
    write(pages / "g.txt", PAGE.decode().encode("gb18030") * 3)
    rest, made = tmp_path / "rest", []
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.jsonl"
        summary = tmp_path / f"{jobs}.json"
        run(pages, "-o", out, "-j", jobs, "--discards", rest, "--summary", summary)
        made.append(numbers(summary))
    found = records(out.read_bytes())
    assert made[0]["records"]["total"] == len(found)
    for name, values in (
        ("flags", [flag for record in found for flag in record["flags"]]),
        (
            "encodings",
            [c for _, c in {(r["source"]["path"], r["source"]["encoding"]) for r in found}],
        ),
    ):
        assert made[0][name] == {value: values.count(value) for value in values}
    kinds = [record["kind"] for record in found]
    assert made[0]["records"]["by_kind"] == {kind: kinds.count(kind) for kind in kinds}
    for name in {name for record in found for name in record["repairs"]}:
        assert made[0]["repairs"][name] == sum(r["repairs"].get(name, 0) for r in found)
    reasons = [discard["reason"] for discard in records(rest.read_bytes())]
    assert made[0]["discards"]["by_reason"] == {reason: reasons.count(reason) for reason in reasons}
    assert made[0]["bytes"]["read"] == sum(path.stat().st_size for path in pages.rglob("*.txt"))
    assert made[0]["bytes"]["written"] == out.stat().st_size
    for name in ("seconds", "megabytes_per_second", "jobs"):
        assert made[0].pop(name) > 0
        made[1].pop(name)
    assert made[0] == made[1]


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("quiet", [False, True])
def test_a_table_at_the_end_is_for_terminals(tmp_path: Path, pages: Path, quiet: bool) -> None:
    ours, theirs = os.openpty()
    arguments = [str(pages), "-o", f"{tmp_path}/out/", *(["-q"] if quiet else [])]
    environment = os.environ | {"NO_COLOR": "1", "TERM": "xterm", "PYTHONPATH": str(PACKAGE.parent)}
    code = subprocess.run([*COMMAND, *arguments], stderr=theirs, env=environment, timeout=120)
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
    assert code.returncode == 0
    assert (b"150 done" in shown) != quiet


# Jump lines over pages


def record_of(
    name: str, number: str | None, goes_to: str | None, comes_from: str | None, headline: str
) -> dict[str, Any]:
    jump = {"from": comes_from, "to": goes_to} if goes_to or comes_from else None
    page = {"publication": None, "date": "2020-02-24", "number": number, "section": None}
    source = {"path": name, "encoding": "utf-8", "spans": []}
    found = {"id": f"{name}:{headline}", "headline": headline, "text": "", "page": page}
    return found | {"jump": jump, "source": source}


def links(*given: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    ends = [end for record in given if (end := jumps.ends_of(record))]
    return [(one.start, one.end) for one in jumps.link(ends)]


def test_links_need_numbers_that_agree() -> None:
    one = record_of("a/1.txt", "1", "3", None, "甲乙丙丁")
    assert links(one, record_of("a/3.txt", "03", None, "1", "甲")) == [(one["id"], "a/3.txt:甲")]
    for other in (
        record_of("a/3.txt", "3", None, "2", "甲乙丙丁"),
        record_of("a/4.txt", "4", None, "1", "甲乙丙丁"),
        record_of("b/3.txt", "3", None, "1", "甲乙丙丁"),
        record_of("a/3.txt", None, None, None, "甲乙丙丁"),
    ):
        assert (one["id"], other["id"]) not in links(one, other)
        assert (one["id"], None) in links(one, other)


def test_links_go_by_headline_where_numbers_leave_a_choice() -> None:
    starts = [record_of("a/1.txt", "1", "3", None, text) for text in ("春耕备耕忙", "大桥合龙了")]
    ends = [record_of("a/3.txt", "3", None, "1", text) for text in ("大桥合龙", "春耕备耕")]
    assert links(*starts, *ends) == [
        (starts[0]["id"], ends[1]["id"]),
        (starts[1]["id"], ends[0]["id"]),
    ]
    same = [record_of("a/1.txt", "1", "3", None, text) for text in ("甲甲甲", "乙乙乙")]
    assert all(None in pair for pair in links(*same, ends[0]))


JUMPED = (
    "青河县召开春耕工作会议\n本报讯 2月24日，青河县召开春耕工作会议，要求各乡镇抓紧备足种子和化\n"
    "肥，检修农机，确保不误农时。会议指出，今年春耕面积比去年增加两成，\n（下转第3版）\n"
)
REST = (
    "（上接第1版）\n青河县召开春耕工作会议\n粮食单产有望再创新高，各级干部要下到田间地头，帮助农户解\n"
    "决实际困难。会议要求，各乡镇要抓好落实。\n（记者 王小川）\n"
)


@pytest.mark.parametrize("out", ["out/", "all.jsonl", "all.jsonl.gz", "all.parquet", "shards/"])
def test_jumps_are_linked_over_what_was_written(tmp_path: Path, out: str) -> None:
    if out.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    write(tmp_path / "in/2020-02-24/1.txt", JUMPED.encode())
    write(tmp_path / "in/2020-02-24/3.txt", REST.encode())
    given = ["in", "-o", out, "--path-pattern", "{date}/{page}.txt", "--jumps", "jumps.jsonl"]
    given += ["--shards", "2"] if out == "shards/" else []
    assert run(*given, cwd=tmp_path).stderr == b""
    (row,) = records((tmp_path / "jumps.jsonl").read_bytes())
    assert row["from"].startswith("2020-02-24/1.txt:")
    assert row["to"].startswith("2020-02-24/3.txt:")
    assert (row["issue"], row["date"]) == ("2020-02-24", "2020-02-24")
    assert {"goes_to", "comes_from"} <= set(row["why"])


# What is held


def test_what_is_known_of_many_inputs_is_small(tmp_path: Path) -> None:
    import tracemalloc

    book = manifest.Manifest(str(tmp_path), "0" * 16)
    tracemalloc.start()
    for number in range(20_000):
        line = {
            "input": f"some/folder/page-{number}.txt",
            "output": f"some/folder/page-{number}.jsonl",
        }
        book._learn(line | {"stamp": "1-2", "options": "0", "status": "done", "bytes": number})
    held = tracemalloc.get_traced_memory()[0] / 20_000
    tracemalloc.stop()
    assert held < 300, f"{held} bytes for each"


def test_limits_are_of_the_packed_size() -> None:
    assert reading.Limit(100).of(10**6) == 10**8
    assert reading.Limit(100).of(10) == reading.FREE
    assert reading.Limit(None, 5).of(10**6) == 5


def test_the_summary_names_undecodable_bytes(tmp_path: Path) -> None:
    page = "本报讯 昨日，临沄县召开会议。（李明）\n".encode()
    write(tmp_path / "in" / "a.txt", page)
    write(tmp_path / "in" / "b.txt", page[:25] + b"\xff" + page[25:])
    run(tmp_path / "in", "-o", tmp_path / "out.jsonl", "--summary", tmp_path / "run.json")
    summary = json.loads((tmp_path / "run.json").read_text())
    assert summary["undecodable"] == {
        "total": 1,
        "first": [{"input": str(tmp_path / "in" / "b.txt"), "byte": 25, "hex": "ff"}],
    }
