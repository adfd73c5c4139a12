"""The splitter inside other engines: the same records as the command's, whatever runs it.

Engines that are not installed are skipped, and the run says so.  The tests run the
examples of samples/ as a reader would, in processes of their own.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest

from bulletin_split import split

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
LIMIT = 240
"""Seconds for one run of an engine; Ray takes ten to start, Spark up to a minute."""

needs_datatrove = pytest.mark.skipif(
    not find_spec("datatrove"), reason="needs pip install 'bulletin-split[datatrove]'"
)
needs_ray = pytest.mark.skipif(
    not find_spec("ray"), reason="needs pip install 'bulletin-split[ray]'"
)
needs_spark = pytest.mark.skipif(
    not (find_spec("pyspark") and shutil.which("java")),
    reason="needs pip install pyspark, and java",
)
needs_datasets = pytest.mark.skipif(not find_spec("datasets"), reason="needs pip install datasets")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of pages: in folders, in several encodings, one empty, one that says little."""
    root = tmp_path / "pages"
    for number, path in enumerate(sorted(SAMPLES.glob("*.txt"))):
        (root / str(number % 3)).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, root / str(number % 3))
    text = (SAMPLES / "city-leading.txt").read_text(encoding="utf-8")
    (root / "0" / "mark.txt").write_bytes(text.encode("utf-8-sig"))
    (root / "0" / "wide.txt").write_bytes(text.encode("utf-16"))
    (root / "1" / "empty.txt").write_bytes(b"")
    (root / "1" / "short.txt").write_bytes("李明".encode("gb18030"))
    (root / "2" / "damaged.txt").write_bytes(
        text.encode()[:600] + b"\xff\xe4" + text.encode()[600:]
    )
    (root / "2" / "two.txt").write_text(f"{text}\f{text}", encoding="utf-8")
    return root


def run(*arguments: str | Path, code: int = 0, **environment: str) -> str:
    """Run Python with these arguments; what it says on standard error comes back.

    Engines leave helpers behind where they are killed: all of the group go.
    """
    with TemporaryFile() as stderr:
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            start_new_session=True,
        )
        try:
            found = process.wait(LIMIT)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        stderr.seek(0)
        said = stderr.read().decode()
    assert found == code, said
    return said


def by_the_command(folder: Path, form: str = "native") -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "bulletin_split", "--format", form, str(folder)],
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def documents(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def without_empty(document: dict[str, Any]) -> dict[str, Any]:
    """datatrove's writer leaves out what is empty, and says no more of a document without text."""
    return {key: value for key, value in document.items() if value}


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row["id"]))


@needs_datatrove
@pytest.mark.parametrize("tasks", [1, 3])
def test_datatrove_gives_what_the_command_gives(tasks: int, pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles"
    run(SAMPLES / "datatrove_articles.py", pages, out, "--tasks", str(tasks), "--workers", "1")
    wanted = [without_empty(row) for row in by_the_command(pages, "datatrove")]
    assert len(wanted) > 60
    assert ordered(documents(out)) == ordered(wanted)


@needs_datatrove
def test_datatrove_counts(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles"
    run(SAMPLES / "datatrove_articles.py", pages, out, "--tasks", "2", "--workers", "1")
    steps = json.loads((out / "logs" / "stats.json").read_text())
    (counts,) = [step["stats"] for step in steps if "bulletin-split" in step["name"]]
    records = by_the_command(pages)
    flags = [flag for record in records for flag in record["flags"]]
    articles = [record for record in records if record["kind"] == "article"]
    assert counts["pages"] == len(list(pages.rglob("*.txt"))) - 1, "all but the empty one"
    assert counts["records"]["total"] == len(records)
    assert counts["kind_article"] == len(articles)
    assert counts["flag_headline_missing"] == flags.count("headline_missing")
    assert counts["discards"]["total"] > 0


KILLED = """
import os, signal, sys
from bulletin_split.integrations.datatrove import PageReader, SplitPages
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.writers import JsonlWriter

pages, out, victim = sys.argv[1:]

def die(data, rank, world_size):
    for number, document in enumerate(data):
        yield document
        if rank == int(victim) and number == 3:
            os.kill(os.getpid(), signal.SIGKILL)

steps = [PageReader(pages, glob_pattern="**/*.txt"), SplitPages(), die]
steps.append(JsonlWriter(out, "${rank}.jsonl", compression=None))
LocalPipelineExecutor(steps, tasks=4, workers=1, logging_dir=out + "/logs").run()
"""


@needs_datatrove
def test_a_killed_task_is_done_again_and_the_others_are_not(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles"
    run("-c", KILLED, pages, out, "2", code=-signal.SIGKILL)
    assert sorted(path.name for path in (out / "logs" / "completions").iterdir()) == [
        "00000",
        "00001",
    ]
    first = (out / "00000.jsonl").stat().st_mtime_ns
    said = run("-c", KILLED, pages, out, "-1")
    assert (out / "00000.jsonl").stat().st_mtime_ns == first
    assert said.count("Processing done for") == 2
    wanted = [without_empty(row) for row in by_the_command(pages, "datatrove")]
    assert ordered(documents(out)) == ordered(wanted)


@needs_datatrove
def test_behind_another_reader_the_metadata_stay() -> None:
    """No reader of ours, so the text is given and what came with it is kept."""
    document = importlib.import_module("datatrove.data").Document
    step = importlib.import_module("bulletin_split.integrations.datatrove").SplitPages()
    rest: list[Any] = []
    step.on_discard = rest.append
    text = "第三版\n\n本报讯 昨日，临沄县召开会议。"
    found = list(step.run([document(text=text, id="p1", metadata={"shelf": 7})]))
    (record,) = split(text, name="p1")
    assert [(row.id, row.text) for row in found] == [(record["id"], record["text"])]
    assert found[0].metadata["source"]["metadata"] == {"shelf": 7}
    assert found[0].metadata["source"]["encoding"] == "str"
    assert [discard["reason"] for discard in rest] == ["folio"]


@needs_datatrove
def test_a_step_in_between_may_change_the_text(tmp_path: Path) -> None:
    module = importlib.import_module("bulletin_split.integrations.datatrove")
    (tmp_path / "1.txt").write_bytes("本报讯 昨日，临沄县召开会议。".encode("gb18030"))
    (page,) = module.PageReader(str(tmp_path)).run()
    (found,) = module.SplitPages().run([page])
    assert (found.text, found.metadata["source"]["encoding"]) == (
        "昨日，临沄县召开会议。",
        "gb18030",
    )
    page.text = page.text.replace("临沄", "沄州")
    (found,) = module.SplitPages().run([page])
    assert (found.text, found.metadata["source"]["encoding"]) == ("昨日，沄州县召开会议。", "str")


@needs_ray
def test_ray_gives_what_the_command_gives(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles"
    script = SAMPLES / "ray_articles.py"
    run(script, pages, out, "--workers", "2", RAY_AUTH_MODE="disabled", RAY_USAGE_STATS_ENABLED="0")
    rows: list[dict[str, Any]] = (
        importlib.import_module("pyarrow.parquet")
        .read_table(out)
        .to_pylist(maps_as_pydicts="strict")
    )
    assert ordered(rows) == ordered(by_the_command(pages))


@needs_spark
def test_spark_gives_what_the_command_gives(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles"
    shutil.copy(SAMPLES / "taiwan.txt", pages / "2" / "第 1 版%20.txt")
    run(
        SAMPLES / "pyspark_articles.py",
        pages,
        out,
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_SUBMIT_ARGS="--master local[2] pyspark-shell",
        SPARK_LOCAL_IP="127.0.0.1",
    )
    lines = [line for part in out.glob("part-*") for line in part.read_bytes().splitlines()]
    assert (out / "_SUCCESS").exists()
    assert ordered([json.loads(line) for line in lines]) == ordered(by_the_command(pages))


@needs_datasets
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_dataset_has_what_the_command_gives(workers: str, pages: Path, tmp_path: Path) -> None:
    load = importlib.import_module("datasets").load_from_disk
    script, more = SAMPLES / "datasets_articles.py", ("--workers", workers)
    for name in ("first", "again"):
        run(script, pages, tmp_path / name, *more, HF_HOME=str(tmp_path / "home"))
        rows = [dict(row) for row in load(str(tmp_path / name))]
        wanted = by_the_command(pages)
        assert ordered(rows) == ordered([{key: row[key] for key in rows[0]} for row in wanted])
        assert {"id", "text"} < set(rows[0])
        # A file that has changed is read again, whatever the library has kept.
        (pages / "1" / "short.txt").write_text("本报讯 昨日，临沄县召开会议。", encoding="utf-8")


@pytest.mark.parametrize("engine", ["datatrove", "ray"])
def test_a_missing_extra_is_named(engine: str, tmp_path: Path) -> None:
    """Whether or not it is installed: a package of that name that cannot be imported stands first."""
    for name in (engine, "pyarrow"):
        (tmp_path / f"{name}.py").write_text("raise ImportError")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    said = run(SAMPLES / f"{engine}_articles.py", "in", "out", code=2, PYTHONPATH=path)
    assert said.count("\n") == 1
    assert f"pip install 'bulletin-split[{engine}]'" in said
    code = f"import bulletin_split.integrations.{engine}"
    said = run("-c", code, code=1, PYTHONPATH=path)
    assert f"pip install 'bulletin-split[{engine}]'" in said.splitlines()[-1]


@pytest.mark.parametrize("package", ["pyspark", "datasets"])
def test_a_missing_package_is_named(package: str, tmp_path: Path) -> None:
    (tmp_path / f"{package}.py").write_text("raise ImportError")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    said = run(SAMPLES / f"{package}_articles.py", "in", "out", code=2, PYTHONPATH=path)
    assert said.count("\n") == 1
    assert f"pip install {package}" in said


def test_the_package_alone_needs_none_of_the_extras() -> None:
    """What `pip install bulletin-split` brings, and what importing it loads."""
    metadata = importlib.import_module("tomllib").loads((ROOT / "pyproject.toml").read_text())
    needed = " ".join(metadata["project"]["dependencies"])
    assert not [word for word in ("datatrove", "ray", "pyarrow", "numpy") if word in needed]
    code = "import sys, bulletin_split; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    ours = [name for name in loaded.decode().split() if name.startswith("bulletin_split")]
    assert ours == ["bulletin_split"]
    others = {"typer", "regex", "rich", "chardet", "typing", "re", "dataclasses"}
    assert not others & (set(loaded.decode().split()) - set(_bare()))


def _bare() -> list[str]:
    code = "import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return done.stdout.decode().split()
