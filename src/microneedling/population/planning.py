"""How many people a trial needs: power at the middle effect, and assurance over what the model does not know.

Virtual trial r has own numbers, hence own effect d_r and own spread of people s_r. With n people analysed an arm

    power(n)      = P(success | middle d, middle s, n)
    assurance(n)  = mean over r of P(success | d_r, s_r, n)

by the noncentral t distribution. An observed d_r holds the chance of who took part too; its spread is shrunk to that
of the effects alone, tau^2 = var(d) - mean(se^2). Assurance may never reach 80 %: then no number of people does it,
and the ceiling is told. Enrolled people are those analysed over the share that is seen at the end.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import nctdtr, stdtrit

from .analysis import Trials, share_error, succeeds
from .trial_file import Aim

FEWEST_TRIALS = 20  # fewer tell no spread of effects
MOST_PEOPLE = 20_000
TARGETS = (0.8, 0.9)
CURVE = (5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000)


def chance(
    effect: np.ndarray, person_sd: np.ndarray, n: float, aim: Aim, sign: int, split: bool
) -> np.ndarray:
    """P(success) with n people analysed an arm, (trial,)."""
    freedom = max(n - 1 if split else 2 * n - 2, 1.0)
    error = np.maximum(person_sd, 1e-12) / np.sqrt(n)
    if aim.kind == "equivalence":
        t = stdtrit(freedom, 1 - aim.significance)
        below = nctdtr(freedom, np.clip((effect - aim.margin) / error, -30, 30), -t)
        above = 1 - nctdtr(freedom, np.clip((effect + aim.margin) / error, -30, 30), t)
        return np.clip(below + above - 1, 0, 1)
    margin = aim.margin if aim.kind == "superiority" else -aim.margin
    shift = np.clip((sign * effect - margin) / error, -30, 500)
    t = stdtrit(freedom, 1 - aim.significance / 2)
    # Far out the series of the noncentral t loses all digits, where the normal says 0 or 1.
    near = 1 - nctdtr(freedom, np.clip(shift, -30, 30), t)
    return np.where(shift > 30, 1.0, np.nan_to_num(near, nan=0.0))


def effects(trials: Trials) -> tuple[np.ndarray, np.ndarray]:
    """Effects (trial,) shrunk to their own spread, and spreads of people (trial,)."""
    sound = np.isfinite(trials.difference) & np.isfinite(trials.error)
    d, s = trials.difference[sound], trials.person_sd[sound]
    observed = float(d.var(ddof=1))
    between = max(observed - float((trials.error[sound] ** 2).mean()), 0.0)
    share = between / observed if observed > 0 else 0.0
    return d.mean() + np.sqrt(share) * (d - d.mean()), s


def planning(trials: Trials, aim: Aim, sign: int, split: bool, seen_share: float) -> dict[str, Any] | None:
    """Curves, sample sizes and their Monte-Carlo errors; None with too few virtual trials to tell."""
    if np.isfinite(trials.difference).sum() < FEWEST_TRIALS:
        return None
    effect, person_sd = effects(trials)
    middle = np.array([effect.mean()]), np.array([float(np.sqrt((person_sd**2).mean()))])
    wobble = _plain_error(trials)

    def power(n: float, shift: float = 0.0) -> float:
        return float(chance(middle[0] + shift, middle[1], n, aim, sign, split)[0])

    def assurance(n: float) -> np.ndarray:
        return chance(effect, person_sd, n, aim, sign, split)

    curve = [
        {
            "people_per_arm_analysed": n,
            "power": _rounded(power(n)),
            "power_mc_error": _rounded(abs(power(n, wobble) - power(n, -wobble)) / 2),
            "assurance": _rounded(float(assurance(n).mean())),
            "assurance_mc_error": _rounded(float(assurance(n).std(ddof=1) / np.sqrt(len(effect)))),
        }
        for n in CURVE
    ]
    reached = succeeds(trials, aim, sign)
    return {
        "virtual_trials": len(trials.difference),
        "power_mc_error": _rounded(share_error(float(reached.mean()), len(reached))),
        "effect_middle": _rounded(float(middle[0][0])),
        "effect_middle_mc_error": _rounded(_plain_error(trials)),
        "effect_sd_between_draws": _rounded(float(effect.std(ddof=1))),
        "person_sd": _rounded(float(middle[1][0])),
        "curve": curve,
        "sample_size": {
            f"{100 * goal:.0f} %": {
                "power": _needed(power, goal, seen_share),
                "assurance": _needed(lambda n: float(assurance(n).mean()), goal, seen_share),
            }
            for goal in TARGETS
        },
        "assurance_ceiling": _rounded(float(assurance(1e7).mean())),
    }


def _plain_error(trials: Trials) -> float:
    found = trials.difference[np.isfinite(trials.difference)]
    return float(found.std(ddof=1) / np.sqrt(len(found)))


def _needed(reached: Any, goal: float, seen_share: float) -> dict[str, int] | None:
    """Fewest people an arm, analysed and enrolled, that reach the goal; None where none up to the most do."""
    if reached(MOST_PEOPLE) < goal:
        return None
    low, high = 2, MOST_PEOPLE
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) >= goal else (middle + 1, high)
    return {"analysed": low, "enrolled": int(np.ceil(low / max(seen_share, 1e-9) - 1e-9))}


def _rounded(number: float) -> float:
    return float(f"{number:.4g}")
