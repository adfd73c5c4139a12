"""The benchmarks run and print what they say they do; how fast is not asked here."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from bulletin_split import split

from . import kills
from .benchmarks import archive, long_run, memory, peers, speed
from .benchmarks.long_run import Look
from .benchmarks.pages import pages

HEADLINE = re.compile(r"防汛|致富|食堂|合龙|清单|灰鹤|遗址")


def test_pages_are_whole_and_the_same_again() -> None:
    made = list(pages(0.1))
    assert made == list(pages(0.1))
    assert all(page.endswith(b"\f") and page.count(b"\f") == 1 for page in made)
    lines = [line for page in made for line in page.decode().split("\n")]
    assert max(map(len, lines)) <= 24 + 8


def test_pages_are_the_common_road() -> None:
    """What is measured is what the package is for: most articles come with their headline."""
    records = [record for page in pages(0.2) for record in split(page)]
    articles = [record for record in records if record["kind"] == "article"]
    headed = [record for record in articles if HEADLINE.search(record["headline"] or "")]
    assert len(headed) >= 0.6 * len(articles) > 25


def test_speed_prints_a_ratio_and_stages(capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main(["--small", "--megabytes", "0.05", "--stages"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^floor +[\d.]+ MB/s", out, re.M)
    assert re.search(r"^bulletin-split +[\d.]+ MB/s", out, re.M)
    assert re.search(r"^ratio +[\d.]+ times the floor", out, re.M)
    for stage in [*speed.STAGES, "the rest"]:
        assert re.search(rf"^{re.escape(stage)} +-?[\d.]+$", out, re.M)


def test_stages_leave_the_package_as_it_was() -> None:
    before = [getattr(owner, name) for owner, name in speed.STAGES.values()]
    costs = speed.by_stage([next(pages(0.01))], None)
    assert [getattr(owner, name) for owner, name in speed.STAGES.values()] == before
    assert sum(cost > 0 for cost in costs.values()) >= len(speed.STAGES) - 1


def test_speed_measures_files_and_judges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(next(pages(0.01)))
    (tmp_path / "b.txt").write_bytes("本报讯 昨日，临沄县召开会议。\n".encode())
    files = ["--files", f"{tmp_path}/*.txt", "--small", "--megabytes", "0.04"]
    assert speed.main([*files, "--at-most", "1000000"]) == 0
    assert speed.main([*files, "--at-most", "0.001"]) == 1
    assert speed.main(["--files", f"{tmp_path}/*.none"]) == 1
    assert "no files there" in capsys.readouterr().err


def test_the_package_is_not_slower_than_it_was() -> None:
    most = str(speed.RECORDED * speed.SLACK)
    small = ["--small", "--megabytes", "0.7", "--at-most", most]
    assert 0 in (speed.main(small) for _ in range(3)), "slower than recorded, three times in a row"


def test_peers_that_are_not_there_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert peers.main(["--megabytes", "0.03"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^bulletin-split +[\d.]+ MB/s +1.00 times our time$", out, re.M)
    assert "ftfy" in out


def test_speed_writes_other_encodings(capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main(["--small", "--megabytes", "0.03", "--encoding", "gb18030"]) == 0
    assert "gb18030" in capsys.readouterr().out


def test_memory_is_bounded(capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.main(["--megabytes", "1.5"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^over idle +-?[\d.]+ MiB, at most 40$", out, re.M)


def test_archive_prints_what_it_measures(capsys: pytest.CaptureFixture[str]) -> None:
    archive.main(["--small", "--megabytes", "20", "pipe", "jobs", "resume", "memory"])
    out = capsys.readouterr().out
    assert re.search(r"^pipe +\d+ files, 0\.2 MB: [\d.]+ s CPU through a pipe,$", out, re.M)
    assert re.search(r"s with -j 2, [\d.]+ times as fast", out)
    assert re.search(r"^resume +100 files unchanged: [\d.]+ s", out, re.M)
    assert re.search(r"^memory +10 files [\d.]+ MiB, 1000 files [\d.]+ MiB,$", out, re.M)


def test_a_few_kills_leave_a_whole_tree(capsys: pytest.CaptureFixture[str]) -> None:
    assert kills.main(["--times", "4", "--files", "40"]) == 0
    assert re.search(r"^4 kills, \d+ trees of 40 files", capsys.readouterr().out, re.M)


def test_kills_see_a_torn_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{}\n")
    golden = kills.snapshot(tmp_path)
    assert kills.torn(tmp_path, golden) == []
    (tmp_path / "a.jsonl").write_bytes(b"{")
    assert kills.torn(tmp_path, golden) == ["a.jsonl"]


def seen(grows: float = 0, slows: float = 0) -> list[Look]:
    """A run of 100 looks, a megabyte and 0.3 seconds of work between two."""
    return [
        Look(at * 1_000_000, 0.3 * at * (1 + slows * at / 100), 20 + grows * at / 100)
        for at in range(1, 101)
    ]


def test_a_long_run_is_judged() -> None:
    assert long_run.judged(seen(), 10, 500, 500)[1]
    assert not long_run.judged(seen(), 10, 499, 500)[1], "a record is missing"
    assert not long_run.judged(seen(grows=2.5), 10, 500, 500)[1], "memory grows"
    assert long_run.judged(seen(grows=1.5), 10, 500, 500)[1]
    assert not long_run.judged(seen(slows=0.3), 10, 500, 500)[1], "it gets slower"


@pytest.mark.skipif(sys.platform != "linux", reason="needs what Linux says of a process")
def test_a_short_long_run_is_flat() -> None:
    """Speed is not asked: so little work is measured too coarsely."""
    looks, records, due = long_run.stream(1, 2)
    assert records == due > 500
    later = [look.memory for look in looks if look.bytes >= 2e6]
    assert len(later) >= 4
    assert max(later) - later[0] <= long_run.GROWTH
