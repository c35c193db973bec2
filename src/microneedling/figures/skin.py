"""The skin in depth on one day: a slice drawn to scale from the numbers, cell by cell.

Nothing is decoration: the counts of cells, fibres and pigment marks, the thickness of the epidermis, the
width and depth of channels all follow the simulated values. Only where in its layer a mark stands is free.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from markupsafe import Markup

from ..phrases import number
from .bars import SkinDepths
from .svg import box, label, line, picture, pixel, tag, ticks, trace

# Of the drawing, not of the skin.
PIXELS_PER_MM = 196.0
WIDTH_MM = 1.0
SLICE_MM = 0.05
FIBRES_PER_MM2 = 150.0
PIGMENT_MARKS_PER_MM = 45.0
EDGE = 0.015  # share of the width kept free of marks at either side
MARGIN_LEFT, MARGIN_TOP = 26.0, 20.0
STEP_ACROSS, STEP_DOWN = 0.7548776662466927, 0.5698402909980532  # evenly filling sequence (plastic number)


@dataclass(frozen=True)
class Slice:
    """What there is on one day; arrays run over the dermal layers from shallow to deep."""

    name: str
    title: str
    layers: SkinDepths
    faces_mm: np.ndarray
    epidermis_share: float  # thickness of the living epidermis, relative to rest
    corneum_share: float
    neutrophils: np.ndarray  # cells/mm3
    macrophages: np.ndarray
    fibroblasts: np.ndarray
    collagen1: np.ndarray  # intact, young total collagen = 1
    collagen3: np.ndarray
    collagen1_gain: np.ndarray  # relative to rest
    collagen3_gain: np.ndarray
    gain_top: float  # the gain drawn at full strength
    melanin: float  # epidermis, phototype III = 1
    melanin_corneum: float
    debris: np.ndarray  # 0..1 of the largest in any picture
    channel_reach_mm: tuple[float, ...] = ()
    channel_radius_mm: float = 0.0
    words: tuple[str, ...] = field(default=())


def skin_slice(item: Slice) -> Markup:
    """The picture: layers, channels, fibres, cells, pigment, and two strips of collagen gain beside it."""
    deepest = float(item.faces_mm[-1])
    wide = WIDTH_MM * PIXELS_PER_MM
    height = _y(deepest) + 8
    parts = [
        *_ground(item, wide, deepest),
        *_fibres(item),
        *_cells(item),
        *_pigment(item),
        *_channels(item),
        *_frame(deepest),
        *_strips(item, MARGIN_LEFT + wide + 10),
    ]
    return picture(MARGIN_LEFT + wide + 46, height, item.name, item.title, " ".join(item.words), *parts)


def _y(depth_mm: float) -> float:
    return MARGIN_TOP + depth_mm * PIXELS_PER_MM


def _x(across: float) -> float:
    return MARGIN_LEFT + across * WIDTH_MM * PIXELS_PER_MM


def _surface(item: Slice) -> tuple[float, float]:
    """Depths (mm) of the surface and of the end of the stratum corneum, the junction held in place."""
    junction = item.layers.epidermis_mm
    corneum_end = junction - (junction - item.layers.stratum_corneum_mm) * item.epidermis_share
    return corneum_end - item.layers.stratum_corneum_mm * item.corneum_share, corneum_end


def _ground(item: Slice, wide: float, deepest: float) -> list[Markup]:
    surface, corneum_end = _surface(item)
    bounds = [
        ("corneum", surface, corneum_end),
        ("epidermis", corneum_end, item.layers.epidermis_mm),
        ("papillary", item.layers.epidermis_mm, item.layers.papillary_mm),
        ("reticular", item.layers.papillary_mm, deepest),
    ]
    junction = _y(item.layers.epidermis_mm)
    return [
        *(
            box(MARGIN_LEFT, _y(start), wide, _y(end) - _y(start), f"layer-{name}")
            for name, start, end in bounds
        ),
        line(MARGIN_LEFT, junction, MARGIN_LEFT + wide, junction, "junction"),
    ]


def spots(key: int, count: int) -> np.ndarray:
    """`count` places (across, down) in the unit square that fill it evenly; the first n never move."""
    index = np.arange(1, count + 1)[:, None]
    return (0.5 + 0.37 * key + index * np.array([STEP_ACROSS, STEP_DOWN])) % 1.0


def whole_counts(expected: np.ndarray) -> np.ndarray:
    """Whole numbers per layer whose running sum stays within one half of the expected running sum."""
    return np.diff(np.floor(np.cumsum(np.maximum(expected, 0.0)) + 0.5), prepend=0.0).astype(int)


def _places(
    item: Slice, key: int, per_mm3: np.ndarray, depth_mm: float = SLICE_MM
) -> list[tuple[float, float]]:
    """Pixel places of marks whose number per volume is given for each layer."""
    thick = np.diff(item.faces_mm)
    counts = whole_counts(per_mm3 * thick * WIDTH_MM * depth_mm)
    places: list[tuple[float, float]] = []
    for row, count in enumerate(counts):
        for across, down in spots(17 * key + row, int(count)):
            places.append((_x(EDGE + across * (1 - 2 * EDGE)), _y(item.faces_mm[row] + down * thick[row])))
    return places


def _cells(item: Slice) -> list[Markup]:
    dots = "".join(f"M{pixel(x)} {pixel(y)}h0" for x, y in _places(item, 1, item.neutrophils))
    rings = "".join(f"M{pixel(x)} {pixel(y)}h0" for x, y in _places(item, 2, item.macrophages))
    spindles = "".join(
        f"M{pixel(x - 2.4)} {pixel(y + (1.2 if n % 2 else -0.8))}l4.8 {-2 if n % 2 else 1.6}"
        for n, (x, y) in enumerate(_places(item, 3, item.fibroblasts))
    )
    groups = (("cell-fibroblast", spindles), ("cell-macrophage", rings), ("cell-neutrophil", dots))
    return [tag("path", d=data, class_=name) for name, data in groups if data]


def _fibres(item: Slice) -> list[Markup]:
    """Collagen I as long waves, collagen III as short ones, as many as there is collagen in the layer."""
    waves = (
        ("fibre-1", 5, item.collagen1, 27, "q4.5-2.4 9 0t9 0t9 0"),
        ("fibre-3", 6, item.collagen3, 9, "q3 2 6 0t3 0"),
    )
    parts = []
    for name, key, amount, length, wave in waves:
        room = 1 - length / (WIDTH_MM * PIXELS_PER_MM)
        places = _places(item, key, amount * FIBRES_PER_MM2, 1.0)
        data = "".join(
            f"M{pixel(MARGIN_LEFT + (x - MARGIN_LEFT) * room)} {pixel(y)}{wave}" for x, y in places
        )
        parts.append(tag("path", d=data, class_=name))
    return parts


def _channels(item: Slice) -> list[Markup]:
    """Open mouths through the epidermis, and below them the crushed track for as long as debris is there."""
    parts: list[Markup] = []
    surface, _ = _surface(item)
    count = len(item.channel_reach_mm)
    half = item.channel_radius_mm * PIXELS_PER_MM
    for index, reach in enumerate(item.channel_reach_mm):
        x = _x((index + 0.5 + 0.5 * (spots(40, index + 1)[-1, 0] - 0.5)) / count)
        for row, amount in enumerate(item.debris):
            top = item.faces_mm[row]
            bottom = min(item.faces_mm[row + 1], reach)
            if bottom > top and amount > 0.02:
                parts.append(
                    line(x, _y(top), x, _y(bottom), "track", stroke_opacity=f"{min(amount, 1.0):.2f}")
                )
        if half > 0.3:
            mouth = [(x - half, _y(surface)), (x + half, _y(surface)), (x, _y(min(reach, item.faces_mm[-1])))]
            parts.append(tag("path", d=trace(mouth, close=True), class_="channel"))
    return parts


def _pigment(item: Slice) -> list[Markup]:
    """Melanin as dots: most of it low in the epidermis, what has risen in the stratum corneum."""
    surface, corneum_end = _surface(item)
    junction = item.layers.epidermis_mm
    marks = []
    for key, amount, top, bottom in (
        (8, item.melanin, corneum_end, junction),
        (9, item.melanin_corneum, surface, corneum_end),
    ):
        for across, down in spots(key, round(PIGMENT_MARKS_PER_MM * WIDTH_MM * max(amount, 0.0))):
            deep = 1 - down**2 if key == 8 else down
            marks.append(f"M{pixel(_x(across))} {pixel(_y(top + deep * (bottom - top)))}h0")
    return [tag("path", d="".join(marks), class_="melanin")] if marks else []


def _frame(deepest: float) -> list[Markup]:
    parts: list[Markup] = []
    for value in ticks(0, deepest, 4):
        parts += [
            line(MARGIN_LEFT - 3, _y(value), MARGIN_LEFT, _y(value), "axis"),
            label(MARGIN_LEFT - 5, _y(value) + 3.5, number(value), "tick", "end"),
        ]
    return parts


def _strips(item: Slice, left: float) -> list[Markup]:
    """Two strips beside the slice: change of collagen III and I by depth, relative to this person's rest."""
    parts: list[Markup] = []
    for column, (name, gain) in enumerate((("III", item.collagen3_gain), ("I", item.collagen1_gain))):
        x = left + 16 * column
        top, bottom = _y(item.faces_mm[0]), _y(item.faces_mm[-1])
        parts.append(label(x + 6, top - 6, name, "tick", "middle"))
        parts.append(box(x, top, 12, bottom - top, "map-ground"))
        for row, value in enumerate(gain):
            strength = min(abs(float(value)) / item.gain_top, 1.0) if item.gain_top else 0.0
            if strength > 0.02:
                y = _y(item.faces_mm[row])
                tall = _y(item.faces_mm[row + 1]) - y
                parts.append(
                    box(
                        x,
                        y,
                        12,
                        tall + 0.2,
                        "gain-more" if value > 0 else "gain-less",
                        fill_opacity=f"{strength:.2f}",
                    )
                )
    return parts
