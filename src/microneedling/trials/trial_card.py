"""A virtual trial in a dozen lines, as rows and as a figure: functions of its parts. Without the array library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..answers.axes import BLUE, GREY, ORANGE, finished
from ..answers.drawings import Span, intervals, zero_line
from ..phrases import fixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .compared import ArmResult, Comparison
    from .trial_file import Aim, Endpoint, Trial

HEAD = ("arm", "people", "seen", "mean", "sd", "median of people [90 %]")
LOW, MIDDLE, HIGH = "0.05", "0.5", "0.95"


def endpoint_words(end: Endpoint, better: str) -> str:
    """What decides, and which way is better."""
    over = f" over {end.over_percent:g} %" if end.over_percent is not None else ""
    return f"Endpoint: {_scale_words(end)}, {end.statistic}{over}, day {end.day}; {better} is better."


def _scale_words(end: Endpoint) -> str:
    """The scale or instrument as readers know it."""
    from ..observation.scales import SCALES  # with the array library, which only an answer needs

    return SCALES[end.scale].label if end.scale in SCALES else end.scale.replace("_", " ")


def comparison_words(aim: Aim, found: Comparison, size: int) -> str:
    """The difference, in which interval trials of this size report it, how often they succeed."""
    first, second = aim.compare
    if found.difference is None:
        return f"{first} minus {second}: no virtual trial could be analysed."
    words = f"{first} minus {second}: {fixed(found.difference)}"
    if found.ci95:
        low, high = (fixed(end) for end in found.ci95)
        words += f"; 95 % of trials with {size} people an arm would report {low} .. {high}"
    if found.power is not None:
        margin = f" (margin {aim.margin:g})" if aim.margin else ""
        words += f"; {aim.kind}{margin} is shown in {found.power:.0%} of virtual trials"
    return f"{words}."


def arm_table(arms: Mapping[str, ArmResult]) -> tuple[tuple[str, ...], ...]:
    """A row an arm over its virtual people."""
    return (HEAD, *(_cells(name, arm) for name, arm in arms.items()))


def _cells(name: str, arm: ArmResult) -> tuple[str, ...]:
    end = arm.endpoint
    low, middle, high = (_shown(end.quantiles[share]) for share in (LOW, MIDDLE, HIGH))
    return (
        name,
        str(arm.people),
        str(arm.seen),
        _shown(end.mean),
        _shown(end.sd),
        f"{middle} [{low} .. {high}]",
    )


def _shown(value: float | None) -> str:
    return "-" if value is None else fixed(value)


def size_words(sizes: Mapping[str, Any], ceiling: float) -> str:
    """How many people an arm reach each goal, by power and by assurance."""
    parts = []
    for goal, needed in sizes.items():
        told = [
            f"{name} {_people(there)}" if there is not None else f"{name} out of reach"
            for name, there in (("power", needed.power), ("assurance", needed.assurance))
        ]
        parts.append(f"{goal}: {', '.join(told)}")
    return f"People to enrol in an arm for {'; '.join(parts)}. Assurance never exceeds {ceiling:.0%}."


def _people(there: Any) -> str:
    """People to enrol, and in brackets what chance of the simulation leaves open."""
    low, high = there.enrolled_low, there.enrolled_high
    if low == high:
        return str(there.enrolled)
    return f"{there.enrolled} [{low} .. {'no end' if high is None else high}]"


def known_words(seed: int, model_number: int, result_hash: str) -> str:
    """What the spread of a virtual trial carries and what it leaves out; seed, model number and hash."""
    return (
        "How much of this is known: each virtual trial has its own draw of the model's numbers and raters of its own; "
        f"what the model leaves out is in none of them. Seed {seed}, model number {model_number}, result "
        f"{result_hash[:16]}."
    )


def trial_rows(
    trial: Trial, arms: Mapping[str, ArmResult], found: Comparison, better: str
) -> list[dict[str, Any]]:
    """A row an arm, then the comparison; `interval` says what lies between `low` and `high`."""
    end, unit = trial.endpoint, unit_of(trial.endpoint)
    shared = {
        "outcome": end.scale,
        "statistic": end.statistic,
        "day": end.day,
        "unit": unit,
        "better": better,
    }
    rows = [
        {
            "what": name,
            **shared,
            "mean": arm.endpoint.mean,
            "sd": arm.endpoint.sd,
            "low": arm.endpoint.quantiles[LOW],
            "median": arm.endpoint.quantiles[MIDDLE],
            "high": arm.endpoint.quantiles[HIGH],
            "interval": "90 % of people",
            "people": arm.people,
            "seen": arm.seen,
            "power": None,
        }
        for name, arm in arms.items()
    ]
    low, high = found.ci95 or (None, None)
    rows.append(
        {
            "what": " minus ".join(trial.aim.compare),
            **shared,
            "mean": found.difference,
            "sd": None,
            "low": low,
            "median": None,
            "high": high,
            "interval": "95 % of trials",
            "people": None,
            "seen": None,
            "power": found.power,
        }
    )
    return rows


def unit_of(end: Endpoint) -> str:
    """Unit of the endpoint: percent, or points of its scale."""
    return "points of the scale" if end.statistic == "change" else "%"


def draw_trial(ax: Axes, trial: Trial, arms: Mapping[str, ArmResult], found: Comparison, better: str) -> None:
    """Each arm's people, and below them the difference that trials of this size would report."""
    rows = []
    for name, arm in arms.items():
        mean, low, high = arm.endpoint.mean, arm.endpoint.quantiles[LOW], arm.endpoint.quantiles[HIGH]
        if mean is not None and low is not None and high is not None:
            rows.append(Span(f"{name}\n90 % of people", mean, low, high, GREY))
    if found.difference is not None and found.ci95:
        name = f"{' minus '.join(trial.aim.compare)}\n95 % of trials"
        rows.append(Span(name, found.difference, *found.ci95, BLUE, "D"))
    zero_line(ax, upright=True)
    if trial.aim.margin:
        for side in (-trial.aim.margin, trial.aim.margin):
            ax.axvline(side, color=ORANGE, linestyle="--", linewidth=1.2)
    intervals(ax, rows)
    power = "" if found.power is None else f"; {trial.aim.kind} in {found.power:.0%} of virtual trials"
    end = trial.endpoint
    across = f"{_scale_words(end)}, {end.statistic}, {unit_of(end)}, day {end.day}\n({better} is better)"
    finished(ax, f"{trial.title}\n{' against '.join(trial.aim.compare)}{power}", across, "")
