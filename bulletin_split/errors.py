"""What goes wrong, as one small family: catch `Error` and you have caught them all.

Each says in one line what is at fault, where, and the cure.  What the library is given
as a page never raises: whatever bytes they are, records or discards come out.
"""

from __future__ import annotations


class Error(Exception):
    """Anything that bulletin-split raises on purpose.

    >>> from bulletin_split import Error, Options, split
    >>> try:
    ...     split(b"", Options(encoding="gb1803"))
    ... except Error as error:
    ...     print(error)
    unknown encoding: gb1803
    """


class OptionError(Error, ValueError, LookupError):
    """A value that a caller set is none: an unknown encoding, a profile with a bad row."""


class MissingExtra(Error, ImportError):
    """A library that this step needs is not installed; the message names what to install.

    >>> print(MissingExtra("the datatrove step", "datatrove"))
    the datatrove step needs an extra; install it: pip install 'bulletin-split[datatrove]'
    """

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs an extra; install it: pip install 'bulletin-split[{extra}]'"
        )


class Breach(Error):
    """The output breaks a promise: with `Options.verify`, nothing that does leaves the parser.

    ``offset`` is the place of the first breach, in code points of the decoded input.

    >>> print(Breach(7, "character {} is in two spans"))
    character 7 is in two spans
    """

    def __init__(self, offset: int, what: str) -> None:
        self.offset = offset
        super().__init__(what.format(offset))
