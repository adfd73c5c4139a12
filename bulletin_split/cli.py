"""The command: what the options mean, what goes to the terminal, how it ends.

Data go to standard output (or where -o says) and all else to standard error, one
line per thing that went wrong: ``bulletin-split: NAME: cause; cure``.  Names come
from the file system and may hold anything, so nothing is shown without `printable`.
Every end has its exit code (`EXIT_CODES`) and none has a traceback.

A page takes a millisecond and an import can take fifty, so what only some runs need
(the engine, rich for the progress line, the calendar) is imported there.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Annotated, NoReturn, cast

import typer

from . import __version__
from .archive import (
    STDIN,
    SUFFIXES,
    Identity,
    InputError,
    Page,
    convert,
    convert_below,
    identity,
    is_text_name,
    pages,
)
from .model import MAX_ARTICLE, Options
from .sink import STDOUT, Lines, OutputError, is_direct, lines_to, output_errors, writer

if TYPE_CHECKING:
    from rich.status import Status

PROG = "bulletin-split"

EXIT_CODES = {
    0: "all went well; also where the reader of the output stopped reading",
    1: "some inputs could not be read; the others are done",
    2: "the command was wrong; nothing was written",
    74: "the output could not be written (full disk, closed standard output)",
    130: "interrupted (Ctrl-C); 143 for a request to terminate",
}

HELP = """Split the raw text of Chinese newspaper pages into articles, one JSON record each.

INPUT is a file, a folder or - for standard input, which is also read where no INPUT is
given. Of a folder, every text file below it is read ({suffixes}), in the order of their
paths; hidden files and links are left out. The records go to standard output, one on a
line, each as soon as its article is complete; --schema prints what is in them."""

EPILOG = """\b
Examples:
  {prog} page.txt
      one page, its records on standard output
  pdftotext -raw page.pdf - | {prog} | jq -r .headline
      in a pipe
  {prog} --date 2020-02-24 --publication 青河日报 -o 24.jsonl 24/
      a folder of pages into one file
  {prog} archive/ -o records/
      a folder: archive/2020/1.txt becomes records/2020/1.jsonl
  {prog} --discards rest.jsonl page.txt > out.jsonl
      keep also what is in no record, and why

\b
Files:
  A file that is written is whole or absent: it appears, or replaces the old
  one, when it is complete. OUT is a folder where it ends in / or is one
  already; each input has its own file there. A name loses its suffix
  ({suffixes}) for .jsonl; where two of one folder would then be
  the same, those of that folder keep it: 1.txt.jsonl, 1.text.jsonl.
  An output is never also an input. A progress line is shown for folders, on
  a terminal only; NO_COLOR is heeded.

\b
Exit codes:
{codes}"""

# The parser's error has no public name in every version of typer: it is the parent of this one.
UsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def main() -> NoReturn:
    """The command ``bulletin-split``: run it and leave with its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)
    sys.exit(run(sys.argv[1:]))


def _stop(number: int, _frame: object) -> NoReturn:
    """End by unwinding, so that temporary files go; a second signal does not disturb that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(128 + number)


def run(arguments: list[str]) -> int:
    """Run the command with these arguments; the exit code comes back.

    What is raised below becomes one line on standard error here.
    """
    try:
        code = command()(arguments, prog_name=PROG, standalone_mode=False)
    except UsageError as error:
        message = getattr(error, "format_message", error.__str__)()
        if not isinstance(error, typer.BadParameter):
            message = f"{message.rstrip('.')}; see {PROG} --help"
        complain(message)
        return 2
    except OutputError as error:
        if error.errno == errno.EPIPE:
            return 0
        complain(str(error))
        return 74
    return code if isinstance(code, int) else 0


def command() -> Callable[..., object]:
    """The parser that typer builds, without its conversion of values.

    Since 0.29 typer hands every value of an option to pydantic, whose import takes as
    long as all else together (90 of 180 ms for one page).  Ours are strings, and the
    callbacks check them.  A typer without that step is left as it is, and one that
    renames it would only be slower: the callbacks take either.
    """
    built = typer.main.get_command(app)
    for param in built.params:
        if hasattr(param, "_runtime_param"):
            param._runtime_param = _AsGiven()
    return built


class _AsGiven:
    """Takes the place of typer's conversion: the value of an option is what was typed."""

    def coerce(self, value: object, **_about: object) -> object:
        return value


def printable(text: str) -> str:
    r"""Text that a terminal shows and does not obey.

    Control and format characters, line ends, and bytes that are no text are escaped.

        >>> print(printable("第1版\x1b[2J\n\u202e.txt"), printable("\udce9"))
        第1版\x1b[2J\n\u202e.txt \udce9
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def complain(message: str) -> None:
    """One line on standard error, if there is one."""
    if sys.stderr is not None:
        with suppress(OSError):
            os.write(2, f"{PROG}: {printable(message)}\n".encode("utf-8", "backslashreplace"))


def say(data: bytes) -> None:
    """Put help, schema or version on standard output; raises `OutputError`."""
    with lines_to(None), output_errors(STDOUT):
        writer(1)(data)


def _help(context: typer.Context, wanted: bool) -> None:
    if wanted:
        say((context.get_help() + "\n").encode())
        raise typer.Exit


def _version(wanted: bool) -> None:
    if wanted:
        say(f"{PROG} {__version__}\n".encode())
        raise typer.Exit


def _schema(wanted: bool) -> None:
    if wanted:
        from importlib.resources import files

        say(files("bulletin_split").joinpath("record.schema.json").read_bytes())
        raise typer.Exit


def _date(value: str | None) -> str | None:
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


def _encoding(value: str | None) -> str | None:
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


def _max_article(value: int | str) -> int:
    """Check ``--max-article``: a whole number from 1 up."""
    if not str(value).isdecimal() or int(value) < 1:
        raise typer.BadParameter(f"{value!r} is no number of characters; write it as {MAX_ARTICLE}")
    return int(value)


def _near_names(name: str) -> list[str]:
    try:
        from .encoding import near_names
    except ImportError:
        return []
    return list(near_names(name))


@app.command(
    help=HELP.format(suffixes=", ".join(SUFFIXES)),
    epilog=EPILOG.format(
        prog=PROG,
        suffixes=", ".join(SUFFIXES),
        codes="\n".join(f"  {code:3}  {text}" for code, text in EXIT_CODES.items()),
    ),
    add_help_option=False,
)
def bulletin_split(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUT", show_default=False, hidden=True),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--out", metavar="OUT", help="Write the records to this file or folder."
        ),
    ] = None,
    discards: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write what is in no record (mastheads, folios), with the reason."
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            callback=_encoding,
            help="Read the input as gb18030, big5hkscs, utf-8, ... instead of finding out.",
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            callback=_date,
            help="The day of the paper: fills page.date and gives 2月21日 its year.",
        ),
    ] = None,
    publication: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The name of the paper: fills page.publication."),
    ] = None,
    max_article: Annotated[
        int,
        typer.Option(
            metavar="N",
            callback=_max_article,
            help=f"Cut an article that grows past N characters ({MAX_ARTICLE} where not given); "
            "the pieces are flagged oversize.",
            show_default=False,
        ),
    ] = MAX_ARTICLE,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No progress line; errors are still said.")
    ] = False,
    print_schema: Annotated[
        bool,
        typer.Option(
            "--schema", is_eager=True, callback=_schema, help="Print the JSON Schema of a record."
        ),
    ] = False,
    print_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
    print_help: Annotated[
        bool, typer.Option("-h", "--help", is_eager=True, callback=_help, help="Print this manual.")
    ] = False,
) -> int:
    """The command's body: check what options say together, convert, give the exit code."""
    given = inputs or ["-"]
    out = None if out == "-" else out
    folder = out is not None and (out.endswith(("/", os.sep)) or os.path.isdir(out))
    refuse(given, out, folder, discards)
    outputs = {identity(path) for path in (1 if out is None else out, discards) if path is not None}
    options = Options(encoding, date, publication, max_article)
    progress = Progress(wanted=folder and not quiet)
    if not inputs and not quiet and sys.stdin is not None and sys.stdin.isatty():
        complain("reading standard input; end it with Ctrl-D, or see --help")
    with ExitStack() as stack:
        stack.callback(progress.hide)
        rest = None if discards is None else stack.enter_context(lines_to(discards))
        if folder and out is not None:
            into_folder(given, out, options, rest, discards, outputs, progress)
        else:
            records = stack.enter_context(lines_to(out))
            for page in pages(given, None, progress.fail):
                with progress.watch(page):
                    convert(page, options, records, rest, outputs)
        if progress.failed and not progress.done:
            raise typer.Exit(1)  # through the stack: a file with nothing in it is not left behind
    return 1 if progress.failed else 0


def into_folder(
    given: list[str],
    out: str,
    options: Options,
    rest: Lines | None,
    discards: str | None,
    outputs: set[Identity | None],
    progress: Progress,
) -> None:
    """Convert every page into its own file below ``out``; failures go to ``progress``.

    Two inputs that would be one file: the second fails, the first stays.
    """
    with output_errors(out):
        os.makedirs(out, exist_ok=True)
    real = os.path.realpath(out)
    taken = set() if discards is None else {os.path.relpath(os.path.realpath(discards), real)}
    for page in pages(given, real, progress.fail):
        with progress.watch(page):
            if page.target in taken:
                raise InputError(
                    page.path or STDIN,
                    f"{os.path.join(out, page.target)} is written already",
                    "convert it into another folder",
                )
            convert_below(page, out, options, rest, outputs)
            if len(given) > 1:  # within one folder no two targets are the same
                taken.add(page.target)


def refuse(given: list[str], out: str | None, folder: bool, discards: str | None) -> None:
    """Refuse a run that would write over what it reads, before anything is opened.

    Raises the parser's error for bad usage, with the option that is at fault.
    """
    for path, option in ((out, "-o"), (discards, "--discards")):
        if path == "":
            raise typer.BadParameter("the name is empty; give a file", param_hint=option)
    if discards == "-":
        raise typer.BadParameter("give a file, or /dev/stdout by name", param_hint="--discards")
    if discards is not None and os.path.isdir(discards):
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
    for written, option in ((1 if out is None else out, "-o"), (discards, "--discards")):
        same = next((g for g in given if written is not None and is_written(g, written)), None)
        if same is not None:
            name = "standard input" if same == "-" else same
            raise typer.BadParameter(
                f"{name} is an input; write to another place", param_hint=option
            )


def is_written(given: str, path: str | int) -> bool:
    """Whether writing to ``path`` writes over an input, or over a page of one that is a folder."""
    if given == "-":
        return identity(0) is not None and identity(0) == identity(path)
    if not os.path.isdir(given):
        return identity(given) is not None and identity(given) == identity(path)
    if isinstance(path, int):
        return False
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(given)).split(os.sep)
    if inside == ["."]:
        return True
    return not any(part.startswith(".") for part in inside) and is_text_name(inside[-1])


class Progress:
    """How far the run is: two counts, and a line on a terminal where one is wanted.

    The line comes with the first page that ends after `PATIENCE` seconds; short runs
    neither show it nor import what draws it.
    """

    PATIENCE = 0.5

    def __init__(self, wanted: bool) -> None:
        self.done = self.failed = 0
        self._wanted = wanted and sys.stderr is not None and sys.stderr.isatty()
        self._since = monotonic()
        self._line: Status | None = None

    @contextmanager
    def watch(self, page: Page) -> Iterator[None]:
        """Count what the body does to a page: done, or failed where it raises `InputError`."""
        try:
            yield
        except InputError as error:
            self.fail(error)
        else:
            self.done += 1
            if self._wanted and monotonic() - self._since > self.PATIENCE:
                with suppress(OSError):
                    self._show(page.name or "")

    def fail(self, error: InputError) -> None:
        """Count a failure and say it."""
        self.failed += 1
        self.hide()
        complain(str(error))

    def hide(self) -> None:
        """Take the line off the terminal."""
        if self._line is not None:
            with suppress(OSError):
                self._line.stop()
            self._line = None

    def _show(self, name: str) -> None:
        from rich.text import Text

        failures = f", {self.failed} failed" if self.failed else ""
        text = Text(f"{self.done} files{failures}: {printable(name)}", no_wrap=True)
        if self._line is not None:
            self._line.update(text)
            return
        from rich.console import Console

        self._line = Console(stderr=True).status(text)
        self._line.start()
