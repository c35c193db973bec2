"""The report of a virtual trial: one self-contained HTML page with what would be seen and how much of that is known.

`write_trial_report(answer, trial, path)` takes the JSON answer of `microneedling trial` and the trial, and writes the
page in one step or not at all. It asks nothing from the network; it prints on A4 and follows light or dark.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..figures import trial as charts
from ..files import check_target, write_whole
from ..phrases import GRADE_WORDS, number, percent_words
from . import trial_words as words
from .pages import rendered

if TYPE_CHECKING:
    from ..trials.trial_file import Trial

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
    answer: Mapping[str, Any], trial: Trial, path: Path | str, force: bool = False
) -> Path:
    """Write the report to `path`; refuses an existing file unless `force`. The file is whole or not there."""
    target = check_target(path, force)
    return write_whole(target, render_trial_report(answer, trial), force)


def render_trial_report(answer: Mapping[str, Any], trial: Trial) -> str:
    """The page as text; the same answer gives the same bytes."""
    return rendered("trial.html.j2", "trial.css", **page(answer, trial))


def page(answer: Mapping[str, Any], trial: Trial) -> dict[str, Any]:
    """Everything that the template shows, in the order of its sections."""
    found, plan = answer["comparison"], answer["planning"]
    endpoint, unit = words.endpoint_words(trial)
    return {
        "title": trial.title,
        "lead": words.lead_words(trial, answer),
        "endpoint": endpoint,
        "unit": {"grade": "grades", "category": "categories"}.get(unit, unit),
        "facts": words.design_facts(trial),
        "arms": _arms(answer, trial),
        "people": _people(answer),
        "visits": charts.visits_chart(
            "visits",
            {name: item["visits"] for name, item in answer["summaries"].items()},
            words.score_unit(trial),
        ),
        "difference": _difference(answer, trial) if found["ci95"] else None,
        "headline": words.headline(trial, answer),
        "comparison": words.comparison_words(trial, answer),
        "compare": trial.aim.compare,
        "needed": words.needed_words(answer),
        "plan": plan,
        "between": number(_no_dust(plan["effect_sd_between_draws"])) if plan else "",
        "margin": bool(trial.aim.margin),
        "curve": charts.curve_chart("curve", plan["curve"], _analysed(answer)) if plan else None,
        "sizes": _sizes(plan) if plan else [],
        "ceiling": percent_words(plan["assurance_ceiling"]) if plan else "",
        "failures": answer["failures"],
        "limits": words.LIMITS,
        "footer": [(key.replace("_", " "), _plain(answer[key])) for key in FOOTER if answer.get(key)],
        "number": number,
        "percent": percent_words,
        **_known(trial),
    }


def _arms(answer: Mapping[str, Any], trial: Trial) -> list[dict[str, Any]]:
    """Each arm: what is done, its people in numbers, its chart."""
    responders = trial.endpoint.statistic == "responders"
    steps = trial.endpoint.whole_steps and trial.endpoint.statistic == "change"
    bars = {
        name: charts.bars_of(item["histogram"], steps)
        for name, item in answer["summaries"].items()
        if item["histogram"]
    }
    limits, most = charts.shared_range(list(bars.values())) if bars else ((0.0, 1.0), 1.0)
    made = []
    for place, arm in enumerate(trial.arms):
        told, shape = answer["arms"][arm.name], answer["summaries"][arm.name]
        end = told["endpoint"]
        chart = None
        if responders and end["mean"] is not None:
            chart = charts.shares_chart(f"arm-{place}", end, shape["seen"])
        elif arm.name in bars:
            chart = charts.arm_chart(f"arm-{place}", end, bars[arm.name], limits, most)
        cells = [end["mean"], end["sd"], *end["quantiles"].values()]
        made.append(
            {
                "place": place,
                "name": arm.name,
                "done": words.arm_words(arm),
                "people": number(told["people"], 9),
                "seen": number(shape["seen"], 9),
                "failed": number(told["failed"], 9),
                "cells": [number(value, 3) for value in cells],
                "chart": chart,
            }
        )
    return made


def _people(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The people asked for beside those got."""
    cohort = answer["cohort"]
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


def _difference(answer: Mapping[str, Any], trial: Trial) -> Any:
    """The chart of the comparison with the margins that count."""
    found, aim = answer["comparison"], trial.aim
    sign = 1.0 if answer["endpoint"]["better"] == "higher" else -1.0
    margins = {
        "superiority": [sign * aim.margin] if aim.margin else [],
        "non-inferiority": [-sign * aim.margin],
        "equivalence": [-aim.margin, aim.margin],
    }[aim.kind]
    better = answer["endpoint"]["better"]
    return charts.difference_chart("difference", found["difference"], found["ci95"], margins, better)


def _analysed(answer: Mapping[str, Any]) -> float:
    """People analysed an arm of a trial of the planned size, on average."""
    seen = [item["seen"] / answer["arms"][name]["people"] for name, item in answer["summaries"].items()]
    return answer["people_per_trial_arm"] * sum(seen) / len(seen)


def _no_dust(value: float) -> float:
    """What rounding leaves of nothing is nothing."""
    return 0.0 if abs(value) < 1e-9 else value


def _sizes(plan: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    rows = []
    for goal, needed in plan["sample_size"].items():
        cells = []
        for kind in ("power", "assurance"):
            there = needed[kind]
            cells += (
                ["–", "–"] if there is None else [number(there[of], 6) for of in ("analysed", "enrolled")]
            )
        rows.append((goal, cells))
    return rows


def _known(trial: Trial) -> dict[str, Any]:
    """Numbers by grade, and their sources."""
    from ..evidence.sources import cite_keys, count_by_grade
    from ..figures.bars import share_bar
    from ..trials.known import numbers_used

    keys = numbers_used(trial)
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
        "citation": cite_keys(keys),
    }


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return number(value, 4) if isinstance(value, float) else str(value)
