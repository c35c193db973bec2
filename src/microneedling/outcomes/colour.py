"""Colour: melanin, the contrast of lesional pigment, redness, blood flow.

MI       = Mv + Ms + g Md                                  (melanin index; g: dermal melanin shows less)
redness  = x/(1 + x) + a v/(1 + v) + b w/(1 + w) + flare,  flare' = -k flare   (x cytokine, v = A - 1 vessels, w wound)
flow     = A (1 + b x/(1 + x)) + c flare
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .reading import InstrumentReading, excess, papillary, per_draw, percent, saturated, windows

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.tissue import Tissue, TissueTrajectory


def melanin(tissue: Tissue, values: Values, lesional: bool = False) -> np.ndarray:
    """Melanin that the eye sees, phototype III = 1: (draw, day) of a course, (draw,) at baseline."""
    pigment = tissue.pigment
    upper = (
        pigment.lesional_melanin_epidermis + pigment.lesional_melanin_corneum
        if lesional
        else pigment.melanin_epidermis + pigment.melanin_corneum
    )
    weight = values["measures.dermal_melanin_weight"].reshape(-1, *([1] * (upper.ndim - 1)))
    return upper + weight * pigment.melanin_dermis


def melanin_index(tissue: TissueTrajectory, values: Values, lesional: bool = False) -> InstrumentReading:
    """Melanin index in percent of own baseline, of the treated field or of a pigmented lesion in it."""
    relative = melanin(tissue, values, lesional) / per_draw(melanin(tissue.baseline, values, lesional))
    where = " of the spot" if lesional else ""
    return percent("melanin_index", f"melanin index{where}", "lower is better", relative, values)


def lesional_contrast(tissue: TissueTrajectory, values: Values) -> np.ndarray:
    """How much darker lesional pigment is than the surrounding skin at *baseline*: (draw, day), 1 at baseline.

    Against the surround at baseline, so that darkening of the field never counts as improvement of the lesion.
    """
    surround = melanin(tissue.baseline, values)
    start = np.maximum(
        melanin(tissue.baseline, values, lesional=True) - surround, values["measures.contrast_floor"]
    )
    return (melanin(tissue, values, lesional=True) - per_draw(surround)) / per_draw(start)


def unevenness(
    tissue: TissueTrajectory, values: Values, session_days: Sequence[float] = ()
) -> InstrumentReading:
    """Contrast of lesional pigment and surround plus weighted redness, percent of own baseline (tone evenness)."""
    lesion, field = melanin(tissue, values, lesional=True), melanin(tissue, values)
    rest = melanin(tissue.baseline, values, lesional=True) / melanin(tissue.baseline, values) - 1
    start = np.maximum(np.abs(rest), values["measures.contrast_floor"])
    red = per_draw(values["measures.redness_in_unevenness"]) * redness(tissue, values, session_days)
    relative = 1 + (np.abs(lesion / field - 1) - per_draw(np.abs(rest)) + red) / per_draw(start)
    return percent("colour_contrast", "colour contrast", "lower is better", relative, values)


def flare(tissue: TissueTrajectory, values: Values, session_days: Sequence[float]) -> np.ndarray:
    """Axon-reflex flare, (draw, day): sum of a_k exp(-k (t - t_k)) over the sessions before t."""
    course = np.zeros(tissue.opening_fraction.shape)
    for start, amplitude in zip(session_days, flare_amplitudes(tissue, values, session_days), strict=True):
        elapsed = tissue.day - start
        decay = np.exp(-per_draw(values["measures.flare_decay_per_day"]) * np.maximum(elapsed, 0.0)[None, :])
        course += np.where(elapsed > 0, decay, 0.0) * per_draw(amplitude)
    return course


def flare_amplitudes(
    tissue: TissueTrajectory, values: Values, session_days: Sequence[float]
) -> list[np.ndarray]:
    """Flare of each session, 0-1, (draw,): saturating in the channel area that the session opened."""
    amplitudes = []
    for start, end in windows(session_days):
        after = (tissue.day > start) & (tissue.day <= end)
        opened = tissue.opening_fraction[:, after].max(axis=1, initial=0.0)
        amplitudes.append(opened / (opened + values["measures.flare_half_area"]))
    return amplitudes


def redness(tissue: TissueTrajectory, values: Values, session_days: Sequence[float] = ()) -> np.ndarray:
    """Erythema, 0 at baseline, about 1 for the reddest: (draw, day)."""
    calm = tissue.baseline
    hot = saturated(
        excess(papillary(tissue.inflammation.cytokine), papillary_or_whole(calm.inflammation.cytokine))
    )
    vessels = excess(papillary(tissue.proliferation.vessels), papillary_or_whole(calm.proliferation.vessels))
    weight = per_draw(values["measures.redness_by_vessels"])
    sore = per_draw(values["damage.redness_by_wound"]) * saturated(tissue.damage.wound)
    return hot + weight * saturated(vessels) + sore + flare(tissue, values, session_days)


def erythema(
    tissue: TissueTrajectory, values: Values, session_days: Sequence[float] = ()
) -> InstrumentReading:
    """Erythema index in percent of own baseline: 100 (1 + g redness)."""
    relative = 1 + per_draw(values["measures.erythema_index_gain"]) * redness(tissue, values, session_days)
    return percent("erythema_index", "erythema index", "lower is better", relative, values)


def perfusion(
    tissue: TissueTrajectory, values: Values, session_days: Sequence[float] = ()
) -> InstrumentReading:
    """Skin blood flow in percent of own baseline."""
    calm = tissue.baseline
    hot = saturated(
        excess(papillary(tissue.inflammation.cytokine), papillary_or_whole(calm.inflammation.cytokine))
    )
    vessels = papillary(tissue.proliferation.vessels) / per_draw(
        papillary_or_whole(calm.proliferation.vessels)
    )
    relative = vessels * (1 + per_draw(values["measures.flow_by_cytokine"]) * hot)
    relative = relative + per_draw(values["measures.flow_by_flare"]) * flare(tissue, values, session_days)
    return percent("perfusion", "skin blood flow", "higher is better", relative, values)


def papillary_or_whole(baseline: np.ndarray) -> np.ndarray:
    """A baseline value per draw: its papillary zone where it differs by zone."""
    return baseline if baseline.ndim == 1 else papillary(baseline)
