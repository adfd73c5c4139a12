"""The promise of `sink`: a file is whole or absent, and a line is one JSON object."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from bulletin_split import sink


def write_and_raise(path: Path, fault: type[BaseException]) -> None:
    with sink.lines_to(str(path)) as lines:
        lines.add({"id": 1})
        lines.flush()
        raise fault


def write(path: Path, items: list[dict[str, object]]) -> None:
    with sink.lines_to(str(path)) as lines:
        for item in items:
            lines.add(item)
            lines.flush()


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_lines_are_utf8_compact_and_each_ends_in_one_newline(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [{"text": "第一段\n第二段", "n": 1}, {"text": None}])
    expected = '{"text":"第一段\\n第二段","n":1}\n{"text":null}\n'
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == expected
    assert names(tmp_path) == ["a.jsonl"]


def test_a_lone_surrogate_comes_back_from_json(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [{"path": "页\udce9.txt"}])
    data = (tmp_path / "a.jsonl").read_bytes()
    assert json.loads(data.decode("utf-8")) == {"path": "页\udce9.txt"}


def test_no_records_make_an_empty_file(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [])
    assert (tmp_path / "a.jsonl").read_bytes() == b""


@pytest.mark.parametrize("before", [None, b"what stood there\n"])
@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_writer_that_fails_midway_leaves_what_was_there(
    tmp_path: Path, before: bytes | None, fault: type[BaseException]
) -> None:
    path = tmp_path / "a.jsonl"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(fault):
        write_and_raise(path, fault)
    assert (path.read_bytes() if path.exists() else None) == before
    assert names(tmp_path) == ([] if before is None else ["a.jsonl"])


@pytest.mark.parametrize("call", ["open", "write", "fsync", "close", "replace"])
def test_a_call_that_fails_leaves_what_was_there(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"what stood there\n")
    real = getattr(os, call)

    def fail(*arguments: object) -> None:
        monkeypatch.setattr(os, call, real)  # the first time only, as on a disk
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(sink.OutputError) as caught:
        write(path, [{"id": 1}])
    monkeypatch.undo()
    assert caught.value.errno == errno.ENOSPC
    assert str(caught.value).startswith(f"{path}: No space left on device; ")
    assert path.read_bytes() == b"what stood there\n"
    assert names(tmp_path) == ["a.jsonl"]


def test_nothing_is_seen_under_the_name_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with sink.lines_to(str(path)) as lines:
        lines.add({"id": 1})
        lines.flush()
        assert not path.exists()
        assert all(name.startswith(".") for name in names(tmp_path))
    assert path.read_bytes() == b'{"id":1}\n'


def test_permissions_stay_and_a_new_file_obeys_the_umask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.touch()
    old.chmod(0o640)
    write(old, [])
    mask = os.umask(0o027)
    try:
        write(new, [])
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o640]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").touch()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", [{"id": 1}])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b'{"id":1}\n'


def test_a_name_of_250_bytes(tmp_path: Path) -> None:
    path = tmp_path / ("页" * 81 + ".jsonl")
    write(path, [{"id": 1}])
    assert names(tmp_path) == [path.name]


def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()))
    reader.start()
    write(path, [{"id": 1}])
    reader.join(10)
    assert got == [b'{"id":1}\n']
    assert names(tmp_path) == ["pipe"]


def test_an_open_descriptor_goes_on_where_it_stands(tmp_path: Path) -> None:
    fd = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT)
    os.write(fd, b"first\n")
    with sink.lines_to(f"/dev/fd/{fd}") as lines:
        lines.add({"id": 1})
        lines.flush()
    os.write(fd, b"last\n")
    os.close(fd)
    assert (tmp_path / "log").read_bytes() == b'first\n{"id":1}\nlast\n'


def test_a_descriptor_that_is_not_open_is_an_output_error() -> None:
    with pytest.raises(sink.OutputError) as caught, sink.lines_to("/dev/fd/987"):
        pass
    assert caught.value.errno == errno.EBADF


def test_a_pipe_that_does_not_block_is_waited_for() -> None:
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    data = b"x" * 1_000_000
    got: list[bytes] = []

    def drain() -> None:
        while piece := os.read(read_end, 65_536):
            got.append(piece)

    reader = threading.Thread(target=drain)
    reader.start()
    sink.writer(write_end)(data)
    os.close(write_end)
    reader.join(10)
    os.close(read_end)
    assert b"".join(got) == data
