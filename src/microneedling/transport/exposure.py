"""How much of a product a layer of skin gets to see, quickly: one number a draw, for as many draws as there are.

    exposure = integral over time of the free concentration in the layer                          (ug h/mL)

The equations are those of `permeation`, on fewer cells and in the same steps for all: a ladder that widens from
when the product is put on and again from when it is washed off (`permeation_solver.stride`, order 2, L-stable). The
steps do not depend on the draws, so that a draw gets the same in any company. Against fine cells and small steps an
exposure is off by 1 to 2 % (`tests/transport/test_exposure.py`). Breaks down where a layer is read cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from .actives import Active, properties
from .barrier_layers import Barrier
from .channel_course import ChannelCourse
from .dose import MIN_PER_H, Dose
from .mesh import COARSE, FiniteVolumes, Mesh, mesh
from .permeation import barrier_for
from .permeation_solver import Links, stride

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.anatomy import Anatomy

LAST_H = 72.0
FIRST_STEP_H, WIDER = 0.05, 1.8  # the ladder of steps: the first, and each over the one before
AFTER_STEP_H, WIDER_AFTER = 0.4, 2.5


@dataclass(frozen=True)
class Exposure:
    """Exposure (ug h/mL) of a layer through skin as needled, and through the same skin not needled, (draw,)."""

    __repr__ = brief

    needled: np.ndarray
    intact: np.ndarray

    @property
    def channels_share(self) -> np.ndarray:
        """What of it the channels brought: none of the same product put on when they are shut, 14 days later."""
        share = 1 - self.intact / np.maximum(self.needled, 1e-300)
        return np.clip(share, 0.0, 1.0)


def exposure(
    dose: Dose,
    active: Active,
    skin: Anatomy,
    channels: ChannelCourse,
    values: Values,
    layer: str,
    last_h: float = LAST_H,
) -> Exposure:
    """Exposure of a `layer` in the `last_h` hours from putting on a finite dose, with these channels and without.

    Both go in one sweep: skin as needled in the first half of its columns, the same skin without channels after it.
    """
    substance = properties(active, values)
    layers = barrier_for(dose, substance, skin, values, "in vivo")
    cells, count = mesh(layers, cells=COARSE), values.count
    volumes = _side_by_side(cells, layers, channels.shifted(dose.applied_after_min / MIN_PER_H))
    on_h = last_h if dose.wiped_off_min is None else min(dose.wiped_off_min / MIN_PER_H, last_h)
    one = np.ones(2 * count)

    def on(hour: float) -> Links:
        return volumes.links(hour, np.tile(dose.capacity_ml(hour, substance, values), 2))

    def off(hour: float) -> Links:
        return volumes.links(hour, one, touching=False)

    start = np.zeros((volumes.nodes, 2 * count))
    start[0] = np.tile(np.broadcast_to(dose.amount_ug_per_cm2, (count,)), 2)
    amount, seen = stride(on, start, ladder(0.0, on_h, FIRST_STEP_H, WIDER))
    if on_h < last_h:
        amount[0] = 0.0
        after = stride(off, amount, ladder(on_h, last_h, AFTER_STEP_H, WIDER_AFTER))
        seen = seen + after[1]
    mine = cells.of(layer)
    thick = np.tile(cells.thickness_mm[mine], 2)
    mean = (seen[volumes.tissue[mine]] * thick).sum(axis=0) / thick.sum(axis=0)
    mean = np.maximum(mean, 0.0)  # below zero by the error of the method where next to nothing arrives
    return Exposure(mean[:count], mean[count:])


def ladder(first_h: float, last_h: float, step_h: float, wider: float) -> np.ndarray:
    """Hours from the first to the last in steps of about `step_h`, each `wider` times the one before."""
    span = last_h - first_h
    count = max(1, round(np.log1p(span * (wider - 1) / step_h) / np.log(wider)))
    steps = wider ** np.arange(count)
    return first_h + span * np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()


def _side_by_side(cells: Mesh, skin: Barrier, channels: ChannelCourse) -> FiniteVolumes:
    """Skin with its channels, and after it the same skin without them, as one set of columns."""
    doubled = replace(
        cells,
        faces_mm=np.tile(cells.faces_mm, 2),
        conductivity=np.tile(cells.conductivity, 2),
        storage=np.tile(cells.storage, 2),
        blood=np.tile(cells.blood, 2),
        breakdown=np.tile(cells.breakdown, 2),
    )
    fluid = replace(
        skin,
        channel_mm2_per_h=np.tile(skin.channel_mm2_per_h, 2),
        aqueous_area=np.tile(skin.aqueous_area, 2),
    )
    bare = np.zeros_like(channels.area_fraction)
    both = replace(
        channels,
        area_fraction=np.concatenate([channels.area_fraction, bare]),
        per_mm2=np.concatenate([channels.per_mm2, bare]),
        open_fraction=np.concatenate([channels.open_fraction, channels.open_fraction]),
    )
    return FiniteVolumes(doubled, fluid, both)
