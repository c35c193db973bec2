"""What the table's readings and sweeps are called on its charts, with their units.

A name without an entry is read as it is written (`outcome.pore_size@180`: "pore size, day 180"), so that a new row
needs no entry here to be legible.
"""

from __future__ import annotations

READINGS = {
    "absorbed_percent": "absorbed, % of the dose",
    "absorbed_intact_percent": "absorbed by intact skin, % of the dose",
    "absorbed_ug_per_cm2": "absorbed, ug/cm2",
    "barrier_open_h": "barrier open, h",
    "benefit": "improvement, %",
    "kept_percent": "share left of the improvement on day 180, %",
    "bleeding_points_per_cm2": "bleeding points per cm2",
    "bleeding_share_percent": "channels that bleed, %",
    "channels_per_cm2": "distinct channels per cm2",
    "closed_by_impedance_h": "closed by impedance, h",
    "closed_by_tewl_h": "closed by water loss, h",
    "collagen_over_untreated": "upper collagen over untreated skin, %",
    "collagen_papillary": "upper collagen gained, %",
    "dark_marks_percent": "chance of dark marks, %",
    "dermis_mm": "dermis, mm",
    "downtime_days": "downtime, d",
    "elastin_total": "total elastin gained, %",
    "mean_pain": "mean pain of a hundred, 0-10",
    "open_share_percent": "surface opened, %",
    "outcome.tewl": "change of water loss, g/m2/h",
    "pain": "pain, 0-10",
    "pain_removed_percent": "pain taken away, %",
    "pain_without_cream": "pain without cream, 0-10",
    "reached_mm": "depth reached, mm",
    "redness_days": "redness, d",
    "skin_mm": "skin, mm",
    "strikes_per_cm2": "strikes per cm2",
    "water_loss_added_first_hour": "water loss added at 1 h, g/m2/h",
}
SWEEPS = {
    "active.name": "active substance",
    "aftercare.anti_inflammatory_day": "days of anti-inflammatory tablets",
    "aftercare.occlusion_h": "hours under a wrap",
    "every_day": "days between sessions",
    "instrument.device.needle_diameter_mm": "needle width, mm",
    "person.age_year": "age, years",
    "product.applied_after_min": "product put on, min after the needles",
    "product.dose_ul_per_cm2": "dose, uL/cm2",
    "product.ph": "pH of the product",
    "session.depth_mm": "depth set, mm",
    "session.numbing.minutes": "minutes under the cream",
    "session.numbing.product": "cream",
    "session.topical": "product at the session",
}


def reading_words(name: str) -> str:
    """A reading as an axis says it, with its day where it has one."""
    name, _, day = name.partition("@")
    words = READINGS.get(name, _plain(name))
    return f"{words}, day {day}" if day else words


def sweep_words(name: str) -> str:
    """What is swept, as an axis says it."""
    return SWEEPS.get(name, _plain(name))


def _plain(name: str) -> str:
    return name.rpartition(".")[2].replace("_", " ")
