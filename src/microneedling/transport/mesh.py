"""Finite-volume mesh of the skin, tissue and channels side by side, as `permeation_solver` integrates it.

    down tissue    (1 - a) / (resistance of two half cells)            a = area of channels at this depth and hour
    down channels  D_channel / (half cells / a)
    across         n dz 8 pi lam (1 - a)^2 / (-2 ln a - 3 + 4 a - a^2)        each channel in its share of skin
    ends           dn 4 lam r / (1 - sqrt a)^1.5            dn channels end here with radius r: a disc on a half space
    aqueous        pathways add their area to the channels of the corneum and end in the first cell of living skin
    product        touches the first half cell of both, channels through their mouths: n 4 r D_channel, discs
    floor          a sink: receptor, or what lies below

The exchange across is exact for tissue that takes up evenly from a channel (Krogh's cylinder); it grows
without bound as channels meet. Fluxes between cells are shared, so nothing is gained or lost. Breaks down where
channels are so long-lived that the tissue between them is filled by diffusion along the surface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..answers.brief import brief
from .barrier_layers import Barrier
from .channel_course import ChannelCourse
from .dose import ML_PER_MM_CM2
from .permeation_solver import Drain, Links

# Of the method, not of the skin: cells of each layer, and how much finer they are towards its top.
CELLS = {"stratum_corneum": 8, "epidermis": 8, "papillary": 10, "reticular": 12, "subcutis": 6}
COARSE = {
    "stratum_corneum": 5,
    "epidermis": 3,
    "papillary": 8,
    "reticular": 8,
    "subcutis": 2,
}  # see `exposure`
GRADING = {"stratum_corneum": 1.0, "epidermis": 1.0, "papillary": 1.0, "reticular": 1.3, "subcutis": 1.6}
THINNEST_MM = 1e-4  # a layer that is not there (split skin) is this thin
WHOLE = 1 - 1e-6  # the largest share of area that channels can take
LEAST_AREA = 1e-15  # keeps its reciprocal; carries nothing
NEARLY_ALL = 1e-3  # share of tissue left below which the exchange is taken from its series
DRAINS = ("beyond", "blood", "blood", "breakdown", "breakdown")  # in the order of `FiniteVolumes.links`


@dataclass(frozen=True)
class Mesh:
    """Cells from the surface down; arrays (cell, draw). `layer` (cell,) is the place in `names`."""

    __repr__ = brief

    names: tuple[str, ...]
    layer: np.ndarray
    faces_mm: np.ndarray  # (cell + 1, draw)
    conductivity: np.ndarray
    storage: np.ndarray
    blood: np.ndarray
    breakdown: np.ndarray

    @property
    def thickness_mm(self) -> np.ndarray:
        """Thickness of each cell, (cell, draw)."""
        return np.diff(self.faces_mm, axis=0)

    @property
    def middle_mm(self) -> np.ndarray:
        """Depth of the middle of each cell, (cell, draw)."""
        return 0.5 * (self.faces_mm[1:] + self.faces_mm[:-1])

    def of(self, name: str) -> np.ndarray:
        """Which cells belong to a layer, bool (cell,)."""
        if name not in self.names:
            return np.zeros(self.layer.size, bool)
        return self.layer == self.names.index(name)


def mesh(skin: Barrier, finer: int = 1, cells: Mapping[str, int] = CELLS) -> Mesh:
    """Every layer cut into its `cells`; `finer` multiplies their number."""
    faces, layer, parts = [], [], {"conductivity": [], "storage": [], "blood": [], "breakdown": []}
    top = np.zeros_like(skin.kp_mm_per_h)
    for place, (name, item) in enumerate(skin.layers.items()):
        count = cells[name] * finer
        thick = np.maximum(item.thickness_mm, THINNEST_MM)
        shares = np.linspace(0, 1, count + 1)[:-1] ** GRADING[name]
        faces.append(top + shares[:, None] * thick)
        top = top + thick
        layer += [place] * count
        fields = (item.conductivity_mm2_per_h, item.storage, item.blood_per_h, item.breakdown_per_h)
        for key, value in zip(parts, fields, strict=True):
            parts[key].append(np.broadcast_to(value, (count, value.size)))
    stacked = {key: np.concatenate(value) for key, value in parts.items()}
    return Mesh(tuple(skin.layers), np.array(layer), np.concatenate([*faces, top[None]]), **stacked)


class FiniteVolumes:
    """The finite volumes of tissue and channels side by side and, at every hour, what links them.

    `tissue` and `channel` are the nodes of the cells from the surface down; only the first `deep` cells have a
    channel beside them. `blanching` (draw,): share of the blood that flows while the product is on.
    """

    def __init__(
        self, cells: Mesh, skin: Barrier, channels: ChannelCourse, blanching: np.ndarray | None = None
    ):
        self.cells, self.channels = cells, channels
        thick = cells.thickness_mm
        self.count, self.draws = thick.shape
        area, per_mm2 = channels.on(cells.middle_mm)
        some = np.flatnonzero((area > 0).any(axis=1))
        self.corneum = int(cells.of("stratum_corneum").sum())
        self.deep = max(int(some[-1]) + 1 if some.size else 0, self.corneum)
        self.area = np.minimum(area[: self.deep], WHOLE)
        self.aqueous = np.maximum(skin.aqueous_area, LEAST_AREA)
        place = np.arange(self.count)
        self.tissue = np.where(place < self.deep, 1 + 2 * place, 1 + self.deep + place)
        self.channel = 2 + 2 * place[: self.deep]
        self.nodes = 1 + self.count + self.deep
        self.volume = ML_PER_MM_CM2 * thick  # mL/cm2
        self.held_ml = self.volume * cells.storage
        self.blood_ml = self.volume * cells.blood
        self.blanched_ml = self.blood_ml if blanching is None else self.blood_ml * blanching
        self.breakdown_ml = self.held_ml * cells.breakdown
        self.half = 0.5 * thick / cells.conductivity / ML_PER_MM_CM2  # resistance of half a cell, h cm2/mL
        depth = thick[: self.corneum].sum(axis=0)
        self.whole_channel = depth / skin.channel_mm2_per_h / ML_PER_MM_CM2  # of the corneum, area 1
        radius = np.sqrt(np.minimum(area[0], WHOLE) / np.pi / np.maximum(per_mm2[0], LEAST_AREA))
        mouth = ML_PER_MM_CM2 * 4 * per_mm2[0] * radius * skin.channel_mm2_per_h
        self.mouths = np.where(mouth > 0, 1 / np.maximum(mouth, LEAST_AREA), 0.0)  # resistance, all open
        self.half_channel = 0.5 * thick[: self.deep] / skin.channel_mm2_per_h / ML_PER_MM_CM2
        across = 8 * np.pi * cells.conductivity * per_mm2 * thick * ML_PER_MM_CM2
        self.across = across[: self.deep]
        ending = np.maximum(
            per_mm2[: self.deep] - np.append(per_mm2[1:], 0 * per_mm2[:1], axis=0)[: self.deep], 0
        )
        below = np.minimum(place[: self.deep] + 1, self.count - 1)
        radius = np.sqrt(self.area / np.pi / np.maximum(per_mm2[: self.deep], LEAST_AREA))  # of new channels
        self.ends = ML_PER_MM_CM2 * 4 * ending * radius * cells.conductivity[below]
        self.ends[-1] *= self.deep < self.count

    def open_area(self, hour: float) -> np.ndarray:
        """Share of area that channels and aqueous pathways take, (deep, draw)."""
        return self._area(self.channels.at(hour))

    def _area(self, still_open: np.ndarray) -> np.ndarray:
        area = self.area * still_open
        area[: self.corneum] += self.aqueous
        return np.minimum(area, WHOLE)

    def tissue_ml(self, hour: float) -> np.ndarray:
        """Capacity of the tissue, mL/cm2 (cell, draw)."""
        return self._tissue_ml(1 - self.open_area(hour))

    def _tissue_ml(self, left: np.ndarray) -> np.ndarray:
        held = self.held_ml.copy()
        held[: self.deep] *= left
        return held

    def links(
        self, hour: float, product_ml: np.ndarray, touching: bool = True, held: np.ndarray | None = None
    ) -> Links:
        """The links at an hour; `product_ml` (draw,) is the capacity of the product while it is `touching`."""
        deep, shape = self.deep, (self.draws,)
        still_open = self.channels.at(hour)
        area = self._area(still_open)
        left = 1 - area
        tissue = self.half.copy()
        tissue[:deep] /= left
        down = 1 / (tissue[:-1] + tissue[1:])
        near = np.zeros((self.nodes - 1, *shape))
        far = np.zeros((min(2 * deep, self.nodes - 2), *shape))
        near[2 * deep + 1 :] = down[deep:]
        near[1 : 2 * deep : 2] = self._across(area, left, still_open)
        far[1 : 2 * deep : 2] = down[:deep]
        far[2 : 2 * deep : 2] = _in_turn(area[:-1], self.half_channel[:-1], area[1:], self.half_channel[1:])
        stop = min(2 * deep + 1, self.nodes - 1)
        near[2:stop:2] = self._ends(still_open, area, tissue)[: (stop - 1) // 2]
        near[2 * self.corneum] += self._aqueous(area[self.corneum - 1], tissue[self.corneum])
        if touching:
            near[0], far[0] = 1 / tissue[0], self._entry(still_open, area[0])
        capacity = np.empty((self.nodes, *shape))
        capacity[0] = product_ml
        capacity[self.tissue] = self._tissue_ml(left)
        capacity[self.channel] = self.volume[:deep] * area
        drains = self._drains(tissue[-1], left, self.blanched_ml if touching else self.blood_ml)
        return Links(capacity, near, far, drains, held if touching else None)

    def _entry(self, still_open: np.ndarray, area: np.ndarray) -> np.ndarray:
        """Conductance from the product into the first channel cell, through the mouths, mL/cm2/h (draw,).

        A mouth is a disc on the half space of the product. Aqueous pathways share the channels' cell and so their
        mouths, in proportion: a second way in beside a mouth would be a short cut, the wider the finer the cells.
        """
        pierced = np.minimum(self.area[0] * still_open, WHOLE)
        bare = area / self.half_channel[0]
        resisted = bare * pierced * self.mouths / np.maximum(np.sqrt(still_open) * area, LEAST_AREA)
        return bare / (1 + resisted)

    def _aqueous(self, area: np.ndarray, below: np.ndarray) -> np.ndarray:
        """Conductance from the corneum's last channel cell into the first cell of living skin, mL/cm2/h (draw,).

        Aqueous pathways share the channels' nodes in the corneum. What is missing there of their own resistance
        is added here, so that they carry the same whether or not a needle opened a wider channel beside them.
        """
        alone = self.whole_channel * (1 / self.aqueous - 1 / area)
        return 1 / (self.half_channel[self.corneum - 1] / area + alone + below)

    def _ends(self, still_open: np.ndarray, area: np.ndarray, tissue: np.ndarray) -> np.ndarray:
        """Conductance from the floors of channels that end into the tissue below them, mL/cm2/h (deep, draw)."""
        narrowed = np.sqrt(still_open)
        below = np.append(tissue[1:], tissue[-1:], axis=0)[: self.deep]
        disc = self.ends * narrowed / (1 - np.sqrt(area)) ** 1.5
        return disc / (1 + disc * below)

    def _across(self, area: np.ndarray, left: np.ndarray, still_open: np.ndarray) -> np.ndarray:
        """Exchange between channels and the surrounding tissue, mL/cm2/h; none of channels that are shut."""
        some = np.maximum(area, 1e-12)  # keeps the logarithm; such a channel carries nothing
        krogh = -2 * np.log(some) - 3 + some * (4 - some)
        if left.min() < NEARLY_ALL:
            # The difference above loses its digits where little is left; 2/3 x^3 + 1/2 x^4 is its series.
            krogh = np.where(left < NEARLY_ALL, left**3 * (2 / 3 + left / 2), krogh)
        return self.across * left**2 / krogh * (self.area * still_open / some)

    def _drains(self, last: np.ndarray, left: np.ndarray, blood_ml: np.ndarray) -> tuple[Drain, ...]:
        """To what lies beyond the last cell, to the blood, and by breakdown; nodes by rising number."""
        deep, nodes = self.deep, self.nodes
        upper, lower = slice(1, 2 * deep, 2), slice(2 * deep + 1, nodes)
        drains: list[Drain] = [
            (slice(nodes - 1 - (deep == self.count), nodes - (deep == self.count)), (1 / last)[None])
        ]
        for rate in (blood_ml, self.breakdown_ml):
            drains += [(upper, rate[:deep] * left), (lower, rate[deep:])]
        return tuple(drains)


def _in_turn(
    area_one: np.ndarray, half_one: np.ndarray, area_two: np.ndarray, half_two: np.ndarray
) -> np.ndarray:
    """Conductance of two half cells of channel in turn; zero where either has no area."""
    both = area_one * area_two
    return np.where(both > 0, both / np.maximum(area_two * half_one + area_one * half_two, 1e-300), 0.0)
