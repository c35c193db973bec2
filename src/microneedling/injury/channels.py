"""Strikes are not channels: a needle that lands in a hole already there widens it and opens no other.

    theta = m pi w^2/4           share of the surface under disks of the channel's width w (mm), m distinct channels/mm2
    dm/ds = (1 - x)^3 / (1 - 0.8120 x + 0.2336 x^2 + 0.0845 x^3),   x = theta/0.547       chance that a strike is new

s strikes per mm2 whose centres fall anywhere; one within a width of a channel's middle falls into that channel. This is
random sequential adsorption of disks, with its jamming limit of 0.547: however often the needles pass, distinct
channels cannot lie closer. Few strikes are nearly all distinct (m = s (1 - 2 s pi w^2/4) to first order).

Breaks down within one pass of a head that lays a lattice, where strikes avoid each other, and where skin between
neighbouring channels tears. Source: the rational form fits simulations of the process to within a per cent (recalled;
tests/injury/test_distinct_channels.py repeats them, and sweeps the pattern of a head in crossing passes beside it).
"""

from __future__ import annotations

from functools import cache

import numpy as np

JAMMED = 0.547  # greatest share of a plane that disks put down at random, without overlap, ever cover
STEPS = 4000


def distinct_per_mm2(strikes_per_mm2: np.ndarray, width_mm: np.ndarray) -> np.ndarray:
    """Distinct channels per mm2 after so many strikes per mm2 with channels so wide, (draw,) each."""
    disk = np.pi * np.asarray(width_mm) ** 2 / 4
    strikes, share = _course()
    # Beyond the table the last gaps fill as theta = J - c s^(-1/2).
    given = np.asarray(strikes_per_mm2) * disk
    late = JAMMED - (JAMMED - share[-1]) * np.sqrt(strikes[-1] / np.maximum(given, strikes[-1]))
    return np.where(given <= strikes[-1], np.interp(given, strikes, share), late) / disk


@cache
def _course() -> tuple[np.ndarray, np.ndarray]:
    """Strikes and distinct channels, both as m pi w^2/4, along the filling of the surface."""
    share = JAMMED * (1 - np.geomspace(1.0, 0.02, STEPS))
    slowness = 1 / new_chance(share)
    strikes = np.concatenate([[0.0], np.cumsum(np.diff(share) * 0.5 * (slowness[1:] + slowness[:-1]))])
    return strikes, share


def new_chance(share: np.ndarray) -> np.ndarray:
    """Chance that the next strike opens a channel of its own, where disks of channels cover this share."""
    x = share / JAMMED
    return (1 - x) ** 3 / (1 - 0.8120 * x + 0.2336 * x**2 + 0.0845 * x**3)
