"""Two photographs of one patch of skin, laid on each other on one raster: what every index is measured on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import Mistake
from ..evidence.practice import value_of
from . import card
from .encoding import TO_XYZ
from .optics.skin import GROUP
from .reading import Read
from .registration import PER_MM as COARSE_PER_MM
from .registration import Laid, register, relief_of
from .smoothing import smooth

PER_MM = 16.0
RIM_MM = 0.9  # along the window's edge, where the card throws its shadow
HALF = (card.WINDOW_MM[1] - card.WINDOW_MM[0]) / 2


@dataclass(frozen=True)
class Pair:
    """Both on the raster of the first window: reflectances (row, column, 3), what both show (row, column)."""

    before: np.ndarray
    after: np.ndarray
    inside: np.ndarray
    blur_mm: float
    """spread of a sharp edge, in both alike"""
    laid: Laid
    light_moved: float
    """by how much the fall of light differs, ln from middle to edge of the card"""

    def brightness(self, after: bool) -> np.ndarray:
        """Luminance (row, column) of one of them."""
        return (self.after if after else self.before) @ TO_XYZ[1]


def raster(per_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Places (x, y) of a raster of the window, mm from its middle."""
    at = (np.arange(round(2 * HALF * per_mm)) + 0.5) / per_mm - HALF
    return tuple(np.meshgrid(at, at))  # type: ignore[return-value]


def paired(before: Read, after: Read) -> tuple[Pair | None, list[Mistake]]:
    """Lay the second on the first, or say why that cannot be done."""
    coarse = raster(COARSE_PER_MM)
    reliefs = [relief_of(one.skin(*coarse) @ TO_XYZ[1], COARSE_PER_MM) for one in (before, after)]
    laid = register(*reliefs)
    x, y = raster(PER_MM)
    x2, y2 = laid.moved(x, y)
    inside = np.maximum.reduce([np.abs(x), np.abs(y), np.abs(x2), np.abs(y2)]) < HALF - RIM_MM
    if wrong := _apart(laid, float(inside.mean())):
        return None, wrong
    blur = max(before.view.edge_mm, after.view.edge_mm)
    pictures = [
        _blurred(one.skin(*places), np.sqrt(max(blur**2 - one.view.edge_mm**2, 0.0)) * PER_MM)
        for one, places in ((before, (x, y)), (after, (x2, y2)))
    ]
    moved = float(np.hypot(*np.subtract(before.light.slope, after.light.slope)))
    return Pair(pictures[0], pictures[1], inside, blur, laid, moved), []


def _blurred(picture: np.ndarray, sigma: float) -> np.ndarray:
    if sigma < 0.2:
        return picture
    return np.stack([smooth(picture[..., k], sigma) for k in range(3)], axis=-1)


def _apart(laid: Laid, common: float) -> list[Mistake]:
    found = []
    clear, most = value_of(GROUP, "least_clearness"), value_of(GROUP, "most_registration_mm")
    same = "two photographs of the same skin, the card laid where it lay before"
    hint = "Put the card where it lay (mark two corners, or measure from a mole), turned the same way."
    if laid.clearness < clear or not laid.error_mm < most:
        seen = "skin that cannot be laid on that of the first photograph"
        found.append(Mistake("the pair", seen, same, hint))
    elif common < (least := value_of(GROUP, "least_common")):
        seen = f"only {100 * common:.0f} % of the window in both"
        found.append(Mistake("the pair", seen, f"at least {100 * least:g} %", hint))
    return found
