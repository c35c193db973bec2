"""Which draws describe skin that returns to its baseline, and does not scar by itself once it is wounded.

Myofibroblasts make TGF-b and TGF-b makes myofibroblasts. Where that loop outruns their loss a second, permanently
scarred state exists beside the baseline - hypertrophic scarring, which the model refuses to predict
(docs/model.md#scars-that-heal-too-much). With m = Mf/F0, T = T0 + s m/k and A = act [h(T) - h(T0)], fibroblasts
f = F/F0 of such a state balance growth by TGF-b, return to the baseline F0 and activation,

    g G/(1 + G) f (1 - f/phi) - d (f - 1) - A f + back m = 0,      G = a (T - T0)

and it sustains itself where A f >= (back + loss) m. A draw passes when A f stays below `MARGIN` of that loss for every
m up to the ceiling. Diffusion only thins TGF-b out, and is left aside.
"""

from __future__ import annotations

import numpy as np

from ..evidence.registry import Values, registry

MARGIN = 0.95  # numerical: a state that just fails to sustain itself still takes years to fade
GRID = np.geomspace(1e-3, 1.5, 80)  # m as a share of the ceiling
SPARE = 0.25  # share of draws taken beyond those requested, so that enough pass


def returns_to_baseline(values: Values) -> np.ndarray:
    """Mask (draw,) of the draws without a sustained scarred state."""

    def number(key: str) -> np.ndarray:
        return values[f"proliferation.{key}"][:, None]

    def h(x: np.ndarray) -> np.ndarray:
        return x**2 / (1 + x**2)

    ceiling, back = number("fibroblast_ceiling"), number("myofibroblast_return_per_day")
    m = ceiling * GRID
    excess = number("tgf_from_myofibroblasts_per_day") * m / number("tgf_decay_per_day")
    baseline = number("tgf_baseline")
    activation = number("myofibroblast_activation_per_day") * (h(baseline + excess) - h(baseline))
    signal = number("growth_by_tgf") * excess
    growth = number("fibroblast_growth_per_day") * signal / (1 + signal)
    loss = number("fibroblast_loss_per_day")
    # the positive root of growth f (1 - f/ceiling) - loss (f - 1) - activation f + back m = 0
    half = 0.5 * (growth - loss - activation)
    curve = np.maximum(growth / ceiling, 1e-12)
    fibroblasts = (half + np.sqrt(half**2 + curve * (loss + back * m))) / curve
    lost = (back + number("myofibroblast_loss_per_day")) * m
    return np.all(activation * fibroblasts < MARGIN * lost, axis=1)


def stable_draws(count: int, seed: int) -> tuple[Values, int]:
    """The first `count` draws of the priors without a sustained scarred state, and how many were passed over."""
    taken = count
    while True:
        taken += max(int(SPARE * count), 20)
        drawn = registry().draws(taken, seed)
        passed = np.flatnonzero(returns_to_baseline(drawn))
        if len(passed) >= count:
            keep = np.zeros(taken, bool)
            keep[passed[:count]] = True
            return drawn.subset(keep), int(passed[count - 1] + 1 - count)
