"""The typed answer of a validation: every published reading beside its prediction, and how the model scored.

`Validation.from_json` and `to_json` are exact inverses on the shipped file. Loads without NumPy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..evidence.posterior import FOLDER
from .verdicts import Role, Verdict

RESULTS = "validation.json"
MODEL = "model"
REFERENCES = {
    "family_mean": "the mean of the outcome family",
    "sessions_only": "the number of sessions alone",
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
        """A reading as the results file has it."""
        observed = table["observed"]
        if isinstance(observed, Mapping):
            observed = (observed["low"], observed["high"])
        return cls(**{**table, "reading": ReadingFacts.from_json(table["reading"]), "observed": observed})

    def to_json(self) -> dict[str, Any]:
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
    interval; `crps` maps the model and each of `REFERENCES` to its mean CRPS in percent of what could be gained.
    """

    readings: int
    coverage: Mapping[str, float | None]
    sign_agreement: float | None
    crps: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def not_beaten(self) -> tuple[str, ...]:
        """Reference forecasts that score at least as well as the model, by key; none where there are no numbers."""
        model = self.crps.get(MODEL)
        if model is None:
            return ()
        return tuple(key for key in REFERENCES if (self.crps.get(key) or 0.0) <= model)

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Scores:
        """Scores as the results file has them."""
        return cls(table["readings"], table["coverage"], table["sign_agreement"], table.get("crps", {}))

    def to_json(self) -> dict[str, Any]:
        """Scores as the results file has them; without `crps` where none was computed."""
        table = {
            "readings": self.readings,
            "coverage": dict(self.coverage),
            "sign_agreement": self.sign_agreement,
        }
        return table | ({"crps": dict(self.crps)} if self.crps else {})


@dataclass(frozen=True, repr=False)
class Validation:
    """Every published reading that can be compared with the model, and how the model stood up to them.

    `left_out` scores the calibration studies, each predicted from all the others, and `by_family` the same by outcome
    family; `held_out` the studies never used. `not_compared` counts rows of the evidence tables by reason.
    """

    model_number: int
    data_sha256: str
    priors_sha256: str
    draws: int
    left_out: Scores
    by_family: Mapping[str, Scores]
    held_out: Scores | None
    readings: tuple[JudgedReading, ...]
    not_compared: Mapping[str, int]
    diagnostics: Mapping[str, Any]

    @property
    def studies(self) -> int:
        """How many studies the readings come from."""
        return len({item.study for item in self.readings})

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Validation:
        """A validation from the object in the results file; raises KeyError where a key is missing."""
        left_out = table["leave_one_study_out"]
        held_out = table.get("unseen")
        return cls(
            model_number=table["model_number"],
            data_sha256=table["data_sha256"],
            priors_sha256=table["priors_sha256"],
            draws=table["draws"],
            left_out=Scores.from_json(left_out),
            by_family={name: Scores.from_json(item) for name, item in left_out["by_family"].items()},
            held_out=Scores.from_json(held_out) if held_out else None,
            readings=tuple(map(JudgedReading.from_json, table["studies"])),
            not_compared=table["not_compared"],
            diagnostics=table["diagnostics"],
        )

    def to_json(self) -> dict[str, Any]:
        """The object that `microneedling validate --json` prints and the results file holds."""
        families = {name: item.to_json() for name, item in self.by_family.items()}
        return {
            "model_number": self.model_number,
            "data_sha256": self.data_sha256,
            "priors_sha256": self.priors_sha256,
            "draws": self.draws,
            "leave_one_study_out": {**self.left_out.to_json(), "by_family": families},
            **({"unseen": self.held_out.to_json()} if self.held_out else {}),
            "studies": [item.to_json() for item in self.readings],
            "not_compared": dict(self.not_compared),
            "diagnostics": dict(self.diagnostics),
        }

    def summary(self) -> str:
        """How many readings are contradicted, and whether the model beats both reference forecasts."""
        from .reading_words import counted, plain_verdict

        return f"{counted(self.readings)} readings contradict their prediction. {plain_verdict(self)}"

    def __repr__(self) -> str:
        return (
            f"Validation(model {self.model_number}, {len(self.readings)} readings of {self.studies} studies)"
        )


def misses(readings: Iterable[JudgedReading]) -> list[JudgedReading]:
    """The readings that contradict their prediction."""
    return [item for item in readings if item.missed]


def misses_first(readings: Iterable[JudgedReading]) -> list[JudgedReading]:
    """The readings with those that contradict their prediction in front, otherwise in their order."""
    return sorted(readings, key=lambda item: not item.missed)


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


@cache
def shipped(folder: Path = FOLDER) -> Validation | None:
    """The validation that lies beside the posterior; None where no calibration has been shipped."""
    path = folder / RESULTS
    if not path.exists():
        return None
    return Validation.from_json(json.loads(path.read_text(encoding="utf-8")))


def write(found: Validation, folder: Path) -> None:
    """Write the results beside the posterior, whole or not at all."""
    part = folder / f"{RESULTS}.partial"
    part.write_text(json.dumps(found.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(folder / RESULTS)
