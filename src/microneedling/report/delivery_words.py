"""A delivery in words, for the terminal and for its page: what was put on whose skin, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..phrases import amount, number
from ..phrases import interval as interval_words
from ..transport.delivery_card import COMPARTMENTS, delivered_words, gain_words, layer_names
from ..transport.delivery_summary import interval

if TYPE_CHECKING:
    from ..transport.deliver import Delivery

HOURS_SHOWN = (0.25, 1.0, 4.0, 8.0, 24.0, 72.0)


def titles(run: Delivery) -> dict[str, str]:
    """Compartments in words: a Franz cell has a receptor, a person has blood."""
    return layer_names(run.file.mode)


def _printed(draws: np.ndarray) -> str:
    """Draws as a terminal prints them: `12 [8 .. 20]`."""
    return interval_words(interval(draws), write=number)


def product_words(run: Delivery) -> str:
    """The product in a sentence."""
    product, dose = run.file.product, run.file.dose()
    much = "an endless dose" if dose.endless else f"{product.dose_ul_per_cm2:g} µL/cm²"
    parts = [f"{product.concentration_mg_per_ml:g} mg/mL at pH {product.ph:g}, {much}"]
    if run.file.instrument:
        parts.append(f"put on {product.applied_after_min:g} min after needling")
    if product.wiped_off_min:
        parts.append(f"wiped off after {product.wiped_off_min:g} min")
    return ", ".join([*parts, *(["under a wrap"] if product.occluded else [])])


def skin_words(run: Delivery, told: Callable[[np.ndarray], str] = _printed) -> str:
    """The skin and how it was needled; `told` writes a number over the draws."""
    file = run.file
    person = f"{file.person.site}, {file.person.age_year:g} years, {file.person.sex}"
    skin = f"Franz cell, skin of the {person}" if file.mode == "franz" else f"living skin, {person}"
    if file.instrument is None or run.drawn.punctures is None:
        return f"{skin}, not needled"
    pierced = run.drawn.punctures
    return (
        f"{skin}; {file.instrument.kind} {file.instrument.needle_length_mm:g} mm: channels over "
        f"{told(100 * pierced.area_fraction)} % of the area, {told(pierced.depth_median_mm)} mm deep"
    )


def shown_hours(run: Delivery) -> list[float]:
    """The few hours of the table: those of the list that were computed, and the last."""
    hours = run.median.permeation.hours
    wanted = [hour for hour in HOURS_SHOWN if hour < hours[-1] and np.isclose(hours, hour).any()]
    return [*wanted, float(hours[-1])]


def amount_rows(run: Delivery) -> list[tuple[str, list[str]]]:
    """The table: an hour, and what is in each compartment then, ug/cm2: the median of the draws, as all else told."""
    found = run.drawn.permeation
    rows = []
    for hour in shown_hours(run):
        place = int(np.argmin(np.abs(found.hours - hour)))
        rows.append(
            (f"{hour:g} h", [amount(_middle(getattr(found, name)[:, place]), 3) for name in COMPARTMENTS])
        )
    return rows


def _middle(drawn: np.ndarray) -> float:
    return interval(drawn)["median"]


def _told(item: dict[str, float]) -> str:
    return interval_words(item, write=amount)


def sentences(run: Delivery) -> list[str]:
    """What it comes to, in words with the middle 80 % of the draws."""
    told, hours = run.drawn.summary, run.median.permeation.hours[-1]
    found = [delivered_words(run.file.mode, told, float(hours), run.file.instrument is not None)]
    if run.file.instrument:
        found.append(gain_words(told))
        open_for_good = run.file.mode == "franz" and not (run.file.cell and run.file.cell.channel_half_life_h)
        found.append(
            "Channels are taken to stay open, as in dead skin."
            if open_for_good
            else "Needled skin lets in at least twice as fast as intact skin for "
            f"{_told(interval(told.window_h))} h after the needling."
        )
    found.append(
        f"{_pace(run)} Greatest flux into {titles(run)['receptor_or_blood']} "
        f"{_told(interval(told.steady_flux_ug_per_cm2_h))} µg/cm²/h, lag {_told(interval(told.lag_h))} h."
    )
    found.append(
        "Table and sentences give the median of the draws, ranges their middle 80 %. Medians of parts need not "
        "add up to the dose."
    )
    return found


def _pace(run: Delivery) -> str:
    """When half and nine tenths are in; of an endless dose there is no half, but of the length of the run."""
    if run.file.dose().endless:
        return "An endless dose goes on getting in for as long as it lies there."
    told = run.drawn.summary
    return (
        f"Half of what gets in has got in after {_told(interval(told.half_in_h))} h, nine tenths after "
        f"{_told(interval(told.most_in_h))} h."
    )


def known(run: Delivery) -> str:
    """How much of it is known."""
    counts = run.numbers_by_grade
    total = sum(counts.values())
    parts = ", ".join(f"{count} {grade}" for grade, count in counts.items() if count)
    return (
        f"How much of this is known: it rests on {total} numbers: {parts}. {run.draws} draws, seed {run.seed}; "
        f"nothing lost but {run.mass_balance_error:.0e} of the dose."
    )
