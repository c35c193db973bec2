"""What may be measured in a course: by which scales and instruments, of which outcome, between which ends.

Loads without the array library; a test compares it with what a simulation forecasts.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..course.course import Course
from ..evidence.practice import scale_range, value_of
from ..observation.asked import outcome_name
from ..skin.concern import JUDGE_CHANGE, USUAL_SCALE
from ..skin.lesion import lesions_of

GROUP = "tracking"
EARLIEST_DAY = -int(value_of(GROUP, "before_first_day"))
SESSION, SEEN = "session", "redness_seen"
DURATIONS = ("redness_days", "downtime_days")
LONGEST_DURATION_DAY = 60.0  # of an event that is counted in days
INSTRUMENTS = {
    "roughness": "roughness",
    "colour_contrast": "tone_evenness",
    "pore_diameter": "pore_size",
    "perfusion": "perfusion",
    "melanin_index": "hyperpigmentation",
    "corneometer": "hydration",
    "tewl": "tewl",
    "r2": "elasticity",
    "r7": "elastic_recovery",
}
FIELD = {"fine_lines": "fine lines", "texture": "texture", "firmness": "laxity"}  # outcome -> its concern
PERCENT, STRIAE = "percent_improvement", "striae_improvement"


@dataclass(frozen=True)
class Measurable:
    """An outcome by its name and scale, with the ends between which a value lies."""

    outcome: str
    scale: str
    low: float
    high: float

    @property
    def judges_change(self) -> bool:
        """Whether it compares with before, so that there is nothing to read before the first session."""
        return self.scale in JUDGE_CHANGE


EVENTS = {
    SESSION: Measurable(SESSION, SESSION, 0, 1),
    SEEN: Measurable(SEEN, SEEN, 0, 1),
    **{name: Measurable(name, name, 0, LONGEST_DURATION_DAY) for name in DURATIONS},
}


def measurable(course: Course) -> tuple[Measurable, ...]:
    """Every outcome of a course, of one zone, that somebody or something can read, and what healing shows."""
    asked = {concern.kind: concern for concern in course.concerns}
    pairs: list[tuple[str, str]] = []
    for outcome, kind in FIELD.items():
        concern = asked.get(kind)
        pairs.append((outcome, (concern.scale if concern else None) or USUAL_SCALE[kind]))
    pairs.append(("rejuvenation", "gais"))
    marks = asked.get("hyperpigmentation")
    pairs += [(name, scale) for scale, name in INSTRUMENTS.items() if scale != "melanin_index"]
    pairs.append(("hyperpigmentation", (marks.scale if marks else None) or "melanin_index"))
    for concern in course.concerns:
        if concern.kind != "melasma" and not lesions_of(concern):
            continue
        scale, name = concern.scale or USUAL_SCALE[concern.kind], outcome_name(concern)
        pairs.append((name, scale))
        if lesions_of(concern) and scale != STRIAE:
            pairs.append((f"{name}_improvement", PERCENT))
    return (*(Measurable(*pair, *ends(pair[1])) for pair in dict.fromkeys(pairs)), *EVENTS.values())


def ends(scale: str) -> tuple[float, float]:
    """Lowest and highest value of a scale or instrument."""
    if scale in INSTRUMENTS:
        return value_of(GROUP, f"reading_lowest.{scale}"), value_of(GROUP, f"reading_highest.{scale}")
    if scale in (PERCENT, STRIAE):
        low, high = (value_of("scales", f"scale_{end}_points.{scale}") for end in ("lowest", "highest"))
        return low, high
    return scale_range(scale)
