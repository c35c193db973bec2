"""What a behaviour reads off a followed scene: a name in the table -> one number.

`NAME@DAY` reads on a day; `benefit@DAY` is the improvement of the concern's own scale in per cent of its baseline,
`kept_percent@DAY` how much is left of that on day 180, and
`outcome.NAME@DAY` any outcome's change in its unit, turned so that more is better.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from microneedling.observation.asked import carrier
from microneedling.transport.deliver import Delivery, Followed

from .scenes import FollowedCourse, at

KEPT_FROM = 180.0  # day

# Outcome that answers for each concern.
OUTCOME_OF = {
    "atrophic acne scar": "acne_scar",
    "fine lines": "fine_lines",
    "striae alba": "striae",
    "striae rubra": "striae",
    "melasma": "melasma",
}


def read(name: str, found: FollowedCourse | Delivery) -> float:
    """One number of a followed scene."""
    if isinstance(found, Delivery):
        return float(DELIVERY[name](found.median))
    name, _, day = name.partition("@")
    if day:
        return on_day(name, found, float(day))
    if name.startswith("last."):
        return float(SESSION[name.removeprefix("last.")](found, -1))
    return float(COURSE[name](found)) if name in COURSE else float(SESSION[name](found, 0))


def on_day(name: str, found: FollowedCourse, day: float) -> float:
    """A curve of the course on one day."""
    skin = found.trajectory.tissues["skin"]
    if name == "benefit":
        kind = found.course.concerns[0].kind
        item = next(o for o in found.outcomes if o.name.startswith(OUTCOME_OF[kind]))
        return 100.0 * item.better * at(item.day, item.change, day) / abs(float(np.ravel(item.baseline)[0]))
    if name == "kept_percent":
        return 100.0 * on_day("benefit", found, day) / on_day("benefit", found, KEPT_FROM)
    if name in (
        "people_cv_percent",
        "people_sd_points",
    ):  # spread of improvement between people, over its mean
        item = carrier(found.course.concerns[0], found.outcomes)
        people = item.people.changes(np.array([at(item.day, item.change, day)]), item.better)
        return float(
            people.std() if name == "people_sd_points" else 100.0 * people.std() / abs(people.mean())
        )
    if name.startswith("outcome."):
        item = next(o for o in found.outcomes if o.name == name.removeprefix("outcome."))
        return (item.better or 1) * at(item.day, item.change, day)
    curve, start = STATE[name](skin), STATE[name](skin)[:, :1]
    return 100.0 * at(skin.day, curve / start - 1.0, day)


def _first_hour(found: FollowedCourse) -> float:
    return on_day("outcome.tewl", found, 1 / 24) * -1.0  # a loss: less is better


COURSE: dict[str, Callable[[FollowedCourse], float]] = {
    "redness_days": lambda f: f.harm.erythema_days[0],
    "downtime_days": lambda f: f.harm.downtime_days[0],
    "dark_marks_percent": lambda f: 100 * f.harm.pih_probability[0],
    "channels_open_h": lambda f: f.harm.channels_open_h[0],
    "barrier_open_h": lambda f: f.harm.barrier_open_h[0],
    "closed_by_impedance_h": lambda f: f.harm.closure_h["impedance"][0],
    "closed_by_tewl_h": lambda f: f.harm.closure_h["tewl"][0],
    "water_loss_added_first_hour": _first_hour,
    "skin_mm": lambda f: f.trajectory.prepared.anatomy.skin_mm[0],
    "dermis_mm": lambda f: f.trajectory.prepared.anatomy.dermis_mm[0],
    "epidermis_mm": lambda f: f.trajectory.prepared.anatomy.epidermis_mm[0],
}

SESSION: dict[str, Callable[[FollowedCourse, int], float]] = {
    "strikes_per_cm2": lambda f, k: f.trajectory.prepared.session_effects[k].punctures.density_per_cm2[0],
    "channels_per_cm2": lambda f, k: f.trajectory.prepared.session_effects[k].punctures.channels_per_cm2[0],
    "open_share_percent": lambda f, k: (
        100 * f.trajectory.prepared.session_effects[k].punctures.area_fraction[0]
    ),
    "bleeding_share_percent": lambda f, k: (
        100 * f.trajectory.prepared.session_effects[k].punctures.bleeding_fraction[0]
    ),
    "bleeding_points_per_cm2": lambda f, k: f.trajectory.prepared.session_effects[
        k
    ].punctures.bleeding_points_per_cm2[0],
    "reached_mm": lambda f, k: f.trajectory.prepared.session_effects[k].punctures.depth_median_mm[0],
    "pain": lambda f, k: f.comfort[k].pain_vas[0],
    "mean_pain": lambda f, k: f.comfort_of_many[k].pain_vas.mean(),
    "pain_without_cream": lambda f, k: f.comfort[k].pain_without_numbing_vas[0],
    "pain_removed_percent": lambda f, k: (
        100 * (1 - f.comfort[k].pain_vas[0] / f.comfort[k].pain_without_numbing_vas[0])
    ),
}

# Gains of the person's own skin over its own start, per cent.
STATE = {
    "collagen_papillary": lambda skin: skin.collagen.total[:, :, 0],
    "collagen_over_untreated": lambda skin: skin.collagen.total[:, :, 0] / skin.ageing.vigour[:, :, 0],
    "collagen_reticular": lambda skin: skin.collagen.total[:, :, 1],
    "elastin_total": lambda skin: skin.elastin.total[:, :, 0],
    "elastic_fibres": lambda skin: skin.elastin.elastic[:, :, 0],
    "surface_cell_age": lambda skin: skin.turnover.corneocyte_age_day,
    "hyaluronan": lambda skin: skin.hydration.hyaluronan[:, :, 0],
}


def _absorbed(found: Followed) -> float:
    return 100 * found.permeation.past_the_corneum[0, -1] / found.permeation.applied_ug_per_cm2[0, -1]


def _absorbed_intact(found: Followed) -> float:
    return 100 * found.intact.past_the_corneum[0, -1] / found.intact.applied_ug_per_cm2[0, -1]


DELIVERY: dict[str, Callable[[Followed], float]] = {
    "absorbed_percent": _absorbed,
    "absorbed_intact_percent": _absorbed_intact,
    "absorbed_ug_per_cm2": lambda f: f.permeation.past_the_corneum[0, -1],
    "gain_over_intact": lambda f: _absorbed(f) / _absorbed_intact(f),
    "mass_balance_error": lambda f: f.permeation.mass_balance_error,
}
