"""What a trial is and what it found, in the words of its report."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..course.needling import density_words
from ..phrases import number, percent_words, plural, signed, span, unit_words, with_unit

if TYPE_CHECKING:
    from ..course.course import Course
    from ..trials.result import Enough, Planning, TrialResult
    from ..trials.trial_file import Arm, Trial

AGAINST = {"superiority": "over", "non-inferiority": "to", "equivalence": "and"}
LIMITS = (
    "Virtual people differ in what the model knows of people: age, sex, skin type, sun damage, smoking, severity and "
    "how strongly they respond. Habits, the hand of the operator and chance illness are not in it.",
    "Intervals and curves hold what is uncertain about the model's numbers, raters and people. They do not hold what "
    "its equations leave out.",
    "Each virtual trial has numbers and raters of its own. The share of them that succeed is what planners call "
    "assurance; power at the middle effect leaves out what the model does not know and is nearly always more hopeful.",
    "A virtual trial plans a real one. It never replaces it, and its result is no evidence that a treatment works.",
)
# An error of the simulation is told as twice its standard error: in 95 of 100 runs with other seeds the number lies
# that near. More virtual trials make it smaller; it is no uncertainty of the model.
STANDARD_ERRORS = 2.0


def endpoint_words(trial: Trial) -> tuple[str, str]:
    """The endpoint in words, and its unit as printed."""
    end = trial.endpoint
    label, unit = _scale(end.scale)
    if end.statistic == "responders":
        return (
            f"people better by more than {number(end.over_percent or 0, 3)} % on {label}, day {end.day}",
            "",
        )
    if end.statistic == "percent change":
        return f"change of {label} in percent of the own baseline, day {end.day}", "%"
    return f"change of {label}, day {end.day}", unit


def _scale(name: str) -> tuple[str, str]:
    """Name and unit of a scale or an instrument."""
    from ..observation.scales import SCALES
    from ..studies.readings import READINGS

    if name in SCALES:
        return SCALES[name].label, unit_words(SCALES[name].unit)
    found = next((kind for kind in READINGS.values() if name in (kind.name, kind.measure)), None)
    return (found.label, unit_words(found.unit)) if found else (name.replace("_", " "), "")


def score_unit(trial: Trial) -> str:
    """Unit of the score itself, as read on the visits."""
    return _scale(trial.endpoint.scale)[1]


def lead_words(result: TrialResult) -> str:
    """The trial in two sentences."""
    trial, size = result.trial, result.people_per_trial_arm
    first, second = trial.aim.compare
    people = next(iter(result.arms.values())).people
    count = {2: "two", 3: "three", 4: "four"}[len(trial.arms)]
    sides = f"on two of {count} sides of each person" if count != "two" else "on two sides of each person"
    sides = sides if trial.split else "each in people of its own"
    return (
        f"“{first}” against “{second}”, {sides}, in people with {trial.concern.kind}. "
        f"{number(people, 9)} virtual people an arm make {number(people // size, 9)} trials of {size}."
    )


def design_facts(trial: Trial) -> list[tuple[str, str]]:
    """What was set before."""
    design, aim = trial.design, trial.aim
    _, unit = endpoint_words(trial)
    size = f", margin {with_unit(number(aim.margin, 3), unit)}" if aim.margin else ""
    return [
        ("Kind", "split face: every arm on a side of its own" if trial.split else "parallel arms"),
        ("People an arm", number(design.people_per_arm, 6)),
        ("Endpoint", endpoint_words(trial)[0]),
        ("Aim", f"{aim.kind} of “{aim.compare[0]}” {AGAINST[aim.kind]} “{aim.compare[1]}”{size}"),
        ("Significance", f"{number(100 * aim.significance, 3)} %"),
        ("Raters", "blinded" if design.blinded else "know what was done"),
        ("Leave before the end", percent_words(design.dropout_share) if design.dropout_share else "nobody"),
        (
            "Sessions missed",
            percent_words(design.missed_session_share) if design.missed_session_share else "none",
        ),
        ("People not seen at the end", design.missing),
        ("Numbers of the model", "a draw for each trial" if design.numbers == "drawn" else "the middle ones"),
    ]


def arm_words(arm: Arm) -> str:
    """What is done in an arm."""
    course = arm.course
    if not course.sessions:
        return "A sham, no needles." if arm.sham else "Nothing is needled."
    days = [session.day for session in course.sessions]
    gaps = sorted({later - earlier for earlier, later in itertools.pairwise(days)})
    rhythm = f", {span(gaps[0], gaps[-1], 'days')} apart" if gaps else ""
    return f"{plural(len(days), 'session').capitalize()}{rhythm}: {'; '.join(_sessions(course))}."


def _sessions(course: Course) -> list[str]:
    """What sessions do; those alike are told once."""
    told = []
    for session in course.sessions:
        kind = course.instrument_of(session).kind
        parts = [f"{kind} {number(session.depth_mm)} mm, {density_words(course, session)}"]
        if session.numbing:
            parts.append(session.numbing.product)
        parts += [topical.name for topical in session.topical]
        told.append(", ".join(parts))
    return list(dict.fromkeys(told))


def power_words(result: TrialResult) -> str:
    """The share of virtual trials that succeed, with the error of the simulation; empty where there is none."""
    share = result.comparison.power
    if share is None:
        return ""
    error = result.planning.power_mc_error if result.planning else _share_error(result, share)
    return (
        f"{100 * share:.0f} % of virtual trials succeed (± {_twice(100 * error)} by chance of the simulation)"
    )


def difference_error_words(result: TrialResult) -> str:
    """The error of the mean difference by chance of the simulation."""
    plan = result.planning
    if plan is None:
        return "how far the simulation itself is off is not known: too few virtual trials"
    return f"± {_twice(plan.effect_middle_mc_error)} by chance of the simulation"


def _twice(standard_error: float) -> str:
    return number(STANDARD_ERRORS * standard_error)


def _share_error(result: TrialResult, share: float) -> float:
    from ..trials.analysis import share_error

    people = next(iter(result.arms.values())).people
    return share_error(share, max(people // result.people_per_trial_arm, 1))


def comparison_words(result: TrialResult) -> list[str]:
    """What the comparison says, sentence by sentence."""
    trial, found = result.trial, result.comparison
    _, unit = endpoint_words(trial)
    told = []
    if found.difference is not None:
        difference = _told(trial, found.difference, unit)
        told.append(
            f"{trial.aim.compare[0]} minus {trial.aim.compare[1]}: {difference} ({difference_error_words(result)}); "
            f"{_better(result)} is better."
        )
    if found.ci95:
        low, high = (_told(trial, end, "") for end in found.ci95)
        size = result.people_per_trial_arm
        told.append(
            f"95 % of trials with {size} people an arm would report a difference from {low} to {high}."
        )
    if found.power is not None:
        told.append(f"{power_words(result)}.")
    if result.within_person_correlation is not None:
        told.append(f"The two sides of one person correlate by {number(result.within_person_correlation)}.")
    return told


def headline(result: TrialResult) -> tuple[str, str]:
    """The difference for the card on top, and what it is the difference of."""
    trial, difference = result.trial, result.comparison.difference
    first, second = trial.aim.compare
    if difference is None:
        return "Not known.", "No virtual trial could be analysed."
    told = _told(trial, difference, endpoint_words(trial)[1])
    about = f"“{first}” minus “{second}”; {_better(result)} is better."
    if result.comparison.ci95:
        low, high = (_told(trial, end, "") for end in result.comparison.ci95)
        about += f" 95 % of such trials: {low} to {high}."
    return f"{told}.", about


def _told(trial: Trial, value: float, unit: str) -> str:
    """A difference as printed: of responders in percentage points."""
    if trial.endpoint.statistic == "responders":
        return f"{signed(100 * value, 3)} percentage points"
    return with_unit(signed(value, 3), unit)


def _better(result: TrialResult) -> str:
    return "a rise" if result.better == "higher" else "a fall"


def needed_words(result: TrialResult) -> str:
    """People an arm for 80 % assurance, for the card on top."""
    plan = result.planning
    if plan is None:
        return "Not known: too few virtual trials."
    there = plan.sample_size["80 %"].assurance
    if there is None:
        return "No number of people."
    return f"{people_words(there.enrolled, there.enrolled_low, there.enrolled_high)} people an arm."


def people_words(middle: int, low: int, high: int | None) -> str:
    """A number of people with the range that chance in the simulation leaves open."""
    upper = "no end" if high is None else number(high, 6)
    return number(middle, 6) if low == high else f"{number(middle, 6)} ({number(low, 6)} to {upper})"


def size_cells(there: Enough) -> tuple[str, str]:
    """People analysed and enrolled an arm, each with its range."""
    return (
        people_words(there.analysed, there.analysed_low, there.analysed_high),
        people_words(there.enrolled, there.enrolled_low, there.enrolled_high),
    )


def size_error_words(plan: Planning) -> str:
    """What the ranges of the numbers of people are, and how large the error behind them is."""
    told = [
        f"{goal} by {name} ± {_twice(100 * there.mc_error)}"
        for goal, needed in plan.sample_size.items()
        for name, there in (("power", needed.power), ("assurance", needed.assurance))
        if there is not None
    ]
    if not told:
        return ""
    return (
        "In brackets: the numbers of people that chance of the simulation leaves open. In percentage points it is: "
        f"{', '.join(told)}. More virtual people make it smaller."
    )


def ceiling_words(plan: Planning) -> str:
    """How far assurance gets however many take part; empty where it gets there."""
    if plan.assurance_ceiling < 0.005:
        return "As the model sees it, no number of people makes such a trial succeed."
    if plan.assurance_ceiling >= 0.995:
        return ""
    error = _twice(100 * plan.assurance_ceiling_mc_error)
    ceiling = percent_words(plan.assurance_ceiling)
    return f"However many take part, assurance stays under {ceiling} (± {error} by chance of the simulation)."
