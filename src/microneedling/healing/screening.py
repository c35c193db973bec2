"""Which draws describe skin that returns to its baseline, and neither scars nor smoulders by itself once wounded.

Myofibroblasts make TGF-b and TGF-b makes myofibroblasts. Where that loop outruns their loss a second, permanently
scarred state exists beside the baseline - hypertrophic scarring, which the model refuses to predict
(docs/model.md#scars-that-heal-too-much). With m = Mf/F0, T = T0 + s m/k and A = act [h(T) - h(T0)], fibroblasts
f = F/F0 of such a state balance growth by TGF-b, return to the baseline F0 and activation,

    g G/(1 + G) f (1 - f/phi) - d (f - 1) - A f + back m = 0,      G = a (T - T0)

and it sustains itself where A f >= (back + loss) m. A draw passes when A f stays below `MARGIN` of that loss for every
m up to the ceiling. Diffusion only thins TGF-b out, and is left aside.

Cells that inflammation calls raise cytokine in turn. Near the baseline cytokine x, neutrophils N and inflammatory
macrophages M move as dy/dt = A y; where an eigenvalue of A is not clearly negative (`CALMING_PER_DAY`), skin would stay
inflamed without a cause, and the draw is passed over too.
"""

from __future__ import annotations

import numpy as np

from ..evidence.registry import Values, registry

CALMING_PER_DAY = 0.05  # slowest return to calm that counts as one
MARGIN = 0.95  # numerical: a state that just fails to sustain itself still takes years to fade
GRID = np.geomspace(1e-3, 1.5, 80)  # m as a share of the ceiling
SPARE = 0.25  # share of draws taken beyond those requested, so that enough pass


def returns_to_baseline(values: Values) -> np.ndarray:
    """Mask (draw,) of the draws without a sustained scarred or inflamed state."""
    return _heals(values) & (calming_per_day(values) > CALMING_PER_DAY)


def calming_per_day(values: Values) -> np.ndarray:
    """Rate (draw,), 1/d, at which the slowest trace of inflammation fades; negative where it grows by itself."""

    def number(key: str) -> np.ndarray:
        return values[f"inflammation.{key}"]

    lodged, load = number("neutrophil_scale_cells_per_mm3"), number("macrophage_scale_cells_per_mm3")
    called = number("macrophage_recruitment_cells_per_mm3_day")
    motion = np.zeros((values.count, 3, 3))  # of cytokine, neutrophils, inflammatory macrophages
    motion[:, 0, 0] = -number("cytokine_decay_per_day")
    motion[:, 0, 1] = number("cytokine_from_neutrophils_per_day") / lodged
    motion[:, 0, 2] = number("cytokine_from_macrophages_per_day") / load
    slope = 1 / (1 + values["skin.cytokine_baseline"]) ** 2
    motion[:, 1, 0] = number("neutrophil_recruitment_cells_per_mm3_day") * slope
    motion[:, 1, 1] = -number("neutrophil_loss_per_day")
    motion[:, 2, 0] = called * number("recruit_by_cytokine")
    motion[:, 2, 1] = called * number("recruit_by_neutrophils") / lodged
    motion[:, 2, 2] = -number("macrophage_switch_per_day") - number("macrophage_loss_per_day")
    return -np.linalg.eigvals(motion).real.max(axis=1)


def _heals(values: Values) -> np.ndarray:
    """Mask (draw,) of the draws without a sustained scarred state."""

    def number(key: str) -> np.ndarray:
        return values[f"proliferation.{key}"][:, None]

    def h(x: np.ndarray) -> np.ndarray:
        return x / (1 + x)

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
