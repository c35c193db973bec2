"""How far each number of the model moves the reports, in their errors: what can have been learnt from them at all."""

from __future__ import annotations

import numpy as np

from .problem import Calibration


def report_influence(posed: Calibration, z: np.ndarray) -> np.ndarray:
    """How far one prior SD of each unknown moves the reports, in their errors: (forward unknown,) at a point z (d,).

    influence_i^2 = sum over reports ((mean(z + e_i) - mean(z - e_i)) / (2 error))^2, from real runs.
    """
    count = len(posed.forward_names)
    ends = np.repeat(z[None, :], 2 * count, axis=0)
    rows = np.arange(count)
    ends[rows, rows] += 1.0
    ends[count + rows, rows] -= 1.0
    seen, values = posed.forward(ends), posed.values(ends)
    courses = posed.courses(seen, values)
    total = np.zeros(count)
    for slot in posed.slots:
        mean, sd, _ = posed.expected(slot, ends, seen, values, courses)
        step = (mean[:count] - mean[count:]) / (sd[:count] + sd[count:])
        total += np.where(np.isfinite(step), step, 1e3) ** 2
    return np.sqrt(total)
