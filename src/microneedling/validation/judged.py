"""One published reading beside its prediction, and the scores of several. Loads without NumPy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..answers.brief import brief
from ..studies.designs import NOT_TOLD, designs
from .verdicts import Role, Verdict

MODEL = "model"
REFERENCES = {
    "family_mean": "the mean of the outcome family",
    "sessions_only": "that mean and the number of sessions",
    "family_and_design": "that mean and the design of the study",
}
"""The reference forecasts that know nothing of skin: key of their score -> words."""

ROLES = {"left out": Role.LEFT_OUT, "unseen": Role.HELD_OUT}
"""The word of the results file -> role; every other word is that of a study the model has learnt from."""
LEFT_OUT, HELD_OUT, EITHER = "left out", "unseen", "fitted or unseen"


@dataclass(frozen=True)
class ReadingFacts:
    """What was read: the scale, its statistic, and when; `day` is days after the first session, None where untimed."""

    scale: str
    label: str
    statistic: str
    day: float | None
    part: str | None
    rater: str
    unit: str
    over_percent: float | None

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> ReadingFacts:
        """The facts of a reading from a JSON object; day, part and limit may be missing."""
        known = {"day": None, "part": None, "over_percent": None, **table}
        return cls(**{name: known[name] for name in cls.__dataclass_fields__})

    def to_json(self) -> dict[str, Any]:
        """The JSON object of these facts."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class JudgedReading:
    """One published reading and the prediction of what such a study would report, in the unit of the reading.

    `observed` is a number, a band (low, high) or a direction ("improved", "no_difference", "worse"), as `kind` says;
    `quantiles` maps "0.1", "0.25", "0.5", "0.75", "0.9" to the predicted quantiles; `inside` whether a number lies in
    the central 50 % and 80 % intervals (keys "50", "80"); `sign` whether better or worse was told rightly.
    """

    id: str
    study: str
    arm: str
    title: str
    reading: ReadingFacts
    family: str
    kind: Literal["value", "band", "direction"]
    observed: float | tuple[float, float] | str
    quantiles: Mapping[str, float]
    split: str
    how: str
    inside: Mapping[str, bool] | None
    sign: bool | None
    n: int | None

    @property
    def low(self) -> float:
        """Lower end of the predicted 80 % interval."""
        return self.quantiles["0.1"]

    @property
    def median(self) -> float:
        """Predicted median."""
        return self.quantiles["0.5"]

    @property
    def high(self) -> float:
        """Upper end of the predicted 80 % interval."""
        return self.quantiles["0.9"]

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers reported: one, the two ends of a band, or none."""
        if isinstance(self.observed, str):
            return ()
        return self.observed if isinstance(self.observed, tuple) else (self.observed,)

    @property
    def place(self) -> float | None:
        """Place of the report in its prediction, ±1 the ends of the 80 % interval; None for a direction.

        (x - median)/(q90 - median) above the median, /(median - q10) below it; a band by its end next to the median.
        """
        off = self.residual
        if not off:
            return off
        half = (self.high - self.median) if off > 0 else (self.median - self.low)
        return off / half if half > 0 else math.copysign(math.inf, off)

    @property
    def residual(self) -> float | None:
        """What was reported less the predicted median, in the unit of the reading; of a band its end next to it."""
        if not self.numbers:
            return None
        return min(max(self.median, min(self.numbers)), max(self.numbers)) - self.median

    @property
    def design(self) -> str:
        """How its arm was studied, in words: `split, randomised, blinded`."""
        found = designs().get(self.arm)
        return found.words() if found else NOT_TOLD

    @property
    def verdict(self) -> Verdict:
        """A miss is a number outside the 80 % interval; a band that does not meet it; a direction that the median
        contradicts; or "no difference" where zero lies outside the 80 % interval."""
        if self.kind == "value":
            missed = not (self.inside or {}).get("80")
        elif self.kind == "band":
            missed = self.numbers[0] > self.high or self.numbers[1] < self.low
        elif self.observed == "no_difference":
            missed = self.low > 0 or self.high < 0
        elif self.sign is None:
            return Verdict.NOT_JUDGED
        else:
            missed = not self.sign
        return Verdict.MISS if missed else Verdict.HIT

    @property
    def missed(self) -> bool:
        """Whether the report contradicts its prediction."""
        return self.verdict == Verdict.MISS

    @property
    def role(self) -> Role:
        """How independent of this report its prediction was.

        Readings predicted now from the shipped posterior do not say; then a study of the calibration counts as fitted.
        """
        if self.how in ROLES:
            return ROLES[self.how]
        from ..studies.published import likelihood_readings

        taught = {row.study for row in likelihood_readings()}
        return Role.FITTED if self.study in taught else Role.HELD_OUT

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> JudgedReading:
        """A reading as the results file has it; what follows from it is passed over."""
        table = {name: item for name, item in table.items() if name in cls.__dataclass_fields__}
        observed = table["observed"]
        if isinstance(observed, Mapping):
            observed = (observed["low"], observed["high"])
        return cls(**{**table, "reading": ReadingFacts.from_json(table["reading"]), "observed": observed})

    def to_json(self) -> dict[str, Any]:
        """The reading as it is printed: what the results file has, with the design of its arm and the residual."""
        return self.stored() | {"design": self.design, "residual": self.residual}

    def stored(self) -> dict[str, Any]:
        """The reading as the results file has it."""
        table = {name: getattr(self, name) for name in self.__dataclass_fields__}
        table["reading"] = self.reading.to_json()
        if isinstance(self.observed, tuple):
            table["observed"] = dict(zip(("low", "high"), self.observed, strict=True))
        return table


@dataclass(frozen=True)
class Scores:
    """How predictions of some readings stood up.

    `readings` counts those that are numbers; `coverage` maps "50" and "80" to the share (0..1) inside the central
    interval; `crps` maps the model and each of `REFERENCES` to its mean CRPS in percent of what could be gained, each
    study one vote, over the numbers of treated arms that every reference has a forecast of: `compared` numbers of
    `studies` studies. `log_score` likewise, higher better; `difference` of the model's CRPS from each reference's
    (mean, low, high of a 95 % interval over studies); `reference_coverage` and `pit` as for the model; `slope` of
    observed on predicted (value, low, high). Results written before there were these have none.
    """

    __repr__ = brief

    readings: int
    coverage: Mapping[str, float | None]
    sign_agreement: float | None
    crps: Mapping[str, float | None] = field(default_factory=dict)
    studies: int | None = None
    compared: int | None = None
    log_score: Mapping[str, float | None] = field(default_factory=dict)
    difference: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    reference_coverage: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    pit: Mapping[str, Sequence[float]] = field(default_factory=dict)
    slope: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def not_beaten(self) -> tuple[str, ...]:
        """Reference forecasts that score at least as well as the model, by key; none where there are no numbers."""
        model = self.crps.get(MODEL)
        if model is None:
            return ()
        scored = {key: value for key in REFERENCES if (value := self.crps.get(key)) is not None}
        return tuple(key for key, value in scored.items() if value <= model)

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Scores:
        """Scores as the results file has them."""
        return cls(**{name: table[name] for name in cls.__dataclass_fields__ if name in table})

    def to_json(self) -> dict[str, Any]:
        """Scores as the results file has them; without what was not computed."""
        table: dict[str, Any] = {
            "readings": self.readings,
            "coverage": dict(self.coverage),
            "sign_agreement": self.sign_agreement,
        }
        more = (
            "crps",
            "studies",
            "compared",
            "log_score",
            "difference",
            "reference_coverage",
            "pit",
            "slope",
        )
        return table | {name: value for name in more if (value := getattr(self, name)) not in (None, {})}


def misses(readings: Iterable[JudgedReading]) -> list[JudgedReading]:
    """The readings that contradict their prediction."""
    return [item for item in readings if item.missed]


def misses_first(readings: Iterable[JudgedReading]) -> list[JudgedReading]:
    """The readings that contradict their prediction in front, the farthest out first; the others in their order."""
    return sorted(
        readings, key=lambda item: (not item.missed, -abs(item.place or 0.0) if item.missed else 0.0)
    )


def with_role(readings: Iterable[JudgedReading], role: Role) -> list[JudgedReading]:
    """The readings that were predicted in this role."""
    return [item for item in readings if item.role == role]


def by_family(readings: Iterable[JudgedReading], order: Sequence[str]) -> dict[str, list[JudgedReading]]:
    """Readings by outcome family, families in this order and others after them, as they come."""
    found: dict[str, list[JudgedReading]] = {}
    for item in readings:
        found.setdefault(item.family, []).append(item)
    names = [*order, *(name for name in found if name not in order)]
    return {name: found[name] for name in names if name in found}
