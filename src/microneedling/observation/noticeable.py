"""The smallest change that counts as noticeable: never below what errors of reading alone would make.

two means of n readings differ by      1.96 sqrt(2) error/sqrt(n)
a rater's score                        no less than the change that is customary on its scale (a single rating)
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


def reading_change(reading: InstrumentReading, values: Values) -> np.ndarray:
    """Smallest noticeable change of an instrument's reading (draw,), in its unit."""
    return detectable_change(reading.error, values, values["measures.readings_averaged"])


def visible_melanin_percent(tissue: TissueTrajectory, values: Values, lesional: bool = False) -> np.ndarray:
    """Smallest change of the melanin index that eyes see, percent of the baseline, (draw,)."""
    step = values["measures.visible_lightness"] / values["measures.lightness_per_melanin"]
    return 100.0 * step / melanin(tissue.baseline, values, lesional)
