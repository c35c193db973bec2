"""The tissue model of one draw as a plain right-hand side, for any other solver of differential equations.

    y' = f(t, y) within a segment of days,    y <- scale y + add at its start,    J = df/dy exact and sparse

Plain NumPy on the flat order [epidermis | layer 0 (shallow) .. layer N-1 | compartment]; the compiled kernel is not
needed. Within a segment nothing depends on t, and both f and J jump where a segment ends: a solver must stop
there, apply `jump`, and begin anew, or its order is lost. The epidermis and the layers are a band of half-width
`BAND`; the compartment hears the papillary layers and is heard by none, so its rows lie outside that band.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.generated import arrays, layout, nodes

if TYPE_CHECKING:
    from ..engine.problem import Problem

EPIDERMIS, LAYER, COMPARTMENT = (
    len(layout.EPIDERMIS_STATES),
    len(layout.LAYER_STATES),
    len(layout.COMPARTMENT_STATES),
)
SIGNALS = len(layout.SIGNALS)
BAND = max(EPIDERMIS, LAYER)  # a signal of one layer meets its like in the next, LAYER places on
MEANS = np.array(layout.PAPILLARY_POSITIONS)


@dataclass(frozen=True)
class Places:
    """Where each computed derivative stands: rows and columns (entry,), entries that meet are added."""

    rows: np.ndarray
    columns: np.ndarray
    hears: np.ndarray  # (listening, layer or 1): which entries the compartment's response to the chain fills
    size: int

    def slots(self, by_column: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Slot of each entry among the stored non-zeros, their minor index and the starts of the major one.

        Stored by rows, or by columns with `by_column`: (entry,), (non-zero,), (flat + 1,).
        """
        major, minor = (self.columns, self.rows) if by_column else (self.rows, self.columns)
        keys, slots = np.unique(major * self.size + minor, return_inverse=True)
        starts = np.searchsorted(keys // self.size, np.arange(self.size + 1))
        return slots, keys % self.size, starts


@lru_cache(maxsize=8)
def places(layers: int, papillary: int) -> Places:
    """Places of the entries in the order in which `Segment.entries` computes them."""
    chain = EPIDERMIS + layers * LAYER
    node = EPIDERMIS + LAYER * np.arange(layers)
    first = np.concatenate([[0], node])[:, None] + np.arange(SIGNALS)
    rows = [np.array(layout.EPIDERMIS_ROWS), (node[:, None] + np.array(layout.LAYER_ROWS)).ravel()]
    columns = [np.array(layout.EPIDERMIS_COLUMNS), (node[:, None] + np.array(layout.LAYER_COLUMNS)).ravel()]
    for own, other in ((first, first), (first[1:], first[:-1]), (first[:-1], first[1:])):
        rows.append(own.ravel())
        columns.append(other.ravel())
    rows.append(chain + np.array(layout.COMPARTMENT_ROWS))
    columns.append(chain + np.array(layout.COMPARTMENT_COLUMNS))
    for row, heard in zip(layout.LISTENING_ROWS, layout.LISTENING_COLUMNS, strict=True):
        mean = heard >= EPIDERMIS
        columns.append(node[:papillary] + MEANS[heard - EPIDERMIS] if mean else np.array([heard]))
        rows.append(np.full(len(columns[-1]), chain + row))
    lengths = np.array([len(part) for part in rows])
    hears = np.repeat(np.arange(len(layout.LISTENING_ROWS)), lengths[6:])
    return Places(np.concatenate(rows), np.concatenate(columns), hears, chain + COMPARTMENT)


@dataclass(frozen=True)
class Segment:
    """Days between two changes from outside: `rates(t, y)` and `jacobian(t, y)` hold from start to end.

    Arrays of one draw, named as in `engine.solver.Problem`: constants (constant,), baseline (layer, number),
    drivers (driver,), exchange (layer + 1, signal, 2) in 1/day, weights (layer,), scale and add (flat,).
    """

    start_day: float
    end_day: float
    constants: np.ndarray
    baseline: np.ndarray
    drivers: np.ndarray
    exchange: np.ndarray
    weights: np.ndarray
    scale: np.ndarray
    add: np.ndarray

    @property
    def layers(self) -> int:
        """Number of dermal layers."""
        return len(self.weights)

    @property
    def papillary(self) -> int:
        """Number of papillary layers, whose means the compartment reads; they come first."""
        return int(np.count_nonzero(self.weights))

    @property
    def places(self) -> Places:
        """Where the entries of the sparse Jacobian stand."""
        return places(self.layers, self.papillary)

    def jump(self, y: np.ndarray) -> np.ndarray:
        """The state after what happens at the start of this segment: scale y + add (no jump: y itself)."""
        return self.scale * y + self.add

    def parts(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Epidermis (state,), layers (state, layer), compartment (state,), papillary means (state,)."""
        chain = EPIDERMIS + self.layers * LAYER
        dermis = y[EPIDERMIS:chain].reshape(self.layers, LAYER).T
        return y[:EPIDERMIS], dermis, y[chain:], dermis[MEANS] @ self.weights

    def rates(self, t: float, y: np.ndarray) -> np.ndarray:
        """f(t, y) in units of each state per day, (flat,); `t` (day) is not used within a segment."""
        epidermis, dermis, compartment, means = self.parts(np.asarray(y, float))
        top, bottom = [0.0] * EPIDERMIS, [0.0] * COMPARTMENT
        middle = np.empty_like(dermis)
        constants, drivers = self.constants.tolist(), self.drivers.tolist()
        nodes.epidermis_rates(epidermis.tolist(), constants, drivers, top)
        arrays.layer_rates(dermis, self.baseline.T, constants, drivers, middle)
        nodes.compartment_rates(
            compartment.tolist(), epidermis.tolist(), means.tolist(), constants, drivers, bottom
        )
        signals = np.vstack([epidermis[:SIGNALS], dermis[:SIGNALS].T])
        step = np.diff(signals, axis=0)
        flow = np.zeros_like(signals)
        flow[1:] -= self.exchange[1:, :, 0] * step
        flow[:-1] += self.exchange[:-1, :, 1] * step
        middle[:SIGNALS] += flow[1:].T
        f = np.concatenate([top, middle.T.ravel(), bottom])
        f[:SIGNALS] += flow[0]
        return f

    def entries(self, y: np.ndarray) -> np.ndarray:
        """The derivatives in the order of `places`, (entry,), 1/day in the units of the states."""
        epidermis, dermis, compartment, means = self.parts(np.asarray(y, float))
        constants, drivers = self.constants.tolist(), self.drivers.tolist()
        head, tail = [0.0] * len(layout.EPIDERMIS_ROWS), [0.0] * len(layout.COMPARTMENT_ROWS)
        deep = np.empty((len(layout.LAYER_ROWS), self.layers))
        heard = np.zeros(len(layout.LISTENING_ROWS))
        nodes.epidermis_jacobian(epidermis.tolist(), constants, drivers, head)
        arrays.layer_jacobian(dermis, self.baseline.T, constants, drivers, deep)
        below = (compartment.tolist(), epidermis.tolist(), means.tolist(), constants, drivers)
        nodes.compartment_jacobian(*below, tail)
        nodes.compartment_jacobian_listening(*below, heard)
        return np.concatenate(
            [head, deep.T.ravel(), *self.couplings(), tail, heard[self.places.hears] * self.shares()]
        )

    def couplings(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What exchange adds, the same at every y: each signal's loss, its gain from above and from below."""
        own = -self.exchange.sum(axis=2)
        return own.ravel(), self.exchange[1:, :, 0].ravel(), self.exchange[:-1, :, 1].ravel()

    def shares(self) -> np.ndarray:
        """What one layer counts in what the compartment hears: its papillary weight, or 1 for the epidermis."""
        papillary = self.weights[: self.papillary]
        means = np.array(layout.LISTENING_COLUMNS) >= EPIDERMIS
        return np.concatenate([papillary if mean else np.ones(1) for mean in means])

    def jacobian(self, t: float, y: np.ndarray) -> Any:
        """df/dy as a SciPy CSR matrix (flat, flat), with stored zeros kept so that the pattern never changes."""
        from scipy.sparse import csr_matrix

        slots, minor, starts = self.places.slots()
        data = np.bincount(slots, self.entries(y), minlength=len(minor))
        return csr_matrix((data, minor, starts), shape=(self.places.size,) * 2)

    def band(self, y: np.ndarray) -> np.ndarray:
        """df/dy of epidermis and layers in LAPACK's band form: band[BAND + i - j, j], (2 BAND + 1, flat).

        Exact but for the rows of the compartment, of which only what lies in the band is kept: a Newton iteration with
        it still converges, in one iteration more, since the compartment feeds back into nothing.
        """
        at, values = self.places, self.entries(y)
        offset = at.rows - at.columns
        kept = np.abs(offset) <= BAND
        form = np.zeros((2 * BAND + 1, at.size))
        np.add.at(form, (BAND + offset[kept], at.columns[kept]), values[kept])
        return form


@dataclass(frozen=True)
class RightHandSide:
    """One draw of a problem: start (flat,), size (flat,) typical of each state, segments, days of output."""

    start: np.ndarray
    size: np.ndarray
    segments: tuple[Segment, ...]
    output_day: np.ndarray

    @classmethod
    def of(cls, problem: Problem, draw: int = 0) -> RightHandSide:
        """The model of one draw of `problem`; raises `IndexError` where there is no such draw."""
        if not 0 <= draw < problem.draws:
            raise IndexError(f"draw {draw}: this problem has draws 0 to {problem.draws - 1}")
        p = problem.prepared()
        fixed = (p.constants[draw], p.layer_baseline[draw])
        coupled = (p.exchange[draw], p.papillary_weights[draw])
        segments = tuple(
            Segment(
                float(p.segment_day[k]),
                float(p.segment_day[k + 1]),
                *fixed,
                p.drivers[draw, k],
                *coupled,
                p.jump_scale[draw, k],
                p.jump_add[draw, k],
            )
            for k in range(len(p.segment_day) - 1)
        )
        return cls(p.start[draw], p.scale[draw], segments, p.output_day)

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each place of the flat order; dermal layers are numbered from 1, the shallowest."""
        layers = range(1, self.segments[0].layers + 1)
        dermal = [f"{name}_layer_{layer:02d}" for layer in layers for name in layout.LAYER_STATES]
        return (*layout.EPIDERMIS_STATES, *dermal, *layout.COMPARTMENT_STATES)

    def at(self, day: float) -> Segment:
        """The segment in force on a day: on the day on which one ends, the next; beyond the ends, the nearest."""
        starts = [segment.start_day for segment in self.segments]
        return self.segments[max(int(np.searchsorted(starts, day, side="right")) - 1, 0)]

    def rates(self, t: float, y: np.ndarray) -> np.ndarray:
        """f(t, y), (flat,), units of each state per day, of the segment in force at `t` (day)."""
        return self.at(t).rates(t, y)

    def jacobian(self, t: float, y: np.ndarray) -> Any:
        """df/dy at `t` (day) as a SciPy CSR matrix (flat, flat)."""
        return self.at(t).jacobian(t, y)

    def sparsity(self) -> Any:
        """Which rates hear which states, the same for all days: SciPy CSR matrix of ones (flat, flat)."""
        from scipy.sparse import csr_matrix

        _, minor, starts = self.segments[0].places.slots()
        return csr_matrix((np.ones(len(minor)), minor, starts), shape=(len(self.start),) * 2)
