"""How skin is cut into nodes: what healing asks of any such geometry, and the dermis in layers.

The faces of `Layers` lie on the anatomical interfaces. Half of the layers resolve the papillary dermis, half the
reticular dermis, each finer towards its top: layer i of n has its lower face at depth share (i/n)^2 of its zone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np

from ..answers.brief import brief
from .anatomy import Anatomy

LAYERS = 24
GRADING = 2.0


class Geometry(Protocol):
    """What healing and the equations ask of a discretisation: one epidermal node, and dermal nodes below it.

    Every node is papillary or reticular. Healing reads nothing else, so that another geometry of the same processes
    (unequal layers, the cell around one channel) is another class with these members. Arrays have a leading draw axis.
    """

    @property
    def draws(self) -> int:
        """Number of draws."""
        ...

    @property
    def count(self) -> int:
        """Number of dermal nodes."""
        ...

    @property
    def epidermis_mm(self) -> np.ndarray:
        """Thickness of the living epidermis, (draw,)."""
        ...

    @property
    def thickness_mm(self) -> np.ndarray:
        """Thickness of every dermal node, (draw, node)."""
        ...

    @property
    def middle_mm(self) -> np.ndarray:
        """Depth of the middle of every dermal node below the surface, (draw, node)."""
        ...

    @property
    def is_papillary(self) -> np.ndarray:
        """Which dermal nodes are papillary, (node,) bool; the papillary ones come first."""
        ...

    def parted(self, parts: int) -> np.ndarray:
        """Faces (draw, node * parts + 1) in mm below the surface, of every dermal node cut into equal parts."""
        ...

    def zone_weights(self) -> np.ndarray:
        """Weights (draw, zone, node) of the mean over each zone; each row sums to 1."""
        ...

    def by_zone(self, papillary: np.ndarray, reticular: np.ndarray) -> np.ndarray:
        """A number (draw,) of each zone, given to its nodes: (draw, node)."""
        ...

    def exchange(self, diffusivity_mm2_per_day: np.ndarray) -> np.ndarray:
        """Couplings (draw, 1 + node, 2) in 1/d of the epidermis and every dermal node to the node above and below."""
        ...


GeometryOf = Callable[[Anatomy], Geometry]
"""Builds the geometry of an anatomy."""


@dataclass(frozen=True)
class Layers:
    """Faces below the skin surface (draw, layer + 1) in mm; the first `papillary_count` layers are papillary."""

    __repr__ = brief

    faces_mm: np.ndarray
    papillary_count: int
    epidermis_mm: np.ndarray

    @classmethod
    def of(cls, anatomy: Anatomy, count: int = LAYERS) -> Layers:
        """The dermis of `anatomy` cut into `count` layers, half of them papillary; faces (draw, count + 1), mm."""
        papillary = count // 2
        top = (anatomy.stratum_corneum_mm + anatomy.epidermis_mm)[:, None]
        upper = anatomy.papillary_mm[:, None] * np.linspace(0, 1, papillary + 1) ** GRADING
        below = (anatomy.dermis_mm - anatomy.papillary_mm)[:, None]
        lower = below * np.linspace(0, 1, count - papillary + 1)[1:] ** GRADING
        faces = np.concatenate([upper, anatomy.papillary_mm[:, None] + lower], axis=1)
        return cls(top + faces, papillary, anatomy.epidermis_mm)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.faces_mm)

    @property
    def count(self) -> int:
        """Number of dermal layers."""
        return self.faces_mm.shape[1] - 1

    @property
    def thickness_mm(self) -> np.ndarray:
        """Thickness of each layer, (draw, layer)."""
        return np.diff(self.faces_mm, axis=1)

    @property
    def middle_mm(self) -> np.ndarray:
        """Depth of the middle of each layer below the skin surface, (draw, layer)."""
        return 0.5 * (self.faces_mm[:, 1:] + self.faces_mm[:, :-1])

    @property
    def is_papillary(self) -> np.ndarray:
        """Which layers are papillary, bool (layer,)."""
        return np.arange(self.count) < self.papillary_count

    def parted(self, parts: int) -> np.ndarray:
        """Faces (draw, layer * parts + 1) of every layer cut into equal parts."""
        steps = np.arange(parts) / parts
        inner = self.faces_mm[:, :-1, None] + self.thickness_mm[:, :, None] * steps
        return np.concatenate([inner.reshape(len(inner), -1), self.faces_mm[:, -1:]], axis=1)

    def zone_weights(self) -> np.ndarray:
        """Weights (draw, zone, layer) of the thickness-weighted mean of each zone, papillary first; they sum to 1."""
        members = np.stack([self.is_papillary, ~self.is_papillary])
        weights = members[None] * self.thickness_mm[:, None, :]
        return weights / weights.sum(axis=2, keepdims=True)

    def by_zone(self, papillary: np.ndarray, reticular: np.ndarray) -> np.ndarray:
        """A number (draw,) of each zone, spread over its layers: (draw, layer)."""
        return np.where(self.is_papillary, np.asarray(papillary)[:, None], np.asarray(reticular)[:, None])

    def exchange(self, diffusivity_mm2_per_day: np.ndarray) -> np.ndarray:
        """Couplings (draw, node, 2) in 1/d of each node (epidermis, then layers) to the node above and below.

        Finite volumes: flux D (c_above - c)/distance of middles, divided by the node's own thickness; no flux through
        the surface and the floor, so that the amount is conserved.
        """
        thickness = np.concatenate([self.epidermis_mm[:, None], self.thickness_mm], axis=1)
        conductance = diffusivity_mm2_per_day[:, None] / (0.5 * (thickness[:, 1:] + thickness[:, :-1]))
        closed = np.zeros((len(thickness), 1))
        up = np.concatenate([closed, conductance], axis=1) / thickness
        down = np.concatenate([conductance, closed], axis=1) / thickness
        return np.stack([up, down], axis=2)


def layered(count: int) -> GeometryOf:
    """The geometry of `count` graded layers, for any anatomy."""
    return partial(Layers.of, count=count)
