"""How likely the model's numbers make all that one study reported, whatever that study's own effects were.

    L(theta) = integral of prod over readings p(report | theta, open device, effects) d(open device) d(effects)

Device settings that a report leaves open move signals along curves through a few runs: a monotone cubic in the needle
length, a parabola in the passes. They, the study's raters and its drift are points of one even sequence; each scale's
own effects are integrated on a grid inside (given the others, scales are independent). This is the likelihood of
leaving a whole study out: the effects of a study that is not there are known to nobody. With `POINTS`, against many
more points and a run of the model for each: within 0.05 for most studies and 0.2 for all, where draws differ by 0.2 to
1. Breaks down where length and passes act on a signal together, beyond the sum of what each does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.special import logsumexp, ndtri

from ..calibration.problem import Calibration, Courses, Slot, reported_sd, row_loglik, scale_name
from ..observation.effects import StudyEffects
from ..observation.study_reports import expected, sampling_sd
from ..studies.endpoint import endpoint_of
from ..studies.published import arms
from ..studies.readings import INSTRUMENTS

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..inputs.distribution import Distribution
    from ..studies.study import Study

POINTS = 256  # of length, passes, raters, drift
ENDS, STEP = 4.0, 0.25  # grid of a scale's own effects, in standard deviations
# Where an open length is tried, in standard deviations; beyond: as at the ends.
LENGTHS = (-2.5, -1.25, 0.0, 1.25, 2.5)
PASSES = 1.5  # where open passes are tried, on either side
BATCH = 10  # draws at once, so that memory stays small


def log_likelihood(
    posed: Calibration, keys: tuple[str, ...], z: np.ndarray, count: int = POINTS
) -> np.ndarray:
    """Log-likelihood (draw, study) of the numbers `keys` with scores z (draw, key), from `count` points."""
    whole = np.zeros((len(z), len(posed.names)))
    whole[:, [posed.place[key] for key in keys]] = z
    signals = open_signals(posed, whole)
    points = spread_points(count)
    found = np.empty((len(z), len(posed.studies)))
    for place, study in enumerate(posed.studies):
        slots = [slot for slot in posed.slots if slot.row.study == study]
        used = _asked_for(posed, slots)
        for first in range(0, len(z), BATCH):
            here = slice(first, first + BATCH)
            values = posed.values(whole[here], used)
            seen = [signals.of(here, slot, points) for slot in slots]
            # of all families: a course is measured against the middle one of each
            courses = posed.courses(signals.middle[here], posed.values(whole[here]), (study,))
            found[here, place] = _study(slots, seen, values, points, courses)
    return found


@dataclass(frozen=True)
class Signals:
    """Signals of rows: `length` (length, draw, width) at each of `LENGTHS`; slope, bend (draw, width) by passes.

    `middle` are those at the middle of all that stands open.
    """

    middle: np.ndarray
    length: np.ndarray
    slope: np.ndarray
    bend: np.ndarray

    def of(self, here: slice, slot: Slot, points: np.ndarray) -> np.ndarray:
        """Signals (draw, point, width) of a slot and some draws under the open settings of every point."""
        part = slice(slot.first, slot.first + slot.width)
        at = np.clip(points[:, 0], LENGTHS[0], LENGTHS[-1])
        by_length = PchipInterpolator(LENGTHS, self.length[:, here, part])(at)
        passes = points[:, 1, None, None]
        moved = by_length + self.slope[here, part] * passes + self.bend[here, part] * passes**2
        return np.swapaxes(moved, 0, 1)


def open_signals(posed: Calibration, whole: np.ndarray) -> Signals:
    """Signals of every row where settings stand open, from one run of its arm for each length and number of passes."""
    middle = posed.forward(whole)
    rows = [row for row in posed.rows if _open(arms()[row.arm])]
    if not rows:
        return Signals(middle, np.stack([middle] * len(LENGTHS)), 0 * middle, 0 * middle)
    part = Calibration(rows, posed.registry)
    into = np.concatenate([np.arange(s.first, s.first + s.width) for s in posed.slots if s.row in part.rows])
    own = np.concatenate([np.arange(s.first, s.first + s.width) for s in part.slots])  # no middle courses

    def at(what: str, score: float) -> np.ndarray:
        z = whole[:, [posed.place.get(name, 0) for name in part.names]]
        for name, place in part.place.items():
            if ":" in name:
                z[:, place] = score if name.startswith(f"{what}:") else 0.0
        there = middle.copy()
        there[:, into] = part.forward(z)[:, own]
        return there

    up, down = at("passes", PASSES), at("passes", -PASSES)
    return Signals(
        middle,
        np.stack([at("length", score) if score else middle for score in LENGTHS]),
        (up - down) / (2 * PASSES),
        (up + down - 2 * middle) / (2 * PASSES**2),
    )


def _open(study: Study) -> bool:
    """Whether a report leaves open the needle length or the passes of its device."""
    device = study.device
    given: tuple[Distribution | None, ...] = (device.needle_length_mm or device.depth_mm, device.passes)
    stated = (*given, device.depth_mm or given[0])
    return device.kind != "none" and any(item is None or not item.exact for item in stated)


def spread_points(count: int) -> np.ndarray:
    """Standard-normal points (count, 4): length, passes, the study's raters, its drift.

    An additive sequence, u_k = 1/2 + k (1/g, 1/g^2, 1/g^3, 1/g^4) modulo 1 with g^5 = g + 1: evenly spread, no chance.
    """
    golden = 1.1673039782614187
    uniform = (0.5 + np.arange(1, count + 1)[:, None] / golden ** np.arange(1, 5)) % 1.0
    return ndtri(uniform)


def _asked_for(posed: Calibration, slots: list[Slot]) -> set[str]:
    """The numbers that the reports of these slots use."""
    nominal = posed.registry.nominal()
    for slot in slots:
        endpoint = endpoint_of(slot.row.reading, arms()[slot.row.arm])
        sampling_sd(endpoint, expected(endpoint, np.zeros((1, slot.width)), nominal, StudyEffects.none(1)))
    return set(nominal.used)


def _study(
    slots: list[Slot], signals: list[np.ndarray], values: Values, points: np.ndarray, courses: Courses
) -> np.ndarray:
    """Log-likelihood (draw,) of one study; `signals` (draw, point, width) of each slot, `courses` at their middle."""
    draws, count = values.count, len(points)
    total = np.zeros((draws, count))
    for name in dict.fromkeys(scale_name(slot.row) for slot in slots):
        own = [pair for pair in zip(slots, signals, strict=True) if scale_name(pair[0].row) == name]
        scale, error, weight = _grid(own[0][0].row.reading.scale in INSTRUMENTS)
        repeated = values.repeated(count * len(weight))
        shape = (draws, count, len(weight))

        def spread(part: np.ndarray, shape: tuple[int, ...] = shape) -> np.ndarray:
            return np.broadcast_to(part, shape).reshape(-1)

        effects = StudyEffects(
            spread(points[None, :, 2, None]), spread(points[None, :, 3, None]), spread(scale), spread(error)
        )
        likely = np.zeros(shape)
        for slot, seen in own:
            family = slot.row.study, arms()[slot.row.arm].family(slot.row.reading)
            course = spread(courses.get(family, np.zeros(draws))[:, None, None])
            likely += _of_row(slot, seen, repeated, replace(effects, course=course)).reshape(shape)
        total += np.asarray(logsumexp(np.where(np.isfinite(likely), likely, -np.inf), axis=2, b=weight))
    return logsumexp(total, axis=1) - np.log(count)


def _of_row(slot: Slot, seen: np.ndarray, values: Values, effects: StudyEffects) -> np.ndarray:
    """Log-likelihood of one report under every combination of draw, point and node; `seen` (draw, point, width)."""
    row = slot.row
    endpoint = endpoint_of(row.reading, arms()[row.arm])
    nodes = values.count // (seen.shape[0] * seen.shape[1])
    every = np.repeat(seen, nodes, axis=1).reshape(-1, slot.width)
    modelled = expected(endpoint, every, values, effects)
    sd = reported_sd(row, sampling_sd(endpoint, modelled))
    return np.asarray(row_loglik(row, modelled.mean, sd, modelled.improvement))


def _grid(instrument: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Own effects of a scale (node,), of an instrument also its own drift, and their weights, which sum to 1."""
    nodes = np.arange(-ENDS, ENDS + STEP / 2, STEP)
    density = np.exp(-0.5 * nodes**2)
    density /= density.sum()
    if not instrument:
        return nodes, np.zeros_like(nodes), density
    scale, error = np.meshgrid(nodes, nodes, indexing="ij")
    return scale.ravel(), error.ravel(), np.outer(density, density).ravel()
