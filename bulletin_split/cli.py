"""The command: what the options mean, what is done, and how it ends.

Data go to standard output (or where -o says) and all else to standard error, one line
per thing that went wrong: ``bulletin-split: NAME: cause; cure``.  Every end has its exit
code (`EXIT_CODES`) and none has a traceback.

A page takes a millisecond and an import can take fifty, so what only some runs need
(the engine, workers, rich for the progress line, the calendar) is imported there.
Annotations are not postponed in this module: typer would evaluate each of them four times.
"""

import errno
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Annotated, cast

import typer

from . import __version__, checks
from .__main__ import main
from .batch.archive import Run
from .batch.convert import Job
from .batch.formats import FORMATS
from .batch.inputs import Choice, identity, pages
from .batch.manifest import Locked
from .batch.runs import Target, converted, planned, scratch
from .batch.summary import Summary, show, write_json
from .errors import MissingExtra, OptionError
from .manual import EPILOG, EXIT_CODES, HELP
from .model import MAX_ARTICLE, Options, is_verifying
from .sink import OutputError, is_direct
from .terminal import PROG, Progress, complain, is_terminal, printable, say

__all__ = ["EXIT_CODES", "Progress", "bulletin_split", "command", "main", "run"]

# The parser's error has no public name in every version of typer: it is the parent of this one.
UsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


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
    except (Locked, MissingExtra, OptionError) as error:
        complain(str(error))
        return 2
    except OutputError as error:
        if error.errno == errno.EPIPE:
            return 0
        complain(str(error))
        return 74
    except OSError as cause:  # a call that nobody thought could fail
        complain(str(OutputError(str(cause.filename or "the system"), cause)))
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


def _help(context: typer.Context, wanted: bool) -> None:
    if wanted:
        say((context.get_help() + "\n").encode())
        raise typer.Exit


def _version(wanted: bool) -> None:
    if wanted:
        say(f"{PROG} {__version__}\n".encode())
        raise typer.Exit


def _profile(wanted: bool) -> None:
    if wanted:
        from .profile import built_in

        say(built_in().encode())
        raise typer.Exit


def _schema(wanted: bool) -> None:
    if wanted:
        from importlib.resources import files

        say(files("bulletin_split").joinpath("record.schema.json").read_bytes())
        raise typer.Exit


@app.command(help=HELP, epilog=EPILOG, add_help_option=False)
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
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j",
            "--jobs",
            metavar="N",
            callback=checks.jobs,
            help="Work in N processes (where not given: one for each core, for large jobs).",
        ),
    ] = None,
    suffix: Annotated[
        str | None,
        typer.Option(
            metavar="SUFFIX",
            callback=checks.suffix,
            help=f"What the files in OUT/ are: {', '.join(FORMATS)}.",
        ),
    ] = None,
    shards: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=checks.shards,
            help="Write N numbered files into OUT/ instead of one for each input.",
        ),
    ] = None,
    shard_size: Annotated[
        int | None,
        typer.Option(
            metavar="SIZE",
            callback=checks.size,
            help="Write numbered files of about this size (64M, 1G) into OUT/.",
        ),
    ] = None,
    glob: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Read the files of folders whose path (or name, without a /) matches, "
            "whatever their suffix; may be given again.",
        ),
    ] = None,
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Read hidden files and folders too.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="Follow symbolic links in folders.")
    ] = False,
    path_pattern: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            callback=checks.path_pattern,
            help="Take what is known from the path: {publication}/{date:%Y-%m-%d}/{page}.txt",
        ),
    ] = None,
    max_expand: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            callback=checks.max_expand,
            help="A packed input may become N times its size (200), or this size (2G).",
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Do also what is done already in OUT/.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed and has not changed.")
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first input that fails.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    summary: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the numbers of the run to this file, as JSON."),
    ] = None,
    jumps: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="When all is done, write which records a jump line joins over pages.",
        ),
    ] = None,
    decoded: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write the decoded text of the one input: what source.spans refer to.",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            callback=checks.encoding,
            help="Read the input as gb18030, big5hkscs, utf-8, ... instead of finding out.",
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            callback=checks.date,
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
            callback=checks.max_article,
            help=f"Cut an article that grows past N characters ({MAX_ARTICLE} where not given); "
            "the pieces are flagged oversize.",
            show_default=False,
        ),
    ] = MAX_ARTICLE,
    no_confusions: Annotated[
        bool,
        typer.Option(
            "--no-confusions",
            help="Leave characters that OCR misread (己经 for 已经) as they stand.",
        ),
    ] = False,
    latin_space: Annotated[
        str,
        typer.Option(
            metavar="keep|remove",
            callback=checks.latin_space,
            help="Keep or remove spaces between Han and Latin or digits in the text; newspapers "
            "print none (remove where not given).",
            show_default=False,
        ),
    ] = "remove",
    full_width: Annotated[
        str,
        typer.Option(
            metavar="keep|narrow",
            callback=checks.full_width,
            help="Keep full-width Latin and digits, or make them half-width (keep where not given).",
            show_default=False,
        ),
    ] = "keep",
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            callback=checks.form,
            help="Write each record as dolma, datatrove, newsarticle or mnbvc have it "
            "(where not given: native).",
        ),
    ] = None,
    jsonl_in: Annotated[
        bool,
        typer.Option(
            "--jsonl-in",
            help="Each line of the input is a page: an object with id, text, and what "
            "source.metadata shall hold.",
        ),
    ] = False,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.toml", help="Read one newspaper's own datelines, bylines and furniture."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add to each record why it is as it is.")
    ] = False,
    report: Annotated[
        str | None,
        typer.Option(metavar="FILE.html", help="Show the pages beside their records, as HTML."),
    ] = None,
    gold: Annotated[
        bool,
        typer.Option("--as-gold", help="Write records in the form of gold, to be corrected."),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Check that each character is in one record or discard, and each record as "
            "--schema says.",
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No progress line; errors are still said.")
    ] = False,
    print_schema: Annotated[
        bool,
        typer.Option(
            "--schema", is_eager=True, callback=_schema, help="Print the JSON Schema of a record."
        ),
    ] = False,
    print_profile: Annotated[
        bool,
        typer.Option(
            "--print-profile",
            is_eager=True,
            callback=_profile,
            help="Print the built-in rows, as a profile has them.",
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
    folder = checks.is_folder(out)
    records_form, rest_form = checks.formats(out, discards, suffix, folder)
    rest_folder = discards if checks.is_folder(discards) else None
    leave_out = tuple(path for path in (out if folder else None, rest_folder) if path is not None)
    choice = Choice(tuple(glob or ()), hidden, follow, records_form, leave_out)
    checks.refuse(given, out, folder, discards, choice)
    checks.refuse_together(given, out, folder, shards, shard_size, summary, jumps, choice)
    checks.refuse_decoded(given, (out, discards, summary, jumps), decoded, choice)
    numbered = bool(shards or shard_size)
    checks.refuse_views(given, (out, discards, summary, jumps), report, choice)
    checks.refuse_forms(records_form, explain=explain, gold=gold, jumps=jumps)
    moment = checks.shape(form, records_form, jumps, gold)
    checks.refuse_jsonl(
        jsonl_in, given, folder, path_pattern, records_form, gold or report is not None
    )
    job = Job(
        options=Options(
            encoding=encoding,
            date=date,
            publication=publication,
            max_article=max_article,
            confusions=not no_confusions,
            latin_space="keep" if latin_space == "keep" else "remove",
            full_width="narrow" if full_width == "narrow" else "keep",
            profile=checks.profile(profile),
            explain=explain,
            verify=verify or is_verifying(),
        ),
        suffix=records_form,
        rest_suffix=rest_form,
        out=None if numbered else out if folder else None,
        rest=None if numbered else rest_folder,
        discards=discards is not None,
        pattern=path_pattern,
        limit=checks.limit(max_expand),
        outputs=frozenset(
            identity(path)
            for path in (1 if out is None else out, discards, decoded, report)
            if path
        ),
        decoded=decoded,
        scratch=scratch(out, folder),
        direct=out is None or is_direct(out),
        form=moment,
        jsonl=jsonl_in,
        gold=gold,
        views=report is not None,
    )
    if not inputs and not quiet and sys.stdin is not None and sys.stdin.isatty():
        complain("reading standard input; end it with Ctrl-D, or see --help")
    numbers = Summary()
    progress = Progress(
        numbers, lambda notes: pages(given, choice, notes), wanted=folder and not quiet
    )
    run = Run(given, choice, job, numbers, progress, jobs, overwrite, retry_failed, fail_fast)
    if folder and discards and not rest_folder:
        run.overwrite = True  # one file of all discards is written whole, so all is done
    if report:
        run.overwrite = True  # it shows all pages, so all are read
    target = Target(out, folder, discards, shards, shard_size)
    if dry_run:
        for line in planned(run, target):
            say(f"{printable(line)}\n".encode())
        return 1 if numbers.failed else 0
    with ExitStack() as stack:
        if report:
            from .views.report import report_to

            run.report = stack.enter_context(report_to(report))
        is_whole = converted(run, target)
    if jumps and out is not None and is_whole:
        from .batch.jumps import write_links

        numbers.jumps = write_links(out, records_form, jumps)
    if summary is not None:
        write_json(numbers, summary)
    if folder and not quiet and is_terminal():
        show(numbers)
    if before := numbers.failed_before:
        inputs_have = (
            "input failed before and has" if before == 1 else "inputs failed before and have"
        )
        complain(f"{before} {inputs_have} not changed; --retry-failed tries again")
    return 1 if numbers.failed or numbers.failed_before else 0
