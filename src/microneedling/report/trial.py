"""The report of a virtual trial: one self-contained HTML page with what would be seen and how much of that is known.

`write_trial_report(result, numbers, path)` takes the answer of `trials.trial` and the numbers it rests on, and writes
the page in one step or not at all. It asks nothing from the network; it prints on A4 and follows light or dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..figures import trial as charts
from ..files import check_target, write_whole
from ..phrases import GRADE_WORDS, TRIAL_DESPITE_STOP, despite_stop_words, number, percent_words
from . import trial_words as words
from .pages import rendered

if TYPE_CHECKING:
    from markupsafe import Markup

    from ..trials.result import Planning, TrialResult

MARGINALS = {
    "age_year_mean": "Age, mean, years",
    "age_year_sd": "Age, standard deviation, years",
    "female_share": "Women",
    "smoker_share": "Smokers",
}
CORRELATIONS = {
    "age_photoageing": "age with sun damage",
    "age_severity": "age with severity",
    "photoageing_severity": "sun damage with severity",
}
FOOTER = ("seed", "model_number", "people_per_second", "peak_memory_mb", "result_hash", "despite_stop")


def write_trial_report(
    result: TrialResult, numbers: Sequence[str], path: Path | str, force: bool = False
) -> Path:
    """Write the report to `path`; refuses an existing file unless `force`. The file is whole or not there.

    `numbers` are the keys of the registry behind the answer, as `trials.known` finds them.
    """
    target = check_target(path, force)
    return write_whole(target, render_trial_report(result, numbers), force)


def render_trial_report(result: TrialResult, numbers: Sequence[str]) -> str:
    """The page as text; the same answer gives the same bytes."""
    return rendered("trial.html.j2", "trial.css", **page(result, numbers))


def page(result: TrialResult, numbers: Sequence[str]) -> dict[str, Any]:
    """Everything that the template shows, in the order of its sections."""
    trial, plan = result.trial, result.planning
    endpoint, unit = words.endpoint_words(trial)
    return {
        "title": trial.title,
        "overridden": despite_stop_words(TRIAL_DESPITE_STOP, result.overridden),
        "lead": words.lead_words(result),
        "endpoint": endpoint,
        "unit": {"grade": "grades", "category": "categories"}.get(unit, unit),
        "facts": words.design_facts(trial),
        "arms": _arms(result),
        "people": _people(result.cohort),
        "visits": _visits(result),
        "difference": _difference(result),
        "headline": words.headline(result),
        "comparison": words.comparison_words(result),
        "compare": trial.aim.compare,
        "needed": words.needed_words(result),
        "plan": plan,
        "between": number(_no_dust(plan.effect_sd_between_draws)) if plan else "",
        "margin": bool(trial.aim.margin),
        "curve": _curve(plan, _analysed(result)) if plan else None,
        "sizes": _sizes(plan) if plan else [],
        "ceiling": words.ceiling_words(plan) if plan else "",
        "size_error": words.size_error_words(plan) if plan else "",
        "failures": result.failures,
        "limits": words.LIMITS,
        "footer": _footer(result),
        "number": number,
        "percent": percent_words,
        **_known(numbers),
    }


def _footer(result: TrialResult) -> list[tuple[str, str]]:
    """What is needed to make the same answer again, and what it cost."""
    told = result.to_json()
    return [(key.replace("_", " "), _plain(told[key])) for key in FOOTER if told.get(key)]


def _arms(result: TrialResult) -> list[dict[str, Any]]:
    """Each arm: what is done, its people in numbers, its chart."""
    trial = result.trial
    responders = trial.endpoint.statistic == "responders"
    steps = trial.endpoint.whole_steps and trial.endpoint.statistic == "change"
    bars = {
        name: charts.bars_of(arm.shape.histogram, steps)
        for name, arm in result.arms.items()
        if arm.shape.histogram
    }
    limits, most = charts.shared_range(list(bars.values())) if bars else ((0.0, 1.0), 1.0)
    views = []
    for place, arm in enumerate(trial.arms):
        told = result.arms[arm.name]
        end, chart = told.endpoint, None
        if responders and end.mean is not None:
            chart = charts.shares_chart(f"arm-{place}", end.mean, told.seen)
        elif arm.name in bars:
            chart = charts.arm_chart(f"arm-{place}", end, bars[arm.name], limits, most)
        views.append(
            {
                "place": place,
                "name": arm.name,
                "done": words.arm_words(arm),
                "people": number(told.people, 9),
                "seen": number(told.seen, 9),
                "failed": number(told.failed, 9),
                "cells": [_cell(value) for value in (end.mean, end.sd, *end.quantiles.values())],
                "chart": chart,
            }
        )
    return views


def _cell(value: float | None) -> str:
    return "–" if value is None else number(value, 3)


def _people(cohort: Mapping[str, Any]) -> dict[str, Any]:
    """The people planned beside those drawn."""
    marginals = cohort["marginals"]
    rows = []
    for key, label in MARGINALS.items():
        share = key.endswith("share")
        cells = [
            f"{number(100 * marginals[key][kind], 3)} %" if share else number(marginals[key][kind], 3)
            for kind in ("asked", "got")
        ]
        rows.append((label, *cells))
    rows += [
        (f"Skin type {name}", f"{number(100 * item['asked'], 3)} %", f"{number(100 * item['got'], 3)} %")
        for name, item in marginals["phototypes"].items()
    ]
    return {
        "from": cohort["from"],
        "count": number(cohort["people"], 9),
        "acceptance": percent_words(cohort["acceptance"]),
        "effective": number(cohort["effective_sample_size"], 6),
        "rows": rows,
        "correlations": [
            (label, number(cohort["correlations_got"][key]))
            for key, label in CORRELATIONS.items()
            if cohort["correlations_got"][key] is not None
        ],
    }


def _visits(result: TrialResult) -> tuple[Markup, Markup]:
    """Mean scores over the visits, for a wide screen and for a telephone."""
    arms = {name: arm.visits for name, arm in result.arms.items()}
    unit = words.score_unit(result.trial)
    phone = charts.visits_chart("visits-phone", arms, unit, charts.PHONE)
    return charts.visits_chart("visits", arms, unit), phone


def _curve(plan: Planning, now: float) -> tuple[Markup, Markup]:
    """Power and assurance, for a wide screen and for a telephone."""
    phone = charts.curve_chart("curve-phone", plan.curve, now, charts.PHONE)
    return charts.curve_chart("curve", plan.curve, now), phone


def _difference(result: TrialResult) -> tuple[Markup, Markup] | None:
    """The comparison with the margins that count, wide and for a telephone; None where there is no interval."""
    found, aim = result.comparison, result.trial.aim
    if found.difference is None or found.ci95 is None:
        return None
    sign = 1.0 if result.better == "higher" else -1.0
    margins = {
        "superiority": [sign * aim.margin] if aim.margin else [],
        "non-inferiority": [-sign * aim.margin],
        "equivalence": [-aim.margin, aim.margin],
    }[aim.kind]
    drawn = (found.difference, found.ci95, margins, result.better)
    phone = charts.difference_chart("difference-phone", *drawn, charts.PHONE)
    return charts.difference_chart("difference", *drawn), phone


def _analysed(result: TrialResult) -> float:
    """People analysed an arm of a trial of the planned size, on average."""
    seen = [arm.seen / arm.people for arm in result.arms.values()]
    return result.people_per_trial_arm * sum(seen) / len(seen)


def _no_dust(value: float) -> float:
    """What rounding leaves of nothing is nothing."""
    return 0.0 if abs(value) < 1e-9 else value


def _sizes(plan: Planning) -> list[tuple[str, list[str]]]:
    rows = []
    for goal, needed in plan.sample_size.items():
        cells = []
        for there in (needed.power, needed.assurance):
            cells += ["–", "–"] if there is None else words.size_cells(there)
        rows.append((goal, cells))
    return rows


def _known(keys: Sequence[str]) -> dict[str, Any]:
    """Numbers by grade, and their sources."""
    from ..evidence.sources import cite_keys, count_by_grade
    from ..figures.bars import share_bar

    counts = count_by_grade(keys)
    total = len(keys)
    return {
        "grades": [
            (grade, GRADE_WORDS[grade], count, percent_words(count / total))
            for grade, count in counts.items()
            if count
        ],
        "grade_bar": share_bar("shares", list(counts.items())),
        "total": total,
        "measured": counts["measured"],
        "assumed": percent_words(counts["assumed"] / total),
        "others": total - counts["measured"] - counts["assumed"],
        "citation": cite_keys(keys),
    }


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return number(value, 4) if isinstance(value, float) else str(value)
