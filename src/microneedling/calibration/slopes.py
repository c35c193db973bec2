"""The log-likelihood of the calibration with its slopes in all unknowns, by differences of one report at a time.

A report depends on few things: its own signals s, the effects of its study and scale, how far its study's course bears
out c, and a dozen numbers of the observation model. So each is asked once with every one of them moved by a step h, all
variants side by side,

    dl/dx = (l(x + h) - l(x)) / h,      dl/dz = dl/dz_direct + (dF/dz)' (dl/ds + dl/dc dc/ds)

and the stand-in's own slopes dF/dz (`Emulator.pulled_back`) carry what the signals say to the numbers of the model.
Errors are of the order of h; a sampler that accepts by the log-likelihood itself is right with any slopes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..evidence.formula import names_in
from ..evidence.registry import Registry, Values
from ..observation.course_level import LIMIT, SLOPE, cut_log_ratio, log_factor
from ..observation.effects import StudyEffects
from ..observation.study_reports import StudyEndpoint, distance_seen, expected, sampling_sd
from ..studies.endpoint import endpoint_of
from ..studies.middle_course import counts
from ..studies.published import Reported, arms
from .problem import Calibration, Middle, Slot, middle_name, reported_sd, row_loglik, scale_name
from .wrong import Wrong

STEP = 1e-4


@dataclass(frozen=True)
class Term:
    """One report as the slopes see it: its endpoint, places in z of its effects and of the numbers it uses."""

    place: Slot | Middle
    row: Reported | None  # None for a middle course, of which only the distance counts
    study: int
    family: tuple[str, str] | None  # study and family of scores, where a course level enters
    counts: bool  # whether its distance enters that level
    endpoint: StudyEndpoint
    effects: tuple[int, ...]
    keys: tuple[str, ...]  # free numbers
    fixed: tuple[str, ...]
    wrong: str = ""  # name under which a stand-in's error of its distance goes, where it has one
    blur: float = 0.0


@dataclass(frozen=True)
class Far:
    """How far the middle person of a term goes: D (n,), and slopes (input, n) of it in signals and numbers."""

    term: Term
    distance: np.ndarray
    slopes: np.ndarray

    def times(self, factor: np.ndarray) -> Far:
        """The distance times `factor` (n,)."""
        return Far(self.term, self.distance * factor, self.slopes * factor)


@dataclass(frozen=True)
class Here:
    """Where the slopes are asked for: unknowns z (n, d), signals (n, m), each free number (n,) there and a step on."""

    z: np.ndarray
    forward: np.ndarray
    plain: dict[str, np.ndarray]
    further: dict[str, np.ndarray]

    def signals(self, term: Term) -> np.ndarray:
        """Those of a term (width, n)."""
        return self.forward[:, term.place.first : term.place.first + term.place.width].T


class Slopes:
    """Log-likelihood by study and its slopes, for a calibration whose forward runs are a stand-in's.

    `blur` (row,) is added to the error of each report. `wrong` is what a stand-in gets wrong in rated arms and middle
    courses: as many more unknowns at the end of z. `observed` gives rows reports of their own, one a draw (n,), in the
    place of the published ones.
    """

    def __init__(
        self,
        posed: Calibration,
        blur: np.ndarray,
        wrong: Wrong,
        observed: Mapping[str, np.ndarray] | None = None,
    ):
        self.posed, self.registry, self.observed = posed, posed.registry, observed or {}
        self.wrong = wrong
        self.terms = [self._of_slot(slot, own) for slot, own in zip(posed.slots, blur, strict=True)]
        self.middles = {key: self._of_middle(key, item) for key, item in posed.middles.items()}
        self.keys = tuple(
            dict.fromkeys(key for term in (*self.terms, *self.middles.values()) for key in term.keys)
        )
        self.condition = {
            posed.family(slot.row): arms()[slot.row.arm].population.condition for slot in posed.slots
        }

    def _of_slot(self, slot: Slot, blur: float) -> Term:
        posed, row = self.posed, slot.row
        arm = arms()[row.arm]
        own = scale_name(row)
        names = (f"study:{row.study}", f"drift:{row.study}", f"scale:{own}", f"error:{own}")
        endpoint = endpoint_of(row.reading, arm)
        asked = self.registry.nominal()
        made = expected(endpoint, np.zeros((1, slot.width)), asked, StudyEffects.none(1))
        sampling_sd(endpoint, made)
        family = posed.family(row)
        bears = any(
            counts(arms()[s.row.arm], s.row.reading) and posed.family(s.row) == family for s in posed.slots
        )
        if bears:
            distance_seen(endpoint, np.zeros((1, slot.width)), asked)
        return Term(
            slot,
            row,
            posed.studies.index(row.study),
            family if posed.bears(row) else None,
            counts(arm, row.reading),
            endpoint,
            tuple(posed.place[name] for name in names),
            *self._split(asked.used),
            row.arm if posed.bears(row) else "",
            float(blur),
        )

    def _of_middle(self, key: tuple[str, str], item: Middle) -> Term:
        endpoint = endpoint_of(item.study.reading[0], item.study)
        asked = self.registry.nominal()
        distance_seen(endpoint, np.zeros((1, item.width)), asked)
        return Term(item, None, -1, key, True, endpoint, (), *self._split(asked.used), middle_name(key))

    def _split(self, used: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Free numbers among those used, formulas resolved, and the fixed ones."""
        plain = resolved(used, self.registry)
        free = tuple(sorted(key for key in plain if key in self.posed.place))
        return free, tuple(sorted(plain - set(free)))

    def __call__(
        self, z: np.ndarray, forward: np.ndarray, weight: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood (n, study); slopes of its sum under `weight` (study,): in z (n, d), in `forward` (n, m)."""
        n, here = len(z), self._here(z, forward)
        total, by_z, by_signal = (
            np.zeros((n, len(self.posed.studies))),
            np.zeros_like(z),
            np.zeros_like(forward),
        )
        off = self.wrong.by_name(z)
        by_off = {name: np.zeros(n) for name in self.wrong.names}
        levels = self._levels(here, off)
        pull: dict[tuple[str, str], np.ndarray] = {}
        for term in self.terms:
            course: np.ndarray | float = 0.0
            if term.family:
                course = levels[term.family].factor + off[term.wrong]
            found, slopes = self._asked(term, here, course)
            total[:, term.study] += found
            slopes = slopes * weight[term.study]
            width, effects = term.place.width, len(term.effects)
            by_signal[:, term.place.first : term.place.first + width] += slopes[:width].T
            for at, place in enumerate(term.effects):
                by_z[:, place] += slopes[width + at]
            if term.family:
                pull[term.family] = pull.get(term.family, 0.0) + slopes[width + effects]
                by_off[term.wrong] += slopes[width + effects]
            for at, key in enumerate(term.keys):
                by_z[:, self.posed.place[key]] += slopes[width + effects + 1 + at]
        for family, slope in pull.items():
            levels[family].add(slope, by_z, by_signal, by_off)
        self.wrong.pull(by_off, by_z)
        return total, by_z, by_signal

    def _here(self, z: np.ndarray, forward: np.ndarray) -> Here:
        plain, further = {}, {}
        for key in self.keys:
            score, entry = z[:, self.posed.place[key]], self.registry[key]
            plain[key], further[key] = entry.quantile(score), entry.quantile(score + STEP)
        return Here(z, forward, plain, further)

    def _asked(self, term: Term, here: Here, course: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Log-likelihood (n,) of one report, and its slopes (input, n): signals, effects, course, numbers."""
        assert term.row is not None
        n, width = len(here.z), term.place.width
        inputs = width + len(term.effects) + 1 + len(term.keys)
        own = here.signals(term)
        seen = _moved(own, _step_of(own), inputs, 0)
        effects = _moved(here.z[:, term.effects].T, STEP, inputs, width)
        level = _moved(np.broadcast_to(course, n)[None], STEP, inputs, width + len(term.effects))
        values = self._values(term, here, inputs, width + len(term.effects) + 1)
        made = expected(term.endpoint, seen.T, values, StudyEffects(*effects, course=level[0]))
        sd = np.hypot(reported_sd(term.row, sampling_sd(term.endpoint, made)), term.blur)
        row = term.row
        if row.row in self.observed:
            row = replace(row, observed=np.tile(self.observed[row.row], inputs + 1))
        likely = row_loglik(row, made.mean, sd, made.improvement).reshape(inputs + 1, n)
        return likely[0], _steps(likely, own)

    def _far(self, term: Term, here: Here) -> Far:
        """How far the middle person of a term goes, with slopes."""
        inputs = term.place.width + len(term.keys)
        own = here.signals(term)
        seen = _moved(own, _step_of(own), inputs, 0)
        values = self._values(term, here, inputs, term.place.width)
        far = distance_seen(term.endpoint, seen.T, values).reshape(inputs + 1, -1)
        return Far(term, far[0], _steps(far, own))

    def spread(self, far: Far, pull: np.ndarray, by_z: np.ndarray, by_signal: np.ndarray) -> None:
        """Add to slopes in unknowns and signals what a slope `pull` (n,) in a distance means for them."""
        place = far.term.place
        by_signal[:, place.first : place.first + place.width] += (pull * far.slopes[: place.width]).T
        for at, key in enumerate(far.term.keys):
            by_z[:, self.posed.place[key]] += pull * far.slopes[place.width + at]

    def _values(self, term: Term, here: Here, inputs: int, first: int) -> Values:
        """Numbers of a term for all its variants, number k of it a step on in input `first` + k."""
        numbers = {}
        for at, key in enumerate(term.keys):
            plain = np.tile(here.plain[key], (inputs + 1, 1))
            plain[1 + first + at] = here.further[key]
            numbers[key] = plain.ravel()
        count = (inputs + 1) * len(here.z)
        numbers |= {key: np.full(count, self.registry[key].value) for key in term.fixed}
        return Values(self.registry, numbers, count)

    def _levels(self, here: Here, off: Mapping[str, np.ndarray]) -> dict[tuple[str, str], Level]:
        """Of every study and family: the log factor of its courses, and what it takes to pull slopes through it."""
        values = self.posed.values(here.z, (SLOPE, LIMIT))

        def far(term: Term) -> Far:
            return self._far(term, here).times(np.exp(off[term.wrong]))

        middle = {key: far(term) for key, term in self.middles.items()}
        found: dict[tuple[str, str], Level] = {}
        for family in dict.fromkeys(term.family for term in self.terms if term.family):
            own = [far(term) for term in self.terms if term.family == family and term.counts]
            found[family] = Level(self, here.z, own, middle[self.condition[family], family[1]], values)
        return found


class Level:
    """How far the courses of one study bear out, log factor (n,), and the way back from a slope in it."""

    def __init__(self, slopes: Slopes, z: np.ndarray, own: list[Far], middle: Far, values: Values):
        self.slopes, self.own, self.middle, self.slope, self.z = slopes, own, middle, values[SLOPE], z
        self.mean = np.mean([each.distance for each in own], axis=0)
        self.ratio = cut_log_ratio(self.mean, middle.distance, values)
        self.inside = np.abs(self.ratio) < np.log(values[LIMIT])
        self.factor = log_factor(self.mean, middle.distance, values)

    def add(
        self, pull: np.ndarray, by_z: np.ndarray, by_signal: np.ndarray, by_off: dict[str, np.ndarray]
    ) -> None:
        """Add to the slopes what a slope `pull` (n,) in the log factor means for unknowns, signals and errors."""
        posed = self.slopes.posed
        if SLOPE in posed.place:
            entry, place = posed.registry[SLOPE], posed.place[SLOPE]
            score = self.z[:, place]
            by_z[:, place] += pull * self.ratio * (entry.quantile(score + STEP) - self.slope) / STEP
        by_ratio = pull * (self.slope - 1.0) * self.inside
        for each in self.own:
            share = by_ratio / self.mean / len(self.own)
            self.slopes.spread(each, share, by_z, by_signal)
            by_off[each.term.wrong] += share * each.distance
        self.slopes.spread(self.middle, -by_ratio / self.middle.distance, by_z, by_signal)
        by_off[self.middle.term.wrong] -= by_ratio


def _moved(columns: np.ndarray, step: np.ndarray | float, inputs: int, first: int) -> np.ndarray:
    """`columns` (c, n) plain, and for each input, column k moved in input `first` + k: (c, (inputs + 1) n)."""
    count = len(columns)
    found = np.repeat(columns[:, None, :], inputs + 1, axis=1)
    at = np.arange(count)
    found[at, 1 + first + at] += step
    return found.reshape(count, -1)


def _step_of(signals: np.ndarray) -> np.ndarray:
    """Step of signals (width, n): small beside them, and never nothing."""
    return STEP * np.maximum(np.abs(signals), 0.1)


def _steps(found: np.ndarray, signals: np.ndarray) -> np.ndarray:
    """Slopes (input, n) from values (1 + input, n), the first plain; the first inputs are `signals` (width, n)."""
    slopes = found[1:] - found[0]
    slopes[: len(signals)] /= _step_of(signals)
    slopes[len(signals) :] /= STEP
    return slopes


def resolved(keys: set[str], registry: Registry) -> set[str]:
    """Numbers with a value of their own that these numbers come from, themselves or by formulas."""
    found: set[str] = set()
    for key in keys:
        formula = registry[key].formula
        found |= {key} if formula is None else resolved(set(names_in(formula)), registry)
    return found
