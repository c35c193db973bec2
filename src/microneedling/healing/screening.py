"""Which draws describe skin that rests, and does not scar by itself once it is woken.

Myofibroblasts make TGF-b and TGF-b makes myofibroblasts. Where that loop outruns their loss a second, permanently
scarred state exists beside rest - hypertrophic scarring, which the model refuses to predict (amendment 8 of the
model description). With m = Mf/Frest and fibroblasts at `HEADROOM` times rest, a sustained state needs

    act [h(T0 + s m/k) - h(T0)] HEADROOM >= (return + loss) m      for some m > 0

so a draw passes when the left side stays below the right for every m up to the fibroblast ceiling. Diffusion only
thins TGF-b out, and is left aside.
"""

from __future__ import annotations

import numpy as np

from ..evidence.registry import Values, registry

HEADROOM = 1.5  # fibroblasts in a sustained state relative to rest: above what runs show
GRID = np.geomspace(1e-3, 1.0, 60)  # m as a share of the ceiling
SPARE = 0.25  # share of draws made beyond those asked for, so that enough pass


def rests(values: Values) -> np.ndarray:
    """Mask (draw,) of the draws without a sustained scarred state."""

    def number(key: str) -> np.ndarray:
        return values[f"proliferation.{key}"][:, None]

    def h(x: np.ndarray) -> np.ndarray:
        return x**2 / (1 + x**2)

    m = number("fibroblast_ceiling") * GRID
    tgf_rest = number("tgf_rest")
    tgf = tgf_rest + number("tgf_from_myofibroblasts_per_day") * m / number("tgf_decay_per_day")
    made = number("myofibroblast_activation_per_day") * (h(tgf) - h(tgf_rest)) * HEADROOM
    lost = (number("myofibroblast_return_per_day") + number("myofibroblast_loss_per_day")) * m
    return np.all(made < lost, axis=1)


def resting_draws(count: int, seed: int) -> tuple[Values, int]:
    """The first `count` draws of the priors that rest, and how many were passed over on the way."""
    made = count
    while True:
        made += max(int(SPARE * count), 20)
        drawn = registry().draws(made, seed)
        passed = np.flatnonzero(rests(drawn))
        if len(passed) >= count:
            keep = np.zeros(made, bool)
            keep[passed[:count]] = True
            return drawn.subset(keep), int(passed[count - 1] + 1 - count)
