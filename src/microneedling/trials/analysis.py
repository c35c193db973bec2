"""What each virtual trial would conclude: differences, intervals and success by the aim set before.

    parallel    d = mean(A) - mean(B),  se^2 = sA^2/nA + sB^2/nB,  Welch's degrees of freedom
    split face  d = mean(A - B),        se^2 = s^2/n,              n - 1
    superiority      better d - t se > margin          two-sided level
    non-inferiority  better d - t se > -margin
    equivalence      -margin < d -+ t1 se < margin     two one-sided tests

`better` is +1 where a higher endpoint is better. Responders are 0 or 1 a person, so their d is a difference of shares
and its interval the normal one, poor for shares near 0 or 1 in small arms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from ..observation.instrument_kinds import DIRECTION
from ..observation.scales import SCALES
from ..outcomes.direction import better_sign
from .result import Comparison
from .tables import Aim
from .trial_file import Trial

MANY_TRIALS = 40  # from here on quantiles of the trials themselves
FEWEST = 2  # people seen in an arm under which there is no spread


@dataclass(frozen=True)
class Trials:
    """Every complete virtual trial, (trial,): difference, its standard error and freedom, spread of one person."""

    difference: np.ndarray
    error: np.ndarray
    freedom: np.ndarray
    person_sd: np.ndarray  # sd of a paired difference, or root of the sum of both variances
    seen: np.ndarray  # people an arm analysed

    def quantile(self, level: float) -> np.ndarray:
        """Student's t at a one-sided level, (trial,)."""
        return stdtrit(self.freedom, 1 - level)


def better_of(scale: str) -> int:
    """+1 where a rise is better, -1 where a fall is."""
    return better_sign(DIRECTION[scale] if scale in DIRECTION else SCALES[scale].direction)


def better(trial: Trial) -> int:
    """+1 where a higher endpoint is better: those who respond more, or the scale's own direction."""
    return 1 if trial.endpoint.statistic == "responders" else better_of(trial.endpoint.scale)


def analysed(trial: Trial, endpoints: np.ndarray, size: int) -> Trials:
    """Every complete virtual trial of `size` slots; `endpoints` (arm, slot), NaN for people not seen."""
    whole = endpoints.shape[1] // size * size
    first, second = (endpoints[trial.place(name), :whole].reshape(-1, size) for name in trial.aim.compare)
    with np.errstate(invalid="ignore", divide="ignore"):
        if trial.split:
            mean, variance, n = _moments(first - second)
            return Trials(mean, np.sqrt(variance / n), n - 1, np.sqrt(variance), n)
        (m1, v1, n1), (m2, v2, n2) = _moments(first), _moments(second)
        a, b = v1 / n1, v2 / n2
        freedom = np.where(a + b > 0, (a + b) ** 2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1)), n1 + n2 - 2)
        return Trials(m1 - m2, np.sqrt(a + b), freedom, np.sqrt(v1 + v2), (n1 + n2) / 2)


def _moments(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, variance and number of those seen, (trial,); NaN where fewer than two were."""
    there = np.isfinite(x)
    n = there.sum(axis=1).astype(float)
    n = np.where(n >= FEWEST, n, np.nan)
    mean = np.where(there, x, 0.0).sum(axis=1) / n
    variance = np.where(there, (x - mean[:, None]) ** 2, 0.0).sum(axis=1) / (n - 1)
    return mean, variance, n


def succeeds(trials: Trials, aim: Aim, sign: int) -> np.ndarray:
    """Which virtual trials reach their aim, (trial,); one that cannot be analysed does not."""
    with np.errstate(invalid="ignore"):
        if aim.kind == "equivalence":
            half_width = trials.quantile(aim.significance) * trials.error
            inside = (trials.difference - half_width > -aim.margin) & (
                trials.difference + half_width < aim.margin
            )
            return inside
        least = sign * trials.difference - trials.quantile(aim.significance / 2) * trials.error
        return least > (aim.margin if aim.kind == "superiority" else -aim.margin)


def comparison(trials: Trials, aim: Aim, sign: int) -> Comparison:
    """Mean difference, the interval in which 95 % of trials of this size report it, share that reach the aim.

    One trial alone gives its own confidence interval; few trials a t interval with the larger of the spread between
    them and their own standard errors, since few trials show little of the spread between.
    """
    sound = np.isfinite(trials.difference)
    found = trials.difference[sound]
    success = succeeds(trials, aim, sign)
    if not len(found):
        return Comparison(None, None, None)
    if len(found) == 1:
        half_width = float((trials.quantile(0.025) * trials.error)[sound][0])
        low, high = float(found[0]) - half_width, float(found[0]) + half_width
    elif len(found) < MANY_TRIALS:
        spread = np.sqrt(max(float(found.var(ddof=1)), float((trials.error[sound] ** 2).mean())))
        half_width = float(stdtrit(trials.freedom[sound].sum(), 0.975) * spread)
        low, high = float(found.mean()) - half_width, float(found.mean()) + half_width
    else:
        low, high = (float(x) for x in np.quantile(found, (0.025, 0.975)))
    return Comparison(float(found.mean()), (low, high), float(success.mean()))


def share_error(share: float, count: int, least: float = 0.0) -> float:
    """Monte-Carlo standard error of a share of `count` virtual trials, never quite 0 (Agresti-Coull).

    It is no less than `least`, for trials that are not independent.
    """
    kept = (share * count + 2) / (count + 4)
    return max(float(np.sqrt(kept * (1 - kept) / (count + 4))), least)
