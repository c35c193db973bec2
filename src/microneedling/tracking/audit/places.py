"""Where a result lies in its forecast, and how far on the axis of scores it went.

    place u = F(result)      F through the five quantiles, straight on the normal scale between and beyond them
    u -> 1 - u               where a lower reading is better, so that 1 always is better than all that was forecast

A reading in whole steps stands for half a step either side, so it holds an interval of places [F(r - h/2), F(r +
h/2)], whose share in each bin is what is counted: no dice are thrown. Watches look only at the six bins that the
quantiles cut, whose chances are exact whatever F does between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from ...observation.score_law import AXIS_START
from .records import LEVELS, Record, ends_of

EDGES = np.array([0.0, *LEVELS, 1.0])
BINS = np.diff(EDGES)  # chance of each bin where forecasts hold
FARTHEST = 4.0  # normal score beyond which a result is one place: as far out as can be
_SCORES = ndtri(np.array(LEVELS))
LARGEST_SHARE = 0.999  # of the way, on the axis


def place_interval(record: Record) -> tuple[float, float]:
    """Both ends (low, high) of the places (0..1) that a result holds; 1 is better than all that was forecast."""
    half = record.step / 2
    low = _place(record.quantiles, record.result - half, "left")
    high = _place(record.quantiles, record.result + half, "right")
    return (low, high) if record.better > 0 else (1 - high, 1 - low)


def _place(quantiles: Sequence[float], value: float, side: str) -> float:
    """F(value); where quantiles are equal F jumps, and `side` says which end of the jump is meant."""
    levels = np.asarray(quantiles, float)
    tied = np.flatnonzero(levels == value)
    if tied.size:
        return float(LEVELS[tied[0] if side == "left" else tied[-1]])
    return float(ndtr(np.clip(_score(levels, value), -FARTHEST, FARTHEST)))


def _score(levels: np.ndarray, value: float) -> float:
    """Normal score of a value that is none of the quantiles; beyond them the outer slope goes on."""
    if levels[0] < value < levels[-1]:
        right = int(np.searchsorted(levels, value))
        share = (value - levels[right - 1]) / (levels[right] - levels[right - 1])
        return float(_SCORES[right - 1] + share * (_SCORES[right] - _SCORES[right - 1]))
    outer = -1 if value > levels[-1] else 0
    inner = -2 if outer == -1 else 1
    wide = abs(levels[outer] - levels[inner]) / abs(_SCORES[outer] - _SCORES[inner])
    wide = wide or (levels[-1] - levels[0]) / (_SCORES[-1] - _SCORES[0])
    away = value - levels[outer]
    return float(_SCORES[outer] + (away / wide if wide > 0 else np.copysign(np.inf, away)))


def bin_shares(record: Record) -> np.ndarray:
    """Share (6,) of a result in each bin of places; sums to 1."""
    low, high = place_interval(record)
    if high - low < 1e-12:
        found = np.zeros(len(BINS))
        found[min(int(np.searchsorted(EDGES, low, side="right")) - 1, len(BINS) - 1)] = 1.0
        return found
    return np.diff(np.clip(EDGES, low, high)) / (high - low)


def share_inside(record: Record, share: float) -> float:
    """How much of a result (0..1) lies in the middle 0.8 or 0.5 of its forecast."""
    bins = bin_shares(record)
    return float(bins[1:-1].sum() if share == 0.8 else bins[2:-2].sum())


def normal_score(record: Record) -> float:
    """Normal score of the middle of the places a result holds: N(0, 1) where forecasts hold; above 0 is better."""
    low, high = place_interval(record)
    return float(ndtri(np.clip((low + high) / 2, ndtr(-FARTHEST), ndtr(FARTHEST))))


def way(record: Record, value: float) -> float:
    """Share of the way to the best end (0..1; worse below 0) at a reading; of an instrument ln(reading/baseline)."""
    if record.instrument:
        return record.better * float(np.log(max(value, 1e-9) / max(record.baseline, 1e-9)))
    low, high = ends_of(record.scale)
    best, worst = (high, low) if record.better > 0 else (low, high)
    gone = record.better * (value - record.baseline)
    far = abs((best if gone >= 0 else worst) - record.baseline)
    return float(np.clip(gone / far, -1.0, 1.0)) if far > 0 else 0.0


def distance(record: Record, value: float) -> float:
    """How far a reading lies from no change on the axis of the score law; worse below 0; of an instrument `way`."""
    share = way(record, value)
    if record.instrument:
        return share
    size = min(abs(share), LARGEST_SHARE)
    return float(np.sign(share) * (np.log1p(size / AXIS_START) - np.log1p(-size)))


def reading_at(record: Record, far: float) -> float:
    """The reading that lies so far from no change: `distance` the other way round."""
    if record.instrument:
        return record.baseline * float(np.exp(record.better * far))
    grown = np.exp(-abs(far))
    share = np.sign(far) * AXIS_START * (1 - grown) / (grown + AXIS_START)
    low, high = ends_of(record.scale)
    best, worst = (high, low) if record.better > 0 else (low, high)
    end = best if far >= 0 else worst
    return float(record.baseline + record.better * share * abs(end - record.baseline))
