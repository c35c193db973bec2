"""How much of a product gets into which layer of skin, when, and how sure that is.

    deliver(delivery file, draws, seed) -> Delivery

Amounts are those of the run at the median of every number, because only a single run adds up; their
intervals come from draws of all numbers, each draw with its own skin, needles and product.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import MODEL_NUMBER
from ..answers.answer import Answer, Row
from ..answers.brief import brief
from ..answers.card import Card
from ..answers.nominal import without_intervals
from ..device.instruments import Instrument
from ..device.needling import Needling
from ..errors import Refused
from ..evidence.practice import limit
from ..evidence.registry import Values, registry
from ..evidence.sources import count_by_grade, numbers_behind
from ..injury.punctures import Punctures, punctures
from ..inputs.assumed import Assumed, as_json
from ..inputs.questions import refuse, subject, to_deliver
from ..skin.anatomy import Anatomy, anatomy_of
from . import channel_course
from . import delivery_card as say
from .as_measured import as_measured, scatter_words
from .assumed import assumed
from .channel_course import ChannelCourse
from .delivery_card import COMPARTMENTS
from .delivery_file import DeliveryFile, DeviceSettings
from .delivery_summary import Summary, interval, summary
from .dose import MIN_PER_H
from .permeation import Permeation, permeate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAWS = 300
ENDS = ("low80", "median", "high80")
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
    "One skin and substance differs from the rule for intact skin by about a factor of four either way, skin in a "
    "laboratory's cell by more than ten; the intervals carry that. Gains over intact skin are the least certain of all."
)
ANAESTHETICS = frozenset({"lidocaine", "prilocaine", "tetracaine", "benzocaine"})


@dataclass(frozen=True)
class Followed:
    """One dose followed through skin as needled and, beside it, through the same skin not needled."""

    __repr__ = brief

    permeation: Permeation
    intact: Permeation
    summary: Summary
    channels: ChannelCourse
    punctures: Punctures | None  # None where nothing needles


@dataclass(frozen=True, repr=False, eq=False)  # arrays within have no one truth: equal is the same object
class Delivery(Answer):
    """One delivery: at the median numbers (one draw, whose amounts add up), and in `draws` draws of all numbers.

    >>> from microneedling import deliver, load_delivery
    >>> delivery = deliver(load_delivery("examples/deliver/own_active_intact.toml"), draws=24)
    >>> delivery.summary().splitlines()[0]
    'A weak acid of 210 Da on intact forearm'
    >>> delivery.to_frame().columns.tolist()[:4]
    ['outcome', 'label', 'hour', 'median']
    """

    file: DeliveryFile
    median: Followed
    drawn: Followed
    values: Values
    draws: int
    seed: int

    @property
    def notes(self) -> list[str]:
        """Warnings that go with every answer about this product."""
        needled = self.file.instrument is not None
        found = [LAW, GRANULOMA] if needled else []
        if self.file.substance().name in ANAESTHETICS and needled:
            found.append(NUMBING)
        return [*found, scatter_words(self.values, needled), SPREAD]

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """What the file leaves out and what was taken instead."""
        return assumed(self.file)

    @property
    def numbers_by_grade(self) -> dict[str, int]:
        """How many numbers it rests on, those behind formulas among them, by grade of evidence."""
        return count_by_grade(numbers_behind(self.values.used), self.values.registry)

    @property
    def mass_balance_error(self) -> float:
        """Largest share of the dose that the amounts do not account for."""
        return max(self.median.permeation.mass_balance_error, self.drawn.permeation.mass_balance_error)

    def to_json(self) -> dict[str, Any]:
        """The JSON object; amounts in ug/cm2 at the middle numbers, which add up, intervals and medians over the draws.

        A nominal run (one draw) has no intervals.
        """
        answer = self._answer()
        return without_intervals(answer) | {"nominal": True} if self.draws == 1 else answer

    def _answer(self) -> dict[str, Any]:
        file, median = self.file, self.median.permeation
        return {
            "model_number": MODEL_NUMBER,
            "title": file.title,
            "active": file.substance().title,
            "mode": file.mode,
            "product": file.product.model_dump(mode="json", exclude_none=True),
            "needling": _needling(self.drawn.punctures),
            "hours": median.hours.tolist(),
            "amount_ug_per_cm2": {name: _row(getattr(median, name)) for name in COMPARTMENTS},
            "removed_ug_per_cm2": {
                "wiped_off": _row(median.wiped_off),
                "broken_down": _row(median.breakdown),
            },
            "amount_interval_ug_per_cm2": {
                name: _band(getattr(self.drawn.permeation, name)) for name in COMPARTMENTS
            },
            "flux_into_living_skin_ug_per_cm2_h": _row(median.flux_into_skin_ug_per_cm2_h),
            "free_concentration_ug_per_ml": {
                name: _row(array) for name, array in median.free_concentration_ug_per_ml.items()
            },
            "steady_flux_ug_per_cm2_h": _number(self.median.summary.steady_flux_ug_per_cm2_h[0]),
            "lag_h": _number(self.median.summary.lag_h[0]),
            "enhancement_ratio": _clean(interval(self.drawn.summary.enhancement_ratio)),
            "channels_share": None
            if self.drawn.punctures is None
            else _clean(interval(self.drawn.summary.channels_share)),
            "intervals": _intervals(self.drawn.summary),
            "intervals_as_measured": self._as_measured(),
            "mass_balance_error": self.mass_balance_error,
            "numbers_by_grade": self.numbers_by_grade,
            "draws": self.draws,
            "seed": self.seed,
            "notes": self.notes,
            "assumed": as_json(self.assumed),
            "nominal": False,
        }

    def _as_measured(self) -> dict[str, dict[str, float | None]]:
        """What a study of this delivery would measure; never more than the dose."""
        summed, needled, most = self.drawn.summary, self.file.instrument is not None, np.inf
        if (dose := self.file.dose()).volume_ul_per_cm2 is not None:
            most = float(np.max(dose.amount_ug_per_cm2))
        got = as_measured(summed.delivered_ug_per_cm2, self.values, needled, most)
        flux = as_measured(summed.steady_flux_ug_per_cm2_h, self.values, needled)
        told = {"delivered_ug_per_cm2": got, "steady_flux_ug_per_cm2_h": flux}
        return {name: _clean(interval(draws)) for name, draws in told.items()}

    def card(self) -> Card:
        """How much got in and how much more than without needles; where it is; how much of it is known."""
        summed, hours = self.drawn.summary, float(self.drawn.permeation.hours[-1])
        needled = self.file.instrument is not None
        lead = say.delivered_words(self.file.mode, summed, hours, needled)
        lead += f" {say.gain_words(summed)}" if needled else ""
        known = [say.known_words(self.numbers_by_grade, self.draws, self.seed), say.warned_words(self.notes)]
        table = say.amount_table(self.file, self.drawn.permeation)
        return Card(self.file.title, (lead,), table, tuple(filter(None, known)))

    def tidy(self) -> list[Row]:
        """One row a layer and hour: median and 80 % interval of the amount there."""
        return say.amount_rows(self.file, self.drawn.permeation)

    def draw(self, ax: Axes) -> None:
        """The amount in each layer over time, with its 80 % interval."""
        say.draw_amounts(ax, self.file, self.drawn.permeation)


def deliver(file: DeliveryFile, draws: int = DRAWS, seed: int = 1) -> Delivery:
    """Follow a product into skin, at the median numbers and in `draws` draws of all of them.

    Raises `InputError` with every mistake in the arguments, `Refused` for the skin of a child, which nothing overrides,
    and `SolverError` where the equations cannot be integrated.

    >>> from microneedling import deliver, load_delivery
    >>> deliver(load_delivery("examples/deliver/vitamin_c_roller.toml"), draws=24).draws
    24
    """
    wrong = subject("file", file, DeliveryFile, "load_delivery(PATH)") + to_deliver(draws, seed)
    refuse("deliver", wrong)
    _refuse_children(file)
    book, hours = registry(), hours_told(file.hours)
    middle, drawn = book.middle(), book.draws(draws, seed)
    return Delivery(file, _followed(file, middle, hours), _followed(file, drawn, hours), drawn, draws, seed)


def _refuse_children(file: DeliveryFile) -> None:
    """Raises `Refused` below the youngest age for which anything is forecast; the words are those of rule A01."""
    age, adult = file.person.age_year, limit("adult_age_year")
    if age < adult:
        reason = f"person.age_year {age:g}: no data on children, nothing is predicted below {adult:g}"
        raise Refused("no delivery", [reason], how="")


def hours_told(last: float) -> np.ndarray:
    """Hours of the answer up to the last: dense at first, then every hour or two."""
    early = [hour for hour in EARLY_H if hour < last]
    step = max(1.0, np.ceil(last / 48))
    late = np.arange(12 + step, last, step)
    return np.unique([*early, *late[late < last], last])


def _followed(file: DeliveryFile, values: Values, hours: np.ndarray) -> Followed:
    whole = anatomy_of(file.person, values)
    pierced = punctures(_used(file.instrument, file.needling), whole, values) if file.instrument else None
    channels = _channels(file, pierced, whole, values)
    skin = _cut(whole, file)
    dose, active = file.dose(), file.substance()
    found = permeate(dose, active, skin, channels, values, hours, file.mode)
    summed, intact = summary(found, dose, active, skin, channels, values)
    return Followed(found, intact, summed, channels, pierced)


def _used(instrument: Instrument, settings: DeviceSettings) -> Needling:
    """The device as the file uses it."""
    return Needling.of(
        instrument,
        depth_mm=settings.depth_mm,
        passes=settings.passes,
        glide_speed_mm_per_s=settings.glide_speed_mm_per_s,
        seconds_per_cm2=settings.seconds_per_cm2,
        skin_stretched=settings.skin_stretched,
    )


def _cut(whole: Anatomy, file: DeliveryFile) -> Anatomy:
    """The skin in a Franz cell: what was left of the dermis."""
    if file.cell is None or file.cell.dermis_mm is None:
        return whole
    left = np.minimum(whole.dermis_mm, file.cell.dermis_mm)
    return replace(whole, dermis_mm=left, papillary_mm=np.minimum(whole.papillary_mm, left / 2))


def _channels(file: DeliveryFile, pierced: Punctures | None, skin: Anatomy, values: Values) -> ChannelCourse:
    if pierced is None:
        return channel_course.none(values["permeation.kp_scatter"].size)
    if file.mode == "in vivo":
        put_on_h = file.product.applied_after_min / MIN_PER_H
        return channel_course.closing(pierced, skin, values, file.product.occluded, put_on_h)
    return channel_course.losing(pierced, file.cell.channel_half_life_h if file.cell else None)


def _intervals(summed: Summary) -> dict[str, dict[str, float | None]]:
    names = {
        "steady_flux_ug_per_cm2_h": summed.steady_flux_ug_per_cm2_h,
        "lag_h": summed.lag_h,
        "delivered_ug_per_cm2": summed.delivered_ug_per_cm2,
        "delivered_through_intact_skin_ug_per_cm2": summed.intact_ug_per_cm2,
        "window_after_needling_h": summed.window_h,
        "half_has_entered_after_h": summed.half_in_h,
        "nine_tenths_have_entered_after_h": summed.most_in_h,
    }
    return {name: _clean(interval(draws)) for name, draws in names.items()}


def _needling(pierced: Punctures | None) -> dict[str, Any] | None:
    if pierced is None:
        return None
    return {
        "area_fraction": _clean(interval(pierced.area_fraction)),
        "reach_mm": _clean(interval(pierced.depth_median_mm)),
        "channel_depth_mm": _clean(dict(zip(ENDS, pierced.depth_quantiles_mm(), strict=True))),
        "channels_per_cm2": float(pierced.density_per_cm2[0]),
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
