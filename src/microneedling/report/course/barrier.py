"""Channels and barrier: when each instrument finds the pores closed, and the water over depth after a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from ...figures.bars import interval_bar
from ...figures.water import Curve, water_chart
from ...outcomes import barrier, water
from ...phrases import number, span
from ...skin.anatomy import anatomy_of
from ...transport.dose import HOURS_PER_DAY
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
# Times around the last session at which the water is shown: day after it, words.
WATER_DAYS = ((0.0, "before"), (1 / 24, "1 h after"), (1.0, "1 day after"), (7.0, "7 days after"))


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
    if not result.sessions:
        return None
    last, end = result.sessions[-1].day, float(result.section.day[-1])
    covered_day = result.course.aftercare.occlusion_h / HOURS_PER_DAY  # no water profile under a dressing
    shown = [item for item in WATER_DAYS if item[0] == 0 or item[0] > covered_day]
    times = [(last + after, words) for after, words in shown if last + after <= end]
    person, nominal = result.course.person, result.values.registry.nominal()
    body = anatomy_of(person, nominal)
    curves = []
    for day, words in times:
        found = water.profile(result.section, nominal, person, body, day)
        curves.append(Curve(words, found.depth_mm[0], found.water_share[0]))
    chart = water_chart(curves, float(body.stratum_corneum_mm[0]))
    note = "Times under the dressing are left out." if len(shown) < len(WATER_DAYS) else ""
    return WaterView(chart, [item.words for item in curves], _readings(result, times), note)


def _readings(result: Forecast, times: list[tuple[float, str]]) -> list[tuple[str, str, str]]:
    values = result.values.subset(
        np.ones(result.values.count, bool)
    )  # what is read here is no part of the run
    person, tissue = result.course.person, result.tissues["skin"]
    loss = barrier.tewl(tissue, values, person)
    wet = water.corneum_water(tissue, values, person, anatomy_of(person, values))
    rows = []
    for day, words in times:
        place = max(int(np.searchsorted(tissue.day, day, side="right")) - 1, 0)
        rows.append((words, *(median_words(item.value[:, place]) for item in (loss, wet))))
    return rows
