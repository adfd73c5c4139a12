"""What a process of the commands needs before anything else: how it ends, and its descriptors.

A signal ends it by unwinding, so that temporary files go.  Python raises what a signal's
handler raises wherever the program is at that moment; where that is a finalizer (``__del__``,
the callback of a weak reference), it is printed and forgotten, and the process would go
on.  Then the request is made once more, a millisecond later.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

AGAIN = 0.001
"""Seconds after which a request to end that was lost in a finalizer is made again."""

_signals = (signal.SIGINT, signal.SIGTERM)
_number = 0


def prepare() -> None:
    """Take over the signals that ask for the end, and keep the numbers 0 to 2 for what they mean.

    A signal that whoever started us has set to be ignored stays ignored.  A standard
    stream that is closed (its object in `sys` is None) gives its number to the next file
    that is opened, which would then get what was meant for the stream; the null device
    takes it first.
    """
    for number in _signals:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, stop)
    ask_again()
    for fd in range(3):
        try:
            os.fstat(fd)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # the lowest free number is this one


def stop(number: int, _frame: object) -> NoReturn:
    """End by unwinding; a second signal does not disturb that."""
    global _number
    for one in _signals:
        signal.signal(one, signal.SIG_IGN)
    _number = number
    raise SystemExit(128 + number)


def ask_again() -> None:
    """Let no request to end be lost in a finalizer."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _stop_after_all)
        sys.unraisablehook = _lost


def _lost(what: sys.UnraisableHookArgs) -> None:
    if what.exc_type is SystemExit:
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
    else:
        sys.__unraisablehook__(what)


def _stop_after_all(_number_of_alarm: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + _number)


def leave(code: int) -> NoReturn:
    """End with this exit code: all is done, and signals come too late."""
    for one in _signals:
        signal.signal(one, signal.SIG_IGN)
    sys.exit(code)
