"""One channel and its neighbourhood: rings around a channel at one depth, out to half-way to the next channel.

    R = (pi n)^(-1/2)      n channels per mm2, R (mm) the edge of the cell, where nothing flows: neighbours are alike

A geometry of the same processes as `Layers`: signals diffuse from ring to ring, cells stay where they are. It is
the reference for what a layered column, which knows only means over the skin, makes of sparse channels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..units import MM2_PER_CM2

RINGS = 64


@dataclass(frozen=True)
class RadialCell:
    """Rings with faces (draw, ring + 1) in mm from the axis, in the papillary dermis at one depth (draw,) mm.

    All rings are papillary, so both zones are their mean over the area. The epidermis is cut off: at this depth
    nothing reaches it.
    """

    faces_mm: np.ndarray
    depth_mm: np.ndarray
    epidermis_mm: np.ndarray

    @classmethod
    def around(
        cls,
        channel_mm: np.ndarray,
        density_per_cm2: np.ndarray,
        depth_mm: np.ndarray,
        epidermis_mm: np.ndarray,
        rings: int = RINGS,
    ) -> RadialCell:
        """The cell of channels of radius `channel_mm` (draw,) at a density (draw,), in equal steps of ln(1 + r/a).

        Rings are as fine as the channel needs near it and grow outwards.
        """
        edge = np.sqrt(MM2_PER_CM2 / (np.pi * density_per_cm2))
        share = np.linspace(0, 1, rings + 1)[None]
        fine = channel_mm[:, None]
        faces = fine * np.expm1(share * np.log1p(edge[:, None] / fine))
        return cls(faces, depth_mm, epidermis_mm)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.faces_mm)

    @property
    def count(self) -> int:
        """Number of rings."""
        return self.faces_mm.shape[1] - 1

    @property
    def area_mm2(self) -> np.ndarray:
        """Area of each ring, (draw, ring)."""
        return np.pi * np.diff(self.faces_mm**2, axis=1)

    @property
    def radius_mm(self) -> np.ndarray:
        """Distance of the middle of each ring from the axis, (draw, ring)."""
        return 0.5 * (self.faces_mm[:, 1:] + self.faces_mm[:, :-1])

    @property
    def thickness_mm(self) -> np.ndarray:
        """Width of each ring, (draw, ring)."""
        return np.diff(self.faces_mm, axis=1)

    @property
    def middle_mm(self) -> np.ndarray:
        """Depth below the surface, the same for every ring, (draw, ring)."""
        return np.broadcast_to(self.depth_mm[:, None], (self.draws, self.count))

    @property
    def is_papillary(self) -> np.ndarray:
        """All rings are papillary, bool (ring,)."""
        return np.ones(self.count, bool)

    def parted(self, parts: int) -> np.ndarray:
        """A cell is not cut along its depth."""
        raise NotImplementedError("a cell lies at one depth: wound it by ring (healing.unit_cell)")

    def zone_weights(self) -> np.ndarray:
        """Weights (draw, zone, ring) of the mean over the area, the same for both zones."""
        share = self.area_mm2 / self.area_mm2.sum(axis=1, keepdims=True)
        return np.repeat(share[:, None], 2, axis=1)

    def by_zone(self, papillary: np.ndarray, reticular: np.ndarray) -> np.ndarray:
        """The papillary number (draw,) given to every ring, (draw, ring)."""
        return np.repeat(np.asarray(papillary)[:, None], self.count, axis=1)

    def within(self, radius_mm: np.ndarray) -> np.ndarray:
        """Share of each ring's area (draw, ring) that lies within a radius (draw,) of the axis."""
        inside = np.minimum(self.faces_mm, radius_mm[:, None]) ** 2
        return np.diff(inside, axis=1) / np.diff(self.faces_mm**2, axis=1)

    def exchange(self, diffusivity_mm2_per_day: np.ndarray) -> np.ndarray:
        """Couplings (draw, node, 2) in 1/d of the epidermis (none) and each ring to the ring inside and outside.

        Finite volumes: flux D (c_inside - c)/distance of middles over the face 2 pi r, divided by the ring's area;
        nothing flows through the axis and the edge, so that the amount is conserved.
        """
        face = 2 * np.pi * self.faces_mm[:, 1:-1] / np.diff(self.radius_mm, axis=1)
        conductance = diffusivity_mm2_per_day[:, None] * face
        closed, epidermis = np.zeros((self.draws, 1)), np.zeros((self.draws, 1))
        inside = np.concatenate([epidermis, closed, conductance / self.area_mm2[:, 1:]], axis=1)
        outside = np.concatenate([epidermis, conductance / self.area_mm2[:, :-1], closed], axis=1)
        return np.stack([inside, outside], axis=2)
