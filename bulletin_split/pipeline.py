"""Composes the stages.  (Scaffold: the stages are being written.)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .model import Discard, Options, Record


class Splitter:
    """A push parser: bytes or text in, settled records out.

    ``name`` is the input's name (``None`` for standard input); it goes into
    ``source.path`` and the records' ids.  ``on_discard`` is called with every
    piece that is in no record.
    """

    def __init__(
        self,
        options: Options | None = None,
        *,
        name: str | None = None,
        on_discard: Callable[[Discard], None] | None = None,
    ) -> None:
        self.options, self.name, self.on_discard = options or Options(), name, on_discard
        self._data = b""

    def feed(self, data: bytes | str) -> list[Record]:
        """Take a piece of the input; return the records that it settled."""
        self._data += data.encode() if isinstance(data, str) else data
        return []

    def close(self) -> list[Record]:
        """Return the rest.  The parser cannot be fed afterwards."""
        text = self._data.decode("utf-8", "replace")
        if not text.strip():
            return []
        return [
            Record(
                id=f"{self.name or ''}:0", kind="fragment", headline=None, decks=[], byline=[],
                dateline=None, text=text.strip(), page=None, jump=None, flags=[], confidence=0.0,
                repairs={}, source={"path": self.name, "encoding": "utf-8", "spans": [[0, len(text)]]},
            )
        ]


def split(data: bytes | str, options: Options | None = None, *, name: str | None = None,
          on_discard: Callable[[Discard], None] | None = None) -> list[Record]:
    parser = Splitter(options, name=name, on_discard=on_discard)
    return parser.feed(data) + parser.close()


def iter_records(stream: Iterable[bytes] | Iterable[str], options: Options | None = None, *,
                 name: str | None = None, on_discard: Callable[[Discard], None] | None = None) -> Iterator[Record]:
    parser = Splitter(options, name=name, on_discard=on_discard)
    for piece in stream:
        yield from parser.feed(piece)
    yield from parser.close()
