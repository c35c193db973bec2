"""Channels and barrier: when each instrument finds the pores closed, and the water over depth after a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ...figures.bars import interval_bar
from ...figures.water import Curve, water_chart
from ...phrases import number, span
from ..draws import median_words, quantiles
from .done import round_end

if TYPE_CHECKING:
    from ...course.forecast import Forecast

# instrument of `outcomes.closure`, title, what it takes for closed
CLOSURES = {
    "tewl": ("Vapour", "TEWL probe: water loss is nearly back to rest"),
    "impedance": (
        "Ions",
        "electrical impedance: the leak is a small share of its peak",
    ),
    "dye": ("Dissolved dye", "dye spread on the skin no longer gets in"),
    "oct": ("Pores in a scan", "optical coherence tomography: pores too narrow to be seen"),
    "confocal": ("Pores in a microscope", "confocal microscopy: pores a small share of the needle's area"),
}


@dataclass(frozen=True)
class ClosureView:
    """One instrument with the hours until it finds the pores closed."""

    title: str
    explained: str
    median: str
    interval: str
    bar: Markup


@dataclass(frozen=True)
class WaterView:
    """The chart, the words of its curves, and readings at the same times with their intervals."""

    chart: Markup
    words: list[str]
    rows: list[tuple[str, str, str]]
    note: str


def closure_views(result: Forecast) -> list[ClosureView]:
    """All instruments on one axis of hours."""
    held = {name: quantiles(result.harm.closure_h[name]) for name in CLOSURES if result.sessions}
    end = round_end(1.05 * max((item["high80"] for item in held.values()), default=1.0))
    return [
        ClosureView(
            title=CLOSURES[name][0],
            explained=CLOSURES[name][1],
            median=f"{number(item['median'])} h",
            interval=span(item["low80"], item["high80"], "h"),
            bar=interval_bar(
                f"closure-{name}", CLOSURES[name][0], item["low80"], item["median"], item["high80"], end, "h"
            ),
        )
        for name, item in held.items()
    ]


def water_view(result: Forecast) -> WaterView | None:
    """Water around the last session: the curves at nominal numbers, the readings over the draws."""
    around = result.water
    if around is None:
        return None
    found = zip(around.words, around.profiles, strict=True)
    curves = [Curve(words, item.depth_mm[0], item.water_share[0]) for words, item in found]
    read = zip(around.words, around.loss_g_per_m2_h, around.corneum_percent, strict=True)
    rows = [(words, median_words(loss), median_words(wet)) for words, loss, wet in read]
    note = "Times under the dressing are left out." if around.under_dressing else ""
    return WaterView(water_chart(curves, result.layers_mm[0]), list(around.words), rows, note)
