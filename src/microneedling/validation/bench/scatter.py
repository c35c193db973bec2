"""How far published rows scatter about the model, topic by topic, beyond what the model's own spread explains.

    r    = ln(observed / predicted median)             permeability already in logs; pain as its stimulus
    m    = the model's own SD of ln on that side of its median, from its 80 % interval
    f_q  = weighted q-quantile of sqrt(max((r / z_q)^2 - m^2, 0)),  z_q: |z| of a normal lies below it with chance q
    f^2  = (N (f_50^2 + f_80^2)/2 + N0 f0^2) / (N + N0)

f_q is the SD with which just the share q of the rows lies inside the central q interval: a robust SD, less the model's
own. Rows of one source share one vote, so that what all rows of a study have in common counts once; N sources. f0 and
N0 (registry) stand for the topics with few sources. Rows with one number that is no bound, of the calibration side and
not from memory, count. A row 30 times off counts as one far off, not 30 times: hence quantiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtri

from ...evidence import datasets
from ...evidence.practice import value_of
from ...evidence.registry import priors
from ...observation.bench_scatter import TOPICS
from ...observation.events import pain_stimulus
from .topics import PAIN_SCALES, topic_of

SHARES = (0.5, 0.8)
Z80 = float(ndtri(0.9))  # half the central 80 % interval of a normal, in SD
LN10 = float(np.log(10))
LOG_UNIT = "log10"
WHOLE = 100.0  # per cent: no study measures more than the dose or the whole length of a needle
Quantiles = tuple[float, float, float]


@dataclass(frozen=True)
class Residual:
    """One row beside the model: ln(observed/predicted), and the model's own SD of ln on that side."""

    row: str
    source: str
    topic: str
    log_ratio: float
    own_log_sd: float


def logs(row: str, numbers: Iterable[float]) -> np.ndarray:
    """Numbers in a row's unit as natural logarithms of what scatters; -inf for none."""
    given = np.asarray(tuple(numbers), float)
    if datasets.row(row).unit.startswith(LOG_UNIT):
        return given * LN10
    if topic_of(row) in PAIN_SCALES:
        given = pain_stimulus(given)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(given)


def from_logs(row: str, numbers: np.ndarray) -> np.ndarray:
    """Back to the row's unit."""
    if datasets.row(row).unit.startswith(LOG_UNIT):
        return numbers / LN10
    if topic_of(row) in PAIN_SCALES:
        return -10 * np.expm1(-np.exp(numbers) / 10)
    return np.exp(numbers)


def widened(row: str, own: Quantiles, log_sd: float | None = None) -> Quantiles:
    """The model's own 10, 50 and 90 % with the scatter between studies added in squares on each side of the median.

    `log_sd` is the registry's scatter of the row's topic unless given; a row without topic keeps its own.
    """
    topic = topic_of(row)
    if not topic:
        return own
    scatter = Z80 * (spread_of(topic) if log_sd is None else log_sd)
    low, middle, high = logs(row, own)
    if not np.isfinite(middle):
        return own
    ends = middle - np.hypot(middle - low, scatter), middle, middle + np.hypot(high - middle, scatter)
    wider = from_logs(row, np.array(ends))
    whole = WHOLE if datasets.row(row).unit.startswith("%") else np.inf
    return float(wider[0]), own[1], float(max(own[2], min(wider[2], whole)))


@cache
def spread_of(topic: str) -> float:
    """The registry's scatter of a topic (log SD), at its middle."""
    return float(priors()[TOPICS[topic].key].value or 0.0)


def residual(row: str, own: Quantiles, observed: float) -> Residual | None:
    """A row beside the model; None where it has no topic, is remembered or of no calibration study, or has no log."""
    item, topic = datasets.row(row), topic_of(row)
    if not topic or item.split != "calibration" or item.seen not in ("read", "read2"):
        return None
    low, middle, high, seen = logs(row, (*own, observed))
    half = high - middle if seen > middle else middle - low
    if not np.isfinite(seen - middle):
        return None
    return Residual(row, item.source, topic, float(seen - middle), float(half / Z80))


def log_sd(residuals: Sequence[Residual]) -> float:
    """The scatter f of some residuals of one topic; f0 where there are none."""
    few, start = (
        value_of("study_effect", "bench_prior_sources"),
        value_of("study_effect", "bench_prior_log_sd"),
    )
    sources = [item.source for item in residuals]
    if not sources:
        return start
    many = len(set(sources))
    weight = np.array([1 / sources.count(name) for name in sources])
    squares = [_needed(residuals, weight, share) ** 2 for share in SHARES]
    return float(np.sqrt((many * np.mean(squares) + few * start**2) / (many + few)))


def _needed(residuals: Sequence[Residual], weight: np.ndarray, share: float) -> float:
    """f_q: the SD beside the model's own at which this share of the votes lies inside its central interval."""
    z = ndtri(0.5 + share / 2)
    off = np.array([item.log_ratio for item in residuals]) / z
    own = np.array([item.own_log_sd for item in residuals])
    with np.errstate(invalid="ignore"):
        needed = np.sqrt(np.maximum(off**2 - own**2, 0.0))
    order = np.argsort(needed)
    at = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return float(np.interp(share, at, needed[order]))
