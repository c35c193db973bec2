"""The healing clock: when each wave of healing peaks or ends after one session of the course."""

from __future__ import annotations

import numpy as np

from ..healing.care import Care
from ..healing.run import Setting, run
from ..healing.solver import Kernel
from ..healing.strike import Strike
from ..transport.channels import closed_day

DAYS = np.unique(np.concatenate([np.arange(0, 3, 1 / 96), np.arange(3, 30, 0.05), np.arange(30, 241, 0.25)]))
CLOSED = 0.01  # share of the mouth radius that counts as re-epithelialised
KEYS = (
    "cytokine_peak_h",
    "neutrophil_peak_d",
    "macrophage_peak_d",
    "fibroblast_peak_d",
    "reepithelialised_d",
    "barrier_90_percent_d",
    "collagen3_peak_d",
    "collagen1_new_peak_d",
)


def healing_clock(
    setting: Setting, first: Strike | None, care: Care, kernel: Kernel = "auto"
) -> dict[str, float | None]:
    """Peak times of papillary waves, closure and barrier repair, for the first session alone, in own skin.

    A wave that never rises (or an end that never comes within 240 days) is None. Peaks are read off the nominal
    run: its interval would describe our numbers, not a person's spread.
    """
    if first is None:
        return dict.fromkeys(KEYS)
    alone = Strike(0.0, first.punctures, first.platelet_boost)
    tissue = run(setting, [alone], Care((), care.sun), DAYS, kernel=kernel)
    macrophages = tissue.inflammation.macrophages_inflammatory + tissue.inflammation.macrophages_repair
    fibroblasts = tissue.proliferation.fibroblasts + tissue.proliferation.myofibroblasts  # one lineage
    return {
        "cytokine_peak_h": _peak(tissue.inflammation.cytokine[0, :, 0], 24),
        "neutrophil_peak_d": _peak(tissue.inflammation.neutrophils[0, :, 0]),
        "macrophage_peak_d": _peak(macrophages[0, :, 0]),
        "fibroblast_peak_d": _peak(fibroblasts[0, :, 0]),
        "reepithelialised_d": _below(tissue.turnover.opening_radius_mm[0], CLOSED),
        "barrier_90_percent_d": _below(tissue.hydration.barrier_gap[0], 0.1),
        "collagen3_peak_d": _peak(tissue.collagen.type3[0, :, 0]),
        "collagen1_new_peak_d": _peak(tissue.collagen.type1_new[0, :, 0]),
    }


def _peak(curve: np.ndarray, per_day: float = 1.0) -> float | None:
    """Time of the maximum after the strike, refined by a parabola; None when the curve never rises."""
    top = int(np.argmax(curve[1:])) + 1
    if curve[top] <= curve[0] * (1 + 1e-9) + 1e-12 or top in (1, len(curve) - 1):
        return None if curve[top] <= curve[0] * (1 + 1e-9) + 1e-12 else round(float(DAYS[top]) * per_day, 3)
    time, height = DAYS[top - 1 : top + 2], curve[top - 1 : top + 2]
    a, b, _ = np.polyfit(time - time[1], height, 2)
    shift = -b / (2 * a) if a < 0 else 0.0
    return round(float(time[1] + np.clip(shift, time[0] - time[1], time[2] - time[1])) * per_day, 3)


def _below(curve: np.ndarray, share: float) -> float | None:
    """Time at which the curve has fallen for good under `share` of its height just after the strike."""
    if curve[1] <= 0:
        return None
    found = closed_day(DAYS[1:], curve[None, 1:], share)[0]
    return None if np.isnan(found) else round(float(DAYS[1] + found), 3)
