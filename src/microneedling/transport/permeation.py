"""What a product delivers: amounts by layer, fluxes and concentrations against time, per draw.

    permeate(dose, active, skin, channels, values, hours, mode) -> Permeation

Hours count from when the product is put on; `channels` count from the needling. In a Franz cell the receptor is
a sink under the last layer, without blood; in living skin blood and lymph carry off what enters the dermis and
the subcutis takes the rest. Equations: `barrier_layers` (what a layer does), `mesh` (skin and channels side
by side), `dose` (the product), `permeation_solver` (the method). Deterministic given the values.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from ..answers.brief import brief
from .actives import Active, Properties, properties
from .barrier_layers import Barrier, barrier
from .channel_course import ChannelCourse
from .dose import MIN_PER_H, Dose
from .mesh import DRAINS, FiniteVolumes, Mesh, mesh
from .permeation_solver import Links, March, march

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.anatomy import Anatomy

Mode = Literal["in vivo", "franz"]
TOLERANCE = 1e-3
LIVING = ("epidermis", "papillary", "reticular")


@dataclass(frozen=True)
class Permeation:
    """Arrays (draw, time) unless said otherwise; amounts in ug/cm2, concentrations in ug/mL."""

    __repr__ = brief

    mode: Mode
    hours: np.ndarray
    applied_ug_per_cm2: np.ndarray  # put on so far; of an endless dose, what it has given
    surface: np.ndarray  # nan for an endless dose
    wiped_off: np.ndarray
    stratum_corneum: np.ndarray
    epidermis: np.ndarray
    dermis: np.ndarray
    subcutis: np.ndarray
    beyond: np.ndarray  # receptor, or below the subcutis
    blood: np.ndarray
    breakdown: np.ndarray
    flux_into_skin_ug_per_cm2_h: np.ndarray  # out of the corneum and the channels' mouths into living skin
    flux_out_ug_per_cm2_h: np.ndarray  # into receptor or blood
    free_concentration_ug_per_ml: dict[str, np.ndarray]
    mass_balance_error: float
    cells: Mesh
    free_in_cells: np.ndarray  # (time, cell, draw)
    barrier: Barrier
    steps: int = field(default=0)

    @property
    def receptor_or_blood(self) -> np.ndarray:
        """All that is below the dermis or carried off."""
        return self.subcutis + self.beyond + self.blood

    @property
    def past_the_corneum(self) -> np.ndarray:
        """All that living skin and what lies behind it have received."""
        return self.epidermis + self.dermis + self.receptor_or_blood + self.breakdown

    def concentration_at(self, depth_mm: float | np.ndarray, times: slice = slice(None)) -> np.ndarray:
        """Free concentration (draw, time) at a depth (one, or one a draw) below the surface, ug/mL.

        Straight lines of its logarithm between the cells: it falls about exponentially with depth. `times`: at these
        hours alone.
        """
        middle, draws = self.cells.middle_mm, np.arange(self.cells.middle_mm.shape[1])
        depth = np.clip(depth_mm, middle[0], middle[-1])  # level beyond the first and the last cell
        above = np.minimum((middle[1:] <= depth).sum(axis=0), len(middle) - 2)  # the last cell not below it
        high, low = (
            np.log(np.maximum(self.free_in_cells[times, cell, draws], 1e-300)) for cell in (above, above + 1)
        )
        slope = (low - high) / (middle[above + 1, draws] - middle[above, draws])
        found = np.exp(slope * (depth - middle[above, draws]) + high)
        return np.where(found > 1e-290, found, 0.0).T


def permeate(
    dose: Dose,
    active: Active,
    skin: Anatomy,
    channels: ChannelCourse,
    values: Values,
    hours: np.ndarray,
    mode: Mode = "in vivo",
    tolerance: float = TOLERANCE,
    finer: int = 1,
    blanching: np.ndarray | None = None,
) -> Permeation:
    """Carry the dose through this skin; `hours` (ascending, from 0) are those of the answer. Raises SolverError.

    `blanching` (draw,): share of its blood that the skin keeps while the product is on (1 when left out).
    """
    substance = properties(active, values)
    layers = barrier_for(dose, substance, skin, values, mode)
    cells = mesh(layers, finer)
    late = channels.shifted(dose.applied_after_min / MIN_PER_H)
    volumes = FiniteVolumes(cells, layers, late, blanching)
    hours = np.asarray(hours, float)
    run = _Run(dose, substance, volumes, values)
    found, wiped = run.whole(hours, tolerance)
    return _told(run, layers, mode, found, wiped)


def barrier_for(dose: Dose, substance: Properties, skin: Anatomy, values: Values, mode: Mode) -> Barrier:
    """The layers that this dose meets: a Franz cell's donor, a wrap and an endless dose keep the corneum wet."""
    living = mode == "in vivo"
    dry = living and not (dose.occluded or dose.endless)
    return barrier(substance, skin, dose.ph, living, dry, values)


class _Run:
    """One dose on one mesh."""

    def __init__(self, dose: Dose, substance: Properties, volumes: FiniteVolumes, values: Values):
        self.dose, self.volumes, self.values = dose, volumes, values
        self.substance = substance
        soluble = substance.solubility_ug_per_ml(dose.ph)
        self.held = np.minimum(dose.strength_ug_per_ml, soluble) if dose.endless else None
        self.wiped_h = np.inf if dose.wiped_off_min is None else dose.wiped_off_min / MIN_PER_H
        self.one = np.ones(volumes.draws)

    def links(self, hour: float, touching: bool) -> Links:
        if not touching or self.held is not None:
            return self.volumes.links(hour, self.one, touching, self.held)
        return self.volumes.links(hour, self.dose.capacity_ml(hour, self.substance, self.values))

    def whole(self, hours: np.ndarray, tolerance: float) -> tuple[March, np.ndarray]:
        """The march, cut where the product is wiped off, and what was wiped off at each hour."""
        start = np.zeros((self.volumes.nodes, self.volumes.draws))
        start[0] = self.dose.amount_ug_per_cm2
        if not self.wiped_h < hours[-1]:
            found = march(lambda t: self.links(t, True), start, hours, tolerance)
            return _positive(found), np.zeros((hours.size, self.volumes.draws))
        before = hours[hours < self.wiped_h]
        first = march(lambda t: self.links(t, True), start, np.append(before, self.wiped_h), tolerance)
        state = first.amount[-1].copy()
        taken_off = np.where(self.held is None, state[0], 0.0)
        given = state[0].copy()
        state[0] = 0.0
        after = np.append(self.wiped_h, hours[hours >= self.wiped_h])
        second = march(lambda t: self.links(t, False), state, after, tolerance)
        if self.held is not None:  # node 0 then counts what the endless dose gave
            second.amount[:, 0] += given
        count = before.size
        wiped = np.zeros((hours.size, self.volumes.draws))
        wiped[count:] = taken_off
        joined = March(
            hours,
            np.concatenate([first.amount[:-1], second.amount[1:]]),
            np.concatenate([first.drained[:, :-1], first.drained[:, -1:] + second.drained[:, 1:]], axis=1),
            first.steps + second.steps,
        )
        return _positive(joined), wiped


def _positive(found: March) -> March:
    """Amounts below zero by the error of the method, set to zero; the rest shrinks in proportion.

    Node 0 is left as it is: of an endless dose it counts what was given. Every sum is kept.
    """
    inside = np.concatenate([found.amount[:, 1:], found.drained.transpose(1, 0, 2)], axis=1)
    whole = found.amount[:, 0] + inside.sum(axis=1)
    if np.all(whole <= 1e-9 * np.abs(found.amount[-1, 0])):  # an endless dose: nothing owned beforehand
        keep, parts = found.amount[:, :1], inside
    else:
        keep, parts = None, np.concatenate([found.amount[:, :1], inside], axis=1)
    total = parts.sum(axis=1, keepdims=True)
    clipped = np.maximum(parts, 0.0)
    size = clipped.sum(axis=1, keepdims=True)
    parts = clipped * np.where(size > 0, total / np.where(size > 0, size, 1.0), 1.0)
    parts = parts if keep is None else np.concatenate([keep, parts], axis=1)
    nodes = found.amount.shape[1]
    return replace(found, amount=parts[:, :nodes], drained=parts[:, nodes:].transpose(1, 0, 2))


def _told(run: _Run, layers: Barrier, mode: Mode, found: March, wiped: np.ndarray) -> Permeation:
    cells, hours = run.volumes.cells, found.hours
    in_cell = found.amount[:, run.volumes.tissue]
    in_cell[:, : run.volumes.deep] += found.amount[:, run.volumes.channel]
    parts = {name: in_cell[:, cells.of(name)].sum(axis=1).T for name in (*cells.names, "subcutis")}
    gone = {name: np.zeros_like(found.drained[0]) for name in DRAINS}
    for name, taken in zip(DRAINS, found.drained, strict=True):
        gone[name] = gone[name] + taken
    product = found.amount[:, 0]
    applied = -product if run.held is not None else np.full_like(product, run.dose.amount_ug_per_cm2)
    surface = np.full_like(product, np.nan) if run.held is not None else product
    inside = in_cell.sum(axis=1) + sum(gone.values())
    whole = inside + wiped + (0.0 if run.held is not None else product)
    size = np.maximum(np.abs(applied[-1]), 1e-300)
    free = _free(run, found)
    into, out = _fluxes(run, found)
    return Permeation(
        mode=mode,
        hours=hours,
        applied_ug_per_cm2=applied.T,
        surface=surface.T,
        wiped_off=wiped.T,
        stratum_corneum=parts["stratum_corneum"],
        epidermis=parts["epidermis"],
        dermis=parts["papillary"] + parts["reticular"],
        subcutis=parts["subcutis"],
        beyond=gone["beyond"].T,
        blood=gone["blood"].T,
        breakdown=gone["breakdown"].T,
        flux_into_skin_ug_per_cm2_h=into.T,
        flux_out_ug_per_cm2_h=out.T,
        free_concentration_ug_per_ml={name: _mean(cells, name, free).T for name in LIVING},
        mass_balance_error=float(np.max(np.abs(whole - applied) / size)),
        cells=cells,
        free_in_cells=free,
        barrier=layers,
        steps=found.steps,
    )


def _free(run: _Run, found: March) -> np.ndarray:
    """Free concentration in the tissue, (time, cell, draw)."""
    volumes = run.volumes
    parts = [found.amount[k, volumes.tissue] / volumes.tissue_ml(hour) for k, hour in enumerate(found.hours)]
    return np.stack(parts)


def _mean(cells: Mesh, name: str, free: np.ndarray) -> np.ndarray:
    mine = cells.of(name)
    thick = cells.thickness_mm[mine]
    return (free[:, mine] * thick).sum(axis=1) / thick.sum(axis=0)


def _fluxes(run: _Run, found: March) -> tuple[np.ndarray, np.ndarray]:
    """Flux into living skin and out of it, (time, draw), from the links at each hour of the answer."""
    into, out = np.zeros((2, found.hours.size, run.volumes.draws))
    volumes = run.volumes
    upper, lower = volumes.tissue[volumes.corneum - 1], volumes.tissue[volumes.corneum]
    for k, hour in enumerate(found.hours):
        links = run.links(float(hour), bool(hour < run.wiped_h))
        u = found.amount[k] / np.where(links.capacity > 0, links.capacity, 1.0)
        if links.held is not None:
            u[0] = links.held
        into[k] = links.far[upper] * (u[upper] - u[lower]) + links.near[upper + 1] * (u[upper + 1] - u[lower])
        if volumes.corneum < volumes.deep:
            into[k] += links.far[upper + 1] * (u[upper + 1] - u[lower + 1])
        for name, rate in zip(DRAINS, links.flow(u)[1], strict=True):
            out[k] += rate * (name != "breakdown")
    return into, out
