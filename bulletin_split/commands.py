"""The commands beside ``bulletin-split``: ``bulletin-split-eval`` and ``bulletin-split-look``.

They are commands of their own and not words after the first one, since there every word
is the name of an input: a page may be called ``look``.  What they share with the main
command (exit codes, one line per error, nothing live on the terminal) comes from `cli`.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from . import __version__, checks
from .cli import UsageError, _AsGiven
from .errors import MissingExtra
from .model import Options
from .process import leave, prepare
from .sink import STDOUT, OutputError, inert, lines_to, output_errors, whole_file, writer
from .terminal import printable

if TYPE_CHECKING:
    from rich.table import Table

    from .evaluation.evaluate import Verdict
    from .model import Discard, Record

EVAL_HELP = """Measure records against gold.

GOLD and PREDICTED are two files of JSON Lines, or two folders with files of the same
names (1920/p1.gold.jsonl and 1920/p1.jsonl). Gold has the form that bulletin-split
--as-gold writes; PREDICTED may be records or that form, and - is standard input."""

EVAL_EPILOG = """\b
Examples:
  {prog} gold/ records/
      a table of all figures, each with its 95 % interval
  {prog} --worst 10 gold/ records/
      and the ten pages that are most wrong, article by article
  {prog} --json figures.json p1.gold.jsonl p1.jsonl
      one page, the figures as JSON too

\b
The README says how each figure is defined. Needs rapidfuzz: pip install
'bulletin-split[eval]'. Exit codes: 0, or 1 where an input cannot be read,
2 where the command was wrong, 74 where the output could not be written."""

evaluation = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)


class Failure(Exception):
    """An error for people, and the exit code that it ends with."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def evaluate_main() -> NoReturn:
    """The command ``bulletin-split-eval``."""
    _leave(evaluation, "bulletin-split-eval")


def _leave(app: typer.Typer, prog: str) -> NoReturn:
    prepare()
    leave(run(app, prog, sys.argv[1:]))


def run(app: typer.Typer, prog: str, arguments: list[str]) -> int:
    """Run one of the commands with these arguments; the exit code comes back."""
    built = typer.main.get_command(app)
    for param in built.params:
        if hasattr(param, "_runtime_param"):
            param._runtime_param = _AsGiven()
    try:
        code = built(arguments, prog_name=prog, standalone_mode=False)
    except UsageError as error:
        message = getattr(error, "format_message", error.__str__)()
        return _complain(prog, f"{message.rstrip('.')}; see {prog} --help", 2)
    except Failure as error:
        return _complain(prog, str(error), error.code)
    except OutputError as error:
        return 0 if error.errno == errno.EPIPE else _complain(prog, str(error), 74)
    return code if isinstance(code, int) else 0


def _complain(prog: str, message: str, code: int) -> int:
    if sys.stderr is not None:
        try:
            os.write(2, f"{prog}: {printable(message)}\n".encode("utf-8", "backslashreplace"))
        except OSError:
            return code
    return code


def say(text: str) -> None:
    """Put text on standard output; raises `OutputError`."""
    with lines_to(None), output_errors(STDOUT):
        writer(1)(text.encode("utf-8", "backslashreplace"))


def _help(context: typer.Context, wanted: bool) -> None:
    if wanted:
        say(context.get_help() + "\n")
        raise typer.Exit


def _version(context: typer.Context, wanted: bool) -> None:
    if wanted:
        say(f"{context.info_name} {__version__}\n")
        raise typer.Exit


def _whole(value: int | str) -> int:
    if not str(value).isdecimal():
        raise typer.BadParameter(f"{value!r} is no whole number")
    return int(value)


Help = Annotated[
    bool, typer.Option("-h", "--help", is_eager=True, callback=_help, help="Print this manual.")
]
Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")
]


@evaluation.command(
    help=EVAL_HELP, epilog=EVAL_EPILOG.format(prog="bulletin-split-eval"), add_help_option=False
)
def bulletin_split_eval(
    gold: Annotated[
        str, typer.Argument(metavar="GOLD", show_default=False, help="The right answers.")
    ],
    predicted: Annotated[
        str, typer.Argument(metavar="PREDICTED", show_default=False, help="The records to judge.")
    ],
    json_file: Annotated[
        str | None,
        typer.Option(
            "--json", metavar="FILE", help="Write the figures as JSON; - prints only that."
        ),
    ] = None,
    worst: Annotated[
        int,
        typer.Option(
            metavar="N",
            callback=_whole,
            help="List the N pages that are most wrong.",
            show_default=False,
        ),
    ] = 0,
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Compare to the letter: fold nothing but white space."),
    ] = False,
    draws: Annotated[
        int,
        typer.Option(
            metavar="N",
            callback=_whole,
            help="Draws of the bootstrap (1000); 0 for no intervals.",
            show_default=False,
        ),
    ] = 1000,
    seed: Annotated[
        int,
        typer.Option(
            metavar="N", callback=_whole, help="Seed of the bootstrap (0).", show_default=False
        ),
    ] = 0,
    print_version: Version = False,
    print_help: Help = False,
) -> int:
    """Read both sides, judge page by page, print."""
    from .evaluation import evaluate
    from .evaluation.gold import GoldError, read

    if gold == predicted == "-":
        raise Failure("both sides cannot be standard input; name one of them", 2)
    try:
        wanted, found = read(gold), read(predicted)
    except GoldError as error:
        raise Failure(str(error)) from None
    if len(wanted) == len(found) == 1:
        found = dict(zip(wanted, found.values(), strict=True))
    if not wanted.keys() & found.keys():
        raise Failure(
            f"no page of {predicted} has the name of a page of {gold} "
            f"({next(iter(found), 'nothing')}, {next(iter(wanted), 'nothing')}); name both alike",
            2,
        )
    try:
        verdicts = [
            evaluate.judge(page, articles, found.get(page, ()), exact=exact)
            for page, articles in wanted.items()
        ]
    except ImportError:
        raise Failure(str(MissingExtra("bulletin-split-eval", "eval")), 2) from None
    missing = [page for page in wanted if page not in found]
    if missing:
        _complain(
            "bulletin-split-eval",
            f"{len(missing)} of {len(wanted)} pages have no records, the first is {missing[0]}; all their articles count as missed",
            0,
        )
    result = evaluate.summarise(verdicts, draws=draws, seed=seed)
    result["options"] = {"exact": exact, "draws": draws, "seed": seed}
    if worst or json_file:
        result["worst"] = evaluate.worst(verdicts, worst)
    if json_file != "-":
        say(_tables(result, verdicts))
    if json_file:
        _write_json(json_file, result)
    return 0


def _write_json(path: str, result: Mapping[str, Any]) -> None:
    import json

    text = inert(json.dumps(result, ensure_ascii=False, indent=1)) + "\n"
    if path == "-":
        say(text)
        return
    with whole_file(os.path.realpath(path)) as fd, output_errors(path):
        writer(fd)(text.encode("utf-8", "backslashreplace"))


def _tables(result: Mapping[str, Any], verdicts: list[Verdict]) -> str:
    """The figures, calibration and worst pages as text for a terminal or a file."""
    from io import StringIO

    from rich.console import Console

    colour = sys.stdout is not None and sys.stdout.isatty()
    out = StringIO()
    console = Console(
        file=out,
        force_terminal=colour,
        highlight=False,
        emoji=False,
        width=None if colour else 100,
    )
    console.print(_figures(result))
    if result["calibration"]:
        console.print(_calibration(result))
    for page in result.get("worst", ()):
        console.print(_page_line(page), soft_wrap=True, markup=False)
        for fate in page["articles"]:
            headline = printable(fate["headline"] or "(no headline)")
            wrong = ", ".join(fate["wrong"])
            console.print(
                f"    {fate['likeness']:4.0%}  {headline}: {wrong}", soft_wrap=True, markup=False
            )
    return out.getvalue()


def _page_line(page: Mapping[str, Any]) -> str:
    return (
        f"{printable(page['page'])}: {page['exact']:.0f} of {page['gold']:.0f} articles exact, "
        f"{page['found']:.0f} found, {page['records']:.0f} records"
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.2f}"


def _figures(result: Mapping[str, Any]) -> Table:
    from rich.table import Table

    from .evaluation.figures import FIGURES

    counts = result["counts"]
    title = f"{counts['pages']:.0f} pages, {counts['gold']:.0f} articles, {counts['records']:.0f} records (per cent)"
    table = Table(title=title, box=None, title_justify="left", pad_edge=False)
    table.add_column("figure", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("95 % interval", justify="right", no_wrap=True)
    table.add_column("what it is")
    for figure in FIGURES:
        found = result["figures"][figure.name]
        ends = found["interval"]
        table.add_row(
            figure.name,
            "↑" if figure.more else "↓",
            _percent(found["value"]),
            "-" if ends is None else f"{_percent(ends[0])} to {_percent(ends[1])}",
            figure.means,
        )
    return table


def _calibration(result: Mapping[str, Any]) -> Table:
    from rich.table import Table

    table = Table(
        title="\ncalibration: records by confidence", box=None, title_justify="left", pad_edge=False
    )
    for name in ("confidence", "records", "mean", "right"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in result["calibration"]:
        table.add_row(
            f"{row['from']:.1f} to {row['to']:.1f}",
            f"{row['records']:.0f}",
            f"{row['confidence']:.3f}",
            f"{row['right']:.3f}",
        )
    return table


LOOK_HELP = """Show a page in the terminal: which line went to which article, as what.

PAGE is a file, or - for standard input, which is also read where none is given. Before
an article's first line stand its number, kind, confidence and flags; in the gutter its
number and the roles of the line, in letters that the first lines explain."""

LOOK_EPILOG = """\b
Examples:
  {prog} page.txt
      in a pager, where standard output is a terminal
  {prog} --color always page.txt | less -R
      in a pager of your own

\b
The pager is $PAGER, or less. NO_COLOR is heeded. Control characters and the like
are shown as placeholders: no text of a page reaches the terminal as a command.
Exit codes: 0, or 1 where PAGE cannot be read, 2 where the command was wrong,
74 where the output could not be written."""

looking = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

COLOUR = ("auto", "always", "never")


def look_main() -> NoReturn:
    """The command ``bulletin-split-look``."""
    _leave(looking, "bulletin-split-look")


def _colour(value: str) -> str:
    if value not in COLOUR:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(COLOUR)}")
    return value


@looking.command(
    help=LOOK_HELP, epilog=LOOK_EPILOG.format(prog="bulletin-split-look"), add_help_option=False
)
def bulletin_split_look(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", show_default=False, help="The page to look at.")
    ] = "-",
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", callback=checks.encoding, help="Read the page as this encoding."
        ),
    ] = None,
    columns: Annotated[
        int,
        typer.Option(
            "--width",
            metavar="N",
            callback=_whole,
            show_default=False,
            help="Columns to fill; those of the terminal, or 80.",
        ),
    ] = 0,
    color: Annotated[
        str,
        typer.Option(
            metavar="WHEN", callback=_colour, show_default=False, help="auto, always or never."
        ),
    ] = "auto",
    pager: Annotated[
        bool,
        typer.Option("--pager/--no-pager", show_default=False, help="Use a pager on a terminal."),
    ] = True,
    print_version: Version = False,
    print_help: Help = False,
) -> int:
    """Split the page and print it."""
    from io import StringIO
    from shutil import get_terminal_size

    from rich.console import Console

    from .views.look import rows

    text, records, discards = _read_page(page, encoding)
    terminal = sys.stdout is not None and sys.stdout.isatty()
    columns = columns or (get_terminal_size().columns if terminal else 80)
    colour = color == "always" or (color == "auto" and terminal and not os.environ.get("NO_COLOR"))
    out = StringIO()
    console = Console(
        file=out,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        width=100_000,
        legacy_windows=False,
    )
    for row in rows(text, records, discards, columns):
        console.print(row, no_wrap=True, overflow="ignore", crop=False)
    if not (terminal and pager and _paged(out.getvalue())):
        say(out.getvalue())
    return 0


def _read_page(path: str, encoding: str | None) -> tuple[str, list[Record], list[Discard]]:
    """The decoded page, its records and its discards."""
    from .batch.inputs import InputError, Page
    from .batch.reading import pieces
    from .pipeline import Splitter

    text: list[str] = []
    discards: list[Discard] = []
    name = None if path == "-" else os.path.basename(path)
    splitter = Splitter(
        Options(encoding=encoding), name=name, on_discard=discards.append, on_text=text.append
    )
    records: list[Record] = []
    try:
        for piece in pieces(Page(None if path == "-" else path, name, "")):
            records += splitter.feed(piece)
    except InputError as error:
        raise Failure(str(error)) from None
    except MissingExtra as error:
        raise Failure(str(error), 2) from None
    records += splitter.close()
    return "".join(text), records, discards


def _paged(text: str) -> bool:
    """Show text in the pager; out: whether there is one.  Its end, however it ends, is ours."""
    import shlex
    import subprocess

    words = shlex.split(os.environ.get("PAGER", "")) or ["less"]
    environment = {"LESS": "FRX", **os.environ}
    try:
        started = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
    except OSError:
        return False
    with suppress(BrokenPipeError):
        started.communicate(text.encode("utf-8", "backslashreplace"))
    started.wait()
    return True
