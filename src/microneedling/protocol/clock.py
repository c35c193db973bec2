"""The healing clock: when each wave of healing peaks or ends after one session of the course."""

from __future__ import annotations

import numpy as np

from ..evidence.practice import limit
from ..skin.tissue import TissueTrajectory
from ..transport.channels import closed_day
from .protocol import Prepared

DAYS = np.unique(np.concatenate([np.arange(0, 3, 1 / 96), np.arange(3, 30, 0.05), np.arange(30, 241, 0.25)]))
KEYS = (
    "cytokine_peak_h",
    "neutrophil_peak_d",
    "macrophage_peak_d",
    "fibroblast_peak_d",
    "reepithelialised_d",
    "sealed_90_percent_d",
    "barrier_90_percent_d",
    "collagen3_peak_d",
    "collagen1_new_peak_d",
)


def healing_clock(prepared: Prepared) -> dict[str, float | None]:
    """Peak times of papillary waves, closure and barrier repair, for the first session alone, in own skin.

    Read off the first draw, which should be the nominal numbers: an interval would describe the uncertainty of
    the parameters, not the spread between people. A wave that never rises (or an end that never comes within 240 days)
    is None.
    """
    if not prepared.session_effects:
        return dict.fromkeys(KEYS)
    tissue = prepared.first_session_alone(DAYS).follow("skin")
    found = {name: float(times[0]) for name, times in wave_times(tissue).items()}
    return {name: None if np.isnan(time) else round(time, 3) for name, time in found.items()}


def wave_times(tissue: TissueTrajectory) -> dict[str, np.ndarray]:
    """Times of each wave after one session at day 0, (draw,): peaks of papillary states, ends of openings.

    Sealed: ions and solutes pass a tenth, which in open air a plug does within hours. The barrier is repaired to nine
    tenths when new epidermis has closed so much of the open area; a channel is re-epithelialised when hardly any of its
    width is left. NaN where a wave never rises or an end never comes. The tissue must be followed densely from day 0
    on.
    """
    day, inflammation = tissue.day, tissue.inflammation
    closed = limit("reepithelialised_radius_share")
    macrophages = inflammation.macrophages_inflammatory + inflammation.macrophages_repair
    fibroblasts = tissue.proliferation.fibroblasts + tissue.proliferation.myofibroblasts  # one lineage
    return {
        "cytokine_peak_h": 24.0 * peak_day(day, inflammation.cytokine[..., 0]),
        "neutrophil_peak_d": peak_day(day, inflammation.neutrophils[..., 0]),
        "macrophage_peak_d": peak_day(day, macrophages[..., 0]),
        "fibroblast_peak_d": peak_day(day, fibroblasts[..., 0]),
        "reepithelialised_d": _below(day, tissue.turnover.opening_radius_mm, closed),
        "sealed_90_percent_d": _below(day, tissue.hydration.barrier_gap, 0.1),
        "barrier_90_percent_d": _below(day, tissue.turnover.opening_radius_mm, np.sqrt(0.1)),
        "collagen3_peak_d": peak_day(day, tissue.collagen.type3[..., 0]),
        "collagen1_new_peak_d": peak_day(day, tissue.collagen.type1_new[..., 0]),
    }


def peak_day(day: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """Day of the maximum of each curve (draw, day) after its first day, refined by a parabola; NaN if it never rises.

    The parabola goes through the three days next to the maximum, in divided differences as the days are uneven.
    """
    rows = np.arange(len(curve))
    top = np.argmax(curve[:, 1:], axis=1) + 1
    inside = np.clip(top, 2, len(day) - 2)
    t0, t1, t2 = day[inside - 1], day[inside], day[inside + 1]
    y0, y1, y2 = curve[rows, inside - 1], curve[rows, inside], curve[rows, inside + 1]
    left, right = (y1 - y0) / (t1 - t0), (y2 - y1) / (t2 - t1)
    bend = (right - left) / (t2 - t0)
    refined = np.where(bend < 0, (t0 + t1) / 2 - left / (2 * np.where(bend < 0, bend, -1.0)), t1)
    found = np.where(top == inside, np.clip(refined, t0, t2), day[top])
    rises = curve[rows, top] > curve[:, 0] * (1 + 1e-9) + 1e-12
    return np.where(rises, found, np.nan)


def _below(day: np.ndarray, curve: np.ndarray, share: float) -> np.ndarray:
    """Day at which each curve has fallen for good under `share` of its height just after the session; NaN: never."""
    found = day[1] + closed_day(day[1:], curve[:, 1:], share)
    return np.where(curve[:, 1] > 0, found, np.nan)
