"""What was measured, drawn on the photographs themselves: pores ringed, creases traced. No skin is invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import binary_dilation, zoom

from ..files import placed
from .encoding import encoded
from .indices.pores import Pores
from .pair import PER_MM
from .photos import Photos

LARGER = 2  # pixels drawn for one measured
RING, LINE, RIM = (40, 200, 255), (255, 210, 0), (90, 90, 90)
GAP_PX = 16


def overlay(answer: Photos) -> np.ndarray:
    """Before and after side by side, plain above and drawn upon below, (row, column, 3) bytes."""
    pair, result = answer.pair, answer.measured
    level = float(np.quantile(np.stack([pair.before, pair.after]), 0.995))
    columns = []
    for k, picture in enumerate((pair.before, pair.after)):
        shown = encoded(np.clip(picture / level * 0.95, 0, 1))
        large: Any = zoom(shown, (LARGER, LARGER, 1), order=1)
        plain = (255 * np.clip(large, 0, 1)).astype(np.uint8)
        drawn = plain.copy()
        _cover(drawn, ~pair.inside, RIM, 0.6)
        _cover(drawn, binary_dilation(result.creases[k]), LINE, 0.7)
        _rings(drawn, result.pores[k])
        columns += [np.vstack([plain, np.full((GAP_PX, plain.shape[1], 3), 255, np.uint8), drawn])]
    gap = np.full((columns[0].shape[0], GAP_PX, 3), 255, np.uint8)
    return np.hstack([columns[0], gap, columns[1]])


def write_overlay(answer: Photos, path: str | Path, force: bool = False) -> Path:
    """Write the overlay as PNG, whole or not at all; raises as `files.placed` does."""
    from PIL import Image

    with placed(path, force) as part:
        Image.fromarray(overlay(answer)).save(part, "PNG")
    return Path(path)


def _cover(drawn: np.ndarray, where: np.ndarray, colour: tuple[int, int, int], share: float) -> None:
    large = where.repeat(LARGER, axis=0).repeat(LARGER, axis=1)
    drawn[large] = (share * np.array(colour) + (1 - share) * drawn[large]).astype(np.uint8)


def _rings(drawn: np.ndarray, pores: Pores) -> None:
    """A thin ring around each pore, as wide as it was measured."""
    scale = PER_MM * LARGER
    for (x, y), diameter in zip(pores.place_mm, pores.diameter_um, strict=True):
        radius = max(diameter * 5e-4 * scale + 2, 4)
        turn = np.linspace(0, 2 * np.pi, int(8 * radius))
        rows = np.clip(np.round(y * scale + radius * np.sin(turn)).astype(int), 0, drawn.shape[0] - 1)
        columns = np.clip(np.round(x * scale + radius * np.cos(turn)).astype(int), 0, drawn.shape[1] - 1)
        drawn[rows, columns] = RING
