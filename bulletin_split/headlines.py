"""The lines of an article's head → its headline, kicker and deck."""

from __future__ import annotations

from . import reflow
from .model import Deck


def arrange(lines: list[tuple[str, int, int]]) -> tuple[str | None, list[Deck]]:
    """In: closed text, width (half ems) and blank lines before, for each line of the head.

    >>> arrange([("临沄县委召开", 12, 1), ("常委会议", 8, 0)])
    ('临沄县委召开常委会议', [])
    """
    if not lines:
        return None, []
    return reflow.join([text for text, _, _ in lines]), []
