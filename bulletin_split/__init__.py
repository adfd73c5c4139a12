"""Split the raw text of Chinese newspaper pages into one clean record per article.

    >>> from bulletin_split import split
    >>> record = split("本报讯 昨日，临沄县召开会议。（李明）\\n\\n临沄县召开会议\\n")[0]
    >>> record["headline"], record["text"], record["byline"]
    ('临沄县召开会议', '昨日，临沄县召开会议。', [{'name': '李明', 'role': 'author'}])

The names are loaded when they are first used: a command that only prints its help does
not wait for the tables.
"""

from __future__ import annotations

TYPE_CHECKING = False  # a type checker takes it for true; importing typing takes 10 ms

if TYPE_CHECKING:
    from .errors import Error
    from .model import Discard, Options, Record
    from .pipeline import Splitter, iter_records, split

__version__ = "0.1.0"
__all__ = ["Discard", "Error", "Options", "Record", "Splitter", "iter_records", "split"]

_HOME = {"Discard": "model", "Error": "errors", "Options": "model", "Record": "model"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOME.get(name, 'pipeline')}", __name__), name)
