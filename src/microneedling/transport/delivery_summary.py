"""What a delivery comes to: steady flux, lag, gain over intact skin, and how long the needling matters.

    steady flux  J = greatest flux into receptor or blood over the hours of the answer
    lag            = t* - Q(t*) / J at the hour t* of that flux      (L^2 / 6 D for a membrane under an endless dose)
    gain           = amount delivered by the last hour / the same in the same skin, not needled, same draw
                     delivered: into the receptor of a Franz cell; past the corneum in living skin
    channels' share = 1 - the same in the same skin, not needled / amount delivered: two weeks later channels are shut
    window         = hours after the needling in which an endless dose would still enter at least `window_ratio`
                     times as fast as through intact skin  (steady state, channels as open as they are then)
    soon           = hours after putting on by which half and nine tenths of what gets in have got in

The gain carries the whole scatter of the corneum's permeability, which stands in its denominator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from ..crossings import first_rise, last_fall
from .actives import Active, properties
from .channel_course import ChannelCourse, none
from .dose import Dose
from .mesh import FiniteVolumes, mesh
from .permeation import Mode, Permeation, barrier_for, permeate

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.anatomy import Anatomy

WINDOW_POINTS = 25
LONGEST_WINDOW_H = 240.0
HALF, MOST = 0.5, 0.9
LOW, HIGH = 0.1, 0.9  # ends of the interval reported


@dataclass(frozen=True)
class Summary:
    """Arrays (draw,); hours from putting the product on, but `window_h` from the needling."""

    __repr__ = brief

    steady_flux_ug_per_cm2_h: np.ndarray
    lag_h: np.ndarray
    enhancement_ratio: np.ndarray
    window_h: np.ndarray
    half_in_h: np.ndarray
    most_in_h: np.ndarray
    delivered_ug_per_cm2: np.ndarray
    intact_ug_per_cm2: np.ndarray

    @property
    def channels_share(self) -> np.ndarray:
        """What of it the channels bring, (draw,); the rest passes when the same is put on 14 days later."""
        share = 1 - self.intact_ug_per_cm2 / np.maximum(self.delivered_ug_per_cm2, 1e-300)
        return np.clip(share, 0.0, 1.0)


def steady(found: Permeation) -> tuple[np.ndarray, np.ndarray]:
    """Greatest flux out (ug/cm2/h) and the lag (h) read off its tangent, (draw,)."""
    out = found.flux_out_ug_per_cm2_h
    rows, top = np.arange(len(out)), out.argmax(axis=1)
    flux, amount = out[rows, top], found.receptor_or_blood[rows, top]
    lag = found.hours[top] - amount / np.where(flux > 0, flux, 1.0)
    return flux, np.where(flux > 0, np.maximum(lag, 0.0), np.nan)


def delivered(found: Permeation) -> np.ndarray:
    """What counts as delivered, (draw, time): in the receptor, or past the corneum in living skin."""
    return found.receptor_or_blood if found.mode == "franz" else found.past_the_corneum


def summary(
    found: Permeation,
    dose: Dose,
    active: Active,
    skin: Anatomy,
    channels: ChannelCourse,
    values: Values,
) -> tuple[Summary, Permeation]:
    """The summary, and the delivery of the same dose through the same skin without needles."""
    bare = none(len(found.surface))
    intact = permeate(dose, active, skin, bare, values, found.hours, found.mode)
    got, otherwise = delivered(found), delivered(intact)
    flux, lag = steady(found)
    entered = found.past_the_corneum
    summed = Summary(
        steady_flux_ug_per_cm2_h=flux,
        lag_h=lag,
        enhancement_ratio=got[:, -1] / np.maximum(otherwise[:, -1], 1e-300),
        window_h=window_h(dose, active, skin, channels, values, found.mode),
        half_in_h=_reached(found.hours, entered, HALF),
        most_in_h=_reached(found.hours, entered, MOST),
        delivered_ug_per_cm2=got[:, -1],
        intact_ug_per_cm2=otherwise[:, -1],
    )
    return summed, intact


def _reached(hours: np.ndarray, amount: np.ndarray, share: float) -> np.ndarray:
    """Hour at which each row first has this share of its greatest."""
    return first_rise(hours, np.maximum.accumulate(amount, axis=1), share * amount.max(axis=1))


def entry_ml_per_h(volumes: FiniteVolumes, hour: float) -> np.ndarray:
    """Steady inflow through skin as open as at this hour, per concentration: mL/cm2/h, (draw,)."""
    one = np.ones(volumes.draws)
    links = volumes.links(hour, one, held=one)
    return -links.flow(links.steady())[0][0]


def window_h(
    dose: Dose, active: Active, skin: Anatomy, channels: ChannelCourse, values: Values, mode: Mode
) -> np.ndarray:
    """Hours after the needling in which needled skin still lets in `window_ratio` times as fast."""
    substance = properties(active, values)
    layers = barrier_for(dose, substance, skin, values, mode)
    cells = mesh(layers)
    hours = np.concatenate([[0.0], np.geomspace(0.25, LONGEST_WINDOW_H, WINDOW_POINTS)])
    volumes = FiniteVolumes(cells, layers, channels)
    intact = entry_ml_per_h(FiniteVolumes(cells, layers, none(volumes.draws)), 0.0)
    ratio = np.stack([entry_ml_per_h(volumes, hour) for hour in hours]) / intact
    excess = np.log(ratio / values["permeation.window_ratio"]).T
    return last_fall(hours, excess, np.zeros(len(excess)), never=0.0, always=np.inf)


def interval(numbers: np.ndarray) -> dict[str, float]:
    """Median and middle 80 % over the draws that have a number; inf where an end has no end."""
    usable = numbers[~np.isnan(numbers)]
    if not usable.size:
        return {"median": float("nan"), "low80": float("nan"), "high80": float("nan")}
    low, middle, high = np.quantile(usable, (LOW, 0.5, HIGH), method="nearest")
    return {"median": float(middle), "low80": float(low), "high80": float(high)}
