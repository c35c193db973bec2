"""Where a published number lies on the axis of its kind, where forecasts of different scales can learn from each other.

    raters' scores   x = logit((v + 0.15)/1.15)   v: share of the way to the best end, 0 no change, 1 all gone
    instruments      x = +-ln(after/before)       signed so that more is better
    times            x = ln(time)
    pain             x = logit(score/10)
    dark marks       x = logit(share of people)

A share of people improved beyond a limit is read as people ~ N(v, s) rated beyond it: v = limit + s Phi^-1(share);
where a report gives no limit it is half a step of the scale, because raters round. A number that no axis takes (a
level, points of an instrument) has none. Each has its own sampling error, from the report or the number of people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import binom, norm

from ...evidence.practice import value_of
from ...evidence.registry import priors
from ...observation.scales import SCALES
from ...outcomes.direction import better_sign
from ...studies.predict import direction_of
from ...studies.published import Reported
from ..percent import to_percent

Axis = Literal["share of the way", "log ratio", "log time", "pain", "dark marks"]
BELOW = 0.15  # share of the way that a report may lie on the wrong side of no change: the axis ends there
ENDS = 0.01  # nothing lies nearer to an end of an axis than this
PAIN_TOP = 10.0
FEWEST_PEOPLE = 10  # where a report does not say how many
PEOPLE_SD = value_of("study_effect", "people_sd_share")
RATIO_SD = value_of("study_effect", "instrument_itself_log_sd")
TIME_SD = value_of("study_effect", "event_person_log_sd")


@dataclass(frozen=True)
class Seen:
    """One published number on its axis: `x` there, its sampling error `se`, and `report`, the way back.

    `report(x, chance)` gives reports in percent of what could be gained from places x (n,) and standard normal
    scores (n,) of sampling. `kind` is what shares a mean: the outcome family of a score, else the scale itself.
    """

    axis: Axis
    kind: str
    x: float
    se: float
    report: Callable[[np.ndarray, np.ndarray], np.ndarray]


def onto_axis(v: np.ndarray | float) -> np.ndarray:
    """x of a share v of the way."""
    p = np.clip((np.asarray(v, float) + BELOW) / (1 + BELOW), ENDS, 1 - ENDS)
    return np.log(p / (1 - p))


def off_axis(x: np.ndarray | float) -> np.ndarray:
    """Share v of the way at a place x."""
    return (1 + BELOW) / (1 + np.exp(-np.asarray(x, float))) - BELOW


def slope_at(v: float) -> float:
    """dx/dv of `onto_axis` at v, not beyond its clipped ends."""
    p = float(np.clip((v + BELOW) / (1 + BELOW), ENDS, 1 - ENDS))
    return 1.0 / ((1 + BELOW) * p * (1 - p))


def seen(row: Reported, family: str) -> Seen | None:
    """A published number on its axis; None where it is no number or no axis takes it."""
    if row.observed is None:
        return None
    kind = row.reading.kind
    if kind.family == "instrument":
        return _ratio(row) if row.reading.statistic == "percent change" else None
    if row.reading.scale == "pih_rate":
        return _dark_marks(row)
    if row.reading.scale == "pain_vas":
        return _pain(row)
    if kind.family in ("event", "clock"):
        return _time(row) if row.observed > 0 else None
    if row.reading.statistic == "share improved":
        return _people_improved(row, family)
    return None if row.reading.statistic == "mean" else _change(row, family)


def limit_of(row: Reported) -> float:
    """Share of the way that a person must come to be counted as improved: the report's limit, or half a step."""
    if row.reading.over_percent is not None:
        return row.reading.over_percent / 100
    scale = SCALES.get(row.reading.kind.course_scale or "")
    if row.reading.scale == "gais":
        return value_of("study_effect", "gais_half_category_percent") / 100
    if scale is None or scale.judges_change:
        return 0.0
    step = float(priors().nominal()[f"scales.smallest_change_points.{scale.name}"][0])
    return 0.5 * step * _share_a_point(row)


def _share_a_point(row: Reported) -> float:
    """Share of the way of one point of the row's scale."""
    values, scale = priors().nominal(), SCALES[row.reading.kind.course_scale or ""]
    start = row.reading.baseline.middle if row.reading.baseline else None
    if start is None:
        start = float(values[f"scales.typical_points.{scale.name}"][0])
    low, high = scale.ends(values)
    return 1.0 / abs(start - (low if scale.direction == "lower is better" else high))


def _people(row: Reported) -> int:
    return row.n or FEWEST_PEOPLE


def _own_error(row: Reported, factor: float, otherwise: float) -> float:
    """Standard error as printed, or from the spread printed, in units of `factor`; else that of people, `otherwise`."""
    if row.se is not None:
        return abs(factor) * row.se
    if row.sd is not None:
        return abs(factor) * row.sd / np.sqrt(_people(row))
    return otherwise / np.sqrt(_people(row))


def _change(row: Reported, family: str) -> Seen:
    assert row.observed is not None
    factor = _way(row)
    v, error = factor * row.observed, _own_error(row, factor, PEOPLE_SD)
    percent = to_percent(row) / factor

    def report(x: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return percent * (off_axis(x) + error * chance)

    return Seen("share of the way", family, float(onto_axis(v)), error * slope_at(v), report)


def _way(row: Reported) -> float:
    """Share of the way that one unit of the report is; a percent of a baseline counts from where the scale ends."""
    factor = to_percent(row) / 100
    scale = SCALES.get(row.reading.kind.course_scale or "")
    if row.reading.statistic != "percent change" or scale is None or scale.judges_change:
        return factor
    values = priors().nominal()
    start = row.reading.baseline.middle if row.reading.baseline else None
    start = float(values[f"scales.typical_points.{scale.name}"][0]) if start is None else start
    return factor * start * _share_a_point(row)


def _people_improved(row: Reported, family: str) -> Seen:
    assert row.observed is not None
    n, limit = _people(row), limit_of(row)
    share = (row.observed / 100 * n + 0.5) / (n + 1)
    z = float(norm.ppf(share))
    v = limit + PEOPLE_SD * z
    error = PEOPLE_SD * np.sqrt(share * (1 - share) / n) / float(norm.pdf(z))

    def report(x: np.ndarray, chance: np.ndarray) -> np.ndarray:
        beyond = norm.cdf((off_axis(x) - limit) / PEOPLE_SD)
        return 100 * binom.ppf(norm.cdf(chance), n, beyond) / n

    return Seen("share of the way", family, float(onto_axis(v)), float(error) * slope_at(v), report)


def _ratio(row: Reported) -> Seen:
    assert row.observed is not None
    sign, error = better_sign(row.reading.kind.direction), RATIO_SD / np.sqrt(_people(row))
    percent = float(direction_of(row.reading))

    def report(x: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return percent * 100 * np.expm1(sign * (x + error * chance))

    x = sign * float(np.log1p(max(row.observed / 100, ENDS - 1)))
    return Seen("log ratio", row.reading.scale, x, float(error), report)


def _time(row: Reported) -> Seen:
    assert row.observed is not None
    error, percent = _own_error(row, 1 / row.observed, TIME_SD), to_percent(row)

    def report(x: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return percent * np.exp(x + error * chance)

    return Seen("log time", row.reading.scale, float(np.log(row.observed)), error, report)


def _pain(row: Reported) -> Seen:
    assert row.observed is not None
    p = float(np.clip(row.observed / PAIN_TOP, ENDS, 1 - ENDS))
    error = _own_error(row, 1 / (PAIN_TOP * p * (1 - p)), TIME_SD)
    percent = to_percent(row)

    def report(x: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return percent * PAIN_TOP / (1 + np.exp(-(x + error * chance)))

    return Seen("pain", row.reading.scale, float(np.log(p / (1 - p))), error, report)


def _dark_marks(row: Reported) -> Seen:
    assert row.observed is not None
    n, percent = _people(row), to_percent(row)
    p = (row.observed / 100 * n + 0.5) / (n + 1)

    def report(x: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return percent * 100 * binom.ppf(norm.cdf(chance), n, 1 / (1 + np.exp(-x))) / n

    return Seen(
        "dark marks", "pih_rate", float(np.log(p / (1 - p))), float(1 / np.sqrt(n * p * (1 - p))), report
    )
