"""Damage: what is struck is sore until it is repaired; struck again and again, it heals as scar.

`wound` is the volume struck per area of skin (mm), every strike counted, so that it has no ceiling and adds up over
passes and over sessions that come before it is repaired. Where much is struck at once the dermis heals without its
architecture: `disarray` grows with the square of the wound, hence hardly at ordinary dose, and stays for years. The
shape - harm rises with coverage, benefit does not - is that of fractional lasers (rows N020-N045, N215-N218). The
numbers are assumed, their ranges wide (docs/model.md#damage).

Breaks down where heat, infection or a raised scar adds to the wound: needles alone are meant.
"""

from __future__ import annotations

from .process import COMPARTMENT, Process, State

DAMAGE = Process(
    name="damage",
    about="what is struck is sore until repaired; struck again and again, it heals as scar",
    states=(
        State(
            "wound", COMPARTMENT, "mm", "volume struck per area of skin and not repaired yet, without ceiling"
        ),
        State("disarray", COMPARTMENT, "1", "share of the dermis healed without its architecture"),
    ),
    rates={
        "wound": "-wound_repair*repair_factor*wound",
        "disarray": "disarray_by_wound*wound**2*(1 - disarray) - disarray_fading*disarray",
    },
    constants={
        "wound_repair": "damage.wound_repair_per_day",
        "disarray_by_wound": "damage.disarray_by_wound_per_mm2_day",
        "disarray_fading": "damage.disarray_fading_per_day",
    },
    baseline=("repair_factor",),
)
