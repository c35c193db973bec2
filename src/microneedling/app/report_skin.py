"""The skin in depth: slices on several days, maps of depth against time, and the healing clock, from `result.section`."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from .chart_bars import SkinDepths
from .chart_clock import ClockRow, clock_chart, moment_words
from .chart_maps import DepthMap, depth_map
from .chart_skin import WIDTH_MM, Slice, skin_slice
from .charts import week_ticks
from .report_words import CLOCK_WORDS, day_words, number, percent_words, signed

if TYPE_CHECKING:
    from ..course.trajectory import Result, SessionResult
    from ..skin.tissue import TissueCourse

EARLY_DAYS = (1.0, 3.0, 7.0, 28.0)
YEAR_DAY = 365.0


@dataclass(frozen=True)
class SliceView:
    """One day of skin in depth as the page shows it."""

    heading: str
    words: tuple[str, ...]
    chart: Markup


def skin_depths(result: Result) -> SkinDepths:
    """The layers of the person's skin at the nominal numbers, those that the section was made with."""
    from ..skin.anatomy import anatomy

    skin = anatomy(result.course.person, result.values.registry.nominal())
    top = float(skin.stratum_corneum_mm[0] + skin.epidermis_mm[0])
    return SkinDepths(
        float(skin.stratum_corneum_mm[0]),
        top,
        top + float(skin.papillary_mm[0]),
        top + float(skin.dermis_mm[0]),
    )


def faces_mm(section: TissueCourse) -> np.ndarray:
    """Faces of the dermal layers below the surface."""
    top = section.depth_mm[0] - 0.5 * section.thickness_mm[0]
    return np.append(top, top[-1] + section.thickness_mm[0, -1])


def picture_days(result: Result) -> list[tuple[float, str]]:
    """The days to draw with their headings: after the strike, early days, the assessment day, a year."""
    day = result.section.day
    if not result.sessions:
        return [(float(day[0]), "As it is"), (float(day[-1]), day_words(float(day[-1])).capitalize())]
    first = result.sessions[0].day
    wanted = [(first + early, day_words(early).capitalize()) for early in EARLY_DAYS]
    later = [session.day for session in result.sessions[1:]]
    wanted = [(when, f"{words}, before session 2" if later and when == later[0] else words) for when, words in wanted]
    wanted += [(float(result.course.assessment_day), "Day of judging"), (first + YEAR_DAY, "One year")]
    after = float(day[np.searchsorted(day, first, side="right")])
    shown = [(after, "Just needled")]
    for when, words in sorted(wanted):
        if day[0] <= when <= day[-1] and when > shown[-1][0]:
            shown.append((when, words))
    return shown


def slice_views(result: Result, depths: SkinDepths) -> list[SliceView]:
    """The slices, all on the same scales of gain and debris."""
    section = result.section
    days = picture_days(result)
    indices = [int(np.argmin(np.abs(section.day - day))) for day, _ in days]
    gains = [np.stack([_gain(section, name, index) for name in ("type1", "type3")]) for index in indices]
    gain_top = max(float(np.max(np.abs(gains))), 1e-9)
    debris_top = max(float(np.max(section.inflammation.debris[0])), 1e-12)
    views = []
    for number_, ((_, heading), index, gain) in enumerate(zip(days, indices, gains, strict=True)):
        item = _slice(result, depths, index, number_, heading, gain, gain_top, debris_top)
        views.append(SliceView(heading, item.words, skin_slice(item)))
    return views


def _gain(section: TissueCourse, name: str, index: int) -> np.ndarray:
    """Change of intact collagen I or of collagen III by layer, relative to rest."""
    if name == "type3":
        return section.collagen.type3[0, index] / section.rest.collagen.type3[0] - 1
    return section.collagen.intact_type1[0, index] / section.rest.collagen.intact_type1[0] - 1


def _slice(
    result: Result,
    depths: SkinDepths,
    index: int,
    order: int,
    heading: str,
    gain: np.ndarray,
    gain_top: float,
    debris_top: float,
) -> Slice:
    section, rest = result.section, result.section.rest
    cells, skin, collagen = section.inflammation, section.turnover, section.collagen
    day = float(section.day[index])
    last = _session_before(result, day)
    living = (skin.basal + skin.suprabasal)[0, index] / (rest.turnover.basal + rest.turnover.suprabasal)[0]
    radius = float(skin.opening_radius_mm[0, index])
    melanin_gain = float(section.pigment.melanin_epidermis[0, index] / rest.pigment.melanin_epidermis[0] - 1)
    upper = _papillary(section, depths)
    state = f"{percent_words(float(section.opening_fraction[0, index]))} of the surface open"
    words = (
        state if section.opening_fraction[0, index] > 1e-5 else "Channels closed",
        f"collagen III {signed(100 * float(gain[1] @ upper))} %, collagen I {signed(100 * float(gain[0] @ upper))} % in the papillary dermis",
        f"melanin {signed(100 * melanin_gain)} %, living epidermis {signed(100 * (float(living) - 1))} %",
    )
    return Slice(
        name=f"slice-{order}",
        title=f"The skin in depth: {heading.lower()} (day {number(day, 3)})",
        layers=depths,
        faces_mm=faces_mm(section),
        epidermis_share=float(living),
        corneum_share=float(skin.corneocytes[0, index] / rest.turnover.corneocytes[0]),
        neutrophils=cells.neutrophils[0, index],
        macrophages=(cells.macrophages_inflammatory + cells.macrophages_repair)[0, index],
        fibroblasts=(section.proliferation.fibroblasts + section.proliferation.myofibroblasts)[0, index],
        collagen1=collagen.intact_type1[0, index],
        collagen3=collagen.type3[0, index],
        collagen1_gain=gain[0],
        collagen3_gain=gain[1],
        gain_top=gain_top,
        melanin=float(section.pigment.melanin_epidermis[0, index]),
        melanin_corneum=float(section.pigment.melanin_corneum[0, index]),
        debris=cells.debris[0, index] / debris_top,
        channel_reach_mm=_channels(last) if last else (),
        channel_radius_mm=radius,
        words=tuple(words),
    )


def _papillary(section: TissueCourse, depths: SkinDepths) -> np.ndarray:
    """Weights of the thickness-weighted mean over the papillary layers."""
    weight = section.thickness_mm[0] * (section.depth_mm[0] < depths.papillary_mm)
    return weight / weight.sum()


def _session_before(result: Result, day: float) -> SessionResult | None:
    before = [item for item in result.sessions if item.day < day]
    return before[-1] if before else None


def _channels(session: SessionResult) -> tuple[float, ...]:
    """Reaches of a row of channels as dense as the session made them, spread over their 80 % interval."""
    punctures = session.punctures
    low, median, high = (float(value) for value in punctures.reach_quantiles_mm())
    per_mm = np.sqrt(float(np.median(punctures.density_per_cm2)) / 100)
    count = max(round(WIDTH_MM * float(per_mm)), 1)
    edge = NormalDist().inv_cdf(0.9)
    reaches = []
    for place in range(count):
        z = NormalDist().inv_cdf(((place * 0.618034 + 0.31) % 1.0) * 0.8 + 0.1)
        side = high if z > 0 else low
        reaches.append(median * (side / median) ** (abs(z) / edge))
    return tuple(reaches)


def map_views(result: Result, depths: SkinDepths) -> list[DepthMap]:
    """Cytokine after the first session (log time), fibroblasts and collagen over the whole course."""
    section, rest = result.section, result.section.rest
    faces, sessions = faces_mm(section), tuple(float(item.day) for item in result.sessions)
    marks = ((depths.epidermis_mm, "papillary dermis"), (depths.papillary_mm, "reticular dermis"))
    weeks = tuple((7.0 * week, str(week)) for week in week_ticks(float(section.day[-1])))
    first = sessions[0] if sessions else 0.0
    until = sessions[1] if len(sessions) > 1 else float(section.day[-1])
    early = (section.day >= first + 1 / 24) & (section.day <= until)
    signal = section.inflammation.cytokine[0] - rest.inflammation.cytokine[0]
    cells = section.proliferation.fibroblasts[0] / rest.proliferation.fibroblasts[0] - 1
    gain = (section.collagen.intact_type1 + section.collagen.type3)[0] / (
        rest.collagen.intact_type1 + rest.collagen.type3
    )[0] - 1
    hours = tuple((day, words) for day, words in HOUR_TICKS if first + 1 / 24 <= day + first <= until)

    def percent(value: float) -> str:
        return f"{signed(100 * value)} %"

    def item(name: str, title: str, unit: str, field: np.ndarray, write=percent) -> DepthMap:
        top = max(float(np.max(np.abs(field))), 1e-12)
        return DepthMap(
            name, title, unit, section.day, faces, field, top, False, weeks, sessions, marks, write
        )

    maps = []
    if early.sum() > 2:
        field = signal[early]
        top = max(float(np.max(field)), 1e-12)
        maps.append(
            DepthMap(
                "map-cytokine", "Alarm signals (cytokines), hours after the first session", "times half effect",
                section.day[early] - first, faces, field, top, True, hours, (), marks, signed,
            )
        )  # fmt: skip
    maps.append(item("map-fibroblasts", "Fibroblasts, against rest, weeks", "", cells))
    maps.append(item("map-collagen", "Intact collagen (I and III), against rest, weeks", "", gain))
    return maps


HOUR_TICKS = ((2 / 24, "2 h"), (6 / 24, "6 h"), (1.0, "1 d"), (3.0, "3 d"), (7.0, "1 wk"), (28.0, "4 wk"))


def map_charts(result: Result, depths: SkinDepths) -> list[tuple[str, Markup]]:
    return [(item.title, depth_map(item)) for item in map_views(result, depths)]


def clock_view(result: Result, depths: SkinDepths) -> Markup | None:
    """The healing clock: moments from `result.clock`, curves from the section up to the second session."""
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
    return clock_chart(rows, until - first)


def _unit(curve: np.ndarray) -> np.ndarray:
    top = float(np.max(curve)) if curve.size else 0.0
    return np.clip(curve / top, 0.0, 1.0) if top > 0 else np.zeros(curve.shape)


def _clock_curve(section: TissueCourse, key: str, depths: SkinDepths) -> np.ndarray:
    """The curve behind one moment of the clock: papillary mean above rest, or how far closing has come."""
    weights = _papillary(section, depths)
    rest, cells = section.rest, section.inflammation
    if key == "reepithelialised_d":
        return section.opening_fraction[0]
    if key == "barrier_90_percent_d":
        return section.hydration.barrier_gap[0] - rest.hydration.barrier_gap[0]
    fields = {
        "cytokine_peak_h": (cells.cytokine, rest.inflammation.cytokine),
        "neutrophil_peak_d": (cells.neutrophils, rest.inflammation.neutrophils),
        "macrophage_peak_d": (
            cells.macrophages_inflammatory + cells.macrophages_repair,
            rest.inflammation.macrophages_inflammatory + rest.inflammation.macrophages_repair,
        ),
        "fibroblast_peak_d": (section.proliferation.fibroblasts, rest.proliferation.fibroblasts),
        "collagen3_peak_d": (section.collagen.type3, rest.collagen.type3),
        "collagen1_new_peak_d": (section.collagen.type1_new, rest.collagen.type1_new),
    }
    now, before = fields[key]
    return (now[0] - before[0]) @ weights
