"""A table of clients that names nobody and that `trial` reads: k-anonymous in what an outsider may know.

Whoever knows a client's age, sex and skin type finds at least k rows that may be theirs. Rows are put into cells of one
sex and phototype; small cells are joined with the nearest phototype of the same sex; within a cell ages stand as the
mean of a band of at least k rows. What stays below k is left out. All of it is told.

It guards against finding the row, not against what all k rows of a cell have in common (a like baseline), nor against
two tables made at two times and compared: hand out one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from ...errors import InputError, Mistake
from ..records.models import Client, Identity, Measurement
from ..records.selectors.reading import looked, need
from ..records.services.act import Actor
from ..records.words import PHOTOTYPES
from .cells import csv_bytes

LEAST_K, USUAL_K, FEWEST_ROWS = 2, 5, 10  # `trial` reads no table of fewer rows


@dataclass(frozen=True)
class Person:
    """What the table holds of one client."""

    age_year: float
    sex: str
    phototype: str
    smoker: bool | None = None
    baseline: float | None = None

    @property
    def known(self) -> tuple[float, str, str, bool | None]:
        """What somebody outside may know of them."""
        return self.age_year, self.sex, self.phototype, self.smoker


@dataclass(frozen=True)
class Told:
    """How the table came about: rows in it, the smallest cell, what was joined, and who is not in it by reason."""

    k: int
    rows: int
    smallest: int
    bands: int
    joined: tuple[str, ...]
    left_out: dict[str, int] = field(default_factory=dict)


def anonymous_table(
    *, actor: Actor, k: int = USUAL_K, scale: str = "", smoker: bool = False, today: date | None = None
) -> tuple[bytes, Told]:
    """The table as CSV, and what is to be told of it; with `scale` the first score of each client on it as `baseline`.

    Clients whose records rest, and those of whom age, sex or phototype is not known, are not in it. Raises `InputError`
    where too few are left, `NotAllowed` without the permission.
    """
    need(actor, "clinic_records.export_anonymous")
    if k < LEAST_K:
        raise InputError("anonymise", [Mistake("--k", str(k), f"{LEAST_K} or more")])
    people, missing = _people(today or timezone.localdate(), scale, smoker)
    rows, told = anonymised(people, k)
    told = replace(told, left_out={**missing, **told.left_out})
    if len(rows) < FEWEST_ROWS:
        why = "; ".join(f"{number} {reason}" for reason, number in told.left_out.items())
        found = f"{len(rows)} rows that may go out" + (f" ({why})" if why else "")
        raise InputError(
            "anonymise", [Mistake("clients", found, f"at least {FEWEST_ROWS}, or a smaller --k")]
        )
    looked(actor, "export.anonymous", rows=len(rows), k=k, smallest=told.smallest)
    columns = [
        "age_year",
        "sex",
        "phototype",
        *(["smoker"] if smoker else []),
        *(["baseline"] if scale else []),
    ]
    return csv_bytes(columns, [_cells(row, columns) for row in rows]), told


def _cells(row: Person, columns: Sequence[str]) -> list[str]:
    said = {"age_year": f"{row.age_year:g}", "sex": row.sex, "phototype": row.phototype}
    said["smoker"] = "yes" if row.smoker else "no"
    said["baseline"] = "" if row.baseline is None else f"{row.baseline:g}"
    return [said[name] for name in columns]


def _people(today: date, scale: str, smoker: bool) -> tuple[list[Person], dict[str, int]]:
    rows = Identity.objects.select_related("client").exclude(
        client__state__in=(Client.State.MERGED, Client.State.ERASED)
    )
    first = _baselines(scale) if scale else {}
    found, missing = [], Counter[str]()
    for row in rows.iterator(2000):
        client = row.client
        if client.state == Client.State.RESTRICTED:
            missing["whose records rest"] += 1
        elif row.born_on is None:
            missing["whose age is not known"] += 1
        elif client.sex == "unknown" or not client.phototype:
            missing["whose sex or phototype is not known"] += 1
        elif smoker and client.smoker is None:
            missing["of whom it is not known whether they smoke"] += 1
        elif scale and client.pk not in first:
            missing[f"without a score on {scale}"] += 1
        else:
            before = (today.month, today.day) < (row.born_on.month, row.born_on.day)
            age = float(today.year - row.born_on.year - (before and row.born_precision == "day"))
            smokes = client.smoker if smoker else None
            found.append(Person(age, client.sex, client.phototype, smokes, first.get(client.pk)))
    return found, dict(missing)


def _baselines(scale: str) -> dict[object, float]:
    """The first score of each client on a scale, one marked as baseline before all others."""
    rows = Measurement.objects.filter(scale=scale, replaced_by__isnull=True)
    order = rows.order_by("-baseline", "happened_at").values_list("client", "value")
    found: dict[object, float] = {}
    for client, value in order:
        found.setdefault(client, value)
    return found


def anonymised(people: Iterable[Person], k: int) -> tuple[list[Person], Told]:
    """The rows that may go out, in an order that says nothing, and what was done to them."""
    by_kind: dict[tuple[str, bool | None], dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for person in people:
        by_kind[person.sex, person.smoker][person.phototype].append(person)
    rows: list[Person] = []
    joined: list[str] = []
    few, bands = 0, 0
    for (sex, _smoker), cells in sorted(by_kind.items(), key=str):
        for phototypes, some in _large_enough(cells, k):
            if len(some) < k:
                few += len(some)
                continue
            word = Counter(row.phototype for row in some).most_common(1)[0][0]
            if len(phototypes) > 1:
                joined.append(f"{sex}: phototypes {', '.join(phototypes)} stand as {word} ({len(some)} rows)")
            for band in _bands(some, k):
                mean = round(sum(row.age_year for row in band) / len(band), 1)
                rows += [replace(row, age_year=mean, phototype=word) for row in band]
                bands += 1
    rows.sort(key=lambda row: (*map(str, row.known), str(row.baseline)))
    smallest = min(Counter(row.known for row in rows).values(), default=0)
    if rows and smallest < k:
        raise RuntimeError(f"a cell of {smallest} rows in a table that should have {k}")
    left = {f"of a sex with fewer than {k} rows in all": few} if few else {}
    return rows, Told(k, len(rows), smallest, bands, tuple(joined), left)


def _large_enough(cells: dict[str, list[Person]], k: int) -> list[tuple[list[str], list[Person]]]:
    """Cells of neighbouring phototypes, joined from the smallest on until each has k rows or one is left."""
    found = [([name], cells[name]) for name in PHOTOTYPES if cells.get(name)]
    while len(found) > 1 and min(len(some) for _, some in found) < k:
        place = min(range(len(found)), key=lambda at: len(found[at][1]))
        sides = [at for at in (place - 1, place + 1) if 0 <= at < len(found)]
        other = min(sides, key=lambda at: len(found[at][1]))
        low, high = sorted((place, other))
        found[low : high + 1] = [(found[low][0] + found[high][0], found[low][1] + found[high][1])]
    return found


def _bands(rows: list[Person], k: int) -> list[list[Person]]:
    """Rows by age in bands of at least k; those that are left at the end go with the last."""
    by_age = sorted(rows, key=lambda row: (row.age_year, row.phototype, str(row.baseline)))
    found = [by_age[start : start + k] for start in range(0, len(by_age), k)]
    if len(found) > 1 and len(found[-1]) < k:
        found[-2:] = [found[-2] + found[-1]]
    return found
