"""Where the card lies in a photograph: from mm of the card to pixels, how large, how tilted, how sharp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.ndimage import map_coordinates
from skimage.transform import ProjectiveTransform

from . import card
from .squares import Found


@dataclass(frozen=True)
class View:
    """`to_pixels` maps card mm (x, y) to (column, row); lengths in mm, `edge_mm` the spread (sd) of a sharp edge."""

    to_pixels: Any
    pixels_per_mm: float
    tilt_deg: float
    edge_mm: float
    error_mm: float
    """root mean square by which the sixteen corners miss a flat card"""

    def sampled(self, picture: np.ndarray, x_mm: np.ndarray, y_mm: np.ndarray) -> np.ndarray:
        """The picture (row, column[, channel]) at places of the card, by straight lines between pixels."""
        pixels = self.to_pixels(np.stack([x_mm.ravel(), y_mm.ravel()], axis=1))
        place = pixels[:, ::-1].T
        layers = picture[..., None] if picture.ndim == 2 else picture
        seen = [
            map_coordinates(layers[..., k], place, order=1, mode="nearest") for k in range(layers.shape[2])
        ]
        return np.stack(seen, axis=-1).reshape(*x_mm.shape, *picture.shape[2:])


def view_of(found: Found) -> View:
    """How the card lies, from its corners. Tilt from how much shorter one direction is seen than the other."""
    flat = np.array(card.square_corners())
    to_pixels = ProjectiveTransform.from_estimate(flat, found.corners)
    middle = card.SIDE_MM / 2
    around = np.array([[middle, middle], [middle + 1, middle], [middle, middle + 1]])
    at = to_pixels(around)
    long, short = np.linalg.svd(np.column_stack([at[1] - at[0], at[2] - at[0]]), compute_uv=False)
    missed = to_pixels(flat) - found.corners
    per_mm = float(np.sqrt(long * short))
    return View(
        to_pixels=to_pixels,
        pixels_per_mm=per_mm,
        tilt_deg=float(np.degrees(np.arccos(np.clip(short / long, -1, 1)))),
        edge_mm=found.edge_px / per_mm,
        error_mm=float(np.sqrt((missed**2).sum(axis=1).mean())) / per_mm,
    )
