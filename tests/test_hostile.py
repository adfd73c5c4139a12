"""Input that is meant to hurt ends soon, in bounded memory, without an error.

The generators are those of `tests.benchmarks.hostile`, which measures them at any size; here they
are small.  All output is checked (`verify` is on in all tests).
"""

from __future__ import annotations

import subprocess
import tracemalloc
from collections.abc import Callable
from itertools import cycle
from time import process_time

import pytest

from bulletin_split import Splitter, iter_records, split

from .benchmarks import hostile
from .benchmarks.hostile import RATIO, Hostile, generators, run
from .test_cli import COMMAND

PUMPS = [name for name in generators() if name.split()[0].isupper() and " " in name]
OTHERS = [name for name in generators() if name not in {*PUMPS}]
SIZE = 19_000
"""Bytes: half of a parser's window, so that what is done within one is tried on half and on all of it."""

TRIES = 8
"""Times that both are taken where the bound is not kept.  A busy machine halves its speed for seconds
on end: only runs that follow each other are compared, and the whole stands between two halves."""


def test_every_table_with_proofs_is_pumped() -> None:
    tables = {name.split()[0] for name in PUMPS}
    assert tables >= {"DATELINES", "BYLINES", "FURNITURE", "PHOTO_CREDITS", "CONFUSIONS", "NOTICES"}
    assert len(PUMPS) > 500
    assert len(OTHERS) > 100


def is_linear(seconds: Callable[[int], float]) -> bool:
    """Whether twice the size takes at most `RATIO` times the seconds, in one of `TRIES`."""
    before = seconds(SIZE)
    for _ in range(TRIES):
        whole, after = seconds(2 * SIZE), seconds(SIZE)
        if whole <= RATIO * (before + after) / 2 + 0.02:
            return True
        before = after
    return False


@pytest.mark.parametrize("name", OTHERS)
def test_twice_the_text_takes_at_most_so_many_times_the_time(name: str) -> None:
    one = generators()[name]
    assert is_linear(lambda size: run(one, size)[0])


def test_what_takes_four_times_the_time_is_found_on_a_busy_machine() -> None:
    slow = cycle((1.0, 1.3, 0.9, 1.2, 0.8, 1.1, 1.4))
    assert not is_linear(lambda size: (size / SIZE) ** 2 * next(slow))
    assert is_linear(lambda size: size / SIZE * next(slow))


@pytest.mark.parametrize("name", PUMPS)
def test_a_pump_string_ends_soon(name: str) -> None:
    """Most take ten milliseconds.  What backtracks over a window takes minutes."""
    assert run(generators()[name], SIZE // 2)[0] < 2


@pytest.mark.parametrize("name", ["no line end", "blank lines", "nested brackets"])
def test_memory_does_not_grow_with_the_text(name: str) -> None:
    one = generators()[name]

    def peak(size: int) -> int:
        tracemalloc.start()
        try:
            for _ in iter_records(one.make(size)):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(5_000_000) < peak(2_000_000) + 1_000_000


def test_an_open_article_behind_furniture_without_end() -> None:
    """Windows in which nothing but furniture stands leave nothing behind in the article that is open."""
    parser = Splitter()
    parser.feed("本报讯 昨日，临沄县召开会议，讨论春耕的\n")
    piece = "责任编辑：李明 校对：王某\n" * 1_000
    for _ in range(4):
        parser.feed(piece)
    assert parser._carried is not None
    before = len(parser._carried.sheets)
    for _ in range(8):
        parser.feed(piece)
    assert len(parser._carried.sheets) == before
    assert len(parser.close()) == 1


def test_the_benchmark_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It can fail: on time, on what is raised, on what does not end."""

    def slow(size: int) -> object:
        began, wanted = process_time(), (size / 4_000) ** 2 * 0.002
        while process_time() - began < wanted:
            pass
        return iter([b"x"])

    def raises(size: int) -> object:
        raise IndexError("no")

    def hangs(size: int) -> object:
        while True:
            pass

    made = {"slow": slow, "raises": raises, "hangs": hangs, "fine": hostile.again("水")}
    monkeypatch.setattr(hostile, "generators", lambda: {k: Hostile(v) for k, v in made.items()})  # type: ignore[arg-type]
    assert hostile.main(["--megabytes", "0.04", "--limit", "2"]) == 1
    out = capsys.readouterr().out
    lines = {line.split()[0]: line for line in out.splitlines()[1:]}
    assert lines["slow"].endswith("<<<")
    assert "IndexError: no" in lines["raises"]
    assert "ended by signal 27" in lines["hangs"]
    assert "<<<" not in lines["fine"]
    assert hostile.main(["--megabytes", "0.04", "fine"]) == 0


def test_text_with_lone_surrogates_is_written_as_escapes() -> None:
    """A str may hold what UTF-8 cannot; a record of it is JSON all the same."""
    (record,) = split("本报讯 昨日，临沄县\udce9召开会议。\ud800\n")
    assert "\udce9" in record["text"]
    line = '{"id": "\\udcff", "text": "本报讯 昨日，临沄县\\udce9召开会议。"}\n'
    done = subprocess.run([*COMMAND, "--jsonl-in"], input=line.encode(), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\udce9" in done.stdout
    assert done.stdout.decode("utf-8")
