"""What a rater scores: scales with their direction and steps, and how a gain in the tissue moves a score.

With severity s (0 best to 1 worst end of the scale), sensitivity k and movable share m, a tissue gain x gives

    s' = s (1 - m (1 - exp(-k x)))            for x >= 0    (better: diminishing, never past the best end)
    s' = s + (1 - s) m (1 - exp(k x))         for x < 0     (worse: the same towards the worst end)

Scores are a latent continuous number; only words round to whole steps. Ranges and smallest changes are
registry entries. No mapping of this file has been measured: k and m are priors, wide because similar courses
in different studies differ more than doses do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.reading import Direction, column

if TYPE_CHECKING:
    from ..evidence.registry import Values


@dataclass(frozen=True)
class Scale:
    """A rater's scale. `judges_change` marks scales that compare with before: everyone starts neutral."""

    name: str
    label: str
    unit: str
    direction: Direction = "lower is better"
    judges_change: bool = False
    anchors: Mapping[int, str] = field(default_factory=dict)

    def ends(self, values: Values) -> tuple[float, float]:
        """Lowest and highest score."""
        group = "practice.scale" if f"practice.scale_lowest_points.{self.name}" in values else "scales.scale"
        low, high = (values[f"{group}_{end}_points.{self.name}"] for end in ("lowest", "highest"))
        return float(low[0]), float(high[0])

    def severity(self, score: np.ndarray, values: Values) -> np.ndarray:
        """Score -> severity 0 (best) to 1 (worst)."""
        low, high = self.ends(values)
        share = (np.clip(score, low, high) - low) / (high - low)
        return share if self.direction == "lower is better" else 1 - share

    def score(self, severity: np.ndarray, values: Values) -> np.ndarray:
        """Severity 0 (best) to 1 (worst) -> score."""
        low, high = self.ends(values)
        share = severity if self.direction == "lower is better" else 1 - severity
        return low + share * (high - low)

    def change(self, baseline: np.ndarray, moved: np.ndarray, values: Values) -> np.ndarray:
        """Score change (draw, day) when `moved` (-1..1) of the way to the best (or worst) end is gone."""
        start = column(self.severity(baseline, values))
        after = np.where(moved >= 0, start * (1 - moved), start - (1 - start) * moved)
        return self.score(after, values) - self.score(start, values)

    def smallest_change(self, values: Values) -> np.ndarray:
        """Smallest detectable change (draw,): what counts as noticeable, never less than raters' error."""
        customary = values[f"scales.smallest_change_points.{self.name}"]
        noise = values["measures.detectable_multiple"] * values[f"scales.rater_sd_points.{self.name}"]
        return np.maximum(customary, noise)


def moved(gain: np.ndarray, family: str, values: Values) -> np.ndarray:
    """Share of the way to the best end (worst end when negative) that a gain (draw, day) moves a score."""
    sensitivity = column(values[f"scales.sensitivity.{family}"])
    share = column(values[f"scales.movable_share.{family}"])
    # The exponent is bounded because a loss without limit has long reached the end of the scale.
    return np.sign(gain) * share * -np.expm1(-sensitivity * np.minimum(np.abs(gain), 50.0))


HIGHER: Direction = "higher is better"
SEVERITY = {1: "macular", 2: "mild", 3: "moderate", 4: "severe"}

SCALES: dict[str, Scale] = {
    scale.name: scale
    for scale in (
        Scale("lemperle", "Lemperle wrinkle grade", "grade"),
        Scale("wsrs", "wrinkle severity rating scale", "grade"),
        Scale("alexiades_armenakas", "Alexiades-Armenakas grade", "grade"),
        Scale("gais", "global aesthetic improvement", "category", judges_change=True),
        Scale("face_q", "FACE-Q", "points", HIGHER),
        Scale("goodman_baron_qualitative", "Goodman-Baron grade", "grade", anchors=SEVERITY),
        Scale("goodman_baron_quantitative", "Goodman-Baron score", "points"),
        Scale("ecca", "ECCA score", "points"),
        Scale("asas", "acne scar assessment score", "grade"),
        Scale("vss", "Vancouver scar scale", "points"),
        Scale("posas", "POSAS, mean item of the patient part", "points"),
        Scale("manchester", "Manchester scar scale", "points"),
        Scale("vas_100", "visual analogue scale, 100 mm", "mm", HIGHER),
        Scale("masi", "MASI", "points"),
        Scale("mmasi", "mMASI", "points"),
        Scale("melasqol", "MELASQoL", "points"),
        Scale("percent_improvement", "improvement", "%", HIGHER, judges_change=True),
        Scale("striae_improvement", "improvement of striae, quartiles", "grade", HIGHER, judges_change=True),
    )
}


def baseline(scale: Scale, given: float | None, typical: np.ndarray, values: Values) -> np.ndarray:
    """Score to start from (draw,): neutral where a scale judges change, else as given, else typical."""
    if scale.judges_change:
        start = values[f"scales.neutral_points.{scale.name}"]
    else:
        start = typical if given is None else np.full(1, float(given))
    return np.clip(np.broadcast_to(start, (values.count,)), *scale.ends(values)).astype(float)


def typical_of_age(
    scale: Scale, family: str, age_year: float | np.ndarray, photoageing: float | np.ndarray, values: Values
) -> np.ndarray:
    """Typical score (draw,): severity 1 - exp(-(start + a (age - age0) + b photoageing))."""
    years = np.maximum(age_year - values["scales.first_signs_year"], 0.0)
    sum_of_signs = (
        values[f"scales.typical_start.{family}"]
        + values[f"scales.typical_by_age_per_year.{family}"] * years
        + values[f"scales.typical_by_photoageing.{family}"] * photoageing
    )
    return scale.score(1 - np.exp(-sum_of_signs), values)


def typical_of_lesion(scale: Scale, values: Values) -> np.ndarray:
    """Score that treated people typically start from on this scale, (draw,)."""
    if scale.judges_change:
        return values[f"scales.neutral_points.{scale.name}"]
    return values[f"scales.typical_points.{scale.name}"]
