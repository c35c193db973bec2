"""The score to start from: neutral where a scale judges change, as given, or typical of such people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from .scales import Scale


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


def visible(
    scale: Scale, start: np.ndarray, usual: np.ndarray, typical: np.ndarray, values: Values
) -> tuple[np.ndarray, np.ndarray]:
    """Severities (draw,) of what there is to see and of a typical start.

    A scale that judges change starts everybody at neutral: there is to see what is `usual` of such people.
    """
    own = usual if scale.judges_change else start
    found = [np.broadcast_to(scale.severity(each, values), (values.count,)) for each in (own, typical)]
    return found[0], found[1]
