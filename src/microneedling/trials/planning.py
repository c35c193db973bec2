"""How many people a trial needs: power at the middle effect, and assurance over what the model does not know.

Virtual trial r has own numbers, hence own effect d_r and own spread of people s_r. With n people analysed an arm

    power(n)      = P(success | middle d, middle s, n)
    assurance(n)  = mean over r of P(success | d_r, s_r, n)

by the noncentral t distribution; for equivalence, whose two tests share one standard error, by the integral over it.
An observed d_r holds the chance of who took part too; its spread is shrunk to that of the effects alone,
tau^2 = var(d) - mean(se^2). Assurance may never reach 80 %: then no number of people does it, and the
ceiling is given.
Enrolled people are those analysed over the share that is seen at the end. Monte-Carlo errors e(n): `planning_error`;
twice that leaves open the numbers of people from the fewest n with P(n) + 2 e(n) >= goal to the fewest with
P(n) - 2 e(n) >= goal: the n whose 95 % interval holds the goal.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import chdtri, nctdtr, ndtr, stdtrit

from .analysis import Trials, share_error, succeeds
from .planning_error import Spreading, assurance_error, mean_error, power_error
from .result import CurvePoint, Enough, Needed, Planning
from .tables import Aim

FEWEST_TRIALS = 20  # fewer tell no spread of effects
MOST_PEOPLE = 20_000
STANDARD_ERRORS = 2.0  # of a range
TARGETS = (0.8, 0.9)
CURVE = (5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000)
NODES = 32  # equivalence: within 0.0005 of an integral over 20,000 nodes, from 2 people an arm on


def chance(
    effect: np.ndarray, person_sd: np.ndarray, n: float, aim: Aim, sign: int, split: bool
) -> np.ndarray:
    """P(success) with n people analysed an arm, (trial,)."""
    freedom = max(n - 1 if split else 2 * n - 2, 1.0)
    error = np.maximum(person_sd, 1e-12) / np.sqrt(n)
    if aim.kind == "equivalence":
        return _within(effect / error, aim.margin / error, freedom, stdtrit(freedom, 1 - aim.significance))
    margin = aim.margin if aim.kind == "superiority" else -aim.margin
    shift = np.clip((sign * effect - margin) / error, -30, 500)
    t = stdtrit(freedom, 1 - aim.significance / 2)
    # Far out the series of the noncentral t loses all digits, where the normal says 0 or 1.
    near = 1 - nctdtr(freedom, np.clip(shift, -30, 30), t)
    return np.where(shift > 30, 1.0, np.nan_to_num(near, nan=0.0))


def _within(effect: np.ndarray, margin: np.ndarray, freedom: float, t: float) -> np.ndarray:
    """P(|d| + t se < margin), (trial,); effect and margin in true standard errors.

    mean over u = se/true se of max(0, Phi(m - e - t u) - Phi(t u - m - e)),  u^2 ~ chi^2 / freedom
    """
    places, weights = np.polynomial.legendre.leggauss(NODES)
    found = np.zeros(np.shape(effect))
    for place, weight in zip((1 + places) / 2, weights / 2, strict=True):
        half_width = t * np.sqrt(chdtri(freedom, 1 - place) / freedom)
        found += weight * np.maximum(
            ndtr(margin - effect - half_width) - ndtr(half_width - margin - effect), 0.0
        )
    return found


def effects(trials: Trials) -> tuple[np.ndarray, np.ndarray]:
    """Effects (trial,) shrunk to their own spread, and spreads of people (trial,)."""
    spreading = Spreading.of(trials)
    return spreading.effect(), spreading.person_sd


def planning(
    trials: Trials, aim: Aim, sign: int, split: bool, seen_share: float, draws: int | None = None
) -> Planning | None:
    """Curves, sample sizes and their Monte-Carlo errors; None with too few virtual trials to tell.

    `draws`: virtual trials r and r + draws share their numbers, which Monte-Carlo errors must count; None: none do.
    """
    if np.isfinite(trials.difference).sum() < FEWEST_TRIALS:
        return None
    found = Spreading.of(trials, draws)
    middle_sd = np.array([float(np.sqrt((found.person_sd**2).mean()))])

    def power(n: float, shift: float = 0.0, wider: float = 1.0) -> float:
        at = np.array([found.effect().mean() + shift])
        return float(chance(at, middle_sd * wider, n, aim, sign, split)[0])

    def assured(n: float, effect: np.ndarray, person_sd: np.ndarray) -> np.ndarray:
        return chance(effect, person_sd, n, aim, sign, split)

    def assurance(n: float) -> float:
        return float(assured(n, found.effect(), found.person_sd).mean())

    def power_off(n: float) -> float:
        return power_error(found, lambda *by: power(n, *by))

    def assurance_off(n: float) -> float:
        return assurance_error(found, lambda *of: assured(n, *of))

    curve = tuple(
        CurvePoint(
            people_per_arm_analysed=n,
            power=_rounded(power(n)),
            power_mc_error=_rounded(power_off(n)),
            assurance=_rounded(assurance(n)),
            assurance_mc_error=_rounded(assurance_off(n)),
        )
        for n in CURVE
    )
    succeeded = succeeds(trials, aim, sign)
    return Planning(
        virtual_trials=len(trials.difference),
        power_mc_error=_rounded(
            share_error(float(succeeded.mean()), len(succeeded), _repeats(succeeded, draws))
        ),
        effect_middle=_rounded(float(found.effect().mean())),
        effect_middle_mc_error=_rounded(found.mean_error),
        effect_sd_between_draws=_rounded(float(found.effect().std(ddof=1))),
        person_sd=_rounded(float(middle_sd[0])),
        curve=curve,
        sample_size={
            f"{100 * goal:.0f} %": Needed(
                enough(power, power_off, goal, seen_share), enough(assurance, assurance_off, goal, seen_share)
            )
            for goal in TARGETS
        },
        assurance_ceiling=_rounded(assurance(1e7)),
        assurance_ceiling_mc_error=_rounded(assurance_off(1e7)),
    )


def _repeats(succeeded: np.ndarray, draws: int | None) -> float:
    """Standard error of the share counted by draws, where trials share them; else nothing to add."""
    if draws is None or len(succeeded) <= draws:
        return 0.0
    return mean_error(succeeded.astype(float), np.arange(len(succeeded)) % draws)


def enough(
    success: Callable[[float], float], error: Callable[[float], float], goal: float, seen_share: float
) -> Enough | None:
    """Fewest people an arm that reach the goal, with their range; None where even the most do not."""
    analysed = fewest(success, goal)
    if analysed is None:
        return None
    low = fewest(lambda n: success(n) + STANDARD_ERRORS * error(n), goal)
    high = fewest(lambda n: success(n) - STANDARD_ERRORS * error(n), goal)
    low, high = min(low or analysed, analysed), None if high is None else max(high, analysed)

    def enrolled(people: int) -> int:
        return int(np.ceil(people / max(seen_share, 1e-9) - 1e-9))

    return Enough(
        analysed=analysed,
        enrolled=enrolled(analysed),
        mc_error=_rounded(error(analysed)),
        analysed_low=low,
        analysed_high=high,
        enrolled_low=enrolled(low),
        enrolled_high=None if high is None else enrolled(high),
    )


def fewest(share: Callable[[float], float], goal: float) -> int | None:
    """The fewest people from 2 on whose share, which rises with them, reaches the goal; None up to `MOST_PEOPLE`."""
    if share(MOST_PEOPLE) < goal:
        return None
    low, high = 2, MOST_PEOPLE
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if share(middle) >= goal else (middle + 1, high)
    return low


def _rounded(number: float) -> float:
    return float(f"{number:.4g}")
