"""Every index of a pair of photographs, before and after, on what both show. No errors yet: see `photo`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...evidence.practice import value_of
from ..encoding import lab, typology_angle
from ..optics.skin import GROUP
from ..optics.unmixing import in_usual, unmixed
from ..pair import HALF, PER_MM, Pair
from .creases import find_creases, within
from .pores import Pores, darkness_of, find_pores, least_strengths, matched, spots_of
from .relief import FINE_MM, SCAR_MM, variation

PARTS = 3  # the window in so many parts across and down
ROWS, COLUMNS = ("upper", "middle", "lower"), ("left", "middle", "right")
MIDDLE_SHARE = (0.25, 0.75)  # of brightness: neither pores nor gloss
SAME_PORE_MM = 0.25
MM2_PER_CM2 = 100.0


@dataclass(frozen=True)
class Colour:
    """Colour of one part of the window, each (before, after): degrees, and percent of the usual."""

    part: str
    typology_angle: tuple[float, float]
    melanin_index: tuple[float, float]
    erythema_index: tuple[float, float]


@dataclass(frozen=True)
class Measured:
    """Everything measured of a pair, each (before, after); pores and lines are kept for the overlay."""

    colours: tuple[Colour, ...]
    """the whole first, then its parts"""
    indices: dict[str, tuple[float, float]]
    pores: tuple[Pores, Pores]
    kept: tuple[np.ndarray, np.ndarray]
    """places of the pores that both photographs show"""
    creases: tuple[np.ndarray, np.ndarray]


def measured(pair: Pair, parts: bool = True) -> Measured:
    """Measure both photographs of a pair alike; colours also of the `parts` of the window."""
    bright = [pair.brightness(after).astype(np.float32) for after in (False, True)]
    darkness = [darkness_of(one, pair.inside, PER_MM) for one in bright]
    spots = [spots_of(dark, PER_MM) for dark in darkness]
    least = least_strengths(spots[0], spots[1], pair.inside)
    pores = [
        find_pores(dark, one, least, pair.inside, PER_MM, pair.blur_mm)
        for dark, one in zip(darkness, spots, strict=True)
    ]
    mine, theirs = matched(pores[0], pores[1], SAME_PORE_MM)
    near = _near(pores, pair.inside.shape)
    lines = [find_creases(dark, pair.inside, near, PER_MM) for dark in darkness]
    colours = tuple(_colours(pair, bright, parts))
    area_cm2 = float(pair.inside.sum()) / PER_MM**2 / MM2_PER_CM2
    lined_cm2 = float(within(pair.inside, PER_MM).sum()) / PER_MM**2 / MM2_PER_CM2
    indices = {
        "typology_angle": colours[0].typology_angle,
        "melanin_index": colours[0].melanin_index,
        "erythema_index": colours[0].erythema_index,
        "pore_count": tuple(len(one.diameter_um) / area_cm2 for one in pores),
        "pore_area": tuple(_area_percent(one, area_cm2) for one in pores),
        "crease_length": tuple(length / lined_cm2 for _, length in lines),
    }
    if len(mine) >= value_of(GROUP, "fewest_pores"):
        both = pores[0].diameter_um[mine], pores[1].diameter_um[theirs]
        indices["pore_diameter"] = (float(both[0].mean()), float(both[1].mean()))
    plain = pair.inside & ~near
    for name, scales in (("fine_relief", FINE_MM), ("scar_shadow", SCAR_MM)):
        indices[name] = tuple(variation(one, plain, PER_MM, scales) for one in bright)
    return Measured(colours, indices, (pores[0], pores[1]), (mine, theirs), (lines[0][0], lines[1][0]))


def _area_percent(pores: Pores, area_cm2: float) -> float:
    mm2 = float((np.pi / 4 * (pores.diameter_um * 1e-3) ** 2).sum())
    return 100 * mm2 / MM2_PER_CM2 / area_cm2


def _colours(pair: Pair, bright: list[np.ndarray], parts: bool) -> Iterator[Colour]:
    count = pair.inside.shape[0]
    edges = np.linspace(0, count, PARTS + 1).astype(int)
    yield _colour("whole", pair, bright, pair.inside)
    for r, row in enumerate(ROWS if parts else ()):
        for c, column in enumerate(COLUMNS):
            part = np.zeros_like(pair.inside)
            part[edges[r] : edges[r + 1], edges[c] : edges[c + 1]] = True
            part &= pair.inside
            if part.sum() > 0.5 * (count / PARTS) ** 2:
                yield _colour("middle" if row == column else f"{row} {column}", pair, bright, part)


def _colour(name: str, pair: Pair, bright: list[np.ndarray], part: np.ndarray) -> Colour:
    seen = []
    for picture, level in zip((pair.before, pair.after), bright, strict=True):
        low, high = np.quantile(level[part], MIDDLE_SHARE)
        use = part & (level >= low) & (level <= high)
        seen.append(picture[use].mean(axis=0))
    shares = in_usual(unmixed(seen[0], seen[1]))
    angle = typology_angle(lab(np.array(seen)))
    return Colour(
        name,
        (float(angle[0]), float(angle[1])),
        (float(shares[0, 0]), float(shares[1, 0])),
        (float(shares[0, 1]), float(shares[1, 1])),
    )


def _near(pores: list[Pores], shape: tuple[int, int]) -> np.ndarray:
    """Where a pore of either photograph lies, with some of the skin around it."""
    found = np.zeros(shape, bool)
    at = (np.arange(shape[0]) + 0.5) / PER_MM
    for one in pores:
        for (x, y), diameter in zip(one.place_mm, one.diameter_um * 1e-3, strict=True):
            reach = 0.9 * diameter
            rows = slice(*np.searchsorted(at, [y - reach, y + reach]))
            columns = slice(*np.searchsorted(at, [x - reach, x + reach]))
            away = (at[columns][None, :] - x) ** 2 + (at[rows][:, None] - y) ** 2
            found[rows, columns] |= away < reach**2
    return found


def side_mm() -> float:
    """Side of the window, mm."""
    return 2 * HALF
