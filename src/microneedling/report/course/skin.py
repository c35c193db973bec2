"""The skin in depth on several days, as slices drawn from `result.section` (nominal numbers, all layers)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from ...figures.bars import SkinDepths
from ...figures.skin import WIDTH_MM, Slice, skin_slice
from ...phrases import day_words, number, percent_change, surface_words

if TYPE_CHECKING:
    from ...course.forecast import Forecast, SessionResult
    from ...skin.tissue import TissueTrajectory

EARLY_DAYS = (1.0, 3.0, 7.0, 28.0)
YEAR_DAY = 365.0
SHUT = 1e-5  # open share of the surface below which the page calls channels closed


@dataclass(frozen=True)
class SliceView:
    """One day of skin in depth as the page shows it."""

    heading: str
    words: tuple[str, ...]
    chart: Markup


def skin_depths(result: Forecast) -> SkinDepths:
    """The layers of the person's skin at the nominal numbers, those that the section was made with."""
    return SkinDepths(*result.layers_mm)


def faces_mm(section: TissueTrajectory) -> np.ndarray:
    """Faces of the dermal layers below the surface."""
    top = section.depth_mm[0] - 0.5 * section.thickness_mm[0]
    return np.append(top, top[-1] + section.thickness_mm[0, -1])


def picture_days(result: Forecast) -> list[tuple[float, str]]:
    """The days to draw with their headings: after the session, early days, the assessment day, a year."""
    day = result.section.day
    if not result.sessions:
        return [(float(day[0]), "As it is"), (float(day[-1]), day_words(float(day[-1])).capitalize())]
    first = result.sessions[0].day
    wanted = [(first + early, day_words(early).capitalize()) for early in EARLY_DAYS]
    wanted += [(float(result.course.assessment_day), "Day of judging"), (first + YEAR_DAY, "One year")]
    after = float(day[np.searchsorted(day, first, side="right")])
    shown = [(after, "Just needled")]
    for when, words in sorted(wanted):
        if day[0] <= when <= day[-1] and when > shown[-1][0]:
            shown.append((when, words))
    return shown


def slice_views(result: Forecast, depths: SkinDepths, prefix: str = "") -> list[SliceView]:
    """The slices, all on the same scales of gain and debris; `prefix` keeps the names of two courses apart."""
    section = result.section
    days = picture_days(result)
    indices = [int(np.argmin(np.abs(section.day - day))) for day, _ in days]
    gains = [np.stack([_gain(section, name, index) for name in ("type1", "type3")]) for index in indices]
    gain_top = max(float(np.max(np.abs(gains))), 1e-9)
    debris_top = max(float(np.max(section.inflammation.debris[0])), 1e-12)
    views = []
    for order, ((_, heading), index, gain) in enumerate(zip(days, indices, gains, strict=True)):
        item = _slice(result, depths, index, f"{prefix}slice-{order}", heading, gain, gain_top, debris_top)
        views.append(SliceView(heading, item.words, skin_slice(item)))
    return views


def _gain(section: TissueTrajectory, name: str, index: int) -> np.ndarray:
    """Change of intact collagen I or of collagen III by layer, relative to rest."""
    if name == "type3":
        return section.collagen.type3[0, index] / section.baseline.collagen.type3[0] - 1
    return section.collagen.intact_type1[0, index] / section.baseline.collagen.intact_type1[0] - 1


def _slice(
    result: Forecast,
    depths: SkinDepths,
    index: int,
    name: str,
    heading: str,
    gain: np.ndarray,
    gain_top: float,
    debris_top: float,
) -> Slice:
    section, rest = result.section, result.section.baseline
    cells, skin, collagen = section.inflammation, section.turnover, section.collagen
    day = float(section.day[index])
    last = _session_before(result, day)
    living = (skin.basal + skin.suprabasal)[0, index] / (rest.turnover.basal + rest.turnover.suprabasal)[0]
    radius = float(skin.opening_radius_mm[0, index])
    melanin_gain = float(section.pigment.melanin_epidermis[0, index] / rest.pigment.melanin_epidermis[0] - 1)
    upper = papillary_weights(section, depths)
    state = f"{surface_words(float(section.opening_fraction[0, index]))} of the surface open"
    words = (
        state if section.opening_fraction[0, index] > SHUT else "Channels closed",
        f"Papillary collagen III: {percent_change(float(gain[1] @ upper))}",
        f"Papillary collagen I: {percent_change(float(gain[0] @ upper))}",
        f"Living epidermis: {percent_change(float(living) - 1)}",
        f"Melanin: {percent_change(melanin_gain)}",
    )
    return Slice(
        name=name,
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


def papillary_weights(section: TissueTrajectory, depths: SkinDepths) -> np.ndarray:
    """Weights of the thickness-weighted mean over the papillary layers."""
    weight = section.thickness_mm[0] * (section.depth_mm[0] < depths.papillary_mm)
    return weight / weight.sum()


def _session_before(result: Forecast, day: float) -> SessionResult | None:
    before = [item for item in result.sessions if item.day < day]
    return before[-1] if before else None


def _channels(session: SessionResult) -> tuple[float, ...]:
    """Reaches of a row of channels as dense as the session made them, spread over their 80 % interval."""
    punctures = session.punctures
    low, median, high = (float(value) for value in punctures.depth_quantiles_mm())
    per_mm = np.sqrt(float(np.median(punctures.density_per_cm2)) / 100)
    count = max(round(WIDTH_MM * float(per_mm)), 1)
    edge = NormalDist().inv_cdf(0.9)
    reaches = []
    for place in range(count):
        z = NormalDist().inv_cdf(((place * 0.618034 + 0.31) % 1.0) * 0.8 + 0.1)
        side = high if z > 0 else low
        reaches.append(median * (side / median) ** (abs(z) / edge))
    return tuple(reaches)
