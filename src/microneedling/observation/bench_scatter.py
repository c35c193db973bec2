"""How far studies and instruments that measure one thing on skin stand from the model, and from each other.

    observed = model exp(f z),  z ~ N(0, 1) of one study and its instrument        f a number of the registry, by topic
    pain: the same of the stimulus behind the score (`events.pain_stimulus`)

A new study's number is uncertain by the model's own spread and by f; what the biology says has no f. Each f was set on
the published rows of its topic (`validation.bench.scatter` has the method), so that those rows are no test of it unless
it is estimated again without their source. Loads without the array library.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScatterTopic:
    """One thing that benches and clinics measure: its words, and the registry key of its scatter (log SD)."""

    title: str
    key: str


def _bench(name: str, title: str) -> ScatterTopic:
    return ScatterTopic(title, f"study_effect.bench_log_sd.{name}")


TOPICS: dict[str, ScatterTopic] = {
    "insertion_force": _bench("insertion_force", "force at insertion"),
    "reached_depth": _bench("reached_depth", "depth that needles reach"),
    "channel_width": _bench("channel_width", "width of channels"),
    "channel_density": _bench("channel_density", "number of channels"),
    "closure_impedance": ScatterTopic("closing time, impedance", "study_effect.event_log_sd.closure"),
    "closure_tewl": ScatterTopic("closing time, water loss", "study_effect.event_log_sd.closure"),
    "closure_dye": _bench("closure_dye", "closing time, dye"),
    "closure_oct": _bench("closure_oct", "closing time, OCT"),
    "closure_confocal": _bench("closure_confocal", "closing time, confocal microscope"),
    "permeability": _bench("permeability", "permeability of skin that was not needled"),
    "absorption": _bench("absorption", "amount that gets into skin that was not needled"),
    "absorption_needled": _bench("absorption_needled", "amount that gets into or through needled skin"),
    "diffusivity": _bench("diffusivity", "diffusivity in living skin"),
    "pain": ScatterTopic("pain of needling", "study_effect.event_log_sd.pain"),
    "numbed_pain": _bench("numbed_pain", "pain under a cream, pain without it known"),
    "numbing_onset": _bench("numbing_onset", "onset and end of numbing"),
    "numbing_depth": _bench("numbing_depth", "depth of numbing"),
    "redness": ScatterTopic("days of redness and downtime", "study_effect.event_log_sd.duration"),
    "blood_flow": ScatterTopic("blood flow", "study_effect.instrument_effect_log_sd"),
}
"""Topics by name, in the order in which they are shown."""

READING_TOPIC: dict[str, str] = {
    "closure_dye_h": "closure_dye",
    "closure_oct_h": "closure_oct",
    "closure_confocal_h": "closure_confocal",
    "insertion_force_mn": "insertion_force",
    "reached_depth_mm": "reached_depth",
    "channel_width_um": "channel_width",
    "channel_density_per_cm2": "channel_density",
    "numbing_onset_min": "numbing_onset",
    "numbed_depth_mm": "numbing_depth",
    "permeability_cm_per_h": "permeability",
    "diffusivity_um2_per_s": "diffusivity",
}
"""Reading of a study file -> the topic whose scatter it carries; what is absorbed has two, with and without needles."""


def scatter_key(reading: str, needled: bool = True) -> str | None:
    """Registry key of the scatter of a reading of a bench; None for every other reading."""
    if reading == "absorbed_percent":
        return TOPICS["absorption_needled" if needled else "absorption"].key
    topic = READING_TOPIC.get(reading)
    return None if topic is None else TOPICS[topic].key
