"""What chance the simulation itself adds to a trial's numbers, in the same words on the terminal and on the page.

An error of the simulation is told as twice its standard error: in 95 of 100 runs with other seeds the number lies that
near. More virtual trials make it smaller; it is no uncertainty of the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import number

if TYPE_CHECKING:
    from .result import TrialResult

STANDARD_ERRORS = 2.0


def power_words(result: TrialResult) -> str:
    """The share of virtual trials that succeed, with the error of the simulation; empty where there is none."""
    share = result.comparison.power
    if share is None:
        return ""
    error = result.planning.power_mc_error if result.planning else _share_error(result, share)
    return (
        f"{100 * share:.0f} % of virtual trials succeed (± {_told(100 * error)} by chance of the simulation)"
    )


def difference_error_words(result: TrialResult) -> str:
    """The error of the mean difference by chance of the simulation."""
    plan = result.planning
    if plan is None:
        return "how far the simulation itself is off is not known: too few virtual trials"
    return f"± {_told(plan.effect_middle_mc_error)} by chance of the simulation"


def _told(standard_error: float) -> str:
    return number(STANDARD_ERRORS * standard_error)


def _share_error(result: TrialResult, share: float) -> float:
    from .analysis import share_error

    people = next(iter(result.arms.values())).people
    return share_error(share, max(people // result.people_per_trial_arm, 1))
