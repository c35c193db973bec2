"""How sure the picture is: what matters most of it after the course, in the course drawn and over all draws.

Only the drawn course is followed in every layer; over all draws the dermis is followed in its two zones, so that these
numbers are means over each of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...phrases import number, percent_change
from .telling import disorder_words

if TYPE_CHECKING:
    from ...course.forecast import Forecast
    from ...skin.tissue import Tissue

BAND = (0.1, 0.5, 0.9)
UPPER, DEEPER = "under the epidermis (papillary dermis)", "deeper (reticular dermis)"
TOLD = {"change": percent_change, "share": disorder_words, "mm": lambda value: f"{number(value)} mm"}
NOT_TOLD = "How sure it is has not been worked out: only the middle numbers were run."


@dataclass(frozen=True)
class Band:
    """One quantity on one day: in the drawn course, and median with 80 % interval over the draws."""

    name: str
    where: str
    unit: str  # of the numbers: "change" against the skin before the first session, "share" of the dermis, or "mm"
    drawn: float
    low80: float
    median: float
    high80: float

    @property
    def words(self) -> str:
        """The band in a sentence of its own."""
        told = TOLD[self.unit]
        place = f" {self.where}" if self.where else ""
        low, middle, high = told(self.low80), told(self.median), told(self.high80)
        between = f"8 in 10 {low}" if low == high else f"8 in 10 between {low} and {high}"
        return f"{self.name}{place}: {told(self.drawn)} in this drawing; middle of the draws {middle}, {between}."


@dataclass(frozen=True)
class Sure:
    """The bands of one course on its earliest day of judging, or its last; none where one draw alone was run."""

    day: float
    draws: int
    bands: tuple[Band, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What stands under the picture, a sentence a line."""
        if not self.bands:
            return (NOT_TOLD,)
        lead = f"On day {number(self.day, 4)}, drawn here and over {self.draws} draws of all numbers:"
        return (lead, *(item.words for item in self.bands))

    def to_json(self) -> dict[str, Any]:
        """Day, draws and every band as plain numbers."""
        bands = [{name: _short(value) for name, value in asdict(item).items()} for item in self.bands]
        return {"day": self.day, "draws": self.draws, "bands": bands}


def sure_of(result: Forecast) -> Sure:
    """How sure the picture of a forecast of one zone is."""
    day = min(float(result.course.assessment_day), float(result.section.day[-1]))
    draws = int(result.manifest.get("draws", result.values.count))
    return Sure(day, draws, () if result.nominal else tuple(_bands(result, day)))


def _bands(result: Forecast, day: float) -> list[Band]:
    section, skin = result.section, result.tissues["skin"]
    upper = section.depth_mm[0] < result.layers_mm[2]
    found = []
    for session, drawn in zip(result.sessions[:1], result.section_punctures[:1], strict=True):
        over = session.punctures.depth_median_mm
        found.append(
            _band("The middle channel of the first session reaches", "", "mm", drawn.depth_median_mm[0], over)
        )
    for where, zone, layers in ((UPPER, 0, upper), (DEEPER, -1, ~upper)):
        weight = section.thickness_mm[0] * layers
        drawn = _at(section.day, _mature(section)[0] @ weight, day)
        over = _at(skin.day, _mature(skin)[..., zone].T, day) / _mature(skin.baseline)[..., zone]
        before = float(_mature(section.baseline)[0] @ weight)
        found.append(_band("Mature collagen I", where, "change", drawn / before - 1, over - 1))
    drawn = _at(section.day, section.damage.disarray[0], day)
    found.append(_band("Healed in disorder", "", "share", drawn, _at(skin.day, skin.damage.disarray.T, day)))
    return found


def _band(name: str, where: str, unit: str, drawn: Any, over: np.ndarray) -> Band:
    low, middle, high = (float(value) for value in np.quantile(over, BAND))
    return Band(name, where, unit, float(drawn), low, middle, high)


def _mature(tissue: Tissue) -> np.ndarray:
    return tissue.collagen.type1_mature


def _at(days: np.ndarray, series: np.ndarray, day: float) -> np.ndarray:
    """A series (day, ...) on one day, straight between two that were followed."""
    place = float(np.interp(day, days, np.arange(days.size)))
    low = min(int(place), days.size - 2)
    return series[low] + (place - low) * (series[low + 1] - series[low])


def _short(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value
