"""What the options' values may be, and which of them go together.

Each function takes what was typed and gives what is meant, or raises the parser's error
with the option and a cure; nothing has been opened by then.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from .batch.formats import FORMATS, format_of
from .batch.inputs import ARCHIVES, PACKED_ARCHIVES, Choice, identity, is_chosen
from .batch.reading import Limit
from .errors import OptionError
from .model import MAX_ARTICLE, Options
from .patterns import late
from .sink import is_direct

if TYPE_CHECKING:
    from .profile import Profile

UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = late(r"([0-9]+)(?:([KMGT])(?:I?B)?|B)?", re.IGNORECASE)

MOST_JOBS = 512
MOST_SHARDS = 100_000


def date(value: str | None) -> str | None:
    """Check ``--date``: a day of the calendar as YYYY-MM-DD."""
    if value is None:
        return None
    from datetime import date

    parts = value.split("-")
    try:
        if [len(part) for part in parts] != [4, 2, 2] or not value.isascii():
            raise ValueError
        date(*(int(part) for part in parts if part.isdigit()))
    except (TypeError, ValueError):
        raise typer.BadParameter(f"{value!r} is no day; write it as 2020-02-24") from None
    return value


def encoding(value: str | None) -> str | None:
    """Check ``--encoding``: a codec of Python's that decodes text."""
    if value is None:
        return None
    from .pipeline import Splitter

    try:
        Splitter(Options(encoding=value)).feed("".encode(value))
    except (LookupError, ValueError):
        near = _near_names(value)
        hint = f"did you mean {' or '.join(near)}?" if near else "try gb18030, big5hkscs or utf-8"
        raise typer.BadParameter(f"{value!r} is no encoding known here; {hint}") from None
    return value


def _near_names(name: str) -> list[str]:
    try:
        from .encoding import near_names
    except ImportError:
        return []
    return list(near_names(name))


def max_article(value: int | str) -> int:
    """Check ``--max-article``: a whole number from 1 up."""
    if not str(value).isdecimal() or int(value) < 1:
        raise typer.BadParameter(f"{value!r} is no number of characters; write it as {MAX_ARTICLE}")
    return int(value)


def latin_space(value: str) -> str:
    """Check ``--latin-space``."""
    return _one_of(value, "keep", "remove")


def full_width(value: str) -> str:
    """Check ``--full-width``."""
    return _one_of(value, "keep", "narrow")


def _one_of(value: str, *choices: str) -> str:
    if value not in choices:
        raise typer.BadParameter(f"{value!r} is no choice; write {' or '.join(choices)}")
    return value


def jobs(value: int | str | None) -> int | None:
    """Check ``-j``: a number of processes; 0 or nothing for as many as pay."""
    if value is None:
        return None
    if not str(value).isdecimal() or int(value) > MOST_JOBS:
        raise typer.BadParameter(f"{value!r} is no number of processes; write it as 4")
    return int(value) or None


def shards(value: int | str | None) -> int | None:
    """Check ``--shards``: how many."""
    if value is None:
        return None
    if not str(value).isdecimal() or not 1 <= int(value) <= MOST_SHARDS:
        raise typer.BadParameter(f"{value!r} is no number of files; write it as 8")
    return int(value)


def size(value: int | str | None) -> int | None:
    """Check a size in bytes, with K, M, G or T behind it for powers of 1024.

    >>> size("64M"), size("1gb"), size("500")
    (67108864, 1073741824, 500)
    """
    if value is None:
        return None
    found = _SIZE.fullmatch(str(value))
    if not found or not int(found[1]):
        raise typer.BadParameter(f"{value!r} is no size; write it as 64M")
    return int(found[1]) * UNITS[(found[2] or "").upper()]


def max_expand(value: str | None) -> str | None:
    """Check ``--max-expand``."""
    if value is not None:
        limit(value)
    return value


def limit(value: str | None) -> Limit:
    """What ``--max-expand`` means: a plain number is a ratio, one with a unit a size.

    >>> limit("500"), limit("64M")
    (Limit(times=500, size=None), Limit(times=None, size=67108864))
    """
    if value is None:
        return Limit()
    if str(value).isdecimal() and int(value):
        return Limit(int(value))
    found = _SIZE.fullmatch(str(value))
    if not found or not int(found[1]):
        raise typer.BadParameter(f"{value!r} is no limit; write it as 500 (times) or 2G (bytes)")
    return Limit(None, size(value))


def suffix(value: str | None) -> str | None:
    """Check ``--suffix``: one of the formats."""
    if value is None:
        return None
    named = value if value.startswith(".") else "." + value
    if named not in FORMATS:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(FORMATS)}")
    return named


def path_pattern(value: str | None) -> str | None:
    """Check ``--path-pattern``."""
    if value is None:
        return None
    from .batch.pathpattern import PatternError, compiled

    try:
        compiled(value)
    except PatternError as error:
        raise typer.BadParameter(str(error)) from None
    return value


def is_folder(path: str | None) -> bool:
    """Whether a place for output is a folder: it is one, or its name ends in a slash."""
    return path is not None and (path.endswith(("/", os.sep)) or os.path.isdir(path))


def refuse(
    given: list[str], out: str | None, folder: bool, discards: str | None, choice: Choice
) -> None:
    """Refuse a run that would write over what it reads, before anything is opened.

    Raises the parser's error for bad usage, with the option that is at fault.
    """
    for path, option in ((out, "-o"), (discards, "--discards")):
        if path == "":
            raise typer.BadParameter("the name is empty; give a file", param_hint=option)
    if discards == "-":
        raise typer.BadParameter("give a file, or /dev/stdout by name", param_hint="--discards")
    if discards is not None and is_folder(discards) and not folder:
        raise typer.BadParameter(f"{discards} is a folder; give a file", param_hint="--discards")
    if folder and "-" in given:
        raise typer.BadParameter(
            "standard input has no name in a folder; give a file", param_hint="-o"
        )
    if (
        out is not None
        and discards is not None
        and not is_direct(out)
        and os.path.realpath(out) == os.path.realpath(discards)
    ):
        raise typer.BadParameter("OUT has this name; give another", param_hint="--discards")
    refuse_inputs(given, ((1 if out is None else out, "-o"), (discards, "--discards")), choice)


def refuse_inputs(
    given: list[str], places: Iterable[tuple[str | int | None, str]], choice: Choice
) -> None:
    """Refuse places of output that are inputs, each with its option."""
    for written, option in places:
        same = next(
            (g for g in given if written is not None and is_written(g, written, choice)), None
        )
        if same is not None:
            name = "standard input" if same == "-" else same
            raise typer.BadParameter(
                f"{name} is an input; write to another place", param_hint=option
            )


def refuse_together(
    given: list[str],
    out: str | None,
    folder: bool,
    shards: int | None,
    shard_size: int | None,
    summary: str | None,
    jumps: str | None,
    choice: Choice,
) -> None:
    """Refuse options that do not go together; raises the parser's error."""
    if shards and shard_size:
        raise typer.BadParameter("give --shards or this, not both", param_hint="--shard-size")
    if (shards or shard_size) and not folder:
        option = "--shards" if shards else "--shard-size"
        raise typer.BadParameter("only for a folder: -o OUT/", param_hint=option)
    if jumps is not None and (out is None or (not folder and is_direct(out))):
        raise typer.BadParameter("only with -o, over whose records it goes", param_hint="--jumps")
    for path, option in ((summary, "--summary"), (jumps, "--jumps")):
        if path in ("", "-"):
            raise typer.BadParameter("give a file", param_hint=option)
        if is_folder(path):
            raise typer.BadParameter(f"{path} is a folder; give a file", param_hint=option)
        if path and out and not is_direct(out) and os.path.realpath(path) == os.path.realpath(out):
            raise typer.BadParameter("OUT has this name; give another", param_hint=option)
    refuse_inputs(given, ((summary, "--summary"), (jumps, "--jumps")), choice)


def refuse_decoded(
    given: list[str], outputs: Iterable[str | None], decoded: str | None, choice: Choice
) -> None:
    """Refuse ``--decoded`` where there is more than one text, or its file is another's."""
    if decoded is None:
        return
    hint = "--decoded"
    if decoded in ("", "-") or is_folder(decoded):
        raise typer.BadParameter("give a file", param_hint=hint)
    only = given[0]
    if (
        len(given) > 1
        or only.startswith("@")
        or os.path.isdir(only)
        or only.lower().endswith((*ARCHIVES, *PACKED_ARCHIVES))
    ):
        raise typer.BadParameter("it holds one text: give one input, a file or -", param_hint=hint)
    for path in outputs:
        if path and not is_direct(decoded) and os.path.realpath(path) == os.path.realpath(decoded):
            raise typer.BadParameter("another output has this name", param_hint=hint)
    refuse_inputs(given, ((decoded, hint),), choice)


def refuse_views(
    given: list[str], others: Iterable[str | None], report: str | None, choice: Choice
) -> None:
    """Refuse a report that has no file of its own; raises the parser's error."""
    if report is None:
        return
    if report in ("", "-") or is_folder(report) or (os.path.exists(report) and is_direct(report)):
        raise typer.BadParameter("give a file", param_hint="--report")
    for path in others:
        if path and not is_direct(path) and os.path.realpath(path) == os.path.realpath(report):
            raise typer.BadParameter("another output has this name", param_hint="--report")
    refuse_inputs(given, ((report, "--report"),), choice)


def refuse_forms(form: str, *, explain: bool, gold: bool, jumps: str | None) -> None:
    """Refuse forms of records that do not go together; raises the parser's error."""
    for wanted, option in ((explain, "--explain"), (gold, "--as-gold")):
        if wanted and form == ".parquet":
            raise typer.BadParameter("Parquet has no columns for it", param_hint=option)
    if gold and jumps is not None:
        raise typer.BadParameter("gold has no jumps; leave out --jumps", param_hint="--as-gold")
    if gold and explain:
        raise typer.BadParameter("give --explain or this, not both", param_hint="--as-gold")


def is_written(given: str, path: str | int, choice: Choice) -> bool:
    """Whether writing to ``path`` writes over an input, or over a page of one that is a folder."""
    if given == "-" or given == "@-":
        return identity(0) is not None and identity(0) == identity(path)
    given = given.removeprefix("@")
    if not os.path.isdir(given):
        return identity(given) is not None and identity(given) == identity(path)
    if isinstance(path, int):
        return False
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(given))
    if inside == ".":
        return True
    if inside.split(os.sep)[0] == ".." or is_folder(path):
        return False
    hidden = any(part.startswith(".") for part in inside.split(os.sep)[:-1])
    read = is_chosen(inside, choice) or inside.lower().endswith(ARCHIVES)
    return read and (choice.hidden or not hidden)


def formats(
    out: str | None, discards: str | None, suffix: str | None, folder: bool
) -> tuple[str, str]:
    """The formats of records and discards.  Raises the parser's error, or `MissingExtra`."""
    from .batch.formats import check

    if suffix is not None and not folder:
        raise typer.BadParameter("only for a folder: -o OUT/", param_hint="--suffix")
    records = (suffix or FORMATS[0]) if folder or out is None else format_of(out)
    rest = FORMATS[0] if discards is None else format_of(discards)
    if is_folder(discards):
        rest = records
    for form, path, option in ((records, out, "-o"), (rest, discards, "--discards")):
        check(form)
        if form == ".parquet" and path is not None and not folder and is_direct(path):
            raise typer.BadParameter("Parquet needs a file, not a pipe", param_hint=option)
    return records, rest


def form(value: str | None) -> str | None:
    """Check ``--format``: the name of a form."""
    if value is not None:
        from .integrations.exports import form as form_named

        try:
            form_named(value)
        except OptionError as error:
            raise typer.BadParameter(str(error)) from None
    return None if value == "native" else value


def shape(
    form: str | None, suffix: str, jumps: str | None, gold: bool
) -> tuple[str, str | None] | None:
    """What `Job.form` holds.  Raises the parser's error where a native record is asked for."""
    if form is None:
        return None
    if suffix == ".parquet":
        raise typer.BadParameter("a .parquet file has native records", param_hint="--format")
    if jumps is not None:
        raise typer.BadParameter("--jumps goes over native records", param_hint="--format")
    if gold:
        raise typer.BadParameter("--as-gold is a form already", param_hint="--format")
    from .integrations.exports import added_on

    return form, added_on(os.environ)


def profile(path: str | None) -> Profile | None:
    """Read ``--profile``; raises `OptionError`."""
    if path is None:
        return None
    from .profile import load_profile

    return load_profile(path)


def refuse_jsonl(
    jsonl: bool, given: list[str], folder: bool, pattern: str | None, suffix: str, viewed: bool
) -> None:
    """Refuse what has no meaning where lines are pages; raises the parser's error."""
    if not jsonl:
        return
    if folder or any(map(os.path.isdir, given)):
        raise typer.BadParameter("it takes files of lines, and gives one", param_hint="--jsonl-in")
    if viewed:
        raise typer.BadParameter("not with --report or --as-gold", param_hint="--jsonl-in")
    if pattern is not None:
        raise typer.BadParameter("a line has no path", param_hint="--path-pattern")
    if suffix == ".parquet":
        raise typer.BadParameter("its metadata have no column in Parquet", param_hint="--jsonl-in")
