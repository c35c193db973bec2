"""Spectra from 400 to 700 nm by 10 nm: haemoglobin, daylight, the standard observer; from a spectrum to sRGB.

Haemoglobin: molar extinction as tabulated by Prahl; daylight: CIE standard illuminant D65. Both tables
(`spectra.csv`) are from memory of the published ones. The observer is the fit of Wyman, Sloan and Shirley (2013).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

TABLE = Path(__file__).with_name("spectra.csv")
# Lobes of the observer's curves: height, middle (nm), spread below and above the middle (nm).
LOBES = {
    "x": ((1.056, 599.8, 37.9, 31.0), (0.362, 442.0, 16.0, 26.7), (-0.065, 501.1, 20.4, 26.2)),
    "y": ((0.821, 568.8, 46.9, 40.5), (0.286, 530.9, 16.3, 31.1)),
    "z": ((1.217, 437.0, 11.8, 36.0), (0.681, 459.0, 26.0, 13.8)),
}
# CIE XYZ of D65 to linear sRGB (IEC 61966-2-1).
TO_SRGB = np.array(
    [
        [3.2406255, -1.5372080, -0.4986286],
        [-0.9689307, 1.8757561, 0.0415175],
        [0.0557101, -0.2040211, 1.0569959],
    ]
)


@cache
def table() -> np.ndarray:
    """Rows of (wavelength nm, HbO2, Hb in 1/(cm mol/L), D65), shape (31, 4)."""
    found = np.loadtxt(TABLE, delimiter=",", skiprows=1, encoding="utf-8")
    found.setflags(write=False)
    return found


@cache
def wavelengths_nm() -> np.ndarray:
    """Wavelengths of all spectra here, (31,), nm."""
    return table()[:, 0]


@cache
def observer() -> np.ndarray:
    """Colour-matching functions of the 1931 standard observer, (31, 3)."""
    wave = wavelengths_nm()

    def curve(lobes: tuple[tuple[float, ...], ...]) -> np.ndarray:
        return sum(
            (
                height * np.exp(-0.5 * ((wave - middle) / np.where(wave < middle, below, above)) ** 2)
                for height, middle, below, above in lobes
            ),
            start=np.zeros_like(wave),
        )

    return np.stack([curve(LOBES[name]) for name in "xyz"], axis=1)


@cache
def daylight_weights() -> np.ndarray:
    """What turns a reflectance (31,) into linear sRGB under D65, (31, 3); a perfect white is (1, 1, 1)."""
    seen = table()[:, 3:4] * observer()
    return _white_is_one(seen / seen[:, 1].sum() @ TO_SRGB.T)


def linear_srgb(reflectance: np.ndarray) -> np.ndarray:
    """Linear sRGB (..., 3) of reflectances (..., 31) in daylight."""
    return reflectance @ daylight_weights()


def blackbody(kelvin: float) -> np.ndarray:
    """Light of a glowing wire (Planck), (31,), its mean 1."""
    wave = wavelengths_nm()
    light = wave**-5.0 / np.expm1(1.4388e7 / (wave * kelvin))
    return light / light.mean()


def _white_is_one(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum(axis=0)
