"""What moves underneath: maps of depth against time, the healing clock, named states with uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from ...figures.bars import SkinDepths
from ...figures.clock import ClockRow, clock_chart, moment_words
from ...figures.fan import Fan, extent, fan_chart, fan_levels
from ...figures.maps import DepthMap, depth_map
from ...figures.svg import week_ticks
from ...phrases import CLOCK_WORDS, percent_change, signed
from .skin import faces_mm, papillary_weights

if TYPE_CHECKING:
    from ...course.forecast import Forecast
    from ...skin.tissue import Tissue, TissueTrajectory

HOUR_TICKS = ((2 / 24, "2 h"), (6 / 24, "6 h"), (1.0, "1 d"), (7.0, "1 wk"), (28.0, "4 wk"))
FIRST_HOUR = 1 / 24


def _macrophages(tissue: Tissue) -> np.ndarray:
    return tissue.inflammation.macrophages_inflammatory + tissue.inflammation.macrophages_repair


def _ratio(top: Callable[[Tissue], np.ndarray]) -> Callable[[Tissue, Tissue], np.ndarray]:
    """Change of a dermal state relative to its rest; the place axis stays."""
    return lambda now, rest: top(now) / np.expand_dims(top(rest), 1) - 1


# The maps over the whole course: name, title, change against rest by layer.
COURSE_MAPS = (
    ("fibroblasts", "Fibroblasts", _ratio(lambda t: t.proliferation.fibroblasts)),
    ("type3", "Collagen III", _ratio(lambda t: t.collagen.type3)),
    ("type1", "Intact collagen I", _ratio(lambda t: t.collagen.intact_type1)),
)
# The maps after the first session, on a logarithmic axis: name, title, unit, value above rest by layer.
EARLY_MAPS = (
    ("cytokine", "Alarm signals (cytokines)", "times half effect", lambda t: t.inflammation.cytokine),
    ("macrophages", "Macrophages", "cells per mm³", _macrophages),
)
# States with their uncertainty: title, unit, (now, rest) -> change (draw, day).
STATES: tuple[tuple[str, str, Callable[[Tissue, Tissue], np.ndarray]], ...] = (
    ("Fibroblasts", "%", lambda now, rest: _papillary(now, rest, lambda t: t.proliferation.fibroblasts)),
    ("Collagen III", "%", lambda now, rest: _papillary(now, rest, lambda t: t.collagen.type3)),
    ("Intact collagen I", "%", lambda now, rest: _papillary(now, rest, lambda t: t.collagen.intact_type1)),
    ("Collagen I to III", "%", lambda now, rest: _papillary(now, rest, lambda t: t.collagen.ratio_1_to_3)),
    ("New elastin", "%", lambda now, rest: _papillary(now, rest, lambda t: t.elastin.tropoelastin)),
    ("All elastic material", "%", lambda now, rest: _papillary(now, rest, lambda t: t.elastin.total)),
    ("Small vessels", "%", lambda now, rest: _papillary(now, rest, lambda t: t.proliferation.vessels)),
    ("Living epidermal cells", "%", lambda now, rest: 100 * (_living(now) / _living(rest)[:, None] - 1)),
    ("Age of the cells at the surface", "days", lambda now, rest: _age(now) - _age(rest)[:, None]),
)  # fmt: skip


def _papillary(now: Tissue, rest: Tissue, state: Callable[[Tissue], np.ndarray]) -> np.ndarray:
    """Change in percent of a zone mean (draw, day, zone) in the first zone, the papillary dermis."""
    return 100 * (state(now)[:, :, 0] / state(rest)[:, None, 0] - 1)


def _living(tissue: Tissue) -> np.ndarray:
    return tissue.turnover.basal + tissue.turnover.suprabasal


def _age(tissue: Tissue) -> np.ndarray:
    return tissue.turnover.corneocyte_age_day


@dataclass(frozen=True)
class StateView:
    """One state as the page shows it."""

    title: str
    unit: str
    chart: Markup


def state_views(result: Forecast) -> list[StateView]:
    """Named states of the person's own skin over the course, as fans over the draws."""
    tissue = result.tissues["skin"]
    sessions = tuple(float(item.day) for item in result.sessions)
    views = []
    for order, (title, unit, change) in enumerate(STATES):
        levels = fan_levels(change(tissue, tissue.baseline))
        fan = Fan(
            f"state-{order}",
            title,
            unit,
            "",
            tissue.day,
            levels,
            np.nan,
            np.nan,
            sessions,
            float(result.course.assessment_day),
        )
        views.append(StateView(title, unit, fan_chart(fan, extent(fan, 0.0))))
    return views


def map_charts(result: Forecast, depths: SkinDepths) -> list[tuple[str, Markup]]:
    """Early maps after the first session, then maps over the whole course."""
    marks = ((depths.epidermis_mm, "papillary dermis"), (depths.papillary_mm, "reticular dermis"))
    maps = [*_early_maps(result, marks), *_course_maps(result, marks)]
    return [(item.title, depth_map(item)) for item in maps]


def _early_maps(result: Forecast, marks: tuple[tuple[float, str], ...]) -> list[DepthMap]:
    section, rest = result.section, result.section.baseline
    if not result.sessions:
        return []
    first = float(result.sessions[0].day)
    until = float(result.sessions[1].day if len(result.sessions) > 1 else section.day[-1])
    until = min(until, first + HOUR_TICKS[-1][0])
    early = (section.day >= first + FIRST_HOUR) & (section.day <= until)
    maps = []
    for name, title, unit, state in EARLY_MAPS:
        field = (state(section)[0] - state(rest)[0])[early]
        days = section.day[early] - first
        hours = tuple((day, words) for day, words in HOUR_TICKS if days[0] <= day <= days[-1])
        maps.append(
            DepthMap(
                f"map-{name}", f"{title}, after the first session", unit, days, faces_mm(section), field,
                _top(field), True, hours, (), marks, signed,
            )
        )  # fmt: skip
    return maps


def _course_maps(result: Forecast, marks: tuple[tuple[float, str], ...]) -> list[DepthMap]:
    section = result.section
    weeks = tuple((7.0 * week, str(week)) for week in week_ticks(float(section.day[-1])))
    sessions = tuple(float(item.day) for item in result.sessions)
    maps = []
    for name, title, change in COURSE_MAPS:
        field = change(section, section.baseline)[0]
        maps.append(
            DepthMap(
                f"map-{name}", f"{title}, against rest, by week", "", section.day, faces_mm(section), field,
                _top(field), False, weeks, sessions, marks, percent_change,
            )
        )  # fmt: skip
    return maps


def _top(field: np.ndarray) -> float:
    return max(float(np.max(np.abs(field))), 1e-12)


def clock_views(result: Forecast, depths: SkinDepths) -> tuple[Markup, Markup] | None:
    """The healing clock, wide and narrow: moments from `result.clock`, curves up to the second session."""
    if not result.sessions:
        return None
    section = result.section
    first = result.sessions[0].day
    until = result.sessions[1].day if len(result.sessions) > 1 else float(section.day[-1])
    shown = (section.day > first) & (section.day <= until)
    day = section.day[shown] - first
    rows = []
    for key, (words, unit) in CLOCK_WORDS.items():
        value = result.clock.get(key)
        curve = _clock_curve(section, key, depths)[shown]
        moment = None if value is None else float(value) / (24 if unit == "h" else 1)
        rows.append(ClockRow(words, moment, moment_words(value, unit), day, _unit(curve)))
    rows.sort(key=lambda row: (row.moment_day is None, row.moment_day or 0.0))
    return clock_chart(rows, until - first), clock_chart(rows, until - first, 340, "clock-phone")


def _unit(curve: np.ndarray) -> np.ndarray:
    top = float(np.max(curve)) if curve.size else 0.0
    return np.clip(curve / top, 0.0, 1.0) if top > 0 else np.zeros(curve.shape)


def _clock_curve(section: TissueTrajectory, key: str, depths: SkinDepths) -> np.ndarray:
    """The curve behind one moment of the clock: papillary mean above rest, or what is still open."""
    rest = section.baseline
    if key == "reepithelialised_d":
        return section.turnover.opening_radius_mm[0]
    if key == "barrier_90_percent_d":
        return section.turnover.opening_radius_mm[0] ** 2
    if key == "sealed_90_percent_d":
        return section.hydration.barrier_gap[0] - rest.hydration.barrier_gap[0]
    states = {
        "cytokine_peak_h": lambda t: t.inflammation.cytokine,
        "neutrophil_peak_d": lambda t: t.inflammation.neutrophils,
        "macrophage_peak_d": _macrophages,
        "fibroblast_peak_d": lambda t: t.proliferation.fibroblasts + t.proliferation.myofibroblasts,
        "collagen3_peak_d": lambda t: t.collagen.type3,
        "collagen1_new_peak_d": lambda t: t.collagen.type1_new,
    }
    state = states[key]
    return (state(section)[0] - state(rest)[0]) @ papillary_weights(section, depths)
