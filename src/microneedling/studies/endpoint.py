"""A reading of a study file as `observation` takes it: what is reported of which scale or instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..observation.raters import NOT_TOLD
from ..observation.study_reports import StudyEndpoint
from .readings import CONDITION_FAMILY, READINGS

if TYPE_CHECKING:
    import numpy as np

    from .study import Reading, Study

SINGLE = {"single arm": 1.0, "parallel": 0.0, "split": 0.0}
LESION_FAMILIES = frozenset({"acne_scar", "other_scar", "striae", "melasma"})


def endpoint_of(reading: Reading, study: Study, people: int | np.ndarray | None = None) -> StudyEndpoint:
    """The endpoint of one reading of an arm; `people` analysed where the study does not say, (draw,)."""
    kind, condition, given = READINGS[reading.scale], study.population.condition, reading.baseline
    return StudyEndpoint(
        name=reading.scale,
        family=kind.family_for(condition),
        statistic=reading.statistic,
        direction=kind.direction,
        people=study.population.n if people is None else people,
        scale=kind.course_scale,
        instrument=kind.measure,
        lesion_family=family_of_lesion(condition),
        over_percent=reading.over_percent,
        needled=bool(study.days),
        baseline_mean=given.mean if given is not None else None,
        baseline_middle=given.middle if given is not None else None,
        single=SINGLE.get(study.design or "", NOT_TOLD) if not study.course.sham else 0.0,
        rater=None if reading.rater == "instrument" else reading.rater,
    )


def family_of_lesion(condition: str) -> str | None:
    """Family of scores of a lesion; None where the whole field is the concern."""
    family = CONDITION_FAMILY.get(condition)
    return family if family in LESION_FAMILIES else None
