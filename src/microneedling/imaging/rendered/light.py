"""Light and camera of a rendered photograph: spectra of lamps, a camera that balances white, tone, noise, JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
from scipy.ndimage import gaussian_filter

from ...streams import generator
from ..encoding import decoded, encoded
from ..optics.skin import Optics, reflectance
from ..optics.spectra import blackbody, daylight_weights, linear_srgb, table, wavelengths_nm

CHANNELS = (
    (600.0, 38.0),
    (540.0, 42.0),
    (460.0, 32.0),
)  # middle and spread of the camera's red, green, blue, nm
INKS = ((645.0, 60.0), (540.0, 45.0), (440.0, 42.0))  # peak and spread of cyan, magenta, yellow, nm
INK_STEPS, GREY = 25, 0.05
HALOGEN_KELVIN = 3000.0
TONES = 1 << 15
MELANIN_GRID = np.geomspace(0.003, 1.2, 36)
BLOOD_GRID = np.geomspace(0.0005, 0.12, 30)


@dataclass(frozen=True)
class Lamp:
    """A kind of light: spectrum by name, height above the skin (degrees), share that comes from all sides, gloss."""

    name: str
    spectrum: str
    height_deg: float
    diffuse: float
    gloss: float


LAMPS = (
    Lamp("daylight, cloudy", "daylight", 60.0, 0.75, 0.25),
    Lamp("ring of LEDs", "led", 72.0, 0.5, 0.35),
    Lamp("halogen, from the side", "halogen", 42.0, 0.35, 0.5),
    Lamp("flash of a telephone", "led", 80.0, 0.25, 0.8),
)


@cache
def spectrum(name: str) -> np.ndarray:
    """Light over wavelength, (31,), mean 1: `daylight`, `led` (a blue peak and its phosphor), `halogen`."""
    wave = wavelengths_nm()
    if name == "halogen":
        return blackbody(HALOGEN_KELVIN)
    if name == "led":
        light = np.exp(-0.5 * ((wave - 452) / 11) ** 2) + 0.75 * np.exp(-0.5 * ((wave - 568) / 58) ** 2)
    else:
        light = table()[:, 3]
    return light / light.mean()


@cache
def camera_weights(lamp: str) -> np.ndarray:
    """Reflectance (31,) to the camera's linear sRGB, (31, 3): its sensors, white at 1, its own matrix for daylight."""
    wave = wavelengths_nm()
    sensors = np.stack([np.exp(-0.5 * ((wave - at) / wide) ** 2) for at, wide in CHANNELS], axis=1)

    def balanced(light: np.ndarray) -> np.ndarray:
        seen = light[:, None] * sensors
        return seen / seen.sum(axis=0)

    colours = _training()
    matrix = np.linalg.lstsq(colours @ balanced(table()[:, 3]), colours @ daylight_weights(), rcond=None)[0]
    matrix = matrix / matrix.sum(axis=0)  # white stays white
    return balanced(spectrum(lamp)) @ matrix


@cache
def _inks() -> np.ndarray:
    """Optical density of cyan, magenta and yellow ink, each 1 at its peak, (3, 31)."""
    wave = wavelengths_nm()
    return np.stack([np.exp(-0.5 * ((wave - at) / wide) ** 2) for at, wide in INKS])


@cache
def _training() -> np.ndarray:
    levels = np.linspace(0.1, 0.9, 4)
    mixed = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    return _inked(mixed)


def printed(linear: np.ndarray, paper: float) -> np.ndarray:
    """Reflectance (patch, 31) of ink on paper that shows as linear sRGB (patch, 3) of the paper's white in daylight."""
    return paper * _inked(np.asarray(linear, float))


def _inked(linear: np.ndarray) -> np.ndarray:
    """Reflectance (patch, 31) over the paper's: densities of three inks that give a colour; grey ink for greys."""
    grey = np.ptp(linear, axis=1) < GREY
    wanted = np.log(np.maximum(linear, 0.004))
    density = -wanted / 2
    for _ in range(INK_STEPS):
        seen = np.exp(-density @ _inks())
        shown = np.maximum(linear_srgb(seen), 1e-4)
        slope = -np.einsum("pw,kw,wc->pck", seen, _inks(), daylight_weights()) / shown[..., None]
        step = np.linalg.solve(slope + 1e-3 * np.eye(3), (wanted - np.log(shown))[..., None])[..., 0]
        density = np.clip(density + 0.7 * step, -0.5, 8.0)
    inked = np.exp(-density @ _inks())
    return np.where(grey[:, None], linear.mean(axis=1, keepdims=True), inked)


def skin_table(optics: Optics, lamp: str) -> np.ndarray:
    """What the camera sees of skin over the grids of melanin and blood, linear, (36, 30, 3)."""
    melanin, blood = np.meshgrid(MELANIN_GRID, BLOOD_GRID, indexing="ij")
    return np.maximum(reflectance(melanin, blood, optics) @ camera_weights(lamp), 1e-4)


@dataclass(frozen=True)
class Camera:
    """How one photograph is taken: exposure, errors of white, contrast, blur (pixels), noise, sharpening, quality."""

    exposure: float
    white: tuple[float, float, float]
    contrast: float
    blur_px: float
    noise: float
    sharpen: float
    quality: int
    seed: int

    def developed(self, linear: np.ndarray) -> np.ndarray:
        """The picture (row, column, 3) as bytes of sRGB, from linear light where the paper is near 1."""
        light = linear * self.exposure * np.asarray(self.white, np.float32)
        light = np.stack(
            [gaussian_filter(light[..., k], self.blur_px, truncate=3) for k in range(3)], axis=-1
        )
        stream = generator(self.seed, "imaging", "noise")
        spread = self.noise * np.sqrt(np.clip(light, 0, None) + 0.01)
        light = light + spread * stream.standard_normal(light.shape, dtype=np.float32)
        tone = self._tones()[(np.clip(light, 0, 1) * (TONES - 1)).astype(np.int32)]
        soft = np.stack([gaussian_filter(tone[..., k], 1.2, truncate=2.5) for k in range(3)], axis=-1)
        tone = np.clip(tone + self.sharpen * (tone - soft), 0, 1)
        return _compressed(np.round(tone * 255).astype(np.uint8), self.quality)

    def _tones(self) -> np.ndarray:
        """Stored brightness by light: the curve of sRGB with this camera's contrast."""
        tone = encoded(np.linspace(0, 1, TONES))
        return (tone + self.contrast * tone * (1 - tone) * (2 * tone - 1)).astype(np.float32)


def _compressed(picture: np.ndarray, quality: int) -> np.ndarray:
    from PIL import Image

    held = BytesIO()
    Image.fromarray(picture).save(held, "JPEG", quality=quality)
    return np.asarray(Image.open(held).convert("RGB"))


def patch_light(srgb: np.ndarray, paper: float, lamp: str) -> np.ndarray:
    """What the camera sees (..., 3) of colours printed as sRGB 0-255 (..., 3)."""
    return printed(decoded(np.asarray(srgb) / 255), paper) @ camera_weights(lamp)
