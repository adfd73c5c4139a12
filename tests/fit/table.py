"""The fitted numbers as ``weights.py``: two decimals, and no row that says next to nothing."""

from __future__ import annotations

import importlib.util
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bulletin_split import segment

from .chain import DIRECTIONS, EVIDENCES, LEANS, PARTS, Floats, Model

LEAST = 0.03
"""A row whose largest number is smaller is left out: no decision has hung on one."""


def rounded(model: Model) -> Model:
    """The model as `source` writes it."""
    return Model(
        emit={key: row.round(2) for key, row in model.emit.items() if _counts(row)},
        link={key: row.round(2) for key, row in model.link.items() if _counts(row)},
        pair=model.pair.round(2),
        lean=model.lean.round(2),
        prior=model.prior.round(2),
    )


def _counts(row: Floats) -> bool:
    return bool(np.abs(row).max() >= LEAST)


def rounded_breaks(breaks: Mapping[Hashable, float]) -> dict[Hashable, float]:
    """The table of paragraph breaks as `source` writes it."""
    return {key: round(value, 2) for key, value in breaks.items() if abs(value) >= LEAST}


def source(model: Model, breaks: Mapping[Hashable, float], provenance: str) -> str:
    """The text of a ``weights.py``.  ``model`` and ``breaks`` are rounded already."""
    parts = " ".join("BSTLYZ"[:PARTS])
    states = " ".join(f"{segment.STATES[p]}>{segment.STATES[c]}" for p, c in segment.PAIRS)
    directions = ", ".join(segment.DIRECTIONS)
    return "\n".join(
        [
            f'"""What each observation is worth.  Fitted: do not edit.\n\n{provenance}\n"""',
            "",
            "from collections.abc import Hashable",
            "",
            "# fmt: off",
            "",
            f"# key of segment.observe: the parts {parts}",
            "EMIT: dict[Hashable, tuple[float, ...]] = {",
            *_sorted(f"    {_literal(key)}: {_row(row)}," for key, row in model.emit.items()),
            "}",
            "",
            f"# key of segment.observe: pairs of parts, the one before the slower ({parts})",
            "LINK: dict[Hashable, tuple[float, ...]] = {",
            *_sorted(f"    {_literal(key)}: {_row(row)}," for key, row in model.link.items()),
            "}",
            "",
            f"# one row for each direction ({directions}): {states}",
            "PAIR: tuple[tuple[float, ...], ...] = (",
            *(f"    {_row(row)}," for row in model.pair),
            ")",
            "",
            f"# for each direction, one row for each lean: the parts {parts}",
            "LEAN: tuple[tuple[tuple[float, ...], ...], ...] = (",
            *(f"    ({', '.join(map(_row, rows))})," for rows in model.lean),
            ")",
            "",
            f"# one row for each evidence: {directions}",
            "PRIOR: tuple[tuple[float, ...], ...] = (",
            *(f"    {_row(row)}," for row in model.prior),
            ")",
            "",
            "# key of reflow.observe: for a break (more than 0) or against it",
            "PARAGRAPH: dict[Hashable, float] = {",
            *_sorted(f"    {_literal(key)}: {value:.2f}," for key, value in breaks.items()),
            "}",
            "",
        ]
    )


def _sorted(rows: Iterable[str]) -> list[str]:
    """In an order that does not hang on the pages: a new fit then shows as changed numbers."""
    return sorted(rows)


def _literal(key: Hashable) -> str:
    """A key as source, in the quotes of the project."""
    if isinstance(key, tuple):
        return f"({', '.join(map(_literal, key))}{',' * (len(key) == 1)})"
    return '"' + key.replace('"', '\\"') + '"' if isinstance(key, str) else repr(key)


def _row(row: Sequence[float] | Floats) -> str:
    return "(" + ", ".join(f"{value + 0.0:.2f}" for value in row) + ",)"


def load(path: Path) -> tuple[Model, dict[Hashable, float]]:
    """The tables of a ``weights.py``, whatever wrote it."""
    spec = importlib.util.spec_from_file_location("fitted_weights", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = Model(
        emit={key: np.array(row) for key, row in module.EMIT.items()},
        link={key: np.array(row) for key, row in module.LINK.items()},
        pair=np.array(module.PAIR).reshape(DIRECTIONS, -1),
        lean=np.array(module.LEAN).reshape(DIRECTIONS, LEANS, PARTS),
        prior=np.array(module.PRIOR).reshape(EVIDENCES, DIRECTIONS),
    )
    return model, dict(getattr(module, "PARAGRAPH", {}))
