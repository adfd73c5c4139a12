"""The fitted numbers as ``weights.py``: whole hundredths, and no row that says next to nothing."""

from __future__ import annotations

import importlib.util
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bulletin_split.segment import PAIRS, SCALE, STATES

from .chain import PARTS, Floats, Model

LEAST = 0.03
"""A row whose largest number is smaller is left out: no decision has hung on one."""


def rounded(model: Model) -> Model:
    """The model as `source` writes it, in hundredths."""
    return Model(
        emit={key: (row * SCALE).round() for key, row in model.emit.items() if _counts(row)},
        link={key: (row * SCALE).round() for key, row in model.link.items() if _counts(row)},
        pair=(model.pair * SCALE).round(),
    )


def _counts(row: Floats) -> bool:
    return bool(np.abs(row).max() >= LEAST)


def rounded_breaks(breaks: Mapping[Hashable, float]) -> dict[Hashable, float]:
    """The table of paragraph breaks as `source` writes it."""
    return {key: round(value * SCALE) for key, value in breaks.items() if abs(value) >= LEAST}


def source(
    model: Model,
    breaks: Mapping[Hashable, float],
    confidence: Mapping[str, tuple[float, ...]],
    provenance: str,
) -> str:
    """The text of a ``weights.py``.  ``model`` and ``breaks`` are rounded already."""
    parts = " ".join("BSTLYZ"[:PARTS])
    states = " ".join(f"{STATES[p]}>{STATES[c]}" for p, c in PAIRS)
    return "\n".join(
        [
            f'"""What each observation is worth, in hundredths.  Fitted: do not edit.\n\n{provenance}\n"""',
            "",
            "from collections.abc import Hashable",
            "",
            "# fmt: off",
            "",
            f"# key of units.emit_keys: the parts {parts}",
            "EMIT: dict[Hashable, tuple[int, ...]] = {",
            *_sorted(f"    {_literal(key)}: {_row(row)}," for key, row in model.emit.items()),
            "}",
            "",
            f"# key of units.link_keys: pairs of parts, the one before the slower ({parts})",
            "LINK: dict[Hashable, tuple[int, ...]] = {",
            *_sorted(f"    {_literal(key)}: {_row(row)}," for key, row in model.link.items()),
            "}",
            "",
            f"# pairs of states: {states}",
            f"PAIR: tuple[int, ...] = {_row(model.pair)}",
            "",
            "# by record.make_of and margin (record.CONFIDENCE_EDGES): measured out of fold on records",
            "CONFIDENCE: dict[str, tuple[float, ...]] = {",
            *(f"    {_literal(make)}: {shares!r}," for make, shares in confidence.items()),
            "}",
            "",
            "# key of reflow.keys_of: for a break (more than 0) or against it",
            "PARAGRAPH: dict[Hashable, int] = {",
            *_sorted(f"    {_literal(key)}: {round(value)}," for key, value in breaks.items()),
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
    return "(" + ", ".join(str(int(value)) for value in row) + ",)"


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
        pair=np.array(module.PAIR),
    )
    return model, dict(getattr(module, "PARAGRAPH", {}))


def current(path: Path) -> Model:
    """The chain of a ``weights.py`` in log odds, for a fit to begin with."""
    model, _ = load(path)
    return Model(
        emit={key: row / SCALE for key, row in model.emit.items()},
        link={key: row / SCALE for key, row in model.link.items()},
        pair=model.pair / SCALE,
    )
