"""How much light skin gives back, from melanin above and blood below: two layers.

    R = g + (1 - g) T_e R_d,   T_e = exp(-2 f mu_m d),   mu_m ~ wavelength^-p     melanin share f in a layer d
    R_d = a/2 (1 + exp(-4/3 A s)) exp(-s),   s = sqrt(3 (1 - a)),   a = mu_s'/(mu_a + mu_s')     (no lower end)
    mu_a = background + b (S HbO2 + (1 - S) Hb),   mu_s' ~ wavelength^-q                          blood share b, 1/mm

g is what the surface throws back. Scattering and background follow Jacques (2013), the dermis Flock's law; from memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ...evidence.practice import value_of
from .spectra import linear_srgb, table, wavelengths_nm

GROUP = "imaging"
REFERENCE_NM = 500.0
LN10 = float(np.log(10.0))


@dataclass(frozen=True)
class Optics:
    """What of a person's skin colour is neither melanin nor blood; the middle of people unless given."""

    scattering_per_mm: float
    scattering_power: float
    background_per_mm: float
    background_power: float
    saturation: float
    layer_mm: float

    @classmethod
    def usual(cls) -> Optics:
        """The middle values of the registry."""
        return cls(
            scattering_per_mm=value_of(GROUP, "scattering_per_mm"),
            scattering_power=value_of(GROUP, "scattering_power"),
            background_per_mm=value_of(GROUP, "background_absorption_per_mm"),
            background_power=value_of(GROUP, "background_power"),
            saturation=value_of(GROUP, "blood_saturation"),
            layer_mm=value_of(GROUP, "pigmented_layer_mm"),
        )


@cache
def melanin_absorption() -> np.ndarray:
    """Absorption of melanosomes, 1/mm, (31,)."""
    falling = (wavelengths_nm() / REFERENCE_NM) ** -value_of(GROUP, "melanosome_power")
    return value_of(GROUP, "melanosome_absorption_per_mm") * falling


def blood_absorption(saturation: float) -> np.ndarray:
    """Absorption of whole blood, 1/mm, (31,): ln 10 times extinction times mol/L of haemoglobin."""
    _, with_oxygen, without, _ = table().T
    extinction = saturation * with_oxygen + (1 - saturation) * without
    return 0.1 * LN10 * extinction * value_of(GROUP, "haemoglobin_molar")


def reflectance(melanin: np.ndarray, blood: np.ndarray, optics: Optics | None = None) -> np.ndarray:
    """Diffuse reflectance (..., 31) of skin with shares of melanin and blood (...)."""
    optics = optics or Optics.usual()
    wave = wavelengths_nm() / REFERENCE_NM
    melanin, blood = np.asarray(melanin, float)[..., None], np.asarray(blood, float)[..., None]
    through = np.exp(-2 * melanin * melanin_absorption() * optics.layer_mm)
    absorbed = optics.background_per_mm * wave**-optics.background_power
    absorbed = absorbed + blood * blood_absorption(optics.saturation)
    scattered = optics.scattering_per_mm * wave**-optics.scattering_power
    albedo = scattered / (absorbed + scattered)
    s = np.sqrt(3 * (1 - albedo))
    inner = value_of(GROUP, "inner_reflection")
    inside = through * albedo / 2 * (1 + np.exp(-4 / 3 * inner * s)) * np.exp(-s)
    surface = value_of(GROUP, "surface_share")
    return surface + (1 - surface) * inside


def colour(melanin: np.ndarray, blood: np.ndarray, optics: Optics | None = None) -> np.ndarray:
    """Linear sRGB (..., 3) of skin in daylight, without gloss."""
    return linear_srgb(reflectance(melanin, blood, optics))
