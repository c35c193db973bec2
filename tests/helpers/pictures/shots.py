"""Rendered people photographed before, again unchanged, and moved; each rendered once a process."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from microneedling.imaging.rendered.light import LAMPS
from microneedling.imaging.rendered.pairs import Taken, taken
from microneedling.imaging.rendered.skin import somebody

MOVED = {"melanin": 0.8, "blood": 1.5, "pore": 0.85, "crease": 0.6, "scar": 0.5}


@cache
def shots(phototype: str, lamp: int, seed: int) -> tuple[Taken, Taken, Taken]:
    """One person before, again unchanged, and moved by `MOVED`."""
    skin = somebody(seed, phototype)
    before = taken(skin, LAMPS[lamp], 0)
    again = taken(skin, LAMPS[lamp], 1, before.relief)
    return before, again, taken(replace(skin, **MOVED), LAMPS[lamp], 2)
