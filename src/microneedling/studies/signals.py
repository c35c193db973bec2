"""The signals of an arm before they are read: for each reading the numbers that healing alone decides.

Everything here depends on the tissues (expensive); what raters, instruments and chance make of it is in
`observation` (cheap), so that a sampler can move one without redoing the other. Signals are (draw, part):

    rater's scale of one thing    gain x, typical severity s0
    overall impression            gains and typical severities of fine lines, texture, firmness, tone, lesion
    instrument                    ln(value/baseline), baseline
    duration, clock               the number itself
    dark marks                    logit of the probability
    pain                          stimulus -10 ln(1 - pain/10)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..observation.events import NO_SESSION_LOGIT, dark_mark_logit, pain_stimulus
from ..observation.field import SCORED, family_gain
from ..observation.impression import PARTS
from ..observation.scales import SCALES
from ..observation.typical import typical_of_age, typical_of_lesion
from ..outcomes import barrier, colour, matrix, measures
from ..outcomes import harm as safety
from ..outcomes.closure import closure_time_h
from ..outcomes.reading import InstrumentReading
from ..protocol.clock import wave_times
from ..protocol.creams import pre_rolled
from ..skin.lesion import lesions_of
from ..skin.usual import photoageing_of
from .arm import Arm, concern
from .bench_signals import BENCH
from .endpoint import family_of_lesion
from .readings import READINGS

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.tissue import TissueTrajectory
    from .study import Reading


LEAST_RATIO = 1e-6  # of a reading over its baseline: keeps the logarithm finite


def signal(reading: Reading, arm: Arm, values: Values) -> np.ndarray:
    """The signal (draw, part) of one reading; NaN where the tissue could not be integrated."""
    kind = READINGS[reading.scale]
    if kind.family == "instrument":
        found = _instrument(reading, arm, values)
    elif kind.family in ("event", "clock"):
        found = EVENTS[reading.scale](reading, arm, values)
        found = found[:, None] if found.ndim == 1 else found
    elif kind.family_for(arm.study.population.condition) == "rejuvenation":
        found = _impression(reading, arm, values)
    else:
        found = _rated(reading, arm, values)
    return np.where(arm.failed[:, None], np.nan, found)


def signals_of(readings: tuple[Reading, ...], arm: Arm, values: Values) -> list[np.ndarray]:
    """The signal of each reading; those of one scale, day and part are one signal, and computed once.

    A study that reports a mean and a share of the same numbing, say, would else carry the cream through skin twice.
    """
    found: dict[tuple[object, ...], np.ndarray] = {}
    for reading in readings:
        if (what := _read_of(reading)) not in found:
            found[what] = signal(reading, arm, values)
    return [found[_read_of(reading)] for reading in readings]


def _read_of(reading: Reading) -> tuple[object, ...]:
    """All of a reading that its signal depends on; its statistic, rater and baseline enter later (`endpoint`)."""
    return reading.scale, reading.day_at, reading.part


def _at(arm: Arm, day: float) -> int:
    """Place of a day on the arm's grid."""
    grid = max(
        (tissue.day for tissue in arm.tissues.values()), key=len
    )  # the skin may be known on day 0 alone
    return int(np.argmin(np.abs(grid - day)))


def _rated(reading: Reading, arm: Arm, values: Values) -> np.ndarray:
    family = READINGS[reading.scale].family_for(arm.study.population.condition)
    here = _at(arm, reading.day_at)
    gain = gain_of(family, reading.part, arm, values)[:, here]
    return np.stack([gain, typical_severity(family, READINGS[reading.scale].course_scale, arm, values)], 1)


def gain_of(family: str, part: str | None, arm: Arm, values: Values) -> np.ndarray:
    """What a family of scores moves with in an arm, (draw, day); `part` narrows the acne scars that are judged."""
    asked = concern(arm.study)
    if asked is not None and part is not None and part != "mixed":
        asked = asked.model_copy(update={"subtype": part})
    kinds = lesions_of(asked) if asked is not None else ()
    return family_gain(family, kinds, arm.tissues, arm.session_days, values)


def typical_severity(family: str, scale_name: str | None, arm: Arm, values: Values) -> np.ndarray:
    """Severity 0-1 that such people typically start from, (draw,); 1 on scales without ends."""
    if scale_name is None or SCALES[scale_name].judges_change:
        return np.ones(values.count)
    scale = SCALES[scale_name]
    if family in SCORED:
        people = arm.people
        return scale.severity(
            typical_of_age(scale, family, people.age_year, photoageing_of(people, values), values), values
        )
    return np.broadcast_to(scale.severity(typical_of_lesion(scale, values), values), (values.count,))


def _impression(reading: Reading, arm: Arm, values: Values) -> np.ndarray:
    here = _at(arm, reading.day_at)
    lesion = family_of_lesion(arm.study.population.condition)
    gains, starts = [], []
    for part in PARTS:
        family = lesion if part == "lesion" else part
        if family is None:
            gains.append(np.zeros(values.count))
            starts.append(np.zeros(values.count))
            continue
        gains.append(gain_of(family, None, arm, values)[:, here])
        starts.append(typical_severity(family, DEFAULT_SCALE[family], arm, values))
    return np.stack([*gains, *starts], axis=1)


# Scale on which a part's typical severity is known.
DEFAULT_SCALE: dict[str, str | None] = {
    "fine_lines": "lemperle",
    "texture": "alexiades_armenakas",
    "firmness": "alexiades_armenakas",
    "tone": None,
    "acne_scar": "goodman_baron_qualitative",
    "other_scar": "vss",
    "striae": "manchester",
    "melasma": "mmasi",
}


def _instrument(reading: Reading, arm: Arm, values: Values) -> np.ndarray:
    instrument = INSTRUMENTS[reading.scale](arm, values)
    here = _at(arm, reading.day_at)
    ratio = np.maximum(instrument.relative[:, here], LEAST_RATIO)
    return np.stack([np.log(ratio), instrument.baseline], axis=1)


def _lesional(arm: Arm) -> bool:
    return arm.study.population.condition in ("melasma", "hyperpigmentation")


INSTRUMENTS: dict[str, Callable[[Arm, Values], InstrumentReading]] = {
    "melanin_index": lambda arm, v: colour.melanin_index(arm.tissues["skin"], v, _lesional(arm)),
    "erythema_index": lambda arm, v: colour.erythema(arm.tissues["skin"], v, arm.session_days),
    "cutometer_r2": lambda arm, v: matrix.cutometer(arm.tissues["skin"], v, arm.people, "r2"),
    "cutometer_r5": lambda arm, v: matrix.cutometer(arm.tissues["skin"], v, arm.people, "r5"),
    "cutometer_r7": lambda arm, v: matrix.cutometer(arm.tissues["skin"], v, arm.people, "r7"),
    "elasticity": lambda arm, v: matrix.cutometer(arm.tissues["skin"], v, arm.people, "r2"),
    "dermal_density": lambda arm, v: matrix.echo_density(arm.tissues["skin"], v),
    "stained_collagen": lambda arm, v: matrix.stained_collagen(_seen_tissue(arm), v),
    "stained_reticulin": lambda arm, v: matrix.stained_reticulin(_seen_tissue(arm), v),
    "epidermal_thickness": lambda arm, v: measures.epidermal_thickness(arm.tissues["skin"], v),
    "crease_depth": lambda arm, v: measures.crease_depth(arm.tissues["skin"], v),
    "roughness": lambda arm, v: measures.roughness(arm.tissues["skin"], v),
    "pore_diameter": lambda arm, v: measures.pore_diameter(arm.tissues["skin"], v),
    "blood_flow": lambda arm, v: colour.perfusion(arm.tissues["skin"], v, arm.session_days),
    "tewl": lambda arm, v: barrier.tewl(arm.tissues["skin"], v, arm.people),
    "corneometer": lambda arm, v: barrier.corneometer(arm.tissues["skin"], v, arm.people),
}


def _seen_tissue(arm: Arm) -> TissueTrajectory:
    """What a biopsy takes: the lesion where there is one, else the skin."""
    return next((tissue for kind, tissue in arm.tissues.items() if kind != "skin"), arm.tissues["skin"])


def _first(durations: list[np.ndarray], arm: Arm) -> np.ndarray:
    return safety.worst(durations) if durations else np.zeros(arm.failed.shape)


def _erythema(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    skin = arm.tissues["skin"]
    return _first(safety.redness_days(skin, arm.people, arm.session_days[:1], values), arm)


def _downtime(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    harm = safety.harm(arm.people, arm.aftercare, arm.tissues, arm.session_days[:1], values)
    return harm.downtime_days


def _dark_marks(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    if not arm.session_days:
        return np.full(arm.failed.shape, NO_SESSION_LOGIT)
    harm = safety.harm(arm.people, arm.aftercare, arm.tissues, arm.session_days, values)
    return dark_mark_logit(harm.pih_probability)


def _pain(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    prepared = arm.trajectory.prepared
    if not prepared.session_effects:
        return np.zeros(arm.failed.shape)
    cream, skin = prepared.protocol.sessions[0].cream, prepared.anatomy
    punctures = prepared.session_effects[0].punctures
    felt, _without = safety.pain_vas(punctures, cream, skin, values, pre_rolled(cream, skin, values))
    return pain_stimulus(felt)


def _closed(instrument: str) -> Callable[[Reading, Arm, Values], np.ndarray]:
    """Hours from the first session, or to the second, until an instrument finds the pores closed."""

    def closed(_: Reading, arm: Arm, values: Values) -> np.ndarray:
        if not arm.session_days:
            return np.zeros(arm.failed.shape)
        first, *later = arm.session_days
        return closure_time_h(
            arm.tissues["skin"],
            values,
            arm.people,
            instrument=instrument,
            session_day=first,
            until_day=later[0] if later else np.inf,
        )

    return closed


def _wave(name: str) -> Callable[[Reading, Arm, Values], np.ndarray]:
    return lambda _, arm, values: wave_times(arm.tissues["skin"])[name]


def _programme(_: Reading, arm: Arm, values: Values) -> np.ndarray:
    return arm.tissues["skin"].collagen.programme[..., 0].max(axis=1)


EVENTS: dict[str, Callable[[Reading, Arm, Values], np.ndarray]] = {
    "erythema_day": _erythema,
    "downtime_day": _downtime,
    "pih_rate": _dark_marks,
    "pain_vas": _pain,
    "micropore_closure_h": _closed("impedance"),
    "open_barrier_h": _closed("tewl"),
    "closure_dye_h": _closed("dye"),
    "closure_oct_h": _closed("oct"),
    "closure_confocal_h": _closed("confocal"),
    **BENCH,
    "cytokine_peak_h": _wave("cytokine_peak_h"),
    "neutrophil_peak_day": _wave("neutrophil_peak_d"),
    "macrophage_peak_day": _wave("macrophage_peak_d"),
    "fibroblast_peak_day": _wave("fibroblast_peak_d"),
    "reepithelialised_day": _wave("reepithelialised_d"),
    "procollagen1_fold": _programme,
}
# Readings that need the days after the first session closely, and those that need every week to the end.
DENSE = frozenset(EVENTS) - {"pain_vas"} - frozenset(BENCH) | {"erythema_index", "blood_flow"}
WEEKLY = frozenset({"pih_rate"})
