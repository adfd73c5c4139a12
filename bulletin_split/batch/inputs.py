"""What there is to read: files, folders, lists of paths, members of zip and tar archives.

A `Page` is one input: where it is, the name that goes into its records, and the file
that it becomes below an output folder.  Pages are found while they are being converted,
never listed first: what is held is the names of one folder at a time on the way down.
What cannot be looked into is an `InputError` of that place alone; what is left out for
what it is (a link, a pipe) goes to `Notes.skipped` with the reason.

Order is that of the paths as strings, on every machine the same; the members of an
archive stand where a folder of its name would.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import NamedTuple
from zlib import crc32

from ..errors import Error

SUFFIXES = (".txt", ".text", ".ocr")
"""What makes a file in a folder a text file, in either case.

A file that is named in the command is read whatever its suffix.
"""

PACKED = (".gz", ".zst", ".xz", ".bz2")
"""Suffixes of what is unpacked while it is read; they may stand behind one of `SUFFIXES`."""

ARCHIVES = (".zip", ".tar")
"""Suffixes of what is looked into like a folder."""

PACKED_ARCHIVES = (*(f".tar{suffix}" for suffix in PACKED), ".tgz", ".tbz2", ".txz")

DRAFT = ".bulletin-split"
"""How the names of our own drafts and folders begin; none of them is ever read."""

NAME_BYTES = 255
"""What file systems allow for one name."""

STDIN = "standard input"

CURES = {
    errno.ENOENT: "check the name",
    errno.EACCES: "check who may read it",
    errno.EPERM: "check who may read it",
    errno.EISDIR: "give the folder itself as an input",
    errno.EBADF: "open it for reading, or name a file",
    errno.ELOOP: "its links lead in a circle; name the file itself",
}

Identity = tuple[int, int]


class InputError(Error):
    """One input could not be read (or not converted): ``NAME: cause; cure``."""

    def __init__(self, name: str, cause: OSError | str, cure: str | None = None) -> None:
        if isinstance(cause, OSError):
            cure = CURES.get(cause.errno or 0, "check it and run again")
            cause = cause.strerror or str(cause)
        self.name, self.cause = name or repr(name), cause + (f"; {cure}" if cure else "")
        super().__init__(f"{self.name}: {self.cause}")


class Page(NamedTuple):
    """One input.  ``path`` is ``None`` for standard input.

    ``name`` goes into the records: the path below the given folder, with ``/``; a
    file's own name; ``a.zip!/member``; ``None`` for standard input.  ``target`` is the
    file's path below an output folder.  ``size`` is that of the file (of the member, as
    it is packed) in bytes, -1 where it is no plain file.  ``stamp`` changes when the
    content does.  ``member`` finds it in its archive: its number in a zip's directory,
    its offset in a tar.
    """

    path: str | None
    name: str | None
    target: str
    size: int = -1
    stamp: str = ""
    member: int | None = None

    @property
    def shown(self) -> str:
        """What messages call it: the path, which for a member holds the archive's."""
        if self.path is None:
            return STDIN
        if self.member is None:
            return self.path
        return f"{self.path}!/{(self.name or '').partition('!/')[2]}"


class Choice(NamedTuple):
    """Which files of a folder are read, and the suffix of what they become.

    ``globs`` take the place of `SUFFIXES`; ``leave_out`` are folders (the output) that
    are not looked into.
    """

    globs: tuple[str, ...] = ()
    hidden: bool = False
    follow: bool = False
    suffix: str = ".jsonl"
    leave_out: tuple[str, ...] = ()


class Notes(NamedTuple):
    """Who is told of what is no page: ``failed(error)`` and ``skipped(path, reason)``."""

    failed: Callable[[InputError], None]
    skipped: Callable[[str, str], None]


def is_text_name(name: str) -> bool:
    """Whether a file of this name is read where its folder is given.

    >>> [n for n in ("1.txt", "2.TXT.gz", "3.jsonl", ".4.txt", "txt") if is_text_name(n)]
    ['1.txt', '2.TXT.gz']
    """
    return not name.startswith(".") and unpacked(name).lower().endswith(SUFFIXES)


def unpacked(name: str) -> str:
    """A name without the suffix of its packing.

    >>> unpacked("1.txt.gz"), unpacked("1.gz.txt")
    ('1.txt', '1.gz.txt')
    """
    stem, suffix = os.path.splitext(name)
    return stem if suffix.lower() in PACKED else name


def is_chosen(name: str, choice: Choice) -> bool:
    """Whether a file is read by its path below the given folder."""
    own = name.rpartition("/")[2]
    if own.startswith(DRAFT) or (own.startswith(".") and not choice.hidden):
        return False
    if not choice.globs:
        return unpacked(own).lower().endswith(SUFFIXES)
    return any(_pattern(glob).fullmatch(name if "/" in glob else own) for glob in choice.globs)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """A glob as a pattern: ``*`` and ``?`` stop at a slash, ``**/`` is any folders.

    >>> bool(_pattern("20*/**/1.txt").fullmatch("2020/02/24/1.txt"))
    True
    """
    out, parts = "", re.split(r"(\*\*/|\*\*|\*|\?|\[!?\]?[^]]*\])", glob)
    for part in parts:
        if part in ("**/", "**", "*", "?"):
            out += {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}[part]
        elif part.startswith("[") and part.endswith("]"):
            inner = part[1:-1].replace("\\", "\\\\").replace("[", "\\[")
            out += f"(?!/)[{'^' + inner[1:] if inner.startswith('!') else inner}]"
        else:
            out += re.escape(part)
    return re.compile(out, re.DOTALL)


def target_name(name: str, suffix: str = ".jsonl", *, keep: bool = False) -> str:
    """What an input's own name becomes in the output folder; ``keep`` its suffix.

    A name that would grow too long for the file system is cut, and marked by its hash.

    >>> target_name("page.txt"), target_name("1.txt.gz"), target_name("2020.02.24")
    ('page.jsonl', '1.jsonl', '2020.02.24.jsonl')
    """
    stem, own = os.path.splitext(unpacked(name))
    made = (name if keep else stem if own.lower() in SUFFIXES else unpacked(name)) + suffix
    return made if len(made) < NAME_BYTES // 4 else _shortened(made, suffix)


def _shortened(name: str, suffix: str = "") -> str:
    """A name of no more bytes than a file system takes."""
    data = os.fsencode(name)
    if len(data) <= NAME_BYTES:
        return name
    end = f"~{crc32(data):08x}{suffix}"
    return data[: NAME_BYTES - len(end)].decode("utf-8", "ignore") + end


def identity(file: str | int) -> Identity | None:
    """What tells one plain file from every other; ``None`` for all else."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def pages(inputs: Iterable[str], choice: Choice, notes: Notes) -> Iterator[Page]:
    """The pages of the inputs, in their order: ``-``, ``@list``, files, folders."""
    for given in inputs:
        if given == "-":
            yield Page(None, None, "")
        elif given.startswith("@"):
            yield from _listed(given[1:], choice, notes)
        elif os.path.isdir(given):
            yield from _below(given, "", choice, notes)
        else:
            yield from _named(given, os.path.basename(given), choice, notes)


def _named(path: str, name: str, choice: Choice, notes: Notes) -> Iterator[Page]:
    """A file that was named itself: its pages where it is an archive, else it."""
    if name.lower().endswith(PACKED_ARCHIVES):
        notes.failed(InputError(path, "a packed tar is not read in place", "unpack it first"))
    elif name.lower().endswith(ARCHIVES):
        yield from _members(path, name, choice, notes)
    else:
        folder, _, own = name.rpartition("/")
        yield _page(path, name, os.path.join(folder, target_name(own, choice.suffix)))


def _page(path: str, name: str, target: str) -> Page:
    """A page with what its file says of itself now; reading it will tell what is wrong."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return Page(path, name, target)
    if not stat.S_ISREG(status.st_mode):
        return Page(path, name, target)
    return Page(path, name, target, status.st_size, f"{status.st_size}-{status.st_mtime_ns}")


def _listed(listing: str, choice: Choice, notes: Notes) -> Iterator[Page]:
    """The pages of a list: one path a line, or each ended by NUL where the list has one.

    A listed file has its path as its name, without what leads out of OUT.
    """
    shown = STDIN if listing == "-" else listing
    if listing == "-" and sys.stdin is None:
        notes.failed(InputError(shown, OSError(errno.EBADF, "it is closed")))
        return
    try:
        with open(0 if listing == "-" else listing, "rb", closefd=listing != "-") as stream:
            for path in _paths(stream.read, b"\n"):
                name = inside(path)
                if os.path.isdir(path):
                    yield from _below(path, name, choice, notes)
                elif not name or (kind := _kind(path)):
                    notes.skipped(path, kind if name else "no name")
                else:
                    yield from _named(path, name, choice, notes)
    except OSError as cause:
        notes.failed(InputError(shown, cause))


def _paths(read: Callable[[int], bytes], end: bytes) -> Iterator[str]:
    """Paths of a list, read in pieces; the first piece tells what ends one."""
    rest = read(65_536)
    if b"\0" in rest:
        end = b"\0"
    while rest:
        *whole, rest = rest.split(end)
        more = read(65_536)
        if not more:
            whole, rest = [*whole, rest], b""
        for path in whole:
            path = path.rstrip(b"\r") if end == b"\n" else path
            if path:
                yield os.fsdecode(path)
        rest += more


def _kind(path: str) -> str:
    """Why a path is no plain file, or nothing where it is one or is not there."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return ""
    return "" if stat.S_ISREG(mode) else kind_of(mode)


def kind_of(mode: int) -> str:
    """What a file is that is no plain file and no folder."""
    for is_kind, name in (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISLNK, "a link"),
    ):
        if is_kind(mode):
            return name
    return "a device"


def inside(path: str) -> str:
    r"""A path that stays below the folder that it is put in, each name short enough.

    >>> inside("../../etc/x.txt"), inside("/a//b/./c.txt"), inside("C:\\a\\b.txt")
    ('etc/x.txt', 'a/b/c.txt', 'C_/a/b.txt')
    """
    if "\\" in path and "/" not in path:
        path = path.replace("\\", "/").replace(":", "_", 1)
    parts = [part for part in path.replace("\0", "_").split("/") if part not in ("", ".", "..")]
    return "/".join(_shortened(part) for part in parts)


class _Level:
    """A folder on the way down: its names still to come, and which folder it is."""

    def __init__(self, path: str, name: str, seen: frozenset[Identity]) -> None:
        status = os.stat(path)
        self.path, self.prefix = path, name + "/" if name else ""
        self.identity = (status.st_dev, status.st_ino)
        self.seen = seen | {self.identity}
        self.names: Iterator[str] = iter(())
        self.keep = False


def _below(root: str, name: str, choice: Choice, notes: Notes) -> Iterator[Page]:
    """The pages below a folder, in the order of their paths.

    Left out: hidden files and folders and symbolic links unless they are wanted, what is
    no plain file, and names that are not chosen.
    """
    out = set()
    for path in choice.leave_out:
        with suppress(OSError):
            status = os.stat(path)
            out.add((status.st_dev, status.st_ino))
    levels: list[_Level] = []
    _enter(levels, root, name, out, choice, notes)
    while levels:
        level = levels[-1]
        own = next(level.names, None)
        if own is None:
            levels.pop()
        elif own.endswith("/"):
            path = os.path.join(level.path, own[:-1])
            if path.lower().endswith(ARCHIVES) and not os.path.isdir(path):
                yield from _members(path, level.prefix + own[:-1], choice, notes)
            else:
                _enter(levels, path, level.prefix + own[:-1], out, choice, notes)
        else:
            target = level.prefix + target_name(own, choice.suffix, keep=level.keep)
            yield _page(os.path.join(level.path, own), level.prefix + own, target)


def _enter(
    levels: list[_Level],
    path: str,
    name: str,
    out: set[Identity],
    choice: Choice,
    notes: Notes,
) -> None:
    """Go down into a folder, unless it is the output or one that we are in already."""
    try:
        level = _Level(path, name, levels[-1].seen if levels else frozenset())
        if level.identity in out:
            return
        if levels and level.identity in levels[-1].seen:
            notes.skipped(path, "a link that leads back")
            return
        names, level.keep = _names(path, level.prefix, choice, notes)
        level.names = iter(names)
        levels.append(level)
    except OSError as cause:
        notes.failed(InputError(path, cause))


def _names(path: str, prefix: str, choice: Choice, notes: Notes) -> tuple[list[str], bool]:
    """One folder's files, and folders and archives with a slash behind them, sorted.

    Sorting a folder as if a slash ended its name gives the order of whole paths.  Where
    two files would become one (``1.txt``, ``1.text``), every file of this folder keeps
    its suffix: ``1.txt.jsonl``, ``1.text.jsonl``; the second value says so.
    """
    names, targets, files = [], set(), 0
    with os.scandir(path) as entries:
        for entry in entries:
            own = entry.name
            if own.startswith(DRAFT) or (own.startswith(".") and not choice.hidden):
                continue
            is_dir = entry.is_dir(follow_symlinks=choice.follow)
            is_archive = own.lower().endswith(ARCHIVES)
            if not (is_dir or is_archive or is_chosen(prefix + own, choice)):
                if entry.is_symlink() and entry.is_dir():
                    notes.skipped(entry.path, "a link")
            elif is_dir:
                names.append(own + "/")
            elif entry.is_file(follow_symlinks=choice.follow):
                names.append(own + "/" if is_archive else own)
                if not is_archive:
                    targets.add(target_name(own, choice.suffix).casefold())
                    files += 1
            else:
                reason = "a link that leads nowhere" if choice.follow else "a link"
                mode = entry.stat(follow_symlinks=False).st_mode
                notes.skipped(entry.path, reason if stat.S_ISLNK(mode) else kind_of(mode))
    names.sort()
    return names, len(targets) < files


def _members(path: str, name: str, choice: Choice, notes: Notes) -> Iterator[Page]:
    """The pages in a zip or tar archive, in the order of their names."""
    from .members import tar_members, zip_members

    try:
        found = zip_members(path) if path.lower().endswith(".zip") else tar_members(path)
    except OSError as cause:
        notes.failed(InputError(path, cause))
        return
    except Exception as cause:  # the libraries raise what they like for damaged archives
        notes.failed(InputError(path, f"no archive, or a damaged one ({cause})", "check it"))
        return
    chosen = []
    for member, size, stamp, place in found:
        kept = inside(member)
        hidden = any(part.startswith(".") for part in kept.split("/"))
        if kept and (choice.hidden or not hidden) and is_chosen(f"{name}/{kept}", choice):
            chosen.append((kept, member, size, stamp, place))
    chosen.sort()
    for keep in (False, True):
        targets = [_member_target(kept, choice.suffix, keep) for kept, *_ in chosen]
        if len({target.casefold() for target in targets}) == len(targets):
            break
    taken: set[str] = set()
    for target, (_kept, member, size, stamp, place) in zip(targets, chosen, strict=True):
        page = Page(path, f"{name}!/{member}", f"{name}/{target}", size, stamp, place)
        if target in taken:
            notes.failed(InputError(page.shown, "another member has this name", "rename one"))
            continue
        taken.add(target)
        yield page


def _member_target(kept: str, suffix: str, keep: bool) -> str:
    folder, _, own = kept.rpartition("/")
    return os.path.join(folder, target_name(own, suffix, keep=keep))
