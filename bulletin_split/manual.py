"""What ``--help`` says beside the options, and what the exit codes mean."""

from __future__ import annotations

from .batch.formats import FORMATS
from .batch.inputs import ARCHIVES, PACKED, SUFFIXES
from .terminal import PROG

EXIT_CODES = {
    0: "all went well; also where the reader of the output stopped reading",
    1: "some inputs could not be read; the others are done",
    2: "the command was wrong, or OUT is in use; nothing was written",
    74: "the output could not be written (full disk, closed standard output)",
    130: "interrupted (Ctrl-C); 143 for a request to terminate",
}

HELP = """Split the raw text of Chinese newspaper pages into articles, one JSON record each.

INPUT is a file, a folder, @LIST for a file of paths, or - for standard input, which is
also read where no INPUT is given. Of a folder, every text file below it is read
({suffixes}, also packed: {packed}), and the members of {archives}
archives, in the order of their paths; hidden files and links are left out. The records
go to standard output, one on a line, each as soon as its article is complete; --schema
prints what is in them.""".format(
    suffixes=", ".join(SUFFIXES), packed=", ".join(PACKED), archives=" and ".join(ARCHIVES)
)

EPILOG = """\b
Examples:
  {prog} page.txt
      one page, its records on standard output
  pdftotext -raw page.pdf - | {prog} | jq -r .headline
      in a pipe
  {prog} --date 2020-02-24 --publication 青河日报 -o 24.jsonl 24/
      a folder of pages into one file
  {prog} archive/ -o records/
      a folder: archive/2020/1.txt becomes records/2020/1.jsonl; run again, it
      does only what is new or changed
  {prog} archive/ -o corpus/ --shard-size 256M --suffix .jsonl.zst
      an archive into packed files of a size
  {prog} --discards rest.jsonl page.txt > out.jsonl
      keep also what is in no record, and why

\b
Files:
  A file that is written is whole or absent: it appears, or replaces the old
  one, when it is complete. Its name says what it is:
  {formats}.
  OUT is a folder where it ends in / or is one already; each input has its
  own file there. A name loses its suffix for .jsonl; where two of one folder
  would then be the same, those of that folder keep it: 1.txt.jsonl,
  1.text.jsonl. What is done stands in OUT/.bulletin-split/.
  An output is never also an input. A progress line and a table at the end
  are shown for folders, on a terminal only; NO_COLOR is heeded.

\b
Exit codes:
{codes}""".format(
    prog=PROG,
    formats=", ".join(FORMATS),
    codes="\n".join(f"  {code:3}  {text}" for code, text in EXIT_CODES.items()),
)
