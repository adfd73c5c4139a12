"""Folders and files: what there is to read, and the loop that reads it.

A `Page` is one input: where it is, the name that goes into its records, and the
file that it becomes below an output folder.  Pages are found while they are being
converted, never listed first, so a folder of any size takes the memory of its
deepest path.  One page that cannot be read is an `InputError` of that page alone;
who runs the loop says it and goes on.

Order is that of the paths as strings, on every machine the same.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple

from .model import Options
from .sink import Lines, OutputError, output_errors, whole_file, writer

SUFFIXES = (".txt", ".text", ".ocr")
"""What makes a file in a folder a text file, in either case.

A file that is named in the command is read whatever its suffix.
"""

PIECE = 65_536
"""Bytes of one read: what a pipe holds, and as fast as any larger piece."""

STDIN = "standard input"

CURES = {
    errno.ENOENT: "check the name",
    errno.EACCES: "check who may read it",
    errno.EPERM: "check who may read it",
    errno.EISDIR: "give the folder itself as an input",
    errno.EBADF: "open it for reading, or name a file",
    errno.ELOOP: "its links lead in a circle; name the file itself",
}

OF_ONE_FILE = {errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EEXIST}
"""Causes for which one output file fails and the others need not."""

Identity = tuple[int, int]


class InputError(Exception):
    """One input could not be read (or not converted): ``NAME: cause; cure``."""

    def __init__(self, name: str, cause: OSError | str, cure: str | None = None) -> None:
        if isinstance(cause, OSError):
            cure = CURES.get(cause.errno or 0, "check it and run again")
            cause = cause.strerror or str(cause)
        super().__init__(f"{name or repr(name)}: {cause}" + (f"; {cure}" if cure else ""))


class Page(NamedTuple):
    """One input.  ``path`` is ``None`` for standard input.

    ``name`` goes into the records: the path below the given folder, with ``/``; a
    file's own name; ``None`` for standard input.  ``target`` is the file's path
    below an output folder.
    """

    path: str | None
    name: str | None
    target: str


Report = Callable[[InputError], None]


def is_text_name(name: str) -> bool:
    """Whether a file of this name is read where its folder is given.

    >>> [n for n in ("1.txt", "2.TXT", "3.jsonl", ".4.txt", "txt") if is_text_name(n)]
    ['1.txt', '2.TXT']
    """
    return not name.startswith(".") and name.lower().endswith(SUFFIXES)


def target_name(name: str) -> str:
    """What an input's name becomes in the output folder.

    >>> target_name("page.txt"), target_name("2020.02.24"), target_name("a.jsonl")
    ('page.jsonl', '2020.02.24.jsonl', 'a.jsonl.jsonl')
    """
    stem, suffix = os.path.splitext(name)
    return (stem if suffix.lower() in SUFFIXES else name) + ".jsonl"


def pages(inputs: Iterable[str], leave_out: str | None, report: Report) -> Iterator[Page]:
    """The pages of the inputs, in their order: ``-``, files, folders.

    ``leave_out`` is the real path of a folder that is not looked into: the output.
    ``report`` is told of folders that cannot be read.
    """
    for given in inputs:
        if given == "-":
            yield Page(None, None, "")
        elif os.path.isdir(given):
            yield from pages_below(given, leave_out, report)
        else:
            name = os.path.basename(given)
            yield Page(given, name, target_name(name))


def pages_below(root: str, leave_out: str | None, report: Report) -> Iterator[Page]:
    """The text files below a folder, in the order of their paths.

    Left out: hidden files and folders, symbolic links, whatever is no plain file,
    and names without one of `SUFFIXES`.
    """
    real = os.path.realpath(root)
    waiting = [Page(root, "", "")]
    while waiting:
        page = waiting.pop()
        path, name = page.path or "", page.name or ""
        if page.target:
            yield page
        elif os.path.join(real, name) != leave_out:
            try:
                waiting.extend(reversed(_listing(path, name)))
            except OSError as cause:
                report(InputError(path, cause))


def _listing(path: str, name: str) -> list[Page]:
    """One folder's text files and folders, sorted; a folder has no ``target``.

    Sorting a folder as if a slash ended its name gives the order of whole paths.
    Where two files would become one (``1.txt``, ``1.text``), every file of this
    folder keeps its suffix: ``1.txt.jsonl``, ``1.text.jsonl``.
    """
    with os.scandir(path) as entries:
        shown = [entry for entry in entries if not entry.name.startswith(".")]
    folders = [e.name for e in shown if e.is_dir(follow_symlinks=False)]
    files = [e.name for e in shown if is_text_name(e.name) and e.is_file(follow_symlinks=False)]
    targets = {file: target_name(file) for file in files}
    if len({target.casefold() for target in targets.values()}) < len(files):
        targets = {file: file + ".jsonl" for file in files}
    prefix = name + "/" if name else ""
    found = [(folder + "/", folder, "") for folder in folders]
    found += [(file, file, prefix + target) for file, target in targets.items()]
    return [Page(os.path.join(path, own), prefix + own, to) for _, own, to in sorted(found)]


def identity(file: str | int) -> Identity | None:
    """What tells one plain file from every other; ``None`` for all else."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def pieces(page: Page, outputs: Container[Identity | None]) -> Iterator[bytes]:
    """The bytes of a page as they come, at most `PIECE` at a time.

    A pipe's bytes are handed on as soon as they are there.  Raises `InputError`
    where the page cannot be read, or is one of the files that the run writes to.
    """
    shown = STDIN if page.path is None else page.path
    if page.path is None and sys.stdin is None:
        raise InputError(STDIN, OSError(errno.EBADF, "it is closed"))
    fd = 0
    try:
        if page.path is not None:
            fd = os.open(page.path, os.O_RDONLY | os.O_CLOEXEC)
        found = identity(fd)
        if found is not None and found in outputs:
            raise InputError(shown, "it is the output as well", "write to another place")
        while piece := os.read(fd, PIECE):
            yield piece
    except OSError as cause:
        raise InputError(shown, cause) from cause
    finally:
        if fd:
            os.close(fd)


def convert(
    page: Page,
    options: Options,
    records: Lines,
    discards: Lines | None,
    outputs: Container[Identity | None],
) -> None:
    """Read one page and write its records, each as soon as it is settled.

    Raises `InputError` where the page cannot be read to its end: what was settled
    by then is written, the rest is not.  Raises `OutputError`.
    """
    from .pipeline import Splitter  # here, so that --help does without the engine

    splitter = Splitter(options, name=page.name, on_discard=discards.add if discards else None)
    for piece in pieces(page, outputs):
        for record in splitter.feed(piece):
            records.add(record)
        records.flush()
        if discards:
            discards.flush()
    for record in splitter.close():
        records.add(record)
    records.flush()
    if discards:
        discards.flush()


def convert_below(
    page: Page,
    out: str,
    options: Options,
    discards: Lines | None,
    outputs: Container[Identity | None],
) -> None:
    """Convert one page into its own file below the folder ``out``, whole or absent.

    Raises `InputError` where this page fails, be it for the name of its output, and
    `OutputError` where the next page would fail too.
    """
    target = os.path.join(out, page.target)
    try:
        with output_errors(os.path.dirname(target)):
            os.makedirs(os.path.dirname(target), exist_ok=True)
        with whole_file(target) as fd:
            convert(page, options, Lines(writer(fd), target), discards, outputs)
    except OutputError as error:
        if error.errno not in OF_ONE_FILE:
            raise
        raise InputError(page.path or STDIN, f"cannot write {error}") from error
