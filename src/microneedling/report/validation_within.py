"""On the validation page: comparisons within studies, misses first, and how often results are not significant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..phrases import fixed
from ..validation.comparisons import (
    FORECASTS,
    MODEL,
    NO_DIFFERENCE,
    JudgedContrast,
    WithinStudies,
    chance_cells,
    finding_words,
    misses_first,
)
from ..validation.not_significant import WORDS
from ..validation.reading_words import share, slope_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..validation.not_significant import Shares


def within_view(found: WithinStudies | None) -> dict[str, Any] | None:
    """The verdict, the slope and a row a comparison; None where none were judged."""
    if found is None:
        return None
    return {
        "verdict": found.verdict(),
        "slope": slope_words(found.slope),
        "missed": sum(item.missed for item in found.contrasts),
        "studies": found.studies,
        "rows": [_row(item) for item in misses_first(found.contrasts)],
    }


def _row(item: JudgedContrast) -> dict[str, Any]:
    low, middle, high = (fixed(item.quantiles[key]) for key in ("0.1", "0.5", "0.9"))
    likeliest = item.likeliest if item.likeliest == NO_DIFFERENCE else f"more in {item.likeliest}"
    return {
        "missed": item.missed,
        "about": item.about,
        "reading": item.reading,
        "source": f"{item.study}, {item.id}",
        "a": item.a,
        "b": item.b,
        "found": finding_words(item),
        "predicted": f"{middle} [{low} .. {high}]",
        "likeliest": likeliest,
        "chances": chance_cells(item.chances[MODEL]),
        "scores": [fixed(item.rps[name]) for name in FORECASTS],
        "held_out": not item.left_out,
    }


def null_rows(found: Mapping[str, Shares]) -> Iterator[dict[str, Any]]:
    """How often results are not significant, foretold and found, a row a kind of result."""
    for name, item in found.items():
        yield {
            "name": WORDS[name][0].upper() + WORDS[name][1:],
            "results": item.results,
            "predicted": share(item.predicted),
            "observed": share(item.observed),
            "between": f"{share(item.low)} to {share(item.high)}",
            "agrees": item.agrees,
        }
