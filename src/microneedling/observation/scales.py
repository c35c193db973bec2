"""What a rater scores: scales with their direction, ends and steps, and severity as their common measure.

Severity runs from 0 (best end of the scale) to 1 (worst end). Scores are a latent continuous number; only words round
to whole steps. Ends and smallest changes are registry entries. How a gain moves severity is `score_law`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.direction import HIGHER, Direction, better_sign
from ..outcomes.reading import per_draw
from .score_law import severity_after

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

    def per_severity(self, values: Values) -> float:
        """Points by which the score changes when severity rises from 0 to 1."""
        low, high = self.ends(values)
        return -better_sign(self.direction) * (high - low)

    def change(self, baseline: np.ndarray, share: np.ndarray, values: Values) -> np.ndarray:
        """Change of the score `baseline` (draw,) when a share (draw, day) of the way to the best end is gone."""
        start = per_draw(self.severity(baseline, values))
        return self.score(severity_after(start, share), values) - self.score(start, values)


SCALE_GRADES = {1: "macular", 2: "mild", 3: "moderate", 4: "severe"}

SCALES: dict[str, Scale] = {
    scale.name: scale
    for scale in (
        Scale("lemperle", "Lemperle wrinkle grade", "grade"),
        Scale("wsrs", "wrinkle severity rating scale", "grade"),
        Scale("alexiades_armenakas", "Alexiades-Armenakas grade", "grade"),
        Scale("gais", "global aesthetic improvement", "category", judges_change=True),
        Scale("face_q", "FACE-Q", "points", HIGHER),
        Scale("goodman_baron_qualitative", "Goodman-Baron grade", "grade", anchors=SCALE_GRADES),
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
