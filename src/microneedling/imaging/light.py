"""Take light and camera out of a photograph by means of the card: how light falls, white, exposure, tone, hue.

field      ln of bare paper around the window = a + b x + c y + d x^2 + e x y + f y^2, each channel its own
tone       ln known = p L + q L^2,  L = ln(seen/field),  over the greys, each channel its own
hue        known = M seen, the rows of M sum to 1 so that greys stay grey, over all patches
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..evidence.practice import value_of
from . import card
from .encoding import decoded, lab
from .optics.skin import GROUP
from .pose import View
from .smoothing import smooth

PER_MM = 8.0  # of the raster on which the card is read
DARKEST = 1e-4
RIDGE = 0.02


@dataclass(frozen=True)
class Light:
    """What makes reflectances of a photograph's light: see the file for the terms."""

    field: np.ndarray
    """(6, 3)"""
    tone: np.ndarray
    """(2, 3)"""
    hue: np.ndarray
    """(3, 3), by which seen colours are multiplied from the left"""
    unevenness: float
    """brightest over darkest of the bare paper, less 1"""
    shadow: float
    """spread of the bare paper about its field (share)"""
    clipped: float
    """share of the bare paper that is as bright as the camera can say"""
    white: float
    """stored brightness of the bare paper, 0-1"""
    patch_error: float
    """mean CIE distance of the patches from what is printed, after correction"""
    slope: tuple[float, float]
    """how the light grows from the card's middle to its right and lower edge (ln)"""

    def reflectance(self, seen: np.ndarray, x_mm: np.ndarray, y_mm: np.ndarray) -> np.ndarray:
        """Linear sRGB reflectance (..., 3) of linear light seen at places of the card."""
        flat = np.log(np.maximum(seen, DARKEST)) - _terms(x_mm, y_mm) @ self.field
        even = np.exp(self.tone[0] * flat + self.tone[1] * flat**2)
        return value_of(GROUP, "paper_reflectance") * even @ self.hue.T


def light_of(stored: np.ndarray, view: View) -> Light:
    """Read the light off the card of a photograph of stored sRGB (row, column, 3)."""
    at = (np.arange(round(card.SIDE_MM * PER_MM)) + 0.5) / PER_MM
    x, y = np.meshgrid(at, at)
    soft = max(0.5 * view.pixels_per_mm / PER_MM, 0.3)
    softened = np.stack([smooth(stored[..., k], soft) for k in range(3)], axis=-1)
    seen = view.sampled(softened, x, y)
    ring = _ring(x, y)
    paper = np.log(np.maximum(decoded(seen[ring]), DARKEST))
    terms = _terms(x[ring], y[ring])
    field = np.linalg.lstsq(terms, paper, rcond=None)[0]
    off = paper - terms @ field
    keep = np.abs(off).max(axis=1) < 3 * off.std() + 1e-6
    field = np.linalg.lstsq(terms[keep], paper[keep], rcond=None)[0]
    shape = np.exp((_terms(x, y) @ field).mean(axis=-1))
    ink = _patch_means(decoded(seen), x, y, field)
    known = decoded(np.array([patch.srgb for patch in card.patches()]) / 255)
    tone, hue = _tone(ink, known), np.eye(3)
    even = np.exp(tone[0] * np.log(ink) + tone[1] * np.log(ink) ** 2)
    hue = _hue(even, known)
    missed = np.linalg.norm(lab(even @ hue.T) - lab(known), axis=1)
    slope = field[1:3].mean(axis=1)
    return Light(
        field=field,
        tone=tone,
        hue=hue,
        unevenness=float(shape.max() / shape.min() - 1),
        shadow=float(off[keep].std()),
        clipped=float((seen[ring] > 0.988).any(axis=-1).mean()),
        white=float(np.median(seen[ring])),
        patch_error=float(missed.mean()),
        slope=(float(slope[0]), float(slope[1])),
    )


def _terms(x_mm: np.ndarray, y_mm: np.ndarray) -> np.ndarray:
    half = card.SIDE_MM / 2
    x, y = (x_mm - half) / half, (y_mm - half) / half
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def _ring(x_mm: np.ndarray, y_mm: np.ndarray) -> np.ndarray:
    low, high = card.WINDOW_MM
    outside = np.maximum.reduce([low - x_mm, x_mm - high, low - y_mm, y_mm - high])
    return (outside > card.RING_MM[0]) & (outside < card.RING_MM[1])


def _patch_means(seen: np.ndarray, x: np.ndarray, y: np.ndarray, field: np.ndarray) -> np.ndarray:
    """Mean over the inner part of each patch, over the light that falls there, (patch, 3)."""
    inset = 0.8
    found = []
    for patch in card.patches():
        inside = (np.abs(x - patch.x_mm - card.PATCH_MM / 2) < card.PATCH_MM / 2 - inset) & (
            np.abs(y - patch.y_mm - card.PATCH_MM / 2) < card.PATCH_MM / 2 - inset
        )
        found.append((seen[inside] / np.exp(_terms(x[inside], y[inside]) @ field)).mean(axis=0))
    return np.maximum(np.array(found), DARKEST)


def _tone(ink: np.ndarray, known: np.ndarray) -> np.ndarray:
    grey = np.array([patch.grey for patch in card.patches()])
    wanted = np.log(known[grey])
    found = []
    for k in range(3):
        seen = np.log(ink[grey, k])
        weight = np.sqrt(known[grey, k])  # the darkest grey is the least sure
        terms = np.stack([seen, seen**2], axis=1) * weight[:, None]
        found.append(np.linalg.lstsq(terms, wanted[:, k] * weight, rcond=None)[0])
    return np.array(found).T


def _hue(even: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Rows that sum to 1: out_c = seen_c + sum over others of d (seen_other - seen_c), drawn a little towards none."""
    matrix = np.eye(3)
    weight = 1 / (known + 0.1)
    for c in range(3):
        others = [k for k in range(3) if k != c]
        terms = (even[:, others] - even[:, [c]]) * weight[:, [c]]
        wanted = (known[:, c] - even[:, c]) * weight[:, c]
        d = np.linalg.solve(terms.T @ terms + RIDGE * np.eye(2), terms.T @ wanted)
        matrix[c, others] += d
        matrix[c, c] -= d.sum()
    return matrix
