"""One published reading beside the draws of what the model says such a study would report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..evidence.registry import Values
from ..studies.predict import PredictedReading, direction_of, no_change, predict_together, summary
from ..studies.published import Reported, arms, reported
from .judged import JudgedReading, ReadingFacts

LEVELS = (0.5, 0.8)
PEOPLE = 2


@dataclass(frozen=True)
class ComparedReading:
    """One published reading and the draws of its prediction; `how` is the results file's word for its role."""

    row: Reported
    predicted: PredictedReading
    how: str

    @property
    def draws(self) -> np.ndarray:
        """Sound draws of the report (draw,), in the unit of the reading."""
        return self.predicted.reported[np.isfinite(self.predicted.reported)]

    @property
    def observed(self) -> float | None:
        """The number reported, if it is one."""
        return self.row.observed if self.row.kind == "value" else None

    def inside(self, level: float) -> bool | None:
        """Whether the number lies in the central interval of this share; None for bands and directions."""
        if self.observed is None:
            return None
        low, high = np.quantile(self.draws, (0.5 - level / 2, 0.5 + level / 2))
        slack = 1e-9 + rounding(self.row)  # a report is rounded; shares come in whole people
        return bool(low - slack <= self.observed <= high + slack)

    def sign(self) -> bool | None:
        """Whether the middle of the prediction and the report agree on better or worse; None where neither says."""
        direction = direction_of(self.predicted.reading)
        neutral = no_change(self.predicted.reading)
        if self.row.kind == "direction":
            sign = {"improved": 1, "worse": -1}.get(self.row.direction or "", 0)
        else:
            sign = 0 if self.observed is None else direction * float(np.sign(self.observed - neutral))
        if direction == 0 or sign == 0:
            return None
        return bool(np.sign(direction * (np.median(self.draws) - neutral)) == sign)

    def judged(self) -> JudgedReading:
        """The reading without its draws: quantiles, intervals and sign."""
        row = self.row
        inside = {f"{100 * level:g}": bool(self.inside(level)) for level in LEVELS}
        return JudgedReading(
            id=row.row,
            study=row.study,
            arm=row.arm,
            title=arms()[row.arm].title,
            reading=facts(row),
            family=self.predicted.family,
            kind=row.kind,
            observed=reported_value(row),
            quantiles=summary(self.predicted.reported)["quantiles"],
            split=row.split,
            how=self.how,
            inside=None if self.observed is None else inside,
            sign=self.sign(),
            n=row.n,
        )


def facts(row: Reported) -> ReadingFacts:
    """What was read in a published row."""
    reading = row.reading
    return ReadingFacts(
        scale=reading.scale,
        label=reading.kind.label,
        statistic=reading.statistic,
        day=reading.day_at,
        part=reading.part,
        rater=reading.rater,
        unit=reading.unit,
        over_percent=reading.over_percent,
    )


def reported_value(row: Reported) -> float | tuple[float, float] | str:
    """What was reported: a number, a band (low, high), or a direction."""
    if row.kind == "band" and row.low is not None and row.high is not None:
        return row.low, row.high
    if row.kind == "value" and row.observed is not None:
        return row.observed
    return row.direction or ""


def rounding(row: Reported) -> float:
    """Half the last digit that a report prints."""
    if row.observed is None:
        return 0.0
    digits = f"{row.observed:g}".partition(".")[2]
    return 0.5 * 10.0 ** -len(digits)


def compare_readings(
    rows: Sequence[Reported], values: Values, how: str, seed: int = 1, people: int = PEOPLE
) -> list[ComparedReading]:
    """Predict rows with given numbers: fresh study effects, sampled people, sampling error; in the order of `rows`."""
    wanted, found = {row.row for row in rows}, []
    for study in dict.fromkeys(row.study for row in rows):
        ours: dict[str, list[Reported]] = {}
        for row in (row for row in reported() if row.study == study):
            ours.setdefault(row.arm, []).append(row)
        together = predict_together([arms()[name] for name in ours], values, seed, people)
        for each, prediction in zip(ours.values(), together, strict=True):
            pairs = zip(each, prediction.readings, strict=True)
            found += [ComparedReading(row, predicted, how) for row, predicted in pairs if row.row in wanted]
    order = {row.row: place for place, row in enumerate(rows)}
    return sorted(found, key=lambda item: order[item.row.row])
