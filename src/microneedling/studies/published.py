"""The published readings beside the virtual arms that stand for them: `arms.toml` and `readings.csv` joined.

Every row of the observation tables that could be a reading of needled skin has a line in `readings.csv`: the arm and
the reading that it means, or the reason why it means none. A line is a value, a band (somewhere between two ends) or
a direction. Which side a line stands on is not written there: it is asked of `datasets`, the one place that knows.
Changes are follow-up minus baseline; times count from the first session. Loads without the array library.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast, get_args

from ..errors import InputError, Mistake, did_you_mean
from ..evidence import datasets
from .designs import NOT_TOLD, designs
from .study import Reading, Study
from .study_file import parse_study

ARMS = datasets.FOLDER / "arms.toml"
READINGS = datasets.FOLDER / "readings.csv"
Kind = Literal["value", "direction", "band"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DIRECTIONS = ("improved", "no_difference", "worse")
_NUMBERS = ("day", "hour", "over_percent")
_WORDS = ("rater", "part")


@dataclass(frozen=True)
class Reported:
    """One published reading of one arm.

    `observed` is the number of a value, `low` and `high` the ends of a band, `direction` the word of a direction;
    each is None for the other kinds. A direction is against the own baseline and means better or worse for the
    reading: `improved` stained collagen is more of it, an `improved` wrinkle grade is lower. `sd` is between people
    (of the change, or of the level where the statistic is a mean), `se` that of the number itself; None where the
    report gives none. `n` is the people read, None where it is not known. `likelihood` says whether the line may
    inform the model; all others are only compared.
    """

    row: str  # id of the table's row, with a letter where one row holds several readings
    study: str  # key of sources.bib
    arm: str  # key of arms.toml
    reading: Reading
    observed: float | None
    low: float | None
    high: float | None
    direction: str | None
    sd: float | None
    se: float | None
    n: int | None
    kind: Kind
    split: str
    likelihood: bool
    note: str

    @property
    def source(self) -> datasets.Observation:
        """The row of the observation table that this line was read from."""
        return datasets.row(table_row(self.row))

    @property
    def followup_sd(self) -> float | None:
        """Standard deviation between people at the time of reading, where the table gives one."""
        return self.source.number("followup_sd") if self.source.table == "clinical" else None


def table_row(row: str) -> str:
    """The id of the observation row behind a line: `C253a` is a part of row C253."""
    return row.rstrip("abcdefghijklmnopqrstuvwxyz")


@cache
def lines() -> tuple[Mapping[str, str], ...]:
    """All lines of `readings.csv` as written, including those that cannot be used."""
    with READINGS.open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def _usable() -> tuple[Mapping[str, str], ...]:
    return tuple(line for line in lines() if line["usable"] == "yes")


@cache
def arms() -> dict[str, Study]:
    """Arm -> the whole study file: people, device, course, design, and its usable readings in order of the lines.

    Raises `InputError` with every mistake in both files.
    """
    raw = tomllib.loads(ARMS.read_text(encoding="utf-8"))
    mistakes, found = _line_mistakes(raw), {}
    for arm, study in raw.items():
        readings = [_reading(line) for line in _usable() if line["arm"] == arm]
        try:
            design = designs()[arm].kind if arm in designs() else NOT_TOLD
            told = {} if design == NOT_TOLD else {"design": design}
            found[arm] = parse_study({**study, **told, "reading": readings}, arm, readings_needed=False)
        except InputError as error:
            mistakes += [Mistake(f"{arm}.{m.path}", m.found, m.allowed, m.hint) for m in error.mistakes]
    if mistakes:
        raise InputError(f"{ARMS.name} and {READINGS.name}", mistakes)
    return found


@cache
def reported() -> tuple[Reported, ...]:
    """Every usable line, in order of `readings.csv`; raises `InputError` as `arms` does."""
    readings = {arm: iter(study.reading) for arm, study in arms().items()}
    allowed = {row.id for row in datasets.for_likelihood()}
    return tuple(_reported(line, next(readings[line["arm"]]), allowed) for line in _usable())


def likelihood_readings() -> tuple[Reported, ...]:
    """The readings that may inform the model: usable, and of a row that `datasets.for_likelihood` admits."""
    return tuple(line for line in reported() if line.likelihood)


def context_readings() -> tuple[Reported, ...]:
    """The usable readings that are only compared with predictions."""
    return tuple(line for line in reported() if not line.likelihood)


def left_out() -> Counter[str]:
    """Why rows have no reading here: the reason before the colon -> how many rows."""
    return Counter(line["reason"].split(":")[0] for line in lines() if line["usable"] == "no")


def _reading(line: Mapping[str, str]) -> dict[str, Any]:
    """The [[reading]] table of a line. Numbers that cannot be read stay words, which the study file refuses."""
    table: dict[str, Any] = {"scale": line["scale"], "statistic": line["statistic"]}
    table.update({key: _number_or_word(line[key]) for key in _NUMBERS if line[key]})
    table.update({key: line[key] for key in _WORDS if line[key]})
    baseline = {
        key: _number_or_word(line[f"baseline_{key}"]) for key in ("mean", "sd") if line[f"baseline_{key}"]
    }
    return {**table, "baseline": baseline} if baseline else table


def _reported(line: Mapping[str, str], reading: Reading, allowed: set[str]) -> Reported:
    row, kind = datasets.row(table_row(line["row"])), cast("Kind", line["kind"])
    n = _number(line["n"])
    return Reported(
        row=line["row"],
        study=row.source,
        arm=line["arm"],
        reading=reading,
        observed=_number(line["observed"]) if kind == "value" else None,
        low=_number(line["observed_low"]),
        high=_number(line["observed_high"]),
        direction=line["observed"] if kind == "direction" else None,
        sd=_number(line["sd"]),
        se=_number(line["se"]),
        n=None if n is None else int(n),
        kind=kind,
        split=row.split,
        likelihood=row.id in allowed,
        note=line["reason"],
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _number_or_word(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _line_mistakes(raw: Mapping[str, Any]) -> list[Mistake]:
    """What is wrong with the lines of `readings.csv` themselves: arm, kind, and the numbers each kind needs."""
    mistakes, rows = [], {item.id for item in datasets.every()}
    for line in lines():
        if table_row(line["row"]) not in rows:
            mistakes.append(Mistake(line["row"], "no such row", "the id of a row of the observation tables"))
    for line in _usable():
        place, kind = line["row"], line["kind"]
        if line["arm"] not in raw:
            hint = did_you_mean(line["arm"], raw)
            mistakes.append(Mistake(f"{place}.arm", repr(line["arm"]), f"an arm of {ARMS.name}", hint))
        if kind not in KINDS:
            mistakes.append(
                Mistake(f"{place}.kind", repr(kind), " | ".join(KINDS), did_you_mean(kind, KINDS))
            )
        elif kind == "direction" and line["observed"] not in DIRECTIONS:
            mistakes.append(Mistake(f"{place}.observed", repr(line["observed"]), " | ".join(DIRECTIONS)))
        needed = {"value": ("observed",), "band": ("observed_low", "observed_high")}.get(kind, ())
        for column in (*needed, *(name for name in ("sd", "se", "n") if line[name])):
            if not isinstance(_number_or_word(line[column]), float):
                mistakes.append(Mistake(f"{place}.{column}", repr(line[column]), "a number"))
    return mistakes
