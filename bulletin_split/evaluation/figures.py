"""The figures of an evaluation: what each means, and how the counts of pages give it.

Shares, 0 to 1.  Precision is of what was found, recall of the gold.  Headline, byline and
dateline are judged on pairs at least half alike; an unpaired article has all of its own
wrong.  A record is right, for calibration, where its article is found and its headline
is the gold's (none, where the gold has none).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

BINS = 10
"""Bins of confidence, equally wide."""


class Figure(NamedTuple):
    """One figure: its name, what it means, whether more is better, and how counts give it."""

    name: str
    means: str
    more: bool
    of: Callable[[Mapping[str, float]], float | None]


def _ratio(part: str, whole: str) -> Callable[[Mapping[str, float]], float | None]:
    return lambda counts: counts[part] / counts[whole] if counts[whole] else None


def _f1(part: str, found: str, gold: str) -> Callable[[Mapping[str, float]], float | None]:
    def of(counts: Mapping[str, float]) -> float | None:
        total = counts[found] + counts[gold]
        return 2 * counts[part] / total if total else None

    return of


def _b_cubed_f1(counts: Mapping[str, float]) -> float | None:
    if not counts["found_chars"] or not counts["gold_chars"]:
        return None
    precision = counts["b3_found"] / counts["found_chars"]
    recall = counts["b3_gold"] / counts["gold_chars"]
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _calibration_error(counts: Mapping[str, float]) -> float | None:
    if not counts["rated"]:
        return None
    return (
        sum(abs(counts[f"sure_{k}"] - counts[f"right_{k}"]) for k in range(BINS)) / counts["rated"]
    )


FIGURES = (
    Figure("article_precision", "articles found, of the records", True, _ratio("like", "records")),
    Figure(
        "article_recall",
        "articles found (95 % of the body's characters right), of the gold",
        True,
        _ratio("like", "gold"),
    ),
    Figure("article_f1", "harmonic mean of the two", True, _f1("like", "records", "gold")),
    Figure(
        "exact_f1",
        "the same for bodies right to the last character, a credit in brackets at the end aside",
        True,
        _f1("exact", "records", "gold"),
    ),
    Figure(
        "boundary_precision",
        "seams between articles that are the gold's, to one character",
        True,
        _ratio("seams", "record_seams"),
    ),
    Figure(
        "boundary_recall", "the gold's seams that were met", True, _ratio("seams", "gold_seams")
    ),
    Figure(
        "boundary_f1", "harmonic mean of the two", True, _f1("seams", "record_seams", "gold_seams")
    ),
    Figure(
        "window_diff",
        "WindowDiff over characters (Pevzner, Hearst 2002)",
        False,
        _ratio("window_faults", "windows"),
    ),
    Figure(
        "pk",
        "Pk over characters (Beeferman, Berger, Lafferty 1999)",
        False,
        _ratio("pk_faults", "windows"),
    ),
    Figure(
        "b_cubed_precision",
        "B-cubed over characters (Bagga, Baldwin 1998): how much of its record belongs with a character",
        True,
        _ratio("b3_found", "found_chars"),
    ),
    Figure(
        "b_cubed_recall",
        "how much of its article is with it",
        True,
        _ratio("b3_gold", "gold_chars"),
    ),
    Figure("b_cubed_f1", "harmonic mean of the two", True, _b_cubed_f1),
    Figure(
        "headline_accuracy",
        "headlines whole and on the right article, of the gold's headlines",
        True,
        _ratio("headline", "headlines"),
    ),
    Figure(
        "headline_false",
        "articles without a headline that were given one",
        False,
        _ratio("headline_false", "headlineless"),
    ),
    Figure(
        "byline_accuracy",
        "bylines with the right names in their order, of the gold's bylines",
        True,
        _ratio("byline", "bylines"),
    ),
    Figure(
        "byline_false",
        "articles without a byline that were given one",
        False,
        _ratio("byline_false", "unsigned"),
    ),
    Figure(
        "role_accuracy",
        "names with the right role, of the gold's names that have one",
        True,
        _ratio("role", "roles"),
    ),
    Figure(
        "dateline_accuracy",
        "datelines right, of the gold's datelines",
        True,
        _ratio("dateline", "datelines"),
    ),
    Figure(
        "dateline_false",
        "articles without a dateline that were given one",
        False,
        _ratio("dateline_false", "undated"),
    ),
    Figure("kind_accuracy", "kinds right, of the articles paired", True, _ratio("kind", "kinds")),
    Figure("flag_recall", "the gold's flags that were set", True, _ratio("flag", "flags")),
    Figure(
        "paragraph_f1",
        "paragraph boundaries met, to one character",
        True,
        _f1("breaks", "record_breaks", "gold_breaks"),
    ),
    Figure(
        "body_cer",
        "edits from the bodies found to the gold's, per gold character",
        False,
        _ratio("body_edits", "body_chars"),
    ),
    Figure(
        "calibration_error",
        "mean distance of confidence from the share right, in ten bins (Naeini and others 2015)",
        False,
        _calibration_error,
    ),
    Figure(
        "brier",
        "mean squared distance of confidence from right or wrong (Brier 1950)",
        False,
        _ratio("brier", "rated"),
    ),
)
"""What is computed, in the order of the table."""

COUNTS = (
    "pages",
    "gold",
    "records",
    "like",
    "exact",
    "seams",
    "gold_seams",
    "record_seams",
    "windows",
    "window_faults",
    "pk_faults",
    "gold_chars",
    "found_chars",
    "b3_gold",
    "b3_found",
    "headlines",
    "headline",
    "headlineless",
    "headline_false",
    "bylines",
    "byline",
    "unsigned",
    "byline_false",
    "roles",
    "role",
    "datelines",
    "dateline",
    "undated",
    "dateline_false",
    "kinds",
    "kind",
    "flags",
    "flag",
    "breaks",
    "gold_breaks",
    "record_breaks",
    "body_edits",
    "body_chars",
    "rated",
    "brier",
    *(f"{what}_{k}" for what in ("bin", "sure", "right") for k in range(BINS)),
)
