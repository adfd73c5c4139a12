"""The command by transcript: what goes in, what comes out, and how it ends.

What a record holds is for other tests; here it matters that each input's records
arrive, where, and what is said when something is wrong.
"""

from __future__ import annotations

import json
import os
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import bulletin_split
from bulletin_split import cli

COMMAND = [sys.executable, "-m", "bulletin_split"]
SHELL = shlex.join(COMMAND)
PACKAGE = Path(bulletin_split.__file__).parent

ARTICLE = (
    "青河县召开春耕工作会议\n"
    "本报讯 2月24日，青河县召开春耕工作会议，要求各乡镇抓紧备足种子和化\n"
    "肥，检修农机，确保不误农时。会议指出，今年春耕面积比去年增加两成。\n"
    "                                        （记者 王小川）\n\n"
)
PAGE = (ARTICLE * 2).encode()
FULL = Path("/dev/full")


def run(
    *arguments: str | Path, data: bytes = b"", **more: Any
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=data, capture_output=True, timeout=60, **more
    )


def records(data: bytes) -> list[dict[str, Any]]:
    """The records of an output, which is JSON Lines to the letter."""
    assert not data or data.endswith(b"\n")
    lines = data.decode("utf-8").split("\n")[:-1]
    assert all(lines), "an empty line"
    return [json.loads(line) for line in lines]


def paths(data: bytes) -> list[str | None]:
    """The inputs that the records came from, each once, in their order."""
    return list(dict.fromkeys(record["source"]["path"] for record in records(data)))


def tree(folder: Path) -> dict[str, bytes]:
    """A folder's files, but for our own books of an output folder."""
    own = ".bulletin-split"
    found = (path for path in folder.rglob("*") if path.is_file() and own not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def fails(result: subprocess.CompletedProcess[bytes], code: int, *words: str) -> None:
    """One line on standard error with these words in it, and this exit code."""
    said = result.stderr.decode()
    assert result.returncode == code, said
    assert said.startswith("bulletin-split: "), said
    assert said.count("\n") == 1, said
    assert all(word in said for word in words), said


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with four pages and much that is none."""
    root = tmp_path / "in"
    for name in ("b/1.txt", "b-1.txt", "b.TXT", "a/深/页 1.text", "b/.git/x.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(PAGE)
    (root / ".hidden.txt").write_bytes(PAGE)
    (root / "scan.pdf").write_bytes(b"%PDF")
    (root / "link.txt").symlink_to("b.TXT")
    (root / "loop").symlink_to(".")
    os.mkfifo(root / "pipe.txt")
    return root


IN_ORDER = ["a/深/页 1.text", "b-1.txt", "b.TXT", "b/1.txt"]
MIRRORED = {"a/深/页 1.jsonl", "b-1.jsonl", "b.jsonl", "b/1.jsonl"}


# What is read, and the names it gets


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input(arguments: list[str]) -> None:
    result = run(*arguments, data=PAGE)
    assert (result.returncode, result.stderr) == (0, b"")
    assert paths(result.stdout) == [None]
    assert all(record["id"] for record in records(result.stdout))


def test_a_file_has_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "页.txt").write_bytes(PAGE)
    result = run(tmp_path / "页.txt")
    assert (result.returncode, result.stderr) == (0, b"")
    assert paths(result.stdout) == ["页.txt"]
    assert "页.txt" in result.stdout.decode(), "real UTF-8, no escapes"


def test_a_file_and_standard_input_are_the_same_but_for_the_name(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    named, nameless = (records(r.stdout) for r in (run(tmp_path / "1.txt"), run(data=PAGE)))
    for record in (*named, *nameless):
        del record["id"], record["source"]["path"]
    assert named == nameless


def test_several_inputs_come_in_their_order(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "z.ocr").write_bytes(PAGE)
    result = run(tmp_path / "z.ocr", "-", archive, data=PAGE)
    assert result.returncode == 0
    assert paths(result.stdout) == ["z.ocr", None, *IN_ORDER]


def test_the_module_and_the_command_are_the_same() -> None:
    script = Path(sys.executable).with_name("bulletin-split")
    if not script.exists():
        pytest.skip("not installed here")
    result = subprocess.run([script], input=PAGE, capture_output=True, timeout=60)
    assert result.stdout == run(data=PAGE).stdout


def test_records_leave_before_the_input_ends() -> None:
    command = [*COMMAND, "--encoding", "utf-8"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        os.set_blocking(process.stdin.fileno(), False)  # the output may fill before all is in
        left = ARTICLE.encode() * 2000
        end = time.monotonic() + 20
        while not (ready := select.select([process.stdout], [], [], 0.05)[0]):
            assert time.monotonic() < end
            with suppress(BlockingIOError):
                left = left[os.write(process.stdin.fileno(), left) :]
        process.kill()
    assert ready


# Options


def test_every_option_is_in_the_help() -> None:
    text = run("--help").stdout.decode()
    assert run("-h").stdout.decode() == text
    for option in cli.command().params:  # type: ignore[attr-defined]
        assert all(name in text for name in option.opts if name.startswith("-")), option.opts
    assert all(f" {code}  " in text for code in cli.EXIT_CODES)
    assert all(len(line) <= 80 for line in text.splitlines())


def test_help_does_without_a_terminal_and_an_environment() -> None:
    result = run("--help", env={"PATH": os.environ["PATH"], "LC_ALL": "C"})
    assert (result.returncode, result.stderr) == (0, b"")
    assert "2月21日" in result.stdout.decode("utf-8")


def test_schema_is_the_shipped_one() -> None:
    assert run("--schema").stdout == (PACKAGE / "record.schema.json").read_bytes()


def test_version() -> None:
    assert run("--version").stdout.decode() == f"bulletin-split {bulletin_split.__version__}\n"


def test_date_and_publication_fill_the_page() -> None:
    result = run("--date", "2020-02-24", "--publication", "青河日报", data=PAGE)
    assert result.returncode == 0
    for record in records(result.stdout):
        assert record["page"]["date"] == "2020-02-24"
        assert record["page"]["publication"] == "青河日报"


def test_encoding_overrides() -> None:
    result = run("--encoding", "gb18030", data=PAGE.decode().encode("gb18030"))
    assert result.returncode == 0
    assert {record["source"]["encoding"] for record in records(result.stdout)} == {"gb18030"}
    assert "春耕" in result.stdout.decode("utf-8")


def test_decoded_is_the_text_of_all_spans(tmp_path: Path) -> None:
    pages = [PAGE, PAGE.decode().encode("gbk"), b"\xff" + PAGE.decode().encode("utf-8-sig")]
    (tmp_path / "page.txt").write_bytes(b"\xef\xbb\xbf" + b"\f".join(pages))
    result = run("page.txt", "--decoded", "text", "--discards", "rest.jsonl", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    text = (tmp_path / "text").read_bytes().decode()
    assert text == f"{PAGE.decode()}\f{PAGE.decode()}\f\ufffd\ufeff{PAGE.decode()}"
    found = records(result.stdout)
    spans = [span for record in found for span in record["source"]["spans"]]
    spans += [discard["span"] for discard in records((tmp_path / "rest.jsonl").read_bytes())]
    covered = "".join(text[start:end] for start, end in sorted(spans))
    assert "".join(covered.split()) == "".join(text.split())
    codecs = {record["source"]["encoding"] for record in found}
    assert codecs == {"utf-8-sig", "gb18030", "utf-8"}


def test_decoded_is_whole_or_absent(tmp_path: Path) -> None:
    fails(run("no.txt", "--decoded", "text", cwd=tmp_path), 1, "no.txt")
    assert not tree(tmp_path)
    if FULL.exists():
        fails(run("-", "--decoded", FULL, data=PAGE), 74, "/dev/full")


def test_max_article_cuts() -> None:
    result = run("--max-article", "4000", data=("水利工程" * 5000).encode())
    assert result.returncode == 0
    assert len(records(result.stdout)) > 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--encoding", "gb1803"], ["'gb1803'", "gb18030"]),
        (["--encoding", "rot13"], ["'rot13'"]),
        (["--encoding", "\x1b[2J"], ["\\x1b[2J"]),
        (["--decoded", "-"], ["--decoded"]),
        (["--decoded", "."], ["--decoded"]),
        (["--decoded", "t.txt", "a.txt", "b.txt"], ["--decoded", "one input"]),
        (["--decoded", "t.txt", "."], ["--decoded", "one input"]),
        (["--decoded", "t.txt", "a.zip"], ["--decoded", "one input"]),
        (["--decoded", "t.txt", "@list"], ["--decoded", "one input"]),
        (["--decoded", "t.txt", "-o", "./t.txt", "a.txt"], ["--decoded", "this name"]),
        (["--date", "2020-02-30"], ["2020-02-30", "2020-02-24"]),
        (["--date", "20200224"], ["20200224"]),
        (["--date", "2020-W09-1"], ["2020-W09-1"]),
        (["--date", "2020-2-24 "], ["2020-2-24"]),
        (["--date", "２０２０-02-24"], ["--date"]),
        (["--max-article", "0"], ["--max-article"]),
        (["--max-article", "many"], ["--max-article", "many"]),
        (["--max-article"], ["--max-article", "--help"]),
        (["--frobnicate"], ["--frobnicate", "--help"]),
        (["-o", ""], ["-o"]),
        (["--discards", "-"], ["--discards"]),
        (["--discards", "."], ["--discards"]),
        (["-", "-o", "./"], ["-o"]),
    ],
)
def test_a_wrong_command(tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    result = run(
        *arguments, data=PAGE, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    )
    fails(result, 2, *words)
    assert (result.stdout, tree(tmp_path)) == (b"", {})


# Where it goes


def test_a_folder_to_standard_output_in_path_order(archive: Path) -> None:
    result = run(archive)
    assert (result.returncode, result.stderr) == (0, b"")
    assert paths(result.stdout) == IN_ORDER


@pytest.mark.parametrize("out", ["out/", "made", "in/out/", "new/deep/out/"])
def test_a_folder_to_a_folder_mirrors_the_tree(tmp_path: Path, archive: Path, out: str) -> None:
    (tmp_path / "made").mkdir()
    for _ in range(2):  # the second run does not read the first one's output
        result = run("in", "-o", out, cwd=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
        found = tree(tmp_path / out)
        assert set(found) == MIRRORED
        assert b"".join(found[name] for name in sorted(found)).count(b"\n") > 0
        assert paths(found["b/1.jsonl"]) == ["b/1.txt"]


def test_one_file_for_all_is_what_standard_output_gets(tmp_path: Path, archive: Path) -> None:
    result = run(archive, "-o", tmp_path / "all.jsonl")
    assert (result.returncode, result.stdout) == (0, b"")
    assert (tmp_path / "all.jsonl").read_bytes() == run(archive).stdout


def test_a_file_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    (tmp_path / "2020.02.24").write_bytes(PAGE)
    assert run("1.txt", "2020.02.24", "-o", "out/", cwd=tmp_path).returncode == 0
    assert set(tree(tmp_path / "out")) == {"1.jsonl", "2020.02.24.jsonl"}


def test_two_names_that_would_be_one_keep_their_suffix(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("1.txt", "1.text", "2.txt"):
        (tmp_path / "in" / name).write_bytes(PAGE)
    assert run("in", "-o", "out/", cwd=tmp_path).returncode == 0
    assert set(tree(tmp_path / "out")) == {"1.txt.jsonl", "1.text.jsonl", "2.txt.jsonl"}


def test_two_inputs_for_one_output_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_bytes(PAGE)
    (tmp_path / "b" / "2.txt").write_bytes(PAGE)
    result = run("a", "b", "-o", "out/", cwd=tmp_path)
    fails(result, 1, "b/1.txt", "out/1.jsonl")
    assert set(tree(tmp_path / "out")) == {"1.jsonl", "2.jsonl"}


def test_discards_are_a_file_of_their_own(tmp_path: Path) -> None:
    data = "青河日报\n2020年2月24日 星期一 第1版\n\n".encode() + PAGE
    result = run("--discards", tmp_path / "rest.jsonl", data=data)
    assert result.returncode == 0
    for discard in records((tmp_path / "rest.jsonl").read_bytes()):
        assert list(discard) == ["path", "reason", "span", "text"]
    assert result.stdout == run(data=data).stdout


def test_discards_to_a_stream(tmp_path: Path) -> None:
    result = run("--discards", "/dev/stderr", data=PAGE)
    assert result.returncode == 0
    records(result.stderr)
    assert run("--discards", "/dev/null", data=PAGE).stdout == result.stdout


# Bad input


@pytest.mark.parametrize("data", [b"", b"\n \n\f\r\n", b"\xef\xbb\xbf"])
def test_nothing_in_it(data: bytes) -> None:
    result = run(data=data)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_an_empty_file_of_a_folder_becomes_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.txt").touch()
    assert run("in", "-o", "out/", cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "out") == {"1.jsonl": b""}


def test_a_missing_file_is_named_and_the_others_done(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    result = run("no.txt", "1.txt", cwd=tmp_path)
    fails(result, 1, "no.txt", "No such file")
    assert paths(result.stdout) == ["1.txt"]


def test_where_all_inputs_fail_no_file_is_made(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"before\n")
    fails(run("no.txt", "-o", "out.jsonl", "--discards", "d", cwd=tmp_path), 1, "no.txt")
    assert tree(tmp_path) == {"out.jsonl": b"before\n"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_and_folder(archive: Path) -> None:
    (archive / "b.TXT").chmod(0)
    fails(run(archive), 1, "b.TXT", "Permission denied")
    (archive / "b").chmod(0)
    result = run(archive)
    (archive / "b").chmod(0o700)
    assert result.returncode == 1
    assert paths(result.stdout) == IN_ORDER[:2]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux")
def test_a_file_that_fails_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    result = run("/proc/self/mem", "1.txt", "-o", "out/", cwd=tmp_path)
    fails(result, 1, "/proc/self/mem", "error")
    assert set(tree(tmp_path / "out")) == {"1.jsonl"}


def test_a_name_does_not_reach_the_terminal_live() -> None:
    result = run("a\x1b[2J\r\n\u202eb.txt")
    fails(result, 1, "a\\x1b[2J\\r\\n\\u202eb.txt")


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xb5\xda1\xb0\xe6.txt")
    try:
        (tmp_path / name).write_bytes(PAGE)
    except OSError:
        pytest.skip("this file system wants text")
    result = run(tmp_path, "-o", f"{tmp_path}/out/")
    assert (result.returncode, result.stderr) == (0, b"")
    (data,) = tree(tmp_path / "out").values()
    assert paths(data) == [name]
    fails(run(tmp_path / os.fsdecode(b"\xd2.txt")), 1, "\\udcd2.txt")


# An output is never an input


@pytest.mark.parametrize(
    "arguments",
    [
        ["1.txt", "-o", "1.txt"],
        ["1.txt", "-o", "in/../1.txt"],
        ["1.txt", "-o", "link"],
        ["2.txt", "1.txt", "--discards", "1.txt"],
        ["in", "-o", "in/3.txt"],
        ["in", "-o", "in/new.txt"],
        ["in", "--discards", "in/3.txt"],
        ["in", "-o", "in"],
        ["in", "-o", "in/"],
        ["2.txt", "-o", "x.jsonl", "--discards", "./x.jsonl"],
    ],
)
def test_output_that_is_input_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "in").mkdir()
    for name in ("1.txt", "2.txt", "in/3.txt"):
        (tmp_path / name).write_bytes(PAGE)
    (tmp_path / "link").symlink_to("1.txt")
    before = tree(tmp_path)
    fails(run(*arguments, cwd=tmp_path), 2, "-")
    assert tree(tmp_path) == before


def test_standard_output_that_is_input_is_refused(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    for command in (f"{SHELL} 1.txt >> 1.txt", f"{SHELL} < 1.txt >> 1.txt"):
        result = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, timeout=60)
        fails(result, 2, "input")
    assert tree(tmp_path) == {"1.txt": PAGE}


def test_standard_output_inside_the_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    command = f"{SHELL} . > all.txt"
    result = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, timeout=60)
    fails(result, 1, "all.txt", "output")
    assert paths((tmp_path / "all.txt").read_bytes()) == ["1.txt"]


# How it ends


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE * 20_000)
    command = [*COMMAND, str(tmp_path / "1.txt"), "--discards", str(tmp_path / "rest")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
    assert set(tree(tmp_path)) == {"1.txt"}, "half of the discards is no file"


@pytest.mark.parametrize("arguments", ["--help", "--schema", "--version", "-"])
@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
def test_output_that_cannot_be_written(arguments: str, where: str) -> None:
    if "full" in where and not FULL.exists():
        pytest.skip("no /dev/full here")
    command = f"{SHELL} {arguments} {where}"
    result = subprocess.run(command, shell=True, input=PAGE, capture_output=True, timeout=60)
    fails(result, 74, "standard output", "; ")


def test_a_closed_standard_input() -> None:
    result = subprocess.run(f"{SHELL} <&-", shell=True, capture_output=True, timeout=60)
    fails(result, 1, "standard input", "; ")


def test_a_closed_standard_error(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    command = f"{SHELL} no.txt 1.txt -o out.jsonl 2>&-"
    result = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, timeout=60)
    assert (result.returncode, result.stdout) == (1, b"")
    assert paths((tmp_path / "out.jsonl").read_bytes()) == ["1.txt"]


def test_a_limit_on_file_size_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE * 1000)
    command = f"ulimit -f 1; {SHELL} 1.txt -o out.jsonl"
    result = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, timeout=60)
    fails(result, 74, "out.jsonl", "File too large")
    assert set(tree(tmp_path)) == {"1.txt"}


@pytest.mark.parametrize("out", ["none/out.jsonl", "1.txt/"])
def test_a_place_that_is_none(tmp_path: Path, out: str) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    fails(run("1.txt", "-o", out, cwd=tmp_path), 74, out.split("/")[0], "; ")
    assert set(tree(tmp_path)) == {"1.txt"}


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("out", ["out.jsonl", "/dev/null"])
def test_a_signal_ends_it_in_silence(
    tmp_path: Path, number: signal.Signals, code: int, out: str
) -> None:
    command = [*COMMAND, "-o", out, "--discards", "rest.jsonl"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(PAGE)
        process.stdin.flush()
        until(lambda: bool(os.listdir(tmp_path)))  # the temporary files
        process.send_signal(number)
        assert process.wait(10) == code
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
    assert os.listdir(tmp_path) == []


def test_a_signal_while_the_reader_sleeps() -> None:
    read_end, write_end = os.pipe()
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=write_end) as process:
        os.close(write_end)
        assert process.stdin
        os.set_blocking(process.stdin.fileno(), False)
        end = time.monotonic() + 2
        while time.monotonic() < end:  # until both pipes are full
            try:
                os.write(process.stdin.fileno(), PAGE * 50)
            except BlockingIOError:
                time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
    os.close(read_end)


# What it costs


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["1.txt"], ["1.txt", "-o", "o/"]])
def test_nothing_is_imported_that_the_run_does_not_use(
    tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "1.txt").write_bytes(PAGE)
    program = (
        "import sys, typer; typers = set(sys.modules);"  # an old one brings rich along
        "from bulletin_split.cli import run; code = run(sys.argv[1:]);"
        "heavy = {'rich', 'chardet', 'regex', 'pydantic', 'concurrent', 'asyncio', 'logging'};"
        "print(code, *sorted(heavy & set(sys.modules) - typers), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        timeout=60,
    )
    assert result.stderr == b"0\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("arguments", [[], ["-q"]])
def test_the_progress_line_is_for_terminals(
    tmp_path: Path, archive: Path, arguments: list[str]
) -> None:
    (archive / "z\x1b[2Jc.txt").write_bytes(PAGE)
    program = (
        "import sys; from bulletin_split.cli import Progress, run;"
        "Progress.PATIENCE = Progress.EVERY = 0;"
        "sys.exit(run(sys.argv[1:]))"
    )
    ours, theirs = os.openpty()
    code = subprocess.run(
        [sys.executable, "-c", program, str(archive), "-o", f"{tmp_path}/out/", *arguments],
        env=os.environ | {"NO_COLOR": "1", "TERM": "xterm", "PYTHONPATH": str(PACKAGE.parent)},
        stderr=theirs,
        timeout=60,
    ).returncode
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 0.2)[0]:
        try:
            shown += os.read(ours, 65_536)
        except OSError:
            break
    os.close(ours)
    assert code == 0
    assert (b"z\\x1b[2Jc.txt" in shown) == (not arguments)
    assert b"[2J" not in shown.replace(b"\\x1b[2J", b"")
    assert b"[3" not in shown, "a colour"
