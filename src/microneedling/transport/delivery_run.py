"""A delivery file carried out: the run at the median numbers, draws around it, and the JSON answer.

The amounts told are those of the run at the median of every number, because only a single run adds up; their
intervals come from draws of all numbers, each draw with its own skin, needles and product.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .. import MODEL_NUMBER
from ..device.instruments import Instrument
from ..device.needling import Needling
from ..evidence.registry import Values, registry
from ..evidence.sources import count_by_grade, numbers_behind
from ..injury.punctures import Punctures, punctures
from ..skin.anatomy import Anatomy, anatomy_of
from . import channel_course
from .channel_course import ChannelCourse
from .delivery import Delivery, deliver
from .delivery_file import DeliveryFile, DeviceSettings
from .delivery_summary import Summary, interval, summary

COMPARTMENTS = ("surface", "stratum_corneum", "epidermis", "dermis", "receptor_or_blood")
EARLY_H = (0.0, 1 / 12, 1 / 6, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0)
LAW = (
    "Needling to bring a topical into the skin is off-label: the US class of microneedling devices (21 CFR "
    "878.4430) excludes transdermal delivery of topicals, and no serum is cleared to be driven in."
)
GRANULOMA = (
    "Granulomas have followed cosmetic serums under needles: only what is sterile, free of particles and made for "
    "the purpose may touch open channels; list every product used."
)
NUMBING = (
    "Anaesthetic cream belongs on skin before it is needled, never after: open channels bring it to the blood. "
    "Women have died after strong cream over large areas under film."
)
SPREAD = (
    "One skin, laboratory and substance differs from the rule for intact skin by about a factor of ten either way; "
    "the intervals carry that. Gains over intact skin are the least certain of all."
)
ANAESTHETICS = frozenset({"lidocaine", "prilocaine", "tetracaine", "benzocaine"})


@dataclass(frozen=True)
class Carried:
    """One delivery carried out: at the median numbers, and in draws."""

    file: DeliveryFile
    median: Delivery
    intact: Delivery
    summary: Summary
    drawn: Delivery
    drawn_intact: Delivery
    drawn_summary: Summary
    channels: ChannelCourse  # at the median numbers
    punctures: Punctures | None  # at the median numbers
    drawn_punctures: Punctures | None
    values: Values
    draws: int
    seed: int

    @property
    def notes(self) -> list[str]:
        """What must be said with every answer about this product."""
        needled = self.file.instrument is not None
        found = [LAW, GRANULOMA] if needled else []
        if self.file.substance().name in ANAESTHETICS and needled:
            found.append(NUMBING)
        return [*found, SPREAD]


def hours_told(last: float) -> np.ndarray:
    """Hours of the answer: dense at first, then every second hour or so."""
    early = [hour for hour in EARLY_H if hour < last]
    step = max(1.0, np.ceil(last / 48))
    late = np.arange(12 + step, last, step)
    return np.unique([*early, *late[late < last], last])


def carry_out(file: DeliveryFile, draws: int, seed: int) -> Carried:
    """Run the delivery. Raises SolverError where the equations cannot be carried on."""
    book = registry()
    nominal, drawn = book.nominal(), book.draws(draws, seed)
    hours = hours_told(file.hours)
    one, many = _one(file, nominal, hours), _one(file, drawn, hours)
    return Carried(
        file=file,
        median=one.found,
        intact=one.intact,
        summary=one.told,
        drawn=many.found,
        drawn_intact=many.intact,
        drawn_summary=many.told,
        channels=one.channels,
        punctures=one.made,
        drawn_punctures=many.made,
        values=drawn,
        draws=draws,
        seed=seed,
    )


@dataclass(frozen=True)
class _One:
    found: Delivery
    intact: Delivery
    told: Summary
    channels: ChannelCourse
    made: Punctures | None


def _one(file: DeliveryFile, values: Values, hours: np.ndarray) -> _One:
    whole = anatomy_of(file.person, values)
    made = punctures(needling_of(file.instrument, file.needling), whole, values) if file.instrument else None
    channels = _channels(file, made, values)
    skin = _cut(whole, file)
    dose, active = file.dose(), file.substance()
    found = deliver(dose, active, skin, channels, values, hours, file.mode)
    told, intact = summary(found, dose, active, skin, channels, values)
    return _One(found, intact, told, channels, made)


def needling_of(instrument: Instrument, settings: DeviceSettings) -> Needling:
    """The device as the file uses it."""
    return Needling.of(
        instrument,
        depth_mm=settings.depth_mm,
        passes=settings.passes,
        glide_speed_mm_per_s=settings.glide_speed_mm_per_s,
        skin_stretched=settings.skin_stretched,
    )


def _cut(whole: Anatomy, file: DeliveryFile) -> Anatomy:
    """The skin in a Franz cell: what was left of the dermis."""
    if file.cell is None or file.cell.dermis_mm is None:
        return whole
    left = np.minimum(whole.dermis_mm, file.cell.dermis_mm)
    return replace(whole, dermis_mm=left, papillary_mm=np.minimum(whole.papillary_mm, left / 2))


def _channels(file: DeliveryFile, made: Punctures | None, values: Values) -> ChannelCourse:
    if made is None:
        return channel_course.none(values["permeation.kp_scatter"].size)
    if file.mode == "in vivo":
        return channel_course.closing(made, channel_course.closing_h(values, file.product.occluded))
    half = file.cell.channel_half_life_h if file.cell else None
    if half is None:
        return channel_course.closing(made, None)
    shut = np.full(made.density_per_cm2.shape, channel_course.closing_of_half_life_h(half))
    return channel_course.closing(made, shut)


def answer(run: Carried) -> dict[str, Any]:
    """The JSON object; amounts in ug/cm2 at the median numbers, intervals over the draws."""
    file, median, told = run.file, run.median, run.summary
    spread = run.drawn_summary
    return {
        "model_number": MODEL_NUMBER,
        "title": file.title,
        "active": file.substance().title,
        "mode": file.mode,
        "product": file.product.model_dump(mode="json", exclude_none=True),
        "needling": _channels_told(run),
        "hours": median.hours.tolist(),
        "amount_ug_per_cm2": {name: _row(getattr(median, name)) for name in COMPARTMENTS},
        "removed_ug_per_cm2": {"wiped_off": _row(median.wiped_off), "broken_down": _row(median.breakdown)},
        "amount_interval_ug_per_cm2": {name: _band(getattr(run.drawn, name)) for name in COMPARTMENTS},
        "flux_into_living_skin_ug_per_cm2_h": _row(median.flux_into_skin_ug_per_cm2_h),
        "free_concentration_ug_per_ml": {
            name: _row(array) for name, array in median.free_concentration_ug_per_ml.items()
        },
        "steady_flux_ug_per_cm2_h": _number(told.steady_flux_ug_per_cm2_h[0]),
        "lag_h": _number(told.lag_h[0]),
        "enhancement_ratio": _clean(interval(spread.enhancement_ratio)),
        "intervals": {
            "steady_flux_ug_per_cm2_h": _clean(interval(spread.steady_flux_ug_per_cm2_h)),
            "lag_h": _clean(interval(spread.lag_h)),
            "delivered_ug_per_cm2": _clean(interval(spread.delivered_ug_per_cm2)),
            "delivered_through_intact_skin_ug_per_cm2": _clean(interval(spread.intact_ug_per_cm2)),
            "window_after_needling_h": _clean(interval(spread.window_h)),
            "half_has_entered_after_h": _clean(interval(spread.half_in_h)),
            "nine_tenths_have_entered_after_h": _clean(interval(spread.most_in_h)),
        },
        "mass_balance_error": max(median.mass_balance_error, run.drawn.mass_balance_error),
        "numbers_by_grade": count_by_grade(numbers_behind(run.values.used), run.values.registry),
        "draws": run.draws,
        "seed": run.seed,
        "notes": run.notes,
    }


def _channels_told(run: Carried) -> dict[str, Any] | None:
    if run.drawn_punctures is None:
        return None
    made = run.drawn_punctures
    return {
        "area_fraction": _clean(interval(made.area_fraction)),
        "reach_mm": _clean(interval(made.depth_median_mm)),
        "channels_per_cm2": float(made.density_per_cm2[0]),
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _clean(parts: dict[str, float]) -> dict[str, float | None]:
    return {key: _number(value) for key, value in parts.items()}


def _row(array: np.ndarray) -> list[float | None]:
    """The only draw of a run at the median numbers; null where there is none (surface of an endless dose)."""
    return [_number(value) for value in array[0]]


def _band(array: np.ndarray) -> dict[str, list[float | None]]:
    low, middle, high = np.quantile(array, (0.1, 0.5, 0.9), axis=0)
    bands = {"low80": low, "median": middle, "high80": high}
    return {key: [_number(value) for value in row] for key, row in bands.items()}
