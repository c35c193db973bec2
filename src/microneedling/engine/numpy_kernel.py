"""The kernel without a compiler: one draw at a time, NumPy over layers, LAPACK band elimination over depth.

It shares the rates and the stepping code with nothing but the generated files and `rodas`. The linear algebra is
LAPACK's (dgbtrf with pivoting for epidermis and layers, dgetrf for the compartment), so the two kernels check each
other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.linalg import get_lapack_funcs

from . import rodas
from .generated import arrays, layout, nodes

EPIDERMIS, LAYER, COMPARTMENT = (
    len(layout.EPIDERMIS_STATES),
    len(layout.LAYER_STATES),
    len(layout.COMPARTMENT_STATES),
)
SIGNALS = len(layout.SIGNALS)
BAND = max(EPIDERMIS, LAYER)  # neighbouring nodes couple signal to signal, one node apart
gbtrf, gbtrs, getrf, getrs = get_lapack_funcs(("gbtrf", "gbtrs", "getrf", "getrs"), dtype=np.float64)
MEANS = list(layout.PAPILLARY_POSITIONS)


@lru_cache(maxsize=8)
def band_positions(layers: int) -> dict[str, np.ndarray]:
    """Flat positions in LAPACK band storage of each kind of entry of the chain's matrix."""
    rows_stored = 3 * BAND + 1

    def at(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        return j * rows_stored + 2 * BAND + i - j

    node = EPIDERMIS + LAYER * np.arange(layers)
    first = np.concatenate([[0], node])[:, None] + np.arange(SIGNALS)  # (node, signal)
    diagonal = np.arange(EPIDERMIS + layers * LAYER)
    return {
        "epidermis": at(np.array(layout.EPIDERMIS_ROWS), np.array(layout.EPIDERMIS_COLUMNS)),
        "layer": at(
            node + np.array(layout.LAYER_ROWS)[:, None], node + np.array(layout.LAYER_COLUMNS)[:, None]
        ),
        "diagonal": at(diagonal, diagonal),
        "own": at(first, first),
        "up": at(first[1:], first[:-1]),
        "down": at(first[:-1], first[1:]),
    }


class Draw:
    """One draw within one segment, as the stepping code needs it."""

    def __init__(self, problem, draw: int, segment: int):
        self.layers = problem.layers
        self.chain = EPIDERMIS + self.layers * LAYER
        self.constants = problem.constants[draw].tolist()
        self.base = np.ascontiguousarray(problem.layer_baseline[draw].T)
        self.drivers = problem.drivers[draw, segment].tolist()
        self.exchange = problem.exchange[draw]
        self.weights = problem.papillary_weights[draw]
        self.scale = problem.scale[draw]
        self.at = band_positions(self.layers)

    def _parts(self, y: np.ndarray) -> tuple[list[float], np.ndarray, list[float], list[float]]:
        """Epidermis, layers (state, layer), compartment and the papillary means."""
        layers = np.ascontiguousarray(y[EPIDERMIS : self.chain].reshape(self.layers, LAYER).T)
        return (
            y[:EPIDERMIS].tolist(),
            layers,
            y[self.chain :].tolist(),
            (layers[MEANS] @ self.weights).tolist(),
        )

    def rates(self, y: np.ndarray) -> np.ndarray:
        """Rates of every state, 1/day, exchange included."""
        epidermis, layers, compartment, means = self._parts(y)
        top, bottom = [0.0] * EPIDERMIS, [0.0] * COMPARTMENT
        middle = np.empty_like(layers)
        with np.errstate(all="ignore"):
            nodes.epidermis_rates(epidermis, self.constants, self.drivers, top)
            arrays.layer_rates(layers, self.base, self.constants, self.drivers, middle)
        nodes.compartment_rates(compartment, epidermis, means, self.constants, self.drivers, bottom)
        signals = np.vstack([epidermis[:SIGNALS], layers[:SIGNALS].T])
        flow = np.zeros_like(signals)
        difference = np.diff(signals, axis=0)
        flow[1:] -= self.exchange[1:, :, 0] * difference
        flow[:-1] += self.exchange[:-1, :, 1] * difference
        middle[:SIGNALS] += flow[1:].T
        f = np.concatenate([top, middle.T.ravel(), bottom])
        f[:SIGNALS] += flow[0]
        return f

    def jacobian(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The Jacobian: the chain in LAPACK band storage, the compartment's own block, its response to the chain."""
        epidermis, layers, compartment, means = self._parts(y)
        own = np.zeros(len(layout.EPIDERMIS_ROWS))
        deep = np.empty((len(layout.LAYER_ROWS), self.layers))
        below, listening = [0.0] * len(layout.COMPARTMENT_ROWS), [0.0] * len(layout.LISTENING_ROWS)
        nodes.epidermis_jacobian(epidermis, self.constants, self.drivers, own)
        with np.errstate(all="ignore"):
            arrays.layer_jacobian(layers, self.base, self.constants, self.drivers, deep)
        nodes.compartment_jacobian(compartment, epidermis, means, self.constants, self.drivers, below)
        nodes.compartment_jacobian_listening(
            compartment, epidermis, means, self.constants, self.drivers, listening
        )
        band = np.zeros(self.chain * (3 * BAND + 1))
        band[self.at["epidermis"]] = own
        band[self.at["layer"]] = deep
        band[self.at["own"]] -= self.exchange.sum(axis=2)
        band[self.at["up"]] = self.exchange[1:, :, 0]
        band[self.at["down"]] = self.exchange[:-1, :, 1]
        block = np.zeros((COMPARTMENT, COMPARTMENT))
        block[list(layout.COMPARTMENT_ROWS), list(layout.COMPARTMENT_COLUMNS)] = below
        hears = np.zeros((COMPARTMENT, EPIDERMIS + len(MEANS)))
        hears[list(layout.LISTENING_ROWS), list(layout.LISTENING_COLUMNS)] = listening
        return band, block, hears

    def factor(self, y: np.ndarray, shift: float) -> Callable[[np.ndarray], np.ndarray]:
        """The solver of (shift - J) x = r at the state y (flat,); raises LinAlgError where the matrix is singular."""
        band, block, hears = self.jacobian(y)
        np.negative(band, out=band)
        band[self.at["diagonal"]] += shift
        storage = band.reshape(self.chain, 3 * BAND + 1).T
        chain_lu, chain_pivots, chain_failed = gbtrf(storage, BAND, BAND, overwrite_ab=True)
        compartment_lu, compartment_pivots, compartment_failed = getrf(shift * np.eye(COMPARTMENT) - block)
        if chain_failed or compartment_failed:
            raise np.linalg.LinAlgError("singular step matrix")

        def solve(right: np.ndarray) -> np.ndarray:
            x, _ = gbtrs(chain_lu, BAND, BAND, right[: self.chain], chain_pivots)
            layers = x[EPIDERMIS:].reshape(self.layers, LAYER)
            heard = np.concatenate([x[:EPIDERMIS], self.weights @ layers[:, MEANS]])
            below, _ = getrs(compartment_lu, compartment_pivots, right[self.chain :] + hears @ heard)
            return np.concatenate([x, below])

        return solve

    def error_norm(self, tolerance: float) -> Callable[[np.ndarray, np.ndarray], float]:
        """Largest over the three places of the root mean square of e / (tolerance (scale + |y|))."""
        cuts = [EPIDERMIS, self.chain]

        def norm(e: np.ndarray, y: np.ndarray) -> float:
            squares = (e / (self.scale + np.abs(y))) ** 2
            return float(
                np.sqrt(max(part.mean() for part in np.split(squares, cuts) if part.size)) / tolerance
            )

        return norm


def integrate_draw(problem, draw: int, tolerance: float, max_steps: int, outputs) -> tuple[int, int, int]:
    """One draw through all segments, written into `outputs`; returns (status, steps, rejected)."""
    epidermis, zones, compartment, layers = outputs
    chain = EPIDERMIS + problem.layers * LAYER
    weights = problem.zone_weights[draw]

    def write(k: int, y: np.ndarray) -> None:
        dermis = y[EPIDERMIS:chain].reshape(problem.layers, LAYER)
        epidermis[k], zones[k], compartment[k] = y[:EPIDERMIS], weights @ dermis, y[chain:]
        if layers.shape[1]:
            layers[k] = dermis

    days = problem.segment_day
    edges = np.searchsorted(problem.output_day, days, side="right")
    y = problem.start[draw]
    for k in range(edges[0]):
        write(k, y)
    steps = rejected = 0
    for segment in range(len(days) - 1):
        y = y * problem.jump_scale[draw, segment] + problem.jump_add[draw, segment]
        part = Draw(problem, draw, segment)
        system = rodas.System(part.rates, part.factor, part.error_norm(tolerance))
        first = int(edges[segment])
        run = rodas.advance(
            system,
            y,
            float(days[segment]),
            float(days[segment + 1]),
            tolerance,
            max_steps - steps - rejected,
            problem.output_day[first : edges[segment + 1]].tolist(),
            lambda k, state, first=first: write(first + k, state),
        )
        y, steps, rejected = run.y, steps + run.steps, rejected + run.rejected
        if run.status:
            return run.status, steps, rejected
    return rodas.OK, steps, rejected
