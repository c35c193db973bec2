"""The published needling experiments, set up as the model can run them.

Lengths, tips and base widths come from the rows; what the rows leave open (number of needles, head size, rat
skin) is written here and marked ASSUMED: a hit on these rows says the mechanics can explain them, not more.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..device.instruments import Pen, Roller, Stamp
from ..device.needling import Needling
from ..evidence.registry import Values
from ..injury.punctures import Punctures, punctures
from ..skin.anatomy import Anatomy, anatomy_of
from ..skin.person import Person


def person(site: str, age_year: float = 30, sex: str = "female") -> Person:
    """A volunteer of whom the rows say no more; the anatomy does not use the phototype."""
    return Person.model_validate({"site": site, "age_year": age_year, "sex": sex, "phototype": "II"})


def rat_skin(values: Values) -> Anatomy:
    """Hairless rat. ASSUMED: thin (0.8 mm), loose skin with a dermis 5.5 times as soft as human."""
    human = anatomy_of(person("forearm", 38), values)
    one = np.ones_like(human.dermis_mm)
    return replace(
        human,
        stratum_corneum_mm=0.012 * one,
        epidermis_mm=0.025 * one,
        dermis_mm=0.8 * one,
        dermis_kpa=human.dermis_kpa / 5.5,
        subcutis_kpa=human.subcutis_kpa / 5,
    )


def rat_roller(values: Values) -> Punctures:
    """Rows A012, A013: 0.77 mm needles, base 140 um, tip radius 4 um. ASSUMED: drum and count of an MF8."""
    device = Roller(
        needle_count=192,
        needle_diameter_mm=0.14,
        needle_length_mm=0.77,
        tip_radius_um=4,
        drum_diameter_mm=20,
        drum_width_mm=20,
    )
    return punctures(Needling.of(device, skin_stretched=False), rat_skin(values), values)


def polymer_array(values: Values, hand: float = 1.0, age_year: float = 25) -> Punctures:
    """Rows A014, A084, A138: 600 um polymer needles on the forearm. ASSUMED: 100 on 7 mm, base 300 um.

    `hand` scales the force of the hand ("gentle").
    """
    device = Stamp(
        needle_count=100, needle_diameter_mm=0.3, needle_length_mm=0.6, tip_angle_deg=28, tip_width_mm=7
    )
    pressed = values.with_values({"device.drive_force_n.stamp": values["device.drive_force_n.stamp"] * hand})
    skin = anatomy_of(person("forearm", age_year), pressed)
    return punctures(Needling.of(device, skin_stretched=False), skin, pressed)


def medical_roller(values: Values, length_mm: float, site: str = "cheek", passes: int = 10) -> Punctures:
    """The roller of rows A100, A101 (192 needles of 0.25 mm, drum 2 by 2 cm), needles of any length."""
    device = Roller(
        needle_count=192,
        needle_diameter_mm=0.25,
        needle_length_mm=length_mm,
        drum_diameter_mm=20,
        drum_width_mm=20,
    )
    return punctures(Needling.of(device, passes=passes), anatomy_of(person(site), values), values)


def pen(values: Values, depth_mm: float, site: str = "cheek") -> Punctures:
    """A common pen: 12 needles of 0.25 mm, 90 Hz, 8 mm tip, glided at 20 mm/s, 4 passes."""
    device = Pen(
        needle_count=12, needle_diameter_mm=0.25, needle_length_mm=3.0, frequency_hz=90, tip_width_mm=8
    )
    needling = Needling.of(device, depth_mm=depth_mm, passes=4, glide_speed_mm_per_s=20)
    return punctures(needling, anatomy_of(person(site), values), values)
