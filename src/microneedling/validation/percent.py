"""One unit for the scores of all scales: percent of what could be gained.

percent scales and shares as they are;  points over the way from baseline to the best end;  pain x 10
durations and clocks over the middle reading of their kind
"""

from __future__ import annotations

import numpy as np

from ..evidence.registry import priors
from ..observation.scales import SCALES
from ..studies.predict import direction_of
from ..studies.published import Reported, reported


def to_percent(row: Reported) -> float:
    """Factor from the unit of a report to percent of what could be gained, positive where better."""
    reading, kind = row.reading, row.reading.kind
    if reading.scale == "pih_rate":
        return -1.0
    if kind.family in ("event", "clock"):
        alike = [r.observed for r in reported() if r.reading.scale == reading.scale and r.observed]
        return 10.0 if reading.scale == "pain_vas" else 100.0 / float(np.median(alike or [1.0]))
    direction = float(direction_of(reading))
    if reading.unit == "%":
        return direction
    if kind.course_scale is None or kind.family == "instrument":
        start = reading.baseline.middle if reading.baseline else 100.0
        return direction * 100.0 / max(abs(start), 1e-9)
    values, scale = priors().nominal(), SCALES[kind.course_scale]
    low, high = scale.ends(values)
    best = low if scale.direction == "lower is better" else high
    if kind.judges_change:
        return direction * 100.0 / 3.0
    key = f"scales.typical_points.{scale.name}"
    start = (
        reading.baseline.middle
        if reading.baseline
        else float(values[key][0])
        if key in values
        else (low + high) / 2
    )
    return direction * 100.0 / abs(start - best)
