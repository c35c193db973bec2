"""Writes docs/tracking-check.md: published courses with several time points, early ones in, late ones foretold.

`python tools/make_tracking_check.py` computes all of it (a minute); `--check` compares and exits 1 when the page is
stale. A group of people stands for the person: what differs is how far the raters of a study see people go
(`observation.raters`), and errors are those of a mean. Draws are of the priors, so that no study has taught them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from microneedling.evidence.registry import Values, registry
from microneedling.healing.screening import returns_to_baseline, stable_draws
from microneedling.observation.effects import StudyEffects
from microneedling.observation.raters import SCALE_SD, STUDY_SD
from microneedling.observation.study_reports import expected
from microneedling.phrases import fixed, signed
from microneedling.streams import generator
from microneedling.studies.endpoint import endpoint_of
from microneedling.studies.predict import seen_signals
from microneedling.studies.published import Reported, arms, reported
from microneedling.tracking.law import Law
from microneedling.tracking.learning import Learnt, Predicted, Reading, learn

PAGE = Path(__file__).resolve().parent.parent / "docs" / "tracking-check.md"
DRAWS, SEED, PEOPLE = 300, 1, 6
HEAD = """# Tracking, tried on published courses

<!-- Made by tools/make_tracking_check.py. -->

What a forecast that learns should do: take early results of a course in, and foretell the late ones better than the
forecast for everybody, and better than *it stays as it is now* (the last value carried forward). Below, every course of
the [tables](../src/microneedling/evidence/observations) that was read at several times with numbers.

**They are few: {studies} studies, {courses} series, all acne scars and all of groups, not of persons.** What a group
differs in is how its raters see people go, so the spread between studies stands for that between people, and the error
is that of a mean. A check of learning *one person* needs people read often, one by one; no such table was found, and
none of what follows shows it. The clinic's own records can.

*Score*: CRPS, how far the whole foretold distribution lies from what was read, in the unit of the reading; lower is
better. The last value carried forward has the errors of both means. *Inside*: whether the reading lies in the 80 %
band.
"""


@dataclass(frozen=True)
class Series:
    """Readings of one arm on one scale by day, with the standard error of each and the points that could be gained."""

    name: str
    scale: str
    day: np.ndarray
    value: np.ndarray
    error: np.ndarray
    most: float
    item: Predicted


@dataclass(frozen=True)
class Row:
    """One late reading foretold: what was read, three forecasts (CRPS), and the bands of learning and of everybody."""

    series: Series
    early: tuple[float, ...]
    late: float
    value: float
    crps: tuple[float, float, float]
    learnt: tuple[float, float, float]
    everybody: tuple[float, float, float]


def groups() -> list[tuple[Reported, ...]]:
    """Numbers of one arm on one scale, in order of day, where there are two days or more."""
    found: dict[tuple[str, str], list[Reported]] = {}
    for item in reported():
        if item.observed is not None and item.reading.statistic in ("mean change", "percent change"):
            found.setdefault((item.arm, item.reading.scale), []).append(item)
    ordered = (tuple(sorted(each, key=lambda item: item.reading.day_at)) for each in found.values())
    return [each for each in ordered if len({item.reading.day_at for item in each}) > 1]


def series_of(items: Sequence[Reported], values: Values) -> Series:
    """The series with what the biology of its arm does in each draw."""
    study, first = arms()[items[0].arm], items[0].reading
    readings = tuple(item.reading for item in items)
    made = [
        expected(
            endpoint_of(reading, study, study.population.n), seen, values, StudyEffects.none(values.count)
        ).mean
        for reading, seen in zip(readings, seen_signals(study, readings, values, SEED, PEOPLE), strict=True)
    ]
    percent = first.statistic == "percent change"
    start = (
        first.baseline.middle if first.baseline else float(values[f"scales.typical_points.{first.scale}"][0])
    )
    most = (
        100.0
        if percent
        else float(start or 1.0) - float(values[f"practice.scale_lowest_points.{first.scale}"][0])
    )
    error = np.array([_error(item, 100 / float(start or 1.0) if percent else 1.0) for item in items])
    none, even = np.zeros(values.count), np.ones(values.count)
    day = np.array([0.0, *(reading.day_at for reading in readings)])
    way = np.clip(-np.stack([none, *made], axis=1) / most, -1.0, 1.0)
    item = Predicted(
        day=day,
        way=way,
        start=none,
        start_sd=none,
        person_sd=np.hypot(values[STUDY_SD], values[SCALE_SD]),
        error=even,
        leniency=none,
        itself=none,
        credit=none,
        better=-1,
        ends=(-most, most),
    )
    return Series(
        study.title,
        first.scale,
        day[1:],
        np.array([float(i.observed or 0.0) for i in items]),
        error,
        most,
        item,
    )


def _error(item: Reported, scale: float) -> float:
    """Standard error of a mean; from the spread between people afterwards where the report gives no other."""
    if item.se is not None:
        return item.se
    people = item.n or arms()[item.arm].population.n or 1
    sd = item.sd or scale * float(item.followup_sd or np.nan)
    return float(sd / np.sqrt(people))


def rows_of(series: Series, law: Law) -> Iterator[Row]:
    """Every late reading foretold from those before it."""
    for late in range(1, series.day.size):
        early = range(late)
        readings = [_reading(series, k) for k in early]
        before, after = (
            learn({"y": one}, read, law, seed=SEED)
            for one, read in ((series.item, ()), (_with_error(series, list(early)), readings))
        )
        day, value, error = series.day[late], series.value[late], series.error[late]
        learnt, everybody = (_foretold(one, day, error) for one in (after, before))
        carried = _normal(series.value[late - 1], float(np.hypot(series.error[late - 1], error)))
        crps = tuple(_crps(each, value) for each in (learnt, everybody, carried))
        yield Row(
            series,
            tuple(float(series.day[k]) for k in early),
            float(day),
            float(value),
            (crps[0], crps[1], crps[2]),
            _band(learnt),
            _band(everybody),
        )


def _reading(series: Series, k: int) -> Reading:
    return Reading("y", float(series.day[k]), float(series.value[k]), "raters")


def _with_error(series: Series, early: Sequence[int]) -> Predicted:
    """The outcome with the mean standard error of the early readings as the error of each."""
    return replace(
        series.item, error=np.full(series.item.start.shape, float(series.error[list(early)].mean()))
    )


def _foretold(learnt: Learnt, day: float, error: float) -> np.ndarray:
    """What such a study would read on a day, its chance error in."""
    true = learnt.true("y", [day])[:, 0]
    return true + error * generator(SEED, "check", int(day)).standard_normal(true.size)


def _normal(mean: float, sd: float) -> np.ndarray:
    return mean + sd * ndtri((np.arange(2000) + 0.5) / 2000)


def _crps(draws: np.ndarray, value: float) -> float:
    ordered = np.sort(draws)
    place = 2 * np.arange(1, ordered.size + 1) - ordered.size - 1
    return float(np.abs(draws - value).mean() - (place * ordered).sum() / ordered.size**2)


def _band(draws: np.ndarray) -> tuple[float, float, float]:
    low, middle, high = np.quantile(draws, (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)


def prior_draws() -> Values:
    """Draws that no study has taught, those of skin that scars by itself left out."""
    values = registry().priors.draws(2 * DRAWS, SEED)
    sound = np.flatnonzero(returns_to_baseline(values))[:DRAWS]
    return values.subset(np.isin(np.arange(values.count), sound))


def page() -> str:
    """The page as text."""
    found = {}
    for name, values in (("priors", prior_draws()), ("taught", stable_draws(DRAWS, SEED)[0])):
        law = Law.of(values)
        found[name] = [row for items in groups() for row in rows_of(series_of(items, values), law)]
    fair = found["priors"]
    head = HEAD.format(studies=len({items[0].study for items in groups()}), courses=len(groups()))
    lines = [head, "## Draws that no study has taught", "", *table(fair), "", verdict(fair), ""]
    lines += ["## The shipped draws", "", SEEN, "", *table(found["taught"]), "", verdict(found["taught"]), ""]
    return "\n".join(lines)


SEEN = "All of these studies taught them, so this is no test of learning; it shows what users get."


def table(rows: Sequence[Row]) -> list[str]:
    """Every late reading as a row of the page."""
    lines = [
        "| course, scale | early, d | late, d | read | learnt: middle [80 %] | everybody: middle [80 %] | inside "
        "| CRPS learnt | everybody | carried forward |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        low, _, high = row.learnt
        inside = "yes" if low <= row.value <= high else "**MISS**"
        early = ", ".join(f"{day:g}" for day in row.early)
        bands = (f"{signed(m)} [{signed(a)} to {signed(b)}]" for a, m, b in (row.learnt, row.everybody))
        scores = " | ".join(fixed(one) for one in row.crps)
        name = f"{row.series.name}, {row.series.scale.replace('_', ' ')}"
        lines.append(
            f"| {name} | {early} | {row.late:g} | {signed(row.value)} | {' | '.join(bands)} | {inside} | {scores} |"
        )
    return lines


def verdict(rows: Sequence[Row]) -> str:
    """How often learning was nearer than each of the others, and by how much, each series with one vote."""
    names = list(dict.fromkeys((row.series.name, row.series.scale) for row in rows))
    shares = []
    for name in names:
        mine = [row for row in rows if (row.series.name, row.series.scale) == name]
        mean = np.mean([row.crps for row in mine], axis=0)
        shares.append(mean / mine[0].series.most)
    learnt, everybody, carried = 100 * np.mean(shares, axis=0)
    better = [sum(row.crps[0] < row.crps[k] for row in rows) for k in (1, 2)]
    inside = sum(row.learnt[0] <= row.value <= row.learnt[2] for row in rows)
    return (
        f"Learning was nearer than everybody's forecast in {better[0]} of {len(rows)}, and nearer than the last value "
        f"carried forward in {better[1]} of {len(rows)}; {inside} of {len(rows)} lie inside its 80 % band. Mean CRPS "
        f"in percent of what could be gained, one vote a series: learnt {fixed(learnt)}, everybody {fixed(everybody)}, "
        f"carried forward {fixed(carried)}."
    )


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` compare it."""
    text = page()
    if "--check" in arguments:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    print(f"written: {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
