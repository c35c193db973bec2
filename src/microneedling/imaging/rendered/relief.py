"""Height and colour of rendered skin: pores, creases, skin lines, scars, mottle. In mm, up is positive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...streams import generator
from ..smoothing import smooth
from .skin import Skin

LINE_UM, LINE_MM = 24.0, 0.42  # depth and spacing of the fine net of skin lines
PORE_DEPTH = 0.45  # of its diameter
CREASE_SD_MM = 0.13


@dataclass(frozen=True)
class Truth:
    """Pores as rows (x mm, y mm, diameter um); points of creases as rows (x mm, y mm, step mm, depth um)."""

    pores: np.ndarray
    creases: np.ndarray
    scar_um: float


@dataclass(frozen=True)
class Maps:
    """Each (row, column): `height_mm`, what scars are of it (`form_mm`), melanin and blood over the patch's own share,
    and how dark pores are (`plug`, 0-1).
    """

    per_mm: float
    height_mm: np.ndarray
    form_mm: np.ndarray
    melanin: np.ndarray
    blood: np.ndarray
    plug: np.ndarray
    truth: Truth


def maps(skin: Skin, side_mm: float, per_mm: float) -> Maps:
    """The square of `side_mm` of this person's skin, at `per_mm` pixels a mm."""
    count = round(side_mm * per_mm)
    at = (np.arange(count) + 0.5) / per_mm
    height, plug = np.zeros((count, count), np.float32), np.zeros((count, count), np.float32)
    pores = _pores(skin, side_mm)
    darkness = generator(skin.seed, "imaging", "plugs").uniform(0.35, 1.0, len(pores))
    for (x, y, diameter), dark in zip(pores, darkness, strict=True):
        _stamp(height, plug, x, y, diameter * 1e-3, per_mm, float(dark))
    creases = _creases(skin, side_mm, at, height)
    form = _scars(skin, side_mm, at)
    height += _lines(skin, count, per_mm) + form
    mottle = generator(skin.seed, "imaging", "mottle")
    dark = 0.05 * _noise(mottle, count, 0.5 * per_mm) + 0.07 * _noise(mottle, count, 2.2 * per_mm)
    red = 0.12 * _noise(mottle, count, 0.9 * per_mm) + 0.16 * _noise(mottle, count, 3.0 * per_mm)
    melanin = np.exp(dark) * (1 + _spots(skin, side_mm, at))
    scarred = 1 + 0.5 * np.clip(-form * 1e3 / max(skin.scar_um, 1.0), 0, 1)
    truth = Truth(pores, creases, skin.scar_um * skin.scar)
    return Maps(
        per_mm,
        height,
        form,
        melanin.astype(np.float32),
        (np.exp(red) * scarred).astype(np.float32),
        plug,
        truth,
    )


def _pores(skin: Skin, side_mm: float) -> np.ndarray:
    """Places at random, none within 0.45 mm of another; diameters lognormal about the person's."""
    stream = generator(skin.seed, "imaging", "pores")
    wanted = int(skin.pores_per_cm2 * side_mm**2 / 100)
    places = stream.random((wanted, 2)) * side_mm
    size = skin.pore_um * skin.pore * np.exp(0.28 * stream.standard_normal(wanted))
    kept: list[int] = []
    for k, place in enumerate(places):
        if not kept or np.min(np.sum((places[kept] - place) ** 2, axis=1)) > 0.45**2:
            kept.append(k)
    return np.column_stack([places[kept], size[kept]])


def _stamp(
    height: np.ndarray, plug: np.ndarray, x: float, y: float, diameter_mm: float, per_mm: float, dark: float
) -> None:
    """One pore: a pit of half its depth at half its diameter from the middle, with a darker mouth."""
    reach = int(np.ceil(1.4 * diameter_mm * per_mm)) + 1
    row, column = int(y * per_mm), int(x * per_mm)
    rows = slice(max(row - reach, 0), row + reach + 1)
    columns = slice(max(column - reach, 0), column + reach + 1)
    yy = (np.arange(rows.start, min(rows.stop, height.shape[0])) + 0.5) / per_mm - y
    xx = (np.arange(columns.start, min(columns.stop, height.shape[1])) + 0.5) / per_mm - x
    away = (xx[None, :] ** 2 + yy[:, None] ** 2) / (diameter_mm / 2) ** 2
    shape = np.exp2(-(away**1.5))
    height[rows, columns] -= PORE_DEPTH * diameter_mm * shape
    plug[rows, columns] = np.maximum(plug[rows, columns], dark * shape)


def _creases(skin: Skin, side_mm: float, at: np.ndarray, height: np.ndarray) -> np.ndarray:
    """Carve bent lines that run out at both ends; returns the points of their middles."""
    stream = generator(skin.seed, "imaging", "creases")
    along = stream.uniform(0, np.pi)
    per_mm = 1 / (at[1] - at[0])
    ragged = _noise(stream, at.size, 0.5 * per_mm), _noise(stream, at.size, 0.8 * per_mm)
    found = []
    for _ in range(skin.creases):
        angle = along + 0.12 * stream.standard_normal()
        middle = side_mm * stream.uniform(0.2, 0.8, 2)
        half, bend = stream.uniform(0.2, 0.45) * side_mm, 0.012 * stream.standard_normal()
        deep = skin.crease_um * float(np.exp(0.3 * stream.standard_normal())) * skin.crease
        x, y = at[None, :] - middle[0], at[:, None] - middle[1]
        u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        off = (v - bend * u**2) / np.sqrt(1 + (2 * bend * u) ** 2)
        off += 0.05 * ragged[0]
        taper = np.sqrt(np.clip(1 - (u / half) ** 2, 0, 1)) * (1 + 0.15 * ragged[1])
        height -= (1e-3 * deep * taper * np.exp(-0.5 * (off / CREASE_SD_MM) ** 2)).astype(np.float32)
        found.append(_points(middle, angle, half, bend, deep))
    return np.concatenate(found) if found else np.zeros((0, 4))


def _points(middle: np.ndarray, angle: float, half: float, bend: float, deep: float) -> np.ndarray:
    u = np.linspace(-half, half, 401)
    v = bend * u**2
    x = middle[0] + u * np.cos(angle) - v * np.sin(angle)
    y = middle[1] + u * np.sin(angle) + v * np.cos(angle)
    step = np.hypot(np.gradient(x), np.gradient(y))
    return np.column_stack([x, y, step, deep * np.sqrt(1 - (u / half) ** 2)])


def _lines(skin: Skin, count: int, per_mm: float) -> np.ndarray:
    """The net of fine skin lines: where two sheets of band-passed noise cross zero, deeper with deeper creases."""
    stream = generator(skin.seed, "imaging", "lines")
    net = np.zeros((count, count), np.float32)
    for scale, deep in ((LINE_MM, 1.0), (0.6 * LINE_MM, 0.5)):
        sheet = _noise(stream, count, scale * per_mm) - _noise(stream, count, 2 * scale * per_mm)
        net -= deep * np.exp(-0.5 * (sheet / 0.16) ** 2)
    return 1e-3 * LINE_UM * skin.crease * net


def _scars(skin: Skin, side_mm: float, at: np.ndarray) -> np.ndarray:
    """Shallow hollows with sloping (rolling) or steeper (boxcar) walls."""
    stream = generator(skin.seed, "imaging", "scars")
    found = np.zeros((at.size, at.size), np.float32)
    for _ in range(skin.scars):
        middle, radius = side_mm * stream.uniform(0.2, 0.8, 2), stream.uniform(0.9, 1.9)
        steep, long, angle = stream.choice([1.0, 2.0]), stream.uniform(1.0, 1.5), stream.uniform(0, np.pi)
        deep = 1e-3 * skin.scar_um * skin.scar * stream.uniform(0.7, 1.3)
        x, y = at[None, :] - middle[0], at[:, None] - middle[1]
        u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        away = (u / (radius * long)) ** 2 + (v / radius) ** 2
        found -= (deep * np.exp2(-(away**steep))).astype(np.float32)
    return found


def _spots(skin: Skin, side_mm: float, at: np.ndarray) -> np.ndarray:
    """A few lentigines: more melanin, soft edges."""
    stream = generator(skin.seed, "imaging", "spots")
    found = np.zeros((at.size, at.size), np.float32)
    for _ in range(int(stream.poisson(5))):
        middle, radius, more = side_mm * stream.random(2), stream.uniform(0.3, 0.9), stream.uniform(0.15, 0.8)
        here = [slice(*np.searchsorted(at, [at_mm - 2.2 * radius, at_mm + 2.2 * radius])) for at_mm in middle]
        away = ((at[here[0]][None, :] - middle[0]) ** 2 + (at[here[1]][:, None] - middle[1]) ** 2) / radius**2
        found[here[1], here[0]] += (more * np.exp(-(away**1.5))).astype(np.float32)
    return found


def _noise(stream: np.random.Generator, count: int, scale: float) -> np.ndarray:
    """Smooth noise of spread 1; `scale` is the spread of its grain, pixels."""
    found = smooth(stream.standard_normal((count, count), dtype=np.float32), scale)
    return found / found.std()
