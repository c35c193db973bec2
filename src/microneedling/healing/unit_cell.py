"""How far one channel's healing reaches: the processes of the column, solved in rings around a single channel.

    unit_cell(person, density, channel radius, values, days) -> healing of the cell, means over its area

One session on day 0 at one depth, every channel bleeding, no adjuncts. What a channel of radius a sets free is
proportional to its cross-section pi a^2: debris fills `debris_per_wound` times that area; platelet factors and TGF-b
(EC50 mm2) are the doses of a session over the open share at which a column feels them in full, `FULL_SHARE`. So cell
and column see the same amounts at 300 channels/cm2 of radius 0.05 mm; the cell says what becomes of them elsewhere.

Breaks down for channels that lie at random: clusters cooperate (up to a quarter more at 100-200/cm2 of radius 0.03 mm).
Source: docs/decisions/0016-the-cell-around-a-channel.md.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..engine.solver import Kernel
from ..evidence.registry import Values
from ..skin.anatomy import anatomy_of
from ..skin.people import Somebody
from ..skin.radial_cell import RINGS, RadialCell
from ..skin.tissue import TissueTrajectory
from ..units import MM2_PER_CM2
from .adjuncts import Adjuncts
from .run import TOLERANCE, Setting, flat, pose

FULL_DENSITY_PER_CM2, FULL_RADIUS_MM = 300.0, 0.05  # where cell and column are set equal
FULL_SHARE = FULL_DENSITY_PER_CM2 / MM2_PER_CM2 * np.pi * FULL_RADIUS_MM**2


def unit_cell(
    person: Somebody,
    density_per_cm2: np.ndarray,
    channel_mm: np.ndarray,
    values: Values,
    days: np.ndarray,
    *,
    rings: int = RINGS,
    tolerance: float = TOLERANCE,
    kernel: Kernel = "auto",
    full: bool = False,
) -> TissueTrajectory:
    """The healing around one channel: one draw of `values` a density and a channel radius in mm, (draw,) each.

    Zones are means over the cell's area; with `full` every ring instead. `days` rise; the channel is made on day 0.
    """
    anatomy = anatomy_of(person, values)
    depth = anatomy.dermis_top_mm + 0.5 * anatomy.papillary_mm
    cell = RadialCell.around(channel_mm, density_per_cm2, depth, anatomy.epidermis_mm, rings)
    untouched = Adjuncts((), np.zeros(values.count))
    posed = pose(Setting(person, "skin", "uneven", cell, values), (), untouched, days)
    start = flat(_struck(posed.baseline.states, cell, channel_mm, values), cell, 0.0)
    return replace(posed, problem=replace(posed.problem, start=start)).follow(tolerance, full, kernel)


def _struck(
    states: dict[str, np.ndarray], cell: RadialCell, channel_mm: np.ndarray, values: Values
) -> dict[str, np.ndarray]:
    """The states right after the strike: what the channel sets free fills a collar around it."""
    collar_areas = values["session_effect.debris_per_wound"]
    collar = cell.within(channel_mm * np.sqrt(collar_areas))
    height = {"debris": np.ones(values.count)}
    for name, dose in (
        ("platelet_signal", "session_effect.platelet_dose"),
        ("tgf", "session_effect.tgf_dose"),
    ):
        height[name] = values[dose] / FULL_SHARE / collar_areas
    return states | {name: states[name] + height[name][:, None] * collar for name in height}
