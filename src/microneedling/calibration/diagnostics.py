"""Can the draws be trusted: do seeds agree, what are the draws worth, what did the data teach, do they come back.

R-hat and ESS compare the seeds' chains, one after the other (`checks`); predictive checks ask how many published
numbers lie inside the 50 and 80 % intervals before any data (prior) and when each study's own effects are known
(posterior): the first should be wide, the second must be close, or the observation model is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..healing.screening import returns_to_baseline
from ..observation.raters import STUDY_SD
from ..streams import generator
from .checks import bulk_ess, learned, predictive_p, rank_rhat, tail_ess
from .fit import model_numbers

if TYPE_CHECKING:
    from .fit import Fitted
    from .problem import Calibration
    from .stand_in import StandIn

PRIOR_DRAWS = 200


def diagnostics(fitted: Fitted) -> dict[str, Any]:
    """Everything about the draws that a reader of the results should see."""
    posed, draws = fitted.target, np.stack(fitted.of_seed)
    shared = [posed.place[name] for name in model_numbers(posed)]
    gained = learned(fitted.z)
    narrowed = sorted(
        ((float(gained.contraction[place]), posed.names[place]) for place in shared), reverse=True
    )
    found: dict[str, Any] = {
        "seeds": len(draws),
        "draws_per_seed": draws.shape[1],
        "forward_runs": fitted.runs,
        **({} if fitted.seconds is None else {"seconds": round(fitted.seconds)}),
        "contraction": {name: round(share, 3) for share, name in narrowed[:15]},
        "prior_predictive": _prior_predictive(posed),
        "posterior_predictive": _posterior_predictive(fitted),
        "stand_in": _stand_in(fitted),
    }
    seen = np.stack(np.split(fitted.forward, len(draws)))
    rhat, shown = rank_rhat(draws), rank_rhat(seen)
    ess = bulk_ess(draws)
    return found | {
        "rhat_max": round(float(np.nanmax(rhat)), 3),
        "rhat_median": round(float(np.nanmedian(rhat)), 3),
        "rhat_over_1_05": int((rhat > 1.05).sum()),
        "unknowns": len(rhat),
        "rhat_of_what_arms_show_max": round(float(np.nanmax(shown)), 3),
        "ess_of_what_arms_show_min": round(float(np.nanmin(bulk_ess(seen)))),
        "ess_bulk_median": round(float(np.nanmedian(ess))),
        "ess_bulk_min": round(float(np.nanmin(ess))),
        "ess_tail_min": round(float(np.nanmin(tail_ess(draws)))),
    }


def _stand_in(fitted: Fitted) -> dict[str, Any]:
    """What replacing real runs cost: how far it is off in rated arms, in ln D, and beside how far studies differ."""
    off = np.array(list(fitted.sampled.blur.wrong.sd.values()))
    studies = float(np.median(fitted.target.values(fitted.z)[STUDY_SD]))
    return {
        "log_error_of_arms_median": round(float(np.median(off)), 3),
        "log_error_of_arms_max": round(float(off.max()), 3),
        "log_sd_between_studies": round(studies, 3),
    }


def _prior_predictive(posed: Calibration) -> dict[str, Any]:
    z = generator(1, "prior predictive").standard_normal((PRIOR_DRAWS, len(posed.names)))
    z = z[returns_to_baseline(posed.values(z))]
    return _inside(posed, z, posed.forward(z))


def _posterior_predictive(fitted: Fitted) -> dict[str, Any]:
    z = fitted.chains.reshape(-1, fitted.chains.shape[-1])
    return _inside(fitted.target, z, fitted.sampled.forward(z), fitted.sampled)


def _inside(
    posed: Calibration, z: np.ndarray, forward: np.ndarray, model: StandIn | None = None
) -> dict[str, Any]:
    """Coverage of the published numbers by replicated reports, and how many sit in the outermost 2 %."""
    values, chance = posed.values(z), generator(1, "predictive check")
    seen = None if model is None else model.courses(z, forward, values)
    plain = posed.courses(forward, values) if seen is None else {}
    tails = []
    for slot in posed.slots:
        if slot.row.kind != "value":
            continue
        mine = plain if seen is None else seen[slot.row.arm]
        mean, sd, _ = posed.expected(slot, z, forward, values, mine)
        replicated = mean + sd * chance.standard_normal(len(mean))
        p = float(predictive_p(np.array([slot.row.observed]), replicated[:, None])[0])
        tails.append(min(p, 1 - p))
    tail = np.array(tails)
    return {
        "readings": len(tails),
        "coverage": {
            "50": round(float((tail >= 0.25).mean()), 3),
            "80": round(float((tail >= 0.1).mean()), 3),
        },
        "beyond_98": int((tail < 0.01).sum()),
    }
