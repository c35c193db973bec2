"""The calibration as a sampler sees it: whitened unknowns, an expensive forward part, a cheap likelihood.

Unknowns z ~ N(0, I), by name:

    <registry key>              a number of the model; its prior is the registry's own quantile function
    length:<study>, passes:<study>        what a report leaves open of its device
    study:<study>, drift:<study>          how its raters see, what falls by itself there
    scale:<study>:<scale>:<rater>, error:...        the same for one scale and rater, or one instrument

`forward` runs every arm for its middle person, and the middle courses beside them; `loglik` turns signals into a
log-likelihood for each study. A row of observations is used once; which rows may be used is the rule of
`published.likelihood_readings`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import log_ndtr, ndtr

from ..evidence.former_names import former
from ..evidence.practice import value_of
from ..evidence.registry import Registry, Values
from ..healing.screening import returns_to_baseline
from ..observation.course_level import log_factor
from ..observation.effects import StudyEffects
from ..observation.study_reports import distance_seen, expected, sampling_sd
from ..people.recipe import typical_people
from ..studies.arm import Latent, follow, grid, lesions_only, recipe
from ..studies.endpoint import endpoint_of
from ..studies.middle_course import counts, middle_course, middle_signal
from ..studies.published import Reported, arms
from ..studies.signals import DENSE, WEEKLY, signal
from ..studies.study import Reading, Study

LEAST_SHARE = value_of("study_effect", "least_error_share")
SIGNIFICANT = 1.96  # errors beyond which a report calls a change significant, two-sided 5 %


Courses = dict[tuple[str, str], np.ndarray]


@dataclass(frozen=True)
class Slot:
    """Where the signal of one reported row lies in the forward output."""

    row: Reported
    first: int
    width: int


@dataclass(frozen=True)
class Middle:
    """Where the signal of a middle course lies in the forward output."""

    study: Study
    first: int
    width: int


class Calibration:
    """The calibration to some reported rows."""

    def __init__(self, rows: Sequence[Reported], registry: Registry):
        self.rows = tuple(rows)
        self.registry = registry
        self.studies = tuple(dict.fromkeys(row.study for row in self.rows))
        self._arms = arms()
        self.slots, self.middles, used_forward, used_cheap = self._measure()
        self.used = frozenset(used_forward | used_cheap)
        self._used_cheap = frozenset(used_cheap)
        # in the order of first names, so that a renamed number keeps its place among the draws
        keys = [key for key in sorted(self.used, key=former) if self._is_free(key)]
        self.forward_names = tuple(
            [key for key in keys if key in used_forward]
            + [f"{what}:{study}" for study in self.studies for what in ("length", "passes")]
        )
        self.cheap_names = tuple(
            [key for key in keys if key not in used_forward]
            + [f"{what}:{study}" for study in self.studies for what in ("study", "drift")]
            + [f"{what}:{scale}" for scale in self.scales for what in ("scale", "error")]
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name of every unknown, in the order of z."""
        return self.forward_names + self.cheap_names

    @cached_property
    def scales(self) -> tuple[str, ...]:
        """Every (study, scale, rater) of the rows."""
        return tuple(dict.fromkeys(scale_name(row) for row in self.rows))

    @cached_property
    def place(self) -> dict[str, int]:
        """Index of every unknown in z, by name."""
        return {name: index for index, name in enumerate(self.names)}

    @property
    def forward_dims(self) -> np.ndarray:
        """Indices in z (f,) of the unknowns that need a run of the model."""
        return np.arange(len(self.forward_names))

    @property
    def cheap_dims(self) -> np.ndarray:
        """Indices in z (c,) of the unknowns that only enter the likelihood."""
        return np.arange(len(self.forward_names), len(self.names))

    @cached_property
    def study_of_dim(self) -> np.ndarray:
        """For each unknown (d,): index of the only study that a cheap one enters, -1 for all others."""
        found = np.full(len(self.names), -1)
        for index in self.cheap_dims:
            parts = self.names[index].split(":")
            if len(parts) > 1:
                found[index] = self.studies.index(parts[1])
        return found

    def values(self, z: np.ndarray, used: Collection[str] | None = None) -> Values:
        """The registry's numbers at whitened unknowns z (n, d), or only those `used`; others at their median."""
        count = len(z)
        numbers = {}
        for key in self.registry if used is None else used:
            entry = self.registry[key]
            if key in self.place:
                numbers[key] = entry.quantile(z[:, self.place[key]])
            elif entry.value is not None:
                numbers[key] = np.full(count, entry.value)
        return Values(self.registry, numbers, count)

    def forward(self, z: np.ndarray) -> np.ndarray:
        """Signals of every row (n, m); NaN rows for draws that would scar by themselves or do not integrate."""
        values = self.values(z)
        found = np.full((len(z), self.width), np.nan)
        for name, rows in self._by_arm.items():
            study = rows[0].row.study
            latent = Latent(*(z[:, self.place[f"{what}:{study}"]] for what in ("length", "passes")))
            for slot, seen in zip(rows, self._signals(name, rows, values, latent), strict=True):
                found[:, slot.first : slot.first + slot.width] = seen
        for middle in self.middles.values():
            found[:, middle.first : middle.first + middle.width] = middle_signal(middle.study, values)
        found[~returns_to_baseline(values)] = np.nan
        return found

    @cached_property
    def width(self) -> int:
        """Columns of the forward output."""
        last = [*self.slots, *self.middles.values()][-1]
        return last.first + last.width

    def loglik(self, z: np.ndarray, forward: np.ndarray) -> np.ndarray:
        """Log-likelihood (n, studies)."""
        values = self.values(z, self._used_cheap)
        total = np.zeros((len(z), len(self.studies)))
        courses = self.courses(forward, values)
        for slot in self.slots:
            modelled = self.expected(slot, z, forward, values, courses)
            total[:, self.studies.index(slot.row.study)] += row_loglik(slot.row, *modelled)
        return total

    def expected(
        self,
        slot: Slot,
        z: np.ndarray,
        forward: np.ndarray,
        values: Values,
        courses: Courses | None = None,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Expected report, its standard error and signed improvement of one row, (n,) each.

        `courses` of these draws, where they are known already.
        """
        courses = self.courses(forward, values, (slot.row.study,)) if courses is None else courses
        endpoint = endpoint_of(slot.row.reading, self._arms[slot.row.arm])
        course = courses.get(self.family(slot.row), 0.0)
        seen = forward[:, slot.first : slot.first + slot.width]
        modelled = expected(endpoint, seen, values, self.effects(slot.row, z, course))
        return modelled.mean, reported_sd(slot.row, sampling_sd(endpoint, modelled)), modelled.improvement

    def courses(
        self,
        forward: np.ndarray,
        values: Values,
        studies: Collection[str] | None = None,
        off: Mapping[str, np.ndarray] | None = None,
    ) -> Courses:
        """Study and family of scores -> log factor (n,) of how far its courses bear out; of all studies, or these.

        `off`: by arm and middle course (`middle_name`), what a stand-in's ln D (n,) leaves out.
        """
        off = off or {}
        middle = {
            key: self.distance_of_middle(item, forward, values) * np.exp(off.get(middle_name(key), 0.0))
            for key, item in self.middles.items()
        }
        distances: dict[tuple[str, str], list[np.ndarray]] = {}
        conditions: dict[tuple[str, str], str] = {}
        for slot in self.slots:
            study, reading = self._arms[slot.row.arm], slot.row.reading
            if counts(study, reading) and (studies is None or slot.row.study in studies):
                key = self.family(slot.row)
                far = self.distance(slot, forward, values) * np.exp(off.get(slot.row.arm, 0.0))
                distances.setdefault(key, []).append(far)
                conditions[key] = study.population.condition
        return {
            key: log_factor(np.mean(each, axis=0), middle[conditions[key], key[1]], values)
            for key, each in distances.items()
        }

    def family(self, row: Reported) -> tuple[str, str]:
        """Study and family of a row: what its course bears out for."""
        return row.study, self._arms[row.arm].family(row.reading)

    def bears(self, row: Reported) -> bool:
        """Whether a row's study has a level of how far its courses bear out: rated, and needled somewhere."""
        return self.family(row) in self._bearing

    @cached_property
    def _bearing(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            self.family(slot.row) for slot in self.slots if counts(self._arms[slot.row.arm], slot.row.reading)
        )

    def distance(self, slot: Slot, forward: np.ndarray, values: Values) -> np.ndarray:
        """How far (n,) the middle person of a rated row goes."""
        return self._distance(self._arms[slot.row.arm], slot.row.reading, slot, forward, values)

    def distance_of_middle(self, item: Middle, forward: np.ndarray, values: Values) -> np.ndarray:
        """How far (n,) the middle person of a middle course goes."""
        return self._distance(item.study, item.study.reading[0], item, forward, values)

    @staticmethod
    def _distance(
        study: Study, reading: Reading, place: Slot | Middle, forward: np.ndarray, values: Values
    ) -> np.ndarray:
        seen = forward[:, place.first : place.first + place.width]
        return distance_seen(endpoint_of(reading, study), seen, values)

    def effects(self, row: Reported, z: np.ndarray, course: np.ndarray | float) -> StudyEffects:
        """Effects of a row's study, scale and rater at unknowns z (n, d); `course` its log factor."""
        own = scale_name(row)
        names = (f"study:{row.study}", f"drift:{row.study}", f"scale:{own}", f"error:{own}")
        study, drift, scale, error = (z[:, self.place[name]] for name in names)
        return StudyEffects(study, drift, scale, error, course)

    @cached_property
    def _by_arm(self) -> dict[str, list[Slot]]:
        found: dict[str, list[Slot]] = {}
        for slot in self.slots:
            found.setdefault(slot.row.arm, []).append(slot)
        return found

    def _signals(self, name: str, rows: Sequence[Slot], values: Values, latent: Latent) -> list[np.ndarray]:
        study = self._arms[name]
        readings = [slot.row.reading for slot in rows]
        days = grid(
            study,
            tuple(reading.day_at for reading in readings),
            dense=any(reading.scale in DENSE for reading in readings),
            weekly=any(reading.scale in WEEKLY for reading in readings),
        )
        people = typical_people(recipe(study), values)
        arm = follow(study, people, values, latent, days, lesions_only(study, readings))
        return [signal(reading, arm, values) for reading in readings]

    def _is_free(self, key: str) -> bool:
        entry = self.registry[key]
        return entry.value is not None and entry.prior != "fixed" and entry.range is not None

    def _measure(self) -> tuple[tuple[Slot, ...], dict[tuple[str, str], Middle], set[str], set[str]]:
        """One nominal run: the widths of all signals, and which numbers each half uses."""
        by_arm: dict[str, list[Reported]] = {}
        for row in self.rows:
            by_arm.setdefault(row.arm, []).append(row)
        slots: list[Slot] = []
        forward, cheap = self.registry.nominal(), self.registry.nominal()
        width, seen_of = 0, []
        for name, rows in by_arm.items():
            probes = [Slot(row, 0, 0) for row in rows]
            signals = self._signals(name, probes, forward, Latent.middle(1))
            for row, seen in zip(rows, signals, strict=True):
                slots.append(Slot(row, width, seen.shape[1]))
                width += seen.shape[1]
                seen_of.append(seen)
                expected(endpoint_of(row.reading, self._arms[name]), seen, cheap, StudyEffects.none(1))
        middles = {}
        for study, reading in ((self._arms[slot.row.arm], slot.row.reading) for slot in slots):
            key = study.population.condition, study.family(reading)
            if counts(study, reading) and key not in middles:
                course = middle_course(*key)
                seen = middle_signal(course, forward)
                middles[key] = Middle(course, width, seen.shape[1])
                width += seen.shape[1]
                seen_of.append(seen)
        self.slots, self.middles = tuple(slots), middles
        self.courses(np.concatenate(seen_of, axis=1), cheap)
        returns_to_baseline(forward)
        return self.slots, middles, set(forward.used), set(cheap.used)


def middle_name(key: tuple[str, str]) -> str:
    """Name of the middle course of a concern and family of scores, beside the names of arms."""
    return f"middle course:{key[0]}:{key[1]}"


def scale_name(row: Reported) -> str:
    """Name of the scale and rater of a row within its study; parts of one scale are judged by the same eyes."""
    return f"{row.study}:{row.reading.scale}:{row.reading.rater}"


def reported_sd(row: Reported, modelled: np.ndarray) -> np.ndarray:
    """Standard error of a report (n,): as reported, else as `modelled` (n,); never below a share of the report.

    In the unit of the report, n a draw.
    """
    own = modelled
    if row.se is not None:
        own = np.full_like(modelled, row.se)
    elif row.sd is not None and row.n:
        own = np.full_like(modelled, row.sd / np.sqrt(row.n))
    size = row.high if row.kind == "band" else row.observed
    return np.hypot(own, LEAST_SHARE * abs(size or 0.0) + 1e-6)


def row_loglik(row: Reported, mean: np.ndarray, sd: np.ndarray, improvement: np.ndarray) -> np.ndarray:
    """Log-likelihood of one report (n,): normal for values, mass for bands, significance for directions.

    A direction is what a test would find: a gain beyond 1.96 of its own error, a loss beyond it, or neither.
    """
    if row.kind == "value":
        assert row.observed is not None
        return -0.5 * ((row.observed - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)
    if row.kind == "band":
        assert row.low is not None
        assert row.high is not None
        mass = ndtr((row.high - mean) / sd) - ndtr((row.low - mean) / sd)
        return np.log(np.maximum(mass, 1e-300))
    # a direction: a gain that would be found significant (two-sided 5 %), in units of its own error
    better = np.where(np.isnan(improvement), 0.0, improvement)
    size = np.abs(mean) / sd * np.sign(better)
    if row.direction == "no_difference":  # neither better nor worse would be found significant
        return np.log(np.maximum(ndtr(SIGNIFICANT - size) - ndtr(-SIGNIFICANT - size), 1e-300))
    return log_ndtr(size - SIGNIFICANT) if row.direction == "improved" else log_ndtr(-size - SIGNIFICANT)
