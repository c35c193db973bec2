"""Comparisons within one study, where raters, people and scale are the same and the mechanism should earn its keep.

`contrasts.csv` lists them: two lines of `readings.csv`, or two arms of `arms.toml` and `contrast_arms.toml` with what
was read of both. Side `a` is the lesser (untreated, shorter, earlier, without the product), `b` the greater; where
neither is, the order is arbitrary. More means more improvement, or more pain, or longer open. What was found stands in
the line where a row says it, else it follows from the two numbers. Loads without the array library.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast, get_args

from ..evidence import datasets
from . import published
from .published import Reported
from .study import Study
from .study_file import parse_study

FILE, ARMS = datasets.FOLDER / "contrasts.csv", datasets.FOLDER / "contrast_arms.toml"
Found = Literal["a", "b", "no difference"]
FOUND: tuple[Found, ...] = get_args(Found)


@dataclass(frozen=True)
class Contrast:
    """Two sides of one study: what was read of each, and what the comparison found, where a row says it.

    A side is a published reading; where only the comparison was reported it has no number (`observed` None).
    """

    id: str
    about: str
    a: Reported
    b: Reported
    found: Found | None
    rows: tuple[str, ...]
    note: str

    @property
    def study(self) -> str:
        """Key of its source."""
        return self.a.study

    @property
    def numbers(self) -> bool:
        """Whether both sides were reported as numbers."""
        return self.a.observed is not None and self.b.observed is not None


@cache
def arms() -> dict[str, Study]:
    """Arms of studies that have no reading of their own, by name; raises `InputError` where one is mistaken."""
    raw = tomllib.loads(ARMS.read_text(encoding="utf-8"))
    return {name: parse_study(study, name, readings_needed=False) for name, study in raw.items()}


def arm_of(side: Reported) -> Study:
    """The arm of a side, with its one reading."""
    study = arms().get(side.arm) or published.arms()[side.arm]
    return study.model_copy(update={"reading": (side.reading,)})


@cache
def contrasts() -> tuple[Contrast, ...]:
    """Every comparison, in the order of the file."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return tuple(map(_contrast, csv.DictReader(file)))


def _contrast(line: Mapping[str, str]) -> Contrast:
    known = {row.row: row for row in published.reported()}
    sides = [known[line[f"row_{side}"]] if line[f"row_{side}"] else _unread(line, side) for side in "ab"]
    rows = tuple(line["rows"].split()) or tuple(published.table_row(side.row) for side in sides)
    found = cast("Found | None", line["found"] or None)
    return Contrast(line["id"], line["about"], *sides, found=found, rows=rows, note=line["note"])


def _unread(line: Mapping[str, str], side: str) -> Reported:
    """A side of which only the comparison was reported."""
    arm = line[f"arm_{side}"]
    table = {"scale": line["scale"], "statistic": line["statistic"]}
    table |= {"day": float(line["day"])} if line["day"] else {}
    given = (arms().get(arm) or published.arms()[arm]).as_file()
    (reading,) = parse_study({**given, "reading": [table]}, arm).reading
    row = datasets.row(line["rows"].split()[0])
    return Reported(
        row=row.id,
        study=row.source,
        arm=arm,
        reading=reading,
        observed=None,
        low=None,
        high=None,
        direction=None,
        sd=None,
        se=None,
        n=given["population"].get("n"),
        kind="direction",
        split=row.split,
        likelihood=False,
        note=line["note"],
    )


def with_number(side: Reported, value: float) -> Reported:
    """The side as if it had reported this number, without a printed error."""
    return replace(side, observed=value, kind="value", se=None, sd=None)
