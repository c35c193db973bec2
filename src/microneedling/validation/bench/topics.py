"""Which rows of the bench tables say how far studies scatter about the model, by topic.

Shares of people, ratios within one study, thicknesses, stiffnesses and bounds are in no topic: nothing is to be learnt
from them of the scatter of one of its quantities between studies. A194 (how long vitamin C stays) contradicts the
model by its want of a store in cells, not by chance, and is in none either.
"""

from __future__ import annotations

from functools import cache

ROWS: dict[str, tuple[str, ...]] = {
    "insertion_force": ("A085",),
    "reached_depth": ("A012", "A014", "A084", "M010"),
    "channel_width": ("A013", "A116"),
    "channel_density": (),
    "closure_impedance": (*(f"A{n}" for n in range(121, 132)), "A133", "A136", "A137"),
    "closure_tewl": ("A117", "A132", "A146", "B171"),
    "closure_dye": ("B172", "B173"),
    "closure_oct": ("B184",),
    "closure_confocal": ("M013",),
    "permeability": (*(f"A{n}" for n in (*range(213, 240), *range(244, 262))), "D007", "N069"),
    "absorption": (
        "A195",
        *(f"N{n:03}" for n in (51, 52, 54, 55, 58, 65, 66, *range(73, 80), 81, 82, 88, 99, 101)),
    ),
    "absorption_needled": ("A162", *(f"A{n}" for n in range(311, 319))),
    "diffusivity": ("A163", "A164", "A165", "A166"),
    "pain": ("C303", "C305", "A324", "A325"),
    "numbed_pain": ("A339", "A340", "A356"),
    "numbing_onset": ("A338", "N129", "N130", "N131", "N132", "N219", "N220"),
    "numbing_depth": ("A335", "A336", "A337"),
    "redness": ("A368", "A369", "A370", "A374", "A375", "A376", "A377", "A378", "A379", "B060", "C314"),
    "blood_flow": (),
}
"""Topic of `observation.bench_scatter` -> rows of the observation tables that measure it."""

PAIN_SCALES = ("pain", "numbed_pain")
"""Topics whose numbers stand on a scale of 0 to 10, on which the stimulus scatters."""


@cache
def _topics() -> dict[str, str]:
    return {row: topic for topic, rows in ROWS.items() for row in rows}


def topic_of(row: str) -> str:
    """The topic of a row; an empty word where it has none."""
    return _topics().get(row, "")
