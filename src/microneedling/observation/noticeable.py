"""The smallest change that counts as noticeable: never below what errors of reading alone would make.

two means of n readings differ by      1.96 sqrt(2) error/sqrt(n)
a rater's score                        no less than the change that is customary on its scale (a single rating)
people                                 a share of the way to the best end, from little as from half a typical start
a melanin index                        no less than the lightness step that eyes see: dL*/(L* per melanin)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.colour import melanin

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..outcomes.reading import InstrumentReading
    from ..skin.tissue import TissueTrajectory


def detectable_change(error: np.ndarray, values: Values, averaged: np.ndarray | None = None) -> np.ndarray:
    """Smallest change that errors (draw,) do not make by themselves, for single readings or means of `averaged`."""
    smallest = values["measures.detectable_multiple"] * error
    return smallest if averaged is None else smallest / np.sqrt(averaged)


def score_change(scale_name: str, values: Values) -> np.ndarray:
    """Smallest noticeable change of a score (draw,), in points of its scale."""
    customary = values[f"scales.smallest_change_points.{scale_name}"]
    return np.maximum(customary, detectable_change(values[f"scales.rater_sd_points.{scale_name}"], values))


def noticed_share(severity: np.ndarray, typical: np.ndarray, values: Values) -> np.ndarray:
    """Share of the way (draw,) from which people notice: q max(1, f typical/severity); infinite where nothing is left.

    `severity` (draw,) is what there is, `typical` (draw,) that of a typical start. It is one share q whatever scale a
    gain is told on; but of almost nothing that is left, that share is not seen. A score given as the best leaves
    nothing to notice; a typical one that a draw puts there does not.
    """
    if np.all(severity <= 0):
        return np.full(values.count, np.inf)
    least = values["scales.least_noticed_of_typical"] * typical
    seen = np.divide(least, severity, out=np.ones(values.count), where=severity > 0)
    return values["scales.noticeable_share"] * np.maximum(seen, 1.0)


def reading_change(reading: InstrumentReading, values: Values) -> np.ndarray:
    """Smallest noticeable change of an instrument's reading (draw,), in its unit."""
    return detectable_change(reading.error, values, values["measures.readings_averaged"])


def visible_melanin_percent(tissue: TissueTrajectory, values: Values, lesional: bool = False) -> np.ndarray:
    """Smallest change of the melanin index that eyes see, percent of the baseline, (draw,)."""
    step = values["measures.visible_lightness"] / values["measures.lightness_per_melanin"]
    return 100.0 * step / melanin(tissue.baseline, values, lesional)
