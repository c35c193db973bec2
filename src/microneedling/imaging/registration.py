"""Lay the second photograph's skin on the first's: a turn and a shift, and by how much they still miss.

Card and skin move against each other between visits. On the fine relief (pores, lines) of both windows the turn with
the best correlation is looked for, then small blocks are laid on each other one by one; a turn and shift is fitted to
where they went, and what it leaves over is the error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.fft import irfft2, rfft2
from scipy.fft import next_fast_len
from scipy.ndimage import map_coordinates

from .smoothing import smooth

PER_MM = 8.0
TURNS_DEG = np.arange(-9.0, 9.1, 1.0)
REACH_MM = 6.0
BLOCK_MM, BLOCKS, BLOCK_REACH_MM = 5.0, 4, 0.8


@dataclass(frozen=True)
class Laid:
    """Places of the second window are R(turn) p + shift of places p of the first, mm from the middles."""

    turn_deg: float
    shift_mm: tuple[float, float]
    error_mm: float
    """root mean square by which blocks of skin still miss each other"""
    clearness: float
    """best correlation over the best one elsewhere"""
    blocks: int
    """how many blocks agreed"""

    def moved(self, x_mm: np.ndarray, y_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places of the first window as places of the second."""
        c, s = np.cos(np.radians(self.turn_deg)), np.sin(np.radians(self.turn_deg))
        return c * x_mm - s * y_mm + self.shift_mm[0], s * x_mm + c * y_mm + self.shift_mm[1]


def relief_of(brightness: np.ndarray, per_mm: float) -> np.ndarray:
    """Fine relief: brightness (row, column) between the scales of pores and of shading, evened out."""
    fine = np.log(np.maximum(brightness, 1e-4))
    fine = smooth(fine, 0.1 * per_mm) - smooth(fine, 0.7 * per_mm)
    return fine / np.sqrt(smooth(fine**2, 2.0 * per_mm) + 1e-8)


def register(first: np.ndarray, second: np.ndarray) -> Laid:
    """Lay two reliefs (row, column) of square windows on each other, both at `PER_MM`."""
    count = first.shape[0]
    window = np.clip(np.minimum(np.arange(count), np.arange(count)[::-1]) / (1.5 * PER_MM), 0, 1)
    taper = window[:, None] * window[None, :]
    size: Any = next_fast_len(2 * count, real=True)
    spectrum = np.conj(rfft2(first * taper, (size, size)))
    best: tuple[float, float, np.ndarray, float] | None = None
    for turn in TURNS_DEG:
        turned = _turned(second, turn) * taper
        score = irfft2(spectrum * rfft2(turned, (size, size)), (size, size))
        peak, shift, other = _peak(score, REACH_MM * PER_MM)
        if best is None or peak > best[0]:
            best = peak, turn, shift, other
    assert best is not None
    peak, turn, shift, other = best
    start = Laid(turn, _as_seen(turn, shift / PER_MM), np.inf, peak / max(other, 1e-9), 0)
    for _ in range(2):
        start = _refined(first, second, start)
    return start


def _as_seen(turn: float, shift: np.ndarray) -> tuple[float, float]:
    """Shift in the second window as it was taken, from one found after turning it."""
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return float(c * shift[0] - s * shift[1]), float(s * shift[0] + c * shift[1])


def _turned(picture: np.ndarray, turn: float, shift_px: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    """The second picture drawn where R(turn) p + shift lies, about its middle."""
    half = (picture.shape[0] - 1) / 2
    at = np.arange(picture.shape[0]) - half
    x, y = np.meshgrid(at, at)
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    place = [s * x + c * y + shift_px[1] + half, c * x - s * y + shift_px[0] + half]
    return map_coordinates(picture, place, order=1, mode="constant")


def _peak(score: np.ndarray, reach: float) -> tuple[float, np.ndarray, float]:
    """Highest correlation within reach, where (x, y pixels), and the highest a millimetre and more away."""
    r = int(reach)
    near = np.roll(score, (r, r), axis=(0, 1))[: 2 * r + 1, : 2 * r + 1].copy()
    row, column = np.unravel_index(np.argmax(near), near.shape)
    peak = float(near[row, column])
    rows, columns = np.ogrid[: 2 * r + 1, : 2 * r + 1]
    near[(rows - row) ** 2 + (columns - column) ** 2 < PER_MM**2] = -np.inf
    return peak, np.array([column - r, row - r], float), float(near.max())


def _refined(first: np.ndarray, second: np.ndarray, laid: Laid) -> Laid:
    """Turn and shift that fit where the blocks went."""
    shift = (laid.shift_mm[0] * PER_MM, laid.shift_mm[1] * PER_MM)
    other = _turned(second, laid.turn_deg, shift)
    half, size, reach = (first.shape[0] - 1) / 2, round(BLOCK_MM * PER_MM), round(BLOCK_REACH_MM * PER_MM)
    starts = np.linspace(reach + PER_MM, first.shape[0] - size - reach - PER_MM, BLOCKS).astype(int)
    places, went = [], []
    for row in starts:
        for column in starts:
            block = first[row : row + size, column : column + size]
            around = other[row - reach : row + size + reach, column - reach : column + size + reach]
            if (around == 0).mean() > 0.05:
                continue
            if (step := _block(block, around)) is not None:
                places.append([column + size / 2 - half, row + size / 2 - half])
                went.append(step)
    if len(places) < 4:
        return Laid(laid.turn_deg, laid.shift_mm, np.inf, laid.clearness, len(places))
    p, d = np.array(places) / PER_MM, np.array(went) / PER_MM
    keep = np.ones(len(p), bool)
    turn, by = 0.0, np.zeros(2)
    for _ in range(3):
        turn, by = _fitted(p[keep], d[keep])
        off = np.linalg.norm(p + d - _placed(p, turn) - by, axis=1)
        keep = off < max(3 * float(np.median(off)), 0.05)
    seen = _as_seen(laid.turn_deg, by)
    total = laid.shift_mm[0] + seen[0], laid.shift_mm[1] + seen[1]
    error = float(np.sqrt((off[keep] ** 2).mean()))
    return Laid(laid.turn_deg + float(np.degrees(turn)), total, error, laid.clearness, int(keep.sum()))


def _placed(p: np.ndarray, turn: float) -> np.ndarray:
    c, s = np.cos(turn), np.sin(turn)
    return np.column_stack([c * p[:, 0] - s * p[:, 1], s * p[:, 0] + c * p[:, 1]])


def _fitted(p: np.ndarray, d: np.ndarray) -> tuple[float, np.ndarray]:
    q = p + d
    a, b = p - p.mean(axis=0), q - q.mean(axis=0)
    turn = float(np.arctan2((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum(), (a * b).sum()))
    return turn, q.mean(axis=0) - _placed(p.mean(axis=0)[None], turn)[0]


def _block(block: np.ndarray, around: np.ndarray) -> np.ndarray | None:
    """Shift (x, y pixels, to a fraction) at which a block lies best in its surroundings; None where nothing fits."""
    size = around.shape
    score = irfft2(np.conj(rfft2(block - block.mean(), size)) * rfft2(around - around.mean(), size), size)
    span = around.shape[0] - block.shape[0] + 1
    near = score[:span, :span]
    row, column = np.unravel_index(np.argmax(near), near.shape)
    if (
        not (0 < row < span - 1 and 0 < column < span - 1)
        or near[row, column] < 0.3 * block.size * block.var()
    ):
        return None

    def between(low: float, middle: float, high: float) -> float:
        return 0.5 * (low - high) / (low - 2 * middle + high)

    dx = between(near[row, column - 1], near[row, column], near[row, column + 1])
    dy = between(near[row - 1, column], near[row, column], near[row + 1, column])
    return np.array([column + dx, row + dy]) - (span - 1) / 2
