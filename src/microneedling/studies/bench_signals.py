"""What benches and clinics measure of the first session itself: needles, channels, a cream, a product.

    force        F of tearing skin, one needle (`injury.penetration`)                                       mN
    depth        median of the channels; width 2 r; distinct channels per area                        mm, um, 1/cm2
    numbing      minutes to numbness where the needles reach; depth that is numb when the cream comes off   min, mm
    permeability 1 / (1/kp + h/lambda) of corneum and living epidermis in a cell, wet, not needled         cm/h
    diffusivity  in the water of the dermis                                                              um2/s
    absorbed     past the corneum by the time read, over what was put on                                    %

Signals are (draw,), the number itself, or (draw, 2) with the most that it can be; how studies scatter about it is in
`observation.bench_scatter`. A cream that never numbs at that depth counts with `NEVER_MIN`: a lower bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..course.protocol import product_of
from ..injury.penetration import insertion_force_n
from ..protocol.creams import pre_rolled
from ..protocol.products import put_on
from ..protocol.topicals import TOPICALS
from ..transport import channel_course
from ..transport.actives import Active, find, properties
from ..transport.barrier_layers import barrier, free_diffusivity_mm2_per_h
from ..transport.dose import HOURS_PER_DAY, MIN_PER_H, Dose, usual_ph
from ..transport.numbing_transport import Numbing, numb
from ..transport.permeation import permeate

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from .arm import Arm
    from .study import Reading

MN_PER_N = UM_PER_MM = 1000.0
MM_H_TO_CM_H = 0.1
MM2_H_TO_UM2_S = 1e6 / 3600
SOON_MIN = 60.0
NEVER_MIN = 240.0  # longest that creams are left on
SOONEST_H = 0.05
TOLERANCE = 1e-2


def _punctures(arm: Arm) -> Punctures:
    """Punctures of the first session; a study without needles is refused before (`reading_rules`)."""
    return arm.trajectory.prepared.session_effects[0].punctures


def _force(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    tip_um = 2 * UM_PER_MM * np.broadcast_to(_punctures(arm).stroke.tip_radius_mm, (values.count,))
    return MN_PER_N * insertion_force_n(tip_um, values)


def _depth(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    pierced = _punctures(arm)  # and how deep the needles can get, which no study exceeds
    return np.stack([pierced.depth_median_mm, pierced.depth_limit_mm], axis=1)


def _width(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    return 2 * UM_PER_MM * _punctures(arm).channel_radius_mm


def _density(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    return _punctures(arm).channels_per_cm2


def _numbing(arm: Arm, values: Values, minutes: float | None = None) -> Numbing:
    prepared = arm.trajectory.prepared
    cream, skin = prepared.protocol.sessions[0].cream, prepared.anatomy
    assert cream is not None
    on = float(cream.minutes) if minutes is None else minutes
    before = pre_rolled(cream, skin, values)
    return numb(
        cream.product, on, skin, values, occluded=cream.occluded, pre_rolled=before, after_h=0.0, finer=1
    )


def _onset(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    depth = _punctures(arm).depth_median_mm
    early = _numbing(arm, values, SOON_MIN).onset_min(
        depth
    )  # minutes lie close enough only within the first hour
    if not np.isnan(early).any():
        return early
    late = _numbing(arm, values, NEVER_MIN).onset_min(depth)
    return np.where(np.isnan(early), np.nan_to_num(late, nan=NEVER_MIN), early)


def _numbed_depth(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    return _numbing(arm, values).numbed_depth_mm()


def _active(arm: Arm) -> Active:
    return find(TOPICALS[arm.study.course.topical[0].name].active)


def _permeability(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    skin = arm.trajectory.prepared.anatomy
    layers = barrier(properties(_active(arm), values), skin, usual_ph(), False, False, values)
    epidermis = layers.layers["epidermis"]
    resistance = 1 / layers.kp_mm_per_h + epidermis.thickness_mm / epidermis.conductivity_mm2_per_h
    return MM_H_TO_CM_H / resistance


def _diffusivity(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    return MM2_H_TO_UM2_S * free_diffusivity_mm2_per_h(properties(_active(arm), values), values)


def _absorbed(reading: Reading, arm: Arm, values: Values) -> np.ndarray:
    topical, prepared = arm.study.course.topical[0], arm.trajectory.prepared
    strength, volume = put_on(product_of(topical), TOPICALS[topical.name], values)
    dose = Dose(
        strength,
        volume,
        usual_ph(),
        applied_after_min=float(topical.applied_after_min),
        wiped_off_min=MIN_PER_H * float(values["adjunct.product_stay_h"][0]),
        occluded=arm.aftercare.occlusion_h > 0,
    )
    channels = channel_course.none(values.count)
    if prepared.session_effects:
        channels = channel_course.closing(
            prepared.session_effects[0].punctures, prepared.anatomy, values, dose.occluded
        )
    hours = np.array([0.0, max(HOURS_PER_DAY * reading.day_at, SOONEST_H)])
    found = permeate(dose, _active(arm), prepared.anatomy, channels, values, hours, tolerance=TOLERANCE)
    return 100 * found.past_the_corneum[:, -1] / dose.amount_ug_per_cm2


BENCH: dict[str, Callable[[Reading, Arm, Values], np.ndarray]] = {
    "insertion_force_mn": _force,
    "reached_depth_mm": _depth,
    "channel_width_um": _width,
    "channel_density_per_cm2": _density,
    "numbing_onset_min": _onset,
    "numbed_depth_mm": _numbed_depth,
    "permeability_cm_per_h": _permeability,
    "diffusivity_um2_per_s": _diffusivity,
    "absorbed_percent": _absorbed,
}
"""Reading of a study file -> its signal."""
