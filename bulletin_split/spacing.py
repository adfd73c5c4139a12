"""Spaces that stay when a page is closed up: between columns of numbers, and by request.

`lines.close_up` takes the rest out.  What stays is marked with `HELD` first.
"""

from __future__ import annotations

from .patterns import late

HELD = "\x1f"
"""Stands for a space that stays while all other spaces go."""

NUMBER_WIDTH = 16
"""Characters of a number that are looked at beside a gap: a million millions with its marks has as many."""

_FIGURES = "0123456789.,"
_COLUMNS = late("[0-9]{2} [0-9][0-9.,]+ [0-9]{2}")
_HAN_LATIN_GAP = late(
    "[A-Za-z0-9%][ \u3000]+(?=[\u3400-\u9fff])|[\u3400-\u9fff][ \u3000]+(?=[A-Za-z0-9])"
)


def parts_columns(text: str, start: int, end: int) -> bool:
    """Whether the gap ``[start, end)`` between digits parts two numbers of a table, not the digits of one.

    It does between two decimal fractions, and between numbers of two digits or more where it
    is wider than one space or one of a row of such gaps.

        >>> parts_columns("12.50 13.25", 5, 6), parts_columns("1139  8741", 4, 6), parts_columns("22 35 81", 2, 3)
        (True, True, True)

    Left alone: letterspaced digits, and the single space that OCR puts into a number.

        >>> parts_columns("2 0 2 0", 1, 2), parts_columns("19 98", 2, 3)
        (False, False)
    """
    before, behind = text[max(0, start - NUMBER_WIDTH) : start], text[end : end + NUMBER_WIDTH]
    left = before[len(before.rstrip(_FIGURES)) :]
    right = behind[: len(behind) - len(behind.lstrip(_FIGURES))]
    if len(left) < 2 or len(right) < 2:
        return False
    if end - start > 1 or text[start] == "\u3000" or ("." in left and "." in right):
        return True
    around = text[max(0, start - len(left) - 3) : end + len(right) + 3]
    return _COLUMNS.search(around) is not None


def hold_latin(raw: str) -> str:
    """Mark one space of each gap between Han and Latin or digits, for `lines.close_up` to keep."""
    return _HAN_LATIN_GAP.sub(lambda gap: gap[0][0] + HELD, raw)
