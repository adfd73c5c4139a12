"""Split the raw text of Chinese newspaper pages into one clean record per article."""

from .model import Discard, Options, Record
from .pipeline import Splitter, iter_records, split

__version__ = "0.1.0"
__all__ = ["Discard", "Options", "Record", "Splitter", "iter_records", "split"]
