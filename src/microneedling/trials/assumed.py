"""What a trial file leaves out and what is taken instead; what its arms give without effect. Loads without arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..course.assumed import assumed as of_course
from ..course.course import Course
from ..course.without_effect import without_effect as of_course_idle
from ..inputs.assumed import HAND_SET, Assumed
from .trial_file import Trial

__all__ = ["assumed", "without_effect"]

NOT_SAID = "nothing said"
OF_THE_TRIAL = ("person", "concern[", "follow_up")  # an arm's course has these from the trial itself


def assumed(trial: Trial) -> tuple[Assumed, ...]:
    """What this trial leaves out and what is taken instead, in the order of its file; arms alike are told once."""
    return (*_of_people(trial), *_of_design(trial), *_of_arms(trial, of_course))


def without_effect(trial: Trial) -> tuple[Assumed, ...]:
    """What the arms of this trial give and that changes nothing in the numbers."""
    return tuple(_of_arms(trial, of_course_idle))


def _of_people(trial: Trial) -> Iterator[Assumed]:
    people = trial.people
    columns = set(people.rows[0]) if people.rows else set()
    if people.photoageing is None and "photoageing" not in columns:
        value = "as usual at the age, with its spread between people"
        yield Assumed("people.photoageing", "sun damage", value, HAND_SET)
    taken = {
        "female_share": ("sex", f"share of women {people.female_share:g}"),
        "smoker_share": ("smoker", f"share of smokers {people.smoker_share:g}"),
    }
    missing = {
        key: words
        for key, (column, words) in taken.items()
        if key not in people.model_fields_set and column not in columns
    }
    if missing:
        where = ", ".join(f"people.{key}" for key in missing)
        yield Assumed(where, "the people", ", ".join(missing.values()), HAND_SET)
    if "correlation" not in people.model_fields_set and not people.rows:
        what = "how age, sun damage and severity go together"
        yield Assumed("people.correlation", what, "each by itself", NOT_SAID)
    if trial.concern.kind == "atrophic acne scar" and trial.concern.subtype is None:
        value = "mixed: rolling, boxcar and icepick alike"
        yield Assumed("concern.subtype", "type of acne scar", value, NOT_SAID)


def _of_design(trial: Trial) -> Iterator[Assumed]:
    design, end = trial.design, trial.endpoint
    taken = {
        "dropout_share": "nobody leaves",
        "missed_session_share": "no session is missed",
        "blinded": "raters do not know what was done",
    }
    missing = {key: words for key, words in taken.items() if key not in design.model_fields_set}
    if missing:
        where = ", ".join(f"design.{key}" for key in missing)
        yield Assumed(where, "how the trial goes", ", ".join(missing.values()), NOT_SAID)
    if end.baseline is None:
        value = "as usual in such people"
        yield Assumed("endpoint.baseline", "score before the first session", value, HAND_SET)


def _of_arms(trial: Trial, lists: Callable[[Course], tuple[Assumed, ...]]) -> Iterator[Assumed]:
    found: dict[Assumed, list[str]] = {}
    for arm in trial.arms:
        if arm.course.sessions or not arm.sham:
            for item in lists(arm.course):
                if not item.where.startswith(OF_THE_TRIAL):
                    found.setdefault(item, []).append(arm.name)
    needled = [arm.name for arm in trial.arms]
    for item, names in found.items():
        where = ", ".join(f"arm.{_in_trial(place)}" for place in item.where.split(", "))
        what = item.what if len(names) == len(needled) else f"{item.what} ({', '.join(names)})"
        yield replace(item, where=where, what=what)


def _in_trial(place: str) -> str:
    """A place of a course file as a trial file has it, which says instrument for device."""
    return place.replace("device.", "instrument.", 1) if place.startswith("device.") else place
