"""An independent reference of the healing model for one draw: written by hand, sharing no code with src.

    y' = f(y) between sessions (`moving`),  y <- scale y + add at a session,  y = rest at first (`resting`)

Inputs are plain: registry numbers, person, geometry and care as dicts of floats and arrays by name. Every
right-hand side is a list of signed terms, so that a difference can be judged against the size of what was
added up. In time it goes by SciPy's BDF, piecewise between sessions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import csc_matrix

from .baseline import HEARD, Named, reference_baseline
from .moving import SIGNALS, reference_rates, reference_terms

__all__ = [
    "NO_CARE",
    "Packing",
    "reference_baseline",
    "reference_rates",
    "reference_session",
    "reference_solve",
]

NO_CARE = {
    "channels_per_mm2": 0.0,
    "plugging": 1.0,
    "inflammation_gain": 1.0,
    "collagen_gain": 1.0,
    "synthesis_gain": 1.0,
    "collagenase_gain": 1.0,
    "melanin_gain": 1.0,
    "barrier_gain": 1.0,
    "uv": 0.0,
}
STRUCK = ("fibroblasts", "type3", "type1_new", "type1_mature", "type1_fragmented", "elastic", "elastotic")
PUNCHED = (
    "basal",
    "suprabasal",
    "corneocytes",
    "melanin_epidermis",
    "melanin_corneum",
    "lesional_melanin_epidermis",
    "lesional_melanin_corneum",
)
Window = tuple[float, float, str, float]  # from day, to day, driver, factor
SMALLEST = 0.01  # of any state, for the absolute tolerance


def reference_session(state: Named, session: Named, numbers: Mapping[str, float], geometry: Named) -> Named:
    """The state after a session, given as a dict of its punctures: `wounded` (layer, part) in equal
    parts of each layer, `bleeding_fraction`,
    `area_fraction`, `channel_radius_mm`, `platelet_boost`."""

    def n(name: str) -> float:
        return numbers["session_effect." + name]

    parts, b, phi = np.asarray(session["wounded"]), session["bleeding_fraction"], session["area_fraction"]
    around = np.asarray(session["channels_per_mm2"]) * n("neighbourhood_mm2")
    alone = n("lone_channel")
    kept_together = alone + (1 - alone) * around / (1 + around)
    debris = kept_together * (1 - np.exp(-n("debris_per_wound") * parts))
    v, sent = parts.mean(axis=1), (parts * kept_together).mean(axis=1) / n("full_share")
    after = dict(state)
    after["debris"] = state["debris"] + debris.mean(axis=1)
    dose = n("platelet_dose") * b + session["platelet_boost"]
    after["platelet_signal"] = state["platelet_signal"] + dose * sent
    after["tgf"] = state["tgf"] + n("tgf_dose") * b * sent
    for name in STRUCK:
        after[name] = state[name] - n("matrix_loss") * v * state[name]
    for name in PUNCHED:
        after[name] = state[name] - n("cell_loss") * phi * state[name]
    after["opening_radius_mm"] = session["channel_radius_mm"]
    struck = -np.log(1 - phi)
    for gap in ("barrier_gap", "vapour_gap"):
        after[gap] = state[gap] + struck
    after["wound"] = state["wound"] + struck * session["depth_median_mm"]
    first, heights = geometry["papillary_count"], np.diff(geometry["faces_mm"])
    cut = (1 - np.exp(-parts / n("full_share"))).mean(axis=1)
    deep_drive = (cut[first:] * heights[first:]).sum() / heights[first:].sum()
    after["tether_mm"] = state["tether_mm"] * (1 - numbers["surface_topography.tether_release"] * deep_drive)
    return after


class Packing:
    """Names to one vector and back: scalars first, then each dermal state over all layers."""

    def __init__(self, states: Named):
        self.scalars = [name for name, value in states.items() if np.ndim(value) == 0]
        self.dermal = [name for name, value in states.items() if np.ndim(value) == 1]
        self.layers = len(states[self.dermal[0]])

    def vector(self, states: Named) -> np.ndarray:
        scalars = [states[name] for name in self.scalars]
        return np.concatenate([scalars, *(states[name] for name in self.dermal)])

    def names(self, y: np.ndarray) -> Named:
        cut = len(self.scalars)
        field = y[cut:].reshape(len(self.dermal), self.layers)
        scalars = dict(zip(self.scalars, y[:cut].tolist(), strict=True))
        return scalars | dict(zip(self.dermal, field, strict=True))

    def courses(self, table: np.ndarray) -> Named:
        """Time courses by name: (day,) and (day, layer), from (day, flat)."""
        cut = len(self.scalars)
        field = table[:, cut:].reshape(len(table), len(self.dermal), self.layers)
        scalars = {name: table[:, i] for i, name in enumerate(self.scalars)}
        return scalars | {name: field[:, i] for i, name in enumerate(self.dermal)}

    def sparsity(self, papillary_count: int) -> csc_matrix:
        """Which rates hear which states: own layer, signals next door, scalars the papillary HEARD."""
        cut, layers = len(self.scalars), self.layers
        pattern = np.zeros((cut + len(self.dermal) * layers,) * 2, dtype=bool)
        pattern[:cut, :cut] = True
        for row, name in enumerate(self.dermal):
            for column, other in enumerate(self.dermal):
                at = (cut + row * layers, cut + column * layers)
                near = np.eye(layers, dtype=bool)
                if name == other and name in SIGNALS:
                    near |= np.eye(layers, k=1, dtype=bool) | np.eye(layers, k=-1, dtype=bool)
                pattern[at[0] : at[0] + layers, at[1] : at[1] + layers] = near
            if name in HEARD:
                pattern[:cut, cut + row * layers : cut + row * layers + papillary_count] = True
            if name in SIGNALS:
                epidermal = self.scalars.index("epidermal_" + name)
                pattern[cut + row * layers, epidermal] = pattern[epidermal, cut + row * layers] = True
        return csc_matrix(pattern)


def _segments(
    sessions: Sequence[Named], windows: Sequence[Window], sun: float, until_day: float
) -> Iterator[tuple[float, float, Named | None, Named]]:
    """(start, end, session at the start or None, drivers) of every stretch in which nothing is switched."""
    edges = {0.0, float(until_day)} | {item["day"] for item in sessions}
    edges |= {day for window in windows for day in window[:2]}
    days = sorted(day for day in edges if 0 <= day <= until_day)
    density = 0.0
    for start, end in pairwise(days):
        struck = next((item for item in sessions if item["day"] == start), None)
        density = struck["density_per_cm2"] / 100 if struck else density
        care = NO_CARE | {"channels_per_mm2": density, "uv": sun}
        for first, last, driver, factor in windows:
            if first <= start < last:
                care[driver] *= factor
        yield start, end, struck, care


def reference_solve(
    numbers: Mapping[str, float],
    rest: Named,
    geometry: Named,
    sessions: Sequence[Named],
    days: Sequence[float],
    windows: Sequence[Window] = (),
    sun: float = 0.0,
    tolerance: float = 1e-7,
) -> Named:
    """States by name on `days` (day, ...), from rest on day 0; on a session's own day before its strike.

    `sessions` are dicts as of `reference_session` with `day`, `density_per_cm2` and `depth_median_mm` too.
    """
    packing, wanted = Packing(rest["states"]), np.asarray(days, float)
    pattern = packing.sparsity(geometry["papillary_count"])
    y = packing.vector(rest["states"])
    atol = tolerance * np.maximum(np.abs(y), SMALLEST)
    result = np.full((wanted.size, y.size), np.nan)
    result[wanted <= 0] = y
    for start, end, struck, care in _segments(sessions, windows, sun, wanted[-1]):
        if struck:
            y = packing.vector(reference_session(packing.names(y), struck, numbers, geometry))

        def rates(_day: float, state: np.ndarray, care: Named = care) -> np.ndarray:
            terms = reference_terms(packing.names(state), numbers, rest, geometry, care)
            return packing.vector({name: sum(parts) for name, parts in terms.items()})

        inside = (wanted > start) & (wanted <= end)
        stops = np.union1d(wanted[inside], [end])
        run = solve_ivp(rates, (start, end), y, "BDF", stops, rtol=tolerance, atol=atol, jac_sparsity=pattern)
        if not run.success:
            raise RuntimeError(f"the reference stopped between day {start} and {end}: {run.message}")
        result[inside] = run.y[:, : inside.sum()].T
        y = run.y[:, -1]
    return packing.courses(result)
