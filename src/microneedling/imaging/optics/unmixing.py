"""Melanin and blood from a colour: the law of `optics.skin` turned round, people's middle optics taken for granted.

    ln colour = ln law(f, b) + ln k + o       k: light misjudged, o (3,): what lamp, print and person make of hue

Of a first photograph o is unknown and small, of a second one that of the first: what moves between them is told much
more exactly than what is there. Least squares, each term over its spread; blood is near that of calm skin.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.optimize import least_squares

from ...evidence.practice import value_of
from .skin import GROUP, colour

HUE_SD, SAME_HUE_SD, LEVEL_SD = 0.08, 0.012, 0.035  # of o, of o in the same light, of ln k
MELANIN_LOG_SD, BLOOD_LOG_SD = 1.2, 0.4  # between people, about phototype III and calm skin
LOWEST, HIGHEST = np.log([0.002, 0.0003]), np.log([1.5, 0.2])
DARKEST = 1e-4


def unmixed(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Shares of melanin and blood (2, 2) of two colours (3,) of one place in the same light, linear sRGB."""
    seen = np.log(np.maximum(np.stack([first, second]), DARKEST))
    usual = np.log([value_of(GROUP, "melanin_share.III"), value_of(GROUP, "blood_share")])
    before = _solved(seen[0], np.full(3, HUE_SD), usual, np.array([MELANIN_LOG_SD, BLOOD_LOG_SD]))
    hue = seen[0] - _law(before)
    after = _solved(
        seen[1] - hue, np.full(3, SAME_HUE_SD), before, np.array([MELANIN_LOG_SD, 2 * BLOOD_LOG_SD])
    )
    return np.exp(np.stack([before, after]))


def _law(at: np.ndarray) -> np.ndarray:
    return np.log(colour(np.exp(at[0]), np.exp(at[1])))


def _solved(wanted: np.ndarray, hue_sd: np.ndarray, about: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """ln of melanin and blood (2,)."""

    def off(at: np.ndarray) -> np.ndarray:
        missed = (wanted - at[2] - _law(at)) / hue_sd
        return np.concatenate([missed, [at[2] / LEVEL_SD], (at[:2] - about) / spread])

    low, high = np.append(LOWEST, -0.5), np.append(HIGHEST, 0.5)
    start = np.append(_start(wanted), 0.0)
    return least_squares(off, start, bounds=(low, high), x_scale=(0.3, 0.3, 0.05)).x[:2]


@cache
def _grid() -> tuple[np.ndarray, np.ndarray]:
    melanin, blood = np.meshgrid(np.geomspace(0.004, 0.9, 24), np.geomspace(0.002, 0.05, 12), indexing="ij")
    places = np.log(np.stack([melanin.ravel(), blood.ravel()], axis=1))
    return places, np.log(colour(melanin.ravel(), blood.ravel()))


def _start(wanted: np.ndarray) -> np.ndarray:
    places, known = _grid()
    return places[np.argmin(((known - wanted) ** 2).sum(axis=1))]


def in_usual(shares: np.ndarray) -> np.ndarray:
    """Melanin in percent of that of phototype III, blood in percent of that of calm skin, (..., 2)."""
    return 100 * shares / np.array([value_of(GROUP, "melanin_share.III"), value_of(GROUP, "blood_share")])
