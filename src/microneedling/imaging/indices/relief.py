"""How much brightness varies at the scale of fine relief, and of shallow scars: what light makes of the surface."""

from __future__ import annotations

import numpy as np

from ..smoothing import smooth

FINE_MM, SCAR_MM = (0.12, 0.5), (0.6, 2.2)


def variation(
    brightness: np.ndarray, use: np.ndarray, per_mm: float, scales_mm: tuple[float, float]
) -> float:
    """Root mean square of ln brightness between two scales, where `use`; in percent of the brightness."""
    bright = np.log(np.maximum(brightness, 1e-4))
    weight = use.astype(np.float32)

    def level(scale: float) -> np.ndarray:
        over = smooth(weight, scale * per_mm)
        return smooth(bright * weight, scale * per_mm) / np.maximum(over, 1e-3)

    off = (level(scales_mm[0]) - level(scales_mm[1]))[use]
    return 100 * float(np.sqrt((off**2).mean()))
