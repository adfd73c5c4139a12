"""The terminal view: complete, within its width, readable without colour, and never obeyed."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_split import Discard, Record, split
from bulletin_split.views.look import MARKS, rows, shown, width
from bulletin_split.views.place import Piece, pieces

from .pages import all_pages

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
COMMAND = [sys.executable, "-c", "from bulletin_split.commands import look_main as m; m()"]


def read(name: str) -> tuple[str, list[Record], list[Discard]]:
    discards: list[Discard] = []
    text: list[str] = []
    from bulletin_split import Splitter

    parser = Splitter(name=name, on_discard=discards.append, on_text=text.append)
    records = parser.feed((SAMPLES / name).read_bytes()) + parser.close()
    return "".join(text), records, discards


def run(*arguments: str, data: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **more}
    return subprocess.run(
        [*COMMAND, *arguments], input=data, capture_output=True, timeout=60, env=environment
    )


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_pieces_cover_a_sample_and_every_field_is_found(name: str) -> None:
    text, records, discards = read(name)
    found = pieces(text, records, discards)
    assert "".join(text[piece.start : piece.end] for piece in found) == text
    assert not [piece for piece in found if piece.role == "unclaimed"]
    for number, record in enumerate(records):
        roles = {piece.role for piece in found if piece.record == number}
        for deck in record["decks"]:
            assert deck["role"] in roles
        assert ("headline" in roles) == (record["headline"] is not None)
        assert ("dateline" in roles) == (record["dateline"] is not None)
        if record["byline"] and not record["dateline"]:
            assert "byline" in roles


@settings(max_examples=60, deadline=None)
@given(all_pages())
def test_pieces_cover_any_page_once(page: str) -> None:
    rest: list[Discard] = []
    records = split(page, on_discard=rest.append)
    text = page.removeprefix("\ufeff")
    found = pieces(text, records, rest)
    assert [piece.start for piece in found] == [0, *(piece.end for piece in found)][: len(found)]
    assert "".join(text[piece.start : piece.end] for piece in found) == text


@settings(max_examples=40, deadline=None)
@given(all_pages(), st.integers(24, 120))
def test_rows_fit_and_hold_nothing_that_a_terminal_obeys(page: str, columns: int) -> None:
    rest: list[Discard] = []
    text = page.removeprefix("\ufeff")
    for row in rows(text, split(page, on_discard=rest.append), rest, columns):
        assert sum(map(width, row.plain)) <= columns
        assert all(char.isprintable() or char == "\u3000" for char in row.plain)


@pytest.mark.parametrize("name", ["county-trailing.txt", "city-leading.txt", "taiwan.txt"])
def test_the_page_is_all_there(name: str) -> None:
    text, records, discards = read(name)
    printed = "".join("".join(row.plain.split()) for row in rows(text, records, discards))
    at = 0
    for char in "".join(text.split()):
        at = printed.index(char, at) + 1


def test_letters_and_numbers_say_what_colour_says() -> None:
    text, records, discards = read("city-leading.txt")
    lines = [row.plain for row in rows(text, records, discards)]
    headline = records[0]["headline"]
    assert headline is not None
    assert any(line.startswith("   1H") and headline[:6] in line for line in lines)
    assert any(line.startswith("    x") and line.endswith("[folio]") for line in lines)
    for role, (mark, _) in MARKS.items():
        if mark not in " !":
            assert any(f"{mark} {role}" in line for line in lines[:3])


def test_two_articles_on_one_line_are_two_rows() -> None:
    text, records, discards = read("county-trailing.txt")
    assert any("↳" in row.plain for row in rows(text, records, discards))


def test_the_flags_stand_beside_their_article() -> None:
    text, records, discards = read("county-trailing.txt")
    lines = [row.plain for row in rows(text, records, discards)]
    for number, record in enumerate(records, 1):
        heading = next(line for line in lines if line.startswith(f"{number:4d} {record['kind']}"))
        assert f"{record['confidence']:.2f}" in heading
        assert all(flag in heading for flag in record["flags"])


HOSTILE = "本报讯 昨\x1b[31m日\x1b]0;名\x07，\u202e临沄县\x9b2J[/bold][red]召开\u2028会议。\x7f\n".encode()


@pytest.mark.parametrize("color", ["never", "always"])
def test_text_of_a_page_neither_styles_the_terminal_nor_escapes_it(color: str) -> None:
    done = run("--color", color, data=HOSTILE)
    assert done.returncode == 0
    out = done.stdout.decode()
    assert "\u202e" not in out
    assert "\x07" not in out
    assert "\x9b" not in out
    assert "␛[31m" in out.replace("\x1b[0m", "").replace("\x1b[7m", "")
    assert "[/bold][red]" in out
    assert "<U+202E>" in out
    if color == "never":
        assert "\x1b" not in out
    else:
        assert "\x1b[31m" not in out.split("本报讯")[1]


def test_the_parameters_of_the_terminal_are_heeded() -> None:
    page = str(SAMPLES / "taiwan.txt")
    assert b"\x1b" not in run(page).stdout
    assert b"\x1b" in run("--color", "always", page).stdout
    narrow = run("--width", "40", page).stdout.decode().splitlines()
    assert max(sum(map(width, line)) for line in narrow) <= 40


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["nowhere.txt"], 1, "bulletin-split-look: nowhere.txt: No such file or directory"),
        (["--color", "red"], 2, "'red' is none of auto, always, never"),
        (["--encoding", "klingon"], 2, "'klingon' is no encoding known here"),
        (["--width", "x"], 2, "'x' is no whole number"),
    ],
)
def test_an_error_is_one_line(arguments: list[str], code: int, complaint: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert complaint in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def terminal(environment: dict[str, str]) -> bytes:
    """What the command prints on a terminal of its own."""
    ours, theirs = pty.openpty()
    page = str(SAMPLES / "taiwan.txt")
    started = subprocess.Popen(
        [*COMMAND, page], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    out = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(ours)
    assert started.wait(30) == 0
    return out


@pytest.fixture
def environment() -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm"}


def test_a_pager_is_used_on_a_terminal(tmp_path: Path, environment: dict[str, str]) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED; cat\n")
    pager.chmod(0o755)
    out = terminal({**environment, "PAGER": str(pager)})
    assert out.startswith(b"PAGED")
    assert b"\x1b[" in out


def test_where_there_is_no_pager_the_page_is_printed(environment: dict[str, str]) -> None:
    out = terminal({**environment, "PAGER": "/nowhere/pager", "NO_COLOR": "1"})
    assert b"H headline" in out
    assert b"\x1b" not in out


def test_a_piece_is_plain_data() -> None:
    assert Piece(0, 1, "body") == (0, 1, "body", None, None)
    assert shown("\t") == "␉"
