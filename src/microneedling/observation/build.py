"""A reading or a score becomes a forecast: with its evidence, baseline and smallest detectable change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.direction import better_sign
from ..outcomes.reading import InstrumentReading, per_draw
from .certainty import CERTAINTY
from .forecast import OutcomeForecast
from .instruments import people_who_reach as people_read
from .noticeable import noticed_share, reading_change, score_change
from .people_band import PeopleBand
from .scales import Scale
from .score_law import PERSON_SD, people_who_reach

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.tissue import TissueTrajectory

OTHER_FAMILY = {"hyperpigmentation": "melasma"}  # a score of dark marks is judged with those of melasma


def scored(
    name: str,
    label: str,
    scale: Scale,
    start: np.ndarray,
    moved: np.ndarray,
    tissue: TissueTrajectory,
    values: Values,
    evidence: str = "",
    visible: tuple[np.ndarray, np.ndarray] | None = None,
) -> OutcomeForecast:
    """A rater's score that has `moved` (draw, day) from its baseline; `evidence` is the row of `CERTAINTY` where it is
    not the name. `visible` are the severities (draw,) of the start and of a typical one, where they may differ.
    """
    known = CERTAINTY[evidence or name]
    smallest = np.broadcast_to(score_change(scale.name, values), start.shape)
    severity, points = scale.severity(start, values), abs(scale.per_severity(values))
    left = points * severity
    needed = noticed_share(*((severity, severity) if visible is None else visible), values)
    return OutcomeForecast(
        name=name,
        label=label,
        scale=scale.name,
        unit=scale.unit,
        direction=scale.direction,
        certainty=known.level,
        monotherapy_data=known.monotherapy_data,
        note=known.note,
        baseline=start,
        day=tissue.day,
        change=scale.change(start, moved, values),
        smallest=smallest,
        noticeable=np.where(left > 0, needed, np.inf) * np.where(left > 0, left, 1.0),
        noticed=people_who_reach(moved, needed, values[PERSON_SD]),
        people=PeopleBand(values[PERSON_SD], left, points - left),
        untreated=_untreated(scale, values),
        anchors={} if scale.judges_change else scale.anchors,
        family=OTHER_FAMILY.get(name, evidence or name),
    )


def _untreated(scale: Scale, values: Values) -> np.ndarray | None:
    """Change of the score on an untreated side, where a trial had one."""
    key = f"scales.untreated_change_points.{scale.name}"
    if key in values:
        return values[key]
    return None


def measured(
    name: str,
    reading: InstrumentReading,
    tissue: TissueTrajectory,
    values: Values,
    *,
    least: np.ndarray | None = None,
    plain: bool = False,
    evidence: str = "",
) -> OutcomeForecast:
    """An instrument's reading; `least` is a change below which eyes see nothing, where that is known."""
    known = CERTAINTY[evidence or name]
    smallest = reading_change(reading, values)
    smallest = smallest if least is None else np.maximum(smallest, least)
    start, person_sd, sign = per_draw(reading.baseline), values[PERSON_SD], better_sign(reading.direction)
    return OutcomeForecast(
        name=name,
        label=reading.label,
        scale=reading.name,
        unit=reading.unit,
        direction=reading.direction,
        certainty=known.level,
        monotherapy_data=known.monotherapy_data,
        note=known.note,
        baseline=reading.baseline,
        day=tissue.day,
        change=reading.change,
        smallest=smallest,
        noticeable=smallest,
        noticed=people_read(reading.change, start, per_draw(smallest), sign, per_draw(person_sd)),
        people=PeopleBand(person_sd, reading.baseline),
        plain=plain,
        family="instrument",
    )
