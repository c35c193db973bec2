"""What is integrated, and what comes of it: arrays whose names and axes every kernel shares.

The flat layout of one draw is [epidermis | layer 0 (shallow) .. layer N-1 (deep) | epidermal compartment], with the
names of `generated.layout`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .generated import layout

REASONS = {0: "finished", 1: "the step became too small", 2: "the rates are not finite", 3: "too many steps"}


@dataclass(frozen=True)
class Problem:
    """What is integrated; all arrays but the days lead with the draw axis.

    constants (draw, constant) and layer_baseline (draw, layer, number) follow the names in the layout. Segment k
    runs from segment_day[k] to segment_day[k + 1] under drivers[:, k]; at its start y <- jump_scale y + jump_add.
    exchange (draw, layer + 1, signal, 2): couplings in 1/day to the node above and below, 0 at the ends.
    papillary_weights (draw, layer) sum to 1; zone_weights (draw, zone, layer) give the means of the output.
    scale (flat,) or (draw, flat): typical size of each state, for the absolute tolerance.
    """

    constants: np.ndarray
    layer_baseline: np.ndarray
    drivers: np.ndarray
    segment_day: np.ndarray
    start: np.ndarray
    jump_scale: np.ndarray
    jump_add: np.ndarray
    exchange: np.ndarray
    papillary_weights: np.ndarray
    zone_weights: np.ndarray
    output_day: np.ndarray
    scale: np.ndarray

    @property
    def draws(self) -> int:
        """Number of draws: persons, or sets of numbers."""
        return self.start.shape[0]

    @property
    def layers(self) -> int:
        """Number of dermal layers."""
        return self.papillary_weights.shape[1]

    def prepared(self) -> Problem:
        """The same problem as contiguous float64 arrays of the full shapes.

        Raises ValueError with all wrong shapes at once, or where days do not rise or outputs lie after the end.
        """
        draws, layers, segments = self.draws, self.layers, len(self.segment_day) - 1
        flat = flat_size(layers)
        shapes = {
            "constants": (draws, len(layout.CONSTANTS)),
            "layer_baseline": (draws, layers, len(layout.LAYER_BASELINE)),
            "drivers": (draws, segments, len(layout.DRIVERS)),
            "segment_day": (segments + 1,),
            "start": (draws, flat),
            "jump_scale": (draws, segments, flat),
            "jump_add": (draws, segments, flat),
            "exchange": (draws, layers + 1, len(layout.SIGNALS), 2),
            "papillary_weights": (draws, layers),
            "zone_weights": (draws, self.zone_weights.shape[-2], layers),
            "output_day": (len(self.output_day),),
            "scale": (draws, flat),
        }
        wrong, ready = [], {}
        for name, shape in shapes.items():
            try:
                # one positive-stride copy per array, so that only one specialisation is ever compiled
                ready[name] = np.array(
                    np.broadcast_to(getattr(self, name), shape), dtype=np.float64, order="C"
                )
            except ValueError:
                wrong.append(f"{name}: found {np.shape(getattr(self, name))}, needed {shape}")
        if wrong:
            raise ValueError("problem shapes: " + "; ".join(wrong))
        days, out = ready["segment_day"], ready["output_day"]
        if np.any(np.diff(days) <= 0) or np.any(np.diff(out) < 0) or (out.size and out[-1] > days[-1]):
            raise ValueError(
                "segment days must rise; output days must be sorted and not after the last segment"
            )
        return Problem(**ready)


@dataclass(frozen=True)
class Solution:
    """States at the output days (just before a jump of the same day); NaN from where a draw failed.

    epidermis (draw, day, state), zones (draw, day, zone, layer state), compartment (draw, day, state); layers
    (draw, day, layer, layer state) when asked for. status (draw,): a key of `REASONS`.
    """

    day: np.ndarray
    epidermis: np.ndarray
    zones: np.ndarray
    compartment: np.ndarray
    layers: np.ndarray | None
    status: np.ndarray
    steps: np.ndarray
    rejected: np.ndarray


def flat_size(layers: int) -> int:
    """Length of the flat state of one draw."""
    return len(layout.EPIDERMIS_STATES) + layers * len(layout.LAYER_STATES) + len(layout.COMPARTMENT_STATES)


def blank_outputs(problem: Problem, full: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Epidermis, zones, compartment and layers of a solution, NaN until written; no layers unless `full`."""
    shapes = (
        (len(layout.EPIDERMIS_STATES),),
        (problem.zone_weights.shape[1], len(layout.LAYER_STATES)),
        (len(layout.COMPARTMENT_STATES),),
        (problem.layers if full else 0, len(layout.LAYER_STATES)),
    )
    top, zones, compartment, layers = (
        np.full((problem.draws, len(problem.output_day), *shape), np.nan) for shape in shapes
    )
    return top, zones, compartment, layers
