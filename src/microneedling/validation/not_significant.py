"""How often a result is "no difference": foretold beside found. A model that knows no nulls foretells too few.

Counted are all comparisons within studies, and every direction against the own baseline of which the report says
whether it was significant (`significance.csv` beside the tables; one that a report calls improved without saying so
tells nothing). A study calls a change significant where it lies farther from no change than 1.96 of its own standard
errors, on the axis of its kind. `Shares` are read from the results file without NumPy.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..evidence import datasets
from ..phrases import percent_words
from .comparisons import MODEL, NO_DIFFERENCE, SIGNIFICANT

if TYPE_CHECKING:
    from .compared import ComparedReading
    from .within_studies import ScoredContrast

FILE = datasets.FOLDER / "significance.csv"
WORDS = {
    "all": "all together",
    "comparisons": "comparisons within studies",
    "directions": "changes from baseline",
}


@dataclass(frozen=True)
class Shares:
    """Share (0..1) of `results` that were not significant: as foretold, the mean chance, and as found.

    `low` and `high` are the exact 95 % binomial interval of what was found.
    """

    results: int
    predicted: float
    observed: float
    low: float
    high: float

    @property
    def agrees(self) -> bool:
        """Whether what was foretold lies in the interval of what was found."""
        return self.low <= self.predicted <= self.high

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Shares:
        """As the results file has them."""
        return cls(**table)

    def to_json(self) -> dict[str, Any]:
        """As the results file has them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def words(self) -> str:
        """Both shares in a sentence, and whether they agree."""
        agrees = "which agrees" if self.agrees else "which does NOT agree"
        between = f"[95 % {percent_words(self.low)} to {percent_words(self.high)}]"
        found = f"found {percent_words(self.observed)} {between}"
        return f"foretold {percent_words(self.predicted)} of {self.results}, {found}, {agrees}"


@cache
def told() -> Mapping[str, bool]:
    """Row of a direction -> whether its report calls it significant; only rows that say so."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return {line["row"]: line["significant"] == "yes" for line in csv.DictReader(file)}


def chance_of_none(item: ComparedReading) -> float:
    """Chance that a study of this size would call its change no difference."""
    import numpy as np

    from ..studies.contrasts import with_number
    from .reference.axes import onto_axis, seen

    family = item.predicted.family
    places = [seen(with_number(item.row, float(draw)), family) for draw in item.draws]
    start = {"share of the way": float(onto_axis(0.0)), "log ratio": 0.0}
    near = [abs(at.x - start[at.axis]) <= SIGNIFICANT * at.se for at in places if at is not None]
    return float(np.mean(near)) if near else float("nan")


def shares(contrasts: Sequence[ScoredContrast], readings: Sequence[ComparedReading]) -> dict[str, Shares]:
    """The shares of all, of comparisons, and of directions; kinds without a result are left out."""
    compared = [(item.chances[MODEL][1], item.found == NO_DIFFERENCE) for item in contrasts]
    known = [item for item in readings if item.row.row in told()]
    against = [(chance_of_none(item), not told()[item.row.row]) for item in known]
    kinds = {"all": [*compared, *against], "comparisons": compared, "directions": against}
    return {name: _shares(pairs) for name, pairs in kinds.items() if pairs}


def _shares(pairs: Sequence[tuple[float, bool]]) -> Shares:
    from scipy.stats import binomtest

    count, none = len(pairs), sum(found for _, found in pairs)
    low, high = binomtest(none, count).proportion_ci(0.95, "exact")
    mean = sum(chance for chance, _ in pairs) / count
    return Shares(count, *(round(float(each), 3) for each in (mean, none / count, low, high)))
