"""What goes to the terminal: messages, one line each, and how far a long run is.

Names come from the file system and may hold anything, so nothing is shown without
`printable`.  The progress line comes after `PATIENCE` seconds, on a terminal only;
short runs neither show it nor import what draws it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from .batch.inputs import InputError, Notes, Page
from .batch.summary import Summary
from .sink import STDOUT, lines_to, output_errors, writer

if TYPE_CHECKING:
    from rich.live import Live

PROG = "bulletin-split"


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
    """Put help, schema, version or a plan on standard output; raises `OutputError`."""
    with lines_to(None), output_errors(STDOUT):
        writer(1)(data)


def is_terminal() -> bool:
    """Whether standard error is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


class Progress:
    """How far a run is: the numbers of its summary, on one line that is drawn anew.

    ``ahead`` finds the pages once more; it is walked through little by little while the
    work goes on, and when its end is reached, the time that is left can be told.
    """

    PATIENCE = 0.5
    EVERY = 0.1
    LOOK_AHEAD = 0.02
    """Seconds: before the line is first shown, between two, and counting at a time."""

    def __init__(
        self, summary: Summary, ahead: Callable[[Notes], Iterator[Page]], *, wanted: bool
    ) -> None:
        self._summary, self._wanted = summary, wanted and is_terminal()
        self._ahead = ahead(Notes(lambda _error: None, lambda _name, _why: None))
        self._files = self._bytes = self._done_bytes = 0
        self._is_counted = False
        self._next = monotonic() + self.PATIENCE
        self._line: Live | None = None

    def passed(self, page: Page) -> None:
        """A page is done with, whatever became of it."""
        self._done_bytes += max(page.size, 0)

    def tick(self, name: str = "") -> None:
        """Draw the line anew if it is time."""
        if self._wanted and monotonic() >= self._next:
            with suppress(OSError):
                self._show(name)
            self._next = monotonic() + self.EVERY

    def hide(self) -> None:
        """Take the line off the terminal."""
        if self._line is not None:
            with suppress(OSError):
                self._line.stop()
            self._line = None

    def fail(self, error: InputError) -> None:
        """Count a failure and say it."""
        self.hide()
        self._summary.fail(error.name, error.cause)
        complain(str(error))

    def text(self, name: str) -> str:
        """The line: files, speed, records, failures, time left, and the page that is read."""
        numbers = self._summary
        done = numbers.done + numbers.failed + numbers.unchanged + numbers.failed_before
        parts = [
            f"{done:,}" + (f" of {self._files:,}" if self._is_counted else "") + " files",
            f"{numbers.rate():.1f} MB/s",
            f"{numbers.records:,} records",
        ]
        if numbers.failed:
            parts.append(f"{numbers.failed:,} failed")
        if self._is_counted and self._done_bytes:
            left = max(0, self._bytes - self._done_bytes) * numbers.seconds() / self._done_bytes
            parts.append(f"{int(left) // 3600}:{int(left) // 60 % 60:02}:{int(left) % 60:02} left")
        return ", ".join(parts) + (f": {printable(name)}" if name else "")

    def _count(self) -> None:
        end = monotonic() + self.LOOK_AHEAD
        while not self._is_counted and monotonic() < end:
            page = next(self._ahead, None)
            if page is None:
                self._is_counted = True
            else:
                self._files += 1
                self._bytes += max(page.size, 0)

    def _show(self, name: str) -> None:
        from rich.text import Text

        self._count()
        text = Text(self.text(name), no_wrap=True, overflow="ellipsis")
        if self._line is None:
            from rich.console import Console
            from rich.live import Live

            # Drawn by us alone: a thread of its own would not go with workers that split off.
            self._line = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
            self._line.start()
        self._line.update(text, refresh=True)
