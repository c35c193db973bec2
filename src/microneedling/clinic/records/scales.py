"""The rating scales that the model knows, as records take them: their names, ends and steps. No array library."""

from __future__ import annotations

from math import isclose

from ...errors import InputError, Mistake, did_you_mean
from ...evidence.practice import GROUP, numbers_of

LOWEST, HIGHEST, STEP = "scale_lowest_points.", "scale_highest_points.", "scale_step_points."
POINTS = ("points", "grade", "category")
UNITS = {"vas_100": ("mm",), "percent_improvement": ("%",)}  # a VAS in cm would be a tenth of what it says
GROUPS = (GROUP, "scales")  # those of practice, and those that judge a change


def known_scales() -> list[str]:
    """The names of all scales, in the order of the registry."""
    return [
        key.removeprefix(LOWEST) for group in GROUPS for key in numbers_of(group) if key.startswith(LOWEST)
    ]


def scale_of(word: str, own: bool = False) -> str:
    """A scale in its usual word (`Lemperle`: `lemperle`); raises `InputError` for one that the model does not know.

    A clinic's `own` scale keeps its word, and nothing is known of its ends.
    """
    known, found = known_scales(), "_".join(word.strip().lower().replace("-", " ").replace("_", " ").split())
    if found in known:
        return found
    if own:
        return word.strip()
    allowed = f"{' | '.join(known)}; another of the clinic's own with own_scale"
    raise InputError("measurement", [Mistake("scale", f'"{word[:40]}"', allowed, did_you_mean(found, known))])


def _number(name: str, scale: str) -> float | None:
    for group in GROUPS:
        if (entry := numbers_of(group).get(f"{name}{scale}")) is not None:
            return entry.value
    return None


def score_mistakes(scale: str, value: float, unit: str = "", between_steps: str = "") -> list[Mistake]:
    """What speaks against a score: another unit, outside of the ends, between two steps without a reason.

    A mean of several raters is such a reason. Nothing is known of a scale of the clinic's own.
    """
    low, high, step = (_number(name, scale) for name in (LOWEST, HIGHEST, STEP))
    if low is None or high is None:
        return []
    units, found = UNITS.get(scale, POINTS), []
    if unit and unit not in units:
        found.append(Mistake("unit", f'"{unit[:24]}"', f"{' | '.join(units)} or nothing, for {scale}"))
    allowed = f"{low:g} to {high:g}" + (f" in steps of {step:g}" if step else "") + f" on {scale}"
    if not low <= value <= high:
        found.append(Mistake("value", f"{value:g}", allowed))
    elif (
        step
        and not between_steps.strip()
        and not isclose(value, low + step * round((value - low) / step), abs_tol=1e-6)
    ):
        found.append(Mistake("value", f"{value:g}", f"{allowed}; or a reason in between_steps"))
    return found
