"""Invented validation results in the shape that is shipped: the published readings, with predictions made up here."""

from __future__ import annotations

import random
from typing import Any

from microneedling.studies.contrasts import Contrast, contrasts
from microneedling.studies.published import Reported, arms, left_out, reported
from microneedling.validation.compared import facts, reported_value
from microneedling.validation.judged import JudgedReading, ReadingFacts
from microneedling.validation.result import Validation

WIDTHS = {"0.1": -1.2816, "0.25": -0.6745, "0.5": 0.0, "0.75": 0.6745, "0.9": 1.2816}


def make_line(row: Reported, chance: random.Random) -> dict[str, Any]:
    """One reading with an invented prediction, whose error is a little larger than it believes."""
    middle = _middle(row)
    size = 0.35 * abs(middle) + 0.2
    at = middle + chance.gauss(0, 1.2 * size)
    quantiles = {level: at + width * size for level, width in WIDTHS.items()}
    if row.reading.statistic == "mean" or row.reading.statistic == "share improved":
        quantiles = {level: max(value, 0.0) for level, value in quantiles.items()}
    observed: Any = reported_value(row)
    if isinstance(observed, tuple):
        observed = dict(zip(("low", "high"), observed, strict=True))
    inside = None
    if row.kind == "value" and row.observed is not None:
        inside = {
            "50": quantiles["0.25"] <= row.observed <= quantiles["0.75"],
            "80": quantiles["0.1"] <= row.observed <= quantiles["0.9"],
        }
    return {
        "id": row.row,
        "study": row.study,
        "arm": row.arm,
        "title": arms()[row.arm].title,
        "reading": facts(row).to_json(),
        "family": arms()[row.arm].family(row.reading),
        "kind": row.kind,
        "observed": observed,
        "quantiles": quantiles,
        "split": row.split,
        "how": "left out" if row.likelihood else "unseen",
        "inside": inside,
        "sign": chance.random() > 0.1 if row.kind == "direction" else None,
        "n": row.n,
    }


def _middle(row: Reported) -> float:
    if row.kind == "value":
        assert row.observed is not None
        return row.observed
    if row.kind == "band":
        assert row.low is not None
        assert row.high is not None
        return (row.low + row.high) / 2
    return -12.0


def make_comparisons(chance: random.Random) -> dict[str, Any]:
    """Every comparison with invented chances, which hold "no difference" likeliest in two of three."""
    found = [_comparison(item, order, chance) for order, item in enumerate(contrasts())]
    return {
        "studies": len({item["study"] for item in found}),
        "rps": {"model": 0.3, "no_difference": 0.5, "as_the_family": 0.32},
        "versus": {
            "no_difference": {"mean": -0.2, "low": -0.3, "high": -0.1},
            "as_the_family": {"mean": -0.02, "low": -0.1, "high": 0.06},
        },
        "slope": {"value": 0.8, "low": 0.2, "high": 1.5},
        "contrasts": found,
    }


def _comparison(item: Contrast, order: int, chance: random.Random) -> dict[str, Any]:
    three = (0.2, 0.6, 0.2) if order % 3 else (0.1, 0.2, 0.7)
    told = dict(zip(("a", "no difference", "b"), three, strict=True))
    score = chance.random()
    return {
        "id": item.id,
        "study": item.study,
        "about": item.about,
        "reading": "a reading, day 90",
        "a": "the lesser side",
        "b": "the greater side",
        "rows": list(item.rows),
        "note": item.note,
        "how": "left out" if order % 2 else "unseen",
        "found": item.found or "no difference",
        "difference": 0.3 if item.numbers else None,
        "quantiles": {"0.1": -0.4, "0.5": 0.2, "0.9": 0.9},
        "chances": {name: told for name in ("model", "no_difference", "as_the_family")},
        "rps": {"model": score, "no_difference": 0.5, "as_the_family": 0.3},
        "crps": None,
    }


def make_validation(seed: int = 1) -> Validation:
    """The typed answer of `make_results`."""
    return Validation.from_json(make_results(seed))


def judged(**fields: Any) -> JudgedReading:
    """A reading of nobody's study; quantiles -2, -1, 0, 1, 2 and a number reported unless said otherwise."""
    given = {
        "id": "X1",
        "study": "somebody",
        "arm": "somebody",
        "title": "people",
        "reading": ReadingFacts("masi", "MASI", "percent change", 90.0, None, "investigator", "%", None),
        "family": "tone",
        "kind": "value",
        "observed": 0.0,
        "quantiles": {"0.1": -2.0, "0.25": -1.0, "0.5": 0.0, "0.75": 1.0, "0.9": 2.0},
        "split": "context",
        "how": "unseen",
        "inside": None,
        "sign": None,
        "n": None,
    }
    return JudgedReading(**(given | fields))


def make_results(seed: int = 1) -> dict[str, Any]:
    """The whole results as the file has them; `fine_lines` loses against both reference forecasts, all others win."""
    chance = random.Random(seed)
    lines = [make_line(row, chance) for row in reported()]
    families = {line["family"] for line in lines if line["how"] == "left out"}
    return {
        "model_number": 1,
        "data_sha256": "5e" * 32,
        "priors_sha256": "a7" * 32,
        "draws": 800,
        "leave_one_study_out": {
            **_scores([line for line in lines if line["how"] == "left out"], 9.2),
            "by_family": {
                family: _scores(
                    [line for line in lines if line["family"] == family and line["how"] == "left out"],
                    14.0 if family == "fine_lines" else 8.0,
                )
                for family in sorted(families)
            },
        },
        "unseen": _scores([line for line in lines if line["how"] == "unseen"], 9.0),
        "studies": lines,
        "not_compared": dict(left_out()),
        "diagnostics": {
            "rhat_max": 1.031,
            "rhat_over_1_05": 0,
            "rhat_of_what_arms_show_max": 1.012,
            "ess_bulk_min": 412.5,
            "ess_of_what_arms_show_min": 640,
            "prior_predictive": {"coverage": {"50": 0.62, "80": 0.9}},
            "posterior_predictive": {"coverage": {"50": 0.58, "80": 0.87}},
            "contraction": {"narrowed": 31, "of": 210},
            "seeds": [1, 2],
            "forward_runs": 41200,
            "log_evidence": [-181.2, -180.9],
        },
        "within_studies": make_comparisons(chance),
        "not_significant": {
            "all": {"results": 56, "predicted": 0.45, "observed": 0.32, "low": 0.2, "high": 0.46},
            "directions": {"results": 22, "predicted": 0.3, "observed": 0.045, "low": 0.001, "high": 0.23},
        },
    }


def _scores(lines: list[dict[str, Any]], model: float) -> dict[str, Any]:
    numbers = [line for line in lines if line["inside"]]
    coverage = {
        level: sum(line["inside"][level] for line in numbers) / len(numbers) if numbers else None
        for level in ("50", "80")
    }
    crps = {"model": model, "family_mean": 12.0, "sessions_only": 11.5, "family_and_design": 11.9}
    return {
        "readings": len(numbers),
        "coverage": coverage,
        "sign_agreement": 0.9 if numbers else None,
        "crps": crps if numbers else dict.fromkeys(crps),
    }
