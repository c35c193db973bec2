"""What a study reports, as PEtab formulas: raters, drift, people and error added to what a reading moves with.

The same observation model as `observation.study_reports`, written out. With a gain x, person e_i of seven nodes,

    u = m [exp(-k max(-x, 0)) - exp(-k max(x, 0))],   v_i = 1 - (1 - u_i)(1 - d)

with u_i that of person i as the study's raters see it, f = exp(sd e_i + b) times as far on the axis of the law of
people, and max(x, 0) = (x + |x|)/2, since not every reader of PEtab knows max. Effects of studies are parameters with a
standard normal prior. Left out is the bound of |x| at 50, which no gain comes near. Formulas have no normal integral,
so shares of people who improved cannot be said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ..calibration.problem import LEAST_SHARE, scale_name
from ..evidence.registry import Values
from ..observation import instruments, raters, score_law
from ..observation.instrument_kinds import KIND
from ..observation.scales import SCALES
from ..observation.study_reports import LEAST_BASELINE, NODE, WEIGHT
from ..studies.endpoint import endpoint_of
from ..studies.published import Reported, arms
from ..studies.readings import READINGS
from ..studies.study import Study


@dataclass(frozen=True)
class Report:
    """One report: formula of its mean, formula of its standard error."""

    mean: str
    error: str


def identifier(*words: str) -> str:
    """A name as SBML and PEtab allow it."""
    return re.sub(r"\W+", "_", "_".join(words)).strip("_")


def effect(what: str, row: Reported) -> str:
    """Parameter id of an effect of the row's study (`study`, `drift`) or of its scale and rater (`scale`, `error`)."""
    return identifier(
        "z", what, *((row.study,) if what in ("study", "drift") else scale_name(row).split(":"))
    )


def key_id(key: str) -> str:
    """Parameter id of a number of the registry that only the observation model reads."""
    return identifier(*key.split("."))


def report(
    row: Reported, study: Study, moves_with: str, start: float, values: Values, course: float
) -> Report:
    """Formulas of a reading; `start` is the severity or level before the first session.

    `course` is the log factor of how far the study's courses bear out (`observation.course_level`), held where the
    middle numbers put it: it compares two courses, and a PEtab problem is one model.
    """
    if READINGS[row.reading.scale].family == "instrument":
        mean, spread = _instrument(row, moves_with, start)
    else:
        family = READINGS[row.reading.scale].family_for(study.population.condition)
        mean, spread = _rated(row, family, moves_with, start, values, course)
    return Report(mean, _error(row, study, spread))


def _error(row: Reported, study: Study, spread: str) -> str:
    """Standard error: as reported, else from the spread of people; never below a share of the report."""
    own = f"({spread})/sqrt({study.population.n or 1})"
    if row.se is not None:
        own = repr(row.se)
    elif row.sd is not None and row.n:
        own = f"{row.sd!r}/sqrt({row.n})"
    least = LEAST_SHARE * abs(row.observed or 0.0) + 1e-6
    return f"sqrt(({own})^2 + {least!r}^2)"


def _instrument(row: Reported, ratio: str, start: float) -> tuple[str, str]:
    name = READINGS[row.reading.scale].measure
    assert name is not None
    shown = f"exp({key_id(instruments.SHOWN_SD)}*{effect('scale', row)})"
    shift = f"{key_id(instruments.error_key(KIND[name]))}*{effect('error', row)}"
    each = [instruments.ratio_text(ratio, f"{shown}*{_factor(node)}", shift) for node in NODE]
    now, squares = _over(each), _over([f"({one})^2" for one in each])
    spread = f"sqrt({squares} - {now}^2 + ({key_id(instruments.ITSELF_SD)}*{now})^2)"
    if row.reading.statistic == "percent change":
        return f"100*({now} - 1)", f"100*{spread}"
    if row.reading.statistic == "mean":
        return f"{start!r}*{now}", f"{start!r}*{spread}"
    return f"{start!r}*({now} - 1)", f"{start!r}*{spread}"


def _rated(
    row: Reported, family: str, gain: str, start: float, values: Values, course: float
) -> tuple[str, str]:
    """Mean and spread of a rater's scale, as `observation.study_reports` puts them together."""
    reading, kind = row.reading, READINGS[row.reading.scale]
    people, left = _people(row, family, gain, course), _left(row)
    mean = f"(1 - {left}*(1 - {_over(people)}))"
    unlike = f"{_over([f'({share})^2' for share in people])} - {_over(people)}^2"
    spread = f"sqrt({left}^2*({unlike}) + {key_id(raters.RATING_SD)}^2)"
    if reading.statistic == "mean improvement":
        return f"100*({mean})", f"100*{spread}"
    if kind.course_scale is None:
        base = reading.baseline.mean if reading.baseline is not None and reading.baseline.mean else 100.0
        unit = 100.0 if reading.statistic == "percent change" else base
        return f"-{unit!r}*({mean})", f"{unit!r}*{spread}"
    scale = SCALES[kind.course_scale]
    size = _over([f"abs(1 - {left}*(1 - {share}))" for share in people])
    moved = score_law.severity_change_text(start, mean, size)
    points = scale.per_severity(values)
    change, person = f"{points!r}*{moved}", f"{abs(points) * start!r}*{spread}"
    level = float(scale.score(np.array(start), values))
    if reading.statistic == "percent change":
        percent = 100 / max(level, LEAST_BASELINE)
        return f"{percent!r}*{change}", f"{percent!r}*{person}"
    return (f"{level!r} + {change}" if reading.statistic == "mean" else change), person


def _people(row: Reported, family: str, gain: str, course: float) -> list[str]:
    """How far towards the best end each node of people improves, as a share, drift and credit left out."""
    further = raters.log_factor_text(effect("study", row), effect("scale", row), key_id)
    further = f"{further} + ({course!r})"
    sensitivity = key_id(score_law.sensitivity_key(family))
    movable = key_id(score_law.movable_key(family))
    return [score_law.person_share_text(gain, movable, sensitivity, _factor(node, further)) for node in NODE]


def _left(row: Reported) -> str:
    """Share of the severity that neither falls by itself nor is credited by design and rater: 1 - d, alike for all."""
    end = endpoint_of(row.reading, arms()[row.arm])
    drift = raters.drift_share_text(effect("drift", row), key_id)
    return f"(1 - ({drift} + {raters.credit_text(end.single, end.rater, key_id)}))"


def _factor(node: float, further: str = "0") -> str:
    """How far raters see the people of a node go, relative to the middle one; `further` is the raters' log factor."""
    return f"exp({key_id(score_law.PERSON_SD)}*({float(node)!r}) + {further})"


def _over(parts: list[str]) -> str:
    """Mean over the nodes of people."""
    return "(" + " + ".join(f"{float(w)!r}*({part})" for w, part in zip(WEIGHT, parts, strict=True)) + ")"
