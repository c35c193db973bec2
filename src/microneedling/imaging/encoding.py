"""sRGB as stored and as light (IEC 61966-2-1), and its CIE L*a*b*."""

from __future__ import annotations

import numpy as np

TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def decoded(stored: np.ndarray) -> np.ndarray:
    """Linear light, 0-1, of stored sRGB, 0-1."""
    stored = np.asarray(stored)
    return np.where(stored <= 0.04045, stored / 12.92, ((np.maximum(stored, 0.04045) + 0.055) / 1.055) ** 2.4)


def encoded(linear: np.ndarray) -> np.ndarray:
    """Stored sRGB, 0-1, of linear light, 0-1."""
    linear = np.asarray(linear)
    return np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 0.0031308) ** (1 / 2.4) - 0.055
    )


def lab(linear: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear sRGB (..., 3)."""
    ratio = linear @ (TO_XYZ / TO_XYZ.sum(axis=1, keepdims=True)).T
    root = np.where(
        ratio > (6 / 29) ** 3, np.cbrt(np.maximum(ratio, 1e-9)), ratio / (3 * (6 / 29) ** 2) + 4 / 29
    )
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def typology_angle(colour: np.ndarray) -> np.ndarray:
    """Individual typology angle, degrees, atan((L* - 50)/b*), of L*a*b* (..., 3)."""
    return np.degrees(np.arctan2(colour[..., 0] - 50, colour[..., 2]))
